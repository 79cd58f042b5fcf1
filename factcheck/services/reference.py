"""What every page needs and hardly ever changes: rating scales in all versions, approval policies.

Read once per engine and kept; `desk.reference_version` says when it must be read anew, in every
process.  Scales and policies are changed in the modules of those names, which call `outdate`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.rating_words import RatingWords
from factcheck.domain.terms import Audience
from factcheck.models import Desk, PolicyRow, Rating, RatingScale, ScaleVersion

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class RatingView:
    """One label of one scale version.

    `steps` are the labels on the axis of its version that are still given, worst first, and `step`
    is this label's place among them: None beside the axis and for a retired label.  `value`,
    `worst` and `best` are all numbers or all None (D8).
    """

    id: int
    scale_id: int
    scale_code: str
    scale_name: str
    scale_version: int
    audience: Audience
    code: str
    label: str
    definition: str
    position: int
    value: int | None
    hue: str
    minimum_origins: int
    is_undetermined: bool
    is_characterisation: bool
    is_retired: bool
    retired_note: str
    translations: Mapping[str, Mapping[str, str]]
    steps: tuple[str, ...] = ()
    step: int | None = None
    best: int | None = None
    worst: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScaleView:
    """A scale in use: the labels of its newest version in their order, retired ones among them."""

    scale_id: int
    code: str
    name: str
    audience: Audience
    version_id: int
    number: int
    is_free_text: bool
    ratings: tuple[RatingView, ...]

    @property
    def choices(self) -> tuple[RatingView, ...]:
        """The labels that a new verdict may carry."""
        return tuple(rating for rating in self.ratings if not rating.is_retired)


def _frozen(items: Iterable[tuple[Key, Value]] = ()) -> Mapping[Key, Value]:
    return MappingProxyType(dict(items))


@dataclass(frozen=True)
class Reference:
    """Scales and policies as of `version`; `ratings` holds each label of each version by id."""

    version: int = 0
    ratings: Mapping[int, RatingView] = field(default_factory=_frozen)
    in_use: Mapping[Audience, ScaleView] = field(default_factory=_frozen)
    policies: Mapping[RiskClass, Policy] = field(
        default_factory=lambda: _frozen((risk, Policy()) for risk in RiskClass)
    )

    @cached_property
    def words(self) -> RatingWords:
        """How the labels readers get are said in other languages; made when somebody first asks."""
        of_readers = (one for one in self.ratings.values() if one.audience is Audience.READERS)
        return RatingWords(of_readers)


_KEPT: WeakKeyDictionary[Engine, Reference] = WeakKeyDictionary()

_VERSION = select(Desk.reference_version)
_SCALES = (
    select(
        RatingScale.id.label("scale_id"),
        RatingScale.code.label("scale_code"),
        RatingScale.name.label("scale_name"),
        RatingScale.audience,
        RatingScale.is_free_text,
        RatingScale.is_in_use,
        ScaleVersion.id.label("version_id"),
        ScaleVersion.number.label("scale_version"),
        *Rating.__table__.columns,
    )
    .join(ScaleVersion, ScaleVersion.scale_id == RatingScale.id)
    .outerjoin(Rating, Rating.scale_version_id == ScaleVersion.id)
    .order_by(RatingScale.id, ScaleVersion.number, Rating.position, Rating.id)
)
POLICY_FIELDS = tuple(one.name for one in fields(Policy))
_POLICIES = select(
    PolicyRow.risk_class, *(PolicyRow.__table__.columns[name] for name in POLICY_FIELDS)
)
_FROM_ROW = frozenset(one.name for one in fields(RatingView)) - {"steps", "step", "best", "worst"}


def reference(session: Session, version: int | None = None) -> Reference:
    """The desk's scales and policies, from memory where they are still those of the database.

    `version` is the desk's `reference_version` where the caller has just read it: then nothing is
    asked of the database unless it rose.  Otherwise one small statement, and three when all must
    be read anew.

    Call it before, not after, a change of scales or policies in the same `Work`: what it reads
    then is not yet certain to stay, and would be kept all the same.
    """
    engine = session.get_bind().engine
    kept = _KEPT.get(engine)
    if kept is not None and kept.version == version:
        return kept
    # The number is read before what it counts: a change in between then shows as a rise.
    found = session.scalar(_VERSION)
    if found is None:
        return Reference()
    if kept is None or kept.version != found:
        kept = _read(session, found)
        _KEPT[engine] = kept
    return kept


def outdate(work: Work) -> None:
    """Say, with the change itself, that scales or policies have to be read anew everywhere."""
    work.session.execute(update(Desk).values(reference_version=Desk.reference_version + 1))


def _read(session: Session, version: int) -> Reference:
    ratings: dict[int, RatingView] = {}
    in_use: dict[Audience, ScaleView] = {}
    for _, group in groupby(session.execute(_SCALES), key=lambda row: row.version_id):
        rows = list(group)
        views = _views([row for row in rows if row.id is not None])
        ratings.update((view.id, view) for view in views)
        if rows[0].is_in_use:  # versions come in rising order, so that the newest stays
            in_use[rows[0].audience] = _scale(rows[0], views)
    return Reference(version, _frozen(ratings.items()), _frozen(in_use.items()), _policies(session))


def _policies(session: Session) -> Mapping[RiskClass, Policy]:
    stored = {risk: Policy(*values) for risk, *values in session.execute(_POLICIES)}
    return _frozen((risk, stored.get(risk, Policy())) for risk in RiskClass)


def _scale(row: Row[Any], views: tuple[RatingView, ...]) -> ScaleView:
    return ScaleView(
        scale_id=row.scale_id,
        code=row.scale_code,
        name=row.scale_name,
        audience=row.audience,
        version_id=row.version_id,
        number=row.scale_version,
        is_free_text=row.is_free_text,
        ratings=views,
    )


def _views(rows: list[Row[Any]]) -> tuple[RatingView, ...]:
    """The labels of one version, each with its place on the axis."""
    plain = [RatingView(**{name: getattr(row, name) for name in _FROM_ROW}) for row in rows]
    return tuple(place(view, plain) for view in plain)


def place(view: RatingView, version: Iterable[RatingView]) -> RatingView:
    """The label with its place on the axis of its version: a retired one is no step any more."""
    axis = sorted(
        (one for one in version if one.value is not None and not one.is_retired),
        key=lambda one: cast("int", one.value),
    )
    steps = tuple(one.label for one in axis)
    if view.value is None:
        return replace(view, steps=steps)
    values = [cast("int", one.value) for one in axis] + [view.value]
    step = next((index for index, one in enumerate(axis) if one.id == view.id), None)
    return replace(view, steps=steps, step=step, best=max(values), worst=min(values))
