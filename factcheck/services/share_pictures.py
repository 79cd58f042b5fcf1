"""Pictures that are shown where a verdict's address is shared: asked for with each change, drawn by a job (P16).

A picture counts for as long as it was drawn of the words readers have (`Card.key`): whoever shows it compares, so that
a correction, a retraction or a name that is hidden since takes it away at once, before another is drawn.  Nothing here
draws or writes bytes: the job in `factcheck.jobs` does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.share_cards import Card, card_of
from factcheck.models import Occurrence, Publication, SharePicture
from factcheck.services import history, public, readers, sessions, snapshots
from factcheck.services.sessions import DeskLine
from factcheck.services.snapshots import Bytes
from factcheck.services.withheld import Withheld

JOB = "share"
AT_ONCE = 20  # pictures of one job; it goes on in another


@dataclass(frozen=True)
class Wanted:
    """A picture to draw; without a card there is none of that verdict, and `drawn_of` says so."""

    publication_id: int
    card: Card | None

    @property
    def drawn_of(self) -> str:
        return self.card.key if self.card else ""


@dataclass(frozen=True)
class Round:
    """The pictures of one job, and the payload of the next; None where this is the last."""

    wanted: Sequence[Wanted]
    more: Mapping[str, int] | None = None


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────


def ask(work: Work, publication_id: int) -> None:
    """Have the picture of a publication drawn, and those of its sisters that this change altered."""
    history.tell(work, JOB, publication_id=publication_id)


def ask_all(work: Work) -> None:
    """Have every picture drawn that is not right any more: the desk has another name."""
    if work.session.scalar(select(Publication.id).limit(1)) is not None:
        history.tell(work, JOB, after=0)


def is_any_missing(session: Session) -> bool:
    """Whether a publication was never looked at, as all were that are older than the first picture."""
    return session.scalar(_missing().limit(1)) is not None


def _missing() -> Any:
    is_there = exists().where(SharePicture.publication_id == Publication.id)
    newest_first = Publication.id.desc()  # they are the ones that are shared
    return select(Publication.id).where(~is_there, public.IS_OPEN).order_by(newest_first)


# ── What is to be drawn ──────────────────────────────────────────────────────────────────────────


def wanted(session: Session, payload: Mapping[str, Any]) -> Round:
    """What the job of this payload draws: of one publication and its sisters, of all, or of those that have none."""
    if "publication_id" in payload:
        return Round(_unlike(session, _beside(session, int(payload["publication_id"]))))
    if "after" not in payload:
        ids = session.scalars(_missing().limit(AT_ONCE + 1)).all()
        more: dict[str, int] | None = {} if len(ids) > AT_ONCE else None
        return Round(_unlike(session, ids[:AT_ONCE]), more)
    after = int(payload["after"])
    following = select(Publication.id).where(Publication.id > after).order_by(Publication.id)
    ids = session.scalars(following.limit(AT_ONCE)).all()
    return Round(_unlike(session, ids), {"after": ids[-1]} if ids else None)


def _beside(session: Session, publication_id: int) -> Sequence[int]:
    """The publication, and those that stand in an article with it: a name that one hides all of them hide."""
    claim = select(Publication.claim_id).where(Publication.id == publication_id).scalar_subquery()
    home = select(Publication.article_id).where(Publication.id == publication_id)
    articles = home.union(select(Occurrence.article_id).where(Occurrence.claim_id == claim))
    guests = select(Occurrence.claim_id).where(Occurrence.article_id.in_(articles))
    return session.scalars(
        select(Publication.id)
        .where(or_(Publication.article_id.in_(articles), Publication.claim_id.in_(guests)))
        .order_by(Publication.id != publication_id, Publication.id)
    ).all()


def _unlike(session: Session, ids: Sequence[int]) -> list[Wanted]:
    """Those of these publications whose picture is another than it would be now."""
    found = select(SharePicture.publication_id, SharePicture.drawn_of)
    rows = session.execute(found.where(SharePicture.publication_id.in_(ids)))
    drawn = {row.publication_id: row.drawn_of for row in rows}
    desk = sessions.desk_line(session)
    each = (_of(session, number, desk) for number in ids)
    return [one for one in each if one and drawn.get(one.publication_id) != one.drawn_of]


def _of(session: Session, publication_id: int, desk: DeskLine) -> Wanted | None:
    """The picture as it would be drawn now; None of what readers do not have."""
    try:
        found = public.verdict(session, publication_id)
    except Withheld:
        return None
    if found is None:
        return None
    return Wanted(publication_id, card_of(found, desk.name, is_demonstration=desk.is_demonstration))


# ── What was drawn ───────────────────────────────────────────────────────────────────────────────


def settle(work: Work, drawn: Wanted, made: Bytes | None) -> bool:
    """Keep the picture, whose bytes are in the store already; False where readers have other words by now.

    Their change asked for a picture of its own.
    """
    # Whoever changes what readers have waits here, so that no older picture ever takes the place of a newer one.
    held = select(Publication.id).where(Publication.id == drawn.publication_id)
    work.session.execute(held.with_for_update())
    now = _of(work.session, drawn.publication_id, sessions.desk_line(work.session))
    if now is None or now.drawn_of != drawn.drawn_of:
        return False
    if made is not None:
        snapshots.know(work, [made])
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    values = {
        "drawn_of": drawn.drawn_of,
        "digest": made.digest if made else None,
        "drawn_at": work.now,
    }
    kept = spell(SharePicture).values(publication_id=drawn.publication_id, **values)
    work.session.execute(
        kept.on_conflict_do_update(index_elements=[SharePicture.publication_id], set_=values)
    )
    readers.tell_caches(work, [readers.key_of(drawn.publication_id)])
    readers.print_last(work, drawn.publication_id)
    return True
