"""Approval policy: the strictest wins, votes add up, a panel votes in secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.policy import (
    Outcome,
    Policy,
    RiskClass,
    RiskFlags,
    Vote,
    are_votes_open,
    strictest,
    tally,
)
from factcheck.domain.terms import Capacity, ReviewState

APPROVED, BACK, ASKED = ReviewState.APPROVED, ReviewState.SENT_BACK, ReviewState.ASKED


def votes(*states: ReviewState) -> list[Vote]:
    return [Vote(number, state) for number, state in enumerate(states, 1)]


@pytest.mark.parametrize(
    ("flags", "classes"),
    [
        (RiskFlags(), (RiskClass.ORDINARY,)),
        (RiskFlags(alleges_crime=True), (RiskClass.ALLEGATION,)),
        (RiskFlags(names_private_person=True), (RiskClass.PRIVATE_PERSON,)),
        (
            RiskFlags(involves_minor=True, alleges_crime=True),
            (RiskClass.ALLEGATION, RiskClass.MINOR),
        ),
    ],
)
def test_flags_put_a_claim_into_risk_classes_and_any_of_them_needs_the_law(
    flags: RiskFlags, classes: tuple[RiskClass, ...]
) -> None:
    assert flags.classes == classes
    assert flags.needs_legal_review is (classes != (RiskClass.ORDINARY,))


def test_names_are_hidden_for_private_people_and_minors_and_not_for_allegations_alone() -> None:
    assert RiskFlags(names_private_person=True).hides_names
    assert RiskFlags(involves_minor=True).hides_names
    assert not RiskFlags(alleges_crime=True).hides_names


policies = st.builds(
    Policy,
    approvals_needed=st.integers(1, 9),
    panel_size=st.integers(0, 9),
    minimum_origins=st.integers(1, 20),
    is_primary_needed=st.booleans(),
    is_reply_needed=st.booleans(),
    may_approver_publish=st.booleans(),
    reply_hours=st.integers(1, 100),
)


@given(st.lists(policies, min_size=1, max_size=4))
def test_the_strictest_policy_satisfies_each_of_them(several: list[Policy]) -> None:
    found = strictest(several)
    for policy in several:
        assert found.approvals_needed >= policy.approvals_needed
        assert found.minimum_origins >= policy.minimum_origins
        assert found.is_primary_needed or not policy.is_primary_needed
        assert found.is_reply_needed or not policy.is_reply_needed
        assert policy.may_approver_publish or not found.may_approver_publish
        assert found.reply_hours >= policy.reply_hours


@pytest.mark.parametrize(
    ("policy", "states", "outcome"),
    [
        (Policy(), (ASKED,), Outcome.UNDECIDED),
        (Policy(), (APPROVED,), Outcome.APPROVED),
        (Policy(), (BACK,), Outcome.SENT_BACK),
        (Policy(approvals_needed=2), (APPROVED,), Outcome.UNDECIDED),
        (Policy(approvals_needed=2), (APPROVED, APPROVED), Outcome.APPROVED),
        (Policy(approvals_needed=2), (APPROVED, BACK), Outcome.SENT_BACK),
        (Policy(approvals_needed=2, panel_size=3), (BACK,), Outcome.UNDECIDED),
        (Policy(approvals_needed=2, panel_size=3), (BACK, APPROVED), Outcome.UNDECIDED),
        (Policy(approvals_needed=2, panel_size=3), (BACK, APPROVED, APPROVED), Outcome.APPROVED),
        (Policy(approvals_needed=2, panel_size=3), (BACK, BACK), Outcome.SENT_BACK),
        (Policy(approvals_needed=3, panel_size=3), (APPROVED, APPROVED, BACK), Outcome.SENT_BACK),
        (Policy(), (ReviewState.RECUSED,), Outcome.UNDECIDED),
    ],
)
def test_votes_carry_send_back_or_leave_it_open(
    policy: Policy, states: tuple[ReviewState, ...], outcome: Outcome
) -> None:
    assert tally(policy, votes(*states)) is outcome


def test_a_legal_clearance_is_no_editorial_approval_and_a_legal_objection_ends_a_panel() -> None:
    panel = Policy(approvals_needed=2, panel_size=3)
    assert tally(Policy(), [Vote(1, APPROVED, Capacity.LEGAL)]) is Outcome.UNDECIDED
    assert tally(panel, [Vote(1, BACK, Capacity.LEGAL)]) is Outcome.SENT_BACK


def test_an_approval_that_is_not_live_does_not_count() -> None:
    assert tally(Policy(), [Vote(1, APPROVED, is_live=False)]) is Outcome.UNDECIDED


def test_a_panel_votes_in_secret_until_all_have_voted_or_it_is_decided() -> None:
    panel = Policy(approvals_needed=2, panel_size=3)
    assert are_votes_open(Policy(), votes(APPROVED))
    assert not are_votes_open(panel, votes(APPROVED))
    assert not are_votes_open(panel, votes(APPROVED, BACK))
    assert are_votes_open(panel, votes(APPROVED, APPROVED))
    legal = Vote(9, APPROVED, Capacity.LEGAL)
    assert not are_votes_open(panel, [*votes(APPROVED, BACK), legal]), "clearing is no vote"
    assert are_votes_open(Policy(approvals_needed=3, panel_size=3), votes(APPROVED, APPROVED, BACK))


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (Policy(approvals_needed=0), "approvals"),
        (Policy(approvals_needed=10), "approvals"),
        (Policy(approvals_needed=3, panel_size=2), "panel"),
        (Policy(minimum_origins=0), "independent sources"),
        (Policy(reply_hours=0), "time to reply"),
    ],
)
def test_a_policy_that_cannot_work_says_why(policy: Policy, words: str) -> None:
    problems = policy.problems()
    assert len(problems) == 1
    assert words in problems[0]


def test_the_usual_policy_is_fit_for_use() -> None:
    assert Policy().problems() == []
