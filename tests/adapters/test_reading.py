"""The child processes that files are read and drawn in: only so many at once, and who waits too long is told so."""

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore, Lock
from typing import Any

import pytest

from factcheck.adapters import reading
from factcheck.adapters.pdf_pages import TOO_DEAR as PAGE_TOO_DEAR
from factcheck.adapters.pdf_pages import draw_page
from factcheck.adapters.picture_parts import TOO_DEAR as PICTURE_TOO_DEAR
from factcheck.adapters.picture_parts import redraw
from factcheck.adapters.reading import READINGS_AT_ONCE, read_apart, run_apart
from factcheck.domain.inputs import BadInput
from tests.office_files import pdf, set_in_lines
from tests.pictures import picture

REPORT, PICTURE = pdf([set_in_lines(["First."])]), picture("PNG")
LOOKS: dict[str, tuple[Callable[[], object], str]] = {
    "a text": (lambda: read_apart("pdf", REPORT), reading.TOO_DEAR),
    "a page": (lambda: draw_page(REPORT, 1), PAGE_TOO_DEAR),
    "a picture": (lambda: redraw(PICTURE, [], is_crop=False), PICTURE_TOO_DEAR),
}


@pytest.mark.parametrize(("look", "sentence"), LOOKS.values(), ids=LOOKS)
def test_who_waits_too_long_for_a_free_child_is_told_what_is_told_of_a_file_that_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, look: Callable[[], object], sentence: str
) -> None:
    only = BoundedSemaphore(1)
    monkeypatch.setattr(reading, "_free", only)
    with monkeypatch.context() as full, only:
        full.setattr(reading, "READING_SECONDS", 0)  # nobody waits in a test
        with pytest.raises(BadInput) as refused:
            look()
    assert refused.value.sentence == sentence
    look()
    assert only.acquire(blocking=False), "each gives its place back"


def test_only_so_many_children_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    met, counting, running, most = Barrier(READINGS_AT_ONCE), Lock(), 0, 0

    def run(*_: object, **__: object) -> str:
        nonlocal running, most
        with counting:
            running += 1
            most = max(most, running)
        met.wait(10)  # nobody goes before all places are taken
        with counting:
            running -= 1
        return "done"

    monkeypatch.setattr(subprocess, "run", run)
    with ThreadPoolExecutor(READINGS_AT_ONCE * 3) as threads:
        ended: list[Any] = list(
            threads.map(lambda _: run_apart("", {}, b""), range(READINGS_AT_ONCE * 3))
        )
    assert ended == ["done"] * READINGS_AT_ONCE * 3
    assert most == READINGS_AT_ONCE


def test_a_child_that_could_not_be_started_leaves_its_place_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(*_: object, **__: object) -> None:
        raise OSError("no process to be had")

    only = BoundedSemaphore(1)
    monkeypatch.setattr(reading, "_free", only)
    with monkeypatch.context() as broken:
        broken.setattr(subprocess, "run", run)
        for _ in range(2):
            with pytest.raises(OSError, match="no process"):
                run_apart("", {}, b"")
    assert read_apart("pdf", REPORT).text == "First."
