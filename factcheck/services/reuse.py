"""Taking over what was found before: a draft with its evidence from our own claim, or evidence from others.

Nothing is approved by it: whoever takes over is the author, and the draft goes through review like any other.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace

from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import media_reviews
from factcheck.domain.content import EvidenceContent
from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.limits import NOTE_CHARS, QUOTE_CHARS
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance, State
from factcheck.domain.verdict_parts import parts_of
from factcheck.models import Evidence, PriorReview, Verdict
from factcheck.services import claims, evidence, history, verdicts
from factcheck.services.claims import COLUMNS, ClaimInput
from factcheck.services.evidence import EvidenceInput
from factcheck.services.standing import Ticket, for_change, load
from factcheck.services.told_apart import NoSuchReview, Other
from factcheck.services.verdicts import VerdictInput

FLAGS = ("names_private_person", "alleges_crime", "involves_minor")
_CITED = re.compile(r"\[([0-9]{1,4})\]")


def protected_as(session: Session, given: ClaimInput, source_id: int) -> ClaimInput:
    """What a person says of a new claim, with the risk flags and hidden names of the one it takes over from.

    The texts that come along may name whom that claim hides.  Raises `NoSuchClaim`.
    """
    return _protected(given, load(session, source_id))


def _protected(given: ClaimInput, source: Ticket) -> ClaimInput:
    known = {name for name, _ in given.hidden_names}
    more = tuple((name, role) for _, name, role in source.hidden_names if name not in known)
    flags = {name: getattr(given, name) or getattr(source.claim, name) for name in FLAGS}
    return replace(given, hidden_names=(*given.hidden_names, *more), **flags)


def verdict(work: Work, claim_id: int, source_id: int) -> Verdict:
    """Copy the evidence and the verdict of an approved or published claim into a claim that has no verdict yet.

    The rating comes along where it is on today's scale; the “as of” date stays the old one until somebody changes it.
    Raises a refusal or `NoSuchClaim`; then nothing is copied.
    """
    source = _source(work, source_id)
    ticket = for_change(work, claim_id)
    if ticket.verdict is not None:
        raise WrongState("This claim has a verdict already; nothing was taken over.")
    sealed = [str(row.number) for row in source.evidence if row.withheld]
    if sealed:
        raise WrongState(
            f"Evidence {', '.join(sealed)} of claim {source_id} is a protected source, which is never taken over: "
            "log it anew where it is needed. Nothing was taken over."
        )
    _protect(work, ticket, source)
    numbers = {row.number: _copy(work, claim_id, source_id, row) for row in source.evidence}
    written = verdicts.save(work, claim_id, None, _draft(ticket, source, numbers))
    history.record(work, Event.VERDICT_REUSED, claim_id=claim_id, subject=Other(source_id).key)
    return written


def _source(work: Work, source_id: int) -> Ticket:
    source = load(work.session, source_id)
    require_no_conflict(source.standing, work.actor)
    is_retracted = source.publication is not None and source.publication.retracted_at is not None
    if source.claim.state not in {State.APPROVED, State.PUBLISHED} or is_retracted:
        raise WrongState(f"Claim {source_id} has no verdict that stands; nothing was taken over.")
    return source


def _protect(work: Work, ticket: Ticket, source: Ticket) -> None:
    claim = ticket.claim
    names = tuple((name, role) for _, name, role in ticket.hidden_names)
    now = ClaimInput(**{name: getattr(claim, name) for name in COLUMNS}, hidden_names=names)
    wanted = _protected(now, source)
    if wanted != now:
        claims.edit(work, claim.id, claim.version, wanted)
        work.session.flush()


def _copy(work: Work, claim_id: int, source_id: int, row: EvidenceContent) -> int:
    """One piece of evidence under its new number, with where it comes from in the desk's note."""
    texts = {each.name: getattr(row, each.name) for each in fields(EvidenceInput)}
    kinds = {
        "kind": EvidenceKind(row.kind),
        "stance": Stance(row.stance),
        "source_class": SourceClass(row.source_class),
        "channel": Channel(row.channel) if row.channel else None,
        "consent": Consent(row.consent) if row.consent else None,
    }
    origin = f"Taken over from claim {source_id}, evidence {row.number}."
    note = f"{texts.get('note', '')}\n{origin}".strip()
    given = EvidenceInput(**{**texts, **kinds, "note": note if len(note) <= NOTE_CHARS else origin})
    number = evidence.log(work, claim_id, given, is_old=True).number
    work.session.flush()
    return number


def _draft(ticket: Ticket, source: Ticket, numbers: Mapping[int, int]) -> VerdictInput:
    old = source.verdict
    if old is None:
        raise WrongState(f"Claim {source.claim.id} has no verdict that stands.")
    scale = verdicts.scale_of(ticket)
    on_scale = {rating.id for rating in scale.choices} if scale else set()

    def renumbered(cited: re.Match[str]) -> str:
        number = int(cited[1])
        return f"[{numbers.get(number, number)}]"

    return VerdictInput(
        rating_id=old.rating_id if old.rating_id in on_scale else None,
        conclusion=old.conclusion,
        reason=old.reason,
        explanation=_CITED.sub(renumbered, old.explanation),
        **{name: _CITED.sub(renumbered, text) for name, text in parts_of(old).items()},
        as_of=old.as_of,
        media=media_reviews.from_text(old.media),
    )


def review(work: Work, claim_id: int, review_id: int) -> Evidence:
    """Log a review by others as evidence: secondary, context; its rating is quoted and sets none here.

    Raises a refusal, `NoSuchClaim` or `NoSuchReview`.
    """
    found = work.session.get(PriorReview, review_id)
    if found is None:
        raise NoSuchReview
    words = found.claim if len(found.claim) <= QUOTE_CHARS // 2 else found.claim[: QUOTE_CHARS // 2]
    row = evidence.log(
        work,
        claim_id,
        EvidenceInput(
            kind=EvidenceKind.LINK if found.url else EvidenceKind.DOCUMENT,
            stance=Stance.CONTEXT,
            source_class=SourceClass.SECONDARY,
            title=found.title or f"Review by {found.publisher or 'others'}",
            url=found.url,
            publisher=found.publisher,
            published_on=found.published_on,
            accessed_on=found.imported_at.date().isoformat(),
            quote=words,
            says=f"{found.publisher or 'Others'} rated this “{found.rating or 'not said'}”.",
            note=f"Imported review {found.identifier[:300]}. Read it before you rely on it.",
        ),
    )
    history.record(
        work, Event.VERDICT_REUSED, claim_id=claim_id, subject=Other(review_id=review_id).key
    )
    return row
