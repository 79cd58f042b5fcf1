"""One reader, three languages: she finds a verdict, reads it, follows a source, sees a correction, reports an error
and follows what becomes of it.  She reads what her language says; what others wrote stays in theirs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Route

from factcheck.domain.limits import TIP_PATIENCE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

CLAIM = "More than 100,000 acts of physical domestic violence are registered every year."
REASON = "The number of calls stands in the sentence before it."


@dataclass(frozen=True)
class Tongue:
    """What a reader of one language reads and presses on her way, and the window she does it in."""

    prefix: str
    search: str
    words: str
    rating: str
    rating_before: str
    former: str
    first_version: str
    published: str
    report: str
    wrong: str
    send: str
    patience: str
    received: str
    declined: str
    about: str
    window: dict[str, Any]


TONGUES = {
    "en": Tongue(
        "", "Search", "Words", "Lacks context", "Supported",
        "The rating was Supported and is now Lacks context.", "Read version 1",
        "First published", "Report an error", "What is wrong", "Send the report",
        "quicker than people write", "We have it. A person will read it and decide.",
        "We read it and will not act on it. This is why:", "The verdict it is about",
        {"viewport": {"width": 1440, "height": 900}},
    ),
    "ru": Tongue(
        "/ru", "Поиск", "Слова", "Не хватает контекста", "Подтверждается",
        "Оценка была Подтверждается, стала Не хватает контекста.", "Читать версию 1",
        "Первая публикация", "На странице ошибка", "Что неверно", "Отправить",
        "Люди так быстро не пишут.", "Мы получили сообщение. Его прочтёт человек и примет решение.",
        "Мы прочли сообщение, но менять ничего не будем. Вот почему:", "Вердикт, о котором речь",
        {"viewport": {"width": 375, "height": 800}, "color_scheme": "dark"},
    ),
    "kk": Tongue(
        "/kk", "Іздеу", "Сөздер", "Контекст жетіспейді", "Расталады",
        "Баға бұрын Расталады еді, енді Контекст жетіспейді.", "1-нұсқаны оқу",
        "Алғашқы жариялануы", "Бұл бетте қате бар ма", "Не қате", "Хабарламаны жіберу",
        "Адам мұндай жылдам жазбайды.", "Хабарламаңызды алдық. Оны адам оқып, шешім қабылдайды.",
        "Хабарламаны оқыдық, бірақ ештеңе өзгертпейміз. Себебі:", "Әңгіме болып отырған вердикт",
        {"viewport": {"width": 320, "height": 700}, "java_script_enabled": False},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", TONGUES)
def test_a_reader_finds_reads_follows_a_source_sees_a_correction_and_reports_an_error(
    visit: Visit, code: str
) -> None:
    tongue = TONGUES[code]
    reader = visit(**tongue.window)
    finds(reader, tongue)
    assert reader.page.locator("html").get_attribute("lang") == code
    written = (
        "" if code == "en" else "[lang='en']"
    )  # what is in another language than the page says so
    assert reader.page.locator(f"h1{written}", has_text=CLAIM).count() == 1
    verdict = reader.page.url
    assert verdict.startswith(f"{reader.base}{tongue.prefix}/verdicts/")
    follows_a_source(reader)
    sees_the_correction(reader.go(verdict.removeprefix(reader.base)), tongue)
    words = f"The number of calls, read in {code}."
    private = reports(reader.go(verdict.removeprefix(reader.base)), tongue, words)
    answers(visit("dana"), words)
    reader.go(private)
    assert tongue.declined in reader.text
    assert REASON in reader.text
    reader.follow(tongue.about)
    assert reader.page.url == verdict


def finds(reader: Visitor, tongue: Tongue) -> None:
    reader.go(f"{tongue.prefix}/").click(
        reader.page.get_by_role("banner").get_by_role("link", name=tongue.search)
    )
    reader.fill(tongue.words, "registered violence").press(tongue.search)
    found = reader.page.locator(".item__claim")
    assert [one.inner_text() for one in found.all()] == [CLAIM]
    reader.follow(CLAIM)


def follows_a_source(reader: Visitor) -> None:
    """From the number in the reasoning to the source, and from there to where it stands."""
    reader.page.get_by_role("link", name="[1]").first.click()
    assert reader.page.url.endswith("#source-1")
    link = reader.page.locator("#source-1 a[href^='https://']").first
    address = str(link.get_attribute("href"))

    def arrive(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<title>The report</title>")

    reader.page.context.route(address, arrive)
    with reader.page.expect_navigation(url=address):
        link.click()
    assert reader.page.title() == "The report"
    assert reader.complaints == [f"left for {address}"]
    reader.complaints.clear()


def sees_the_correction(reader: Visitor, tongue: Tongue) -> None:
    assert tongue.former in reader.text
    assert tongue.rating in reader.page.locator(".finding").inner_text()
    assert tongue.published in reader.text
    reader.follow(tongue.first_version)
    assert reader.page.url.endswith("/versions/1")
    assert tongue.rating_before in reader.page.locator(".finding").inner_text()
    assert tongue.rating not in reader.page.locator(".finding__word").inner_text()


def reports(reader: Visitor, tongue: Tongue, words: str) -> str:
    """Send a report about the page, and wait where she is asked to; her private address."""
    reader.follow(tongue.report)
    reader.fill(tongue.wrong, words).press(tongue.send)
    if tongue.patience in reader.text:  # whoever is too quick loses nothing
        assert reader.field(tongue.wrong).input_value() == words
        reader.page.wait_for_timeout((TIP_PATIENCE + 1) * 1_000)
        reader.press(tongue.send)
    assert tongue.received in reader.text
    private = reader.page.url.removeprefix(reader.base)
    assert re.fullmatch(rf"{tongue.prefix}/sent/[\w-]{{43}}", private)
    return private


def answers(checker: Visitor, words: str) -> None:
    checker.go("/desk/intake").follow(words)
    checker.fill("Reason, for the sender", REASON).press("Decline")
    assert "It is declined; the sender reads why." in checker.text
