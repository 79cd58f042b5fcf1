"""Claims as web annotations: the desk's own set, and what readers may have of it (A4, A12).

The shapes are in `domain/annotations.py`.  Readers' annotations are made of published verdicts alone, with the places
of exactly the words that were published; a name they must not see takes the words around it with it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from factcheck.domain.anchoring import Span
from factcheck.domain.annotations import Annotated, Finding, Node, Source, annotation
from factcheck.domain.limits import ANNOTATED_CHARS
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import ArticleKind, State
from factcheck.models import (
    Anchor,
    ArticleVersion,
    Claim,
    Desk,
    HiddenName,
    Occurrence,
    Publication,
    Verdict,
)
from factcheck.services import intake, occurrence_rows, public, sisters
from factcheck.services.intake import NoSuchArticle
from factcheck.services.published_body import A_PERSON
from factcheck.services.reference import reference
from factcheck.services.standing import HIGHEST_ID, NoSuchClaim

FAR = 100  # characters: a name that the context of some words cuts is read whole within them
MOST = 20_000  # claims of one article that readers get; an article has no more sentences


@dataclass(frozen=True)
class Places:
    """The addresses annotations name, below the address readers use."""

    base_url: str

    def article(self, number: int) -> str:
        return f"{self.base_url}/desk/articles/{number}"

    def claim(self, number: int) -> str:
        return f"{self.base_url}/desk/claims/{number}"

    def verdict(self, shown: PublishedVerdict) -> str:
        return f"{self.base_url}/verdicts/{shown.id}-{shown.slug}"

    def published(self, number: int, slug: str) -> str:
        return f"{self.base_url}/articles/{number}-{slug}"


@dataclass(frozen=True)
class Annotations:
    """The claims of one article, ready to be written as annotations."""

    claims: list[Annotated]
    source: Source
    url: str
    label: str
    quote_limit: int | None

    def only(self) -> Node:
        """The annotation of the one claim there is."""
        return annotation(self.claims[0], self.source, quote_limit=self.quote_limit)


# ── The desk's ───────────────────────────────────────────────────────────────────────────────────


def of_desk(session: Session, article_id: int, places: Places) -> Annotations:
    """Every claim of an article in the order of their numbers.  Raises `NoSuchArticle`."""
    return _of_desk(session, article_id, places)


def of_claim(session: Session, claim_id: int, places: Places) -> Annotations:
    """One claim.  Raises `NoSuchClaim`."""
    article_id = None
    if 0 < claim_id <= HIGHEST_ID:
        article_id = session.scalar(select(Claim.article_id).where(Claim.id == claim_id))
    if article_id is None:
        raise NoSuchClaim
    return _of_desk(session, article_id, places, claim_id)


def _of_desk(
    session: Session, article_id: int, places: Places, claim_id: int | None = None
) -> Annotations:
    article, version = intake.article(session, article_id)
    wanted = occurrence_rows.stands_in(article_id) if claim_id is None else Claim.id == claim_id
    claims = session.scalars(select(Claim).where(wanted).order_by(Claim.id)).all()
    spans = _spans(session, version.id)
    findings = _findings(session, wanted, places)
    desk = session.scalar(select(Desk.name)) or ""
    found = [
        Annotated(
            id=f"{places.claim(claim.id)}/annotation.json",
            statement=claim.statement,
            language=article.language,
            created_at=claim.created_at,
            spans=tuple(spans.get(claim.id, ())),
            creator=desk,
            finding=findings.get(claim.id),
        )
        for claim in claims
    ]
    home = places.article(article_id)
    is_own = article.kind is ArticleKind.OWN_DRAFT
    return Annotations(
        found,
        Source(
            url=article.url or home,
            taken_at=version.created_at,
            cached=home if article.url else "",
            language=article.language,
        ),
        f"{home}/annotations.json",
        article.title,
        None if is_own else ANNOTATED_CHARS,
    )


def _spans(session: Session, version_id: int) -> Mapping[int, list[Span]]:
    """By claim, its words in one text, in their order."""
    found: dict[int, list[Span]] = {}
    rows = session.scalars(
        select(Anchor)
        .where(Anchor.article_version_id == version_id)
        .order_by(Anchor.start_char, Anchor.id)
    )
    for row in rows:
        span = Span(row.start_char, row.end_char, row.exact, row.prefix, row.suffix)
        found.setdefault(row.claim_id, []).append(span)
    return found


def _findings(
    session: Session, wanted: ColumnElement[bool], places: Places
) -> Mapping[int, Finding]:
    """By claim, what was found, once it is approved or published."""
    ratings = reference(session).ratings
    rows = session.execute(
        select(Claim, Verdict)
        .join(Verdict, Verdict.claim_id == Claim.id)
        .where(
            wanted,
            Claim.state.in_([State.APPROVED, State.PUBLISHED]),
            Verdict.is_current,
            Verdict.submitted_at.is_not(None),
        )
    )
    return {
        claim.id: Finding(
            label=verdict.conclusion or ratings[verdict.rating_id or 0].label,
            reason=verdict.reason,
            url=places.claim(claim.id),
            published_at=claim.state_since_at,
            updated_at=claim.state_since_at,
        )
        for claim, verdict in rows
    }


# ── What readers may have ────────────────────────────────────────────────────────────────────────


def of_article(session: Session, article_id: int, places: Places) -> Annotations:
    """The published claims of an article.  Raises `NoSuchArticle` where none was: readers cannot tell the two apart."""
    shown = public.of_article(session, article_id, limit=MOST)
    if not shown:
        raise NoSuchArticle
    return _of_readers(session, article_id, shown, places)


def of_verdict(session: Session, publication_id: int, places: Places) -> Annotations:
    """One published claim.  Raises `NoSuchClaim`."""
    shown = public.verdict(session, publication_id)
    if shown is None or shown.article is None:
        raise NoSuchClaim
    return _of_readers(session, shown.article.id, [shown], places)


def _of_readers(
    session: Session, article_id: int, shown: Sequence[PublishedVerdict], places: Places
) -> Annotations:
    _, version = intake.article(session, article_id)
    about = public.told_of(shown, article_id)
    if about is None:
        raise NoSuchArticle
    spans = _spans(session, version.id)
    claims = _claims(session, shown)
    names = _hidden(session, article_id)
    confirmed = _confirmed(session, article_id)
    desk = session.scalar(select(Desk.name)) or ""
    found = [
        _published(
            one,
            _seen(
                one,
                spans.get(claims[one.id], ()),
                confirmed.get(claims[one.id], one.words),
                names,
                version.text,
            ),
            places,
            desk,
        )
        for one in shown
    ]
    home = places.published(article_id, about.slug)
    return Annotations(
        found,
        Source(url=about.url or home, taken_at=version.created_at, language=about.language),
        f"{home}/annotations.json",
        about.title,
        ANNOTATED_CHARS,
    )


def _published(
    shown: PublishedVerdict, spans: tuple[Span, ...], places: Places, desk: str
) -> Annotated:
    """A retracted verdict is no finding any more: what is left says what the claim was."""
    url = places.verdict(shown)
    finding = Finding(
        label=shown.rating.label,
        reason=shown.reason,
        url=url,
        published_at=shown.first_published_at,
        updated_at=shown.updated_at,
    )
    return Annotated(
        id=f"{url}/annotation.json",
        statement=shown.statement,
        language=shown.language,
        created_at=shown.first_published_at,
        spans=spans,
        creator=desk,
        finding=None if shown.is_retracted else finding,
    )


def _claims(session: Session, shown: Sequence[PublishedVerdict]) -> Mapping[int, int]:
    """The claim of each publication."""
    numbers = [one.id for one in shown]
    rows = session.execute(
        select(Publication.id, Publication.claim_id).where(Publication.id.in_(numbers))
    )
    return {row.id: row.claim_id for row in rows}


def _hidden(session: Session, article_id: int) -> ProtectedNames:
    """Everybody any claim of the article hides, published or not: words beside a claim's own were never reviewed."""
    names = session.execute(
        select(HiddenName.name, HiddenName.role)
        .join(Claim, Claim.id == HiddenName.claim_id)
        .where(occurrence_rows.stands_in(article_id))
    )
    claimants = session.execute(
        select(Claim.claimant, Claim.claimant_role).where(
            occurrence_rows.stands_in(article_id),
            Claim.is_claimant_public.is_(False),
            or_(Claim.names_private_person, Claim.involves_minor),
            Claim.claimant != "",
            Claim.claimant != Claim.claimant_role,
        )
    )
    kept = session.scalars(
        select(Publication.hidden_names)
        .join(Claim, Claim.id == Publication.claim_id)
        .where(occurrence_rows.stands_in(article_id))
    )
    found = [(name, role or A_PERSON) for name, role in [*names, *claimants]]
    return ProtectedNames(found + [pair for text in kept for pair in sisters.read(text)])


def _confirmed(session: Session, article_id: int) -> Mapping[int, Collection[str]]:
    """By claim of another article, the words of this one that stood when a second person confirmed it."""
    rows = session.execute(
        select(Anchor.claim_id, Anchor.exact)
        .join(ArticleVersion, ArticleVersion.id == Anchor.article_version_id)
        .join(
            Occurrence,
            and_(
                Occurrence.claim_id == Anchor.claim_id,
                Occurrence.article_id == ArticleVersion.article_id,
            ),
        )
        .where(Occurrence.article_id == article_id, Anchor.created_at <= Occurrence.confirmed_at)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for claim_id, exact in rows:
        found[claim_id].add(exact)
    return found


def _seen(
    shown: PublishedVerdict,
    spans: Iterable[Span],
    words: Collection[str],
    names: ProtectedNames,
    text: str,
) -> tuple[Span, ...]:
    """The places of the words that were published; where a name stands in them or beside them, without those words.

    `words` are those that two people stand for: in another article than its own a claim may stand in other words.
    """
    seen = []
    for span in spans:
        if span.exact in words:
            seen.append(_without_names(span, names, text))
        elif names.masked(span.exact) in shown.words:
            seen.append(replace(span, exact="", prefix="", suffix=""))
    return tuple(seen)


def _without_names(span: Span, names: ProtectedNames, text: str) -> Span:
    if names.stands_in(text[span.start : span.end]):
        return replace(span, exact="", prefix="", suffix="")
    before = text[max(0, span.start - len(span.prefix) - FAR) : span.end]
    after = text[span.start : span.end + len(span.suffix) + FAR]
    return replace(
        span,
        prefix="" if names.stands_in(before) else span.prefix,
        suffix="" if names.stands_in(after) else span.suffix,
    )
