"""The demo's translations: one verdict in both other languages, by the road everybody's go, and nothing beyond it."""

import re
from collections import Counter

import pytest
from sqlalchemy.orm import Session

from factcheck import create_app
from factcheck.domain.languages import guess
from factcheck.domain.translations import LANGUAGES
from factcheck.services import public_translations, translation_road
from factcheck.services.standing import load
from tests.seeds.seed_files import CLAIMS, MOVES, SOURCES, TRANSLATIONS, Data
from tests.seeds.test_loader import Told, told
from tests.visitors import stranger

__all__ = ["told"]  # the fixture

BOTH = sorted(TRANSLATIONS)
BANNER = {"ru": "Это демонстрационный сайт.", "kk": "Бұл — демонстрациялық сайт."}


def digits(text: str) -> Counter[str]:
    """Every number of a text, however it is grouped; citations among them."""
    return Counter(re.findall(r"[0-9]+", re.sub(r"(?<=[0-9])[,\u00a0](?=[0-9]{3})", "", text)))


def original(claim: str) -> dict[str, str]:
    """The texts of the verdict as it is published last."""
    data: Data = CLAIMS[claim]
    verdict = data["verdicts"][-1]
    sources = {
        f"source_{place}": row["says"] or SOURCES[row["source"]]["says"]
        for place, row in enumerate(data["evidence"], 1)
    }
    texts = {name: data[name] for name in ("statement", "claimant", "said_where")}
    parts = {name: verdict[name] for name in ("reason", "explanation", "not_known")}
    return {**texts, **parts, **sources}


def test_one_verdict_is_translated_into_both_other_languages() -> None:
    assert BOTH == [("c01", "kk"), ("c01", "ru")]


@pytest.mark.parametrize(("claim", "language"), BOTH)
def test_a_translation_has_every_text_of_the_original_with_its_figures_and_sources(
    claim: str, language: str
) -> None:
    texts, words = TRANSLATIONS[claim, language], original(claim)
    assert texts.keys() == words.keys()
    for key, said in words.items():
        assert digits(texts[key]) == digits(said), key
        assert texts[key].count("\n\n") == said.count("\n\n"), key
        assert len(texts[key]) < 2 * len(said), key
    assert guess(texts["explanation"]) == language


def test_nobody_approves_what_she_translated_and_an_editor_publishes_it() -> None:
    made = [move for move in MOVES if "language" in move]
    for language in ("ru", "kk"):
        who = {move["does"]: move["who"] for move in made if move["language"] == language}
        assert who["save_translation"] == who["hand_translation_in"]
        assert len({who[f"{deed}_translation"] for deed in ("save", "approve", "publish")}) == 3


@pytest.mark.parametrize(("claim", "language"), BOTH)
def test_readers_get_it_as_it_was_written_below_the_banner_of_the_demonstration(
    told: Told, claim: str, language: str
) -> None:
    with Session(told.database.reader) as session:
        publication = load(session, told.loaded.claims[claim]).publication
        assert publication is not None
        found = public_translations.current(session, publication.id, language)
        place = translation_road.look(session, told.loaded.claims[claim], language)
    assert found is not None
    assert not found.is_stale
    texts = TRANSLATIONS[claim, language]
    assert found.verdict.statement == texts["statement"]
    assert found.verdict.explanation == texts["explanation"].strip()
    assert [one.says for one in found.verdict.sources] == [
        texts[f"source_{number}"] for number in range(1, 5)
    ]
    assert place.held.newest is not None
    assert [one.person_id == place.held.newest.author_id for one in place.held.reviews] == [False]
    reader = stranger(create_app(told.database.settings, told.database))
    page = reader.get(f"/{language}/verdicts/{publication.id}-{publication.slug}")
    assert page.status_code == 200
    assert texts["reason"] in page.text
    assert BANNER[language] in page.text
    assert (
        LANGUAGES[language][1] in reader.get(f"/verdicts/{publication.id}-{publication.slug}").text
    )
