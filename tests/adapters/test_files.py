"""Files that are kept: what each is by its content, what is refused, and that nothing takes long."""

import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.adapters import files, picture, reading
from factcheck.adapters.files import Kind, kind_of, look_into
from factcheck.domain import limits
from factcheck.domain.inputs import BadInput
from tests.office_files import docx, paragraph, pdf, set_in_lines
from tests.pictures import noted_jpeg, png_of
from tests.pictures import picture as picture_of

PAGE = b"<!DOCTYPE html><title>Quay</title><p>The quay was closed on Friday.</p>"
WORD = docx(paragraph("The quay was closed."))
SCAN = pdf([[]])
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def refusal_of(data: bytes, name: str) -> BadInput:
    with pytest.raises(BadInput) as refused:
        look_into(data, name)
    return refused.value


def test_the_limits_are_those_of_the_table():
    assert files.FILE_BYTES == limits.FILE_BYTES
    assert files.TEXT_BYTES == limits.KEPT_TEXT_BYTES
    assert picture.PIXELS == limits.PICTURE_PIXELS


# ── Kinds of files ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (SCAN, Kind.PDF),
        (WORD, Kind.DOCX),
        ("Қала салынды.".encode(), Kind.TXT),
        ("Қала салынды.".encode("utf-16"), Kind.TXT),
        (b"MZ and PK are letters. BM too.", Kind.TXT),
        (picture_of("PNG"), Kind.PNG),
        (picture_of("JPEG"), Kind.JPEG),
        (picture_of("WEBP"), Kind.WEBP),
        (PAGE, Kind.HTML),
        (b"\xef\xbb\xbf<!-- saved --> \n<HTML><p>a", Kind.HTML),
        ("<html><p>Порт".encode("cp1251"), Kind.HTML),
        ("<html><p>Порт".encode("utf-16"), Kind.HTML),
    ],
)
@pytest.mark.parametrize("name", ["", "file", "a.b"])
def test_a_file_is_what_it_holds_whatever_its_name(data: bytes, kind: Kind, name: str):
    assert kind_of(data, name) is kind


def test_a_picture_may_be_named_as_another_kind_of_picture():
    assert kind_of(picture_of("WEBP"), "from-the-web.jpg") is Kind.WEBP


@pytest.mark.parametrize(
    ("data", "name", "looks"),
    [
        (PAGE, "page.png", "HTML"),
        (PAGE, "paper.PDF", "HTML"),
        (b"GIF89a" + PAGE, "page.html", "a GIF picture"),
        (b"GIF89a" + PAGE, "page.gif", "a GIF picture"),
        (SVG, "drawing.svg", "an SVG picture"),
        (b'<?xml version="1.0"?><!-- x -->' + SVG, "drawing.png", "an SVG picture"),
        (
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg.dtd">' + SVG,
            "drawing.txt",
            "an SVG picture",
        ),
        (SVG.decode().encode("utf-16"), "drawing.html", "an SVG picture"),
        (gzip.compress(SVG), "drawing.svgz", "a packed file"),
        (b'<?xml version="1.0"?><html xmlns="x"><p>a</p></html>', "page.xhtml", "XHTML"),
        (PAGE, "page.xhtml", "XHTML"),
        (b"<?xml version='1.0'?><rss/>", "feed.html", "XML"),
        (b"\x7fELF\x02\x01\x01" + bytes(50), "paper.pdf", "a program"),
        (b"MZ\x90\x00\x03", "paper.docx", "a program"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "a ZIP archive or an office document"),
        (b"PK\x03\x04 xl/workbook.xml", "sheet.xlsx", "a ZIP archive or an office document"),
        (b"plain words", "picture.png", "plain text"),
        (bytes(64), "picture.png", "something else"),
        (b"\xfe\xed\xfa\xce\x80\x81", "picture.jpg", "something else"),
    ],
)
def test_what_is_not_taken_is_named_for_what_it_looks_like(data: bytes, name: str, looks: str):
    refused = refusal_of(data, name)
    assert refused.sentence == (
        "Only PNG, JPEG, WebP, PDF, DOCX, TXT files and saved pages are taken;"
        f" this one looks like {looks}."
    )
    assert refused.http_status == 415


@pytest.mark.parametrize(
    ("data", "name", "sentence", "status"),
    [
        (b"", "a.txt", "The file is empty.", 400),
        (b"words\0", "a.txt", "The text has a control character (U+0000) at position 6.", 400),
        (b"caf\xe9", "a.txt", "The text is not UTF-8; save it as UTF-8.", 400),
        (b"\xff\xfea", "a", "The text is not UTF-8; save it as UTF-8.", 400),
        (b"\xd0\xcf\x11\xe0", "old.doc", "Old .doc files are not read; save as .docx.", 415),
        (b"a" * 20_000_001, "a.txt", "The file is larger than 20 MB.", 413),
        (b"a" * 2_000_001, "a.txt", "The text is longer than 2 MB.", 413),
        (b"%PDF-1.7\n", "a.pdf", "The file is damaged.", 400),
    ],
)
def test_a_bad_file_is_refused_with_the_way_to_mend_it(
    data: bytes, name: str, sentence: str, status: int
):
    refused = refusal_of(data, name)
    assert (refused.sentence, refused.http_status) == (sentence, status)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["", "a.txt", "a.png", "a.docx", "a.html"]))
def test_no_bytes_are_anything_but_a_kind_or_a_refusal(data: bytes, name: str):
    try:
        found: Kind | int = kind_of(data, name)
    except BadInput as refused:
        found = refused.http_status
    assert found in {*Kind, 400, 415}


# ── What is read in them ─────────────────────────────────────────────────────────────────────────


def test_a_text_is_read_as_it_stands():
    looked = look_into("\ufeffҚала\f\r\nсалынды.".encode(), "a.txt")
    assert (looked.kind, looked.content_type) == (Kind.TXT, "text/plain")
    assert looked.text == "Қала\n\nсалынды."


def test_a_pdf_is_read_page_by_page():
    pages = [set_in_lines(["The first page goes on"]), set_in_lines(["on the second."])]
    looked = look_into(pdf(pages, "/Title (The quay)"), "a.pdf")
    assert looked.text == "The first page goes on\fon the second."
    assert (looked.content_type, dict(looked.facts)) == ("application/pdf", {"title": "The quay"})


def test_a_scan_is_kept_although_it_has_no_text():
    assert (look_into(SCAN, "a.pdf").kind, look_into(SCAN, "a.pdf").text) == (Kind.PDF, "")
    assert look_into(docx(""), "a.docx").kind is Kind.DOCX


def test_a_word_document_and_a_saved_page_are_read():
    assert look_into(WORD, "a.docx").text == "The quay was closed."
    looked = look_into(PAGE, "a.html")
    assert (looked.text, looked.content_type) == ("The quay was closed on Friday.", "text/html")


def test_what_no_line_may_hold_is_left_out_of_what_is_read():
    page = "<p>Clo\u202esed\u2066 \ufffeat \U000e0041noon</p>"
    assert look_into(page.encode(), "a.html").text == "Closed at noon"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_says_its_size(kind: str):
    looked = look_into(picture_of(kind), f"a.{kind}")
    assert (looked.kind.name, looked.content_type) == (kind, f"image/{kind.lower()}")
    assert (looked.width, looked.height, looked.text) == (4, 3, "")


def test_a_picture_says_what_its_camera_noted():
    facts = look_into(noted_jpeg(), "a.jpg").facts
    assert facts["taken_at"] == "2026:03:02 14:05:00"
    assert facts["place"] == "43.25000 N, 76.96000 E"


# ── Made to hurt ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (png_of(60_000, 60_000), "The picture has more than 40 million pixels."),
        (png_of(8_000, 5_001), "The picture has more than 40 million pixels."),
        (png_of(0, 0), "The file is damaged."),
        (png_of(4, 0), "The file is damaged."),
        (png_of(4, 3), "The file is damaged."),
        (picture_of("PNG", (40, 40))[:-20], "The file is damaged."),
        (picture_of("JPEG", (400, 400))[:-400], "The file is damaged."),
        (picture_of("WEBP", (400, 400))[:-40], "The file is damaged."),
        (picture_of("JPEG")[:5], "The file is damaged."),
        (picture_of("PNG").replace(b"IHDR", b"IHDX"), "The file is damaged."),
    ],
    ids=[
        "60000",
        "40M",
        "0x0",
        "4x0",
        "no rows",
        "cut png",
        "cut jpeg",
        "cut webp",
        "head",
        "part",
    ],
)
def test_a_picture_made_to_hurt_is_refused(data: bytes, sentence: str):
    assert refusal_of(data, "a.png").sentence == sentence


def test_a_picture_of_the_largest_size_is_decoded_in_its_limits():
    begun = time.monotonic()
    looked = look_into(png_of(8_000, 5_000, bytes(5_000 * (1 + 3 * 8_000))), "a.png")
    assert (looked.width, looked.height) == (8_000, 5_000)
    assert time.monotonic() - begun < reading.READING_SECONDS


def archive(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return held.getvalue()


def test_archives_made_to_hurt_are_refused():
    body = {"word/document.xml": b" " * 50_000_001}
    forged = archive(**body).replace((50_000_001).to_bytes(4, "little"), b"\x64\0\0\0")
    many = archive(**{f"word/{number}": b"" for number in range(20_000)})
    assert refusal_of(archive(**body), "a.docx").sentence == "The file unpacks to more than 50 MB."
    assert refusal_of(forged, "a.docx").sentence == "The file is damaged."
    assert refusal_of(many, "a.docx").sentence == "The file has more than 2,000 parts."
    slip = archive(**{"../../../etc/cron.d/x": b"x", "word/document.xml": b"<p/>"})
    assert look_into(slip, "a.docx").text == ""  # nothing of it is ever written to a path


def test_a_page_nested_too_deep_is_refused_in_time():
    begun = time.monotonic()
    refused = refusal_of(b"<html>" + b"<div>" * 100_000, "a.html")
    assert refused.sentence == "The HTML is nested more than 256 levels deep."
    assert time.monotonic() - begun < 5
