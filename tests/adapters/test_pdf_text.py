"""PDFs: lines become paragraphs again, running heads go, and what is made to hurt ends in time."""

import time
import zlib

import pytest

from factcheck.adapters import pdf_text, reading
from factcheck.adapters.pdf_text import read
from factcheck.adapters.reading import Found, read_apart
from factcheck.domain import limits
from factcheck.domain.inputs import BadInput
from tests.office_files import Placed, pdf, pdf_of, set_in_lines

WRAPPED = (
    "The harbour of Port Example lost 812,000 euros in the year before last, the",
    "deputy mayor said on Friday, and nobody on the council contra-",
    "dicted her when she named the sum.",
)
JOINED = (
    "The harbour of Port Example lost 812,000 euros in the year before last, the deputy mayor said on"
    " Friday, and nobody on the council contradicted her when she named the sum."
)


def text_of(*pages: list[Placed]) -> str:
    return read(pdf(pages), "", "").text


def refusal_of(data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read(data, "", "")
    return refused.value.sentence


def read_or_refused(data: bytes) -> str:
    try:
        return read(data, "", "").text
    except BadInput as refused:
        return refused.sentence


def test_the_limits_are_those_of_the_table():
    assert pdf_text.PAGES == limits.PDF_PAGES
    assert reading.READING_SECONDS == limits.READING_SECONDS
    assert reading.READING_BYTES == limits.READING_BYTES
    assert reading.READINGS_AT_ONCE == limits.READINGS_AT_ONCE


def test_lines_become_paragraphs_and_a_broken_word_becomes_whole():
    lines = [*WRAPPED, "", "A second paragraph begins after a gap and has one line of it."]
    assert text_of(set_in_lines(lines)).split("\n\n") == [JOINED, lines[-1]]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page():
    left = set_in_lines(["It wraps in a column and goes", "on in the one that stands"], left=50)
    right = set_in_lines(["beside it, and then it ends on"], left=330)
    over = set_in_lines(["the next page."])
    assert text_of(left + right, over) == (
        "It wraps in a column and goes on in the one that stands beside it, and then it ends on the next page."
    )


def test_a_heading_and_an_indented_line_begin_anew():
    placed = [
        (72.0, 740.0, 20.0, "The harbour runs at a loss"),
        *set_in_lines([*WRAPPED]),
        (
            90.0,
            658.0,
            11.0,
            "An indented line begins a paragraph of its own, without any gap before it.",
        ),
    ]
    found = read(pdf([placed]), "", "")
    assert found.text.split("\n\n")[0] == "The harbour runs at a loss"
    assert found.text.split("\n\n")[1] == JOINED
    assert found.text.split("\n\n")[2].startswith("An indented line")
    assert found.found == {"title": Found("The harbour runs at a loss", "heading")}


def test_words_set_apart_without_a_blank_are_parted_and_letters_set_close_are_not():
    placed = [
        (72.0, 700.0, 11.0, "Year"),
        (110.0, 700.0, 11.0, "Loss"),
        (72.0, 660.0, 11.0, "quay"),
    ]
    assert text_of(placed) == "Year Loss\n\nquay"


def test_running_heads_and_page_numbers_are_left_out():
    pages, told = [], ["First of all.", "Then this.", "After it that.", "In the end."]
    for number, words in enumerate(told, start=1):
        body = set_in_lines(
            [f"{words} Chapter {number}.", "", "A line between.", "", "The same ending."]
        )
        head, foot = (72.0, 780.0, 8.0, "The Example Gazette"), (290.0, 30.0, 8.0, f"{number}")
        pages.append([head, *body, foot])
    found = text_of(*pages)
    assert "Gazette" not in found
    assert not any(line.isdigit() for line in found.splitlines())
    assert [f"{words} Chapter" in found for words in told] == [True] * 4
    assert found.count("A line between.") == 4


def test_a_single_page_keeps_its_first_and_last_line():
    assert (
        text_of(set_in_lines(["2023", "", "Loss: 640", "", "2024"])) == "2023\n\nLoss: 640\n\n2024"
    )


def test_a_file_says_its_title_and_author_unless_a_program_named_it():
    page = set_in_lines(["A line of text."])
    said = read(pdf([page], "/Title (The quay) /Author (Ana Novak)"), "", "").found
    assert said == {
        "title": Found("The quay", "properties"),
        "byline": Found("Ana Novak", "properties"),
    }
    assert "title" not in read(pdf([page], "/Title (Microsoft Word - a.doc)"), "", "").found


# ── What is no text ──────────────────────────────────────────────────────────────────────────────

LOCKED = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ({0}) /U ({0}) >> /ID [(a) (a)]".format(
    "x" * 32
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf([[]]), "This PDF has no text (a scan?)."),
        (pdf_of([b"0 0 100 100 re f"]), "This PDF has no text (a scan?)."),
        (pdf([set_in_lines(["Locked."])], trailer=LOCKED), "This PDF is locked by a password."),
        (b"%PDF-1.7\n", "The file is damaged."),
        (b"%PDF-1.7\ntrailer << /Root 9 0 R >>", "The file is damaged."),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50, "The file is damaged."),
    ],
    ids=["empty", "drawing", "locked", "head", "root", "noise"],
)
def test_what_holds_no_text_is_refused_with_the_reason(data: bytes, sentence: str):
    assert refusal_of(data) == sentence


def test_a_cut_file_is_read_as_far_as_it_goes_or_called_damaged():
    whole = pdf([set_in_lines(["One line of a file that was cut."])])
    for cut in range(20, len(whole), 40):
        assert read_or_refused(whole[:cut]) in {
            "One line of a file that was cut.",
            "The file is damaged.",
            "This PDF has no text (a scan?).",
        }


def test_pages_that_hold_each_other_come_to_an_end():
    looped = pdf([set_in_lines(["Round and round."])]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    assert read_or_refused(looped) in {"Round and round.", "The file is damaged."}


@pytest.mark.slow
def test_a_stream_that_unpacks_to_gigabytes_is_left_unread():
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 50_000_000) for _ in range(20)) + packer.flush()
    bomb = pdf_of([b""]).replace(zlib.compress(b""), packed, 1)
    bomb = bomb.replace(b"/Length %d" % len(zlib.compress(b"")), b"/Length %d" % len(packed))
    begun = time.monotonic()
    with pytest.raises(BadInput, match=r"takes too much time or memory|is damaged|has no text"):
        read_apart("pdf", bomb)
    assert time.monotonic() - begun < 16
