"""Files an article is read from: what is taken, what is refused, and that nothing takes long."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters import documents, html_text, markdown_text
from factcheck.adapters.documents import Document, read_document
from factcheck.domain import limits
from factcheck.domain.inputs import BadInput
from factcheck.domain.texts import normalise

ONLY = "Only .txt, .md and .html files are taken; "
# Processor seconds; an idle machine needs less than half, a busy one may need more than it should.
SECONDS = 4


def refusal_of(name: str, data: bytes) -> BadInput:
    with pytest.raises(BadInput) as refused:
        read_document(name, data)
    return refused.value


def answer_of(call: Callable[..., object], *values: object, **options: object) -> object:
    """What comes back, or the refusal itself."""
    try:
        return call(*values, **options)
    except BadInput as refused:
        return refused


def test_the_limits_are_those_of_the_table():
    assert documents.DOCUMENT_BYTES == limits.DOCUMENT_BYTES
    assert documents.HTML_BYTES == limits.HTML_BYTES
    assert documents.MARKDOWN_BYTES == limits.MARKDOWN_BYTES
    assert (html_text.DEPTH, html_text.TAGS) == (limits.HTML_DEPTH, limits.HTML_TAGS)
    assert markdown_text.BLOCKS == limits.ARTICLE_SENTENCES


# ── Kinds of files ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [
        "Қала салынды.\nИә.".encode(),
        "Қала салынды.\nИә.".encode("utf-8-sig"),
        "Қала салынды.\r\nИә.".encode(),
        "Қала салынды.\nИә.".encode("utf-16"),
        b"\xfe\xff" + "Қала салынды.\nИә.".encode("utf-16-be"),
    ],
    ids=["utf-8", "mark", "crlf", "utf-16-le", "utf-16-be"],
)
def test_a_text_file_is_read_in_unicode_with_or_without_a_mark(data):
    assert read_document("Article.TXT", data) == Document("Қала салынды.\nИә.", "")


@pytest.mark.parametrize(
    "data",
    ["Город".encode("cp1251"), b"abc\xff", b"\xff\xfea", b"abc\xed\xa0\x80", b"\xc0\x80"],
    ids=["cp1251", "byte", "half", "surrogate", "overlong"],
)
def test_other_encodings_are_refused(data):
    assert refusal_of("a.txt", data).sentence == "The text is not UTF-8; save it as UTF-8."


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.htm", "a.markdown"])
def test_control_characters_are_refused_with_their_place(name):
    sentence = "The text has a control character (U+0000) at position 4."
    assert refusal_of(name, b"abc\x00").sentence == sentence
    assert refusal_of(name, "abc\0".encode("utf-16")).sentence == sentence
    assert refusal_of(name, b"\x0b").sentence == (
        "The text has a control character (U+000B) at position 1."
    )


@pytest.mark.parametrize(
    ("name", "end"),
    [
        *(("a.pdf", ".pdf."), ("a.DOCX", ".docx."), ("a.doc", ".doc."), ("a.svg", ".svg.")),
        *(("a.exe", "something else."), ("txt", "something else."), ("", "something else.")),
        *(
            ("a.txt\x00", "something else."),
            ("a.<b>", "something else."),
            ("a.", "something else."),
        ),
        *(("../../etc/passwd", "something else."), ("a.txt::$DATA", "something else.")),
    ],
)
def test_other_endings_are_refused_without_repeating_them(name, end):
    assert refusal_of(name, b"abc").sentence == f"{ONLY}this one ends in {end}"


@pytest.mark.parametrize(
    "name", ["../../a.txt", "C:\\a.txt", "con.txt", "-rf.txt", "😀.txt", ".txt"]
)
def test_a_strange_name_is_no_path(name):
    assert read_document(name, b"abc").text == "abc"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    ("head", "looks"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"GIF89a<html>", "a GIF picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
        (b"\x7fELF\x02", "a program"),
        (b"\x1f\x8b\x08", "a packed file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, head, looks):
    assert refusal_of(name, head).sentence == f"{ONLY}this one looks like {looks}."


def test_an_html_page_saved_as_text_is_read_as_html():
    page = b"\n<!DOCTYPE html><title>t</title><p>a<p>b"
    assert read_document("a.txt", page) == Document("a\n\nb", "t")
    assert read_document("a.txt", b"<html><p>a").text == "a"


def test_other_mark_up_in_a_text_file_stays_text():
    for typed in ("<script>alert(1)</script>", "+ADw-script+AD4-", "<img src=x onerror=alert(1)>"):
        assert read_document("a.txt", typed.encode()).text == typed


def test_an_empty_file_is_named_as_such():
    assert refusal_of("a.txt", b"").sentence == "The file is empty."


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("a.txt", 4_000_001, "The text is longer than 2 MB."),
        ("a.md", 5_000_000, "The text is longer than 2 MB."),
        ("a.md", 1_000_001, "The Markdown file is larger than 1 MB; save it as .txt."),
        ("a.html", 3_000_001, "The HTML file is larger than 3 MB; save its text as .txt."),
    ],
)
def test_a_file_that_is_too_long_is_refused_unread(name, size, sentence):
    refused = refusal_of(name, b"x" * size)
    assert (refused.sentence, refused.http_status) == (sentence, 413)


# ── Hostile files ────────────────────────────────────────────────────────────────────────────────

HOSTILE = {
    "a.html": (
        *(
            "<br>",
            "<!--",
            "<a ",
            "</a",
            "</",
            "<",
            "<?",
            "<![",
            "&lt;",
            "&#x41;",
            "&",
            "&amp",
            "<p>",
        ),
        *(
            '<a b="',
            "<a = ",
            "= ",
            "<script>",
            "<script></script>",
            "<title>",
            "<td>",
            "<nav></nav>",
        ),
        *("<b></b>", "<div><b></div>", "<h1>a</h1>", "<pre>\n", "é", "<table><tr><td>x</table>"),
    ),
    "a.md": (
        *(
            "- a\n",
            "> a\n",
            "a\n",
            "# a\n",
            "```\n",
            "* * *\n",
            "a\n===\n",
            ">",
            "- ",
            "`",
            "[",
            "![",
        ),
        *(
            "[x][",
            "[a]: b\n",
            "*a ",
            "**a b_",
            "_a __b",
            "[a](b) ",
            "[a](<",
            '[a](b "',
            "\\",
            "<a ",
        ),
        *(
            "<!--\n",
            "a b. ",
            "`a ``b\n",
            "|a|b|\n",
            "<http://a.b>",
            "1. a\n",
            "> > - a\n",
            " ",
            "_",
        ),
    ),
    "a.txt": ("a", "a.", ". ", "a\n", "\n", "a. ", ".)", "... ", "\u200b", "。", "a\u0301", "\x00"),
}


@pytest.mark.parametrize(
    ("name", "part"), [(name, part) for name, parts in HOSTILE.items() for part in parts]
)
def test_the_largest_file_of_one_hostile_part_is_answered_in_seconds(name, part):
    size = {"a.html": limits.HTML_BYTES, "a.md": limits.MARKDOWN_BYTES}.get(
        name, limits.ARTICLE_BYTES
    )
    data = part.encode() * (size // len(part.encode()))
    started = time.process_time()
    document = answer_of(read_document, name, data)
    if isinstance(document, Document):
        assert answer_of(normalise, document.text)
    assert time.process_time() - started < SECONDS


@given(st.sampled_from(["a.txt", "a.md", "a.html"]), st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_refusal(name, data):
    document = answer_of(read_document, name, data)
    if isinstance(document, BadInput):
        assert document.sentence.isprintable()
    else:
        assert "\x00" not in document.text


MARKS = (
    "< > </ /> <!-- --> = \" ' & &lt; &#0; <p> <script> </script> <nav> </nav> <pre> </pre>"
    " a # - * ** _ ` [ ]( ) ] | \\ ![ <br> Қ <h1>"
).split()
BREAKS = (" ", "\n", "\n\n", "\n# ", "\n- ", "\n> ", "\n```\n")
marks = st.lists(st.sampled_from((*MARKS, *BREAKS)), max_size=40).map("".join)


@given(marks)
def test_any_mark_up_leaves_text_without_scripts_or_wide_gaps(source):
    for name in ("a.html", "a.md"):
        text = read_document(name, f"<script>never</script>\n\n{source}".encode()).text
        assert "never" not in text
        assert "\n\n\n" not in text
        assert text == text.strip("\n")


@given(st.text(st.characters(categories=["L", "N"]), min_size=1), st.text(st.sampled_from("ab c.")))
def test_plain_words_are_the_same_in_every_kind_of_file(one, other):
    words = " ".join(f"{one} {other}x".split())
    expected = normalise(words)
    for name in ("a.txt", "a.md", "a.html"):
        assert normalise(read_document(name, words.encode()).text) == expected
