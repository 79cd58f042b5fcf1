"""Topics: the desk's list of them, the addresses they had, and which claims are filed under which (P11)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime
from factcheck.domain.limits import TOPIC_CHARS


class Topic(Base):
    """One topic.  It is renamed and retired, never deleted (a trigger says so): its number stays what it is.

    `slug` is the end of its address today; a retired topic keeps its claims and its page and takes no more.
    """

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint("name <> ''", name="has_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(TOPIC_CHARS), unique=True)
    slug: Mapped[str] = mapped_column(String(TOPIC_CHARS), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TopicSlug(Base):
    """Every slug a topic ever had: an old one leads to the topic for good, and no other topic gets it (P8)."""

    __tablename__ = "topic_slug"

    slug: Mapped[str] = mapped_column(String(TOPIC_CHARS), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))


class ClaimTopic(Base):
    """A claim under a topic.  It files the claim and says nothing about it: no approval rests on it."""

    __tablename__ = "claim_topic"
    __table_args__ = (Index(None, "topic_id", "claim_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
