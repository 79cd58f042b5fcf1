"""What a reader's program gets: a desk with something published, and how that changes."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import ChangeKind, State
from factcheck.services import public, publication, verdicts
from tests import factories, road
from tests.cast import Newsroom
from tests.visitors import Visitor, make_app, stranger

OTHER = "Ferries carried 12,000 people in August"
FERRIES = replace(
    factories.CLAIM,
    statement="Ferries carried 12,000 people in August <b>&amp;</b>.",
    claimant="Nora Å. Lind",
)


@dataclass
class Reader:
    """A stranger at the site of one desk."""

    newsroom: Newsroom
    app: Flask
    visitor: Visitor

    def get(self, path: str, status: int = 200, **more: Any) -> TestResponse:
        answer = self.visitor.get(path, **more)
        assert answer.status_code == status, answer.text[:600]
        return answer

    def verdict(self, number: int = 1) -> PublishedVerdict:
        """What readers have under this number."""
        with self.newsroom.read() as session:
            found = public.verdict(session, number)
        assert found is not None
        return found


def open_reader(newsroom: Newsroom, **settings: str) -> Reader:
    app = make_app(newsroom)
    desk = app.extensions["factcheck"]
    if settings:
        app.extensions["factcheck"] = replace(desk, settings=replace(desk.settings, **settings))
    return Reader(newsroom, app, stranger(app))


def two_published(newsroom: Newsroom) -> int:
    """Two verdicts on one article: 1 on the loss, by the mayor; 2 on the ferries, by Nora.  The article's number."""
    article_id = factories.article(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=article_id)
    factories.claim(newsroom, State.PUBLISHED, given=FERRIES, article_id=article_id, words=OTHER)
    return article_id


def correct(newsroom: Newsroom, claim_id: int, rating: str = "contradicted") -> None:
    """Edith corrects, Carla rewrites, Rosa approves, Edith publishes."""
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    factories.write(newsroom, claim_id, newsroom.carla, rating, reason="It made a profit.")
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)


def retract(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were withdrawn.")
