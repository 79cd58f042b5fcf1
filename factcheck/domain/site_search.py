"""What a browser searches verdicts in where no server does: small JSON files by the beginnings of words.

A word's file names the verdicts it stands in, by field; the facts of a verdict (rating, days, topics) lie in numbered
parts.  What is found is shown from the pages themselves, in the language that is read, so that nothing of a verdict is
told twice.  A retracted verdict is in none of it (C6).
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo

from factcheck.domain.characters import is_mark, is_readable
from factcheck.domain.limits import ARCHIVE_ROWS, SEARCH_FACTS
from factcheck.domain.published import PublishedVerdict

FOLDER = "/search"
INDEX = f"{FOLDER}/index.json"
ANY, CLAIMANT, OUTLET = "a", "c", "o"
BEGINNING = 2  # characters of a word that name its file


def plain_words(text: str) -> list[str]:
    """The words of a text without case and marks above and below."""
    plain = (c for c in unicodedata.normalize("NFKD", text).casefold() if not is_mark(c))
    return "".join(c if is_readable(c) else " " for c in plain).split()


def file_of(word: str) -> str:
    """What the file of a word is called: its beginning, with what is no plain letter or digit by its code point."""
    return "".join(c if c.isascii() else f"u{ord(c):x}" for c in word[:BEGINNING])


class Index:
    """Verdicts as they were added, and then the files of all of them."""

    def __init__(self, zone: tzinfo):
        self._zone = zone
        self._words: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(dict)
        self._facts: dict[int, dict[str, list[object]]] = defaultdict(dict)

    def add(self, v: PublishedVerdict) -> None:
        """A verdict with everything the desk's own search looks into; nothing of one that is retracted."""
        if v.is_retracted:
            return
        outlet = v.article.outlet if v.article else ""
        fields = {
            ANY: f"{v.statement} {v.claimant} {outlet} {v.reason}",
            CLAIMANT: v.claimant,
            OUTLET: outlet,
        }
        for name, text in fields.items():
            for word in set(plain_words(text)):
                there = self._words[file_of(word)].setdefault(word, {})
                there.setdefault(name, []).append(v.id)
        first = v.first_published_at.astimezone(self._zone).date().isoformat()
        changed = int(v.updated_at.astimezone(UTC).timestamp())
        facts = [v.rating.code, first, changed, *(topic.slug for topic in v.topics)]
        self._facts[(v.id - 1) // SEARCH_FACTS + 1][str(v.id)] = facts

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file by its address, the list of all of them last."""
        for name, words in sorted(self._words.items()):
            yield f"{FOLDER}/words-{name}.json", _json(words)
        for number, facts in sorted(self._facts.items()):
            yield f"{FOLDER}/facts-{number}.json", _json(facts)
        listed = {
            "words": sorted(self._words),
            "facts": sorted(self._facts),
            "facts_size": SEARCH_FACTS,
            "page_size": ARCHIVE_ROWS,
        }
        yield INDEX, _json(listed)


def _json(data: Mapping[str, object]) -> bytes:
    # A lone surrogate has no UTF-8 form.
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"
