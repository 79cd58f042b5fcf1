"""Readers wait behind nobody: however many requests of the desk there are, and whatever these wait for."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from factcheck import serving
from factcheck.config import Settings
from factcheck.domain.limits import READER_THREADS
from tests.cast import Newsroom
from tests.fronts import VERDICT, correct, front_of, get, held, served
from tests.visitors import stranger

PATIENCE = 30  # seconds until a test that hangs is told so


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    return served(sqlite_newsroom)


class Desk:
    """The application, which lets nobody out before it is told to; `most` were inside at once."""

    def __init__(self, app: Flask, of: Callable[[str], bool]):
        self.front, self.of = front_of(app), of
        self.inner = self.front._app
        self.front._app = self
        self.open, self.entered, self.lock = (
            threading.Event(),
            threading.Semaphore(0),
            threading.Lock(),
        )
        self.now = self.most = self.asked = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if not self.of(environ["PATH_INFO"]):
            return self.inner(environ, start_response)
        with self.lock:
            self.now, self.asked = self.now + 1, self.asked + 1
            self.most = max(self.most, self.now)
        self.entered.release()
        assert self.open.wait(PATIENCE)
        with self.lock:
            self.now -= 1
        return self.inner(environ, start_response)


def test_a_reader_is_answered_while_the_desk_has_no_room_left(app: Flask) -> None:
    get(stranger(app))
    desk = Desk(app, lambda path: path == "/login")
    threads = app.extensions["factcheck"].settings.threads
    with ThreadPoolExecutor(3 * threads) as pool:
        waiting = [pool.submit(stranger(app).get, "/login") for _ in range(3 * threads)]
        for _ in range(threads):
            assert desk.entered.acquire(timeout=PATIENCE)
        assert get(stranger(app)).data  # held, and
        assert get(stranger(app), "/ratings").data  # made anew
        assert not any(one.done() for one in waiting)
        desk.open.set()
        assert {one.result(PATIENCE).status_code for one in waiting} == {200}
    assert desk.most == threads


def test_a_page_many_ask_for_is_made_once(app: Flask) -> None:
    desk = Desk(app, lambda path: path == "/corrections")
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(stranger(app).get, "/corrections") for _ in range(8)]
        assert desk.entered.acquire(timeout=PATIENCE)
        desk.open.set()
        answers = [one.result(PATIENCE) for one in asked]
    assert desk.asked == 1
    assert {one.data for one in answers} == {get(stranger(app), "/corrections").data}
    assert held(app) == 1


def test_whoever_waited_for_a_page_that_changed_gets_the_new_one(
    sqlite_newsroom: Newsroom, app: Flask
) -> None:
    """The one before is not held: it was made while the correction came."""
    path = f"{VERDICT}/annotation.json"
    old = get(stranger(app), path).data
    front_of(app).memory.keep(f"{path}?", front_of(app).memory.get(f"{path}?").under(-1))  # type: ignore[union-attr]  # it is there
    desk = Desk(app, lambda asked: asked == path)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(stranger(app).get, path) for _ in range(4)]
        assert desk.entered.acquire(timeout=PATIENCE)
        correct(sqlite_newsroom)
        desk.open.set()
        answers = {one.result(PATIENCE).data for one in asked}
    assert old not in answers
    assert answers == {get(stranger(app), path).data}


def test_a_server_has_threads_for_readers_beside_those_of_the_desk(
    monkeypatch: pytest.MonkeyPatch, sqlite_newsroom: Newsroom
) -> None:
    settings: Settings = sqlite_newsroom.database.settings
    given: dict[str, Any] = {}

    class Server:
        def __init__(self, *_: object, **more: object):
            given.update(more)

        def serve(self) -> None:
            given["served"] = True

    monkeypatch.setattr(serving, "Granian", Server)
    monkeypatch.setattr(serving, "HAS_GRANIAN", True)
    serving.run(settings)
    assert given["served"]
    assert given["blocking_threads"] == settings.threads + READER_THREADS
