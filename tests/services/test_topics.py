"""The desk's list of topics and what is filed under them: names move, numbers and addresses stay, readers see it."""

from dataclasses import replace

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import ClaimTopic, Topic
from factcheck.services import claims, public, public_lists, topics
from factcheck.services.public_lists import Asked
from factcheck.services.stale import StaleSave
from tests import factories, filing, road
from tests.cast import Newsroom


def lines(newsroom: Newsroom) -> list[tuple[str, str, bool]]:
    with newsroom.read() as session:
        return [(line.name, line.slug, line.is_retired) for line in topics.listed(session)]


def found(newsroom: Newsroom, slug: str) -> list[int]:
    with newsroom.read() as session:
        dialect = newsroom.database.dialect
        return [
            one.id for one in public_lists.find(session, dialect, Asked(topic=slug), limit=9).items
        ]


def test_a_renamed_topic_keeps_its_number_and_its_old_address(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom)
    with newsroom.work(newsroom.ada) as work:
        topics.rename(work, number, "Ports")
    with newsroom.read() as session:
        old, new = topics.of_slug(session, "the-harbour"), topics.of_slug(session, "ports")
        assert old is not None
        assert new is not None
        assert (old.id, new.id, new.name) == (number, number, "Ports")
        assert topics.of_slug(session, "nothing") is None
    with newsroom.work(newsroom.ada) as work:
        topics.rename(work, number, "The harbour")
    assert lines(newsroom) == [("The harbour", "the-harbour", False)]
    told = [deed for deed in newsroom.history() if deed.startswith("topic:")]
    assert told == ["topic:added topic:1", "topic:renamed topic:1", "topic:renamed topic:1"]


@pytest.mark.parametrize("name", ["The harbour", "the HARBOUR!", "Ports"])
def test_no_topic_gets_the_name_or_an_address_of_another(newsroom: Newsroom, name: str) -> None:
    number = filing.topic(newsroom, "Ports")
    with newsroom.work(newsroom.ada) as work:
        topics.rename(work, number, "The harbour")
    with road.refused(newsroom, BadInput, "has this name or its address"):
        filing.topic(newsroom, name)


def test_the_list_is_the_administrators_alone(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom)
    for who in (newsroom.carla, newsroom.edith, newsroom.rosa, newsroom.lara):
        with road.refused(newsroom, NotYourPart), newsroom.work(who) as work:
            topics.add(work, "Ferries")
        with road.refused(newsroom, NotYourPart), newsroom.work(who) as work:
            topics.rename(work, number, "Ferries")
        with road.refused(newsroom, NotYourPart), newsroom.work(who) as work:
            topics.retire(work, number)
    with newsroom.work() as work:  # and whoever has the machine's shell
        topics.add(work, "Ferries")
    assert len(lines(newsroom)) == 2


def test_a_retired_topic_is_offered_no_more_and_what_stands_under_it_stays(
    newsroom: Newsroom,
) -> None:
    number, other = filing.topic(newsroom), filing.topic(newsroom, "Money")
    claim_id = factories.claim(newsroom)
    filing.put(newsroom, claim_id, number)
    with newsroom.work(newsroom.ada) as work:
        topics.retire(work, number)
    with newsroom.read() as session:
        assert topics.offered(session) == [(other, "Money")]
    assert filing.put(newsroom, claim_id, number, other), "it keeps what it has"
    assert filing.under(newsroom, claim_id) == ["Money", "The harbour"]
    second = factories.claim(newsroom, article_id=1, words="Nobody was hurt")
    with road.refused(newsroom, BadInput, "not retired"):
        filing.put(newsroom, second, number)
    with newsroom.work(newsroom.ada) as work:
        topics.bring_back(work, number)
    assert filing.put(newsroom, second, number)
    with road.refused(newsroom, WrongState), newsroom.work(newsroom.ada) as work:
        topics.bring_back(work, number)


def test_a_topic_is_never_deleted(newsroom: Newsroom) -> None:
    filing.topic(newsroom)
    with pytest.raises(DBAPIError, match="never deleted"), newsroom.work(newsroom.ada) as work:
        work.session.execute(delete(Topic))


def test_filing_is_in_the_history_and_voids_no_approval(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom)
    claim_id = factories.claim(newsroom, State.APPROVED)
    before = factories.content_hash(newsroom, claim_id)
    assert filing.put(newsroom, claim_id, number)
    assert not filing.put(newsroom, claim_id, number), "nothing differs"
    assert factories.content_hash(newsroom, claim_id) == before
    assert road.state(newsroom, claim_id) is State.APPROVED
    assert newsroom.history(claim_id)[-1] == f"claim:filed claim:{claim_id}"
    assert "Carla" in {name for _, name, _ in road.ticket(newsroom, claim_id).contributions}
    filing.put(newsroom, claim_id, number, filing.topic(newsroom, "Money"), by="edith")
    assert "Edith" not in {name for _, name, _ in road.ticket(newsroom, claim_id).contributions}


def test_a_published_claim_is_filed_anew_at_once_and_without_a_notice(newsroom: Newsroom) -> None:
    number, other = filing.topic(newsroom), filing.topic(newsroom, "Money")
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    live = road.live(newsroom, claim_id)
    assert live.topics == ()
    filing.put(newsroom, claim_id, number, other)
    after = road.live(newsroom, claim_id)
    assert [(one.name, one.slug) for one in after.topics] == [
        ("Money", "money"),
        ("The harbour", "the-harbour"),
    ]
    assert replace(after, topics=()) == live, "no version, no notice, no later date"
    assert found(newsroom, "the-harbour") == [1]
    filing.put(newsroom, claim_id, other)
    assert found(newsroom, "the-harbour") == []
    with newsroom.read() as session:
        [listed] = public.listing(session).items
        assert [one.name for one in listed.topics] == ["Money"]
        [first] = public.of_article(session, 1)
        assert [one.name for one in first.topics] == ["Money"]
        then = public.version(session, 1, 1)
        assert then is not None
        assert then.topics == (), "what a version was filed under is no part of it"


def test_nothing_that_readers_have_is_filed_anew_under_a_hold(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom)
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    factories.hold(newsroom, claim_id)
    with road.refused(newsroom, WrongState, "legal hold"):
        filing.put(newsroom, claim_id, number)


def test_who_may_not_and_what_cannot_be_chosen(newsroom: Newsroom) -> None:
    numbers = [filing.topic(newsroom, f"Topic {n}") for n in range(6)]
    claim_id = factories.claim(newsroom)
    for who in ("rosa", "lara", "ada"):
        with road.refused(newsroom, NotYourPart):
            filing.put(newsroom, claim_id, numbers[0], by=who)
    with road.refused(newsroom, BadInput, "at most 5"):
        filing.put(newsroom, claim_id, *numbers)
    with road.refused(newsroom, BadInput, "at least one"):
        filing.put(newsroom, claim_id)
    with road.refused(newsroom, BadInput, "not retired"):
        filing.put(newsroom, claim_id, 99)
    with road.refused(newsroom, WrongState, "changed this claim"), newsroom.work() as work:
        topics.file_claim(work, claim_id, 99, numbers[:1])


def test_a_claim_is_opened_under_topics_and_an_edit_of_them_alone_voids_nothing(
    newsroom: Newsroom,
) -> None:
    number, other = filing.topic(newsroom), filing.topic(newsroom, "Money")
    given = replace(factories.CLAIM, topics=(number,))
    claim_id = factories.claim(newsroom, State.IN_REVIEW, given=given)
    assert filing.under(newsroom, claim_id) == ["The harbour"]
    assert newsroom.history(claim_id)[:2] == [
        f"claim:filed claim:{claim_id}",
        "claim:opened article:1",
    ]
    before = factories.content_hash(newsroom, claim_id)
    road.edit_claim(newsroom, claim_id, newsroom.carla, topics=(other,))
    assert filing.under(newsroom, claim_id) == ["Money"]
    assert factories.content_hash(newsroom, claim_id) == before
    assert newsroom.history(claim_id)[-1] == f"claim:filed claim:{claim_id}"


def test_a_form_that_comes_too_late_shows_both_choices(newsroom: Newsroom) -> None:
    number, other = filing.topic(newsroom), filing.topic(newsroom, "Money")
    claim_id = factories.claim(newsroom)
    seen = road.ticket(newsroom, claim_id).claim.version
    filing.put(newsroom, claim_id, number)
    given = replace(factories.CLAIM, topics=(other,))
    with pytest.raises(StaleSave) as late, newsroom.work(newsroom.cyril) as work:
        claims.edit(work, claim_id, seen, given)
    assert late.value.theirs["Topics"] == "The harbour"
    assert late.value.yours["Topics"] == "Money"
    assert late.value.by_name == "Carla"


def test_a_topic_that_names_somebody_hidden_is_left_out_with_its_list(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom, "The case of Jo Low")
    other = filing.topic(newsroom, "Money")
    hiding = replace(
        factories.CLAIM, names_private_person=True, hidden_names=(("Jo Low", "a clerk"),)
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=hiding)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    filing.put(newsroom, claim_id, number, other)
    assert [one.name for one in road.live(newsroom, claim_id).topics] == ["Money"]
    assert found(newsroom, "the-case-of-jo-low") == []
    assert found(newsroom, "money") == [1]


def test_a_topic_of_drafts_alone_is_not_among_those_of_readers(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom)
    claim_id = factories.claim(newsroom, State.CHECKING)
    filing.put(newsroom, claim_id, number)
    with newsroom.read() as session:
        assert topics.of_readers(session) == []
    factories.claim(
        newsroom,
        State.PUBLISHED,
        article_id=1,
        given=replace(factories.CLAIM, topics=(number,)),
        words="Nobody was hurt",
    )
    with newsroom.read() as session:
        assert [row.slug for row in topics.of_readers(session)] == ["the-harbour"]
        [line] = topics.listed(session)
    assert (line.claims, line.published) == (2, 1)


def test_a_correction_keeps_the_topics(newsroom: Newsroom) -> None:
    number = filing.topic(newsroom)
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    filing.put(newsroom, claim_id, number)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    assert [one.name for one in road.live(newsroom, claim_id).topics] == ["The harbour"]
    assert newsroom.count(ClaimTopic) == 1
