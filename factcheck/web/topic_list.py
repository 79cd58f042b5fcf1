"""The desk's list of topics, for administrators: add one, rename it, retire it; and filing one claim under some."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Part
from factcheck.services import standing, topics
from factcheck.services.standing import Ticket
from factcheck.services.topics import NoSuchTopic, TopicLine
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.topics import FilingForm, TopicForm
from factcheck.web.security import door

blueprint = Blueprint("topic_list", __name__)


@blueprint.route("/desk/topics", methods=["GET", "POST"])
@door(Part.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """All topics, and the form that adds one."""
    form = TopicForm()
    if not form.is_submitted():
        return _list(form)
    return _name(
        form,
        lambda work: topics.add(work, form.name.data),
        "The topic is added.",
        lambda: _list(form),
    )


def _list(form: TopicForm) -> str:
    lines = topics.listed(current.reading())
    return render_template("topics/list.html", topics=lines, form=form)


@blueprint.route("/desk/topics/<int:id>", methods=["GET", "POST"])
@door(Part.ADMINISTRATOR)
def topic(id: int) -> ResponseReturnValue:
    """One topic: its name, and whether it is offered."""
    form = TopicForm()
    line = _line(id)
    if not form.is_submitted():
        return _one(line, TopicForm(formdata=None, data={"name": line.name}))
    told = "It has its new name; the old address leads there."
    return _name(
        form, lambda work: topics.rename(work, id, form.name.data), told, lambda: _one(line, form)
    )


def _line(id: int) -> TopicLine:
    found = next((line for line in topics.listed(current.reading()) if line.id == id), None)
    if found is None:
        raise NoSuchTopic
    return found


def _one(line: TopicLine, form: TopicForm) -> str:
    return render_template("topics/edit.html", topic=line, form=form)


def _name(
    form: TopicForm, verb: Callable[[Work], object], told: str, page: Callable[[], str]
) -> ResponseReturnValue:
    """Carry out what gives a topic its name, or show the page again with what is wrong beside it."""
    if not form.validate():
        return page(), status_of(form)
    try:
        with current.work() as work:
            verb(work)
    except BadInput as bad:
        put_beside(form.name, bad)
        return page(), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return page(), status
    return _back(told)


@blueprint.post("/desk/topics/<int:id>/retire")
@door(Part.ADMINISTRATOR)
def retire(id: int) -> ResponseReturnValue:
    with current.work() as work:
        topics.retire(work, id)
    return _back("The topic is retired. Its verdicts and its page stay.")


@blueprint.post("/desk/topics/<int:id>/bring-back")
@door(Part.ADMINISTRATOR)
def bring_back(id: int) -> ResponseReturnValue:
    with current.work() as work:
        topics.bring_back(work, id)
    return _back("The topic can be chosen again.")


def _back(told: str) -> ResponseReturnValue:
    flash(told, "status")
    return redirect(url_for("topic_list.index"), 303)


# ── Filing ───────────────────────────────────────────────────────────────────────────────────────


@blueprint.route("/desk/claims/<int:id>/topics", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def file_claim(id: int) -> ResponseReturnValue:
    """Say under which topics a claim stands, whatever its state."""
    form = FilingForm()
    if not form.is_submitted():
        require(Act.FILE_CLAIM, current.actor())
        ticket = standing.load(current.reading(), id)
        given = {"topics": [row.id for row in ticket.topics], "seen_version": ticket.claim.version}
        return _filing(ticket, FilingForm(formdata=None, data=given))
    if not form.validate():
        return _filing(standing.load(current.reading(), id), form), status_of(form)
    try:
        with current.work() as work:
            topics.file_claim(work, id, form.seen_version.data, form.topics.data or ())
    except BadInput as bad:
        put_beside(form.topics, bad)
        return _filing(standing.load(current.reading(), id), form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _filing(standing.load(current.reading(), id), form), status
    flash("The topics are saved.", "status")
    return redirect(url_for("claims.page", id=id), 303)


def _filing(ticket: Ticket, form: FilingForm) -> str:
    form.topics.offer(topics.offered(current.reading()), ticket.topics)
    return render_template("topics/file.html", ticket=ticket, form=form)
