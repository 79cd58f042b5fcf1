"""Translations before readers, on both databases: the words translated, all that counts the original's of now."""

import pytest
from sqlalchemy import select

from factcheck.domain.terms import State
from factcheck.domain.translating import TranslationState
from factcheck.models import Outbox
from factcheck.services import public, public_translations
from tests import factories, road, translating
from tests.cast import Newsroom
from tests.fronts import correct, retract
from tests.translating import TEXTS, published, readers_have

S = TranslationState


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Readers have claim 1."""
    factories.claim(newsroom, State.PUBLISHED)
    return newsroom


def test_a_correction_makes_the_translation_stale_and_readers_get_the_rating_of_now(
    desk: Newsroom,
) -> None:
    published(desk)
    correct(desk)
    found = readers_have(desk)
    assert found is not None
    assert (found.is_stale, found.verdict.rating.label) == (True, "Contradicted")
    assert found.verdict.reason == TEXTS["reason"]
    with desk.read() as session:
        told = session.scalars(select(Outbox.payload).where(Outbox.kind == "mail")).all()
    assert {"to": desk.carla.id, "about": "translation_stale", "claim_id": 1} in told


def test_once_it_is_up_to_date_it_is_stale_no_more_and_the_old_version_stays(
    desk: Newsroom,
) -> None:
    published(desk)
    correct(desk)
    published(desk, reason="Отчёты говорят немного меньше.")
    found = readers_have(desk)
    assert found is not None
    assert (found.is_stale, found.told.number, found.told.source) == (False, 2, 2)
    with desk.read() as session:
        first = public_translations.current(session, 1, "ru", 1)
        lines = public_translations.versions(session, 1, "ru")
    assert first is not None
    assert (first.is_old, first.verdict.reason) == (True, TEXTS["reason"])
    assert first.verdict.rating.label == "Contradicted", "the rating is never an old one"
    assert [(one.number, one.source) for one in lines] == [(2, 2), (1, 1)]


def test_a_retraction_retracts_every_translation_at_once(desk: Newsroom) -> None:
    published(desk)
    published(desk, 1, "kk")
    retract(desk)
    for language in ("ru", "kk"):
        found = readers_have(desk, language)
        assert found is not None
        assert found.verdict.is_retracted


def test_readers_get_no_draft_and_the_original_names_what_they_get(desk: Newsroom) -> None:
    published(desk)
    translating.write(desk, None, 1, "kk")
    with desk.read() as session:
        found = public.current(session, 1)
    assert found is not None
    assert list(found.translations) == ["ru"]
    assert readers_have(desk, "kk") is None
    with desk.read() as session:
        assert public_translations.current(session, 1, "ru", 2) is None


def test_a_draft_beside_a_published_version_is_not_shown(desk: Newsroom) -> None:
    published(desk)
    translating.handed_in(desk, reason="Ещё не одобрено.")
    found = readers_have(desk)
    assert found is not None
    assert found.verdict.reason == TEXTS["reason"]
    with desk.read() as session:
        assert public_translations.current(session, 1, "ru", 2) is None


def test_the_ticket_knows_the_translations(desk: Newsroom) -> None:
    published(desk)
    translating.write(desk, None, 1, "kk")
    ticket = road.ticket(desk, 1)
    found = {
        one.language: (one.number, one.state, one.live_number, one.live_source, one.author_name)
        for one in ticket.translations
    }
    assert found == {
        "ru": (1, S.PUBLISHED, 1, 1, "Carla"),
        "kk": (1, S.DRAFT, 0, 0, "Carla"),
    }
