"""ClaimReviews out of the desk and claims into it: what of the published leaves, and what others checked as tickets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import texts
from factcheck.domain.anchoring import span_at
from factcheck.domain.claimreview import Publisher, claim_review, verdict_address
from factcheck.domain.claimreview_asked import Node
from factcheck.domain.claimreview_intake import Start
from factcheck.domain.published import PublishedVerdict
from factcheck.models import Claim
from factcheck.services import claims, intake, public
from factcheck.services.claims import ClaimInput
from factcheck.services.intake import ArticleInput
from factcheck.services.withheld import Withheld


@dataclass(frozen=True)
class Leaving:
    """A published verdict with its ClaimReview, None once it is retracted (D37), and its address."""

    verdict: PublishedVerdict
    review: Node | None
    address: str


class NotPublished(LookupError):
    """Nothing was published under this number."""

    def __init__(self, number: int):
        self.sentence = f"No verdict is published as number {number}."
        super().__init__(self.sentence)


def leaving(
    session: Session, publisher: Publisher, home: str, numbers: Sequence[int] = ()
) -> Iterator[Leaving]:
    """The verdicts with these numbers in their order, or all, last changed first.  Raises `NotPublished`."""
    for verdict in _by_number(session, numbers) if numbers else _all(session):
        address = verdict_address(home, verdict.id, verdict.slug)
        review = claim_review(verdict, url=address, publisher=publisher)
        yield Leaving(verdict, review, address)


def _by_number(session: Session, numbers: Sequence[int]) -> Iterator[PublishedVerdict]:
    for number in numbers:
        try:
            found = public.verdict(session, number)
        except Withheld:
            found = None
        if found is None:
            raise NotPublished(number)
        yield found


def _all(session: Session) -> Iterator[PublishedVerdict]:
    after, is_more = "", True
    while is_more:
        page = public.listing(session, after=after, limit=100)
        yield from page.items
        after, is_more = page.after, bool(page.after)


def bring_in(work: Work, start: Start) -> Claim:
    """Open a spotted claim on a text that tells what others said of it.

    Raises `AlreadyImported` where the very same came in before, `NotYourPart`, `BadInput`.
    """
    article = intake.import_article(
        work,
        ArticleInput(
            title=start.title,
            text=start.text,
            url=start.appearance_url,
            published_on=start.said_on,
            language=start.language,
        ),
    )
    work.session.flush()
    text = texts.normalise(start.text)
    return claims.open_claim(
        work,
        article.id,
        ClaimInput(
            statement=start.statement,
            claimant=start.claimant,
            said_on=start.said_on,
            said_where=start.said_where,
            appearance_url=start.appearance_url,
            selection_reason=start.reason,
        ),
        [span_at(text, 0, text.index("\n") if "\n" in text else len(text))],
        is_spotted=True,
    )
