"""The road of a translation: the table against one written by hand, and each condition alone."""

import itertools
from dataclasses import replace

import pytest

from factcheck.domain.policy import Policy, Vote
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import Actor, Capacity, Part, ReviewState
from factcheck.domain.translating import TABLE, Road, Step, TranslationState, check, refusal

S = TranslationState
AUTHOR, READER = 1, 2
APPROVED = Vote(READER, ReviewState.APPROVED)
ROAD = Road(votes=(), hands=frozenset({AUTHOR}))

# Step by step: who may (c checker, r reviewer, e editor, l legal reviewer), and from which states it leads where.
MANUAL: dict[Step, tuple[str, dict[str, str]]] = {
    Step.WRITE: (
        "ce",
        {
            "": "draft",
            "draft": "draft",
            "sent_back": "draft",
            "taken_back": "draft",
            "published": "draft",
        },
    ),
    Step.HAND_IN: ("ce", {"draft": "in_review"}),
    Step.TAKE_BACK: ("ce", {"in_review": "taken_back", "approved": "taken_back"}),
    Step.ASK: ("ce", {"in_review": "in_review"}),
    Step.APPROVE: ("re", {"in_review": "approved", "approved": "approved"}),
    Step.CLEAR: ("l", {"in_review": "approved", "approved": "approved"}),
    Step.SEND_BACK: ("re", {"in_review": "sent_back", "approved": "sent_back"}),
    Step.PUBLISH: ("e", {"approved": "published"}),
}
LETTERS = dict(zip(Part, "crela", strict=True))


def somebody(*parts: Part, number: int = READER) -> Actor:
    return Actor(number, "Somebody", frozenset(parts))


def ready(step: Step) -> Road:
    """A road on which nothing but part and state can stand in the way of `step`."""
    votes = (replace_person(APPROVED, 3),) if step is Step.PUBLISH else ()
    legal = step is Step.CLEAR
    hands = frozenset({READER}) if step is Step.TAKE_BACK else ROAD.hands
    return replace(ROAD, votes=votes, hands=hands, needs_legal_review=legal)


def replace_person(vote: Vote, number: int) -> Vote:
    return vote._replace(person_id=number)


def test_the_table_is_the_one_written_by_hand() -> None:
    assert list(TABLE) == list(Step) == list(MANUAL)
    for step, (_, moves) in MANUAL.items():
        found = {(old.value if old else ""): new.value for old, new in TABLE[step].moves.items()}
        assert found == moves


@pytest.mark.parametrize(("step", "part"), list(itertools.product(Step, Part)))
def test_each_part_may_what_the_list_says_and_nothing_else(step: Step, part: Part) -> None:
    state = next(iter(TABLE[step].moves))
    found = refusal(step, replace(ready(step), state=state), somebody(part))
    may = LETTERS[part] in MANUAL[step][0]
    assert (found is None) is may, found
    assert may or isinstance(found, NotYourPart)


@pytest.mark.parametrize(("step", "state"), list(itertools.product(Step, [None, *S])))
def test_a_step_is_taken_in_the_states_of_the_list_and_in_no_other(
    step: Step, state: TranslationState | None
) -> None:
    found = refusal(step, replace(ready(step), state=state), somebody(*Part))
    allowed = (state.value if state else "") in MANUAL[step][1]
    assert (found is None) is allowed, found
    assert allowed or isinstance(found, WrongState)


@pytest.mark.parametrize("step", list(Step))
def test_whoever_declared_a_conflict_stays_out(step: Step) -> None:
    road = replace(ready(step), state=next(iter(TABLE[step].moves)), conflicts=frozenset({READER}))
    with pytest.raises(NotYourPart, match="declared a conflict of interest"):
        check(step, road, somebody(*Part))


@pytest.mark.parametrize("step", [one for one in Step if one is not Step.TAKE_BACK])
def test_nothing_is_translated_that_readers_do_not_have(step: Step) -> None:
    road = replace(ready(step), state=next(iter(TABLE[step].moves)), is_live=False)
    with pytest.raises(WrongState, match="No published verdict stands here"):
        check(step, road, somebody(*Part))


@pytest.mark.parametrize("step", [Step.HAND_IN, Step.APPROVE, Step.CLEAR, Step.PUBLISH])
def test_what_is_out_of_date_goes_no_further(step: Step) -> None:
    road = replace(ready(step), state=next(iter(TABLE[step].moves)), is_current=False)
    with pytest.raises(WrongState, match="bring the translation up to date first"):
        check(step, road, somebody(*Part))


@pytest.mark.parametrize("step", [Step.APPROVE, Step.CLEAR])
def test_nobody_approves_what_she_wrote_whatever_her_parts(step: Step) -> None:
    road = replace(ready(step), state=S.IN_REVIEW)
    with pytest.raises(NotYourPart, match="you wrote this translation"):
        check(step, road, somebody(*Part, number=AUTHOR))


def test_one_decision_a_person_and_version() -> None:
    road = replace(ROAD, state=S.IN_REVIEW, votes=(APPROVED,))
    with pytest.raises(WrongState, match="decided on this version already"):
        check(Step.APPROVE, road, somebody(*Part))


def test_whoever_was_asked_may_decide() -> None:
    road = replace(ROAD, state=S.IN_REVIEW, votes=(APPROVED._replace(state=ReviewState.ASKED),))
    assert refusal(Step.APPROVE, road, somebody(*Part)) is None


def test_a_claim_without_risk_needs_no_clearance() -> None:
    with pytest.raises(WrongState, match="needs no legal clearance"):
        check(Step.CLEAR, replace(ROAD, state=S.IN_REVIEW), somebody(*Part))


def test_what_is_missing_is_named() -> None:
    road = replace(ROAD, state=S.DRAFT, missing=("The claim", "The short answer"))
    with pytest.raises(NotReady, match="still lacks the claim, the short answer"):
        check(Step.HAND_IN, road, somebody(*Part))


def test_only_authors_take_it_back() -> None:
    road = replace(ROAD, state=S.IN_REVIEW)
    assert refusal(Step.TAKE_BACK, road, somebody(Part.CHECKER, number=AUTHOR)) is None
    with pytest.raises(NotYourPart, match="Only those who wrote"):
        check(Step.TAKE_BACK, road, somebody(*Part))


# ── Publishing ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"is_held": True}, "legal hold"),
        ({"votes": ()}, "1 more approval is needed"),
        ({"votes": (APPROVED._replace(is_live=False),)}, "1 more approval is needed"),
        ({"policy": Policy(approvals_needed=3)}, "2 more approvals are needed"),
        ({"needs_legal_review": True}, "legal reviewer must clear"),
        ({"policy": Policy(may_approver_publish=False)}, "another editor to publish"),
    ],
)
def test_publishing_is_refused(changed: dict[str, object], words: str) -> None:
    road = replace(ROAD, state=S.APPROVED, votes=(APPROVED,))
    assert refusal(Step.PUBLISH, road, somebody(Part.EDITOR)) is None
    with pytest.raises((WrongState, NotReady, NotYourPart), match=words):
        check(Step.PUBLISH, replace(road, **changed), somebody(Part.EDITOR))  # type: ignore[arg-type]  # fields of a road


def test_a_flagged_claim_needs_both_eyes_and_the_law() -> None:
    cleared = Vote(3, ReviewState.APPROVED, Capacity.LEGAL)
    assert not replace(ROAD, needs_legal_review=True, votes=(APPROVED,)).is_approved
    assert not replace(ROAD, needs_legal_review=True, votes=(cleared,)).is_approved
    assert replace(ROAD, needs_legal_review=True, votes=(APPROVED, cleared)).is_approved
