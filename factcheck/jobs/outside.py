"""The job that has an outside archive keep a copy as well, once ours is kept: handed over, then asked about (E10)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from factcheck.adapters.wayback import NotSaved, Service
from factcheck.config import Settings
from factcheck.domain.outside_copies import OutsideState, in_words
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Later, Runner, Task, world_of
from factcheck.services import outside_copies
from factcheck.services.outside_copies import CLOSED, JOB, Awaited

LOOKS = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 300, 900, 3_600))
MINUTE = timedelta(minutes=1)
ENOUGH = "put off: enough was handed over in this minute"
NOT_SET = "No archive is set any more."
NOT_OVER = "The archive did not come to an end with it."


def service_of(settings: Settings) -> Service | None:
    """The archive of the settings; None where no key is set."""
    if not (settings.wayback_key and settings.wayback_secret):
        return None
    return Service(settings.wayback_url, settings.wayback_key, settings.wayback_secret)


def keep_outside(run: Runner, task: Task) -> Done | Failed | Later:
    """Hand a source over to the archive, or ask what became of it; a row of its own comes due for each further look."""
    outside_id = int(task.payload["outside_id"])
    with Session(run.database.reader) as session:
        what = outside_copies.awaited(session, outside_id)
    if what is None:
        return Done("it was settled before")
    service = service_of(run.settings)
    if service is None:
        return _fail(run, outside_id, NOT_SET)
    if what.state is OutsideState.ASKED and not what.may_be_told:
        return _fail(run, outside_id, CLOSED)
    if what.state is OutsideState.ASKED and not _may_hand_over(run):
        return Later(ENOUGH, run.clock() + MINUTE)
    try:
        if what.state is OutsideState.ASKED:
            return _hand_over(run, outside_id, what, service)
        return _look(run, outside_id, what, service)
    except NotSaved as refused:
        return _refused(run, outside_id, what, refused)


def _may_hand_over(run: Runner) -> bool:
    now = run.clock()
    with run.database.work(COMMAND_LINE, now=now) as work:
        return outside_copies.take_slot(work, now + MINUTE)


def _hand_over(run: Runner, outside_id: int, what: Awaited, service: Service) -> Done:
    job = run.hand_over(service, what.address, world_of(run.settings))
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        outside_copies.hand_over(work, outside_id, job)
    return Done("handed over", ((JOB, {"outside_id": outside_id}),), LOOKS[0])


def _look(run: Runner, outside_id: int, what: Awaited, service: Service) -> Done:
    saved = run.look_outside(service, what.job, world_of(run.settings))
    if saved is None and what.looks + 1 >= len(LOOKS):
        return _fail(run, outside_id, NOT_OVER)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        if saved is not None:
            outside_copies.keep(work, outside_id, what, saved.address, saved.at)
            return Done("kept by the archive")
        outside_copies.look(work, outside_id)
    return Done("not over yet", ((JOB, {"outside_id": outside_id}),), LOOKS[what.looks + 1])


def _refused(run: Runner, outside_id: int, what: Awaited, refused: NotSaved) -> Done | Failed:
    """What passes is tried again by this row; what the archive's own work failed with is handed over anew then."""
    sentence, is_final = refused.sentence, refused.is_final
    if refused.code:
        sentence, is_final = in_words(refused.code)
    if is_final or (refused.code and what.looks + 1 >= len(LOOKS)):
        return _fail(run, outside_id, sentence)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        if what.state is OutsideState.UNDER_WAY and refused.code:
            outside_copies.begin_again(work, outside_id, sentence)
        else:
            outside_copies.note(work, outside_id, sentence)
    return Failed(sentence)


def _fail(run: Runner, outside_id: int, sentence: str) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        outside_copies.fail(work, outside_id, sentence)
    return Done(f"not kept by the archive: {sentence}")


def give_up(run: Runner, task: Task) -> None:
    """Nobody waits any more for a copy that was given up."""
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        outside_copies.fail(work, int(task.payload["outside_id"]))
