"""Readers find verdicts: by words, who said it, who printed it, topic, rating and date, in pages of a list (P11).

There is no list of who was found wrong how often: what is judged is the wording of one claim.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from factcheck.domain.inputs import BadInput, clean_search, search_words
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.wording import say
from factcheck.services import public, public_lists, topics
from factcheck.services.public_lists import Asked
from factcheck.web import current, rating_words
from factcheck.web.public import ListPage, address
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("finding", __name__)

WORDS = {
    "q": "",
    "claimant": "claimant",
    "outlet": "outlet",
}  # the parameter, and the field it is looked for in
DATES = ("from", "to")
FOUND = "found"  # where on the page what was found begins, below the form


@dataclass
class Search:
    """What was typed, what is wrong with it, and what it asks for."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    asked: Asked = field(default_factory=Asked)

    @property
    def is_asked(self) -> bool:
        return any(self.typed.values())


def read(given: Mapping[str, str], ratings: Collection[str], topics: Collection[str]) -> Search:
    """The search in an address; a part that cannot be read is told beside its field and asks for nothing."""
    found = Search(
        {name: given.get(name, "").strip() for name in (*WORDS, "rating", "topic", *DATES)}
    )
    words: dict[str, list[str]] = {}
    for name, place in WORDS.items():
        try:
            found.typed[name] = clean_search(found.typed[name])
            words[place] = search_words(found.typed[name])
        except BadInput as refused:
            found.errors[name] = refused.sentence
    days = {name: _day(found, name) for name in DATES}
    if found.typed["rating"] and found.typed["rating"] not in ratings:
        found.errors["rating"] = say("Choose one of the ratings.")
    if found.typed["topic"] and found.typed["topic"] not in topics:
        found.errors["topic"] = say("Choose one of the topics.")
    until = days["to"]
    found.asked = Asked(
        words={place: some for place, some in words.items() if some},
        rating=found.typed["rating"],
        topic=found.typed["topic"],
        first_since=days["from"],
        first_before=until + timedelta(days=1) if until else None,
    )
    return found


def _day(found: Search, name: str) -> datetime | None:
    text = found.typed[name]
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 and text.isascii() else None
    except ValueError:
        day = None
    if day is None or not 1900 < day.year < 3000:
        found.errors[name] = say("Write the day as year, month and day: 2026-11-23.")
        return None
    return datetime.combine(day, time(), current.settings().zone).astimezone(UTC)


@blueprint.get("/verdicts")
@door(PUBLIC)
def verdicts() -> Response:
    """The verdicts that fit what was asked for, last changed first; all of them where nothing was."""
    search = read(request.args, rating_words.labels(), _topics())
    html = _drawn("public/finding.html", search, request.args.get("after", ""))
    return make_response(html, 400 if search.errors else 200)


def without_server() -> str:
    """The page for a copy of the site that no server answers: a script searches its index, and all is listed."""
    return _drawn("public/finding_files.html", read({}, {}, {}), "")


@blueprint.app_template_global()
def said_by(verdict: PublishedVerdict) -> str:
    """Where all verdicts on what the same person said are found; '' for somebody shown by role, or not known."""
    if verdict.is_claimant_role:
        return ""
    try:
        words = search_words(verdict.claimant)
    except BadInput:  # a name of one letter, or of hundreds, is none that can be searched
        return ""
    return url_for("finding.verdicts", claimant=verdict.claimant, _anchor=FOUND) if words else ""


def _topics() -> dict[str, str]:
    return {line.slug: line.name for line in topics.of_readers(current.reading())}


def _drawn(template: str, search: Search, after: str) -> str:
    page = public.Page([]) if search.errors else _page(search, after)
    kept: dict[str, Any] = {name: value for name, value in search.typed.items() if value}
    return render_template(
        template,
        search=search,
        ratings=rating_words.labels(),
        topics=_topics(),
        page=ListPage(
            rating_words.every(page.items),
            prev_url=url_for("finding.verdicts", **kept, _anchor=FOUND) if after else "",
            next_url=_further(page, kept),
        ),
        claimant=_one_claimant(search, page),
        canonical=address("finding.verdicts"),
    )


def _further(page: public.Page, kept: Mapping[str, Any]) -> str:
    """The rest of what was found; of all verdicts, where nothing was asked for, the numbered parts."""
    if not page.after:
        return ""
    if not kept:
        return url_for("archive.verdicts")
    return url_for("finding.verdicts", **kept, after=page.after, _anchor=FOUND)


def _page(search: Search, after: str) -> public.Page:
    session, dialect = current.reading(), current.desk().database.dialect
    return public_lists.find(session, dialect, search.asked, limit=public.PAGE, after=after)


def _one_claimant(search: Search, page: public.Page) -> str:
    """The name all that was found goes by, where somebody was asked for: she has a feed of her own."""
    names = {v.claimant for v in page.items if not v.is_claimant_role}
    return names.pop() if search.typed["claimant"] and len(names) == 1 else ""
