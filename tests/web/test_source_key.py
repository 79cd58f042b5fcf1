"""The key of protected sources, lost and brought back, and a store of copies that is slow."""

import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.adapters.seals import NOT_SEALED, OTHER_KEY
from factcheck.domain.terms import State
from factcheck.models import ProtectedSource, SealedFile
from factcheck.services import protected
from tests import factories, secrets
from tests.cast import Newsroom
from tests.secrets import SECRET
from tests.sites import Site, open_site
from tests.web.test_protected import SOURCE, TYPED, bring

NEW = "/desk/claims/1/evidence/protected"
PATIENCE = 20  # seconds; what is waited for comes at once, or the test fails


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    """A claim that Carla checks, with a protected source of hers, and a file of it."""
    made = open_site(sqlite_newsroom)
    factories.claim(sqlite_newsroom, State.CHECKING)
    assert made.done(NEW, **TYPED) == SOURCE
    bring(made)
    return made


def key_of(site: Site) -> Path:
    home: Path = site.app.extensions["factcheck"].settings.home
    return home / "source.key"


def test_reading_without_the_key_makes_none_and_is_said_on_the_page_and_in_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    old = key_of(site).read_text()
    key_of(site).unlink()
    told = site.newsroom.history(1)
    for path in (f"{SOURCE}/read", f"{SOURCE}/files/1"):
        caplog.clear()
        page = site.send(path, 500)
        assert OTHER_KEY in page.text
        assert [
            (line.levelno, line.getMessage().partition(": ")[2]) for line in caplog.records
        ] == [(logging.ERROR, OTHER_KEY)]
        assert secrets.found_in(caplog.text) == []
    assert not key_of(site).exists()
    assert site.newsroom.history(1) == told
    key_of(site).write_text(old)
    assert SECRET.title in site.send(f"{SOURCE}/read", 200).text
    assert site.visitor().post(f"{SOURCE}/files/1", {}).data == secrets.FILE_TEXT


@pytest.mark.parametrize("other", ["", "00" * 32])
def test_nothing_is_sealed_while_the_key_of_the_newest_source_is_not_here(
    site: Site, other: str
) -> None:
    site.done("/desk/claims/1/evidence/new", **{**TYPED, "url": "", "consent": "on_record"})
    seen = site.send(f"{SOURCE}/read", 200).value("seen")
    old = key_of(site).read_text()
    key_of(site).unlink()
    if other:
        key_of(site).write_text(other)
    before = site.counts()
    for path, sent in (
        (NEW, TYPED),
        (f"{SOURCE}/change", {**TYPED, "seen": seen}),
        ("/desk/claims/1/evidence/2/protect", {"withheld": "law", "seen_version": "1"}),
        (f"{SOURCE}/files", {"files": secrets.upload(), "note": ""}),
    ):
        page = site.send(path, 422, **sent)
        assert NOT_SEALED in page.text, path
        if "title" in sent:
            assert page.value("spoke_with") == SECRET.spoke_with, path
    assert key_of(site).exists() == bool(other)
    assert site.counts() == before
    assert (site.newsroom.count(ProtectedSource), site.newsroom.count(SealedFile)) == (1, 1)
    key_of(site).write_text(old)
    there = site.done(NEW, **TYPED)
    for path in (SOURCE, there):
        assert SECRET.title in site.send(f"{path}/read", 200).text


def test_whoever_may_not_seal_is_told_so_and_makes_no_key(sqlite_newsroom: Newsroom) -> None:
    site = open_site(sqlite_newsroom)
    factories.claim(sqlite_newsroom, State.DISMISSED)
    site.send(NEW, 409, **TYPED)
    assert not key_of(site).exists()


def test_everybody_else_can_save_while_the_store_is_slow_to_give_a_file(site: Site) -> None:
    desk = site.app.extensions["factcheck"]
    asked, may_answer = threading.Event(), threading.Event()

    def slow(digest: str, size: int) -> bytes:
        asked.set()
        assert may_answer.wait(PATIENCE)
        return desk.read_blob(digest, size)

    site.app.extensions["factcheck"] = replace(desk, read_blob=slow)
    answers: list[bytes] = []
    carla = site.visitor()
    taking = threading.Thread(
        target=lambda: answers.append(carla.post(f"{SOURCE}/files/1", {}).data)
    )
    taking.start()
    try:
        assert asked.wait(PATIENCE)
        with site.newsroom.work(site.newsroom.edith) as work:  # `Busy` where the store holds it up
            protected.name_reader(work, 1, 1, site.newsroom.rosa.id or 0)
    finally:
        may_answer.set()
        taking.join()
    assert answers == [secrets.FILE_TEXT]
    told = [deed.split()[0] for deed in site.newsroom.history(1) if deed.startswith("source:")]
    assert told[-2:] == ["source:reader_named", "source:file_taken"]


def test_a_reader_whose_leave_ends_while_the_store_is_asked_gets_nothing(site: Site) -> None:
    newsroom = site.newsroom
    rosa = newsroom.rosa.id or 0
    site.done(f"{SOURCE}/readers", "edith", person=rosa)
    desk = site.app.extensions["factcheck"]

    def ended_meanwhile(digest: str, size: int) -> bytes:
        with newsroom.work(newsroom.edith) as work:
            protected.end_reader(work, 1, 1, rosa)
        return desk.read_blob(digest, size)

    site.app.extensions["factcheck"] = replace(desk, read_blob=ended_meanwhile)
    answer = site.visitor("rosa").post(f"{SOURCE}/files/1", {})
    assert answer.status_code == 403
    assert secrets.in_bytes(answer.data) == []
    assert not any("file_taken" in deed for deed in newsroom.history(1))
