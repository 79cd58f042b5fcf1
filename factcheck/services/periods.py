"""Jobs that come round by themselves: each is asked for once in its period, however many processes ask."""

from sqlalchemy.dialects import postgresql, sqlite

from factcheck.db import Work
from factcheck.models import Period


def is_first(work: Work, kind: str, period: str) -> bool:
    """Whether nobody asked for this job in this period before; whoever asks next is told no."""
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    row = {"kind": kind, "period": period, "asked_at": work.now}
    asked = work.session.execute(
        spell(Period).values(row).on_conflict_do_nothing().returning(Period.kind)
    )
    return asked.first() is not None
