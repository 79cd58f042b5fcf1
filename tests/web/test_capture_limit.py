"""Captures that forms ask for beside what they save: counted with those of the button, and nothing typed is lost."""

from typing import Any

import pytest

from factcheck.domain.limits import CAPTURES_ASKED
from factcheck.domain.terms import COMMAND_LINE, Actor, State
from factcheck.models import Snapshot
from factcheck.services import throttle as throttle_rows
from factcheck.web.throttle import FEW
from tests import factories
from tests.cast import Newsroom
from tests.pages import read
from tests.sites import Site, open_site

CLAIM = "/desk/claims/1"
NEW = f"{CLAIM}/evidence/new"
LINK = {"kind": "link", "stance": "supports", "source_class": "secondary", "title": "The annex"}
SENTENCE = f"{CAPTURES_ASKED} captures a minute are the limit: send it again in "


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    factories.claim(sqlite_newsroom, State.CHECKING)
    return open_site(sqlite_newsroom)


def has_asked(newsroom: Newsroom, person: Actor, times: int) -> None:
    """As often this minute this person had a source captured by its button."""
    with newsroom.database.work(COMMAND_LINE) as work:
        key = f"LIMITER/try/person {person.id}/captures/{CAPTURES_ASKED}/1/minute"
        throttle_rows.count(work, key, 60, times)


def link(number: int) -> dict[str, str]:
    return {**LINK, "url": f"https://harbour.example/{number}"}


def refused(site: Site, path: str, sent: dict[str, str]) -> None:
    """She is told so at the head of the form, all she typed stands there, and nothing was written."""
    before = site.counts(), site.newsroom.count(Snapshot)
    answer = site.visitor().post(path, sent)
    page = read(answer.text)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert SENTENCE in page.text
    assert {name: page.value(name) for name in ("url", "title")} == {
        "url": sent["url"],
        "title": sent["title"],
    }
    assert (site.counts(), site.newsroom.count(Snapshot)) == before


def test_single_links_are_counted_a_minute_with_the_button_and_nothing_typed_is_lost(
    site: Site,
) -> None:
    has_asked(site.newsroom, site.newsroom.carla, CAPTURES_ASKED - FEW - 1)
    for number in range(FEW + 1):
        site.done(NEW, **link(number))
    for _ in range(2):
        refused(site, NEW, link(FEW + 1))
    assert site.newsroom.count(Snapshot) == FEW + 1
    site.done(NEW, "cyril", **link(FEW + 1))


def test_new_addresses_are_counted_a_minute_and_other_changes_are_not(site: Site) -> None:
    site.done(NEW, "cyril", **link(99))
    has_asked(site.newsroom, site.newsroom.carla, CAPTURES_ASKED - FEW)

    def change(version: int, **changed: str) -> dict[str, Any]:
        return {**link(99), "seen_version": str(version), **changed}

    for version in range(1, FEW + 1):
        url = link(version)["url"]
        site.done(f"{CLAIM}/evidence/1", **change(version, url=url))
    assert site.newsroom.count(Snapshot) == FEW + 1
    other = change(FEW + 1, url="https://harbour.example/other", title="Another annex")
    refused(site, f"{CLAIM}/evidence/1", other)
    assert site.ticket(1).logged[0].url == url
    site.done(f"{CLAIM}/evidence/1", **change(FEW + 1, url=url, title="Another annex"))
    site.done(NEW, **{**LINK, "kind": "document", "title": "On paper"})
    assert [row.title for row in site.ticket(1).logged] == ["Another annex", "On paper"]
