"""A page of a kept PDF as it looks, drawn by the desk: nothing of the file itself comes to the browser (E15)."""

from flask import Blueprint, Response

from factcheck.services.snapshots import NoSuchSnapshot
from factcheck.web import current, originals, throttle
from factcheck.web.security import DESK, door
from factcheck.web.snapshots import SANDBOX

blueprint = Blueprint("pdf_page_views", __name__)


@blueprint.get("/desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/pages/<int:page>")
@throttle.drawings
@door(DESK)
def page(id: int, number: int, copy: int, page: int) -> Response:
    """The page as a PNG."""
    found = originals.kept(id, number, copy)
    if not originals.is_pdf(found):
        raise NoSuchSnapshot
    originals.write_down(found)
    drawn = current.desk().draw_page(originals.original(found), page)
    answer = Response(drawn.data, content_type="image/png")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
