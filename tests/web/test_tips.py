"""The forms that anybody may send, and the private page: nothing typed is lost, and nothing is told to others."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from factcheck.db import utc_now
from factcheck.domain.limits import TIP_FORM_LIFE, TIP_PATIENCE
from factcheck.domain.terms import State
from factcheck.domain.tips import TipKind, TipState
from factcheck.models import Tip
from factcheck.services import tips
from factcheck.web import patience
from tests import factories, tipping
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.visitors import HTTPS, Visitor, make_app, stranger

CLAIM = {
    "words": "The harbour has never made a loss.",
    "seen_where": "A leaflet",
    "address": "https://leaflet.example/harbour",
    "why": "The town votes on it.",
    "mail": "Reader@Post.example",
}
REPORT = {"words": "The figure is of the year before.", "address": "", "mail": ""}


class Clock:
    """What time the forms believe it is."""

    def __init__(self) -> None:
        self.now: datetime = utc_now()

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(patience, "utc_now", clock)
    return clock


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Visitor:
    return stranger(make_app(sqlite_newsroom))


def page(reader: Visitor, path: str, status: int = 200) -> Element:
    answer = reader.get(path)
    assert answer.status_code == status, answer.text
    return read(answer.text)


def send(
    reader: Visitor, clock: Clock, path: str = "/send", after: float = 60, **typed: str
) -> TestResponse:
    """Open the form, write for a while, and send it."""
    begun = page(reader, path).value("begun")
    clock.passes(seconds=after)
    fields = {**(CLAIM if path == "/send" else REPORT), **typed}
    return reader.post(path, {"begun": begun, "further": "", **fields})


def kept(newsroom: Newsroom) -> list[Tip]:
    with newsroom.read() as session:
        return session.query(Tip).order_by(Tip.id).all()


def nothing_kept(newsroom: Newsroom) -> bool:
    return newsroom.count(Tip) == 0 and "tip:received" not in " ".join(newsroom.history())


# ── Sending ──────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_is_sent_without_an_account_and_leads_to_its_private_page(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    answer = send(reader, clock)
    assert answer.status_code == 303
    (row,) = kept(sqlite_newsroom)
    assert (row.kind, row.words, row.why) == (TipKind.CLAIM, CLAIM["words"], CLAIM["why"])
    assert (row.seen_where, row.address) == ("A leaflet", "https://leaflet.example/harbour")
    assert row.mail == "reader@post.example"
    private = page(reader, answer.location)
    assert "We have it. A person will read it and decide." in private.text
    base_url = reader.app.extensions["factcheck"].settings.base_url
    assert f"{base_url}{answer.location}" in private.text
    assert CLAIM["words"] in private.text
    assert "post.example" not in private.text


def test_a_report_is_sent_from_the_page_of_a_verdict_and_is_about_that_one(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    claim_id = factories.claim(sqlite_newsroom, State.PUBLISHED)
    about = tipping.publication_of(sqlite_newsroom, claim_id)
    verdict = read(reader.get(f"/verdicts/{about}", follow_redirects=True).text)
    path = verdict.links()["Something wrong on this page? Report an error"]
    assert path == f"/report/{about}"
    form = page(reader, path)
    assert factories.CLAIM.statement in form.text
    assert form.named("page") == []
    assert send(reader, clock, path).status_code == 303
    (row,) = kept(sqlite_newsroom)
    assert (row.kind, row.publication_id, row.publication_number) == (TipKind.REPORT, about, 1)


def test_a_report_on_any_other_page_says_which(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    refused = read(send(reader, clock, "/report", page="").text)
    assert refused.error("page") == "Write the page."
    assert refused.value("words") == REPORT["words"]
    assert send(reader, clock, "/report", page="Ratings").status_code == 303
    (row,) = kept(sqlite_newsroom)
    assert (row.seen_where, row.publication_id) == ("Ratings", None)


def test_no_report_is_taken_on_a_verdict_that_readers_do_not_have(
    sqlite_newsroom: Newsroom, reader: Visitor
) -> None:
    factories.claim(sqlite_newsroom, State.APPROVED)
    for number in (1, 99):
        assert reader.get(f"/report/{number}").status_code == 404
        assert reader.post(f"/report/{number}", REPORT).status_code == 404
    assert nothing_kept(sqlite_newsroom)


WRONG = {
    "words": ("", "Write the claim."),
    "address": ("leaflet", "The address must begin with http:// or https://"),
    "mail": ("reader", "Write one mail address"),
    "why": ("x" * 4_001, "at most 4,000"),
    "seen_where": ("y" * 301, "longer than 300 characters"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock, name: str
) -> None:
    typed, sentence = WRONG[name]
    answer = send(reader, clock, **{name: typed})
    assert answer.status_code in {413, 422}
    form = read(answer.text)
    assert sentence in form.error(name)
    assert "Not sent yet." in form.text
    assert {one: form.value(one) for one in CLAIM} == {**CLAIM, name: typed}
    assert nothing_kept(sqlite_newsroom)


def test_a_claim_that_nobody_could_find_is_asked_for_its_place(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    form = read(send(reader, clock, seen_where="", address=" ").text)
    assert "Say where you met it, or give its address." in form.error("seen_where")
    assert form.value("words") == CLAIM["words"]
    assert nothing_kept(sqlite_newsroom)
    for typed in ({"seen_where": ""}, {"address": ""}):
        assert send(reader, clock, **typed).status_code == 303


@pytest.mark.parametrize("name", ["words", "seen_where", "why"])
@pytest.mark.parametrize("typed", ["a\u202eb", "a\x00b", "a\ufffeb"])
def test_text_that_shows_itself_as_another_is_refused(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock, name: str, typed: str
) -> None:
    answer = send(reader, clock, **{name: typed})
    assert answer.status_code == 422
    assert read(answer.text).error(name)
    assert nothing_kept(sqlite_newsroom)


def test_mark_up_in_a_message_is_shown_as_it_was_typed(reader: Visitor, clock: Clock) -> None:
    answer = send(reader, clock, words="<script>alert(1)</script> the <b>harbour</b>")
    shown = reader.get(answer.location).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert read(shown).all("b") == []


# ── Neither too quick nor a machine ──────────────────────────────────────────────────────────────


def test_whoever_is_too_quick_is_asked_to_send_it_again_and_loses_nothing(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    answer = send(reader, clock, after=TIP_PATIENCE - 1)
    assert answer.status_code == 422
    form = read(answer.text)
    assert patience.TOO_QUICK in form.text
    assert {one: form.value(one) for one in CLAIM} == CLAIM
    assert nothing_kept(sqlite_newsroom)
    clock.passes(seconds=1)
    again = {**CLAIM, "begun": form.value("begun")}
    assert reader.post("/send", again).status_code == 303


def test_a_form_that_was_open_for_a_day_is_sent_once_more(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    answer = send(reader, clock, after=TIP_FORM_LIFE * 3600 + 1)
    form = read(answer.text)
    assert (answer.status_code, patience.TOO_OLD in form.text) == (422, True)
    assert form.value("words") == CLAIM["words"]
    assert nothing_kept(sqlite_newsroom)
    clock.passes(seconds=TIP_PATIENCE)
    assert reader.post("/send", {**CLAIM, "begun": form.value("begun")}).status_code == 303


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(stamp=st.text(max_size=80))
def test_no_stamp_but_ours_says_when_a_form_was_opened(reader: Visitor, stamp: str) -> None:
    with reader.app.test_request_context(method="POST", data={"begun": stamp}):
        assert patience.complaint() == patience.TOO_OLD
        assert patience.begun() != stamp


def test_a_stamp_of_tomorrow_is_none_of_ours(reader: Visitor, clock: Clock) -> None:
    begun = page(reader, "/send").value("begun")
    clock.passes(days=-1)
    with reader.app.test_request_context(method="POST", data={"begun": begun}):
        assert patience.complaint() == patience.TOO_OLD


def test_the_field_no_person_sees_is_out_of_reach_of_eye_key_and_voice(reader: Visitor) -> None:
    for path in ("/send", "/report"):
        form = page(reader, path)
        (trap,) = form.named("further")
        assert (trap.attributes["tabindex"], trap.attributes["autocomplete"]) == ("-1", "off")
        (around,) = form.all("div", class_="unseen")
        assert around.attributes["aria-hidden"] == "true"
        assert trap in list(around)
    sheet = reader.get("/static/css/reader.css").text
    assert ".unseen { display: none; }" in sheet


def test_a_program_that_fills_in_everything_is_told_so_and_nothing_is_kept(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    answer = send(reader, clock, further="https://lamps.example")
    form = read(answer.text)
    assert (answer.status_code, patience.FILLED_IN in form.text) == (422, True)
    assert (form.value("further"), form.value("words")) == ("", CLAIM["words"])
    assert nothing_kept(sqlite_newsroom)
    again = {**CLAIM, "begun": form.value("begun"), "further": ""}
    assert reader.post("/send", again).status_code == 303


def test_a_form_from_elsewhere_is_refused_and_shows_what_was_typed(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    answer = send(reader, clock, csrf_token="made up")
    shown = read(answer.text)
    assert answer.status_code == 400
    assert "This form is too old or came from elsewhere." in shown.text
    assert CLAIM["words"] in shown.text
    assert "Begun" not in shown.text
    assert nothing_kept(sqlite_newsroom)


# ── The private page ─────────────────────────────────────────────────────────────────────────────


def test_nobody_keeps_the_private_page_or_learns_its_address(
    sqlite_newsroom: Newsroom, reader: Visitor
) -> None:
    _, token = tipping.send(sqlite_newsroom)
    answer = reader.get(f"/sent/{token}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    outside = [one for one in read(answer.text).links().values() if not one.startswith(("/", "#"))]
    assert outside == [], "no link leads to another site"


@pytest.mark.parametrize("path", ["/send", "/report"])
def test_no_form_with_a_token_in_it_is_kept_by_a_cache(reader: Visitor, path: str) -> None:
    assert reader.get(path).headers["Cache-Control"] == "no-store"


def test_over_https_a_form_is_sent_from_our_own_page(
    sqlite_newsroom: Newsroom, clock: Clock
) -> None:
    reader = stranger(make_app(sqlite_newsroom, HTTPS))
    answer = send(reader, clock)
    assert answer.status_code == 303
    assert f"{HTTPS}{answer.location}" in page(reader, answer.location).text


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "%ff", "..", "é"])
def test_an_address_that_was_made_up_is_not_there(
    sqlite_newsroom: Newsroom, reader: Visitor, token: str
) -> None:
    tipping.send(sqlite_newsroom)
    assert reader.get(f"/sent/{token}").status_code == 404


def test_the_page_tells_of_each_decision_in_words_and_never_of_a_draft(
    sqlite_newsroom: Newsroom, reader: Visitor
) -> None:
    claim_id = factories.claim(sqlite_newsroom, State.APPROVED)
    number, token = tipping.send(sqlite_newsroom)
    path = f"/sent/{token}"
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        tips.merge(work, number, claim_id)
    private = page(reader, path)
    assert "We took it up: it goes into a claim that we look into." in private.text
    assert "Carla" not in private.text
    for word in (factories.CLAIM.statement, f"claim {claim_id}", "/desk/claims"):
        assert word not in reader.get(path).text
    factories.publish(sqlite_newsroom, claim_id, sqlite_newsroom.edith)
    links = page(reader, path).links()
    about = tipping.publication_of(sqlite_newsroom, claim_id)
    assert links["Read what came of it"].startswith(f"/verdicts/{about}-")


def test_the_page_gives_the_reason_where_a_message_was_declined(
    sqlite_newsroom: Newsroom, reader: Visitor
) -> None:
    number, token = tipping.send(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        tips.decline(work, number, "Taste <is> not checked.")
    assert "Taste <is> not checked." in page(reader, f"/sent/{token}").text
    assert tipping.tip(sqlite_newsroom, number).state is TipState.DECLINED


def test_every_page_for_readers_leads_to_both_forms_at_the_same_place(reader: Visitor) -> None:
    for path in ("/", "/ratings", "/corrections", "/about/method", "/send", "/report", "/nowhere"):
        (foot,) = read(reader.get(path).text).all("footer")
        links: dict[str, Any] = foot.links()
        assert list(links.items())[:2] == [
            ("Report an error", "/report"),
            ("Send a claim to check", "/send"),
        ]
