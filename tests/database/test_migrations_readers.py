"""What readers have, and where it is filed and logged, goes down and up again with its data."""

from dataclasses import replace

import pytest
from sqlalchemy import Row, insert, update
from sqlalchemy.exc import DBAPIError

from factcheck import schema
from factcheck.adapters.signatures import is_signed_by
from factcheck.db import Database
from factcheck.domain.terms import State
from factcheck.models import PublicHead, ReadersMark, ReadersPage, Tip
from factcheck.services import public_log, publication, tips, verdicts
from factcheck.services.changes import content_of
from factcheck.services.standing import load
from tests import factories, filing, logs, road, tipping
from tests.cast import open_newsroom
from tests.database.test_migrations import GOES, contents
from tests.domain.test_media_reviews import PICTURE
from tests.fronts import correct


def test_topics_go_and_further_parts_of_submitted_verdicts_come_back(database: Database) -> None:
    newsroom = open_newsroom(database)
    factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, 1, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        said = verdicts.VerdictInput(
            rating_id=factories.rating_id(road.ticket(newsroom, 1)),
            reason="So.",
            explanation="So [1].",
            as_of="2026-11-19",
            not_known="Who signed “it”.",
        )
        verdicts.save(work, 1, None, said)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    filing.put(newsroom, 1, filing.topic(newsroom))
    before = contents(database)
    assert [row.not_known for row in before["verdict"]] == ["Who signed “it”."]
    assert (len(before["topic"]), len(before["claim_topic"])) == (1, 1)
    schema.downgrade(database, "0034")
    assert "topic" not in contents(database)
    schema.upgrade(database)
    after = contents(database)
    gone = {"topic", "topic_slug", "claim_topic"}
    assert {name: rows for name, rows in after.items() if name not in gone | GOES} == {
        name: rows for name, rows in before.items() if name not in gone | GOES
    }
    assert not any(after[name] for name in gone)


def test_what_a_submitted_verdict_says_of_a_picture_comes_back_as_it_was_approved(
    database: Database,
) -> None:
    newsroom = open_newsroom(database)
    factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, 1, newsroom.carla)
    factories.write(newsroom, 1, newsroom.carla)
    seen = road.ticket(newsroom, 1).verdict
    assert seen is not None
    with newsroom.work(newsroom.carla) as work:
        said = verdicts.VerdictInput(
            rating_id=seen.rating_id,
            reason="So.",
            explanation="So [1].",
            as_of="2026-11-19",
            media=replace(PICTURE, context="Another harbour: “Åsgård”."),
        )
        verdicts.save(work, 1, seen.version, said)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    factories.claim(newsroom, State.PUBLISHED, article_id=1)
    before = contents(database)
    assert ["Another harbour" in row.media for row in before["verdict"]] == [True, False]
    schema.downgrade(database, "0033")
    schema.upgrade(database)
    assert contents(database)["verdict"] == before["verdict"]
    with newsroom.read() as session:
        ticket = load(session, 1)
        assert ticket.verdict is not None
        assert content_of(ticket).hash == ticket.verdict.content_hash


def test_readers_pages_go_down_with_their_mark_and_are_made_anew(database: Database) -> None:
    newsroom = open_newsroom(database)
    factories.claim(newsroom, State.PUBLISHED)
    page = {
        "publication_id": 1,
        "kind": "verdict",
        "path": "/verdicts/1-x",
        "surrogate_keys": "",
        "content_type": "text/html",
        "etag": "e",
        "made_with": "w",
        "mark": 1,
        "plain": b"a",
        "gzip": b"b",
        "brotli": b"c",
        "made_at": newsroom.now,
    }
    with database.work(newsroom.edith) as work:
        work.session.execute(insert(ReadersPage).values(**page))
    assert newsroom.count(ReadersPage) == 1
    schema.downgrade(database, "0027")
    before = contents(database)
    schema.upgrade(database)
    assert (newsroom.count(ReadersPage), newsroom.count(ReadersMark)) == (0, 1)
    now = contents(database)
    for name, rows in before.items():
        told = [
            tuple(getattr(row, field) for field in old._fields)
            for row, old in zip(now[name], rows, strict=True)
        ]
        assert told == [tuple(row) for row in rows], name
    mark = database.mark()
    assert mark is not None
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 1, "We mistook the year.")
    assert (database.mark() or 0) > mark


def test_what_was_published_before_there_was_a_log_is_in_it_in_that_order(
    database: Database,
) -> None:
    newsroom = open_newsroom(database)
    article_id = factories.article(newsroom)
    for _ in range(3):
        factories.claim(newsroom, State.PUBLISHED, article_id=article_id)
    correct(newsroom)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 2, "It should not have been published.")
    with newsroom.work(newsroom.emil) as work:
        publication.confirm_retraction(work, 2)  # a row of the history that gave readers nothing
    logs.sign(newsroom)
    before, head = contents(database), logs.bundle(newsroom)["head"]
    assert [(row.publication_id, row.number) for row in before["public_log"]] == [
        (1, 1), (2, 1), (3, 1), (1, 2), (2, 2),
    ]  # fmt: skip
    schema.downgrade(database, "0031")
    assert not {"public_log", "public_head"} & contents(database).keys()
    schema.upgrade(database)
    assert contents(database)["public_log"] == before["public_log"]
    assert newsroom.count(PublicHead) == 0
    logs.sign(newsroom)
    assert logs.bundle(newsroom)["head"] == head  # whoever kept a head has one of this log
    with newsroom.read() as session:
        assert public_log.fault(session, is_signed_by) == ""


def test_messages_of_before_count_as_english_and_lose_nothing(database: Database) -> None:
    newsroom = open_newsroom(database)
    tipping.send(newsroom)
    tipping.send(newsroom, language="kk")
    with newsroom.work(newsroom.carla) as work:
        tips.decline(work, 2, "It is a matter of taste.")
    before = contents(database)["tip"]
    assert [row.language for row in before] == ["en", "kk"]
    schema.downgrade(database, "0036")
    below = contents(database)["tip"]
    assert [row._asdict() for row in below] == [without(row) for row in before]
    schema.upgrade(database)
    after = contents(database)["tip"]
    assert [without(row) for row in after] == [without(row) for row in before]
    assert [row.language for row in after] == ["en", "en"]
    for changed in ({"language": "ru"}, {"words": "Something else."}):
        with pytest.raises(DBAPIError, match="what a reader sent"), newsroom.work() as work:
            work.session.execute(update(Tip).values(**changed))
    number, _ = tipping.send(newsroom, language="ru")
    assert tipping.tip(newsroom, number).language == "ru"
    with pytest.raises(DBAPIError, match="language_of_ours"):
        tipping.send(newsroom, language="fr")


def without(row: Row[tuple[object, ...]]) -> dict[str, object]:
    """Everything of a message but its language."""
    return {name: value for name, value in row._asdict().items() if name != "language"}
