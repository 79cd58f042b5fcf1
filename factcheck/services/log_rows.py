"""How the public log grows: one row a version, written with the history row it belongs to, in the same transaction.

Appending looks at the frontier of the last row alone, which comes with the end of the history.  What is asked of the
log stands in `public_log`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, select

from factcheck.db import Work
from factcheck.domain import merkle, public_log
from factcheck.domain.chain import End, Row
from factcheck.models import HistoryRow, PublicLog

_SIZE = select(func.coalesce(func.max(PublicLog.position) + 1, 0)).scalar_subquery()
_LAST = select(func.max(PublicLog.position)).scalar_subquery()
_FRONTIER = select(PublicLog.frontier).where(PublicLog.position == _LAST)

# The columns of `chain.End`, by the names they have among the facts about a claim; one row, once there is a history.
END: Mapping[str, Any] = {
    "id": HistoryRow.seq,
    "a": HistoryRow.hash,
    "number": _SIZE,
    "b": func.coalesce(_FRONTIER.scalar_subquery(), ""),
}
IS_LAST = HistoryRow.seq == select(func.max(HistoryRow.seq)).scalar_subquery()
_APPEND = insert(cast("Table", PublicLog.__table__))


def append(work: Work, end: End, linked: Sequence[Row]) -> None:
    """Write what `work` told readers behind the log's last leaf; `linked` are the history rows of this change."""
    if not work.told:
        return
    frontier = public_log.hashes(end.log_frontier)
    rows = []
    for position, (place, told) in enumerate(work.told, end.log_size):
        own = linked[place]
        leaf = public_log.leaf(told, own.hash)
        hash_ = merkle.leaf_hash(leaf.encode())
        frontier = merkle.grown(position, frontier, hash_)
        rows.append(
            {
                "position": position,
                "publication_id": told.verdict,
                "number": told.version,
                "history_seq": own.entry.seq,
                "leaf": leaf,
                "hash": hash_.hex(),
                "frontier": b"".join(frontier).hex(),
            }
        )
    work.session.connection().execute(_APPEND, rows)
