"""Looking into kept copies: a picture as it is, everything else as text that we made of it, never as a page (E15)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from flask import (
    Blueprint,
    Response,
    json,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from factcheck.domain import workflow
from factcheck.domain.anchoring import Span, find_quote
from factcheck.domain.annotations import MEDIA_TYPE, Source, marked
from factcheck.domain.digests import hex_of
from factcheck.domain.inputs import BadInput
from factcheck.domain.kept_text import PAGE_END, kept_paragraphs, locator_of
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Part
from factcheck.domain.workflow import Verb
from factcheck.services import quote_anchors, standing
from factcheck.services.snapshots import Copy, NoSuchSnapshot
from factcheck.services.standing import Ticket
from factcheck.web import current, kept_texts, originals, throttle
from factcheck.web.asked import NOWHERE, asked_number
from factcheck.web.forms import status_of
from factcheck.web.forms.articles import WordsForm
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.quotes import QuoteForm
from factcheck.web.passages import in_sentence
from factcheck.web.security import DESK, door
from factcheck.web.snapshots import SANDBOX

blueprint = Blueprint("snapshot_views", __name__)

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
class Picture:
    """What is known of a picture, or in `fault` why it is not shown."""

    width: int = 0
    height: int = 0
    noted: Mapping[str, str] | None = None
    fault: str = ""


@blueprint.get(f"{COPY}/view")
@throttle.drawings
@door(DESK)
def view(id: int, number: int, copy: int) -> ResponseReturnValue:
    """A kept copy as it can be looked at; who looked is written into the history, once a day (E5)."""
    found = originals.kept(id, number, copy)
    originals.write_down(found)
    if originals.is_picture(found):
        return _as_copy(found, _page(found, picture=_judged(found)))
    text, words = originals.text(found), WordsForm(formdata=request.args)
    try:
        chosen = _named(text, words)
    except BadInput as bad:
        put_beside(words.quote, bad)
        chosen = None
    answer = _as_copy(found, _text_page(found, text, words, chosen))
    answer.status_code = status_of(words) if words.errors else 200
    return answer


def _as_copy(copy: Copy, page: str) -> Response:
    """A page that says in its headers what it is a copy of, and when that was made (RFC 7089)."""
    answer = make_response(page)
    answer.headers.update(copy.own_headers)
    return answer


@blueprint.post(f"{COPY}/quote")
@door(Part.CHECKER, Part.EDITOR)
def quote(id: int, number: int, copy: int) -> ResponseReturnValue:
    """Make marked words of a copy the quote of its evidence."""
    found = originals.kept(id, number, copy)
    text, form = originals.text(found), QuoteForm()
    if not form.validate():
        raise BadInput(quote_anchors.NOT_THERE)
    try:
        with current.work() as work:
            place = form.start.data, form.end.data
            quote_anchors.mark(work, found, text, *place, form.seen_version.data)
    except BadInput as bad:
        words = WordsForm(formdata=None)
        put_beside(words.quote, bad)
        return _text_page(found, text, words, None), status_of(words)
    there = url_for("claims.page", id=id, saved=number, _anchor=f"evidence-{number}")
    return redirect(there, 303)


@blueprint.get(f"{COPY}/quote.json")
@door(DESK)
def anchor(id: int, number: int, copy: int) -> Response:
    """Where the quote stands in the copy, as a web annotation that other tools read."""
    found = originals.kept(id, number, copy)
    span = quote_anchors.current(current.reading(), found)
    if span is None or found.text is None:
        raise NoSuchSnapshot
    one, here = found.snapshot, current.settings().base_url
    shown = url_for("snapshot_views.view", id=id, number=number, copy=copy)
    source = Source(
        url=one.reached_address or one.asked_address or f"{here}{shown}",
        taken_at=one.fetched_at or one.asked_at,
        cached=f"{here}{shown}",
    )
    node = marked(f"{here}{request.path}", span, source, hex_of(found.text.digest))
    return Response(json.dumps(node, ensure_ascii=False), content_type=MEDIA_TYPE)


@blueprint.get(f"{COPY}/picture")
@throttle.drawings
@door(DESK)
def picture(id: int, number: int, copy: int) -> Response:
    """The kept bytes of a picture that was decoded once, and of nothing else."""
    found = originals.kept(id, number, copy)
    if not originals.is_picture(found) or found.body is None:
        raise NoSuchSnapshot
    originals.write_down(found)
    data = originals.original(found)
    current.desk().look_into(data, "")
    answer = Response(data, content_type=found.body.content_type)
    name = found.snapshot.file_name or f"claim-{id}-evidence-{number}-copy-{copy}"
    answer.headers["Content-Disposition"] = _inline(name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers.update(found.own_headers)
    return answer


def _inline(name: str) -> str:
    """The header of RFC 6266: the name in plain letters, and in all of its own."""
    plain = re.sub(r"[^a-zA-Z0-9._-]", "_", name)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{percent_encode(name, safe='')}"


def _judged(copy: Copy) -> Picture:
    try:
        looked = current.desk().look_into(originals.original(copy), "")
    except BadInput as bad:
        return Picture(fault=bad.sentence)
    return Picture(looked.width, looked.height, looked.facts)


def _named(text: str, words: WordsForm) -> Span | None:
    """The words the address names: by place, or by themselves; None while nothing is named."""
    if "start" in request.args:
        return quote_anchors.words_at(text, asked_number("start", 0), asked_number("end", 0))
    if not any(name in request.args for name in ("quote", "paragraph", "occurrence")):
        return None
    if not words.validate():
        return None
    return named(text, words.quote.data or "", words.paragraph.data, words.occurrence.data)


def named(text: str, typed: str, number: int | None, occurrence: int | None) -> Span:
    """The place of words in a kept text, in paragraph `number` of it where one is named.  Raises `BadInput`."""
    every = kept_paragraphs(text)
    if number is None:
        return find_quote(text, typed, occurrence=occurrence, where="the kept copy")
    if number > len(every):
        raise BadInput(f"Choose one of the paragraphs 1 to {len(every):,}.")
    start, end = every[number - 1][2:]
    where = f"paragraph {number:,}"
    found = find_quote(text[start:end], typed, occurrence=occurrence, where=where)
    return quote_anchors.words_at(text, start + found.start, start + found.end)


def _text_page(copy: Copy, text: str, words: WordsForm, chosen: Span | None) -> str:
    quoted = quote_anchors.current(current.reading(), copy)
    at = chosen.start if chosen else asked_number("at", NOWHERE)
    place = at if at != NOWHERE else None
    lines = text.replace(PAGE_END, "\n")  # a sentence is shown as far as its page goes
    return _page(
        copy,
        shown=kept_texts.window(text, asked_number("first", 1), place, chosen or quoted),
        is_quoted=quoted is not None,
        is_drawn=originals.is_pdf(copy),
        scanned=_pages_of_scan(copy) if originals.is_pdf(copy) and not text else (),
        words=words,
        chosen=chosen,
        around=in_sentence(lines, chosen.start, chosen.end) if chosen else (),
        locator=locator_of(text, chosen.start, chosen.end) if chosen else "",
    )


def _pages_of_scan(copy: Copy) -> Sequence[int]:
    """The pages of a PDF without letters; none of a broken or locked one."""
    try:
        return range(1, current.desk().draw_page(originals.original(copy), 1).pages + 1)
    except BadInput:
        return ()


def _page(copy: Copy, **more: object) -> str:
    ticket = standing.load(current.reading(), copy.evidence.claim_id)
    return render_template(
        "claims/snapshot_view.html",
        copy=copy,
        may_derive=originals.may_derive(ticket.standing, copy.evidence),
        claim=ticket.claim,
        noted=NOTED,
        may_quote=_may_quote(ticket, copy),
        **more,
    )


def _may_quote(ticket: Ticket, copy: Copy) -> bool:
    try:
        workflow.check(Verb.CHANGE_EVIDENCE, ticket.standing, current.actor())
    except Refusal:
        return False
    return copy.evidence.withdrawn_at is None
