"""Whom readers must not see by name, no translation names: neither when it is handed in nor once it is read."""

from dataclasses import replace

import pytest

from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.refusals import NotReady
from factcheck.domain.terms import ChangeKind, EvidenceKind, State
from factcheck.services import (
    evidence,
    public,
    public_translations,
    translation_list,
    verdicts,
    whole_site,
)
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
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
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


# ── Hidden after it was translated ───────────────────────────────────────────────────────────────

HER = "Maria Berg"
SPELT = "Мария Берг"
SPOKEN = replace(factories.CLAIM, claimant=HER, said_where=f"a talk with {HER}")


def _hide(newsroom: Newsroom) -> None:
    """Another claim of the article is published, and shows her by role."""
    given = replace(
        factories.CLAIM,
        statement="The books of the harbour were kept by one person.",
        names_private_person=True,
        hidden_names=((HER, "a neighbour"),),
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=given, article_id=1)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)


def test_whom_another_claim_hides_later_no_translated_line_names_in_other_letters(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom, State.PUBLISHED, given=SPOKEN)
    published(newsroom, claimant=SPELT, said_where=f"разговор с {SPELT}")
    before = readers_have(newsroom)
    assert before is not None
    assert before.verdict.claimant == SPELT
    _hide(newsroom)
    found = readers_have(newsroom)
    assert found is not None
    assert (found.verdict.claimant, found.verdict.said_where) == (
        "a neighbour",
        "a talk with a neighbour",
    )
    assert found.verdict.statement == translating.TEXTS["statement"]
    with newsroom.read() as session:
        [line] = translation_list.overview(session)
    assert (line.shown_number, line.names_hidden) == (1, False), "a line of it alone is not shown"


@pytest.mark.parametrize("part", ["statement", "reason", "explanation"])
def test_a_translation_of_a_text_that_named_her_is_not_read_at_all(
    newsroom: Newsroom, part: str
) -> None:
    said = {"reason": "The accounts say so.", "explanation": "The accounts [1] say so."}
    given = replace(factories.CLAIM, claimant="")
    if part == "statement":
        given = replace(given, statement=f"{HER} made the harbour lose money.")
    else:
        said[part] += f" So does {HER}."
    factories.claim(newsroom, State.CHECKING, given=given)
    factories.log_two(newsroom, 1, newsroom.carla)
    factories.write(newsroom, 1, newsroom.carla, **said)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.edith, "names_private_person")
    published(newsroom, **{part: f"Так сделала {SPELT}."})
    assert readers_have(newsroom) is not None
    _hide(newsroom)
    assert readers_have(newsroom) is None
    with newsroom.read() as session:
        [line] = translation_list.overview(session)
        assert (line.live_number, line.shown_number, line.names_hidden) == (1, 0, True)
        original = public.current(session, 1)
        assert original is not None
        assert dict(original.translations) == {}
        assert (
            public_translations.versions(session, 1, "ru", original.unnamed)
            == whole_site.told(session, original.verdict).translations.get("ru", [])
            == []
        )
