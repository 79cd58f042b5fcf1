"""The demo's story: allowed by the rulebook, in order, and ending with claims in every state."""

import pytest

from factcheck.domain.limits import NAME_CHARS
from factcheck.domain.terms import Part, State
from factcheck.domain.tips import TipKind
from tests.seeds.retelling import Told, tell
from tests.seeds.seed_files import CLAIMS, INVENTED_CLAIMS, MOVES, PEOPLE, REAL_CLAIMS, TIPS, Data


def _number(move: Data) -> int:
    """Minutes on one axis: later moves have larger numbers."""
    hours, minutes = move["at"].split(":")
    return -move["days_ago"] * 1440 + int(hours) * 60 + int(minutes)


@pytest.fixture(scope="module")
def told() -> dict[str, Told]:
    return tell()


def test_the_rulebook_allows_every_move_and_nobody_approves_what_she_touched(
    told: dict[str, Told],
) -> None:
    assert set(told) == set(CLAIMS)


def test_the_moves_stand_in_the_order_in_which_they_happen_and_none_lies_ahead() -> None:
    numbers = [_number(move) for move in MOVES]
    assert numbers == sorted(numbers)
    assert min(move["days_ago"] for move in MOVES) >= 1


def test_no_real_source_is_logged_before_the_day_the_sources_were_read() -> None:
    logged = [m for m in MOVES if m["does"] == "log_evidence" and m["claim"] in REAL_CLAIMS]
    assert logged
    assert max(move["days_ago"] for move in logged) <= 2


def test_an_invented_verdict_is_as_of_the_day_it_was_written() -> None:
    for move in MOVES:
        if move["does"] == "save_verdict" and move["claim"] in INVENTED_CLAIMS:
            verdict = INVENTED_CLAIMS[move["claim"]]["verdicts"][move["verdict"] - 1]
            assert verdict["as_of_days_ago"] == move["days_ago"]


def test_the_story_leaves_claims_in_every_state(told: dict[str, Told]) -> None:
    left = {state: sorted(c for c, t in told.items() if t.state is state) for state in State}
    assert left == {
        State.SPOTTED: ["c64"],
        State.OPEN: ["c31"],
        State.CHECKING: ["c12", "c29", "i6"],
        State.IN_REVIEW: ["c11", "c37"],
        State.APPROVED: ["c30", "i1", "i2", "i3", "i4", "i5", "i7"],
        State.PUBLISHED: [
            "c01", "c08", "c09", "c10", "c13", "c14", "c15", "c22", "c24", "c34",
        ],
        State.DISMISSED: ["c19"],
    }  # fmt: skip


def test_one_correction_changes_the_rating_and_the_other_changes_do_not(
    told: dict[str, Told],
) -> None:
    changed = {
        claim_id: (t.change, [CLAIMS[claim_id]["verdicts"][n - 1]["rating"] for n in t.versions])
        for claim_id, t in told.items()
        if len(t.versions) > 1
    }
    assert changed == {
        "c09": ("clarify", ["supported", "supported"]),
        "c10": ("correct", ["supported", "lacks_context"]),
        "c14": ("update", ["contradicted", "contradicted"]),
    }


def test_one_claim_was_sent_back_one_waits_for_a_reply_one_is_held_and_one_reviewer_recused(
    told: dict[str, Told],
) -> None:
    assert [c for c, t in told.items() if t.was_sent_back] == ["c12"]
    assert [c for c, t in told.items() if t.replies == ["waiting"]] == ["c29"]
    assert [c for c, t in told.items() if t.is_held] == ["i6"]
    assert {c: t.recused for c, t in told.items() if t.recused} == {"c24": {"ruth"}}


def test_the_invented_draft_ends_in_every_finding_of_the_desk() -> None:
    findings = sorted(claim["verdicts"][-1]["rating"] for claim in INVENTED_CLAIMS.values())
    assert findings == [
        "cannot_be_settled", "cannot_be_settled", "confirmed", "confirmed", "cut",
        "needs_change", "needs_change",
    ]  # fmt: skip


def test_the_cast_says_by_its_names_that_it_is_invented_and_plays_every_part() -> None:
    for person in PEOPLE.values():
        assert "(demo " in person["name"]
        assert len(person["name"]) <= NAME_CHARS
        assert person["mail"] == f"{person['id']}@example.org"
    assert {part for person in PEOPLE.values() for part in person["parts"]} == set(Part)
    assert {move["who"] for move in MOVES} - {"reader"} == set(PEOPLE) - {"ada"}


def test_readers_write_in_and_one_message_ends_in_each_way_that_a_desk_decides() -> None:
    sent = [move["tip"] for move in MOVES if move["does"] == "send_in"]
    assert sorted(sent) == sorted(TIPS)
    assert {move["tip"]: move["does"] for move in MOVES if "tip" in move and move["who"] != "reader"} == {
        "t3": "merge_tip", "t4": "decline_tip", "t5": "mark_tip_spam", "t6": "take_tip_up",
    }  # fmt: skip


@pytest.mark.parametrize("tip", TIPS.values(), ids=TIPS)
def test_a_message_of_a_reader_says_that_it_is_invented_and_leads_nowhere(tip: Data) -> None:
    assert tip["words"].startswith("Invented for the demonstration:")
    assert tip.get("address", "https://example.org/invented/").startswith(
        "https://example.org/invented/"
    )
    assert tip.get("mail", "reader@example.org") == "reader@example.org"
    assert TipKind(tip["kind"]) is TipKind.REPORT or "about" not in tip
