"""Rating scales: read them, make the next version of one, put one in use, map labels (R1-R7).

A version never changes once it is made, so what was published keeps the labels it was given.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput, clean_line
from factcheck.domain.ratings import (
    LANGUAGES,
    NOTE_CHARS,
    RatingInput,
    check_version,
    states_finding,
)
from factcheck.domain.refusals import NotReady, WrongState
from factcheck.domain.terms import Audience
from factcheck.models import Person, Rating, RatingMapping, RatingScale, ScaleVersion
from factcheck.services import history, readers
from factcheck.services.reference import outdate
from factcheck.services.stale import StaleSave

RATING_FIELDS = tuple(one.name for one in fields(RatingInput))


class NoSuchScale(LookupError):
    """There is no scale with this id."""

    sentence = "No such scale."


@dataclass(frozen=True)
class Version:
    """One version of a scale; `by_name` is empty where the set-up made it."""

    id: int
    number: int
    note: str
    created_at: datetime
    by_name: str
    ratings: tuple[RatingInput, ...]


@dataclass(frozen=True)
class Mapping:
    """An explicit, one-way mapping of a label of this scale to another scale's (R6)."""

    id: int
    from_code: str
    to_scale_id: int
    to_scale_name: str
    to_code: str
    note: str


@dataclass(frozen=True)
class Scale:
    """A scale with its versions, newest first, and the mappings that start from it."""

    id: int
    code: str
    name: str
    audience: Audience
    is_free_text: bool
    is_in_use: bool
    versions: tuple[Version, ...]
    mappings: tuple[Mapping, ...] = ()

    @property
    def current(self) -> Version:
        return self.versions[0]

    @property
    def number(self) -> int:
        """The number of the version in force, which a save must name."""
        return self.current.number

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.current.ratings)


@dataclass(frozen=True)
class MappingInput:
    """Which label is to be read as which label of another scale, and with what care."""

    from_code: str
    to_scale_id: int
    to_code: str
    note: str = ""


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────

_VERSIONS = (
    select(
        RatingScale.id.label("scale_id"),
        RatingScale.code,
        RatingScale.name,
        RatingScale.audience,
        RatingScale.is_free_text,
        RatingScale.is_in_use,
        ScaleVersion.id,
        ScaleVersion.number,
        ScaleVersion.note,
        ScaleVersion.created_at,
        func.coalesce(Person.name, "").label("by_name"),
    )
    .join(ScaleVersion, ScaleVersion.scale_id == RatingScale.id)
    .outerjoin(Person, Person.id == ScaleVersion.created_by_id)
    .order_by(RatingScale.is_in_use.desc(), RatingScale.id, ScaleVersion.number.desc())
)
_RATINGS = select(
    Rating.scale_version_id, *(Rating.__table__.columns[name] for name in RATING_FIELDS)
).order_by(Rating.scale_version_id, Rating.position, Rating.id)
_Target = aliased(RatingScale)
_MAPPINGS = (
    select(RatingMapping, _Target.name)
    .join(_Target, _Target.id == RatingMapping.to_scale_id)
    .order_by(RatingMapping.from_code, RatingMapping.to_scale_id)
)


def scales(session: Session) -> list[Scale]:
    """All scales, those in use first, each with its newest version only; two statements."""
    newest = select(func.max(ScaleVersion.id)).group_by(ScaleVersion.scale_id)
    return _scales(
        session,
        _VERSIONS.where(ScaleVersion.id.in_(newest)),
        _RATINGS.where(Rating.scale_version_id.in_(newest)),
    )


def scale(session: Session, scale_id: int) -> Scale:
    """One scale with all its versions and mappings; three statements.  Raises `NoSuchScale`."""
    of_it = select(ScaleVersion.id).where(ScaleVersion.scale_id == scale_id)
    found = _scales(
        session,
        _VERSIONS.where(RatingScale.id == scale_id),
        _RATINGS.where(Rating.scale_version_id.in_(of_it)),
        session.execute(_MAPPINGS.where(RatingMapping.from_scale_id == scale_id)),
    )
    if not found:
        raise NoSuchScale(scale_id)
    return found[0]


def _scales(
    session: Session,
    versions: Select[*tuple[Any, ...]],
    ratings: Select[*tuple[Any, ...]],
    mappings: Iterable[Row[RatingMapping, str]] = (),
) -> list[Scale]:
    labels: dict[int, list[RatingInput]] = defaultdict(list)
    for version_id, *values in session.execute(ratings):
        labels[version_id].append(RatingInput(**dict(zip(RATING_FIELDS, values, strict=True))))
    by_scale: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(versions):
        by_scale[row.scale_id].append(row)
    links = tuple(_mapping(one, name) for one, name in mappings)
    return [_scale(rows, labels, links) for rows in by_scale.values()]


def _scale(
    rows: list[Row[Any]], labels: dict[int, list[RatingInput]], links: tuple[Mapping, ...]
) -> Scale:
    first = rows[0]
    versions = tuple(
        Version(r.id, r.number, r.note, r.created_at, r.by_name, tuple(labels[r.id])) for r in rows
    )
    return Scale(
        id=first.scale_id,
        code=first.code,
        name=first.name,
        audience=first.audience,
        is_free_text=first.is_free_text,
        is_in_use=first.is_in_use,
        versions=versions,
        mappings=links,
    )


def _mapping(one: RatingMapping, to_name: str) -> Mapping:
    return Mapping(one.id, one.from_code, one.to_scale_id, to_name, one.to_code, one.note)


# ── Changing ─────────────────────────────────────────────────────────────────────────────────────


def new_version(
    work: Work, scale_id: int, seen_number: int, ratings: Sequence[RatingInput], note: str
) -> int:
    """Make the next version of a scale and return its number.

    Raises `NotYourPart`, `BadScale` (each problem beside its label), `BadInput` for the note, `WrongState` when
    nothing differs, and `StaleSave` when somebody made a version since `seen_number` was read.
    """
    require(Act.KEEP_SCALES, work.actor)
    before = _locked(work, scale_id)
    if before.number != seen_number:
        raise _stale(before, ratings)
    note = clean_line(note, label="The note", limit=NOTE_CHARS)
    check_version(ratings, is_free_text=before.is_free_text, codes_before=before.codes)
    if tuple(ratings) == before.current.ratings:
        raise WrongState(f"Nothing is changed: these are the labels of version {seen_number}.")
    add_version(work, scale_id, seen_number + 1, ratings, note)
    _changed(work, before, f"version {seen_number} -> {seen_number + 1}", reason=note)
    return seen_number + 1


def add_version(
    work: Work, scale_id: int, number: int, ratings: Sequence[RatingInput], note: str
) -> None:
    """Write a version with its labels as they are; the caller has checked them."""
    version = ScaleVersion(
        scale_id=scale_id,
        number=number,
        note=note,
        created_by_id=work.actor.id,
        created_at=work.now,
    )
    work.session.add(version)
    work.session.flush()
    rows = [
        {**_values(one), "position": place, "scale_version_id": version.id}
        for place, one in enumerate(ratings, start=1)
    ]
    work.session.execute(insert(Rating), rows)


def put_in_use(work: Work, scale_id: int) -> None:
    """Let new verdicts for the scale's audience carry its labels; the one before steps back.

    Raises `NotYourPart`, `WrongState` when it is in use already, `NotReady` when none of its labels states a
    finding and it does not ask for one in words.  What was published keeps its label.
    """
    require(Act.KEEP_SCALES, work.actor)
    found = _locked(work, scale_id)
    if found.is_in_use:
        raise WrongState("This scale is in use already.")
    if not found.is_free_text and not states_finding(found.current.ratings):
        raise NotReady("No label of this scale states a finding. Add one first.")
    same = RatingScale.audience == found.audience
    work.session.execute(update(RatingScale).where(same).values(is_in_use=False))
    work.session.execute(
        update(RatingScale).where(RatingScale.id == scale_id).values(is_in_use=True)
    )
    _changed(work, found, f"in use for {found.audience.value}")


def add_mapping(work: Work, scale_id: int, wanted: MappingInput) -> None:
    """Say that a label of this scale is to be read as one of another; one way only (R6).

    Raises `NotYourPart`, `BadInput` for a label or scale that does not exist, `WrongState` for a label that is
    mapped to that scale already.
    """
    require(Act.KEEP_SCALES, work.actor)
    start, target = _locked(work, scale_id), _other(work, scale_id, wanted.to_scale_id)
    if wanted.from_code not in start.codes or wanted.to_code not in target.codes:
        raise BadInput("Choose one of the labels.")
    if any(
        (one.from_code, one.to_scale_id) == (wanted.from_code, wanted.to_scale_id)
        for one in start.mappings
    ):
        raise WrongState("This label is mapped to that scale already; remove that mapping first.")
    note = clean_line(wanted.note, label="The note", limit=NOTE_CHARS, is_required=False)
    row = {"from_scale_id": scale_id, **vars(wanted), "note": note}
    work.session.execute(insert(RatingMapping).values(**row))
    said = f"{wanted.from_code} -> {target.code}:{wanted.to_code}"
    _changed(work, start, f"mapping added: {said}", reason=note)


def remove_mapping(work: Work, scale_id: int, mapping_id: int) -> None:
    """Take a mapping away.  Raises `NotYourPart`, and `WrongState` when it is gone already."""
    require(Act.KEEP_SCALES, work.actor)
    start = _locked(work, scale_id)
    one = next((one for one in start.mappings if one.id == mapping_id), None)
    if one is None:
        raise WrongState("This mapping is gone already.")
    work.session.execute(delete(RatingMapping).where(RatingMapping.id == mapping_id))
    _changed(work, start, f"mapping removed: {one.from_code} -> {one.to_scale_name}:{one.to_code}")


def _locked(work: Work, scale_id: int) -> Scale:
    """The scale as it is while nobody else can change one: two at once take turns."""
    work.session.execute(
        select(RatingScale.id)
        .where(or_(RatingScale.id == scale_id, RatingScale.is_in_use))
        .order_by(RatingScale.id)
        .with_for_update()
    )
    return scale(work.session, scale_id)


def _other(work: Work, scale_id: int, other_id: int) -> Scale:
    if other_id == scale_id:
        raise BadInput("Choose another scale: a label needs no mapping to its own.")
    try:
        return scale(work.session, other_id)
    except NoSuchScale:
        raise BadInput("Choose one of the scales.") from None


def _values(one: RatingInput) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in RATING_FIELDS}
    # Both words of each, so that a form that is sent as it was shown says the same.
    values["translations"] = {
        code: {name: words.get(name, "") for name in ("label", "definition")}
        for code, words in one.translations.items()
    }
    return values


def _changed(work: Work, found: Scale, detail: str, *, reason: str = "") -> None:
    outdate(work)
    readers.tell_caches(work)
    history.record(
        work, Event.SCALE_CHANGED, subject=f"scale:{found.code}", reason=reason, detail=detail
    )


def _stale(before: Scale, ratings: Sequence[RatingInput]) -> StaleSave:
    return StaleSave(
        noun="scale",
        theirs=_spelled(before.current.ratings),
        yours=_spelled(ratings),
        by_name=before.current.by_name,
        at=before.current.created_at,
        version=before.number,
    )


def _spelled(ratings: Sequence[RatingInput]) -> dict[str, str]:
    """Each label in words, for the conflict page, under its code: that no rewording changes."""
    return {
        one.code.replace("_", " "): _in_words(place, one) for place, one in enumerate(ratings, 1)
    }


def _in_words(place: int, one: RatingInput) -> str:
    number = f"number {one.value}" if one.value is not None else "no number"
    retired = f"Retired: {one.retired_note}" if one.is_retired else ""
    said = (
        f"{LANGUAGES.get(code, code)}: " + ": ".join(filter(None, words.values()))
        for code, words in one.translations.items()
    )
    lines = (f"{place}. {one.label} ({number})", one.definition, retired, *said)
    return "\n".join(filter(None, lines))
