"""The right of reply: whom we asked, with what words, by when, and what came of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import ReplyOutcome, State
from factcheck.models import ReplyRequest
from factcheck.web.forms.replies import parse_moment
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

BERLIN = ZoneInfo("Europe/Berlin")
CONTROL = "The answer has a control character (U+001B) at position 2."
LONG = "The answer is 4,001 characters long; at most 4,000."
NO_LETTERS = "The text has no letters or digits."


def spelled(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def asked(hours: int = 72) -> dict[str, str]:
    """A request sent an hour ago, to be answered within `hours`."""
    sent = datetime.now(UTC) - timedelta(hours=1)
    return {
        "whom": "the mayor's office",
        "channel": "e-mail",
        "content_sent": "We write that the harbour lost 4 million. What do you say?",
        "asked_at": spelled(sent),
        "due_at": spelled(sent + timedelta(hours=hours)),
        "short_notice_reason": "",
    }


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


@pytest.fixture
def claim(site: Site) -> str:
    """The address of a claim that Carla checks."""
    return f"/desk/claims/{factories.claim(site.newsroom, State.CHECKING)}"


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────


def test_a_request_is_recorded_and_shown_with_its_times(site: Site, claim: str) -> None:
    assert site.done(f"{claim}/replies/new", **asked()) == f"{claim}#replies"
    told = site.page(claim).id("replies")
    assert "the mayor's office, by e-mail: Asked; the time to reply has not run out." in told.text
    assert told.links()["Record what came of it (the mayor's office)"] == f"{claim}/replies/1"


def test_the_form_begins_with_the_claimant_and_the_time_the_policy_gives(
    site: Site, claim: str
) -> None:
    page = site.page(f"{claim}/replies/new")
    hours = site.ticket(1).standing.policy.reply_hours
    start, end = (datetime.fromisoformat(page.value(name)) for name in ("asked_at", "due_at"))
    assert page.value("whom") == "the mayor"
    assert end - start == timedelta(hours=hours)
    assert f"At least {hours} hours later" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("whom", "", "Write the name."),
        ("whom", "w" * 201, "The name is longer than 200 characters."),
        ("channel", "", "Write the channel."),
        ("channel", "c" * 101, "The channel is longer than 100 characters."),
        ("content_sent", "", "Write the letter."),
        ("content_sent", "l" * 4_001, "The letter is 4,001 characters long; at most 4,000."),
        ("asked_at", "", "Write the moment as YYYY-MM-DD HH:MM."),
        ("asked_at", "2026-02-30T10:00", "Write the moment as YYYY-MM-DD HH:MM."),
        ("asked_at", "2026-11-01T25:00", "Write the moment as YYYY-MM-DD HH:MM."),
        ("asked_at", "yesterday", "Write the moment as YYYY-MM-DD HH:MM."),
        ("asked_at", "1799-01-01T10:00", "Write a moment at most a year from now."),
        ("due_at", "9999-12-31T23:59", "Write a moment at most a year from now."),
        ("due_at", "0001-01-01T00:00", "Write a moment at most a year from now."),
        ("due_at", "1e9", "Write the moment as YYYY-MM-DD HH:MM."),
        ("short_notice_reason", "r" * 501, "The reason is longer than 500 characters."),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_nothing_typed_is_lost(
    site: Site, claim: str, field: str, typed: str, sentence: str
) -> None:
    site.visitor()
    before = site.counts()
    sent = {**asked(), field: typed}
    page = site.send(f"{claim}/replies/new", 422, **sent)
    assert page.error(field) == sentence
    for name, value in sent.items():
        assert page.value(name) == value, name
    assert site.counts() == before


def test_the_end_lies_behind_the_start(site: Site, claim: str) -> None:
    sent = asked()
    sent["asked_at"], sent["due_at"] = sent["due_at"], sent["asked_at"]
    page = site.send(f"{claim}/replies/new", 422, **sent)
    assert page.error("due_at").startswith("The end is before the start")
    assert site.newsroom.count(ReplyRequest) == 0


def test_nobody_was_asked_tomorrow(site: Site, claim: str) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    sent = {**asked(), "asked_at": spelled(later), "due_at": spelled(later + timedelta(days=5))}
    page = site.send(f"{claim}/replies/new", 422, **sent)
    assert page.error("asked_at") == "The time of asking lies in the future."


def test_less_time_than_the_policy_gives_needs_a_reason_and_an_editor(
    site: Site, claim: str
) -> None:
    page = site.send(f"{claim}/replies/new", 422, **asked(2))
    assert page.error("short_notice_reason").startswith("The policy gives at least")
    hurried = {**asked(2), "short_notice_reason": "The council votes tonight."}
    page = site.send(f"{claim}/replies/new", 403, **hurried)
    assert "Only an editor may give less than" in page.text
    assert page.value("content_sent") == hurried["content_sent"]
    assert site.newsroom.count(ReplyRequest) == 0
    site.done(f"{claim}/replies/new", "edith", **hurried)
    assert site.newsroom.count(ReplyRequest) == 1


def test_why_less_time_is_fair_stands_beside_the_request_for_whoever_reads_the_verdict(
    site: Site, claim: str
) -> None:
    site.done(f"{claim}/replies/new", **asked())
    why = "Why less time is fair:"
    assert why not in site.page(claim).id("replies").text
    hurried = {**asked(2), "short_notice_reason": "The council votes <b>tonight</b>."}
    site.done(f"{claim}/replies/new", "edith", **hurried)
    assert f"{why} The council votes <b>tonight</b>." in site.page(claim).id("replies").text
    factories.log_two(site.newsroom, 1, site.newsroom.carla)
    factories.submit(site.newsroom, 1, site.newsroom.carla)
    page = site.page(f"{claim}/review", "rosa")
    assert page.text.count(f"{why} The council votes <b>tonight</b>.") == 1


def test_a_request_on_a_claim_that_is_published_is_refused_and_the_letter_stays(site: Site) -> None:
    number = factories.claim(site.newsroom, State.PUBLISHED)
    page = site.send(f"/desk/claims/{number}/replies/new", 409, **asked())
    assert "Begin a correction" in page.text
    assert page.value("content_sent") == asked()["content_sent"]


# ── What came of it ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reply(site: Site, claim: str) -> str:
    """The address of a request whose time has run out."""
    return f"{claim}/replies/{factories.reply(site.newsroom, 1, site.newsroom.carla)}"


def test_a_request_whose_time_ran_out_says_so(site: Site, claim: str, reply: str) -> None:
    assert (
        "The time to reply has run out; record what came of it."
        in site.page(claim).id("replies").text
    )


@pytest.mark.parametrize(
    ("outcome", "response"),
    [
        (ReplyOutcome.REPLIED, "They stand by it."),
        (ReplyOutcome.DECLINED, ""),
        (ReplyOutcome.NO_REPLY, ""),
    ],
)
def test_what_came_of_it_is_recorded(
    site: Site, claim: str, reply: str, outcome: ReplyOutcome, response: str
) -> None:
    site.done(
        reply,
        outcome=outcome.value,
        response=response,
        used_text="“We stand by it.”" if response else "",
    )
    told = site.page(claim).id("replies")
    assert outcome.about in told.text
    assert response in told.text
    assert site.ticket(1).replies[0].outcome is outcome
    assert ("Record what came of it (the mayor's office)" in told.links()) is (
        outcome is not ReplyOutcome.REPLIED
    )


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"outcome": "", "response": "Yes."}, "outcome", "Choose what came of it."),
        ({"outcome": "waiting", "response": "Yes."}, "outcome", "Choose what came of it."),
        ({"outcome": "replied", "response": ""}, "response", "Write what they answered."),
        ({"outcome": "replied", "response": "a\x1bb"}, "response", CONTROL),
        ({"outcome": "declined", "response": "r" * 4_001}, "response", LONG),
        ({"outcome": "declined", "response": "", "used_text": "..."}, "used_text", NO_LETTERS),
    ],
)  # fmt: skip
def test_an_outcome_that_says_nothing_is_sent_back(
    site: Site, reply: str, sent: dict[str, str], field: str, sentence: str
) -> None:
    page = site.send(reply, 422, **sent)
    assert page.error(field) == sentence
    assert page.value("response") == sent["response"]
    assert site.ticket(1).replies[0].outcome is ReplyOutcome.WAITING


def test_silence_is_recorded_only_when_the_time_has_run_out(site: Site, claim: str) -> None:
    site.done(f"{claim}/replies/new", **asked())
    page = site.send(f"{claim}/replies/1", 409, outcome="no_reply", response="", used_text="")
    assert "The time to reply has not run out yet." in page.text
    assert site.ticket(1).replies[0].outcome is ReplyOutcome.WAITING


def test_a_reply_is_not_written_over(site: Site, reply: str) -> None:
    site.done(reply, outcome="replied", response="They stand by it.", used_text="")
    page = site.send(reply, 409, outcome="replied", response="Something else.", used_text="")
    assert "record a further one as a request of its own" in page.text
    assert page.value("response") == "Something else."
    assert site.ticket(1).replies[0].response == "They stand by it."


@pytest.mark.parametrize("by", ["rosa", "lara", "ada"])
def test_only_checkers_and_editors_record_replies(
    site: Site, claim: str, reply: str, by: str
) -> None:
    site.send(f"{claim}/replies/new", 403, by, **asked())
    site.send(reply, 403, by, outcome="declined")
    assert "Record a request" not in site.page(claim, by).links()
    assert site.newsroom.count(ReplyRequest) == 1


@pytest.mark.parametrize(
    "path", ["99/replies/new", "1/replies/99", "1/replies/0", f"1/replies/{10**30}"]
)
def test_what_is_not_there_is_not_found(site: Site, claim: str, path: str) -> None:
    site.page(f"/desk/claims/{path}", status=404)


# ── Moments ──────────────────────────────────────────────────────────────────────────────────────

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def test_a_moment_is_one_of_the_desks_clock() -> None:
    assert parse_moment("2026-11-22T14:02", BERLIN, NOW) == datetime(
        2026, 11, 22, 13, 2, tzinfo=UTC
    )
    assert parse_moment("2026-07-22 14:02", BERLIN, NOW) == datetime(2026, 7, 22, 12, 2, tzinfo=UTC)


def test_an_hour_that_was_skipped_does_not_exist() -> None:
    with pytest.raises(BadInput) as refused:
        parse_moment("2026-03-29T02:30", BERLIN, NOW)
    assert refused.value.sentence == "This time does not exist in Europe/Berlin."


def test_an_hour_that_comes_twice_is_taken_as_the_first() -> None:
    assert parse_moment("2026-10-25T02:30", BERLIN, NOW) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def taken(typed: str) -> datetime | str:
    """The moment, or the sentence that refuses it."""
    try:
        return parse_moment(typed, BERLIN, NOW)
    except BadInput as refused:
        return refused.sentence


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_moment_or_a_sentence(text: str) -> None:
    found = taken(text)
    if isinstance(found, str):
        assert found.startswith(("Write ", "This time "))
    else:
        assert abs(found - NOW) <= timedelta(days=366)


@given(
    st.datetimes(
        NOW.replace(tzinfo=None) - timedelta(days=360),
        NOW.replace(tzinfo=None) + timedelta(days=360),
    )
)
def test_a_moment_that_is_taken_reads_back_as_it_was_typed(local: datetime) -> None:
    found = taken(spelled(local))
    if isinstance(found, str):
        assert found == "This time does not exist in Europe/Berlin."
    else:
        assert spelled(found.astimezone(BERLIN)) == spelled(local)
