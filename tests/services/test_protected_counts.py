"""What a protected source counts for: nothing, until an approver answers for it by name; and what readers get (M7)."""

import json

import pytest

from factcheck.domain import published
from factcheck.domain.checklist import checklist
from factcheck.domain.claimreview import Publisher, claim_review
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import State, Withheld
from factcheck.services import protected, reuse, verdicts
from tests import factories, road, secrets
from tests.cast import Newsroom
from tests.secrets import SEALS, SECRET


@pytest.fixture
def claim_id(newsroom: Newsroom) -> int:
    """A claim that Carla checks, with a protected source of hers as evidence 1."""
    made = factories.claim(newsroom, State.CHECKING)
    secrets.log(newsroom, made)
    return made


def name(newsroom: Newsroom, by: str, who: str, claim_id: int) -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        protected.name_reader(work, claim_id, 1, getattr(newsroom, who).id)


def test_a_verdict_cannot_rest_on_it_until_an_editor_who_read_it_answers_for_it(
    newsroom: Newsroom, claim_id: int
) -> None:
    factories.write(newsroom, claim_id, newsroom.carla)
    told = "A verdict cannot rest on protected sources alone."
    road.refuse(
        newsroom, newsroom.carla, NotReady, told, lambda work: verdicts.submit(work, claim_id)
    )
    lines = {line.name: line for line in checklist(road.ticket(newsroom, claim_id).standing)}
    assert not lines["evidence_logged"].is_met
    road.refuse(
        newsroom,
        newsroom.edith,
        NotYourPart,
        "Whoever answers for a source has read it",
        lambda work: protected.let_count(work, claim_id, 1, "Two of us heard it."),
    )
    name(newsroom, "lara", "edith", claim_id)
    road.refuse(
        newsroom,
        newsroom.edith,
        BadInput,
        "Say why the verdict may rest on this source.",
        lambda work: protected.let_count(work, claim_id, 1, ""),
    )
    with newsroom.work(newsroom.edith) as work:
        protected.let_count(work, claim_id, 1, "Two of us heard it.")
    ticket = road.ticket(newsroom, claim_id)
    assert (ticket.standing.evidence_count, ticket.standing.origins) == (1, 1)
    assert (ticket.logged[0].excepted, ticket.logged[0].excepted_by) == (
        "Two of us heard it.",
        "Edith",
    )
    factories.log(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    assert road.state(newsroom, claim_id) is State.IN_REVIEW


def test_nobody_answers_for_a_source_she_logged_and_no_other_part_does(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    with newsroom.work(newsroom.edith) as work:
        protected.log(work, claim_id, SECRET, Withheld.LAW, SEALS.seal)
    for who, words in (
        ("edith", "Another person must approve: you logged evidence 1."),
        ("rosa", "Only an editor may"),
        ("carla", "Only an editor may"),
    ):
        road.refuse(
            newsroom,
            getattr(newsroom, who),
            NotYourPart,
            words,
            lambda work: protected.let_count(work, claim_id, 1, "I trust it."),
        )


def test_beside_enough_other_sources_it_is_only_left_out_of_the_count(
    newsroom: Newsroom, claim_id: int
) -> None:
    factories.log_two(newsroom, claim_id, newsroom.carla)
    standing = road.ticket(newsroom, claim_id).standing
    assert (standing.evidence_count, standing.origins, standing.uncounted_sources) == (2, 2, 1)


def test_its_verdict_is_never_taken_over_into_another_claim(
    newsroom: Newsroom, claim_id: int
) -> None:
    approve(newsroom, claim_id)
    other = factories.claim(newsroom, State.CHECKING, article_id=1)
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        "Evidence 1 of claim 1 is a protected source, which is never taken over",
        lambda work: reuse.verdict(work, other, claim_id),
    )


def approve(newsroom: Newsroom, claim_id: int) -> None:
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.write(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)


def test_readers_get_that_it_is_withheld_and_why_and_nothing_else(
    newsroom: Newsroom, claim_id: int
) -> None:
    name(newsroom, "lara", "edith", claim_id)
    with newsroom.work(newsroom.edith) as work:
        protected.let_count(work, claim_id, 1, "Two of us heard it.")
    approve(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    told = road.live(newsroom, claim_id)
    body = published.to_json(told)
    assert secrets.found_in(body) == []
    assert "Two of us heard it." not in body
    source = told.sources[0]
    assert (source.number, source.withheld, source.stance) == (1, "safety", "supports")
    empty = {"title", "number", "kind", "stance", "source_class", "withheld"}
    said = json.loads(body)["sources"][0]
    assert {name for name, value in said.items() if value} == empty
    desk = Publisher(name="Desk", url="https://desk.example")
    node = claim_review(told, url="https://desk.example/v", publisher=desk)
    assert node is not None
    cited = node["citation"]
    assert isinstance(cited, list)
    assert [one["position"] for one in cited] == [2, 3]
    assert secrets.in_tables(newsroom.database) == {}
