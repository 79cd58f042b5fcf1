"""A dead link in a browser: a source dies after the verdict, and readers go on reading the words it rests on."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from factcheck.domain.limits import RECHECK_AGAIN
from tests.browser.conftest import Site
from tests.browser.test_copies import WORDS, claim, log_link, wait_for
from tests.browser.test_road import write_verdict
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.browser
PUBLIC, INTERNAL = "/dead-link/minutes", "/dead-link/letter"
LOOKS = "section:has(> #looks-title)"


def log_internal(checker: Visitor, number: str, url: str) -> None:
    checker.go(f"/desk/claims/{number}/evidence/new")
    checker.choose(re.compile("^supports", re.IGNORECASE))
    checker.choose(re.compile("^secondary", re.IGNORECASE))
    checker.fill("Title", "A letter to the harbour office").fill("Address", url)
    checker.choose("Keep internal")
    checker.fill("Why", "The clerk asked not to be named.")
    checker.press("Save this evidence")


def look_again(checker: Visitor, number: str, evidence: int, looks: int) -> None:
    """Have the address looked at now, as somebody of the desk does, and wait for what is found."""
    checker.go(f"/desk/claims/{number}/evidence/{evidence}/looks").press("Check now")
    assert f"The source of evidence {evidence} is being looked at." in checker.text
    wait_for(checker, LOOKS, "Check now")
    expect(checker.page.locator(f"{LOOKS} tbody tr")).to_contain_text(
        ["The site answered 404."] * looks
    )


def some_time_later(site: Site) -> datetime:
    """Let the first failed looks have been longer ago than two of them must be apart; when the older one was."""
    with (
        closing(sqlite3.connect(site.home / "factcheck.sqlite3", timeout=30)) as database,
        database,
    ):
        rows = database.execute(
            "SELECT id, since_at FROM source_check WHERE may_be_gone"
        ).fetchall()
        moved = [
            (datetime.fromisoformat(since) - timedelta(hours=2 * RECHECK_AGAIN), id_)
            for id_, since in rows
        ]
        database.executemany(
            "UPDATE source_check SET since_at = ?1, looked_at = ?1, asked_at = ?1 WHERE id = ?2",
            [(f"{at:%Y-%m-%d %H:%M:%S.%f}", id_) for at, id_ in moved],
        )
    return min(at for at, _ in moved)


def publish_with_kept_sources(visit: Visit, checker: Visitor) -> tuple[str, str]:
    """A published verdict that rests on kept pages, one of them internal: its claim, and where readers get it."""
    number = claim(checker, "A link that dies later")
    log_link(checker, number, f"http://news.test{PUBLIC}")
    log_link(checker, number, "https://harbour.example.org/closed", "Harbour office")
    log_internal(checker, number, f"http://news.test{INTERNAL}")
    wait_for(checker, "#evidence-1", "SHA-256")
    wait_for(checker, "#evidence-3", "SHA-256")
    checker.go(f"/desk/claims/{number}/evidence/1")
    checker.fill("Exact quote", WORDS).press("Save evidence 1")
    write_verdict(checker, number)
    editor = visit("edil")
    editor.go(f"/desk/claims/{number}/review").press("Approve")
    editor.go(f"/desk/claims/{number}/publish").press("Publish")
    editor.go(f"/desk/claims/{number}")
    link = editor.page.get_by_text("The page as readers get it")
    return number, str(link.get_attribute("href"))


def test_a_source_that_died_is_read_in_the_desks_copy_and_an_internal_one_by_no_stranger(
    visit: Visit, site: Site
) -> None:
    checker, reader = visit("dana"), visit()
    number, verdict = publish_with_kept_sources(visit, checker)
    copy = verdict + "/sources/{}"
    assert "gone" not in reader.go(verdict).page.locator("#source-1").inner_text()
    reader.go(copy.format(1), 404)

    site.newspaper.dead.update((PUBLIC, INTERNAL))
    for evidence in (1, 3):
        look_again(checker, number, evidence, 1)
    assert "is gone" not in reader.go(verdict).text
    since = some_time_later(site)
    for evidence in (1, 3):
        look_again(checker, number, evidence, 2)
        assert "Two looks, some time apart, found the same." in checker.text
    assert "Gone" in checker.go("/desk/sources?what=gone").text

    news = reader.go(verdict).page.locator("#source-1 .source__news")
    gone_at = news.locator("time").first
    expect(gone_at).to_have_attribute("datetime", f"{since.replace(microsecond=0).isoformat()}+00:00")
    day = gone_at.inner_text()
    expect(news).to_contain_text(f"This page is gone since {day}.")
    assert "A letter to the harbour office" not in reader.page.content()
    reader.follow("Read our copy of")
    assert reader.page.url == reader.base + copy.format(1)
    assert f"The page is gone since {day}; its address answers 404." in reader.text
    assert "It cost 812,000 euros, the harbour master said" in reader.text
    expect(reader.page.locator("#quoted")).to_have_text(WORDS)
    reader.follow("Back to the verdict")
    assert reader.page.url == f"{reader.base}{verdict}#source-1"
    for refused in (2, 3, 4):
        reader.go(copy.format(refused), 404)
