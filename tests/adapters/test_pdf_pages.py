"""A page of a PDF drawn as it looks, and files that are made to hurt whoever draws them."""

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from factcheck.adapters import pdf_pages
from factcheck.adapters.pdf_pages import draw_page
from factcheck.domain.inputs import BadInput
from tests.adapters.test_pdf_text import LOCKED
from tests.office_files import pdf, pdf_of, set_in_lines

# The lower left quarter of a page of 600 by 800 points is red, the rest white.
RED_CORNER = b"1 0 0 rg 0 0 300 400 re f"
WHITE, RED = (255, 255, 255), (255, 0, 0)


def picture(drawn: pdf_pages.Drawn) -> Image.Image:
    made = Image.open(io.BytesIO(drawn.data))
    assert made.format == "PNG"
    assert made.size == (drawn.width, drawn.height)
    return made


def test_a_page_is_drawn_as_it_looks() -> None:
    drawn = draw_page(pdf_of([b"", RED_CORNER, b""]), 2)
    assert (drawn.width, drawn.height, drawn.pages) == (1_200, 1_600, 3)
    seen = picture(drawn)
    assert [seen.getpixel(at) for at in ((10, 1_590), (590, 810))] == [RED, RED]
    assert [seen.getpixel(at) for at in ((610, 1_590), (10, 790))] == [WHITE, WHITE]


def test_letters_are_drawn_where_they_stand() -> None:
    seen = picture(draw_page(pdf([set_in_lines(["The harbour."], top=700, left=72)]), 1)).convert(
        "L"
    )
    ink = seen.point(lambda value: 255 * (value < 128)).getbbox()
    assert ink is not None
    left, top, right, bottom = ink
    assert (140 <= left <= 150, right < 400, top >= 170, bottom <= 210) == (True,) * 4


@pytest.mark.parametrize("number", [0, -1, 4, 10**9])
def test_a_page_that_is_not_there_is_refused(number: int) -> None:
    with pytest.raises(BadInput, match="no such page") as refused:
        draw_page(pdf_of([b"", b"", b""]), number)
    assert refused.value.http_status == 404


def test_a_page_as_large_as_a_wall_becomes_no_larger_picture() -> None:
    wall = pdf_of([b""]).replace(b"[0 0 600 800]", b"[0 0 99 9999]")
    drawn = draw_page(wall, 1)
    assert drawn.width * drawn.height == pytest.approx(pdf_pages.PIXELS, rel=0.01)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf([set_in_lines(["Locked."])], trailer=LOCKED), pdf_pages.LOCKED),
        (b"%PDF-1.4\nnothing", "The file is damaged."),
        (b"", "The file is damaged."),
    ],
    ids=["locked", "broken", "empty"],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        draw_page(data, 1)
    assert refused.value.sentence == sentence


def test_a_page_that_asks_for_gigabytes_is_refused() -> None:
    """A picture within the page of 40,000 by 40,000 pixels, which are zeros and pack well."""
    row = zlib.compress(bytes(10**7))
    image = b"q 600 0 0 800 0 0 cm BI /W 40000 /H 40000 /BPC 8 /CS /RGB /F /Fl ID " + row + b" EI Q"
    try:
        drawn = draw_page(pdf_of([image]), 1)
    except BadInput as refused:
        assert refused.sentence in {pdf_pages.TOO_DEAR, "The file is damaged."}  # noqa: PT017  either end is safe
    else:
        assert drawn.width * drawn.height <= pdf_pages.PIXELS


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_file_with_flipped_bytes_is_drawn_or_refused(data: st.DataObject) -> None:
    whole = bytearray(pdf_of([RED_CORNER]))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        whole[place] ^= data.draw(st.integers(1, 255))
    try:
        drawn = draw_page(bytes(whole), 1)
    except BadInput as refused:
        assert refused.sentence.endswith(".")  # noqa: PT017  any refusal is one, none is a fault
    else:
        assert picture(drawn).size == (drawn.width, drawn.height)
