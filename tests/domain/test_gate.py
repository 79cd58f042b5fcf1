"""The rules of the gate, tried on every claim there can be."""

from dataclasses import fields
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.gate import (
    NEVER_WAIVED,
    Fact,
    Gate,
    NotClear,
    Obstacle,
    lets_run,
    refuse_clearance,
    refuse_taking_back,
    refuse_waiver,
)
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import Actor, Part, State

EDITOR = Actor(1, "Edith", frozenset({Part.EDITOR}))
EVERYTHING = Actor(9, "Max", frozenset(Part))

facts = st.builds(
    Fact,
    claim_id=st.integers(1, 9),
    state=st.sampled_from(State),
    is_in_text=st.booleans(),
    is_held=st.booleans(),
    is_at_risk=st.booleans(),
    is_legally_cleared=st.booleans(),
    has_approvals=st.booleans(),
    is_confirmed=st.booleans(),
    is_gone=st.booleans(),
    is_reworded=st.booleans(),
    lets_run=st.booleans(),
    is_waived=st.booleans(),
)


def is_settled(fact: Fact) -> bool:
    """The rule again, in the words of the manual."""
    if fact.is_held:
        return False
    if fact.is_gone:
        return True
    if fact.is_reworded and not fact.is_waived:
        return False
    if fact.state is State.DISMISSED:
        return fact.is_waived or (fact.is_in_text and fact.is_confirmed and not fact.is_at_risk)
    if fact.is_at_risk and not fact.is_legally_cleared:
        return False
    is_approved = fact.state in {State.APPROVED, State.PUBLISHED}
    is_there = fact.is_in_text and fact.is_confirmed
    is_plain = is_approved and fact.has_approvals and fact.lets_run and is_there
    return fact.is_waived or is_plain


@given(st.lists(facts, max_size=6), st.integers(0, 3))
def test_a_draft_may_run_exactly_when_nothing_is_open(found: list[Fact], unlooked: int) -> None:
    gate = Gate(tuple(found), sentences=5, unlooked=unlooked)
    assert gate.may_run is (unlooked == 0 and all(is_settled(fact) for fact in found))
    assert gate.may_run is (gate.reasons == [])
    assert gate.settled == sum(is_settled(fact) for fact in found)


def test_every_claim_there_can_be_is_settled_by_the_words_of_the_manual() -> None:
    names = [f.name for f in fields(Fact) if f.type is bool]
    assert len(names) == 10
    for state, *values in product(State, *[(False, True)] * len(names)):
        fact = Fact(claim_id=1, state=state, **dict(zip(names, values, strict=True)))
        assert fact.is_settled is is_settled(fact), fact
        assert bool(fact.decision) is fact.is_settled, fact


@given(facts)
def test_no_waiver_lifts_a_hold_or_stands_in_for_legal_clearance(fact: Fact) -> None:
    kept = set(fact.obstacles) & NEVER_WAIVED
    assert set(fact.blocks) >= kept
    if kept:
        assert isinstance(refuse_waiver(fact, EDITOR), NotReady | WrongState)


@pytest.mark.parametrize(
    ("hue", "value", "best", "runs"),
    [
        ("true", None, None, True),
        ("mixed", None, None, False),
        ("none", None, None, False),
        ("", None, None, False),
        ("", 5, 5, True),
        ("true", 4, 5, False),
    ],
)
def test_only_the_best_finding_lets_words_stand(
    hue: str, value: int | None, best: int | None, runs: bool
) -> None:
    assert lets_run(hue, value, best) is runs


def test_a_waiver_is_refused_by_part_then_person_then_state() -> None:
    open_ = Fact(claim_id=1, state=State.OPEN)
    assert refuse_waiver(open_, EDITOR) is None
    for parts in ({Part.CHECKER}, {Part.LEGAL_REVIEWER, Part.REVIEWER, Part.ADMINISTRATOR}, set()):
        found = refuse_waiver(open_, Actor(1, "Carla", frozenset(parts)))
        assert isinstance(found, NotYourPart)
    worked = Fact(claim_id=1, state=State.APPROVED, hands=((9, "wrote the verdict"),))
    assert isinstance(refuse_waiver(worked, EVERYTHING), NotYourPart)
    assert isinstance(refuse_waiver(worked, EDITOR), WrongState)
    interested = Fact(claim_id=1, state=State.OPEN, conflicts=frozenset({9}))
    assert isinstance(refuse_waiver(interested, EVERYTHING), NotYourPart)
    assert isinstance(refuse_taking_back(open_, EDITOR), WrongState)


def test_clearing_is_refused_with_everything_that_is_in_the_way() -> None:
    held = Fact(claim_id=7, state=State.APPROVED, is_held=True, lets_run=False)
    found = refuse_clearance(Gate((held,), 2, 1), EDITOR)
    assert isinstance(found, NotClear)
    assert [(one.claim_id, one.obstacle) for one in found.reasons] == [
        (None, None),
        (7, Obstacle.HELD),
        (7, Obstacle.FINDING),
    ]
    assert "3 things are in the way" in found.sentence
    assert refuse_clearance(Gate((), 2, 0), EDITOR) is None
    assert isinstance(refuse_clearance(Gate((), 2, 0), Actor(3, "Carla")), NotYourPart)
