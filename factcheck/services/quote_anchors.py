"""The quote of a piece of evidence, marked in a kept copy: exactly there, and found there again."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.anchoring import Span, span_at
from factcheck.domain.digests import digest_of
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.kept_text import locator_of, quote_of
from factcheck.models import QuoteAnchor
from factcheck.services import evidence, history
from factcheck.services.changes import had_a_hand
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.snapshots import Copy
from factcheck.services.standing import for_change

NOT_THERE = "These words are not in the kept copy."


def words_at(text: str, start: int, end: int) -> Span:
    """The words from `start` to `end` of a kept text.  Raises `BadInput` when there are none."""
    try:
        return span_at(text, start, end)
    except BadInput:
        raise BadInput(NOT_THERE) from None


def mark(work: Work, copy: Copy, text: str, start: int, end: int, seen_version: int) -> QuoteAnchor:
    """Make words of a copy the quote of its evidence, with their place; it is a change of the evidence like any other.

    `text` is the readable text of the copy, and of nothing else.  Raises `BadInput` for words that are not there or
    more than a quote may have, and whatever `evidence.change` raises.
    """
    if digest_of(text.encode()) != copy.snapshot.text_digest:
        raise BadInput(NOT_THERE)
    span = words_at(text, start, end)
    claim_id, number = copy.evidence.claim_id, copy.evidence.number
    row = evidence_row(work.session, claim_id, number)
    quoted = replace(
        evidence.stored(row), quote=quote_of(span.exact), locator=locator_of(text, start, end)
    )
    evidence.change(work, claim_id, number, seen_version, quoted)
    # The same words in another copy change no evidence, but where readers of the desk find them: a hand in it (W2).
    had_a_hand(work, for_change(work, claim_id), f"marked the quote of evidence {number}")
    anchor = QuoteAnchor(
        evidence_id=row.id,
        snapshot_id=copy.snapshot.id,
        start_char=span.start,
        end_char=span.end,
        exact=span.exact,
        prefix=span.prefix,
        suffix=span.suffix,
        made_by_id=work.actor.id,
        made_at=work.now,
    )
    work.session.add(anchor)
    history.record(
        work,
        Event.QUOTE_MARKED,
        claim_id=claim_id,
        subject=f"evidence:{number}",
        detail=f"copy {copy.snapshot.number}, characters {span.start} to {span.end}",
    )
    return anchor


def current(session: Session, copy: Copy) -> Span | None:
    """Where the quote of the evidence stands in this copy, if it was marked there and is the quote still."""
    anchor = session.scalar(
        select(QuoteAnchor)
        .where(QuoteAnchor.evidence_id == copy.evidence.id)
        .order_by(QuoteAnchor.id.desc())
        .limit(1)
    )
    if anchor is None or anchor.snapshot_id != copy.snapshot.id:
        return None
    if quote_of(anchor.exact) != copy.evidence.quote:
        return None
    return Span(anchor.start_char, anchor.end_char, anchor.exact, anchor.prefix, anchor.suffix)
