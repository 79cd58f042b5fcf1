"""Markdown files as rough HTML, for the one purpose of reading their words.

An own reader of the everyday forms, because the usual library takes half a minute for a hostile
megabyte; here every line is looked at once. Pages that show an explanation do not come here: they
need real rendering, and their texts are short.
"""

import re

from factcheck.domain.inputs import BadInput

# A block is a paragraph later on, and a paragraph holds a sentence; a test compares the limits.
BLOCKS = 20_000

_QUOTE_MARKS = re.compile(r"(?: {0,3}> ?)+")
_FENCE = re.compile(r" {0,3}(`{3}|~{3})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+](?:[ \t]+(?=\S)|[ \t]*\Z)")
_NUMBER = re.compile(r"[ \t]*[0-9]{1,9}[.)][ \t]+\S")
_TABLE_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*")
_TABLE_RULE = re.compile(r"[\s|:-]+")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]]+\]:[ \t]+\S.*")

# Protected from being read as mark-up: an escaped mark, and the inside of a code span.
_LITERAL = re.compile(r"\\([!-/:-@\[-`{-~])|(?<!`)(`{1,3})(?!`)([^`]++)\2(?!`)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_TARGET = (
    r"(?:\( *+(?:<[^<>]*+>|[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+)"
    r"(?:\s++[\"'][^\"']*+[\"'])?\s*+\)"
    r"|\[[^\[\]]*+\])"
)
_IMAGE = re.compile(r"!\[([^\[\]]*+)\]" + _TARGET)
_LINK = re.compile(r"\[([^\[\]]*+)\]" + _TARGET)
# Underscores inside a word are spelling, asterisks are not.
_EMPHASIS = re.compile(r"\*++|(?<!\w)_++|(?<!_)_++(?!\w)")


def markdown_to_html(source: str) -> str:
    """The words of `source` as h1 and p elements; HTML inside it stays HTML.

    Not safe to show: it is for `html_text.read_html` to read. Linear time; raises BadInput for
    more than 20,000 blocks.
    """
    blocks = _Blocks()
    for line in source.split("\n"):
        blocks.add(line)
    blocks.end()
    return "\n".join(blocks.html)


class _Blocks:
    """Collects wrapped lines until their block ends."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self._waiting: list[str] = []
        self._fence = ""

    def add(self, raw: str) -> None:
        quoted = _QUOTE_MARKS.match(raw)
        line = raw[quoted.end() :] if quoted else raw
        if self._fence:
            self._add_code(raw, line.strip())
        elif fence := _FENCE.match(line):
            self.end()
            self._fence = fence[1]
        elif not line.strip():
            self.end()
        elif not self._add_marked(line):
            self._waiting.append(_end_line(line))

    def end(self, tag: str = "p") -> None:
        """The lines that wait are a block now."""
        if self._waiting:
            self._append(_read_inline(" ".join(self._waiting)), tag)
            self._waiting = []

    def _append(self, words: str, tag: str) -> None:
        if len(self.html) >= BLOCKS:
            raise BadInput(f"More than {BLOCKS:,} sentences; split the article.")
        self.html.append(f"<{tag}>{words}</{tag}>")

    def _add_code(self, raw: str, stripped: str) -> None:
        if stripped.startswith(self._fence) and not stripped.strip(self._fence[0]):
            self._fence = ""
        elif stripped:
            self._append(_protect(raw), "p")

    def _add_marked(self, line: str) -> bool:
        """Read a line that begins or ends a block by its marks; False if it has none.

        The first character tells which marks are possible: most lines of a text need no pattern.
        """
        first = line.lstrip()[0]
        if first in "=-" and self._waiting and (underline := _UNDERLINE.fullmatch(line)):
            self.end("h1" if underline[1][0] == "=" else "p")
        elif first == "#" and (heading := _HEADING.fullmatch(line)):
            self._add_whole(heading[2].rstrip().rstrip("#"), "h1" if heading[1] == "#" else "p")
        elif first in "-*_" and _RULE.fullmatch(line):
            self.end()
        elif first == "|" and (row := _TABLE_ROW.fullmatch(line)):
            self._add_whole("" if _TABLE_RULE.fullmatch(line) else row[1].replace("|", " "), "p")
        else:
            return self._add_item(line, first) or self._is_reference(line, first)
        return True

    def _add_item(self, line: str, first: str) -> bool:
        """Begin a list item: a bullet goes, a number stays."""
        bullet = _BULLET.match(line) if first in "-*+" else None
        if bullet is None and not (first.isdecimal() and _NUMBER.match(line)):
            return False
        self.end()
        self._waiting.extend(filter(None, [_end_line(line[bullet.end() if bullet else 0 :])]))
        return True

    def _is_reference(self, line: str, first: str) -> bool:
        return first == "[" and not self._waiting and _REFERENCE.fullmatch(line) is not None

    def _add_whole(self, words: str, tag: str) -> None:
        self.end()
        if words.strip():
            self._waiting.append(words)
            self.end(tag)


def _end_line(line: str) -> str:
    """The line without blanks around it; two blanks or a backslash at its end break it."""
    if line.endswith(("  ", "\\")):
        return line.rstrip("\\").strip() + "<br>"
    return line.strip()


def _read_inline(text: str) -> str:
    text = _LITERAL.sub(lambda found: _protect(found[1] or found[3]), text)
    text = _AUTOLINK.sub(lambda found: _protect(found[1]), text)
    return _drop_emphasis(_LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))


def _protect(literal: str) -> str:
    """Character references for everything that could be a mark."""
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in literal)


def _drop_emphasis(text: str) -> str:
    """Take runs of asterisks and underscores off where one opens and an equal one closes."""
    opened: dict[str, int] = {}
    dropped: set[int] = set()
    for run in _EMPHASIS.finditer(text):
        before = text[max(0, run.start() - 1) : run.start()]
        after = text[run.end() : run.end() + 1]
        if run[0] in opened and before.strip():
            dropped |= {opened.pop(run[0]), run.start()}
        elif after.strip():
            opened[run[0]] = run.start()
    return _EMPHASIS.sub(lambda run: "" if run.start() in dropped else run[0], text)
