"""What the database refuses of translations by itself, whatever program talks to it: on SQLite and on PostgreSQL."""

from typing import Any

import pytest
from sqlalchemy import Executable, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from factcheck.domain.terms import Capacity, ReviewState, State
from factcheck.domain.translating import TranslationState
from factcheck.models import Translation, TranslationReview, TranslationVersion
from factcheck.services import reviews
from tests import factories, translating
from tests.cast import Newsroom
from tests.fronts import correct

LIVE = "readers get no translation that nobody approved"


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Readers have claim 1, and Carla handed in a translation of it."""
    factories.claim(newsroom, State.PUBLISHED)
    translating.handed_in(newsroom)
    return newsroom


def refuse(newsroom: Newsroom, statement: Executable, words: str | None = None) -> None:
    with pytest.raises((IntegrityError, DBAPIError), match=words), newsroom.work() as work:
        work.session.execute(statement)


def approval(newsroom: Newsroom, reviewer_id: int | None, **changed: Any) -> Executable:
    """An approval of version 1 as a bare row."""
    with newsroom.read() as session:
        version = session.scalars(select(TranslationVersion)).first()
    assert version is not None
    row = {
        "version_id": version.id,
        "author_id": version.author_id,
        "reviewer_id": reviewer_id,
        "capacity": Capacity.EDITORIAL,
        "state": ReviewState.APPROVED,
        "content_hash": version.content_hash,
        "note": "",
        "decided_at": newsroom.now,
    }
    return insert(TranslationReview).values({**row, **changed})


def test_nobody_approves_her_own_translation(desk: Newsroom) -> None:
    refuse(desk, approval(desk, desk.carla.id))
    other = approval(desk, desk.carla.id, author_id=desk.rosa.id)
    refuse(desk, other)  # nor by saying that somebody else wrote it


def test_nobody_approves_a_version_that_goes_on_from_one_of_hers(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    translating.write(newsroom, newsroom.max)
    translating.handed_in(newsroom)
    with newsroom.read() as session:
        second = session.scalars(
            select(TranslationVersion).where(TranslationVersion.number == 2)
        ).one()
    row = approval(
        newsroom,
        newsroom.max.id,
        version_id=second.id,
        author_id=second.author_id,
        content_hash=second.content_hash,
    )
    refuse(newsroom, row, "whoever wrote a translation")


def test_whoever_declared_a_conflict_approves_no_translation(desk: Newsroom) -> None:
    with desk.work(desk.rosa) as work:
        reviews.recuse(work, 1, "My sister runs the harbour.")
    refuse(desk, approval(desk, desk.rosa.id), "whoever wrote a translation or stays out")


def test_an_approval_names_the_words_that_were_handed_in(desk: Newsroom) -> None:
    refuse(desk, approval(desk, desk.rosa.id, content_hash="0" * 64))
    refuse(desk, approval(desk, desk.rosa.id, content_hash=None))


def test_what_was_handed_in_never_changes_and_nothing_vanishes(desk: Newsroom) -> None:
    never = "the words of a translation that was handed in never change"
    for change in (
        {"texts": "{}"},
        {"content_hash": "0" * 64},
        {"content_hash": None, "handed_in_at": None},
        {"author_id": desk.rosa.id},
        {"source_hash": "0" * 64},
        {"number": 7},
    ):
        refuse(desk, update(TranslationVersion).values(**change), never)
    refuse(desk, delete(TranslationVersion), "never deleted")
    refuse(desk, delete(Translation), "never deleted")
    keeps = "keeps its verdict and its language"
    refuse(desk, update(Translation).values(language="kk"), keeps)


def test_readers_get_no_version_that_nobody_approved(desk: Newsroom) -> None:
    refuse(desk, update(Translation).values(current_number=1), LIVE)
    approves = {"published_at": desk.now, "published_by_id": desk.edith.id}
    with desk.work() as work:
        done = update(TranslationVersion).values(state=TranslationState.PUBLISHED, **approves)
        work.session.execute(done)
    refuse(desk, update(Translation).values(current_number=1), LIVE)
    row = {"publication_id": 1, "language": "kk", "current_number": 1, "version": 1}
    refuse(desk, insert(Translation).values(row), LIVE)


def test_readers_get_no_version_of_another_original_than_theirs(desk: Newsroom) -> None:
    translating.approve(desk)
    correct(desk)
    approves = {"published_at": desk.now, "published_by_id": desk.edith.id}
    with desk.work() as work:
        done = update(TranslationVersion).values(state=TranslationState.PUBLISHED, **approves)
        work.session.execute(done)
    refuse(desk, update(Translation).values(current_number=1), LIVE)


def test_what_readers_had_is_not_taken_back_for_an_older_one(desk: Newsroom) -> None:
    translating.approve(desk)
    translating.publish(desk)
    refuse(desk, update(Translation).values(current_number=0), LIVE)
    gone = update(TranslationVersion).values(
        state=TranslationState.DRAFT, published_at=None, published_by_id=None
    )
    refuse(desk, gone, "never change")


def test_there_is_one_translation_a_language_and_one_open_version(desk: Newsroom) -> None:
    row = {"publication_id": 1, "language": "ru", "current_number": 0, "version": 1}
    refuse(desk, insert(Translation).values(row))
    refuse(desk, insert(Translation).values({**row, "language": "de"}))
    second = {
        "translation_id": 1,
        "publication_id": 1,
        "number": 2,
        "source_number": 1,
        "source_hash": "",
        "author_id": desk.cyril.id,
        "state": TranslationState.DRAFT,
        "texts": "{}",
        "saved_at": desk.now,
    }
    refuse(desk, insert(TranslationVersion).values(second))


def test_a_translation_is_of_a_version_that_was_published(desk: Newsroom) -> None:
    row = {
        "translation_id": 1,
        "publication_id": 1,
        "number": 2,
        "source_number": 9,
        "source_hash": "",
        "author_id": desk.cyril.id,
        "state": TranslationState.PASSED_ON,
        "texts": "{}",
        "saved_at": desk.now,
    }
    refuse(desk, insert(TranslationVersion).values(row))
