"""The pages on which the desk says how it works; their versions never change and never vanish (M13)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime
from factcheck.domain.limits import POLICY_NOTE_CHARS, TITLE_CHARS


class PolicyPage(Base):
    """One page in one language.  Which slugs there are is the domain's list, which may grow."""

    __tablename__ = "policy_page"
    __table_args__ = (UniqueConstraint("slug", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(20), default="en", server_default="en")


class PolicyVersion(Base):
    """What the page said from `made_at` on, until the next version.

    `is_starting` marks the text that came with the program, which nobody of the desk wrote; `author_id` is empty there
    and where the command line wrote it.  Triggers refuse every UPDATE and DELETE.
    """

    __tablename__ = "policy_version"
    __table_args__ = (
        UniqueConstraint("page_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("title <> '' AND text <> ''", name="says_something"),
        CheckConstraint("note <> ''", name="with_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("policy_page.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_CHARS))
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(POLICY_NOTE_CHARS))
    is_starting: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
