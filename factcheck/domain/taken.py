"""What was taken from a page or a file before it becomes an article: each fact with the place it stood in.

Reading pages and files is the adapters' work; here what they found is made fit to be shown in a form, and what they
did not find is guessed from the text and called a guess.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from factcheck.domain import languages
from factcheck.domain.dates import parse_partial
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TITLE_CHARS
from factcheck.domain.terms import Term

LINE_CHARS = 200
FACTS = {
    "title": TITLE_CHARS,
    "byline": LINE_CHARS,
    "published_on": 10,
    "outlet": LINE_CHARS,
    "language": 35,
}

_CODE = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|автор|текст|авторы)(?:\s*:\s*|\s+)(\S.{1,80})", re.IGNORECASE)
_HEAD_LINES = 5
# Control characters and lone surrogates that a form, a database or a JSON could not carry.
_UNCARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class PageState(Term):
    """How far the fetching of one page is."""

    WAITING = "waiting", "Asked for; the answer is not here yet."
    FETCHED = "fetched", "Here, to be looked over."
    FAILED = "failed", "Not had; the reason stands beside it."


class Origin(Term):
    """Where a fact about an article stood; the sentence ends "Taken from …" or stands alone."""

    JSON_LD = "json_ld", "Taken from the page's JSON-LD."
    META = "meta", "Taken from the page's meta tags."
    TITLE = "title", "Taken from <title>."
    HEADING = "heading", "Taken from the heading."
    LANG = "lang", "Taken from the page's lang attribute."
    TIME = "time", "Taken from the page's <time>."
    PAGE = "page", "Taken from the page."
    MAIN_PART = (
        "main_part",
        "Taken from the main part of the page; menus and comments were left out.",
    )
    DOCUMENT = "document", "Taken from the file."
    PROPERTIES = "properties", "Taken from the file's properties."
    ADDRESS = "address", "Taken from the address."
    FIRST_LINE = "first_line", "Taken from the first line of the text."
    BYLINE = "byline", "Taken from a line of the text."
    WORDS = "words", "Guessed from the words."
    TYPED = "typed", "As typed."


@dataclass(frozen=True)
class Taken:
    """One fact and the place it stood in."""

    value: str
    origin: Origin


@dataclass(frozen=True)
class Gathered:
    """An article as it was taken: its text, not yet normalised, and what is known about it by field name."""

    text: Taken
    facts: Mapping[str, Taken]


def gather(text: str, origin: str, found: Mapping[str, Sequence[str]], *, today: date) -> Gathered:
    """Make what a reader found fit for a form, and guess what it did not find.

    `found` maps the names of `FACTS` to (value, origin); a value that could not be taken is left out.
    """
    text = carried(text).strip()
    facts: dict[str, Taken] = {}
    for name, limit in FACTS.items():
        value, place = found.get(name, ("", Origin.PAGE))
        if kept := _kept(name, " ".join(carried(value).split())[:limit], today):
            facts[name] = Taken(kept, Origin(place))
    head = [line.strip() for line in text[:5_000].split("\n") if line.strip()][:_HEAD_LINES]
    if "title" not in facts and head:
        facts["title"] = Taken(" ".join(head[0].split())[:TITLE_CHARS], Origin.FIRST_LINE)
    if "byline" not in facts and (byline := _byline(head)):
        facts["byline"] = Taken(byline, Origin.BYLINE)
    _add_language(facts, text)
    return Gathered(Taken(text, Origin(origin)), facts)


def carried(text: str) -> str:
    """The text without what no form can carry; everything else is left to the article's own rule."""
    return _UNCARRIED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _kept(name: str, value: str, today: date) -> str:
    if name == "published_on" and value:
        try:
            return parse_partial(value, today=today)
        except BadInput:
            return ""
    if name == "language":
        return value if _CODE.fullmatch(value) else ""
    return value


def _byline(head: Sequence[str]) -> str:
    found = next(filter(None, map(_BYLINE.fullmatch, head[1:])), None)
    return found[1].strip(" .") if found else ""


def _add_language(facts: dict[str, Taken], text: str) -> None:
    """Words go before a label: a page's template says `en` in every language."""
    guess, said = languages.guess(text), facts.get("language")
    if guess and (said is None or said.value.lower().split("-")[0] != guess):
        facts["language"] = Taken(guess, Origin.WORDS)
