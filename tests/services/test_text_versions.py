"""A newer text of an article: claims carry on, are asked about or are lost, and nothing moves silently (A6-A8)."""

import json

import pytest
from sqlalchemy import event, select

from factcheck.domain.anchoring import span_at
from factcheck.domain.coverage import PassReason
from factcheck.domain.refusals import NotReady
from factcheck.domain.renewal import Outcome, Settling
from factcheck.domain.terms import ArticleKind, State
from factcheck.models import (
    Anchor,
    AnchorMove,
    ArticleVersion,
    Claim,
    SentenceLook,
)
from factcheck.services import (
    claims,
    coverage,
    history,
    intake,
    verdicts,
)
from factcheck.services.changes import content_of
from factcheck.services.standing import load
from factcheck.services.text_comparison import look
from tests import factories, road
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

# ── What becomes of claims ───────────────────────────────────────────────────────────────────────


def test_a_claim_whose_words_stand_elsewhere_unchanged_carries_on_with_its_approval(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom, State.APPROVED)
    before = factories.content_hash(newsroom, 1)
    assert renew(newsroom, LONGER) == 2
    (move,) = moves(newsroom)
    assert (move.outcome, move.decision, move.new_anchor_id) == (Outcome.KEPT, None, 2)
    assert move.score > 0.9
    assert anchors(newsroom) == [(WORDS, 2)]
    assert state(newsroom) is State.APPROVED
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert content_of(ticket).hash == before
        assert ticket.standing.approvals == 1
        assert ticket.text_changes == []
    assert "anchor:kept article:1" in newsroom.history(1)
    assert factories.publish(newsroom, 1, newsroom.edith) == 1


def test_both_texts_stay_and_each_keeps_its_own_words(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, LONGER)
    with newsroom.read() as session:
        texts = {
            v.id: v.text
            for v in session.scalars(select(ArticleVersion).order_by(ArticleVersion.id))
        }
        assert [*texts.values()] == [TEXT.strip(), LONGER.strip()]
        for anchor in session.scalars(select(Anchor)):
            text = texts[anchor.article_version_id]
            assert text[anchor.start_char : anchor.end_char] == anchor.exact == WORDS


@pytest.mark.parametrize("was", [State.IN_REVIEW, State.APPROVED])
def test_changed_words_void_the_approvals_and_the_claim_is_checked_again(
    newsroom: Newsroom, was: State
) -> None:
    factories.claim(newsroom, was)
    renew(newsroom, CHANGED)
    assert moves(newsroom)[0].outcome is Outcome.CHANGED
    assert anchors(newsroom) == [("the harbour lost nearly 5 million crowns last year", 2)]
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.claim.state is State.CHECKING
        assert ticket.claim.state_reason == "The article’s words changed in text 2."
        (waits,) = ticket.text_changes
        assert (waits.old_words, waits.new_words) == (WORDS, anchors(newsroom)[0][0])
    assert newsroom.history(1)[-3:] == [
        "anchor:changed article:1",
        "verdict:voided verdict:1",
        "claim:transition recheck",
    ]
    # Handed in again, it is a new version that nobody has approved yet, with the new words in its content.
    settle(newsroom, Settling.SAME)
    with newsroom.work(newsroom.carla) as work:
        assert verdicts.submit(work, 1).number == 2
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.standing.approvals == 0
        assert content_of(ticket).words == ("the harbour lost nearly 5 million crowns last year",)


@pytest.mark.parametrize("text", [CHANGED, LOST])
def test_nobody_hands_in_a_verdict_on_words_that_nobody_looked_at_again(
    newsroom: Newsroom, text: str
) -> None:
    factories.claim(newsroom, State.APPROVED)
    renew(newsroom, text)
    told = "say first what became of them"
    road.refuse(newsroom, newsroom.carla, NotReady, told, lambda work: verdicts.submit(work, 1))
    settle(newsroom, Settling.GONE)
    with newsroom.work(newsroom.carla) as work:
        assert verdicts.submit(work, 1).number == 2


@pytest.mark.parametrize("was", [State.SPOTTED, State.OPEN, State.CHECKING, State.DISMISSED])
def test_a_claim_nobody_has_submitted_stays_where_it_is_and_asks(
    newsroom: Newsroom, was: State
) -> None:
    factories.claim(newsroom, was)
    renew(newsroom, CHANGED)
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.claim.state is was
        assert [m.outcome for m in ticket.text_changes] == [Outcome.CHANGED]


@pytest.mark.parametrize("text", [CHANGED, LOST])
def test_a_published_verdict_stays_live_and_the_claim_says_check_again(
    newsroom: Newsroom, text: str
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    renew(newsroom, text)
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.claim.state is State.PUBLISHED
        assert ticket.live is not None
        assert ticket.live.number == 1
        assert len(ticket.text_changes) == 1
    assert "verdict:voided verdict:1" not in newsroom.history(1)


def test_lost_words_leave_the_claim_in_the_old_text_with_guesses(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    renew(newsroom, LOST)
    (move,) = moves(newsroom)
    assert (move.outcome, move.new_anchor_id, move.score) == (Outcome.ORPHANED, None, 0.0)
    assert anchors(newsroom) == [(WORDS, 1)]
    assert state(newsroom) is State.CHECKING


def test_words_that_fit_two_places_are_left_to_a_person_with_the_guesses(
    newsroom: Newsroom,
) -> None:
    twin = "The council did not reply to any of our questions."
    text = f"The harbour runs at a loss.\n{twin}\n{twin}\nThe ferry starts in May."
    article_id = factories.article(newsroom, text=text)
    factories.claim(newsroom, article_id=article_id, words=twin)
    newer = text.replace(f"{twin}\n", "", 1)
    renew(newsroom, newer)
    (move,) = moves(newsroom)
    assert move.outcome is Outcome.ORPHANED
    assert [newer[start:end] for start, end, _ in json.loads(move.guesses)] == [twin]


def test_other_quotation_marks_are_the_same_words_and_the_same_content(newsroom: Newsroom) -> None:
    """A site sets its quotes anew: approvals rest on the words as they were checked (W4)."""
    article_id = factories.article(newsroom)
    factories.claim(newsroom, State.APPROVED, article_id=article_id, words='"Nobody was hurt," the')
    before = factories.content_hash(newsroom, 1)
    curly = TEXT.replace('"Nobody was hurt,"', "“Nobody was hurt,”")
    renew(newsroom, curly)
    renew(newsroom, f"Updated.\n\n{curly}", seen=2)
    assert [m.outcome for m in moves(newsroom)] == [Outcome.KEPT, Outcome.KEPT]
    assert anchors(newsroom) == [("“Nobody was hurt,” the", 3)]
    with newsroom.read() as session:
        assert content_of(load(session, 1)).hash == before


def test_two_marks_of_a_claim_may_change_places_without_voiding_anything(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    with newsroom.work(newsroom.carla) as work:
        ticket = load(work.session, claim_id)
        start = TEXT.index(FERRIES)
        span = span_at(TEXT.strip(), start, start + len(FERRIES))
        given = factories.CLAIM
        claims.edit(work, claim_id, ticket.claim.version, given, add_spans=[span])
    for step in factories.REVIEW[1:]:
        step(newsroom, claim_id, newsroom.carla)
    before = factories.content_hash(newsroom, claim_id)
    head, mayor, ferries, quote = TEXT.strip().split("\n\n")
    renew(newsroom, f"{head}\n\n{ferries}\n\n{mayor}\n\n{quote}")
    assert [m.outcome for m in moves(newsroom)] == [Outcome.KEPT, Outcome.KEPT]
    with newsroom.read() as session:
        assert content_of(load(session, claim_id)).hash == before


def test_a_claim_of_another_article_is_left_alone(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    other = factories.article(newsroom, text=f"{TEXT}\n\nPrinted elsewhere.")
    factories.claim(newsroom, State.APPROVED, article_id=other)
    renew(newsroom, CHANGED)
    assert state(newsroom, 1) is State.CHECKING
    assert state(newsroom, 2) is State.APPROVED
    assert [m.claim_id for m in moves(newsroom)] == [1]


def test_a_claim_that_stands_there_as_well_is_asked_about_and_keeps_its_approval(
    newsroom: Newsroom,
) -> None:
    """Its verdict rests on the words of its own article (W12)."""
    claim_id = factories.claim(newsroom, State.APPROVED)
    there = other_article(newsroom)
    link(newsroom, claim_id, there)
    with newsroom.read() as session:
        text = intake.article(session, there)[1].text
    renew(newsroom, text.replace("4 million", "nearly 5 million"), article_id=there)
    with newsroom.read() as session:
        ticket = load(session, claim_id)
        assert ticket.claim.state is State.APPROVED
        (waits,) = ticket.text_changes
        assert (waits.article_id, waits.outcome) == (there, Outcome.CHANGED)
        assert [a.exact for a in ticket.anchors] == [WORDS]
        assert "nearly 5 million" in ticket.elsewhere[there].places[0].exact
        assert content_of(ticket).words == (WORDS,)


def test_our_own_drafts_get_newer_texts_as_well(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED, kind=ArticleKind.OWN_DRAFT)
    renew(newsroom, CHANGED)
    assert state(newsroom) is State.CHECKING


# ── Text after text ──────────────────────────────────────────────────────────────────────────────


def test_a_change_nobody_settled_is_asked_again_in_the_next_text(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    renew(newsroom, f"Updated.\n\n{CHANGED}", seen=2)
    first, second = moves(newsroom)
    assert first.decision is Settling.OVERTAKEN
    assert (second.outcome, second.decision) == (Outcome.CHANGED, None)
    with newsroom.read() as session:
        (waits,) = load(session, 1).text_changes
        assert waits.old_words == WORDS
        assert (waits.id, waits.number) == (second.id, 3)


def test_words_that_come_back_carry_on(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    assert renew(newsroom, TEXT, seen=2) == 3
    assert [m.outcome for m in moves(newsroom)] == [Outcome.CHANGED, Outcome.KEPT]
    assert anchors(newsroom) == [(WORDS, 3)]
    with newsroom.read() as session:
        assert load(session, 1).text_changes == []


def test_lost_words_that_come_back_are_found_from_the_text_they_stood_in(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom)
    renew(newsroom, LOST)
    renew(newsroom, LONGER, seen=2)
    assert [m.outcome for m in moves(newsroom)] == [Outcome.ORPHANED, Outcome.KEPT]
    assert moves(newsroom)[0].decision is Settling.OVERTAKEN
    assert anchors(newsroom) == [(WORDS, 3)]


def test_a_settled_change_is_what_the_next_text_is_compared_with(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.SAME)
    renew(newsroom, f"Updated.\n\n{CHANGED}", seen=2)
    assert [m.outcome for m in moves(newsroom)] == [Outcome.CHANGED, Outcome.KEPT]


def test_words_that_are_gone_are_not_looked_for_again(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    renew(newsroom, LOST)
    settle(newsroom, Settling.GONE)
    renew(newsroom, f"Updated.\n\n{LOST}", seen=2)
    assert len(moves(newsroom)) == 1
    assert anchors(newsroom) == [(WORDS, 1)]


# ── Sentences ────────────────────────────────────────────────────────────────────────────────────


def test_passed_over_sentences_stay_so_where_they_say_the_same_and_nowhere_else(
    newsroom: Newsroom,
) -> None:
    text = "Trams run. Nine of them are new. People like them."
    factories.article(newsroom, text=text)
    for words in ("Trams", "Nine", "People"):
        with newsroom.work(newsroom.cyril) as work:
            coverage.pass_over(work, 1, text.index(words), PassReason.OPINION)
    with newsroom.work(newsroom.cyril) as work:
        coverage.take_back(work, 1, text.index("People"))
    newer = "Good news. Trams run. Ten of them are new. People like them."
    renew(newsroom, newer)
    with newsroom.read() as session:
        (look_,) = session.scalars(
            select(SentenceLook).where(SentenceLook.article_version_id == 2)
        ).all()
        assert newer[look_.start_char : look_.end_char] == "Trams run."
        assert look_.looked_by_id == newsroom.cyril.id
        assert coverage.passed(session, 2) == {(11, 21): PassReason.OPINION}
        assert len(coverage.passed(session, 1)) == 2


# ── Looking first, and marks afterwards ──────────────────────────────────────────────────────────


def test_looking_says_what_would_become_of_everything_and_stores_nothing(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom)
    factories.claim(newsroom, article_id=1, words=FERRIES)
    before = nothing_written(newsroom)
    with newsroom.read() as session:
        found = look(session, 1, CHANGED)
    assert (found.number, dict(found.counts)) == (2, {Outcome.CHANGED: 1, Outcome.KEPT: 1})
    assert nothing_written(newsroom) == before


def test_new_marks_go_into_the_newest_text_and_old_ones_can_be_taken_away(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom)
    renew(newsroom, LOST)
    with newsroom.work(newsroom.carla) as work:
        ticket = load(work.session, 1)
        text = intake.article(work.session, 1)[1].text
        start = text.index(FERRIES)
        claims.edit(
            work,
            1,
            ticket.claim.version,
            factories.CLAIM,
            add_spans=[span_at(text, start, start + len(FERRIES))],
            remove_anchor_ids=[ticket.anchors[0].id],
        )
    assert anchors(newsroom) == [(FERRIES, 2)]
    assert moves(newsroom) == []  # nothing is lost any more


def test_an_edit_that_began_before_the_words_changed_is_refused(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    with newsroom.read() as session:
        seen = load(session, 1).claim.version
    renew(newsroom, CHANGED)
    with newsroom.read() as session:
        assert session.get_one(Claim, 1).version == seen + 1


def test_the_history_holds_and_verifies(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    renew(newsroom, CHANGED)
    settle(newsroom, Settling.RECHECK)
    with newsroom.read() as session:
        assert history.verify(session) is None


def test_many_claims_cost_no_more_statements_than_few(newsroom: Newsroom) -> None:
    lines = [
        f"Ship {n} carried {n * 37} tons of grain to port {n * 11} in spring." for n in range(60)
    ]
    factories.article(newsroom, text="\n\n".join(lines))
    for n in range(40):
        factories.claim(newsroom, article_id=1, words=f"{n * 37} tons of grain to port {n * 11} in")
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(newsroom.database.writer, "before_cursor_execute", note)
    try:
        renew(newsroom, "\n\n".join(lines[5:]).replace("in spring", "last spring"))
    finally:
        event.remove(newsroom.database.writer, "before_cursor_execute", note)
    assert newsroom.count(AnchorMove) == 40
    assert len(statements) < 25, statements
