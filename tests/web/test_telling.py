"""The history in sentences: every row says what was done, in words a reader of it knows."""

from datetime import UTC, datetime

import pytest

from factcheck.domain.events import Event
from factcheck.domain.terms import Dismissal
from factcheck.services.record import Deed
from factcheck.web.telling import DONE, moved, told

AT = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


def deed(event: str, subject: str = "", detail: str = "", way: tuple[str, str] = ("", "")) -> Deed:
    return Deed(1, AT, "Carla", event, subject, *way, "", detail, "0" * 64)


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_its_words(event: Event) -> None:
    assert told(deed(event.value)).startswith(event.about)


@pytest.mark.parametrize(("verb", "words"), DONE.items())
def test_every_move_has_its_words(verb: str, words: str) -> None:
    assert told(deed("claim:transition", str(verb))) == words


def test_evidence_is_named_by_its_number_and_by_what_changed() -> None:
    assert told(deed("evidence:changed", "evidence:3", "quote")) == "changed evidence 3 (quote)"


def test_a_dismissal_says_why_in_words() -> None:
    said = told(deed("claim:transition", "dismiss", Dismissal.NOT_CHECKABLE.value))
    assert said == "dismissed the claim (not checkable)"


def test_a_claim_given_to_somebody_names_no_number() -> None:
    assert told(deed("claim:transition", "person:7")) == "gave the claim to a checker"


def test_hashes_are_not_read_out() -> None:
    assert (
        told(deed("verdict:submitted", "verdict:2", "ab" * 32))
        == "submitted the verdict, version 2"
    )


def test_a_row_of_a_later_program_is_still_told() -> None:
    assert told(deed("claim:polished")) == "claim polished"


def test_only_a_claim_that_moved_says_from_where_to_where() -> None:
    assert moved(deed("x", way=("in_review", "checking"))) == "in review → checking"
    assert moved(deed("x", way=("", "open"))) == "new → open"
    assert moved(deed("x", way=("open", "open"))) == ""
    assert moved(deed("x")) == ""
