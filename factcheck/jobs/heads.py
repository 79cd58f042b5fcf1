"""The job that signs a head over the public log, once what it is signed over is committed.

The key lies in the home folder of whoever runs jobs; pages only read the heads.  A process that was killed in between
leaves the head to the next round.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from factcheck.adapters.signatures import find_log_key, log_key
from factcheck.config import Settings
from factcheck.db import Database
from factcheck.domain.inputs import BadInput
from factcheck.domain.public_log import Signed, origin_of
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task
from factcheck.services import public_log


def period(run: Runner) -> str:
    """The size no head is signed over yet; empty where the newest is over all there is."""
    with Session(run.database.reader) as session:
        behind = public_log.is_behind(session)
    return str(behind) if behind else ""


def sign_head(run: Runner, _task: Task) -> Done | Failed:
    """Sign over all there is; several versions that were told at once need one head."""
    try:
        made = sign(run.database, run.settings, run.clock())
    except BadInput as refused:
        return Failed(refused.sentence)
    return Done(f"signed over {made.size}" if made else "the newest head is over all there is")


def sign(
    database: Database, settings: Settings, now: datetime, *, is_new_key: bool = False
) -> Signed | None:
    """A head over the whole log; None where there is one.  Raises `BadInput` as `public_log.sign` does.

    The key is made for the first head alone: one made beside older heads would sign what nobody can check.
    """
    with Session(database.reader) as session:
        if not public_log.is_behind(session):
            return None
        is_first = public_log.head(session) is None
    may_make = is_first or is_new_key
    key = log_key(settings.home) if may_make else find_log_key(settings.home)
    if key is None:
        raise BadInput(public_log.OTHER_KEY)
    with database.work(COMMAND_LINE, now=now) as work:
        origin = origin_of(settings.base_url)
        return public_log.sign(work, key, origin, is_new_key=is_new_key)
