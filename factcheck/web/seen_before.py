"""Seen before?  The list of similar claims beside the wording of a claim, and what one press does with each.

Machine help, and labelled so (W15): the list proposes, every step is a person's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain import inputs
from factcheck.domain.anchoring import Span
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import CLAIM_CHARS, NOTE_CHARS, SIMILAR_ASKED
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Part, State
from factcheck.services import intake, occurrences, reuse, seen_before, standing, told_apart
from factcheck.services.claims import ClaimInput
from factcheck.services.seen_before import Earlier
from factcheck.services.told_apart import Apart, Other, other_of
from factcheck.web import current, throttle
from factcheck.web.security import DESK, door

blueprint = Blueprint("seen_before", __name__)

CARRIED = 20  # claims told apart while one is being worded
# Until then a claim may turn out to be one that was checked before.
UNSETTLED = frozenset((State.SPOTTED, State.OPEN, State.CHECKING, State.IN_REVIEW))


@dataclass
class Board:
    """What the list shows: what is alike, what was told apart, and what is wrong with what somebody typed into it.

    `apart` are (other, reason) of a claim that is only being worded; they are recorded when it is opened.
    `is_by_meaning` when a model of what claims mean was asked as well.
    """

    alike: list[Earlier] = field(default_factory=list)
    apart: Mapping[Other, str] = field(default_factory=dict)
    recorded: list[Apart] = field(default_factory=list)
    wrong: Mapping[Other, str] = field(default_factory=dict)
    typed: Mapping[Other, str] = field(default_factory=dict)
    article_kind: str = ""
    is_new: bool = True
    has_verdict: bool = False
    may_act: bool = True
    is_by_meaning: bool = False


# ── While a claim is being worded ────────────────────────────────────────────────────────────────


def pressed() -> str:
    """Which button of the list sent the form: `look`, `different`, `same`, `reuse`; '' for any other."""
    return next(
        (name for name in ("look", "different", "same", "reuse") if name in request.form), ""
    )


def board_of_words(article_id: int, kind: str, words: str) -> Board:
    """The list for words of an article, with what the form carries along."""
    apart, typed, wrong = _apart()
    text = request.form.get("statement", "").strip()[:CLAIM_CHARS] or words[:CLAIM_CHARS]
    desk = current.desk()
    alike = seen_before.find(
        current.reading(),
        desk.database.dialect,
        text,
        article_id=article_id,
        apart=apart,
        meaning=desk.meaning,
    )
    return Board(
        alike,
        apart,
        wrong=wrong,
        typed=typed,
        article_kind=kind,
        is_by_meaning=desk.meaning is not None,
    )


def is_reason_missing() -> bool:
    """Whether somebody tells a claim apart without a reason that can be taken."""
    return bool(_apart()[2])


def _apart() -> tuple[dict[Other, str], dict[Other, str], dict[Other, str]]:
    """What the form says of pairs told apart: those that are, what was typed, and what is wrong with it."""
    apart: dict[Other, str] = {}
    for key, reason in zip(
        request.form.getlist("apart")[:CARRIED], request.form.getlist("apart_because"), strict=False
    ):
        apart[other_of(key)] = _reason(reason)
    if "different" not in request.form:
        return apart, {}, {}
    other = other_of(request.form["different"])
    given = request.form.get(f"because {other.key}", "")
    try:
        apart[other] = _reason(given)
    except BadInput as bad:
        return apart, {other: given}, {other: bad.sentence}
    return apart, {}, {}


def _reason(typed: str) -> str:
    return inputs.clean_text(typed, label="What is different", limit=NOTE_CHARS)


def link_words(article_id: int, span: Span, besides: Callable[[Work], None]) -> ResponseReturnValue:
    """Mark the chosen words as the claim whose button was pressed; `besides` is part of the same change.

    Raises a refusal or `BadInput`.
    """
    claim_id = _claim(request.form["same"])
    with current.work() as work:
        occurrences.link(work, claim_id, article_id, [span])
        besides(work)
    flash(f"The words are marked as claim {claim_id}; no new claim was opened.", "status")
    return redirect(url_for("claims.page", id=claim_id), 303)


def _claim(key: str) -> int:
    other = other_of(key)
    if not other.claim_id:
        raise BadInput("A review by others is no claim of this desk; reuse it as evidence.")
    return other.claim_id


def with_protection(work: Work, given: ClaimInput) -> ClaimInput:
    """The claim as typed; where a verdict comes along, so do the names and risks of the claim it comes from."""
    other = other_of(request.form["reuse"]) if "reuse" in request.form else Other()
    return reuse.protected_as(work.session, given, other.claim_id) if other.claim_id else given


def after_opening(work: Work, claim_id: int) -> None:
    """Record what was told apart, and take over what was chosen; in the same change as the opening."""
    for other, reason in _apart()[0].items():
        told_apart.tell_apart(work, claim_id, other, reason)
    if "reuse" in request.form:
        _take_over(work, claim_id, other_of(request.form["reuse"]))


def _take_over(work: Work, claim_id: int, other: Other) -> None:
    if other.claim_id:
        reuse.verdict(work, claim_id, other.claim_id)
    else:
        reuse.review(work, claim_id, other.review_id)


def taken_over(claim_id: int) -> str:
    """What the next page says about it."""
    other = other_of(request.form["reuse"])
    if other.claim_id:
        return (
            f"Claim {claim_id} is open with the verdict of claim {other.claim_id} as a draft. "
            "Check it, then submit it like any other."
        )
    return f"Claim {claim_id} is open, with the review logged as evidence. No rating was set."


@blueprint.post("/desk/articles/<int:article_id>/claims/similar")
@door(Part.CHECKER, Part.EDITOR)
@throttle.limiter.limit(f"{SIMILAR_ASKED} per minute", key_func=throttle.by_person)
def similar(article_id: int) -> str:
    """The list alone, for the script that asks again while somebody types."""
    article, _ = intake.article(current.reading(), article_id)
    board = board_of_words(article_id, article.kind.value, request.form.get("words", ""))
    return render_template("claims/similar_list.html", board=board)


# ── A claim that is there ────────────────────────────────────────────────────────────────────────


@blueprint.route("/desk/claims/<int:id>/seen-before", methods=["GET", "POST"])
@door(DESK)
def page(id: int) -> ResponseReturnValue:
    """What may be the same as this claim; every button of the list sends here."""
    if request.method == "GET" or pressed() in {"", "look"}:
        return _page(id)
    try:
        return VERBS[pressed()](id)
    except BadInput as bad:
        other = other_of(request.form[pressed()])
        typed = request.form.get(f"because {other.key}", "")
        return _page(id, {other: bad.sentence}, {other: typed}), bad.http_status
    except Refusal as why:
        other = other_of(request.form[pressed()])
        return _page(id, {other: why.sentence}), why.http_status


def _page(
    id: int,
    wrong: Mapping[Other, str] | None = None,
    typed: Mapping[Other, str] | None = None,
) -> str:
    session = current.reading()
    ticket = standing.load(session, id)
    alike = seen_before.find(
        session,
        current.desk().database.dialect,
        ticket.claim.statement,
        claim_id=id,
        article_id=ticket.claim.article_id,
        meaning=current.desk().meaning,
    )
    board = Board(
        alike,
        recorded=list(told_apart.of_claim(session, id)),
        wrong=wrong or {},
        typed=typed or {},
        article_kind=ticket.article.kind.value,
        is_new=False,
        has_verdict=ticket.verdict is not None,
        may_act=current.actor().plays(Part.CHECKER, Part.EDITOR),
        is_by_meaning=current.desk().meaning is not None,
    )
    return render_template("claims/seen_before.html", ticket=ticket, board=board)


def _different(id: int) -> ResponseReturnValue:
    other = other_of(request.form["different"])
    reason = _reason(request.form.get(f"because {other.key}", ""))
    with current.work() as work:
        told_apart.tell_apart(work, id, other, reason)
    return _done("They are told apart; this one is not proposed again.", "seen_before.page", id)


def _same(id: int) -> ResponseReturnValue:
    into = _claim(request.form["same"])
    with current.work() as work:
        occurrences.merge(work, id, into)
    said = f"Claim {id} is dismissed as a duplicate; its words are marked as claim {into}."
    return _done(said, "claims.page", into)


def _reuse(id: int) -> ResponseReturnValue:
    other = other_of(request.form["reuse"])
    with current.work() as work:
        _take_over(work, id, other)
    said = (
        f"The verdict of claim {other.claim_id} is here as a draft. Check it, then submit it."
        if other.claim_id
        else "The review is logged as evidence. No rating was set."
    )
    return _done(said, "claims.page", id)


VERBS: Mapping[str, Callable[[int], ResponseReturnValue]] = {
    "different": _different,
    "same": _same,
    "reuse": _reuse,
}


@blueprint.post("/desk/claims/<int:id>/seen-before/take-back")
@door(Part.CHECKER, Part.EDITOR)
def take_back(id: int) -> ResponseReturnValue:
    """Let two claims that were told apart be proposed to each other again."""
    with current.work() as work:
        told_apart.take_back(work, id, other_of(request.form.get("other", "")))
    return _done("It may be proposed again.", "seen_before.page", id)


# ── Where else it stands ─────────────────────────────────────────────────────────────────────────


@blueprint.post("/desk/claims/<int:id>/articles/<int:article_id>/confirm")
@door(Part.REVIEWER, Part.EDITOR)
def confirm(id: int, article_id: int) -> ResponseReturnValue:
    """Be the second person who says that the claim stands in that article."""
    with current.work() as work:
        occurrences.confirm(work, id, article_id, request.form.get("seen", ""))
    return _done("Confirmed: the claim stands in that article.", "claims.page", id)


@blueprint.post("/desk/claims/<int:id>/articles/<int:article_id>/unlink")
@door(Part.CHECKER, Part.EDITOR)
def unlink(id: int, article_id: int) -> ResponseReturnValue:
    """Take the claim out of that article again."""
    reason = inputs.clean_text(request.form.get("reason", ""), label="The reason", limit=NOTE_CHARS)
    with current.work() as work:
        occurrences.unlink(work, id, article_id, reason)
    return _done("The claim is no longer marked in that article.", "claims.page", id)


def _done(said: str, endpoint: str, id: int) -> ResponseReturnValue:
    flash(said, "status")
    return redirect(url_for(endpoint, id=id), 303)
