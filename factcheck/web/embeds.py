"""Verdicts on other people's pages: oEmbed, and the card that is framed there (P17).

The card is the one page that any site may frame: it has no form, no script and no cookie, so there is nothing in it to
be pressed by trickery but a link.
"""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    json,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from factcheck.domain import oembed as rules
from factcheck.domain import wording
from factcheck.domain.feeds import notice_line
from factcheck.domain.inputs import BadInput
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.reader_words import finding
from factcheck.services import public
from factcheck.web import current, languages, rating_words
from factcheck.web.public import address, address_in, keyed
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("embeds", __name__)

CARD_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *"
)
TEXT = "text/plain; charset=utf-8"


@blueprint.get("/embed/verdicts/<int:id>")
@door(PUBLIC)
def card(id: int) -> Response:
    """The verdict as it stands now, retracted or corrected as it may be, small enough for a frame."""
    found = public.verdict(current.reading(), id)
    if found is None:
        abort(404)
    found = rating_words.told(found)
    notices = found.notices
    answer = Response(
        render_template(
            "embeds/card.html",
            v=found,
            finding=finding(found),
            notice=notice_line(notices[0]) if notices else "",
            canonical=address("public.verdict", id=id, slug=found.slug),
        )
    )
    answer.headers["Content-Security-Policy"] = CARD_CSP
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return keyed(answer, found)


@blueprint.get("/embed/verdicts/<int:id>-<slug>")
@door(PUBLIC)
def card_by_slug(id: int, slug: str) -> BaseResponse:  # noqa: ARG001  the words in the address
    """The same under the address of the page; its one place is by the number alone."""
    return redirect(url_for("embeds.card", id=id), 301)


@blueprint.get("/oembed")
@door(PUBLIC)
def oembed() -> Response:
    """How to embed a page of ours: 404 for what is none, 501 for a format there is not, as the standard says."""
    form = request.args.get("format", "json").strip().lower()
    if form not in rules.FORMATS:
        return Response("There is JSON and XML.\n", 501, content_type=TEXT)
    try:
        size = rules.size_of(request.args)
    except BadInput as refused:
        return Response(f"{refused.sentence}\n", 400, content_type=TEXT)
    code, url = languages.of_address(request.args.get("url", ""), current.settings().base_url)
    number = rules.verdict_of(url, current.settings().base_url)
    found = public.verdict(current.reading(), number) if number else None
    if found is None:
        return Response("There is no verdict at this address.\n", 404, content_type=TEXT)
    return _described(found, size, form, code)


@blueprint.get("/verdicts/<int:id>-<slug>/oembed.<any(json,xml):form>")
@door(PUBLIC)
def oembed_of(id: int, slug: str, form: str) -> BaseResponse:
    """The same of one verdict in its own size, at an address that asks for nothing more: its page names it."""
    found = public.verdict(current.reading(), id)
    if found is None:
        abort(404)
    if slug != found.slug:
        return redirect(url_for("embeds.oembed_of", id=id, slug=found.slug, form=form), 301)
    return _described(found, rules.size_of({}), form, languages.current())


def _described(found: PublishedVerdict, size: rules.Size, form: str, code: str) -> Response:
    wording.use(code, current_app.extensions["catalogues"][code])
    values = rules.answer(
        rating_words.told(found),
        size,
        card=address_in(code, "embeds.card", id=found.id),
        name=current.sign().name,
        home=address_in(code, "public.verdicts"),
    )
    if form == "xml":
        text, kind = rules.as_document(values), "text/xml"
    else:
        said = json.dumps(values, ensure_ascii=False, sort_keys=False)
        text, kind = said.encode("utf-8", "replace"), "application/json"
    return keyed(Response(text, content_type=f"{kind}; charset=utf-8"), found)
