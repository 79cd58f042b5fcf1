"""Copies of sources in a browser: a link is kept, its words become the quote; files are brought in and looked at."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_road import DRAFT, import_article, open_claim, write_verdict
from tests.browser.visitor import Visitor
from tests.office_files import docx, paragraph, pdf, set_in_lines

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.browser
KEPT_WITHIN = 60_000  # milliseconds
WORDS = "the first time in the history of the town"
# The smallest picture there is: one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def photograph(kind: str, width: int) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, 1)).save(held, kind)
    return held.getvalue()


def claim(checker: Visitor, title: str) -> str:
    import_article(checker, f"{DRAFT}\n{title}.", title)
    return open_claim(checker)


def log_link(checker: Visitor, number: str, url: str, publisher: str = "Gazette") -> None:
    checker.go(f"/desk/claims/{number}/evidence/new")
    checker.choose(re.compile("^supports", re.IGNORECASE))
    checker.choose(re.compile("^primary", re.IGNORECASE))
    checker.fill("Title", "The quay is closed").fill("Address", url)
    checker.fill("Published by", publisher)
    checker.press("Save this evidence")


def wait_for(checker: Visitor, where: str, sentence: str) -> None:
    """Read the page again until a job has done its work and this part of it says so."""
    part = checker.page.locator(where)
    end = KEPT_WITHIN // 500
    for _ in range(end):
        if sentence in part.inner_text():
            break
        checker.page.wait_for_timeout(500)
        checker.page.reload()
    expect(part).to_contain_text(sentence)
    checker.look()


def test_a_link_is_kept_its_words_become_the_quote_and_the_verdict_rests_on_it(
    visit: Visit,
) -> None:
    checker = visit("dana")
    number = claim(checker, "A link that is kept")
    log_link(checker, number, "http://news.test/quay")
    wait_for(checker, "#evidence-1", "SHA-256")
    checker.follow("Kept 20")
    assert "Address reached" in checker.text
    assert "http://news.test/quay" in checker.text
    checker.follow("Look at it")
    assert "It cost 812,000 euros" in checker.text
    checker.field("Exact words").fill(WORDS)
    checker.press("Choose these words")
    checker.press("Use as the quote")
    row = checker.page.locator("#evidence-1")
    expect(row.locator("blockquote")).to_have_text(WORDS)
    expect(row).to_contain_text("paragraph")
    checker.follow("In the kept copy")
    expect(checker.page.locator("#marked")).to_have_text(WORDS)

    log_link(checker, number, "https://harbour.example.org/closed", "Harbour office")
    write_verdict(checker, number)
    reviewer = visit("ruth")
    reviewer.go(f"/desk/claims/{number}/review")
    assert WORDS in reviewer.text
    reviewer.follow("In the kept copy")
    expect(reviewer.page.locator("#marked")).to_have_text(WORDS)


def test_a_source_that_cannot_be_had_says_why_and_a_file_takes_its_place(
    visit: Visit, tmp_path: Path
) -> None:
    checker = visit("dana")
    number = claim(checker, "A link that is dead")
    log_link(checker, number, "http://gone.example/")
    wait_for(checker, "#evidence-1", "A demonstration keeps no copies from the web.")
    checker.follow("Upload a copy")
    files = {
        "quay.docx": docx(paragraph("The quay by Word", "Title") + paragraph("It was closed.")),
        "quay.txt": b"The quay was closed in May.",
        "quay.png": PIXEL,
        "quay.pdf": pdf([set_in_lines(["The quay by the harbour office."])]),
        "quay.jpg": photograph("JPEG", 2),
        "quay.webp": photograph("WEBP", 3),
        "quay.html": b"<html><title>Quay</title><script>document.title='run'</script><p>The quay, saved.</html>",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    checker.page.get_by_label("Files", exact=True).set_input_files(
        [tmp_path / name for name in files]
    )
    checker.press("Keep these files")
    for name in files:
        assert name in checker.text
    views = checker.page.get_by_role("link", name=re.compile("^Look at it"))
    addresses = [str(view.get_attribute("href")) for view in views.all()]
    assert len(addresses) == len(files)
    shown = [checker.go(address).text for address in addresses]
    assert all("run" not in text.splitlines()[0] for text in shown)
    told = (
        "The quay by Word",
        "closed in May.",
        "1 × 1",
        "2 × 1",
        "3 × 1",
        "saved.",
        "harbour office.",
    )
    for words in told:
        assert any(words in text for text in shown), words


def test_files_are_dropped_and_pasted_as_well_as_chosen(visit: Visit) -> None:
    checker = visit("dana")
    checker.go("/desk/claims/6/evidence/2/upload")
    bring = """([how, name, text]) => {
        const held = new DataTransfer();
        held.items.add(new File([text], name, {type: "text/plain"}));
        const given = {bubbles: true, cancelable: true};
        dispatchEvent(how === "drop" ? new DragEvent(how, {...given, dataTransfer: held})
            : new ClipboardEvent(how, {...given, clipboardData: held}));
    }"""
    checker.page.evaluate(bring, ["drop", "dropped.txt", "It was dropped here."])
    checker.page.evaluate(bring, ["paste", "pasted.txt", "It was pasted here."])
    chosen = checker.page.get_by_role("list", name="Files chosen")
    expect(chosen.get_by_role("listitem")).to_have_text(["dropped.txt, 1 kB", "pasted.txt, 1 kB"])
    checker.look()
    checker.press("Keep these files")
    assert "2 copies of evidence 2 are kept." in checker.text
    assert {"dropped.txt", "pasted.txt"} <= set(re.findall(r"\w+\.txt", checker.text))


def test_a_file_that_is_not_what_it_is_called_is_refused_beside_the_field(
    visit: Visit, tmp_path: Path
) -> None:
    checker = visit("dana", java_script_enabled=False)
    checker.go("/desk/claims/6/evidence/2/upload")
    (tmp_path / "quay.png").write_bytes(b"<html><script>alert(1)</script>")
    checker.page.get_by_label("Files", exact=True).set_input_files(tmp_path / "quay.png")
    checker.field("Where it comes from").fill("sent by the harbour office")
    checker.press("Keep these files")
    assert "this one looks like HTML" in checker.text
    expect(checker.field("Where it comes from")).to_have_value("sent by the harbour office")
