"""What readers sent in, for reading: the desk's list, one message, and the private page of its sender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.tips import TOLD, TipKind, TipState
from factcheck.domain.translations import english_name
from factcheck.domain.wording import ENGLISH
from factcheck.models import Claim, Person, Publication, Tip
from factcheck.services.sessions import hash_token
from factcheck.services.standing import HIGHEST_ID
from factcheck.services.tips import NoSuchTip

COUNTED = 1_001  # more than this are "1000+"


@dataclass(frozen=True)
class TipLine:
    """One line of the list."""

    id: int
    kind: TipKind
    state: TipState
    words: str
    seen_where: str
    received_at: datetime
    claim_id: int | None
    publication_id: int | None


@dataclass(frozen=True)
class Listed:
    """One page of the list, and how many there are in each state, `COUNTED` at most."""

    rows: Sequence[TipLine]
    next_after: int | None
    counts: Mapping[TipState, int]


def listed(session: Session, state: TipState, after: int = 0) -> Listed:
    """Messages in one state behind number `after`: those that wait the longest first, decided ones the newest first."""
    wanted = select(
        Tip.id,
        Tip.kind,
        Tip.state,
        Tip.words,
        Tip.seen_where,
        Tip.received_at,
        Tip.claim_id,
        Tip.publication_id,
    ).where(Tip.state == state)
    if state is TipState.RECEIVED:
        wanted = wanted.where(Tip.id > after).order_by(Tip.id)
    else:
        wanted = wanted.where(Tip.id < (after or HIGHEST_ID)).order_by(Tip.id.desc())
    found = [TipLine(*row) for row in session.execute(wanted.limit(PAGE_ROWS + 1))]
    shown = found[:PAGE_ROWS]
    return Listed(shown, shown[-1].id if len(found) > PAGE_ROWS else None, counts(session))


def counts(session: Session) -> dict[TipState, int]:
    """How many there are in each state, `COUNTED` at most."""
    each = [
        select(func.count())
        .select_from(select(Tip.id).where(Tip.state == state).limit(COUNTED).subquery())
        .scalar_subquery()
        for state in TipState
    ]
    return dict(zip(TipState, session.execute(select(*each)).one(), strict=True))


@dataclass(frozen=True)
class Opened:
    """One message as the desk reads it; the sender's address is not shown, only until when there is one.

    `about_…` is the verdict that a report is about, `claim_…` the claim it went into; `language` is that of the form,
    and of the letter that goes back.
    """

    id: int
    kind: TipKind
    state: TipState
    words: str
    seen_where: str
    address: str
    why: str
    received_at: datetime
    mail_until_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    reason: str
    publication_id: int | None
    publication_number: int | None
    about_claim_id: int | None
    about_slug: str
    about_number: int | None
    about_statement: str
    claim_id: int | None
    claim_statement: str
    language: str

    @property
    def is_in_english(self) -> bool:
        return self.language == ENGLISH

    @property
    def language_name(self) -> str:
        """The name of its language, as the desk calls it."""
        return english_name(self.language)


def opened(session: Session, tip_id: int) -> Opened:
    """One message with what it is about.  Raises `NoSuchTip`."""
    row = session.execute(_OPENED.where(Tip.id == tip_id)).first() if _is_id(tip_id) else None
    if row is None:
        raise NoSuchTip
    return Opened(*row)


def _opened() -> Select[*tuple[Any, ...]]:
    about, went = Claim.__table__.alias("about"), Claim.__table__.alias("went")
    return (
        select(
            *(Tip.id, Tip.kind, Tip.state, Tip.words, Tip.seen_where, Tip.address, Tip.why),
            *(Tip.received_at, Tip.mail_until_at, Tip.decided_at),
            func.coalesce(Person.name, ""),
            *(Tip.reason, Tip.publication_id, Tip.publication_number, Publication.claim_id),
            func.coalesce(Publication.slug, ""),
            Publication.current_number,
            func.coalesce(about.c.statement, ""),
            Tip.claim_id,
            func.coalesce(went.c.statement, ""),
            Tip.language,
        )
        .outerjoin(Person, Person.id == Tip.decided_by_id)
        .outerjoin(Publication, Publication.id == Tip.publication_id)
        .outerjoin(about, about.c.id == Publication.claim_id)
        .outerjoin(went, went.c.id == Tip.claim_id)
    )


_OPENED = _opened()


def _is_id(number: int) -> bool:
    return 0 < number <= HIGHEST_ID


# ── For the sender ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Followed:
    """What became of a message, for whoever sent it: never a number or a word of what is not published.

    `publication_id` and `slug` are of the verdict that came of it, or that it is about, once readers have one;
    `changed_at` is when that changed after the message came, None while it did not.
    """

    kind: TipKind
    state: TipState
    words: str
    seen_where: str
    address: str
    why: str
    received_at: datetime
    decided_at: datetime | None
    reason: str
    mail_until_at: datetime | None
    publication_id: int | None = None
    slug: str = ""
    changed_at: datetime | None = None

    @property
    def said(self) -> str:
        """What became of it, in a sentence."""
        return TOLD[self.kind, self.state]

    @property
    def is_answered(self) -> bool:
        """Whether a verdict came of it that readers have: a first one, or one that changed since."""
        return self.state in {TipState.MERGED, TipState.CORRECTION} and self.changed_at is not None


def followed(session: Session, token: str) -> Followed:
    """The message of a private address.  Raises `NoSuchTip`."""
    tip = session.execute(_SENT, {"token_hash": hash_token(token)}).first()
    if tip is None:
        raise NoSuchTip
    told = dict(tip._mapping)
    claim_id, publication_id = told.pop("claim_id"), told.pop("publication_id")
    which = Publication.claim_id == claim_id if claim_id else Publication.id == publication_id
    verdict = session.execute(
        select(Publication.id, Publication.slug, Publication.updated_at).where(
            which, Publication.withheld_at.is_(None)
        )
    ).first()
    if verdict is None:
        return Followed(**told)
    is_since = verdict.updated_at > tip.received_at
    changed_at = verdict.updated_at if is_since else None
    return Followed(**told, publication_id=verdict.id, slug=verdict.slug, changed_at=changed_at)


_SENT = select(
    *(Tip.kind, Tip.state, Tip.words, Tip.seen_where, Tip.address, Tip.why, Tip.received_at),
    *(Tip.decided_at, Tip.reason, Tip.mail_until_at, Tip.claim_id, Tip.publication_id),
).where(Tip.token_hash == bindparam("token_hash"))


# ── For a claim's page ───────────────────────────────────────────────────────────────────────────


def asked_for(session: Session, claim_id: int) -> int:
    """How many messages of readers went into the claim."""
    wanted = select(func.count()).where(Tip.claim_id == claim_id, Tip.state == TipState.MERGED)
    return session.scalar(wanted.select_from(Tip)) or 0
