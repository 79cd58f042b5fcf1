"""The jobs that have what is kept dated by others: a manifest for each day, and a token of each authority (E7).

No failure here holds anything else up: a copy without a date is a copy all the same.
"""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from factcheck.adapters.blobs import BadBlob, BadBlobStore
from factcheck.adapters.timestamps import NoToken
from factcheck.config import BadSetting
from factcheck.dating import certificates_of
from factcheck.domain.manifests import CHAIN_TYPE, MANIFEST_TYPE, REPLY_TYPE, last_day
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task, world_of
from factcheck.services import manifests, sessions, stamps
from factcheck.services.snapshots import Bytes

ASKED_FOR = timedelta(
    days=7
)  # how long an authority that was given up is asked again with each day
DEMONSTRATION = "A demonstration asks no authority."
NOT_SET = "This authority is no longer among those of the settings."


def period(run: Runner) -> str:
    """The day whose manifest is due; empty where no authority is to be asked."""
    return last_day(run.clock()).isoformat() if run.settings.timestamp_authorities else ""


def date_days(run: Runner, _task: Task) -> Done | Failed:
    """Make the manifests of all days that are over and have none, and have the authorities asked."""
    last = last_day(run.clock())
    try:
        made = make_manifests(run, lambda: _missed(run, last))
    except BadBlobStore as bad:
        return Failed(bad.sentence)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        for manifest_id in stamps.given_up(work.session, last - ASKED_FOR):
            stamps.ask(work, manifest_id, run.settings.timestamp_authorities)
    return Done(f"made {len(made)} {'manifest' if len(made) == 1 else 'manifests'}")


def _missed(run: Runner, last: date) -> list[date]:
    with Session(run.database.reader) as session:
        return list(manifests.missed(session, last))


def make_manifests(run: Runner, wanted: Callable[[], list[date]]) -> list[date]:
    """Make one day after the other for as long as some are wanted.  Raises `BadBlobStore`.

    Bytes are written before the row that names them.  A day that came to say something else meanwhile is read again.
    """
    made = []
    for _ in range(2 * manifests.DAYS_AT_ONCE):
        days = wanted()
        if not days:
            break
        if _make(run, days[0]):
            made.append(days[0])
    return made


def _make(run: Runner, day: date) -> bool:
    with Session(run.database.reader) as session:
        manifest = manifests.draft(session, day)
    data = manifest.to_bytes()
    given = Bytes(run.open_store(run.settings).put(data), len(data), MANIFEST_TYPE)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        manifest_id = manifests.keep(work, manifest, given)
        if manifest_id is not None:
            stamps.ask(work, manifest_id, run.settings.timestamp_authorities)
    return manifest_id is not None


def get_token(run: Runner, task: Task) -> Done | Failed:
    """Ask one authority for its token of one manifest."""
    return ask(run, int(task.payload["stamp_id"]))


def ask(run: Runner, stamp_id: int) -> Done | Failed:
    """The same by number; what goes wrong is noted beside what is waited for."""
    with Session(run.database.reader) as session:
        what = stamps.awaited(session, stamp_id)
        is_demonstration = sessions.desk_line(session).is_demonstration
    if what is None:
        return Done("not asked: its token was had before")
    is_stand_in = urlsplit(what.authority).hostname in run.settings.fetch_stand_ins
    if is_demonstration and not is_stand_in:
        return _noted(run, stamp_id, DEMONSTRATION, is_final=True)
    if what.authority not in run.settings.timestamp_authorities:
        return _noted(run, stamp_id, NOT_SET, is_final=True)
    try:
        given = _had(run, what)
    except (NoToken, BadBlob, BadBlobStore) as bad:
        return _noted(run, stamp_id, bad.sentence)
    except BadSetting as bad:
        return _noted(run, stamp_id, str(bad))
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        stamps.keep(work, stamp_id, given)
    return Done("dated")


def _noted(run: Runner, stamp_id: int, sentence: str, *, is_final: bool = False) -> Failed:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        stamps.note(work, stamp_id, sentence)
    return Failed(sentence, is_final)


def _had(run: Runner, what: stamps.Awaited) -> stamps.Given:
    """The token, its bytes and its certificates in the store.  Raises what `ask` catches."""
    store, trusted = run.open_store(run.settings), certificates_of(run.settings)
    manifest = store.get(what.manifest, what.size)
    token = run.stamp(what.authority, manifest, trusted, world_of(run.settings))

    def put(data: bytes, content_type: str) -> Bytes:
        return Bytes(store.put(data), len(data), content_type)

    return stamps.Given(
        put(token.reply, REPLY_TYPE), put(token.chain, CHAIN_TYPE), token.at, token.serial
    )


def give_up(run: Runner, task: Task) -> None:
    """Nobody waits for a token that was given up; it is asked for again with the next days, or by hand."""
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        stamps.give_up(work, int(task.payload["stamp_id"]))
