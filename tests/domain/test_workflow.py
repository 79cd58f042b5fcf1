"""The rulebook, walked whole: state × part × verb, against a table written by hand from the manual."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.policy import Policy, RiskFlags, Vote
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.standing import PublicationFacts, Standing, VerdictFacts
from factcheck.domain.terms import (
    Actor,
    Capacity,
    ChangeKind,
    Part,
    ReplyOutcome,
    ReviewState,
    State,
)
from factcheck.domain.workflow import TABLE, Verb, check, offers, refusal

ME, AUTHOR, OTHER = 7, 1, 2

# What the manual says.  verb: parts | from -> to, ...   (c checker, r reviewer, e editor, l legal reviewer)
MANUAL = """
open:               ce   | spotted>open
take:               c    | open>checking checking
assign:             e    | open>checking checking in_review approved
edit_claim:         ce   | spotted open checking in_review approved>in_review
log_evidence:       ce   | open>checking checking in_review approved>in_review
change_evidence:    ce   | open>checking checking in_review approved>in_review
ask_reply:          ce   | open>checking checking in_review approved>in_review
record_reply:       ce   | open>checking checking in_review approved>in_review published
save_verdict:       ce   | open>checking checking in_review>checking approved>checking
submit:             ce   | checking>in_review
withdraw:           ce   | in_review>checking
recheck:            ce   | in_review>checking approved>checking
ask_review:         cre  | in_review
start_reading:      rel  | in_review
recuse:             crel | spotted open checking in_review approved published
approve:            re   | in_review>approved
clear:              l    | in_review approved
send_back:          rel  | in_review>checking approved>checking
hold:               l    | spotted open checking in_review approved published dismissed
release:            l    | spotted open checking in_review approved published dismissed
waive:              e    | checking in_review approved
publish:            e    | approved>published
dismiss:            ce   | spotted>dismissed open>dismissed checking>dismissed
reopen:             ce   | dismissed>open
correct:            e    | published>checking
clarify:            e    | published>checking
update:             e    | published>checking
drop_change:        e    | open>published checking>published
retract:            e    | open checking in_review approved published
confirm_retraction: e    | open checking in_review approved published
"""
LETTERS = {"c": Part.CHECKER, "r": Part.REVIEWER, "e": Part.EDITOR, "l": Part.LEGAL_REVIEWER}


def manual() -> dict[Verb, tuple[set[Part], dict[State, State]]]:
    """The text above as data."""
    found = {}
    for line in MANUAL.strip().splitlines():
        name, rest = line.split(":", 1)
        letters, moves = rest.split("|")
        steps = [move.split(">") for move in moves.split()]
        found[Verb(name.strip())] = (
            {LETTERS[letter] for letter in letters.strip()},
            {State(step[0]): State(step[-1]) for step in steps},
        )
    return found


# A claim on which nothing stands in the way of anybody who is not its author.
READY = Standing(
    state=State.CHECKING,
    verdict=VerdictFacts(
        number=1,
        author_id=AUTHOR,
        rating_id=1,
        rating_label="Supported",
        has_reason=True,
        has_explanation=True,
        has_as_of=True,
        content_hash="h",
    ),
    evidence_count=2,
    origins=2,
    has_primary=True,
    has_appearance=True,
    votes=(Vote(OTHER, ReviewState.APPROVED),),
)
# verb -> what must be so before its guards let it pass
CIRCUMSTANCES = {
    Verb.WITHDRAW: {"contributions": {ME: ("logged evidence 1",)}},
    Verb.CLEAR: {"flags": RiskFlags(alleges_crime=True)},
    Verb.RELEASE: {"is_held": True},
    Verb.CLARIFY: {"publication": PublicationFacts(id=1, number=1)},
    Verb.UPDATE: {"publication": PublicationFacts(id=1, number=1)},
    Verb.DROP_CHANGE: {"publication": PublicationFacts(id=1, number=1)},
    Verb.RETRACT: {"publication": PublicationFacts(id=1, number=1)},
    Verb.CONFIRM_RETRACTION: {
        "publication": PublicationFacts(id=1, number=2, is_retracted=True, retracted_by_id=OTHER)
    },
}


def ready(verb: Verb, state: State) -> Standing:
    return replace(READY, state=state, **CIRCUMSTANCES.get(verb, {}))


def person(*parts: Part, id: int = ME) -> Actor:  # noqa: A002  the field it fills
    return Actor(id, "Somebody", frozenset(parts))


def test_the_manual_knows_every_verb_and_the_table_no_other() -> None:
    assert set(manual()) == set(Verb) == set(TABLE)


@pytest.mark.parametrize(("verb", "state", "part"), list(product(Verb, State, Part)))
def test_each_verb_does_what_the_manual_says_in_each_state_for_each_part(
    verb: Verb, state: State, part: Part
) -> None:
    parts, moves = manual()[verb]
    standing = ready(verb, state)
    if part not in parts:
        with pytest.raises(NotYourPart):
            check(verb, standing, person(part))
    elif state not in moves:
        with pytest.raises(WrongState):
            check(verb, standing, person(part))
    else:
        assert check(verb, standing, person(part)) is moves[state]


@pytest.mark.parametrize("verb", Verb)
def test_an_administrator_alone_has_no_verb_on_claims(verb: Verb) -> None:
    for state in State:
        with pytest.raises(NotYourPart):
            check(verb, ready(verb, state), person(Part.ADMINISTRATOR))


@pytest.mark.parametrize("verb", Verb)
def test_the_command_line_plays_no_part(verb: Verb) -> None:
    with pytest.raises(NotYourPart):
        check(verb, ready(verb, State.CHECKING), Actor(None, "command line"))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.START_READING, Verb.CLEAR, Verb.WAIVE])
@pytest.mark.parametrize("deed", ["wrote the verdict", "logged evidence 3", "changed the claim"])
def test_whoever_had_a_hand_in_it_never_decides_on_it_whatever_her_parts(
    verb: Verb, state: State, deed: str
) -> None:
    standing = replace(ready(verb, state), contributions={ME: (deed,)})
    found = refusal(verb, standing, person(*Part))
    if state in TABLE[verb].moves:
        assert isinstance(found, NotYourPart)
        assert found.sentence == f"Another person must approve: you {deed}."
    else:
        assert isinstance(found, WrongState)


def test_the_author_never_approves_even_when_no_deed_was_recorded() -> None:
    standing = replace(ready(Verb.APPROVE, State.IN_REVIEW), contributions={})
    with pytest.raises(NotYourPart, match="you wrote the verdict"):
        check(Verb.APPROVE, standing, person(*Part, id=AUTHOR))


# Who holds the claim, who wrote the verdict: where the claim goes when ME declares a conflict of interest.
RECUSED = {
    (ME, OTHER): {State.CHECKING: State.OPEN},
    (ME, ME): dict.fromkeys((State.CHECKING, State.IN_REVIEW, State.APPROVED), State.OPEN),
    (None, ME): dict.fromkeys((State.IN_REVIEW, State.APPROVED), State.OPEN),
    (OTHER, ME): dict.fromkeys((State.IN_REVIEW, State.APPROVED), State.CHECKING),
    (OTHER, OTHER): {},
    (None, None): {},
}


@pytest.mark.parametrize(("holder", "author"), RECUSED)
def test_recusing_gives_the_claim_back_where_the_work_rests_on_her(
    holder: int | None, author: int | None
) -> None:
    """M12: a person with an interest is no checker of the claim either."""
    somebody = person(Part.CHECKER)
    for state in TABLE[Verb.RECUSE].moves:
        verdict = replace(READY.verdict, author_id=author)
        standing = replace(READY, state=state, assignee_id=holder, verdict=verdict)
        new = RECUSED[holder, author].get(state, state)
        assert check(Verb.RECUSE, standing, somebody) is new, state
        offer = next(o for o in offers(standing, somebody) if o.verb is Verb.RECUSE)
        assert offer.consequence == ("" if new is state else f"goes to “{new.label}”")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_whoever_declared_a_conflict_has_no_verb_on_the_claim_whatever_her_parts(
    verb: Verb, state: State
) -> None:
    standing = replace(ready(verb, state), conflicts={ME: "My cousin."})
    found = refusal(verb, standing, person(*Part))
    if verb is not Verb.RECUSE and state in TABLE[verb].moves:
        assert isinstance(found, NotYourPart)
        assert found.sentence.startswith("You declared a conflict of interest on this claim;")
    else:
        assert isinstance(found, WrongState)


@pytest.mark.parametrize(
    ("verb", "state"), [(Verb.SUBMIT, State.CHECKING), (Verb.PUBLISH, State.APPROVED)]
)
def test_what_somebody_with_a_conflict_wrote_is_taken_over_before_it_goes_on(
    verb: Verb, state: State
) -> None:
    verdict = replace(READY.verdict, author_name="Carla")
    standing = replace(READY, state=state, verdict=verdict, conflicts={AUTHOR: "Her cousin."})
    found = refusal(verb, standing, person(*TABLE[verb].parts))
    assert found is not None
    assert found.sentence.startswith("Carla wrote this verdict and declared a conflict")


def test_publishing_in_review_says_how_many_approvals_are_missing() -> None:
    standing = replace(READY, state=State.IN_REVIEW, votes=())
    with pytest.raises(WrongState, match=r"^One more approval is needed\.$"):
        check(Verb.PUBLISH, standing, person(Part.EDITOR))
    standing = replace(standing, policy=Policy(approvals_needed=3))
    with pytest.raises(WrongState, match=r"^3 more approvals are needed\.$"):
        check(Verb.PUBLISH, standing, person(Part.EDITOR))


@pytest.mark.parametrize(
    "verb", [Verb.EDIT_CLAIM, Verb.LOG_EVIDENCE, Verb.CHANGE_EVIDENCE, Verb.SAVE_VERDICT]
)
def test_nothing_before_readers_changes_silently(verb: Verb) -> None:
    with pytest.raises(WrongState, match="Begin a correction"):
        check(verb, replace(READY, state=State.PUBLISHED), person(Part.EDITOR))


PUBLISHABLE = replace(READY, state=State.APPROVED)
CHANGE = replace(READY.verdict, change_kind=ChangeKind.CORRECTION)
CLARIFICATION = replace(READY.verdict, change_kind=ChangeKind.CLARIFICATION)


@pytest.mark.parametrize(
    ("outcomes", "waived", "is_settled"),
    [
        ((), False, False),
        ((ReplyOutcome.WAITING,), False, False),
        ((ReplyOutcome.NO_REPLY,), False, True),
        ((ReplyOutcome.WAITING, ReplyOutcome.DECLINED), False, False),
        ((ReplyOutcome.NO_REPLY, ReplyOutcome.DECLINED), False, True),
        ((ReplyOutcome.REPLIED,), False, True),
        ((), True, True),
    ],
)
def test_an_allegation_is_published_only_with_a_settled_or_waived_reply(
    outcomes: tuple[ReplyOutcome, ...], waived: bool, is_settled: bool
) -> None:
    standing = replace(
        PUBLISHABLE,
        flags=RiskFlags(alleges_crime=True),
        votes=(*READY.votes, Vote(3, ReviewState.APPROVED, Capacity.LEGAL)),
        reply_outcomes=outcomes,
        is_reply_waived=waived,
    )
    assert (refusal(Verb.PUBLISH, standing, person(Part.EDITOR)) is None) is is_settled


def test_a_clarification_leaves_the_rating_as_it_is_and_a_correction_may_change_it() -> None:
    for verdict, is_refused in ((CLARIFICATION, True), (CHANGE, False)):
        standing = replace(READY, verdict=replace(verdict, is_rating_changed=True))
        found = refusal(Verb.SUBMIT, standing, person(Part.CHECKER))
        assert (found is not None) is is_refused


def test_an_approval_of_somebody_who_left_the_desk_no_longer_counts() -> None:
    gone = (Vote(OTHER, ReviewState.APPROVED, is_live=False),)
    with pytest.raises(WrongState, match="One more approval"):
        check(Verb.PUBLISH, replace(PUBLISHABLE, votes=gone), person(Part.EDITOR))


def test_offers_hold_the_verbs_of_the_state_with_the_reason_where_one_is_refused() -> None:
    standing = replace(
        READY, state=State.IN_REVIEW, contributions={ME: ("logged evidence 3",)}, votes=()
    )
    found = {offer.verb: offer for offer in offers(standing, person(Part.REVIEWER))}
    assert set(found) == {
        Verb.ASK_REVIEW,
        Verb.START_READING,
        Verb.RECUSE,
        Verb.APPROVE,
        Verb.SEND_BACK,
    }
    assert found[Verb.APPROVE].refusal == "Another person must approve: you logged evidence 3."
    assert found[Verb.APPROVE].consequence == "1 of 1"
    assert found[Verb.SEND_BACK].refusal == ""
    assert found[Verb.SEND_BACK].is_reason_needed


standings = st.builds(
    Standing,
    state=st.sampled_from(State),
    flags=st.builds(RiskFlags, st.booleans(), st.booleans(), st.booleans()),
    policy=st.builds(
        Policy, approvals_needed=st.integers(1, 3), panel_size=st.sampled_from([0, 3])
    ),
    verdict=st.builds(VerdictFacts, author_id=st.sampled_from([None, ME, OTHER])),
    is_held=st.booleans(),
    contributions=st.dictionaries(
        st.sampled_from([ME, OTHER]), st.just(("logged evidence 1",)), max_size=2
    ),
    conflicts=st.dictionaries(st.sampled_from([ME, OTHER]), st.just("a cousin"), max_size=2),
    votes=st.lists(
        st.builds(Vote, st.sampled_from([OTHER, 3, 4]), st.sampled_from(ReviewState)), max_size=3
    ).map(tuple),
    publication=st.builds(PublicationFacts, number=st.integers(0, 2), is_retracted=st.booleans()),
)


@given(standing=standings, parts=st.frozensets(st.sampled_from(Part)))
def test_the_button_and_the_enforcement_never_disagree(
    standing: Standing, parts: frozenset[Part]
) -> None:
    actor = Actor(ME, "Somebody", parts)
    offered = {offer.verb: offer.refusal for offer in offers(standing, actor)}
    for verb in Verb:
        found = refusal(verb, standing, actor)
        if verb in offered:
            assert offered[verb] == (found.sentence if found else "")
        else:
            assert isinstance(found, NotYourPart | WrongState)


@given(standing=standings)
def test_no_parts_publish_under_a_hold_approve_own_work_or_outweigh_a_conflict(
    standing: Standing,
) -> None:
    everything = Actor(ME, "Somebody", frozenset(Part))
    if standing.is_held:
        assert refusal(Verb.PUBLISH, standing, everything) is not None
    if ME in standing.contributions or standing.verdict.author_id == ME:
        assert refusal(Verb.APPROVE, standing, everything) is not None
    if ME in standing.conflicts:
        assert all(refusal(verb, standing, everything) is not None for verb in Verb)
