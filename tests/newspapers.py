"""A newspaper whose page can change, die and forbid, and a desk that keeps a copy of it and looks again (E17)."""

import socket
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from factcheck import jobs
from factcheck.jobs import Done, Runner, deliver, due
from factcheck.jobs.rounds import Rounds
from factcheck.keeping import blobs_of
from factcheck.models import Outbox, Snapshot, SourceCheck
from factcheck.services import evidence, snapshots, source_checks
from tests import factories
from tests.cast import Newsroom
from tests.web_sites import answer, web_site

FIRST = "The harbour lost 4 million crowns in the year, the accounts of the harbour office say."
SECOND = "The harbour lost 5 million crowns in the year, the accounts of the harbour office say."
TAG = 'ETag: "one"'
MISSING = answer(b"Not here.", status="404 Not Found")
LINK = replace(factories.LINK, url="http://news.test/accounts", quote="lost 4 million crowns")
WEEK = timedelta(days=7)


def page(text: str, *headers: str) -> bytes:
    return answer(f"<html><title>Accounts</title><p>{text}</p></html>".encode(), *headers)


@dataclass
class Newspaper:
    """A site whose page, robots.txt and manners can be changed while it runs."""

    page: bytes = field(default_factory=lambda: page(FIRST, TAG))
    robots: bytes = field(default_factory=lambda: MISSING)
    asked: list[str] = field(default_factory=list)

    def __call__(self, link: socket.socket, head: bytes) -> None:
        text = head.decode("latin-1")
        self.asked.append(text)
        if text.startswith("GET /robots.txt "):
            link.sendall(self.robots)
        elif 'If-None-Match: "one"' in text and TAG.encode() in self.page:
            link.sendall(answer(status="304 Not Modified"))
        else:
            link.sendall(self.page)

    @property
    def pages_asked(self) -> int:
        return sum("robots.txt" not in one.partition("\r\n")[0] for one in self.asked)


@dataclass
class Press:
    """A desk with one claim whose source was kept, the site it is on, and a runner of looks."""

    newsroom: Newsroom
    site: Newspaper
    run: Runner
    claim_id: int
    rested: list[float] = field(default_factory=list)

    def carry_out(self) -> list[object]:
        """What became of each job that is due, until none is."""
        ended: list[object] = []
        while tasks := due(self.run):
            ended += [deliver(self.run, task) for task in tasks]
        return ended

    def after(self, pause: timedelta = WEEK) -> list[object]:
        """The jobs of a round that is asked for this much later."""
        self.newsroom.now += pause
        Rounds(self.run).ask()
        return self.carry_out()

    def check_now(self) -> list[object]:
        with self.newsroom.work(self.newsroom.carla) as work:
            source_checks.ask_now(work, self.claim_id, 1)
        return self.carry_out()

    def checks(self) -> list[SourceCheck]:
        with self.newsroom.read() as session:
            return list(session.scalars(select(SourceCheck).order_by(SourceCheck.id)))

    def copies(self) -> list[Snapshot]:
        with self.newsroom.read() as session:
            return list(session.scalars(select(Snapshot).order_by(Snapshot.id)))

    def standing(self) -> SourceCheck | None:
        return next((one for one in self.checks() if one.is_standing), None)

    def mails(self) -> list[str]:
        with self.newsroom.read() as session:
            found = session.scalars(select(Outbox.payload).where(Outbox.kind == "mail"))
            return [str(one["about"]) for one in found if str(one["about"]).startswith("source")]

    def kept_text(self, copy: Snapshot) -> str:
        return blobs_of(self.run.settings).get(copy.text_digest or "").decode()


KINDS = frozenset({snapshots.JOB, source_checks.JOB, source_checks.ROUND})


def runner(newsroom: Newsroom, place: tuple[str, int], rested: list[float]) -> Runner:
    settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": place})
    run = jobs.runner(newsroom.database, settings)
    return replace(run, clock=lambda: newsroom.now, kinds=KINDS, rest=rested.append)


def log(newsroom: Newsroom, url: str = LINK.url, article_id: int = 0) -> int:
    claim_id = factories.claim(newsroom, article_id=article_id)
    factories.take(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        evidence.log(work, claim_id, replace(LINK, url=url))
    return claim_id


@pytest.fixture
def press(newsroom: Newsroom):  # type: ignore[no-untyped-def]
    yield from opened(newsroom)


@pytest.fixture
def sqlite_press(sqlite_newsroom: Newsroom):  # type: ignore[no-untyped-def]
    yield from opened(sqlite_newsroom)


def opened(newsroom: Newsroom):  # type: ignore[no-untyped-def]
    paper, rested = Newspaper(), []
    claim_id = log(newsroom)
    with web_site(paper) as site:
        found = Press(newsroom, paper, runner(newsroom, site.place, rested), claim_id, rested)
        assert found.carry_out() == [Done("kept")]
        paper.asked.clear()
        yield found
