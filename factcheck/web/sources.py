"""What became of sources: the desk's list of those that died or changed, and the page of one with what differs.

Both texts of a difference are made by the desk from its own copies; nothing of a page is shown from here as a page.
"""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.acts import Act, refusal
from factcheck.domain.inputs import BadInput
from factcheck.domain.kept_text import PAGE_END
from factcheck.domain.limits import COMPARED_BYTES
from factcheck.domain.source_checks import NEWS, Outcome
from factcheck.domain.terms import Part, State
from factcheck.domain.workflow import Verb, offers
from factcheck.models import Evidence
from factcheck.services import (
    restrictions,
    source_checks,
    source_findings,
    source_news,
    standing,
    text_comparison,
)
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.source_news import Looked, Wanted
from factcheck.web import current, originals, text_rows, throttle
from factcheck.web.asked import asked_number
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_on_top, refuse
from factcheck.web.forms.sources import NothingToDoForm
from factcheck.web.security import DESK, door
from factcheck.web.text_rows import Rows

blueprint = Blueprint("sources", __name__)

SOURCE = "/desk/claims/<int:id>/evidence/<int:number>/looks"
SHOWN = {"": "All", Outcome.GONE: "Gone", Outcome.CHANGED: "Changed", Outcome.MOVED: "Moved"}


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/sources")
@door(DESK)
def index() -> str:
    """The sources of which there is news, narrowed by `what`, `mine` and `all`."""
    what, is_mine, is_all = _asked()
    wanted = Wanted(
        outcome=Outcome(what) if what else None,
        is_open=not is_all,
        assignee_id=current.actor().id if is_mine else None,
        after=asked_number("after", 0) or None,
    )
    found = source_news.listed(current.reading(), wanted)
    return render_template(
        "desk/sources.html",
        found=found,
        is_narrowed=bool(what or is_mine) or not is_all,
        kinds=[_link(label, one == what, one, is_mine, is_all) for one, label in SHOWN.items()],
        states=[
            _link("To be looked at", not is_all, what, is_mine, False),
            _link("Looked at as well", is_all, what, is_mine, True),
        ],
        whose=[
            _link("Everybody’s", not is_mine, what, False, is_all),
            _link("Of claims I hold", is_mine, what, True, is_all),
        ],
        first_url=_url(what, is_mine, is_all) if wanted.after else "",
        next_url=_url(what, is_mine, is_all, found.next_after) if found.next_after else "",
    )


def _asked() -> tuple[str, bool, bool]:
    """What the address narrows the list to; what it cannot mean narrows nothing."""
    what = request.args.get("what", "")
    is_known = what in {one.value for one in NEWS}
    return what if is_known else "", bool(request.args.get("mine")), bool(request.args.get("all"))


def _url(what: str, is_mine: bool, is_all: bool, after: int | None = None) -> str:
    return url_for(
        "sources.index",
        what=str(what) or None,
        mine="1" if is_mine else None,
        all="1" if is_all else None,
        after=after,
    )


def _link(
    label: str, is_current: bool, what: str, is_mine: bool, is_all: bool
) -> dict[str, object]:
    url = _url(what, is_mine, is_all)
    return {"label": label, "url": url, "is_current": is_current, "count": None}


# ── One source ───────────────────────────────────────────────────────────────────────────────────


@blueprint.get(SOURCE)
@throttle.drawings
@door(DESK)
def page(id: int, number: int) -> str:
    """What became of one source: the news that stand, what differs, and every look."""
    return _page(id, number, NothingToDoForm(formdata=None))


@blueprint.post(f"{SOURCE}/now")
@throttle.looks
@door(Part.CHECKER, Part.EDITOR)
def look(id: int, number: int) -> ResponseReturnValue:
    """Have the source looked at now; this request waits for nobody."""
    with current.work() as work:
        source_checks.ask_now(work, id, number)
    flash(f"The source of evidence {number} is being looked at.", "status")
    return redirect(url_for("sources.page", id=id, number=number), 303)


@blueprint.post(f"{SOURCE}/settle")
@door(Part.CHECKER, Part.EDITOR)
def settle(id: int, number: int) -> ResponseReturnValue:
    """Say that somebody looked at the news and nothing is to be done."""
    form = NothingToDoForm()
    source_checks.to_look_after(current.reading(), current.actor(), id, number)
    if not form.validate():
        return _page(id, number, form), status_of(form)
    try:
        with current.work() as work:
            source_findings.nothing_to_do(work, id, number, form.check.data, form.note.data)
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _page(id, number, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, number, form), status
    flash(f"Looked at: nothing is to be done about evidence {number}.", "status")
    return redirect(url_for("sources.page", id=id, number=number), 303)


def _page(id: int, number: int, form: NothingToDoForm) -> str:
    session, actor = current.reading(), current.actor()
    ticket = standing.load(session, id)
    row = evidence_row(session, id, number)
    found = source_news.looks(session, row)
    news = next((one for one in found if one.is_standing and one.address == row.url), None)
    shown = _differing(row, found) if any(one.copy for one in found) else None
    return render_template(
        "claims/source.html",
        ticket=ticket,
        row=row,
        news=news,
        looks=found,
        shown=shown,
        form=form,
        is_under_way=any(one.outcome is None for one in found),
        is_restricted=restrictions.of_evidence(session, row.id) is not None,
        is_published=ticket.claim.state is State.PUBLISHED,
        may_correct=any(one.verb is Verb.CORRECT for one in offers(ticket.standing, actor)),
        may_look=refusal(Act.LOOK_AFTER, actor) is None and row.withdrawn_at is None,
    )


@dataclass(frozen=True)
class Shown:
    """What differs between the copy that was kept first and one of a page that had changed.

    Without two texts there are no rows; `is_closed` where this person may not open one of the two, `is_too_long`
    where comparing them would hold up everybody.
    """

    look: Looked
    rows: Rows | None = None
    is_closed: bool = False
    is_too_long: bool = False


def _differing(row: Evidence, found: list[Looked]) -> Shown:
    """The two texts compared; who looked at them is written down."""
    chosen = source_news.changed_copies(found, asked_number("copy", 0))
    numbers = {chosen.baseline, chosen.copy or 0}
    if numbers & restrictions.closed_to(current.reading(), current.actor(), row.id):
        return Shown(chosen, is_closed=True)
    copies = [originals.kept(row.claim_id, row.number, one) for one in sorted(numbers)]
    old, new = (originals.text(copy).replace(PAGE_END, "\n") for copy in copies)
    for copy in copies:
        originals.write_down(copy)
    if not old or not new:
        return Shown(chosen)
    if len(old.encode()) + len(new.encode()) > COMPARED_BYTES:
        return Shown(chosen, is_too_long=True)
    sentences = text_comparison.sentences_of(old, new, ())
    first = asked_number("first", 1)
    return Shown(chosen, text_rows.rows(old, new, sentences, (), old_number=1, first=first))
