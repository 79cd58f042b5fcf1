"""The approval policy as data: saved whole or not at all, told in words, kept in the history."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.models import Desk, HistoryRow, PolicyRow
from factcheck.services import policies
from factcheck.services.stale import StaleSave
from tests.cast import Newsroom

PLAIN = Policy()


def save(newsroom: Newsroom, risk: RiskClass, policy: Policy, seen: Policy) -> None:
    with newsroom.work(newsroom.ada) as work:
        policies.save(work, risk, policy, policies.version_of(seen))


def version(newsroom: Newsroom) -> int:
    with newsroom.read() as session:
        return session.scalar(select(Desk.reference_version)) or 0


def test_a_policy_is_changed_alone_and_everybody_is_told(newsroom: Newsroom) -> None:
    wanted = Policy(
        approvals_needed=2,
        panel_size=3,
        minimum_origins=4,
        is_primary_needed=True,
        is_reply_needed=True,
        may_approver_publish=False,
        reply_hours=72,
    )
    before = version(newsroom)
    save(newsroom, RiskClass.ORDINARY, wanted, PLAIN)
    with newsroom.read() as session:
        stored = policies.policies(session)
        row = session.get_one(PolicyRow, RiskClass.ORDINARY)
        assert (row.changed_by_id, row.changed_at) == (newsroom.ada.id, newsroom.now)
    assert stored[RiskClass.ORDINARY] == wanted
    assert {risk: stored[risk] for risk in list(RiskClass)[1:]} == {
        risk: policies.DEFAULTS[risk] for risk in list(RiskClass)[1:]
    }
    assert version(newsroom) == before + 1


@pytest.mark.parametrize("name", ["Carla", "Rosa", "Edith", "Lara"])
def test_nobody_but_an_administrator_changes_the_policy(newsroom: Newsroom, name: str) -> None:
    before = newsroom.count(HistoryRow), version(newsroom)
    told = "Only an administrator may change the approval policy"
    with pytest.raises(NotYourPart, match=told), newsroom.work(newsroom.people[name]) as work:
        policies.save(work, RiskClass.ORDINARY, Policy(panel_size=3), policies.version_of(PLAIN))
    assert (newsroom.count(HistoryRow), version(newsroom)) == before


def test_the_history_says_from_what_to_what(newsroom: Newsroom) -> None:
    save(newsroom, RiskClass.ORDINARY, replace(PLAIN, panel_size=3, is_primary_needed=True), PLAIN)
    with newsroom.read() as session:
        row = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc()).limit(1)).one()
    assert (row.event, row.subject) == ("policy:changed", "policy:ordinary")
    assert row.detail == "panel_size 0 -> 3; is_primary_needed false -> true"


@pytest.mark.parametrize(
    "changed",
    [
        {"approvals_needed": 0},
        {"approvals_needed": 3, "panel_size": 2},
        {"minimum_origins": 21},
        {"reply_hours": 0},
    ],
)
def test_a_policy_that_cannot_work_changes_nothing(
    newsroom: Newsroom, changed: dict[str, int]
) -> None:
    wanted = replace(PLAIN, **changed)  # type: ignore[arg-type]  # only numbers are changed
    with pytest.raises(BadInput) as refused:
        save(newsroom, RiskClass.ORDINARY, wanted, PLAIN)
    assert refused.value.sentence == " ".join(wanted.problems())
    with newsroom.read() as session:
        assert policies.policies(session)[RiskClass.ORDINARY] == PLAIN


def test_the_same_policy_again_is_no_change(newsroom: Newsroom) -> None:
    before = version(newsroom)
    with pytest.raises(WrongState, match="Nothing is changed"):
        save(newsroom, RiskClass.ORDINARY, PLAIN, PLAIN)
    assert version(newsroom) == before


def test_a_late_save_is_told_what_the_other_wrote(newsroom: Newsroom) -> None:
    save(newsroom, RiskClass.ORDINARY, replace(PLAIN, approvals_needed=2), PLAIN)
    with pytest.raises(StaleSave) as late:
        save(newsroom, RiskClass.ORDINARY, replace(PLAIN, approvals_needed=3), PLAIN)
    assert late.value.theirs["Approvals"].startswith("2 approvals")
    assert late.value.yours["Approvals"].startswith("3 approvals")
    assert late.value.by_name == "Ada"
    assert late.value.version == policies.version_of(replace(PLAIN, approvals_needed=2))


def test_a_class_without_a_row_is_the_default_and_can_be_changed(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        work.session.delete(work.session.get_one(PolicyRow, RiskClass.MINOR))
    default = policies.DEFAULTS[RiskClass.MINOR]
    with newsroom.read() as session:
        assert policies.policies(session)[RiskClass.MINOR] == default
    save(newsroom, RiskClass.MINOR, replace(default, approvals_needed=3), default)
    with newsroom.read() as session:
        assert policies.policies(session)[RiskClass.MINOR].approvals_needed == 3


def test_every_default_can_work() -> None:
    assert set(policies.DEFAULTS) == set(RiskClass)
    assert [policy.problems() for policy in policies.DEFAULTS.values()] == [[]] * len(RiskClass)


POLICIES = st.builds(
    Policy,
    approvals_needed=st.integers(1, 9),
    panel_size=st.integers(0, 9),
    minimum_origins=st.integers(1, 20),
    reply_hours=st.integers(1, 1_440),
)


@given(POLICIES, POLICIES)
def test_a_number_stands_for_one_policy_and_a_difference_names_what_differs(
    one: Policy, other: Policy
) -> None:
    assert (policies.version_of(one) == policies.version_of(other)) == (one == other)
    said = policies.difference(one, other)
    for field in fields(Policy):
        differs = getattr(one, field.name) != getattr(other, field.name)
        assert (f"{field.name} " in said) == differs


@given(POLICIES)
def test_words_name_every_number(policy: Policy) -> None:
    said = policies.in_words(policy)
    assert all(sentence.endswith(".") for sentence in said.values())
    if policy.approvals_needed > 1:
        assert str(policy.approvals_needed) in said["Approvals"]
    if policy.panel_size:
        assert f"panel of {policy.panel_size}" in said["Approvals"]
    if policy.minimum_origins > 1:
        assert str(policy.minimum_origins) in said["Sources"]
