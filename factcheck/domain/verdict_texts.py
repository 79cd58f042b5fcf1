"""A verdict as Markdown and as plain text: the same published body as the page, so that nothing can contradict it.

The reasoning is Markdown as its author typed it; all other words stand for themselves and are escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from factcheck.domain.feeds import notice_line
from factcheck.domain.media_reviews import Authenticity, MediaKind
from factcheck.domain.published import (
    PublishedMedia,
    PublishedReply,
    PublishedSource,
    PublishedVerdict,
)
from factcheck.domain.reader_words import CHANNELS, KINDS, SOURCE_CLASSES, STANCES, finding
from factcheck.domain.terms import Withheld
from factcheck.domain.verdict_parts import written
from factcheck.domain.wording import quoted, say

# What Markdown reads as an order: anywhere, and at the beginning of a line.
_SIGN = re.compile(r"[\\`*_\[\]<>#|~&!]")
_BULLET = re.compile(r"^([-+=]|\d+[.)])")
_HEADING = re.compile(r"^( {0,3})(#{1,6})(?=[ \t]|$)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\\]+")
_TOP = 2  # headings of the reasoning stand below "## Why"


class InLog(NamedTuple):
    """Where the version stands in the public log, counted from 0, the hash of its leaf, and where that is checked."""

    position: int
    hash: str
    url: str


class Beside(NamedTuple):
    """What is told beside what was approved.

    `sources` is what became of these: by their numbers, each line with the address it leads to, or ''.
    """

    sources: Mapping[int, Sequence[tuple[str, str]]] = MappingProxyType({})
    logged: InLog | None = None


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the text; `kind` is title, heading, line, strong, quote, address, prose, or item with its number."""

    kind: str
    text: str
    number: int = 0


def markdown(v: PublishedVerdict, *, url: str, beside: Beside = NOTHING) -> str:
    """The verdict as CommonMark; `url` is the canonical address of its page."""
    return "\n\n".join(map(_as_markdown, _blocks(v, url, beside))) + "\n"


def plain(v: PublishedVerdict, *, url: str, beside: Beside = NOTHING) -> str:
    """The verdict as plain text, one paragraph a line; the reasoning stands as it was typed."""
    return "\n\n".join(map(_as_plain, _blocks(v, url, beside))) + "\n"


# ── What is told, in the order of the page ──


def _blocks(v: PublishedVerdict, url: str, beside: Beside) -> Iterator[Block]:
    yield Block("title", quoted(v.statement))
    if v.is_retracted:
        yield Block("strong", say("This verdict has been retracted.") + f" {v.retraction_note}")
        yield Block("line", say("The text below stays readable as it was."))
    yield from _claim(v)
    yield from _found(v)
    if v.media is not None:
        yield from _media(v.media)
    if v.explanation.strip():
        yield Block("heading", say("Why"))
        yield Block("prose", v.explanation)
    for heading, text in written(v):
        yield Block("heading", heading)
        yield Block("prose", text)
    yield from _sources(v, beside)
    if v.replies:
        yield Block("heading", say("Reply"))
        for reply in v.replies:
            yield from _reply(reply)
    if v.notices:
        yield Block("heading", say("Corrections and updates"))
        yield from (Block("line", notice_line(one)) for one in v.notices)
    yield from _proof(v, url, beside.logged)


def _found(v: PublishedVerdict) -> Iterator[Block]:
    """The finding and the short answer."""
    yield Block("strong", say("Our finding: %(finding)s", finding=finding(v)))
    if not v.is_retracted:
        if v.rating.definition:
            yield Block("line", f"{v.rating.label}: {v.rating.definition}")
        yield from (Block("line", notice_line(one)) for one in v.notices[:1] if one.changes_rating)
    yield Block("line", v.reason)
    if v.as_of:
        yield Block("line", say("Judged by what could be known on %(day)s.", day=v.as_of))


def _claim(v: PublishedVerdict) -> Iterator[Block]:
    by = filter(None, (v.claimant or say("No known author"), v.said_on, v.said_where))
    yield Block("line", say("Claim by %(who)s", who=", ".join(by)))
    if v.is_claimant_role:
        yield Block("line", say("The speaker is shown by role, not by name."))
    if v.appearance_url:
        yield Block("address", v.appearance_url)
    for words in v.words:
        yield Block("quote", words)
    for article in filter(None, (v.article, *v.also_in)):
        told = filter(None, (article.title, article.outlet, article.published_on))
        yield Block("line", say("In the article: %(article)s", article=", ".join(told)))
        if article.url:
            yield Block("address", article.url)


def _media(m: PublishedMedia) -> Iterator[Block]:
    yield Block("heading", say(MediaKind(m.kind).heading))
    for code in m.categories:
        category = Authenticity(code)
        yield Block("line", f"{say(category.label).capitalize()}: {say(category.about)}")
    if m.context:
        yield Block("line", say("What the original shows: %(words)s", words=m.context))
    for told, url in (
        (say("Shown at:"), m.url),
        (say("A copy:"), m.archived_url),
        (say("The original:"), m.original_url),
    ):
        if url:
            yield Block("line", told)
            yield Block("address", url)


def _sources(v: PublishedVerdict, beside: Beside) -> Iterator[Block]:
    yield Block("heading", say("Sources"))
    for source in v.sources:
        yield from _source(source)
        for line, address in () if source.withheld else beside.sources.get(source.number, ()):
            yield Block("line", line)
            if address:
                yield Block("address", address)
    if not v.sources:
        yield Block("line", say("No source of this verdict can be shown."))
    if v.sources_kept_internal:
        yield Block(
            "line",
            say("Known to the desk and not shown: %(count)s.", count=v.sources_kept_internal),
        )


def _source(s: PublishedSource) -> Iterator[Block]:
    stance = say(STANCES.get(s.stance, s.stance))
    if s.withheld:
        told = say("A source known to the desk and withheld.")
        yield Block("item", f"{stance}. {told} {say(Withheld(s.withheld).about)}", s.number)
        return
    head = ", ".join(filter(None, (s.title or s.url, s.publisher, s.published_on)))
    yield Block("item", f"{stance}: {head}", s.number)
    kind = say(CHANNELS.get(s.channel) or KINDS.get(s.kind, s.kind))
    spoke = ", ".join(filter(None, (s.spoke_with, s.spoke_role, s.held_at)))
    expert = ", ".join(filter(None, (s.expert_field, s.expert_employer)))
    conflicts = say("Interests declared:") + f" {s.expert_conflicts}" if s.expert_conflicts else ""
    if s.quote:
        yield Block("quote", s.quote)
    for line in (s.says, spoke, expert, conflicts):
        if line:
            yield Block("line", line)
    read = say("read %(day)s", day=s.accessed_on) if s.accessed_on else ""
    facts = (say(SOURCE_CLASSES.get(s.source_class, s.source_class)), kind, s.locator, read)
    yield Block("line", "; ".join(filter(None, facts)))
    if s.url:
        yield Block("address", s.url)


def _reply(r: PublishedReply) -> Iterator[Block]:
    asked = {"whom": r.whom, "channel": r.channel, "day": r.asked_on, "due": r.due_on}
    if r.due_on:
        told = say(
            "We asked %(whom)s for a reply by %(channel)s on %(day)s, to be with us by %(due)s.",
            **asked,
        )
    else:
        told = say("We asked %(whom)s for a reply by %(channel)s on %(day)s.", **asked)
    yield Block("line", told)
    yield Block("line", _outcome(r))
    if r.text and r.outcome in {"replied", "declined"}:
        yield Block("quote", r.text)


def _outcome(r: PublishedReply) -> str:
    day = r.answered_on
    if r.outcome == "replied":
        return say("The reply came on %(day)s.", day=day) if day else say("The reply came.")
    if r.outcome == "declined":
        if day:
            return say("They declined to comment on %(day)s.", day=day)
        return say("They declined to comment.")
    return say("No reply came.") if r.outcome == "no_reply" else say("We are still waiting.")


def _proof(v: PublishedVerdict, url: str, logged: InLog | None) -> Iterator[Block]:
    yield Block("heading", say("About this verdict"))
    if v.checked_by:
        yield Block("line", say("Checked by %(names)s", names=", ".join(v.checked_by)))
    if v.approved_by:
        yield Block("line", say("Approved by %(names)s", names=", ".join(v.approved_by)))
    if v.topics:
        names = ", ".join(topic.name for topic in v.topics)
        yield Block("line", say("Topics: %(names)s", names=names))
    yield Block("line", say("First published %(at)s", at=_moment(v.first_published_at)))
    changed = {"at": _moment(v.updated_at), "number": v.version}
    yield Block("line", say("Last changed %(at)s, version %(number)s", **changed))
    named = say(
        "%(title)s, version %(number)s", title=v.rating.scale, number=v.rating.scale_version
    )
    yield Block("line", say("Scale: %(name)s", name=named))
    yield Block("line", say("Content, SHA-256: %(digest)s", digest=v.content_hash))
    if logged is not None:
        place = {"number": logged.position, "digest": logged.hash}
        told = say("In the public log: position %(number)s, leaf %(digest)s.", **place)
        how = say("How to check it")
        yield Block("line", f"{told} {how}:")
        yield Block("address", logged.url)
    stays = say("Permanent address")
    yield Block("line", f"{stays}:")
    yield Block("address", url)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


# ── How it is written ──


def escaped(text: str) -> str:
    """`text` as one paragraph of Markdown that says exactly these words."""
    line = _SIGN.sub(lambda sign: f"\\{sign[0]}", " ".join(text.split()))
    return _BULLET.sub(lambda mark: f"{mark[0][:-1]}\\{mark[0][-1]}", line)


def _as_markdown(block: Block) -> str:
    match block.kind:
        case "prose":
            return _lowered(block.text.strip("\n"))
        case "address" if _PLAIN_ADDRESS.fullmatch(block.text):
            return f"<{block.text}>"
        case "item":
            return f"{block.number}. {escaped(block.text)}"
    marks = {"title": "# {}", "heading": "## {}", "strong": "**{}**", "quote": "> {}"}
    return marks.get(block.kind, "{}").format(escaped(block.text))


def _lowered(text: str) -> str:
    """The reasoning with its headings below ours, outside what it shows as code."""
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            line = _HEADING.sub(lambda found: found[1] + "#" * min(len(found[2]) + _TOP, 6), line)  # noqa: PLW2901  the line as it is kept
        lines.append(line)
    return "\n".join([*lines, fence]) if fence else "\n".join(lines)


def _as_plain(block: Block) -> str:
    text = block.text if block.kind == "prose" else " ".join(block.text.split())
    if block.kind in {"title", "heading"}:
        sign = "=" if block.kind == "title" else "-"
        return f"{text}\n{sign * min(max(len(text), 3), 72)}"
    if block.kind == "quote":
        return quoted(text)
    return f"[{block.number}] {text}" if block.kind == "item" else text.strip("\n")
