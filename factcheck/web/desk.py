"""The desk's own pages: my work, the queue, and who may do what."""

import re
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from factcheck.domain.acts import ALLOWED, Allowed
from factcheck.domain.guards import GUARDS
from factcheck.domain.inputs import BadInput
from factcheck.domain.numbers import parse_whole
from factcheck.domain.terms import Part, State
from factcheck.domain.workflow import TABLE, Rule, Verb
from factcheck.services import claims, people
from factcheck.services import queue as queues
from factcheck.services.my_work import SHOWN, SOON_DAYS
from factcheck.services.my_work import my_work as gather
from factcheck.services.queue import Page
from factcheck.services.queue_filters import ID_MAX, Filter, Sort
from factcheck.services.queue_statements import COUNTED, ROWS
from factcheck.services.several import VERBS, Chosen, do, look
from factcheck.web import current, queue_address
from factcheck.web.errors import HOLDER_FIELD
from factcheck.web.forms import status_of
from factcheck.web.forms.claims import AssignForm
from factcheck.web.forms.fields import today
from factcheck.web.queue_address import BadSearch
from factcheck.web.security import DESK, door
from factcheck.web.seen import seen_holder

blueprint = Blueprint("desk", __name__)

# The numbers of the requirements, which stand in the rulebook for those who work on it.
CODES = re.compile(r" \([A-Z]\d+(?:[-–, ]+[A-Z]\d+)*\)")

# Saved views: their names and the address each stands for.
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Everybody’s", {}),
    ("Mine", {"mine": "1"}),
    ("Asked of me", {"asked": "1"}),
    ("At legal risk", {"risk": "1"}),
    ("By due date", {"sort": "due"}),
)


@blueprint.get("/desk")
@door(DESK)
def my_work() -> str:
    """What waits for whoever is signed in."""
    day = today()
    found = gather(current.reading(), current.actor(), day)
    return render_template("desk/my_work.html", work=found, shown=SHOWN, soon=SOON_DAYS, today=day)


@blueprint.get("/desk/queue")
@door(DESK)
def queue() -> ResponseReturnValue:
    """Claims narrowed by the address; a search that cannot be made is said beside its field."""
    typed = request.args.get("q", "").strip()
    try:
        wanted = queue_address.read(request.args)
    except BadSearch as bad:
        rest = request.args.copy()
        rest.poplist("q")
        return _queue(queue_address.read(rest), typed, bad.sentence), bad.http_status
    return _queue(wanted, typed)


def _queue(wanted: Filter, typed: str, wrong: str = "") -> str:
    page = Page((), "", dict.fromkeys(State, 0))
    if not wrong:
        dialect = current.desk().database.dialect
        page = queues.page(current.reading(), dialect, current.actor(), wanted)
    said = queue_address.parts(wanted, typed)
    return render_template(
        "desk/queue.html",
        page=page,
        wanted=wanted,
        typed=typed,
        wrong=wrong,
        said=said,
        without_words=_without(said, "q"),
        without_article=_without(said, "article"),
        views=_views(said),
        states=_states(page, wanted, said),
        columns=_columns(wanted, said),
        next_url=queue_address.url(said, after=page.next_after) if page.next_after else "",
        first_url=queue_address.url(said) if wanted.after else "",
        rows_a_page=ROWS,
        offered=_offered(),
        today=today(),
    )


def _offered() -> list[Verb]:
    """What this person may do to several claims at once."""
    return [verb for verb in VERBS if current.actor().plays(*TABLE[verb].parts)]


def _without(said: dict[str, str], name: str) -> dict[str, str]:
    return {other: value for other, value in said.items() if other != name}


def _views(said: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": queue_address.url(view), "is_current": view == said}
        for label, view in VIEWS
    ]


def _states(page: Page, wanted: Filter, said: dict[str, str]) -> list[dict[str, Any]]:
    """A link for each state that keeps the other filters, with how many claims it would show."""
    usual = "All states" if wanted.is_search else "Under way"
    everything = replace(wanted, state=None).states
    links = [
        {
            "label": usual,
            "url": queue_address.url(said, state=""),
            "is_current": wanted.state is None,
            "count": _count(sum(page.counts[state] for state in everything), page),
        }
    ]
    return links + [
        {
            "label": state.label.capitalize(),
            "url": queue_address.url(said, state=state.value),
            "is_current": wanted.state is state,
            "count": _count(page.counts[state], page),
        }
        for state in State
    ]


def _count(number: int, page: Page) -> str | None:
    """A number, "1000+", or nothing where a search has more hits than were counted."""
    if page.is_cut:
        return None
    return str(number) if number < COUNTED else f"{COUNTED - 1}+"


def _columns(wanted: Filter, said: dict[str, str]) -> list[dict[str, Any]]:
    """The table's head; the two columns that sort are links, each to the order it is not in."""
    since: dict[str, Any] = {"label": "Waiting since", "class": "col-time"}
    due: dict[str, Any] = {"label": "Due", "class": "col-time"}
    if not wanted.is_search:
        is_oldest_first = wanted.sort is Sort.SINCE
        since["href"] = queue_address.url(said, sort="newest" if is_oldest_first else "")
        due["href"] = queue_address.url(said, sort="due")
        if wanted.sort is Sort.DUE:
            due["sorted"] = "ascending"
        else:
            since["sorted"] = "ascending" if is_oldest_first else "descending"
    return [
        *([{"label": "Tick", "is_hidden": True, "class": "col-tick"}] if _offered() else []),
        {"label": "Claim", "class": "col-number"},
        {"label": "Wording", "class": "col-claim"},
        {"label": "Claimant"},
        {"label": "State"},
        {"label": "Verdict"},
        {"label": "Held by"},
        {"label": "Evidence"},
        {"label": "Reviewers"},
        since,
        due,
    ]


# ── Several claims at once ───────────────────────────────────────────────────────────────────────


@blueprint.post("/desk/queue/several")
@door(Part.CHECKER, Part.EDITOR)
def several() -> ResponseReturnValue:
    """Take or assign the ticked claims: first what will be skipped and why, then, confirmed, the deed."""
    back = queue_address.back(request.form.get("back", ""))
    ids = _ticked()
    if not ids:
        flash("Tick the claims first.", "error")
        return redirect(back, 303)
    verb = next((v for v in VERBS if v.value == request.form.get("verb")), None)
    if verb is None:
        raise BadInput("Choose what to do with the claims.")
    form = AssignForm()
    form.offer(people.active(current.reading(), Part.CHECKER))
    chosen = look(current.reading(), current.actor(), verb, ids)
    is_ready = "confirmed" in request.form and (verb is Verb.TAKE or form.validate())
    if not is_ready:
        status = status_of(form) if form.errors else 200
        return _several_page(verb, chosen, form, back), status
    done, skipped = do([one.claim_id for one in chosen], lambda id_: _deed(verb, id_, form))
    flash(_said(verb, done, skipped), "status" if done else "error")
    return redirect(back, 303)


def _several_page(verb: Verb, chosen: list[Chosen], form: AssignForm, back: str) -> str:
    return render_template(
        "desk/several.html",
        verb=verb,
        fit=[one for one in chosen if not one.refusal],
        unfit=[one for one in chosen if one.refusal],
        form=form,
        back=back,
    )


def _ticked() -> list[int]:
    """The claims that were ticked, each once, at most a page of them."""
    typed = list(dict.fromkeys(request.form.getlist("claim")))
    if len(typed) > ROWS:
        raise BadInput(f"At most {ROWS} claims at once.")
    return [parse_whole(text, low=1, high=ID_MAX) for text in typed]


def _deed(verb: Verb, claim_id: int, form: AssignForm) -> None:
    with current.work() as work:
        if verb is Verb.TAKE:
            claims.take(work, claim_id, seen_holder(f"{HOLDER_FIELD}_{claim_id}"))
        else:
            claims.assign(work, claim_id, form.person.data)


def _said(verb: Verb, done: list[int], skipped: dict[int, str]) -> str:
    word = "Taken" if verb is Verb.TAKE else "Assigned"
    said = [f"{word}: {', '.join(f'claim {one}' for one in done)}." if done else f"{word}: none."]
    said += [f"Skipped claim {one}: {why}" for one, why in skipped.items()]
    return " ".join(said)


# ── Permissions ──────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/permissions")
@door(DESK)
def permissions() -> str:
    """The rulebook as a table, printed from the very rows that are enforced."""
    return render_template(
        "desk/permissions.html",
        verbs=[(verb, _moves(rule), _who(rule), _conditions(rule)) for verb, rule in TABLE.items()],
        acts=[(act, _who(allowed), allowed) for act, allowed in ALLOWED.items()],
        every_part=list(Part),
        every_state=list(State),
    )


def _who(rule: Rule | Allowed) -> list[Part]:
    return [part for part in Part if part in rule.parts]


def _moves(rule: Rule) -> list[tuple[State, State]]:
    return [(old, rule.moves[old]) for old in State if old in rule.moves]


def _conditions(rule: Rule) -> list[str]:
    found = [CODES.sub("", GUARDS[name].about) for name in rule.guards]
    if rule.is_reason_needed:
        found.append("A reason is written down.")
    if rule.falls_back:
        found.append(
            "Where the claim rests on whoever does it, the claim goes back: to checking if somebody else holds it, "
            "to open if nobody does."
        )
    if rule.is_by_votes:
        found.append("The claim moves once the votes suffice; until then it stays where it is.")
    return found
