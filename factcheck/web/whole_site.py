"""The whole readers' site, address by address, as a stranger is answered: for a copy of it as files.

Every page is asked of the application itself.  What only a server can do is answered here instead: pages for forms, for
the search and for the desk that make sense without one, and the index the search of such a copy uses.

Whoever adds a page for readers names it here, or in `NOT_COPIED` with the reason; a test compares both with all routes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, url_for
from flask.ctx import RequestContext
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
from factcheck.services import archive, policy_pages, public, public_lists, public_log, whole_site
from factcheck.services.reference import reference
from factcheck.services.whole_site import Facts, Told
from factcheck.web import current, finding, in_languages, languages, rating_words, share_pictures
from factcheck.web.printing import made_with

HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
FORMS = ("atom", "rss", "json")
_COPY = re.compile(r"/sources/[0-9]+")
_FURTHER = re.compile(rb'href="((?:/[a-z]{2})?/verdicts/[^"#]+/sources/[0-9]+/from/[0-9]+)["#]')

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
        "public.other_language": "the folder of the language leads on by itself",
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
        with self._at("/"):
            return _everything()

    def made_with(self) -> str:
        """What stands for the program and the settings that pages show."""
        return made_with(current.desk_of(self._app).settings)

    def few(self) -> list[Wanted]:
        """What may change though the mark does not: with the clock, with the program, and pages about the desk."""
        with self._at("/"):
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
        return [Wanted(url.decode(), Tier.CONTENT) for url in dict.fromkeys(found)]

    def made(self) -> Iterator[Answer]:
        """What is in a copy alone: the pages in the place of forms, of the desk and of the search, and its index."""
        with self._at("/"):
            places = list(_in_place())
        for url, what, number in places:
            with self._at(url):
                yield Answer(url, 200, HTML, (), _page_in_place(what, number))
        with self._at("/"):
            for url, body in _index().files():
                yield Answer(url, 200, JSON, (), body)

    def _at(self, path: str) -> RequestContext:
        """As if this address were asked for, in its language."""
        return self._app.test_request_context(path, base_url=self._origin)

    @property
    def _origin(self) -> str:
        parts = urlsplit(self._base)
        return f"{parts.scheme}://{parts.netloc}"


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


def _everything() -> tuple[list[Wanted], dict[str, str]]:
    session, facts = current.reading(), Facts()
    moved = dict(_moved("about.method", {}, "about.page", {"name": "method"}))
    moved |= {f"/{code}": f"/{code}/" for code in languages.PREFIXED}
    content, pages, pictures = list(_assets()), list[str](), list[str]()
    for verdict in whole_site.verdicts(session):
        facts.meet(verdict)
        told = whole_site.told(session, verdict)
        content += _beside(told)
        pages += _pages_of(told)
        pictures += _picture(told)
        moved |= _leading_on(told)
    lists = [*_once(), *_in_parts()]
    for number, slug in whole_site.articles(session):
        pages += _in_each("public.article", id=number, slug=slug)
        content.append(url_for("annotations.article", id=number, slug=slug))
        lists += _feeds("feeds.article", id=number)
    lists += [*_by_fact(facts), *_of_the_log()]
    by_name = [*_by_speaker(facts)]
    for slug, earlier in whole_site.topics(session):
        by_name += [*_in_each("topics.topic", slug=slug), *_feeds("feeds.topic", slug=slug)]
        for one in earlier:
            moved |= _moved("topics.topic", {"slug": one}, "topics.topic", {"slug": slug})
    tiers = ((Tier.CONTENT, content), (Tier.PAGES, pages), (Tier.LISTS, lists))
    found = [Wanted(url, tier) for tier, urls in tiers for url in urls]
    optional = ((Tier.CONTENT, pictures), (Tier.LISTS, by_name))
    found += [Wanted(url, tier, is_optional=True) for tier, urls in optional for url in urls]
    return [*found, _security()], moved


def _in_each(endpoint: str, **values: object) -> Iterator[str]:
    """The address of a page in every language there is such a page in, English first."""
    url = url_for(endpoint, **values)  # type: ignore[arg-type]  # flask types values narrowly
    yield url
    if languages.is_everywhere(endpoint):
        for code in languages.PREFIXED:
            yield f"/{code}{url}"


def _moved(
    endpoint: str, values: Mapping[str, object], to: str, there: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """An address that leads to another, in each language, with where it leads."""
    return zip(_in_each(endpoint, **values), _in_each(to, **there), strict=True)


def _by_speaker(facts: Facts) -> Iterator[str]:
    """Feeds by name; one odd name in them is no reason to have no copy at all."""
    for name in sorted(facts.claimants):
        yield from _feeds("feeds.claimant", name=name)


def _security() -> Wanted:
    return Wanted(url_for("machines.security_txt"), Tier.LISTS, is_optional=True)


def _of(endpoint: str, v: PublishedVerdict, **more: object) -> Iterator[str]:
    return _in_each(endpoint, id=v.id, slug=v.slug, **more)


def _assets() -> Iterator[str]:
    folder = Path(current_app.static_folder or "")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield url_for("static", filename=file.relative_to(folder).as_posix())


def _pages_of(told: Told) -> Iterator[str]:
    """The page of a verdict in each language; that of an English translation has an address of its own."""
    yield from _of("public.verdict", told.verdict)
    if languages.DEFAULT in told.translations:
        yield from _of("translated.english", told.verdict)


def _beside(told: Told) -> Iterator[str]:
    """What the page of a verdict leads to, and what lies beside it."""
    v = told.verdict
    for number in range(1, v.version + 1):
        yield from _of("public.verdict_version", v, number=number)
    for code, (_newest, *earlier) in told.translations.items():
        for number in earlier:
            yield from _of("translated.version", v, language=code, number=number)
    for number in told.copies:
        yield from _of("public_copies.page", v, number=number)
    for form in ("md", "txt"):
        yield from _of("public.verdict_text", v, form=form)
    for form in ("json", "xml"):
        yield from _of("embeds.oembed_of", v, form=form)
    yield from _of("annotations.verdict", v)
    yield from _in_each("embeds.card", id=v.id)


def _picture(told: Told) -> Iterator[str]:
    """The picture of a verdict where one of just these words was drawn."""
    v, stored = told.verdict, told.picture
    if stored is not None and share_pictures.is_of(v, stored):
        yield url_for("share_pictures.picture", id=v.id, tag=stored.tag)


def _leading_on(told: Told) -> Iterator[tuple[str, str]]:
    """Addresses of a verdict that lead to others: by number alone, by words it had, by its newest translation."""
    v = told.verdict
    here = {"id": v.id, "slug": v.slug}
    yield from _moved("public.verdict", {"id": v.id}, "public.verdict", here)
    for slug in told.earlier_slugs:
        yield from _moved("public.verdict", {"id": v.id, "slug": slug}, "public.verdict", here)
    for code, (newest, *_) in told.translations.items():
        for url in _of("translated.version", v, language=code, number=newest):
            yield url, in_languages.translation_path(v, code)


def _feeds(endpoint: str, **values: object) -> list[str]:
    return [url for form in FORMS for url in _in_each(endpoint, form=form, **values)]


def _once() -> Iterator[str]:
    """Lists, feeds, maps and pages about the desk that are there whatever was published."""
    for endpoint in (
        "public.verdicts",
        "public.ratings",
        "public.corrections",
        "topics.index",
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
        yield from _in_each(endpoint)
    yield from _feeds("feeds.verdicts")
    yield from _feeds("feeds.corrections")
    for slug, line in policy_pages.pages(current.reading()).items():
        if line or slug.value == "contact":
            yield from _in_each("about.page", name=slug.value)
        for number in range(1, line.number + 1 if line else 1):
            yield from _in_each("about.version", name=slug.value, number=number)


def _in_parts() -> Iterator[str]:
    """Lists by numbers."""
    session = current.reading()
    for number in archive.of_changes().every(session):
        yield from _in_each("archive.corrections", number=number)
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
        yield from _in_each("public_log.page", before=before)


def _by_fact(facts: Facts) -> Iterator[str]:
    """Lists and feeds by rating, and all verdicts in parts."""
    session = current.reading()
    scale = reference(session).in_use.get(Audience.READERS)
    in_use = [rating.code for rating in scale.ratings] if scale else []
    for code in ("", *in_use):
        chosen = {"chosen": code} if code else {}
        yield from _in_each("archive.verdicts", **chosen)
        for number in archive.of_verdicts(code).every(session):
            yield from _in_each("archive.verdicts", number=number, **chosen)
        if code:
            yield from _in_each("public.verdicts", chosen=code)
    for code in sorted({*in_use, *facts.ratings}):
        yield from _feeds("feeds.rating", code=code)


# ── In a copy alone ──────────────────────────────────────────────────────────────────────────────


def _in_place() -> Iterator[tuple[str, str, int]]:
    """Addresses of pages in the place of those that need a server, each with what it is and of which verdict."""
    for endpoint, what in (
        ("finding.verdicts", "search"),
        ("tips.report", "report"),
        ("tips.send", "send"),
        ("desk.my_work", "desk"),
    ):
        for url in _in_each(endpoint):
            yield url, what, 0
    for verdict in whole_site.verdicts(current.reading()):
        for url in _in_each("tips.report_verdict", id=verdict.id):
            yield url, "report", verdict.id


def _page_in_place(what: str, number: int) -> bytes:
    if what == "search":
        return finding.without_server().encode()
    verdict = public.verdict(current.reading(), number) if number else None
    told = rating_words.told(verdict) if verdict else None
    page = render_template("public/without_server.html", what=what, verdict=told)
    return page.encode("utf-8", "replace")


def _index() -> Index:
    index = Index(current.settings().zone)
    for verdict in whole_site.verdicts(current.reading()):
        index.add(verdict)
    return index


def init_app(app: Flask) -> None:
    app.extensions["whole_site"] = WholeSite(app)
