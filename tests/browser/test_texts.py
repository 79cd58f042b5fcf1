"""Newer texts in a browser: in order at every width, without scripts, and with the real article end to end."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

WIDTHS = {"phone, dark": (320, "dark"), "tablet, light": (768, "light"), "desk, light": (1440, "light")}  # fmt: skip
TEXT = (
    "The ferry made 61 crossings in May.\n\nThe mayor wants a second pier. "
    "Nine captains signed a letter against it.\n\nThe old pier was built in 1911."
)
NEWER = (
    "Corrected on Friday.\n\nThe ferry made 64 crossings in May.\n\nThe mayor wants a second pier. "
    "Nine captains signed a letter against it."
)


def bring_in(visitor: Visitor, title: str, text: str) -> str:
    """Import an article; its address."""
    visitor.go("/desk/articles/import").fill("Title", title)
    visitor.fill("Text of the article", text).press("Import")
    return visitor.page.url.removeprefix(visitor.base).partition("?")[0]


def open_claim(visitor: Visitor, article: str, text: str, words: str) -> None:
    start = text.index(words)
    visitor.go(f"{article}/claims/new?start={start}&end={start + len(words)}")
    visitor.fill("The claim, in your own words", words)
    visitor.choose(re.compile("^event", re.IGNORECASE)).press("Open and take")


def test_a_newer_text_is_worked_through_without_scripts(visit: Visit) -> None:
    checker = visit("dana", java_script_enabled=False)
    article = bring_in(checker, "Invented: crossings and a pier", TEXT)
    for words in ("61 crossings in May", "Nine captains", "The old pier was built in 1911"):
        open_claim(checker, article, TEXT, words)
    checker.go(article).follow("A newer text")
    checker.fill("The newer text", NEWER).press("Look at what it changes")
    assert "Nothing is stored yet." in checker.text
    checker.press("Keep it as text 2")
    assert "2 places ask for you." in checker.text
    checker.press("Still the same claim")
    checker.press("The article says it no more")
    assert "Nothing waits." in checker.text
    checker.follow("Text 1 as it was")
    assert "This is an older text, kept as it was." in checker.text
    assert "The old pier was built in 1911" in checker.text


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_newer_text_are_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    checker = visit("timur", viewport={"width": pixels, "height": 800}, color_scheme=scheme)
    title = f"Invented: crossings, seen on {width}"
    text = TEXT.replace("61", str(pixels))
    article = bring_in(checker, title, text)
    open_claim(checker, article, text, f"{pixels} crossings in May")
    open_claim(checker, article, text, "The old pier was built in 1911")
    newer = f"{NEWER}\n\nPrinted for {width}."
    checker.go(f"{article}/versions/new").fill("The newer text", newer).press("Look at")
    checker.press("Keep it as text 2")
    checker.page.locator(".byhand summary").first.click()
    checker.look()
    checker.go(f"{article}/versions").go(f"{article}/versions/1/text")


def test_the_real_article_comes_anew_end_to_end(visit: Visit, real_article: Path) -> None:
    """Its first sentence gets another beginning, its last paragraph goes: every claim is accounted for."""
    text = "\n".join(line.rstrip() for line in real_article.read_text("utf-8").strip().split("\n"))
    # One line more, since the desk knows the same text again and other tests bring it in.
    text = re.sub("\n{3,}", "\n\n", text) + "\n\nAs it stood on Friday."
    paragraphs = [one.strip() for one in text.split("\n") if len(one.split()) > 12]
    first, last = paragraphs[1], paragraphs[-1]
    checker = visit("dana", java_script_enabled=False)
    article = bring_in(checker, "The real article, to come anew", text)
    words = {name: " ".join(one.split()[:10]) for name, one in (("first", first), ("last", last))}
    kept = " ".join(paragraphs[len(paragraphs) // 2].split()[:10])
    for one in (*words.values(), kept):
        open_claim(checker, article, text, one)
    changed = words["first"].split()
    newer = text.replace(words["first"], " ".join([*changed[:4], "reportedly", *changed[4:]]))
    newer = newer[: newer.rindex(last)].rstrip()
    checker.go(f"{article}/versions/new").fill("The newer text", f"Updated.\n\n{newer}")
    checker.press("Look at what it changes")
    assert re.search(r"1 place of a claim carry on.*1 place of a claim changed.*1 place of a claim lost",
                     checker.text.replace("\n", " "))  # fmt: skip
    checker.press("Keep it as text 2")
    assert checker.page.locator("article.settling").count() == 2
    checker.press("Still the same claim").press("The article says it no more")
    assert "Nothing waits." in checker.text
    checker.go(article)
    assert checker.page.locator("mark.claim").count() >= 2
