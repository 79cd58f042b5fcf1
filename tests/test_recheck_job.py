"""The jobs that look again at sources: what came of each look, kept once and told once (E17)."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from factcheck import jobs
from factcheck.adapters.browser import Rendered
from factcheck.adapters.fetching import World
from factcheck.domain.limits import RECHECK_AGAIN, RECHECK_COPIES
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.source_checks import Outcome
from factcheck.jobs import Done, due
from factcheck.models import Rendering, Snapshot
from factcheck.services import evidence, evidence_rows, renderings, source_findings
from tests.newspapers import (
    FIRST,
    LINK,
    MISSING,
    SECOND,
    Press,
    page,
)
from tests.web_sites import answer, web_site

# ── What came of a look ──────────────────────────────────────────────────────────────────────────


def test_a_page_that_has_not_changed_is_asked_for_conditionally_and_nothing_more_is_kept(
    press: Press,
) -> None:
    assert press.after() == [Done("asked for 1 look"), Done("unchanged")]
    (check,) = press.checks()
    assert (check.outcome, check.status, check.failure) == (Outcome.ALIVE, 304, "")
    assert (check.is_standing, check.asked_by_id, check.address) == (False, None, LINK.url)
    assert 'If-None-Match: "one"' in press.site.asked[-1]
    assert "User-Agent: factcheck (looks again" in press.site.asked[-1]
    assert len(press.copies()) == 1
    assert press.mails() == []
    assert due(press.run) == []


@pytest.mark.parametrize(
    "sent",
    [page(FIRST), page(FIRST.replace(" ", "\n  ")), page(f"{FIRST}</p><script>1</script><p>")],
    ids=["other bytes", "blanks", "mark-up"],
)
def test_a_page_whose_words_are_the_same_counts_as_unchanged(
    sqlite_press: Press, sent: bytes
) -> None:
    sqlite_press.site.page = sent
    assert sqlite_press.after()[1:] == [Done("unchanged")]
    assert sqlite_press.checks()[0].status == 200
    assert len(sqlite_press.copies()) == 1


def test_a_page_that_changed_is_kept_beside_the_first_copy_and_its_checker_is_told_once(
    press: Press,
) -> None:
    press.site.page = page(SECOND)
    assert press.after() == [Done("asked for 1 look"), Done("changed")]
    first, second = press.copies()
    assert (second.state, second.number) == (SnapshotState.KEPT, 2)
    assert press.kept_text(first) == FIRST
    assert press.kept_text(second) == SECOND
    (check,) = press.checks()
    assert (check.outcome, check.baseline_id, check.snapshot_id) == (Outcome.CHANGED, 1, 2)
    assert (check.is_standing, check.quote_stands) == (True, False)
    assert press.newsroom.history(press.claim_id)[-2:] == [
        "snapshot:kept evidence:1",
        "source:changed evidence:1",
    ]
    assert press.mails() == ["source_changed"]
    # The same found again is no news, and nothing is kept twice.
    assert press.after()[1:] == [Done("changed")]
    assert len(press.copies()) == 2
    assert press.mails() == ["source_changed"]
    assert [one.is_standing for one in press.checks()] == [True, False]


def test_a_quote_that_still_stands_in_a_changed_page_is_told_apart(sqlite_press: Press) -> None:
    sqlite_press.site.page = page(f"{FIRST} A note was added.")
    sqlite_press.after()
    assert sqlite_press.checks()[0].quote_stands is True


def test_a_page_that_reads_as_before_again_ends_the_news(sqlite_press: Press) -> None:
    sqlite_press.site.page = page(SECOND)
    sqlite_press.after()
    sqlite_press.site.page = page(FIRST)
    assert sqlite_press.after()[1:] == [Done("unchanged")]
    assert sqlite_press.standing() is None
    assert sqlite_press.newsroom.history(1)[-1] == "source:back evidence:1"
    assert len(sqlite_press.copies()) == 2


def test_a_further_change_is_told_again_only_once_somebody_looked_at_the_first(
    sqlite_press: Press,
) -> None:
    press = sqlite_press
    for text in (SECOND, SECOND.replace("5", "6")):
        press.site.page = page(text)
        press.after()
    assert press.mails() == ["source_changed"]
    standing = press.standing()
    assert standing is not None
    assert standing.snapshot_id == 3
    with press.newsroom.work(press.newsroom.carla) as work:
        source_findings.nothing_to_do(work, press.claim_id, 1, standing.id, "A slip of theirs.")
    press.site.page = page(SECOND.replace("5", "7"))
    press.after()
    assert press.mails() == ["source_changed", "source_changed"]


def test_a_page_that_never_reads_twice_the_same_is_not_kept_for_ever(
    sqlite_press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = sqlite_press
    assert source_findings.RECHECK_COPIES == RECHECK_COPIES
    monkeypatch.setattr(source_findings, "RECHECK_COPIES", 2)
    for number in range(4):
        press.site.page = page(f"{FIRST} Seen {'again ' * (number + 1)}.")
        press.after()
    assert len(press.copies()) == 1 + 2
    assert press.mails() == ["source_changed"]
    assert {one.outcome for one in press.checks()} == {Outcome.CHANGED}


def test_the_same_page_at_another_address_has_moved(sqlite_press: Press) -> None:
    moved = answer(b"", "Location: /archive/accounts", status="301 Moved Permanently")
    there = page(FIRST)
    paper = sqlite_press.site

    def say(link: socket.socket, head: bytes) -> None:
        paper.page = there if b"GET /archive" in head else moved
        paper(link, head)

    with web_site(say) as site:
        settings = replace(sqlite_press.run.settings, fetch_stand_ins={"news.test": site.place})
        sqlite_press.run = replace(sqlite_press.run, settings=settings)
        assert sqlite_press.after()[1:] == [Done("moved")]
    (check,) = sqlite_press.checks()
    assert (check.is_standing, check.reached_address) == (True, "http://news.test/archive/accounts")
    assert sqlite_press.mails() == []


# ── Gone ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_source_is_gone_once_a_second_look_some_time_later_says_so_too(
    press: Press, status: str
) -> None:
    press.site.page = answer(b"Not here.", status=status)
    code = int(status[:3])
    assert press.after()[1:] == [Done(f"not reached: The site answered {code}.")]
    first_at = press.newsroom.now
    assert press.standing() is None
    assert press.mails() == []
    # A look soon afterwards is no second witness, whoever asks for it.
    assert press.check_now() == [Done(f"not reached: The site answered {code}.")]
    assert press.after(timedelta(hours=RECHECK_AGAIN))[1:] == [
        Done(f"gone: The site answered {code}.")
    ]
    standing = press.standing()
    assert standing is not None
    assert (standing.outcome, standing.status, standing.since_at) == (Outcome.GONE, code, first_at)
    assert press.newsroom.history(press.claim_id)[-1] == "source:gone evidence:1"
    assert press.mails() == ["source_gone"]
    press.after()
    assert press.mails() == ["source_gone"]
    still = press.standing()
    assert still is not None
    assert still.id == standing.id
    assert len(press.copies()) == 1


def test_a_name_that_is_no_more_is_gone_after_two_looks_and_one_that_cannot_be_looked_up_is_not(
    sqlite_press: Press,
) -> None:
    press = sqlite_press

    def look_again(error: int):  # type: ignore[no-untyped-def]
        def look_up(_host: str, _port: int) -> list[str]:
            raise socket.gaierror(error, "no answer")

        def look(address, known, _world, *rest):  # type: ignore[no-untyped-def]
            return jobs.frame.rechecking.look_again(address, known, World(look_up=look_up), *rest)

        return look

    press.run = replace(press.run, look=look_again(socket.EAI_AGAIN))
    for _ in range(3):
        press.after()
    assert {one.outcome for one in press.checks()} == {Outcome.UNREACHABLE}
    press.run = replace(press.run, look=look_again(socket.EAI_NONAME))
    press.after()
    assert press.standing() is None
    press.after(timedelta(hours=RECHECK_AGAIN))
    standing = press.standing()
    assert standing is not None
    assert (standing.outcome, standing.status) == (Outcome.GONE, None)
    assert standing.failure == "There is no site of this name, as far as we can find out."


@pytest.mark.parametrize(
    "sent",
    [
        answer(b"later", status="503 Service Unavailable"),
        answer(b"no", status="403 Forbidden"),
        answer(b" "),
        answer(b"", status="304 Not Modified"),
        answer(b"x", "Content-Encoding: gzip"),
        answer(b"", "Location: http://127.0.0.1/", status="302 Found"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\ncut",
        b"nonsense",
    ],
    ids="503 403 empty 304 packed inside cut nonsense".split(),
)
def test_whatever_else_goes_wrong_proves_nothing_however_often(
    sqlite_press: Press, sent: bytes
) -> None:
    press = sqlite_press
    with press.newsroom.work() as work:
        # Without what the first answer said, an answer of "not modified" is a lie.
        copy = work.session.scalars(select(Snapshot)).one()
        assert ["ETag", '"one"'] in copy.headers
    press.site.page = sent
    known = jobs.frame.rechecking.look_again

    def look(address, last, *rest):  # type: ignore[no-untyped-def]
        return known(address, replace(last, headers=()), *rest)

    press.run = replace(press.run, look=look)
    for _ in range(3):
        press.after()
    assert {one.outcome for one in press.checks()} == {Outcome.UNREACHABLE}
    assert all(one.failure for one in press.checks())
    assert press.standing() is None
    assert press.mails() == []


def test_a_failed_look_takes_nothing_away_from_what_is_known(sqlite_press: Press) -> None:
    press = sqlite_press
    press.site.page = page(SECOND)
    press.after()
    press.site.page = answer(b"later", status="503 Service Unavailable")
    press.after()
    standing = press.standing()
    assert standing is not None
    assert standing.outcome is Outcome.CHANGED


def test_a_source_that_is_back_is_gone_no_more(sqlite_press: Press) -> None:
    press = sqlite_press
    press.site.page = MISSING
    press.after()
    press.after(timedelta(days=1))
    press.site.page = page(FIRST)
    press.after()
    assert press.standing() is None
    press.site.page = MISSING
    press.after()
    assert press.standing() is None


# ── Another address ──────────────────────────────────────────────────────────────────────────────

OTHER = "http://news.test/other"


def gone_and_replaced(press: Press) -> None:
    """Its page is gone, and the checker gives another address, which is kept."""
    press.site.page = MISSING
    press.after()
    press.after(timedelta(days=1))
    with press.newsroom.work(press.newsroom.carla) as work:
        row = evidence_rows.row(work.session, press.claim_id, 1)
        evidence.change(
            work, press.claim_id, 1, row.version, replace(evidence.stored(row), url=OTHER)
        )
    press.site.page = page(FIRST)
    assert press.carry_out() == [Done("kept")]


def test_an_address_that_took_the_place_of_a_dead_one_is_told_of_when_it_dies_too(
    press: Press,
) -> None:
    gone_and_replaced(press)
    press.site.page = MISSING
    press.after()
    press.after(timedelta(days=1))
    standing = press.standing()
    assert standing is not None
    assert (standing.address, standing.outcome) == (OTHER, Outcome.GONE)
    assert [one.is_standing for one in press.checks()] == [False, False, False, True]
    assert press.mails() == ["source_gone", "source_gone"]
    assert press.newsroom.history(press.claim_id).count("source:gone evidence:1") == 2


def test_an_address_that_lives_in_the_place_of_a_dead_one_is_not_said_to_be_back(
    sqlite_press: Press,
) -> None:
    gone_and_replaced(sqlite_press)
    assert sqlite_press.after()[1:] == [Done("unchanged")]
    assert sqlite_press.standing() is None
    assert "source:back evidence:1" not in sqlite_press.newsroom.history(1)
    assert sqlite_press.mails() == ["source_gone"]


# ── Shown to a browser ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
@pytest.mark.parametrize("has_browser", [True, False])
def test_a_further_copy_that_is_a_page_is_shown_to_a_browser_where_there_is_one(
    sqlite_press: Press, kind: str, has_browser: bool
) -> None:
    press = sqlite_press
    shown = Rendered(LINK.url, "Chromium 156", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", "")
    kinds = press.run.kinds | {renderings.JOB}
    render = (lambda *_: shown) if has_browser else None
    press.run = replace(press.run, render=render, kinds=kinds)
    press.site.page = answer(SECOND.encode(), kind=f"{kind}; charset=utf-8")
    is_shown = has_browser and kind == "text/html"
    ended = [Done("asked for 1 look"), Done("changed")]
    assert press.after() == ended + [Done("rendered")] * is_shown
    with press.newsroom.read() as session:
        rows = [(one.snapshot_id, one.state) for one in session.scalars(select(Rendering))]
    assert rows == [(2, SnapshotState.KEPT)] * 2 * is_shown
    # The same once more keeps nothing, so no browser is asked.
    assert press.after()[1:] == [Done("changed")]
