"""The production server: it starts, answers, ends when told to, and refuses to start when it could not work."""

import errno
import gc
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from factcheck import schema, serving
from factcheck.config import BadSetting
from factcheck.db import Database, utc_now
from factcheck.domain.terms import COMMAND_LINE, State
from factcheck.models import Outbox
from factcheck.schema import WrongSchema
from factcheck.serving import CannotListen
from tests import factories
from tests.cast import PASSWORD, Newsroom, give_password
from tests.conftest import SECRET, make_settings, open_database
from tests.house.tree import ROOT
from tests.killing import is_over
from tests.post_office import post_office
from tests.test_calls import until

WITH_GRANIAN = "from factcheck.cli import main; main()"
WITHOUT_GRANIAN = f"import sys; sys.modules['granian'] = None; {WITH_GRANIAN}"
PATIENCE_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a desk that is ready to be served."""
    own = {
        "PYTHONPATH": str(ROOT),
        "FACTCHECK_HOME": str(home),
        "FACTCHECK_SECRET_KEY": SECRET,
        "FACTCHECK_WORKERS": "2",
    }
    return {**os.environ, **own, **settings}


def ended(code: str, *words: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=settings,
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


@contextmanager
def served(
    code: str, port: int, settings: dict[str, str], *words: str
) -> Iterator[subprocess.Popen[str]]:
    """The server, running in processes of its own until the block ends."""
    command = [sys.executable, "-c", code, *(words or ("serve",))]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process: subprocess.Popen[str] = subprocess.Popen(
        command, env={**settings, "PORT": str(port)}, **pipes
    )  # type: ignore[call-overload]
    try:
        wait_for(port, process)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"The server did not come up: {process.communicate()}")


def fetch(port: int, path: str) -> tuple[int, str, str]:
    """(status, kind of content, text) of an answer; nothing is followed out of this machine."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


# ── It serves ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "name"), [(WITH_GRANIAN, "granian"), (WITHOUT_GRANIAN, "waitress")]
)
def test_the_site_is_served_until_it_is_told_to_end(
    sqlite_newsroom: Newsroom, code: str, name: str
) -> None:
    home, port = sqlite_newsroom.database.settings.home, free_port()
    with served(code, port, environ(home)) as process:
        assert fetch(port, "/")[:2] == (200, "text/html; charset=utf-8")
        assert fetch(port, "/static/css/tokens.css")[:2] == (200, "text/css; charset=utf-8")
        assert fetch(port, "/verdicts/4711-nothing")[0] == 404
        assert fetch(port, "/desk/claims/1")[0] == 404
        process.terminate()
        printed, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert f"factcheck serves http://127.0.0.1:{port} ({name}, 2 × 2 threads)." in printed
    assert "Database: SQLite " in printed
    assert "It listens on" not in printed, "it is where readers come to"
    assert "WARNING" not in printed + said, "nobody is warned of what is meant"
    assert "Traceback" not in said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.slow
def test_ctrl_c_ends_it_as_cleanly(sqlite_newsroom: Newsroom) -> None:
    port = free_port()
    with served(WITH_GRANIAN, port, environ(sqlite_newsroom.database.settings.home)) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "Traceback" not in said


@pytest.mark.slow
def test_mail_goes_out_of_the_server_once_however_many_processes_it_has(
    sqlite_newsroom: Newsroom,
) -> None:
    rosa = {"to": sqlite_newsroom.rosa.id, "about": "review", "claim_id": 7}
    row = {"kind": "mail", "payload": rosa, "tries": 0, "outcome": ""}
    with sqlite_newsroom.database.work(COMMAND_LINE) as work:
        work.session.execute(insert(Outbox).values(**row, created_at=utc_now(), due_at=utc_now()))
    home, port = sqlite_newsroom.database.settings.home, free_port()
    with (
        post_office() as office,
        served(WITH_GRANIAN, port, environ(home, FACTCHECK_MAIL_URL=office.url)),
    ):
        until = time.monotonic() + PATIENCE_SECONDS
        while not delivered(sqlite_newsroom) and time.monotonic() < until:
            time.sleep(0.1)
        assert delivered(sqlite_newsroom) == ["sent"]
    assert [mail["To"] for mail in office.mails] == ["rosa@desk.example"]


def delivered(newsroom: Newsroom) -> list[str]:
    with newsroom.read() as session:
        return list(session.scalars(select(Outbox.outcome).where(Outbox.done_at.is_not(None))))


@pytest.mark.slow
def test_the_demo_is_made_and_served_by_one_command(tmp_path: Path) -> None:
    port = free_port()
    settings = environ(
        tmp_path, FACTCHECK_SECRET_KEY="", FACTCHECK_MAIL_URL="smtp://nowhere.example"
    )
    with served(WITH_GRANIAN, port, settings, "demo") as process:
        status, _, page = fetch(port, "/")
        assert status == 200
        assert "factcheck demonstration" in page
        assert "/verdicts/1-" in page
        assert fetch(port, "/login")[0] == 200
        busy = ended(WITH_GRANIAN, "demo", "--port", str(port), "--fresh", settings=settings)
        assert (busy.returncode, busy.stdout) == (1, "")
        assert busy.stderr.startswith(f"factcheck: Port {port} of 127.0.0.1 is in use")
        assert fetch(port, "/")[0] == 200, "the second one threw nothing away"
        process.terminate()
        printed, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "Password of all of them: " in printed
    assert f"Sign in at http://127.0.0.1:{port}/login\n" in printed
    assert "Traceback" not in said


@pytest.mark.slow
def test_what_one_process_publishes_the_other_answers_at_its_next_request(
    sqlite_newsroom: Newsroom,
) -> None:
    """Several connections, kept open, so that both processes answer; each change is made by one of them."""
    newsroom = sqlite_newsroom
    give_password(newsroom, newsroom.edith)
    factories.claim(newsroom, State.PUBLISHED)
    home, port = newsroom.database.settings.home, free_port()
    path = "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
    with served(WITH_GRANIAN, port, environ(home)), ExitStack() as stack:
        lines = [
            stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)))
            for _ in range(8)
        ]
        # Its picture and the head of the log come to the page by jobs of the server.
        is_settled = partial(is_over, newsroom.database, "share", "similar", "log_head")
        until(is_settled)
        before = {page_of(line, path) for line in lines}
        assert before == {page_of(line, path) for line in lines}
        assert len(before) == 1
        desk = signed_in_over(port, "edith@desk.example")
        form = {"reason": "We mistook the year.", "then": "retract"}
        assert desk("/desk/claims/1/retract", form) == 303
        after = {page_of(line, path) for line in lines}
        until(is_settled)
        assert len({page_of(line, path) for line in lines}) == 1
    assert after.isdisjoint(before)
    assert all("This verdict has been retracted." in text for _, text in after)


def page_of(line: http.client.HTTPConnection, path: str) -> tuple[str, str]:
    """Tag and text of a page, over a connection that stays open."""
    line.request("GET", path)
    answer = line.getresponse()
    return answer.headers["ETag"], answer.read().decode()


def signed_in_over(port: int, email: str) -> Callable[[str, dict[str, str]], int]:
    """What sends forms to a served desk as somebody; the status of the answer, which is not followed."""
    cookies = urllib.request.HTTPCookieProcessor()
    opener = urllib.request.build_opener(cookies, _Unfollowed())
    root = f"http://127.0.0.1:{port}"

    def send(path: str, form: dict[str, str], page: str = "") -> int:
        with opener.open(f"{root}{page or path}", timeout=30) as answer:
            token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', answer.read().decode())
        assert token is not None
        data = urllib.parse.urlencode({**form, "csrf_token": token[1]}).encode()
        with opener.open(f"{root}{path}", data, timeout=30) as answer:
            return int(answer.status)

    assert send("/login", {"email": email, "password": PASSWORD}) == 303
    return send


class _Unfollowed(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, _req: object, fp: Any, *_: object) -> Any:
        fp.status = 303
        return fp


# ── It refuses ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "code", "sentence"),
    [
        ({"FACTCHECK_SECRET_KEY": ""}, 2, "FACTCHECK_SECRET_KEY must hold at least 32 characters."),
        ({"FACTCHECK_SECRET_KEY": "short"}, 2, "FACTCHECK_SECRET_KEY must hold at least 32"),
        ({"FACTCHECK_MAIL_URL": "pigeon"}, 2, "FACTCHECK_MAIL_URL must look like smtp://"),
        ({"FACTCHECK_HOME": "/nonexistent"}, 1, "There is no database at "),
    ],
)
def test_a_server_that_could_not_work_does_not_start(
    sqlite_newsroom: Newsroom, changed: dict[str, str], code: int, sentence: str
) -> None:
    settings = environ(sqlite_newsroom.database.settings.home, PORT=str(free_port()))
    result = ended(WITH_GRANIAN, "serve", settings={**settings, **changed})
    assert result.returncode == code
    assert result.stderr.startswith(f"factcheck: {sentence}")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_database_of_another_revision_is_not_served(sqlite_database: Database) -> None:
    schema.downgrade(sqlite_database, "-1")
    with pytest.raises(WrongSchema, match="Run: factcheck db upgrade"):
        serving.require_ready(sqlite_database.settings, sqlite_database)


def test_the_programs_own_revision_is(sqlite_database: Database) -> None:
    serving.require_ready(sqlite_database.settings, sqlite_database)


def test_without_a_secret_nothing_is_served(tmp_path: Path, sqlite_database: Database) -> None:
    settings = replace(make_settings(tmp_path), secret_key="")
    with pytest.raises(BadSetting, match="FACTCHECK_SECRET_KEY"):
        serving.require_ready(settings, sqlite_database)


def test_a_port_that_is_taken_is_said_by_its_number() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotListen) as refused:
            serving.require_free("127.0.0.1", port)
    assert refused.value.sentence.startswith(f"Port {port} of 127.0.0.1 is in use")
    serving.require_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EADDRNOTAVAIL, "192.0.2.1 is no address of this machine; see FACTCHECK_HOST."),
        (errno.EACCES, "Port 80 is reserved for the system; set a PORT above 1023."),
    ],
)
def test_other_reasons_not_to_listen_have_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(serving.socket, "getaddrinfo", refuse)
    with pytest.raises(CannotListen) as refused:
        serving.require_free("192.0.2.1", 80)
    assert refused.value.sentence == sentence


def test_the_application_is_made_from_the_environment(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = sqlite_newsroom.database.settings
    monkeypatch.setenv("FACTCHECK_HOME", str(settings.home))
    monkeypatch.setenv("FACTCHECK_SECRET_KEY", SECRET)
    app = serving.application()
    with open_database(settings) as database, Session(database.reader) as session:
        assert session.scalars(select(Outbox.id)).all() == []
    assert app.test_client().get("/").status_code == 200
    app.extensions["jobs"].stop()
    app.extensions["factcheck"].database.dispose()


@pytest.mark.slow
def test_a_server_told_so_leaves_the_jobs_to_a_worker(sqlite_newsroom: Newsroom) -> None:
    rosa = {"to": sqlite_newsroom.rosa.id, "about": "review", "claim_id": 7}
    row = {"kind": "mail", "payload": rosa, "tries": 0, "outcome": ""}
    with sqlite_newsroom.database.work(COMMAND_LINE) as work:
        work.session.execute(insert(Outbox).values(**row, created_at=utc_now(), due_at=utc_now()))
    home, port = sqlite_newsroom.database.settings.home, free_port()
    with post_office() as office:
        settings = environ(home, FACTCHECK_MAIL_URL=office.url)
        with served(WITH_GRANIAN, port, settings, "serve", "--no-worker"):
            assert fetch(port, "/")[0] == 200
            time.sleep(1)  # where it worked, the mail would be gone by now
            assert (delivered(sqlite_newsroom), office.mails) == ([], [])
            worker = subprocess.Popen([sys.executable, "-c", WITH_GRANIAN, "worker"], env=settings)
            try:
                until = time.monotonic() + PATIENCE_SECONDS
                while not delivered(sqlite_newsroom) and time.monotonic() < until:
                    time.sleep(0.1)
                worker.send_signal(signal.SIGINT)
                assert worker.wait(PATIENCE_SECONDS) == 0
            finally:
                worker.kill()
                worker.wait()
    assert delivered(sqlite_newsroom) == ["sent"]
    assert [mail["To"] for mail in office.mails] == ["rosa@desk.example"]


def test_threads_of_a_server_take_turns_in_less_time_than_a_change_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever holds the database's turn must not wait five milliseconds at each of its statements."""
    settings = make_settings(tmp_path)
    monkeypatch.setattr(serving, "read_settings", lambda: replace(settings, serves_jobs=False))
    before, frozen, after = sys.getswitchinterval(), gc.get_threshold(), []
    try:
        serving.application()
        after.append(sys.getswitchinterval())
    finally:
        sys.setswitchinterval(before)
        gc.unfreeze()
        gc.set_threshold(*frozen)
    assert after == [pytest.approx(serving.TURN_SECONDS)]
    assert serving.TURN_SECONDS <= 0.001
