"""The gate of our own drafts: what is in the way of an article, and what editors let run by name (W9, L1, L2)."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DatabaseError

from factcheck.domain.gate import Obstacle
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, Refusal, WrongState
from factcheck.domain.terms import Actor, ArticleKind, State
from factcheck.models import GateWaiver, Person
from factcheck.services import claims, coverage, gate, legal, reviews
from factcheck.services.gate import NoGate
from factcheck.services.intake import NoSuchArticle
from factcheck.services.standing import NoSuchClaim
from tests import factories, gates
from tests.cast import Newsroom
from tests.gates import REASON, at
from tests.road import refuse, refused

RISKY = replace(factories.CLAIM, alleges_crime=True)


def refuse_waiver(
    newsroom: Newsroom, who: Actor, claim_id: int, seen: str, kind: type[Refusal], words: str
) -> None:
    """`who` tries to waive and is refused; nothing is written."""
    refuse(newsroom, who, kind, words, lambda w: gate.waive(w, 1, claim_id, REASON, seen))


def obstacles(newsroom: Newsroom, claim_id: int = 1) -> tuple[Obstacle, ...]:
    return at(newsroom).row(claim_id).fact.blocks


# ── What is in the way ───────────────────────────────────────────────────────────────────────────


def test_a_draft_with_everything_looked_at_and_approved_may_run(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    now = at(newsroom)
    assert now.gate.may_run
    assert now.gate.reasons == []
    assert (now.gate.sentences, now.gate.unlooked, now.with_claim) == (5, 0, 1)
    assert [row.fact.decision for row in now.rows] == ["approved"]


def test_a_sentence_nobody_looked_at_keeps_the_draft_back(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    start = factories.TEXT.index("Ferries")
    with newsroom.work(newsroom.carla) as work:
        coverage.take_back(work, 1, start)
    now = at(newsroom)
    assert not now.gate.may_run
    assert [one.sentence for one in now.gate.reasons] == ["1 sentence was not looked at yet."]
    assert now.next_unlooked == start


@pytest.mark.parametrize("state", [State.SPOTTED, State.OPEN, State.CHECKING, State.IN_REVIEW])
def test_an_undecided_claim_keeps_the_draft_back(newsroom: Newsroom, state: State) -> None:
    gates.draft(newsroom, state)
    assert obstacles(newsroom) == (Obstacle.NOT_DECIDED,)
    assert [one.sentence for one in at(newsroom).gate.reasons] == ["Claim 1: not decided yet."]


def test_a_dismissed_claim_is_settled_with_its_reason(newsroom: Newsroom) -> None:
    gates.draft(newsroom, State.DISMISSED)
    assert at(newsroom).rows[0].fact.decision == "dismissed"
    assert at(newsroom).gate.may_run


@pytest.mark.parametrize("rating", ["needs_change", "cannot_be_settled", "cut"])
def test_an_approved_finding_that_asks_for_other_words_keeps_the_draft_back(
    newsroom: Newsroom, rating: str
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING, kind=ArticleKind.OWN_DRAFT)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.write(newsroom, claim_id, newsroom.carla, rating)
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    gates.look_at_all(newsroom, 1)
    assert obstacles(newsroom) == (Obstacle.FINDING,)
    gates.waive(newsroom, claim_id, newsroom.edith)
    assert at(newsroom).gate.may_run
    assert at(newsroom).rows[0].fact.decision == "waived"


def test_a_legal_hold_keeps_an_approved_claim_back(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    factories.hold(newsroom, claim_id)
    assert obstacles(newsroom) == (Obstacle.HELD,)
    with newsroom.work(newsroom.lara) as work:
        legal.release(work, claim_id, "The lawyers withdrew their letter.")
    assert at(newsroom).gate.may_run


def test_a_flagged_claim_runs_only_after_a_legal_reviewer_cleared_it(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED, kind=ArticleKind.OWN_DRAFT, given=RISKY)
    gates.look_at_all(newsroom, 1)
    assert obstacles(newsroom) == (Obstacle.NOT_CLEARED,)
    factories.clear(newsroom, claim_id)
    assert at(newsroom).gate.may_run


def test_dismissing_alone_carries_no_flagged_claim_through(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.DISMISSED, kind=ArticleKind.OWN_DRAFT, given=RISKY)
    gates.look_at_all(newsroom, 1)
    assert obstacles(newsroom) == (Obstacle.AT_RISK,)
    gates.waive(newsroom, claim_id, newsroom.edith)
    assert at(newsroom).gate.may_run


def test_an_approval_by_somebody_who_left_counts_no_more(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    with newsroom.work(newsroom.ada) as work:
        work.session.get_one(Person, newsroom.rosa.id).disabled_at = work.now
    assert obstacles(newsroom) == (Obstacle.APPROVALS_GONE,)


def test_an_author_who_declares_an_interest_takes_her_verdict_with_her(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    with newsroom.work(newsroom.carla) as work:
        reviews.recuse(work, claim_id, "My brother works at the harbour.")
    assert not at(newsroom).gate.may_run


def test_claims_stand_in_the_order_of_the_text(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    first = factories.claim(
        newsroom, State.OPEN, article_id=1, words="The mayor told the council on Monday"
    )
    assert [row.fact.claim_id for row in at(newsroom).rows] == [first, 1]


def test_an_article_published_elsewhere_has_no_gate(newsroom: Newsroom) -> None:
    article_id = factories.article(newsroom)
    with newsroom.read() as session:
        with pytest.raises(NoGate):
            gate.standing(session, article_id)
        for missing in (0, 999, 2**31):
            with pytest.raises(NoSuchArticle):
                gate.standing(session, missing)


# ── Waivers ──────────────────────────────────────────────────────────────────────────────────────


def test_an_editor_lets_an_open_claim_run_by_name_and_takes_it_back(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    gates.waive(newsroom, claim_id, newsroom.edith)
    row = at(newsroom).row(claim_id)
    assert at(newsroom).gate.may_run
    assert row.waiver is not None
    assert (row.waiver.name, row.waiver.reason) == ("Edith", REASON)
    with newsroom.work(newsroom.emil) as work:
        gate.take_back(work, 1, claim_id)
    assert obstacles(newsroom) == (Obstacle.NOT_DECIDED,)
    assert newsroom.count(GateWaiver) == 1
    assert newsroom.history(claim_id)[-2:] == ["gate:waived gate", "gate:waiver_taken_back gate"]


@pytest.mark.parametrize("name", ["carla", "rosa", "lara", "ada"])
def test_nobody_but_an_editor_waives(newsroom: Newsroom, name: str) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    seen = at(newsroom).row(claim_id).content_hash
    refuse_waiver(newsroom, getattr(newsroom, name), claim_id, seen, NotYourPart, "Only an editor")


def test_nobody_waives_a_claim_she_worked_on_whatever_her_parts(newsroom: Newsroom) -> None:
    claim_id = factories.claim(
        newsroom, State.CHECKING, kind=ArticleKind.OWN_DRAFT, by=newsroom.max
    )
    factories.log(newsroom, claim_id, newsroom.max)
    seen = at(newsroom).row(claim_id).content_hash
    refuse_waiver(
        newsroom,
        newsroom.max,
        claim_id,
        seen,
        NotYourPart,
        "Another editor must waive: you logged evidence 1",
    )
    gates.waive(newsroom, claim_id, newsroom.edith)


def test_whoever_declared_an_interest_waives_nothing(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    with newsroom.work(newsroom.emil) as work:
        reviews.recuse(work, claim_id, "I own a ferry.")
    seen = at(newsroom).row(claim_id).content_hash
    refuse_waiver(newsroom, newsroom.emil, claim_id, seen, NotYourPart, "conflict of interest")


def test_nobody_waives_a_legal_hold_nor_legal_clearance(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING, kind=ArticleKind.OWN_DRAFT, given=RISKY)
    seen = at(newsroom).row(claim_id).content_hash
    refuse_waiver(newsroom, newsroom.edith, claim_id, seen, NotReady, "a legal reviewer must clear")
    factories.hold(newsroom, claim_id)
    refuse_waiver(newsroom, newsroom.edith, claim_id, seen, NotReady, "A legal hold is on")


def test_a_waiver_needs_its_reason_something_to_waive_and_the_claim_as_it_was_read(
    newsroom: Newsroom,
) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    seen = at(newsroom).row(claim_id).content_hash
    with refused(newsroom, BadInput, "Say why"), newsroom.work(newsroom.edith) as work:
        gate.waive(work, 1, claim_id, "", seen)
    factories.log(newsroom, claim_id, newsroom.carla)
    refuse_waiver(newsroom, newsroom.edith, claim_id, seen, WrongState, "changed since you opened")
    with refused(newsroom, NoSuchClaim), newsroom.work(newsroom.edith) as work:
        gate.waive(work, 1, 999, REASON, seen)
    gates.waive(newsroom, claim_id, newsroom.edith)
    seen = at(newsroom).row(claim_id).content_hash
    refuse_waiver(newsroom, newsroom.emil, claim_id, seen, WrongState, "waived already")


def test_a_settled_claim_needs_no_waiver_and_has_none_to_take_back(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    seen = at(newsroom).row(claim_id).content_hash
    refuse_waiver(newsroom, newsroom.edith, claim_id, seen, WrongState, "nothing to waive")
    refuse(
        newsroom,
        newsroom.edith,
        WrongState,
        "No waiver stands",
        lambda w: gate.take_back(w, 1, claim_id),
    )
    refuse(
        newsroom,
        newsroom.carla,
        NotYourPart,
        "Only an editor",
        lambda w: gate.take_back(w, 1, claim_id),
    )


def test_a_waiver_lapses_when_the_claim_changes_and_can_be_given_anew(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    gates.waive(newsroom, claim_id, newsroom.edith)
    with newsroom.work(newsroom.carla) as work:
        version = gate.load(work.session, claim_id).claim.version
        claims.edit(work, claim_id, version, replace(factories.CLAIM, statement="It lost much."))
    row = at(newsroom).row(claim_id)
    assert row.waiver is None
    assert row.lapsed is not None
    assert obstacles(newsroom) == (Obstacle.NOT_DECIDED,)
    gates.waive(newsroom, claim_id, newsroom.emil)
    assert at(newsroom).row(claim_id).waiver is not None
    assert newsroom.count(GateWaiver) == 2


def test_a_hold_blocks_a_claim_that_was_waived_before(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    gates.waive(newsroom, claim_id, newsroom.edith)
    factories.hold(newsroom, claim_id)
    assert obstacles(newsroom) == (Obstacle.HELD,)


# ── The database says it again ───────────────────────────────────────────────────────────────────


def test_the_database_keeps_waivers_as_they_were_given(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    gates.waive(newsroom, claim_id, newsroom.edith)
    for deed in (
        update(GateWaiver).values(reason="another"),
        update(GateWaiver).values(granted_by_id=newsroom.emil.id),
        delete(GateWaiver),
    ):
        with pytest.raises(DatabaseError), newsroom.work(newsroom.edith) as work:
            work.session.execute(deed)
    with newsroom.work(newsroom.edith) as work:
        gate.take_back(work, 1, claim_id)
    with pytest.raises(DatabaseError), newsroom.work(newsroom.edith) as work:
        work.session.execute(update(GateWaiver).values(taken_back_at=None, taken_back_by_id=None))


def test_the_database_refuses_a_waiver_by_a_contributor_and_one_of_a_held_claim(
    newsroom: Newsroom,
) -> None:
    _, claim_id = gates.draft(newsroom, State.IN_REVIEW)
    row = {
        "claim_id": claim_id,
        "article_version_id": 1,
        "content_hash": "0" * 64,
        "reason": "because",
        "granted_at": newsroom.now,
    }
    with pytest.raises(DatabaseError), newsroom.work(newsroom.edith) as work:
        work.session.execute(insert(GateWaiver).values(**row, granted_by_id=newsroom.carla.id))
    factories.hold(newsroom, claim_id)
    with pytest.raises(DatabaseError), newsroom.work(newsroom.edith) as work:
        work.session.execute(insert(GateWaiver).values(**row, granted_by_id=newsroom.edith.id))
    assert newsroom.count(GateWaiver) == 0
