"""Every translation of a verdict that stands, for whoever keeps them up to date."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session, aliased

from factcheck.domain import published
from factcheck.domain.translating import TranslationState
from factcheck.models import (
    Person,
    Publication,
    PublicationVersion,
    Translation,
    TranslationVersion,
    Verdict,
)
from factcheck.services.public_languages import is_named
from factcheck.services.public_translations import with_unnamed

AT_ONCE = 1_000  # verdicts whose hidden names are asked for in one statement


class Overview(NamedTuple):
    """One translation among all: its newest version, what readers get, and which version of the original they have.

    `live_number` is the version that was published, 0 for none; with `names_hidden` readers get the original's words in
    its place, since somebody stood in what it translates who is hidden by now.
    """

    claim_id: int
    language: str
    number: int
    state: TranslationState
    author_name: str
    saved_at: datetime
    live_number: int
    live_source: int
    original: int
    names_hidden: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether what was published translates an earlier version than readers have."""
        return self.live_number > 0 and self.live_source != self.original

    @property
    def shown_number(self) -> int:
        """The version readers get, 0 for none."""
        return 0 if self.names_hidden else self.live_number


def overview(session: Session) -> list[Overview]:
    """Every translation of a verdict that stands, by claim and language."""
    rows = session.execute(_statement()).all()
    unshown = _unshown(session, [row for row in rows if row.body is not None])
    return [
        Overview._make((*row[:9], (row.publication_id, row.language) in unshown)) for row in rows
    ]


def _statement() -> Any:
    newest, live, any_ = (aliased(TranslationVersion) for _ in range(3))
    then, now = aliased(PublicationVersion), aliased(PublicationVersion)
    last = select(func.max(any_.number)).where(any_.translation_id == Translation.id)
    is_newest = newest.number == last.correlate(Translation).scalar_subquery()
    is_live = live.number == Translation.current_number
    is_then = and_(
        then.publication_id == Publication.id, then.number == func.coalesce(live.source_number, 0)
    )
    is_now = and_(now.publication_id == Publication.id, now.number == Publication.current_number)
    return (
        select(
            Publication.claim_id,
            Translation.language,
            newest.number,
            newest.state,
            Person.name,
            newest.saved_at,
            Translation.current_number,
            func.coalesce(live.source_number, 0),
            Publication.current_number,
            Publication.id.label("publication_id"),
            then.body,
            Verdict.content.label("approved"),
        )
        .select_from(Translation)
        .join(Publication, Publication.id == Translation.publication_id)
        .join(newest, and_(newest.translation_id == Translation.id, is_newest))
        .join(Person, Person.id == newest.author_id)
        .join(now, is_now)
        .join(Verdict, Verdict.id == now.verdict_id)
        .outerjoin(live, and_(live.translation_id == Translation.id, is_live))
        .outerjoin(then, is_then)
        .where(Publication.retracted_at.is_(None))
        .order_by(Publication.claim_id, Translation.language)
    )


def _unshown(session: Session, rows: Sequence[Row[Any]]) -> set[tuple[int, str]]:
    """The publication and language of those that are not shown because of whom they may name."""
    found = set()
    for begin in range(0, len(rows), AT_ONCE):
        for row, unnamed in with_unnamed(session, rows[begin : begin + AT_ONCE]):
            if unnamed and is_named(published.from_json(row.body), unnamed):
                found.add((row.publication_id, row.language))
    return found
