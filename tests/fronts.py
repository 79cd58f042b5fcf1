"""Readers before a desk with one published claim: its addresses, and what they get there."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from factcheck.domain.terms import ChangeKind, State
from factcheck.models import Occurrence, Publication, ReadersPage
from factcheck.services import publication, verdicts
from factcheck.web.front import Front
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site
from tests.visitors import Visitor, make_app

VERDICT = "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
ARTICLE = "/articles/1-the-harbour-runs-at-a-loss"
KEYS = {
    VERDICT: "readers verdict-1 article-1",
    f"{VERDICT}/versions/1": "readers verdict-1 article-1",
    f"{VERDICT}/annotation.json": "readers verdict-1 article-1",
    ARTICLE: "readers article-1",
    f"{ARTICLE}/annotations.json": "readers article-1",
    f"{ARTICLE}/annotations.json?page=0": "readers article-1",
    "/": "readers verdicts",
    "/?rating=supported": "readers verdicts",
    "/corrections": "readers verdicts",
    "/ratings": "readers ratings",
}
# No session of ours: the application answers it, as it does a stranger.
LIVE = {"Cookie": "factcheck=nobody"}
FRONTS_OWN = {"Cache-Control", "Vary", "Surrogate-Key", "ETag", "Content-Length"}
REASON = "A figure was wrong."


def served(newsroom: Newsroom) -> Flask:
    """The application, and claim 1 published while it was there to make the page."""
    made = make_app(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    return made


def front_of(app: Flask) -> Front:
    found: Front = app.extensions["front"]
    return found


def live(app: Flask, path: str, **more: bool) -> TestResponse:
    """The answer of the application itself."""
    reader = app.test_client(use_cookies=False)
    return reader.get(path, headers=LIVE, base_url="http://localhost", buffered=True, **more)


def get(reader: Visitor, path: str = VERDICT, status: int = 200, **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = reader.get(path, headers=sent)
    assert answer.status_code == status
    return answer


def correct(newsroom: Newsroom, reason: str = "The accounts say a little less.") -> None:
    """Edith corrects claim 1, and it goes its whole road again."""
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 1, ChangeKind.CORRECTION, REASON)
    factories.write(newsroom, 1, newsroom.carla, "contradicted", reason=reason)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.emil)


def retract(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 1, "We mistook the year.")


def held(app: Flask) -> int:
    return len(front_of(app).memory)


# ── Everything they have ─────────────────────────────────────────────────────────────────────────


def pages(site: Site) -> dict[str, tuple[int, bytes]]:
    """Everything readers can open, as the application makes it now."""
    found = {}
    for path in paths(site):
        answer = live(site.app, path, follow_redirects=True)
        found[path] = (answer.status_code, answer.data)
        if path.startswith("/articles/"):  # by the address it has today
            claims = f"{answer.request.path}/annotations.json"
            found[f"{path} claims"] = (200, live(site.app, claims).data)
    return found


def paths(site: Site) -> list[str]:
    with site.newsroom.read() as session:
        published = session.execute(
            select(Publication.id, Publication.slug, Publication.current_number)
        ).all()
        articles = set(session.scalars(select(Publication.article_id)))
        articles |= set(session.scalars(select(Occurrence.article_id)))
    found = ["/", "/corrections", "/ratings"]
    for number, slug, newest in published:
        one = f"/verdicts/{number}-{slug}"
        found += [one, f"/ru{one}", f"/kk{one}", f"/en{one}", f"{one}/annotation.json"]
        found += [f"/ru{one}/translations/ru/{version}" for version in (1, 2)]
        found += [f"{one}/versions/{version}" for version in range(1, newest + 1)]
    for number in sorted(articles):
        found.append(f"/articles/{number}-x")
    return found


def kept(newsroom: Newsroom) -> dict[str, bytes]:
    """The pages kept as bytes, by their paths."""
    with Session(newsroom.database.reader) as session:
        rows = session.execute(select(ReadersPage.path, ReadersPage.plain))
        return {row.path: row.plain for row in rows}


def mark(newsroom: Newsroom) -> int:
    found = newsroom.database.mark()
    assert found is not None
    return found


def require_raised(site: Site, deed: Callable[[], object], *, is_raised: bool) -> bool:
    """Do it, and look at everything readers have; whether anything of theirs changed."""
    before, then = pages(site), mark(site.newsroom)
    deed()
    after, now = pages(site), mark(site.newsroom)
    changed = [path for path in before if after.get(path, before[path]) != before[path]]
    assert (now > then) is is_raised, changed
    assert is_raised or not changed
    for path, plain in kept(site.newsroom).items():
        assert after[path] == (200, plain), path
    return bool(changed)
