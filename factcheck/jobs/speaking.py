"""What jobs tell readers, in the reader's language: the catalogues, for as long as one thing is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations, translation

from factcheck.domain import wording
from factcheck.resources import translations_folder


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything within is said in this language; afterwards the one of before is at hand again."""
    with wording.kept():
        wording.use(code, _catalogue(code))
        yield


@cache
def _catalogue(code: str) -> NullTranslations:
    """Read once a process.  Raises `FileNotFoundError` for a language that there is no catalogue for."""
    if code == wording.ENGLISH:
        return NullTranslations()
    return translation("messages", translations_folder(), [code])
