"""The readers' side: verdicts, their versions, articles, ratings, corrections.  What the desk says of itself: `about`.

Only what `services.public` hands out is rendered here, so that no draft can reach a reader.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from factcheck.domain import oembed, verdict_texts
from factcheck.domain.claimreview import Node, Publisher, claim_review, newsroom
from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.numbers import parse_whole
from factcheck.domain.policy_pages import PageSlug
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.wording import say
from factcheck.services import (
    archive,
    policy_pages,
    public,
    public_log,
    public_scales,
    public_translations,
    readers,
)
from factcheck.services.public_translations import Translated
from factcheck.services.standing import HIGHEST_ID
from factcheck.services.translation_rows import InLanguage
from factcheck.web import (
    current,
    in_languages,
    languages,
    rating_words,
    share_pictures,
    told_in_texts,
)
from factcheck.web.addresses import folder
from factcheck.web.markdown import render, script
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("public", __name__)

NO_TRANSLATIONS: Mapping[str, InLanguage] = MappingProxyType({})


@dataclass(frozen=True)
class ListPage:
    """A part of a list as its template takes it."""

    items: list[PublishedVerdict]
    prev_url: str
    next_url: str


def address(endpoint: str, **values: object) -> str:
    """An address as readers know it: below the set base, whatever host the request named (D4)."""
    return current.settings().base_url + url_for(endpoint, **values)  # type: ignore[arg-type]  # flask types values narrowly


def permanent(endpoint: str, **values: object) -> str:
    """The same in the one form that stays, whatever language is read: what programs know a page by (D18, P12)."""
    url = url_for(endpoint, **values)  # type: ignore[arg-type]  # as above
    return current.settings().base_url + languages.without(url, folder())


def address_in(code: str, endpoint: str, **values: object) -> str:
    """The same in a language."""
    root = folder().removesuffix(languages.prefix())
    path = permanent(endpoint, **values).removeprefix(current.settings().base_url + root)
    return current.settings().base_url + root + languages.BY_CODE[code].prefix + path


def publisher() -> Publisher:
    """The desk as structured data names it (D10, D22)."""
    return Publisher(
        name=current.sign().name,
        url=permanent("public.verdicts"),
        corrections_url=permanent("public.corrections"),
        method_url=permanent("about.page", name="method"),
        feedback_url=permanent("about.page", name="contact") + "#report-an-error",
    )


def organization() -> Node:
    """The desk as a NewsMediaOrganization: each policy by the page it is written on, and none that is not (D16)."""
    known = policy_pages.addresses(current.reading(), current.settings().base_url)
    desk = publisher()
    return newsroom(
        replace(
            desk,
            corrections_url=known.get(PageSlug.CORRECTIONS_POLICY, desk.corrections_url),
            method_url=known.get(PageSlug.METHOD, ""),
            funding_url=known.get(PageSlug.FUNDING, ""),
            team_url=known.get(PageSlug.TEAM, ""),
        )
    )


@blueprint.get(f"/<any({','.join(languages.PREFIXED)}):code>")
@door(PUBLIC)
def other_language(code: str) -> BaseResponse:
    """The list of verdicts in a language, asked for without the stroke that ends its address."""
    return redirect(url_for("public.verdicts") + f"{code}/", 301)


@blueprint.get("/")
@blueprint.get("/rated/<chosen>")
@door(PUBLIC)
def verdicts(chosen: str = "") -> str:
    """The verdicts that changed last, all or those of one label; the way on leads to the numbered parts (`archive`).

    `?rating=` and `?after=` are the addresses these lists had before.
    """
    chosen, after = chosen or request.args.get("rating", ""), request.args.get("after", "")
    session = current.reading()
    labels = rating_words.labels()
    if chosen and chosen not in labels:
        abort(404)
    found = public.listing(session, rating=chosen, after=after)
    page = ListPage(
        rating_words.every(found.items),
        prev_url=_list_url(chosen) if after else "",
        next_url=url_for("archive.verdicts", chosen=chosen or None) if found.after else "",
    )
    links = [
        {"label": say("All"), "url": _list_url(""), "is_current": not chosen},
        *(rating_words.link(one, _list_url(code), code == chosen) for code, one in labels.items()),
    ]
    return render_template(
        "public/verdicts.html",
        page=page,
        ratings=links,
        label=labels.get(chosen),
        json_ld="" if languages.prefix() else script(organization()),
        canonical=address("public.verdicts", chosen=chosen or None),
    )


def _list_url(rating: str) -> str:
    return url_for("public.verdicts", chosen=rating or None)


@blueprint.get("/verdicts/<int:id>")
@blueprint.get("/verdicts/<int:id>-<slug>")
@door(PUBLIC)
def verdict(id: int, slug: str = "") -> str | BaseResponse:
    """One verdict as it stands; another slug than today's leads here (P8)."""
    found = public.current(current.reading(), id)
    if found is None:
        abort(404)
    if slug != found.verdict.slug:
        return redirect(url_for("public.verdict", id=id, slug=found.verdict.slug), 301)
    return answered(found, translation_of(found))


def translation_of(found: public.Current) -> Translated | None:
    """The verdict in the language of the address, where readers have a translation into it.

    An address that names no language is the original's, in whatever language that is written.
    """
    if not languages.prefix():
        return None
    return public_translations.translated(current.reading(), found, languages.current())


def answered(found: public.Current, told: Translated | None) -> Response:
    """The verdict, or its translation `told`, as a page or as the text that the reader's program would rather have."""
    shown = told.verdict if told else found.verdict
    text = _as_text(_told_in_text(found, told), _wanted())
    page = text or keyed(current_page(found, told), shown)
    page.vary.add("Accept")
    return page


def _told_in_text(found: public.Current, told: Translated | None) -> public.Current:
    """What a text tells: the translation, unless the original was changed since."""
    return replace(found, verdict=told.verdict) if told and not told.is_stale else found


@blueprint.get("/verdicts/<int:id>-<slug>.<any(md,txt):form>")
@door(PUBLIC)
def verdict_text(id: int, slug: str, form: str) -> BaseResponse:
    """One verdict as Markdown or plain text, whatever was asked for beside the address."""
    found = public.current(current.reading(), id)
    if found is None:
        abort(404)
    slug_now = found.verdict.slug
    if slug != slug_now:
        return redirect(url_for("public.verdict_text", id=id, slug=slug_now, form=form), 301)
    answer = _as_text(_told_in_text(found, translation_of(found)), form)
    return answer or abort(404)


# What is written for those who ask for it by `Accept`; browsers ask for HTML, and nobody for nothing.
TEXTS: Mapping[str, tuple[str, Callable[..., str]]] = MappingProxyType(
    {
        "md": ("text/markdown", verdict_texts.markdown),
        "txt": ("text/plain", verdict_texts.plain),
    }
)


def _wanted() -> str:
    """Which text the reader's program would rather have than a page; empty for the page."""
    kinds = {"text/html": "", **{kind: form for form, (kind, _) in TEXTS.items()}}
    best = request.accept_mimetypes.best_match(list(kinds), default="text/html")
    return kinds[best]


def _as_text(found: public.Current, form: str) -> Response | None:
    """The verdict in one of the `TEXTS`, with all its page tells; that is named as the one to cite."""
    if form not in TEXTS:
        return None
    kind, write = TEXTS[form]
    shown = rating_words.told(found.verdict)
    canonical = address("public.verdict", id=shown.id, slug=shown.slug)
    # A lone surrogate has no UTF-8 form.
    told = told_in_texts.beside(found, address)
    text = write(shown, url=canonical, beside=told).encode("utf-8", "replace")
    answer = Response(text, content_type=f"{kind}; charset=utf-8")
    answer.headers.add("Link", f'<{canonical}>; rel="canonical"')
    return keyed(answer, shown)


@blueprint.get("/verdicts/<int:id>-<slug>/versions/<int:number>")
@door(PUBLIC)
def verdict_version(id: int, slug: str, number: int) -> str | BaseResponse:
    """A version as readers had it, with a way to the current one and nothing for machines (P9)."""
    session = current.reading()
    now, then = public.verdict(session, id), public.version(session, id, number)
    if now is None or then is None:
        abort(404)
    if slug != now.slug:
        return redirect(url_for("public.verdict_version", id=id, slug=now.slug, number=number), 301)
    own = public_log.line(session, id, number)
    logged = public.Logged(own.position, own.hash) if own else None
    return keyed(verdict_page(then, now=now, logged=logged), then)


def keys_of(shown: PublishedVerdict) -> tuple[str, ...]:
    """What caches know the pages of a verdict by: itself, and the articles whose other verdicts it depends on."""
    articles = [one.id for one in (shown.article, *shown.also_in) if one is not None]
    return (
        readers.EVERYTHING,
        readers.key_of(shown.id),
        *map(readers.article_key, dict.fromkeys(articles)),
    )


def keyed(page: str | BaseResponse, shown: PublishedVerdict) -> Response:
    """The page with its keys."""
    answer = make_response(page)
    answer.headers["Surrogate-Key"] = " ".join(keys_of(shown))
    return answer


def current_page(found: public.Current, told: Translated | None = None) -> str:
    """The page of a verdict as it stands, or of its translation `told`, with all that is told beside it."""
    return verdict_page(told.verdict if told else found.verdict, beside=found, told=told)


def verdict_page(
    shown: PublishedVerdict,
    *,
    now: PublishedVerdict | None = None,
    beside: public.Current | None = None,
    told: Translated | None = None,
    logged: public.Logged | None = None,
) -> str:
    """The page of a verdict; with `now` given, `shown` is an earlier version of it, with `told` a translation of it.

    What became of sources, similar verdicts and the like are told `beside` it: what machines read is the verdict as it
    was approved.  `logged` is where an earlier version stands in the public log.
    """
    drawn, shown = shown, rating_words.told(shown)
    slug = (now or shown).slug
    canonical = address("public.verdict", id=shown.id, slug=slug)
    original = permanent("public.verdict", id=shown.id, slug=slug)
    if told:
        canonical = in_languages.translation_address(shown, told.told.language)
    others = beside.translations if beside else NO_TRANSLATIONS
    review = None if now else claim_review(shown, url=canonical, publisher=publisher())
    data = in_languages.linked(review, shown, original, told, others)
    is_old = told.is_old if told else now is not None and now.version != shown.version
    described = original if told else canonical
    return render_template(
        "public/verdict.html",
        v=shown,
        # Machines show it alone, where nobody sees that the original was changed after this was translated.
        answer=(told.original if told and told.is_stale else shown).reason,
        news=beside.news if beside else {},
        archived=beside.archived if beside else {},
        logged=beside.logged if beside else logged,
        similar=rating_words.similar(beside.similar if beside else ()),
        explanation=render(shown.explanation, sources=_highest_source(shown)),
        json_ld=script(data) if data else "",
        canonical=canonical,
        is_old_version=is_old,
        current_url=canonical,
        share=share_pictures.shared(drawn, beside.picture if beside else None, shown),
        oembed={form: oembed_address(described, form) for form in ("json", "xml")},
        frame=_frame(shown),
        **in_languages.told_of(shown, original, told, others),
    )


def _frame(shown: PublishedVerdict) -> str:
    card = address("embeds.card", id=shown.id)
    return oembed.frame(shown, oembed.size_of({}), card=card, name=current.sign().name)


def oembed_address(canonical: str, form: str) -> str:
    """Where the card of a verdict's page is described, as a file could be (P17)."""
    return f"{canonical}/oembed.{form}"


def _highest_source(shown: PublishedVerdict) -> int:
    return max((source.number for source in shown.sources), default=0)


@blueprint.get("/articles/<int:id>-<slug>")
@door(PUBLIC)
def article(id: int, slug: str) -> str | BaseResponse:
    """An article with the claims of it that were checked and published; others do not exist here."""
    found = public.of_article(current.reading(), id)
    about = public.told_of(found, id)
    if about is None:
        abort(404)
    if slug != about.slug:
        return redirect(url_for("public.article", id=id, slug=about.slug), 301)
    canonical = address("public.article", id=id, slug=about.slug)
    return render_template(
        "public/article.html",
        article=about,
        verdicts=rating_words.every(found),
        canonical=canonical,
    )


@blueprint.get("/ratings")
@door(PUBLIC)
def ratings() -> str:
    """What the ratings mean, with earlier versions of the scale."""
    return render_template(
        "public/ratings.html",
        scales=public_scales.scales(current.reading()),
        listed=rating_words.labels(),
        canonical=address("public.ratings"),
    )


@blueprint.get("/corrections")
@door(PUBLIC)
def corrections() -> str:
    """Every change readers were told of, newest first (C7)."""
    text = request.args.get("before", "")
    before = parse_whole(text, low=1, high=HIGHEST_ID) if text else HIGHEST_ID
    session = current.reading()
    found = public.corrections(session, before=before, limit=PAGE_ROWS)
    parts = archive.of_changes()
    first = parts.newest(session) if len(found) == PAGE_ROWS else 0
    return render_template(
        "public/corrections.html",
        notices=rating_words.notices((then for _, then, _ in found)),
        next_url=url_for("archive.corrections", number=first) if first else "",
        prev_url=url_for("public.corrections") if text else "",
        canonical=address("public.corrections"),
    )
