"""The append-only history and the outbox of what is to be told outside."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.jobs import JobState


class HistoryRow(Base):
    """One thing that happened, chained to the row before it; triggers refuse UPDATE and DELETE (W8).

    Texts are empty rather than NULL, so that nothing can be read two ways when the hash is made again.
    """

    __tablename__ = "history"
    __table_args__ = (Index(None, "claim_id", "seq"), Index(None, "event", "seq"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(60))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    subject: Mapped[str] = mapped_column(String(100), default="")
    from_state: Mapped[str] = mapped_column(String(40), default="")
    to_state: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[str] = mapped_column(Text, default="")
    algorithm: Mapped[str] = mapped_column(String(20))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Outbox(Base):
    """Something to do outside once the change is committed; `factcheck.jobs` does it.

    Whoever works on a row holds it until `due_at`; `done_at` is when it ended, well or not.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_to_do",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(None, "state", "id"),
        Index(None, "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[JobState] = mapped_column(
        enum_column(JobState, "state"), default=JobState.WAITING, server_default=JobState.WAITING
    )
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
