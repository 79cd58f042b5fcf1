"""Seen before: what is proposed, what is told apart, and what taking over brings along and never decides."""

from dataclasses import replace

import pytest

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import ArticleKind, SourceClass, Stance, State
from factcheck.models import Evidence, HistoryRow, LikenessDecision, PriorReview, Verdict
from factcheck.services import annotations, evidence, reuse, reviews, seen_before, told_apart
from factcheck.services.annotations import Places
from factcheck.services.seen_before import Earlier
from factcheck.services.standing import NoSuchClaim
from factcheck.services.told_apart import NoSuchReview, Other, other_of
from tests import factories, road
from tests.cast import Newsroom
from tests.occurring import WORDS, confirm, link, other_article
from tests.services.test_prior_reviews import REVIEW, bring

ASKED = "Last year the harbour made a loss of 4 million crowns"
LOSS = replace(
    REVIEW,
    identifier="south-1",
    claim="The harbour lost 4 million crowns in a year.",
    title="What did the harbour lose?",
    rating="Mostly true",
    publisher="South Checks",
    published_on="2025-09-03",
    url="https://south.example/harbour",
    raw="{}",
)
TABLES = (Evidence, Verdict, LikenessDecision, HistoryRow)


def find(newsroom: Newsroom, text: str = ASKED, **more: int) -> list[Earlier]:
    with newsroom.read() as session:
        return seen_before.find(session, newsroom.database.dialect, text, **more)


def counts(newsroom: Newsroom) -> list[int]:
    return [newsroom.count(table) for table in TABLES]


def fresh(newsroom: Newsroom, kind: ArticleKind = ArticleKind.ELSEWHERE) -> int:
    """A second claim, in an article of its own, that says the same in other words."""
    given = replace(factories.CLAIM, statement="The harbour lost 4 million crowns last year.")
    return factories.claim(
        newsroom, given=given, article_id=other_article(newsroom, kind), words=WORDS
    )


# ── What is proposed ─────────────────────────────────────────────────────────────────────────────


def test_what_was_found_here_and_by_others_is_told_with_who_and_when(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    bring(newsroom, LOSS)
    found = {one.other: one for one in find(newsroom)}
    here, theirs = found[Other(claim_id)], found[Other(review_id=1)]
    assert (here.found, here.who) == (road.ticket(newsroom, claim_id).live_rating, "Carla")
    assert (here.article_title, here.state) == ("The harbour runs at a loss", State.PUBLISHED)
    assert (theirs.found, theirs.who, theirs.on) == ("Mostly true", "South Checks", "2025-09-03")
    assert theirs.url == "https://south.example/harbour"
    assert here.likeness > 0.9
    assert here.words == "Almost surely the same"
    assert 90 < here.percent < 100


def test_a_rating_that_is_only_being_worked_on_is_not_told(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    (one,) = find(newsroom)
    assert (one.other, one.found, one.has_verdict) == (Other(claim_id), "", False)


def test_the_claim_itself_is_not_proposed_to_itself(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    assert find(newsroom, factories.CLAIM.statement, claim_id=claim_id) == []


def test_a_claim_that_stands_in_the_article_already_is_marked_so(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    assert [one.stands_here for one in find(newsroom, article_id=1)] == [True]
    assert [one.stands_here for one in find(newsroom, article_id=there)] == [False]
    link(newsroom, claim_id, there)
    assert [one.stands_here for one in find(newsroom, article_id=there)] == [True]


# ── Told apart ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_newer", [True, False])
def test_a_pair_told_apart_is_proposed_from_neither_side(
    newsroom: Newsroom, is_newer: bool
) -> None:
    first = factories.claim(newsroom)
    second = fresh(newsroom)
    mine, other = (second, first) if is_newer else (first, second)
    with newsroom.work(newsroom.carla) as work:
        told_apart.tell_apart(work, mine, Other(other), "Another year is meant.")
    assert find(newsroom, claim_id=first) == []
    assert find(newsroom, claim_id=second) == []
    assert newsroom.history(mine)[-1] == f"likeness:apart claim:{other}"
    with newsroom.read() as session:
        (said,) = told_apart.of_claim(session, first)
    assert (said.other, said.name, said.reason) == (
        Other(second),
        "Carla",
        "Another year is meant.",
    )


def test_a_review_told_apart_is_proposed_again_once_that_is_taken_back(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    bring(newsroom, LOSS)
    theirs = Other(review_id=1)
    with newsroom.work(newsroom.carla) as work:
        told_apart.tell_apart(work, claim_id, theirs, "Another harbour.")
    assert find(newsroom, claim_id=claim_id) == []
    with newsroom.work(newsroom.edith) as work:
        told_apart.take_back(work, claim_id, theirs)
    assert [one.other for one in find(newsroom, claim_id=claim_id)] == [theirs]
    assert newsroom.history(claim_id)[-2:] == [
        "likeness:apart review:1",
        "likeness:taken_back review:1",
    ]


@pytest.mark.parametrize(
    ("by", "other", "reason", "error", "sentence"),
    [
        ("rosa", Other(2), "No.", NotYourPart, "Only a checker or an editor"),
        ("carla", Other(2), "", BadInput, "Say what is different"),
        ("carla", Other(1), "No.", WrongState, "the same as itself"),
        ("carla", Other(99), "No.", NoSuchClaim, None),
        ("carla", Other(review_id=9), "No.", NoSuchReview, None),
    ],
)
def test_telling_apart_is_refused_and_nothing_is_written(
    newsroom: Newsroom,
    by: str,
    other: Other,
    reason: str,
    error: type[Exception],
    sentence: str | None,
) -> None:
    claim_id = factories.claim(newsroom)
    fresh(newsroom)
    before = counts(newsroom)
    with pytest.raises(error, match=sentence), newsroom.work(newsroom.people[by.title()]) as work:
        told_apart.tell_apart(work, claim_id, other, reason)
    assert counts(newsroom) == before


def test_a_pair_is_told_apart_once(newsroom: Newsroom) -> None:
    claim_id, other = factories.claim(newsroom), fresh(newsroom)
    with newsroom.work(newsroom.carla) as work:
        told_apart.tell_apart(work, claim_id, Other(other), "Another year.")
    with (
        pytest.raises(WrongState, match="told apart already"),
        newsroom.work(newsroom.carla) as work,
    ):
        told_apart.tell_apart(work, other, Other(claim_id), "Another year.")
    with (
        pytest.raises(WrongState, match="not told apart"),
        newsroom.work(newsroom.carla) as work,
    ):
        told_apart.take_back(work, other, Other(review_id=1))


@pytest.mark.parametrize(
    "key", ["", "claim:", "claim:0", "claim:01", "claim:-1", "claim:²", "claim:99999999999", "verdict:1", "claim 1"]
)  # fmt: skip
def test_what_names_nothing_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="Choose one of the claims"):
        other_of(key)


# ── Taking over ──────────────────────────────────────────────────────────────────────────────────


def test_a_verdict_is_taken_over_as_a_draft_with_its_evidence(newsroom: Newsroom) -> None:
    source = factories.claim(newsroom, State.PUBLISHED)
    target = fresh(newsroom)
    with newsroom.work(newsroom.cyril) as work:
        reuse.verdict(work, target, source)
    old, new = road.ticket(newsroom, source), road.ticket(newsroom, target)
    assert new.claim.state is State.CHECKING
    assert new.verdict is not None
    assert old.verdict is not None
    assert new.verdict.submitted_at is None
    assert (new.verdict.rating_id, new.verdict.reason) == (
        old.verdict.rating_id,
        old.verdict.reason,
    )
    assert new.verdict.as_of == old.verdict.as_of
    assert new.author_name == "Cyril"
    assert [row.url for row in new.evidence] == [row.url for row in old.evidence]
    assert [row.note for row in new.evidence] == [
        f"Taken over from claim {source}, evidence {number}." for number in (1, 2)
    ]
    assert new.standing.approvals == 0
    assert f"verdict:reused claim:{source}" in newsroom.history(target)


def test_citations_follow_the_evidence_to_its_new_numbers(newsroom: Newsroom) -> None:
    source = factories.claim(newsroom, State.PUBLISHED)
    target = fresh(newsroom)
    factories.log(newsroom, target, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        reuse.verdict(work, target, source)
    verdict = road.ticket(newsroom, target).verdict
    assert verdict is not None
    assert verdict.explanation == "The accounts [2] and the audit [3] agree."


def test_a_rating_of_another_scale_stays_behind(newsroom: Newsroom) -> None:
    source = factories.claim(newsroom, State.PUBLISHED)
    target = fresh(newsroom, ArticleKind.OWN_DRAFT)
    with newsroom.work(newsroom.carla) as work:
        reuse.verdict(work, target, source)
    verdict = road.ticket(newsroom, target).verdict
    assert verdict is not None
    assert (verdict.rating_id, verdict.reason) == (None, "The accounts say so.")


def test_names_and_risks_come_along_so_that_no_copied_text_names_anybody(
    newsroom: Newsroom,
) -> None:
    given = replace(
        factories.CLAIM, names_private_person=True, hidden_names=(("Anna Berglund", "a clerk"),)
    )
    source = factories.claim(newsroom, State.APPROVED, given=given)
    target = fresh(newsroom)
    with newsroom.work(newsroom.carla) as work:
        reuse.verdict(work, target, source)
    ticket = road.ticket(newsroom, target)
    assert ticket.claim.names_private_person is True
    assert [(name, role) for _, name, role in ticket.hidden_names] == [("Anna Berglund", "a clerk")]


@pytest.mark.parametrize("state", [State.CHECKING, State.IN_REVIEW, State.DISMISSED])
def test_only_a_verdict_that_stands_is_taken_over(newsroom: Newsroom, state: State) -> None:
    source, target = factories.claim(newsroom, state), fresh(newsroom)
    before = counts(newsroom)
    with (
        pytest.raises(WrongState, match="has no verdict that stands"),
        newsroom.work(newsroom.carla) as work,
    ):
        reuse.verdict(work, target, source)
    assert counts(newsroom) == before


def test_a_verdict_that_is_there_is_not_overwritten(newsroom: Newsroom) -> None:
    source, target = factories.claim(newsroom, State.PUBLISHED), fresh(newsroom)
    factories.take(newsroom, target, newsroom.carla)
    factories.write(newsroom, target, newsroom.carla)
    before = counts(newsroom)
    with (
        pytest.raises(WrongState, match="has a verdict already"),
        newsroom.work(newsroom.carla) as work,
    ):
        reuse.verdict(work, target, source)
    assert counts(newsroom) == before


def test_whoever_stays_out_of_a_claim_takes_nothing_over_from_it(newsroom: Newsroom) -> None:
    source, target = factories.claim(newsroom, State.APPROVED), fresh(newsroom)
    with newsroom.work(newsroom.max) as work:
        reviews.recuse(work, source, "My brother works at the harbour.")
    with (
        pytest.raises(NotYourPart, match="conflict of interest"),
        newsroom.work(newsroom.max) as work,
    ):
        reuse.verdict(work, target, source)


def test_a_review_by_others_becomes_evidence_and_sets_no_rating(newsroom: Newsroom) -> None:
    target = fresh(newsroom)
    bring(newsroom, LOSS)
    with newsroom.work(newsroom.carla) as work:
        reuse.review(work, target, 1)
    with newsroom.read() as session:
        row = evidence.row(session, target, 1)
    assert (row.source_class, row.stance) == (SourceClass.SECONDARY, Stance.CONTEXT)
    assert (row.url, row.publisher, row.published_on) == (LOSS.url, LOSS.publisher, "2025-09-03")
    assert row.quote == LOSS.claim
    assert row.says == "South Checks rated this “Mostly true”."
    assert road.ticket(newsroom, target).verdict is None


def test_a_review_that_is_not_there_is_not_logged(newsroom: Newsroom) -> None:
    target = fresh(newsroom)
    with pytest.raises(NoSuchReview), newsroom.work(newsroom.carla) as work:
        reuse.review(work, target, 1)
    assert (newsroom.count(PriorReview), newsroom.count(Evidence)) == (0, 0)


# ── Annotations of an article with a claim of another ────────────────────────────────────────────


def test_annotations_of_an_article_hold_the_claims_that_stand_in_it_as_guests(
    newsroom: Newsroom,
) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    places = Places("https://desk.example")
    with newsroom.read() as session:
        desk = annotations.of_desk(session, there, places)
        public = annotations.of_article(session, there, places)
    assert [one.statement for one in desk.claims] == [factories.CLAIM.statement]
    assert [span.exact for span in desk.claims[0].spans] == [WORDS]
    assert [one.statement for one in public.claims] == [factories.CLAIM.statement]
    assert public.source.url == "https://rival.example/harbour"
