"""Several claims at once: what will be skipped is said first, and each passes the rulebook alone."""

from typing import Any

import pytest
from flask import Flask

from factcheck.domain.terms import State
from factcheck.models import Claim
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.queues import claim
from tests.visitors import Visitor, make_app, signed_in


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


def send(visitor: Visitor, *ids: object, verb: str = "take", **more: str) -> Element:
    answer = visitor.post(
        "/desk/queue/several", {"claim": list(map(str, ids)), "verb": verb, **more}
    )
    if answer.status_code == 303:
        answer = visitor.get(answer.headers["Location"])
    assert answer.status_code == 200
    return read(answer.text)


def states(newsroom: Newsroom, *ids: int) -> list[tuple[State, int | None]]:
    with newsroom.read() as session:
        rows = [session.get_one(Claim, number) for number in ids]
        return [(row.state, row.assignee_id) for row in rows]


def test_first_it_is_said_what_will_be_skipped_and_why(app: Flask, newsroom: Newsroom) -> None:
    free, published = claim(newsroom, State.OPEN), claim(newsroom, State.PUBLISHED)
    page = send(signed_in(app, newsroom.cyril), free, published, 4711)
    parts = {part.all("h2")[0].text: part for part in page.all("section", class_="part")}
    assert f"Claim {free}" in parts["One claim to take"].text
    assert "This verdict is published." in parts["Skipped"].text
    assert page.value("claim") == str(free)
    assert states(newsroom, free)[0][0] is State.OPEN


def test_what_somebody_else_takes_meanwhile_is_skipped_and_who_holds_a_claim_is_said_first(
    app: Flask, newsroom: Newsroom
) -> None:
    free, hers = claim(newsroom, State.OPEN), claim(newsroom, State.OPEN)
    factories.take(newsroom, hers, newsroom.carla)
    cyril = signed_in(app, newsroom.cyril)
    page = send(cyril, free, hers)
    assert page.text.count("Held by Carla") == 1
    seen = {name: page.value(name) for name in (f"seen_holder_{free}", f"seen_holder_{hers}")}
    factories.take(newsroom, free, newsroom.carla)
    page = send(cyril, free, hers, confirmed="1", **seen)
    assert page.all(class_="flash")[0].text == (
        f"Taken: claim {hers}. Skipped claim {free}: "
        "Carla took this claim meanwhile. Look at it again before you take it over."
    )
    assert states(newsroom, free, hers) == [
        (State.CHECKING, newsroom.carla.id),
        (State.CHECKING, newsroom.cyril.id),
    ]


def test_confirmed_each_claim_is_taken_on_its_own(app: Flask, newsroom: Newsroom) -> None:
    made = [claim(newsroom, State.OPEN) for _ in range(3)]
    factories.take(newsroom, made[1], newsroom.cyril)
    page = send(signed_in(app, newsroom.cyril), *made, confirmed="1")
    said = page.all(class_="flash")[0].text
    assert said == (
        f"Taken: claim {made[0]}, claim {made[2]}. "
        f"Skipped claim {made[1]}: You hold this claim already."
    )
    assert states(newsroom, *made) == [(State.CHECKING, newsroom.cyril.id)] * 3


def test_an_editor_assigns_several_to_one_checker(app: Flask, newsroom: Newsroom) -> None:
    made = [claim(newsroom, State.OPEN) for _ in range(2)]
    edith = signed_in(app, newsroom.edith)
    chosen = str(newsroom.cyril.id)
    send(edith, *made, verb="assign", person=chosen, confirmed="1", back="state=open&sort=due")
    assert states(newsroom, *made) == [(State.CHECKING, newsroom.cyril.id)] * 2


@pytest.mark.parametrize("person", ["", "0", "4711", "Rosa"])
def test_nobody_is_no_checker(app: Flask, newsroom: Newsroom, person: str) -> None:
    claim_id = claim(newsroom, State.OPEN)
    sent = {"claim": str(claim_id), "verb": "assign", "confirmed": "1"}
    sent["person"] = str(newsroom.rosa.id) if person == "Rosa" else person
    answer = signed_in(app, newsroom.edith).post("/desk/queue/several", sent)
    assert answer.status_code == 422
    assert read(answer.text).error("person") == "Choose a colleague of this desk who is a checker."
    assert states(newsroom, claim_id) == [(State.OPEN, None)]


def test_a_checker_who_assigns_is_told_who_may(app: Flask, newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.OPEN)
    page = send(signed_in(app, newsroom.carla), claim_id, verb="assign")
    assert page.all(class_="worklist__why")[0].text == "Only an editor may assign."


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 303),
        ({"verb": "take"}, 303),
        ({"claim": "1", "verb": "publish"}, 400),
        ({"claim": "1"}, 400),
        ({"claim": "-1", "verb": "take"}, 400),
        ({"claim": [str(number) for number in range(1, 42)], "verb": "take"}, 400),
    ],
)
def test_what_cannot_be_done_to_several_is_refused(
    app: Flask, newsroom: Newsroom, sent: dict[str, Any], status: int
) -> None:
    answer = signed_in(app, newsroom.max).post("/desk/queue/several", sent)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("state=open&sort=due", "/desk/queue?state=open&sort=due"),
        ("q=harbour+loss&after=7", "/desk/queue?q=harbour+loss&after=7"),
        ("//elsewhere.example", "/desk/queue"),
        ("state=sideways", "/desk/queue"),
        ("&" * 5_000, "/desk/queue"),
        ("q=" + "x" * 5_000, "/desk/queue"),
    ],
)
def test_the_way_back_is_the_queue_and_nothing_else(
    app: Flask, newsroom: Newsroom, query: str, address: str
) -> None:
    answer = signed_in(app, newsroom.max).post("/desk/queue/several", {"back": query})
    assert answer.headers["Location"] == address


def test_ticks_are_for_those_who_can_use_them(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.OPEN)
    assert read(signed_in(app, newsroom.rosa).get("/desk/queue").text).named("claim") == []
    page = read(signed_in(app, newsroom.carla).get("/desk/queue").text)
    assert len(page.named("claim")) == 1
    assert [one.text for one in page.named("verb")] == ["Take…"]
