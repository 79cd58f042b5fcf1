"""The job that looks for the similar verdicts under those that changed, or were never looked at."""

from datetime import timedelta

from sqlalchemy.orm import Session

from factcheck.adapters.meaning import NoModel, read_encoder
from factcheck.domain.limits import BACKLOG_SECONDS, SIMILAR_A_JOB
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task
from factcheck.services import similar
from factcheck.services.vectors import Meaning

LOOKS = 3  # how often one verdict is looked at while readers' pages change under it
REST = timedelta(seconds=BACKLOG_SECONDS)  # between one job and the next, where many wait
PAUSE = timedelta(minutes=1)  # where none of them came to rest

_read: dict[str, Meaning | None] = {}  # a model is large, and read once in each process


def _meaning(run: Runner) -> Meaning | None:
    path = run.settings.embeddings
    if path not in _read:
        _read[path] = Meaning(read_encoder(path)) if path else None
    return _read[path]


def period(run: Runner) -> str:
    """The hour that has come, where a verdict waits that no change told of: after a migration, or a new link."""
    with Session(run.database.reader) as session:
        is_any = bool(similar.due(session, 1))
    return f"{run.clock():%Y-%m-%d %H}" if is_any else ""


def remake(run: Runner, _task: Task) -> Done | Failed:
    """Look for the similar ones of all that wait for it; what does not come to rest is left to a later row."""
    with Session(run.database.reader) as session:
        numbers = similar.due(session, SIMILAR_A_JOB)
    if not numbers:
        return Done("nothing waits")
    try:
        meaning = _meaning(run)
    except NoModel as error:
        return Failed(str(error))
    done = sum(_remake(run, number, meaning) for number in numbers)
    with Session(run.database.reader) as session:
        is_more = bool(similar.due(session, 1))
    told = f"looked for those of {done} {'verdict' if done == 1 else 'verdicts'}"
    if not is_more:
        return Done(told)
    return Done(told, ((similar.JOB, {}),), REST if done else PAUSE)


def _remake(run: Runner, number: int, meaning: Meaning | None) -> bool:
    for _ in range(LOOKS):
        with Session(run.database.reader) as session:
            found = similar.look(session, run.database.dialect, number, meaning)
        if found is None:
            return False
        with run.database.work(COMMAND_LINE, now=run.clock()) as work:
            if similar.keep(work, found):
                return True
    return False
