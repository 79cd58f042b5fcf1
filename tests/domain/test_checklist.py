"""The checklist says what the button would say, and nothing that does not apply."""

from dataclasses import replace

import pytest

from factcheck.domain.checklist import checklist
from factcheck.domain.policy import Policy, RiskFlags, Vote
from factcheck.domain.standing import Standing, VerdictFacts
from factcheck.domain.terms import ArticleKind, Capacity, ReviewState, State

EMPTY = Standing(state=State.CHECKING)


def names(standing: Standing, *, is_met: bool | None = None) -> set[str]:
    return {line.name for line in checklist(standing) if is_met is None or line.is_met is is_met}


def test_a_fresh_claim_lacks_everything_but_a_hold() -> None:
    assert names(EMPTY, is_met=True) == {"not_held"}
    assert names(EMPTY, is_met=False) == {
        "verdict_written",
        "evidence_logged",
        "enough_origins",
        "origin_traced",
        "approvals_stand",
    }


def test_risk_adds_its_lines_and_only_its_own() -> None:
    quiet = names(EMPTY)
    assert names(replace(EMPTY, flags=RiskFlags(alleges_crime=True))) - quiet == {
        "legally_cleared",
        "reply_settled",
    }
    assert names(replace(EMPTY, flags=RiskFlags(involves_minor=True))) - quiet == {
        "legally_cleared",
        "names_hidden",
    }


def test_words_that_a_newer_text_changed_have_a_line_until_somebody_looked() -> None:
    asked = replace(EMPTY, unsettled_words=2)
    assert names(asked) - names(EMPTY) == {"words_settled"}
    (line,) = (one for one in checklist(asked) if one.name == "words_settled")
    assert (line.is_met, line.where) == (False, "words")


def test_our_own_draft_has_no_lines_about_readers() -> None:
    own = replace(EMPTY, article_kind=ArticleKind.OWN_DRAFT, flags=RiskFlags(True, True, True))
    assert names(own) == {
        "verdict_written",
        "evidence_logged",
        "enough_origins",
        "approvals_stand",
        "not_held",
    }


@pytest.mark.parametrize("state", [State.OPEN, State.CHECKING])
def test_approvals_of_a_version_that_went_back_are_not_promised_to_count(state: State) -> None:
    votes = (Vote(1, ReviewState.APPROVED), Vote(2, ReviewState.APPROVED, Capacity.LEGAL))
    back = replace(EMPTY, state=state, votes=votes, flags=RiskFlags(alleges_crime=True))
    assert (back.approvals, back.is_legally_cleared) == (0, False)
    assert {"approvals_stand", "legally_cleared"} <= names(back, is_met=False)


def test_met_lines_count_and_unmet_lines_say_what_is_missing() -> None:
    standing = replace(
        EMPTY,
        state=State.IN_REVIEW,
        origins=2,
        policy=Policy(minimum_origins=2),
        votes=(Vote(1, ReviewState.APPROVED),),
        verdict=VerdictFacts(rating_id=1, has_reason=True, has_explanation=True),
    )
    said = {line.name: line.sentence for line in checklist(standing)}
    assert said["enough_origins"] == "Enough independent origins: 2, needed 2"
    assert said["approvals_stand"] == "Approved for exactly this content: 1 of 1"
    assert said["verdict_written"] == "The verdict still needs an “as of” date."


@pytest.mark.parametrize(
    ("rating_id", "need", "have", "told"),
    [
        (None, 1, 0, "A verdict here needs one independent origin and the evidence has none:"),
        (1, 2, 1, "This rating needs 2 independent origins and the evidence has 1:"),
    ],
)
def test_origins_that_are_missing_are_counted_in_whole_sentences(
    rating_id: int | None, need: int, have: int, told: str
) -> None:
    standing = replace(
        EMPTY,
        origins=have,
        policy=Policy(minimum_origins=need),
        verdict=VerdictFacts(rating_id=rating_id),
    )
    said = {line.name: line.sentence for line in checklist(standing)}
    assert said["enough_origins"].startswith(told)


def test_more_origins_than_are_needed_are_not_told_as_a_share() -> None:
    standing = replace(EMPTY, origins=4, policy=Policy(minimum_origins=2))
    said = {line.name: line.sentence for line in checklist(standing)}
    assert said["enough_origins"] == "Enough independent origins: 4, needed 2"
