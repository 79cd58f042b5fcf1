"""The history and the outbox: rows written in the same transaction as the change they tell of (W8).

Entries are gathered while a `Work` is open and chained just before it commits, so that one transaction costs one
look at the end of the chain and one INSERT, however much it says.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import chain
from factcheck.domain.events import Event
from factcheck.models import HistoryRow, Outbox
from factcheck.services import log_rows

NOT_YET = 0  # entries get their number when they are chained
READ_AT_ONCE = 1_000
# Core inserts: nothing in a change needs these rows as ORM objects, which cost more.
_CHAIN = insert(cast("Table", HistoryRow.__table__))
_POST = insert(cast("Table", Outbox.__table__)).returning(Outbox.id, Outbox.kind)


def record(
    work: Work,
    event: Event,
    *,
    claim_id: int | None = None,
    subject: str = "",
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    detail: str = "",
) -> None:
    """Say in the history that `work.actor` did this now.  `subject` names a thing as `kind:id`."""
    _write_at_the_end(work)
    work.entries.append(
        chain.Entry(
            seq=NOT_YET,
            at=work.now,
            actor_id=work.actor.id,
            event=event.value,
            claim_id=claim_id,
            subject=subject,
            from_state=from_state,
            to_state=to_state,
            reason=reason,
            detail=detail,
        )
    )


def end_of_chain(work: Work) -> chain.End:
    """How the history and the public log end, read under the history's lock."""
    if not work.dialect.has_one_writer:
        work.session.execute(select(work.dialect.history_lock()))
    row = work.session.execute(select(*log_rows.END.values()).where(log_rows.IS_LAST)).first()
    return chain.End(*row) if row else chain.End()


def _write_at_the_end(work: Work) -> None:
    if not work.entries and not work.letters:
        work.before_commit.append(lambda: _write(work))


def _write(work: Work) -> None:
    if work.entries:
        _chain(work)
    if work.letters:
        work.session.flush()
        posted = work.session.connection().execute(_POST, work.letters)
        work.posted.extend((row.id, row.kind) for row in posted)


def _chain(work: Work) -> None:
    end = work.chain_end or end_of_chain(work)
    linked = list(chain.link(end.seq, end.hash, work.entries))
    rows = [
        {
            **{name: getattr(row.entry, name) for name in row.entry.__dataclass_fields__},
            "algorithm": row.algorithm,
            "previous_hash": row.previous_hash,
            "hash": row.hash,
        }
        for row in linked
    ]
    work.session.flush()
    work.session.connection().execute(_CHAIN, rows)
    log_rows.append(work, end, linked)


def tell(work: Work, kind: str, **payload: object) -> None:
    """Put something in the outbox: it is carried out after the commit, never by the request itself."""
    pass_on(work, kind, payload, work.now)


def tell_later(work: Work, kind: str, due_at: datetime, **payload: object) -> None:
    """The same for something that is not to be carried out before `due_at`."""
    pass_on(work, kind, payload, work.now, due_at)


def pass_on(
    work: Work,
    kind: str,
    payload: Mapping[str, object],
    created_at: datetime,
    due_at: datetime | None = None,
) -> None:
    """The same for something that was told of earlier: it is as old as what it came from, and due when it is said."""
    _write_at_the_end(work)
    work.letters.append(
        {
            "kind": kind,
            "payload": payload,
            "created_at": created_at,
            "due_at": due_at or work.now,
            "tries": 0,
            "outcome": "",
        }
    )


def rows(session: Session) -> Generator[chain.Row]:
    """Every stored row in order, a thousand at a time; close it if it is not walked to its end."""
    columns = [
        c
        for c in HistoryRow.__table__.columns
        if c.name not in {"algorithm", "previous_hash", "hash"}
    ]
    statement = (
        select(*columns, HistoryRow.algorithm, HistoryRow.previous_hash, HistoryRow.hash)
        .order_by(HistoryRow.seq)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    with session.execute(statement) as found:
        for row in found:
            *entry, algorithm, previous, own = row
            yield chain.Row(chain.Entry(*entry), algorithm, previous, own)


def verify(session: Session) -> chain.Break | None:
    """Walk the whole chain; the first bad row, or None when all of it holds."""
    with closing(rows(session)) as walked:  # the walk ends early at a bad row
        return chain.first_break(walked)
