"""The job that tells the hub which feeds have something new: after a publication, a correction and a retraction."""

from dataclasses import replace

import pytest
from flask import url_for
from sqlalchemy import select

from factcheck import jobs
from factcheck.adapters.websub import NotTold
from factcheck.domain import feed_addresses
from factcheck.domain.terms import ChangeKind, State
from factcheck.jobs import Done, Failed, Runner, deliver, due
from factcheck.models import Outbox
from factcheck.services import followers
from tests import factories, road
from tests.cast import Newsroom
from tests.readers import correct, open_reader, retract
from tests.visitors import make_app

HUB = "https://hub.example/"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def run(newsroom: Newsroom) -> Runner:
    settings = replace(newsroom.database.settings, websub_hub=HUB)
    newsroom.database.settings = settings
    found = jobs.runner(newsroom.database, settings)
    return replace(found, kinds=frozenset({followers.JOB}), clock=lambda: newsroom.now)


def told(run: Runner, number: int) -> set[str]:
    """The feeds a job names, without their form, each in all three."""
    said: list[str] = []
    run = replace(run, announce=lambda hub, feeds: said.extend(f"{hub} {feed}" for feed in feeds))
    assert deliver(run, number) == Done(f"told of {len(said)} feeds")
    names = {one.removeprefix(f"{HUB} {BASE}/feeds/").rpartition(".")[0] for one in said}
    assert len(said) == 3 * len(names)
    return names


def test_each_change_is_told_of_the_feeds_it_stands_in(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    first = {"verdicts", "ratings/supported", "articles/1", "claimants/the%20mayor"}
    (number,) = due(run)
    assert told(run, number) == first
    correct(newsroom, 1)
    (number,) = due(run)
    assert told(run, number) == {*first, "corrections", "ratings/contradicted"}
    retract(newsroom, 1)
    (number,) = due(run)
    after = {*first, "corrections", "ratings/contradicted"} - {"ratings/supported"}
    assert told(run, number) == after


def test_what_followers_do_not_get_is_not_told(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    (number,) = due(run)
    told(run, number)
    road.begin_change(newsroom, 1, ChangeKind.CORRECTION, newsroom.edith)
    factories.write(newsroom, 1, newsroom.carla, "contradicted")
    factories.claim(newsroom, State.APPROVED, article_id=1, words="Nobody was hurt")
    assert due(run) == []


def test_a_hub_that_does_not_answer_is_told_again(newsroom: Newsroom, run: Runner) -> None:
    def refuse(_hub: str, _feeds: object) -> None:
        raise NotTold("the hub answered 503")

    factories.claim(newsroom, State.PUBLISHED)
    (number,) = due(run)
    assert deliver(replace(run, announce=refuse), number) == Failed("the hub answered 503")
    newsroom.now = newsroom.now.replace(hour=23)
    assert "verdicts" in told(run, number)


def test_where_no_hub_is_set_nobody_is_told(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.read() as session:
        assert followers.JOB not in set(session.scalars(select(Outbox.kind)))


def test_a_hub_that_is_set_no_more_is_not_told(newsroom: Newsroom, run: Runner) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    (number,) = due(run)
    without = replace(run, settings=replace(run.settings, websub_hub=""))
    assert deliver(without, number) == Done("no hub is set any more")


@pytest.mark.parametrize(
    "name", ["the mayor", "Nora Å. Lind", "A/B & C?", "50 % Ja!", "Х. Я.", "a;b=c,d:e@f+g"]
)
def test_a_feed_is_named_by_the_address_it_is_served_at(
    sqlite_newsroom: Newsroom, name: str
) -> None:
    factories.claim(sqlite_newsroom, State.PUBLISHED, given=replace(factories.CLAIM, claimant=name))
    verdict = open_reader(sqlite_newsroom).verdict(1)
    with make_app(sqlite_newsroom).test_request_context():
        expected = {
            url_for(f"feeds.{one}", form=form, **more)
            for form in feed_addresses.FORMS
            for one, more in (
                ("verdicts", {}),
                ("rating", {"code": "supported"}),
                ("article", {"id": 1}),
                ("claimant", {"name": name}),
            )
        }
    assert set(feed_addresses.told_of(verdict, None)) == expected
