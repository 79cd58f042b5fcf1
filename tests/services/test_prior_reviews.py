"""Reviews by others are kept once, replaced when they change, and the history says who brought them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from factcheck.domain.imported_reviews import ImportedReview
from factcheck.domain.refusals import NotYourPart
from factcheck.models import HistoryRow, PriorReview
from factcheck.services.prior_reviews import Stored, import_batch
from tests.cast import Newsroom

REVIEW = ImportedReview(
    identifier="north-17",
    claim="The harbour sold three ferries.",
    title="It sold two",
    claimant="Jon Vik",
    rating="Mostly false",
    publisher="The North",
    published_on="2026-03-04",
    language="en",
    url="https://north.example/checks/17",
    raw='{"n":1}',
)
OTHER = replace(REVIEW, identifier="North-17", raw='{"n":2}')


def bring(newsroom: Newsroom, *given: ImportedReview, source: str = "feed.json") -> Stored:
    with newsroom.work(newsroom.carla) as work:
        return import_batch(work, given, source=source)


def kept(newsroom: Newsroom) -> list[PriorReview]:
    with newsroom.read() as session:
        return list(session.scalars(select(PriorReview).order_by(PriorReview.id)))


def test_a_review_is_kept_with_the_json_it_came_as(newsroom: Newsroom) -> None:
    assert bring(newsroom, REVIEW, OTHER) == Stored(added=2)
    first, second = kept(newsroom)
    for field in REVIEW.__slots__:
        assert getattr(first, field) == getattr(REVIEW, field)
    assert second.identifier == "North-17"
    assert first.imported_at == newsroom.now


def test_the_same_identifier_again_replaces_and_the_same_json_changes_nothing(
    newsroom: Newsroom,
) -> None:
    bring(newsroom, REVIEW, OTHER)
    then = newsroom.now
    now = replace(REVIEW, claim="The harbour sold four ferries.", rating="", raw='{"n":3}')
    assert bring(newsroom, now, OTHER) == Stored(updated=1, unchanged=1)
    first, second = kept(newsroom)
    assert (first.claim, first.rating, first.raw) == (now.claim, "", '{"n":3}')
    assert (first.imported_at, second.imported_at) == (newsroom.now, then)


def test_of_one_identifier_twice_in_a_feed_the_last_stays(newsroom: Newsroom) -> None:
    last = replace(REVIEW, claim="The harbour sold four ferries.", raw='{"n":3}')
    assert bring(newsroom, REVIEW, last) == Stored(added=1, unchanged=1)
    assert [one.claim for one in kept(newsroom)] == [last.claim]


def test_the_history_says_who_brought_how_many_from_where(newsroom: Newsroom) -> None:
    bring(newsroom, REVIEW)
    bring(newsroom, REVIEW)
    with newsroom.read() as session:
        said = session.execute(
            select(HistoryRow.actor_id, HistoryRow.detail).where(
                HistoryRow.event == "prior_reviews:imported"
            )
        ).all()
    assert [tuple(row) for row in said] == [(newsroom.carla.id, "feed.json: 1 added, 0 updated")]


def test_who_neither_checks_nor_edits_brings_nothing(newsroom: Newsroom) -> None:
    for who in (newsroom.rosa, newsroom.lara, newsroom.ada):
        with pytest.raises(NotYourPart, match="checker or an editor"), newsroom.work(who) as work:
            import_batch(work, [REVIEW])
    assert kept(newsroom) == []


def test_an_empty_batch_is_no_change(newsroom: Newsroom) -> None:
    assert bring(newsroom) == Stored()
    assert "prior_reviews:imported" not in newsroom.history()
