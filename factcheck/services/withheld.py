"""Whether the page of a publication is withheld by order, for whoever asks for it and does not get it (P19)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.models import Withholding


@dataclass
class Withheld(Exception):
    """The page is there and is kept from readers: by whose order, since when, and what they may be told."""

    authority: str
    reference: str
    told: str
    since: datetime

    http_status = 451


def require_none(session: Session, publication_id: int) -> None:
    """Raise `Withheld` where an order stands; asked only where there is nothing to show, so that pages cost no more."""
    row = session.execute(
        select(
            Withholding.authority, Withholding.reference, Withholding.told, Withholding.confirmed_at
        ).where(
            Withholding.publication_id == publication_id,
            Withholding.confirmed_at.is_not(None),
            Withholding.ended_at.is_(None),
        )
    ).first()
    if row is not None and row.confirmed_at is not None:
        raise Withheld(row.authority, row.reference, row.told, row.confirmed_at)
