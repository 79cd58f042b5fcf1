"""The whole readers' site, address by address, as a stranger is answered: for a copy of it as files.

Every page is asked of the application itself.  What only a server can do is answered here instead: pages for forms, for
the search and for the desk that make sense without one, and the index the search of such a copy uses.

Whoever adds a page for readers names it here, or in `NOT_COPIED` with the reason; a test compares both with all routes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factcheck.domain.limits import (
    DATA_ROWS,
    LOG_LEAVES,
    PAGE_ROWS,
    SITEMAP_ARTICLES,
    SITEMAP_ROWS,
)
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.site_search import Index
from factcheck.domain.terms import Audience
from factcheck.services import archive, policy_pages, public_lists, public_log, whole_site
from factcheck.services.reference import reference
from factcheck.services.whole_site import Facts, Told
from factcheck.web import current, finding
from factcheck.web.printing import made_with

HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
FORMS = ("atom", "rss", "json")
_COPY = re.compile(r"/sources/[0-9]+")
_FURTHER = re.compile(rb'href="(/verdicts/[^"#]+/sources/[0-9]+/from/[0-9]+)["#]')

# Routes for everybody that are not copied, each with what takes its place.
NOT_COPIED: Mapping[str, str] = MappingProxyType(
    {
        "auth.login": "the desk is not in a copy",
        "auth.invitation": "as above",
        "auth.password_link": "as above",
        "tips.report": "a page that says where to write",
        "tips.report_verdict": "the same",
        "tips.send": "the same",
        "tips.sent": "private to whoever sent something",
        "finding.verdicts": "a page that searches the index by itself",
        "embeds.card_by_slug": "leads to the card by number, which every page names",
        "public_log.inclusion": "whoever has all leaves makes it, and `factcheck history prove` does",
        "public_log.consistency": "as above",
        "embeds.oembed": "each verdict's own oembed.json and oembed.xml",
        "machines.search": "the ClaimReview data, in parts",
        "about.method": "a page that leads on",
    }
)


class Tier(IntEnum):
    """In which order files reach a place where they cannot come at once: first what pages lead to, lists last."""

    CONTENT = 1
    PAGES = 2
    LISTS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address of the site, as it stands in links; `is_optional` where there may be nothing under it."""

    url: str
    tier: Tier
    is_optional: bool = False


@dataclass(frozen=True)
class Answer:
    """What lies at an address: its kind, what is said beside it, its bytes."""

    url: str
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class WholeSite:
    """The site of one application; all of it is asked for under the set base address."""

    def __init__(self, app: Flask):
        self._app = app
        self._base = current.desk_of(app).settings.base_url
        # Nothing of a stranger's visit is kept from one page to the next.
        self._stranger: FlaskClient = app.test_client(use_cookies=False)

    def mark(self) -> int | None:
        """The readers' mark: what was answered under one is one state of the desk."""
        return current.desk_of(self._app).database.mark()

    def wanted(self) -> tuple[list[Wanted], dict[str, str]]:
        """Every address to be asked for, and those that lead to another, with where they lead."""
        with self._app.test_request_context(base_url=self._origin):
            return _everything()

    def made_with(self) -> str:
        """What stands for the program and the settings that pages show."""
        return made_with(current.desk_of(self._app).settings)

    def few(self) -> list[Wanted]:
        """What may change though the mark does not: with the clock, with the program, and pages about the desk."""
        with self._app.test_request_context(base_url=self._origin):
            return [*(Wanted(url, Tier.LISTS) for url in (*_assets(), *_once())), _security()]

    def ask(self, url: str) -> Answer:
        """What a stranger gets at an address."""
        asked: TestResponse = self._stranger.get(url, base_url=self._origin, buffered=True)
        try:
            headers = tuple(asked.headers)
            kind = asked.headers.get("Content-Type", "")
            return Answer(url, asked.status_code, kind, headers, asked.data)
        finally:
            asked.close()

    def leads_to(self, answer: Answer) -> list[Wanted]:
        """Pages that only an answer itself tells of: the further ones of a long copy of a source."""
        found = _FURTHER.findall(answer.body) if _COPY.search(answer.url) else []
        return [Wanted(url.decode(), Tier.CONTENT) for url in found]

    def made(self) -> Iterator[Answer]:
        """What is in a copy alone: the pages in the place of forms, of the desk and of the search, and its index."""
        with self._app.test_request_context(base_url=self._origin):
            for url, body in _in_place():
                yield Answer(url, 200, HTML, (), body)
            for url, body in _index().files():
                yield Answer(url, 200, JSON, (), body)

    @property
    def _origin(self) -> str:
        parts = urlsplit(self._base)
        return f"{parts.scheme}://{parts.netloc}"


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


def _everything() -> tuple[list[Wanted], dict[str, str]]:
    moved = {url_for("about.method"): url_for("about.page", name="method")}
    facts = Facts()
    content, pages = list(_assets()), []
    for told in whole_site.verdicts(current.reading()):
        facts.meet(told.verdict)
        content += _beside(told)
        here = _of("public.verdict", told.verdict)
        pages.append(here)
        moved[url_for("public.verdict", id=told.verdict.id)] = here
        for slug in told.earlier_slugs:
            moved[url_for("public.verdict", id=told.verdict.id, slug=slug)] = here
    lists = [*_once(), *_in_parts()]
    for number, slug in whole_site.articles(current.reading()):
        pages.append(url_for("public.article", id=number, slug=slug))
        content.append(url_for("annotations.article", id=number, slug=slug))
        lists += _feeds("feeds.article", id=number)
    lists += [*_by_fact(facts), *_of_the_log()]
    tiers = ((Tier.CONTENT, content), (Tier.PAGES, pages), (Tier.LISTS, lists))
    found = [Wanted(url, tier) for tier, urls in tiers for url in urls]
    found += [Wanted(url, Tier.LISTS, is_optional=True) for url in _by_speaker(facts)]
    return [*found, _security()], moved


def _by_speaker(facts: Facts) -> Iterator[str]:
    """Feeds by name; one odd name in them is no reason to have no copy at all."""
    for name in sorted(facts.claimants):
        yield from _feeds("feeds.claimant", name=name)


def _security() -> Wanted:
    return Wanted(url_for("machines.security_txt"), Tier.LISTS, is_optional=True)


def _of(endpoint: str, v: PublishedVerdict, **more: object) -> str:
    return url_for(endpoint, id=v.id, slug=v.slug, **more)  # type: ignore[arg-type]  # flask types values narrowly


def _assets() -> Iterator[str]:
    folder = Path(current_app.static_folder or "")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield url_for("static", filename=file.relative_to(folder).as_posix())


def _beside(told: Told) -> Iterator[str]:
    """What the page of a verdict leads to, and what lies beside it."""
    v = told.verdict
    for number in range(1, v.version + 1):
        yield _of("public.verdict_version", v, number=number)
    for number in told.copies:
        yield _of("public_copies.page", v, number=number)
    for form in ("md", "txt"):
        yield _of("public.verdict_text", v, form=form)
    for form in ("json", "xml"):
        yield _of("embeds.oembed_of", v, form=form)
    yield _of("annotations.verdict", v)
    yield url_for("embeds.card", id=v.id)


def _feeds(endpoint: str, **values: object) -> list[str]:
    return [url_for(endpoint, form=form, **values) for form in FORMS]  # type: ignore[arg-type]  # as above


def _once() -> Iterator[str]:
    """Lists, feeds, maps and pages about the desk that are there whatever was published."""
    for endpoint in (
        "public.verdicts",
        "public.ratings",
        "public.corrections",
        "feeds.follow",
        "about.index",
        "public_log.page",
        "public_log.leaves",
        "public_log.checker",
        "machines.organization",
        "machines.data",
        "machines.sitemap",
        "machines.sitemap_pages",
        "machines.sitemap_news",
        "machines.robots",
        "machines.llms",
    ):
        yield url_for(endpoint)
    yield from _feeds("feeds.verdicts")
    yield from _feeds("feeds.corrections")
    for slug, line in policy_pages.pages(current.reading()).items():
        if line or slug.value == "contact":
            yield url_for("about.page", name=slug.value)
        for number in range(1, line.number + 1 if line else 1):
            yield url_for("about.version", name=slug.value, number=number)


def _in_parts() -> Iterator[str]:
    """Lists by numbers."""
    session = current.reading()
    for number in archive.of_changes().every(session):
        yield url_for("archive.corrections", number=number)
    parts: Iterable[tuple[str, list[public_lists.Part]]] = (
        ("machines.data_part", public_lists.parts(session, DATA_ROWS)),
        ("machines.sitemap_verdicts", public_lists.parts(session, SITEMAP_ROWS)),
        ("machines.sitemap_articles", public_lists.article_parts(session, SITEMAP_ARTICLES)),
    )
    for endpoint, known in parts:
        for one in known:
            yield url_for(endpoint, number=one.number)


def _of_the_log() -> Iterator[str]:
    """The public log: all of its leaves, and its newest head once it has one."""
    session = current.reading()
    if public_log.head(session):
        for endpoint in ("public_log.head", "public_log.head_json", "public_log.key"):
            yield url_for(endpoint)
    size = public_log.size(session)
    for start in range(LOG_LEAVES, size, LOG_LEAVES):
        yield url_for("public_log.leaves", start=start)
    for before in range(PAGE_ROWS, size, PAGE_ROWS):
        yield url_for("public_log.page", before=before)


def _by_fact(facts: Facts) -> Iterator[str]:
    """Lists and feeds by rating, and all verdicts in parts."""
    session = current.reading()
    scale = reference(session).in_use.get(Audience.READERS)
    in_use = [rating.code for rating in scale.ratings] if scale else []
    for code in ("", *in_use):
        chosen = {"chosen": code} if code else {}
        yield url_for("archive.verdicts", **chosen)  # type: ignore[arg-type]  # as above
        for number in archive.of_verdicts(code).every(session):
            yield url_for("archive.verdicts", number=number, **chosen)  # type: ignore[arg-type]  # as above
        if code:
            yield url_for("public.verdicts", chosen=code)
    for code in sorted({*in_use, *facts.ratings}):
        yield from _feeds("feeds.rating", code=code)


# ── In a copy alone ──────────────────────────────────────────────────────────────────────────────


def _in_place() -> Iterator[tuple[str, bytes]]:
    """Pages in the place of those that need a server."""
    pages: list[tuple[str, Callable[[], str]]] = [
        (url_for("finding.verdicts"), finding.without_server),
        (
            url_for("tips.report"),
            lambda: render_template("public/without_server.html", what="report"),
        ),
        (url_for("tips.send"), lambda: render_template("public/without_server.html", what="send")),
        (
            url_for("desk.my_work"),
            lambda: render_template("public/without_server.html", what="desk"),
        ),
    ]
    for url, make in pages:
        yield url, make().encode()
    for told in whole_site.verdicts(current.reading()):
        v = told.verdict
        page = render_template("public/without_server.html", what="report", verdict=v)
        yield url_for("tips.report_verdict", id=v.id), page.encode("utf-8", "replace")


def _index() -> Index:
    index = Index(current.settings().zone)
    for told in whole_site.verdicts(current.reading()):
        index.add(told.verdict)
    return index


def init_app(app: Flask) -> None:
    app.extensions["whole_site"] = WholeSite(app)
