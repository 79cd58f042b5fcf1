"""The job that signs a head: after each publication, and in its round where nobody came to it."""

from dataclasses import replace

import pytest

from factcheck import jobs
from factcheck.adapters.signatures import is_signed_by
from factcheck.domain.terms import State
from factcheck.jobs import Done, Failed, Runner, deliver, due, heads
from factcheck.jobs.rounds import Rounds
from factcheck.models import PublicHead
from factcheck.services import public_log
from tests import factories
from tests.cast import Newsroom
from tests.fronts import retract


@pytest.fixture
def run(newsroom: Newsroom) -> Runner:
    found = jobs.runner(newsroom.database, newsroom.database.settings)
    return replace(found, kinds=frozenset({public_log.JOB}), clock=lambda: newsroom.now)


def test_a_head_is_signed_after_each_publication(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    (number,) = due(run)
    assert deliver(run, number) == Done("signed over 1")
    retract(newsroom)
    (number,) = due(run)
    assert deliver(run, number) == Done("signed over 2")
    assert due(run) == []
    with newsroom.read() as session:
        assert public_log.fault(session, is_signed_by) == ""


def test_one_head_is_enough_for_several_versions(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    retract(newsroom)
    first, second = due(run)
    assert deliver(run, first) == Done("signed over 2")
    assert deliver(run, second) == Done("the newest head is over all there is")
    assert newsroom.count(PublicHead) == 1


def test_without_the_key_it_says_what_to_do_and_makes_no_other(
    newsroom: Newsroom, run: Runner
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    deliver(run, due(run)[0])
    (newsroom.database.settings.home / "log.key").unlink()
    retract(newsroom)
    assert deliver(run, due(run)[0]) == Failed(public_log.OTHER_KEY)
    assert newsroom.count(PublicHead) == 1
    assert not (newsroom.database.settings.home / "log.key").exists()


def test_a_key_that_cannot_be_read_is_told(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    (newsroom.database.settings.home / "log.key").write_text("no key")
    told = Failed("The key of the public log cannot be read: log.key.")
    assert deliver(run, due(run)[0]) == told


def test_a_round_asks_for_what_has_no_head_yet(newsroom: Newsroom, run: Runner) -> None:
    """Versions older than the log have nobody who asked."""
    assert heads.period(run) == ""
    factories.claim(newsroom, State.PUBLISHED)
    assert heads.period(run) == "1"
    for number in due(run):
        deliver(run, number)
    assert heads.period(run) == ""
    retract(newsroom)
    before = due(run)
    Rounds(run).ask()
    Rounds(run).ask()  # another process
    assert len(due(run)) == len(before) + 1
