"""Rating scales: versioned, their labels retired but never deleted (R1-R7)."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.terms import Audience


class RatingScale(Base):
    """A scale of one house; at most one is in use for each audience."""

    __tablename__ = "rating_scale"
    __table_args__ = (
        Index(
            "uq_rating_scale_in_use",
            "audience",
            unique=True,
            sqlite_where=text("is_in_use"),
            postgresql_where=text("is_in_use"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    audience: Mapped[Audience] = mapped_column(enum_column(Audience, "audience"))
    is_free_text: Mapped[bool] = mapped_column(default=False)
    is_in_use: Mapped[bool] = mapped_column(default=False)


class ScaleVersion(Base):
    """One version of a scale; a published verdict points at the version in force then (R2)."""

    __tablename__ = "scale_version"
    __table_args__ = (UniqueConstraint("scale_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("rating_scale.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Rating(Base):
    """One label of one scale version.  Rows never change: a trigger refuses UPDATE and DELETE."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("scale_version_id", "code"),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 100", name="value_from_one"),
        CheckConstraint("minimum_origins BETWEEN 1 AND 20", name="minimum_origins_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scale_version_id: Mapped[int] = mapped_column(ForeignKey("scale_version.id"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    definition: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    value: Mapped[int | None]
    hue: Mapped[str] = mapped_column(String(20), default="none")
    minimum_origins: Mapped[int] = mapped_column(default=1)
    is_undetermined: Mapped[bool] = mapped_column(default=False)
    is_characterisation: Mapped[bool] = mapped_column(default=False)
    is_retired: Mapped[bool] = mapped_column(default=False)
    retired_note: Mapped[str] = mapped_column(String(500), default="")
    translations: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)


class RatingMapping(Base):
    """An explicit, one-way mapping of a label to another scale's; never applied by itself (R6)."""

    __tablename__ = "rating_mapping"
    __table_args__ = (UniqueConstraint("from_scale_id", "from_code", "to_scale_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_scale_id: Mapped[int] = mapped_column(ForeignKey("rating_scale.id"))
    from_code: Mapped[str] = mapped_column(String(40))
    to_scale_id: Mapped[int] = mapped_column(ForeignKey("rating_scale.id"))
    to_code: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(500), default="")
