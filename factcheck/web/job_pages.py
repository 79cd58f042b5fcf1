"""The jobs of the desk, for administrators: what waits, what is under way, how each ended, and trying again."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.jobs import JobState
from factcheck.domain.terms import Part
from factcheck.services import jobs_told
from factcheck.web import current
from factcheck.web.asked import asked_number
from factcheck.web.security import door

blueprint = Blueprint("job_pages", __name__)


@blueprint.get("/desk/jobs")
@door(Part.ADMINISTRATOR)
def index() -> str:
    """The newest first; `state` and `kind` narrow the list, `after` goes on behind a number."""
    state, kind = _asked()
    after = asked_number("after", 0)
    told = jobs_told.told(current.reading(), state, kind, after)
    return render_template(
        "desk/jobs.html",
        told=told,
        state=state,
        kind=kind,
        states=_states(told, state, kind),
        kinds=_kinds(state, kind),
        has_mail=bool(current.settings().mail_url),
        now=datetime.now(UTC),
        first_url=_url(state, kind) if after else "",
        next_url=_url(state, kind, told.next_after),
    )


@blueprint.post("/desk/jobs/<int:id>/again")
@door(Part.ADMINISTRATOR)
def again(id: int) -> ResponseReturnValue:
    with current.work() as work:
        jobs_told.try_again(work, id)
    flash(f"Job {id} is tried again.", "status")
    return redirect(_url(*_asked()), 303)


def _asked() -> tuple[JobState | None, str]:
    """What the address narrows the list to; what it cannot mean narrows nothing."""
    state = next((one for one in JobState if one.value == request.args.get("state")), None)
    kind = request.args.get("kind", "")
    return state, kind if kind in jobs_told.KINDS else ""


def _url(state: JobState | None, kind: str, after: int | None = None) -> str:
    return url_for("job_pages.index", state=state, kind=kind or None, after=after)


def _states(
    told: jobs_told.Told, state: JobState | None, kind: str
) -> list[dict[str, str | bool | None]]:
    """A link for each state, with how many jobs of all kinds are in it."""
    links: list[dict[str, str | bool | None]] = [
        {"label": "All", "url": _url(None, kind), "is_current": state is None, "count": None}
    ]
    return links + [
        {
            "label": one.label.capitalize(),
            "url": _url(one, kind),
            "is_current": state is one,
            "count": None if kind else _count(told.counts[one]),
        }
        for one in JobState
    ]


def _count(number: int) -> str:
    return str(number) if number < jobs_told.COUNTED else f"{jobs_told.COUNTED - 1}+"


def _kinds(state: JobState | None, kind: str) -> list[dict[str, str | bool | None]]:
    links = {"": "All kinds", **jobs_told.KINDS}
    return [
        {"label": label, "url": _url(state, one), "is_current": one == kind, "count": None}
        for one, label in links.items()
    ]
