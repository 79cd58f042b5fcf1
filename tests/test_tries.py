"""What does not work the first time: tried again after growing pauses, and given up once."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from factcheck import jobs
from factcheck.adapters import fetching, mail, reading
from factcheck.adapters.mail import Mail
from factcheck.db import Busy
from factcheck.domain.jobs import JobState
from factcheck.jobs import PAUSES, TRIES, Done, Failed, deliver, due
from factcheck.models import Outbox
from tests.cast import Newsroom
from tests.outside import AWAY, REFUSED, Outside, put, row


@pytest.fixture
def outside(newsroom: Newsroom) -> Outside:
    return Outside(newsroom)


def test_a_mail_is_tried_five_times_with_growing_pauses(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)
    outside.answer = AWAY
    waited = []
    for turn in range(1, TRIES):
        assert outside.deliver_all() == [Failed(AWAY.sentence)]
        found = row(outside, number)
        assert (found.tries, found.done_at) == (turn, None)
        assert found.outcome == f"failed after try {turn}: {AWAY.sentence}"
        waited.append(found.due_at - outside.now)
        outside.now = found.due_at - timedelta(seconds=1)
        assert due(outside.runner()) == []
        outside.now = found.due_at
    assert waited == list(PAUSES) == sorted(waited)
    outside.deliver_all()
    last = row(outside, number)
    assert (last.tries, last.done_at) == (TRIES, outside.now)
    assert last.outcome == f"given up after try 5: {AWAY.sentence}"


def test_what_failed_together_does_not_come_back_together(outside: Outside) -> None:
    first, second = put(outside, outside.newsroom.rosa), put(outside, outside.newsroom.edith)
    outside.answer = AWAY
    deliver(outside.runner(), first)
    outside.chance = 0.5
    deliver(outside.runner(), second)
    assert row(outside, first).due_at == outside.now + PAUSES[0]
    assert row(outside, second).due_at == outside.now + PAUSES[0] * (1 + jobs.JITTER / 2)
    assert all(a * (1 + jobs.JITTER) < b for a, b in pairwise(PAUSES)), "the pauses still grow"


def test_a_mistake_of_the_program_is_a_try_like_any_other(
    outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    number = put(outside, outside.newsroom.rosa)

    def stumble(_: Mail) -> None:
        raise KeyError("secret words")

    said = "a mistake of the program (KeyError)"
    assert deliver(outside.runner(stumble), number) == Failed(said)
    assert row(outside, number).outcome == f"failed after try 1: {said}"
    assert [record.getMessage() for record in caplog.records] == ["A job of the kind mail failed"]
    outside.now = row(outside, number).due_at
    assert outside.deliver_all() == [Done("sent")]


def test_a_job_that_finds_the_database_busy_comes_again(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)

    def busy(_: Mail) -> None:
        raise Busy

    assert deliver(outside.runner(busy), number) == Failed(jobs.BUSY)
    assert row(outside, number).done_at is None


def test_how_far_a_job_is_can_be_seen(outside: Outside) -> None:
    sent, refused, later = (put(outside, outside.newsroom.rosa) for _ in range(3))

    def state(number: int) -> tuple[JobState, datetime | None]:
        with outside.newsroom.read() as session:
            found = session.get_one(Outbox, number)
            return found.state, found.claimed_at

    def look(_: Mail) -> None:
        assert state(sent) == (JobState.WORKING, outside.now)

    assert state(sent) == (JobState.WAITING, None)
    deliver(outside.runner(look), sent)
    for number, outside.answer in ((refused, REFUSED), (later, AWAY)):
        deliver(outside.runner(), number)
    assert [state(number)[0] for number in (sent, refused, later)] == [
        JobState.DONE, JobState.FAILED, JobState.WAITING,
    ]  # fmt: skip


def test_no_job_may_take_as_long_as_its_row_is_held() -> None:
    page = fetching.PAGE_SECONDS + reading.READING_SECONDS * 2
    words_of_a_mail_server = 12
    letter = mail.TIMEOUT_SECONDS * words_of_a_mail_server
    assert timedelta(seconds=max(page, letter)) < jobs.LEASE


def test_a_mail_that_goes_out_at_the_second_try_goes_out_once(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)
    outside.answer = AWAY
    outside.deliver_all()
    outside.answer, outside.now = None, outside.now + PAUSES[0]
    assert outside.deliver_all() == [Done("sent")]
    assert outside.deliver_all() == []
    assert len(outside.mails) == 1
    assert row(outside, number).tries == 2


def test_an_address_that_is_refused_for_good_is_not_tried_again(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)
    outside.answer = REFUSED
    outside.deliver_all()
    assert row(outside, number).done_at == outside.now
    assert row(outside, number).outcome == "given up after try 1: the address was refused"


def test_one_mail_that_fails_keeps_no_other_back(outside: Outside) -> None:
    first, second = put(outside, outside.newsroom.rosa), put(outside, outside.newsroom.edith)

    def send(mail: Mail) -> None:
        if mail.to.startswith("rosa"):
            raise AWAY
        outside.mails.append(mail)

    run = outside.runner(send)
    assert [deliver(run, n) for n in due(run)] == [Failed(AWAY.sentence), Done("sent")]
    assert (row(outside, first).done_at, row(outside, second).done_at) == (None, outside.now)


def test_a_row_whose_holder_died_comes_due_by_itself(outside: Outside) -> None:
    number = put(outside, outside.newsroom.rosa)

    def die(_: Mail) -> None:
        raise KeyboardInterrupt

    for turn in range(1, TRIES + 1):
        with pytest.raises(KeyboardInterrupt):
            deliver(outside.runner(die), number)
        assert (row(outside, number).tries, row(outside, number).done_at) == (turn, None)
        assert deliver(outside.runner(), number) is None, "the lease still runs"
        outside.now += jobs.LEASE
    assert outside.deliver_all() == [Failed("the program ended while doing it", is_final=True)]
    assert outside.mails == []
