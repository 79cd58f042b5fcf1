"""The page of a claim: made of what the database says of it, and remembered for as long as it says the same.

Everything the page is made of is read at each request, as the driver gives it, and is the name by which the page is
remembered, with who looks, with which parts, and under which name of the desk.  Whatever differs is another page, in
every process: nothing is ever taken back, and nothing old can be shown for something new, nor to somebody else.
Clocks alone change it as well; how long it holds is worked out when it is made.
"""

import hashlib
import pickle
from datetime import datetime

from flask import render_template
from flask import session as cookie
from flask_login import current_user

from factcheck.db import utc_now
from factcheck.domain.acts import Act, refusal
from factcheck.domain.terms import Dismissal, Part
from factcheck.domain.translations import english_name, offered
from factcheck.domain.workflow import Verb
from factcheck.models.claims import WaiverKind
from factcheck.services import record, replies, standing
from factcheck.services.one_text import Raw
from factcheck.services.standing import Said, Ticket
from factcheck.web import current, seen_before, tickets
from factcheck.web.addresses import folder
from factcheck.web.filters import ago_until
from factcheck.web.kept_pages import Page
from factcheck.web.markdown import render
from factcheck.web.security import token_of_forms

DEEDS = 20


def shown(claim_id: int, saved: int) -> bytes:
    """The page as whoever is signed in gets it; `saved` is the evidence that was just saved.  Raises `NoSuchClaim`."""
    session = current.reading()
    said = standing.said_of(session, claim_id)
    deeds = record.said_of_claim(session, claim_id, limit=DEEDS + 1)
    if "_flashes" in cookie:  # something is told once, on this page alone
        return _drawn(said, deeds, saved, utc_now())[0].encode()
    pages, name, now = current.desk().memory.pages, _name(said, deeds, saved), utc_now()
    page = pages.find(name, now)
    # Every form has a token, which is another at each request.
    token: bytes = token_of_forms().encode()
    if page is None:
        text, until = _drawn(said, deeds, saved, now)
        page = Page(tuple(text.encode().split(token)), now, until)
        pages.keep(name, page)
    return token.join(page.pieces)


def _name(said: Said, deeds: list[Raw], saved: int) -> bytes:
    """All that the page is made of, in short: what is not in here must not be in the page."""
    who, sign = current.actor(), current.sign()
    looks = who.id, who.name, tuple(sorted(part.value for part in who.parts)), current_user.name
    desk = sign.name, sign.contact, sign.is_demonstration, sign.reference_version
    whole = (tuple(said), deeds, saved, looks, desk, folder())
    return hashlib.blake2b(pickle.dumps(whole, pickle.HIGHEST_PROTOCOL), digest_size=32).digest()


def _drawn(said: Said, told: list[Raw], saved: int, now: datetime) -> tuple[str, datetime]:
    """The page, and when the clock makes another one of it."""
    session, actor = current.reading(), current.actor()
    ticket, deeds = standing.ticket_of(session, said), record.deeds_of(session, told)
    rows = ticket.logged
    verdict = ticket.verdict
    page = tickets.ticket_page(ticket, actor, deeds)
    text = render_template(
        "claims/page.html",
        ticket=ticket,
        page=page,
        stances=tickets.by_stance(rows),
        has_copies=any(row.kept for row in rows if row.withdrawn_at is None),
        withdrawn=tuple(row for row in rows if row.withdrawn_at is not None),
        explanation=render(verdict.explanation) if verdict else "",
        deeds=tuple(deeds[:DEEDS]),
        is_more_history=len(deeds) > DEEDS,
        dismissals=list(Dismissal),
        waivers=list(WaiverKind),
        saved=saved,
        again=page.by_verb[Verb.LOG_EVIDENCE].url if Verb.LOG_EVIDENCE in page.by_verb else "",
        overdue={r.id for r in ticket.replies if replies.overdue(now, r)},
        actor=actor,
        unsettled=seen_before.UNSETTLED,
        languages=_languages(ticket),
        may_translate=refusal(Act.TRANSLATE, actor) is None and not page.my_conflict,
        lines={line.language: line for line in ticket.translations},
        may_set_due=actor.plays(Part.EDITOR) and not page.my_conflict,
    )
    return text, _holds_until(ticket, now)


def _languages(ticket: Ticket) -> dict[str, str]:
    """What the verdict can be translated into, by name; nothing while readers have none."""
    if ticket.publication is None or ticket.publication.retracted_at is not None:
        return {}
    return {code: english_name(code) for code in offered(ticket.article.language)}


def _holds_until(ticket: Ticket, now: datetime) -> datetime:
    """When the page says something else although nothing happened: a time runs out, or a while has become longer."""
    ends = [reply.due_at for reply in ticket.replies if reply.due_at > now]
    return min([*ends, ago_until(ticket.claim.state_since_at, now)])
