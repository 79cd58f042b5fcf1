"""What is said about an article, its text left alone: title, address, outlet, byline, date, language.

Readers get these words with each verdict as they stood when it was published: a change here reaches a published page
with that page's next publication and no earlier, since what readers have changes only with a note.
"""

from dataclasses import dataclass, fields
from zlib import crc32

from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.refusals import WrongState
from factcheck.domain.slugs import slug
from factcheck.models import Article
from factcheck.services import history
from factcheck.services.intake import NoSuchArticle
from factcheck.services.stale import StaleSave, labelled, last_said
from factcheck.services.standing import HIGHEST_ID


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """What a person says about an article, cleaned already; dates may be partial (`2023-11`)."""

    title: str
    url: str = ""
    outlet: str = ""
    byline: str = ""
    published_on: str = ""
    language: str = "en"


LABELS = {
    "title": "Title",
    "url": "Address",
    "outlet": "Published by",
    "byline": "Byline",
    "published_on": "Published on",
    "language": "Language",
}


def facts_of(article: Article) -> ArticleFacts:
    """What is said about the article now."""
    return ArticleFacts(**{each.name: getattr(article, each.name) for each in fields(ArticleFacts)})


def version_of(facts: ArticleFacts) -> int:
    """A number that stands for exactly these words, so that a late save can be told (W14)."""
    return crc32(repr(facts).encode())


def describe(work: Work, article_id: int, seen_version: int, given: ArticleFacts) -> Article:
    """Change what is said about an article; `seen_version` names the words the form was made from.

    Raises `NotYourPart`, `NoSuchArticle`, `WrongState` when nothing differs, `StaleSave` when somebody changed it
    meanwhile.
    """
    require(Act.DESCRIBE, work.actor)
    article = _locked(work, article_id)
    before = facts_of(article)
    if version_of(before) != seen_version:
        raise _stale(work, article, before, given)
    changed = difference(before, given)
    if not changed:
        raise WrongState("Nothing is changed: the article was described like this before.")
    for name in LABELS:
        setattr(article, name, getattr(given, name))
    article.slug = slug(given.title)
    history.record(work, Event.ARTICLE_CHANGED, subject=f"article:{article.id}", detail=changed)
    return article


def difference(before: ArticleFacts, after: ArticleFacts) -> str:
    """What changed, as the history keeps it: `title “a” -> “b”; …`; empty when nothing did."""
    return "; ".join(
        f"{name} “{getattr(before, name)}” -> “{getattr(after, name)}”"
        for name in LABELS
        if getattr(before, name) != getattr(after, name)
    )


def _locked(work: Work, article_id: int) -> Article:
    """The article while nobody else can change it."""
    article = None
    if 0 < article_id <= HIGHEST_ID:
        wanted = select(Article).where(Article.id == article_id).with_for_update()
        article = work.session.scalar(wanted)
    if article is None:
        raise NoSuchArticle
    return article


def _stale(work: Work, article: Article, before: ArticleFacts, given: ArticleFacts) -> StaleSave:
    who, at = last_said(work.session, Event.ARTICLE_CHANGED, f"article:{article.id}")
    theirs, yours = labelled(before, LABELS), labelled(given, LABELS)
    return StaleSave("article", theirs, yours, who, at, version_of(before))
