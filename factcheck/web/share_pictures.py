"""The picture of a verdict for those who are shown its address: its place on the page, and its bytes (P16).

Its address holds the hash of its bytes, so that it may be kept for good; an address of an earlier picture leads to
today's, or to nothing.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from factcheck.domain import share_cards
from factcheck.domain.published import PublishedVerdict
from factcheck.services import public, readers
from factcheck.services.picture_rows import StoredPicture
from factcheck.web import current, originals
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("share_pictures", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Shared:
    """What a page says of its picture."""

    url: str
    alt: str
    width: int = share_cards.WIDTH
    height: int = share_cards.HEIGHT


def shared(
    drawn: PublishedVerdict, stored: StoredPicture | None, said: PublishedVerdict
) -> Shared | None:
    """The picture of a verdict as its page names it; None where none is drawn of just these words.

    One picture serves all languages; what it shows is told in the words of the page, `said`.
    """
    if stored is None or not is_of(drawn, stored):
        return None
    path = url_for("share_pictures.picture", id=drawn.id, tag=stored.tag)
    return Shared(current.settings().base_url + path, share_cards.alt(said, current.sign().name))


def is_of(shown: PublishedVerdict, stored: StoredPicture) -> bool:
    """Whether the picture shows what readers have now, names hidden and ratings corrected as they may be."""
    desk = current.sign()
    card = share_cards.card_of(shown, desk.name, is_demonstration=desk.is_demonstration)
    return card is not None and card.key == stored.drawn_of


@blueprint.get("/share/<int:id>-<tag>.png")
@door(PUBLIC)
def picture(id: int, tag: str) -> Response | BaseResponse:
    """The picture as it is now; whoever has the address of an earlier one is led to it."""
    found = public.current(current.reading(), id)
    stored = found.picture if found else None
    if found is None or stored is None or not is_of(found.verdict, stored):
        abort(404)
    if tag != stored.tag:
        answer: BaseResponse = redirect(
            url_for("share_pictures.picture", id=id, tag=stored.tag), 302
        )
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    answer = make_response(originals.share_picture(stored))
    answer.content_type = "image/png"
    answer.headers["Cache-Control"] = FOR_GOOD
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Surrogate-Key"] = f"{readers.EVERYTHING} {readers.key_of(id)}"
    answer.set_etag(stored.digest.partition(":")[2])
    return answer.make_conditional(request)
