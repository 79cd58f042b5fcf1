"""The job that draws the pictures shown where verdicts are shared: once a change, whatever else happens meanwhile."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from factcheck import jobs
from factcheck.adapters.blobs import BadBlobStore
from factcheck.domain.share_cards import card_of
from factcheck.domain.terms import State
from factcheck.jobs import Done, Failed, Runner
from factcheck.jobs.rounds import Rounds
from factcheck.keeping import blobs_of
from factcheck.models import Blob, Outbox, SharePicture
from factcheck.services import desk_settings, kept, public, share_pictures
from factcheck.services.desk_settings import DeskInput
from tests import factories, gates, occurring
from tests.cast import Newsroom
from tests.readers import correct, retract
from tests.sharing import drawn, stored


def run_of(newsroom: Newsroom) -> Runner:
    found = jobs.runner(newsroom.database, newsroom.database.settings)
    return replace(found, kinds=frozenset({share_pictures.JOB}), clock=lambda: newsroom.now)


def outcomes(newsroom: Newsroom) -> list[object]:
    run = run_of(newsroom)
    return [jobs.deliver(run, number) for number in jobs.due(run)]


def key_of(newsroom: Newsroom, number: int = 1, desk: str = "") -> str:
    with newsroom.read() as session:
        found = public.verdict(session, number)
        name = desk or desk_settings.settings(session).name
    assert found is not None
    made = card_of(found, name, is_demonstration=False)
    assert made is not None
    return made.key


def test_a_publication_asks_for_its_picture_and_a_job_keeps_it(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    assert stored(newsroom) is None, "nobody waited for it"
    assert outcomes(newsroom) == [Done("drew 1 picture", [])]
    row = stored(newsroom)
    assert row is not None
    assert (row.drawn_of, row.drawn_at) == (key_of(newsroom), newsroom.now)
    with newsroom.read() as session:
        blob = session.get_one(Blob, row.digest)
        places = kept.places(session, blob.digest)
    assert (blob.content_type, places) == (
        "image/png",
        [kept.Place(1, None, None, "share picture")],
    )
    data = blobs_of(newsroom.database.settings).get(blob.digest, blob.size)
    assert Image.open(io.BytesIO(data)).size == (1200, 630)


def test_what_was_drawn_is_not_drawn_again(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    drawn(newsroom)
    first = stored(newsroom)
    with newsroom.work(newsroom.edith) as work:
        share_pictures.ask(work, 1)
    assert outcomes(newsroom) == [Done("drew 0 pictures", [])]
    again = stored(newsroom)
    assert first is not None
    assert again is not None
    assert (again.digest, again.drawn_at) == (first.digest, first.drawn_at)


def test_a_correction_and_a_retraction_draw_a_new_one_each(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    drawn(newsroom)
    digests = []
    for change in (correct, retract):
        digests.append(getattr(stored(newsroom), "digest", None))
        change(newsroom, 1)
        drawn(newsroom)
    digests.append(getattr(stored(newsroom), "digest", None))
    assert len(set(digests)) == 3
    assert None not in digests
    with newsroom.read() as session:
        assert len(session.scalars(select(SharePicture)).all()) == 1, "of each verdict the newest"


def test_a_picture_of_words_that_changed_meanwhile_is_not_kept(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    run = run_of(newsroom)
    with Session(newsroom.database.reader) as session:
        (old,) = share_pictures.wanted(session, {"publication_id": 1}).wanted
    correct(newsroom, 1)
    with newsroom.work() as work:
        assert share_pictures.settle(work, old, None) is False
    assert stored(newsroom) is None
    assert [jobs.deliver(run, number) for number in jobs.due(run)] == [
        Done("drew 1 picture", []),
        Done("drew 0 pictures", []),
    ]


def test_the_desks_new_name_draws_all_again(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    factories.claim(newsroom, State.PUBLISHED, article_id=1, words=gates.FERRIES)
    drawn(newsroom)
    with newsroom.work(newsroom.ada) as work:
        seen = desk_settings.version_of(desk_settings.settings(work.session))
        desk_settings.save(work, DeskInput(name="Another desk"), seen)
    assert drawn(newsroom) == 2
    for number in (1, 2):
        row = stored(newsroom, number)
        assert row is not None
        assert row.drawn_of == key_of(newsroom, number, "Another desk")


def test_a_desk_that_published_nothing_asks_for_nothing(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.ada) as work:
        seen = desk_settings.version_of(desk_settings.settings(work.session))
        desk_settings.save(work, DeskInput(name="Another desk"), seen)
    assert jobs.due(run_of(newsroom)) == []


def test_a_claim_that_hides_a_name_takes_the_pictures_beside_it_along(newsroom: Newsroom) -> None:
    named = replace(factories.CLAIM, statement="Crownson made a loss of 4 million crowns.")
    factories.claim(newsroom, State.PUBLISHED, given=named)
    drawn(newsroom)
    before = stored(newsroom)
    hiding = replace(
        factories.CLAIM,
        statement="Ferries carried many people.",
        claimant="Crownson",
        claimant_role="a company",
        is_claimant_public=False,
        names_private_person=True,
    )
    second = factories.claim(
        newsroom, State.IN_REVIEW, article_id=1, words=gates.FERRIES, given=hiding
    )
    factories.approve(newsroom, second, newsroom.rosa)
    factories.clear(newsroom, second)
    factories.publish(newsroom, second, newsroom.edith)
    assert outcomes(newsroom) == [Done("drew 2 pictures", [])]
    after = stored(newsroom)
    assert before is not None
    assert after is not None
    assert after.digest != before.digest
    assert after.drawn_of == key_of(newsroom)


def test_a_link_that_readers_see_looks_at_the_pictures_of_both_articles(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    drawn(newsroom)
    article = occurring.other_article(newsroom)
    occurring.link(newsroom, 1, article)
    assert jobs.due(run_of(newsroom)) == []
    occurring.confirm(newsroom, 1, article)
    assert outcomes(newsroom) == [Done("drew 0 pictures", [])]


def test_verdicts_older_than_the_first_picture_get_theirs_by_the_round(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work() as work:
        work.session.execute(delete(Outbox))
    run = run_of(newsroom)
    Rounds(run).ask()
    (number,) = jobs.due(run)
    assert jobs.deliver(run, number) == Done("drew 1 picture", [])
    newsroom.now = newsroom.now.replace(hour=23)
    Rounds(run_of(newsroom)).ask()
    assert jobs.due(run_of(newsroom)) == [], "none is missing any more"


def test_many_are_drawn_in_several_jobs(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share_pictures, "AT_ONCE", 1)
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=1, words=gates.FERRIES)
    with sqlite_newsroom.work() as work:
        work.session.execute(delete(Outbox))
        share_pictures.ask_all(work)
    assert drawn(sqlite_newsroom) == 2
    with sqlite_newsroom.work() as work:
        work.session.execute(delete(SharePicture))
        share_pictures.history.tell(work, share_pictures.JOB)
    assert drawn(sqlite_newsroom) == 2


def test_where_many_wait_the_newest_come_first_and_others_are_let_in_between(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share_pictures, "AT_ONCE", 1)
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=1, words=gates.FERRIES)
    with sqlite_newsroom.work() as work:
        work.session.execute(delete(Outbox))
        share_pictures.history.tell(work, share_pictures.JOB)
    assert outcomes(sqlite_newsroom) == [
        Done("drew 1 picture", [(share_pictures.JOB, {})], timedelta(seconds=10))
    ]
    assert [stored(sqlite_newsroom, number) is not None for number in (1, 2)] == [False, True]
    assert outcomes(sqlite_newsroom) == [], "whoever publishes now is first"
    sqlite_newsroom.now += timedelta(seconds=10)
    assert outcomes(sqlite_newsroom) == [Done("drew 1 picture", [])]


def test_a_finding_nobody_can_draw_is_settled_without_a_picture(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    monkeypatch.setattr(share_pictures, "card_of", lambda *_, **__: None)
    assert outcomes(newsroom) == [Done("drew 0 pictures", [])]
    row = stored(newsroom)
    assert row is not None
    assert (row.drawn_of, row.digest) == ("", None)
    with Session(newsroom.database.reader) as session:
        assert not share_pictures.is_any_missing(session), "nobody looks at it every hour"


def test_a_store_that_does_not_answer_is_asked_again(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    run = run_of(newsroom)

    def away(_settings: object) -> object:
        raise BadBlobStore("The store does not answer.")

    (number,) = jobs.due(run)
    broken = replace(run, open_store=away)  # type: ignore[arg-type]  # it never gives a store
    assert jobs.deliver(broken, number) == Failed("The store does not answer.")
    assert stored(newsroom) is None
    newsroom.now = newsroom.now.replace(hour=23)
    assert outcomes(newsroom) == [Done("drew 1 picture", [])]
