"""The statements of the queue, each made once per shape of the filter and then only given values.

Every one starts from an index: by state, by person and state, by article and state, by risk and
state, or from the full-text index.  A test explains each combination.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)

from factcheck.dialects import Dialect
from factcheck.domain.renewal import Outcome
from factcheck.domain.terms import ReviewState, State
from factcheck.models import (
    AnchorMove,
    Claim,
    Conflict,
    Contribution,
    Desk,
    Evidence,
    LegalHold,
    Person,
    Publication,
    PublicationVersion,
    Rating,
    Review,
    Verdict,
)
from factcheck.services.queue_filters import Filter, Place, Sort

ROWS = 40
COUNTED = 1_001  # one more than is shown as a number: beyond it stands "1000+"
FENCE = 100_000
LOOKED_AT = "looked at"

AnySelect = Select[*tuple[Any, ...]]
Union = CompoundSelect[*tuple[Any, ...]]

# Written as the partial index writes it, or SQLite does not see that the index serves.
AT_RISK = or_(
    Claim.names_private_person,
    Claim.alleges_crime,
    Claim.involves_minor,
    Claim.judges_private_person,
)
STILL_ASKED = (ReviewState.ASKED, ReviewState.READING)


def values(dialect: Dialect, wanted: Filter, person_id: int | None) -> dict[str, Any]:
    """The values for the names that stand in the statements below."""
    found: dict[str, Any] = {"me": person_id, "article_id": wanted.article_id}
    if wanted.is_search:
        state = wanted.state.value if wanted.state else ""
        found |= {"pattern": dialect.pattern(wanted.words), "state": state}
    if wanted.after is not None:
        found |= {
            "after_id": wanted.after.id,
            "after_at": wanted.after.at,
            "after_due": wanted.after.due_on,
        }
    return found


# ── Which claims ─────────────────────────────────────────────────────────────────────────────────


def _narrowing(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.is_mine:
        found.append(Claim.assignee_id == bindparam("me"))
    if wanted.article_id is not None:
        found.append(Claim.article_id == bindparam("article_id"))
    if wanted.is_at_risk:
        found.append(AT_RISK)
    if wanted.is_asked:
        found.append(Claim.id.in_(_asked_of_me(select(Verdict.claim_id))))
    return found


def _asked_of_me(found: AnySelect) -> AnySelect:
    """From the reviews `me` was asked for and has not decided on to their current verdicts."""
    return (
        found.select_from(Review)
        .join(Verdict, Verdict.id == Review.verdict_id)
        .where(Review.reviewer_id == bindparam("me"), Review.state.in_(STILL_ASKED))
        .where(Verdict.is_current)
    )


def _order(wanted: Filter, row: Any) -> tuple[Any, ...]:
    if wanted.is_search:
        return (row.id.desc(),)
    if wanted.sort is Sort.DUE:
        return (row.due_on.is_(None), row.due_on, row.id)
    if wanted.sort is Sort.NEWEST:
        return (row.state_since_at.desc(), row.id.desc())
    return (row.state_since_at, row.id)


def _beyond(wanted: Filter, row: Any) -> list[ColumnElement[bool]]:
    """Only what comes after the page before."""
    if wanted.after is None:
        return []
    last_id: BindParameter[int] = bindparam("after_id")
    if wanted.sort is Sort.DUE:
        last = tuple_(bindparam("after_due", type_=Claim.due_on.type), last_id)
        return [tuple_(row.due_on, row.id) > last] if wanted.after.due_on else [row.id > last_id]
    last = tuple_(bindparam("after_at", type_=Claim.state_since_at.type), last_id)
    here = tuple_(row.state_since_at, row.id)
    return [here < last if wanted.sort is Sort.NEWEST else here > last]


def _ids(wanted: Filter) -> AnySelect:
    """The numbers of the claims of one page, and one more if there is one."""
    if wanted.is_asked or (wanted.is_narrowed and wanted.sort is Sort.DUE):
        pieces = (
            _by_date(wanted, _few(wanted).c) if wanted.sort is Sort.DUE else [_few_in_order(wanted)]
        )
    else:
        pieces = [piece for state in wanted.states for piece in _of_state(wanted, state)]
    first = union_all(*(select(piece.subquery()) for piece in pieces)).subquery("first")
    return select(first.c.id).order_by(*_order(wanted, first.c)).limit(ROWS + 1)


def _of_state(wanted: Filter, state: State) -> list[AnySelect]:
    """The first rows of one state from where the page goes on, read off an index in its order."""
    of_it = [Claim.state == state, *_narrowing(wanted)]
    if wanted.sort is Sort.DUE:
        return [piece.where(*of_it) for piece in _by_date(wanted, Claim)]
    found: AnySelect = select(Claim.id, Claim.state_since_at, Claim.due_on)
    found = found.where(*of_it, *_beyond(wanted, Claim))
    return [found.order_by(*_order(wanted, Claim)).limit(ROWS + 1)]


def _by_date(wanted: Filter, row: Any) -> list[AnySelect]:
    """Those with a date, then those without: to the index they are two ranges."""
    found: AnySelect = select(row.id, row.state_since_at, row.due_on).limit(ROWS + 1)
    dated = found.where(row.due_on.is_not(None)).order_by(row.due_on, row.id)
    undated = found.where(row.due_on.is_(None)).order_by(row.id)
    if wanted.after is None:
        return [dated, undated]
    if wanted.after.due_on is None:
        return [undated.where(*_beyond(wanted, row))]
    return [dated.where(*_beyond(wanted, row)), undated]


def _few(wanted: Filter) -> Subquery:
    """Claims that another index than that of the order leads to; they are few, and sorted after.

    The limit is a fence: without it SQLite would walk the order's index and look for them there.
    """
    found: AnySelect = select(Claim.id, Claim.state, Claim.state_since_at, Claim.due_on)
    if wanted.is_asked:
        found = _asked_of_me(found).join(Claim, Claim.id == Verdict.claim_id)
    found = found.where(Claim.state.in_(wanted.states))
    return found.where(*_narrowing(replace(wanted, is_asked=False))).limit(FENCE).subquery("few")


def _few_in_order(wanted: Filter) -> AnySelect:
    few = _few(wanted).c
    found: AnySelect = select(few.id, few.state_since_at, few.due_on).where(*_beyond(wanted, few))
    return found.order_by(*_order(wanted, few)).limit(ROWS + 1)


def _hits(dialect: Dialect, wanted: Filter, limit: int) -> AnySelect:
    """The newest claims that hold the words, from where the page goes on."""
    state = bindparam("state", type_=String()) if wanted.state else None
    found: Any = dialect.hits(bindparam("pattern", type_=String()), state)
    if wanted.after is not None:
        found = found.where(found.selected_columns[0] < bindparam("after_id"))
    return found.limit(limit)  # type: ignore[no-any-return]  # a Select of ids, as it was


def _found_ids(dialect: Dialect, wanted: Filter) -> AnySelect:
    """A search narrowed further looks at so many of the newest hits, and says so."""
    hits = _hits(dialect, wanted, COUNTED if wanted.is_narrowed else ROWS + 1)
    found: AnySelect = select(Claim.id).where(Claim.id.in_(hits), *_narrowing(wanted))
    return found.order_by(Claim.id.desc()).limit(ROWS + 1)


# ── The rows ─────────────────────────────────────────────────────────────────────────────────────


def rows(dialect: Dialect, wanted: Filter) -> AnySelect:
    """The claims of one page, joined with what there is at most one of."""
    return _rows_of_shape(dialect, _shape(wanted))


def _shape(wanted: Filter) -> Filter:
    """The filter with every value that does not change the statement made alike."""
    after = wanted.after and Place(1, due_on=wanted.after.due_on and date.min)
    shape = replace(wanted, after=after, article_id=None if wanted.article_id is None else 1)
    if not wanted.is_search:
        return shape
    state = wanted.state and State.OPEN
    return replace(shape, words=("any",), state=state, sort=Sort.SINCE)


@lru_cache(maxsize=256)
def _rows_of_shape(dialect: Dialect, shape: Filter) -> AnySelect:
    return _rows(shape, _found_ids(dialect, shape) if shape.is_search else _ids(shape))


def _rows(wanted: Filter, ids: AnySelect) -> AnySelect:
    is_held = exists().where(LegalHold.claim_id == Claim.id, LegalHold.released_at.is_(None))
    is_text_changed = exists().where(
        AnchorMove.claim_id == Claim.id,
        AnchorMove.decided_at.is_(None),
        AnchorMove.outcome != Outcome.KEPT,
    )
    found: AnySelect = select(
        Claim.id,
        Claim.statement,
        Claim.claimant,
        Claim.claimant_role,
        Claim.state,
        Claim.state_since_at,
        Claim.due_on,
        Claim.names_private_person,
        Claim.alleges_crime,
        Claim.involves_minor,
        Claim.judges_private_person,
        Claim.assignee_id,
        Person.name.label("assignee"),
        Verdict.author_id,
        func.coalesce(func.nullif(Verdict.conclusion, ""), Rating.label).label("rating"),
        Rating.hue,
        is_held.label("is_held"),
        is_text_changed.label("is_text_changed"),
        PublicationVersion.policy.label("published_policy"),
        select(Desk.reference_version).scalar_subquery().label("reference_version"),
    )
    return (
        found.outerjoin(Person, Person.id == Claim.assignee_id)
        .outerjoin(Verdict, and_(Verdict.claim_id == Claim.id, Verdict.is_current))
        .outerjoin(Rating, Rating.id == Verdict.rating_id)
        .outerjoin(Publication, Publication.claim_id == Claim.id)
        .outerjoin(
            PublicationVersion,
            and_(
                PublicationVersion.publication_id == Publication.id,
                PublicationVersion.number == Publication.current_number,
            ),
        )
        .where(Claim.id.in_(ids))
        .order_by(*_order(wanted, Claim))
    )


# ── What hangs on them ───────────────────────────────────────────────────────────────────────────


def _piece(kind: str, claim_id: Any, row_id: Any, **parts: Any) -> AnySelect:
    return select(
        literal(kind).label("kind"),
        claim_id.label("claim_id"),
        row_id.label("row_id"),
        type_coerce(parts.get("code", literal("")), String).label("code"),
        type_coerce(parts.get("capacity", literal("")), String).label("capacity"),
        parts.get("name", literal("")).label("name"),
        parts.get("number", literal(0)).label("number"),
        parts.get("is_live", literal(1)).label("is_live"),
    )


def _details() -> Union:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    evidence = _piece(
        "evidence",
        Evidence.claim_id,
        func.min(Evidence.id),
        code=Evidence.stance,
        number=func.count(),
    )
    reviews = _piece(
        "review",
        Verdict.claim_id,
        Review.id,
        code=Review.state,
        capacity=Review.capacity,
        name=Person.name,
        number=Review.reviewer_id,
        is_live=case((Person.disabled_at.is_(None), 1), else_=0),
    )
    deeds = _piece("deed", Contribution.claim_id, Contribution.id, name=Contribution.deed)
    conflicts = _piece("conflict", Conflict.claim_id, Conflict.id, name=Conflict.reason)
    return union_all(
        evidence.where(Evidence.claim_id.in_(ids), Evidence.withdrawn_at.is_(None)).group_by(
            Evidence.claim_id, Evidence.stance
        ),
        reviews.select_from(Review)
        .join(Verdict, Verdict.id == Review.verdict_id)
        .join(Person, Person.id == Review.reviewer_id)
        .where(Verdict.claim_id.in_(ids), Verdict.is_current),
        deeds.where(Contribution.claim_id.in_(ids), Contribution.person_id == bindparam("me")),
        conflicts.where(Conflict.claim_id.in_(ids), Conflict.person_id == bindparam("me")),
    )


DETAILS = _details()


# ── How many ─────────────────────────────────────────────────────────────────────────────────────


def counts(dialect: Dialect, wanted: Filter) -> Union:
    """(state, how many, 0) for each state under the same filters, none above `COUNTED`.

    A search counts among its newest hits, and adds (`LOOKED_AT`, how many they are, the oldest of
    those below where the page goes on).
    """
    if wanted.is_search:
        return _counts_of_search(dialect, _shape(wanted))
    return _counts_of_shape(replace(_shape(wanted), state=None, sort=Sort.SINCE, after=None))


@lru_cache(maxsize=64)
def _counts_of_search(dialect: Dialect, wanted: Filter) -> Union:
    seen = _hits(dialect, wanted, COUNTED).cte("seen")
    newest = seen
    if wanted.state is not None or wanted.after is not None:
        newest = _hits(dialect, replace(wanted, state=None, after=None), COUNTED).cte("newest")
    by_state: AnySelect = select(type_coerce(Claim.state, String), func.count(), literal(0))
    if wanted.is_narrowed:  # an index of the narrowing may lead to fewer
        by_state = by_state.where(Claim.id.in_(select(newest.c[0])), *_narrowing(wanted))
    else:  # a list of the hits to look them up in takes as long as looking each up
        by_state = by_state.select_from(newest).join(Claim, Claim.id == newest.c[0])
    by_state = by_state.group_by(Claim.state)
    looked: AnySelect = select(
        literal(LOOKED_AT), func.count(), func.coalesce(func.min(seen.c[0]), 0)
    ).select_from(seen)
    return union_all(by_state, looked)


@lru_cache(maxsize=64)
def _counts_of_shape(shape: Filter) -> Union:
    if shape.is_asked:
        few = _few(replace(shape, words=("any",))).c  # a filter with words knows all states
        grouped: AnySelect = select(type_coerce(few.state, String), func.count(), literal(0))
        return union_all(grouped.group_by(few.state))
    return union_all(*(_capped(shape, state) for state in State))


def _capped(shape: Filter, state: State) -> AnySelect:
    found = select(literal(1).label("one")).select_from(Claim)
    found = found.where(Claim.state == state, *_narrowing(shape)).limit(COUNTED)
    return select(literal(state.value), func.count(), literal(0)).select_from(found.subquery())
