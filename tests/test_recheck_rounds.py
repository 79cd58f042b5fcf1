"""Looking again at sources: whose turn it is, what is due, what goes wrong, and who may ask and settle (E17)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from factcheck import jobs
from factcheck.adapters.blobs import BadBlobStore
from factcheck.domain.digests import digest_of
from factcheck.domain.limits import RECHECK_PAUSE
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import Dismissal, State
from factcheck.jobs import Done, Failed, Later, deliver, due
from factcheck.jobs.looks import NOT_LOOKED
from factcheck.jobs.rounds import Rounds
from factcheck.models import Claim, Desk, HistoryRow, Outbox, SiteTurn, SourceCheck
from factcheck.services import claims, evidence, snapshots, source_checks, source_findings
from tests import factories
from tests.cast import Newsroom
from tests.newspapers import LINK, SECOND, WEEK, Press, log, page
from tests.web_sites import answer

# ── Manners ──────────────────────────────────────────────────────────────────────────────────────


def test_a_page_its_site_keeps_from_programs_is_not_asked_for(press: Press) -> None:
    press.site.robots = answer(b"User-agent: factcheck\nDisallow: /acc\n", kind="text/plain")
    assert press.after()[1:] == [
        Done("not allowed: The site asks programs not to read this page (robots.txt).")
    ]
    assert press.site.pages_asked == 0
    (check,) = press.checks()
    assert (check.outcome, check.is_standing) == (Outcome.NOT_ALLOWED, False)
    assert len(press.copies()) == 1


def test_a_robots_txt_that_cannot_be_had_now_allows_nothing_now(sqlite_press: Press) -> None:
    sqlite_press.site.robots = answer(b"later", status="500 Internal Server Error")
    sqlite_press.after()
    assert sqlite_press.site.pages_asked == 0
    (check,) = sqlite_press.checks()
    assert check.outcome is Outcome.UNREACHABLE
    assert check.failure == "The site answered 500 when it was asked for its robots.txt."


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_between_two(press: Press) -> None:
    with press.newsroom.work(press.newsroom.carla) as work:
        evidence.log(work, press.claim_id, replace(LINK, url="http://news.test/annex"))
    press.carry_out()
    press.newsroom.now += WEEK
    Rounds(press.run).ask()
    (round_,) = due(press.run)
    assert deliver(press.run, round_) == Done("asked for 2 looks")
    (first,) = due(press.run)
    assert deliver(press.run, first) == Done("unchanged")
    assert press.rested == [RECHECK_PAUSE]  # between its robots.txt and the page
    press.newsroom.now += timedelta(seconds=RECHECK_PAUSE - 1)
    assert due(press.run) == []
    press.newsroom.now += timedelta(seconds=1)
    (second,) = due(press.run)
    assert deliver(press.run, second) == Done("unchanged")
    assert press.rested == [RECHECK_PAUSE]  # its robots.txt is known


def test_a_host_that_is_being_asked_makes_the_next_look_wait_and_costs_it_no_try(
    press: Press,
) -> None:
    with press.newsroom.work() as work:
        until = work.now + timedelta(minutes=10)
        assert source_checks.take_turn(work, "news.test", until) is None
    with press.newsroom.work(press.newsroom.carla) as work:
        source_checks.ask_now(work, press.claim_id, 1)
    (number,) = due(press.run)
    assert deliver(press.run, number) == Later(
        "another page of the same site is being looked at", until
    )
    assert due(press.run) == []
    with press.newsroom.read() as session:
        assert session.get_one(Outbox, number).tries == 0
    assert press.site.asked == []
    press.newsroom.now = until
    assert press.carry_out() == [Done("unchanged")]


def test_a_pause_its_site_asks_for_is_kept(sqlite_press: Press) -> None:
    press = sqlite_press
    press.site.robots = answer(b"User-agent: *\nCrawl-delay: 90\nDisallow:\n", kind="text/plain")
    press.after()
    with press.newsroom.read() as session:
        free_at = session.get_one(SiteTurn, "news.test").free_at
    assert free_at == press.newsroom.now + timedelta(seconds=90)


# ── Rounds ───────────────────────────────────────────────────────────────────────────────────────


def rounds(press: Press) -> int:
    with press.newsroom.read() as session:
        return len(list(session.scalars(select(Outbox.id).where(Outbox.kind == "recheck"))))


def test_a_round_is_asked_for_once_however_many_processes_run(press: Press) -> None:
    press.newsroom.now += WEEK
    others = [replace(press.run, clock=lambda: press.newsroom.now) for _ in range(5)]
    for one in others:
        Rounds(one).ask()
    assert rounds(press) == 1
    # A round carried out twice, as where its worker died at the end, asks for nothing twice.
    (number,) = due(press.run)
    task = jobs.Task(number, "recheck", {}, press.newsroom.now, 1, press.newsroom.now)
    assert jobs.looks.ask_for_looks(press.run, task) == Done("asked for 1 look")
    assert jobs.looks.ask_for_looks(press.run, task) == Done("asked for 0 looks")
    assert len(press.checks()) == 1


def test_nothing_is_asked_for_before_its_time_or_where_the_desk_wants_no_looks(
    sqlite_press: Press,
) -> None:
    press = sqlite_press
    assert press.after(WEEK - timedelta(minutes=10)) == []
    never = replace(press.run.settings, recheck_days=0)
    press.run = replace(press.run, settings=never)
    assert press.after(timedelta(days=700)) == []
    assert press.checks() == []


def test_a_demonstration_asks_its_stand_ins_alone(sqlite_press: Press) -> None:
    press = sqlite_press
    with press.newsroom.work() as work:
        work.session.get_one(Desk, 1).is_demonstration = True
    assert press.after()[1:] == [Done("unchanged")]
    settings = replace(press.run.settings, fetch_stand_ins={})
    press.run = replace(press.run, settings=settings)
    assert press.after() == []
    assert press.check_now() == [Done("not reached: A demonstration asks nothing of the web.")]
    assert press.site.pages_asked == 1


def test_what_nobody_relies_on_is_not_looked_at(sqlite_press: Press) -> None:
    press = sqlite_press
    press.newsroom.now += WEEK
    Rounds(press.run).ask()
    (round_,) = due(press.run)
    deliver(press.run, round_)
    with press.newsroom.work(press.newsroom.carla) as work:
        evidence.withdraw(work, press.claim_id, 1, 1, "Logged twice.")
    assert press.carry_out() == [Done("not looked at: nobody relies on this address any more")]
    assert press.checks() == []
    assert press.after() == []


def test_of_a_dismissed_claim_and_of_an_archive_that_altered_copies_nothing_is_asked(
    sqlite_press: Press,
) -> None:
    press = sqlite_press
    place = press.run.settings.fetch_stand_ins["news.test"]
    settings = replace(
        press.run.settings, fetch_stand_ins={"news.test": place, "archive.ph": place}
    )
    press.run = replace(press.run, settings=settings)
    log(press.newsroom, "http://archive.ph/AbCdE", 1)
    press.carry_out()
    with press.newsroom.work(press.newsroom.edith) as work:
        claims.dismiss(work, press.claim_id, Dismissal.OPINION, "Nobody cares.")
    assert press.after() == []
    with pytest.raises(WrongState), press.newsroom.work(press.newsroom.carla) as work:
        source_checks.ask_now(work, 2, 1)


def test_published_claims_come_first(sqlite_press: Press) -> None:
    press = sqlite_press
    with press.newsroom.work(press.newsroom.carla) as work:
        evidence.log(work, press.claim_id, replace(LINK, url="http://news.test/annex"))
    press.carry_out()
    later = log(press.newsroom, "http://news.test/third", 1)
    press.carry_out()
    with press.newsroom.work() as work:
        work.session.get_one(Claim, later).state = State.PUBLISHED
    with press.newsroom.read() as session:
        found = source_checks.due(session, press.newsroom.now + 2 * WEEK, 7)
    assert [row.claim_id for row in found] == [later, press.claim_id, press.claim_id]


# ── What goes wrong on our side ──────────────────────────────────────────────────────────────────


def test_what_nobody_thought_of_is_tried_again_and_then_given_up(sqlite_press: Press) -> None:
    press = sqlite_press

    def look(*_given: object) -> None:
        raise ZeroDivisionError

    press.run = replace(press.run, look=look)
    (_, ended) = press.after()
    assert ended == Failed("a mistake of the program (ZeroDivisionError)")
    for _ in range(jobs.TRIES):
        press.newsroom.now += timedelta(hours=3)
        press.carry_out()
    (check,) = press.checks()
    assert (check.outcome, check.failure) == (Outcome.UNREACHABLE, NOT_LOOKED)
    assert check.may_be_gone is False


def test_a_store_that_does_not_answer_is_tried_again_and_the_host_is_free_meanwhile(
    sqlite_press: Press,
) -> None:
    press = sqlite_press
    works = press.run

    def open_store(_settings: object) -> None:
        raise BadBlobStore("The store of kept copies does not answer.")

    press.site.page = page(SECOND)
    press.run = replace(press.run, open_store=open_store)
    (_, ended) = press.after()
    assert ended == Failed("The store of kept copies does not answer.")
    press.run = works
    press.newsroom.now += timedelta(hours=1)
    assert press.carry_out() == [Done("changed")]


# ── Asking for a look, and settling ──────────────────────────────────────────────────────────────


def refused(press: Press, kind: type[Exception], by: str = "carla") -> str:
    before = press.newsroom.count(HistoryRow), press.newsroom.count(Outbox), len(press.checks())
    with (
        pytest.raises(kind) as why,
        press.newsroom.work(getattr(press.newsroom, by)) as work,
    ):
        source_checks.ask_now(work, press.claim_id, 1)
    after = press.newsroom.count(HistoryRow), press.newsroom.count(Outbox), len(press.checks())
    assert after == before
    return str(getattr(why.value, "sentence", ""))


def test_a_look_is_asked_for_by_those_who_may_and_once_at_a_time(press: Press) -> None:
    for name in ("rosa", "lara", "ada"):
        assert "Only a checker or an editor" in refused(press, NotYourPart, name)
    with press.newsroom.work(press.newsroom.carla) as work:
        source_checks.ask_now(work, press.claim_id, 1)
    assert refused(press, WrongState) == "Evidence 1 is being looked at already."
    assert press.carry_out() == [Done("unchanged")]
    (check,) = press.checks()
    assert check.asked_by_id == press.newsroom.carla.id
    with press.newsroom.work(press.newsroom.carla) as work:
        evidence.withdraw(work, press.claim_id, 1, 1, "Logged twice.")
    assert "was withdrawn" in refused(press, WrongState)


def test_where_no_copy_is_kept_there_is_nothing_to_compare_with(sqlite_newsroom: Newsroom) -> None:
    claim_id = log(sqlite_newsroom)
    with (
        pytest.raises(WrongState) as why,
        sqlite_newsroom.work(sqlite_newsroom.carla) as work,
    ):
        source_checks.ask_now(work, claim_id, 1)
    assert why.value.sentence.startswith("No copy of evidence 1 is kept")
    assert sqlite_newsroom.count(SourceCheck) == 0


def test_news_are_settled_once_with_a_note_and_stand_for_readers_all_the_same(
    press: Press,
) -> None:
    press.site.page = page(SECOND)
    press.after()
    (check,) = press.checks()
    with press.newsroom.work(press.newsroom.edith) as work:
        source_findings.nothing_to_do(work, press.claim_id, 1, check.id, "A slip of theirs.")
    standing = press.standing()
    assert standing is not None
    assert (standing.settled_by_id, standing.settled_note) == (
        press.newsroom.edith.id,
        "A slip of theirs.",
    )
    assert press.newsroom.history(press.claim_id)[-1] == "source:settled evidence:1"
    with (
        pytest.raises(WrongState),
        press.newsroom.work(press.newsroom.carla) as work,
    ):
        source_findings.nothing_to_do(work, press.claim_id, 1, check.id, "Again.")
    with (
        pytest.raises(NotYourPart),
        press.newsroom.work(press.newsroom.rosa) as work,
    ):
        source_findings.nothing_to_do(work, press.claim_id, 1, check.id, "Again.")
    assert press.newsroom.history(press.claim_id).count("source:settled evidence:1") == 1


def test_a_copy_kept_after_publication_hides_no_change_from_readers(sqlite_press: Press) -> None:
    """The published verdict rests on the copy there was when it was published."""
    press = sqlite_press
    factories.log_two(press.newsroom, press.claim_id, press.newsroom.carla)
    factories.write(press.newsroom, press.claim_id, press.newsroom.carla)
    factories.submit(press.newsroom, press.claim_id, press.newsroom.carla)
    factories.approve(press.newsroom, press.claim_id, press.newsroom.rosa)
    factories.publish(press.newsroom, press.claim_id, press.newsroom.edith)
    press.carry_out()
    press.site.page = page(SECOND)
    press.check_now()
    with press.newsroom.work(press.newsroom.carla) as work:
        snapshots.ask_again(work, press.claim_id, 1)
    press.carry_out()
    assert digest_of(press.site.page.partition(b"\r\n\r\n")[2]) == press.copies()[-1].digest
    assert press.check_now() == [Done("changed")]
    standing = press.standing()
    assert standing is not None
    assert standing.baseline_id == 1
