"""What people say of words that a newer text changed or lost, and what is refused (A7, A8)."""

import pytest

from factcheck.domain.anchoring import span_at
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.renewal import Outcome, Settling
from factcheck.domain.terms import State
from factcheck.models import (
    Anchor,
    Contribution,
)
from factcheck.services import (
    intake,
    reviews,
    text_settling,
    text_versions,
    verdicts,
)
from factcheck.services.changes import content_of
from factcheck.services.intake import AlreadyImported, NoSuchArticle
from factcheck.services.standing import load
from factcheck.services.text_settling import NoSuchMove
from tests import factories
from tests.cast import Newsroom
from tests.occurring import link, other_article
from tests.texts import (
    CHANGED,
    FERRIES,
    LONGER,
    LOST,
    TEXT,
    WORDS,
    anchors,
    moves,
    nothing_written,
    renew,
    settle,
    state,
)

# ── Settling ─────────────────────────────────────────────────────────────────────────────────────


def test_still_the_same_claim_settles_the_change_and_says_who_did(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.SAME)
    (move,) = moves(newsroom)
    assert (move.decision, move.decided_by_id) == (Settling.SAME, newsroom.cyril.id)
    with newsroom.read() as session:
        assert load(session, 1).text_changes == []
    assert state(newsroom) is State.CHECKING  # its approval stays void: others read the new words
    assert newsroom.history(1)[-1] == "anchor:settled article:1"


def test_a_published_claim_to_be_checked_again_says_so_until_a_new_version_is_published(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.RECHECK)
    with newsroom.read() as session:
        (waits,) = load(session, 1).text_changes
        assert waits.decision == Settling.RECHECK


def test_a_person_may_choose_the_words_of_a_lost_claim(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    renew(newsroom, LOST)
    settle(newsroom, Settling.PLACED, FERRIES)
    assert anchors(newsroom) == [(FERRIES, 2)]
    (move,) = moves(newsroom)
    assert (move.outcome, move.decision) == (Outcome.ORPHANED, Settling.PLACED)
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.text_changes == []
        assert (newsroom.cyril.id, "Cyril", "chose the article’s new words") in ticket.contributions


def test_words_found_wrongly_give_way_to_those_a_person_chooses(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.PLACED, FERRIES)
    assert anchors(newsroom) == [(FERRIES, 2)]
    assert newsroom.count(Anchor) == 2


def test_words_that_are_gone_keep_their_place_in_the_old_text(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.GONE)
    assert anchors(newsroom) == [(WORDS, 1)]


def test_words_chosen_for_lost_ones_are_what_is_read_and_approved(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    renew(newsroom, LOST)
    settle(newsroom, Settling.PLACED, FERRIES)
    assert state(newsroom) is State.CHECKING
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.standing.approvals == 0
        assert content_of(ticket).words == (FERRIES,)
    factories.approve(newsroom, 1, newsroom.rosa)
    assert state(newsroom) is State.APPROVED


def test_words_of_another_article_are_settled_while_a_verdict_is_read(newsroom: Newsroom) -> None:
    claim_id, there = _changed_elsewhere(newsroom)
    settle(newsroom, Settling.SAME, article_id=there)
    with newsroom.read() as session:
        ticket = load(session, claim_id)
        assert ticket.claim.state is State.IN_REVIEW
        assert ticket.text_changes == []


def test_a_recheck_asked_for_while_a_verdict_is_read_sends_it_back(newsroom: Newsroom) -> None:
    claim_id, there = _changed_elsewhere(newsroom)
    settle(newsroom, Settling.RECHECK, article_id=there)
    assert state(newsroom, claim_id) is State.CHECKING


def _changed_elsewhere(newsroom: Newsroom) -> tuple[int, int]:
    """A claim in review, and another article that says it in other words now."""
    claim_id, there = factories.claim(newsroom, State.IN_REVIEW), other_article(newsroom)
    link(newsroom, claim_id, there)
    with newsroom.read() as session:
        text = intake.article(session, there)[1].text
    renew(newsroom, text.replace("4 million", "nearly 5 million"), article_id=there)
    return claim_id, there


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["Rosa", "Lara", "Ada"])
def test_others_bring_in_no_texts_and_settle_nothing(newsroom: Newsroom, name: str) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    before = nothing_written(newsroom)
    with pytest.raises(NotYourPart), newsroom.work(newsroom.people[name]) as work:
        text_versions.renew(work, 1, 2, LONGER)
    with pytest.raises(NotYourPart), newsroom.work(newsroom.people[name]) as work:
        text_settling.settle(work, 1, 1, Settling.SAME)
    assert nothing_written(newsroom) == before


def test_whoever_declared_a_conflict_settles_nothing(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    with newsroom.work(newsroom.cyril) as work:
        reviews.recuse(work, 1, "My brother works there.")
    before = nothing_written(newsroom)
    with pytest.raises(NotYourPart):
        settle(newsroom, Settling.SAME)
    assert nothing_written(newsroom) == before


@pytest.mark.parametrize("text", [TEXT, f"\ufeff{TEXT}\r\n\r\n", TEXT.replace("\n", "\r\n")])
def test_the_same_text_is_refused(newsroom: Newsroom, text: str) -> None:
    factories.claim(newsroom)
    before = nothing_written(newsroom)
    with pytest.raises(WrongState, match="the desk has already"):
        renew(newsroom, text)
    assert nothing_written(newsroom) == before


def test_the_text_of_another_article_is_refused_with_its_number(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    factories.article(newsroom, text=CHANGED)
    before = nothing_written(newsroom)
    with pytest.raises(AlreadyImported, match="Already imported as #2"):
        renew(newsroom, CHANGED)
    assert nothing_written(newsroom) == before


def test_a_text_compared_with_an_older_one_is_refused_and_the_newer_stays(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom)
    renew(newsroom, LONGER)
    before = nothing_written(newsroom)
    with pytest.raises(WrongState, match="Text 2 of this article came in meanwhile"):
        renew(newsroom, CHANGED)
    assert nothing_written(newsroom) == before
    assert renew(newsroom, CHANGED, seen=2) == 3


@pytest.mark.parametrize("text", ["", " \n ", "...", "a\x00b", "\ud800 x"])
def test_a_text_that_is_none_is_refused(newsroom: Newsroom, text: str) -> None:
    factories.claim(newsroom)
    before = nothing_written(newsroom)
    with pytest.raises(BadInput):
        renew(newsroom, text)
    assert nothing_written(newsroom) == before


@pytest.mark.parametrize("article_id", [0, -1, 9, 2**31, 2**70])
def test_there_is_no_newer_text_of_no_article(newsroom: Newsroom, article_id: int) -> None:
    with pytest.raises(NoSuchArticle), newsroom.work(newsroom.carla) as work:
        text_versions.renew(work, article_id, 1, TEXT)


def test_what_is_settled_is_settled(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.SAME)
    before = nothing_written(newsroom)
    with pytest.raises(WrongState, match="Cyril settled this already: still the same claim"):
        settle(newsroom, Settling.RECHECK)
    renew(newsroom, LONGER, seen=2)
    with pytest.raises(WrongState, match="Text 3 came in meanwhile"):
        settle(newsroom, Settling.RECHECK, move_id=1)
    assert newsroom.count(Contribution) == before[-1]


def test_what_carried_on_needs_no_settling(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, LONGER)
    with pytest.raises(WrongState, match="carried on"):
        settle(newsroom, Settling.SAME)


@pytest.mark.parametrize("choice", [Settling.SAME, Settling.RECHECK, Settling.OVERTAKEN])
def test_of_lost_words_nobody_can_say_they_are_the_same(
    newsroom: Newsroom, choice: Settling
) -> None:
    factories.claim(newsroom)
    renew(newsroom, LOST)
    before = nothing_written(newsroom)
    with pytest.raises(BadInput, match="Choose one of the answers"):
        settle(newsroom, choice)
    assert nothing_written(newsroom) == before


def test_chosen_words_must_stand_in_the_newest_text(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, LOST)
    before = nothing_written(newsroom)
    with pytest.raises(BadInput, match="Choose the words"):
        settle(newsroom, Settling.PLACED)
    span = span_at(TEXT, TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS))
    with pytest.raises(BadInput, match="not in the article"), newsroom.work(newsroom.cyril) as work:
        text_settling.settle(work, 1, 1, Settling.PLACED, span)
    assert nothing_written(newsroom) == before


@pytest.mark.parametrize(("article_id", "move_id"), [(1, 9), (2, 1), (1, 0), (1, 2**40), (-1, 1)])
def test_a_number_that_names_nothing_settles_nothing(
    newsroom: Newsroom, article_id: int, move_id: int
) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    with pytest.raises(NoSuchMove), newsroom.work(newsroom.carla) as work:
        text_settling.settle(work, article_id, move_id, Settling.SAME)
