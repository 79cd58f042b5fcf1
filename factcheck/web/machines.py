"""What programs read beside the pages: the data of all ClaimReviews, `claims:search`, sitemaps, and who we are.

Nothing here says more than the pages do.  But for the two answers that name a time from now (the news sitemap, and a
search by age) each depends on its address and on what is published alone.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, json, render_template, request, url_for

from factcheck.db import utc_now
from factcheck.domain import claim_search, sitemaps
from factcheck.domain.claimreview import claim_review, data_feed, part_of_data
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import (
    DATA_ROWS,
    NEWS_HOURS,
    NEWS_ROWS,
    SITEMAP_ARTICLES,
    SITEMAP_ROWS,
)
from factcheck.domain.published import PublishedVerdict
from factcheck.services import policy_pages, public, public_lists, public_translations, topics
from factcheck.services.public_lists import Asked
from factcheck.web import current, in_languages, rating_words
from factcheck.web.public import address, publisher
from factcheck.web.public import organization as desk_itself
from factcheck.web.security import PUBLIC, door
from factcheck.web.translating import alternates

blueprint = Blueprint("machines", __name__)

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
SECURITY_MONTHS = (
    6  # how long security.txt holds, told to the month so that it stays the same for one
)


def _json(data: object, status: int = 200, kind: str = "application/json") -> Response:
    # A lone surrogate has no UTF-8 form.
    text = json.dumps(data, ensure_ascii=False, sort_keys=False).encode("utf-8", "replace")
    return Response(text, status, content_type=f"{kind}; charset=utf-8")


def _address(v: PublishedVerdict) -> str:
    return address("public.verdict", id=v.id, slug=v.slug)


# ── Data ──


@blueprint.get("/data/organization.jsonld")
@door(PUBLIC)
def organization() -> Response:
    """The desk as a NewsMediaOrganization (D16)."""
    return _json(desk_itself(), kind="application/ld+json")


@blueprint.get("/data/claimreviews.json")
@door(PUBLIC)
def data() -> Response:
    """The newest part of all ClaimReviews, which names the others (D33)."""
    known = public_lists.parts(current.reading(), DATA_ROWS)
    return _data(known, known[-1].number if known else 0)


@blueprint.get("/data/claimreviews-<int:number>.json")
@door(PUBLIC)
def data_part(number: int) -> Response:
    """One part: verdicts by their numbers, so that none ever moves to another."""
    known = public_lists.parts(current.reading(), DATA_ROWS)
    if number not in {one.number for one in known}:
        abort(404)
    return _data(known, number)


def _data(known: list[public_lists.Part], number: int) -> Response:
    found = public_lists.part(current.reading(), number, DATA_ROWS)
    reviews = (claim_review(v, url=_address(v), publisher=publisher()) for v in found)
    parts = [
        part_of_data(address("machines.data_part", number=one.number), one.updated_at)
        for one in known
        if one.number != number
    ]
    feed = data_feed(
        [review for review in reviews if review],
        url=address("machines.data_part", number=number) if number else address("machines.data"),
        publisher=publisher(),
        parts=parts,
        licence=current.settings().data_licence,
    )
    return _json(feed, kind="application/ld+json")


@blueprint.get("/v1alpha1/claims:search")
@door(PUBLIC)
def search() -> Response:
    """Published verdicts as the Fact Check Tools API shapes them (D35); what cannot be asked is told as JSON.

    Whoever asks for a language gets what was written in it, and what was translated into it by the translation.
    """
    try:
        asked = claim_search.read(request.args)
        found = _found(asked)
    except BadInput as refused:
        return _json(claim_search.refusal(refused.sentence), 400)
    others = public_translations.several(current.reading(), found.items, asked.language)
    read = {number: rating_words.told(one, asked.language) for number, one in others.items()}
    return _json(
        claim_search.answer(
            claim_search.in_language(found.items, read, asked.language),
            address=lambda v: (
                in_languages.translation_address(v, v.language) if v.id in read else _address(v)
            ),
            name=current.sign().name,
            base_url=current.settings().base_url,
            token=found.after,
        )
    )


def _found(asked: claim_search.Question) -> public.Page:
    if asked.site and not claim_search.is_ours(asked.site, current.settings().base_url):
        return public.Page([])
    days = asked.max_age_days
    since = utc_now() - timedelta(days=days) if days is not None else None
    return public_lists.find(
        current.reading(),
        current.desk().database.dialect,
        Asked(words={"": asked.words}, language=asked.language, since=since, is_standing=True),
        limit=asked.page_size,
        after=asked.page_token,
        offset=asked.offset,
    )


# ── Sitemaps ──


@blueprint.get("/sitemap.xml")
@door(PUBLIC)
def sitemap() -> Response:
    """The index of all parts, each with its last change (P15)."""
    session = current.reading()
    places: list[sitemaps.Place] = [
        (address("machines.sitemap_pages"), None),
        (address("machines.sitemap_news"), None),
    ]
    for endpoint, known in (
        ("machines.sitemap_verdicts", public_lists.parts(session, SITEMAP_ROWS)),
        ("machines.sitemap_articles", public_lists.article_parts(session, SITEMAP_ARTICLES)),
    ):
        places += [(address(endpoint, number=one.number), one.updated_at) for one in known]
    return Response(sitemaps.index(places), content_type=XML)


@blueprint.get("/sitemaps/pages.xml")
@door(PUBLIC)
def sitemap_pages() -> Response:
    """The pages there are once."""
    lists = ("public.verdicts", "public.ratings", "public.corrections", "public_log.page")
    places = [address(one) for one in (*lists, "finding.verdicts", "feeds.follow", "about.index")]
    places += _topics()
    places += policy_pages.addresses(current.reading(), current.settings().base_url).values()
    return _pages((place, None) for place in places)


def _pages(places: Iterable[sitemaps.Place], there: sitemaps.Alternates = alternates) -> Response:
    return Response(sitemaps.urls(places, there), content_type=XML)


def _topics() -> list[str]:
    """The page of all topics and that of each, once anything stands under one."""
    found = topics.of_readers(current.reading())
    pages = [address("topics.topic", slug=line.slug) for line in found]
    return [address("topics.index"), *pages] if found else []


@blueprint.get("/sitemaps/verdicts-<int:number>.xml")
@door(PUBLIC)
def sitemap_verdicts(number: int) -> Response:
    """One part of the verdicts, retracted ones among them, since their pages stay."""
    found = public_lists.part(current.reading(), number, SITEMAP_ROWS)
    if not found:
        abort(404)
    english = public_translations.readable(current.reading(), found, in_languages.ENGLISH)
    by_address = {_address(v): v for v in found}

    def there(url: str) -> Iterable[tuple[str, str]]:
        """As the page itself says: an English translation has an address beside the original's."""
        v = by_address[url]
        return in_languages.alternates(v, url) if v.id in english else alternates(url)

    return _pages(((url, v.updated_at) for url, v in by_address.items()), there)


@blueprint.get("/sitemaps/articles-<int:number>.xml")
@door(PUBLIC)
def sitemap_articles(number: int) -> Response:
    """One part of the articles that have verdicts of their own."""
    found = public_lists.article_part(current.reading(), number, SITEMAP_ARTICLES)
    if not found:
        abort(404)
    pages = []
    for id_, verdicts in found.items():
        about = public.told_of(verdicts, id_)
        url = address("public.article", id=id_, slug=about.slug if about else "")
        pages.append((url, max(v.updated_at for v in verdicts)))
    return _pages(pages)


@blueprint.get("/sitemaps/news.xml")
@door(PUBLIC)
def sitemap_news() -> Response:
    """What was first published in the last two days and still stands; empty on a quiet weekend."""
    since = utc_now() - timedelta(hours=NEWS_HOURS)
    found = public_lists.find(
        current.reading(),
        current.desk().database.dialect,
        Asked(since=since, first_since=since, is_standing=True),
        limit=NEWS_ROWS,
    )
    told = sitemaps.news(((_address(v), v) for v in found.items), current.sign().name)
    return Response(told, content_type=XML)


# ── Who we are, for programs ──


@blueprint.get("/robots.txt")
@door(PUBLIC)
def robots() -> Response:
    """Everything for readers is open to all; the desk's own rooms hold nothing for them."""
    root = url_for("public.verdicts")
    closed = [f"Disallow: {root}{room}" for room in ("desk", "account", "login")]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {address('machines.sitemap')}", ""]
    return Response("\n".join(lines), content_type=TEXT)


@blueprint.get("/.well-known/security.txt")
@door(PUBLIC)
def security_txt() -> Response:
    """Whom to tell of a weakness (RFC 9116): the desk's address for reports; without one there is no such file."""
    contact = current.sign().contact.strip()
    is_mail = "@" in contact and "/" not in contact and " " not in contact
    if not (is_mail or contact.startswith("https://")):
        abort(404)
    lines = [
        f"Contact: {'mailto:' if is_mail else ''}{contact}",
        f"Expires: {_expires(utc_now()):%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {address('machines.security_txt')}",
        "",
    ]
    return Response("\n".join(lines), content_type=TEXT)


def _expires(now: datetime) -> datetime:
    years, month = divmod(now.month - 1 + SECURITY_MONTHS, 12)
    return datetime(now.year + years, month + 1, 1, tzinfo=UTC)


@blueprint.get("/llms.txt")
@door(PUBLIC)
def llms() -> Response:
    """What language models and their builders need to know to quote this site rightly."""
    text = render_template("public/llms.txt", address=address)
    return Response(text, content_type="text/markdown; charset=utf-8")
