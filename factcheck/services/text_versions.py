"""A newer text of an article: kept beside the older ones, and every claim's words found again or asked about (A6-A8).

What people say of words that changed or were lost is in `text_settling`, what the pages show in `text_moves`.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import and_, case, insert, literal, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import renewal, texts
from factcheck.domain.acts import Act, require
from factcheck.domain.anchoring import Span
from factcheck.domain.events import Event
from factcheck.domain.refusals import WrongState
from factcheck.domain.renewal import Carried, Outcome, Settling
from factcheck.domain.terms import State
from factcheck.domain.workflow import TABLE, Verb
from factcheck.models import Anchor, AnchorMove, ArticleVersion, Claim, SentenceLook, Verdict
from factcheck.services import history, intake, origin_rows, readers
from factcheck.services.text_comparison import Look, Mark, look

CLIPPED = 300  # characters of a claim's words that the history quotes
_EVENTS = {
    Outcome.KEPT: Event.ANCHOR_KEPT,
    Outcome.CHANGED: Event.ANCHOR_CHANGED,
    Outcome.ORPHANED: Event.ANCHOR_ORPHANED,
}
_BACK = TABLE[Verb.RECHECK].moves


def renew(work: Work, article_id: int, seen_number: int, text: str) -> ArticleVersion:
    """Keep a newer text of an article: every claim's words are found again, changed or lost; none moves silently.

    `seen_number` is the text it was compared with.  Approvals of what is not published are void where the words
    changed or are lost; a published verdict stays (W4, C5).  Raises what `look` does, `NotYourPart`, and `WrongState`
    when another text came in meanwhile.
    """
    require(Act.RENEW, work.actor)
    if not work.entries:
        work.chain_end = history.end_of_chain(work)  # and its lock: from here on nothing moves
    _, latest = intake.article(work.session, article_id)
    if latest.number != seen_number:
        raise WrongState(
            f"Text {latest.number} of this article came in meanwhile. Compare yours with that one; nothing was lost."
        )
    seen = look(work.session, article_id, text)
    fresh = _keep(work, seen)
    _overtake(work, latest.id)
    moved = _carry(work, fresh, seen)
    _carry_looks(work, fresh, seen)
    _tell(work, fresh, seen)
    readers.tell_of_articles(work, article_id)
    _send_back(
        work, fresh, {mark.claim_id for mark, one in moved if one.outcome is not Outcome.KEPT}
    )
    return fresh


# ── Keeping it ───────────────────────────────────────────────────────────────────────────────────


def _keep(work: Work, seen: Look) -> ArticleVersion:
    fresh = ArticleVersion(
        article_id=seen.article.id,
        number=seen.number,
        text=seen.text,
        text_sha256=texts.fingerprint(seen.text),
        created_by_id=work.actor.id,
        created_at=work.now,
    )
    work.session.add(fresh)
    work.session.flush()
    said = ", ".join(f"{outcome.label} {seen.counts[outcome]}" for outcome in Outcome)
    history.record(
        work,
        Event.ARTICLE_RENEWED,
        subject=f"article:{seen.article.id}",
        detail=f"text {fresh.number}, {fresh.text_sha256}: {said}",
    )
    history.tell(work, origin_rows.JOB, article_version_id=fresh.id)
    return fresh


def _overtake(work: Work, version_id: int) -> None:
    """What nobody settled in the text before is asked anew in this one."""
    work.session.execute(
        update(AnchorMove)
        .where(
            AnchorMove.article_version_id == version_id,
            AnchorMove.outcome != Outcome.KEPT,
            AnchorMove.decided_at.is_(None),
        )
        .values(decision=Settling.OVERTAKEN, decided_by_id=work.actor.id, decided_at=work.now)
        .execution_options(synchronize_session=False)
    )


def _carry(work: Work, fresh: ArticleVersion, seen: Look) -> list[tuple[Mark, Carried]]:
    """New anchors for what was found, and a row for everything that says what became of it."""
    pairs = list(zip(seen.marks, seen.carried, strict=True))
    rows = [_anchor(work, fresh, mark, one.span) for mark, one in pairs if one.span is not None]
    if rows:
        work.session.execute(insert(Anchor), rows)
    made = _made(work.session, fresh.id)
    moves = [
        _move(fresh, mark, one, made[_place(mark, one.span)].pop() if one.span else None)
        for mark, one in pairs
    ]
    if moves:
        work.session.execute(insert(AnchorMove), moves)
    return pairs


def _place(mark: Mark, span: Span) -> tuple[int, int, int]:
    return mark.claim_id, span.start, span.end


def _made(session: Session, version_id: int) -> dict[tuple[int, int, int], list[int]]:
    """The new anchors by claim and place; two of a claim may have come to stand in one place."""
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for row in session.execute(
        select(Anchor.id, Anchor.claim_id, Anchor.start_char, Anchor.end_char).where(
            Anchor.article_version_id == version_id
        )
    ):
        found[row.claim_id, row.start_char, row.end_char].append(row.id)
    return found


def _anchor(work: Work, fresh: ArticleVersion, mark: Mark, span: Span) -> dict[str, Any]:
    return {
        "claim_id": mark.claim_id,
        "article_version_id": fresh.id,
        "start_char": span.start,
        "end_char": span.end,
        "exact": span.exact,
        "prefix": span.prefix,
        "suffix": span.suffix,
        "created_by_id": work.actor.id,
        "created_at": work.now,
    }


def _move(
    fresh: ArticleVersion, mark: Mark, one: Carried, new_anchor_id: int | None
) -> dict[str, Any]:
    return {
        "claim_id": mark.claim_id,
        "article_version_id": fresh.id,
        "old_anchor_id": mark.anchor_id,
        "checked_anchor_id": mark.checked_id,
        "new_anchor_id": new_anchor_id,
        "outcome": one.outcome,
        "method": one.method,
        "score": one.score,
        "guesses": json.dumps([[g.start, g.end, g.score] for g in one.guesses]),
    }


def _carry_looks(work: Work, fresh: ArticleVersion, seen: Look) -> None:
    """Whoever passed a sentence over still did where it says the same; whatever changed or came is unlooked (W9)."""
    looks = {
        (row.start_char, row.end_char): row
        for row in work.session.execute(
            select(
                SentenceLook.start_char,
                SentenceLook.end_char,
                SentenceLook.reason,
                SentenceLook.looked_by_id,
                SentenceLook.looked_at,
            ).where(SentenceLook.article_version_id == seen.latest.id, SentenceLook.is_passed)
        )
    }
    rows = [
        {
            "article_version_id": fresh.id,
            "start_char": new[0],
            "end_char": new[1],
            "is_passed": True,
            "reason": looks[old].reason,
            "looked_by_id": looks[old].looked_by_id,
            "looked_at": looks[old].looked_at,
        }
        for old, new in renewal.still_passed(seen.sentences, looks.keys())
    ]
    if rows:
        work.session.execute(insert(SentenceLook), rows)


# ── What follows ─────────────────────────────────────────────────────────────────────────────────


def _tell(work: Work, fresh: ArticleVersion, seen: Look) -> None:
    """One row of the history for each place, in the order of the old text."""
    for mark, one in zip(seen.marks, seen.carried, strict=True):
        now = f" -> “{clipped(one.span.exact)}”" if one.span else ""
        is_same = one.outcome is Outcome.KEPT
        history.record(
            work,
            _EVENTS[one.outcome],
            claim_id=mark.claim_id,
            subject=f"article:{fresh.article_id}",
            detail=f"text {fresh.number}: “{clipped(mark.checked)}”{'' if is_same else now}",
        )


def clipped(words: str) -> str:
    """Words of an article as the history quotes them."""
    return words if len(words) <= CLIPPED else f"{words[:CLIPPED]}…"


def _send_back(work: Work, fresh: ArticleVersion, claim_ids: AbstractSet[int]) -> None:
    """Claims whose words changed or are lost: who reads them knows, and what was submitted is checked again (W4).

    A verdict rests on the words of the claim's own article; where it stands in others, somebody looks, no more.
    """
    if not claim_ids:
        return
    reason = f"The article’s words changed in text {fresh.number}."
    for row in _submitted(work.session, fresh):
        history.record(
            work,
            Event.VERDICT_VOIDED,
            claim_id=row.id,
            subject=f"verdict:{row.number}",
            reason=reason,
            detail=row.content_hash,
        )
        history.record(
            work,
            Event.CLAIM_TRANSITION,
            claim_id=row.id,
            from_state=row.state.value,
            to_state=_BACK[row.state].value,
            reason=reason,
            subject=Verb.RECHECK.value,
        )
    is_back = and_(Claim.state.in_(list(_BACK)), Claim.article_id == fresh.article_id)
    work.session.execute(
        update(Claim)
        .where(Claim.id.in_(_touched(fresh.id)))
        .values(
            state=case((is_back, literal(State.CHECKING, Claim.state.type)), else_=Claim.state),
            state_since_at=case(
                (is_back, literal(work.now, Claim.state_since_at.type)), else_=Claim.state_since_at
            ),
            state_reason=case((is_back, literal(reason)), else_=Claim.state_reason),
            updated_at=work.now,
            version=Claim.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


def _touched(version_id: int) -> Any:
    return select(AnchorMove.claim_id).where(
        AnchorMove.article_version_id == version_id, AnchorMove.outcome != Outcome.KEPT
    )


def _submitted(session: Session, fresh: ArticleVersion) -> Sequence[Any]:
    return session.execute(
        select(Claim.id, Claim.state, Verdict.number, Verdict.content_hash)
        .join(Verdict, and_(Verdict.claim_id == Claim.id, Verdict.is_current))
        .where(
            Claim.id.in_(_touched(fresh.id)),
            Claim.state.in_(list(_BACK)),
            Claim.article_id == fresh.article_id,
        )
        .order_by(Claim.id)
    ).all()
