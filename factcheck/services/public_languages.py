"""Which translations readers get beside a verdict, and whom none of them may name.

A name is known to the program as the desk wrote it; spelt in the letters of another language it is another word.  So
what was translated of a text in which somebody stood who is hidden since is not searched for her: it is not shown.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from factcheck.domain import content as contents
from factcheck.domain import published
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.translations import MAIN
from factcheck.services.published_body import unattributed
from factcheck.services.translation_rows import TRANSLATED, InLanguage

Names = Sequence[tuple[str, str]]


def beside(rows: Sequence[Row[Any]], hidden: Names) -> tuple[dict[str, InLanguage], Names]:
    """The translations readers get, by language, and whom no text in any language may name: `hidden` and who spoke so.

    `rows` are those that make the page of a verdict.
    """
    found = [row for row in rows if row.number == TRANSLATED]
    names = (*hidden, *unattributed_in(found[0].approved)) if found else tuple(hidden)
    shown = {
        row.words: InLanguage(row.words, row.source, row.status, row.since)
        for row in found
        if not names or not is_named(published.from_json(row.body), names)
    }
    return shown, names


def unattributed_in(approved: str | None) -> Names:
    """Who spoke and must not be named, by the content that was approved."""
    return unattributed(contents.from_json(approved)) if approved else ()


def is_named(then: PublishedVerdict, names: Names) -> bool:
    """Whether one of `names` stood in a text of the original that a translation says in its own words alone."""
    hidden = ProtectedNames(names)
    return any(hidden.stands_in(getattr(then, key)) for key in MAIN)
