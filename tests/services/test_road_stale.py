"""Two people save the same thing: the second is told, both texts are shown, none is lost (promise 4, W14)."""

from dataclasses import replace

import pytest

from factcheck.domain.terms import State
from factcheck.services import claims, evidence, verdicts
from factcheck.services.stale import StaleSave
from factcheck.services.verdicts import VerdictInput
from tests import factories, road
from tests.cast import Newsroom

MINE = "My own words, which took an hour."


def test_a_stale_save_of_a_claim_shows_both_texts(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    seen = road.ticket(newsroom, claim_id).claim.version
    road.edit_claim(newsroom, claim_id, newsroom.cyril, statement="His words.")
    before = road.counts(newsroom)
    with pytest.raises(StaleSave) as caught, newsroom.work(newsroom.carla) as work:
        claims.edit(work, claim_id, seen, replace(factories.CLAIM, statement=MINE))
    told = caught.value
    assert (told.theirs["Statement"], told.yours["Statement"]) == ("His words.", MINE)
    assert told.by_name == "Cyril"
    assert "Nothing was lost" in told.sentence
    assert road.counts(newsroom) == before
    with newsroom.work(newsroom.carla) as work:
        claims.edit(work, claim_id, told.version, replace(factories.CLAIM, statement=MINE))
    assert road.ticket(newsroom, claim_id).claim.statement == MINE


def test_a_stale_save_of_evidence_shows_both_texts(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    number = factories.log(newsroom, claim_id, newsroom.carla)
    road.change_evidence(newsroom, claim_id, number, newsroom.cyril, quote="His quote.")
    before = road.counts(newsroom)
    given = replace(factories.LINK, quote=MINE)
    with pytest.raises(StaleSave) as caught, newsroom.work(newsroom.carla) as work:
        evidence.change(work, claim_id, number, 1, given)
    told = caught.value
    assert (told.theirs["Quote"], told.yours["Quote"]) == ("His quote.", MINE)
    assert (told.by_name, told.noun) == ("Cyril", f"evidence {number}")
    assert road.counts(newsroom) == before
    with newsroom.work(newsroom.carla) as work:
        evidence.change(work, claim_id, number, told.version, given)


def test_a_withdrawal_that_comes_too_late_is_refused(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    number = factories.log(newsroom, claim_id, newsroom.carla)
    road.change_evidence(newsroom, claim_id, number, newsroom.cyril, quote="His quote.")
    with road.refused(newsroom, StaleSave), newsroom.work(newsroom.carla) as work:
        evidence.withdraw(work, claim_id, number, 1, "Not needed.")


def _draft(newsroom: Newsroom, claim_id: int, words: str) -> VerdictInput:
    rating = factories.rating_id(road.ticket(newsroom, claim_id))
    return VerdictInput(rating_id=rating, reason=words, explanation=words, as_of="2026-11-19")


def _seen(newsroom: Newsroom, claim_id: int) -> int | None:
    verdict = road.ticket(newsroom, claim_id).verdict
    return verdict.version if verdict else None


def _is_told(newsroom: Newsroom, claim_id: int, seen: int | None) -> None:
    """Carla's save of what she began at `seen` is refused, with Cyril's words beside hers; then hers go on top."""
    before, mine = road.counts(newsroom), _draft(newsroom, claim_id, MINE)
    with pytest.raises(StaleSave) as caught, newsroom.work(newsroom.carla) as work:
        verdicts.save(work, claim_id, seen, mine)
    told = caught.value
    assert (told.theirs["Explanation"], told.yours["Explanation"]) == ("His words.", MINE)
    assert told.by_name == "Cyril"
    assert road.counts(newsroom) == before
    with newsroom.work(newsroom.carla) as work:
        verdicts.save(work, claim_id, told.version, mine)
    verdict = road.ticket(newsroom, claim_id).verdict
    assert verdict is not None
    assert verdict.explanation == MINE


def _cyril_saves(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.cyril) as work:
        words = _draft(newsroom, claim_id, "His words.")
        verdicts.save(work, claim_id, _seen(newsroom, claim_id), words)


def test_a_stale_save_of_a_draft_shows_both_texts(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.write(newsroom, claim_id, newsroom.carla)
    seen = _seen(newsroom, claim_id)
    _cyril_saves(newsroom, claim_id)
    _is_told(newsroom, claim_id, seen)


def test_two_first_drafts_at_once_are_two_texts_and_not_one_lost(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    _cyril_saves(newsroom, claim_id)
    _is_told(newsroom, claim_id, None)


def test_a_form_opened_on_an_older_version_never_overwrites_the_next_one(
    newsroom: Newsroom,
) -> None:
    """Every version is a row of its own; its count of saves goes on where the older one's stood."""
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    seen = _seen(newsroom, claim_id)
    assert seen is not None
    _cyril_saves(newsroom, claim_id)
    assert road.ticket(newsroom, claim_id).standing.verdict.number == 2
    for older in range(1, seen + 1):
        with pytest.raises(StaleSave), newsroom.work(newsroom.carla) as work:
            verdicts.save(work, claim_id, older, _draft(newsroom, claim_id, MINE))
    _is_told(newsroom, claim_id, seen)


def test_a_change_of_evidence_meanwhile_is_told_to_whoever_rewrites_the_verdict(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    seen = _seen(newsroom, claim_id)
    factories.log(newsroom, claim_id, newsroom.cyril)
    with pytest.raises(StaleSave), newsroom.work(newsroom.carla) as work:
        verdicts.save(work, claim_id, seen, _draft(newsroom, claim_id, MINE))
