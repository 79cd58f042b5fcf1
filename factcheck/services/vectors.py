"""What claims and reviews mean: vectors kept beside them, made by a model that is handed in, and the nearest found.

A desk without such a model has no vectors, and nothing here is called.  How near and how alike two claims are makes one
score in `likeness`.
"""

import hashlib
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.dialects import Dialect
from factcheck.domain.likeness import Known
from factcheck.models import Claim, LikenessVector, PriorReview

BATCH = 128  # texts that are read and stored together
HELD = 200_000  # vectors one process holds at most, the newest; about 300 MB of 384 numbers each
HASH_CHARS = 32
BYTES = 2  # of one number of a vector


class Shelf(Protocol):
    """Vectors laid side by side."""

    def nearest(self, query: bytes, limit: int) -> list[int]: ...  # places, the nearest first


class Encoder(Protocol):
    """Texts to vectors of unit length, as 16-bit floats; vectors of one `name` may be compared."""

    @property
    def name(self) -> str: ...
    def vectors(self, texts: Sequence[str]) -> list[bytes]: ...
    def cosines(self, query: bytes, vectors: Sequence[bytes]) -> list[float]: ...
    def shelf(self, laid: bytes | bytearray) -> Shelf: ...  # vectors laid end to end


@dataclass(frozen=True)
class Text:
    """A claim or a review to be read: its number in the index by likeness, and its words."""

    number: int
    text: str


@dataclass
class Meaning:
    """An encoder, and the vectors this process holds where the database cannot compare them itself."""

    encoder: Encoder
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _newest: datetime | None = None
    _numbers: Sequence[int] = ()
    _shelf: Shelf | None = None

    def read(self, text: str) -> bytes:
        """The vector of a question, its links and tags as they stand: without them the order was no better."""
        return self.encoder.vectors([text])[0]

    def nearest(self, session: Session, dialect: Dialect, query: bytes, limit: int) -> list[int]:
        """The numbers of the nearest, the nearest first; of claims reworded since, too."""
        if dialect.has_near(session.connection(), len(query) // BYTES):
            found = dialect.likeness_near(self.encoder.name, numbers_of(query), limit)
            return list(session.scalars(found))
        with self._turn:
            self._look_again(session)
            numbers, shelf = self._numbers, self._shelf
        return [numbers[at] for at in shelf.nearest(query, limit)] if shelf else []

    def _look_again(self, session: Session) -> None:
        """Read the vectors anew if others were stored since; those of what is gone by now find nothing."""
        of_model = LikenessVector.model == self.encoder.name
        stored = session.scalar(select(func.max(LikenessVector.stored_at)).where(of_model))
        if self._newest == stored:
            return
        newest = (
            select(LikenessVector.number, LikenessVector.vector)
            .where(of_model)
            .order_by(LikenessVector.stored_at.desc(), LikenessVector.number)
            .limit(HELD)
        )
        numbers, laid = [], bytearray()
        for row in session.execute(newest.execution_options(yield_per=BATCH)):
            numbers.append(row.number)
            laid += row.vector
        self._numbers, self._shelf = numbers, self.encoder.shelf(laid) if numbers else None
        self._newest = stored

    def cosines(self, session: Session, query: bytes, known: Sequence[Known]) -> dict[int, float]:
        """How near the meaning of each is, by its number; those without a vector of their words are left out."""
        texts = {one.number: one.text for one in known}
        rows = session.execute(
            select(LikenessVector.number, LikenessVector.text_hash, LikenessVector.vector).where(
                LikenessVector.number.in_(texts), LikenessVector.model == self.encoder.name
            )
        )
        fresh = [row for row in rows if row.text_hash == hash_of(texts[row.number])]
        near = self.encoder.cosines(query, [row.vector for row in fresh])
        return dict(zip((row.number for row in fresh), near, strict=True))


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_CHARS]


def numbers_of(vector: bytes) -> str:
    """A vector as PostgreSQL writes it."""
    return str(list(struct.unpack(f"<{len(vector) // BYTES}e", vector)))


# ── Keeping them ─────────────────────────────────────────────────────────────────────────────────


def count(session: Session) -> int:
    """How many claims and reviews there are."""
    counts = [select(func.count()).select_from(model) for model in (Claim, PriorReview)]
    return sum(session.scalars(union_all(*counts)))


def claims_after(session: Session, number: int) -> list[Text]:
    """The next claims after the one of this number, at most `BATCH`."""
    found = select(Claim.id, Claim.statement).where(Claim.id > number // 2).order_by(Claim.id)
    return [Text(2 * row.id, row.statement) for row in session.execute(found.limit(BATCH))]


def reviews_after(session: Session, number: int) -> list[Text]:
    """The next reviews after the one of this number, at most `BATCH`."""
    found = (
        select(PriorReview.id, PriorReview.claim)
        .where(PriorReview.id > number // 2)
        .order_by(PriorReview.id)
    )
    return [Text(2 * row.id + 1, row.claim) for row in session.execute(found.limit(BATCH))]


def unread(session: Session, model: str, given: Sequence[Text]) -> list[Text]:
    """Those without a vector of this model, or whose words have changed since."""
    known = {
        row.number: row.text_hash
        for row in session.execute(
            select(LikenessVector.number, LikenessVector.text_hash).where(
                LikenessVector.number.in_([one.number for one in given]),
                LikenessVector.model == model,
            )
        )
    }
    return [one for one in given if known.get(one.number) != hash_of(one.text)]


def keep(work: Work, model: str, given: Sequence[Text], vectors: Sequence[bytes]) -> None:
    """Store the vectors of these texts in the place of older ones; others may store the same meanwhile."""
    numbers = [one.number for one in given]
    work.session.execute(delete(LikenessVector).where(LikenessVector.number.in_(numbers)))
    rows = [
        {
            "number": one.number,
            "model": model,
            "text_hash": hash_of(one.text),
            "vector": vector,
            "stored_at": work.now,
        }
        for one, vector in zip(given, vectors, strict=True)
    ]
    if not rows:
        return
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    work.session.execute(spell(LikenessVector).on_conflict_do_nothing(), rows)
    if work.dialect.has_near(work.session.connection(), len(vectors[0]) // BYTES):
        work.session.execute(
            work.dialect.keep_near(),
            [
                {"number": one.number, "model": model, "near": numbers_of(vector)}
                for one, vector in zip(given, vectors, strict=True)
            ],
        )


def forget(work: Work) -> int:
    """Drop the vectors of claims and reviews that are gone; how many."""
    there = union_all(select(2 * Claim.id), select(2 * PriorReview.id + literal(1)))
    gone = list(
        work.session.scalars(
            select(LikenessVector.number).where(LikenessVector.number.not_in(there))
        )
    )
    for start in range(0, len(gone), BATCH):
        part = gone[start : start + BATCH]
        work.session.execute(delete(LikenessVector).where(LikenessVector.number.in_(part)))
    return len(gone)
