"""What readers can read of the desk itself: dated pages, every version, and nothing where nothing is written."""

from dataclasses import replace

import pytest
from flask import url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.domain.policy_pages import PageSlug, PageText
from factcheck.domain.ratings import RatingInput
from factcheck.services import policy_pages, scales
from factcheck.web import markdown
from factcheck.web.about import changes
from tests.cast import MORNING, Newsroom
from tests.pages import Element, read
from tests.sites import Site, open_site
from tests.statements import counted
from tests.visitors import stranger
from tests.web.test_markdown import ADDRESS, ATTRIBUTES, ELEMENTS, Reader

PAYS = PageText(title="Who pays for us", text="## Readers\n\nReaders do, **all** of them.")
FUND = PageText(title="Who pays for us", text="## Readers\n\nReaders do, and one fund.")


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def write(site: Site, name: str, text: PageText, note: str = "First words.", seen: int = 0) -> int:
    with site.newsroom.work(site.newsroom.ada) as work:
        return policy_pages.save(work, name, text, note, seen)


def reader_page(site: Site, path: str, status: int = 200) -> Element:
    answer = stranger(site.app).get(path)
    assert answer.status_code == status, path
    return read(answer.text)


def test_readers_find_the_pages_that_say_something_and_no_others(site: Site) -> None:
    links = reader_page(site, "/about").links()
    assert links["How we work"] == "/about/method"
    assert links["What the ratings mean"] == "/ratings"
    assert "Ownership and funding" not in links
    for name in ("funding", "team", "nothing", "Method"):
        reader_page(site, f"/about/{name}", 404)
    write(site, "funding", PAYS)
    assert reader_page(site, "/about").links()["Who pays for us"] == "/about/funding"


def test_a_page_is_dated_and_leads_to_what_is_made_from_the_record(site: Site) -> None:
    page = reader_page(site, "/about/method")
    assert page.all("h1")[0].text == "How we work"
    assert [one.text for one in page.all("h2")][:3] == [
        "What we check", "The road of a claim", "Four eyes",
    ]  # fmt: skip
    assert page.all("time")
    assert page.links()["What the ratings mean"] == "/ratings"
    assert page.links()["list of corrections"] == "/corrections"
    assert (
        reader_page(site, "/corrections").links()["How we correct"] == "/about/corrections-policy"
    )


def test_every_page_of_readers_leads_there_and_to_the_way_to_report(site: Site) -> None:
    for path in ("/", "/ratings", "/corrections", "/about", "/about/contact"):
        links = reader_page(site, path).links()
        assert links["About this desk"] == "/about"
        assert links["How we work"] == "/about/method"
        assert links["Corrections policy"] == "/about/corrections-policy"
        assert links["Report an error"] == "/report"


def test_the_old_address_leads_on_and_its_ways_in_are_still_there(site: Site) -> None:
    answer = stranger(site.app).get("/method")
    assert (answer.status_code, answer.location) == (301, "/about/method")
    page = reader_page(site, "/about/method")
    for anchor in ("report-an-error", "corrections"):
        assert page.id(anchor)


def test_earlier_versions_stay_with_what_changed_word_by_word(site: Site) -> None:
    write(site, "funding", PAYS)
    write(site, "funding", FUND, "A fund gives as well.", 1)
    page = reader_page(site, "/about/funding")
    assert "A fund gives as well." in page.text
    assert page.links()["Version 1"] == "/about/funding/versions/1"
    old = reader_page(site, "/about/funding/versions/1")
    assert "An earlier version." in old.text
    assert "It was the first." in old.text
    assert old.links()["Read the current version"] == "/about/funding"
    new = reader_page(site, "/about/funding/versions/2")
    assert [one.raw() for one in new.all("del")] == ["**all**", "of", "them."]
    assert [one.raw() for one in new.all("ins")] == ["and", "one", "fund."]
    assert "An earlier version." not in new.text
    for number in (1, 2):
        answer = stranger(site.app).get(f"/about/funding/versions/{number}").text
        assert '<meta name="robots" content="noindex">' in answer
        assert (
            '/about/funding">\n  <meta name="robots"' in answer
        )  # the canonical address, right above
    for number in ("0", "3", "01", "2147483648", "9" * 30):
        reader_page(site, f"/about/funding/versions/{number}", 404)


def test_contact_tells_the_address_even_where_nothing_is_written(site: Site) -> None:
    assert "has not yet named an address" in reader_page(site, "/about/contact").text


def test_the_addresses_named_to_machines_are_those_of_the_pages(site: Site) -> None:
    with site.app.test_request_context():
        for slug in PageSlug:
            assert url_for("about.page", name=slug.value) == slug.path


def test_readers_see_when_each_version_of_a_scale_was_made_and_why(site: Site) -> None:
    with site.newsroom.work(site.newsroom.ada) as work:
        scale = next(one for one in scales.scales(work.session) if one.code == "house")
        labels: list[RatingInput] = list(scale.current.ratings)
        labels[0] = replace(labels[0], is_retired=True, retired_note="Nobody understood it.")
        scales.new_version(work, scale.id, scale.number, labels, "One label less.")
    page = reader_page(site, "/ratings")
    assert f"Version {scale.number + 1}, in force since" in page.text
    assert "One label less." in page.text
    assert "Nobody understood it." in page.text
    assert f"Version {scale.number}, made" in page.text


@pytest.mark.parametrize(
    ("path", "most"),
    [("/about", 2), ("/about/method", 3), ("/about/method/versions/1", 2)],
)
def test_a_page_costs_few_statements(site: Site, path: str, most: int) -> None:
    reader_page(site, path)
    with counted(site.newsroom.database) as statements:
        reader_page(site, path)
    assert len(statements) <= most, statements


MARKS = st.sampled_from(
    ["<script>", "</p>", "[a](javascript:x)", "![a](http://b)", "## ", "> ", "`", "**", "\n", "<b>"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(MARKS | st.text(max_size=20), max_size=12).map("".join))
def test_whatever_is_written_nothing_in_it_runs_and_headings_begin_below_the_title(
    text: str,
) -> None:
    for element, attributes in Reader(markdown.render(text, top=1)).elements:
        assert element in ELEMENTS | {"h2"}
        assert attributes.keys() <= ATTRIBUTES.get(element, set())
        assert ADDRESS.match(attributes.get("href") or "https://a")


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_comparison_holds_every_letter_of_both_texts(old: str, new: str) -> None:
    told = changes(version(1, old), version(2, new))
    strands = [strand for one in told for strand in one.strands]
    assert "".join(s.text for s in strands if s.how != "came") == (old if old != new else "")
    assert "".join(s.text for s in strands if s.how != "went") == (new if old != new else "")


def test_a_text_of_very_many_lines_is_compared_without_matching_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matched: list[int] = []
    monkeypatch.setattr("factcheck.web.woven.SequenceMatcher", lambda *_, **__: matched.append(1))
    (told,) = changes(version(1, "a\n" * 20_000), version(2, "a\n" * 20_001))
    assert matched == []
    assert [strand.how for strand in told.strands] == ["went", "came"]


def version(number: int, text: str) -> policy_pages.Version:
    return policy_pages.Version("funding", number, "Title", "Note.", False, MORNING, "", text)
