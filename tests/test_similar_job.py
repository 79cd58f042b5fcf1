"""The job that looks for similar verdicts: told of by publishing, come round by itself, and seen by readers at once."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from factcheck.domain.limits import SIMILAR_A_JOB
from factcheck.jobs import Done
from factcheck.jobs import similar as job
from factcheck.jobs.rounds import Rounds
from factcheck.models import Outbox, SimilarLook, SimilarVerdict
from factcheck.services import similar
from tests import factories, filing
from tests.cast import Newsroom
from tests.fronts import kept, mark
from tests.killing import is_over, kill_a_worker, rows, working
from tests.outside import Outside
from tests.pages import read
from tests.readers import correct, retract
from tests.services.test_similar import AGAIN, publish, under
from tests.test_calls import until
from tests.visitors import make_app, stranger
from tests.withholding import lift, withhold


@pytest.fixture
def outside(newsroom: Newsroom) -> Outside:
    return Outside(newsroom)


def run(outside: Outside) -> list[object]:
    outside.now = outside.newsroom.now
    return list(outside.deliver_all(similar.JOB))


def test_publishing_has_it_looked_for_and_readers_see_it(outside: Outside) -> None:
    newsroom = outside.newsroom
    app = make_app(newsroom)
    publish(newsroom)
    publish(newsroom, AGAIN)
    path = next(one for one in kept(newsroom) if one.startswith("/verdicts/1-"))
    reader = stranger(app)
    assert "Similar verdicts" not in reader.get(path).text
    before = mark(newsroom)
    assert run(outside) == [Done("looked for those of 2 verdicts"), Done("nothing waits")]
    assert mark(newsroom) > before
    assert path not in kept(newsroom), "the page that was kept says less than there is"
    page = read(reader.get(path).text)
    [section] = page.all("section", class_="leaf--similar")
    assert section.all("span", class_="rating__word")[0].text == "Supported"
    assert section.all("a")[0].text == AGAIN.statement
    correct(newsroom, 2)
    assert "Similar verdicts" not in reader.get(path).text
    run(outside)
    assert (
        "Contradicted" in read(reader.get(path).text).all("section", class_="leaf--similar")[0].text
    )
    retract(newsroom, 2)
    assert "Similar verdicts" not in reader.get(path).text


@pytest.mark.slow
@pytest.mark.parametrize("step", ["claimed", "done"])
def test_a_likeness_whose_worker_was_killed_is_found_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    publish(newsroom)
    publish(newsroom, AGAIN)
    settings = newsroom.database.settings
    with newsroom.work() as work:  # whatever else publishing asks for could come to that step first
        work.session.execute(delete(Outbox).where(Outbox.kind != similar.JOB))
    kill_a_worker(settings, step, similar.JOB)
    with working(newsroom.database, settings):
        until(lambda: is_over(newsroom.database, similar.JOB))
    asked = [row.tries for row in rows(newsroom.database) if row.kind == similar.JOB]
    assert (asked[0], {*asked[1:]}) == (2, {1})
    with newsroom.read() as session:
        shown = session.execute(select(SimilarVerdict.publication_id, SimilarVerdict.other_id))
        assert sorted(map(tuple, shown)) == [(1, 2), (2, 1)]
        assert similar.due(session, 2) == []


def test_an_earlier_version_names_no_similar_ones(outside: Outside) -> None:
    newsroom = outside.newsroom
    app = make_app(newsroom)
    publish(newsroom)
    publish(newsroom, AGAIN)
    run(outside)
    reader = stranger(app)
    path = reader.get("/verdicts/1").location
    assert "Similar verdicts" in reader.get(path).text
    assert "Similar verdicts" not in reader.get(f"{path}/versions/1").text
    assert "Similar verdicts" not in reader.get(f"{path}.txt").text


def test_what_no_change_told_of_comes_round_by_itself(outside: Outside) -> None:
    newsroom = outside.newsroom
    publish(newsroom)
    publish(newsroom, AGAIN)
    run(outside)
    with newsroom.work() as work:  # as after a migration
        work.session.execute(delete(SimilarLook))
    Rounds(outside.runner()).ask()
    with newsroom.read() as session:
        waiting = session.scalars(
            select(Outbox.id).where(Outbox.kind == similar.JOB, Outbox.done_at.is_(None))
        ).all()
    assert len(waiting) == 1
    assert run(outside) == [Done("looked for those of 2 verdicts")]
    assert under(newsroom, 1) == [(2, "Supported")]


def test_a_withheld_verdict_keeps_no_other_from_being_looked_at(outside: Outside) -> None:
    newsroom = outside.newsroom
    publish(newsroom)
    publish(newsroom, AGAIN)
    run(outside)
    withhold(newsroom)
    retract(newsroom, 1)
    third = publish(newsroom, replace(AGAIN, statement="The harbour lost 4 million last year."))
    assert run(outside)[-1] == Done("nothing waits")
    assert {number for number, _ in under(newsroom, third)} == {2}
    with newsroom.read() as session:
        assert similar.due(session, 9) == [], "the withheld one waits for nothing"
        assert similar.look(session, newsroom.database.dialect, 1) is None


def test_a_verdict_is_named_on_no_kept_page_while_it_is_withheld(outside: Outside) -> None:
    newsroom = outside.newsroom
    reader = stranger(make_app(newsroom))
    publish(newsroom)
    publish(newsroom, AGAIN)
    run(outside)
    filing.put(newsroom, 2, filing.topic(newsroom))
    [path] = [one for one in kept(newsroom) if one.startswith("/verdicts/2-")]
    before = read(reader.get(path).text).all("section", class_="leaf--similar")[0].text
    assert factories.CLAIM.statement in before
    withhold(newsroom)
    assert path not in kept(newsroom)
    assert factories.CLAIM.statement not in reader.get(path).text
    run(outside)
    assert "/verdicts/1-" not in reader.get(path).text
    lift(newsroom)
    run(outside)
    assert read(reader.get(path).text).all("section", class_="leaf--similar")[0].text == before


def test_a_long_list_is_gone_through_in_several_rows(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "SIMILAR_A_JOB", 1)
    assert SIMILAR_A_JOB > 1
    publish(outside.newsroom)
    publish(outside.newsroom, AGAIN)
    ended = run(outside)
    # The two publications asked for it, each for all that wait.
    assert ended[0] == Done("looked for those of 1 verdict", ((similar.JOB, {}),), job.REST)
    outside.newsroom.now += job.REST
    run(outside)
    with outside.newsroom.read() as session:
        assert similar.due(session, 9) == []
    assert under(outside.newsroom, 1) == [(2, "Supported")]


def test_what_was_published_last_is_looked_at_first(outside: Outside) -> None:
    publish(outside.newsroom)
    publish(outside.newsroom, AGAIN)
    with outside.newsroom.read() as session:
        assert similar.due(session, 1) == [2]
        assert similar.due(session, 9) == [2, 1]
