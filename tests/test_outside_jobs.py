"""Copies at an outside archive: handed over once ours is kept, asked about until they ended, never in place of ours."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from factcheck import jobs
from factcheck.db import Work
from factcheck.domain.derived import Circle
from factcheck.domain.outside_copies import FINAL, PASSING, UNKNOWN, OutsideState, in_words
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs import TRIES, Done, Failed, Later, Runner, deliver, due
from factcheck.jobs.outside import LOOKS
from factcheck.models import Desk, Evidence, OriginalRestriction, Outbox, OutsideCopy, Snapshot
from factcheck.services import evidence, jobs_told, outside_copies, snapshots
from tests.cast import Newsroom
from tests.sites import open_site
from tests.test_capture_job import LINK, PAGE, log
from tests.web_sites import WebSite, answer, web_site

KINDS = frozenset({snapshots.JOB, outside_copies.JOB})
ADDRESS = "http://news.test/accounts"
MEMENTO = f"http://archive.test/web/20261120091500/{ADDRESS}"
SAVED = {"status": "success", "timestamp": "20261120091500", "original_url": ADDRESS}
PENDING: dict[str, object] = {"status": "pending", "resources": []}
TAKEN: dict[str, object] = {"url": ADDRESS, "job_id": "spn2-1f"}


@dataclass
class Wayback:
    """What stands in for the archive: the answers to a hand-over and to each look, the last one again and again."""

    taken: list[object] = field(default_factory=lambda: [TAKEN])
    looks: list[object] = field(default_factory=lambda: [SAVED])
    asked: list[str] = field(default_factory=list)

    def say(self, connection: socket.socket, head: bytes) -> None:
        top, _, body = head.partition(b"\r\n\r\n")
        length = int(top.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        while len(body) < length:
            body += connection.recv(4_096)
        self.asked.append(f"{top.decode()}\r\n\r\n{body.decode()}")
        if top.startswith(b"GET /accounts"):
            connection.sendall(answer(PAGE))
            return
        queue = self.taken if top.startswith(b"POST /save ") else self.looks
        said = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(said, bytes):
            connection.sendall(said)
        else:
            connection.sendall(answer(json.dumps(said).encode(), kind="application/json"))

    def of_archive(self, method: str) -> list[str]:
        return [one for one in self.asked if one.startswith(f"{method} /save")]


@contextmanager
def runner(newsroom: Newsroom, archive: Wayback, **more: object) -> Iterator[Runner]:
    with web_site(archive.say) as site:
        run = jobs.runner(newsroom.database, settings_of(newsroom, site, **more))
        yield replace(run, clock=lambda: newsroom.now, kinds=KINDS, chance=lambda: 0.0)


def settings_of(newsroom: Newsroom, site: WebSite, **more: object):  # type: ignore[no-untyped-def]
    names = {"news.test": site.place, "archive.test": site.place}
    given = {
        "fetch_stand_ins": names,
        "wayback_key": "key",
        "wayback_secret": "hush",
        "wayback_url": "http://archive.test",
        **more,
    }
    return replace(newsroom.database.settings, **given)


def deliver_due(run: Runner) -> list[object]:
    return [deliver(run, task) for task in due(run)]


def outside(newsroom: Newsroom) -> list[OutsideCopy]:
    with newsroom.read() as session:
        return list(session.scalars(select(OutsideCopy).order_by(OutsideCopy.id)))


def later(newsroom: Newsroom, seconds: float) -> None:
    newsroom.now += timedelta(seconds=seconds)


def test_a_source_is_handed_over_after_ours_is_kept_and_asked_about_until_it_is_over(
    newsroom: Newsroom,
) -> None:
    claim_id = log(newsroom)
    archive = Wayback(looks=[PENDING, PENDING, SAVED])
    with runner(newsroom, archive) as run:
        assert deliver_due(run) == [Done("kept")]
        assert [row.state for row in outside(newsroom)] == [OutsideState.ASKED]
        (handed,) = deliver_due(run)
        assert isinstance(handed, Done)
        assert (handed.outcome, handed.after) == ("handed over", timedelta(seconds=15))
        (row,) = outside(newsroom)
        assert (row.state, row.job, row.archive) == (
            OutsideState.UNDER_WAY,
            "spn2-1f",
            "Wayback Machine",
        )
        assert due(run) == []
        for seconds, said in (
            (15, "not over yet"),
            (30, "not over yet"),
            (60, "kept by the archive"),
        ):
            later(newsroom, seconds - 1)
            assert due(run) == []
            later(newsroom, 1)
            (ended,) = deliver_due(run)
            assert isinstance(ended, Done)
            assert ended.outcome == said
        later(newsroom, 86_400)
        assert due(run) == []
    (post,) = archive.of_archive("POST")
    assert post.endswith("\r\n\r\nurl=http%3A%2F%2Fnews.test%2Faccounts&skip_first_archive=1")
    assert "\r\nAuthorization: LOW key:hush\r\n" in post
    assert len(archive.of_archive("GET")) == 3
    assert archive.of_archive("GET")[0].startswith("GET /save/status/spn2-1f HTTP/1.1")
    (row,) = outside(newsroom)
    assert (row.state, row.memento_address, row.failure) == (OutsideState.KEPT, MEMENTO, "")
    assert row.memento_at == datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
    assert newsroom.history(claim_id)[-2:] == [
        "snapshot:kept evidence:1", "snapshot:sent evidence:1",
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["wayback_key", "wayback_secret"])
def test_without_a_key_no_archive_is_asked(sqlite_newsroom: Newsroom, missing: str) -> None:
    log(sqlite_newsroom)
    archive = Wayback()
    with runner(sqlite_newsroom, archive, **{missing: ""}) as run:
        assert deliver_due(run) == [Done("kept")]
        assert due(run) == []
    assert sqlite_newsroom.count(OutsideCopy) == 0
    assert len(archive.asked) == 1


def test_what_is_internal_is_told_to_no_archive(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)
    with sqlite_newsroom.work() as work:
        work.session.execute(update(Evidence).values(is_public=False, internal_reason="A source."))
    archive = Wayback()
    with runner(sqlite_newsroom, archive) as run:
        assert deliver_due(run) == [Done("kept")]
    assert sqlite_newsroom.count(OutsideCopy) == 0


@pytest.mark.parametrize("then", ["internal", "withdrawn", "restricted"])
def test_what_is_closed_before_it_is_handed_over_is_told_to_no_archive_even_when_tried_again(
    sqlite_newsroom: Newsroom, then: str
) -> None:
    claim_id = log(sqlite_newsroom)
    archive = Wayback()
    with runner(sqlite_newsroom, archive) as run:
        assert deliver_due(run) == [Done("kept")]
        with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
            close(work, claim_id, then)
        sentence = "It was made internal, withdrawn or restricted before it was handed over."
        assert deliver_due(run) == [Done(f"not kept by the archive: {sentence}")]
        (row,) = outside(sqlite_newsroom)
        assert (row.state, row.failure) == (OutsideState.FAILED, sentence)
        with sqlite_newsroom.work(sqlite_newsroom.ada) as work:
            work.session.execute(update(OutsideCopy).values(failure="Oh."))
            outside_copies.renew(work, row.id)
        (row,) = outside(sqlite_newsroom)
        assert (row.state, row.failure) == (OutsideState.FAILED, sentence)
    assert archive.of_archive("POST") == []


def close(work: Work, claim_id: int, how: str) -> None:
    found = evidence.row(work.session, claim_id, 1)
    if how == "internal":
        given = replace(LINK, is_public=False, internal_reason="A source is in danger.")
        evidence.change(work, claim_id, 1, found.version, given)
    elif how == "withdrawn":
        evidence.withdraw(work, claim_id, 1, found.version, "It was a mistake.")
    else:
        facts = {"circle": Circle.SENIOR, "reason": "A witness.", "restricted_at": work.now}
        row = OriginalRestriction(evidence_id=found.id, restricted_by_id=work.actor.id, **facts)
        work.session.add(row)


def test_a_demonstration_hands_nothing_over(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)
    with sqlite_newsroom.work() as work:
        work.session.get_one(Desk, 1).is_demonstration = True
    with runner(sqlite_newsroom, Wayback()) as run:
        assert deliver_due(run) == [Done("kept")]
    assert sqlite_newsroom.count(OutsideCopy) == 0


def test_what_an_archive_keeps_is_not_handed_to_another(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)
    dated = answer(PAGE, "Memento-Datetime: Sun, 01 Mar 2020 14:02:03 GMT")
    with web_site(dated) as site:
        settings = settings_of(sqlite_newsroom, site)
        run = replace(jobs.runner(sqlite_newsroom.database, settings), kinds=KINDS)
        assert deliver_due(run) == [Done("kept")]
    assert sqlite_newsroom.count(OutsideCopy) == 0


def error(code: str) -> dict[str, object]:
    return {"status": "error", "status_ext": code, "message": "<b>in its words</b>"}


def test_what_no_second_try_helps_is_told_in_words(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)
    with runner(sqlite_newsroom, Wayback(looks=[error("error:blocked-url")])) as run:
        deliver_due(run)
        deliver_due(run)
        later(sqlite_newsroom, 15)
        sentence = "The archive does not keep this address."
        assert deliver_due(run) == [Done(f"not kept by the archive: {sentence}")]
        later(sqlite_newsroom, 86_400)
        assert due(run) == []
    (row,) = outside(sqlite_newsroom)
    assert (row.state, row.failure) == (OutsideState.FAILED, sentence)
    with sqlite_newsroom.read() as session:
        assert session.scalars(select(Snapshot.state)).one() is SnapshotState.KEPT


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (answer(b"slow down", status="429 Too Many Requests"), "The archive asks us to wait."),
        (answer(b"<html>", status="502 Bad Gateway"), "The archive answered 502."),
        (answer(b"<html>"), "What the archive sent is not understood."),
        (error("error:user-session-limit"), "The archive asks us to wait."),
        ({"job_id": "../../x"}, UNKNOWN),
        (b"", "The site broke off in the middle of the page."),
    ],
    ids="429 502 html session-limit bad-job nothing".split(),
)
def test_what_passes_is_tried_again_with_growing_pauses_then_given_up(
    sqlite_newsroom: Newsroom, said: object, sentence: str
) -> None:
    log(sqlite_newsroom)
    with runner(sqlite_newsroom, Wayback(taken=[said])) as run:
        deliver_due(run)
        for minutes in (1, 5, 30, 120):
            assert deliver_due(run) == [Failed(sentence)]
            (row,) = outside(sqlite_newsroom)
            assert (row.state, row.failure) == (OutsideState.ASKED, sentence)
            assert due(run) == []
            later(sqlite_newsroom, minutes * 60)
        assert deliver_due(run) == [Failed(sentence)]
        (row,) = outside(sqlite_newsroom)
        assert (row.state, row.failure) == (OutsideState.FAILED, sentence)
        later(sqlite_newsroom, 86_400)
        assert due(run) == []
    with sqlite_newsroom.work(sqlite_newsroom.ada) as work:
        number = work.session.scalars(select(Outbox.id).where(Outbox.state == "failed")).one()
        jobs_told.try_again(work, number)
    with runner(sqlite_newsroom, Wayback()) as run:
        (ended,) = deliver_due(run)
        assert isinstance(ended, Done)
        assert ended.outcome == "handed over"


def test_a_key_that_is_not_accepted_is_not_tried_again(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)
    refused = answer(b"{}", status="401 Unauthorized")
    with runner(sqlite_newsroom, Wayback(taken=[refused])) as run:
        deliver_due(run)
        sentence = "The archive does not accept the key of the settings."
        assert deliver_due(run) == [Done(f"not kept by the archive: {sentence}")]


def drain(newsroom: Newsroom, run: Runner) -> int:
    """Days go by until nothing is left to do; how many steps that took."""
    steps = 0
    while True:
        with newsroom.read() as session:
            waiting = select(Outbox.due_at).where(Outbox.done_at.is_(None), Outbox.kind.in_(KINDS))
            next_due = session.scalar(waiting.order_by(Outbox.due_at).limit(1))
        if next_due is None:
            return steps
        newsroom.now = max(newsroom.now, next_due)
        steps += len(deliver_due(run))
        assert steps < 100


@pytest.mark.parametrize("looks", [[PENDING], [error("error:browsing-timeout")], [error("error:new")],
                                   [answer(b"", status="500 Oh")], [{"status": "success", "timestamp": "99999999999999",
                                                                     "original_url": ADDRESS}]],
                         ids="pending typed unknown 500 no-time".split())  # fmt: skip
def test_an_archive_that_never_comes_to_an_end_is_given_up(
    sqlite_newsroom: Newsroom, looks: list[object]
) -> None:
    log(sqlite_newsroom)
    archive = Wayback(looks=looks)
    with runner(sqlite_newsroom, archive) as run:
        drain(sqlite_newsroom, run)
    (row,) = outside(sqlite_newsroom)
    assert row.state is OutsideState.FAILED
    assert row.failure
    assert len(archive.of_archive("POST")) <= 7
    assert len(archive.of_archive("GET")) <= 7 * TRIES


def test_only_so_many_are_handed_over_in_a_minute(sqlite_newsroom: Newsroom) -> None:
    claim_id = log(sqlite_newsroom)
    for number in range(6):
        with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
            evidence.log(work, claim_id, replace(LINK, url=f"{ADDRESS}?{number}"))
    with runner(sqlite_newsroom, Wayback()) as run:
        deliver_due(run)
        before = sqlite_newsroom.count(Outbox)
        handed = [Done("handed over", ((outside_copies.JOB, {"outside_id": number}),), LOOKS[0])
                  for number in range(1, 6)]  # fmt: skip
        put_off = Later(
            "put off: enough was handed over in this minute",
            sqlite_newsroom.now + timedelta(minutes=1),
        )
        assert deliver_due(run) == [*handed, put_off, put_off]
        assert sqlite_newsroom.count(Outbox) == before + 5  # looks at what was handed over
        later(sqlite_newsroom, 59)
        with sqlite_newsroom.database.work(COMMAND_LINE, now=sqlite_newsroom.now) as work:
            assert not outside_copies.take_slot(work, sqlite_newsroom.now)
        later(sqlite_newsroom, 2)
        drain(sqlite_newsroom, run)
    assert [row.state for row in outside(sqlite_newsroom)] == [OutsideState.KEPT] * 7


def test_of_many_who_ask_for_a_place_at_once_as_many_get_one_as_there_are(
    newsroom: Newsroom,
) -> None:
    start = Barrier(8)

    def ask(_: int) -> bool:
        start.wait()
        with newsroom.database.work(COMMAND_LINE, now=newsroom.now) as work:
            return outside_copies.take_slot(work, newsroom.now + timedelta(minutes=1))

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == [False] * 3 + [True] * 5
    later(newsroom, 60)
    with newsroom.database.work(COMMAND_LINE, now=newsroom.now) as work:
        assert outside_copies.take_slot(work, newsroom.now)


def test_one_that_is_kept_never_changes(newsroom: Newsroom) -> None:
    log(newsroom)
    with runner(newsroom, Wayback()) as run:
        drain(newsroom, run)
    for statement in (update(OutsideCopy).values(failure="x"), text("DELETE FROM outside_copy")):
        with pytest.raises(IntegrityError), newsroom.work() as work:
            work.session.execute(statement)


def test_every_error_of_the_archive_has_words() -> None:
    assert not set(FINAL) & set(PASSING)
    assert all(one.endswith(".") for one in (*FINAL.values(), *PASSING.values()))
    assert in_words("error:no-access") == ("The site does not let the archive in.", True)
    assert in_words("error:celery") == ("The archive has a fault.", False)
    assert in_words("error:of-next-year") == (UNKNOWN, False)


def test_the_page_of_the_copies_says_what_the_archive_keeps(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)
    there = "desk/claims/1/evidence/1/snapshots"
    with runner(sqlite_newsroom, Wayback()) as run:
        deliver_due(run)
        site = open_site(sqlite_newsroom)
        assert "Wayback Machine: is asked to keep a copy as well." in site.page(there).text
        drain(sqlite_newsroom, run)
    page = site.page(there)
    assert f"Wayback Machine: keeps a copy of 2026-11-20 09:15:00 UTC at {MEMENTO}." in page.text
    assert page.links()[MEMENTO] == MEMENTO
