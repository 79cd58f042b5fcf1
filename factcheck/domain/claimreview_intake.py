"""What a ClaimReview that somebody else wrote says about a claim, cleaned like a form, as the start of a ticket here.

Whose verdict it was is told in the text that the claim is marked in, for the checker to read.
"""

from dataclasses import dataclass

from factcheck.domain.addresses import clean_address
from factcheck.domain.claimreview_asked import Asked, Node, host_of, is_nobody, nodes, text
from factcheck.domain.dates import is_partial_date
from factcheck.domain.inputs import BadInput, clean_claim, clean_line
from factcheck.domain.limits import TITLE_CHARS

LINE_CHARS, WHERE_CHARS = 200, 300
OUR_OWN = "It is a verdict of this desk."


@dataclass(frozen=True, kw_only=True)
class Start:
    """A claim to look at: its words, who said them, when and where, and what the text around it tells."""

    statement: str
    claimant: str
    said_on: str
    said_where: str
    appearance_url: str
    language: str
    title: str
    text: str
    reason: str


def start_of(review: Node, own_host: str = "") -> Start:
    """The start of a ticket.  Raises `BadInput` with what is missing, or where the review is the desk's own."""
    address = text(review, "url")
    if own_host and host_of(address) == own_host:
        raise BadInput(OUR_OWN)
    asked = Asked(review=review)
    if not asked.statement:
        raise BadInput("It has no claimReviewed.")
    statement = clean_claim(asked.statement)
    claimant, said_on = _claimant(asked.item), _day(asked.item)
    where, place = _place(asked)
    return Start(
        statement=statement,
        claimant=claimant,
        said_on=said_on,
        said_where=where,
        appearance_url=place,
        language=_language(review),
        title=statement[:TITLE_CHARS],
        text=_told(review, statement, (claimant, said_on, where, place)),
        reason=f"Checked before by {_checker(review)}."[:LINE_CHARS],
    )


def _told(review: Node, statement: str, said: tuple[str, ...]) -> str:
    rating = _line(text(Asked(review=review).rating, "alternateName"), LINE_CHARS)
    verdict = f"Checked before by {_checker(review)}: {rating or 'no rating'}."
    address = _address(text(review, "url"))
    lines = [statement, ", ".join(filter(None, said)), " ".join(filter(None, (verdict, address)))]
    return "\n\n".join(filter(None, lines))


def _checker(review: Node) -> str:
    for key in ("author", "publisher"):
        for _, one in nodes(review, key, "$", as_name="name"):
            if name := _line(text(one, "name"), LINE_CHARS):
                return name
    return host_of(text(review, "url")) or "others"


def _claimant(item: Node) -> str:
    names = [
        _line(text(one, "name"), LINE_CHARS) for _, one in nodes(item, "author", "", as_name="name")
    ]
    known = [name for name in names if not is_nobody(name)]
    return ", ".join(known)[:LINE_CHARS]


def _day(item: Node) -> str:
    day = text(item, "datePublished")[:10]
    return day if is_partial_date(day) else ""


def _place(asked: Asked) -> tuple[str, str]:
    """Where the claim was made in words, and the first address that can be linked to."""
    names = [_line(text(one, "name"), WHERE_CHARS) for one in asked.places]
    addresses = [_address(text(one, "url")) for one in asked.places]
    named = _line(text(asked.item, "name"), WHERE_CHARS)
    return next(filter(None, (*names, named)), ""), next(filter(None, addresses), "")


def _language(review: Node) -> str:
    given = review.get("inLanguage")
    code = given if isinstance(given, str) else ""
    return (
        code
        if 2 <= len(code) <= 35 and code.replace("-", "").isalnum() and code.isascii()
        else "en"
    )


def _address(given: str) -> str:
    try:
        return clean_address(given)
    except BadInput:
        return ""


def _line(given: str, limit: int) -> str:
    """One line that may be stored; '' for what may not."""
    try:
        return clean_line(given[:limit], label="It", limit=limit, is_required=False)
    except BadInput:
        return ""
