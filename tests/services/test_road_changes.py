"""After publication: four ways to change what readers have, none of them silent (C1-C8)."""

from dataclasses import replace

import pytest

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import PublicationVersion
from factcheck.services import claims, public, publication, verdicts
from tests import factories, road
from tests.cast import Newsroom


def _republish(newsroom: Newsroom, claim_id: int, rating: str = "", **words: str) -> None:
    """Carla rewrites, Rosa approves, Edith publishes."""
    factories.write(newsroom, claim_id, newsroom.carla, rating, **words)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)


def test_a_correction_changes_the_rating_while_readers_keep_the_old_one(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    factories.write(newsroom, claim_id, newsroom.carla, "contradicted", reason="It made a profit.")
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    meanwhile = road.live(newsroom, claim_id)
    assert (meanwhile.version, meanwhile.rating.label) == (1, "Supported")
    assert meanwhile.notices == ()
    factories.publish(newsroom, claim_id, newsroom.edith)
    now = road.live(newsroom, claim_id)
    assert (now.version, now.rating.label) == (2, "Contradicted")
    told = now.notices[0]
    assert (told.kind, told.note) == ("correction", road.NOTE)
    assert (told.old_rating, told.new_rating) == ("Supported", "Contradicted")
    with newsroom.read() as session:
        assert public.version(session, now.id, 1) == meanwhile
    assert now.first_published_at == meanwhile.first_published_at < now.updated_at


def test_a_correction_passes_the_approvals_it_was_first_published_under(newsroom: Newsroom) -> None:
    """C5: a policy that was loosened since does not make a correction easier than the verdict was."""
    road.set_policy(newsroom, approvals_needed=2)
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, claim_id, newsroom.emil)
    factories.publish(newsroom, claim_id, newsroom.edith)
    road.set_policy(newsroom, approvals_needed=1)
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert road.state(newsroom, claim_id) is State.IN_REVIEW


def test_a_clarification_may_not_change_the_rating(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    road.begin_change(newsroom, claim_id, ChangeKind.CLARIFICATION, newsroom.edith)
    factories.write(newsroom, claim_id, newsroom.carla, "contradicted")
    road.refuse(
        newsroom,
        newsroom.carla,
        NotReady,
        "A clarification leaves the rating as it is.",
        lambda work: verdicts.submit(work, claim_id),
    )
    _republish(newsroom, claim_id, reason="The loss is of the last full year.")
    assert road.live(newsroom, claim_id).notices[0].kind == "clarification"


@pytest.mark.parametrize("kind", [ChangeKind.FIRST, ChangeKind.RETRACTION])
def test_a_change_is_a_correction_a_clarification_or_an_update(
    newsroom: Newsroom, kind: ChangeKind
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    with (
        road.refused(newsroom, BadInput, "Choose a correction"),
        newsroom.work(newsroom.edith) as w,
    ):
        publication.begin_change(w, claim_id, kind, road.NOTE)


def test_nothing_changes_without_a_note(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    with road.refused(newsroom, BadInput, "Write the note"), newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, claim_id, ChangeKind.UPDATE, "")
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    found = road.ticket(newsroom, claim_id)
    blank = verdicts.VerdictInput(
        rating_id=factories.rating_id(found),
        reason="So.",
        explanation="So [1].",
        as_of="2026-11-19",
        change_note="",
    )
    with newsroom.work(newsroom.carla) as work:
        verdicts.save(work, claim_id, found.verdict.version if found.verdict else None, blank)
    road.refuse(
        newsroom,
        newsroom.carla,
        NotReady,
        "Write the note",
        lambda work: verdicts.submit(work, claim_id),
    )


def test_no_silent_edit_of_what_is_published(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    found = road.ticket(newsroom, claim_id)
    given = replace(factories.CLAIM, statement="Another wording.")
    verdict = verdicts.VerdictInput(rating_id=factories.rating_id(found))
    for deed in (
        lambda work: claims.edit(work, claim_id, found.claim.version, given),
        lambda work: verdicts.save(work, claim_id, None, verdict),
    ):
        told = "nothing before readers changes silently"
        road.refuse(newsroom, newsroom.max, WrongState, told, deed)


def test_a_dropped_change_leaves_readers_alone_and_a_later_correction_works(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    factories.write(newsroom, claim_id, newsroom.carla, "contradicted")
    with newsroom.work(newsroom.emil) as work:
        publication.drop_change(work, claim_id)
    found = road.ticket(newsroom, claim_id)
    assert (found.claim.state, found.verdict and found.verdict.number) == (State.PUBLISHED, 1)
    assert road.live(newsroom, claim_id).version == 1
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    assert road.ticket(newsroom, claim_id).standing.verdict.number == 3
    _republish(newsroom, claim_id, "contradicted")
    now = road.live(newsroom, claim_id)
    assert (now.version, now.rating.code) == (2, "contradicted")
    assert [notice.kind for notice in now.notices] == ["correction"]


# ── Retraction ───────────────────────────────────────────────────────────────────────────────────


def _retract(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were withdrawn.")


def test_a_retraction_holds_at_once_and_another_editor_confirms_it(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    text = road.live(newsroom, claim_id).explanation
    _retract(newsroom, claim_id)
    now = road.live(newsroom, claim_id)
    assert (now.is_retracted, now.retraction_note) == (True, "The accounts were withdrawn.")
    assert (now.version, now.explanation) == (2, text)
    assert (now.notices[0].kind, now.notices[0].new_rating) == ("retraction", "")
    road.refuse(
        newsroom,
        newsroom.edith,
        NotYourPart,
        "another editor must confirm",
        lambda work: publication.confirm_retraction(work, claim_id),
    )
    with newsroom.work(newsroom.emil) as work:
        publication.confirm_retraction(work, claim_id)
    road.refuse(
        newsroom,
        newsroom.emil,
        WrongState,
        "No retraction waits",
        lambda work: publication.confirm_retraction(work, claim_id),
    )
    road.refuse(
        newsroom,
        newsroom.emil,
        WrongState,
        "it was retracted",
        lambda work: publication.retract(work, claim_id, "Again."),
    )


def test_after_a_retraction_only_a_correction_brings_a_verdict_back(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    _retract(newsroom, claim_id)
    for kind in (ChangeKind.CLARIFICATION, ChangeKind.UPDATE):
        road.refuse(
            newsroom,
            newsroom.edith,
            WrongState,
            "it was retracted",
            lambda work, kind=kind: publication.begin_change(work, claim_id, kind, road.NOTE),
        )
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    _republish(newsroom, claim_id)
    now = road.live(newsroom, claim_id)
    assert (now.version, now.is_retracted, now.retraction_note) == (3, False, "")
    assert (now.notices[0].old_rating, now.notices[0].new_rating) == ("", "Supported")
    assert newsroom.count(PublicationVersion) == 3


def test_a_correction_under_way_does_not_keep_the_verdict_from_being_retracted(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    factories.write(newsroom, claim_id, newsroom.carla, "contradicted")
    _retract(newsroom, claim_id)
    assert road.live(newsroom, claim_id).is_retracted
    assert road.state(newsroom, claim_id) is State.CHECKING
    _republish(newsroom, claim_id, "contradicted")
    assert road.live(newsroom, claim_id).rating.code == "contradicted"
