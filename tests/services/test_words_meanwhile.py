"""Words of an article chosen while a newer text came in: none is marked that does not stand there (W14)."""

from collections.abc import Callable

import pytest

from factcheck.db import Work
from factcheck.domain.anchoring import Span, span_at
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import State
from factcheck.models import Anchor, Claim, HistoryRow, Occurrence
from factcheck.services import claims, occurrences, text_versions
from tests import factories, occurring
from tests.cast import Newsroom

FERRIES = "Ferries carried 12,000 people in August"
LATER = f"A note of the editors came first.\n\n{factories.TEXT}"


def chosen() -> Span:
    text = factories.TEXT.strip()
    start = text.index(FERRIES)
    return span_at(text, start, start + len(FERRIES))


def opens(work: Work) -> object:
    return claims.open_claim(work, 1, factories.CLAIM, [chosen()])


def edits(work: Work) -> object:
    version = work.session.get_one(Claim, 1).version
    return claims.edit(work, 1, version, factories.CLAIM, add_spans=[chosen()])


def links(work: Work) -> object:
    return occurrences.link(work, 2, 1, [chosen()])


@pytest.mark.parametrize("verb", [opens, edits, links])
def test_words_of_the_text_before_are_marked_nowhere_in_the_newer_one(
    newsroom: Newsroom, verb: Callable[[Work], object]
) -> None:
    factories.claim(newsroom, State.CHECKING)
    there = occurring.other_article(newsroom)
    factories.claim(newsroom, State.CHECKING, article_id=there, words=occurring.WORDS)
    with newsroom.work(newsroom.carla) as work:
        text_versions.renew(work, 1, 1, LATER)
    tables = (Claim, Anchor, Occurrence, HistoryRow)
    before = [newsroom.count(table) for table in tables]
    with (
        pytest.raises(WrongState, match="text changed meanwhile"),
        newsroom.work(newsroom.carla) as work,
    ):
        verb(work)
    assert [newsroom.count(table) for table in tables] == before
