"""One claim, several articles: linking, confirming for readers, taking away again; each with its history row (W12).

The rules are in `domain.occurrences`.  What readers get of a confirmed link is in `public`.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, select

from factcheck.db import Work
from factcheck.domain import occurrences as rules
from factcheck.domain import published
from factcheck.domain.anchoring import Span
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.occurrences import There
from factcheck.domain.published import PublishedArticle
from factcheck.domain.refusals import Refusal, WrongState
from factcheck.domain.terms import ArticleKind, Dismissal
from factcheck.domain.workflow import Verb
from factcheck.models import Anchor, Article, ArticleVersion, HistoryRow, Occurrence
from factcheck.services import history, intake, readers, share_pictures
from factcheck.services.changes import begin, move
from factcheck.services.claims import put_anchors
from factcheck.services.standing import Ticket, for_change

_MARKING = (Event.OCCURRENCE_LINKED, Event.ANCHOR_SETTLED)
QUOTED = 300  # characters of the words that the history repeats


class NoSuchOccurrence(LookupError):
    """The claim is not linked with this article."""

    sentence = "This claim does not stand in that article."


def there(ticket: Ticket, article: Article) -> There:
    """The other article as the rules see it."""
    row = ticket.elsewhere.get(article.id)
    return There(
        article.id,
        article.kind,
        is_own=article.id == ticket.claim.article_id,
        linked_by_id=row.linked_by_id if row else None,
        is_confirmed=row.is_confirmed if row else False,
    )


def link(work: Work, claim_id: int, article_id: int, spans: Sequence[Span]) -> Occurrence:
    """Mark words of another article as this very claim; no new claim is made, and nothing approved is touched.

    Raises a refusal, `NoSuchClaim`, `NoSuchArticle`, or `BadInput` when no words are given.
    """
    ticket = for_change(work, claim_id)
    article, version = intake.article(work.session, article_id)
    _require(
        rules.link_refusal(
            ticket.standing, work.actor, there(ticket, article), ticket.claim.dismissal
        )
    )
    return _link(work, ticket, version, spans)


def _link(work: Work, ticket: Ticket, version: ArticleVersion, spans: Sequence[Span]) -> Occurrence:
    claim = ticket.claim
    if not spans:
        raise BadInput("Choose the words of the article that make the claim.")
    if any(version.text[span.start : span.end] != span.exact for span in spans):
        raise WrongState("The article’s text changed meanwhile. Choose the words again.")
    row = ticket.elsewhere.get(version.article_id)
    marked = {(place.start, place.end) for place in row.places} if row else set()
    fresh = [span for span in spans if (span.start, span.end) not in marked]
    if not fresh:
        raise WrongState(f"These words are marked as claim {claim.id} already.")
    found = _occurrence(work, claim.id, version.article_id)
    if found is None:
        found = Occurrence(
            claim_id=claim.id,
            article_id=version.article_id,
            linked_by_id=work.actor.id or 0,
            linked_at=work.now,
        )
        work.session.add(found)
    put_anchors(work, claim.id, version.id, fresh)
    words = " … ".join(span.exact for span in fresh)
    _touch(work, ticket, Event.OCCURRENCE_LINKED, version.article_id, detail=words[:QUOTED])
    readers.tell_of_articles(work, version.article_id)
    return found


def confirm(work: Work, claim_id: int, article_id: int, seen: str | None = None) -> None:
    """Say, as a second person, that the claim stands there: from now on readers of that article get its verdict.

    `seen` is `OccurrenceRow.seen` of the words that were read, so that nobody stands for words chosen meanwhile; None
    is for programs that read them themselves.  What readers read of the article is kept as it is described now.
    Raises a refusal or `NoSuchOccurrence`.
    """
    ticket, found, article = _linked(work, claim_id, article_id)
    row = ticket.elsewhere[article_id]
    second = replace(there(ticket, article), marked_by=_markers(work, found))
    _require(rules.confirm_refusal(ticket.standing, work.actor, second))
    if not row.places:
        raise WrongState("No words of that article’s newest text are marked as this claim.")
    if seen is not None and seen != row.seen:
        raise WrongState(
            "The words there changed since you opened the page. Read them again; nothing was confirmed."
        )
    found.confirmed_by_id, found.confirmed_at = work.actor.id, work.now
    if article.kind is ArticleKind.ELSEWHERE:
        found.shown_as = published.article_json(_as_read(work, article))
    _touch(work, ticket, Event.OCCURRENCE_CONFIRMED, article_id, detail=article.title)
    _reach_readers(work, ticket, article_id)


def _markers(work: Work, found: Occurrence) -> frozenset[int]:
    """Who chose words there since the claim was linked: nobody confirms her own (promise 1)."""
    rows = work.session.scalars(
        select(HistoryRow.actor_id).where(
            HistoryRow.claim_id == found.claim_id,
            HistoryRow.subject == f"article:{found.article_id}",
            HistoryRow.event.in_(_MARKING),
            HistoryRow.at >= found.linked_at,
        )
    )
    return frozenset(who for who in rows if who is not None)


def _as_read(work: Work, article: Article) -> PublishedArticle:
    return PublishedArticle(
        id=article.id,
        slug=article.slug,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        published_on=article.published_on,
        language=article.language,
        found_on=work.now.date().isoformat(),
    )


def unlink(work: Work, claim_id: int, article_id: int, reason: str) -> None:
    """Take the claim out of the other article again: its words there are unmarked.

    Raises a refusal, `NoSuchOccurrence`, or `BadInput` without a reason.
    """
    ticket, found, article = _linked(work, claim_id, article_id)
    _require(rules.unlink_refusal(ticket.standing, work.actor, there(ticket, article)))
    if not reason:
        raise BadInput("Say why the claim does not stand there after all.")
    texts = select(ArticleVersion.id).where(ArticleVersion.article_id == article_id)
    work.session.execute(
        delete(Anchor).where(Anchor.claim_id == claim_id, Anchor.article_version_id.in_(texts))
    )
    work.session.delete(found)
    _touch(work, ticket, Event.OCCURRENCE_UNLINKED, article_id, reason=reason, detail=article.title)
    _reach_readers(work, ticket, article_id)


def merge(work: Work, claim_id: int, into_id: int) -> None:
    """Dismiss a claim as the same as another, whose words from now on stand where its own stand.

    Raises a refusal of either claim, and then changes neither.
    """
    if claim_id == into_id:
        raise WrongState("A claim is always the same as itself.")
    ticket = begin(work, claim_id, Verb.DISMISS)
    into = for_change(work, into_id)
    article, version = intake.article(work.session, ticket.claim.article_id)
    _require(
        rules.link_refusal(into.standing, work.actor, there(into, article), into.claim.dismissal)
    )
    spans = [a.span for a in ticket.anchors if a.article_version_id == version.id]
    _link(work, into, version, spans)
    ticket.claim.dismissal = Dismissal.DUPLICATE
    reason = f"The same claim as claim {into_id}."
    move(work, ticket, Verb.DISMISS, reason=reason, detail=Dismissal.DUPLICATE.value)


# ── Steps they share ─────────────────────────────────────────────────────────────────────────────


def _require(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal


def _linked(work: Work, claim_id: int, article_id: int) -> tuple[Ticket, Occurrence, Article]:
    ticket = for_change(work, claim_id)
    found = _occurrence(work, claim_id, article_id)
    if found is None:
        raise NoSuchOccurrence
    return ticket, found, work.session.get_one(Article, article_id)


def _occurrence(work: Work, claim_id: int, article_id: int) -> Occurrence | None:
    return work.session.scalar(
        select(Occurrence).where(
            Occurrence.claim_id == claim_id, Occurrence.article_id == article_id
        )
    )


def _reach_readers(work: Work, ticket: Ticket, article_id: int) -> None:
    """What is published of the claim is made anew, with this article or without it."""
    if ticket.publication is None:
        readers.tell_of_articles(work, article_id)
        return
    readers.tell_of(work, ticket, article_id)
    share_pictures.ask(work, ticket.publication.id)
    readers.print_last(work, ticket.publication.id)


def _touch(work: Work, ticket: Ticket, event: Event, article_id: int, **said: str) -> None:
    """The claim is touched, so that two people deciding at once cannot both succeed silently (W14)."""
    ticket.claim.updated_at = work.now
    history.record(work, event, claim_id=ticket.claim.id, subject=f"article:{article_id}", **said)
