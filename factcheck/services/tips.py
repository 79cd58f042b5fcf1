"""What readers send in, and what the desk does with it: each verb one function (C9).

A message comes in without an account; whoever sent it follows it by a private address, of whose token only the
SHA-256 is stored.  Reading is in `tip_rows`, what is written back in `tip_letters`, opening a claim in `tip_opening`.
"""

import secrets
from datetime import timedelta

from sqlalchemy import exists, select

from factcheck.db import Work
from factcheck.domain import tips
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TIP_MAIL_LIFE
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import State
from factcheck.domain.tips import TipInput, TipState, TipVerb
from factcheck.domain.wording import mark
from factcheck.models import Claim, Conflict, Publication, Tip
from factcheck.services import history, notices, tip_letters
from factcheck.services.sessions import TOKEN_BYTES, hash_token
from factcheck.services.standing import HIGHEST_ID

NO_CLAIM = "There is no claim with this number."


class NoSuchTip(LookupError):
    """There is no message with this number, or none with this private address."""

    sentence = mark("No such message.")


class NotPublished(LookupError):
    """A report is about a verdict that readers do not have."""

    sentence = mark("No such verdict.")


def receive(work: Work, given: TipInput) -> str:
    """Keep what a reader sent; the token of its private address, which is never to be had again.

    Raises `NotPublished` for a report about a verdict that is not there.
    """
    number = None
    if given.publication_id is not None:
        number = work.session.scalar(
            select(Publication.current_number).where(Publication.id == given.publication_id)
        )
        if number is None:
            raise NotPublished
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tip = Tip(
        kind=given.kind,
        state=TipState.RECEIVED,
        token_hash=hash_token(token),
        words=given.words,
        seen_where=given.seen_where,
        address=given.address,
        why=given.why,
        publication_id=given.publication_id,
        publication_number=number,
        mail=given.mail,
        mail_until_at=work.now + timedelta(days=TIP_MAIL_LIFE) if given.mail else None,
        received_at=work.now,
        language=given.language,
    )
    work.session.add(tip)
    work.session.flush()
    # What she wrote stands in its row alone: the history can never be cleared of anything.
    history.record(work, Event.TIP_RECEIVED, subject=_subject(tip), detail=given.kind.value)
    return token


def merge(work: Work, tip_id: int, claim_id: int) -> Tip:
    """Put the message into a claim that is here.

    Raises `NoSuchTip`, `NotYourPart`, `WrongState`, and `BadInput` for a claim that is not there.
    """
    tip = begin(work, tip_id, TipVerb.MERGE)
    state, _ = _claim(work, claim_id)
    if state is State.DISMISSED:
        raise WrongState(f"Claim {claim_id} is dismissed: reopen it first, or decline the message.")
    return into(work, tip, claim_id)


def into(work: Work, tip: Tip, claim_id: int) -> Tip:
    """The end of both ways into a claim: the one above, and the one that opens it."""
    _decide(work, tip, TipVerb.MERGE, Event.TIP_MERGED, claim_id=claim_id)
    return tip


def take_up(work: Work, tip_id: int, claim_id: int) -> Tip:
    """Take the message up as a request to correct the published verdict on a claim; the editors are told.

    Raises as `merge` does, and `WrongState` for a verdict that readers do not have or that was retracted.
    """
    tip = begin(work, tip_id, TipVerb.TAKE_UP)
    _, has_verdict = _claim(work, claim_id)
    if not has_verdict:
        raise WrongState(f"Claim {claim_id} has no verdict before readers that could be corrected.")
    _decide(work, tip, TipVerb.TAKE_UP, Event.TIP_TAKEN_UP, claim_id=claim_id)
    notices.tell(work, notices.EDITORS, "correction_asked", claim_id)
    return tip


def decline(work: Work, tip_id: int, reason: str) -> Tip:
    """Decline the message; its sender reads the reason.  Raises as `merge` does, and `NotReady` without a reason."""
    tip = begin(work, tip_id, TipVerb.DECLINE, reason)
    _decide(work, tip, TipVerb.DECLINE, Event.TIP_DECLINED, reason=reason)
    return tip


def mark_spam(work: Work, tip_id: int) -> Tip:
    """Say that it is spam: nobody is written to, and the address that was left is forgotten."""
    tip = begin(work, tip_id, TipVerb.MARK_SPAM)
    tip.mail, tip.mail_until_at = "", None
    _decide(work, tip, TipVerb.MARK_SPAM, Event.TIP_SPAM)
    return tip


def put_back(work: Work, tip_id: int) -> Tip:
    """Put the message back among what was received."""
    tip = begin(work, tip_id, TipVerb.PUT_BACK)
    _decide(work, tip, TipVerb.PUT_BACK, Event.TIP_PUT_BACK)
    return tip


def begin(work: Work, tip_id: int, verb: TipVerb, reason: str = "") -> Tip:
    """The message, once `work.actor` may use `verb` on it, held until the change ends: two cannot both decide."""
    require(Act.SORT_INTAKE, work.actor)
    wanted = select(Tip).where(Tip.id == tip_id).with_for_update()
    tip = work.session.scalar(wanted) if 0 < tip_id <= HIGHEST_ID else None
    if tip is None:
        raise NoSuchTip
    tips.check(verb, tip.state, reason)
    return tip


def _claim(work: Work, claim_id: int) -> tuple[State, bool]:
    """How far the claim is, and whether readers have a verdict on it that stands.

    Raises `BadInput` for none, `NotYourPart` for whoever stays out of it (M12).
    """
    is_out = exists().where(Conflict.claim_id == Claim.id, Conflict.person_id == work.actor.id)
    is_live = exists().where(Publication.claim_id == Claim.id, Publication.retracted_at.is_(None))
    wanted = select(Claim.state, is_out, is_live).where(Claim.id == claim_id)
    row = work.session.execute(wanted).first() if 0 < claim_id <= HIGHEST_ID else None
    if row is None:
        raise BadInput(NO_CLAIM)
    state, is_out_of_it, has_verdict = row
    if is_out_of_it:
        raise NotYourPart(
            "You declared a conflict of interest on this claim; somebody else must do this."
        )
    return State(state), bool(has_verdict)


def _decide(
    work: Work,
    tip: Tip,
    verb: TipVerb,
    event: Event,
    *,
    claim_id: int | None = None,
    reason: str = "",
) -> None:
    """The one ending of all verbs: the new state with who decided, the history, and word to the sender."""
    about = claim_id or tip.claim_id  # the claim it leaves is told as well
    tip.state = tips.check(verb, tip.state, reason)
    is_open = tip.state is TipState.RECEIVED
    tip.claim_id, tip.reason = claim_id, reason
    tip.decided_at = None if is_open else work.now
    tip.decided_by_id = None if is_open else work.actor.id
    history.record(work, event, claim_id=about, subject=_subject(tip), reason=reason)
    if tip.mail:
        history.tell(work, tip_letters.JOB, tip=tip.id)


def _subject(tip: Tip) -> str:
    return f"tip:{tip.id}"
