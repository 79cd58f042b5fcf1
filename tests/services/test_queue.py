"""The queue: each claim once, in order, page after page, from an index whatever narrows it."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.renewal import Settling
from factcheck.domain.terms import ChangeKind, Part, ReviewState, State
from factcheck.models import Claim
from factcheck.services import evidence, policies, queue, reviews
from factcheck.services.queue import Page
from factcheck.services.queue_filters import Filter, Place, Sort, read_place
from tests import factories, road, texts
from tests.cast import MORNING, Newsroom, hire
from tests.queues import TODAY, claim, ids, many, read

# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def walk(newsroom: Newsroom, **wanted: Any) -> Iterator[list[int]]:
    """The numbers of each page, going on from page to page as a reader does."""
    filter_ = Filter(**wanted)
    for _ in range(20):
        page = read(newsroom, newsroom.carla, **vars(filter_))
        yield ids(page)
        if not page.next_after:
            return
        place = read_place(page.next_after, filter_.sort, is_search=filter_.is_search)
        filter_ = replace(filter_, after=place)
    pytest.fail("the list has no end")


def expected(newsroom: Newsroom, **wanted: Any) -> list[int]:
    """The same list by another road: all claims, narrowed and sorted in Python."""
    filter_ = Filter(**wanted)
    with newsroom.read() as session:
        rows = list(session.scalars(select(Claim)))
    me = newsroom.carla.id
    chosen = [
        row
        for row in rows
        if row.state in filter_.states
        and (not filter_.is_mine or row.assignee_id == me)
        and (not filter_.is_at_risk or row.alleges_crime)
        and filter_.article_id in {None, row.article_id}
    ]
    order = {
        Sort.SINCE: lambda row: (row.state_since_at, row.id),
        Sort.NEWEST: lambda row: (row.state_since_at, row.id),
        Sort.DUE: lambda row: (row.due_on is None, row.due_on or date.min, row.id),
    }[filter_.sort]
    if filter_.is_search:
        return sorted((row.id for row in chosen), reverse=True)
    chosen.sort(key=order, reverse=filter_.sort is Sort.NEWEST)
    return [row.id for row in chosen]


WAYS: list[dict[str, Any]] = [
    {},
    {"state": State.IN_REVIEW},
    {"state": State.DISMISSED},
    {"is_mine": True},
    {"is_at_risk": True},
    {"is_at_risk": True, "state": State.OPEN},
    {"article_id": 1},
    {"article_id": 1, "is_mine": True, "is_at_risk": True},
    {"article_id": 4711},
]


@pytest.mark.parametrize("sort", list(Sort))
def test_every_claim_comes_once_and_in_order(newsroom: Newsroom, sort: Sort) -> None:
    many(newsroom, 300)
    for way in WAYS:
        pages = list(walk(newsroom, sort=sort, **way))
        assert all(len(page) == 40 for page in pages[:-1])
        assert list(itertools.chain(*pages)) == expected(newsroom, sort=sort, **way), way


def test_a_search_goes_from_the_newest_back_whatever_else_narrows_it(newsroom: Newsroom) -> None:
    many(newsroom, 120)
    for way in WAYS:
        found = list(itertools.chain(*walk(newsroom, words=("harbour", "mil"), **way)))
        assert found == expected(newsroom, words=("harbour",), **way), way
    assert list(walk(newsroom, words=("ferry",))) == [[]]


def test_a_narrowed_search_looks_at_a_thousand_and_goes_on(newsroom: Newsroom) -> None:
    many(newsroom, 1_050, assignee_id=newsroom.cyril.id)
    with newsroom.work() as work:
        oldest = work.session.scalars(select(Claim).order_by(Claim.id).limit(1)).one()
        oldest.assignee_id = newsroom.carla.id
    first = read(newsroom, newsroom.carla, words=("harbour",), is_mine=True)
    assert (ids(first), first.is_cut) == ([], True)
    pages = list(walk(newsroom, words=("harbour",), is_mine=True))
    assert pages == [[], [oldest.id]]


def test_a_page_ends_where_it_says_although_moments_are_the_same(newsroom: Newsroom) -> None:
    made = many(newsroom, 90, state=State.OPEN, state_since_at=MORNING, due_on=TODAY)
    for sort in Sort:
        want = list(reversed(made)) if sort is Sort.NEWEST else made
        assert list(itertools.chain(*walk(newsroom, sort=sort))) == want


MOMENTS = st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000)


@given(
    st.integers(1, 2**63 - 1), MOMENTS, st.none() | st.dates(), st.sampled_from(Sort), st.booleans()
)
def test_a_place_is_read_as_it_was_written(
    number: int, at: datetime, due_on: date | None, sort: Sort, is_search: bool
) -> None:
    place = Place(number, at, due_on)
    found = read_place(place.text(sort, is_search=is_search), sort, is_search=is_search)
    assert found.id == number
    if not is_search:
        assert (found.due_on == due_on) if sort is Sort.DUE else (found.at == at)


@given(st.text(max_size=40), st.sampled_from(Sort), st.booleans())
@example("1", Sort.DUE, False)
@example("~1", Sort.DUE, True)
@example("01", Sort.SINCE, True)
def test_a_place_that_is_none_is_refused(text: str, sort: Sort, is_search: bool) -> None:
    try:
        place = read_place(text, sort, is_search=is_search)
    except BadInput:
        return
    assert place.text(sort, is_search=is_search) == text


# ── Counts ───────────────────────────────────────────────────────────────────────────────────────


def test_counts_are_of_the_same_filters_in_every_state(newsroom: Newsroom) -> None:
    many(newsroom, 110)
    for way in (
        {},
        {"is_mine": True},
        {"is_at_risk": True},
        {"words": ("harbour",), "is_mine": True},
    ):
        counts = read(newsroom, newsroom.carla, state=State.OPEN, **way).counts
        assert set(counts) == set(State)
        for state in State:
            want = {**way, "state": state}
            assert counts[state] == len(expected(newsroom, **want)), (way, state)


def test_counting_stops_beyond_a_thousand(newsroom: Newsroom) -> None:
    many(newsroom, 1_010, state=State.OPEN)
    assert read(newsroom).counts[State.OPEN] == 1_001
    found = read(newsroom, words=("harbour",))
    assert found.is_cut
    assert sum(found.counts.values()) == 1_001


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────


def only(page: Page) -> queue.QueueRow:
    assert len(page.rows) == 1
    return page.rows[0]


def test_a_row_carries_what_a_decision_needs(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, claim_id, newsroom.rosa)
    factories.ask(newsroom, claim_id, newsroom.emil)
    with newsroom.work(newsroom.emil) as work:
        reviews.start_reading(work, claim_id)
    row = only(read(newsroom))
    assert (row.id, row.state, row.assignee, row.claimant) == (
        claim_id,
        State.IN_REVIEW,
        "Carla",
        "the mayor",
    )
    assert (row.supports, row.refutes, row.context) == (2, 0, 0)
    assert (row.rating, row.hue) == ("Supported", "true")
    assert [(one.name, one.state, one.is_legal) for one in row.reviewers] == [
        ("Rosa", ReviewState.ASKED, False),
        ("Emil", ReviewState.READING, False),
    ]
    assert (row.approvals, row.approvals_needed) == (0, 1)
    assert row.why_not == ""


def test_withdrawn_evidence_is_not_counted(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        evidence.withdraw(work, claim_id, 1, 1, "The wrong year.")
    assert only(read(newsroom)).supports == 1


def test_a_new_version_shows_its_own_reviewers_only(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.APPROVED)
    assert [one.state for one in only(read(newsroom)).reviewers] == [ReviewState.APPROVED]
    factories.log(newsroom, claim_id, newsroom.carla)
    assert [one.state for one in only(read(newsroom)).reviewers] == [ReviewState.ASKED]


def test_each_person_reads_her_own_reason(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.log(newsroom, claim_id, newsroom.edith)
    with newsroom.work(newsroom.emil) as work:
        reviews.recuse(work, claim_id, "My sister runs the harbour.")
    said = {
        name: only(read(newsroom, newsroom.people[name])).why_not
        for name in ("Edith", "Emil", "Rosa", "Carla", "Lara")
    }
    assert said == {
        "Edith": "Another person must approve: you logged evidence 3.",
        "Emil": "You declared a conflict of interest on this claim; somebody else must do this.",
        "Rosa": "",
        "Carla": "",  # a checker approves nothing, and is not told why
        "Lara": "",
    }


def test_a_legal_reviewer_is_told_why_she_may_not_clear(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        nina = hire(work, "Nina", (Part.LEGAL_REVIEWER,))
    given_ = replace(factories.CLAIM, alleges_crime=True)
    claim_id = claim(newsroom, State.IN_REVIEW, given=given_)
    with newsroom.work(nina) as work:
        reviews.recuse(work, claim_id, "I advised them.")
    row = only(read(newsroom, nina))
    assert row.risks == ("alleges a crime",)
    assert row.why_not.startswith("You declared a conflict of interest")


def test_votes_of_a_panel_stay_secret_until_they_decide(newsroom: Newsroom) -> None:
    panel = Policy(approvals_needed=2, panel_size=3)
    with newsroom.work(newsroom.ada) as work:
        policies.save(work, RiskClass.ORDINARY, panel, policies.version_of(Policy()))
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    secret = only(read(newsroom))
    assert [(one.name, one.state) for one in secret.reviewers] == [("Rosa", None)]
    assert secret.approvals == 0
    assert only(read(newsroom, newsroom.rosa)).reviewers[0].state is ReviewState.APPROVED
    factories.approve(newsroom, claim_id, newsroom.emil)
    decided = only(read(newsroom))
    assert {one.state for one in decided.reviewers} == {ReviewState.APPROVED}
    assert (decided.approvals, decided.approvals_needed) == (2, 2)


def test_a_correction_is_voted_on_as_secretly_as_what_it_corrects(newsroom: Newsroom) -> None:
    """C5, W3: the desk gave up its panel since; the page and the queue still keep to it."""
    road.set_policy(newsroom, panel_size=3, approvals_needed=2)
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, claim_id, newsroom.emil)
    factories.publish(newsroom, claim_id, newsroom.edith)
    road.set_policy(newsroom, panel_size=0, approvals_needed=1)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    row = only(read(newsroom))
    assert road.ticket(newsroom, claim_id).standing.are_votes_open is False
    assert {one.name: one.state for one in row.reviewers}["Rosa"] is None
    assert (row.approvals, row.approvals_needed) == (0, 2)


def test_a_hold_is_shown_while_it_is_on(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.OPEN)
    assert not only(read(newsroom)).is_held
    factories.hold(newsroom, claim_id)
    assert only(read(newsroom)).is_held


def test_words_a_newer_text_changed_are_marked_until_somebody_looked(newsroom: Newsroom) -> None:
    claim(newsroom, State.CHECKING)
    assert not only(read(newsroom)).is_text_changed
    texts.renew(newsroom, f"Updated.\n\n{texts.TEXT}")
    assert not only(read(newsroom)).is_text_changed
    texts.renew(newsroom, texts.CHANGED, seen=2)
    assert only(read(newsroom)).is_text_changed
    texts.settle(newsroom, Settling.SAME)
    assert not only(read(newsroom)).is_text_changed


def test_whoever_approved_what_went_back_to_be_worked_on_is_shown_no_more(
    newsroom: Newsroom,
) -> None:
    claim(newsroom, State.APPROVED)
    assert [one.name for one in only(read(newsroom)).reviewers] == ["Rosa"]
    texts.renew(newsroom, texts.CHANGED)
    row = only(read(newsroom))
    assert (row.state, row.reviewers, row.approvals) == (State.CHECKING, (), 0)


def test_asked_of_me_is_what_i_was_asked_and_have_not_decided(newsroom: Newsroom) -> None:
    waiting, done = claim(newsroom, State.IN_REVIEW), claim(newsroom, State.IN_REVIEW)
    claim(newsroom, State.IN_REVIEW)
    for claim_id in (waiting, done):
        factories.ask(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, done, newsroom.rosa)
    for sort in Sort:
        page = read(newsroom, newsroom.rosa, is_asked=True, sort=sort)
        assert ids(page) == [waiting]
        assert page.counts[State.IN_REVIEW] == 1
    assert ids(read(newsroom, newsroom.emil, is_asked=True)) == []
