"""Kept bytes that are damaged, missing or out of reach: readers are told so in their words, the desk what to do."""

import logging
from dataclasses import replace

import pytest

from factcheck.adapters.blobs import NO_ANSWER
from factcheck.domain.digests import digest_of
from factcheck.domain.snapshots import NotIntact
from factcheck.keeping import reader_of
from tests.pages import read
from tests.sharing import drawn, stored
from tests.shelves import COPY, KEPT, PAGE, Shelf
from tests.visitors import signed_in

OPERATORS = ("factcheck evidence verify", "administrator", "sha256", "bytes", "SHA-256")
READERS = {
    "": ("Cannot be shown", "is damaged or missing", "cannot be reached", "Back to the verdict"),
    "ru/": ("Показать не получается", "повреждено или пропало", "недоступно", "Назад к вердикту"),
    "kk/": ("Көрсету мүмкін болмады", "бүлінген немесе жоғалған", "қол жетпей", "Вердиктіге қайту"),
}


def damage(shelf: Shelf, data: bytes, now: bytes | None) -> None:
    """Other bytes in the place of these in the store, or none."""
    folder = shelf.newsroom.database.settings.home / "blobs" / "sha256"
    name = digest_of(data).removeprefix("sha256:")
    place = folder / name[:2] / name
    if now is None:
        place.unlink()
    else:
        place.write_bytes(now)


def away(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store does not answer."""

    def nothing(_digest: str, _size: int) -> bytes:
        raise NotIntact(NO_ANSWER, is_away=True)

    found = shelf.site.app.extensions["factcheck"]
    monkeypatch.setitem(shelf.site.app.extensions, "factcheck", replace(found, read_blob=nothing))


@pytest.mark.parametrize("folder", READERS)
@pytest.mark.parametrize("now", [None, KEPT.encode()[:-1], KEPT.encode().replace(b"4", b"5")])
def test_a_reader_is_told_in_her_language_that_it_is_damaged_and_no_word_of_the_desk(
    shelf: Shelf, caplog: pytest.LogCaptureFixture, folder: str, now: bytes | None
) -> None:
    shelf.dies()
    damage(shelf, KEPT.encode(), now)
    title, damaged, _, back = READERS[folder]
    with caplog.at_level(logging.ERROR):
        answer = shelf.reader(f"{folder}{COPY}")
    assert answer.status_code == 500
    page = read(answer.text)
    assert page.all("h1")[0].text == title
    assert damaged in page.text
    (way,) = [link for link in page.all("a") if link.text == back]
    assert way.attributes["href"] == f"/{folder}{COPY.partition('/sources')[0]}"
    assert not [word for word in OPERATORS if word in answer.text]
    assert "Result for the year" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Retry-After" not in answer.headers
    told = [line for line in caplog.messages if "is not shown to readers" in line]
    assert len(told) == 1
    assert COPY in told[0]
    assert "factcheck evidence verify" in told[0]


@pytest.mark.parametrize("folder", READERS)
def test_while_the_store_does_not_answer_a_reader_is_asked_to_come_back(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    shelf.dies()
    away(shelf, monkeypatch)
    answer = shelf.reader(f"{folder}{COPY}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert READERS[folder][2] in answer.text
    assert "administrator" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_somebody_of_the_desk_reads_as_readers_do_at_readers_addresses(shelf: Shelf) -> None:
    shelf.dies()
    damage(shelf, KEPT.encode(), None)
    answer = signed_in(shelf.site.app, shelf.newsroom.carla).get(f"/{COPY}")
    assert answer.status_code == 500
    assert "is damaged or missing" in answer.text
    assert not [word for word in OPERATORS if word in answer.text]


@pytest.mark.parametrize(
    ("now", "how"),
    [(None, "missing"), (PAGE, "cut"), (b"x" * len(PAGE + KEPT.encode()), "altered")],
)
def test_the_desk_reads_how_a_copy_is_damaged_and_whom_to_tell(
    shelf: Shelf, now: bytes | None, how: str
) -> None:
    damage(shelf, PAGE + KEPT.encode(), now)
    answer = shelf.site.visitor("carla").get("/desk/claims/1/evidence/1/snapshots/1/original")
    assert answer.status_code == 500
    assert f"are {how}." in answer.text
    assert "factcheck evidence verify" in answer.text


def test_the_desk_is_told_that_the_store_does_not_answer(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(shelf, monkeypatch)
    answer = shelf.site.visitor("carla").get("/desk/claims/1/evidence/1/snapshots/1/original")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert "The store of kept copies does not answer." in answer.text


def test_a_share_picture_that_is_gone_tells_nothing_of_the_store(shelf: Shelf) -> None:
    drawn(shelf.newsroom)
    kept = stored(shelf.newsroom)
    assert kept is not None
    assert kept.digest is not None
    name = kept.digest.removeprefix("sha256:")
    place = shelf.newsroom.database.settings.home / "blobs" / "sha256" / name[:2] / name
    place.unlink()
    answer = shelf.reader(f"share/1-{name[:16]}.png")
    assert answer.status_code == 500
    assert not [word for word in OPERATORS if word in answer.text]
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_store_that_is_away_is_told_from_bytes_that_are_gone(shelf: Shelf) -> None:
    give = reader_of(shelf.newsroom.database.settings)
    damage(shelf, KEPT.encode(), None)
    with pytest.raises(NotIntact) as gone:
        give(digest_of(KEPT.encode()), len(KEPT.encode()))
    assert not gone.value.is_away
