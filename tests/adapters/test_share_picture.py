"""Share pictures: the right size, every letter there is a drawing of, nothing told by colour alone, long words cut."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from factcheck.adapters import share_picture
from factcheck.adapters.share_picture import FONTS, HUES, SANS, SERIF, Words, draw, wrapped
from factcheck.domain import share_cards
from tests.house.tree import ROOT

WORDS = Words("“The harbour lost 4 million crowns.”", "False", "false", "The Example Desk")


def opened(words: Words) -> Image.Image:
    return Image.open(io.BytesIO(draw(words)))


def test_a_picture_is_a_small_png_of_the_size_that_is_told() -> None:
    found = opened(WORDS)
    assert (found.format, found.size) == ("PNG", (share_cards.WIDTH, share_cards.HEIGHT))
    assert len(draw(WORDS)) < 60_000
    assert found.info == {}, "nothing is noted in it: no program, no moment"


def test_the_same_words_are_the_same_bytes() -> None:
    assert draw(WORDS) == draw(WORDS)


@pytest.mark.parametrize(
    "words",
    [
        Words("", "False", "false", "A desk"),
        Words("“A”", "RETRACTED", "void", ""),
        Words("“A”", "Mixed", "mixed", "A desk", "A demonstration", 2, 5, ("False", "True")),
        Words("«" + "Қазақстанда " * 60 + "»", "Көбіне шын " * 7, "mostly", "Ф" * 300),
        Words("“" + "x" * 500 + "”", "y" * 200, "none", "z"),
    ],
)
def test_whatever_is_written_a_picture_comes_of_it(words: Words) -> None:
    assert opened(words).size == (1200, 630)


def gray(words: Words) -> Image.Image:
    return opened(words).convert("L")


def test_each_finding_has_a_shape_of_its_own_even_without_colour() -> None:
    shapes = {}
    for hue in HUES:
        left, top = share_picture.EDGE, share_picture.FOOT + 10
        part = gray(Words("“A”", "The same word", hue, "A desk")).crop((left, top, left + 90, 620))
        ink = part.getextrema()[0]
        assert isinstance(ink, int)
        shapes[hue] = part.point(lambda level, ink=ink: 255 if level < ink + 40 else 0).tobytes()
    assert len(set(shapes.values())) == len(HUES)


def test_colours_are_those_of_the_pages() -> None:
    sheet = (ROOT / "factcheck/static/css/tokens.css").read_text()
    light = dict(reversed(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", sheet)))
    names = {"paper": "PAPER", "paper-2": "BAND", "rule": "RULE", "ink": "INK", "accent": "ACCENT"}
    for name, constant in (*names.items(), ("ink-2", "INK_2"), ("ink-3", "INK_3")):
        assert getattr(share_picture, constant) == light[name], name
    rated = {name: hue for name, hue in HUES.items() if name != "void"}
    assert rated == {name: light[f"rating-{name}"] for name in share_cards.HUES}


@pytest.mark.parametrize("name", [SERIF, SANS])
def test_every_letter_a_card_may_hold_has_a_drawing(name: str) -> None:
    font = ImageFont.truetype(FONTS / name, 40, layout_engine=ImageFont.Layout.BASIC)
    none = (bytes(font.getmask("\uffff")), font.getbbox("\uffff"))
    letters = [
        sign
        for sign in map(chr, range(0x20, 0x3000))
        if share_cards.is_drawable(sign) and unicodedata.category(sign) != "Cn"
    ]
    missing = [x for x in letters if (bytes(font.getmask(x)), font.getbbox(x)) == none]
    assert missing == []
    assert set("әғқңөұүһіӘҒҚҢӨҰҮҺІ₸«»“”…ѣёÅßŁ") <= set(letters)
    assert not [x for x in letters if unicodedata.category(x) in {"Mn", "Cc", "Cf"}]
    assert not [x for x in letters if unicodedata.bidirectional(x) in {"R", "AL", "AN"}]


# ── Lines ────────────────────────────────────────────────────────────────────────────────────────


def at_most(room: int) -> object:
    return lambda text: len(text) <= room


def test_a_long_claim_is_cut_at_a_word_and_closes_its_quotation() -> None:
    text = "“The harbour lost four million crowns last year, she said.”"
    assert wrapped(text, lambda line: len(line) <= 20, 2) == ["“The harbour lost", "four million…”"]
    assert wrapped(text, lambda line: len(line) <= 20, 9)[-1] == "said.”"


def test_no_ellipsis_follows_a_comma() -> None:
    assert wrapped("One, two, three", lambda line: len(line) <= 9, 1) == ["One, two…"]
    assert wrapped("One – two three", lambda line: len(line) <= 7, 1) == ["One…"]


def test_a_word_wider_than_the_picture_is_broken() -> None:
    assert wrapped("abcdefgh ij", lambda line: len(line) <= 5, 3) == ["abcde", "fgh", "ij"]
    assert wrapped("abcdefgh ij", lambda line: len(line) <= 5, 1) == ["abcd…"]


@given(
    st.text(st.sampled_from("ab ,.”»"), max_size=120).map(share_cards.plain),
    st.integers(4, 30),
    st.integers(1, 5),
)
def test_lines_fit_and_lose_nothing_but_their_end(text: str, room: int, most: int) -> None:
    lines = wrapped(text, lambda line: len(line) <= room, most)
    assert len(lines) <= most
    assert all(0 < len(line) <= room for line in lines)
    whole = wrapped(text, lambda line: len(line) <= room, 10_000)
    assert "".join(whole).replace(" ", "") == text.replace(" ", "")
    assert lines[:-1] == whole[: max(len(lines) - 1, 0)]
    assert lines == whole or "…" in lines[-1]
