"""Readers at a copy of the site that no server answers: what they search for is found as on the served site."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Site
from tests.browser.visitor import Visitor
from tests.static_sites import served

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

SEARCHES = [
    *("q=abuse", "q=Petition+harsher", "q=pet", "q=th", "q=nothingofthekind", "rating=supported"),
    *(
        "claimant=deputy",
        "outlet=voices",
        "q=abuse&rating=contradicted",
        "from=2020-01-01&to=2020-12-31",
    ),
    *("from=2020-01-01", "q=%D0%BF", "q=%C3%A1buse"),
    *("topic=transport", "q=abuse&topic=domestic-violence", "topic=parliament&rating=supported"),
]
DONE = "[data-find-title]:not([hidden]), [data-find-none]:not([hidden])"


@pytest.fixture(scope="module")
def copy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's site as files, behind a server of files."""
    out: Path = tmp_path_factory.mktemp("copy")
    environ = {
        "FACTCHECK_HOME": str(site.home),
        "FACTCHECK_SECRET_KEY_FILE": str(site.home / "secret.key"),
        "FACTCHECK_BASE_URL": site.base,
    }
    program = [sys.executable, "-m", "factcheck", "site", "export", str(out)]
    subprocess.run(program, env={**os.environ, **environ}, check=True, capture_output=True)
    with served(out / "current") as address:
        yield address


def at(address: str, visitor: Visitor) -> Visitor:
    visitor.base = address
    return visitor


def found(visitor: Visitor) -> list[str]:
    """What the list shows, by the numbers of verdicts."""
    links = visitor.page.locator(".item__claim a:visible").all()
    return [str(link.get_attribute("href")).partition("-")[0] for link in links]


def test_everything_is_found_as_on_the_served_site(site: Site, copy: str, visit: Visit) -> None:
    live, reader = visit(), at(copy, visit())
    lengths = set()
    for search in SEARCHES:
        live.page.goto(f"{site.base}/verdicts?{search}")
        reader.page.goto(f"{copy}/verdicts?{search}")
        reader.page.locator(DONE).first.wait_for(state="attached")
        assert found(reader) == found(live), search
        lengths.add(len(found(live)))
    assert {0} < lengths
    assert reader.complaints == []


@pytest.mark.parametrize(("code", "heading"), [("ru", "Найдено"), ("kk", "Табылды")])
def test_a_search_in_another_language_shows_what_it_found_in_that_language(
    site: Site, copy: str, visit: Visit, code: str, heading: str
) -> None:
    live, reader = visit(), at(copy, visit())
    for search in ("q=abuse", "rating=contradicted"):
        live.page.goto(f"{site.base}/{code}/verdicts?{search}")
        reader.page.goto(f"{copy}/{code}/verdicts?{search}")
        reader.page.locator(DONE).first.wait_for(state="attached")
        assert found(reader) == found(live), search
        assert all(one.startswith(f"/{code}/verdicts/") for one in found(reader))
        assert reader.page.get_by_role("heading", name=heading).is_visible()
    assert reader.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_reader_types_words_and_follows_what_was_found(
    copy: str, visit: Visit, width: int, scheme: str
) -> None:
    reader = at(copy, visit(viewport={"width": width, "height": 800}, color_scheme=scheme))
    reader.go("/verdicts").fill("Words", "abuse")
    reader.press("Search")
    reader.page.locator(DONE).first.wait_for(state="attached")
    assert reader.look().field("Words").input_value() == "abuse"
    heading = reader.page.get_by_role("heading", name="Found")
    assert heading.is_visible()
    if width < 640:  # a phone shows what was found, not the form again
        reader.page.wait_for_function("scrollY > 0")
        assert 0 <= (heading.bounding_box() or {})["y"] < 400
    reader.click(reader.page.locator(".item__claim a:visible").first)
    assert "Our finding" in reader.page.title() + reader.page.content()
    reader.follow("Something wrong on this page")
    assert "no form works here" in reader.text
    reader.go("/desk").go("/send").go("/rated/supported").go("/verdicts/all")
    reader.go("/verdicts?q=nothingofthekind")
    reader.page.locator(DONE).first.wait_for(state="attached")
    assert "No verdict fits all of this." in reader.look().text


def test_without_scripts_all_verdicts_are_listed(copy: str, visit: Visit) -> None:
    reader = at(copy, visit(java_script_enabled=False))
    reader.go("/verdicts?q=abuse")
    assert "searching needs scripts" in reader.text
    assert len(found(reader)) > 3


def test_an_index_that_cannot_be_read_is_told_and_all_verdicts_are_listed(
    copy: str, visit: Visit
) -> None:
    reader = at(copy, visit())
    reader.page.route("**/search/index.json", lambda route: route.abort())
    reader.page.goto(f"{copy}/verdicts?q=abuse")
    reader.page.get_by_text("The list of words could not be read.").wait_for()
    assert len(found(reader)) > 3
