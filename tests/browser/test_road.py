"""The whole road in a browser: checker, reviewer, editor, reader.  Reads like the manual's tour."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

DRAFT = """The quay of Port Example

The harbour office counted 812 ships last year, the most since records began. Nobody expected it.

The keeper of the lighthouse calls the new lamp "brighter than the moon".
"""
WORDS = "The harbour office counted 812 ships last year"
STATEMENT = "The harbour office counted 812 ships last year."


def import_article(checker: Visitor, text: str, title: str) -> None:
    checker.go("/desk/articles/import")
    checker.fill("Text of the article", text).fill("Title", title)
    checker.fill("Address", "https://news.example.org/quay").fill("Published by", "The Quay")
    checker.press("Import the article")
    assert checker.page.url.rsplit("/", 1)[-1].isdigit()


def choose_words(checker: Visitor, words: str) -> None:
    """Drag over the words as a hand would: from the first letter to the last."""
    box = checker.page.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.querySelector('[data-article]'), NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + words.length);
                const all = [...range.getClientRects()];
                const [a, b] = [all[0], all[all.length - 1]];
                return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
            }
        }""",
        words,
    )
    mouse = checker.page.mouse
    mouse.move(box[0], box[1])
    mouse.down()
    mouse.move(box[2], box[3], steps=8)
    mouse.up()


def log_link(checker: Visitor, number: int, stance: str = "supports") -> None:
    checker.choose(re.compile("^link", re.IGNORECASE))
    checker.choose(re.compile(f"^{stance}", re.IGNORECASE))
    checker.choose(re.compile("^primary" if number == 1 else "^secondary", re.IGNORECASE))
    checker.fill("Title", f"Register of ships, volume {number}")
    checker.fill("Address", f"https://register{number}.example.org/ships")
    checker.fill("Published by", f"Register {number}")
    checker.fill("Exact quote", "Total: 812").fill("What it says", "It lists 812 arrivals.")
    checker.press("Save this evidence")


def open_claim(checker: Visitor) -> str:
    """Open a claim from words of the article before her; its number."""
    choose_words(checker, WORDS)
    checker.follow("Open a claim from these")
    assert WORDS in checker.text
    checker.fill("The claim, in your own words", STATEMENT).fill(
        "Who said it", "the harbour office"
    )
    checker.fill("When it was said", "2026-11-16")
    checker.fill("Where it was said or printed", "its yearly report")
    checker.choose(re.compile("^statistic", re.IGNORECASE))
    checker.press("Open and take")
    assert "The verdict still needs" in checker.text
    return checker.page.url.rsplit("/", 1)[-1]


def write_verdict(checker: Visitor, number: str) -> None:
    checker.go(f"/desk/claims/{number}/verdict")
    checker.choose(re.compile("^Supported"))
    checker.fill("The reason in one sentence", "Both registers say so.")
    checker.fill("Explanation", "Both volumes [1] [2] give **812** arrivals.")
    checker.press("Save and submit")
    assert "In review" in checker.text


def test_from_an_article_to_a_published_verdict(visit: Visit) -> None:
    checker = visit("dana")
    import_article(checker, DRAFT, "The quay of Port Example")
    article = checker.page.url
    number = open_claim(checker)
    for source in (1, 2):
        checker.go(f"/desk/claims/{number}/evidence/new")
        log_link(checker, source)
    assert "Enough independent origins: 2, needed" in checker.go(f"/desk/claims/{number}").text
    write_verdict(checker, number)

    editor = visit("edil")
    editor.go(f"/desk/claims/{number}/review")
    editor.press("Approve")
    assert "Approved" in editor.text
    editor.go(f"/desk/claims/{number}/publish")
    assert STATEMENT in editor.text
    editor.press("Publish")
    assert "Published" in editor.text

    reader = visit()
    reader.go("/")
    reader.follow(STATEMENT)
    for words in (STATEMENT, "Supported", "the harbour office", "Both registers say so."):
        assert words in reader.text
    assert "Register of ships, volume 2" in reader.text
    assert reader.page.locator('script[type="application/ld+json"]').count() == 1

    checker.page.goto(article)
    checker.look()
    assert checker.page.locator("mark").first.inner_text().startswith(WORDS[:10])
    assert "Published" in checker.text


def test_who_worked_on_a_claim_reads_why_she_may_not_approve_it(visit: Visit) -> None:
    reviewer = visit("ruth")
    reviewer.go("/desk/claims/18/evidence/new")
    log_link(reviewer, 3)
    write_on = visit("timur")
    write_on.go("/desk/claims/18/verdict")
    write_on.press("Save and submit")
    reviewer.go("/desk/claims/18/review")
    assert "Another person must approve: you logged evidence" in reviewer.text


def test_words_are_chosen_by_keyboard_alone(visit: Visit) -> None:
    checker = visit("timur")
    import_article(checker, DRAFT.replace("812", "813"), "Another quay")
    page = checker.page
    page.locator("p[data-paragraph='2']").focus()
    page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/new?**")
    checker.look()
    assert "harbour office counted" in checker.text


def test_everything_on_the_way_works_without_scripts(visit: Visit) -> None:
    checker = visit("dana", java_script_enabled=False)
    page = checker.page
    page.goto(checker.base + "/desk/articles/import")
    checker.field("Text of the article").fill(DRAFT.replace("812", "814"))
    checker.field("Title").fill("A quay without scripts")
    checker.press("Import the article")
    page.get_by_text("Or name the words").click()
    checker.field("Paragraph").fill("2")
    checker.field("Exact words").fill("counted 814 ships")
    checker.press("Open a claim from these words")
    checker.field("The claim, in your own words").fill("814 ships were counted.")
    page.get_by_label(re.compile("^statistic", re.IGNORECASE)).check()
    checker.press("Open and take")
    assert "814 ships were counted." in checker.text
    assert "Checking" in checker.text


def test_the_real_article_becomes_a_reading_page_with_numbered_paragraphs(
    visit: Visit, real_article: Path
) -> None:
    checker = visit("dana")
    checker.go("/desk/articles/import")
    checker.field("Or a file").set_input_files(real_article)
    checker.fill("Title", "The real article")
    checker.press("Import the article")
    checker.press("Import the article")  # what was taken was looked over
    lines = [line for line in real_article.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert checker.page.locator("p[data-paragraph]").count() == len(lines)
    twelfth = checker.page.locator("p[data-paragraph='12']").inner_text()
    assert twelfth.rstrip("\u2060").endswith(
        lines[11].strip()[-20:]
    )  # the sign of a sentence is glued to it


def test_a_bad_field_says_so_beside_it_and_keeps_what_was_typed(visit: Visit) -> None:
    checker = visit("dana")
    checker.go("/desk/claims/15/evidence/new")
    checker.fill("Title", "A register").fill("Published on", "31/12/2025").fill(
        "What it says", "Much."
    )
    checker.press("Save this evidence")
    assert "Write the date as YYYY-MM-DD" in checker.text
    assert checker.field("What it says").input_value() == "Much."
    assert checker.field("Published on").input_value() == "31/12/2025"
