"""Counters of tries: each try is one, however many are counted at the same moment, and one can be given back."""

from datetime import timedelta

from factcheck.models import Throttle
from factcheck.services import throttle
from tests.cast import Newsroom

KEY = "sign-in/somebody"
LASTS = 86_400  # seconds: the clock of the newsroom goes on with each change


def tries(newsroom: Newsroom) -> int:
    with newsroom.read() as session:
        return throttle.look(session, KEY, newsroom.now)[0]


def count(newsroom: Newsroom, times: int) -> None:
    for _ in range(times):
        with newsroom.work() as work:
            throttle.count(work, KEY, LASTS)


def test_a_try_that_is_given_back_is_one_less(newsroom: Newsroom) -> None:
    count(newsroom, 3)
    with newsroom.work() as work:
        throttle.give_back(work, KEY)
    assert tries(newsroom) == 2


def test_a_try_counted_while_another_is_given_back_still_counts(newsroom: Newsroom) -> None:
    """What is written is one less than the counter holds then, not than somebody read before."""
    count(newsroom, 2)
    with newsroom.work() as work:
        read = work.session.get_one(Throttle, KEY)
        assert throttle.count(work, KEY, LASTS) == 3
        assert read.hits == 2, "as it was read"
        throttle.give_back(work, KEY)
    assert tries(newsroom) == 2


def test_a_counter_never_goes_below_nothing(newsroom: Newsroom) -> None:
    count(newsroom, 1)
    with newsroom.work() as work:
        for _ in range(3):
            throttle.give_back(work, KEY)
        throttle.give_back(work, "nobody counts this")
    assert tries(newsroom) == 0


def test_a_counter_that_ran_out_begins_anew(newsroom: Newsroom) -> None:
    count(newsroom, 3)
    newsroom.now += timedelta(seconds=LASTS)
    assert tries(newsroom) == 0
    count(newsroom, 1)
    assert tries(newsroom) == 1
