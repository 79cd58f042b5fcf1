"""Feeds of verdicts and of their changes, as Atom, RSS and JSON Feed, and the page that lists them (P12-P14, C7, C10).

What an entry says is made in `domain/feeds.py`, how a feed is written in `domain/feed_formats.py`.  An answer depends
on its address and on what is published, on nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from factcheck.domain import feed_formats, feeds
from factcheck.domain.feeds import Entry, Feed
from factcheck.domain.limits import FEED_ENTRIES, FOLLOWED_ROWS, PAGE_ROWS
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import Audience
from factcheck.domain.wording import say
from factcheck.services import public, public_lists, public_log, topics
from factcheck.services.public_lists import Asked
from factcheck.services.reference import reference
from factcheck.web import current, languages, rating_words
from factcheck.web.public import address, permanent
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("feeds", __name__)

FORMS: Mapping[str, tuple[Callable[[Feed], bytes], str]] = MappingProxyType(
    {
        "atom": (feed_formats.atom, "application/atom+xml; charset=utf-8"),
        "rss": (feed_formats.rss, "application/rss+xml; charset=utf-8"),
        "json": (feed_formats.json_feed, "application/feed+json; charset=utf-8"),
    }
)


def addresses(v: PublishedVerdict) -> tuple[str, str]:
    """The permanent id of a verdict, and its address of today."""
    return permanent("public.verdict", id=v.id), address("public.verdict", id=v.id, slug=v.slug)


def _answer(form: str, title: str, about: str, page_url: str, entries: Iterable[Entry]) -> Response:
    """The feed at the address that was asked for, in one of the three forms."""
    write, kind = FORMS[form]
    values = request.view_args or {}
    url, hub = address(str(request.endpoint), **values), current.settings().websub_hub
    feed = Feed(
        url=url,
        page_url=page_url,
        title=title,
        about=about,
        author=current.sign().name,
        entries=feeds.in_order(entries, FEED_ENTRIES),
        hub=hub,
        log=_log_head(),
        language=languages.current() if languages.prefix() else "",
    )
    answer = Response(write(feed), content_type=kind)
    answer.headers.add("Link", f'<{url}>; rel="self"')
    if hub:
        answer.headers.add("Link", f'<{hub}>; rel="hub"')
    # For people who look: whoever asks again names the entity tag, which the layer in front gives every answer.  A date
    # of whole seconds does not tell two changes of one second apart, nor that a name is hidden since.
    answer.last_modified = feed.updated
    return answer


def _log_head() -> feeds.LogHead | None:
    newest = public_log.head(current.reading())
    about = address("public_log.page")
    return feeds.LogHead(about, newest.note, newest.key) if newest else None


def _found(asked: Asked) -> list[PublishedVerdict]:
    dialect = current.desk().database.dialect
    return public_lists.find(current.reading(), dialect, asked, limit=FEED_ENTRIES).items


def _entries(verdicts: Iterable[PublishedVerdict]) -> list[Entry]:
    return [feeds.of_verdict(one, addresses) for one in rating_words.every(verdicts)]


@blueprint.get("/feeds/verdicts.<any(atom,rss,json):form>")
@door(PUBLIC)
def verdicts(form: str) -> Response:
    """All verdicts, those that changed last first."""
    name = current.sign().name
    about = say("Every verdict of %(desk)s, and every later change of one.", desk=name)
    return _answer(form, name, about, address("public.verdicts"), _entries(_found(Asked())))


@blueprint.get("/feeds/corrections.<any(atom,rss,json):form>")
@door(PUBLIC)
def corrections(form: str) -> Response:
    """Every change readers were told of, one entry each (C7)."""
    found = public.corrections(current.reading(), limit=FEED_ENTRIES)
    told = rating_words.notices(then for _, then, _ in found)
    entries = [feeds.of_notice(notice, then, addresses) for notice, then in told]
    title = say("%(desk)s: corrections", desk=current.sign().name)
    about = say("Every correction, clarification, update and retraction of a published verdict.")
    return _answer(form, title, about, address("public.corrections"), entries)


@blueprint.get("/feeds/ratings/<code>.<any(atom,rss,json):form>")
@door(PUBLIC)
def rating(code: str, form: str) -> Response:
    """The verdicts that carry one rating, or carried it when they were retracted."""
    known = rating_words.of_codes()
    if code not in known:
        abort(404)
    found, label = _found(Asked(rating=code)), known[code].label
    title = f"{current.sign().name}: {label}"
    about = say("The verdicts rated “%(rating)s”.", rating=label)
    page = address("finding.verdicts", rating=code)
    return _answer(form, title, about, page, _entries(found))


@blueprint.get("/feeds/topics/<slug>.<any(atom,rss,json):form>")
@door(PUBLIC)
def topic(slug: str, form: str) -> BaseResponse:
    """The verdicts under one topic; under an earlier name of it a feed reader is led to the one of today."""
    about = topics.of_slug(current.reading(), slug)
    found = _found(Asked(topic=about.slug)) if about else []
    if about is None or not found:
        abort(404)
    if about.slug != slug:
        return redirect(url_for("feeds.topic", slug=about.slug, form=form), 301)
    title = f"{current.sign().name}: {about.name}"
    words = say("The verdicts under the topic “%(topic)s”.", topic=about.name)
    page = address("topics.topic", slug=slug)
    return _answer(form, title, words, page, _entries(found))


@blueprint.get("/feeds/articles/<int:id>.<any(atom,rss,json):form>")
@door(PUBLIC)
def article(id: int, form: str) -> Response:
    """The verdicts on the claims of one article."""
    found = public.of_article(current.reading(), id)
    about = public.told_of(found, id)
    if about is None:
        abort(404)
    page = address("public.article", id=id, slug=about.slug)
    title = f"{current.sign().name}: {about.title}"
    words = say("The verdicts on the claims of “%(title)s”.", title=about.title)
    return _answer(form, title, words, page, _entries(found))


@blueprint.get("/feeds/claimants/<path:name>.<any(atom,rss,json):form>")
@door(PUBLIC)
def claimant(name: str, form: str) -> Response:
    """The verdicts on what somebody said, who is named as her name was published; one shown by role has no feed."""
    found = _found(Asked(claimant=name))
    if not found:
        abort(404)
    title = f"{current.sign().name}: {name}"
    about = say("The verdicts on what %(name)s said.", name=name)
    return _answer(form, title, about, address("finding.verdicts", claimant=name), _entries(found))


@blueprint.get("/follow")
@door(PUBLIC)
def follow() -> str:
    """All feeds for people: the lasting ones, and those of the claimants and articles that changed last."""
    session = current.reading()
    dialect = current.desk().database.dialect
    latest = public_lists.find(session, dialect, limit=PAGE_ROWS).items
    scale = reference(session).in_use.get(Audience.READERS)
    names = dict.fromkeys(v.claimant for v in latest if v.claimant and not v.is_claimant_role)
    articles = {v.article.id: v.article for v in reversed(latest) if v.article}
    return render_template(
        "public/follow.html",
        canonical=address("feeds.follow"),
        ratings=scale.choices if scale else (),
        claimants=list(names)[:FOLLOWED_ROWS],
        topics=topics.of_readers(session),
        articles=list(reversed(articles.values()))[:FOLLOWED_ROWS],
    )
