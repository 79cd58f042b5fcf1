"""People at their browsers: an application on a desk, and visitors who send forms as pages do."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from factcheck import create_app
from factcheck.domain.terms import Actor
from factcheck.services import sessions
from tests.cast import PASSWORD, Newsroom

CSRF = "of this visitor's own session"
HTTPS = "https://desk.example"


def make_app(newsroom: Newsroom, base_url: str = "") -> Flask:
    """The application on a newsroom's database.

    Faults become the page a person would see; a test that meets one sees status 500.
    """
    settings = newsroom.database.settings
    if base_url:
        settings = replace(settings, base_url=base_url)
    app = create_app(settings, newsroom.database)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@dataclass
class Visitor:
    """One browser.  Forms carry the token of its session, as every form of a page does.

    Answers are read to the end and closed, as a server does it.
    """

    app: Flask
    client: FlaskClient

    @property
    def base_url(self) -> str:
        settings = self.app.extensions["factcheck"].settings
        return HTTPS if settings.is_https else "http://localhost"

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, base_url=self.base_url, buffered=True, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        sent = {"csrf_token": self.csrf_token(), **(data or {})}
        headers = {"Referer": self.base_url + path, **more.pop("headers", {})}
        return self.client.post(
            path, data=sent, base_url=self.base_url, headers=headers, buffered=True, **more
        )

    def csrf_token(self) -> str:
        """What a page of this session would carry in its forms."""
        with self.client.session_transaction(base_url=self.base_url) as cookie:
            raw = cookie.setdefault("csrf_token", CSRF)
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        signed: str = signer.dumps(raw)
        return signed

    def token(self) -> str:
        """The session's token in the cookie; empty for a stranger."""
        with self.client.session_transaction(base_url=self.base_url) as cookie:
            token: str = cookie.get("_user_id", "")
            return token

    def sign_in(self, email: str, password: str, query: str = "") -> TestResponse:
        """By the door, password and all."""
        return self.post(f"/login{query}", {"email": email, "password": password})

    def enter(self, password: str = PASSWORD) -> int:
        """Carla at the door; the status of the answer."""
        return self.sign_in("carla@desk.example", password).status_code


def stranger(app: Flask) -> Visitor:
    return Visitor(app, app.test_client())


def signed_in(app: Flask, who: Actor) -> Visitor:
    """Somebody who signed in a moment ago; nobody waits for a password's hash."""
    visitor = stranger(app)
    assert who.id is not None
    with app.extensions["factcheck"].database.work(who) as work:
        token = sessions.start(work, who.id)
    with visitor.client.session_transaction(base_url=visitor.base_url) as cookie:
        cookie["_user_id"] = token
    return visitor
