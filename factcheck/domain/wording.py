"""What readers are told, in the language they read: sentences are written here in English, catalogues hold the others.

Which catalogue counts is set by the door somebody comes through, for the request at hand alone; outside of any, and on
the desk, it is English as written.  A sentence that a table holds is marked with `mark` and said where it is shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

ENGLISH = "en"

_AT_HAND: ContextVar[tuple[str, NullTranslations]] = ContextVar(
    "wording", default=(ENGLISH, NullTranslations())
)


def use(language: str, catalogue: NullTranslations) -> None:
    """Say everything in this language from now on, as far as this context goes."""
    _AT_HAND.set((language, catalogue))


@contextmanager
def kept() -> Iterator[None]:
    """Whatever is said within, the language of before is at hand again afterwards."""
    before = _AT_HAND.get()
    try:
        yield
    finally:
        _AT_HAND.set(before)


def language() -> str:
    """The code of the language at hand."""
    return _AT_HAND.get()[0]


def mark(sentence: str) -> str:
    """The sentence itself, which a catalogue is to have."""
    return sentence


def mark_in(context: str, word: str) -> tuple[str, str]:
    """Both, for `say_in`; a catalogue is to have the word."""
    return context, word


def say(sentence: str, **values: object) -> str:
    """The sentence in the language at hand, with `%(name)s` filled in; one that no catalogue has stays as it is."""
    said = _AT_HAND.get()[1].gettext(sentence) if sentence else ""
    return said % values if values else said


def say_in(context: str, word: str) -> str:
    """A word that says several things, by the context that tells which is meant."""
    return _AT_HAND.get()[1].pgettext(context, word)


def plural(one: str, many: str, number: int) -> str:
    """The form that goes with a number, not yet filled in."""
    return _AT_HAND.get()[1].ngettext(one, many, number)


def say_many(one: str, many: str, number: int, **values: object) -> str:
    """The sentence in the form that goes with a number, which it has as `%(number)s`."""
    return plural(one, many, number) % {"number": number, **values}


def number(value: int) -> str:
    """A whole number as it is written: `2,000` in English, in the others with a blank that no line breaks at."""
    grouped = f"{value:,}"
    return grouped if language() == ENGLISH else grouped.replace(",", "\u00a0")


def quoted(words: str) -> str:
    """Words that somebody else said, in the quotation marks of the language at hand."""
    return say("“%(words)s”", words=words)


def listed(names: tuple[str, ...] | list[str]) -> str:
    """`Ann`, `Ann and Ben`, `Ann, Ben and Carl`."""
    if len(names) < 2:
        return "".join(names)
    return say("%(some)s and %(last)s", some=", ".join(names[:-1]), last=names[-1])
