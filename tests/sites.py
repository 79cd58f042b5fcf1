"""The desk's pages with its people at their browsers: the page they see, the answer they get."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from factcheck.domain.terms import State
from factcheck.models import Anchor, Article, Claim, Contribution, Evidence, ReplyRequest
from factcheck.services import standing
from factcheck.services.standing import Ticket
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.visitors import Visitor, make_app, signed_in

# What a refused request must leave alone.
KEPT = (Article, Claim, Anchor, Evidence, ReplyRequest, Contribution)


@dataclass
class Site:
    """One application; people sign in when they are first named."""

    newsroom: Newsroom
    app: Flask
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, name: str = "carla") -> Visitor:
        if name not in self.visitors:
            self.visitors[name] = signed_in(self.app, getattr(self.newsroom, name))
        return self.visitors[name]

    def page(self, path: str, by: str = "carla", status: int = 200) -> Element:
        """The page `by` gets, which answers with `status`."""
        answer = self.visitor(by).get(path)
        assert answer.status_code == status, read(answer.text).text
        return read(answer.text)

    def send(self, path: str, status: int, by: str = "carla", /, **data: Any) -> Element:
        """The page that answers a form; nothing is followed."""
        answer = self.visitor(by).post(path, data)
        assert answer.status_code == status, read(answer.text).text
        return read(answer.text)

    def done(self, path: str, by: str = "carla", /, **data: Any) -> str:
        """Send a form that is carried out; where the answer leads."""
        answer = self.visitor(by).post(path, data)
        assert answer.status_code == 303, read(answer.text).text
        return answer.location

    def ticket(self, claim_id: int) -> Ticket:
        with self.newsroom.read() as session:
            return standing.load(session, claim_id)

    def state(self, claim_id: int) -> State:
        return self.ticket(claim_id).claim.state

    def counts(self) -> dict[str, int]:
        """How many rows there are of what people do, signing in left out; a refusal adds none."""
        counts = {kind.__tablename__: self.newsroom.count(kind) for kind in KEPT}
        told = [deed for deed in self.newsroom.history() if not deed.startswith("session:")]
        return {**counts, "history": len(told)}


def open_site(newsroom: Newsroom) -> Site:
    return Site(newsroom, make_app(newsroom))
