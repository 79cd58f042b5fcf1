"""Random edits of a text in which every character remembers where it came from.

For tests and figures of re-anchoring: what became of a span is known, not guessed.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from factcheck.domain.characters import is_mark
from factcheck.domain.sentences import sentences

WORDS = (
    "river council almost seven 4,200 never Thursday budget and the of 12 rose percent minister"
    " вода совет почти семь никогда бюджет и на выросла су кеңес жеті бюджет және 38 % שלום ועדה ماء"
).split()
QUOTE_MARKS = (("“", '"'), ("”", '"'), ("’", "'"), ("«", "“"), ("»", "”"), ('"', "”"), ("'", "’"))
_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]+")

Cell = tuple[str, int]  # a character, and its place in the old text or NEW
NEW = -1


@dataclass
class Edited:
    """A text under edit; `pool` holds sentences of other texts."""

    rng: random.Random
    old: str
    pool: Sequence[str] = ()
    cells: list[Cell] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = [(character, at) for at, character in enumerate(self.old)]

    @property
    def text(self) -> str:
        return "".join(character for character, _ in self.cells)

    def truth(self, start: int, end: int) -> list[int]:
        """The places in the new text of what stood in [start, end), replaced words included."""
        return [at for at, (_, origin) in enumerate(self.cells) if start <= origin < end]

    def edit(self, steps: int) -> None:
        for _ in range(steps):
            name = self.rng.choice(DEALT)
            self.done.append(name)
            EDITS[name](self)

    # ── Choosing ──

    def span(self, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
        return self.rng.choice(spans) if spans else (0, 0)

    def word(self) -> tuple[int, int]:
        return self.span([match.span() for match in _WORD.finditer(self.text)])

    def sentence(self) -> tuple[int, int]:
        return self.span(list(sentences(self.text)))

    def line(self) -> tuple[int, int]:
        return self.span([match.span() for match in _LINE.finditer(self.text)])

    def put(self, start: int, end: int, words: str, origin: int = NEW) -> None:
        self.cells[start:end] = [(character, origin) for character in words]

    # ── Edits ──

    def replace_word(self) -> None:
        start, end = self.word()
        if start < end:
            origin = self.cells[start][1]
            self.put(start, end, self.rng.choice(WORDS), origin)

    def misspell(self) -> None:
        start, end = self.word()
        if end - start > 2:
            del self.cells[self.rng.randrange(start, end)]

    def delete_word(self) -> None:
        start, end = self.word()
        del self.cells[start : end + 1]

    def insert_words(self) -> None:
        start, _ = self.word()
        words = " ".join(self.rng.choices(WORDS, k=self.rng.randint(1, 4)))
        self.put(start, start, f"{words} ")

    def delete_sentence(self) -> None:
        start, end = self.sentence()
        del self.cells[start : end + 1]

    def insert_sentence(self) -> None:
        start, _ = self.sentence()
        if self.pool:
            self.put(start, start, f"{self.rng.choice(self.pool)} ")

    def exchange_sentence(self) -> None:
        start, end = self.sentence()
        if self.pool and start < end:
            self.put(start, end, self.rng.choice(self.pool))

    def copy_sentence(self) -> None:
        start, end = self.sentence()
        words = self.text[start:end]
        to, _ = self.sentence()
        self.put(to, to, f"{words} ")

    def _move(self, start: int, end: int, to: int) -> None:
        moved = self.cells[start:end]
        del self.cells[start:end]
        to = to if to <= start else to - (end - start)
        self.cells[to:to] = moved

    def move_sentence(self) -> None:
        start, end = self.sentence()
        to, _ = self.sentence()
        if not start <= to <= end:
            self._move(start, min(end + 1, len(self.cells)), to)

    def swap_sentences(self) -> None:
        found = list(sentences(self.text))
        if len(found) > 1:
            at = self.rng.randrange(len(found) - 1)
            (a, b), (c, d) = found[at], found[at + 1]
            self.cells[a:d] = self.cells[c:d] + self.cells[b:c] + self.cells[a:b]

    def move_paragraph(self) -> None:
        start, end = self.line()
        to, _ = self.line()
        if not start <= to <= end:
            self._move(start, min(end + 1, len(self.cells)), to)

    def delete_paragraph(self) -> None:
        start, end = self.line()
        if end - start < len(self.cells) / 2:
            del self.cells[start : end + 1]

    def change_blanks(self) -> None:
        places = [at for at, (character, _) in enumerate(self.cells) if character == " "]
        for at in sorted(self.rng.sample(places, min(3, len(places))), reverse=True):
            self.put(at, at + 1, self.rng.choice(["\xa0", "  ", "\n", " \t"]), self.cells[at][1])

    def change_quotes(self) -> None:
        marks = dict(QUOTE_MARKS)
        self.cells = [(marks.get(character, character), at) for character, at in self.cells]

    def change_form(self) -> None:
        """All of the text to NFD, or to NFC where it was decomposed; marks keep their base's place."""
        form = "NFC" if any(is_mark(character) for character, _ in self.cells) else "NFD"
        groups: list[Cell] = []
        for character, at in self.cells:
            if groups and is_mark(character):
                groups[-1] = (groups[-1][0] + character, groups[-1][1])
            else:
                groups.append((character, at))
        self.cells = [
            (character, at)
            for group, at in groups
            for character in unicodedata.normalize(form, group)
        ]


EDITS: dict[str, Callable[[Edited], None]] = {
    name: getattr(Edited, name)
    for name in (
        "replace_word", "misspell", "delete_word", "insert_words", "delete_sentence",
        "insert_sentence", "exchange_sentence", "copy_sentence", "move_sentence",
        "swap_sentences", "move_paragraph", "delete_paragraph", "change_blanks", "change_quotes",
        "change_form",
    )
}  # fmt: skip
OFTEN = ("replace_word", "misspell", "delete_word", "insert_words")
DEALT = (*EDITS, *OFTEN, *OFTEN)
