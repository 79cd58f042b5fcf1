"""How often anybody may send something in: from one place, and all together; nothing typed is lost (2.4.1)."""

import pytest
from werkzeug.test import TestResponse

from factcheck.domain.limits import TIPS_SENT, TIPS_SENT_IN_ALL
from factcheck.models import Throttle, Tip
from factcheck.services import throttle as counters
from factcheck.web import patience
from tests import tipping
from tests.cast import Newsroom
from tests.pages import read
from tests.visitors import Visitor, make_app, stranger
from tests.web.test_tips import CLAIM, Clock, nothing_kept, page, send


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(patience, "utc_now", clock)
    return clock


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Visitor:
    return stranger(make_app(sqlite_newsroom))


def counted(newsroom: Newsroom) -> dict[str, int]:
    with newsroom.read() as session:
        return {row.key.split("/")[2]: row.hits for row in session.query(Throttle)}


def from_(reader: Visitor, address: str, clock: Clock, **typed: str) -> TestResponse:
    begun = page(reader, "/send").value("begun")
    clock.passes(seconds=60)
    return reader.post(
        "/send", {**CLAIM, "begun": begun, **typed}, environ_overrides={"REMOTE_ADDR": address}
    )


def test_one_place_sends_so_much_an_hour_and_the_next_one_comes_back_as_it_was_typed(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    for _ in range(TIPS_SENT):
        assert from_(reader, "203.0.113.7", clock).status_code == 303
    refused = from_(reader, "203.0.113.7", clock, words="One more claim.")
    form = read(refused.text)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "Too much was sent in from where you are this hour." in form.text
    assert (form.value("words"), form.value("mail")) == ("One more claim.", CLAIM["mail"])
    assert sqlite_newsroom.count(Tip) == TIPS_SENT
    assert from_(reader, "203.0.113.8", clock).status_code == 303
    assert reader.get("/send").status_code == 200


def test_one_place_alone_never_uses_up_what_all_may_send(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    for _ in range(TIPS_SENT + 5):
        from_(reader, "203.0.113.7", clock)
    assert counted(sqlite_newsroom)["all"] == TIPS_SENT


def test_all_addresses_of_one_ipv6_network_are_one_place(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    for number in range(TIPS_SENT):
        address = f"2001:db8:1:2:{number + 1:x}::{number + 1:x}"
        assert from_(reader, address, clock).status_code == 303
    assert from_(reader, "2001:db8:1:2:ffff::1", clock).status_code == 429
    assert from_(reader, "2001:db8:1:3::1", clock).status_code == 303


def test_what_all_send_together_has_an_end_as_well(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    with sqlite_newsroom.database.work(tipping.NOBODY) as work:
        key = f"LIMITER/try/all/tips/{TIPS_SENT_IN_ALL}/1/hour"
        counters.count(work, key, 3600, TIPS_SENT_IN_ALL)
    assert from_(reader, "203.0.113.7", clock).status_code == 429
    assert nothing_kept(sqlite_newsroom)


def test_reports_and_claims_count_together(
    sqlite_newsroom: Newsroom, reader: Visitor, clock: Clock
) -> None:
    for number in range(TIPS_SENT):
        path = ("/send", "/report")[number % 2]
        assert send(reader, clock, path, page="Ratings").status_code == 303
    answer = send(reader, clock, "/report", page="Corrections")
    assert answer.status_code == 429
    assert read(answer.text).value("page") == "Corrections"
