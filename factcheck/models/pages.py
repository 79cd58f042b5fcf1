"""Pages somebody asked to have fetched, until they become articles or are dropped."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.taken import PageState


class PageRequest(Base):
    """One address that was given, and what its page said.

    `found` maps the names of `domain.taken.FACTS` to (value, origin); `text` is not normalised yet.  The row belongs
    to whoever asked, and nobody else sees it; it goes when the article is kept.
    """

    __tablename__ = "page_request"
    __table_args__ = (Index(None, "asked_by_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    address: Mapped[str] = mapped_column(String(2048))
    state: Mapped[PageState] = mapped_column(enum_column(PageState, "state"))
    failure: Mapped[str] = mapped_column(String(300), default="")
    reached: Mapped[str] = mapped_column(String(2048), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    found: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    text: Mapped[str] = mapped_column(Text, default="")
    text_origin: Mapped[str] = mapped_column(String(40), default="")
