"""One claim in several articles: linked, confirmed by a second person, taken away again (W12)."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from factcheck.domain import published
from factcheck.domain.anchoring import Span, span_at
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.terms import ArticleKind, ChangeKind, Dismissal, State
from factcheck.models import Anchor, Claim, HistoryRow, Occurrence
from factcheck.services import (
    claims,
    gate,
    intake,
    marks,
    occurrences,
    public,
    publication,
    reviews,
)
from factcheck.services.intake import ArticleInput
from factcheck.services.occurrences import NoSuchOccurrence
from factcheck.services.standing import Ticket
from tests import factories, road
from tests.cast import Newsroom

ELSEWHERE = (
    "The harbour again\n\nLosses of 4 million crowns were reported by the harbour, a rival wrote.\n"
)
WORDS = "Losses of 4 million crowns were reported by the harbour"
TABLES = (Claim, Anchor, Occurrence, HistoryRow)


def other_article(
    newsroom: Newsroom, kind: ArticleKind = ArticleKind.ELSEWHERE, title: str = "A rival writes"
) -> int:
    given = ArticleInput(
        title=title, text=ELSEWHERE, kind=kind, url="https://rival.example/harbour", outlet="Rival"
    )
    with newsroom.work(newsroom.carla) as work:
        return intake.import_article(work, given).id


def span(text: str = ELSEWHERE, words: str = WORDS) -> Span:
    start = text.index(words)
    return span_at(text, start, start + len(words))


def link(newsroom: Newsroom, claim_id: int, article_id: int, by: str = "carla") -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        occurrences.link(work, claim_id, article_id, [span()])


def confirm(newsroom: Newsroom, claim_id: int, article_id: int, by: str = "edith") -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        occurrences.confirm(work, claim_id, article_id)


def unlink(newsroom: Newsroom, claim_id: int, article_id: int, by: str = "carla") -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        occurrences.unlink(work, claim_id, article_id, "Another year is meant.")


def counts(newsroom: Newsroom) -> list[int]:
    return [newsroom.count(table) for table in TABLES]


def on_page(newsroom: Newsroom, article_id: int) -> list[tuple[str, str]]:
    """What readers of an article get: each statement with its rating."""
    with newsroom.read() as session:
        found = public.of_article(session, article_id)
    return [(one.statement, one.rating.label) for one in found]


def also_in(newsroom: Newsroom, ticket: Ticket) -> list[tuple[int, str]]:
    assert ticket.publication is not None
    with newsroom.read() as session:
        found = public.verdict(session, ticket.publication.id)
    assert found is not None
    return [(one.id, one.title) for one in found.also_in]


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


# ── Confirming: what readers get ─────────────────────────────────────────────────────────────────


def test_readers_of_the_other_article_get_the_verdict_once_a_second_person_confirmed(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    there = other_article(newsroom)
    link(newsroom, claim_id, there)
    assert on_page(newsroom, there) == []
    confirm(newsroom, claim_id, there)
    ticket = road.ticket(newsroom, claim_id)
    assert on_page(newsroom, there) == [(factories.CLAIM.statement, ticket.live_rating)]
    assert also_in(newsroom, ticket) == [(there, "A rival writes")]
    assert ticket.elsewhere[there].confirmed_by == "Edith"


def test_nobody_confirms_her_own_link(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there, "max")
    before = counts(newsroom)
    with pytest.raises(NotYourPart, match="Another person must confirm it"):
        confirm(newsroom, claim_id, there, "max")
    assert counts(newsroom) == before
    assert on_page(newsroom, there) == []


def test_the_database_too_refuses_one_person_for_both(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there)
    own = update(Occurrence).values(confirmed_by_id=newsroom.carla.id, confirmed_at=newsroom.now)
    with pytest.raises(IntegrityError), newsroom.work() as work:
        work.session.execute(own)


@pytest.mark.parametrize("who", ["cyril", "lara", "ada"])
def test_only_reviewers_and_editors_confirm(newsroom: Newsroom, who: str) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there)
    with pytest.raises(NotYourPart, match="Only a reviewer or an editor"):
        confirm(newsroom, claim_id, there, who)


def test_a_hold_holds_for_a_further_article(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    factories.hold(newsroom, claim_id)
    with pytest.raises(WrongState, match="A legal hold is on"):
        confirm(newsroom, claim_id, there)
    assert on_page(newsroom, there) == []


def test_our_own_draft_stays_hidden_though_a_published_claim_stands_in_it(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    there = other_article(newsroom, ArticleKind.OWN_DRAFT)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    assert on_page(newsroom, there) == []
    assert also_in(newsroom, road.ticket(newsroom, claim_id)) == []


def test_a_correction_reaches_the_readers_of_every_article(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, claim_id, ChangeKind.CORRECTION, "The annex says otherwise.")
    old = road.ticket(newsroom, claim_id).live_rating
    scale = road.ticket(newsroom, claim_id).reference.ratings.values()
    code = next(one.code for one in scale if one.label != old and not one.is_retired and one.step)
    factories.write(newsroom, claim_id, newsroom.carla, code)
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.emil)
    new = road.ticket(newsroom, claim_id).live_rating
    assert new != old
    assert [rating for _, rating in on_page(newsroom, there)] == [new]
    assert [rating for _, rating in on_page(newsroom, 1)] == [new]


def test_a_retraction_reaches_the_readers_of_every_article(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    with newsroom.read() as session:
        assert [one.is_retracted for one in public.of_article(session, there)] == [True]


def test_no_further_article_gets_a_retracted_verdict(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    with pytest.raises(WrongState, match="retracted"):
        confirm(newsroom, claim_id, there)


def test_a_name_the_claim_hides_is_hidden_in_the_other_article_and_on_its_pages(
    newsroom: Newsroom,
) -> None:
    """What is hidden in one article is hidden wherever the claim stands, and the other way round (L15)."""
    given = replace(
        factories.CLAIM,
        statement="The books were kept by one person.",
        names_private_person=True,
        hidden_names=(("Anna Berglund", "a clerk"),),
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=given)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    there = other_article(newsroom, title="Anna Berglund and her books")
    at_home = factories.claim(newsroom, State.PUBLISHED, article_id=there, words="4 million crowns")
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.read() as session:
        shown = public.of_article(session, there)
        own = public.verdict(session, road.ticket(newsroom, at_home).publication.id)  # type: ignore[union-attr]  # published above
    assert len(shown) == 2
    for one in (*shown, own):
        assert one is not None
        assert "berglund" not in published.to_json(one).casefold()
    assert also_in(newsroom, road.ticket(newsroom, claim_id)) == [(there, "a clerk and her books")]


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
