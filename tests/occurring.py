"""A claim in a second article: the article, and the three verbs, for tests."""

from factcheck.domain.anchoring import Span, span_at
from factcheck.domain.terms import ArticleKind
from factcheck.models import Anchor, Claim, HistoryRow, Occurrence
from factcheck.services import intake, occurrences, public
from factcheck.services.intake import ArticleInput
from factcheck.services.standing import Ticket
from tests.cast import Newsroom

ELSEWHERE = (
    "The harbour again\n\nLosses of 4 million crowns were reported by the harbour, a rival wrote.\n"
)
WORDS = "Losses of 4 million crowns were reported by the harbour"
TABLES = (Claim, Anchor, Occurrence, HistoryRow)


def other_article(
    newsroom: Newsroom, kind: ArticleKind = ArticleKind.ELSEWHERE, title: str = "A rival writes"
) -> int:
    given = ArticleInput(
        title=title, text=ELSEWHERE, kind=kind, url="https://rival.example/harbour", outlet="Rival"
    )
    with newsroom.work(newsroom.carla) as work:
        return intake.import_article(work, given).id


def span(text: str = ELSEWHERE, words: str = WORDS) -> Span:
    start = text.index(words)
    return span_at(text, start, start + len(words))


def link(newsroom: Newsroom, claim_id: int, article_id: int, by: str = "carla") -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        occurrences.link(work, claim_id, article_id, [span()])


def confirm(newsroom: Newsroom, claim_id: int, article_id: int, by: str = "edith") -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        occurrences.confirm(work, claim_id, article_id)


def unlink(newsroom: Newsroom, claim_id: int, article_id: int, by: str = "carla") -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        occurrences.unlink(work, claim_id, article_id, "Another year is meant.")


def counts(newsroom: Newsroom) -> list[int]:
    return [newsroom.count(table) for table in TABLES]


def on_page(newsroom: Newsroom, article_id: int) -> list[tuple[str, str]]:
    """What readers of an article get: each statement with its rating."""
    with newsroom.read() as session:
        found = public.of_article(session, article_id)
    return [(one.statement, one.rating.label) for one in found]


def also_in(newsroom: Newsroom, ticket: Ticket) -> list[tuple[int, str]]:
    assert ticket.publication is not None
    with newsroom.read() as session:
        found = public.verdict(session, ticket.publication.id)
    assert found is not None
    return [(one.id, one.title) for one in found.also_in]
