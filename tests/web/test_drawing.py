"""How templates print: whatever somebody wrote is escaped as ever, and markup is left as it is."""

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from factcheck.domain.terms import State
from factcheck.web.drawing import printed
from tests.cast import Newsroom
from tests.visitors import make_app

HOSTILE = "<script>alert('\"&')</script>"


class Word(str):
    """A string of a kind of its own."""

    __slots__ = ()


class Drawn:
    def __html__(self) -> str:
        return "<b>bold</b>"


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    return make_app(sqlite_newsroom)


@given(st.text())
def test_text_is_escaped_as_the_library_does_it(text: str) -> None:
    assert printed(text) == str(escape(text))
    assert printed(Word(text)) == str(escape(text))
    assert printed(escape(text)) == str(escape(text))


@pytest.mark.parametrize(
    "value",
    [0, 1.5, None, True, State.OPEN, ["<i>"], ("&",), {"<": ">"}, Drawn(), Exception("<b>")],
)
def test_anything_else_is_printed_as_the_library_does_it(value: object) -> None:
    assert printed(value) == str(escape(value))


@pytest.mark.parametrize(
    "template",
    [
        "{{ words }}",
        "{% macro said(words) %}{{ words }}{% endmacro %}{{ said(words) }}",
        "{% set words = words %}{{ words }}",
        "{% for one in [words] %}{{ one }}{% endfor %}",
        "{% set block %}{{ words }}{% endset %}{{ block }}",
        "{{ words if true else '' }}",
        "{{ [words]|join }}",
        "{% filter trim %}{{ words }}{% endfilter %}",
        "{{ '' ~ words }}",
    ],
)
def test_no_way_of_printing_lets_markup_in(app: Flask, template: str) -> None:
    with app.test_request_context():
        assert render_template_string(template, words=HOSTILE) == str(escape(HOSTILE))


def test_what_is_said_to_be_safe_is_printed_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{{ words }}", words=Markup("<b>1</b>")) == "<b>1</b>"


def test_where_nothing_is_escaped_nothing_is(app: Flask) -> None:
    """Letters are plain text."""
    plain = "{% autoescape false %}{{ words }}{% endautoescape %}"
    with app.test_request_context():
        assert render_template_string(plain, words=HOSTILE) == HOSTILE
