"""Each condition of the rulebook refuses what it is there to refuse, with a sentence to act on."""

from dataclasses import replace

import pytest

from factcheck.domain.guards import GUARDS
from factcheck.domain.policy import Policy, RiskFlags, Vote
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.standing import PublicationFacts, VerdictFacts
from factcheck.domain.terms import ArticleKind, Capacity, Part, ReviewState
from factcheck.domain.workflow import TABLE, Verb, check, consequence
from tests.domain.test_workflow import AUTHOR, CHANGE, ME, READY, person, ready

# guard: (verb, standing in which it must refuse, refusal, words of its sentence)
REFUSED = {
    "four_eyes": (Verb.APPROVE, {"contributions": {ME: ("logged evidence 3",)}}, NotYourPart, "3"),
    "no_conflict": (Verb.APPROVE, {"conflicts": {ME: "my cousin"}}, NotYourPart, "conflict"),
    "author_without_conflict": (
        Verb.SUBMIT,
        {"conflicts": {AUTHOR: "my cousin"}},
        NotReady,
        "somebody else must write it anew",
    ),
    "not_mine_yet": (Verb.TAKE, {"assignee_id": ME}, WrongState, "already"),
    "not_decided_yet": (
        Verb.APPROVE,
        {"votes": (Vote(ME, ReviewState.APPROVED),)},
        WrongState,
        "You approved already.",
    ),
    "not_reading_yet": (
        Verb.START_READING,
        {"votes": (Vote(ME, ReviewState.READING),)},
        WrongState,
        "already that you are reading",
    ),
    "not_recused_yet": (Verb.RECUSE, {"conflicts": {ME: "my cousin"}}, WrongState, "already"),
    "own_work": (Verb.WITHDRAW, {"contributions": {}}, NotYourPart, "send it back"),
    "verdict_written": (
        Verb.SUBMIT,
        {"verdict": VerdictFacts()},
        NotReady,
        "a rating, a one-sentence reason, an explanation and an “as of” date",
    ),
    "words_settled": (Verb.SUBMIT, {"unsettled_words": 1}, NotReady, "changed or lost the claim"),
    "evidence_logged": (Verb.SUBMIT, {"evidence_count": 0}, NotReady, "at least one piece"),
    "enough_origins": (Verb.SUBMIT, {"origins": 0}, NotReady, "needs one independent"),
    "primary_source": (
        Verb.SUBMIT,
        {"policy": Policy(is_primary_needed=True), "has_primary": False},
        NotReady,
        "primary source",
    ),
    "change_noted": (
        Verb.SUBMIT,
        {"verdict": replace(CHANGE, has_change_note=False)},
        NotReady,
        "note that tells readers",
    ),
    "legal_review_needed": (Verb.CLEAR, {"flags": RiskFlags()}, WrongState, "no risk flag"),
    "not_held": (Verb.PUBLISH, {"is_held": True}, NotReady, "legal hold is on"),
    "not_held_yet": (Verb.HOLD, {"is_held": True}, WrongState, "already"),
    "held": (Verb.RELEASE, {"is_held": False}, WrongState, "No legal hold"),
    "for_readers": (
        Verb.PUBLISH,
        {"article_kind": ArticleKind.OWN_DRAFT},
        WrongState,
        "our own draft",
    ),
    "approvals_stand": (Verb.PUBLISH, {"votes": ()}, WrongState, "One more approval is needed."),
    "legally_cleared": (
        Verb.PUBLISH,
        {"flags": RiskFlags(involves_minor=True)},
        NotReady,
        "legal reviewer must clear",
    ),
    "reply_settled": (
        Verb.PUBLISH,
        {"policy": Policy(is_reply_needed=True)},
        NotReady,
        "Ask for a reply",
    ),
    "origin_traced": (Verb.PUBLISH, {"has_appearance": False}, NotReady, "where the claim was"),
    "names_hidden": (
        Verb.PUBLISH,
        {
            "flags": RiskFlags(names_private_person=True),
            "are_names_hidden": False,
            "votes": (*READY.votes, Vote(3, ReviewState.APPROVED, Capacity.LEGAL)),
        },
        NotReady,
        "which role readers see",
    ),
    "may_publish_own_approval": (
        Verb.PUBLISH,
        {
            "policy": Policy(may_approver_publish=False),
            "votes": (Vote(ME, ReviewState.APPROVED),),
        },
        NotYourPart,
        "another editor",
    ),
    "before_readers": (Verb.DROP_CHANGE, {"publication": PublicationFacts()}, WrongState, "yet"),
    "not_before_readers": (
        Verb.DISMISS,
        {"publication": PublicationFacts(id=1, number=1)},
        WrongState,
        "was published",
    ),
    "live": (Verb.RETRACT, {"publication": PublicationFacts()}, WrongState, "No published"),
    "retraction_open": (
        Verb.CONFIRM_RETRACTION,
        {"publication": PublicationFacts(id=1, number=1)},
        WrongState,
        "No retraction waits",
    ),
    "other_than_retractor": (
        Verb.CONFIRM_RETRACTION,
        {"publication": PublicationFacts(id=1, number=2, is_retracted=True, retracted_by_id=ME)},
        NotYourPart,
        "another editor must confirm",
    ),
}


def test_every_guard_has_a_case_and_every_verb_knows_its_guards() -> None:
    assert set(REFUSED) == set(GUARDS)
    assert {name for rule in TABLE.values() for name in rule.guards} == set(GUARDS)


@pytest.mark.parametrize("name", REFUSED)
def test_each_guard_refuses_what_it_is_there_to_refuse(name: str) -> None:
    verb, circumstances, kind, words = REFUSED[name]
    state = next(iter(TABLE[verb].moves))
    standing = replace(ready(verb, state), **circumstances)
    assert name in TABLE[verb].guards
    found = GUARDS[name].try_(standing, person(*TABLE[verb].parts))
    assert type(found) is kind
    assert words in found.sentence
    with pytest.raises(kind):
        check(verb, standing, person(*TABLE[verb].parts))


@pytest.mark.parametrize(
    ("is_harsh", "is_private", "is_needed"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_a_rating_that_judges_a_private_person_is_cleared_by_the_law(
    is_harsh: bool, is_private: bool, is_needed: bool
) -> None:
    """R7."""
    standing = replace(
        READY,
        verdict=replace(READY.verdict, is_characterisation=is_harsh),
        is_claimant_private=is_private,
    )
    found = GUARDS["legally_cleared"].try_(standing, person(*TABLE[Verb.PUBLISH].parts))
    assert (found is not None) is is_needed
    if found is not None:
        assert "judges a private person" in found.sentence


def test_a_panel_s_votes_are_not_counted_aloud_while_they_are_secret() -> None:
    """W3: neither the refusal nor the button says how many approved so far."""
    panel = Policy(approvals_needed=2, panel_size=3)
    for votes in ((), (Vote(3, ReviewState.APPROVED),), (Vote(3, ReviewState.SENT_BACK),)):
        standing = replace(READY, policy=panel, votes=votes)
        found = GUARDS["approvals_stand"].try_(standing, person(*TABLE[Verb.PUBLISH].parts))
        assert found is not None
        assert found.sentence.startswith("2 approvals are needed; the panel votes in secret")
        assert consequence(Verb.APPROVE, standing, person(Part.REVIEWER)) == "one of 3 secret votes"
