"""What readers can ask for: published verdicts and their versions, lists, articles, corrections, scales.

Only publication versions are read here, never drafts or evidence (promise 9).  Names that are protected since an
earlier version appeared are hidden in that version as well, when it is read: its row never changes (L13, L15).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Select, bindparam, or_, select, tuple_
from sqlalchemy.orm import Session

from factcheck.domain import content as contents
from factcheck.domain import published
from factcheck.domain.inputs import BadInput
from factcheck.domain.published import PublishedNotice, PublishedVerdict
from factcheck.domain.terms import Audience, ChangeKind
from factcheck.models import (
    Claim,
    HiddenName,
    Publication,
    PublicationVersion,
    Rating,
    RatingScale,
    ScaleVersion,
    Verdict,
)
from factcheck.services.published_body import A_PERSON, protected
from factcheck.services.reference import RatingView, reference
from factcheck.services.standing import HIGHEST_ID

PAGE = 20


@dataclass(frozen=True)
class Page:
    """Some of a list, and the cursor for what follows; empty when this is the end."""

    items: list[PublishedVerdict]
    after: str = ""


# The page readers open most: made once, and nothing but the body is read.
_CURRENT_BODY = (
    select(PublicationVersion.body)
    .join(
        Publication,
        (PublicationVersion.publication_id == Publication.id)
        & (PublicationVersion.number == Publication.current_number),
    )
    .where(Publication.id == bindparam("publication_id"))
)


_UNREVIEWED = (
    select(Publication.id, HiddenName.name)
    .join(HiddenName, HiddenName.claim_id == Publication.claim_id)
    .where(Publication.retracted_at.is_not(None))
    .union_all(
        select(Publication.id, Claim.claimant)
        .join(Claim, Claim.id == Publication.claim_id)
        .where(Publication.retracted_at.is_not(None), ~Claim.is_claimant_public)
        .where(or_(Claim.names_private_person, Claim.involves_minor), Claim.claimant != "")
    )
    .subquery()
)


def _bodies() -> Select[Publication, str]:
    return select(Publication, PublicationVersion.body).join(
        PublicationVersion,
        (PublicationVersion.publication_id == Publication.id)
        & (PublicationVersion.number == Publication.current_number),
    )


def verdict(session: Session, publication_id: int) -> PublishedVerdict | None:
    """What readers get under this number now, or None: never published and no such number are the same (P19)."""
    if not 0 < publication_id <= HIGHEST_ID:
        return None
    body = session.scalar(_CURRENT_BODY, {"publication_id": publication_id})
    return published.from_json(body) if body else None


def version(session: Session, publication_id: int, number: int) -> PublishedVerdict | None:
    """An earlier (or the current) version as readers had it (P9), but for names that are protected since."""
    if not (0 < publication_id <= HIGHEST_ID and 0 < number <= HIGHEST_ID):
        return None
    body = session.scalar(
        select(PublicationVersion.body).where(
            PublicationVersion.publication_id == publication_id, PublicationVersion.number == number
        )
    )
    names = _hidden(session, {publication_id})[publication_id] if body else []
    return published.conceal(published.from_json(body), names) if body else None


def _hidden(session: Session, ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """By publication, (name, role) of everybody any published version protects, by the newest role.

    A retraction may come with names nobody reviewed; readers get no words of theirs for a role.
    """
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for number, name in session.execute(select(_UNREVIEWED).where(_UNREVIEWED.c.id.in_(ids))):
        names[number][name] = A_PERSON
    reviewed = (
        select(PublicationVersion.publication_id, Verdict.content)
        .join(Verdict, Verdict.id == PublicationVersion.verdict_id)
        .where(PublicationVersion.publication_id.in_(ids), Verdict.content.is_not(None))
        .order_by(PublicationVersion.id)
    )
    for number, content in session.execute(reviewed):
        names[number].update(protected(contents.from_json(content or "{}")))
    return defaultdict(list, {number: list(pairs.items()) for number, pairs in names.items()})


def listing(session: Session, *, rating: str = "", after: str = "", limit: int = PAGE) -> Page:
    """Published verdicts, last changed first, retracted ones among them; `rating` is a label's code.

    Raises `BadInput` for a cursor that is none of ours.
    """
    query = (
        _bodies().order_by(Publication.updated_at.desc(), Publication.id.desc()).limit(limit + 1)
    )
    if rating:
        query = query.where(Publication.rating_code == rating)
    if after:
        query = query.where(
            tuple_(Publication.updated_at, Publication.id) < tuple_(*_cursor(after))
        )
    rows = session.execute(query).all()
    last = rows[limit - 1][0] if len(rows) > limit else None
    cursor = f"{last.updated_at.timestamp():.6f}-{last.id}" if last else ""
    return Page([published.from_json(body) for _, body in rows[:limit]], cursor)


def _cursor(text: str) -> tuple[datetime, int]:
    moment, _, number = text.partition("-")
    is_ours = text.isascii() and number.isdigit() and len(text) < 40
    try:
        at = datetime.fromtimestamp(float(moment), UTC) if is_ours else None
    except (ValueError, OverflowError, OSError):
        at = None
    if at is None or int(number) > HIGHEST_ID:
        raise BadInput("This list has no such page; begin again at its top.")
    return at, int(number)


def of_article(session: Session, article_id: int, limit: int = 200) -> list[PublishedVerdict]:
    """The published verdicts on claims of one article, in the order of their publication."""
    if not 0 < article_id <= HIGHEST_ID:
        return []
    rows = session.execute(
        _bodies().where(Publication.article_id == article_id).order_by(Publication.id).limit(limit)
    ).all()
    # The page names the article once for all its claims: what one of them hides, no other shows.
    names = [
        pair for pairs in _hidden(session, [row.id for row, _ in rows]).values() for pair in pairs
    ]
    return [published.conceal(published.from_json(body), names) for _, body in rows]


def corrections(
    session: Session, *, before: int = HIGHEST_ID, limit: int = 50
) -> list[tuple[PublishedNotice, PublishedVerdict, int]]:
    """Every change readers were told of, newest first (C7): the notice, the verdict then, and the cursor's number."""
    rows = session.execute(
        select(PublicationVersion.id, PublicationVersion.body, Publication.id, Publication.slug)
        .join(Publication, Publication.id == PublicationVersion.publication_id)
        .where(PublicationVersion.kind != ChangeKind.FIRST, PublicationVersion.id < before)
        .order_by(PublicationVersion.id.desc())
        .limit(limit)
    ).all()
    names = _hidden(session, {publication_id for _, _, publication_id, _ in rows})
    found = []
    for number, body, publication_id, slug in rows:
        then = replace(
            published.conceal(published.from_json(body), names[publication_id]), slug=slug
        )
        found.append((then.notices[0], then, number))
    return found


@dataclass(frozen=True)
class PublicVersion:
    """One version of a scale with its labels in their order."""

    number: int
    created_at: datetime
    note: str
    is_current: bool
    ratings: list[RatingView]


@dataclass(frozen=True)
class PublicScale:
    """A scale readers meet: its name and its versions, newest first (R2)."""

    name: str
    versions: list[PublicVersion]

    @property
    def ratings(self) -> list[RatingView]:
        """The labels of the newest version."""
        return self.versions[0].ratings


def scales(session: Session) -> list[PublicScale]:
    """The readers' scales: the one in use, and those that something published still points at."""
    known = reference(session)
    shown = select(Verdict.rating_id).join(
        PublicationVersion, PublicationVersion.verdict_id == Verdict.id
    )
    is_met = Rating.id.in_(shown) | RatingScale.is_in_use
    rows = session.execute(
        select(
            RatingScale.id,
            RatingScale.name,
            ScaleVersion.number,
            ScaleVersion.created_at,
            ScaleVersion.note,
        )
        .join(ScaleVersion, ScaleVersion.scale_id == RatingScale.id)
        .where(RatingScale.audience == Audience.READERS)
        .where(
            RatingScale.id.in_(
                select(ScaleVersion.scale_id)
                .join(RatingScale, RatingScale.id == ScaleVersion.scale_id)
                .outerjoin(Rating, Rating.scale_version_id == ScaleVersion.id)
                .where(is_met)
            )
        )
        .order_by(RatingScale.is_in_use.desc(), RatingScale.id, ScaleVersion.number.desc())
    ).all()
    found: dict[int, PublicScale] = {}
    for scale_id, name, number, created_at, note in rows:
        entry = found.setdefault(scale_id, PublicScale(name, []))
        labels = [
            r for r in known.ratings.values() if (r.scale_id, r.scale_version) == (scale_id, number)
        ]
        labels.sort(key=lambda r: r.position)
        entry.versions.append(PublicVersion(number, created_at, note, not entry.versions, labels))
    return list(found.values())
