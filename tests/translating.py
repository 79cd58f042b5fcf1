"""Translations of claim 1, made the way people make them: written, handed in, approved by somebody else, published."""

from collections.abc import Mapping
from dataclasses import replace

from factcheck.domain.terms import Actor, State
from factcheck.services import public_translations, translation_road, translations
from factcheck.services.public_translations import Translated
from factcheck.services.translation_road import Place
from tests import factories
from tests.cast import Newsroom

TEXTS: Mapping[str, str] = {
    "statement": "Гавань потеряла четыре миллиона крон.",
    "claimant": "мэр",
    "said_where": "заседание совета",
    "reason": "Отчёты показывают ровно такой убыток.",
    "explanation": "Отчёты гавани называют убыток [1].",
    "source_1": "Отчёт показывает убыток в 4,01 млн крон.",
}


def look(newsroom: Newsroom, claim_id: int = 1, language: str = "ru") -> Place:
    with newsroom.read() as session:
        return translation_road.look(session, claim_id, language)


def readers_have(newsroom: Newsroom, language: str = "ru") -> Translated | None:
    """What readers get of claim 1 in a language."""
    with newsroom.read() as session:
        return public_translations.current(session, 1, language)


def seen_hash(newsroom: Newsroom, claim_id: int = 1, language: str = "ru") -> str:
    newest = look(newsroom, claim_id, language).held.newest
    assert newest is not None
    return newest.content_hash or ""


def write(
    newsroom: Newsroom,
    by: Actor | None = None,
    claim_id: int = 1,
    language: str = "ru",
    **changed: str,
) -> int:
    """Save a draft of the original as readers have it, on top of what is saved."""
    place = look(newsroom, claim_id, language)
    assert place.source is not None
    with newsroom.work(by or newsroom.carla) as work:
        return translations.save(
            work, claim_id, language, {**TEXTS, **changed}, place.held.saves, place.source.number
        )


def hand_in(
    newsroom: Newsroom, by: Actor | None = None, claim_id: int = 1, language: str = "ru"
) -> str:
    with newsroom.work(by or newsroom.carla) as work:
        return translations.hand_in(work, claim_id, language)


def approve(
    newsroom: Newsroom, by: Actor | None = None, claim_id: int = 1, language: str = "ru"
) -> bool:
    seen = seen_hash(newsroom, claim_id, language)
    with newsroom.work(by or newsroom.rosa) as work:
        return translations.approve(work, claim_id, language, seen)


def publish(
    newsroom: Newsroom, by: Actor | None = None, claim_id: int = 1, language: str = "ru"
) -> int:
    seen = seen_hash(newsroom, claim_id, language)
    with newsroom.work(by or newsroom.edith) as work:
        return translations.publish(work, claim_id, language, seen)


def handed_in(newsroom: Newsroom, claim_id: int = 1, language: str = "ru", **changed: str) -> None:
    """Written and handed in by Carla."""
    write(newsroom, None, claim_id, language, **changed)
    hand_in(newsroom, None, claim_id, language)


def approved(newsroom: Newsroom, claim_id: int = 1, language: str = "ru", **changed: str) -> None:
    """And approved by Rosa."""
    handed_in(newsroom, claim_id, language, **changed)
    approve(newsroom, None, claim_id, language)


def published(newsroom: Newsroom, claim_id: int = 1, language: str = "ru", **changed: str) -> None:
    """And put before readers by Edith."""
    approved(newsroom, claim_id, language, **changed)
    publish(newsroom, None, claim_id, language)


# ── Where the law has a say ──────────────────────────────────────────────────────────────────────

FLAGGED = replace(
    factories.CLAIM,
    statement="The ferries carried many people.",
    claimant="Jo Low",
    claimant_role="a sailor",
    is_claimant_public=False,
    names_private_person=True,
)


def flagged(newsroom: Newsroom) -> None:
    """Readers have claim 1, on what a private person said, and get her by role."""
    factories.claim(newsroom, State.IN_REVIEW, given=FLAGGED)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.clear(newsroom, 1)
    factories.publish(newsroom, 1, newsroom.edith)


def clear(newsroom: Newsroom) -> bool:
    """Lara clears the translation."""
    seen = seen_hash(newsroom)
    with newsroom.work(newsroom.lara) as work:
        return translations.clear(work, 1, "ru", seen)
