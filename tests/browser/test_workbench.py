"""An article gone through sentence by sentence: by keyboard alone, by touch, and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

SENTENCES = ("The ferry ran late.", "Nobody was told.", "Was it the wind?", "It was the tide.")


def bring_in(checker: Visitor, title: str) -> None:
    """An article of four sentences in two paragraphs; `title` makes its text one of its own."""
    text = f"{' '.join(SENTENCES[:2])}\n\n{' '.join(SENTENCES[2:])}\n\n{title}"
    checker.go("/desk/articles/import")
    checker.fill("Text of the article", text).fill("Title", title)
    checker.press("Import the article")


def left(checker: Visitor) -> str:
    return checker.page.locator("[data-left]").inner_text()


def looks(checker: Visitor) -> list[str | None]:
    return [one.get_attribute("data-look") for one in checker.page.locator(".sentence").all()]


def chosen(checker: Visitor) -> str:
    return checker.page.locator("[data-words]").inner_text()


def test_a_whole_article_by_keyboard_alone(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "By keyboard")
    keys, status = dana.page.keyboard, dana.page.locator("[data-voice]")
    link = dana.page.get_by_role("link", name="Next sentence to look at")
    while not link.evaluate("one => one === document.activeElement"):
        keys.press("Tab")
    keys.press("n")
    assert chosen(dana) == SENTENCES[0]
    keys.press("x")
    expect(status).to_have_text("no checkable claim. 4 of 5 left.")
    assert chosen(dana) == SENTENCES[1]
    keys.press("u")
    expect(status).to_have_text("suggested. 5 of 5 left.")
    assert chosen(dana) == SENTENCES[0]
    for number in (4, 3, 2, 1):
        keys.press("x")
        expect(status).to_have_text(f"no checkable claim. {number} of 5 left.")
    assert looks(dana) == ["no_claim"] * 4 + ["unlooked"]
    dana.look()
    keys.press("u")
    expect(status).to_have_text(re.compile("2 of 5 left"))
    keys.press("s")
    assert looks(dana).count("suggested") <= 1
    keys.press("?")
    expect(dana.page.get_by_text("take back the last")).to_be_visible()
    dana.page.locator(".sentence__sign").last.focus()
    with dana.page.expect_navigation():
        keys.press("o")
    assert dana.page.locator("mark, .words").first.inner_text().strip() != ""
    assert re.search(r"/claims/new\?start=\d+&end=\d+$", dana.page.url)


def tab_to(checker: Visitor, wanted: Locator) -> None:
    """Go on by the Tab key until that has the focus."""
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        checker.page.keyboard.press("Tab")
    raise AssertionError("the Tab key never gets there")


def test_from_the_first_sentence_to_the_last_no_pointer_is_needed(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "To the end")
    keys, page = dana.page.keyboard, dana.page
    tab_to(dana, page.get_by_role("link", name="Next sentence to look at"))
    keys.press("n")
    keys.press("x")
    expect(page.locator("[data-left]")).to_have_text("4")
    with page.expect_navigation():
        keys.press("o")
    tab_to(dana, page.get_by_label("The claim, in your own words"))
    keys.type("Nobody was told of the delay.")
    tab_to(dana, page.get_by_role("radio").first)
    keys.press("Space")
    tab_to(dana, page.get_by_role("button", name="Open and go on"))
    with page.expect_navigation():
        keys.press("Enter")
    assert chosen(dana) == SENTENCES[2]
    for number in ("2", "1", "0"):
        keys.press("x")
        expect(page.locator("[data-left]")).to_have_text(number)
    assert looks(dana) == ["no_claim", "claim", "no_claim", "no_claim", "no_claim"]
    assert page.locator(".legend li").all_inner_texts() == [
        "not looked at 0",
        "suggested 0",
        "no checkable claim 4",
        "claim 1",
    ]
    done = page.locator("[data-all-done]")
    expect(done).to_be_visible()
    expect(page.get_by_role("link", name="Next sentence to look at")).to_be_hidden()
    keys.press("u")
    expect(done).to_be_hidden()
    keys.press("x")
    expect(done).to_be_visible()
    expect(done).to_have_text("Every sentence is accounted for.")
    page.reload()
    expect(done).to_be_visible()
    assert "0 of 5 sentences to look at; 100 % done" in dana.text


def test_the_words_of_a_sentence_are_taken_one_more_or_fewer(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "Words")
    keys = dana.page.keyboard
    bar = dana.page.get_by_label("Words chosen")
    dana.page.locator(".sentence__sign").nth(1).click()
    keys.press("w")
    expect(bar).to_contain_text("“Nobody was told”")
    keys.press("Shift+ArrowLeft")
    expect(bar).to_contain_text("“Nobody was”")
    keys.press("w")
    keys.press("Shift+ArrowRight")
    expect(bar).to_contain_text("“was”")
    bar.get_by_role("button", name="One word more at the start").click()
    expect(bar).to_contain_text("“Nobody was”")
    bar.get_by_role("button", name="One word more at the end").click()
    expect(bar).to_contain_text("“Nobody was told”")
    bar.get_by_role("button", name="One word fewer at the start").click()
    expect(bar).to_contain_text("“was told”")
    dana.look()


def test_a_suggestion_is_dismissed_with_a_reason_or_accepted_by_key(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "Reasons")
    keys, status = dana.page.keyboard, dana.page.locator("[data-voice]")
    dana.page.locator(".sentence__sign").nth(3).focus()
    keys.press("s")
    assert chosen(dana) == SENTENCES[0]
    keys.press("d")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(status).to_have_text("no checkable claim. 4 of 5 left.")
    assert dana.page.locator(".sentence").first.get_attribute("data-why") == "an opinion"
    keys.press("u")
    expect(status).to_have_text("suggested. 5 of 5 left.")
    with dana.page.expect_navigation():
        keys.press("a")
    assert dana.page.locator("mark.claim").inner_text() == SENTENCES[0]


def test_letters_typed_elsewhere_decide_nothing(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "Letters elsewhere")
    dana.page.get_by_role("link", name="Queue").focus()
    for letter in "nxuo":
        dana.page.keyboard.press(letter)
    assert left(dana) == "5"
    assert dana.page.url.rsplit("/", 1)[-1].isdigit()


def test_a_whole_article_by_touch(visit: Visit) -> None:
    dana = visit("dana", has_touch=True, viewport={"width": 375, "height": 812})
    bring_in(dana, "By touch")
    dana.page.locator(".sentence__sign").nth(2).tap()
    assert chosen(dana) == SENTENCES[2]
    dana.page.get_by_role("button", name="No checkable claim").tap()
    expect(dana.page.locator("[data-left]")).to_have_text("4")
    assert looks(dana)[2] == "no_claim"
    assert chosen(dana) == SENTENCES[3]
    dana.look()
    with dana.page.expect_navigation():
        dana.page.get_by_role("link", name="Open a claim from it").tap()
    dana.page.get_by_label("The claim, in your own words").tap()
    dana.page.keyboard.type("The tide held the ferry up.")
    dana.page.get_by_role("radio").first.tap()
    with dana.page.expect_navigation():
        dana.page.get_by_role("button", name="Open and go on").tap()
    expect(dana.page.locator("[data-left]")).to_have_text("3")
    for number in ("2", "1", "0"):
        dana.page.get_by_role("button", name="No checkable claim").tap()
        expect(dana.page.locator("[data-left]")).to_have_text(number)
    assert looks(dana) == ["no_claim", "no_claim", "no_claim", "claim", "no_claim"]


def test_without_scripts_every_decision_is_a_plain_form(visit: Visit) -> None:
    dana = visit("dana", java_script_enabled=False)
    bring_in(dana, "Without scripts")
    dana.follow("Next sentence to look at")
    dana.press("No checkable claim")
    assert left(dana) == "4"
    assert chosen(dana) == SENTENCES[1]
    dana.click(dana.page.locator(".sentence__sign").first)
    dana.press("Take back")
    assert left(dana) == "5"
    dana.follow("Accept: open a claim")
    assert SENTENCES[0] in dana.text
    dana.follow("one word fewer at the start")
    assert dana.page.locator("mark.claim").inner_text() == "ferry ran late."
    dana.fill("The claim, in your own words", "The ferry ran late.")
    dana.choose(re.compile("^event", re.IGNORECASE))
    dana.press("Open and go on — to the next sentence")
    assert chosen(dana) == SENTENCES[1]
    assert looks(dana)[0] == "claim"
    dana.page.get_by_label("Or it is").select_option("common knowledge")
    dana.press("No checkable claim")
    dana.click(dana.page.locator(".sentence__sign").nth(1))
    assert "common knowledge" in dana.page.locator("[data-sentencebox]").inner_text()


def test_the_keys_count_from_the_moment_the_article_is_open(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "At once")
    text = dana.page.get_by_role("group", name="Text of the article")
    expect(text).to_be_focused()
    dana.page.keyboard.press("n")
    assert chosen(dana) == SENTENCES[0]
    dana.page.keyboard.press("x")
    expect(dana.page.locator("[data-left]")).to_have_text("4")
    dana.look()


def test_the_link_to_the_next_sentence_loads_no_page_and_one_sentence_is_marked(
    visit: Visit,
) -> None:
    dana = visit("dana")
    bring_in(dana, "One marked")
    start = dana.page.locator(".sentence").nth(0).get_attribute("data-sentence")
    dana.page.goto(f"{dana.page.url}#s{start}")
    dana.page.reload()
    dana.page.get_by_role("link", name="Next sentence to look at").click()
    assert chosen(dana) == SENTENCES[1]
    assert dana.page.url.endswith(f"#s{start}"), "no page was loaded"
    marked = [
        one.get_attribute("data-look")
        for one in dana.page.locator(".sentence").all()
        if one.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    ]
    assert len(marked) == 1


def test_from_the_reasons_escape_leads_back_to_the_letters(visit: Visit) -> None:
    dana = visit("dana")
    bring_in(dana, "And back")
    keys = dana.page.keyboard
    keys.press("n")
    keys.press("d")
    expect(dana.page.locator("[data-pass] select")).to_be_focused()
    keys.press("Escape")
    keys.press("n")
    assert chosen(dana) == SENTENCES[1]
