"""What readers get of a claim in a further article, and that two people stand for it (W12, promise 1)."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from factcheck.domain import published
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import ArticleKind, ChangeKind, State
from factcheck.models import Occurrence
from factcheck.services import (
    annotations,
    occurrences,
    public,
    publication,
)
from factcheck.services.annotations import Places
from tests import factories, road
from tests.cast import Newsroom
from tests.occurring import (
    WORDS,
    also_in,
    confirm,
    counts,
    link,
    on_page,
    other_article,
    span,
    unlink,
)

# ── Confirming: what readers get ─────────────────────────────────────────────────────────────────


def test_readers_of_the_other_article_get_the_verdict_once_a_second_person_confirmed(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    there = other_article(newsroom)
    link(newsroom, claim_id, there)
    assert on_page(newsroom, there) == []
    confirm(newsroom, claim_id, there)
    ticket = road.ticket(newsroom, claim_id)
    assert on_page(newsroom, there) == [(factories.CLAIM.statement, ticket.live_rating)]
    assert also_in(newsroom, ticket) == [(there, "A rival writes")]
    assert ticket.elsewhere[there].confirmed_by == "Edith"


def test_nobody_confirms_her_own_link(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there, "max")
    before = counts(newsroom)
    with pytest.raises(NotYourPart, match="Another person must confirm it"):
        confirm(newsroom, claim_id, there, "max")
    assert counts(newsroom) == before
    assert on_page(newsroom, there) == []


def test_the_database_too_refuses_one_person_for_both(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there)
    own = update(Occurrence).values(confirmed_by_id=newsroom.carla.id, confirmed_at=newsroom.now)
    with pytest.raises(IntegrityError), newsroom.work() as work:
        work.session.execute(own)


@pytest.mark.parametrize("who", ["cyril", "lara", "ada"])
def test_only_reviewers_and_editors_confirm(newsroom: Newsroom, who: str) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there)
    with pytest.raises(NotYourPart, match="Only a reviewer or an editor"):
        confirm(newsroom, claim_id, there, who)


def test_a_hold_holds_for_a_further_article(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    factories.hold(newsroom, claim_id)
    with pytest.raises(WrongState, match="A legal hold is on"):
        confirm(newsroom, claim_id, there)
    assert on_page(newsroom, there) == []


def test_our_own_draft_stays_hidden_though_a_published_claim_stands_in_it(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    there = other_article(newsroom, ArticleKind.OWN_DRAFT)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    assert on_page(newsroom, there) == []
    assert also_in(newsroom, road.ticket(newsroom, claim_id)) == []


def test_a_correction_reaches_the_readers_of_every_article(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, claim_id, ChangeKind.CORRECTION, "The annex says otherwise.")
    old = road.ticket(newsroom, claim_id).live_rating
    scale = road.ticket(newsroom, claim_id).reference.ratings.values()
    code = next(one.code for one in scale if one.label != old and not one.is_retired and one.step)
    factories.write(newsroom, claim_id, newsroom.carla, code)
    with newsroom.work(newsroom.carla) as work:
        factories.verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.emil)
    new = road.ticket(newsroom, claim_id).live_rating
    assert new != old
    assert [rating for _, rating in on_page(newsroom, there)] == [new]
    assert [rating for _, rating in on_page(newsroom, 1)] == [new]


def test_a_retraction_reaches_the_readers_of_every_article(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    with newsroom.read() as session:
        assert [one.is_retracted for one in public.of_article(session, there)] == [True]


def test_no_further_article_gets_a_retracted_verdict(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    with pytest.raises(WrongState, match="retracted"):
        confirm(newsroom, claim_id, there)


def test_a_name_the_claim_hides_is_hidden_in_the_other_article_and_on_its_pages(
    newsroom: Newsroom,
) -> None:
    """What is hidden in one article is hidden wherever the claim stands, and the other way round (L15)."""
    given = replace(
        factories.CLAIM,
        statement="The books were kept by one person.",
        names_private_person=True,
        hidden_names=(("Anna Berglund", "a clerk"),),
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=given)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    there = other_article(newsroom, title="Anna Berglund and her books")
    at_home = factories.claim(newsroom, State.PUBLISHED, article_id=there, words="4 million crowns")
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.read() as session:
        shown = public.of_article(session, there)
        own = public.verdict(session, road.ticket(newsroom, at_home).publication.id)  # type: ignore[union-attr]  # published above
    assert len(shown) == 2
    for one in (*shown, own):
        assert one is not None
        assert "berglund" not in published.to_json(one).casefold()
    assert also_in(newsroom, road.ticket(newsroom, claim_id)) == [(there, "a clerk and her books")]


def test_nobody_confirms_words_she_added_to_the_link_of_another(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    with newsroom.work(newsroom.edith) as work:
        occurrences.link(work, claim_id, there, [span(words="4 million crowns")])
    before = counts(newsroom)
    with pytest.raises(NotYourPart, match="Another person must confirm it"):
        confirm(newsroom, claim_id, there)
    assert counts(newsroom) == before
    assert on_page(newsroom, there) == []
    confirm(newsroom, claim_id, there, "max")
    assert len(on_page(newsroom, there)) == 1


def test_whoever_linked_before_it_was_taken_away_may_confirm_the_new_link(
    newsroom: Newsroom,
) -> None:
    claim_id, there = factories.claim(newsroom), other_article(newsroom)
    link(newsroom, claim_id, there, "edith")
    unlink(newsroom, claim_id, there)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    assert road.ticket(newsroom, claim_id).elsewhere[there].confirmed_by == "Edith"


def test_readers_are_pointed_at_confirmed_words_alone(newsroom: Newsroom) -> None:
    claim_id, there = factories.claim(newsroom, State.PUBLISHED), other_article(newsroom)
    link(newsroom, claim_id, there)
    confirm(newsroom, claim_id, there)
    with newsroom.work(newsroom.carla) as work:
        occurrences.link(work, claim_id, there, [span(words="a rival wrote")])
    with newsroom.read() as session:
        (found,) = annotations.of_article(session, there, Places("https://desk.example")).claims
    assert [one.exact for one in found.spans] == [WORDS]
