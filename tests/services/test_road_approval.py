"""An approval binds to exact content (W4), and votes add up as the policy says (W3)."""

from dataclasses import replace
from typing import Any

import pytest

from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import (
    ClaimKind,
    EvidenceKind,
    ReplyOutcome,
    ReviewState,
    SourceClass,
    Stance,
    State,
)
from factcheck.services import claims, evidence, publication, reviews, verdicts
from factcheck.services.standing import load
from tests import factories, road
from tests.cast import Newsroom

# Every field of a claim that readers get or the verdict rests on, changed alone, and the words the cause says.
CLAIM_FIELDS: dict[str, Any] = {
    "statement": "The harbour lost 4 million crowns.",
    "claimant": "the deputy mayor",
    "claimant_role": "mayor of the town",
    "is_claimant_public": False,
    "said_on": "2026-11-15",
    "said_where": "a press meeting",
    "appearance_url": "https://news.example/other",
    "kind": ClaimKind.EVENT,
    "names_private_person": True,
    "alleges_crime": True,
    "involves_minor": True,
    "hidden_names": (("Jo Low", "a clerk"),),
    "add_words": "Ferries carried 12,000 people in August",
}
# The same for a piece of evidence.
EVIDENCE_FIELDS: dict[str, Any] = {
    "kind": EvidenceKind.DOCUMENT,
    "stance": Stance.CONTEXT,
    "source_class": SourceClass.CLAIMANT,
    "title": "Accounts, second edition",
    "url": "https://harbour.example/accounts-2",
    "publisher": "Harbour council",
    "published_on": "2026-04",
    "accessed_on": "2026-11-18",
    "quote": "Result for the year: -4,012,331",
    "says": "The loss is a crown larger.",
    "locator": "page 13",
    "origin_group": "the harbour itself",
    "note": "Read on the spot.",
    "expert_employer": "University",
    "expert_field": "ports",
    "expert_conflicts": "none",
    "is_public": False,
    "internal_reason": "Handed over in confidence.",
}
WORDS = {"add_words": "marked words", "is_public": "is public"}


def _approved_and_asked(newsroom: Newsroom) -> int:
    """Approved by Rosa, with Emil asked as well."""
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, claim_id, newsroom.emil)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert road.state(newsroom, claim_id) is State.APPROVED
    return claim_id


def _is_voided(newsroom: Newsroom, claim_id: int, cause: str, old_hash: str) -> None:
    """A version 2 waits for review, says why, asks both reviewers again, and has another hash."""
    found = road.ticket(newsroom, claim_id)
    assert found.verdict is not None
    assert (found.claim.state, found.verdict.number) == (State.IN_REVIEW, 2)
    assert found.verdict.cause == cause
    assert found.verdict.content_hash not in {old_hash, None}
    assert found.standing.approvals == 0
    asked = {"Rosa": ReviewState.ASKED, "Emil": ReviewState.ASKED}
    assert road.reviewers(newsroom, claim_id) == asked
    assert "verdict:voided verdict:2" in newsroom.history(claim_id)
    with newsroom.read() as session:
        assert verdicts.submitted_content(session, claim_id, 1).hash == old_hash


@pytest.mark.parametrize("name", CLAIM_FIELDS)
def test_changing_one_field_of_the_claim_voids_the_approval_and_says_so(
    newsroom: Newsroom, name: str
) -> None:
    claim_id = _approved_and_asked(newsroom)
    old_hash = factories.content_hash(newsroom, claim_id)
    road.edit_claim(newsroom, claim_id, newsroom.cyril, **{name: CLAIM_FIELDS[name]})
    words = WORDS.get(name, name.replace("_", " "))
    _is_voided(newsroom, claim_id, f"Cyril changed the claim ({words})", old_hash)


@pytest.mark.parametrize("name", EVIDENCE_FIELDS)
def test_changing_one_field_of_evidence_voids_the_approval_and_says_so(
    newsroom: Newsroom, name: str
) -> None:
    claim_id = _approved_and_asked(newsroom)
    old_hash = factories.content_hash(newsroom, claim_id)
    changed = {name: EVIDENCE_FIELDS[name]}
    if name == "is_public":
        changed["internal_reason"] = EVIDENCE_FIELDS["internal_reason"]
    road.change_evidence(newsroom, claim_id, 2, newsroom.cyril, **changed)
    words = ", ".join(one.replace("_", " ") for one in changed)
    _is_voided(newsroom, claim_id, f"Cyril changed evidence 2 ({words})", old_hash)


def test_every_field_of_claim_and_evidence_is_tried() -> None:
    assert set(CLAIM_FIELDS) - {"hidden_names", "add_words"} == set(claims.COLUMNS) - (
        claims.BESIDE
    )
    assert set(EVIDENCE_FIELDS) == set(evidence.COLUMNS)


def test_logging_withdrawing_and_asking_for_a_reply_void_it_as_well(newsroom: Newsroom) -> None:
    claim_id = _approved_and_asked(newsroom)
    factories.log(newsroom, claim_id, newsroom.cyril, replace(factories.LINK, publisher="Court"))
    with newsroom.work(newsroom.cyril) as work:
        row = evidence.row(work.session, claim_id, 2)
        evidence.withdraw(work, claim_id, 2, row.version, "It was of another year.")
    factories.reply(newsroom, claim_id, newsroom.cyril, ReplyOutcome.DECLINED)
    with newsroom.read() as session:
        causes = [row.cause for row in verdicts.versions(session, claim_id)]
    assert causes == [
        "Cyril recorded a reply",
        "Cyril asked for a reply",
        "Cyril withdrew evidence 2",
        "Cyril logged evidence 3",
        "",
    ]


def test_what_stays_on_the_desk_voids_nothing(newsroom: Newsroom) -> None:
    claim_id = _approved_and_asked(newsroom)
    road.edit_claim(newsroom, claim_id, newsroom.cyril, selection_reason="A reader asked.")
    assert road.state(newsroom, claim_id) is State.APPROVED
    assert road.ticket(newsroom, claim_id).standing.approvals == 1


def test_saving_what_stands_there_already_voids_nothing(newsroom: Newsroom) -> None:
    claim_id = _approved_and_asked(newsroom)
    before = road.counts(newsroom)
    road.edit_claim(newsroom, claim_id, newsroom.cyril)
    road.change_evidence(newsroom, claim_id, 1, newsroom.cyril)
    assert road.counts(newsroom) == before
    assert road.state(newsroom, claim_id) is State.APPROVED


def test_whoever_recused_is_not_asked_again(newsroom: Newsroom) -> None:
    claim_id = _approved_and_asked(newsroom)
    with newsroom.work(newsroom.emil) as work:
        reviews.recuse(work, claim_id, "My brother is the harbour master.")
    factories.log(newsroom, claim_id, newsroom.cyril)
    assert road.reviewers(newsroom, claim_id) == {"Rosa": ReviewState.ASKED}


def test_reviewers_of_a_verdict_sent_back_are_asked_again_when_it_is_rewritten(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, claim_id, newsroom.emil)
    road.send_back(newsroom, claim_id, newsroom.rosa)
    assert road.ticket(newsroom, claim_id).claim.state_reason == "The audit does not say that."
    factories.submit(newsroom, claim_id, newsroom.carla)
    asked = {"Rosa": ReviewState.ASKED, "Emil": ReviewState.ASKED}
    assert road.reviewers(newsroom, claim_id) == asked


def test_handing_in_the_same_words_again_makes_a_new_version_to_review(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    first = factories.content_hash(newsroom, claim_id)
    road.send_back(newsroom, claim_id, newsroom.rosa)
    with newsroom.work(newsroom.carla) as work:
        assert verdicts.submit(work, claim_id).number == 2
    assert factories.content_hash(newsroom, claim_id) == first
    assert road.reviewers(newsroom, claim_id) == {"Rosa": ReviewState.ASKED}


def test_a_hash_read_before_a_change_approves_clears_and_publishes_nothing(
    newsroom: Newsroom,
) -> None:
    risky = replace(factories.CLAIM, alleges_crime=True)
    claim_id = factories.claim(newsroom, State.IN_REVIEW, given=risky)
    seen = factories.content_hash(newsroom, claim_id)
    factories.log(newsroom, claim_id, newsroom.cyril)
    told = "Cyril changed this verdict at"
    for who, deed in (
        (newsroom.rosa, reviews.approve),
        (newsroom.lara, reviews.clear),
    ):
        road.refuse(newsroom, who, WrongState, told, lambda w, d=deed: d(w, claim_id, seen))
    for nothing in ("", "0" * 64, seen.upper()):
        road.refuse(
            newsroom,
            newsroom.rosa,
            WrongState,
            "read it again",
            lambda w, h=nothing: reviews.approve(w, claim_id, h),
        )


def test_an_approved_verdict_is_published_only_as_it_was_read(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    road.refuse(
        newsroom,
        newsroom.edith,
        WrongState,
        "read it again",
        lambda work: publication.publish(work, claim_id, "0" * 64),
    )


def test_approving_twice_is_refused(newsroom: Newsroom) -> None:
    road.set_policy(newsroom, approvals_needed=2)
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    seen = factories.content_hash(newsroom, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    road.refuse(
        newsroom,
        newsroom.rosa,
        WrongState,
        "You approved already.",
        lambda work: reviews.approve(work, claim_id, seen),
    )
    road.refuse(
        newsroom,
        newsroom.edith,
        WrongState,
        "One more approval is needed.",
        lambda work: publication.publish(work, claim_id, seen),
    )


# ── Panels ───────────────────────────────────────────────────────────────────────────────────────


def _before_a_panel(newsroom: Newsroom) -> int:
    road.set_policy(newsroom, panel_size=3, approvals_needed=2)
    return factories.claim(newsroom, State.IN_REVIEW)


def test_two_of_three_votes_carry(newsroom: Newsroom) -> None:
    claim_id = _before_a_panel(newsroom)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    road.send_back(newsroom, claim_id, newsroom.edith)
    assert road.state(newsroom, claim_id) is State.IN_REVIEW
    factories.approve(newsroom, claim_id, newsroom.emil)
    assert road.state(newsroom, claim_id) is State.APPROVED
    states = {"Rosa": "approved", "Edith": "sent_back", "Emil": "approved"}
    assert road.reviewers(newsroom, claim_id) == states


def test_two_of_three_send_backs_return_it(newsroom: Newsroom) -> None:
    claim_id = _before_a_panel(newsroom)
    road.send_back(newsroom, claim_id, newsroom.rosa)
    assert road.state(newsroom, claim_id) is State.IN_REVIEW
    road.send_back(newsroom, claim_id, newsroom.edith)
    assert road.state(newsroom, claim_id) is State.CHECKING


def test_without_a_panel_the_first_send_back_decides(newsroom: Newsroom) -> None:
    road.set_policy(newsroom, approvals_needed=2)
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    road.send_back(newsroom, claim_id, newsroom.edith)
    assert road.state(newsroom, claim_id) is State.CHECKING


def test_the_rating_each_voter_chose_is_kept_even_where_it_is_another(newsroom: Newsroom) -> None:
    claim_id = _before_a_panel(newsroom)
    with newsroom.read() as session:
        found = load(session, claim_id)
        scale = verdicts.scale_of(found)
    assert scale is not None
    proposed, other = scale.choices[0].id, scale.choices[1].id
    factories.approve(newsroom, claim_id, newsroom.rosa)
    with newsroom.work(newsroom.edith) as work:
        reviews.send_back(work, claim_id, "I would say less.", other)
    votes = {r.reviewer_name: r.voted_rating_id for r in road.ticket(newsroom, claim_id).reviews}
    assert votes == {"Rosa": proposed, "Edith": other}


# ── Approvers who leave ──────────────────────────────────────────────────────────────────────────


def test_an_approver_who_was_disabled_since_counts_no_more(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    seen = factories.content_hash(newsroom, claim_id)
    road.disable(newsroom, newsroom.rosa)
    road.refuse(
        newsroom,
        newsroom.edith,
        WrongState,
        "One more approval is needed.",
        lambda work: publication.publish(work, claim_id, seen),
    )


def test_an_approver_who_recuses_takes_her_approval_along(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    with newsroom.work(newsroom.rosa) as work:
        reviews.recuse(work, claim_id, "I bought shares of the harbour.")
    assert road.state(newsroom, claim_id) is State.IN_REVIEW
    road.refuse(
        newsroom,
        newsroom.rosa,
        NotYourPart,
        "declared a conflict of interest",
        lambda work: reviews.approve(work, claim_id, ""),
    )
    factories.approve(newsroom, claim_id, newsroom.edith)
    assert road.state(newsroom, claim_id) is State.APPROVED
