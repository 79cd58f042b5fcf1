"""Every page of the demo as its people see it: narrow and wide, light and dark, with axe-core on each."""

import re
from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

# What is tried in each further language: all kinds of pages, with the longest words of all.
LANGUAGES = (
    *("/", "/verdicts/1", "/verdicts", "/ratings", "/corrections", "/follow", "/about/method"),
    *("/report", "/send", "/embed/verdicts/1"),
)
PAGES = {
    "": [
        *("/", "/?rating=supported", "/ratings", "/corrections", "/login"),
        *("/about", "/about/method", "/about/method/versions/1"),
        *("/follow", "/verdicts", "/verdicts?q=submarine", "/embed/verdicts/1"),
        *("/report", "/report/1", "/send"),
        *(prefix + path for prefix in ("/ru", "/kk") for path in LANGUAGES),
    ],
    "dana": ["/desk", "/desk/articles", "/desk/articles/import", "/desk/intake", "/account"],
    "edil": ["/desk/queue", "/desk/queue?state=in_review", "/desk/permissions"],
    "ada": [
        "/desk/people",
        "/desk/people/2",
        "/desk/scales",
        "/desk/scales/1",
        "/desk/scales/1/edit",
        "/desk/policy",
        "/desk/jobs",
        "/desk/settings",
        "/desk/pages",
        "/desk/pages/method",
        "/desk/pages/team",
    ],
}
WIDTHS = {"phone, dark": (320, "dark"), "desk, light": (1440, "light")}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "reader")
def test_the_pages_of_each_person_are_in_order(visit: Visit, name: str, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    visitor = visit(name, viewport={"width": pixels, "height": 800}, color_scheme=scheme)
    for path in PAGES[name]:
        visitor.go(path)


@pytest.mark.parametrize("width", WIDTHS)
def test_each_published_verdict_and_its_versions_are_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    reader = visit(viewport={"width": pixels, "height": 800}, color_scheme=scheme)
    reader.go("/")
    links = reader.page.locator("main a[href*='/verdicts/']")
    paths = sorted({str(link.get_attribute("href")).partition("#")[0] for link in links.all()})
    assert len(paths) >= 10
    for path in paths if pixels > 1000 else paths[:3]:
        reader.go(path)
        assert reader.page.locator('script[type="application/ld+json"]').count() == 1
        assert "demonstration" in reader.text
    reader.go("/corrections").follow("Read version 1")
    assert "An earlier version" in reader.text
    assert reader.page.locator('script[type="application/ld+json"]').count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_claims_in_every_state_are_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    editor = visit("mara", viewport={"width": pixels, "height": 800}, color_scheme=scheme)
    for state in ("spotted", "open", "checking", "in_review", "approved", "published", "dismissed"):
        editor.go(f"/desk/queue?state={state}")
        link = editor.page.locator("main a[href*='/desk/claims/']").first
        number = re.findall(r"/desk/claims/(\d+)", str(link.get_attribute("href")))[0]
        editor.go(f"/desk/claims/{number}")
        if state in {"in_review", "approved", "published"}:
            editor.go(f"/desk/claims/{number}/review")
    for path in (
        "history",
        "edit",
        "evidence/new",
        "evidence/1",
        "verdict",
        "verdict/versions",
        "preview",
    ):
        editor.go(f"/desk/claims/17/{path}")
    for number in (1, 2):
        editor.go(f"/desk/articles/{number}")
        editor.go(f"/desk/articles/{number}/edit")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_save_that_came_too_late_is_answered_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    look = {"viewport": {"width": pixels, "height": 800}, "color_scheme": scheme}
    late, quick = visit("mara", **look), visit("dana", **look)
    path = "/desk/articles/2/edit"
    late.go(path)
    quick.go(path).fill("Byline", f"Changed on the {width}").press("Save the changes")
    late.fill("Byline", "Written by the desk " * 5).press("Save the changes")
    assert "Changed meanwhile" in late.text
    assert f"Changed on the {width}" in late.text
    late.press("Keep mine")
    assert "The article’s details are saved." in late.text


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_with_something_to_mend_are_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    look = {"viewport": {"width": pixels, "height": 800}, "color_scheme": scheme}
    checker, administrator = visit("dana", **look), visit("ada", **look)
    checker.go("/desk/articles/1/edit").fill("Published on", "in spring")
    assert "to mend" in checker.press("Save the changes").text
    administrator.go("/desk/settings").fill("Name of the desk", "x" * 101)
    assert "to mend" in administrator.press("Change the settings").text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["", "dana"], ids=["reader", "dana"])
def test_refusals_and_failures_are_pages_in_order(visit: Visit, name: str, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    visitor = visit(name, viewport={"width": pixels, "height": 800}, color_scheme=scheme)
    refused = {"/nowhere": 404, "/logout": 405, "/?after=nonsense": 400}
    if name:
        refused |= {"/desk/claims/9999": 404, "/desk/people": 403, "/desk/claims/1/dismiss": 409}
    for path, status in refused.items():
        visitor.go(path, status=status)
        assert "This is a demonstration." in visitor.text


def test_what_is_not_there_says_so_kindly(visit: Visit) -> None:
    reader = visit()
    for path in ("/nowhere", "/verdicts/9999", "/desk/claims/1"):
        assert "nothing" in reader.go(path, status=404).text.lower()
    assert "Try again" not in reader.text


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    reader = visit()
    reader.go("/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("!!document.activeElement.closest('main')")


def test_a_file_too_large_to_be_read_is_refused_on_a_page(visit: Visit) -> None:
    checker = visit("dana").go("/desk/articles/import")
    book = {"name": "book.txt", "mimeType": "text/plain", "buffer": b"word " * 1_400_000}
    checker.field("Or a file").set_input_files(book)  # type: ignore[arg-type]  # playwright's own dictionary
    checker.press("Import the article")
    assert "larger than this desk takes" in checker.text
    assert "This is a demonstration." in checker.text
