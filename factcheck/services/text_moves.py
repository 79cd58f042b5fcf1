"""The texts of an article, and what became of every claim in each, as the pages and the command line show it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from factcheck.domain.reanchoring import Guess, Method
from factcheck.domain.renewal import Outcome, Settling
from factcheck.domain.terms import State
from factcheck.models import Anchor, AnchorMove, ArticleVersion, Claim, Person
from factcheck.services.intake import NoSuchArticle
from factcheck.services.standing import HIGHEST_ID


class NoSuchText(LookupError):
    """The article has no text of this number."""

    sentence = "This article has no such text."


@dataclass(frozen=True)
class TextLine:
    """One text of an article in their list; `waiting` places still ask for somebody."""

    number: int
    at: datetime
    by_name: str
    characters: int
    kept: int
    changed: int
    orphaned: int
    waiting: int


@dataclass(frozen=True)
class Place:
    """Words in one text: which text, from where to where (code points, end exclusive), and as they stand."""

    text_number: int
    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class MoveLine:
    """What became of one place of a claim; `checked` are its words as last checked, `now` where they stand."""

    id: int
    claim_id: int
    statement: str
    state: State
    outcome: Outcome
    method: Method
    score: float
    was: Place
    checked: str
    now: Place | None
    guesses: tuple[Guess, ...]
    decision: Settling | None
    decided_by: str
    decided_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to say what became of it."""
        return self.outcome is not Outcome.KEPT and self.decision is None


def texts_of(session: Session, article_id: int) -> Sequence[TextLine]:
    """Every text of an article, newest first.  Raises `NoSuchArticle`."""
    is_asked = AnchorMove.decided_at.is_(None) & (AnchorMove.outcome != Outcome.KEPT)
    counted = (
        select(
            AnchorMove.article_version_id.label("version_id"),
            *(
                func.count().filter(AnchorMove.outcome == outcome).label(outcome.value)
                for outcome in Outcome
            ),
            func.count().filter(is_asked).label("waiting"),
        )
        .join(ArticleVersion, ArticleVersion.id == AnchorMove.article_version_id)
        .where(ArticleVersion.article_id == article_id)
        .group_by(AnchorMove.article_version_id)
        .subquery("counted")
    )
    columns = (counted.c.kept, counted.c.changed, counted.c.orphaned, counted.c.waiting)
    found = session.execute(
        select(
            ArticleVersion.number,
            ArticleVersion.created_at,
            func.coalesce(Person.name, ""),
            func.length(ArticleVersion.text),
            *(func.coalesce(column, 0) for column in columns),
        )
        .outerjoin(Person, Person.id == ArticleVersion.created_by_id)
        .outerjoin(counted, counted.c.version_id == ArticleVersion.id)
        .where(ArticleVersion.article_id == article_id)
        .order_by(ArticleVersion.number.desc())
    ).all()
    if not found:
        raise NoSuchArticle
    return [TextLine(*row) for row in found]


def text(session: Session, article_id: int, number: int) -> ArticleVersion:
    """One text of an article.  Raises `NoSuchText`."""
    found = None
    if 0 < number <= HIGHEST_ID:
        found = session.scalar(
            select(ArticleVersion).where(
                ArticleVersion.article_id == article_id, ArticleVersion.number == number
            )
        )
    if found is None:
        raise NoSuchText
    return found


def moves(session: Session, version_id: int) -> Sequence[MoveLine]:
    """What became of everything in one text, in the order of the text; what was lost comes first."""
    found = session.execute(_MOVES.where(AnchorMove.article_version_id == version_id))
    return [_line(row) for row in found]


def waiting(session: Session, version_id: int) -> Sequence[MoveLine]:
    """What of it waits for somebody: claims whose words changed, and claims whose words are lost."""
    statement = _MOVES.where(
        AnchorMove.article_version_id == version_id,
        AnchorMove.outcome != Outcome.KEPT,
        AnchorMove.decided_at.is_(None),
    )
    return [_line(row) for row in session.execute(statement)]


def _statement() -> Any:
    old, new, checked, was_in = (
        aliased(Anchor),
        aliased(Anchor),
        aliased(Anchor),
        aliased(ArticleVersion),
    )
    return (
        select(
            AnchorMove,
            Claim.statement,
            Claim.state,
            was_in.number,
            old.start_char,
            old.end_char,
            old.exact,
            checked.exact,
            ArticleVersion.number,
            new.start_char,
            new.end_char,
            new.exact,
            func.coalesce(Person.name, ""),
        )
        .join(Claim, Claim.id == AnchorMove.claim_id)
        .join(ArticleVersion, ArticleVersion.id == AnchorMove.article_version_id)
        .join(old, old.id == AnchorMove.old_anchor_id)
        .join(was_in, was_in.id == old.article_version_id)
        .join(checked, checked.id == AnchorMove.checked_anchor_id)
        .outerjoin(new, new.id == AnchorMove.new_anchor_id)
        .outerjoin(Person, Person.id == AnchorMove.decided_by_id)
        .order_by(func.coalesce(new.start_char, -1), old.start_char, AnchorMove.id)
    )


_MOVES = _statement()


def _line(row: Any) -> MoveLine:
    move, statement, state, number, start, end, exact, checked, here, *now, decided_by = row
    return MoveLine(
        move.id,
        move.claim_id,
        statement,
        state,
        move.outcome,
        move.method,
        move.score,
        Place(number, start, end, exact),
        checked,
        None if now[0] is None else Place(here, *now),
        tuple(Guess(*guess) for guess in json.loads(move.guesses)),
        move.decision,
        decided_by,
        move.decided_at,
    )
