"""The picture that is shown where a verdict's address is shared."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime
from factcheck.domain.digests import DIGEST_CHARS


class SharePicture(Base):
    """The newest picture of a publication: its bytes, and the `Card.key` of the words it was drawn of.

    It is shown for as long as these are the words readers have.  Without `digest` there is none: the finding is in
    letters that cannot be drawn.
    """

    __tablename__ = "share_picture"
    __table_args__ = (Index(None, "digest"),)

    publication_id: Mapped[int] = mapped_column(
        ForeignKey("publication.id"), primary_key=True, autoincrement=False
    )
    drawn_of: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(DIGEST_CHARS), ForeignKey("blob.digest"))
    drawn_at: Mapped[datetime] = mapped_column(UTCDateTime)
