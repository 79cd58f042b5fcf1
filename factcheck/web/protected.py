"""Protected sources on the desk: logged sealed, read by few on a page of its own, each reading on record (M7, L17).

What a source says is in no answer but the one to somebody who may read it and asked to: a POST, since it is written
into the history.
"""

from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from factcheck.db import Work
from factcheck.domain.acts import Act, refusal
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import FILES_BYTES
from factcheck.domain.refusals import Refusal, WrongState
from factcheck.domain.snapshots import SUFFIXES
from factcheck.domain.terms import Part
from factcheck.domain.workflow import Verb, check
from factcheck.models import Evidence
from factcheck.services import (
    forgetting,
    people,
    protected,
    protected_later,
    sealed_files,
    standing,
)
from factcheck.services.evidence import EvidenceInput
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.sealed_files import FileFacts
from factcheck.web import current, throttle
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, put_on_top, refuse
from factcheck.web.forms.evidence import WithdrawForm, values_of_input
from factcheck.web.forms.fields import today
from factcheck.web.forms.protected import ExceptionForm, ProtectedForm, ProtectForm, ReaderForm
from factcheck.web.forms.uploads import UploadForm
from factcheck.web.security import DESK, door, takes
from factcheck.web.snapshots import SANDBOX

blueprint = Blueprint("protected", __name__)

FORM_BYTES = FILES_BYTES + 100_000  # the files and what stands around them
SOURCE = "/desk/claims/<int:id>/evidence/<int:number>/source"


@blueprint.route("/desk/claims/<int:id>/evidence/protected", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def new(id: int) -> ResponseReturnValue:
    """Log a protected source: sealed before anything of it is written."""
    form = ProtectedForm(accessed_on=today().isoformat())
    if not form.is_submitted():
        ticket = standing.load(current.reading(), id)
        check(Verb.LOG_EVIDENCE, ticket.standing, current.actor())
        return _new_page(id, form)
    if not form.validate():
        return _new_page(id, form), status_of(form)
    try:
        with current.work() as work:
            row = protected.log(work, id, form.given(), form.withheld.data, _sealer(work))
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _new_page(id, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _new_page(id, form), status
    flash(f"The protected source is logged as evidence {row.number}, sealed.", "status")
    return redirect(url_for("protected.page", id=id, number=row.number), 303)


def _sealer(work: Work) -> protected.Seal:
    """What seals with the key of the newest source, as this very change sees it."""
    return current.desk().sealing.sealer(protected.newest_seal(work.session))


def _new_page(id: int, form: ProtectedForm) -> str:
    ticket = standing.load(current.reading(), id)
    return render_template("claims/protected_new.html", ticket=ticket, form=form)


@blueprint.route("/desk/claims/<int:id>/evidence/<int:number>/protect", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def protect(id: int, number: int) -> ResponseReturnValue:
    """Make evidence a protected source, where that can still be done truly."""
    form = ProtectForm()
    if not form.is_submitted() or not form.validate():
        return _protect_page(id, number, form), status_of(form) if form.errors else 200
    try:
        with current.work() as work:
            seal, seen = _sealer(work), form.seen_version.data or 0
            protected_later.protect(work, id, number, seen, form.withheld.data, seal)
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _protect_page(id, number, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _protect_page(id, number, form), status
    flash(
        f"Evidence {number} is sealed. What the database still holds of its old words is being cleared.",
        "status",
    )
    return redirect(url_for("protected.page", id=id, number=number), 303)


def _protect_page(id: int, number: int, form: ProtectForm) -> str:
    session = current.reading()
    ticket = standing.load(session, id)
    row = evidence_row(session, id, number)
    if not form.is_submitted():
        check(Verb.CHANGE_EVIDENCE, ticket.standing, current.actor())
        if row.withdrawn_at is not None:
            raise WrongState(f"Evidence {number} was withdrawn: {row.withdrawn_reason}")
    why_not = protected_later.why_not(session, row)
    return render_template(
        "claims/protect.html", ticket=ticket, row=row, form=form, why_not=why_not
    )


@blueprint.get(SOURCE)
@door(DESK)
def page(id: int, number: int) -> str:
    """What everybody on the desk may know of a protected source: that it is there, and why nothing is shown."""
    return _page(id, number)


@blueprint.post(f"{SOURCE}/read")
@door(DESK)
def read(id: int, number: int) -> str:
    """The source in clear, for whoever may read it; written into the history each time."""
    with current.work() as work:
        unseal = current.desk().sealing.unseal
        row, given = protected.read(work, id, number, unseal)
        files = sealed_files.of_source(work.session, id, number, unseal)
    return _page(id, number, told=given, files=files, form=_filled(row, given))


@blueprint.post(f"{SOURCE}/change")
@door(Part.CHECKER, Part.EDITOR)
def change(id: int, number: int) -> ResponseReturnValue:
    """Seal anew what is said of the source."""
    form = ProtectedForm()
    if not form.validate():
        return _page(id, number, form=form), status_of(form)
    try:
        with current.work() as work:
            seal, seen = _sealer(work), form.seen.data or ""
            protected.change(work, id, number, seen, form.given(), form.withheld.data, seal)
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _page(id, number, form=form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, number, form=form), status
    flash(f"Evidence {number} is sealed anew.", "status")
    return redirect(url_for("protected.page", id=id, number=number), 303)


@blueprint.post(f"{SOURCE}/readers")
@door(Part.EDITOR, Part.LEGAL_REVIEWER)
def name_reader(id: int, number: int) -> ResponseReturnValue:
    """Let somebody read the source, by name."""
    form = _reader_form()
    if not form.validate():
        return _page(id, number, reader=form), status_of(form)
    try:
        with current.work() as work:
            protected.name_reader(work, id, number, form.person.data)
    except BadInput as bad:
        put_beside(form.person, bad)
        return _page(id, number, reader=form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, number, reader=form), status
    flash("She may read this source now.", "status")
    return redirect(url_for("protected.page", id=id, number=number, _anchor="readers"), 303)


@blueprint.post(f"{SOURCE}/readers/<int:person_id>/end")
@door(Part.EDITOR, Part.LEGAL_REVIEWER)
def end_reader(id: int, number: int, person_id: int) -> ResponseReturnValue:
    """End that somebody may read the source."""
    with current.work() as work:
        protected.end_reader(work, id, number, person_id)
    flash("She may not read this source any more. What she read is on record.", "status")
    return redirect(url_for("protected.page", id=id, number=number, _anchor="readers"), 303)


@blueprint.post(f"{SOURCE}/exception")
@door(Part.EDITOR)
def let_count(id: int, number: int) -> ResponseReturnValue:
    """Let the source count for the verdict, by name and with a reason."""
    form = ExceptionForm()
    if not form.validate():
        return _page(id, number, exception=form), status_of(form)
    try:
        with current.work() as work:
            protected.let_count(work, id, number, form.reason.data or "")
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, number, exception=form), status
    flash("The exception is on record, under your name.", "status")
    return redirect(url_for("claims.page", id=id, _anchor=f"evidence-{number}"), 303)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def _again(said: str) -> str:
    form = UploadForm()
    put_on_top(form, said)
    return _page(**(request.view_args or {}), upload=form)


@blueprint.post(f"{SOURCE}/files")
@throttle.uploads(_again)
@takes(FORM_BYTES)
@door(Part.CHECKER, Part.EDITOR)
def add_files(id: int, number: int) -> ResponseReturnValue:
    """Keep files of the source, sealed: all of them, or none."""
    sealed_files.require_file(current.reading(), current.actor(), id, number)
    form = UploadForm()
    if not form.validate():
        return _page(id, number, upload=form), status_of(form)
    newest = protected.newest_seal(current.reading())
    current.close_reading()  # the store may be slow, and nothing of the database waits for it
    take = current.desk().sealing.taker(id, number, newest)
    # Looked into as each is kept: sealed bytes that no row names tell nobody anything.
    taken = form.taken(lambda data, name, note: partial(take, data, name, note))
    if form.files.errors:
        return _page(id, number, upload=form), status_of(form)
    try:
        with current.work() as work:
            for one in taken:
                sealed_files.add_file(work, id, number, one)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, number, upload=form), status
    said = "1 file is" if len(taken) == 1 else f"{len(taken)} files are"
    flash(f"{said} kept, sealed.", "status")
    return redirect(url_for("protected.page", id=id, number=number, _anchor="files"), 303)


@blueprint.post(f"{SOURCE}/files/<int:copy>")
@door(DESK)
def take_file(id: int, number: int, copy: int) -> Response:
    """A file of the source, opened, for whoever may read it; written into the history each time.

    The store is asked before the change begins: while a slow one answers, everybody else can still save.
    """
    unseal, who = current.desk().sealing.unseal, current.actor()
    held = sealed_files.find_file(current.reading(), who, id, number, copy, unseal)
    current.close_reading()
    closed = current.desk().read_blob(held.digest, held.size)
    data = unseal(closed, sealed_files.files_place(id, number))
    with current.work() as work:
        sealed_files.take_file(work, id, number, held)
    answer = Response(data, content_type=held.facts.content_type)
    suffix = SUFFIXES.get(held.facts.content_type, "bin")
    name = f"claim-{id}-evidence-{number}-file-{copy}.{suffix}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def _page(
    id: int,
    number: int,
    *,
    told: EvidenceInput | None = None,
    files: list[tuple[int, FileFacts]] | None = None,
    form: ProtectedForm | None = None,
    upload: UploadForm | None = None,
    reader: ReaderForm | None = None,
    exception: ExceptionForm | None = None,
) -> str:
    """What is known of the source; `told` and `files` are in clear, for whoever was let read them."""
    session, actor = current.reading(), current.actor()
    known = protected.known(session, actor, id, number)
    ticket = standing.load(session, id)
    may_change = known.may_read and _may_change(ticket, known.evidence)
    return render_template(
        "claims/protected.html",
        ticket=ticket,
        known=known,
        row=known.evidence,
        clearing=forgetting.of_evidence(session, id, number),
        told=told,
        files=files,
        form=form if may_change else None,
        may_change=may_change,
        out=_apart(WithdrawForm(formdata=None, seen_version=known.evidence.version), "withdraw"),
        upload=_apart(upload or UploadForm(formdata=None), "file"),
        reader=_apart(reader or _reader_form(), "reader"),
        exception=_apart(exception or ExceptionForm(formdata=None), "exception"),
        may_name=refusal(Act.NAME_READER, actor) is None,
        no_exception=protected.refuse_exception(session, actor, ticket, known.evidence),
    )


def _apart(form: FlaskForm, word: str) -> FlaskForm:
    """One of several forms of a page: its fields get ids of their own."""
    for field in form:
        field.id = f"{word}-{field.id}"
    return form


def _may_change(ticket: standing.Ticket, row: Evidence) -> bool:
    try:
        check(Verb.CHANGE_EVIDENCE, ticket.standing, current.actor())
    except Refusal:
        return False
    return row.withdrawn_at is None and refusal(Act.PROTECT, current.actor()) is None


def _filled(row: Evidence, given: EvidenceInput) -> ProtectedForm:
    source = row.protected
    seen = {"seen": source.sealed_digest, "withheld": source.withheld} if source else {}
    return ProtectedForm(formdata=None, data={**values_of_input(given), **seen})


def _reader_form() -> ReaderForm:
    form = ReaderForm()
    form.person.offer(people.active(current.reading()))
    return form
