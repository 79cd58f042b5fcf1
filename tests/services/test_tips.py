"""What readers send, on both databases: kept, decided on once, followed by whoever sent it, told in the history."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from factcheck.db import Work
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import ChangeKind, ClaimKind, State
from factcheck.domain.tips import TipState
from factcheck.models import Article, HistoryRow, Outbox, Tip
from factcheck.services import publication, reviews, tip_opening, tip_rows, tips
from factcheck.services.tip_opening import OpeningInput
from factcheck.services.tips import NoSuchTip, NotPublished
from tests import factories, road, tipping
from tests.cast import Newsroom

REASON = "It is a matter of taste."
OPENING = OpeningInput(
    title="A leaflet",
    text="The harbour has never made a loss.",
    statement="The harbour never made a loss.",
    kind=ClaimKind.STATISTIC,
    address="https://leaflet.example/harbour",
)


def by(newsroom: Newsroom, name: str, deed: Callable[..., Any], *given: Any) -> Any:
    with newsroom.work(getattr(newsroom, name)) as work:
        return deed(work, *given)


def letters(newsroom: Newsroom) -> list[tuple[str, dict[str, object]]]:
    with newsroom.read() as session:
        rows = session.execute(select(Outbox.kind, Outbox.payload).order_by(Outbox.id))
        return [(row.kind, row.payload) for row in rows if "mail" in row.kind]


# ── Receiving ────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_kept_with_the_hash_of_its_token_and_the_history_holds_no_word_of_it(
    newsroom: Newsroom,
) -> None:
    number, token = tipping.send(newsroom)
    row = tipping.tip(newsroom, number)
    assert (row.state, row.words) == (TipState.RECEIVED, tipping.CLAIM.words)
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43, "256 bits"
    assert row.mail_until_at is not None
    assert (row.mail_until_at - row.received_at).days == 90
    with newsroom.read() as session:
        deed = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc()).limit(1)).one()
    assert (deed.event, deed.subject, deed.actor_id) == ("tip:received", f"tip:{number}", None)
    assert (deed.detail, deed.reason) == ("claim", "")
    assert letters(newsroom) == [], "nothing is written to an address before a person decided"


def test_a_report_names_the_verdict_and_the_version_that_was_read(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    about = tipping.publication_of(newsroom, claim_id)
    number, _ = tipping.send(newsroom, tipping.REPORT, publication_id=about)
    row = tipping.tip(newsroom, number)
    assert (row.publication_id, row.publication_number, row.mail_until_at) == (about, 1, None)


def test_a_report_on_a_verdict_that_is_not_there_is_not_kept(newsroom: Newsroom) -> None:
    with road.refused(newsroom, NotPublished, "No such verdict"):
        tipping.send(newsroom, tipping.REPORT, publication_id=7)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "é" * 43, "\udcff", "' OR 1=1 --"])
def test_an_address_that_was_never_given_leads_nowhere(newsroom: Newsroom, token: str) -> None:
    tipping.send(newsroom)
    with pytest.raises(NoSuchTip):
        tipping.followed(newsroom, token)


def test_the_words_of_a_message_never_change_and_no_message_is_deleted(newsroom: Newsroom) -> None:
    number, _ = tipping.send(newsroom)
    for statement in (
        update(Tip).where(Tip.id == number).values(words="Something else."),
        update(Tip).where(Tip.id == number).values(token_hash="0" * 64),
        update(Tip).where(Tip.id == number).values(language="ru"),
        delete(Tip).where(Tip.id == number),
    ):
        with pytest.raises(DBAPIError, match="what a reader sent"), newsroom.work() as work:
            work.session.execute(statement)
    assert tipping.tip(newsroom, number).words == tipping.CLAIM.words


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


def test_a_message_goes_into_a_claim_and_its_sender_is_told_without_a_word_of_the_claim(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom)
    number, token = tipping.send(newsroom)
    by(newsroom, "carla", tips.merge, number, claim_id)
    row = tipping.tip(newsroom, number)
    assert (row.state, row.claim_id, row.decided_by_id) == (
        TipState.MERGED, claim_id, newsroom.carla.id,
    )  # fmt: skip
    assert newsroom.history(claim_id)[-1] == f"tip:merged tip:{number}"
    assert letters(newsroom) == [("tip_mail", {"tip": number})]
    told = tipping.followed(newsroom, token)
    assert told.said == "We took it up: it goes into a claim that we look into."
    assert (told.publication_id, told.is_answered) == (None, False)
    with newsroom.read() as session:
        assert tip_rows.asked_for(session, claim_id) == 1


def test_once_the_verdict_is_published_the_sender_is_led_to_it(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    number, token = tipping.send(newsroom)
    by(newsroom, "carla", tips.merge, number, claim_id)
    assert tipping.followed(newsroom, token).publication_id is None
    factories.publish(newsroom, claim_id, newsroom.edith)
    told = tipping.followed(newsroom, token)
    assert told.publication_id == tipping.publication_of(newsroom, claim_id)
    assert (told.is_answered, told.changed_at) == (True, newsroom.now)


def test_a_message_about_what_was_checked_before_leads_to_the_verdict_that_is_there(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    number, token = tipping.send(newsroom)
    by(newsroom, "edith", tips.merge, number, claim_id)
    told = tipping.followed(newsroom, token)
    assert (told.publication_id, told.is_answered) == (
        tipping.publication_of(newsroom, claim_id), False,
    )  # fmt: skip


def test_a_report_is_taken_up_as_a_correction_and_the_editors_are_told(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    about = tipping.publication_of(newsroom, claim_id)
    number, token = tipping.send(newsroom, tipping.REPORT, publication_id=about)
    by(newsroom, "carla", tips.take_up, number, claim_id)
    assert newsroom.history(claim_id)[-1] == f"tip:taken_up tip:{number}"
    about_it = {"to": "editors", "about": "correction_asked", "claim_id": claim_id}
    assert letters(newsroom)[-1] == ("mail", about_it)
    assert "has to be corrected" in tipping.followed(newsroom, token).said
    assert not tipping.followed(newsroom, token).is_answered
    road.begin_change(newsroom, claim_id, ChangeKind.CLARIFICATION, newsroom.edith)
    factories.write(newsroom, claim_id, newsroom.carla, reason="It is of last year.")
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert tipping.followed(newsroom, token).is_answered


def test_declining_needs_a_reason_and_the_sender_reads_it(newsroom: Newsroom) -> None:
    number, token = tipping.send(newsroom)
    road.refuse(
        newsroom,
        newsroom.carla,
        NotReady,
        "the reason",
        lambda work: tips.decline(work, number, ""),
    )
    by(newsroom, "carla", tips.decline, number, REASON)
    told = tipping.followed(newsroom, token)
    assert (told.said, told.reason) == ("We read it and will not check it. This is why:", REASON)
    assert newsroom.history()[-1] == f"tip:declined tip:{number}"


def test_spam_is_answered_to_nobody_and_the_address_is_forgotten(newsroom: Newsroom) -> None:
    number, _ = tipping.send(newsroom)
    by(newsroom, "edith", tips.mark_spam, number)
    row = tipping.tip(newsroom, number)
    assert (row.state, row.mail, row.mail_until_at) == (TipState.SPAM, "", None)
    assert letters(newsroom) == []


def test_what_was_decided_is_put_back_and_decided_anew(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    number, token = tipping.send(newsroom)
    by(newsroom, "carla", tips.merge, number, claim_id)
    by(newsroom, "edith", tips.put_back, number)
    row = tipping.tip(newsroom, number)
    assert (row.state, row.claim_id, row.decided_at, row.decided_by_id, row.reason) == (
        TipState.RECEIVED, None, None, None, "",
    )  # fmt: skip
    assert newsroom.history(claim_id)[-2:] == [
        f"tip:merged tip:{number}",
        f"tip:put_back tip:{number}",
    ]
    assert tipping.followed(newsroom, token).decided_at is None
    by(newsroom, "carla", tips.decline, number, REASON)
    assert tipping.tip(newsroom, number).state is TipState.DECLINED


DEEDS: dict[str, Callable[[Work, int, int], object]] = {
    "merge": tips.merge,
    "take up": tips.take_up,
    "decline": lambda work, number, _claim: tips.decline(work, number, REASON),
    "mark as spam": lambda work, number, _claim: tips.mark_spam(work, number),
    "put back": lambda work, number, _claim: tips.put_back(work, number),
    "open": lambda work, number, _claim: tip_opening.open_claim(work, number, OPENING),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_whoever_neither_checks_nor_edits_decides_nothing(
    newsroom: Newsroom, deed: str, name: str
) -> None:
    number, _ = tipping.send(newsroom)
    person = getattr(newsroom, name)
    only = "Only a checker or an editor may decide on what readers sent."
    road.refuse(newsroom, person, NotYourPart, only, lambda work: DEEDS[deed](work, number, 1))


@pytest.mark.parametrize("deed", ["merge", "take up", "mark as spam", "open"])
def test_what_was_declined_is_decided_on_no_second_time(newsroom: Newsroom, deed: str) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    number, _ = tipping.send(newsroom)
    by(newsroom, "carla", tips.decline, number, REASON)
    road.refuse(
        newsroom,
        newsroom.edith,
        WrongState,
        "This is “declined” by now",
        lambda work: DEEDS[deed](work, number, claim_id),
    )


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63])
def test_no_other_number_names_a_message(newsroom: Newsroom, number: int) -> None:
    tipping.send(newsroom)
    with road.refused(newsroom, NoSuchTip), newsroom.work(newsroom.carla) as work:
        tips.mark_spam(work, number)
    with newsroom.read() as session, pytest.raises(NoSuchTip):
        tip_rows.opened(session, number)


@pytest.mark.parametrize("claim_id", [0, 99, 2**31])
def test_no_message_goes_into_a_claim_that_is_not_there(newsroom: Newsroom, claim_id: int) -> None:
    number, _ = tipping.send(newsroom)
    for deed in (tips.merge, tips.take_up):
        with road.refused(newsroom, BadInput, "no claim"), newsroom.work(newsroom.carla) as work:
            deed(work, number, claim_id)


def test_no_message_goes_into_a_dismissed_claim_and_only_what_readers_have_is_corrected(
    newsroom: Newsroom,
) -> None:
    dismissed = factories.claim(newsroom, State.DISMISSED)
    number, _ = tipping.send(newsroom)
    carla = newsroom.carla
    road.refuse(
        newsroom,
        carla,
        WrongState,
        "is dismissed",
        lambda work: tips.merge(work, number, dismissed),
    )
    live = factories.claim(newsroom, State.PUBLISHED, article_id=1)
    by(newsroom, "edith", publication.retract, live, "It was wrong from end to end.")
    for claim_id in (dismissed, live):
        road.refuse(
            newsroom,
            carla,
            WrongState,
            "no verdict before readers",
            lambda work, claim_id=claim_id: tips.take_up(work, number, claim_id),
        )


def test_whoever_declared_a_conflict_stays_out_of_what_readers_say_of_the_claim(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    number, _ = tipping.send(newsroom)
    by(newsroom, "carla", reviews.recuse, claim_id, "The harbour master is my uncle.")
    for deed in (tips.merge, tips.take_up):
        road.refuse(
            newsroom,
            newsroom.carla,
            NotYourPart,
            "You declared a conflict",
            lambda work, deed=deed: deed(work, number, claim_id),
        )
    by(newsroom, "cyril", tips.merge, number, claim_id)


# ── A claim of its own ───────────────────────────────────────────────────────────────────────────


def test_a_claim_is_opened_from_a_message_and_stands_on_all_of_its_words(
    newsroom: Newsroom,
) -> None:
    number, _ = tipping.send(newsroom)
    opened = by(newsroom, "carla", tip_opening.open_claim, number, OPENING)
    ticket = road.ticket(newsroom, opened.id)
    assert (ticket.claim.state, ticket.claim.statement) == (State.OPEN, OPENING.statement)
    assert [anchor.exact for anchor in ticket.anchors] == [OPENING.text]
    assert (ticket.article.title, ticket.article.url) == (OPENING.title, OPENING.address)
    assert ticket.claim.selection_reason == f"A reader asked for it (message {number})."
    row = tipping.tip(newsroom, number)
    assert (row.state, row.claim_id) == (TipState.MERGED, opened.id)
    assert newsroom.history(opened.id) == ["claim:opened article:1", f"tip:merged tip:{number}"]


def test_words_that_are_here_already_open_nothing(newsroom: Newsroom) -> None:
    factories.article(newsroom, text=OPENING.text)
    number, _ = tipping.send(newsroom)
    with (
        road.refused(newsroom, BadInput, "here already as article 1"),
        newsroom.work(newsroom.carla) as work,
    ):
        tip_opening.open_claim(work, number, OPENING)
    assert newsroom.count(Article) == 1


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_begins_with_what_waits_the_longest_and_goes_on_a_page_at_a_time(
    newsroom: Newsroom,
) -> None:
    numbers = [tipping.send(newsroom, mail="")[0] for _ in range(PAGE_ROWS + 2)]
    with newsroom.read() as session:
        first = tip_rows.listed(session, TipState.RECEIVED)
        second = tip_rows.listed(session, TipState.RECEIVED, first.next_after or 0)
    assert [row.id for row in first.rows] == numbers[:PAGE_ROWS]
    assert ([row.id for row in second.rows], second.next_after) == (numbers[PAGE_ROWS:], None)
    assert first.counts == {**dict.fromkeys(TipState, 0), TipState.RECEIVED: PAGE_ROWS + 2}


def test_what_is_decided_is_listed_the_newest_first_and_counted_by_its_state(
    newsroom: Newsroom,
) -> None:
    numbers = [tipping.send(newsroom)[0] for _ in range(3)]
    for number in numbers[:2]:
        by(newsroom, "carla", tips.mark_spam, number)
    with newsroom.read() as session:
        found = tip_rows.listed(session, TipState.SPAM)
        behind = tip_rows.listed(session, TipState.SPAM, numbers[1])
    assert [row.id for row in found.rows] == [numbers[1], numbers[0]]
    assert [row.id for row in behind.rows] == [numbers[0]]
    assert (found.counts[TipState.SPAM], found.counts[TipState.RECEIVED]) == (2, 1)
