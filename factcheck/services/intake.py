"""Articles come in: normalised once, kept as an immutable version, recognised when they come again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import texts
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.slugs import slug
from factcheck.domain.terms import ArticleKind
from factcheck.models import Article, ArticleVersion, Claim, Occurrence
from factcheck.services import history
from factcheck.services.standing import HIGHEST_ID


class NoSuchArticle(LookupError):
    """There is no article with this number."""

    sentence = "No such article."


class AlreadyImported(Exception):
    """The very same text is here already, as article `article_id`."""

    http_status = 409

    def __init__(self, article_id: int):
        self.article_id = article_id
        self.sentence = f"Already imported as #{article_id}."
        super().__init__(self.sentence)


@dataclass(frozen=True, kw_only=True)
class ArticleInput:
    """What a person says about an article; `text` as pasted or read from a file, not yet normalised."""

    title: str
    text: str
    kind: ArticleKind = ArticleKind.ELSEWHERE
    url: str = ""
    outlet: str = ""
    byline: str = ""
    published_on: str = ""
    language: str = "en"


def import_article(work: Work, given: ArticleInput) -> Article:
    """Keep an article.  Raises `BadInput` for its text, `AlreadyImported`, `NotYourPart`."""
    require(Act.IMPORT, work.actor)
    text = texts.normalise(given.text)
    print_ = texts.fingerprint(text)
    known = work.session.scalar(
        select(ArticleVersion.article_id).where(ArticleVersion.text_sha256 == print_).limit(1)
    )
    if known is not None:
        raise AlreadyImported(known)
    article = Article(
        kind=given.kind,
        title=given.title,
        url=given.url,
        outlet=given.outlet,
        byline=given.byline,
        published_on=given.published_on,
        language=given.language,
        slug=slug(given.title),
        created_by_id=work.actor.id,
        created_at=work.now,
    )
    work.session.add(article)
    work.session.flush()
    work.session.add(
        ArticleVersion(
            article_id=article.id,
            number=1,
            text=text,
            text_sha256=print_,
            created_by_id=work.actor.id,
            created_at=work.now,
        )
    )
    history.record(work, Event.ARTICLE_IMPORTED, subject=f"article:{article.id}", detail=print_)
    return article


def article(session: Session, article_id: int) -> tuple[Article, ArticleVersion]:
    """An article with its newest text.  Raises `NoSuchArticle`."""
    row = None
    if 0 < article_id <= HIGHEST_ID:
        row = session.execute(
            select(Article, ArticleVersion)
            .join(ArticleVersion, ArticleVersion.article_id == Article.id)
            .where(Article.id == article_id)
            .order_by(ArticleVersion.number.desc())
            .limit(1)
        ).first()
    if row is None:
        raise NoSuchArticle
    return row[0], row[1]


@dataclass(frozen=True)
class ArticleLine:
    """One line of the list of articles."""

    article: Article
    claims: int


def articles(
    session: Session, *, before: int = HIGHEST_ID, limit: int = 40
) -> Sequence[ArticleLine]:
    """Articles with an id below `before`, newest first, each with the number of its claims.

    Its own are counted up to 1,001; claims of other articles that stand in it count as well.
    """
    some = (
        select(Claim.id)
        .where(Claim.article_id == Article.id)
        .limit(1_001)
        .correlate(Article)
        .subquery()
    )
    own = select(func.count()).select_from(some).scalar_subquery()
    guests = select(func.count()).where(Occurrence.article_id == Article.id).correlate(Article)
    count = own + guests.scalar_subquery()
    found = session.execute(
        select(Article, count).where(Article.id < before).order_by(Article.id.desc()).limit(limit)
    )
    return [ArticleLine(*row) for row in found]
