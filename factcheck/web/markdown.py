"""Text of the desk made into HTML: Markdown for explanations, JSON for script elements.

This is the one module that calls a string safe (``Markup``, ASVS 1.2.3). How a ClaimReview is
written and escaped belongs to ``domain/claimreview.py``.

Three gates stand one behind the other, the cheap ones first: a count of marks before the parser
(its time grows with them), a count of depth before nh3 (which is quadratic in depth), and one
nh3 call with a fixed list of tags and attributes. A text that fails a count is shown as plain
paragraphs: nothing typed is lost, and the page still stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from factcheck.domain.claimreview import as_script

DEPTH_LIMIT = 256  # elements inside elements
REMEMBERED = 300  # texts: a claim is looked at far more often than its explanation is changed
MARK_LIMIT = 20_000  # characters that could open or close something; about 0.6 s of parsing

_TOP_HEADING = 3  # Most pages' own headings are h1 and h2.
_HIGHEST_HEADING = 2  # h1 is the page's title, whatever is asked for
_LOWEST_HEADING = 6
_MARK = re.compile(r"[\\`*_\[\]()<>&!|#\n]")
_LINK = re.compile(r"(?:https?://[^/\s]|mailto:[^/\s])", re.IGNORECASE)
_SOURCE_LINK = re.compile(r"#source-[1-9]\d{0,3}")
_SOURCE = re.compile(r"\[([1-9]\d{0,3})\]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

_HEADINGS = {f"h{level}" for level in range(_HIGHEST_HEADING, _LOWEST_HEADING + 1)}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_RUNNING = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_TAGS = _HEADINGS | _TABLE | _RUNNING
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def as_prose(text: str, sources: int = 0) -> Markup:
    """The same as `render`, as templates ask for it."""
    return render(text, sources=sources)


@lru_cache(maxsize=REMEMBERED)
def render(text: str, *, sources: int = 0, top: int = _TOP_HEADING) -> Markup:
    """``text`` as HTML: CommonMark and tables; no HTML of the writer's own, no pictures.

    ``sources`` is the number of sources on the page: ``[3]`` becomes a link to ``#source-3``
    when there are at least three. Headings start at h3, or at ``top``. Links lead to http, https and mailto
    only. A text nested deeper than ``DEPTH_LIMIT``, or with more than ``MARK_LIMIT`` marks,
    comes back as plain paragraphs.
    """
    # A lone surrogate has no UTF-8 form, and nh3 refuses it.
    writable = text.encode("utf-8", "replace").decode()
    if sum(1 for _ in _MARK.finditer(writable)) > MARK_LIMIT:
        return _plain(writable)
    environment = {"sources": sources, "top": top}
    tokens = _PARSER.parse(writable, environment)
    if _depth(tokens) > DEPTH_LIMIT:
        return _plain(writable)
    html = _PARSER.renderer.render(tokens, _PARSER.options, environment)
    return Markup(_clean(html))  # noqa: S704  nh3 has just cleaned it


def script(data: Mapping[str, object]) -> Markup:
    """``data`` for a script element of type application/ld+json (D23)."""
    return Markup(as_script(data))  # noqa: S704  as_script escapes whatever could end the element


def _plain(text: str) -> Markup:
    paragraphs = _BLANK_LINES.split(text.strip())
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in paragraphs)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_attribute,
        allowed_classes={"a": {"source-ref"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


def _kept_attribute(_: str, name: str, value: str) -> str | None:
    if name == "href" and not (_is_link(value) or _SOURCE_LINK.fullmatch(value)):
        return None
    return value


def _is_link(address: str) -> bool:
    return _LINK.match(address) is not None


def _depth(tokens: Sequence[Token]) -> int:
    """The greatest number of elements inside one another that these tokens will make."""
    deepest = level = 0
    for token in _flat(tokens):
        level += token.nesting
        deepest = max(deepest, level)
    return deepest


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


# ── What differs from plain CommonMark ──


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = int(token.tag[1:]) + state.env.get("top", _TOP_HEADING) - 1
            token.tag = f"h{min(max(level, _HIGHEST_HEADING), _LOWEST_HEADING)}"


def _link_sources(state: StateCore) -> None:
    count = state.env.get("sources", 0)
    for token in state.tokens:
        if count and token.children:
            token.children = list(_with_source_links(token.children, count))


def _with_source_links(children: Sequence[Token], count: int) -> Iterator[Token]:
    """The tokens of one line of text; a link inside a link would be no HTML, so those stay."""
    open_links = 0
    for token in children:
        open_links += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and not open_links:
            yield from _split_at_sources(token.content, count)
        else:
            yield token


def _split_at_sources(text: str, count: int) -> Iterator[Token]:
    end = 0
    for match in _SOURCE.finditer(text):
        if int(match[1]) <= count:
            yield _text_token(text[end : match.start()])
            attributes = {"href": f"#source-{match[1]}", "class": "source-ref"}
            yield Token("link_open", "a", 1, attrs=dict(attributes))
            yield _text_token(match[0])
            yield Token("link_close", "a", -1)
            end = match.end()
    yield _text_token(text[end:])


def _text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  the library's name for this hook
        """What is refused here stays text; nh3 asks the same of every address once more."""
        return _is_link(url)


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.disable("image")
    # Before escaped marks join the text around them: \[3\] is not a reference to a source.
    parser.core.ruler.before("text_join", "source_links", _link_sources)
    parser.core.ruler.push("lower_headings", _lower_headings)
    return parser


_PARSER = _parser()
