"""Making derived versions of kept copies, looking at them, taking them away; who may still open the originals.

Words that are taken out never stand in an address: places do, and words are sent in forms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.derived import (
    DerivedKind,
    Passage,
    everywhere,
    merged,
    read_areas,
    read_passages,
    redacted,
    spelled,
)
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Part
from factcheck.services import derived, quote_anchors, restrictions
from factcheck.services.derived import Derived
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.snapshots import Copy, NoSuchSnapshot
from factcheck.web import current, kept_texts, originals, throttle
from factcheck.web.asked import NOWHERE, asked_number
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.derived import (
    LiftForm,
    LookForm,
    PictureForm,
    RestrictForm,
    TakeOutForm,
    TextForm,
)
from factcheck.web.security import DESK, door
from factcheck.web.snapshot_views import COPY, named
from factcheck.web.snapshots import SANDBOX, as_file

blueprint = Blueprint("derived", __name__)

EVIDENCE = "/desk/claims/<int:id>/evidence/<int:number>"
SHOWN_PIXELS = 1_600  # the longest side of a picture that is only looked at
PNG, TEXT = "image/png", "text/plain"


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────────


@blueprint.route(f"{COPY}/cut", methods=["GET", "POST"])
@throttle.drawings
@door(Part.CHECKER, Part.EDITOR)
def cut(id: int, number: int, copy: int) -> ResponseReturnValue:
    """Cut a part out of a picture, or paint areas over; looked at first, then kept."""
    found = _to_derive(id, number, copy)
    if not originals.is_picture(found):
        raise NoSuchSnapshot
    form = PictureForm()
    if not form.is_submitted():
        return _picture_page(found, form)
    if not form.validate() or (areas := _areas(form)) is None:
        return _picture_page(found, form), status_of(form)
    if "keep" not in request.form:
        return _picture_page(found, form, is_looked_at="look" in request.form)
    try:
        drawn = current.desk().redraw(originals.original(found), form.kind.data, areas)
        made = current.desk().keep_blob(drawn.data, PNG)
        done = {"areas": [list(area) for area in drawn.areas], "of": list(drawn.of)}
        with current.work() as work:
            item = derived.make(work, found, form.kind.data, done, made, form.note.data)
    except BadInput as bad:
        put_beside(form.areas, bad)
        return _picture_page(found, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _picture_page(found, form), status
    return _made(found, item.number)


@blueprint.get(f"{COPY}/cut/picture")
@throttle.drawings
@door(Part.CHECKER, Part.EDITOR)
def preview(id: int, number: int, copy: int) -> Response:
    """The picture as it would be made, or as it is while no areas are named; never larger than a page shows."""
    found = _to_derive(id, number, copy)
    if not originals.is_picture(found):
        raise NoSuchSnapshot
    form = LookForm(formdata=request.args if "areas" in request.args else None)
    areas = []
    if "areas" in request.args:
        if not form.validate():
            raise BadInput("Name the areas anew.")
        areas = read_areas(form.areas.data, form.kind.data)
    data = originals.original(found)
    return _inline(current.desk().redraw(data, form.kind.data, areas, SHOWN_PIXELS).data)


def _areas(form: PictureForm) -> Sequence[tuple[int, int, int, int]] | None:
    try:
        return read_areas(form.areas.data, form.kind.data)
    except BadInput as bad:
        put_beside(form.areas, bad)
        return None


def _picture_page(found: Copy, form: PictureForm, *, is_looked_at: bool = False) -> str:
    fault, size = "", (0, 0)
    try:
        looked = current.desk().look_into(originals.original(found), "")
        size = looked.width, looked.height
    except BadInput as bad:
        fault = bad.sentence
    return render_template(
        "claims/derive_picture.html",
        copy=found,
        form=form,
        fault=fault,
        size=size,
        is_looked_at=is_looked_at,
    )


# ── Texts ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph that is taken out or left in."""

    text: str
    is_out: bool


@blueprint.route(f"{COPY}/redact", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def redact(id: int, number: int, copy: int) -> ResponseReturnValue:
    """Take words out of the readable text; what was chosen so far stands in the address, as places."""
    found = _to_derive(id, number, copy)
    text = _text_of(found)
    if request.method == "GET":
        passages = read_passages(request.args.get("spans", ""), len(text))
        if "start" in request.args:
            start, end = asked_number("start", 0), asked_number("end", 0)
            words = quote_anchors.words_at(text, start, end)
            passages = merged([*passages, Passage(words.start, words.end)])
            return redirect(_choosing(found, passages, words.start), 303)
        return _text_page(found, text, passages)
    form = TextForm()
    if not form.validate():
        take = TakeOutForm(formdata=None)
        put_beside(take.quote, BadInput("Choose words to take out first."))
        return _text_page(found, text, [], take), status_of(take)
    passages = read_passages(form.spans.data, len(text))
    made = current.desk().keep_blob(redacted(text, passages).encode(), TEXT)
    with current.work() as work:
        done = {"passages": [list(one) for one in passages]}
        item = derived.make(work, found, DerivedKind.TEXT_REDACTION, done, made, form.note.data)
    return _made(found, item.number)


@blueprint.post(f"{COPY}/redact/words")
@door(Part.CHECKER, Part.EDITOR)
def take_out(id: int, number: int, copy: int) -> ResponseReturnValue:
    """Choose words to take out by themselves; nothing is made yet."""
    found = _to_derive(id, number, copy)
    text, form = _text_of(found), TakeOutForm()
    passages = read_passages(request.form.get("spans", ""), len(text))
    if not form.validate():
        return _text_page(found, text, passages, form), status_of(form)
    try:
        more = _named(text, form)
        passages = merged([*passages, *more])
    except BadInput as bad:
        put_beside(form.quote, bad)
        return _text_page(found, text, passages, form), status_of(form)
    return redirect(_choosing(found, passages, more[0].start), 303)


def _named(text: str, form: TakeOutForm) -> list[Passage]:
    if form.is_everywhere.data:
        more = everywhere(text, form.quote.data)
        if not more:
            raise BadInput("These words are not in the kept copy.")
        return more
    span = named(text, form.quote.data, form.paragraph.data, form.occurrence.data)
    return [Passage(span.start, span.end)]


def _text_of(found: Copy) -> str:
    text = originals.text(found)
    if not text:
        raise NoSuchSnapshot
    return text


def _choosing(found: Copy, passages: Sequence[Passage], at: int) -> str:
    place = _place(found)
    return url_for("derived.redact", **place, spans=spelled(passages), at=at, _anchor="chosen")


def _text_page(
    found: Copy, text: str, passages: Sequence[Passage], take: TakeOutForm | None = None
) -> str:
    at = asked_number("at", NOWHERE)
    shown = kept_texts.window(text, asked_number("first", 1), at if at != NOWHERE else None, None)
    lines = [(line, _pieces(text, line, passages)) for line in shown.lines]
    rest = {one: spelled(other for other in passages if other != one) for one in passages}
    return render_template(
        "claims/derive_text.html",
        copy=found,
        shown=shown,
        lines=lines,
        chosen=[(text[one.start : one.end], rest[one], one.start) for one in passages],
        spans=spelled(passages),
        form=TextForm(formdata=None, spans=spelled(passages)),
        take=take or TakeOutForm(formdata=None, spans=spelled(passages)),
    )


def _pieces(text: str, line: kept_texts.Line, passages: Sequence[Passage]) -> list[Piece]:
    """A paragraph cut where passages begin and end in it."""
    start, end = line.start, line.start + len(line.text)
    found, at = [], start
    for one in passages:
        low, high = max(one.start, start), min(one.end, end)
        if low < high:
            found += [Piece(text[at:low], is_out=False), Piece(text[low:high], is_out=True)]
            at = high
    return [piece for piece in [*found, Piece(text[at:end], is_out=False)] if piece.text]


# ── What was made ────────────────────────────────────────────────────────────────────────────────


@blueprint.get(f"{COPY}/derived/<int:item>")
@door(DESK)
def page(id: int, number: int, copy: int, item: int) -> str:
    """A derived version with its facts; who looked is written into the history, once a day."""
    found = derived.one(current.reading(), id, number, copy, item)
    _write_down(found)
    shown = None
    if not found.item.kind.is_picture:
        shown = kept_texts.window(
            originals.derived(found).decode(), asked_number("first", 1), None, None
        )
    return render_template("claims/derived.html", found=found, shown=shown)


@blueprint.get(f"{COPY}/derived/<int:item>/picture")
@door(DESK)
def picture(id: int, number: int, copy: int, item: int) -> Response:
    """The derived picture itself."""
    found = derived.one(current.reading(), id, number, copy, item)
    if not found.item.kind.is_picture:
        raise NoSuchSnapshot
    _write_down(found)
    return _inline(originals.derived(found))


@blueprint.get(f"{COPY}/derived/<int:item>/file")
@door(DESK)
def file(id: int, number: int, copy: int, item: int) -> Response:
    """The derived version as a file."""
    found = derived.one(current.reading(), id, number, copy, item)
    data = originals.derived(found)
    with current.work() as work:
        derived.downloaded(work, found)
    return as_file(data, found.blob.content_type, found.name)


# ── Who may still open the originals ─────────────────────────────────────────────────────────────


@blueprint.route(f"{EVIDENCE}/restrict", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def restrict(id: int, number: int) -> ResponseReturnValue:
    """Let only few open the originals of a piece of evidence."""
    form = RestrictForm()
    if not form.is_submitted():
        return _access_page(id, number, form)
    if not form.validate():
        return _access_page(id, number, form), status_of(form)
    try:
        with current.work() as work:
            restrictions.restrict(work, id, number, form.circle.data, form.reason.data)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _access_page(id, number, form), status
    flash(f"Access to the originals of evidence {number} is restricted.", "status")
    return redirect(url_for("snapshots.page", id=id, number=number), 303)


@blueprint.post(f"{EVIDENCE}/lift")
@door(Part.CHECKER, Part.EDITOR)
def lift(id: int, number: int) -> ResponseReturnValue:
    """Open the originals to the desk again."""
    form = LiftForm()
    if not form.validate():
        return _access_page(id, number, None, form), status_of(form)
    with current.work() as work:
        restrictions.lift(work, id, number, form.reason.data)
    flash(f"The originals of evidence {number} are open to the desk again.", "status")
    return redirect(url_for("snapshots.page", id=id, number=number), 303)


def _access_page(
    id: int,
    number: int,
    form: RestrictForm | None = None,
    lift: LiftForm | None = None,
) -> str:
    session = current.reading()
    row = evidence_row(session, id, number)
    return render_template(
        "claims/restrict.html",
        row=row,
        form=form or RestrictForm(formdata=None),
        lift=lift or LiftForm(formdata=None),
        stands=restrictions.of_evidence(session, row.id),
    )


# ── Steps shared ─────────────────────────────────────────────────────────────────────────────────


def _to_derive(id: int, number: int, copy: int) -> Copy:
    """The copy, for whoever may make something of it."""
    found = originals.kept(id, number, copy)
    derived.require_may(current.reading(), current.actor(), found)
    originals.write_down(found)
    return found


def _place(found: Copy) -> dict[str, Any]:
    row = found.evidence
    return {"id": row.claim_id, "number": row.number, "copy": found.snapshot.number}


def _made(found: Copy, item: int) -> ResponseReturnValue:
    flash("The derived version is kept; the original is as it was.", "status")
    return redirect(url_for("derived.page", item=item, **_place(found)), 303)


def _write_down(found: Derived) -> None:
    if derived.is_unseen(current.reading(), current.actor(), found):
        with current.work() as work:
            derived.viewed(work, found)


def _inline(data: bytes) -> Response:
    answer = Response(data, content_type=PNG)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
