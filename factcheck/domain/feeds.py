"""What followers get: the entries of a feed, of published verdicts and of the notices of their changes (P12-P14, C7).

How they are written as Atom, RSS and JSON Feed stands in `feed_formats.py`; which verdicts go into which feed is
asked for in `services/public.py`.

An entry's id is its address by number alone (`…/verdicts/12`), which a change of wording never moves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from factcheck.domain.dates import spell_date
from factcheck.domain.published import PublishedNotice, PublishedVerdict
from factcheck.domain.reader_words import CHANGES, finding
from factcheck.domain.wording import quoted, say

# What a feed without entries says of its last change: it must say something, and nothing has happened yet.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Addresses = Callable[[PublishedVerdict], tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry: `lines` are its paragraphs, `summary` the finding in one sentence.

    `updated` moves with every change that readers were told of and with nothing else (P12).
    """

    id: str
    url: str
    title: str
    summary: str
    lines: tuple[str, ...]
    published: datetime
    updated: datetime
    language: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogHead:
    """A signed head of the public log: the note and the key; `about` is the address of the log's page."""

    about: str
    note: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed: `url` is its own address, `page_url` the page for people, `hub` where changes are announced (WebSub).
    `log` is the newest head of the public log, so that whoever keeps feeds keeps heads.
    `language` is that of its own words; an entry says its own.

    `entries` stand newest change first.
    """

    url: str
    page_url: str
    title: str
    about: str
    author: str
    entries: tuple[Entry, ...]
    hub: str = ""
    log: LogHead | None = None
    language: str = ""

    @property
    def updated(self) -> datetime:
        """When the newest change was; `NEVER` for an empty feed."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def in_order(entries: Iterable[Entry], limit: int) -> tuple[Entry, ...]:
    """The `limit` that changed last, the newest first."""
    return tuple(sorted(entries, key=lambda one: (one.updated, one.id), reverse=True)[:limit])


def of_verdict(v: PublishedVerdict, addresses: Addresses) -> Entry:
    """A verdict as it stands; a retracted one says so in its title and keeps its place (C6).

    `addresses` gives the permanent id and today's address of a verdict.
    """
    number, url = addresses(v)
    return Entry(
        id=number,
        url=url,
        title=f"{finding(v)}: {quoted(v.statement)}",
        summary=v.retraction_note if v.is_retracted else v.reason,
        lines=(*told(v), *(notice_line(notice) for notice in v.notices)),
        published=v.first_published_at,
        updated=v.updated_at,
        language=v.language,
        labels=(finding(v), *(topic.name for topic in v.topics)),
    )


def of_notice(notice: PublishedNotice, then: PublishedVerdict, addresses: Addresses) -> Entry:
    """One change readers were told of; `then` is the verdict as the change left it.  It never changes itself."""
    number, url = addresses(then)
    kind = say(CHANGES.get(notice.kind, notice.kind))
    return Entry(
        id=f"{number}#version-{notice.version}",
        url=f"{url}#corrections",
        title=f"{kind}: {quoted(then.statement)}",
        summary=notice_line(notice),
        lines=(notice_line(notice), *told(then)),
        published=notice.at,
        updated=notice.at,
        language=then.language,
        labels=(kind,),
    )


def told(v: PublishedVerdict) -> tuple[str, ...]:
    """Claim, claimant, finding and reason, each a sentence of its own; a retraction goes before them."""
    by = ", ".join(filter(None, (v.claimant or say("No known author"), v.said_on, v.said_where)))
    finding_line = say("Our finding: %(finding)s.", finding=finding(v)) + f" {v.reason}"
    if v.is_retracted:
        # The rating is void and is not said again (C6); neither is the reason, which argued for it.
        gone = say("This verdict has been retracted.") + f" {v.retraction_note}"
        return (gone, quoted(v.statement), by)
    return (quoted(v.statement), by, finding_line)


def notice_line(notice: PublishedNotice) -> str:
    """A notice in one line: kind, day, what became of the rating, reason (C3)."""
    kind = say(CHANGES.get(notice.kind, notice.kind))
    head = f"{kind}, {spell_date(notice.at.astimezone(UTC).date())}."
    return " ".join(filter(None, (head, rating_line(notice), notice.note)))


def rating_line(notice: PublishedNotice) -> str:
    """What became of the rating; empty where it stayed."""
    if not notice.changes_rating:
        return ""
    if not notice.new_rating:
        return say("The rating “%(old)s” no longer stands.", old=notice.old_rating)
    if not notice.old_rating:
        return say(
            "The rating, void since the retraction, is now “%(new)s”.", new=notice.new_rating
        )
    return say(
        "The rating was “%(old)s” and is now “%(new)s”.",
        old=notice.old_rating,
        new=notice.new_rating,
    )
