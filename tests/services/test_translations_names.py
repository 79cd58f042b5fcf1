"""Whom readers must not see by name, no translation names: neither when it is handed in nor once it is read."""

from dataclasses import replace

import pytest

from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.refusals import NotReady
from factcheck.domain.terms import ChangeKind, EvidenceKind, State
from factcheck.services import evidence
from tests import factories, road, translating
from tests.cast import Newsroom
from tests.translating import published, readers_have

NAME = "Olga Sorm"
ROLE = "a clerk of the harbour"
CALL = replace(
    factories.LINK,
    kind=EvidenceKind.INTERVIEW,
    url="",
    title="A talk at the harbour",
    quote="It was a loss.",
    spoke_with=NAME,
    spoke_role=ROLE,
    held_at="2026-11-18",
    channel=Channel.TELEPHONE,
    consent=Consent.NOT_ATTRIBUTED,
)
NAMING = f"{NAME} подтверждает убыток [1]."


def _again(newsroom: Newsroom, reason: str = "The accounts and a clerk say so.") -> None:
    """A verdict is written, and goes its road to readers."""
    factories.write(newsroom, 1, newsroom.carla, reason=reason)
    factories.submit(newsroom, 1, newsroom.carla)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.edith)


def _talked(newsroom: Newsroom, consent: Consent) -> None:
    """Readers have claim 1, for which the desk spoke with Olga Sorm."""
    factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, 1, newsroom.carla)
    factories.log(newsroom, 1, newsroom.carla, replace(CALL, consent=consent))
    _again(newsroom)


def test_who_spoke_without_leave_to_be_named_is_refused_in_a_translation(
    newsroom: Newsroom,
) -> None:
    _talked(newsroom, Consent.NOT_ATTRIBUTED)
    translating.write(newsroom, explanation=NAMING)
    with pytest.raises(NotReady, match="must not see stands in: The explanation"):
        translating.hand_in(newsroom)


def test_who_takes_back_her_leave_is_named_no_more_by_what_was_translated_before(
    newsroom: Newsroom,
) -> None:
    _talked(newsroom, Consent.RECORDED)
    published(newsroom, explanation=NAMING)
    before = readers_have(newsroom)
    assert before is not None
    assert before.verdict.explanation == NAMING
    road.begin_change(newsroom, 1, ChangeKind.UPDATE, newsroom.edith)
    with newsroom.work(newsroom.carla) as work:
        row = evidence.row(work.session, 1, 3)
        evidence.change(work, 1, 3, row.version, CALL)
    _again(newsroom)
    found = readers_have(newsroom)
    assert found is not None
    assert found.is_stale
    assert found.verdict.explanation == f"{ROLE} подтверждает убыток [1]."
