"""Readers before a desk with one published claim: its addresses, and what they get there."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from factcheck import create_app
from factcheck.db import Database
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import Occurrence, Outbox, Publication, ReadersPage, Topic
from factcheck.services import desk_settings, publication, readers, verdicts
from factcheck.web.front import Front
from tests import factories, filing, logs
from tests.cast import Newsroom
from tests.sites import Site
from tests.visitors import Visitor, make_app, stranger

VERDICT = "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
ARTICLE = "/articles/1-the-harbour-runs-at-a-loss"
BASE = "http://127.0.0.1:8000"
KEYS = {
    VERDICT: "readers verdict-1 article-1",
    f"{VERDICT}/versions/1": "readers verdict-1 article-1",
    f"{VERDICT}/annotation.json": "readers verdict-1 article-1",
    ARTICLE: "readers article-1",
    f"{ARTICLE}/annotations.json": "readers article-1",
    f"{ARTICLE}/annotations.json?page=0": "readers article-1",
    "/": "readers verdicts",
    "/?rating=supported": "readers verdicts",
    "/rated/supported": "readers verdicts",
    "/verdicts/all": "readers verdicts",
    "/rated/supported/all/1": "readers verdicts",
    "/corrections": "readers verdicts",
    "/topics": "readers verdicts",
    f"/topics/{filing.SLUG}": "readers verdicts",
    "/ratings": "readers ratings",
    "/log": "readers log",
    "/log/before/1": "readers log",
    "/log/head": "readers log",
    "/log/leaves.json": "readers log",
    "/log/leaves-1.json": "readers log",
    "/verdicts": "readers verdicts",
    "/verdicts?rating=supported": "readers verdicts",
    f"{VERDICT}.md": "readers verdict-1 article-1",
    f"{VERDICT}.txt": "readers verdict-1 article-1",
    "/about": "readers about",
    "/about/method": "readers about",
    "/about/method/versions/1": "readers about",
    "/feeds/verdicts.atom": "readers verdicts",
    "/feeds/corrections.rss": "readers verdicts",
    "/feeds/ratings/supported.json": "readers verdicts",
    "/feeds/claimants/the mayor.atom": "readers verdicts",
    "/feeds/articles/1.rss": "readers article-1",
    "/follow": "readers verdicts",
    "/embed/verdicts/1": "readers verdict-1 article-1",
    f"/oembed?url={BASE}{VERDICT}&format=json": "readers verdict-1 article-1",
    f"/oembed?url={BASE}{VERDICT}&format=xml": "readers verdict-1 article-1",
    "/data/organization.jsonld": "readers about",
    "/data/claimreviews.json": "readers verdicts",
    "/data/claimreviews-1.json": "readers verdicts",
    "/sitemap.xml": "readers verdicts",
    "/sitemaps/pages.xml": "readers about",
    "/sitemaps/verdicts-1.xml": "readers verdicts",
    "/sitemaps/articles-1.xml": "readers verdicts",
    "/sitemaps/news.xml": "readers verdicts",
    "/llms.txt": "readers about",
    "/robots.txt": "readers about",
    "/.well-known/security.txt": "readers about",
}
# No session of ours: the application answers it, as it does a stranger.
LIVE = {"Cookie": "factcheck=nobody"}
FRONTS_OWN = {"Cache-Control", "Vary", "Surrogate-Key", "ETag", "Content-Length"}
REASON = "A figure was wrong."


def served(newsroom: Newsroom) -> Flask:
    """The application, and claim 1 published while it was there to make the page."""
    made = make_app(newsroom)
    with newsroom.work(newsroom.ada) as work:
        desk_settings.name_desk(work, contact="desk@news.example")
    given = replace(factories.CLAIM, topics=(filing.topic(newsroom),))
    factories.claim(newsroom, State.PUBLISHED, given=given)
    logs.sign(newsroom)
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


ONCE = (
    *(
        "/",
        "/verdicts",
        "/corrections",
        "/ratings",
        "/follow",
        "/about",
        "/about/method",
        "/about/funding",
    ),
    *("/feeds/verdicts.json", "/feeds/corrections.atom", "/feeds/ratings/supported.atom"),
    *("/feeds/claimants/the%20mayor.rss", "/data/organization.jsonld", "/data/claimreviews.json"),
    *(
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        "/sitemaps/verdicts-1.xml",
        "/sitemaps/articles-1.xml",
    ),
    *("/sitemaps/news.xml", "/llms.txt", "/robots.txt", "/.well-known/security.txt"),
)


def paths(site: Site) -> list[str]:
    with site.newsroom.read() as session:
        published = session.execute(
            select(Publication.id, Publication.slug, Publication.current_number)
        ).all()
        articles = set(session.scalars(select(Publication.article_id)))
        articles |= set(session.scalars(select(Occurrence.article_id)))
        under = session.scalars(select(Topic.slug))
        lists = [f"/topics/{slug}" for slug in under]
    found = [*ONCE, "/log", "/log/leaves.json", "/topics", *lists]
    for number, slug, newest in published:
        one = f"/verdicts/{number}-{slug}"
        found += [one, f"/ru{one}", f"/kk{one}", f"/en{one}", f"{one}/annotation.json"]
        found += [f"{one}.md", f"/embed/verdicts/{number}"]
        found += [f"/ru{one}/translations/ru/{version}" for version in (1, 2)]
        found.append(f"/oembed?url={BASE}{one}&format=json")
        found += [f"{one}/versions/{version}" for version in range(1, newest + 1)]
    for number in sorted(articles):
        found += [f"/articles/{number}-x", f"/feeds/articles/{number}.rss"]
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


def from_memory(reader: Visitor, found: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """The same as a stranger gets it, who is answered by the layer in front."""
    answers = {path: reader.get(path, follow_redirects=True) for path in found}
    return {path: (answer.status_code, answer.data) for path, answer in answers.items()}


@contextmanager
def another_process(newsroom: Newsroom) -> Iterator[Visitor]:
    """A stranger before a second process on the same database: with engines and a memory of its own."""
    database = Database(newsroom.database.settings)
    try:
        yield stranger(create_app(newsroom.database.settings, database))
    finally:
        database.dispose()


def told_caches(newsroom: Newsroom) -> int:
    """How many changes caches in front of the desk are to be told of."""
    with newsroom.read() as session:
        wanted = select(func.count()).select_from(Outbox).where(Outbox.kind == readers.JOB)
        return session.scalar(wanted) or 0


def require_raised(
    site: Site, deed: Callable[[], object], *, is_raised: bool, elsewhere: Visitor | None = None
) -> bool:
    """Do it, and look at everything readers have; whether anything of theirs changed.

    `elsewhere` is a reader who is answered from memory, by this process or by another: she gets what the application
    makes, at her very next request.
    """
    before, then = pages(site), mark(site.newsroom)
    if elsewhere:
        known = [path for path in before if not path.endswith(" claims")]
        assert from_memory(elsewhere, known) == {path: before[path] for path in known}
    told = told_caches(site.newsroom)
    deed()
    after, now = pages(site), mark(site.newsroom)
    changed = [path for path in before if after.get(path, before[path]) != before[path]]
    assert (now > then) is is_raised, changed
    assert is_raised or not changed
    if elsewhere:
        known = [path for path in after if not path.endswith(" claims")]
        assert from_memory(elsewhere, known) == {path: after[path] for path in known}
    if site.newsroom.database.settings.purge_url:
        assert (told_caches(site.newsroom) > told) is is_raised
    for path, plain in kept(site.newsroom).items():
        assert after[path] == (200, plain), path
    return bool(changed)
