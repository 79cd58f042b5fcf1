"""What is kept of a source: every copy with the facts of its capture, its bytes to take away, and a way to try again.

Kept bytes are never shown from here as a page of ours: they leave as a file, behind a policy that lets nothing in
them run (E15).
"""

from tempfile import TemporaryFile

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import utc_now
from factcheck.domain.acts import Act, refusal
from factcheck.domain.snapshots import SUFFIXES
from factcheck.domain.terms import Part
from factcheck.services import (
    custody,
    derived,
    kept,
    outside_copies,
    renderings,
    restrictions,
    snapshots,
    stamps,
    standing,
)
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.web import current, originals, throttle
from factcheck.web.security import DESK, door

blueprint = Blueprint("snapshots", __name__)

WACZ = "application/wacz"
SANDBOX = "sandbox; default-src 'none'"


@blueprint.get("/desk/claims/<int:id>/evidence/<int:number>/snapshots")
@door(DESK)
def page(id: int, number: int) -> str:
    """Every copy of one piece of evidence, newest first."""
    session = current.reading()
    ticket = standing.load(session, id)
    row = evidence_row(session, id, number)
    copies = snapshots.of_evidence(session, row.id)
    rendered = renderings.of_snapshots(session, [copy.snapshot.id for copy in copies])
    is_under_way = any(
        copy.snapshot.kept_at is None and not copy.snapshot.failure for copy in copies
    )
    return render_template(
        "claims/snapshots.html",
        ticket=ticket,
        row=row,
        copies=copies,
        news=next((one.news for one in ticket.logged if one.number == number), None),
        rendered=rendered,
        is_under_way=is_under_way,
        outside_copies=outside_copies.of_snapshots(session, [copy.snapshot.id for copy in copies]),
        derived=derived.of_evidence(session, row.id),
        stands=restrictions.of_evidence(session, row.id),
        closed=restrictions.closed_to(session, current.actor(), row.id),
        may_derive=originals.may_derive(ticket.standing, row),
        days=stamps.of_bytes(session, {copy.body.digest for copy in copies if copy.body}),
        may_capture=refusal(Act.CAPTURE, current.actor()) is None and row.withdrawn_at is None,
    )


@blueprint.post("/desk/claims/<int:id>/evidence/<int:number>/snapshots")
@throttle.captures
@door(Part.CHECKER, Part.EDITOR)
def again(id: int, number: int) -> ResponseReturnValue:
    """Have the source fetched and kept once more; this request waits for nobody."""
    with current.work() as work:
        snapshots.ask_again(work, id, number)
    flash(f"A copy of evidence {number} is being fetched.", "status")
    return redirect(url_for("claims.page", id=id, _anchor=f"evidence-{number}"), 303)


@blueprint.get("/desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/original")
@door(DESK)
def original(id: int, number: int, copy: int) -> Response:
    """The kept bytes, as they were sent."""
    return _take_away(id, number, copy, "original")


@blueprint.get("/desk/claims/<int:id>/evidence/<int:number>/snapshots/<int:copy>/warc")
@door(DESK)
def warc(id: int, number: int, copy: int) -> Response:
    """The whole exchange as a WARC."""
    return _take_away(id, number, copy, "WARC")


@blueprint.get("/desk/claims/<int:id>/evidence.wacz")
@throttle.exports
@door(DESK)
def wacz(id: int) -> Response:
    """All that is kept of the claim's evidence as one file, which replay tools of web archives open."""
    wanted = kept.of_claim(current.reading(), id)
    if request.method == "HEAD":
        return Response(content_type=WACZ)
    out = TemporaryFile()  # noqa: SIM115  it is closed with the answer
    try:
        packed = current.desk().pack_evidence(wanted, out, utc_now())
        with current.work() as work:
            kept.exported(work, id, packed.copies, packed.digest)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    answer = send_file(out, WACZ, as_attachment=True, download_name=f"claim-{id}.wacz")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _take_away(id: int, number: int, copy: int, what: str) -> Response:
    """The bytes as a file, read and hashed first; that they were taken is written down (E5)."""
    found = originals.kept(id, number, copy)
    blob = found.body if what == "original" else found.warc
    data = originals.original(found) if what == "original" else originals.archive(found)
    with current.work() as work:
        custody.downloaded(work, found, what)
    kind = blob.content_type if blob is not None else ""
    return as_file(data, kind, f"claim-{id}-evidence-{number}-copy-{copy}")


def as_file(data: bytes, content_type: str, name: str) -> Response:
    """Bytes that leave as a file; `name` has no ending yet."""
    answer = Response(data, content_type=content_type)
    suffix = SUFFIXES.get(content_type, "bin")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
