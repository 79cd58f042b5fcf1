"""The article's text cut for the reading page: paragraphs, and stretches under the same claims.

Plain data for the template; where spans begin and end is `factcheck.domain.anchoring`'s business.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from factcheck.domain.anchoring import Piece, pieces
from factcheck.domain.coverage import Covered
from factcheck.domain.terms import State
from factcheck.domain.texts import Paragraph, paragraphs

# Paragraphs, and sentences, on one page, so that an article of 2 MB stays quick; a longer paragraph is cut.
WINDOW, SENTENCES = 400, 500
LANES = 3  # how many underlines can be told apart below one line of text


@dataclass(frozen=True)
class Mark:
    """One claim on one span of the text; `lane` (1 to 3) keeps overlapping underlines apart."""

    anchor_id: int
    claim_id: int
    start: int
    end: int
    state: State
    is_held: bool = False
    lane: int = 1


@dataclass(frozen=True)
class Stretch:
    """Text covered by the same marks throughout, outermost first.

    `starts` and `ends` are those of them whose first or last character is here; `targets` are the
    claims whose links on this page jump to here.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    starts: frozenset[int] = frozenset()
    ends: tuple[Mark, ...] = ()
    targets: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """A sentence of a paragraph, or what stands between two: then `covered` is None."""

    stretches: tuple[Stretch, ...]
    covered: Covered | None = None


@dataclass(frozen=True)
class Passage:
    """One numbered paragraph; `start` counts code points of the whole article (A2)."""

    number: int
    start: int
    parts: tuple[Part, ...]
    notes: tuple[Mark, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All of the paragraph's text in order."""
        return tuple(stretch for part in self.parts for stretch in part.stretches)


@dataclass(frozen=True)
class Window:
    """The passages of one page; `previous` and `next` are code points the pages beside it hold, or None."""

    passages: tuple[Passage, ...]
    total: int
    previous: int | None
    next: int | None


def window(
    text: str,
    marks: Iterable[Mark],
    *,
    first: int = 1,
    at: int | None = None,
    covered: Sequence[Covered] = (),
) -> Window:
    """The page with paragraph `first` in it, or the code point `at`.

    `covered` are the sentences of the whole text, if the page is to tell them apart.
    """
    every = paragraphs(text)
    pages = list(_pages(every, covered))
    page = _page_of(pages, first, at)
    shown = pages[page] if pages else []
    seen: set[int] = set()
    laid = [
        m for m in lay(marks) if shown and m.end > shown[0][0].start and m.start < shown[-1][0].end
    ]
    return Window(
        tuple(_passage(text, paragraph, laid, seen, held) for paragraph, held in shown),
        total=len(every),
        previous=pages[page - 1][0][0].start if page else None,
        next=pages[page + 1][0][0].start if page + 1 < len(pages) else None,
    )


def _pages(
    every: Sequence[Paragraph], covered: Sequence[Covered]
) -> Iterator[list[tuple[Paragraph, Sequence[Covered]]]]:
    """The paragraphs with their sentences, as many together as go on one page."""
    page: list[tuple[Paragraph, Sequence[Covered]]] = []
    sentences = 0
    for paragraph, held in _cut(every, covered):
        if page and (len(page) == WINDOW or sentences + len(held) > SENTENCES):
            yield page
            page, sentences = [], 0
        page.append((paragraph, held))
        sentences += len(held)
    if page:
        yield page


def _cut(
    every: Sequence[Paragraph], covered: Sequence[Covered]
) -> Iterator[tuple[Paragraph, Sequence[Covered]]]:
    """Each paragraph with its sentences; one with more than a page of them in parts that share its number."""
    of_paragraph: dict[int, list[Covered]] = {}
    for one in covered:
        of_paragraph.setdefault(one.paragraph, []).append(one)
    for paragraph in every:
        held = of_paragraph.get(paragraph.number, [])
        start = paragraph.start
        for first in range(SENTENCES, len(held), SENTENCES):
            cut = held[first].start
            yield paragraph._replace(start=start, end=cut), held[first - SENTENCES : first]
            start = cut
        rest = (len(held) - 1) // SENTENCES * SENTENCES if held else 0
        yield paragraph._replace(start=start), held[rest:]


def _page_of(
    pages: Sequence[Sequence[tuple[Paragraph, Sequence[Covered]]]], first: int, at: int | None
) -> int:
    """The page with the code point `at` or the paragraph `first`; the last one for what lies behind the text."""
    for number, page in enumerate(pages):
        last = page[-1][0]
        if at < last.end if at is not None else first <= last.number:
            return number
    return max(0, len(pages) - 1)


def lay(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in the order of the text, each with its lane.

    A claim keeps the lane of its first span; a fourth overlapping claim shares the third lane.
    """
    lanes: dict[int, int] = {}
    open_marks: list[tuple[int, int]] = []  # (end, claim) of the spans that still run
    laid = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.claim_id, m.anchor_id)):
        while open_marks and open_marks[0][0] <= mark.start:
            heappop(open_marks)
        taken = {lanes[claim_id] for _, claim_id in open_marks}
        free = (lane for lane in range(1, LANES + 1) if lane not in taken)
        lane = lanes.setdefault(mark.claim_id, next(free, LANES))
        heappush(open_marks, (mark.end, mark.claim_id))
        laid.append(replace(mark, lane=lane))
    return laid


def in_sentence(text: str, start: int, end: int, around: int = 160) -> tuple[str, str, str]:
    """The words from `start` to `end`, with what stands before and behind them on their line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    low, high = max(line_start, start - around), min(line_end, end + around)
    before = ("… " if low > line_start else "") + text[low:start].lstrip()
    after = text[end:high].rstrip() + (" …" if high < line_end else "")
    return before, text[start:end], after


def _passage(
    text: str,
    paragraph: Paragraph,
    marks: Sequence[Mark],
    seen: set[int],
    covered: Sequence[Covered],
) -> Passage:
    here = [m for m in marks if m.end > paragraph.start and m.start < paragraph.end]
    by_anchor = {m.anchor_id: m for m in here}
    spans = [(m.anchor_id, m.start, m.end) for m in here]
    parts = tuple(
        Part(tuple(_stretch(text, p, by_anchor, seen) for p in pieces(start, end, spans)), one)
        for start, end, one in _parts(paragraph, covered)
    )
    return Passage(paragraph.number, paragraph.start, parts, _once(here))


def _parts(
    paragraph: Paragraph, covered: Sequence[Covered]
) -> Iterator[tuple[int, int, Covered | None]]:
    """The paragraph tiled by its sentences and the blanks between them."""
    at = paragraph.start
    for one in covered:
        if at < one.start:
            yield at, one.start, None
        yield one.start, one.end, one
        at = one.end
    if at < paragraph.end:
        yield at, paragraph.end, None


def _stretch(text: str, piece: Piece, by_anchor: dict[int, Mark], seen: set[int]) -> Stretch:
    # Two spans of one claim may overlap; its words are underlined once.
    marks = _once(by_anchor[anchor_id] for anchor_id in piece.ids)
    targets = frozenset(mark.claim_id for mark in marks) - seen
    seen |= targets
    return Stretch(
        text[piece.start : piece.end],
        marks,
        starts=frozenset(by_anchor[anchor_id].claim_id for anchor_id in piece.starts),
        ends=tuple(by_anchor[anchor_id] for anchor_id in piece.ends),
        targets=targets,
    )


def _once(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The first mark of each claim, in the order they come."""
    first: dict[int, Mark] = {}
    for mark in marks:
        first.setdefault(mark.claim_id, mark)
    return tuple(first.values())
