"""Publication: put the approved verdict before readers, and the four ways it changes afterwards (C1-C8).

What readers get is built in `published_body`; every version of it is kept in a row that never changes.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import content as contents
from factcheck.domain import proposals, published
from factcheck.domain.content import Content
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.published import PublishedTopic, PublishedVerdict
from factcheck.domain.refusals import NotReady, WrongState
from factcheck.domain.slugs import slug
from factcheck.domain.terms import ChangeKind, State
from factcheck.domain.verdict_parts import parts_of
from factcheck.domain.workflow import Verb
from factcheck.models import Publication, PublicationVersion, Verdict
from factcheck.services import (
    followers,
    history,
    markup_gate,
    notices,
    public_log,
    readers,
    share_pictures,
    similar,
    sisters,
)
from factcheck.services.changes import begin, content_of, had_a_hand, move, next_version
from factcheck.services.policy_texts import policy_text
from factcheck.services.public_beside import in_order
from factcheck.services.published_body import (
    A_PERSON,
    build,
    notice,
    of_sisters,
    protected,
    retracted,
)
from factcheck.services.standing import Ticket, load

VERBS = {
    ChangeKind.CORRECTION: Verb.CORRECT,
    ChangeKind.CLARIFICATION: Verb.CLARIFY,
    ChangeKind.UPDATE: Verb.UPDATE,
}


def preview(session: Session, claim_id: int) -> PublishedVerdict:
    """The page as readers would get it if the claim, as it now stands, were published.  Raises `NoSuchClaim`."""
    return preview_of(load(session, claim_id))


def preview_of(ticket: Ticket) -> PublishedVerdict:
    """The same for a ticket at hand: what was submitted while it is read, else what stands there now."""
    verdict = ticket.verdict
    is_read = ticket.claim.state in {State.IN_REVIEW, State.APPROVED}
    if is_read and verdict is not None and verdict.content is not None:
        content = contents.from_json(verdict.content)
    else:
        content = content_of(ticket)
    body = build(ticket, content, readers_have(ticket), ticket.claim.updated_at)
    topics = (PublishedTopic(slug=row.slug, name=row.name) for row in ticket.topics)
    filed = replace(body, topics=tuple(in_order(topics)))
    return published.conceal(filed, [*protected(content), *of_sisters(ticket)])


def announced(ticket: Ticket, kind: ChangeKind, note: str, at: datetime) -> PublishedVerdict | None:
    """What readers have, with the notice they would get of a change first; None before the first publication."""
    before = readers_have(ticket)
    if before is None:
        return None
    if kind is ChangeKind.RETRACTION:
        told = retracted(before, note, at)
    else:
        first = notice(before, kind, note, at, before.rating.label)
        told = replace(before, notices=(first, *before.notices))
    return published.conceal(told, [*protected(content_of(ticket)), *of_sisters(ticket)])


def publish(
    work: Work,
    claim_id: int,
    seen_hash: str,
    looked_at: Collection[str] = (),
    *,
    home: str = "",
) -> Publication:
    """Put the approved verdict before readers: the first version, or the next with its notice (C1, C3).

    `looked_at` names the risks that the words show, that nobody flagged, and that the editor says need no flag (L1).
    `home` is the site's address, where it is known.
    Raises a refusal, `WrongState` when the content is not the one whose hash was on the page, `NotReady` when a
    protected name would reach readers or a risk was neither flagged nor looked at, `MarkupFaulty` when machines would
    refuse the page (V1).
    """
    ticket = begin(work, claim_id, Verb.PUBLISH)
    verdict = ticket.verdict
    if verdict is None or verdict.content is None or seen_hash != verdict.content_hash:
        raise WrongState("The verdict changed since you read it; read it again.")
    content = contents.from_json(verdict.content)
    before = readers_have(ticket)
    publication = ticket.publication or _new_publication(work, ticket, content)
    ticket.publication = publication
    publication.slug = _address(publication.slug, content)
    body = build(ticket, content, before, work.now)
    _require_no_name(body, content)
    risky = unflagged(ticket, body)
    _require_looked_at(risky, looked_at)
    markup_gate.require_sound(ticket, body, home)
    _put_live(publication, body)
    sisters.keep(publication, protected(content))
    kind = verdict.change_kind if before else ChangeKind.FIRST
    _keep(work, ticket, body, kind, verdict.change_note if before else "", verdict.id, before)
    event = Event.PUBLICATION_CHANGED if before else Event.PUBLICATION_FIRST
    needless = f"Needs no flag: {proposals.in_words(risky)}." if risky else ""
    _finish(
        work, ticket, Verb.PUBLISH, event, " ".join(filter(None, (verdict.change_note, needless)))
    )
    notices.tell(work, verdict.author_id, "published", claim_id)
    _tell_translators(work, ticket)
    _tell_readers(work, ticket, publication, body, before, kind)
    return publication


def _tell_translators(work: Work, ticket: Ticket) -> None:
    """Readers of a translation are told at once that it is behind; somebody has to bring it up to date."""
    for one in ticket.translations:
        if one.live_number:
            claim_id, to = ticket.claim.id, one.author_id
            notices.tell(work, to, "translation_stale", claim_id)


def _tell_readers(
    work: Work,
    ticket: Ticket,
    publication: Publication,
    body: PublishedVerdict,
    before: PublishedVerdict | None,
    kind: ChangeKind,
) -> None:
    """What goes with every version: its line in the log, followers, caches, pictures, and the page itself last."""
    public_log.add(work, body, kind)
    history.tell(work, similar.JOB)
    readers.tell_of(work, ticket)
    readers.tell_of_alike(work, publication.id)
    followers.tell(work, body, before)
    share_pictures.ask(work, publication.id)
    readers.print_last(work, publication.id)


def _put_live(publication: Publication, body: PublishedVerdict) -> None:
    publication.current_number, publication.updated_at = body.version, body.updated_at
    publication.rating_code, publication.slug = body.rating.code, body.slug
    if publication.retracted_at is not None:
        publication.retracted_at = publication.retracted_by_id = None
        publication.confirmed_at = publication.confirmed_by_id = None


def _new_publication(work: Work, ticket: Ticket, content: Content) -> Publication:
    row = Publication(
        claim_id=ticket.claim.id,
        article_id=ticket.article.id,
        slug=slug(content.statement, protected=[name for name, _ in protected(content)]),
        current_number=1,
        rating_code=ticket.rating.code if ticket.rating else "",
        retracted_at=None,
        first_published_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()  # the page says its own number
    return row


def _address(now: str, content: Content) -> str:
    """The slug as it is, or made anew where a name that is to be hidden since stands in it."""
    hidden = [name for name, _ in protected(content)]
    is_safe = not ProtectedNames(protected(content)).stands_in_address(now)
    return now if is_safe else slug(content.statement, protected=hidden)


def _require_no_name(body: PublishedVerdict, content: Content) -> None:
    """Names are masked in texts; in an address they cannot be, so such a page is not published (L13, L15)."""
    found = published.leaks(body, protected(content))
    if found:
        raise NotReady(f"A name that readers must not see stands in: {', '.join(found)}.")


def unflagged(ticket: Ticket, body: PublishedVerdict) -> tuple[str, ...]:
    """The risks that the words of the page show and that are not flagged on the claim (L1)."""
    texts = (body.statement, *body.words, body.reason, body.explanation, *parts_of(body).values())
    return proposals.unflagged(texts, ticket.standing.flags)


def _require_looked_at(risky: Collection[str], looked_at: Collection[str]) -> None:
    if not set(risky) <= set(looked_at):
        raise NotReady(
            f"The words show a risk that nobody flagged: {proposals.in_words(risky)}. "
            "Flag it on the claim, or say that it needs no flag."
        )


def readers_have(ticket: Ticket) -> PublishedVerdict | None:
    """What readers have of this claim now; None before the first publication."""
    return published.from_json(ticket.live.body) if ticket.live is not None else None


def _keep(
    work: Work,
    ticket: Ticket,
    body: PublishedVerdict,
    kind: ChangeKind,
    note: str,
    verdict_id: int,
    before: PublishedVerdict | None,
) -> None:
    """Write the version row; it never changes afterwards (C8)."""
    work.session.add(
        PublicationVersion(
            publication_id=body.id,
            number=body.version,
            verdict_id=verdict_id,
            kind=kind,
            note=note,
            old_rating=before.rating.label if before and not before.is_retracted else "",
            new_rating="" if body.is_retracted else body.rating.label,
            body=published.to_json(body),
            content_hash=body.content_hash,
            policy=policy_text(ticket.standing.policy),
            published_at=work.now,
            published_by_id=work.actor.id,
        )
    )


def _finish(work: Work, ticket: Ticket, verb: Verb, event: Event, reason: str) -> None:
    publication = ticket.publication
    subject = f"publication:{publication.id}" if publication else ""
    hash_ = ticket.verdict.content_hash if ticket.verdict else ""
    move(work, ticket, verb, event=event, subject=subject, reason=reason, detail=hash_ or "")


def begin_change(work: Work, claim_id: int, kind: ChangeKind, note: str) -> None:
    """Begin a correction, clarification or update: a new version of the verdict, while readers keep the old one."""
    if kind not in VERBS:
        raise BadInput("Choose a correction, a clarification or an update.")
    ticket = begin(work, claim_id, VERBS[kind])
    if not note:
        raise BadInput("Write the note that tells readers what changed and why.")
    verdict = next_version(work, ticket, author_id=work.actor.id or 0)
    verdict.change_kind, verdict.change_note = kind, note
    had_a_hand(work, ticket, f"began the {kind.label}")
    move(work, ticket, VERBS[kind], reason=note)


def drop_change(work: Work, claim_id: int) -> None:
    """Give the change up: the version readers have is the current one again; the draft stays in the record."""
    ticket = begin(work, claim_id, Verb.DROP_CHANGE)
    live = ticket.live.verdict_id if ticket.live is not None else None
    of_claim = Verdict.claim_id == claim_id
    work.session.execute(
        update(Verdict).where(of_claim, Verdict.is_current).values(is_current=False)
    )
    work.session.execute(
        update(Verdict).where(of_claim, Verdict.id == live).values(is_current=True)
    )
    ticket.verdict = work.session.get_one(Verdict, live)
    move(work, ticket, Verb.DROP_CHANGE)


def retract(work: Work, claim_id: int, reason: str) -> Publication:
    """Withdraw the published verdict at once: address and text stay, the rating is void, ClaimReview goes (C6)."""
    ticket = begin(work, claim_id, Verb.RETRACT)
    if not reason:
        raise BadInput("Write what readers will be told about the retraction.")
    before, publication = readers_have(ticket), ticket.publication
    if before is None or publication is None or ticket.live is None:
        raise WrongState("Nothing stands before readers.")
    names = protected(content_of(ticket))
    shown = [*names, *of_sisters(ticket)]
    body = published.conceal(retracted(before, reason, work.now), shown)
    _hide_unreviewed(publication, names)
    publication.slug = body.slug
    publication.current_number, publication.updated_at = body.version, work.now
    publication.retracted_at, publication.retracted_by_id = work.now, work.actor.id
    publication.confirmed_at = publication.confirmed_by_id = None
    _keep(work, ticket, body, ChangeKind.RETRACTION, reason, ticket.live.verdict_id, before)
    _finish(work, ticket, Verb.RETRACT, Event.PUBLICATION_RETRACTED, reason)
    notices.tell(work, notices.EDITORS, "retracted", claim_id)
    _tell_readers(work, ticket, publication, body, before, ChangeKind.RETRACTION)
    return publication


def _hide_unreviewed(publication: Publication, names: Sequence[tuple[str, str]]) -> None:
    """A retraction may come with names nobody reviewed; readers get no words of theirs for a role."""
    known = {name for name, _ in sisters.read(publication.hidden_names)}
    sisters.keep(publication, [(name, A_PERSON) for name, _ in names if name not in known])


def confirm_retraction(work: Work, claim_id: int) -> None:
    """Be the second person of a retraction."""
    ticket = begin(work, claim_id, Verb.CONFIRM_RETRACTION)
    if ticket.publication is not None:
        ticket.publication.confirmed_at = work.now
        ticket.publication.confirmed_by_id = work.actor.id
    _finish(work, ticket, Verb.CONFIRM_RETRACTION, Event.PUBLICATION_RETRACTION_CONFIRMED, "")
