"""The one normal form of an article's text, its paragraphs and its fingerprint.

Anchors count code points of this form (A2), and an article version is immutable in it. Reading
files and taking mark-up off is the adapters' work; single fields are in `inputs`.
"""

import re
from hashlib import sha256
from typing import NamedTuple

from factcheck.domain import characters
from factcheck.domain.inputs import BadInput, refuse_faults
from factcheck.domain.limits import ARTICLE_BYTES, ARTICLE_SENTENCES
from factcheck.domain.sentences import has_more_sentences

_AROUND = characters.BLANKS + characters.ZERO_WIDTH
_LINE = re.compile(r"[^\n]+")


class Paragraph(NamedTuple):
    """A line that is not blank: its number from 1, and where it stands in code points."""

    number: int
    start: int
    end: int


def normalise(raw: str) -> str:
    """The article's text in its normal form; normalising it again changes nothing.

    Byte order mark off, every line break LF, NFC, blanks and zero-width characters off the ends of
    lines, several blank lines one, ends stripped. Raises BadInput for refused characters (A06-A09,
    positions count from 1 with a line break as one character), for a text without letters (A01,
    A02), for more than 20,000 sentences (A13) and, with status 413, for more than 2 MB (A03, A17).
    """
    # Line breaks of two characters may halve; nothing else that is dropped makes a long text short.
    _check_size(len(raw) > 2 * ARTICLE_BYTES)
    text = refuse_faults(characters.unify_breaks(raw), "The text")
    if not text.strip(" \t\n"):
        raise BadInput("Paste the article text or choose a file.")
    if not characters.has_readable(text):
        raise BadInput("The text has no readable characters.")
    lines = (line.rstrip(_AROUND) for line in text.split("\n"))
    text = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip(_AROUND + "\n")
    _check_size(len(text.encode()) > ARTICLE_BYTES)
    if has_more_sentences(text, ARTICLE_SENTENCES):
        raise BadInput(f"More than {ARTICLE_SENTENCES:,} sentences; split the article.")
    return text


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a normalised text in order."""
    lines = enumerate(_LINE.finditer(text), start=1)
    return [Paragraph(number, *line.span()) for number, line in lines]


def fingerprint(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _check_size(is_too_long: bool) -> None:
    if is_too_long:
        raise BadInput("The text is longer than 2 MB.", http_status=413)
