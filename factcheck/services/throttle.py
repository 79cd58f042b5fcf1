"""Counters of tries in the database, so that all processes and all starts of the program share them.

What is counted, and how many are too many, stands in `factcheck.web.throttle`.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.models import Throttle


def _insert(work: Work) -> sqlite.Insert | postgresql.Insert:
    """Both databases know ON CONFLICT; SQLAlchemy spells it once for each."""
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    return spell(Throttle)


def count(work: Work, key: str, seconds: int, amount: int = 1) -> int:
    """Add to a counter that ends `seconds` after its first try; how many there are now.

    One statement, so that two tries at the same moment are two.
    """
    ends = work.now + timedelta(seconds=seconds)
    fresh = _insert(work).values(key=key, hits=amount, expires_at=ends)
    is_over = Throttle.expires_at <= work.now
    statement = fresh.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={
            "hits": case((is_over, amount), else_=Throttle.hits + amount),
            "expires_at": case((is_over, ends), else_=Throttle.expires_at),
        },
    ).returning(Throttle.hits)
    hits = int(work.session.execute(statement).scalar_one())
    if hits == amount:
        work.session.execute(delete(Throttle).where(Throttle.expires_at <= work.now))
    return hits


def give_back(work: Work, key: str) -> None:
    """Take one try off a counter, if there is one; it never goes below nothing.

    One statement as well: a counter that is read and then written would lose the tries that others make meanwhile.
    """
    work.session.execute(
        update(Throttle)
        .where(Throttle.key == key, Throttle.hits > 0)
        .values(hits=Throttle.hits - 1)
        .execution_options(synchronize_session=False)
    )


def clear(work: Work, key: str) -> None:
    """Forget a counter."""
    work.session.execute(delete(Throttle).where(Throttle.key == key))


def clear_all(work: Work) -> int:
    """Forget all counters; how many there were."""
    done = work.session.execute(delete(Throttle))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def look(session: Session, key: str, now: datetime) -> tuple[int, datetime]:
    """How many tries a counter holds and when it ends; none, and now, when it does not run."""
    row = session.execute(
        select(Throttle.hits, Throttle.expires_at).where(Throttle.key == key)
    ).first()
    return (row.hits, row.expires_at) if row and row.expires_at > now else (0, now)
