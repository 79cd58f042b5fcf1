"""The readable text of an HTML page: paragraphs as lines, no scripts, no menus, no mark-up.

An own reader of some hundred lines, because the standard library's parser takes quadratic time on
unclosed mark-up (minutes for 90 kB of `<a `) and breaks off on `<![`. Here every construct is either
closed, and read once, or swallows the rest, as in browsers. The result is text to be shown escaped;
nothing in it is safe to use as HTML.
"""

import re
from html import unescape

from factcheck.domain.inputs import BadInput

# The same numbers stand in the table of limits, and a test compares them.
DEPTH, TAGS = 256, 100_000

_CONSTRUCT = re.compile(r"<(?=[a-zA-Z/!?])")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
# A quote counts only behind an equals sign; possessive, so that each character is read once.
_TAG_END = re.compile(r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+>""")
_BLANKS = re.compile(" {2,}")
_LINE_TO_BLANK = str.maketrans("\t\n\r\f", "    ")
_GAP = re.compile(r"\n{3,}")

_VOID = frozenset(
    "area base br col embed frame hr img input link meta param source track wbr".split()
)
# Their content is no mark-up, up to the closing tag.
_RAW = frozenset("script style title textarea xmp iframe noembed noframes noscript".split())
_DROPPED = frozenset("nav template svg math object select button audio video canvas dialog".split())
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre"
    " section summary table tbody tfoot thead tr ul".split()
)
_LINES = frozenset(("br", "dd", "dt", "li", "tr"))
_CELLS = frozenset(("td", "th"))
_ROW_GROUPS = frozenset(("tbody", "thead", "tfoot"))
# Elements that need no end tag, and the tags that end them.
_ENDED_BY = {
    "p": (_BLOCKS | _CELLS) - {"br"},
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option", "optgroup")),
    "td": _CELLS | {"tr"} | _ROW_GROUPS,
    "th": _CELLS | {"tr"} | _ROW_GROUPS,
    "tr": _ROW_GROUPS | {"tr"},
    "tbody": _ROW_GROUPS,
    "thead": _ROW_GROUPS,
}


def read_html(source: str) -> tuple[str, str]:
    """Text and title of a page; the title falls back to the first h1, then to ''.

    Raises BadInput for elements nested more than 256 deep (A04, A16) and for more than 100,000 tags.
    """
    reader = _Reader()
    position = 0
    while opened := _CONSTRUCT.search(source, position):
        reader.add_text(source[position : opened.start()])
        position = _read_construct(reader, source, opened.start())
    reader.add_text(source[position:])
    return reader.text(), reader.title()


def _read_construct(reader: "_Reader", source: str, opened: int) -> int:
    """Read what begins at the `<`, and say where to go on."""
    name = _TAG_NAME.match(source, opened)
    if name is None:
        return _skip_declaration(source, opened)
    end = _TAG_END.match(source, name.end())
    if end is None:
        return len(source)
    tag = name[1].lower()
    if source.startswith("</", opened):
        reader.close(tag)
    elif tag in _RAW:
        return _read_raw(reader, source, tag, end.end())
    else:
        reader.open(tag, is_empty=source[end.end() - 2] == "/")
    return end.end()


def _skip_declaration(source: str, opened: int) -> int:
    is_comment = source.startswith("<!--", opened)
    mark = "-->" if is_comment else ">"
    closed = source.find(mark, opened + 2)
    return closed + len(mark) if closed >= 0 else len(source)


def _read_raw(reader: "_Reader", source: str, tag: str, start: int) -> int:
    """Leave out what a script or style holds; keep a title."""
    closed = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(source, start)
    reader.count_tag()
    if closed is None:
        return len(source)
    if tag == "title":
        reader.keep_title(unescape(source[start : closed.start()]), is_certain=True)
    end = _TAG_END.match(source, closed.end())
    return end.end() if end else len(source)


class _Reader:
    """Collects the lines of a page while its elements open and close."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._dropped_at: int | None = None
        self._tags = 0
        self._pieces: list[str] = []
        self._title, self._has_title = "", False
        self._heading_from = 0

    def text(self) -> str:
        lines = (line.strip(" \t\r") for line in "".join(self._pieces).split("\n"))
        return _GAP.sub("\n\n", "\n".join(lines)).strip("\n")

    def title(self) -> str:
        return self._title

    def keep_title(self, words: str, *, is_certain: bool) -> None:
        """The first title stays; a heading counts as long as there is none."""
        if words.strip() and (not self._title or (is_certain and not self._has_title)):
            self._title, self._has_title = " ".join(words.split()), is_certain

    def add_text(self, source: str) -> None:
        if not source or self._dropped_at is not None:
            return
        text = unescape(source)
        if "pre" not in self._open:
            text = _BLANKS.sub(" ", text.translate(_LINE_TO_BLANK))
            # Blanks collapse across the bounds of elements, too.
            text = text.lstrip(" ") if self._ends_blank() else text
        if text:
            self._pieces.append(text)

    def open(self, tag: str, *, is_empty: bool) -> None:
        self.count_tag()
        while self._open and tag in _ENDED_BY.get(self._open[-1], ()):
            self._close_last()
        self._separate(tag)
        if is_empty or tag in _VOID:
            return
        self._open.append(tag)
        if len(self._open) > DEPTH:
            raise BadInput(f"The HTML is nested more than {DEPTH} levels deep.")
        if tag in _DROPPED and self._dropped_at is None:
            self._dropped_at = len(self._open)
        if tag == "h1":
            self._heading_from = len(self._pieces)

    def close(self, tag: str) -> None:
        self.count_tag()
        if tag in self._open:
            while self._close_last() != tag:
                pass

    def count_tag(self) -> None:
        self._tags += 1
        if self._tags > TAGS:
            raise BadInput(f"The HTML has more than {TAGS:,} tags.")

    def _close_last(self) -> str:
        if self._dropped_at == len(self._open):
            self._dropped_at = None
        tag = self._open.pop()
        if tag == "h1":
            self.keep_title("".join(self._pieces[self._heading_from :]), is_certain=False)
        self._separate(tag)
        return tag

    def _separate(self, tag: str) -> None:
        if tag in _LINES:
            self._pieces.append("\n")
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
        elif tag in _CELLS and not self._ends_blank():
            self._pieces.append(" ")

    def _ends_blank(self) -> bool:
        return bool(self._pieces) and self._pieces[-1][-1] in " \n"
