"""The outbox: each row is carried out once, by one of many, and tried again when the world does not answer."""

import ast
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from factcheck import calls, jobs
from factcheck.adapters.mail import Mail
from factcheck.config import BadSetting
from factcheck.db import Busy, Database
from factcheck.domain.events import Event
from factcheck.jobs import Done, Failed, Runner, deliver, due, mailing
from factcheck.models import Desk, Person
from factcheck.services import history, notices, reviews, snapshots
from tests import factories
from tests.cast import Newsroom
from tests.house.tree import parsed
from tests.outside import Outside, put, row
from tests.post_office import post_office


@pytest.fixture
def outside(newsroom: Newsroom) -> Outside:
    return Outside(newsroom)


# ── What is sent ─────────────────────────────────────────────────────────────────────────────────


def test_a_mail_says_in_plain_words_what_is_asked_and_where(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)
    assert outside.deliver_all() == [Done("sent")]
    (mail,) = outside.mails
    assert (mail.to, mail.subject) == ("rosa@desk.example", "You are asked to review claim 7")
    assert mail.text.startswith("Rosa,\n\nA colleague asks you to review the verdict on claim 7.\n")
    assert "\nhttps://facts.example/desk/claims/7\n" in mail.text
    assert "\nFact-check desk\n" in mail.text
    assert (mail.number, mail.desk_host) == (number, "facts.example")
    assert row(outside, number) == (1, outside.now, outside.now + jobs.LEASE, "sent")


def test_what_people_do_is_told_to_those_it_concerns(outside: Outside) -> None:
    newsroom = outside.newsroom
    claim_id = factories.claim(newsroom)
    factories.take(newsroom, claim_id, newsroom.carla)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.ask(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    outside.now = newsroom.now
    assert outside.deliver_all("mail") == [Done("sent")] * 3
    assert [(mail.to, mail.subject) for mail in outside.mails] == [
        ("rosa@desk.example", f"You are asked to review claim {claim_id}"),
        ("carla@desk.example", f"Your verdict on claim {claim_id} was approved"),
        ("carla@desk.example", f"Your verdict on claim {claim_id} is published"),
    ]
    assert not any("harbour" in mail.text for mail in outside.mails), "no mail quotes the claim"


def test_a_notice_to_the_editors_becomes_one_mail_for_each(outside: Outside) -> None:
    number = put(outside, notices.EDITORS, "retracted")
    assert outside.deliver_all()[0] == Done(
        "passed on to 3",
        [
            ("mail", {"to": person.id, "about": "retracted", "claim_id": 7})
            for person in (outside.newsroom.edith, outside.newsroom.emil, outside.newsroom.max)
        ],
    )
    assert outside.mails == []
    outside.deliver_all()
    assert {mail.to for mail in outside.mails} == {
        "edith@desk.example", "emil@desk.example", "max@desk.example",
    }  # fmt: skip
    assert due(outside.runner()) == []
    assert row(outside, number).outcome == "passed on to 3"


def test_a_notice_to_the_legal_reviewers_leaves_out_who_stays_out_of_the_claim(
    outside: Outside,
) -> None:
    newsroom = outside.newsroom
    claim_id = factories.claim(newsroom)
    with newsroom.work(newsroom.max) as work:
        reviews.recuse(work, claim_id, "The harbour master is my uncle.")
    with newsroom.work() as work:
        history.record(work, Event.CLAIM_DUE, claim_id=claim_id)
        history.tell(work, "mail", to=notices.LEGAL_REVIEWERS, about="submitted", claim_id=claim_id)
    outside.now = newsroom.now
    outside.deliver_all()
    outside.deliver_all()
    assert [mail.to for mail in outside.mails] == ["lara@desk.example"]


def abouts(tree: ast.Module) -> list[str]:
    """What a module has people told about: the name of the text, or the code that gives it."""
    told = [
        node.args[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "notices.tell"
    ]
    return [str(one.value) if isinstance(one, ast.Constant) else ast.unparse(one) for one in told]


def test_there_is_a_text_for_everything_people_are_told_about() -> None:
    told = {about for _, tree in parsed("factcheck/services") for about in abouts(tree)}
    by_vote = {"verb.value"}  # a review tells about the vote: approve, send_back
    assert told - by_vote == set(notices.NOTICES) - {"approve", "send_back"}
    assert by_vote <= told


@pytest.mark.parametrize(("to", "about"), [("editors", "weather"), ("readers", "review")])
def test_a_notice_nobody_could_send_undoes_the_change_that_asked_for_it(
    outside: Outside, to: str, about: str
) -> None:
    def change() -> None:
        with outside.newsroom.work() as work:
            work.session.execute(update(Desk).values(name="Another desk"))
            notices.tell(work, to, about, 7)

    with pytest.raises(KeyError):
        change()
    assert due(outside.runner()) == []
    with outside.newsroom.read() as session:
        assert session.scalars(select(Desk.name)).one() != "Another desk"


# ── What is not sent ─────────────────────────────────────────────────────────────────────────────


def test_without_a_mail_server_the_outbox_says_so(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)
    run = jobs.runner(outside.newsroom.database, outside.newsroom.database.settings)
    assert deliver(replace(run, clock=lambda: outside.now), number) == Done(
        "not sent: no mail server is set"
    )
    assert row(outside, number).done_at == outside.now


def test_a_demonstration_sends_no_mail(outside: Outside) -> None:
    put(outside, outside.newsroom.rosa)
    with outside.newsroom.work() as work:
        work.session.execute(update(Desk).values(is_demonstration=True))
    assert outside.deliver_all() == [Done("not sent: a demonstration sends no mail")]
    assert outside.mails == []


def test_what_is_a_week_old_would_only_puzzle_people(outside: Outside) -> None:
    put(outside, outside.newsroom.rosa)
    outside.now += mailing.TOO_OLD + timedelta(seconds=1)
    assert outside.deliver_all() == [Done("not sent: it is too old")]


def test_whoever_left_the_desk_gets_no_mail(outside: Outside) -> None:
    put(outside, outside.newsroom.rosa)
    with outside.newsroom.work() as work:
        work.session.execute(
            update(Person).where(Person.id == outside.newsroom.rosa.id).values(disabled_at=work.now)
        )
    assert outside.deliver_all() == [Done("not sent: this person is not on the desk")]


@pytest.mark.parametrize("to", ["4711", "nobody", ""])
def test_a_notice_to_nobody_is_not_sent(outside: Outside, to: str) -> None:
    put(outside, to)
    assert outside.deliver_all() == [Done("not sent: this person is not on the desk")]


@pytest.mark.parametrize(
    ("kind", "about", "why"),
    [
        ("pigeon", "review", "nobody knows how to do 'pigeon'"),
        ("mail", "weather", "there is no text about 'weather'"),
    ],
)
def test_what_nobody_knows_how_to_do_is_given_up_at_once(
    outside: Outside, kind: str, about: str, why: str
) -> None:
    number = put(outside, outside.newsroom.rosa, about, kind)
    assert outside.deliver_all() == [Failed(why, is_final=True)]
    assert row(outside, number).outcome == f"given up after try 1: {why}"
    assert due(outside.runner()) == []


def test_a_job_that_can_be_neither_done_nor_given_up_ends_all_the_same(outside: Outside) -> None:
    """Neither finds the number of a copy in the row: it must not be taken up for ever, nor end who works."""
    number = put(outside, outside.newsroom.rosa, kind=snapshots.JOB)
    for pause in (*jobs.PAUSES, timedelta()):
        assert outside.deliver_all() == [Failed("a mistake of the program (KeyError)")]
        outside.now += pause * 2
    found = row(outside, number)
    assert found.outcome == "given up after try 5: a mistake of the program (KeyError)"
    assert found.done_at is not None
    outside.now += jobs.LEASE * 2
    assert due(outside.runner()) == []


# ── Several at once ──────────────────────────────────────────────────────────────────────────────


def test_many_runners_send_each_mail_once(outside: Outside) -> None:
    numbers = [put(outside, outside.newsroom.rosa, claim_id=n) for n in range(1, 9)]
    start = threading.Barrier(4)
    ended: list[Done | Failed | None] = []

    def run_all() -> None:
        run = outside.runner()
        start.wait()
        ended.extend([deliver(run, number) for number in numbers])

    threads = [threading.Thread(target=run_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == 32
    assert ended.count(Done("sent")) == 8
    assert ended.count(None) == 24
    assert sorted(mail.number for mail in outside.mails) == numbers


def test_a_runner_works_until_it_is_told_to_stop(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.01)
    stop = threading.Event()

    def send(mail: Mail) -> None:
        outside.mails.append(mail)
        if len(outside.mails) == 1:
            put(outside, outside.newsroom.edith)
        else:
            stop.set()

    put(outside, outside.newsroom.rosa)
    calls.run_until(outside.runner(send), stop)
    assert [mail.to for mail in outside.mails] == ["rosa@desk.example", "edith@desk.example"]


def test_a_runner_outlives_a_busy_database(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.01)
    stop, looks = threading.Event(), []

    def busy(_: Runner) -> list[int]:
        looks.append(1)
        if len(looks) == 3:
            stop.set()
        raise Busy

    monkeypatch.setattr(jobs, "due", busy)
    calls.run_until(outside.runner(), stop)
    assert len(looks) == 3
    assert {record.getMessage() for record in caplog.records} == {
        "The outbox waits for its database: Busy"
    }


# ── Settings ─────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_server_that_cannot_be_one_is_a_bad_setting(sqlite_database: Database) -> None:
    settings = replace(sqlite_database.settings, mail_url="http://mail.example")
    with pytest.raises(BadSetting, match=r"^FACTCHECK_MAIL_URL must look like smtp://"):
        jobs.runner(sqlite_database, settings)


def test_the_runner_of_the_settings_hands_mail_to_their_server(sqlite_newsroom: Newsroom) -> None:
    outside = Outside(sqlite_newsroom)
    number = put(outside, sqlite_newsroom.rosa)
    with post_office() as office:
        settings = replace(
            sqlite_newsroom.database.settings, mail_url=office.url, mail_from="desk@facts.example"
        )
        run = replace(jobs.runner(sqlite_newsroom.database, settings), clock=lambda: outside.now)
        assert deliver(run, number) == Done("sent")
    assert [(mail["From"], mail["To"]) for mail in office.mails] == [
        ("desk@facts.example", "rosa@desk.example")
    ]
