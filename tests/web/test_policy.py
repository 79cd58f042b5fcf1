"""The approval policy in the browser: each class in words, and the form that changes it."""

import pytest
from flask import Flask

from factcheck.domain.policy import Policy, RiskClass
from factcheck.services import policies
from tests.cast import Newsroom
from tests.pages import read
from tests.visitors import Visitor, make_app, signed_in, stranger


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


@pytest.fixture
def ada(app: Flask, newsroom: Newsroom) -> Visitor:
    return signed_in(app, newsroom.ada)


def stored(newsroom: Newsroom, risk: RiskClass) -> Policy:
    with newsroom.read() as session:
        return policies.policies(session)[risk]


def form(newsroom: Newsroom, risk: RiskClass, **changes: str) -> dict[str, str]:
    """The form of a class as the page has it, with some fields changed; `-` unticks a box."""
    policy = stored(newsroom, risk)
    sent = {
        name: "y" if value is True else str(value)
        for name, value in vars(policy).items()
        if value is not False
    }
    sent = {name: value for name, value in {**sent, **changes}.items() if value != "-"}
    prefixed = {f"{risk.value}-{name}": value for name, value in sent.items()}
    return {**prefixed, "seen_version": str(policies.version_of(policy))}


def test_every_class_says_what_it_brings_about(ada: Visitor) -> None:
    text = read(ada.get("/desk/policy").text).text
    assert "Two" not in text
    assert "2 approvals carry the verdict; the first person who sends it back decides." in text
    assert "Nothing publishes before somebody was asked for a reply" in text
    assert "Whoever approved does not publish: another editor must." in text
    assert "the usual time to answer is 48 hours" in text


def test_the_rule_that_no_policy_switches_off_is_stated(ada: Visitor) -> None:
    text = read(ada.get("/desk/policy").text).text
    assert "cleared by a legal reviewer before anybody can publish it" in text
    assert "No policy switches that off" in text


def test_a_policy_is_changed_and_the_history_keeps_both(ada: Visitor, newsroom: Newsroom) -> None:
    sent = form(newsroom, RiskClass.ORDINARY, approvals_needed="2", panel_size="3")
    answer = ada.post("/desk/policy/ordinary", sent)
    assert answer.status_code == 303
    assert stored(newsroom, RiskClass.ORDINARY) == Policy(approvals_needed=2, panel_size=3)
    assert stored(newsroom, RiskClass.MINOR).approvals_needed == 2
    text = read(ada.get("/desk/policy").text).text
    assert "2 approvals carry the verdict in a panel of 3; 2 votes against send it back." in text
    assert newsroom.history()[-1] == "policy:changed policy:ordinary"


def test_a_box_is_unticked(ada: Visitor, newsroom: Newsroom) -> None:
    sent = form(newsroom, RiskClass.ORDINARY, may_approver_publish="-")
    assert ada.post("/desk/policy/ordinary", sent).status_code == 303
    assert stored(newsroom, RiskClass.ORDINARY).may_approver_publish is False


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("approvals_needed", "0"),
        ("approvals_needed", "10"),
        ("approvals_needed", ""),
        ("approvals_needed", "1.5"),
        ("panel_size", "-1"),
        ("minimum_origins", "0x10"),
        ("minimum_origins", "²"),
        ("reply_hours", "1441"),
        ("reply_hours", "9" * 5_000),
    ],
)
def test_a_number_that_cannot_be_is_refused_beside_its_field(
    ada: Visitor, newsroom: Newsroom, field: str, typed: str
) -> None:
    before = stored(newsroom, RiskClass.MINOR)
    answer = ada.post("/desk/policy/minor", form(newsroom, RiskClass.MINOR, **{field: typed}))
    assert answer.status_code == 422
    page = read(answer.text)
    assert page.error(f"minor-{field}").startswith("Write a whole number from")
    assert page.value(f"minor-{field}") == typed
    assert stored(newsroom, RiskClass.MINOR) == before


def test_a_panel_smaller_than_its_votes_is_refused(ada: Visitor, newsroom: Newsroom) -> None:
    sent = form(newsroom, RiskClass.ORDINARY, approvals_needed="3", panel_size="2")
    answer = ada.post("/desk/policy/ordinary", sent)
    assert answer.status_code == 422
    assert "at least as many people as votes needed" in answer.text
    assert stored(newsroom, RiskClass.ORDINARY) == Policy()


def test_saving_what_is_there_says_so(ada: Visitor, newsroom: Newsroom) -> None:
    answer = ada.post("/desk/policy/ordinary", form(newsroom, RiskClass.ORDINARY))
    assert answer.status_code == 409
    assert "Nothing is changed" in answer.text


@pytest.mark.parametrize("seen", ["", "0", "nonsense", "99999999999999999999"])
def test_a_save_that_does_not_know_the_present_policy_gets_both_texts(
    ada: Visitor, newsroom: Newsroom, seen: str
) -> None:
    sent = form(newsroom, RiskClass.ORDINARY, approvals_needed="2")
    answer = ada.post("/desk/policy/ordinary", {**sent, "seen_version": seen})
    assert answer.status_code == 409
    page = read(answer.text)
    assert "One approval carries" in page.text
    assert "2 approvals carry" in page.text
    assert stored(newsroom, RiskClass.ORDINARY) == Policy()
    mine = next(one for one in page.all("form") if one.named("ordinary-approvals_needed"))
    again = {
        one.attributes["name"]: mine.value(one.attributes["name"])
        for one in mine
        if "name" in one.attributes
    }
    again.pop("csrf_token")
    assert ada.post("/desk/policy/ordinary", again).status_code == 303
    assert stored(newsroom, RiskClass.ORDINARY).approvals_needed == 2


def test_a_change_made_while_an_error_was_mended_is_still_told(
    ada: Visitor, newsroom: Newsroom
) -> None:
    wrong = form(newsroom, RiskClass.ORDINARY, approvals_needed="0")
    ada.post("/desk/policy/ordinary", form(newsroom, RiskClass.ORDINARY, approvals_needed="3"))
    page = read(ada.post("/desk/policy/ordinary", wrong).text)
    mine = next(one for one in page.all("form") if one.named("ordinary-approvals_needed"))
    mended = {**wrong, "ordinary-approvals_needed": "2", "seen_version": mine.value("seen_version")}
    assert ada.post("/desk/policy/ordinary", mended).status_code == 409
    assert stored(newsroom, RiskClass.ORDINARY).approvals_needed == 3


def test_only_administrators_enter(app: Flask, newsroom: Newsroom) -> None:
    for who in (newsroom.carla, newsroom.edith, newsroom.lara, newsroom.rosa):
        visitor = signed_in(app, who)
        assert visitor.get("/desk/policy").status_code == 403
        sent = form(newsroom, RiskClass.MINOR, approvals_needed="1")
        assert visitor.post("/desk/policy/minor", sent).status_code == 403
    assert stranger(app).post("/desk/policy/minor").status_code == 404
    assert stored(newsroom, RiskClass.MINOR).approvals_needed == 2


def test_a_class_that_is_not_there_is_not_found(ada: Visitor) -> None:
    assert ada.post("/desk/policy/nothing").status_code == 404
