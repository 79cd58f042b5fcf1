"""What readers get of a verdict, frozen: page, JSON-LD, feeds and exports render only this.

Here are the values, their JSON (the body of a stored publication version) and the hiding of
protected names in them. Building one from claim, evidence and verdict belongs to
``services/publication``; how names are recognised belongs to ``masking.py``.

Dates are ISO strings and may be partial (``2023``, ``2023-11``); an absent string is empty.
Moments are aware UTC datetimes. Every string is read as text that may carry a name, unless its
field is marked ``FIXED`` or ``ADDRESS``; a field added later is therefore masked until somebody
says otherwise.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from factcheck.domain.masking import ProtectedNames
from factcheck.domain.slugs import slug

# Our own vocabulary, dates, hashes, and the signatures of the desk: no name of a source here.
FIXED: Mapping[str, str] = MappingProxyType({"reads": "fixed"})
# Slugs and links: a role put into them would break them, so they are checked, never rewritten.
ADDRESS: Mapping[str, str] = MappingProxyType({"reads": "address"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRating:
    """The rating with its definition and its place on the axis (R1-R3).

    ``value``, ``worst`` and ``best`` are all numbers or all None (D8). ``steps`` are the labels
    on the axis from worst to best and ``step`` this label's index there; None when it has none.
    On a desk without a scale ``label`` is the conclusion in words (D9), so it is read as text.
    """

    scale: str = field(metadata=FIXED)
    scale_version: int
    code: str = field(metadata=FIXED)
    label: str
    definition: str
    value: int | None = None
    best: int | None = None
    worst: int | None = None
    steps: tuple[str, ...] = ()
    step: int | None = None
    is_retired: bool = False
    hue: str = field(default="", metadata=FIXED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSource:
    """One public piece of evidence; ``number`` is what the explanation cites as [number].

    Of a protected source there is nothing but which way it points and why it is ``withheld``.
    Of a conversation: who spoke (empty where she is shown by role), in what role, when and how (E18).
    """

    number: int
    kind: str = field(metadata=FIXED)
    stance: str = field(metadata=FIXED)
    source_class: str = field(metadata=FIXED)
    title: str
    url: str = field(default="", metadata=ADDRESS)
    publisher: str = ""
    published_on: str = field(default="", metadata=FIXED)
    accessed_on: str = field(default="", metadata=FIXED)
    quote: str = ""
    says: str = ""
    locator: str = ""
    expert_employer: str = ""
    expert_field: str = ""
    expert_conflicts: str = ""
    spoke_with: str = ""
    spoke_role: str = ""
    held_at: str = field(default="", metadata=FIXED)
    channel: str = field(default="", metadata=FIXED)
    withheld: str = field(default="", metadata=FIXED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReply:
    """Whom we asked for a reply, how, by when, and what came back (L4, P5).

    ``outcome`` is waiting, replied, declined or no_reply.
    """

    whom: str
    channel: str
    asked_on: str = field(metadata=FIXED)
    due_on: str = field(default="", metadata=FIXED)
    outcome: str = field(metadata=FIXED)
    text: str = ""
    answered_on: str = field(default="", metadata=FIXED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNotice:
    """One change readers were told of (C1, C3); the ratings are labels, equal when unchanged."""

    version: int
    kind: str = field(metadata=FIXED)
    note: str
    at: datetime
    old_rating: str = ""
    new_rating: str = ""

    @property
    def changes_rating(self) -> bool:
        """True when the notice belongs at the top of the page (C3)."""
        return self.old_rating != self.new_rating


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedArticle:
    """An article in which the claim stands; ``found_on`` is the day that was said of a further one."""

    id: int
    slug: str = field(metadata=ADDRESS)
    title: str
    url: str = field(default="", metadata=ADDRESS)
    outlet: str = ""
    published_on: str = field(default="", metadata=FIXED)
    language: str = field(default="", metadata=FIXED)
    found_on: str = field(default="", metadata=FIXED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMedia:
    """What the verdict says of a picture or recording: codes of `media_reviews`, what the original shows, addresses."""

    kind: str = field(metadata=FIXED)
    categories: tuple[str, ...] = field(metadata=FIXED)
    context: str = ""
    url: str = field(default="", metadata=ADDRESS)
    archived_url: str = field(default="", metadata=ADDRESS)
    original_url: str = field(default="", metadata=ADDRESS)


@dataclass(frozen=True)
class PublishedTopic:
    """A topic under which readers find the verdict; one that names somebody they must not see is left out."""

    slug: str = field(metadata=ADDRESS)
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVerdict:
    """One version of a verdict as readers get it; ``notices`` stand newest first.

    ``words`` are the exact words in the article. ``claimant_kind`` is person or organisation;
    empty counts as person in structured data. ``also_in`` are further articles the same claim
    stands in, ``topics`` what it is filed under: they come while it is read, so a stored version
    holds none.  The last three are Markdown like the explanation and may be empty (P7).
    """

    id: int
    slug: str = field(metadata=ADDRESS)
    version: int
    statement: str
    claimant: str
    is_claimant_role: bool
    claimant_kind: str = field(default="", metadata=FIXED)
    said_on: str = field(default="", metadata=FIXED)
    said_where: str = ""
    appearance_url: str = field(default="", metadata=ADDRESS)
    language: str = field(metadata=FIXED)
    words: tuple[str, ...] = ()
    article: PublishedArticle | None = None
    also_in: tuple[PublishedArticle, ...] = ()
    topics: tuple[PublishedTopic, ...] = ()
    rating: PublishedRating
    media: PublishedMedia | None = None
    reason: str
    explanation: str
    what_is_right: str = ""
    not_known: str = ""
    why_it_matters: str = ""
    as_of: str = field(metadata=FIXED)
    sources: tuple[PublishedSource, ...] = ()
    sources_kept_internal: int = 0
    replies: tuple[PublishedReply, ...] = ()
    checked_by: tuple[str, ...] = field(default=(), metadata=FIXED)
    approved_by: tuple[str, ...] = field(default=(), metadata=FIXED)
    first_published_at: datetime
    updated_at: datetime
    notices: tuple[PublishedNotice, ...] = ()
    is_retracted: bool = False
    retraction_note: str = ""
    content_hash: str = field(metadata=FIXED)


# ── JSON ──


def to_json(v: PublishedVerdict) -> str:
    """``v`` as JSON text with sorted keys; ``from_json`` gives back an equal value."""
    return json.dumps(v, ensure_ascii=False, sort_keys=True, default=_json_of)


def article_json(article: PublishedArticle) -> str:
    """A further article as it is kept; ``article_from_json`` gives back an equal value."""
    return json.dumps(article, ensure_ascii=False, sort_keys=True, default=_json_of)


def article_from_json(text: str) -> PublishedArticle:
    """Such an article; ``ValueError`` as for a whole verdict."""
    return cast("PublishedArticle", _read(PublishedArticle, json.loads(text), "article"))


def from_json(text: str) -> PublishedVerdict:
    """The verdict stored as ``text``, by this or another version of the program.

    Keys this version does not know are passed over; a key it knows and the row lacks takes its
    default. ``ValueError`` names the field when one without default is missing or has a wrong
    type, and says so when the text is no JSON object.
    """
    return cast("PublishedVerdict", _read(PublishedVerdict, json.loads(text), "verdict"))


def _json_of(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    raise TypeError(f"A published verdict holds no {type(value).__name__}.")


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _has_default(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _read(cls: Any, raw: object, path: str) -> Any:
    stored = _plain(dict, raw, path)
    known = fields(cls)
    missing = [each.name for each in known if each.name not in stored and not _has_default(each)]
    if missing:
        raise ValueError(f"{path} lacks {', '.join(missing)}.")
    hints = _hints(cls)
    present = [each.name for each in known if each.name in stored]
    return cls(**{name: _value(hints[name], stored[name], f"{path}.{name}") for name in present})


def _value(hint: Any, raw: object, path: str) -> object:
    if get_origin(hint) is UnionType:
        hint = get_args(hint)[0]
        return None if raw is None else _value(hint, raw, path)
    if get_origin(hint) is tuple:
        items = _plain(list, raw, path)
        return tuple(_value(get_args(hint)[0], x, f"{path}[{i}]") for i, x in enumerate(items))
    if hint is datetime:
        return datetime.fromisoformat(_plain(str, raw, path))
    return _read(hint, raw, path) if is_dataclass(hint) else _plain(hint, raw, path)


def _plain(kind: type[T], raw: object, path: str) -> T:
    # JSON's true is an int to Python; a count or a number on a scale is not.
    if type(raw) is not kind:
        raise ValueError(f"{path} is {type(raw).__name__}, not {kind.__name__}.")
    return raw


# ── Names readers must not see ──


def mask(v: PublishedVerdict, names: Sequence[tuple[str, str]]) -> PublishedVerdict:
    """``v`` with each protected name replaced by its role in every text field (L15, promise 7).

    ``names`` holds pairs (name, role). Slugs and links stay as they are: ask ``leaks`` about
    them. A claimant whose name was replaced counts as shown by role.
    """
    if not names:
        return v
    masked = _masked(v, ProtectedNames(names))
    is_role = v.is_claimant_role or masked.claimant != v.claimant
    return replace(masked, is_claimant_role=is_role)


def conceal(v: PublishedVerdict, names: Sequence[tuple[str, str]]) -> PublishedVerdict:
    """``mask`` for what readers have already: a slug with a name in it is made anew, such a link left out."""
    if not names:
        return v
    protected = ProtectedNames(names)
    article = v.article and _without_names_in_address(v.article, v.article.title, protected, names)
    shown = replace(
        _without_names_in_address(v, v.statement, protected, names),
        article=article,
        also_in=tuple(
            _without_names_in_address(one, one.title, protected, names) for one in v.also_in
        ),
        topics=tuple(one for one in v.topics if not _names(one, protected)),
        sources=tuple(replace(one, url=_kept(one.url, protected)) for one in v.sources),
        media=v.media and replace(v.media, **_kept_addresses(v.media, protected)),
    )
    return mask(shown, names)


def _names(topic: PublishedTopic, protected: ProtectedNames) -> bool:
    return protected.stands_in(topic.name) or protected.stands_in_address(topic.slug)


def without_name(source: PublishedSource, name: str, role: str) -> PublishedSource:
    """One source with a name replaced by its role in every text, and left out of its link."""
    names = ProtectedNames([(name, role)])
    return _masked(replace(source, url=_kept(source.url, names)), names)


Addressed = TypeVar("Addressed", PublishedVerdict, PublishedArticle)


def _without_names_in_address(
    value: Addressed, title: str, protected: ProtectedNames, names: Sequence[tuple[str, str]]
) -> Addressed:
    safe = _kept_addresses(value, protected)
    safe["slug"] = safe["slug"] or slug(title, protected=[name for name, _ in names])
    return replace(value, **safe)


def _kept_addresses(value: Any, protected: ProtectedNames) -> dict[str, Any]:
    """Its slugs and links, those that name somebody left empty."""
    return {
        each.name: _kept(getattr(value, each.name), protected)
        for each in fields(value)
        if _reads(each) == "address"
    }


def _kept(address: str, protected: ProtectedNames) -> str:
    return "" if protected.stands_in_address(address) else address


def leaks(v: PublishedVerdict, names: Sequence[tuple[str, str]]) -> list[str]:
    """Paths of the fields, links and slugs included, in which a protected name can be read.

    A path looks like ``sources[0].url``, counted from 0; empty when nothing leaks.
    """
    protected = ProtectedNames(names)
    search = {"text": protected.stands_in, "address": protected.stands_in_address}
    return [path for path, reads, text in _strings(v, "", "text") if search[reads](text)]


def _reads(each: Field[Any]) -> str:
    return str(each.metadata.get("reads", "text"))


def _masked(value: T, names: ProtectedNames) -> T:
    if isinstance(value, str):
        return cast("T", names.masked(value))
    if isinstance(value, tuple):
        return cast("T", tuple(_masked(item, names) for item in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    texts = {
        each.name: _masked(getattr(value, each.name), names)
        for each in fields(value)
        if _reads(each) == "text"
    }
    return replace(value, **texts)


def _strings(value: object, path: str, reads: str) -> Iterator[tuple[str, str, str]]:
    """Path, way of reading and text of every string in ``value`` that could carry a name."""
    if isinstance(value, str):
        yield path, reads, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings(item, f"{path}[{index}]", reads)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if _reads(each) != "fixed":
                inner = f"{path}.{each.name}" if path else each.name
                yield from _strings(getattr(value, each.name), inner, _reads(each))
