"""The readers' scales with every version they had (R2)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.terms import Audience
from factcheck.models import PublicationVersion, Rating, RatingScale, ScaleVersion, Verdict
from factcheck.services.reference import RatingView, reference


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
