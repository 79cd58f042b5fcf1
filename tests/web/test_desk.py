"""My work, the queue by its address, and the permissions as they are enforced."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.domain.acts import ALLOWED
from factcheck.domain.guards import GUARDS
from factcheck.domain.terms import Actor, Part, ReplyOutcome, State
from factcheck.domain.workflow import TABLE
from factcheck.services import claims, replies, reviews
from factcheck.web import queue_address
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.queues import claim
from tests.statements import counted
from tests.visitors import Visitor, make_app, signed_in, stranger


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


def page_for(app: Flask, who: Actor, path: str, status: int = 200) -> Element:
    answer = signed_in(app, who).get(path)
    assert answer.status_code == status, answer.text
    return read(answer.text)


def rows(page: Element) -> list[str]:
    """The numbers of the claims in the queue, in their order."""
    return [
        cell.text
        for body in page.all("tbody")
        for row in body.all("tr")
        for cell in row.all("td", data_label="Claim")
    ]


# ── The queue by its address ─────────────────────────────────────────────────────────────────────


def test_the_queue_shows_what_is_under_way_and_not_what_is_done(
    app: Flask, newsroom: Newsroom
) -> None:
    under_way = [claim(newsroom, state) for state in (State.OPEN, State.IN_REVIEW)]
    claim(newsroom, State.PUBLISHED)
    claim(newsroom, State.DISMISSED)
    page = page_for(app, newsroom.edith, "/desk/queue")
    assert sorted(map(int, rows(page))) == sorted(under_way)


def test_a_state_in_the_address_narrows_the_queue(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.OPEN)
    published = claim(newsroom, State.PUBLISHED)
    page = page_for(app, newsroom.edith, "/desk/queue?state=published")
    assert rows(page) == [str(published)]


def test_a_row_says_what_a_decision_needs(app: Flask, newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, claim_id, newsroom.rosa)
    row = page_for(app, newsroom.edith, "/desk/queue").all("tbody")[0].all("tr")[0]
    cells = {
        cell.attributes["data-label"]: cell.text
        for cell in row.all("td")
        if "data-label" in cell.attributes
    }
    assert cells["Claimant"] == "the mayor"
    assert cells["State"] == "In review"
    assert cells["Verdict"] == "Supported"
    assert cells["Held by"] == "Carla"
    assert cells["Evidence"].startswith("2 supports")
    assert cells["Reviewers"] == "Rosa Asked"
    assert cells["Waiting since"] == "20 November 2026"


def test_the_queue_says_why_i_may_not_approve(app: Flask, newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.log(newsroom, claim_id, newsroom.edith)
    mine = page_for(app, newsroom.edith, "/desk/queue").all(class_="why-not")
    assert [one.text for one in mine] == [
        "Not by you: Another person must approve: you logged evidence 3."
    ]
    assert page_for(app, newsroom.emil, "/desk/queue").all(class_="why-not") == []


def test_risk_flags_and_a_hold_are_said_in_words(app: Flask, newsroom: Newsroom) -> None:
    given = factories.CLAIM
    risky = type(given)(**{**vars(given), "alleges_crime": True})
    claim_id = claim(newsroom, State.OPEN, given=risky)
    factories.hold(newsroom, claim_id)
    reason = page_for(app, newsroom.edith, "/desk/queue").all(class_="reason")[0].text
    assert reason == "Legal hold At risk: alleges a crime."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("state=sideways", "Unknown state; use spotted, open"),
        ("sort=password", "Unknown sort; use since, newest, due."),
        ("mine=yes", "“mine” can only be 1."),
        ("risk=-1", "“risk” can only be 1."),
        ("article=0", "must be the number of an article"),
        ("article=1_000", "must be the number of an article"),
        ("article=99999999999999999999999", "must be the number of an article"),
        ("after=yesterday", "That place in the list is not there"),
        ("after=2026-02-30T00:00:00.000000Z~4", "That place in the list is not there"),
        ("sort=due&after=2026-W01-1~4", "That place in the list is not there"),
        ("sort=due&after=~0", "That place in the list is not there"),
        ("state=open&state=open", "stands in the address twice"),
        ("fields=*", "The queue knows no such filter"),
        ("page=-1", "The queue knows no such filter"),
    ],
)
def test_what_the_queue_does_not_know_is_refused_with_a_sentence(
    app: Flask, newsroom: Newsroom, query: str, sentence: str
) -> None:
    page = page_for(app, newsroom.edith, f"/desk/queue?{query}", status=400)
    assert sentence in page.all("main")[0].text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x", "Write at least 2 letters."),
        ("a" * 201, "The search is longer than 200 characters."),
        ("(((", "Write at least one word to look for."),
        ("the\x00harbour", "The search has a control character (U+0000) at position 4."),
    ],
)
def test_a_search_that_cannot_be_made_stays_in_its_field_with_the_sentence(
    app: Flask, newsroom: Newsroom, typed: str, sentence: str
) -> None:
    answer = signed_in(app, newsroom.edith).get("/desk/queue", query_string={"q": typed})
    assert answer.status_code == 400
    page = read(answer.text)
    assert page.error("q") == sentence
    assert rows(page) == []


@pytest.mark.parametrize(
    "typed", ['"', "AND OR NOT", "NEAR(a b)", "a*b*c*", "title : harbour", "%_\\", "(a+)+$", "'--"]
)
def test_orders_of_the_index_are_only_words(app: Flask, newsroom: Newsroom, typed: str) -> None:
    claim(newsroom, State.OPEN)
    answer = signed_in(app, newsroom.edith).get("/desk/queue", query_string={"q": typed})
    assert answer.status_code in {200, 400}
    assert rows(read(answer.text)) == []


def test_a_search_finds_the_wording_in_every_state(app: Flask, newsroom: Newsroom) -> None:
    found = [claim(newsroom, state) for state in (State.OPEN, State.PUBLISHED)]
    page = page_for(app, newsroom.edith, "/desk/queue?q=harbour+LOSS")
    assert rows(page) == [str(claim_id) for claim_id in reversed(found)]
    assert page.value("q") == "harbour LOSS"


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    query=st.dictionaries(
        st.sampled_from(["state", "mine", "asked", "risk", "article", "q", "sort", "after", "x"]),
        st.text(max_size=30),
        max_size=4,
    )
)
def test_no_address_breaks_the_queue(visitor: Visitor, query: dict[str, str]) -> None:
    answer = visitor.get("/desk/queue", query_string=query)
    assert answer.status_code in {200, 400}


@pytest.fixture
def visitor(app: Flask, newsroom: Newsroom) -> Visitor:
    claim(newsroom, State.OPEN)
    return signed_in(app, newsroom.edith)


def test_the_links_of_the_queue_keep_the_other_filters(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.CHECKING)
    links = page_for(app, newsroom.carla, "/desk/queue?mine=1&sort=due").links()
    assert links["Checking 1"] == "/desk/queue?mine=1&sort=due&state=checking"
    assert links["In review 0"] == "/desk/queue?mine=1&sort=due&state=in_review"
    assert links["Waiting since"] == "/desk/queue?mine=1"
    assert links["Mine"] == "/desk/queue?mine=1"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.booleans())
def test_words_stand_in_the_links_as_flask_writes_them(
    app: Flask, typed: str, is_mine: bool
) -> None:
    said = {"q": typed} | ({"mine": "1"} if is_mine else {})
    with app.test_request_context("/desk/queue"):
        kept = {name: one for name, one in said.items() if one}
        assert queue_address.url(said) == Flask.url_for(app, "desk.queue", **kept)
        assert queue_address.url(said, state="open", q="") == Flask.url_for(
            app,
            "desk.queue",
            **{name: one for name, one in kept.items() if name != "q"},
            state="open",
        )


def test_links_of_a_site_in_a_folder_stay_in_it(app: Flask) -> None:
    with app.test_request_context("/desk/queue", base_url="http://localhost/checks"):
        assert queue_address.url({"q": "a b"}) == "/checks/desk/queue?q=a+b"
        assert queue_address.url({}) == "/checks/desk/queue"


def test_the_head_of_the_table_says_how_it_is_sorted(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.CHECKING)
    for query, sorted_ in {
        "": {"Waiting since": "ascending"},
        "?sort=newest": {"Waiting since": "descending"},
        "?sort=due": {"Due": "ascending"},
    }.items():
        page = page_for(app, newsroom.edith, f"/desk/queue{query}")
        heads = {
            th.text: th.attributes["aria-sort"]
            for th in page.all("th")
            if "aria-sort" in th.attributes
        }
        assert heads == sorted_


def test_the_next_page_goes_on_where_this_one_ends(app: Flask, newsroom: Newsroom) -> None:
    made = [claim(newsroom, State.OPEN) for _ in range(43)]
    first = page_for(app, newsroom.edith, "/desk/queue")
    second = page_for(app, newsroom.edith, first.links()["Next 40"])
    assert [*rows(first), *rows(second)] == [str(one) for one in made]
    assert "Next 40" not in second.links()
    assert second.links()["To the start"] == "/desk/queue"


def test_an_empty_queue_says_how_to_begin(app: Flask, newsroom: Newsroom) -> None:
    page = page_for(app, newsroom.edith, "/desk/queue")
    assert page.links()["To the articles"] == "/desk/articles"
    narrowed = page_for(app, newsroom.edith, "/desk/queue?mine=1")
    assert narrowed.links()["The whole queue"] == "/desk/queue"


@pytest.mark.parametrize(
    "query", ["", "?state=in_review&sort=due", "?mine=1&risk=1", "?q=harbour", "?asked=1&article=1"]
)
def test_the_queue_costs_four_statements_at_most(
    app: Flask, newsroom: Newsroom, query: str
) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, claim_id, newsroom.rosa)
    visitor = signed_in(app, newsroom.rosa)
    visitor.get(f"/desk/queue{query}")  # scales and policies are read once
    with counted(newsroom.database) as statements:
        assert visitor.get(f"/desk/queue{query}").status_code == 200
    assert len(statements) <= 4, statements


# ── My work ──────────────────────────────────────────────────────────────────────────────────────


def sections(page: Element) -> dict[str, list[str]]:
    """The claims of each section of my work, by the section's heading."""
    return {
        part.all("h2")[0].text: [link.text for link in part.all("a", class_="worklist__claim")]
        for part in page.all("section", class_="part")
    }


def test_what_was_sent_back_comes_with_its_reason(app: Flask, newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.rosa) as work:
        reviews.send_back(work, claim_id, "The audit covers another year.")
    page = page_for(app, newsroom.carla, "/desk")
    assert sections(page) == {"Sent back to you": [factories.CLAIM.statement]}
    assert page.all(class_="worklist__why")[0].text == "The audit covers another year."
    assert "by Rosa" in page.all(class_="worklist__meta")[0].text


def test_each_part_sees_the_work_that_is_its_own(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.OPEN)
    claim(newsroom, State.APPROVED)
    in_review = claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, in_review, newsroom.rosa)
    assert set(sections(page_for(app, newsroom.cyril, "/desk"))) == {"Free to take"}
    assert set(sections(page_for(app, newsroom.carla, "/desk"))) == {"You hold", "Free to take"}
    assert set(sections(page_for(app, newsroom.rosa, "/desk"))) == {"Reviews asked of you"}
    assert set(sections(page_for(app, newsroom.edith, "/desk"))) == {
        "Approved, to be published",
        "Free to take",
    }


def test_nothing_to_do_is_said_in_words(app: Flask, newsroom: Newsroom) -> None:
    page = page_for(app, newsroom.ada, "/desk")
    assert "Nothing waits for you." in page.text


def test_a_reply_after_publication_becomes_work(app: Flask, newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.APPROVED)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert "Replies that came after publication" not in sections(
        page_for(app, newsroom.edith, "/desk")
    )
    late = claim(newsroom, State.IN_REVIEW)
    reply_id = factories.reply(newsroom, late, newsroom.carla)
    factories.approve(newsroom, late, newsroom.rosa)
    factories.publish(newsroom, late, newsroom.edith)
    with newsroom.work(newsroom.carla) as work:
        replies.record(work, late, reply_id, ReplyOutcome.REPLIED, "The figure is right.", "")
    found = sections(page_for(app, newsroom.edith, "/desk"))
    assert found["Replies that came after publication"] == [factories.CLAIM.statement]


def test_a_claim_past_its_date_is_overdue(app: Flask, newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.CHECKING)
    with newsroom.work(newsroom.edith) as work:
        claims.set_due(work, claim_id, (work.now - timedelta(days=0)).date())
    headings = set(sections(page_for(app, newsroom.carla, "/desk")))
    assert headings & {"Overdue", "Due within 3 days", "You hold"}


def test_my_work_costs_two_statements(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.IN_REVIEW)
    visitor = signed_in(app, newsroom.max)
    with counted(newsroom.database) as statements:
        assert visitor.get("/desk").status_code == 200
    assert len(statements) <= 2, statements


# ── Permissions ──────────────────────────────────────────────────────────────────────────────────


def test_the_permissions_are_the_rulebook(app: Flask, newsroom: Newsroom) -> None:
    page = page_for(app, newsroom.ada, "/desk/permissions")
    for verb, rule in TABLE.items():
        row = page.id(verb.value)
        said = row.text
        assert verb.about in said
        for part in rule.parts:
            assert part.label in row.all("td", data_label="Who")[0].text
        marks = row.all("td", data_label="From")[0].all("li")
        assert len(marks) == len(rule.moves)
        for name in rule.guards:
            assert GUARDS[name].about.split(" (")[0].rstrip(".") in said


def test_the_permissions_say_what_else_people_do(app: Flask, newsroom: Newsroom) -> None:
    page = page_for(app, newsroom.carla, "/desk/permissions")
    for act, allowed in ALLOWED.items():
        row = page.id(act.value)
        assert act.about in row.text
        said = row.all("td", data_label="Who")[0].text
        assert {part for part in Part if part.label in said.split(", ")} == allowed.parts
        for condition in allowed.conditions:
            assert condition in row.text
        assert ("The command line may as well." in row.text) is allowed.is_by_shell


def test_the_permissions_say_four_eyes_in_sentences(app: Flask, newsroom: Newsroom) -> None:
    text = page_for(app, newsroom.carla, "/desk/permissions").text
    assert "Nobody approves a verdict that she wrote" in text
    for term in (*Part, *State):
        assert term.about in text
    assert "(W2)" not in text


@pytest.mark.parametrize("path", ["/desk", "/desk/queue", "/desk/permissions"])
def test_strangers_are_sent_to_the_login(app: Flask, path: str) -> None:
    answer = stranger(app).get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")


def every_link(page: Element) -> list[Any]:
    return [one for one in page.all("a") if one.attributes.get("href", "").startswith("/desk")]


def test_every_link_of_the_queue_leads_somewhere(app: Flask, newsroom: Newsroom) -> None:
    claim(newsroom, State.IN_REVIEW)
    visitor = signed_in(app, newsroom.max)
    for link in every_link(read(visitor.get("/desk/queue").text)):
        assert visitor.get(link.attributes["href"]).status_code == 200, link
