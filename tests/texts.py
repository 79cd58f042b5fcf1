"""Newer texts of the harbour article, and what becomes of its claim in them."""

from sqlalchemy import select

from factcheck.domain.anchoring import span_at
from factcheck.domain.renewal import Settling
from factcheck.domain.terms import State
from factcheck.models import (
    Anchor,
    AnchorMove,
    ArticleVersion,
    Contribution,
    HistoryRow,
    SentenceLook,
)
from factcheck.services import intake, text_settling, text_versions
from factcheck.services.standing import load
from tests import factories
from tests.cast import Newsroom

TEXT = factories.TEXT
WORDS = factories.WORDS
FERRIES = "Ferries carried 12,000 people in August"
# The mayor's sentence as it was, with another one before everything.
LONGER = f"A correction was made to this article on Friday.\n\n{TEXT}"
CHANGED = TEXT.replace("lost 4 million crowns last year", "lost nearly 5 million crowns last year")
LOST = TEXT.replace(
    "The mayor told the council on Monday that the harbour lost 4 million crowns last year.\n\n", ""
)
MODELS = (Anchor, AnchorMove, ArticleVersion, HistoryRow, SentenceLook, Contribution)


def renew(newsroom: Newsroom, text: str, seen: int = 1, article_id: int = 1) -> int:
    """Bring in a newer text as Carla; the number of the text."""
    with newsroom.work(newsroom.carla) as work:
        return text_versions.renew(work, article_id, seen, text).number


def moves(newsroom: Newsroom) -> list[AnchorMove]:
    with newsroom.read() as session:
        return list(session.scalars(select(AnchorMove).order_by(AnchorMove.id)))


def anchors(newsroom: Newsroom, claim_id: int = 1) -> list[tuple[str, int]]:
    """The words the claim stands at now, each with the number of the text they stand in."""
    with newsroom.read() as session:
        return [(a.exact, a.text_number) for a in load(session, claim_id).anchors]


def state(newsroom: Newsroom, claim_id: int = 1) -> State:
    with newsroom.read() as session:
        return load(session, claim_id).claim.state


def settle(
    newsroom: Newsroom, choice: Settling, words: str = "", move_id: int = 0, article_id: int = 1
) -> None:
    """Settle a change as Cyril; with `words`, at the first place of the newest text that says them."""
    with newsroom.work(newsroom.cyril) as work:
        text = intake.article(work.session, article_id)[1].text
        start = text.index(words) if words else 0
        span = span_at(text, start, start + len(words)) if words else None
        move_id = move_id or moves(newsroom)[-1].id
        text_settling.settle(work, article_id, move_id, choice, span)


def nothing_written(newsroom: Newsroom) -> list[int]:
    return [newsroom.count(model) for model in MODELS]
