"""A kept page as a browser showed it: its picture to look at, picture and PDF to take away; never as a page of ours."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from factcheck.domain.inputs import BadInput
from factcheck.domain.renderings import RenderedAs
from factcheck.domain.snapshots import SUFFIXES
from factcheck.models import Blob, Rendering
from factcheck.services import renderings, snapshots, standing
from factcheck.services.snapshots import Copy
from factcheck.web import current, originals, throttle
from factcheck.web.security import DESK, door
from factcheck.web.snapshots import SANDBOX

NO_PICTURE = "It is no picture."

blueprint = Blueprint("renderings", __name__)

COPY = "/desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>"


@dataclass(frozen=True)
class Picture:
    """How large a picture is, or in `fault` why it is not shown."""

    width: int = 0
    height: int = 0
    fault: str = ""


@blueprint.get(f"{COPY}/rendered")
@throttle.drawings
@door(DESK)
def view(id: int, number: int, copy: int) -> str:
    """The page in its full length, as a picture; who looked is written into the history, once a day (E5)."""
    found = originals.kept(id, number, copy)
    rendering, blob = renderings.kept(current.reading(), found, RenderedAs.PICTURE)
    _write_down(found, rendering)
    return render_template(
        "claims/rendering.html",
        claim=standing.load(current.reading(), id).claim,
        copy=found,
        rendering=rendering,
        blob=blob,
        picture=_judged(blob),
    )


@blueprint.get(f"{COPY}/rendered.png")
@throttle.drawings
@door(DESK)
def picture(id: int, number: int, copy: int) -> Response:
    """The picture itself, which was decoded once."""
    found = originals.kept(id, number, copy)
    rendering, blob = renderings.kept(current.reading(), found, RenderedAs.PICTURE)
    _write_down(found, rendering)
    if _judged(blob).fault:
        raise snapshots.NoSuchSnapshot
    data = originals.rendering(blob)
    return _file(data, "image/png", f'inline; filename="{_name(found, "png")}"')


@blueprint.get(f"{COPY}/rendered/<kind>")
@door(DESK)
def original(id: int, number: int, copy: int, kind: str) -> Response:
    """The PDF or the picture as a file; that it was taken is written down (E5)."""
    wanted = next((one for one in RenderedAs if one.value == kind), None)
    if wanted is None:
        raise snapshots.NoSuchSnapshot
    found = originals.kept(id, number, copy)
    rendering, blob = renderings.kept(current.reading(), found, wanted)
    data = originals.rendering(blob)
    with current.work() as work:
        renderings.downloaded(work, found, rendering)
    name = _name(found, SUFFIXES.get(blob.content_type, "bin"))
    return _file(data, blob.content_type, f'attachment; filename="{name}"')


def _write_down(copy: Copy, rendering: Rendering) -> None:
    if renderings.is_unseen(current.reading(), current.actor(), copy, rendering):
        with current.work() as work:
            renderings.viewed(work, copy, rendering)


def _judged(blob: Blob) -> Picture:
    try:
        looked = current.desk().look_into(originals.rendering(blob), "")
    except BadInput as bad:
        return Picture(fault=bad.sentence)
    return Picture(looked.width, looked.height, "" if looked.width else NO_PICTURE)


def _name(copy: Copy, suffix: str) -> str:
    claim, evidence = copy.evidence.claim_id, copy.evidence.number
    return f"claim-{claim}-evidence-{evidence}-copy-{copy.snapshot.number}-rendered.{suffix}"


def _file(data: bytes, content_type: str, disposition: str) -> Response:
    answer = Response(data, content_type=content_type)
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
