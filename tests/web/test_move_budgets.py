"""What each move costs the database, from the cookie to the last row of the outbox: eight statements at most.

Some moves need more, and say why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from factcheck.domain.terms import ChangeKind, State
from factcheck.domain.workflow import Verb
from factcheck.services import publication, reviews, text_versions, verdicts
from factcheck.services.reference import reference
from tests import factories, occurring, road, tipping
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.statements import counted

MOST = 8
# Changing what was handed in writes seven tables (the change itself, claim, contribution, verdict, review, history,
# outbox), after the three looks that every move begins with and one more at what was changed.
HANDED_IN = 11
# Logging a link asks for a copy of it in the same transaction: one row there, and one in the outbox.
WITH_A_COPY = 9
# Somebody who had no hand in the claim gets one by handing in what others review again: a row more.
NEWCOMER = 9
# What readers get is made with the change itself: two statements read what stands on the page and keep its bytes, and
# one puts the version into the public log.
WITH_A_PAGE = MOST + 3
REASON = "The annex of the accounts says otherwise."
ALLEGATION = replace(factories.CLAIM, alleges_crime=True)

Stand = Callable[[Newsroom], int]


@dataclass(frozen=True)
class Move:
    """Who sends what to where, once the claim stands as `stand` leaves it.

    The form is sent as its page shows it, where the page has one (`opened`), with what is `typed` on top.
    """

    stand: Stand
    by: str
    path: str
    typed: dict[str, str] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    most: int = MOST


# ── How a claim stands ───────────────────────────────────────────────────────────────────────────


def at(state: State, *steps: Callable[[Newsroom, int], object], **given: Any) -> Stand:
    """A claim in `state`, after the further `steps`."""

    def stand(newsroom: Newsroom) -> int:
        claim_id = factories.claim(newsroom, state, **given)
        for step in steps:
            step(newsroom, claim_id)
        return claim_id

    return stand


def by(name: str, deed: Callable[..., object], *given: object) -> Callable[[Newsroom, int], object]:
    """A step by one person of the cast."""

    def step(newsroom: Newsroom, claim_id: int) -> None:
        with newsroom.work(getattr(newsroom, name)) as work:
            deed(work, claim_id, *given)

    return step


def of(name: str, deed: Callable[..., object], *given: object) -> Callable[[Newsroom, int], object]:
    """A step of the factories by one person of the cast."""
    return lambda newsroom, claim_id: deed(newsroom, claim_id, getattr(newsroom, name), *given)


def asked(name: str) -> Callable[[Newsroom, int], object]:
    return of(name, factories.ask)


def strict(newsroom: Newsroom, _claim_id: int) -> None:
    """From now on two approve an ordinary claim."""
    road.set_policy(newsroom, approvals_needed=2)


def panel(newsroom: Newsroom, _claim_id: int) -> None:
    """From now on three vote in secret."""
    road.set_policy(newsroom, panel_size=3, approvals_needed=2)


log_two, write = of("carla", factories.log_two), of("carla", factories.write)
submit = by("carla", verdicts.submit)
sent_back = by("rosa", reviews.send_back, REASON)
rosa_approves, edith_approves = of("rosa", factories.approve), of("edith", factories.approve)
publishes = of("edith", factories.publish)
replied = of("carla", factories.reply)
both_asked = (asked("rosa"), asked("emil"))


def words_changed(newsroom: Newsroom, claim_id: int) -> None:
    """A newer text of another article that the claim stands in changed its words there."""
    there = occurring.other_article(newsroom)
    occurring.link(newsroom, claim_id, there)
    with newsroom.work(newsroom.carla) as work:
        changed_text = occurring.ELSEWHERE.replace("4 million", "5 million")
        text_versions.renew(work, there, 1, changed_text)


def begun(kind: ChangeKind) -> Callable[[Newsroom, int], object]:
    return by("edith", publication.begin_change, kind, REASON)


def changed(kind: ChangeKind) -> Stand:
    """A published claim whose change is approved; only a correction changes the rating."""
    rating = "contradicted" if kind is ChangeKind.CORRECTION else ""
    again = of("carla", factories.write, rating)
    return at(State.PUBLISHED, begun(kind), again, submit, rosa_approves)


def asked_letter() -> dict[str, str]:
    sent = datetime.now(UTC) - timedelta(hours=1)
    return {
        "whom": "the mayor's office",
        "channel": "e-mail",
        "content_sent": "We write that the harbour lost 4 million. What do you say?",
        "asked_at": f"{sent:%Y-%m-%dT%H:%M}",
        "due_at": f"{sent + timedelta(hours=72):%Y-%m-%dT%H:%M}",
    }


SAID = {"reason": REASON}
VERDICT = ("seen_version", "rating", "reason", "explanation", "as_of")
CLAIM = ("seen_version", "statement", "kind", "claimant", "is_claimant_public", "appearance_url")
EVIDENCE = ("seen_version", "kind", "stance", "source_class", "title", "url", "accessed_on")
LINK = {"kind": "link", "stance": "supports", "source_class": "secondary", "title": "The annex"}
ANNEX = {**LINK, "url": "https://harbour.example/annex", "accessed_on": "2026-11-19"}
ANSWER = {"outcome": "replied", "response": "We stand by it.", "used_text": "We stand by it."}
DRAFTED = at(State.CHECKING, log_two, write)
READ = at(State.IN_REVIEW, *both_asked)

# The verb, how it comes to be used, and the move itself.
MOVES: dict[tuple[Verb, str], Move] = {
    (Verb.OPEN, "spotted"): Move(at(State.SPOTTED), "carla", "open"),
    (Verb.TAKE, "open"): Move(at(State.OPEN), "carla", "take"),
    (Verb.TAKE, "from a colleague"): Move(at(State.CHECKING), "cyril", "take"),
    (Verb.ASSIGN, "open"): Move(at(State.OPEN), "edith", "assign", {"person": "2"}),
    (Verb.EDIT_CLAIM, "open"): Move(
        at(State.OPEN), "carla", "edit", {"statement": "It made a loss."}, CLAIM
    ),
    (Verb.EDIT_CLAIM, "under review"): Move(
        READ, "carla", "edit", {"statement": "It made a loss."}, CLAIM, HANDED_IN
    ),
    (Verb.LOG_EVIDENCE, "first"): Move(
        at(State.OPEN), "carla", "evidence/new", ANNEX, most=WITH_A_COPY
    ),
    (Verb.LOG_EVIDENCE, "under review"): Move(
        READ, "cyril", "evidence/new", ANNEX, most=HANDED_IN + 1
    ),
    (Verb.CHANGE_EVIDENCE, "while checking"): Move(
        DRAFTED, "carla", "evidence/1", {"title": "The annex"}, EVIDENCE
    ),
    (Verb.CHANGE_EVIDENCE, "under review"): Move(
        READ, "cyril", "evidence/1", {"title": "The annex"}, EVIDENCE, HANDED_IN
    ),
    (Verb.CHANGE_EVIDENCE, "withdrawn under review"): Move(
        READ, "cyril", "evidence/1/withdraw", {**SAID, "seen_version": "1"}, most=HANDED_IN + 1
    ),
    (Verb.ASK_REPLY, "while checking"): Move(
        at(State.CHECKING), "carla", "replies/new", asked_letter()
    ),
    (Verb.ASK_REPLY, "under review"): Move(
        READ, "carla", "replies/new", asked_letter(), most=HANDED_IN
    ),
    (Verb.RECORD_REPLY, "while checking"): Move(
        at(State.CHECKING, replied), "carla", "replies/1", ANSWER
    ),
    (Verb.RECORD_REPLY, "under review"): Move(
        at(State.IN_REVIEW, replied, *both_asked), "carla", "replies/1", ANSWER, most=HANDED_IN
    ),
    (Verb.RECORD_REPLY, "after publication"): Move(
        at(State.CHECKING, replied, log_two, write, submit, rosa_approves, publishes),
        "carla",
        "replies/1",
        ANSWER,
    ),
    (Verb.SAVE_VERDICT, "first"): Move(
        at(State.CHECKING, log_two),
        "carla",
        "verdict",
        {**SAID, "rating": "1", "explanation": "See [1].", "then": "save"},
        VERDICT,
    ),
    (Verb.SAVE_VERDICT, "again"): Move(DRAFTED, "carla", "verdict", SAID, VERDICT),
    (Verb.SAVE_VERDICT, "after it was sent back"): Move(
        at(State.IN_REVIEW, sent_back), "carla", "verdict", SAID, VERDICT
    ),
    (Verb.SUBMIT, "first"): Move(DRAFTED, "carla", "verdict/submit"),
    (Verb.SUBMIT, "first, at risk"): Move(
        at(State.CHECKING, log_two, write, given=ALLEGATION), "carla", "verdict/submit"
    ),
    (Verb.SUBMIT, "unchanged, after it was sent back"): Move(
        at(State.IN_REVIEW, *both_asked, sent_back), "carla", "verdict/submit"
    ),
    (Verb.SUBMIT, "rewritten, after it was sent back"): Move(
        at(State.IN_REVIEW, *both_asked, sent_back, write), "carla", "verdict/submit"
    ),
    (Verb.SUBMIT, "unchanged, after it was taken back"): Move(
        at(State.IN_REVIEW, *both_asked, by("carla", verdicts.withdraw)), "carla", "verdict/submit"
    ),
    (Verb.SUBMIT, "unchanged, at risk, after it was sent back"): Move(
        at(State.IN_REVIEW, *both_asked, sent_back, given=ALLEGATION), "carla", "verdict/submit"
    ),
    (Verb.SUBMIT, "rewritten by a colleague, at risk, after it was sent back"): Move(
        at(State.IN_REVIEW, *both_asked, sent_back, of("cyril", factories.write), given=ALLEGATION),
        "cyril",
        "verdict/submit",
    ),
    (Verb.SUBMIT, "by somebody who had no hand in it, after it was sent back"): Move(
        at(State.IN_REVIEW, *both_asked, sent_back), "cyril", "verdict/submit", most=NEWCOMER
    ),
    (Verb.SUBMIT, "a correction"): Move(
        at(State.PUBLISHED, begun(ChangeKind.CORRECTION), write), "carla", "verdict/submit"
    ),
    (Verb.SUBMIT, "a correction by a colleague"): Move(
        at(State.PUBLISHED, begun(ChangeKind.CORRECTION), of("cyril", factories.write)),
        "cyril",
        "verdict/submit",
    ),
    (Verb.WITHDRAW, "under review"): Move(READ, "carla", "verdict/withdraw"),
    (Verb.ASK_REVIEW, "a colleague"): Move(
        at(State.IN_REVIEW), "carla", "review/ask", {"person": "4"}
    ),
    (Verb.START_READING, "unasked"): Move(at(State.IN_REVIEW), "rosa", "review/start"),
    (Verb.START_READING, "asked"): Move(READ, "rosa", "review/start"),
    (Verb.RECUSE, "under review"): Move(READ, "rosa", "review/recuse", SAID),
    (Verb.RECUSE, "unasked"): Move(at(State.IN_REVIEW), "rosa", "review/recuse", SAID),
    (Verb.RECUSE, "while she checks"): Move(DRAFTED, "carla", "review/recuse", SAID),
    (Verb.RECUSE, "from what she wrote"): Move(READ, "carla", "review/recuse", SAID),
    (Verb.RECUSE, "after her approval"): Move(at(State.APPROVED), "rosa", "review/recuse", SAID),
    (Verb.APPROVE, "alone"): Move(READ, "rosa", "review/approve", {"note": "Well done."}),
    (Verb.APPROVE, "first of two"): Move(
        at(State.IN_REVIEW, strict), "rosa", "review/approve", {"note": "Well done."}
    ),
    (Verb.APPROVE, "last of two"): Move(
        at(State.IN_REVIEW, strict, rosa_approves), "edith", "review/approve"
    ),
    (Verb.APPROVE, "closing a secret vote"): Move(
        at(State.IN_REVIEW, panel, rosa_approves), "edith", "review/approve"
    ),
    (Verb.CLEAR, "under review"): Move(
        at(State.IN_REVIEW, given=ALLEGATION), "lara", "review/clear", {"note": "Well done."}
    ),
    (Verb.SEND_BACK, "under review"): Move(READ, "rosa", "review/send-back", SAID),
    (Verb.SEND_BACK, "approved"): Move(at(State.APPROVED), "edith", "review/send-back", SAID),
    (Verb.HOLD, "approved"): Move(at(State.APPROVED), "lara", "hold", SAID),
    (Verb.RELEASE, "approved"): Move(
        at(State.APPROVED, factories.hold), "lara", "hold/release", SAID
    ),
    (Verb.WAIVE, "reply"): Move(at(State.IN_REVIEW), "edith", "waive", {**SAID, "kind": "reply"}),
    (Verb.WAIVE, "sources"): Move(
        at(State.CHECKING), "edith", "waive", {**SAID, "kind": "sources"}
    ),
    (Verb.PUBLISH, "first"): Move(at(State.APPROVED), "edith", "publish", most=WITH_A_PAGE),
    **{
        (Verb.PUBLISH, f"a {kind.label}"): Move(changed(kind), "emil", "publish", most=WITH_A_PAGE)
        for kind in (ChangeKind.CORRECTION, ChangeKind.CLARIFICATION, ChangeKind.UPDATE)
    },
    (Verb.DISMISS, "open"): Move(at(State.OPEN), "carla", "dismiss", {**SAID, "why": "opinion"}),
    (Verb.REOPEN, "dismissed"): Move(at(State.DISMISSED), "carla", "reopen"),
    **{
        (verb, "published"): Move(
            at(State.PUBLISHED), "edith", "change", {"kind": kind, "note": REASON, "then": "begin"}
        )
        for kind, verb in publication.VERBS.items()
    },
    (Verb.DROP_CHANGE, "begun"): Move(
        at(State.PUBLISHED, begun(ChangeKind.UPDATE)), "emil", "change/drop"
    ),
    (Verb.RETRACT, "published"): Move(
        at(State.PUBLISHED), "edith", "retract", {**SAID, "then": "retract"}, most=WITH_A_PAGE
    ),
    (Verb.RECHECK, "when the article’s words changed"): Move(
        at(State.IN_REVIEW, words_changed),
        "cyril",
        "../articles/2/versions/2/moves/1",
        {"choice": "recheck"},
    ),
    (Verb.RETRACT, "while a change is under way"): Move(
        at(State.PUBLISHED, begun(ChangeKind.UPDATE)),
        "edith",
        "retract",
        {**SAID, "then": "retract"},
        most=WITH_A_PAGE,
    ),
    (Verb.CONFIRM_RETRACTION, "published"): Move(
        at(State.PUBLISHED, by("edith", publication.retract, REASON)), "emil", "retract/confirm"
    ),
}


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    return open_site(newsroom)


def test_every_verb_is_counted() -> None:
    assert {verb for verb, _ in MOVES} == set(Verb)


@pytest.mark.parametrize("move", MOVES.values(), ids=[f"{verb}: {when}" for verb, when in MOVES])
def test_a_move_costs_no_more_statements_than_its_budget(site: Site, move: Move) -> None:
    claim_id = move.stand(site.newsroom)
    address = f"/desk/claims/{claim_id}"
    path = f"{address}/{move.path}".replace(f"/claims/{claim_id}/../", "/")
    # Whoever makes a move has read the claim: what is read once and kept is not counted.
    site.page(address, move.by)
    form = site.page(f"{address}/{move.path}", move.by) if move.opened else None
    shown = {name: form.value(name) for name in move.opened} if form else {}
    with site.newsroom.work() as work:
        reference(work.session)
    seen = factories.content_hash(site.newsroom, claim_id)
    with counted(site.newsroom.database) as statements:
        site.done(path, move.by, **{"seen_hash": seen, **shown, **move.typed})
    assert sum(one.startswith("INSERT INTO history") for one in statements) == 1
    assert len(statements) <= move.most, "\n".join(["", *statements])


# ── What readers send ────────────────────────────────────────────────────────────────────────────

# Each names the form, what is typed, and how the claim stands that it goes into.
DECISIONS = {
    "merge": ({"claim_number": "1"}, State.OPEN),
    "take-up": ({"published_claim": "1"}, State.PUBLISHED),
    "decline": (SAID, State.OPEN),
    "spam": ({}, State.OPEN),
}


@pytest.mark.parametrize("way", DECISIONS)
def test_deciding_on_a_message_costs_no_more_than_a_move(site: Site, way: str) -> None:
    typed, state = DECISIONS[way]
    factories.claim(site.newsroom, state)
    number, _ = tipping.send(site.newsroom)
    site.page(f"/desk/intake/{number}", "carla")
    with counted(site.newsroom.database) as statements:
        site.done(f"/desk/intake/{number}/{way}", "carla", **typed)
    assert sum(one.startswith("INSERT INTO history") for one in statements) == 1
    assert len(statements) <= MOST, "\n".join(["", *statements])
