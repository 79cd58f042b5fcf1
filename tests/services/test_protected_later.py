"""A name protected after it was published: readers meet it nowhere any more, earlier versions among them (L13, L15)."""

from dataclasses import replace

from factcheck.domain import published
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import ChangeKind, State
from factcheck.services import public, publication
from tests import factories, road
from tests.cast import Newsroom

NAMED = replace(factories.CLAIM, statement="Anna Berglund kept the harbour's books alone.")
PAGE = replace(factories.LINK, url="https://harbour.example/people/anna-berglund")


def _published(newsroom: Newsroom) -> int:
    """A verdict that names somebody in its wording, its address and the address of a source."""
    claim_id = factories.claim(newsroom, State.CHECKING, given=NAMED)
    factories.log(newsroom, claim_id, newsroom.carla, PAGE)
    factories.log(newsroom, claim_id, newsroom.carla, factories.SECOND)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith, "names_private_person")
    return claim_id


def _protect(newsroom: Newsroom, claim_id: int, kind: ChangeKind) -> None:
    road.begin_change(newsroom, claim_id, kind, newsroom.edith)
    hidden = (("Anna Berglund", "a clerk"),)
    road.edit_claim(
        newsroom, claim_id, newsroom.carla, names_private_person=True, hidden_names=hidden
    )
    road.change_evidence(newsroom, claim_id, 1, newsroom.carla, url=factories.LINK.url)


def _all_that_readers_get(newsroom: Newsroom, claim_id: int) -> list[PublishedVerdict]:
    row = road.ticket(newsroom, claim_id).publication
    assert row is not None
    with newsroom.read() as session:
        versions = [public.version(session, row.id, n) for n in range(1, row.current_number + 1)]
        return [
            *(one for one in versions if one is not None),
            *public.listing(session).items,
            *public.of_article(session, row.article_id),
            *(then for _, then, _ in public.corrections(session)),
        ]


def _names_nobody(newsroom: Newsroom, claim_id: int) -> None:
    shown = _all_that_readers_get(newsroom, claim_id)
    assert len(shown) > 3
    for one in shown:
        assert "berglund" not in published.to_json(one).casefold()


def test_a_change_that_protects_a_name_hides_it_in_address_and_earlier_versions(
    newsroom: Newsroom,
) -> None:
    claim_id = _published(newsroom)
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.emil, "names_private_person")
    assert "berglund" in road.live(newsroom, claim_id).slug
    _protect(newsroom, claim_id, ChangeKind.CLARIFICATION)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.emil)
    _names_nobody(newsroom, claim_id)
    assert road.live(newsroom, claim_id).statement == "a clerk kept the harbour's books alone."


def test_a_draft_hides_nothing_of_what_readers_have(newsroom: Newsroom) -> None:
    claim_id = _published(newsroom)
    _protect(newsroom, claim_id, ChangeKind.CORRECTION)
    found = list(_all_that_readers_get(newsroom, claim_id))
    assert {one.statement for one in found} == {NAMED.statement}


def test_a_retraction_hides_a_name_in_address_links_and_earlier_versions(
    newsroom: Newsroom,
) -> None:
    claim_id = _published(newsroom)
    _protect(newsroom, claim_id, ChangeKind.CORRECTION)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "Anna Berglund is a private person.")
    _names_nobody(newsroom, claim_id)


def test_what_one_claim_of_an_article_hides_the_articles_page_shows_for_none(
    newsroom: Newsroom,
) -> None:
    hidden = (("Jo Loss", "a clerk"),)
    given = replace(NAMED, names_private_person=True, hidden_names=hidden)
    first = factories.claim(newsroom, State.APPROVED, given=given)
    factories.clear(newsroom, first)
    factories.publish(newsroom, first, newsroom.edith)
    article_id = road.ticket(newsroom, first).article.id
    factories.claim(newsroom, State.PUBLISHED, article_id=article_id)
    with newsroom.read() as session:
        shown = public.of_article(session, article_id)
    assert [one.article and one.article.title for one in shown] == [
        "The harbour runs at a a clerk"
    ] * 2
    assert {one.article and one.article.slug for one in shown} == {"the-harbour-runs-at-a"}


def test_a_flag_with_nobody_hidden_holds_the_verdict_back(newsroom: Newsroom) -> None:
    given = replace(
        factories.CLAIM, claimant="", is_claimant_public=False, names_private_person=True
    )
    claim_id = factories.claim(newsroom, State.OPEN, given=given)
    assert not road.ticket(newsroom, claim_id).standing.are_names_hidden
