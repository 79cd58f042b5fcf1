"""What was made of kept copies, and originals whose access is restricted; the originals themselves never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.derived import Circle, DerivedKind


class DerivedItem(Base):
    """A derived version of a copy (E4): what was done, and the bytes that came of it; a trigger refuses every change.

    `original_digest` names the bytes it was made of, `done` what was done to them: `areas`, each [left, top, width,
    height] in pixels of the picture as seen, or `passages`, each [start, end] in code points of the readable text.
    """

    __tablename__ = "derived_item"
    __table_args__ = (UniqueConstraint("snapshot_id", "number"), Index(None, "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    number: Mapped[int]
    kind: Mapped[DerivedKind] = mapped_column(enum_column(DerivedKind, "kind"))
    original_digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    done: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    note: Mapped[str] = mapped_column(String(500), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class OriginalRestriction(Base):
    """That originals of one piece of evidence are open to a circle alone (L14), until somebody lifts it.

    One at a time stands; a trigger refuses every change of one that was lifted.
    """

    __tablename__ = "original_restriction"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="with_reason"),
        CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL) AND (lifted_at IS NULL OR lifted_reason <> '')",
            name="lifted_with_reason",
        ),
        Index(
            "ix_original_restriction_standing",
            "evidence_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    circle: Mapped[Circle] = mapped_column(enum_column(Circle, "circle"))
    reason: Mapped[str] = mapped_column(String(500))
    restricted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    restricted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lifted_reason: Mapped[str] = mapped_column(String(500), default="")
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
