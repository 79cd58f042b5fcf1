"""Seen before?  Claims of this desk and reviews imported from others that may say the same.

Found in three steps: how many know each word, the best of those that hold the telling ones (the database's index),
and the order by likeness (`domain.likeness`).  Very common words are left to the last step, so that the cost does not
grow with the archive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from factcheck.dialects import Dialect
from factcheck.domain.likeness import (
    FEATURES_BY_MEANING,
    OURS_BY_MEANING,
    Alike,
    Known,
    Nearness,
    ranked,
    rarity,
    read_weights,
    worth,
)
from factcheck.domain.likeness_words import Asked, asked
from factcheck.models import Claim, PriorReview
from factcheck.services.vectors import Meaning

COUNTED = 10_000  # a word in more claims than this tells little; it is not counted further

the_weights = cache(read_weights)


@dataclass(frozen=True)
class Reach:
    """How far one question looks.

    As many `candidates` are compared that share words, and with a model as many again that are near in meaning; about
    as many `rows` of the index are weighed to find the former.
    """

    candidates: int
    rows: int


BY_WORDS, BY_MEANING = Reach(50, 12_000), Reach(30, 5_000)


def similar(
    session: Session, dialect: Dialect, text: str, limit: int, meaning: Meaning | None = None
) -> list[Alike]:
    """The `limit` claims and reviews likest to `text`, the likest first; nothing when it holds no word.

    With `meaning` those are found as well that say it in other words.
    """
    if meaning is None or not asked(text):
        found, rare = looked_up(session, dialect, text)
        return ranked(text, found, rare, the_weights())[:limit]
    found, rare, cosines = looked_up_by_meaning(session, dialect, text, meaning)
    near = Nearness(cosines, the_weights(OURS_BY_MEANING, FEATURES_BY_MEANING))
    return ranked(text, found, rare, the_weights(), near)[:limit]


def looked_up_by_meaning(
    session: Session, dialect: Dialect, text: str, meaning: Meaning
) -> tuple[list[Known], dict[str, float], dict[int, float]]:
    """The same as `looked_up`, the nearest by meaning among them, and how near each is by its number."""
    query = meaning.read(text)
    nearest = meaning.nearest(session, dialect, query, BY_MEANING.candidates)
    found, rare = looked_up(session, dialect, text, BY_MEANING, nearest)
    return found, rare, meaning.cosines(session, query, found)


def looked_up(
    session: Session,
    dialect: Dialect,
    text: str,
    reach: Reach = BY_WORDS,
    nearest: Sequence[int] = (),
) -> tuple[list[Known], dict[str, float]]:
    """What may say the same as `text`, and what the text's words are worth.

    Best first as the index sees it, then the `nearest`, which were found by what they mean.
    """
    words = asked(text)
    counts = frequencies(session, dialect, words) if words else {}
    claims = _claims(session)
    patterns = {
        dialect.likeness_pattern(one.word, is_beginning=one.is_beginning): worth(
            counts[one], claims
        )
        for one in telling(counts, reach.rows)
    }
    numbers = session.scalars(dialect.likeness_best(patterns, reach.candidates)) if patterns else ()
    return _known(session, list(dict.fromkeys((*numbers, *nearest)))), rarity(counts, claims)


def telling(counts: Mapping[Asked, int], most: int = BY_WORDS.rows) -> list[Asked]:
    """The rare words, and as many of the common ones as `most` rows of the index hold."""
    found: list[Asked] = []
    rows = 0
    for one in sorted((one for one in counts if counts[one]), key=counts.__getitem__):
        rows += counts[one]
        if found and rows > most:
            break
        found.append(one)
    return found


def frequencies(session: Session, dialect: Dialect, words: Sequence[Asked]) -> dict[Asked, int]:
    """How many claims and reviews hold each word; counted up to `COUNTED`."""
    patterns = {
        f"word_{at}": dialect.likeness_pattern(one.word, is_beginning=one.is_beginning)
        for at, one in enumerate(words)
    }
    counts = session.execute(_counting(dialect, len(words)), patterns).one()
    return dict(zip(words, counts, strict=True))


@cache
def _counting(dialect: Dialect, words: int) -> Select[Any]:
    """One statement that counts for so many words."""
    return select(
        *(
            select(func.count())
            .select_from(
                dialect.likeness_holding(bindparam(f"word_{at}")).limit(COUNTED).subquery()
            )
            .scalar_subquery()
            for at in range(words)
        )
    )


def _claims(session: Session) -> int:
    """About how many are known; numbers are hardly ever left out."""
    highest = [select(func.coalesce(func.max(model.id), 0)) for model in (Claim, PriorReview)]
    return sum(session.scalars(union_all(*highest)))


def _known(session: Session, numbers: Sequence[int]) -> list[Known]:
    """Claims (even numbers) and reviews (odd ones) in the order of their numbers in the index."""
    claims = [number // 2 for number in numbers if not number % 2]
    reviews = [number // 2 for number in numbers if number % 2]
    rows: dict[int, Known] = {}
    if claims:
        of_claims = select(Claim.id, Claim.statement).where(Claim.id.in_(claims))
        rows.update(
            (2 * row.id, Known(f"claim:{row.id}", row.statement, claim_id=row.id))
            for row in session.execute(of_claims)
        )
    if reviews:
        of_reviews = select(
            PriorReview.id, PriorReview.identifier, PriorReview.claim, PriorReview.title
        ).where(PriorReview.id.in_(reviews))
        rows.update(
            (2 * row.id + 1, Known(row.identifier, row.claim, row.title, review_id=row.id))
            for row in session.execute(of_reviews)
        )
    return [rows[number] for number in numbers if number in rows]
