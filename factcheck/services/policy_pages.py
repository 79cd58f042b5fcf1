"""The pages on which the desk says how it works: read them, write the next version of one (M13, D16).

A version is what readers get from the moment it is saved.  It never changes and never vanishes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.digests import digest_of
from factcheck.domain.events import Event
from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.policy_pages import (
    LANGUAGE,
    NoSuchPage,
    PageSlug,
    PageText,
    cleaned,
    cleaned_note,
    read_seed,
    slug_of,
)
from factcheck.domain.refusals import WrongState
from factcheck.models import Person, PolicyPage, PolicyVersion
from factcheck.resources import seeds_folder
from factcheck.services import history, readers
from factcheck.services.stale import StaleSave
from factcheck.services.standing import HIGHEST_ID

LABELS = {"title": "Title", "text": "Text"}
STARTING_NOTE = "The text that came with the program."


class VersionLine(NamedTuple):
    """A version without its text; `by_name` is empty where the set-up or the command line wrote it."""

    slug: str
    number: int
    title: str
    note: str
    is_starting: bool
    made_at: datetime
    by_name: str


class Version(NamedTuple):
    """One version with its text."""

    slug: str
    number: int
    title: str
    note: str
    is_starting: bool
    made_at: datetime
    by_name: str
    text: str

    @property
    def said(self) -> PageText:
        return PageText(title=self.title, text=self.text)


@dataclass(frozen=True)
class Shown:
    """A version, the one before it (None for the first), and the number of the one in force."""

    version: Version
    before: Version | None
    current: int


_LINE = (
    PolicyPage.slug,
    PolicyVersion.number,
    PolicyVersion.title,
    PolicyVersion.note,
    PolicyVersion.is_starting,
    PolicyVersion.made_at,
    func.coalesce(Person.name, "").label("by_name"),
)
_JOINED = (
    select(*_LINE)
    .join(PolicyVersion, PolicyVersion.page_id == PolicyPage.id)
    .outerjoin(Person, Person.id == PolicyVersion.author_id)
    .where(PolicyPage.language == LANGUAGE)
)
_NEWEST = (
    select(func.max(PolicyVersion.number))
    .where(PolicyVersion.page_id == PolicyPage.id)
    .correlate(PolicyPage)
    .scalar_subquery()
)
_PAGES = _JOINED.where(PolicyVersion.number == _NEWEST)
_OF_ONE = _JOINED.where(PolicyPage.slug == bindparam("slug")).order_by(PolicyVersion.number.desc())
_VERSIONS = _OF_ONE.limit(PAGE_ROWS)
_CURRENT = _OF_ONE.add_columns(PolicyVersion.text).limit(1)
# The version asked for and the one before it, with the number in force beside them.
_PAIR = _OF_ONE.where(
    PolicyVersion.number.between(bindparam("number") - 1, bindparam("number"))
).add_columns(PolicyVersion.text, _NEWEST.label("newest"))
_PAGE_ID = (
    select(PolicyPage.id)
    .where(PolicyPage.slug == bindparam("slug"), PolicyPage.language == LANGUAGE)
    .with_for_update()
)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def pages(session: Session) -> dict[PageSlug, VersionLine | None]:
    """Every page in the order of the list, with its version in force; None where nothing is written.  One statement."""
    rows = {row.slug: VersionLine._make(row) for row in session.connection().execute(_PAGES)}
    return {slug: rows.get(slug.value) for slug in PageSlug}


def addresses(session: Session, base_url: str = "") -> Mapping[str, str]:
    """{slug: address} of the pages that have a published version, for what machines are told of the desk (D16)."""
    return {slug.value: base_url + slug.path for slug, line in pages(session).items() if line}


def current(session: Session, name: str) -> Version | None:
    """What the page says now, or None where nothing is written on it.  Raises `NoSuchPage` for no page of ours."""
    row = session.connection().execute(_CURRENT, {"slug": slug_of(name).value}).first()
    return Version._make(row) if row else None


def versions(session: Session, name: str) -> Sequence[VersionLine]:
    """The newest `PAGE_ROWS` versions of a page, newest first, without their texts.  Raises `NoSuchPage`."""
    rows = session.connection().execute(_VERSIONS, {"slug": slug_of(name).value})
    return [VersionLine._make(row) for row in rows]


def version(session: Session, name: str, number: int) -> Shown:
    """One version, and beside it the one before.  Raises `NoSuchPage` where there is none of this number."""
    slug = slug_of(name)
    if not 0 < number <= HIGHEST_ID:
        raise NoSuchPage
    rows = session.connection().execute(_PAIR, {"slug": slug.value, "number": number}).all()
    if not rows or rows[0].number != number:
        raise NoSuchPage
    found = [Version._make(row[:-1]) for row in rows]
    return Shown(found[0], found[1] if len(found) > 1 else None, rows[0].newest)


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def save(work: Work, name: str, given: PageText, note: str, seen_number: int) -> int:
    """Write the next version of a page, which readers get from now on; its number.

    `seen_number` is the version it was made from, 0 for none.  Raises `NoSuchPage`, `NotYourPart`, `BadInput`,
    `WrongState` when nothing differs, `StaleSave` when somebody wrote a version meanwhile.
    """
    require(Act.KEEP_PAGES, work.actor)
    slug = slug_of(name)
    page_id = _locked(work, slug)
    before = current(work.session, slug)
    number = before.number if before else 0
    if number != seen_number:
        raise _stale(before, given)
    text, note = cleaned(given), cleaned_note(note)
    if before and before.said == text:
        raise WrongState(f"Nothing is changed: version {number} says the same.")
    _write(work, page_id, number + 1, text, note)
    _record(work, slug, number + 1, text, note)
    readers.tell_caches(work)
    return number + 1


def add_starting(work: Work) -> list[PageSlug]:
    """Give a desk the pages it lacks, and the texts that come with the program; the pages that got one.

    Of what is particular to a desk (who pays, who works there) the program knows nothing: those pages wait, unlisted.
    """
    found = select(PolicyPage.slug).where(PolicyPage.language == LANGUAGE)
    there = set(work.session.scalars(found))
    added = []
    for slug in PageSlug:
        if slug.value in there:
            continue
        page_id = _add_page(work, slug)
        file = seeds_folder() / "pages" / LANGUAGE / f"{slug.value}.md"
        if file.is_file():
            text = read_seed(file.read_text(encoding="utf-8"))
            _write(work, page_id, 1, text, STARTING_NOTE, is_starting=True)
            _record(work, slug, 1, text, STARTING_NOTE)
            added.append(slug)
    return added


def _locked(work: Work, slug: PageSlug) -> int:
    """The page's id, held so that two who write take turns; made where the set-up has not yet run."""
    found = work.session.execute(_PAGE_ID, {"slug": slug.value}).scalar()
    return found if found is not None else _add_page(work, slug)


def _add_page(work: Work, slug: PageSlug) -> int:
    row = PolicyPage(slug=slug.value, language=LANGUAGE)
    work.session.add(row)
    work.session.flush()
    return row.id


def _write(
    work: Work, page_id: int, number: int, text: PageText, note: str, *, is_starting: bool = False
) -> None:
    row = {
        "page_id": page_id,
        "number": number,
        "title": text.title,
        "text": text.text,
        "note": note,
        "is_starting": is_starting,
        "author_id": work.actor.id,
        "made_at": work.now,
    }
    work.session.execute(insert(PolicyVersion), [row])


def _record(work: Work, slug: PageSlug, number: int, text: PageText, note: str) -> None:
    """The history holds the hash of what was said, so that no text can be exchanged unnoticed."""
    digest = digest_of(f"{text.title}\n{text.text}".encode())
    detail = f"version {number}, {digest}"
    history.record(
        work, Event.PAGE_CHANGED, subject=f"page:{slug.value}", reason=note, detail=detail
    )


def _stale(before: Version | None, given: PageText) -> StaleSave:
    return StaleSave(
        noun="page",
        theirs={label: getattr(before, name, "") for name, label in LABELS.items()},
        yours={label: getattr(given, name) for name, label in LABELS.items()},
        by_name=before.by_name if before else "",
        at=before.made_at if before else None,
        version=before.number if before else 0,
    )
