"""What claims and reviews mean, as numbers a model made of their words."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class LikenessVector(Base):
    """The vector of one claim or review under its number in the index by likeness (2 x id, 2 x id + 1).

    `text_hash` is of the text it was made of, so that a claim reworded since is known by it; `vector` holds 16-bit
    floats.  All of it can be made again: `factcheck claim vectors`.
    """

    __tablename__ = "likeness_vector"
    __table_args__ = (Index(None, "model", "stored_at"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    model: Mapped[str] = mapped_column(String(80))
    text_hash: Mapped[str] = mapped_column(String(32))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(UTCDateTime)
