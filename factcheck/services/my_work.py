"""My work: what waits for one person, gathered in one statement.

Each section looks at so many rows and no more; the whole of it stands in the queue.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session, aliased

from factcheck.db import UTCDateTime
from factcheck.domain.acts import ALLOWED, Act
from factcheck.domain.renewal import Outcome
from factcheck.domain.source_checks import Outcome as SourceOutcome
from factcheck.domain.terms import (
    Actor,
    ArticleKind,
    Capacity,
    Part,
    ReplyOutcome,
    ReviewState,
    State,
)
from factcheck.models import (
    AnchorMove,
    Article,
    Claim,
    Conflict,
    Evidence,
    Person,
    Publication,
    ReplyRequest,
    Review,
    SourceCheck,
    Verdict,
    Withholding,
)
from factcheck.services import unasked
from factcheck.services.queue_statements import STILL_ASKED, AnySelect
from factcheck.services.reviews import DECIDERS

SHOWN = 10  # rows of a section on the page
HELD = 100  # claims of one person that are looked at; nobody holds more at once
LOOKED_AT = 200  # the newest approved claims that are looked at for those readers can get
REPLIES = 200  # the newest replies that are looked at for late ones
SOON_DAYS = 3
ME: BindParameter[int] = bindparam("me")
_HELD_STATES = (State.CHECKING, State.IN_REVIEW, State.APPROVED)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One claim that waits: its state, and for some sections who did what, when and why."""

    claim_id: int
    statement: str
    state: State
    since: datetime
    due_on: date | None
    who: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass
class MyWork:
    """The sections, each at most one row longer than is shown, so that "all" can be offered."""

    sent_back: list[Item] = field(default_factory=list)
    text_changed: list[Item] = field(default_factory=list)
    sources: list[Item] = field(default_factory=list)
    overdue: list[Item] = field(default_factory=list)
    due_soon: list[Item] = field(default_factory=list)
    held: list[Item] = field(default_factory=list)
    reviews: list[Item] = field(default_factory=list)
    to_review: list[Item] = field(default_factory=list)
    to_clear: list[Item] = field(default_factory=list)
    late_replies: list[Item] = field(default_factory=list)
    retractions: list[Item] = field(default_factory=list)
    orders: list[Item] = field(default_factory=list)
    to_publish: list[Item] = field(default_factory=list)
    free: list[Item] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def my_work(session: Session, actor: Actor, today: date) -> MyWork:
    """What waits for `actor` on the day `today`; one statement."""
    found = MyWork()
    for row in session.execute(_statement(actor.parts), {"me": actor.id}):
        _put(found, row, today)
    # Afterwards, since no database promises which section's rows come first.
    returned = {one.claim_id for one in found.sent_back}
    found.held = [one for one in found.held if one.claim_id not in returned]
    cleared = {one.claim_id for one in found.to_clear}
    found.to_review = [one for one in found.to_review if one.claim_id not in cleared]
    return found


@lru_cache(maxsize=32)
def _statement(parts: frozenset[Part]) -> AnySelect:
    """Every section that is of use to somebody with these parts; made once for each set of them."""
    wanted = [_sent_back(), _sources(), _held()]
    if parts & {Part.REVIEWER, Part.EDITOR, Part.LEGAL_REVIEWER}:
        wanted.append(_reviews())
    if parts & set(DECIDERS[Capacity.EDITORIAL]):
        wanted.append(_unasked("to_review", unasked.to_review()))
    if parts & set(DECIDERS[Capacity.LEGAL]):
        wanted.append(_unasked("to_clear", unasked.to_clear()))
    if parts & {Part.CHECKER, Part.EDITOR}:
        wanted += [_text_changed(is_editor=Part.EDITOR in parts), _late_replies(), _free()]
    if Part.EDITOR in parts:
        wanted += [_retractions(), _to_publish()]
    if parts & set(ALLOWED[Act.WITHHOLD].parts):
        wanted.append(_orders())
    pieces = union_all(*(select(piece.subquery()) for piece in wanted)).subquery("pieces")
    found: AnySelect = select(
        pieces,
        Claim.statement,
        Claim.state,
        Claim.state_since_at,
        Claim.due_on,
        Person.name.label("who"),
    )
    return (
        found.join(Claim, Claim.id == pieces.c.claim_id)
        .outerjoin(Person, Person.id == pieces.c.who_id)
        .order_by(pieces.c.place)
    )


def _put(found: MyWork, row: Row[Any], today: date) -> None:
    item = Item(
        claim_id=row.claim_id,
        statement=row.statement,
        state=row.state,
        since=row.state_since_at,
        due_on=row.due_on,
        who=row.who or "",
        at=row.at,
        note=row.note,
    )
    section = _by_date(item, today) if row.section == "held" else row.section
    getattr(found, section).append(item)


def _by_date(item: Item, today: date) -> str:
    if item.due_on is None or item.due_on > today + timedelta(days=SOON_DAYS):
        return "held"
    return "overdue" if item.due_on < today else "due_soon"


# ── The sections ─────────────────────────────────────────────────────────────────────────────────


def _piece(section: str, claim_id: Any, order: Any, **said: Any) -> AnySelect:
    """Rows of one section; `order` sorts them, and the position of each in that order is its `place`."""
    found: AnySelect = select(
        literal(section).label("section"),
        claim_id.label("claim_id"),
        func.row_number().over(order_by=order).label("place"),
        said.get("who_id", as_type(null(), Integer)).label("who_id"),
        said.get("at", as_type(null(), UTCDateTime)).label("at"),
        said.get("note", literal("")).label("note"),
    )
    return found.order_by(*order)


def _held() -> AnySelect:
    """What I hold and still has a road before it: in our own drafts that ends with the approval."""
    return (
        _piece("held", Claim.id, (Claim.due_on.is_(None), Claim.due_on, Claim.state_since_at))
        .join(Article, Article.id == Claim.article_id)
        .where(Claim.assignee_id == ME, Claim.state.in_(_HELD_STATES))
        .where(or_(Claim.state != State.APPROVED, Article.kind == ArticleKind.ELSEWHERE))
        .limit(HELD)
    )


def _sent_back() -> AnySelect:
    """Claims I hold that a reviewer returned: the vote that did it and the move have one moment."""
    return (
        _piece(
            "sent_back",
            Claim.id,
            (Claim.state_since_at, Claim.id),
            who_id=Review.reviewer_id,
            at=Review.decided_at,
            note=Review.note,
        )
        .select_from(Claim)
        .join(Verdict, Verdict.claim_id == Claim.id)
        .join(
            Review,
            and_(
                Review.verdict_id == Verdict.id,
                Review.state == ReviewState.SENT_BACK,
                Review.decided_at == Claim.state_since_at,
            ),
        )
        .where(Claim.assignee_id == ME, Claim.state == State.CHECKING)
        .limit(SHOWN + 1)
    )


def _reviews() -> AnySelect:
    return (
        _piece(
            "reviews",
            Claim.id,
            (Review.asked_at, Review.id),
            who_id=Review.asked_by_id,
            at=Review.asked_at,
        )
        .select_from(Review)
        .join(Verdict, and_(Verdict.id == Review.verdict_id, Verdict.is_current))
        .join(Claim, Claim.id == Verdict.claim_id)
        .where(Review.reviewer_id == ME, Review.state.in_(STILL_ASKED))
        .where(Claim.state.in_((State.IN_REVIEW, State.APPROVED)))
        .limit(SHOWN + 1)
    )


def _unasked(section: str, which: AnySelect) -> AnySelect:
    waiting = which.limit(SHOWN + 1).subquery(f"{section}_waiting")
    return _piece(section, waiting.c.id, (waiting.c.state_since_at, waiting.c.id))


def _text_changed(*, is_editor: bool) -> AnySelect:
    """Claims whose words a newer text changed or lost: what I hold, and for an editor what readers have (A8)."""
    waits = (
        select(AnchorMove.claim_id)
        .where(AnchorMove.decided_at.is_(None), AnchorMove.outcome != Outcome.KEPT)
        .group_by(AnchorMove.claim_id)
        .subquery("waits")
    )
    mine = Claim.assignee_id == ME
    return (
        _piece("text_changed", Claim.id, (Claim.updated_at, Claim.id), at=Claim.updated_at)
        .join(waits, waits.c.claim_id == Claim.id)
        .where(or_(mine, Claim.state == State.PUBLISHED) if is_editor else mine)
        .limit(SHOWN + 1)
    )


def _sources() -> AnySelect:
    """Claims I hold of whose sources one died or changed, and nobody has looked at that yet (E17)."""
    news = (
        select(
            Evidence.claim_id,
            func.min(SourceCheck.since_at).label("since_at"),
            func.count().label("count"),
        )
        .join(Evidence, Evidence.id == SourceCheck.evidence_id)
        .join(Claim, Claim.id == Evidence.claim_id)
        .where(
            SourceCheck.is_standing,
            SourceCheck.settled_at.is_(None),
            SourceCheck.outcome.in_((SourceOutcome.GONE, SourceOutcome.CHANGED)),
            SourceCheck.address == Evidence.url,
            Evidence.withdrawn_at.is_(None),
            Claim.assignee_id == ME,
        )
        .group_by(Evidence.claim_id)
        .subquery("news")
    )
    return _piece(
        "sources",
        news.c.claim_id,
        (news.c.since_at, news.c.claim_id),
        at=news.c.since_at,
        note=as_type(news.c.count, String),
    ).limit(SHOWN + 1)


def _late_replies() -> AnySelect:
    """Replies that came after the verdict was published and that no change has taken up (L8)."""
    newest = (
        select(ReplyRequest.claim_id, ReplyRequest.settled_at, ReplyRequest.whom)
        .where(ReplyRequest.outcome == ReplyOutcome.REPLIED)
        .order_by(ReplyRequest.settled_at.desc())
        .limit(REPLIES)
        .subquery("newest")
    )
    return (
        _piece(
            "late_replies",
            newest.c.claim_id,
            (newest.c.settled_at.desc(),),
            at=newest.c.settled_at,
            note=newest.c.whom,
        )
        .select_from(newest)
        .join(Publication, Publication.claim_id == newest.c.claim_id)
        .join(Claim, and_(Claim.id == newest.c.claim_id, Claim.state == State.PUBLISHED))
        .where(newest.c.settled_at > Publication.updated_at, Publication.retracted_at.is_(None))
        .limit(SHOWN + 1)
    )


def _free() -> AnySelect:
    """Claims to be checked that nobody holds, the longest waiting first, but for those I stay out of (M12)."""
    i_stay_out = exists().where(Conflict.claim_id == Claim.id, Conflict.person_id == ME)
    waiting = (
        select(Claim.id, Claim.state_since_at)
        .where(Claim.state == State.OPEN, Claim.assignee_id.is_(None), ~i_stay_out)
        .order_by(Claim.state_since_at, Claim.id)
        .limit(SHOWN + 1)
        .subquery("waiting")
    )
    return _piece("free", waiting.c.id, (waiting.c.state_since_at, waiting.c.id))


def _retractions() -> AnySelect:
    """Retractions of others that wait for a second person."""
    retractor = aliased(Person)
    return (
        _piece(
            "retractions",
            Publication.claim_id,
            (Publication.retracted_at,),
            who_id=retractor.id,
            at=Publication.retracted_at,
        )
        .join(retractor, retractor.id == Publication.retracted_by_id)
        .where(Publication.retracted_at.is_not(None), Publication.confirmed_at.is_(None))
        .where(Publication.retracted_by_id != ME)
        .limit(SHOWN + 1)
    )


def _orders() -> AnySelect:
    """Orders to withhold a page that others entered and nobody confirmed yet, but for claims I stay out of (M12)."""
    asker = aliased(Person)
    i_stay_out = exists().where(Conflict.claim_id == Publication.claim_id, Conflict.person_id == ME)
    return (
        _piece(
            "orders",
            Publication.claim_id,
            (Withholding.asked_at, Withholding.id),
            who_id=asker.id,
            at=Withholding.asked_at,
            note=Withholding.authority,
        )
        .select_from(Withholding)
        .join(Publication, Publication.id == Withholding.publication_id)
        .join(asker, asker.id == Withholding.asked_by_id)
        .where(Withholding.ended_at.is_(None), Withholding.confirmed_at.is_(None))
        .where(Withholding.asked_by_id != ME, ~i_stay_out)
        .limit(SHOWN + 1)
    )


def _to_publish() -> AnySelect:
    """The newest approved claims that readers can get; our own drafts end approved and stay on the desk."""
    newest = (
        select(Claim.id, Claim.article_id, Claim.state_since_at)
        .where(Claim.state == State.APPROVED)
        .order_by(Claim.state_since_at.desc(), Claim.id.desc())
        .limit(LOOKED_AT)
        .subquery("newest")
    )
    approved = (
        select(newest.c.id, newest.c.state_since_at)
        .join(Article, Article.id == newest.c.article_id)
        .where(Article.kind == ArticleKind.ELSEWHERE)
        .order_by(newest.c.state_since_at, newest.c.id)
        .limit(SHOWN + 1)
        .subquery("approved")
    )
    return _piece("to_publish", approved.c.id, (approved.c.state_since_at, approved.c.id))
