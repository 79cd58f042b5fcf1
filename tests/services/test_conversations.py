"""Interviews, calls and letters: what is asked for, what the approval binds to, and what readers get (E18)."""

from dataclasses import replace

import pytest

from factcheck.domain import published
from factcheck.domain.claimreview import Publisher, claim_review
from factcheck.domain.content import SECRET, EvidenceContent
from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import EvidenceKind, State
from factcheck.models import Conversation, Evidence
from factcheck.services import evidence, reuse
from factcheck.services.changes import content_of
from factcheck.services.evidence import EvidenceInput
from tests import factories, gates, road
from tests.cast import Newsroom

CALL = EvidenceInput(
    kind=EvidenceKind.INTERVIEW,
    stance=factories.LINK.stance,
    source_class=factories.LINK.source_class,
    title="Call with Wilma Krone about the accounts",
    publisher="Wilma Krone",
    quote="We lost four million, said Krone.",
    says="Wilma Krone confirms the loss.",
    url="https://recordings.example/wilma-krone",
    spoke_with="Wilma Krone",
    spoke_role="the harbour's bookkeeper",
    held_at="2026-11-18T14:30+01:00",
    channel=Channel.TELEPHONE,
    consent=Consent.RECORDED,
    consent_note="Asked twice.",
    transcript="Q: How much? A: Four million.",
)
UNNAMED = replace(CALL, consent=Consent.NOT_ATTRIBUTED)


def logged(newsroom: Newsroom, given: EvidenceInput) -> int:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.carla, given)
    return claim_id


def live_source(newsroom: Newsroom, given: EvidenceInput) -> published.PublishedSource:
    """The last source of the verdict that readers get when `given` is among its evidence."""
    return published_with(newsroom, given).sources[-1]


def published_with(newsroom: Newsroom, given: EvidenceInput) -> published.PublishedVerdict:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.log(newsroom, claim_id, newsroom.carla, given)
    reason = "The accounts and Wilma Krone say so."
    factories.write(newsroom, claim_id, newsroom.carla, reason=reason)
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith, "names_private_person")
    shown: published.PublishedVerdict = road.live(newsroom, claim_id)
    return shown


def test_all_of_it_is_kept_beside_the_row_and_stands_in_the_content(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom, CALL)
    with newsroom.read() as session:
        row = evidence.row(session, claim_id, 1)
        assert evidence.stored(row) == CALL
        (content,) = content_of(road.ticket(newsroom, claim_id)).evidence
    assert (content.spoke_with, content.channel, content.consent) == (
        "Wilma Krone",
        "telephone",
        "recorded",
    )
    assert content.transcript == CALL.transcript


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"spoke_with": ""}, "Say with whom you spoke."),
        ({"held_at": ""}, "Say when it was."),
        ({"channel": None}, "Choose how you spoke."),
        ({"consent": None}, "Choose what was agreed."),
        (
            {"consent": Consent.NOT_ATTRIBUTED, "spoke_role": ""},
            "Say in what role; readers get it in place of the name.",
        ),
        ({"consent": Consent.OFF_RECORD}, "What was said off the record is kept internal."),
        ({"kind": EvidenceKind.DOCUMENT}, "Only a conversation has what stands here"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(
    newsroom: Newsroom, changed: dict[str, object], sentence: str
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    given = replace(CALL, **changed)
    road.refuse(
        newsroom,
        newsroom.carla,
        BadInput,
        sentence,
        lambda work: evidence.log(work, claim_id, given),
    )
    assert newsroom.count(Conversation) == 0


def test_a_change_of_what_was_agreed_is_a_change_of_the_evidence(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom, CALL)
    before = content_of(road.ticket(newsroom, claim_id)).hash
    with newsroom.work(newsroom.carla) as work:
        seen = evidence.row(work.session, claim_id, 1).version
        evidence.change(work, claim_id, 1, seen, UNNAMED)
    with newsroom.read() as session:
        row = evidence.row(session, claim_id, 1)
        assert (row.version, evidence.stored(row)) == (seen + 1, UNNAMED)
    assert content_of(road.ticket(newsroom, claim_id)).hash != before


def test_a_row_that_is_no_conversation_any_more_keeps_nothing_of_it(newsroom: Newsroom) -> None:
    claim_id = logged(newsroom, CALL)
    with newsroom.work(newsroom.carla) as work:
        row = evidence.row(work.session, claim_id, 1)
        evidence.change(work, claim_id, 1, row.version, factories.LINK)
    assert newsroom.count(Conversation) == 0
    with newsroom.read() as session:
        assert evidence.stored(evidence.row(session, claim_id, 1)) == factories.LINK


def test_a_conversation_of_the_time_before_can_still_be_changed_as_it_is(
    newsroom: Newsroom,
) -> None:
    bare = replace(factories.LINK, kind=EvidenceKind.INTERVIEW)
    claim_id = factories.claim(newsroom, State.CHECKING)
    with newsroom.work(newsroom.carla) as work:
        evidence.log(work, claim_id, bare, is_old=True)
    with newsroom.work(newsroom.carla) as work:
        row = evidence.row(work.session, claim_id, 1)
        evidence.change(work, claim_id, 1, row.version, replace(bare, title="Talk"))
    with newsroom.read() as session:
        row = evidence.row(session, claim_id, 1)
        assert (row.title, row.conversation) == ("Talk", None)


def test_readers_get_who_spoke_when_and_how_and_the_exact_words(newsroom: Newsroom) -> None:
    source = live_source(newsroom, CALL)
    assert (source.spoke_with, source.spoke_role) == ("Wilma Krone", "the harbour's bookkeeper")
    assert (source.held_at, source.channel) == ("2026-11-18T14:30+01:00", "telephone")
    assert source.quote == CALL.quote


def test_readers_never_get_the_name_of_who_spoke_not_for_attribution(newsroom: Newsroom) -> None:
    told = published_with(newsroom, UNNAMED)
    body = published.to_json(told)
    for word in ("Wilma", "Krone", "krone", "Asked twice", "Four million."):
        assert word not in body, word
    source = told.sources[-1]
    assert (source.spoke_with, source.spoke_role) == ("", "the harbour's bookkeeper")
    assert source.title == "Call with the harbour's bookkeeper about the accounts"
    assert told.reason == "The accounts and the harbour's bookkeeper say so."
    desk = Publisher(name="Desk", url="https://desk.example")
    node = claim_review(told, url="https://desk.example/v", publisher=desk)
    assert "Krone" not in str(node)


def test_who_the_claim_itself_is_about_stays_named_where_she_is_no_secret(
    newsroom: Newsroom,
) -> None:
    claimant = replace(
        UNNAMED, spoke_with="the mayor", spoke_role="somebody at the town hall", title="A call"
    )
    told = published_with(newsroom, claimant)
    assert told.claimant == "the mayor"
    assert (told.sources[-1].spoke_with, told.sources[-1].title) == ("", "A call")


def test_a_clearance_sheet_does_not_name_her_either(newsroom: Newsroom) -> None:
    article_id, claim_id = gates.draft(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.carla, UNNAMED)
    factories.write(newsroom, claim_id, newsroom.carla, "confirmed")
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    gates.look_at_all(newsroom, article_id)
    gates.clear(newsroom, newsroom.edith)
    line = gates.newest(newsroom)
    assert line is not None
    assert "Krone" not in line.sheet
    assert "the harbour's bookkeeper" in line.sheet


def test_a_conversation_is_taken_over_with_all_that_was_agreed(newsroom: Newsroom) -> None:
    source_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, source_id, newsroom.carla)
    factories.log(newsroom, source_id, newsroom.carla, UNNAMED)
    factories.write(newsroom, source_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, source_id)
    factories.approve(newsroom, source_id, newsroom.rosa)
    claim_id = factories.claim(newsroom, State.CHECKING, article_id=1)
    with newsroom.work(newsroom.carla) as work:
        reuse.verdict(work, claim_id, source_id)
    with newsroom.read() as session:
        row = evidence.row(session, claim_id, 3)
        taken = evidence.stored(row)
    assert replace(taken, note="") == replace(UNNAMED, note="")


def test_the_program_and_the_content_know_the_same_fields() -> None:
    names = set(EvidenceContent.__dataclass_fields__) - {"number"} - SECRET
    assert names == set(EvidenceInput.__dataclass_fields__)
    assert "conversation" in Evidence.__mapper__.relationships
