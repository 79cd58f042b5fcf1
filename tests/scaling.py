"""Changing the readers' scale the way an administrator does: its next version, with other words or translations."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from factcheck.domain.ratings import RatingInput
from factcheck.services import scales
from factcheck.services.scales import Scale
from tests.cast import Newsroom

# As `seeds/scales/house.toml` has them.
HOUSE = {
    "supported": ("Supported", "Подтверждается", "Расталады"),
    "mostly_supported": ("Mostly supported", "В основном подтверждается", "Негізінен расталады"),
    "lacks_context": ("Lacks context", "Не хватает контекста", "Контекст жетіспейді"),
    "contradicted": ("Contradicted", "Противоречит источникам", "Дереккөздерге қайшы"),
    "unproven": ("Unproven", "Не доказано", "Дәлелденбеген"),
}
ENGLISH = [words[0] for words in HOUSE.values()]


def stored(newsroom: Newsroom) -> Scale:
    """The house's scale with all its versions."""
    with newsroom.read() as session:
        found = next(one for one in scales.scales(session) if one.code == "house")
        return scales.scale(session, found.id)


def change(newsroom: Newsroom, how: Callable[[RatingInput], RatingInput], note: str = "Better words.") -> int:
    """Ada makes the next version of it, each label as `how` makes it; its number."""
    scale = stored(newsroom)
    with newsroom.work(newsroom.ada) as work:
        labels = [how(one) for one in scale.current.ratings]
        return scales.new_version(work, scale.id, scale.number, labels, note)


def untranslated(newsroom: Newsroom, *but: str) -> int:
    """No label is translated any more, except those of the codes in `but`."""
    return change(
        newsroom, lambda one: one if one.code in but else replace(one, translations={}), "No words."
    )


def said_otherwise(
    newsroom: Newsroom, code: str, language: str, words: Mapping[str, str], note: str = "Better."
) -> int:
    """One label is said otherwise in a language."""

    def mended(one: RatingInput) -> RatingInput:
        if one.code != code:
            return one
        return replace(one, translations={**one.translations, language: dict(words)})

    return change(newsroom, mended, note)
