"""Several links at once: a row of evidence each, saved by itself; a bad line is named and nothing typed is lost."""

import pytest

from factcheck.domain.limits import LINKS_LOGGED
from factcheck.models import Snapshot
from factcheck.services import evidence
from tests import factories
from tests.cast import Newsroom
from tests.pages import read
from tests.sites import Site, open_site


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


SEVERAL = "desk/claims/1/evidence/links"
SAID = {"stance": "refutes", "source_class": "secondary"}


def titles(site: Site) -> list[tuple[int, str, str, str]]:
    rows = site.ticket(1).logged
    return [(row.number, row.title, row.url, row.stance.value) for row in rows]


def test_several_links_become_rows_of_their_own_and_one_of_each(site: Site) -> None:
    factories.claim(site.newsroom)
    factories.take(site.newsroom, 1, site.newsroom.carla)
    given = "https://a.example/one\n\n  HTTPS://B.example/two#x \nhttps://a.example/one\n"
    assert site.done(SEVERAL, links=given, **SAID) == "/desk/claims/1#evidence"
    assert titles(site) == [
        (1, "a.example/one", "https://a.example/one", "refutes"),
        (2, "b.example/two#x", "https://b.example/two#x", "refutes"),
    ]
    assert site.newsroom.count(Snapshot) == 2


@pytest.mark.parametrize(
    ("links", "sentence"),
    [
        ("", "Paste at least one address."),
        ("https://a.example\nnot one", "Line 2: The address must begin with http:// or https://"),
        ("https://a.example\njavascript:alert(1)", "Line 2: The address must begin"),
        (
            "\n".join(f"https://a.example/{n}" for n in range(21)),
            "At most 20 links at once; these are 21.",
        ),
    ],
    ids="none no-address script too-many".split(),
)
def test_a_bad_line_is_named_nothing_is_written_and_all_that_was_typed_stays(
    site: Site, links: str, sentence: str
) -> None:
    factories.claim(site.newsroom)
    before = site.counts()
    page = site.send(SEVERAL, 422, links=links, **SAID)
    assert sentence in page.error("links")
    assert page.value("links") == links
    assert site.counts() == before


def test_an_expert_is_logged_by_herself(site: Site) -> None:
    factories.claim(site.newsroom)
    before = site.counts()
    page = site.send(SEVERAL, 422, links="https://a.example", **SAID | {"source_class": "expert"})
    assert "Log such a source by itself." in page.error("source_class")
    assert site.counts() == before


def test_what_no_longer_fits_on_the_claim_stays_in_the_field(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim(site.newsroom)
    monkeypatch.setattr(evidence, "EVIDENCE_ROWS", 1)
    given = "https://a.example/one\nhttps://a.example/two\nhttps://a.example/three"
    page = site.send(SEVERAL, 422, links=given, **SAID)
    assert "A claim holds at most 1 pieces of evidence." in page.text
    assert page.value("links") == "https://a.example/two\nhttps://a.example/three"
    assert [number for number, *_ in titles(site)] == [1]


def test_lists_of_links_are_limited_a_minute_and_nothing_typed_is_lost(site: Site) -> None:
    factories.claim(site.newsroom)
    carla = site.visitor("carla")
    before = site.counts()
    answers = [carla.post(f"/{SEVERAL}", {"links": ""}) for _ in range(LINKS_LOGGED)]
    assert {answer.status_code for answer in answers} == {422}
    answer = carla.post(f"/{SEVERAL}", {"links": "https://a.example/one", **SAID})
    assert answer.status_code == 429
    assert f"{LINKS_LOGGED} lists of links a minute are the limit" in answer.text
    assert read(answer.text).value("links") == "https://a.example/one"
    assert site.counts() == before
