"""Word documents: what a person sees in them becomes text, and what is made to hurt is refused."""

import io
import zipfile

import pytest

from factcheck.adapters import docx_text
from factcheck.adapters.docx_text import read
from factcheck.adapters.reading import Found, Reading, read_apart
from factcheck.domain import limits
from factcheck.domain.inputs import BadInput
from tests.office_files import WORD, docx, paragraph, word_part

SAID = paragraph("The quay was closed.")


def text_of(body: str, **parts: str) -> str:
    return read(docx(body, **parts), "", "").text


def refusal_of(data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read(data, "", "")
    return refused.value.sentence


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_the_limits_are_those_of_the_table():
    assert docx_text.UNPACKED == limits.DOCX_UNPACKED
    assert docx_text.PARTS == limits.DOCX_PARTS


def test_paragraphs_and_headings_are_kept_in_their_order():
    body = paragraph("Қаланың порты", "Heading1") + paragraph("Бірінші.") + paragraph("Екінші.")
    assert text_of(body) == "Қаланың порты\n\nБірінші.\n\nЕкінші."


def test_a_list_stands_line_by_line():
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>'
    body = SAID + paragraph("One", more=listed) + paragraph("Two", more=listed) + SAID
    assert text_of(body) == ("The quay was closed.\n\nOne\nTwo\n\nThe quay was closed.")


def test_a_table_has_a_line_for_each_row():
    row = "<w:tr>{}</w:tr>".format
    cell = lambda text: f"<w:tc>{paragraph(text)}</w:tc>"  # noqa: E731  a cell is a cell
    body = f"<w:tbl>{row(cell('Year') + cell('Loss'))}{row(cell('2023') + cell('640'))}</w:tbl>"
    assert text_of(SAID + body + SAID) == (
        "The quay was closed.\nYear\tLoss\n2023\t640\n\nThe quay was closed."
    )


def test_notes_stand_at_the_end_under_the_number_in_the_text():
    note = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    body = f"<w:p>{run('Loss')}{note('footnote', 2)}{run(' and gain')}{note('endnote', 2)}</w:p>"
    notes = word_part(
        f'<w:footnote w:type="separator" w:id="0">{paragraph("—")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Audit of 2023.")}</w:footnote>',
        "footnotes",
    )
    ends = word_part(f'<w:endnote w:id="2">{paragraph("Budget.")}</w:endnote>', "endnotes")
    assert text_of(body, footnotes=notes, endnotes=ends) == (
        "Loss[1] and gain[2]\n\n[1] Audit of 2023.\n\n[2] Budget."
    )


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
        "<mc:AlternateContent><mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent>",
    ],
    ids=["deleted", "moved", "field", "hidden", "fallback"],
)
def test_what_a_reader_does_not_see_is_left_out(unseen: str):
    assert text_of(f"<w:p>{run('Seen')}{unseen}{run(' too.')}</w:p>") == "Seen too."


def test_inserted_words_tabs_and_breaks_are_kept():
    body = (
        f"<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr><w:ins>{run('New')}</w:ins>"
        "<w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t><w:noBreakHyphen/><w:t>end</w:t></w:r></w:p>"
    )
    assert text_of(body) == "New\ttab\nline\u2011end"


def test_a_document_says_its_title_author_and_language():
    properties = "<dc:title>Draft 3</dc:title><dc:creator>Ana Novak</dc:creator><dc:language>kk</dc:language>"
    found = read(docx(SAID, properties), "", "").found
    assert found == {
        "title": Found("Draft 3", "properties"),
        "byline": Found("Ana Novak", "properties"),
        "language": Found("kk", "properties"),
    }
    titled = read(docx(paragraph("The quay", "Title") + SAID, properties), "", "").found
    assert titled["title"] == Found("The quay", "heading")


def test_a_strict_document_is_read_like_any_other():
    strict = docx(SAID).replace(WORD.encode(), WORD.encode())  # the namespace is not looked at
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "word/document.xml",
            word_part(SAID).replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        )
    assert read(held.getvalue(), "", "") == read(strict, "", "")


# ── Made to hurt ─────────────────────────────────────────────────────────────────────────────────


def archive_of(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("declared", [DOCTYPE, LAUGHS, "<!DOCTYPE x>"])
def test_a_document_type_is_refused_before_anything_of_it_is_read(declared: str):
    body = word_part(SAID).replace("?>", f"?>{declared}", 1).encode()
    said = refusal_of(archive_of(**{"word/document.xml": body}))
    assert said == "The file has an XML document type, which Word never writes."


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_is():
    big = b" " * 50_000_001
    said = "The file unpacks to more than 50 MB."
    assert refusal_of(archive_of(**{"word/document.xml": b"<x/>", "word/media": big})) == said
    assert refusal_of(archive_of(**{"word/document.xml": big})) == said


def test_a_forged_size_does_not_help_a_bomb():
    forged = archive_of(**{"word/document.xml": b" " * 50_000_001})
    forged = forged.replace((50_000_001).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert refusal_of(forged) == "The file is damaged."


def test_thousands_of_parts_are_refused():
    parts = {f"word/{number}": b"" for number in range(2_001)}
    assert refusal_of(archive_of(**parts)) == "The file has more than 2,000 parts."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 and nothing", "The file is damaged."),
        (docx(SAID)[:-30], "The file is damaged."),
        (archive_of(**{"word/document.xml": b"<w:p>"}), "The file is damaged."),
        (archive_of(**{"xl/workbook.xml": b"<x/>"}), "This is no Word document."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", docx_text.LOCKED),
        (docx(""), "This document has no text."),
        (docx(paragraph("\u200b — ")), "This document has no text."),
    ],
    ids=["cut", "end", "xml", "sheet", "old", "empty", "blank"],
)
def test_what_is_no_readable_document_is_refused(data: bytes, sentence: str):
    assert refusal_of(data) == sentence


def test_the_child_reads_it_just_the_same():
    data = docx(paragraph("The quay", "Title") + SAID)
    assert read_apart("docx", data) == Reading(
        "The quay\n\nThe quay was closed.", "document", {"title": Found("The quay", "heading")}
    )
    with pytest.raises(BadInput, match=r"^The file is damaged\.$"):
        read_apart("docx", b"PK\x03\x04")
