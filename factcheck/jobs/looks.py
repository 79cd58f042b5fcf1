"""The jobs that look again at the addresses of sources: a round asks for what is due, and each look is a job (E17).

One request to a host at a time, with a pause between two: a host that is being asked makes the next look wait.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from factcheck.adapters.blobs import BadBlob, BadBlobStore, Blobs
from factcheck.adapters.captures import Capture
from factcheck.adapters.rechecking import Known, Look
from factcheck.domain.digests import digest_of
from factcheck.domain.limits import RECHECK_PAUSE
from factcheck.domain.source_checks import Outcome, is_elsewhere, is_same_text, quote_stands
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.copies import stored
from factcheck.jobs.frame import Done, Failed, Later, Runner, Task, world_of
from factcheck.services import renderings, sessions, source_checks, source_findings
from factcheck.services.source_checks import Awaited, Kept
from factcheck.services.source_findings import Found

NOT_LOOKED = "The look failed, and that is our fault."
PAUSE = timedelta(seconds=RECHECK_PAUSE)


def hosts_of(run: Runner, session: Session) -> frozenset[str] | None:
    """The hosts that may be asked at all, None for every one: a demonstration asks its stand-ins alone."""
    is_demonstration = sessions.desk_line(session).is_demonstration
    return frozenset(run.settings.fetch_stand_ins) if is_demonstration else None


def period(run: Runner) -> str:
    """The hour that has come, where something is due to be looked at; else nothing, and no round is asked for."""
    days = run.settings.recheck_days
    if not days or not run.does(source_checks.ROUND):
        return ""
    now = run.clock()
    with Session(run.database.reader) as session:
        is_due = bool(source_checks.due(session, now, days, hosts_of(run, session)))
    return f"{now:%Y-%m-%d %H}" if is_due else ""


def ask_for_looks(run: Runner, _task: Task) -> Done | Failed:
    """Have everything looked at that is due; what is waited for already is not asked for twice."""
    with Session(run.database.reader) as session:
        hosts = hosts_of(run, session)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        days = run.settings.recheck_days
        rows = source_checks.due(work.session, work.now, days, hosts) if days else []
        asked = len(source_checks.ask_for(work, rows))
    return Done(f"asked for {asked} {'look' if asked == 1 else 'looks'}")


def look(run: Runner, task: Task) -> Done | Failed | Later:
    """Look at one address once more, when it is its host's turn."""
    check_id = int(task.payload["check_id"])
    with Session(run.database.reader) as session:
        what = source_checks.awaited(session, check_id)
        hosts = hosts_of(run, session)
    if what is None:
        return Done("not looked at: it was settled before")
    if what.is_void:
        with run.database.work(COMMAND_LINE, now=run.clock()) as work:
            source_checks.drop(work, check_id)
        return Done("not looked at: nobody relies on this address any more")
    host = source_checks.host_of(what.address)
    if hosts is not None and host not in hosts:
        sentence = source_checks.DEMONSTRATION
        return _settle(run, check_id, Found(outcome=Outcome.UNREACHABLE, failure=sentence))
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        free_at = source_checks.take_turn(work, host, task.held_until)
    if free_at is not None:
        return Later("another page of the same site is being looked at", free_at)
    pause = PAUSE
    try:
        seen = _seen(run, what)
        pause = max(PAUSE, timedelta(seconds=seen.delay))
        return _settle(run, check_id, _found(run, what, seen))
    except (BadBlob, BadBlobStore) as bad:
        return Failed(bad.sentence)
    finally:
        with run.database.work(COMMAND_LINE, now=run.clock()) as work:
            source_checks.end_turn(work, host, task.held_until, pause)


def _seen(run: Runner, what: Awaited) -> Look:
    known = Known(what.last.reached, what.headers)
    rest = partial(run.rest, RECHECK_PAUSE)
    return run.look(what.address, known, world_of(run.settings), run.robots, rest)


def _settle(run: Runner, check_id: int, found: Found) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        outcome = source_findings.settle(work, check_id, found)
        is_page = found.copy is not None and found.copy.body.content_type == renderings.PAGE
        if outcome and is_page and run.render is not None:
            copy_id = source_findings.kept_by(work.session, check_id)
            if copy_id is not None:  # None where there was no room for a further one
                renderings.ask(work, copy_id)
    return Done(f"{outcome.label}: {found.failure}".rstrip(": ") if outcome else "settled before")


def give_up(run: Runner, task: Task) -> None:
    """A look that was given up is settled: nobody waits for it any more, and it may be asked for again."""
    check_id = int(task.payload["check_id"])
    _settle(run, check_id, Found(outcome=Outcome.UNREACHABLE, failure=NOT_LOOKED))


# ── What it found ────────────────────────────────────────────────────────────────────────────────


def _found(run: Runner, what: Awaited, seen: Look) -> Found:
    """What was seen, compared with what is kept.  Raises `BadBlob` and `BadBlobStore`."""
    if seen.is_forbidden or (seen.capture is None and not seen.is_unchanged):
        outcome = Outcome.NOT_ALLOWED if seen.is_forbidden else Outcome.UNREACHABLE
        return Found(
            outcome=outcome,
            baseline_id=what.baseline.snapshot_id,
            status=seen.status,
            failure=seen.failure,
            reached_address=seen.reached,
            may_be_gone=seen.may_be_gone,
        )
    store = run.open_store(run.settings)
    first, last = _kept(store, what.baseline), _kept(store, what.last)
    now = last if seen.capture is None else _read(seen.capture)
    if now.is_like(last):
        now = last
    is_first = now.is_like(first)
    is_moved = is_first and is_elsewhere(what.baseline.reached, seen.reached)
    is_new = seen.capture is not None and now is not last and not is_first
    return Found(
        outcome=Outcome.MOVED if is_moved else Outcome.ALIVE if is_first else Outcome.CHANGED,
        baseline_id=what.baseline.snapshot_id,
        status=seen.status,
        reached_address=seen.reached,
        quote_stands=None if is_first else quote_stands(what.quote, first.text, now.text),
        copy=stored(run, seen.capture) if seen.capture is not None and is_new else None,
    )


@dataclass(frozen=True)
class _Reading:
    """What a page reads, and the digest of its bytes."""

    digest: str
    text: str

    def is_like(self, other: "_Reading") -> bool:
        """The same bytes, or the same readable text; what cannot be read is told apart by its bytes alone."""
        is_text = bool(self.text or other.text)
        return self.digest == other.digest or (is_text and is_same_text(self.text, other.text))


def _kept(store: Blobs, copy: Kept) -> _Reading:
    text = store.get(copy.text_digest, copy.text_size).decode() if copy.text_digest else ""
    return _Reading(copy.digest, text)


def _read(taken: Capture) -> _Reading:
    return _Reading(digest_of(taken.page.body), taken.text)
