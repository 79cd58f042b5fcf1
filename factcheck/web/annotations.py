"""Claims as W3C Web Annotations: the desk's set of an article, and what readers may have of it (A4)."""

from flask import Blueprint, abort, json, redirect, request, url_for
from werkzeug.wrappers import Response

from factcheck.domain.annotations import MEDIA_TYPE, Node, collection, page
from factcheck.domain.numbers import parse_whole
from factcheck.services import annotations, public
from factcheck.services.annotations import Annotations, Places
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current
from factcheck.web.public import keyed
from factcheck.web.security import DESK, PUBLIC, door

blueprint = Blueprint("annotations", __name__)


def _places() -> Places:
    return Places(current.settings().base_url)


def _answer(node: Node) -> Response:
    return Response(json.dumps(node, ensure_ascii=False, sort_keys=False), content_type=MEDIA_TYPE)


def _paged(found: Annotations) -> Response:
    """The collection, or with `?page=` one page of it, counted from 0."""
    asked = request.args.get("page")
    if asked is None:
        return _answer(
            collection(
                found.claims,
                found.source,
                url=found.url,
                label=found.label,
                quote_limit=found.quote_limit,
            )
        )
    number = parse_whole(asked, low=0, high=HIGHEST_ID)
    try:
        node = page(
            found.claims, found.source, url=found.url, number=number, quote_limit=found.quote_limit
        )
    except IndexError:
        abort(404)
    return _answer(node)


@blueprint.get("/desk/articles/<int:id>/annotations.json")
@door(DESK)
def of_desk(id: int) -> Response:
    """Every claim of an article, published or not, for the desk alone."""
    return _paged(annotations.of_desk(current.reading(), id, _places()))


@blueprint.get("/desk/claims/<int:id>/annotation.json")
@door(DESK)
def of_claim(id: int) -> Response:
    """One claim, for the desk alone."""
    return _answer(annotations.of_claim(current.reading(), id, _places()).only())


@blueprint.get("/articles/<int:id>-<slug>/annotations.json")
@door(PUBLIC)
def article(id: int, slug: str) -> Response:
    """The published claims of an article; another slug than today's leads here."""
    found = annotations.of_article(current.reading(), id, _places())
    if found.url != f"{_places().published(id, slug)}/annotations.json":
        asked = request.args.get("page")
        to = (
            f"{found.url}?page={parse_whole(asked, low=0, high=HIGHEST_ID)}" if asked else found.url
        )
        return redirect(to, 301)
    return _paged(found)


@blueprint.get("/verdicts/<int:id>-<slug>/annotation.json")
@door(PUBLIC)
def verdict(id: int, slug: str) -> Response:
    """One published claim; another slug than today's leads here."""
    shown = public.verdict(current.reading(), id)
    if shown is None:
        abort(404)
    if slug != shown.slug:
        return redirect(url_for("annotations.verdict", id=id, slug=shown.slug), 301)
    return keyed(_answer(annotations.of_verdict(current.reading(), id, _places()).only()), shown)
