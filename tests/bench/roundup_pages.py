"""What is asked of the peer: the pages of its own template that answer ours, by people who signed in at its form."""

import http.client
import re
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import click

from tests.bench.drive import Lane, Request
from tests.bench.pages import AT_MOST, WRITERS, Ledger, Page, reads
from tests.bench.roundup_corpus import FILTERED, MESSAGES, SHARES, Tracker
from tests.bench.roundup_moves import FORM, Member, Moves, opened, spread
from tests.bench.server import Server

LIST, ISSUE, SEARCH, MOVE = "queue, one filter", "claim page", "search", "transition"
ROWS = 50  # of a page of its list, as its template has it
SHOWN = {
    "@columns": "id,activity,title,creator,assignedto,status",
    "@sort": "-activity",
    "@pagesize": str(ROWS),
    "@startwith": "0",
}
ROW = re.compile(rb'<a href="issue\d+">')
MESSAGE = re.compile(rb'<td colspan="4" class="content">')


def name_of(page: str) -> str:
    """The name of the peer's page that answers one of ours; its figures are kept under it."""
    return f"Roundup: {page}"


class Peer:
    """A served tracker: its pages by the names of ours, and what was found wrong with it."""

    def __init__(self, tracker: Tracker, server: Server, password: str):
        self.server = server
        self.size = tracker.issues
        self.moves = 0
        names = tracker.people[: 1 + WRITERS]
        reader, *writers = [_sign_in(tracker, server.port, name, password) for name in names]
        self._moves = Moves(tracker, writers)
        self.pages = _pages(tracker, reader)
        self.faults = self._looked_at()

    def _looked_at(self) -> list[str]:
        """Whether the pages show what they are measured for: a full list, hits, an issue with its messages."""
        faults = []
        full_list = min(ROWS, self.size * SHARES[FILTERED] // 200)
        for name, wanted, least in (
            (LIST, ROW, full_list),
            (SEARCH, ROW, 1),
            (ISSUE, MESSAGE, MESSAGES),
        ):
            request = self.pages[name].lanes[0].requests[0]
            _, body = _ask(self.server.port, request)
            if (seen := len(wanted.findall(body))) < least:
                faults.append(f"{name_of(name)}: {seen} of {least} found on {request.path}")
        return faults

    def open_ledger(self, page: Page, seconds: float) -> Ledger:
        return self._moves.plan(page.lanes, seconds)

    def unaccounted(self, page: Page, ledger: Ledger) -> list[str]:
        return self._moves.unaccounted(page.lanes, ledger)

    def verified(self) -> list[str]:
        """What was found wrong with it; says so when nothing was."""
        if not self.faults:
            click.echo(
                f"Roundup, {self.size:,} issues: all {self.moves:,} transitions are in its database."
            )
        return self.faults


def _pages(tracker: Tracker, reader: Member) -> dict[str, Page]:
    """A list by state, an issue, what holds a word, and a state changed by the form."""
    narrowed = {"@filter": "status", "status": str(tracker.states[FILTERED])}
    asked = {
        LIST: [_index(narrowed)],
        ISSUE: [f"/issue{number}" for number in spread(tracker.issues, AT_MOST, 2)],
        SEARCH: [_index({"@search_text": word}) for word in tracker.words],
    }
    found = {
        name: Page(name_of(name), None, reads(paths, reader.headers))
        for name, paths in asked.items()
    }
    lanes = [Lane([]) for _ in range(WRITERS)]  # what they send is planned for each visit
    return {**found, MOVE: Page(name_of(MOVE), None, lanes, is_write=True)}


def _index(asked: dict[str, str]) -> str:
    return f"/issue?{urlencode({**SHOWN, **asked})}"


def _sign_in(tracker: Tracker, port: int, name: str, password: str) -> Member:
    """By the form.  Its guard against forged forms wants to know where the form came from."""
    origin = f"http://127.0.0.1:{port}"
    came = {"Origin": origin, "Referer": f"{origin}/"}
    said = {"@action": "login", "__login_name": name, "__login_password": password}
    answer, _ = _ask(port, Request("/", came | FORM, urlencode(said)))
    (cookie,) = SimpleCookie(answer.getheader("Set-Cookie") or "").values()
    with closing(opened(tracker.database)) as connection:
        ((number,),) = connection.execute("select id from _user where _username = ?", (name,))
    return Member(number, cookie.value, came | {"Cookie": f"{cookie.key}={cookie.value}"})


def _ask(port: int, request: Request) -> tuple[http.client.HTTPResponse, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        return answer, answer.read()
