"""What became of sources, looked after on the desk (E17)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from factcheck.domain.limits import COMPARED_BYTES, RECHECKS
from factcheck.domain.renewal import Stood
from factcheck.domain.revision import Revised
from factcheck.domain.source_checks import Outcome
from factcheck.models import SourceCheck
from factcheck.services import text_comparison
from factcheck.services.source_findings import Found
from factcheck.web import sources
from tests.shelves import FAILURE, KEPT, NOW, SOURCE, Shelf, captured, readers_page

# ── On the desk ──────────────────────────────────────────────────────────────────────────────────


def test_the_row_says_since_when_a_source_is_gone(shelf: Shelf) -> None:
    shelf.dies()
    row = shelf.site.page("desk/claims/1").id("evidence-1")
    assert "Gone since" in row.text
    assert FAILURE in row.text
    assert f"/{SOURCE}" in row.links().values()
    assert "Gone since" in shelf.site.page("desk/claims/1/evidence/1/snapshots").text


def test_the_page_of_a_changed_source_shows_what_differs(shelf: Shelf) -> None:
    shelf.changes()
    row = shelf.site.page("desk/claims/1").id("evidence-1").text
    assert "Changed, found on" in row
    assert "the quote stands there no more" in row
    page = shelf.site.page(SOURCE, "rosa")
    differences = page.id("differences")
    assert [one.text for one in differences.all("del")] == ["-4,012,330"]
    assert [one.text for one in differences.all("ins")] == ["-5,000,000"]
    assert shelf.newsroom.history(1)[-2:] == ["snapshot:viewed evidence:1"] * 2


def test_what_has_no_readable_text_is_not_compared_and_says_so(shelf: Shelf) -> None:
    copy = replace(captured(shelf.newsroom, "bytes"), text=None)
    shelf.look(Found(outcome=Outcome.CHANGED, status=200, copy=copy))
    assert "One of the two has no readable text" in shelf.site.page(SOURCE).text


def counting(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The texts that are compared from now on, in pairs."""
    compared, compare = list[tuple[str, str]](), text_comparison.sentences_of

    def noted(old: str, new: str, stood: Iterable[Stood]) -> Sequence[Revised]:
        compared.append((old, new))
        return compare(old, new, stood)

    monkeypatch.setattr(text_comparison, "sentences_of", noted)
    return compared


def test_texts_too_long_to_be_compared_are_led_to_and_nothing_is_compared(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = counting(monkeypatch)
    room = COMPARED_BYTES - len(KEPT.encode())
    shelf.changes("é" * (room // 2) + "." * (room % 2 + 1))
    differences = shelf.site.page(SOURCE, "rosa").id("differences")
    assert compared == []
    assert "The two texts are too long to be compared here." in differences.text
    copies = {
        name: f"/{SOURCE.replace('looks', 'snapshots')}/{name[-1]}/view"
        for name in ("copy 1", "copy 2")
    }
    assert differences.links() == copies
    assert differences.all("del") == differences.all("ins") == []
    assert shelf.newsroom.history(1)[-2:] == ["snapshot:viewed evidence:1"] * 2


def test_texts_that_just_fit_are_compared(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = counting(monkeypatch)
    monkeypatch.setattr(sources, "COMPARED_BYTES", len(KEPT.encode()) + len(NOW.encode()))
    shelf.changes()
    assert "too long" not in shelf.site.page(SOURCE, "rosa").text
    assert compared == [(KEPT, NOW)]
    monkeypatch.setattr(sources, "COMPARED_BYTES", len(KEPT.encode()) + len(NOW.encode()) - 1)
    assert "too long to be compared" in shelf.site.page(SOURCE, "rosa").text
    assert compared == [(KEPT, NOW)]


def test_a_look_is_asked_for_and_waited_for(shelf: Shelf) -> None:
    shelf.site.done(f"{SOURCE}/now")
    page = shelf.site.page(SOURCE)
    assert "It is being looked at" in page.text
    assert "Check now" not in [one.text for one in page.all("button")]
    assert "Its address is being looked at." in shelf.site.page("desk/claims/1").text
    before = shelf.site.counts()
    said = shelf.site.send(f"{SOURCE}/now", 409).text
    assert "Evidence 1 is being looked at already." in said
    assert shelf.site.counts() == before


def test_one_person_asks_for_so_many_looks_a_minute(shelf: Shelf) -> None:
    carla = shelf.site.visitor("carla")
    statuses = [carla.post(f"/{SOURCE}/now").status_code for _ in range(RECHECKS + 1)]
    assert statuses == [303, *[409] * (RECHECKS - 1), 429]
    assert "There were too many tries" in carla.post(f"/{SOURCE}/now").text
    assert shelf.newsroom.count(SourceCheck) == 1


def test_nothing_to_do_is_said_with_a_note_and_the_news_stand_for_readers(shelf: Shelf) -> None:
    shelf.changes()
    (check,) = {one.attributes["value"] for one in shelf.site.page(SOURCE).named("check")}
    before = shelf.site.counts()
    assert shelf.site.send(f"{SOURCE}/settle", 422, check=check, note=" ").text
    assert shelf.site.send(f"{SOURCE}/settle", 409, check="99", note="Seen.").text
    for name, status in (("rosa", 403), ("lara", 403), ("ada", 403)):
        shelf.site.send(f"{SOURCE}/settle", status, name, check=check, note="Seen.")
    assert shelf.site.counts() == before
    shelf.site.done(f"{SOURCE}/settle", "edith", check=check, note="A slip of <theirs>.")
    page = shelf.site.page(SOURCE)
    assert "Looked at by Edith" in page.text
    assert "A slip of <theirs>." in page.text
    assert page.named("check") == []
    assert "This page has changed" in readers_page(shelf)


def test_from_news_about_a_published_verdict_a_correction_begins(shelf: Shelf) -> None:
    shelf.dies()
    links = shelf.site.page(SOURCE, "edith").links()
    assert links["Begin a correction or an update"] == "/desk/claims/1/change"


def test_the_list_tells_what_died_or_changed_and_is_narrowed(shelf: Shelf) -> None:
    def listed(query: str = "", by: str = "carla") -> bool:
        return "Annual accounts" in shelf.site.page(f"desk/sources{query}", by).text

    assert not listed()
    shelf.dies()
    assert [listed(one) for one in ("", "?what=gone", "?what=changed", "?what=nonsense")] == [
        True,
        True,
        False,
        True,
    ]
    assert [listed("?mine=1", by) for by in ("carla", "edith")] == [True, False]
    check = shelf.site.page(SOURCE).value("check")
    shelf.site.done(f"{SOURCE}/settle", check=check, note="Seen.")
    assert [listed(one) for one in ("", "?all=1", "?all=1&what=gone")] == [False, True, True]
    assert listed("?all=1&after=1") is False


def test_my_work_says_so_until_somebody_looked_at_it(shelf: Shelf) -> None:
    def waits(by: str) -> bool:
        return "Sources that died or changed" in shelf.site.page("desk", by).text

    assert [waits(by) for by in ("carla", "edith")] == [False, False]
    shelf.dies()
    assert [waits(by) for by in ("carla", "edith")] == [True, False]
    check = shelf.site.page(SOURCE).value("check")
    shelf.site.done(f"{SOURCE}/settle", check=check, note="Seen.")
    assert not waits("carla")


def test_a_stranger_learns_nothing_of_looks(shelf: Shelf) -> None:
    shelf.dies()
    assert shelf.reader(SOURCE).status_code == 404
    assert shelf.reader("desk/sources").status_code == 302
