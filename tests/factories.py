"""Things in a wanted state, reached the way people reach them: through the services, never by setting a column."""

from dataclasses import replace
from datetime import timedelta

from factcheck.domain.anchoring import span_at
from factcheck.domain.terms import (
    Actor,
    ArticleKind,
    Capacity,
    ClaimKind,
    Dismissal,
    EvidenceKind,
    ReplyOutcome,
    SourceClass,
    Stance,
    State,
)
from factcheck.domain.verdict_parts import PARTS
from factcheck.services import (
    claims,
    evidence,
    intake,
    legal,
    publication,
    replies,
    reviews,
    verdicts,
)
from factcheck.services.claims import ClaimInput
from factcheck.services.evidence import EvidenceInput
from factcheck.services.intake import ArticleInput
from factcheck.services.replies import ReplyInput
from factcheck.services.standing import Ticket, load
from factcheck.services.verdicts import VerdictInput
from tests.cast import Newsroom

TEXT = """The harbour runs at a loss

The mayor told the council on Monday that the harbour lost 4 million crowns last year.

Ferries carried 12,000 people in August, she said, twice as many as the year before.

"Nobody was hurt," the harbour master said. He called the new pier the most beautiful in the north.
"""
WORDS = "the harbour lost 4 million crowns last year"

CLAIM = ClaimInput(
    statement="The harbour made a loss of 4 million crowns last year.",
    claimant="the mayor",
    said_on="2026-11-16",
    said_where="council meeting",
    appearance_url="https://news.example/harbour",
    kind=ClaimKind.STATISTIC,
)
LINK = EvidenceInput(
    kind=EvidenceKind.LINK,
    stance=Stance.SUPPORTS,
    source_class=SourceClass.PRIMARY,
    title="Annual accounts of the harbour",
    url="https://harbour.example/accounts",
    publisher="Harbour office",
    published_on="2026-03",
    accessed_on="2026-11-19",
    quote="Result for the year: -4,012,330",
    says="The accounts show a loss of 4.01 million crowns.",
    locator="page 12",
)
SECOND = replace(
    LINK,
    source_class=SourceClass.SECONDARY,
    title="Audit report",
    url="https://audit.example/harbour",
    publisher="Audit court",
)


def article(
    newsroom: Newsroom, *, kind: ArticleKind = ArticleKind.ELSEWHERE, text: str = TEXT
) -> int:
    """An article of another outlet, or our own draft; its number."""
    given = ArticleInput(
        title="The harbour runs at a loss",
        text=text,
        kind=kind,
        url="https://news.example/harbour" if kind is ArticleKind.ELSEWHERE else "",
        outlet="The North",
        published_on="2026-11-17",
    )
    with newsroom.work(newsroom.carla) as work:
        return intake.import_article(work, given).id


def claim(
    newsroom: Newsroom,
    state: State = State.OPEN,
    *,
    given: ClaimInput = CLAIM,
    by: Actor | None = None,
    kind: ArticleKind = ArticleKind.ELSEWHERE,
    article_id: int = 0,
    words: str = WORDS,
) -> int:
    """A claim in the wanted state, checked by Carla (or `by`), approved and published by Edith; its number."""
    checker = by or newsroom.carla
    article_id = article_id or article(newsroom, kind=kind)
    with newsroom.work(checker) as work:
        text = intake.article(work.session, article_id)[1].text
        start = text.index(words)
        span = span_at(text, start, start + len(words))
        is_spotted = state is State.SPOTTED
        claim_id = claims.open_claim(work, article_id, given, [span], is_spotted=is_spotted).id
    if state is State.DISMISSED:
        with newsroom.work(checker) as work:
            claims.dismiss(work, claim_id, Dismissal.OPINION, "It is a matter of taste.")
    for step in STEPS[state]:
        step(newsroom, claim_id, checker)
    return claim_id


def take(newsroom: Newsroom, claim_id: int, checker: Actor) -> None:
    with newsroom.work(checker) as work:
        claims.take(work, claim_id)


def log(newsroom: Newsroom, claim_id: int, by: Actor, given: EvidenceInput = LINK) -> int:
    """One more piece of evidence; its number."""
    with newsroom.work(by) as work:
        return evidence.log(work, claim_id, given).number


def log_two(newsroom: Newsroom, claim_id: int, checker: Actor) -> None:
    log(newsroom, claim_id, checker)
    log(newsroom, claim_id, checker, SECOND)


def rating_id(ticket: Ticket, code: str = "") -> int:
    """The label with `code` on the claim's scale; its first label unless named."""
    scale = verdicts.scale_of(ticket)
    assert scale is not None
    return next(r.id for r in scale.choices if code in {"", r.code})


def write(newsroom: Newsroom, claim_id: int, by: Actor, rating: str = "", **changed: str) -> None:
    """Save a whole verdict as the draft."""
    with newsroom.work(by) as work:
        ticket = load(work.session, claim_id)
        given = VerdictInput(
            rating_id=rating_id(ticket, rating),
            reason=changed.get("reason", "The accounts say so."),
            explanation=changed.get("explanation", "The accounts [1] and the audit [2] agree."),
            as_of=changed.get("as_of", "2026-11-19"),
            **{name: changed[name] for name in PARTS if name in changed},
        )
        verdicts.save(work, claim_id, ticket.verdict.version if ticket.verdict else None, given)


def submit(newsroom: Newsroom, claim_id: int, by: Actor) -> None:
    write(newsroom, claim_id, by)
    with newsroom.work(by) as work:
        verdicts.submit(work, claim_id)


def content_hash(newsroom: Newsroom, claim_id: int) -> str:
    """The hash a reviewer has before her."""
    with newsroom.read() as session:
        return load(session, claim_id).standing.verdict.content_hash


def approve(newsroom: Newsroom, claim_id: int, by: Actor) -> None:
    with newsroom.work(by) as work:
        reviews.approve(work, claim_id, content_hash(newsroom, claim_id))


def clear(newsroom: Newsroom, claim_id: int) -> None:
    """Lara clears the claim legally."""
    with newsroom.work(newsroom.lara) as work:
        reviews.clear(work, claim_id, content_hash(newsroom, claim_id))


def ask(
    newsroom: Newsroom, claim_id: int, reviewer: Actor, capacity: Capacity = Capacity.EDITORIAL
) -> None:
    with newsroom.work(newsroom.edith) as work:
        reviews.ask(work, claim_id, reviewer.id or 0, capacity)


def publish(newsroom: Newsroom, claim_id: int, by: Actor, *looked_at: str) -> int:
    """Put it before readers; the publication's number.  `looked_at` names risks in the words that need no flag."""
    with newsroom.work(by) as work:
        seen = content_hash(newsroom, claim_id)
        return publication.publish(work, claim_id, seen, looked_at).id


def hold(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.lara) as work:
        legal.hold(work, claim_id, "The lawyers of the harbour wrote to us.")


def reply(newsroom: Newsroom, claim_id: int, by: Actor, outcome: ReplyOutcome | None = None) -> int:
    """Ask the mayor's office for a reply two days ago, and record what came of it if `outcome` says."""
    given = ReplyInput(
        whom="the mayor's office",
        channel="e-mail",
        content_sent="The claim, our question and the date by which we need an answer.",
        asked_at=newsroom.now - timedelta(days=4),
        due_at=newsroom.now - timedelta(days=1),
    )
    with newsroom.work(by) as work:
        number = replies.ask(work, claim_id, given).id
    if outcome is not None:
        said = "They stand by the figure." if outcome is ReplyOutcome.REPLIED else ""
        with newsroom.work(by) as work:
            replies.record(work, claim_id, number, outcome, said, said)
    return number


def _approve(newsroom: Newsroom, claim_id: int, checker: Actor) -> None:
    approve(newsroom, claim_id, newsroom.rosa)


def _publish(newsroom: Newsroom, claim_id: int, checker: Actor) -> None:
    publish(newsroom, claim_id, newsroom.edith)


REVIEW = (take, log_two, submit)
STEPS = {
    State.SPOTTED: (),
    State.OPEN: (),
    State.DISMISSED: (),
    State.CHECKING: (take,),
    State.IN_REVIEW: REVIEW,
    State.APPROVED: (*REVIEW, _approve),
    State.PUBLISHED: (*REVIEW, _approve, _publish),
}
