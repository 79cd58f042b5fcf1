"""A save that came too late: somebody saved the same thing meanwhile.  Both texts are kept and shown (promise 4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from factcheck.domain import media_reviews
from factcheck.domain.events import CUSTODY, Event
from factcheck.models import Evidence, HistoryRow, Person, Topic
from factcheck.services.evidence_rows import said
from factcheck.services.standing import Ticket

MEDIA = "Picture or recording"


@dataclass
class StaleSave(Exception):
    """What was refused: `theirs` as stored now, `yours` as sent, by label; `version` is what a new save must name."""

    noun: str
    theirs: Mapping[str, str]
    yours: Mapping[str, str]
    by_name: str
    at: datetime | None
    version: int

    http_status = 409

    @property
    def sentence(self) -> str:
        who = self.by_name or "Somebody"
        return f"{who} changed this {self.noun} while you were writing; read both texts. Nothing was lost."


def labelled(thing: object, names: Mapping[str, str]) -> dict[str, str]:
    """The fields of `thing` as texts under the labels of the form."""
    return {label: _text(getattr(thing, name)) for name, label in names.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return str(getattr(value, "label", value))


def _labels(thing: object, leave_out: frozenset[str] = frozenset()) -> dict[str, str]:
    fields = getattr(thing, "__dataclass_fields__", {})
    return {name: name.replace("_", " ").capitalize() for name in fields if name not in leave_out}


def last_change(
    session: Session, claim_id: int, subject: str = "", *, is_custody: bool = False
) -> tuple[str, datetime | None]:
    """Who changed the claim (or `subject` of it) last, and when; with `is_custody` a subject that is no part of it."""
    wanted = select(Person.name, HistoryRow.at).join(Person, Person.id == HistoryRow.actor_id)
    wanted = wanted.where(HistoryRow.claim_id == claim_id)
    if not is_custody:
        wanted = wanted.where(HistoryRow.event.not_in(CUSTODY))
    if subject:
        wanted = wanted.where(HistoryRow.subject == subject)
    row = session.execute(wanted.order_by(HistoryRow.seq.desc()).limit(1)).first()
    return (row.name, row.at) if row else ("", None)


def last_said(session: Session, event: Event, subject: str) -> tuple[str, datetime | None]:
    """Who did `event` to `subject` last, and when; for what belongs to no claim."""
    wanted = select(Person.name, HistoryRow.at).join(Person, Person.id == HistoryRow.actor_id)
    wanted = wanted.where(HistoryRow.event == event, HistoryRow.subject == subject)
    row = session.execute(wanted.order_by(HistoryRow.seq.desc()).limit(1)).first()
    return (row.name, row.at) if row else ("", None)


def of_claim(session: Session, ticket: Ticket, given: object) -> StaleSave:
    """For a claim that somebody saved since the form was opened."""
    names = _labels(given, frozenset({"hidden_names", "topics"}))
    theirs, yours = labelled(ticket.claim, names), labelled(given, names)
    theirs["Names to hide"] = "; ".join(f"{name} → {role}" for _, name, role in ticket.hidden_names)
    yours["Names to hide"] = "; ".join(f"{n} → {r}" for n, r in getattr(given, "hidden_names", ()))
    chosen = getattr(given, "topics", None)
    theirs["Topics"] = "; ".join(sorted(row.name for row in ticket.topics))
    yours["Topics"] = "; ".join(session.scalars(_names_of(chosen))) if chosen else ""
    who, at = last_change(session, ticket.claim.id)
    return StaleSave("claim", theirs, yours, who, at, ticket.claim.version)


def _names_of(topics: Collection[int]) -> Select[str]:
    return select(Topic.name).where(Topic.id.in_(topics)).order_by(Topic.name)


def of_evidence(session: Session, row: Evidence, given: object | None) -> StaleSave:
    """For a piece of evidence; without `given` it was a withdrawal that came too late."""
    names = (
        _labels(given)
        if given is not None
        else {"title": "Title", "quote": "Quote", "says": "Says"}
    )
    yours = labelled(given, names) if given is not None else {}
    who, at = last_change(session, row.claim_id, f"evidence:{row.number}")
    theirs = {label: _text(said(row, name)) for name, label in names.items()}
    return StaleSave(f"evidence {row.number}", theirs, yours, who, at, row.version)


def of_verdict(session: Session, ticket: Ticket, given: object) -> StaleSave:
    """For a verdict draft."""
    verdict = ticket.verdict
    names = _labels(given, frozenset({"rating_id", "media"}))
    theirs = labelled(verdict, names) if verdict else {}
    yours = labelled(given, names)
    ratings = ticket.reference.ratings
    theirs["Rating"] = ratings[verdict.rating_id].label if verdict and verdict.rating_id else ""
    chosen = ratings.get(getattr(given, "rating_id", None) or 0)
    yours["Rating"] = chosen.label if chosen else ""
    media = getattr(given, "media", None)
    if media is not None:
        theirs[MEDIA] = media_reviews.in_words(verdict.media if verdict else "")
        yours[MEDIA] = media_reviews.in_words(media.to_text())
    who, at = last_change(session, ticket.claim.id, f"verdict:{verdict.number}" if verdict else "")
    return StaleSave("verdict", theirs, yours, who, at, verdict.version if verdict else 0)
