"""Lists of published verdicts: by words, claimant, rating, outlet, article, date and language, and in numbered parts.

Candidates are found by what was published (`PublicIndex`, kept by the database itself), never by a draft.  A name that
was protected since may still stand in that index: where somebody is hidden, a candidate must also fit what readers get.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from factcheck.dialects import Dialect
from factcheck.dialects.search import is_beginning
from factcheck.domain.feeds import NEVER
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.site_search import plain_words
from factcheck.models import Publication, PublicIndex
from factcheck.services import public_beside, public_translations, sisters
from factcheck.services.public import IS_OPEN, Page, bodies, cursor_of, one_shown, read_cursor
from factcheck.services.public_beside import read_topics
from factcheck.services.standing import HIGHEST_ID


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a list is asked for; what is empty asks for nothing.

    `words` are the words of a search by field ('' for any field, or claimant, outlet); `claimant` and `outlet` are
    whole names, as published, `topic` is a slug of today; `since` bounds when a verdict was
    last changed, `first_since` and `first_before` when it
    was first published; `language` is a subtag such as `en`, of what was written or translated; with `is_standing`
    retracted ones are left out.
    """

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    claimant: str = ""
    outlet: str = ""
    rating: str = ""
    topic: str = ""
    since: datetime | None = None
    first_since: datetime | None = None
    first_before: datetime | None = None
    language: str = ""
    is_standing: bool = False


EVERYTHING = Asked()


def find(
    session: Session,
    dialect: Dialect,
    asked: Asked = EVERYTHING,
    *,
    limit: int,
    after: str = "",
    offset: int = 0,
) -> Page:
    """The verdicts that fit, last changed first; `after` is the cursor of an earlier page.

    Raises `BadInput` for a cursor that is none of ours.  A page may hold fewer than `limit` though more follow.
    """
    is_indexed = bool(asked.claimant or asked.outlet or asked.language)
    table: Any = PublicIndex if is_indexed else Publication
    number = PublicIndex.publication_id if is_indexed else Publication.id
    query = _narrowed(bodies(), dialect, asked)
    if is_indexed:
        query = query.join(PublicIndex, PublicIndex.publication_id == Publication.id)
    if after:
        query = query.where(tuple_(table.updated_at, number) < tuple_(*read_cursor(after)))
    query = query.order_by(table.updated_at.desc(), number.desc()).limit(limit + 1)
    rows = session.execute(query.offset(offset) if offset else query).all()
    cursor = cursor_of(rows[limit - 1][0]) if len(rows) > limit else ""
    return Page(
        _fitting(session, [(row[0], row.body, row.topics) for row in rows[:limit]], asked), cursor
    )


def _narrowed(query: Any, dialect: Dialect, asked: Asked) -> Any:
    regions = f"{asked.language}-"
    conditions: list[tuple[object, ColumnElement[bool]]] = [
        (asked.claimant, PublicIndex.claimant == asked.claimant),
        (asked.outlet, PublicIndex.outlet == asked.outlet),
        (
            asked.language,
            (PublicIndex.language == asked.language)
            | PublicIndex.language.startswith(regions, autoescape=True)
            | public_translations.read_in(asked.language).exists(),
        ),
        (asked.topic, Publication.claim_id.in_(public_beside.claims_in(asked.topic))),
        (asked.rating, Publication.rating_code == asked.rating),
        (asked.since, Publication.updated_at >= (asked.since or NEVER)),
        (asked.first_since, Publication.first_published_at >= (asked.first_since or NEVER)),
        (asked.first_before, Publication.first_published_at < (asked.first_before or NEVER)),
        (asked.is_standing, Publication.retracted_at.is_(None)),
    ]
    if any(asked.words.values()):
        query = query.where(Publication.id.in_(dialect.published_hits(asked.words)))
    return query.where(*(condition for is_asked, condition in conditions if is_asked))


def _fitting(
    session: Session, rows: Sequence[tuple[Publication, str, str | None]], asked: Asked
) -> list[PublishedVerdict]:
    hidden = sisters.of_publications(session, (row.id for row, *_ in rows)) if rows else {}
    found = []
    for row, body, topics in rows:
        names = hidden.get(row.id, ())
        shown = one_shown(body, names, row.id, row.slug, topics=read_topics(topics))
        if not names or _fits(shown, asked):
            found.append(shown)
    return found


def _fits(shown: PublishedVerdict, asked: Asked) -> bool:
    """Whether what readers get, names hidden, still holds what was asked for: a search must not tell who is hidden."""
    outlet = shown.article.outlet if shown.article else ""
    texts = {"claimant": shown.claimant, "outlet": outlet}
    everything = f"{shown.statement} {shown.claimant} {outlet} {shown.reason}"
    is_named = not asked.claimant or (
        shown.claimant == asked.claimant and not shown.is_claimant_role
    )
    return (
        is_named
        and (not asked.topic or asked.topic in {one.slug for one in shown.topics})
        and (not asked.outlet or outlet == asked.outlet)
        and all(_hold(texts.get(name, everything), some) for name, some in asked.words.items())
    )


def _hold(text: str, words: Iterable[str]) -> bool:
    there = plain_words(text)
    asked = (plain_words(word) for word in words)
    return all(
        any(one.startswith(word) if is_beginning(word) else one == word for one in there)
        for some in asked
        for word in some
    )


@dataclass(frozen=True)
class Part:
    """One part of everything published: its number, from 1, and when anything in it last changed."""

    number: int
    updated_at: datetime


def parts(session: Session, size: int) -> list[Part]:
    """The parts that hold anything, by the numbers of their verdicts; a part never loses a verdict to another."""
    return _parts(session, Publication.id, size)


def article_parts(session: Session, size: int) -> list[Part]:
    """The same by the numbers of the articles."""
    return _parts(session, Publication.article_id, size)


def _parts(session: Session, number: Any, size: int) -> list[Part]:
    part = (number - 1) // size
    rows = session.execute(
        select(part.label("part"), func.max(Publication.updated_at).label("at"))
        .where(IS_OPEN)
        .group_by(part)
    ).all()
    return [Part(int(row.part) + 1, row.at) for row in sorted(rows)]


def part(session: Session, number: int, size: int) -> list[PublishedVerdict]:
    """The verdicts of one part in the order of their numbers; empty where there is none."""
    return _between(session, Publication.id, number, size)


def article_part(session: Session, number: int, size: int) -> dict[int, list[PublishedVerdict]]:
    """The verdicts of the articles of one part, by the number of the article."""
    found: dict[int, list[PublishedVerdict]] = {}
    for verdict in _between(session, Publication.article_id, number, size):
        if verdict.article is not None:
            found.setdefault(verdict.article.id, []).append(verdict)
    return found


def _between(session: Session, column: Any, number: int, size: int) -> list[PublishedVerdict]:
    low, high = (number - 1) * size, number * size
    if not 0 < high <= HIGHEST_ID:
        return []
    query: Select[Publication, str, str] = bodies().where(column > low, column <= high)
    rows = session.execute(query.order_by(column, Publication.id)).all()
    return _fitting(session, [(row[0], row.body, row.topics) for row in rows], EVERYTHING)
