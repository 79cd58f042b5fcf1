"""A new text at the gate: every sheet before it is void, unchanged claims carry on, what was lost stands in the way."""

from factcheck.domain.gate import Obstacle
from factcheck.domain.renewal import Settling
from factcheck.domain.terms import State
from factcheck.services import text_settling, text_versions
from factcheck.services.standing import load
from tests import factories, gates
from tests.cast import Newsroom
from tests.gates import at, clear, newest

ADDED = factories.TEXT + "\nThe pier opened in May.\n"
LOST = factories.TEXT.replace(factories.WORDS, "nothing more is known of its money")
CHANGED = factories.TEXT.replace("4 million", "5 million")


def renew(newsroom: Newsroom, text: str) -> None:
    with newsroom.work(newsroom.carla) as work:
        text_versions.renew(work, 1, 1, text)


def gates_moves(newsroom: Newsroom, claim_id: int) -> list[int]:
    """What waits to be said of the claim's words in the newest text."""
    with newsroom.read() as session:
        return [move.id for move in load(session, claim_id).moves if move.decided_at is None]


def test_a_new_text_voids_the_sheet_and_unchanged_claims_carry_on(newsroom: Newsroom) -> None:
    gates.draft(newsroom)
    clear(newsroom, newsroom.edith)
    renew(newsroom, ADDED)
    found = newest(newsroom)
    assert found is not None
    assert found.void_because == ("The text was changed: version 2 is the newest",)
    now = at(newsroom)
    assert [row.fact.is_settled for row in now.rows] == [True]
    assert now.gate.unlooked > 0
    gates.look_at_all(newsroom, 1)
    assert at(newsroom).gate.may_run
    assert clear(newsroom, newsroom.emil).number == 2


def test_changed_words_are_checked_anew_before_the_draft_may_run(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    renew(newsroom, CHANGED)
    gates.look_at_all(newsroom, 1)
    assert not at(newsroom).gate.may_run
    assert not at(newsroom).row(claim_id).fact.is_settled


def test_lost_words_stand_in_the_way_until_somebody_says_what_became_of_them(
    newsroom: Newsroom,
) -> None:
    _, claim_id = gates.draft(newsroom)
    renew(newsroom, LOST)
    gates.look_at_all(newsroom, 1)
    assert Obstacle.LOST in at(newsroom).row(claim_id).fact.blocks
    gates.waive(newsroom, claim_id, newsroom.edith, "The sentence was taken out.")
    assert at(newsroom).gate.may_run


def test_words_somebody_says_are_gone_keep_nothing_back(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom)
    renew(newsroom, LOST)
    gates.look_at_all(newsroom, 1)
    (move,) = gates_moves(newsroom, claim_id)
    with newsroom.work(newsroom.carla) as work:
        text_settling.settle(work, 1, move, Settling.GONE)
    row = at(newsroom).row(claim_id)
    assert (row.fact.decision, row.places) == ("gone", ())
    assert at(newsroom).gate.may_run
    assert clear(newsroom, newsroom.edith).data["facts"][0]["decision"] == "gone"


def test_a_dismissed_claim_whose_words_changed_slips_through_no_gate(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.DISMISSED)
    renew(newsroom, CHANGED)
    gates.look_at_all(newsroom, 1)
    assert Obstacle.REWORDED in at(newsroom).row(claim_id).fact.blocks
    (move,) = gates_moves(newsroom, claim_id)
    with newsroom.work(newsroom.carla) as work:
        text_settling.settle(work, 1, move, Settling.SAME)
    assert at(newsroom).gate.may_run


def test_a_waiver_is_for_one_text_alone(newsroom: Newsroom) -> None:
    _, claim_id = gates.draft(newsroom, State.CHECKING)
    gates.waive(newsroom, claim_id, newsroom.edith)
    renew(newsroom, ADDED)
    gates.look_at_all(newsroom, 1)
    assert at(newsroom).row(claim_id).waiver is None
    assert not at(newsroom).gate.may_run
