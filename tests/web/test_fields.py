"""Kinds of fields: the desk's cleaners behind them, what was typed in them, one sentence beside."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from factcheck.domain.terms import Part, Stance
from factcheck.web.filters import ago, utc
from factcheck.web.forms import status_of
from factcheck.web.forms.fields import (
    AddressField,
    ClaimText,
    DateText,
    EnumChoice,
    EnumSelect,
    EnumTicks,
    FutureDateText,
    MailField,
    NameField,
    PartialDateText,
    RowChoice,
    Secret,
    TextBlock,
    TextLine,
    WholeNumber,
    today,
)
from tests.cast import MORNING, Newsroom
from tests.visitors import make_app


class Everything(Form):
    title = TextLine("Title", limit=20)
    subtitle = TextLine("Subtitle", limit=20, is_required=False)
    note = TextBlock("Note", limit=20, is_required=False)
    claim = ClaimText("Claim")
    name = NameField("Name")
    mail = MailField("Mail address")
    secret = Secret("Password")
    said_on = DateText("Said on", is_required=False)
    due_on = FutureDateText("Due", days=30, is_required=False)
    published_on = PartialDateText("Published on", is_required=False)
    address = AddressField("Address", is_required=False)
    votes = WholeNumber("Votes", low=1, high=9)
    stance = EnumChoice("Stance", terms=Stance)
    lean = EnumSelect("Lean", terms=Stance, is_required=False)
    parts = EnumTicks("Parts", terms=Part)
    who = RowChoice("Who", sentence="Choose a colleague of this desk.", rows=[(4, "Rosa")])


GOOD: dict[str, Any] = {
    "title": " A title\nof two lines ",
    "note": "one\r\ntwo ",
    "claim": "It rained.",
    "name": "Carla",
    "mail": "Carla@Desk.example",
    "secret": " as typed ",
    "said_on": "2026-02-28",
    "published_on": "2023-11",
    "address": "HTTPS://Example.org/a b".replace(" ", ""),
    "votes": "3",
    "stance": "refutes",
    "parts": ["editor", "checker"],
    "who": "4",
}


@pytest.fixture(autouse=True)
def _inside(sqlite_newsroom: Newsroom) -> Any:
    app: Flask = make_app(sqlite_newsroom)
    with app.test_request_context():
        yield


def fill(**changes: Any) -> Everything:
    sent = MultiDict({**GOOD, **changes})
    form = Everything(sent)
    form.validate()
    return form


def test_every_field_hands_over_its_cleaned_value() -> None:
    form = fill()
    assert form.errors == {}
    assert form.data == {
        "title": "A title of two lines",
        "subtitle": "",
        "note": "one\ntwo",
        "claim": "It rained.",
        "name": "Carla",
        "mail": "carla@desk.example",
        "secret": " as typed ",
        "said_on": date(2026, 2, 28),
        "due_on": None,
        "published_on": "2023-11",
        "address": "https://example.org/ab",
        "votes": 3,
        "stance": Stance.REFUTES,
        "lean": None,
        "parts": [Part.EDITOR, Part.CHECKER],
        "who": 4,
    }


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Write the title."),
        ("title", "x" * 21, "The title is longer than 20 characters."),
        ("subtitle", "x" * 21, "The subtitle is longer than 20 characters."),
        ("note", "x" * 21, "The note is 21 characters long; at most 20."),
        ("claim", "....!!??", "The claim has no letters or digits."),
        ("claim", "\u202eabc", "The claim has an invisible direction character (U+202E)"),
        ("name", "Carla\u0430", "The name mixes Latin and Cyrillic letters."),
        ("mail", "nobody", "Write one mail address, like name@desk.example."),
        ("secret", "", "Write the password."),
        ("said_on", "2026-02-30", "Write the date as YYYY-MM-DD"),
        ("said_on", "20260101", "Write the date as YYYY-MM-DD"),
        ("due_on", "2020-01-01", "Write the date as YYYY-MM-DD"),
        ("published_on", "11/2023", "Write the date as YYYY-MM-DD, YYYY-MM or YYYY"),
        ("address", "javascript:alert(1)", "The address must begin with http:// or https://"),
        ("votes", "", "Write a whole number from 1 to 9."),
        ("votes", "٣", "Write a whole number from 1 to 9."),
        ("votes", "9" * 5_000, "Write a whole number from 1 to 9."),
        ("stance", "", "Choose one of: supports, refutes, context."),
        ("stance", "perhaps", "Choose one of: supports, refutes, context."),
        ("lean", "perhaps", "Choose one of: supports, refutes, context."),
        ("parts", ["editor", "owner"], "Choose one of: checker, reviewer, editor"),
        ("who", "", "Choose a colleague of this desk."),
        ("who", "5", "Choose a colleague of this desk."),
        ("who", "04", "Choose a colleague of this desk."),
        ("who", "9" * 40, "Choose a colleague of this desk."),
        ("title", ["one", "two"], "This field was sent twice; send it once."),
        ("stance", ["supports", "refutes"], "This field was sent twice; send it once."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_alone(
    field: str, typed: Any, sentence: str
) -> None:
    form = fill(**{field: typed})
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(sentence)
    assert status_of(form) == 422


def test_days_are_taken_with_dots_as_well() -> None:
    due = today() + timedelta(days=3)
    form = fill(said_on=" 28.2.2026", published_on="9.11.2023", due_on=f"{due:%d.%m.%Y}")
    assert form.errors == {}
    assert (form.said_on.data, form.due_on.data) == (date(2026, 2, 28), due)
    assert form.published_on.data == "2023-11-09"


def test_what_was_typed_stays_in_the_field() -> None:
    form = fill(title="<b>" * 20, votes="many", note="x" * 30)
    assert "&lt;b&gt;" * 20 in form.title()
    assert 'value="many"' in form.votes()
    assert "x" * 30 in form.note()


def test_a_password_never_comes_back() -> None:
    assert "as typed" not in fill(title="").secret()


def test_a_stored_value_is_shown_as_it_would_be_typed() -> None:
    stored = {"said_on": date(2026, 2, 28), "votes": 3, "stance": Stance.CONTEXT, "who": 4}
    form = Everything(data={**stored, "parts": [Part.EDITOR]})
    assert 'value="2026-02-28"' in form.said_on()
    assert 'value="3"' in form.votes()
    assert 'checked id="stance-2"' in form.stance()
    assert 'checked id="parts-2"' in form.parts()
    assert 'selected value="4"' in form.who()


def test_each_choice_has_its_sentence_for_the_page() -> None:
    form = Everything()
    assert form.stance.hints == {member.value: member.about for member in Stance}
    assert form.parts.hints["editor"] == Part.EDITOR.about
    assert [form.stance.type, form.parts.type, form.lean.type] == [
        *["RadioField", "MultiCheckboxField", "SelectField"]
    ]


def test_a_page_that_sends_nothing_gets_a_sentence_for_each_thing_needed() -> None:
    form = Everything(MultiDict())
    assert not form.validate()
    assert set(form.errors) == {
        "title",
        "claim",
        "name",
        "mail",
        "secret",
        "votes",
        "stance",
        "who",
    }


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries({name: st.text(max_size=60) for name in GOOD}))
def test_no_text_in_any_field_breaks_a_form(typed: dict[str, str]) -> None:
    form = Everything(MultiDict(typed))
    form.validate()
    for field in form:
        assert all(isinstance(error, str) and error.endswith(".") for error in field.errors)
        assert field()


def test_tomorrow_is_still_a_day_something_can_be_said_on() -> None:
    """For whoever is further east than the desk."""
    assert fill(said_on=str(today() + timedelta(days=1))).errors == {}
    assert "said_on" in fill(said_on=str(today() + timedelta(days=2))).errors


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "one minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=3), "three hours ago"),
        (timedelta(hours=47), "one day ago"),
        (timedelta(days=12), "twelve days ago"),
        (timedelta(days=1_200), "1,200 days ago"),
        (-timedelta(hours=2), "in two hours"),
        (-timedelta(seconds=30), "just now"),
    ],
)
def test_how_long_ago_is_said_in_words(passed: timedelta, words: str) -> None:
    assert ago(MORNING, MORNING + passed) == words


def test_a_moment_is_told_in_utc_as_well() -> None:
    assert utc(MORNING) == "2026-11-20 09:00:00 UTC"
