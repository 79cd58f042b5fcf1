"""What people say of words that a newer text changed or lost: settled once, with name and moment (A7, A8)."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.anchoring import Span
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.renewal import CHOICES, Outcome, Settling
from factcheck.domain.workflow import TABLE, Verb
from factcheck.models import Anchor, AnchorMove, ArticleVersion, Person
from factcheck.services import history, readers
from factcheck.services.changes import content_changed, content_of, had_a_hand, move
from factcheck.services.claims import put_anchors
from factcheck.services.standing import HIGHEST_ID, Ticket, for_change
from factcheck.services.text_versions import clipped


class NoSuchMove(LookupError):
    """Nothing of this article waits under this number."""

    sentence = "No such change of the article’s words."


def settle(
    work: Work, article_id: int, move_id: int, choice: Settling, span: Span | None = None
) -> None:
    """Say what became of words that changed or were lost; `span` are the words of the newest text for `PLACED`.

    Who chooses other words had a hand in the claim and never approves it (W2).  Words
    chosen for a verdict that is being read void its approvals (W4).  Raises `NoSuchMove`, `NotYourPart`, `BadInput`
    for a choice that does not fit or words that are not there, `WrongState` when it is settled or a newer text came.
    """
    require(Act.SETTLE, work.actor)
    found, version, newest = _found(work, article_id, move_id)
    ticket = for_change(work, found.claim_id)
    require_no_conflict(ticket.standing, work.actor)
    _require_open(work.session, found, version, newest)
    if choice not in CHOICES[found.outcome]:
        raise BadInput("Choose one of the answers.")
    if choice is Settling.PLACED:
        _require_words(version, span)
    before = content_of(ticket)
    is_moved = _apply(work, found, choice, span)
    found.decision, found.decided_by_id, found.decided_at = choice, work.actor.id, work.now
    work.session.flush()
    _record(work, found, version, choice, span)
    readers.tell_of_articles(work, article_id)
    fresh = for_change(work, found.claim_id) if is_moved else ticket
    _follow(work, fresh, choice, before.hash)


def _found(work: Work, article_id: int, move_id: int) -> tuple[AnchorMove, ArticleVersion, int]:
    """The change with its text and the number of the newest; taken while nobody else changes anything."""
    newer = aliased(ArticleVersion)
    newest = select(func.max(newer.number)).where(newer.article_id == ArticleVersion.article_id)
    row = None
    if 0 < move_id <= HIGHEST_ID and 0 < article_id <= HIGHEST_ID:
        row = work.session.execute(
            select(
                AnchorMove,
                ArticleVersion,
                newest.scalar_subquery(),
                work.dialect.history_lock(),
            )
            .join(ArticleVersion, ArticleVersion.id == AnchorMove.article_version_id)
            .where(AnchorMove.id == move_id, ArticleVersion.article_id == article_id)
        ).first()
    if row is None:
        raise NoSuchMove
    return row[0], row[1], row[2]


def _require_open(
    session: Session, found: AnchorMove, version: ArticleVersion, newest: int
) -> None:
    """Refuse what is settled, what carried on, and what a newer text has overtaken."""
    if newest != version.number:
        raise WrongState(f"Text {newest} came in meanwhile; settle it there. Nothing was saved.")
    if found.outcome is Outcome.KEPT:
        raise WrongState("These words carried on as they were: there is nothing to settle.")
    if found.decision is not None:
        name = session.scalar(select(Person.name).where(Person.id == found.decided_by_id))
        raise WrongState(
            f"{name or 'Somebody'} settled this already: {found.decision.label}. Nothing was saved."
        )


def _require_words(version: ArticleVersion, span: Span | None) -> None:
    if span is None:
        raise BadInput("Choose the words that are meant.")
    if version.text[span.start : span.end] != span.exact:
        raise BadInput("The quote is not in the article.")


def _apply(work: Work, found: AnchorMove, choice: Settling, span: Span | None) -> bool:
    """Where the claim stands from now on, and whether that is somewhere else; a place found wrongly goes."""
    if choice not in {Settling.PLACED, Settling.GONE}:
        return False
    wrong, found.new_anchor_id = found.new_anchor_id, None
    if choice is Settling.PLACED and span is not None:
        (fresh,) = put_anchors(work, found.claim_id, found.article_version_id, [span])
        work.session.flush()
        found.new_anchor_id = fresh.id
    if wrong is not None:
        work.session.flush()
        work.session.execute(delete(Anchor).where(Anchor.id == wrong))
    return wrong is not None or found.new_anchor_id is not None


def _record(
    work: Work, found: AnchorMove, version: ArticleVersion, choice: Settling, span: Span | None
) -> None:
    words = f": “{clipped(span.exact)}”" if choice is Settling.PLACED and span else ""
    history.record(
        work,
        Event.ANCHOR_SETTLED,
        claim_id=found.claim_id,
        subject=f"article:{version.article_id}",
        detail=f"text {version.number}, {choice.label}{words}",
    )


def _follow(work: Work, ticket: Ticket, choice: Settling, old_hash: str) -> None:
    """Other words are other content: void for a verdict that is being read (W4), and somebody's hand (W2)."""
    is_changed = content_of(ticket).hash != old_hash
    if is_changed:
        had_a_hand(work, ticket, "chose the article’s new words")
    if ticket.claim.state not in TABLE[Verb.RECHECK].moves:
        ticket.claim.updated_at = work.now
    elif choice is Settling.RECHECK:
        move(work, ticket, Verb.RECHECK, reason="The article’s words changed.")
    elif is_changed:
        move(work, ticket, Verb.EDIT_CLAIM, event=Event.CLAIM_CHANGED, detail="marked words")
        content_changed(work, ticket, "said which words of the article are meant")
    else:
        ticket.claim.updated_at = work.now
