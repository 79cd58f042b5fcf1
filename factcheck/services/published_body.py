"""Making the one frozen `PublishedVerdict` of a claim from its content: what readers get, and nothing else.

Internal evidence is only counted, protected names are replaced by roles in every text (promises 7 and 9).
"""

from dataclasses import replace
from datetime import datetime

from factcheck.domain.content import Content, EvidenceContent, ReplyContent
from factcheck.domain.conversations import may_name
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.published import (
    PublishedArticle,
    PublishedMedia,
    PublishedNotice,
    PublishedRating,
    PublishedReply,
    PublishedSource,
    PublishedVerdict,
    conceal,
    mask,
    without_name,
)
from factcheck.domain.slugs import slug
from factcheck.domain.terms import Capacity, ChangeKind, ReviewState
from factcheck.models import Article
from factcheck.services import sisters
from factcheck.services.reference import RatingView
from factcheck.services.standing import Ticket

A_PERSON = "a private person"  # the role shown where nobody wrote one, so that a preview hides the name as well


def protected(content: Content) -> list[tuple[str, str]]:
    """(name, role) of everybody readers must not see by name (L15, L16)."""
    names = [(name, role) for name, role in content.hidden_names if name]
    if hides_claimant(content) and content.claimant:
        names.append((content.claimant, content.claimant_role or A_PERSON))
    return names


def hides_claimant(content: Content) -> bool:
    """Whether the claimant herself is shown by role."""
    is_flagged = content.names_private_person or content.involves_minor
    return is_flagged and not content.is_claimant_public


def build(
    ticket: Ticket, content: Content, before: PublishedVerdict | None, now: datetime
) -> PublishedVerdict:
    """What readers get when `content` is published after `before` (None for the first time).

    Its own protected names are masked, and so are those of the article's other claims, links with them left out.
    """
    publication = ticket.publication
    rating = _rating(ticket.reference.ratings.get(content.rating_id), content)
    public = [row for row in content.evidence if row.is_public]
    names = protected(content)
    body = PublishedVerdict(
        id=publication.id if publication and publication.id else 0,
        slug=publication.slug
        if publication
        else slug(content.statement, protected=[name for name, _ in names]),
        version=before.version + 1 if before else 1,
        statement=content.statement,
        claimant=content.claimant or content.claimant_role,
        is_claimant_role=hides_claimant(content) or not content.claimant,
        said_on=content.said_on,
        said_where=content.said_where,
        appearance_url=content.appearance_url,
        language=ticket.article.language,
        words=content.words,
        article=_article(ticket.article, [name for name, _ in names]),
        rating=rating,
        media=_media(content),
        reason=content.reason,
        explanation=content.explanation,
        what_is_right=content.what_is_right,
        not_known=content.not_known,
        why_it_matters=content.why_it_matters,
        as_of=content.as_of,
        sources=tuple(_source(row) for row in public),
        sources_kept_internal=len(content.evidence) - len(public),
        replies=tuple(_reply(row) for row in content.replies),
        checked_by=_checked_by(ticket),
        approved_by=_approved_by(ticket),
        first_published_at=before.first_published_at if before else now,
        updated_at=now,
        notices=_notices(content, before, rating, now),
        content_hash=content.hash,
    )
    return conceal(mask(body, [*names, *unattributed(content)]), of_sisters(ticket))


def _media(content: Content) -> PublishedMedia | None:
    """What is said of a picture or recording; None where the verdict is about none (D30)."""
    if not content.media_kind:
        return None
    return PublishedMedia(
        kind=content.media_kind,
        categories=content.media_categories,
        context=content.media_context,
        url=content.media_url,
        archived_url=content.media_archived_url,
        original_url=content.media_original_url,
    )


def of_sisters(ticket: Ticket) -> sisters.Names:
    """(name, role) of everybody whom other published claims of the article show by role."""
    return sisters.in_order(ticket.sisters, 0)


def notice(
    before: PublishedVerdict, kind: ChangeKind, note: str, at: datetime, new_rating: str
) -> PublishedNotice:
    """What readers are told about the version that follows `before` (C1, C3)."""
    return PublishedNotice(
        version=before.version + 1,
        kind=kind.value,
        note=note,
        at=at,
        old_rating="" if before.is_retracted else before.rating.label,
        new_rating=new_rating,
    )


def retracted(before: PublishedVerdict, reason: str, now: datetime) -> PublishedVerdict:
    """The page after a retraction: the text stays readable, the verdict no longer stands (C6)."""
    told = notice(before, ChangeKind.RETRACTION, reason, now, "")
    return replace(
        before,
        version=before.version + 1,
        updated_at=now,
        is_retracted=True,
        retraction_note=reason,
        notices=(told, *before.notices),
    )


def _notices(
    content: Content, before: PublishedVerdict | None, rating: PublishedRating, now: datetime
) -> tuple[PublishedNotice, ...]:
    if before is None:
        return ()
    kind = ChangeKind(content.change_kind or ChangeKind.UPDATE.value)
    return (notice(before, kind, content.change_note, now, rating.label), *before.notices)


def _rating(view: RatingView | None, content: Content) -> PublishedRating:
    if view is None:
        return PublishedRating(
            scale="", scale_version=0, code="", label="Not rated yet", definition=""
        )
    return PublishedRating(
        scale=view.scale_name,
        scale_version=view.scale_version,
        code=view.code,
        label=content.conclusion or view.label,
        definition=view.definition,
        value=view.value,
        best=view.best,
        worst=view.worst,
        steps=view.steps,
        step=view.step,
        is_retired=view.is_retired,
        hue=view.hue,
    )


def _article(article: Article, hidden: list[str]) -> PublishedArticle:
    return PublishedArticle(
        id=article.id,
        slug=slug(article.title, protected=hidden) if hidden else article.slug,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        published_on=article.published_on,
        language=article.language,
    )


def _source(row: EvidenceContent) -> PublishedSource:
    """A source as readers get it; who spoke without leave to be named is a role in all of it (E18).

    Of a protected source they get which way it points, how close it stands, and why it is withheld (M7).
    """
    texts = {name: getattr(row, name) for name in PublishedSource.__dataclass_fields__}
    source = PublishedSource(**texts)
    speaker = unnamed_speaker(row)
    if speaker is None:
        return source
    return without_name(replace(source, spoke_with=""), *speaker)


def unnamed_speaker(row: EvidenceContent) -> tuple[str, str] | None:
    """(name, role) of whoever spoke and must not be named to readers."""
    if not row.spoke_with or may_name(row.consent):
        return None
    return row.spoke_with, row.spoke_role


def unattributed(content: Content) -> list[tuple[str, str]]:
    """Everybody who spoke and must not be named, unless the claim itself is about her: then she is no secret there."""
    about = " ".join((content.statement, content.claimant, content.said_where, *content.words))
    speakers = (unnamed_speaker(row) for row in content.evidence)
    return [
        pair
        for pair in speakers
        if pair is not None and not ProtectedNames([pair]).stands_in(about)
    ]


def _reply(row: ReplyContent) -> PublishedReply:
    return PublishedReply(
        whom=row.whom,
        channel=row.channel,
        asked_on=row.asked_on,
        due_on=row.due_on,
        outcome=row.outcome,
        text=row.text,
        answered_on=row.answered_on,
    )


def _checked_by(ticket: Ticket) -> tuple[str, ...]:
    """Everybody who wrote the verdict or logged its evidence, the verdict's author first."""
    names = [ticket.author_name, *(name for _, name, _ in sorted(ticket.contributions))]
    return tuple(dict.fromkeys(name for name in names if name))


def _approved_by(ticket: Ticket) -> tuple[str, ...]:
    """Those whose editorial approvals stand for this version."""
    return tuple(
        review.reviewer_name
        for review in sorted(ticket.reviews, key=lambda r: r.id)
        if review.state is ReviewState.APPROVED
        and review.capacity is Capacity.EDITORIAL
        and review.is_live
    )
