"""Going through an article sentence by sentence: what is known of each, and one small request for each decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import coverage
from factcheck.domain.coverage import Covered, Look, PassReason
from factcheck.domain.inputs import BadInput
from factcheck.domain.numbers import parse_whole
from factcheck.domain.policy import RiskFlags
from factcheck.domain.proposals import SHOWN_AS
from factcheck.domain.refusals import WrongState
from factcheck.domain.spotting.kinds import Kind
from factcheck.domain.spotting.ranking import Spotted
from factcheck.domain.terms import Part
from factcheck.models import ArticleVersion
from factcheck.services import coverage as looks
from factcheck.services import intake, marks, suggestions
from factcheck.services.marks import MarkRow
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current
from factcheck.web.asked import NOWHERE, asked_number
from factcheck.web.passages import Window
from factcheck.web.security import DESK, door
from factcheck.web.suggestions import flags_in

blueprint = Blueprint("sentences", __name__)

_REASONS = {
    Kind.OPINION: PassReason.OPINION,
    Kind.QUESTION: PassReason.QUESTION,
    Kind.PREDICTION: PassReason.PREDICTION,
    Kind.HEADING: PassReason.CAPTION,
    Kind.CAPTION: PassReason.CAPTION,
}


@dataclass(frozen=True)
class Told:
    """What is said beside a sentence, each in words and '' for nothing; `spans` are the claims proposed in it."""

    why: str = ""
    flags: str = ""
    reason: PassReason = PassReason.NOTHING
    spans: tuple[tuple[int, int], ...] = ()


def gone_through(version: ArticleVersion) -> tuple[Sequence[MarkRow], list[Covered]]:
    """The spans of claims in a text, and what is known of each of its sentences."""
    rows = marks.of_version(current.reading(), version.id)
    spans = [(row.claim_id, row.start, row.end) for row in rows]
    passed = looks.passed(current.reading(), version.id)
    proposed = {(one.start, one.end) for one in _spotted(version.text).values() if one.is_suggested}
    return rows, coverage.look_over(version.text, spans, passed, proposed)


def told_of(text: str, window: Window) -> Mapping[int, Told]:
    """What is said beside the sentences of one page, by where they begin; those with nothing are left out."""
    shown = [
        part.covered for one in window.passages for part in one.parts if part.covered is not None
    ]
    if not shown:
        return {}
    first, last = shown[0].start, shown[-1].end
    flags = {first + at: one for at, one in flags_in(text[first:last]).items()}
    spotted = _spotted(text)
    found = {}
    for one in shown:
        rated, risky = spotted.get(one.start), flags.get(one.start)
        if rated is not None or risky is not None or one.reason is not None:
            found[one.start] = _told(one, rated, risky)
    return found


def _told(covered: Covered, one: Spotted | None, flags: RiskFlags | None) -> Told:
    kind = one.kind if one is not None else Kind.STATEMENT
    why = ""
    if covered.reason is not None:
        why = covered.reason.label
    elif one is not None and (covered.look is Look.SUGGESTED or kind is not Kind.STATEMENT):
        why = ", ".join(one.reasons)
    return Told(
        why=why,
        flags=", ".join(words for name, words in SHOWN_AS.items() if getattr(flags, name, False)),
        reason=covered.reason or _REASONS.get(kind, PassReason.NOTHING),
        spans=one.spans if one is not None and len(one.spans) > 1 else (),
    )


def _spotted(text: str) -> Mapping[int, Spotted]:
    return current.desk().suggester.of(text)


@blueprint.get("/desk/suggestions")
@door(DESK)
def counts() -> str:
    """What became of suggestions, so that a desk sees how good they are."""
    found = suggestions.counts(current.reading())
    return render_template("desk/suggestions.html", counts=found[::-1])


@blueprint.get("/desk/articles/<int:id>/sentences/next")
@door(DESK)
def onward(id: int) -> ResponseReturnValue:
    """The article at the first sentence behind the code point `after` that waits to be looked at."""
    after = asked_number("after", NOWHERE)
    _, version = intake.article(current.reading(), id)
    _, every = gone_through(version)
    following = coverage.next_left(every, after)
    at = following.start if following is not None else None
    return redirect(_at(id, at), 303)


@blueprint.post("/desk/articles/<int:id>/sentences/pass")
@door(Part.CHECKER, Part.EDITOR)
def pass_over(id: int) -> ResponseReturnValue:
    """Nothing in this sentence is to be checked, and why: one small request, and on to the next."""
    start, reason = _start(), _reason()
    _, version = intake.article(current.reading(), id)
    span = coverage.sentence_at(version.text, start)
    rated = current.desk().suggester.rated(version.text, *span) if span else None
    with current.work() as work:
        looks.pass_over(work, id, start, reason, rated, _seen())
    return _looked(id, start, is_onward=True)


@blueprint.post("/desk/articles/<int:id>/sentences/take-back")
@door(Part.CHECKER, Part.EDITOR)
def take_back(id: int) -> ResponseReturnValue:
    """Undo having passed a sentence over."""
    start = _start()
    with current.work() as work:
        looks.take_back(work, id, start, _seen())
    return _looked(id, start, is_onward=False)


def _start() -> int:
    return parse_whole(request.form.get("start", ""), low=0, high=HIGHEST_ID)


def _seen() -> int | None:
    """The number of the text on the page, which both forms send along."""
    number = request.form.get("text", "")
    return parse_whole(number, low=1, high=HIGHEST_ID) if number else None


def _reason() -> PassReason:
    try:
        return PassReason(request.form.get("reason") or PassReason.NOTHING)
    except ValueError:
        raise BadInput("Choose one of the reasons.") from None


def _looked(article_id: int, start: int, *, is_onward: bool) -> ResponseReturnValue:
    """Where things stand now: for the script as JSON, for everybody else the page at the next sentence."""
    _, version = intake.article(current.reading(), article_id)
    _, every = gone_through(version)
    here = next((one for one in every if one.start == start), None)
    if here is None:
        raise WrongState("A newer text came in meanwhile. Read the page again.")
    following = coverage.next_left(every, start)
    if request.accept_mimetypes.best == "application/json":
        how_far = coverage.progress(every)
        return {
            "look": here.look.value,
            "words": here.look.label,
            "why": here.reason.label if here.reason else "",
            "left": how_far.left,
            "total": how_far.total,
            "percent": how_far.percent,
            "next": following.start if following else None,
        }
    return redirect(_at(article_id, following.start if following and is_onward else start), 303)


def _at(article_id: int, start: int | None) -> str:
    """The article's page at the sentence that begins there, if one is named."""
    if start is None:
        return url_for("articles.page", id=article_id)
    return url_for("articles.page", id=article_id, sentence=start, _anchor=f"s{start}")
