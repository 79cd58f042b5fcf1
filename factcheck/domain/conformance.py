"""The rules for a ClaimReview, asked of one document: ours, or one brought from elsewhere (V1).

Only what a document shows by itself is judged: D7 is about a scale, and D13 needs no rule, for
one author or several are both read. How ours are written is told in ``claimreview.py``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

CLAIM_LENGTH = 75  # D3: the big readers of this markup want fewer characters than this.

Node = dict[str, object]

_AXIS = ("worstRating", "ratingValue", "bestRating")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NOBODY = (
    "unknown|anonymous|anonymous user|unknown author|n/a|none|nobody|not known|-|?|"
    "неизвестно|неизвестен|неизвестный|аноним|анонимно|белгісіз"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or weak at ``path`` of a document, by the ``rule`` of requirements 1.1."""

    level: Literal["error", "warning"]
    path: str
    sentence: str
    rule: str


def is_nobody(name: str) -> bool:
    """True for an empty name and for words that only say that there is none (D12)."""
    plain = name.strip().casefold()
    return not plain or plain in _NOBODY.split("|")


def findings(data: object, *, labels: Sequence[str] = (), page: str = "") -> list[Finding]:
    """Everything the rules have to say about one ClaimReview, errors and warnings (V1).

    ``labels`` are the words of the scale in use (D2); the document's own label is always among
    them. ``page`` is the address the document was found on (D4). Any JSON value is taken:
    what is no ClaimReview is one error.
    """
    if not isinstance(data, dict) or data.get("@type") != "ClaimReview":
        return [_error("$", "This is no ClaimReview: its @type has to say so.", "D1")]
    own_label = _text(_part(data, "reviewRating"), "alternateName")
    wanted = _Wanted(labels=(*labels, own_label), page=page)
    return [finding for rule in _RULES for finding in rule(data, wanted)]


@dataclass(frozen=True, slots=True)
class _Wanted:
    labels: tuple[str, ...]
    page: str


def _error(path: str, sentence: str, rule: str) -> Finding:
    return Finding("error", path, sentence, rule)


def _warning(path: str, sentence: str, rule: str) -> Finding:
    return Finding("warning", path, sentence, rule)


def _part(data: Node, key: str) -> Node:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _parts(data: Node, key: str) -> list[Node]:
    """The nodes under ``key``: schema.org lets one stand for a list of one (D13)."""
    value = data.get(key)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _text(data: Node, key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _statement(data: Node, wanted: _Wanted) -> Iterator[Finding]:
    statement = _text(data, "claimReviewed")
    if not statement:
        yield _error("$.claimReviewed", "Write the claim that was checked.", "D2")
    if any(_is_at_edge(label, statement) for label in wanted.labels if label.strip()):
        sentence = "The claim starts or ends with a rating; it should be the claim alone."
        yield _warning("$.claimReviewed", sentence, "D2")
    if len(statement) >= CLAIM_LENGTH:
        sentence = (
            f"The claim has {len(statement)} characters; "
            f"search engines show it whole below {CLAIM_LENGTH}."
        )
        yield _warning("$.claimReviewed", sentence, "D3")


def _is_at_edge(label: str, statement: str) -> bool:
    word = re.escape(label.strip())
    return re.search(rf"^\W*{word}(?!\w)|(?<!\w){word}\W*$", statement, re.IGNORECASE) is not None


def _address(data: Node, wanted: _Wanted) -> Iterator[Finding]:
    host = _host(_text(data, "url"))
    if not host:
        yield _error("$.url", "Give the full address of the verdict page (https://…).", "D4")
    elif wanted.page and host != _host(wanted.page) and not host.endswith(f".{_host(wanted.page)}"):
        yield _error("$.url", f"The address leads to {host}, not to this page's own site.", "D4")


def _host(address: str) -> str:
    """The host of a whole http or https address, else an empty string."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme in {"http", "https"} and not re.search(r"\s", address) else ""


def _words(data: Node, _: _Wanted) -> Iterator[Finding]:
    rating = _part(data, "reviewRating")
    if rating.get("@type") != "Rating":
        yield _error("$.reviewRating", "Give the verdict as a Rating.", "D5")
    elif not _text(rating, "alternateName"):
        sentence = "Say the rating in words; numbers or a name alone are not enough."
        yield _error("$.reviewRating.alternateName", sentence, "D5")


def _numbers(data: Node, _: _Wanted) -> Iterator[Finding]:
    path, rating = "$.reviewRating", _part(data, "reviewRating")
    given = [rating[key] for key in _AXIS if key in rating]
    if not given:
        return
    if len(given) < len(_AXIS):
        sentence = "worstRating, ratingValue and bestRating stand together or not at all."
        yield _error(path, sentence, "D8")
        return
    # bool is an int to Python; a document that says true for a number says no number.
    numbers = [x for x in given if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(numbers) < len(_AXIS):
        yield _error(path, "Write the three numbers as numbers, not as text.", "D6")
        return
    yield from _range(*numbers)


def _range(worst: float, value: float, best: float) -> Iterator[Finding]:
    path = "$.reviewRating"
    if not worst >= 1:
        yield _error(f"{path}.worstRating", "worstRating is at least 1.", "D6")
    if not worst < best:
        yield _error(f"{path}.bestRating", "bestRating is greater than worstRating.", "D6")
    if not worst <= value <= best:
        sentence = "ratingValue lies between worstRating and bestRating."
        yield _error(f"{path}.ratingValue", sentence, "D6")
    if any(isinstance(number, float) for number in (worst, value, best)):
        yield _warning(path, "Use whole numbers; some readers of the markup refuse others.", "D6")


def _checker(data: Node, _: _Wanted) -> Iterator[Finding]:
    authors = _parts(data, "author")
    if not any(_text(author, "name") or _text(author, "url") for author in authors):
        yield _warning("$.author", "Say who checked the claim, by name or address.", "D10")
    names = {_text(author, "name").casefold() for author in authors}
    claimants = _parts(_part(data, "itemReviewed"), "author")
    if names & {_text(claimant, "name").casefold() for claimant in claimants} - {""}:
        sentence = "The author is whoever checked the claim, not whoever made it."
        yield _warning("$.author.name", sentence, "D10")


def _item(data: Node, _: _Wanted) -> Iterator[Finding]:
    path, item = "$.itemReviewed", _part(data, "itemReviewed")
    if not item:
        yield _warning(path, "Describe the claim: who made it, when and where.", "D11")
        return
    if item.get("@type") != "Claim":
        yield _warning(f"{path}.@type", "Describe what was checked as a Claim.", "D14")
    for author in _parts(item, "author"):
        yield from _named(author, f"{path}.author.name")
    if not _DAY.match(_text(item, "datePublished")):
        yield _warning(f"{path}.datePublished", "Say when the claim was made.", "D11")


def _named(author: Node, path: str) -> Iterator[Finding]:
    name = _text(author, "name")
    if not name:
        yield _error(path, "Name who made the claim, or leave the author out.", "D11")
    elif is_nobody(name):
        yield _error(path, f"Leave the author out: “{name}” made no claim.", "D12")


def _appearance(data: Node, _: _Wanted) -> Iterator[Finding]:
    path, item = "$.itemReviewed.appearance", _part(data, "itemReviewed")
    places = [*_parts(item, "appearance"), *_parts(item, "firstAppearance")]
    if not any(_text(place, "url") or _text(place, "name") for place in places):
        yield _error(path, "Say where the claim was made, so that readers can find it.", "D21")
    elif not any(_host(_text(place, "url")) for place in places):
        yield _warning(path, "Link to a place where the claim was made.", "D11")


def _extras(data: Node, _: _Wanted) -> Iterator[Finding]:
    if not _DAY.match(_text(data, "datePublished")):
        yield _warning("$.datePublished", "Say when the verdict was published.", "D15")
    if not _text(data, "inLanguage"):
        yield _warning("$.inLanguage", "Say in which language the verdict is written.", "D15")
    if not _text(_part(data, "reviewRating"), "ratingExplanation"):
        sentence = "Give the reason for the rating in a sentence or two."
        yield _warning("$.reviewRating.ratingExplanation", sentence, "D15")


_RULES: tuple[Callable[[Node, _Wanted], Iterator[Finding]], ...] = (
    _statement,
    _address,
    _words,
    _numbers,
    _checker,
    _item,
    _appearance,
    _extras,
)
