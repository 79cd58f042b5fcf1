"""Looking into kept copies: a picture as it is, everything else as text that we made of it, never as a page (E15)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request

from factcheck.domain.inputs import BadInput
from factcheck.domain.kept_text import KeptParagraph, has_pages, kept_paragraphs
from factcheck.domain.snapshots import PICTURES
from factcheck.services import custody, snapshots, standing
from factcheck.services.snapshots import Copy, NoSuchSnapshot
from factcheck.web import current
from factcheck.web.security import DESK, door
from factcheck.web.snapshots import SANDBOX

blueprint = Blueprint("snapshot_views", __name__)

WINDOW = 400  # paragraphs on one page, so that a text of 2 MB stays quick
COPY = "/desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>"
NOTED = {
    "taken_at": "Taken",
    "place": "Where, by its camera",
    "camera_maker": "Maker of the camera",
    "camera": "Camera",
    "software": "Software",
    "artist": "By",
    "copyright": "Rights",
}


@dataclass(frozen=True)
class Shown:
    """The paragraphs of one page of the viewer, and the first ones of the pages beside it by number, or None."""

    paragraphs: tuple[tuple[KeptParagraph, str], ...]
    total: int
    has_pages: bool
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class Picture:
    """What is known of a picture, or in `fault` why it is not shown."""

    width: int = 0
    height: int = 0
    noted: Mapping[str, str] | None = None
    fault: str = ""


@blueprint.get(f"{COPY}/view")
@door(DESK)
def view(id: int, number: int, copy: int) -> str:  # noqa: A002  the address calls it so
    """A kept copy as it can be looked at; who looked is written into the history, once a day (E5)."""
    found = _kept(id, number, copy)
    picture = _judged(found) if _is_picture(found) else None
    shown = _window(_text(found), _first()) if picture is None else None
    if custody.is_unseen(current.reading(), current.actor(), found):
        with current.work() as work:
            custody.viewed(work, found)
    return render_template(
        "claims/snapshot_view.html",
        copy=found,
        claim=standing.load(current.reading(), id).claim,
        picture=picture,
        noted=NOTED,
        shown=shown,
    )


@blueprint.get(f"{COPY}/picture")
@door(DESK)
def picture(id: int, number: int, copy: int) -> Response:  # noqa: A002  as above
    """The kept bytes of a picture that was decoded once, and of nothing else."""
    found = _kept(id, number, copy)
    if not _is_picture(found) or found.body is None:
        raise NoSuchSnapshot
    data = _bytes(found)
    current.desk().look_into(data, "")
    answer = Response(data, content_type=found.body.content_type)
    name = found.snapshot.file_name or f"claim-{id}-evidence-{number}-copy-{copy}"
    answer.headers["Content-Disposition"] = _named(name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _named(name: str) -> str:
    """The header of RFC 6266: the name in plain letters, and in all of its own."""
    plain = re.sub(r"[^a-zA-Z0-9._-]", "_", name)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _kept(id: int, number: int, copy: int) -> Copy:  # noqa: A002  as above
    found = snapshots.one(current.reading(), id, number, copy)
    if found.body is None:
        raise NoSuchSnapshot
    return found


def _is_picture(copy: Copy) -> bool:
    return copy.body is not None and copy.body.content_type in PICTURES


def _bytes(copy: Copy) -> bytes:
    return current.desk().read_blob(copy.body.digest, copy.body.size) if copy.body else b""


def _judged(copy: Copy) -> Picture:
    try:
        looked = current.desk().look_into(_bytes(copy), "")
    except BadInput as bad:
        return Picture(fault=bad.sentence)
    return Picture(looked.width, looked.height, looked.facts)


def _text(copy: Copy) -> str:
    """The readable text; '' where there is none."""
    if copy.text is None:
        return ""
    return current.desk().read_blob(copy.text.digest, copy.text.size).decode()


def _first() -> int:
    asked = request.args.get("first", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1


def _window(text: str, first: int) -> Shown:
    """The page of the viewer that holds paragraph `first`; the last one for what lies behind."""
    every = kept_paragraphs(text)
    begin = min(max(first - 1, 0), max(len(every) - 1, 0)) // WINDOW * WINDOW
    end = begin + WINDOW
    return Shown(
        tuple((one, text[one.start : one.end]) for one in every[begin:end]),
        total=len(every),
        has_pages=has_pages(text),
        previous=begin - WINDOW + 1 if begin else None,
        next=end + 1 if end < len(every) else None,
    )
