"""The texts of a verdict say where it stands in the public log: the position and leaf that its page shows."""

import re

import pytest
from flask import Flask

from tests import logs, translating
from tests.cast import Newsroom
from tests.fronts import VERDICT, correct, get, live, retract, served
from tests.pages import read
from tests.visitors import Visitor, stranger

BASE = "http://127.0.0.1:8000"
LINE = re.compile(r"In the public log: position (\d+), leaf ([0-9a-f]{64})\. How to check it:")
FORMS = ("md", "txt")


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return served(newsroom)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


def told(reader: Visitor, form: str) -> tuple[int, str]:
    """The position and the leaf in a text."""
    [(position, leaf)] = LINE.findall(get(reader, f"{VERDICT}.{form}").text)
    return int(position), leaf


def on_page(reader: Visitor) -> tuple[int, str]:
    """The same as the page says them."""
    [row] = [
        one.text for one in read(get(reader).text).all("dd") if one.text.startswith("Position ")
    ]
    position, leaf = row.removeprefix("Position ").partition(", leaf ")[::2]
    return int(position), "".join(leaf.split())[:64]


@pytest.mark.parametrize("form", FORMS)
def test_a_text_names_the_position_and_the_leaf_of_the_page(
    newsroom: Newsroom, reader: Visitor, form: str
) -> None:
    position, leaf = told(reader, form)
    assert (position, leaf) == on_page(reader)
    assert logs.bundle(newsroom)["position"] == position
    text = get(reader, f"{VERDICT}.{form}").text
    check = f"{BASE}/log#check"
    assert (f"<{check}>" if form == "md" else check) in text
    assert text.rstrip().removesuffix(">").endswith(f"{BASE}{VERDICT}"), "the address stands last"


@pytest.mark.parametrize("form", FORMS)
def test_a_change_is_another_line_of_the_log_and_another_text_at_once(
    app: Flask, newsroom: Newsroom, reader: Visitor, form: str
) -> None:
    path = f"{VERDICT}.{form}"
    first, seen = told(reader, form), {get(reader, path).headers["ETag"]}
    for deed in (correct, retract):
        deed(newsroom)
        tag = seen.copy().pop()
        answer = get(reader, path, 200, If_None_Match=tag)
        assert answer.headers["ETag"] not in seen
        seen = {answer.headers["ETag"]}
        now = told(reader, form)
        assert now[0] > first[0]
        assert now == on_page(reader)
        assert answer.data == live(app, path).data, "the bytes kept are those made now"
        get(reader, path, 304, If_None_Match=answer.headers["ETag"])
        first = now


def test_a_head_that_is_signed_later_changes_no_text(newsroom: Newsroom, reader: Visitor) -> None:
    before = get(reader, f"{VERDICT}.md")
    correct(newsroom)
    between = get(reader, f"{VERDICT}.md")
    logs.sign(newsroom)
    after = get(reader, f"{VERDICT}.md")
    assert before.headers["ETag"] != between.headers["ETag"] == after.headers["ETag"]
    assert between.data == after.data


@pytest.mark.parametrize(
    ("code", "words"), [("ru", "В открытом журнале: позиция"), ("kk", "Ашық журналда:")]
)
@pytest.mark.parametrize("form", FORMS)
def test_a_translation_names_the_leaf_of_its_original_in_its_own_words(
    newsroom: Newsroom, reader: Visitor, form: str, code: str, words: str
) -> None:
    translating.published(newsroom, 1, code)
    _, leaf = told(reader, form)
    text = get(reader, f"/{code}{VERDICT}.{form}").text
    assert words in text
    assert leaf in text
    assert f"{BASE}/{code}/log#check" in text
