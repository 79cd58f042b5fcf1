"""The readable text of a kept copy: its numbered paragraphs, the pages of a PDF, the time codes of a recording.

A form feed parts pages; nothing else in the text is a sign of ours.  All offsets are code points of the whole text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from factcheck.domain.inputs import clean_text
from factcheck.domain.limits import QUOTE_CHARS

PAGE_END = "\f"
_LINE = re.compile(
    r"[^\n\f]+|\f"
)  # whether a line is blank is asked afterwards: asked here, it takes for ever

_STAMP = r"(?:([0-9]{1,3}):)?([0-5][0-9]):([0-5][0-9])(?:[.,][0-9]{1,3})?"
# As subtitles have them (SubRip, WebVTT), and as transcripts put them before what is said.
_CUE = re.compile(rf"^[ \t]*{_STAMP}[ \t]+-->[ \t]+{_STAMP}", re.MULTILINE)
_SAID_AT = re.compile(rf"^[ \t]*[\[(]{_STAMP}[\])]", re.MULTILINE)


class KeptParagraph(NamedTuple):
    """A line that is not blank: its number from 1 in the whole text, its page from 1, and where it stands."""

    number: int
    page: int
    start: int
    end: int


def kept_paragraphs(text: str) -> Sequence[KeptParagraph]:
    """The paragraphs of a kept text in order."""
    found: list[KeptParagraph] = []
    page = 1
    for line in _LINE.finditer(text):
        if line[0] == PAGE_END:
            page += 1
        elif not line[0].isspace():
            found.append(KeptParagraph(len(found) + 1, page, *line.span()))
    return found


def has_pages(text: str) -> bool:
    return PAGE_END in text


def quote_of(exact: str) -> str:
    """Marked words as the evidence quotes them.  Raises `BadInput` for more than a quote may have."""
    return clean_text(exact.replace(PAGE_END, "\n"), label="The exact quote", limit=QUOTE_CHARS)


def locator_of(text: str, start: int, end: int) -> str:
    """Where the marked words stand, as one writes it: `page 3, paragraph 12`, `00:14:02–00:14:09, paragraph 30`."""
    every = kept_paragraphs(text)
    touched = [one for one in every if one.start < end and one.end > start]
    if not touched:
        return ""
    parts = [_span("page", touched[0].page, touched[-1].page)] if has_pages(text) else []
    parts += filter(None, [_time_of(text, start, end)])
    return ", ".join([*parts, _span("paragraph", touched[0].number, touched[-1].number)])


def _time_of(text: str, start: int, end: int) -> str:
    """When it is heard, where the text is that of a recording: from its cue, or from the last time noted before it."""
    cues = [cue for cue in _CUE.finditer(text) if cue.start() < end]
    heard = [cue for cue in cues if cue.start() <= start][-1:] or cues[:1]
    if heard:
        return f"{_clock(heard[0].groups()[:3])}–{_clock(cues[-1].groups()[3:])}"
    noted = [one for one in _SAID_AT.finditer(text) if one.start() <= start]
    return _clock(noted[-1].groups()) if noted else ""


def _clock(parts: Sequence[str | None]) -> str:
    hours, minutes, seconds = parts
    return f"{int(hours or 0):02}:{minutes}:{seconds}"


def _span(word: str, first: int, last: int) -> str:
    return f"{word} {first}" if first == last else f"{word}s {first}–{last}"
