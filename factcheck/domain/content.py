"""The exact content an approval binds to: its hash, its stored form, and what differs between two of them (W4).

Everything readers will see and everything the verdict rests on is in here; progress, people and dates of work are
not.  Two contents with the same hash are the same to the last code point.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, TypeVar

from factcheck.domain.conversations import CONVERSATION
from factcheck.domain.media_reviews import NOTHING
from factcheck.domain.verdict_parts import PARTS

# What a piece of evidence says of itself when it is a protected source.
SECRET = frozenset({"withheld", "sealed_digest"})
TAG = "factcheck-content-1"


@dataclass(frozen=True, kw_only=True)
class EvidenceContent:
    """One piece of evidence; texts are empty where nothing was written.

    Of a protected source there is only why it is `withheld`, and the digest of what is sealed: an approval binds
    to it without anything of it being said.
    """

    number: int
    kind: str
    stance: str
    source_class: str
    title: str
    url: str = ""
    publisher: str = ""
    published_on: str = ""
    accessed_on: str = ""
    quote: str = ""
    says: str = ""
    locator: str = ""
    origin_group: str = ""
    note: str = ""
    expert_employer: str = ""
    expert_field: str = ""
    expert_conflicts: str = ""
    is_public: bool = True
    internal_reason: str = ""
    spoke_with: str = ""
    spoke_role: str = ""
    held_at: str = ""
    channel: str = ""
    consent: str = ""
    consent_note: str = ""
    transcript: str = ""
    withheld: str = ""
    sealed_digest: str = ""


# What an earlier version of this program did not know of: left out of the hash where nothing was written, so that
# what was approved before keeps its hash.
# The same holds for the further parts of a verdict (`PARTS`).
ADDED_LATER = SECRET | frozenset(CONVERSATION)
MEDIA = frozenset(NOTHING.in_content())


@dataclass(frozen=True, kw_only=True)
class ReplyContent:
    """What readers are told about one request for a reply (P5)."""

    whom: str
    channel: str
    asked_on: str
    due_on: str
    outcome: str
    text: str = ""
    answered_on: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """A claim with its verdict, evidence and replies, as one approval sees it."""

    statement: str
    claimant: str
    claimant_role: str = ""
    is_claimant_public: bool = False
    said_on: str = ""
    said_where: str = ""
    appearance_url: str = ""
    kind: str = ""
    names_private_person: bool = False
    alleges_crime: bool = False
    involves_minor: bool = False
    hidden_names: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    rating_id: int = 0
    rating: str = ""
    conclusion: str = ""
    reason: str = ""
    explanation: str = ""
    as_of: str = ""
    change_kind: str = ""
    change_note: str = ""
    media_kind: str = ""
    media_categories: tuple[str, ...] = ()
    media_context: str = ""
    media_url: str = ""
    media_archived_url: str = ""
    media_original_url: str = ""
    evidence: tuple[EvidenceContent, ...] = ()
    replies: tuple[ReplyContent, ...] = ()
    what_is_right: str = ""
    not_known: str = ""
    why_it_matters: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 (64 hex digits) over every field with its name and length in front."""
        leaves: list[str] = []
        _flatten("", self, leaves)
        pieces = [TAG.encode()]
        for leaf in leaves:
            data = leaf.encode("utf-8", "surrogatepass")
            pieces.append(b"%d:%b" % (len(data), data))
        return hashlib.sha256(b"".join(pieces)).hexdigest()

    def to_json(self) -> str:
        return json.dumps(self, ensure_ascii=False, sort_keys=True, default=_by_field)


NONE: frozenset[str] = frozenset()
LATER: Mapping[type, frozenset[str]] = MappingProxyType(
    {EvidenceContent: ADDED_LATER, Content: MEDIA | frozenset(PARTS)}
)


def _by_field(row: Any) -> dict[str, Any]:
    """A dataclass as JSON takes it; `asdict` would copy every value deeply first."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def from_json(text: str) -> Content:
    """The content that `Content.to_json` stored; keys of later versions of this program are left out."""
    data = json.loads(text)
    known = {f.name for f in fields(Content)}
    values = {key: value for key, value in data.items() if key in known}
    values["evidence"] = tuple(_make(EvidenceContent, row) for row in data.get("evidence", ()))
    values["replies"] = tuple(_make(ReplyContent, row) for row in data.get("replies", ()))
    values["hidden_names"] = tuple(tuple(pair) for pair in data.get("hidden_names", ()))
    for name in ("words", "media_categories"):
        values[name] = tuple(data.get(name, ()))
    return Content(**values)


Row = TypeVar("Row", EvidenceContent, ReplyContent)


def _make(kind: type[Row], row: dict[str, Any]) -> Row:
    known = {f.name for f in fields(kind)}
    return kind(**{key: value for key, value in row.items() if key in known})


def _flatten(path: str, value: object, leaves: list[str]) -> None:
    """Add the path and the text of every leaf, in an order that depends on the content alone."""
    names = getattr(value, "__dataclass_fields__", None)
    if names is not None:
        later = next((some for kind, some in LATER.items() if isinstance(value, kind)), NONE)
        for name in names:
            one = getattr(value, name)
            if not one and name in later:
                continue
            if type(one) is str:  # nearly all of them
                leaves += f"{path}.{name}", f"str:{one}"
            else:
                _flatten(f"{path}.{name}", one, leaves)
    elif isinstance(value, tuple):
        leaves += path, f"[{len(value)}]"
        for index, item in enumerate(value):
            _flatten(f"{path}[{index}]", item, leaves)
    else:
        leaves += path, f"{type(value).__name__}:{value}"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where, and the two texts (either may be empty)."""

    where: str
    old: str
    new: str


FIELD_NAMES = {
    "statement": "the claim's wording",
    "claimant": "who said it",
    "claimant_role": "the claimant's role",
    "is_claimant_public": "whether the claimant speaks in public office",
    "said_on": "when it was said",
    "said_where": "where it was said",
    "appearance_url": "where it appeared",
    "kind": "the kind of claim",
    "names_private_person": "the flag “names a private person”",
    "alleges_crime": "the flag “alleges a crime”",
    "involves_minor": "the flag “involves a minor”",
    "hidden_names": "the names readers must not see",
    "words": "the words marked in the article",
    "rating": "the rating",
    "conclusion": "the conclusion",
    "rating_id": "the version of the rating scale",
    "reason": "the reason",
    "explanation": "the explanation",
    "what_is_right": "what is right in it",
    "not_known": "what is not known",
    "why_it_matters": "why it matters",
    "as_of": "the “as of” date",
    "change_kind": "the kind of change",
    "change_note": "the note to readers",
    "media_kind": "what was looked at: picture, video or recording",
    "media_categories": "in which way it is, or is not, what it is shown as",
    "media_context": "what the original shows",
    "media_url": "where it is shown",
    "media_archived_url": "where a copy of it is kept",
    "media_original_url": "where the original stands",
}


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from `old` to `new`, in the order a reader would look; empty when they are the same."""
    found = [
        Difference(name, _spell(getattr(old, key)), _spell(getattr(new, key)))
        for key, name in FIELD_NAMES.items()
        if getattr(old, key) != getattr(new, key)
    ]
    found += _rows(
        "evidence", {e.number: e for e in old.evidence}, {e.number: e for e in new.evidence}
    )
    found += _rows(
        "request for reply", dict(enumerate(old.replies, 1)), dict(enumerate(new.replies, 1))
    )
    return found


def _rows(noun: str, old: dict[int, Any], new: dict[int, Any]) -> list[Difference]:
    found = []
    for number in sorted(old.keys() | new.keys()):
        before, after = old.get(number), new.get(number)
        if before is None and after is not None:
            found.append(Difference(f"{noun} {number} was added", "", _row_text(after)))
        elif before is not None and after is None:
            found.append(Difference(f"{noun} {number} was withdrawn", _row_text(before), ""))
        elif before is not None and after is not None and before != after:
            found += [
                Difference(
                    f"{noun} {number}: {f.name.replace('_', ' ')}",
                    _spell(getattr(before, f.name)),
                    _spell(getattr(after, f.name)),
                )
                for f in fields(before)
                if getattr(before, f.name) != getattr(after, f.name)
            ]
    return found


def _row_text(row: EvidenceContent | ReplyContent) -> str:
    return row.title if isinstance(row, EvidenceContent) else row.whom


def _spell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(
            " → ".join(item) if isinstance(item, tuple) else str(item) for item in value
        )
    return str(value)
