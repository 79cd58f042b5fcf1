"""Refusals and failures as pages: a sentence, what was typed, and nothing from inside."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask, abort
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from factcheck.db import Busy, NoRoom
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.models import Desk
from factcheck.services.people import NoSuchPerson
from factcheck.services.stale import StaleSave
from factcheck.web import current
from factcheck.web.differences import compare, pieces
from factcheck.web.security import DESK, FORM_BYTES, door
from tests.cast import Newsroom
from tests.visitors import Visitor, make_app, signed_in, stranger

INSIDE = "secret words from inside"
DEMONSTRATION = "This is a demonstration."
STALE = StaleSave(
    noun="claim",
    theirs={"Statement": "The harbour lost 4 million.", "Claimant": "the mayor"},
    yours={"Statement": "The harbour lost 5 million <b>.", "Claimant": "the mayor"},
    by_name="Edith",
    at=datetime(2026, 11, 20, 9, 5, tzinfo=UTC),
    version=7,
)
FAULTS: dict[str, Callable[[], Exception]] = {
    "wrong-state": lambda: WrongState("Edith changed this."),
    "not-yours": lambda: NotYourPart("Another person must approve."),
    "not-ready": lambda: NotReady("Add evidence first."),
    "bad-input": lambda: BadInput("Write the claim."),
    "too-long": lambda: BadInput("The text is longer than 2 MB.", 413),
    "busy": Busy,
    "full": NoRoom,
    "missing": NoSuchPerson,
    "stale": lambda: STALE,
    "collision": lambda: IntegrityError("INSERT", {}, ValueError(INSIDE)),
    "bug": lambda: KeyError(INSIDE),
    "database": lambda: OperationalError("SELECT", {}, ValueError(INSIDE)),
}


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    """The application with a page that fails as it is told to."""
    app = make_app(sqlite_newsroom)

    @door(DESK)
    def fail(kind: str) -> str:
        if kind.isdigit():
            abort(int(kind))
        if kind == "own-words":
            abort(403, "This page is for: administrator.")
        fault = FAULTS[kind]()
        raise fault

    app.add_url_rule("/desk/fail/<kind>", "fail", fail, methods=["GET", "POST"])
    return app


@pytest.fixture
def carla(sqlite_newsroom: Newsroom, app: Flask) -> Visitor:
    return signed_in(app, sqlite_newsroom.carla)


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("wrong-state", 409, "Edith changed this."),
        ("not-yours", 403, "Another person must approve."),
        ("not-ready", 422, "Add evidence first."),
        ("bad-input", 400, "Write the claim."),
        ("too-long", 413, "The text is longer than 2 MB."),
        ("busy", 503, "Nothing was changed; please try again"),
        ("full", 507, "There is no room left here to store anything. Nothing was changed;"),
        ("missing", 404, "No such person."),
        ("stale", 409, "Nothing was lost."),
        ("collision", 409, "Somebody changed this at the same moment"),
        ("bug", 500, "This is our fault"),
        ("database", 500, "This is our fault"),
        ("own-words", 403, "This page is for: administrator."),
        ("400", 400, "could not be read"),
        ("404", 404, "There is nothing at this address"),
        ("405", 405, "cannot be used in this way"),
        ("413", 413, "larger than this desk takes"),
        ("415", 415, "not taken here"),
        ("418", 418, "could not be read"),
        ("500", 500, "This is our fault"),
        ("503", 503, "please try again"),
    ],
)
def test_each_fault_is_a_page_with_its_sentence_and_nothing_from_inside(
    carla: Visitor, kind: str, status: int, sentence: str
) -> None:
    for answer in (carla.get(f"/desk/fail/{kind}"), carla.post(f"/desk/fail/{kind}")):
        assert answer.status_code == status
        assert sentence in answer.text
        assert INSIDE not in answer.text
        assert "Traceback" not in answer.text
        assert "<h1>" in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_whoever_must_wait_is_told_how_long(carla: Visitor) -> None:
    assert carla.get("/desk/fail/busy").headers["Retry-After"] == "5"


def test_what_may_be_done_at_an_address_is_said(carla: Visitor) -> None:
    answer = carla.get("/logout")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize("kind", ["not-ready", "busy", "full", "collision", "bug", "database"])
def test_what_was_typed_comes_back_but_no_password(carla: Visitor, kind: str) -> None:
    sent = {
        "reason": "Figures <do> not add up.",
        "new_password": "sesame",
        "seen_version": "12",
        "empty": " ",
    }
    page = carla.post(f"/desk/fail/{kind}", sent).text
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert kept is not None
    assert kept[1].strip() == "Reason: Figures &lt;do&gt; not add up."
    assert "sesame" not in page


def test_a_page_that_was_only_looked_at_keeps_nothing(carla: Visitor) -> None:
    assert "<textarea" not in carla.get("/desk/fail/not-ready?reason=typed").text


def test_a_stale_save_shows_both_texts_and_both_ways_on(carla: Visitor) -> None:
    sent = {"statement": STALE.yours["Statement"], "parts": ["a", "b"], "seen_version": "6"}
    page = carla.post("/desk/fail/stale", sent).text
    assert "Saved by Edith" in page
    assert "<del>4</del>" in page
    assert "<ins>5</ins>" in page
    assert "&lt;b&gt;." in page
    assert "<b>" not in page
    assert 'href="/desk/fail/stale"' in page  # take theirs
    assert re.findall(r'name="seen_version" value="(\d+)"', page) == ["7"]
    again = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    assert again == [
        ("statement", "The harbour lost 5 million &lt;b&gt;."),
        ("parts", "a"),
        ("parts", "b"),
    ]
    assert "Claimant" not in page  # the same in both


def test_with_the_database_away_a_person_still_gets_a_page(
    sqlite_newsroom: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = signed_in(app, sqlite_newsroom.carla)

    def away() -> None:
        raise OperationalError("SELECT", {}, ValueError(INSIDE))

    monkeypatch.setattr(current, "reading", away)
    for who in (visitor, stranger(app)):
        answer = who.get("/account" if who is visitor else "/login")
        assert answer.status_code == 500
        assert "This is our fault" in answer.text
        assert INSIDE not in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _demonstrate(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        work.session.execute(update(Desk).values(is_demonstration=True))


@pytest.mark.parametrize("kind", ["404", "collision", "stale", "413", "busy", "bug", "database"])
def test_every_error_page_of_a_demonstration_says_that_it_is_one(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor, kind: str
) -> None:
    assert DEMONSTRATION not in carla.get(f"/desk/fail/{kind}").text
    _demonstrate(sqlite_newsroom)
    for answer in (carla.get(f"/desk/fail/{kind}"), carla.post(f"/desk/fail/{kind}")):
        assert answer.status_code >= 400
        assert DEMONSTRATION in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/verdicts/999", "/desk/claims/1", "/?after=x"])
def test_a_reader_of_a_demonstration_is_told_on_error_pages_too(
    sqlite_newsroom: Newsroom, app: Flask, path: str
) -> None:
    _demonstrate(sqlite_newsroom)
    answer = stranger(app).get(path)
    assert answer.status_code in {400, 404}
    assert DEMONSTRATION in answer.text


def test_a_text_too_large_to_be_read_is_refused_on_a_page_that_says_demonstration(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor
) -> None:
    _demonstrate(sqlite_newsroom)
    answer = carla.post("/desk/fail/bug", {"text": "x" * (FORM_BYTES + 1)})
    assert answer.status_code == 413
    assert DEMONSTRATION in answer.text
    assert (
        "At most 6 MB can be sent at once: shorten the text, or choose a smaller file."
        in answer.text
    )


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nothing-here", 404, "nothing at this address"),
        ("/verdicts", 405, "cannot be used in this way"),
        ("/ru/verdicts", 405, "нельзя"),
    ],
)
def test_what_is_too_large_for_an_address_that_takes_nothing_is_answered_as_what_is_small(
    app: Flask, path: str, status: int, sentence: str
) -> None:
    someone = stranger(app)
    for sent in ({"text": "x" * (FORM_BYTES + 1)}, {f"field{n}": "x" for n in range(1_001)}):
        is_long = len(sent) == 1
        answer = someone.post(path, sent, content_type=None if is_long else "multipart/form-data")
        assert answer.status_code == status
        assert sentence in answer.text
        assert "This is our fault" not in answer.text


def test_too_many_fields_are_not_called_too_many_megabytes(carla: Visitor) -> None:
    many = {f"field{number}": "x" for number in range(1_001)}
    answer = carla.post("/desk/fail/bug", many, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "MB" not in answer.text


def _away(*_: object) -> None:
    raise OperationalError("SELECT", {}, ValueError(INSIDE))


@pytest.mark.parametrize("has_answered_before", [True, False])
def test_without_a_database_a_demonstration_is_one_if_the_process_ever_learned_it(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, has_answered_before: bool
) -> None:
    _demonstrate(sqlite_newsroom)
    app = make_app(sqlite_newsroom)
    reader = stranger(app)
    if has_answered_before:
        assert DEMONSTRATION in reader.get("/about/method").text
    monkeypatch.setattr(current, "reading", _away)
    monkeypatch.setattr(current, "desk_line", _away)
    answer = reader.get("/login")
    assert answer.status_code == 500
    assert "This is our fault" in answer.text
    assert (DEMONSTRATION in answer.text) is has_answered_before


def test_a_process_that_fails_at_its_first_page_asks_once_what_it_is(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    _demonstrate(sqlite_newsroom)
    app = make_app(sqlite_newsroom)
    monkeypatch.setattr(current, "reading", _away)
    answer = stranger(app).get("/")
    assert answer.status_code == 500
    assert DEMONSTRATION in answer.text


def test_a_failing_read_leaves_the_next_request_alone(
    sqlite_newsroom: Newsroom, app: Flask
) -> None:
    @door(DESK)
    def broken() -> str:
        current.reading().execute(text("SELECT * FROM no_such_table"))
        return "never"

    app.add_url_rule("/desk/broken", "broken", broken)
    visitor = signed_in(app, sqlite_newsroom.carla)
    assert visitor.get("/desk/broken").status_code == 500
    assert visitor.get("/account").status_code == 200


@given(st.text(max_size=200), st.text(max_size=200))
def test_pieces_put_together_are_the_texts_again(one: str, other: str) -> None:
    left, right = pieces(one, other)
    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other
    kept = [[p.text for p in side if not p.is_changed] for side in (left, right)]
    assert kept[0] == kept[1]


def test_only_fields_that_differ_are_compared() -> None:
    found = compare({"A": "x", "B": "same", "C": "only theirs"}, {"A": "y", "B": "same"})
    assert [field.label for field in found] == ["A", "C"]
    assert found[1].yours == ()


def test_two_long_texts_are_compared_in_a_moment() -> None:
    words = [f"word{n % 97}" for n in range(60_000)]
    left, right = pieces(" ".join(words), " ".join(reversed(words)))
    assert left[0].is_changed
    assert right[0].is_changed
