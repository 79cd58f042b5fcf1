"""One claim in several articles: linked, confirmed by a second person, taken away again (W12)."""

import pytest

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.terms import ArticleKind, ChangeKind, Dismissal, State
from factcheck.models import Anchor, Claim, Occurrence
from factcheck.services import (
    claims,
    gate,
    intake,
    marks,
    occurrences,
    publication,
    reviews,
)
from factcheck.services.occurrences import NoSuchOccurrence
from tests import factories, road
from tests.cast import Newsroom
from tests.occurring import WORDS, confirm, counts, link, on_page, other_article, span, unlink

# ── Linking ──────────────────────────────────────────────────────────────────────────────────────


def test_linking_marks_the_words_there_and_opens_no_claim(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    there = other_article(newsroom)
    link(newsroom, claim_id, there)
    assert newsroom.count(Claim) == 1
    with newsroom.read() as session:
        _, version = intake.article(session, there)
        found = [
            (row.claim_id, row.start, row.end) for row in marks.of_version(session, version.id)
        ]
    assert found == [(claim_id, span().start, span().end)]
    row = road.ticket(newsroom, claim_id).elsewhere[there]
    assert [place.exact for place in row.places] == [WORDS]
    assert (row.linked_by, row.is_confirmed, row.title) == ("Carla", False, "A rival writes")
    assert newsroom.history(claim_id)[-1] == f"occurrence:linked article:{there}"


def test_linking_voids_no_approval_since_it_changes_no_content(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    before = road.ticket(newsroom, claim_id)
    link(newsroom, claim_id, other_article(newsroom))
    after = road.ticket(newsroom, claim_id)
    assert after.claim.state is State.APPROVED
    assert after.standing.verdict.content_hash == before.standing.verdict.content_hash
    assert [a.exact for a in after.anchors] == [factories.WORDS]
    assert after.standing.approvals == before.standing.approvals == 1


def test_a_further_place_in_the_same_article_joins_the_link(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    there = other_article(newsroom)
    link(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        occurrences.link(work, claim_id, there, [span(words="4 million crowns")])
    places = road.ticket(newsroom, claim_id).elsewhere[there].places
    assert sorted(place.exact for place in places) == ["4 million crowns", WORDS]
    assert newsroom.count(Occurrence) == 1


def test_words_are_linked_once(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    there = other_article(newsroom)
    link(newsroom, claim_id, there)
    before = counts(newsroom)
    with pytest.raises(WrongState, match=f"These words are marked as claim {claim_id} already"):
        link(newsroom, claim_id, there)
    assert counts(newsroom) == before


def _refused(newsroom: Newsroom, claim_id: int, article_id: int, by: str, sentence: str) -> None:
    before = counts(newsroom)
    with pytest.raises(Refusal, match=sentence):
        link(newsroom, claim_id, article_id, by)
    assert counts(newsroom) == before


@pytest.mark.parametrize("who", ["rosa", "lara", "ada"])
def test_only_who_may_open_claims_may_link_them(newsroom: Newsroom, who: str) -> None:
    claim_id = factories.claim(newsroom)
    there = other_article(newsroom)
    _refused(newsroom, claim_id, there, who, "Only a checker or an editor may link")


def test_a_claim_is_not_linked_with_its_own_article(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    _refused(newsroom, claim_id, 1, "carla", "belongs to this article already")


def test_a_dismissed_claim_is_linked_with_nothing(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.DISMISSED)
    _refused(newsroom, claim_id, other_article(newsroom), "carla", "Take it up again first")


def test_a_claim_of_our_own_draft_never_goes_out_through_another_article(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, kind=ArticleKind.OWN_DRAFT)
    _refused(newsroom, claim_id, other_article(newsroom), "carla", "never reaches the readers")


def test_whoever_declared_a_conflict_links_nothing(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.max) as work:
        reviews.recuse(work, claim_id, "My brother works at the harbour.")
    there = other_article(newsroom)
    _refused(newsroom, claim_id, there, "max", "You declared a conflict of interest")


def test_words_must_be_given(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    with pytest.raises(BadInput, match="Choose the words"), newsroom.work(newsroom.carla) as work:
        occurrences.link(work, claim_id, there, [])
    assert newsroom.count(Occurrence) == 0


# ── Taking it away, and duplicates ───────────────────────────────────────────────────────────────


def test_unlinking_takes_the_marks_away_and_says_why(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there)
    unlink(newsroom, claim_id, there)
    assert road.ticket(newsroom, claim_id).elsewhere == {}
    assert (newsroom.count(Anchor), newsroom.count(Occurrence)) == (1, 0)
    assert newsroom.history(claim_id)[-1] == f"occurrence:unlinked article:{there}"


def test_what_readers_see_is_unlinked_during_a_correction_only(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    before = counts(newsroom)
    with pytest.raises(NotYourPart, match="only an editor"):
        unlink(newsroom, claim_id, there)
    with pytest.raises(WrongState, match="Begin a correction"):
        unlink(newsroom, claim_id, there, "edith")
    assert counts(newsroom) == before
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, claim_id, ChangeKind.CORRECTION, "Wrong article.")
    unlink(newsroom, claim_id, there, "edith")
    assert on_page(newsroom, there) == []


def test_what_is_not_linked_cannot_be_unlinked_or_confirmed(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    for verb in (unlink, confirm):
        with pytest.raises(NoSuchOccurrence):
            verb(newsroom, claim_id, there, "edith")


def test_a_duplicate_is_dismissed_and_its_words_become_the_other_claim(
    newsroom: Newsroom,
) -> None:
    first = factories.claim(newsroom)
    there = other_article(newsroom)
    second = factories.claim(newsroom, article_id=there, words=WORDS)
    with newsroom.work(newsroom.carla) as work:
        occurrences.merge(work, second, first)
    ticket = road.ticket(newsroom, second)
    assert (ticket.claim.state, ticket.claim.dismissal) == (State.DISMISSED, Dismissal.DUPLICATE)
    assert ticket.claim.state_reason == f"The same claim as claim {first}."
    assert [p.exact for p in road.ticket(newsroom, first).elsewhere[there].places] == [WORDS]


def test_duplicates_make_no_circle(newsroom: Newsroom) -> None:
    first = factories.claim(newsroom)
    there = other_article(newsroom)
    second = factories.claim(newsroom, article_id=there, words=WORDS)
    with newsroom.work(newsroom.carla) as work:
        occurrences.merge(work, second, first)
    before = counts(newsroom)
    with (
        pytest.raises(WrongState, match="That would make a circle"),
        newsroom.work(newsroom.carla) as work,
    ):
        occurrences.merge(work, first, second)
    assert counts(newsroom) == before
    assert road.ticket(newsroom, first).claim.state is State.OPEN


def test_editing_a_claim_keeps_its_places_in_other_articles(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there)
    ticket = road.ticket(newsroom, claim_id)
    own = ticket.anchors[0].id
    with (
        pytest.raises(BadInput, match="A claim stands somewhere in its article"),
        newsroom.work(newsroom.carla) as work,
    ):
        claims.edit(work, claim_id, ticket.claim.version, factories.CLAIM, remove_anchor_ids=[own])
    further = span(factories.TEXT, "twice as many")
    with newsroom.work(newsroom.carla) as work:
        claims.edit(work, claim_id, ticket.claim.version, factories.CLAIM, add_spans=[further])
    after = road.ticket(newsroom, claim_id)
    assert sorted(a.exact for a in after.anchors) == sorted([factories.WORDS, "twice as many"])
    assert [place.exact for place in after.elsewhere[there].places] == [WORDS]


# ── Our own drafts at the gate ───────────────────────────────────────────────────────────────────


def at_the_gate(newsroom: Newsroom, article_id: int) -> list[tuple[int, list[str]]]:
    """Each claim of a draft with what is in its way."""
    with newsroom.read() as session:
        rows = gate.standing(session, article_id).rows
    return [(row.fact.claim_id, [one.value for one in row.fact.obstacles]) for row in rows]


def test_the_gate_of_a_draft_counts_a_claim_that_stands_in_it_once_two_people_say_so(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    draft = other_article(newsroom, ArticleKind.OWN_DRAFT)
    assert at_the_gate(newsroom, draft) == []
    link(newsroom, claim_id, draft)
    assert at_the_gate(newsroom, draft) == [(claim_id, ["not_confirmed"])]
    confirm(newsroom, claim_id, draft)
    assert at_the_gate(newsroom, draft) == [(claim_id, [])]
    with newsroom.read() as session:
        assert [p.exact for p in gate.standing(session, draft).rows[0].places] == [WORDS]


def test_a_retracted_verdict_lets_no_draft_run(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    draft = other_article(newsroom, ArticleKind.OWN_DRAFT)
    link(newsroom, claim_id, draft)
    confirm(newsroom, claim_id, draft)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    assert at_the_gate(newsroom, draft) == [(claim_id, ["finding"])]
