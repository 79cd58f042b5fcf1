"""Similar verdicts: published ones alone, kept as readers get them, and never what no longer stands."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from factcheck.domain.limits import SIMILAR_ROWS
from factcheck.domain.terms import State
from factcheck.models import Outbox, SimilarLook, SimilarVerdict
from factcheck.services import public, readers, similar
from factcheck.services.claims import ClaimInput
from tests import factories, gates, road
from tests.cast import Newsroom
from tests.readers import FERRIES, OTHER, correct, retract
from tests.withholding import withhold

AGAIN = replace(factories.CLAIM, statement="Last year the harbour made a loss of 4 million crowns.")


def publish(newsroom: Newsroom, given: ClaimInput = factories.CLAIM) -> int:
    """A published claim in an article of its own."""
    text = f"{factories.TEXT}\n\nNumber {newsroom.count(SimilarLook)} {given.statement}"
    article_id = factories.article(newsroom, text=text)
    return factories.claim(newsroom, State.PUBLISHED, given=given, article_id=article_id)


def look(newsroom: Newsroom) -> int:
    """Look for all that wait for it; how many did."""
    with newsroom.read() as session:
        numbers = similar.due(session, 100)
    for number in numbers:
        with newsroom.read() as session:
            found = similar.look(session, newsroom.database.dialect, number)
        assert found is not None
        with newsroom.work() as work:
            assert similar.keep(work, found)
    return len(numbers)


def under(newsroom: Newsroom, number: int) -> list[tuple[int, str]]:
    """(number, rating) of what stands under a verdict as its readers get it."""
    with newsroom.read() as session:
        found = public.current(session, number)
    assert found is not None
    return [(one.id, one.rating) for one in found.similar]


@pytest.fixture
def alike(newsroom: Newsroom) -> Newsroom:
    """Verdicts 1 and 2 say nearly the same, 3 speaks of ferries, claim 4 says the same and is no more than a draft."""
    publish(newsroom)
    publish(newsroom, AGAIN)
    article_id = factories.article(newsroom, text=f"{factories.TEXT}\n\nA third.")
    factories.claim(newsroom, State.PUBLISHED, given=FERRIES, article_id=article_id, words=OTHER)
    factories.claim(newsroom, State.CHECKING, article_id=1, words=gates.FERRIES)
    assert look(newsroom) == 3
    return newsroom


def test_verdicts_that_are_alike_stand_under_each_other_with_their_ratings(alike: Newsroom) -> None:
    assert under(alike, 1) == [(2, "Supported")]
    assert under(alike, 2) == [(1, "Supported")]
    assert under(alike, 3) == []
    assert look(alike) == 0, "nothing waits"


def test_a_new_verdict_comes_under_those_that_were_there(alike: Newsroom) -> None:
    publish(alike, replace(AGAIN, statement="The harbour lost 4 million crowns last year, a loss."))
    assert under(alike, 1) == [(2, "Supported")]
    assert look(alike) == 1
    assert {number for number, _ in under(alike, 1)} == {2, 4}
    assert {number for number, _ in under(alike, 4)} == {1, 2}


def test_a_corrected_verdict_is_named_with_its_new_rating_or_not_at_all(alike: Newsroom) -> None:
    correct(alike, 2)
    assert under(alike, 1) == [], "what it said no longer stands"
    assert look(alike) == 2
    assert under(alike, 1) == [(2, "Contradicted")]
    assert under(alike, 2) == [(1, "Supported")]


def test_a_retracted_verdict_is_named_nowhere_from_that_moment_on(alike: Newsroom) -> None:
    retract(alike, 2)
    assert under(alike, 1) == []
    look(alike)
    assert under(alike, 1) == []
    with alike.read() as session:
        assert 2 not in set(session.scalars(select(SimilarVerdict.other_id)))
    assert under(alike, 2) == [(1, "Supported")], "its readers find what stands"


def test_somebody_hidden_since_stands_in_no_similar_verdict(newsroom: Newsroom) -> None:
    named = replace(factories.CLAIM, statement="Norvik made a loss of 4 million crowns last year.")
    publish(newsroom, named)
    second = publish(
        newsroom, replace(named, statement="Norvik lost 4 million crowns last year, a loss.")
    )
    look(newsroom)
    with newsroom.read() as session:
        found = public.current(session, 1)
        assert found is not None
        assert "Norvik" in found.similar[0].statement
    hiding = replace(
        FERRIES,
        names_private_person=True,
        hidden_names=(("Norvik", "a town"),),
        claimant="the mayor",
    )
    article_id = road.ticket(newsroom, second).article.id
    third = factories.claim(
        newsroom, State.APPROVED, given=hiding, article_id=article_id, words=OTHER
    )
    factories.clear(newsroom, third)
    factories.publish(newsroom, third, newsroom.edith)
    assert under(newsroom, 1) == []
    look(newsroom)
    with newsroom.read() as session:
        kept = list(
            session.scalars(select(SimilarVerdict.shown_as).where(SimilarVerdict.other_id == 2))
        )
    assert kept
    assert not [one for one in kept if "Norvik" in one]


def test_what_was_looked_for_is_thrown_away_where_readers_pages_changed_meanwhile(
    alike: Newsroom,
) -> None:
    correct(alike, 2)
    with alike.read() as session:
        found = similar.look(session, alike.database.dialect, 1)
    assert found is not None
    assert list(found.alike) == [2]
    retract(alike, 2)
    with alike.work() as work:
        assert not similar.keep(work, found)
    assert under(alike, 1) == []


def test_the_likest_are_kept_and_no_more(newsroom: Newsroom) -> None:
    for number in range(SIMILAR_ROWS + 3):
        words = f"The harbour made a loss of 4 million crowns last year, report {number}."
        publish(newsroom, replace(factories.CLAIM, statement=words))
    look(newsroom)
    for number in range(1, SIMILAR_ROWS + 4):
        found = [other for other, _ in under(newsroom, number)]
        assert len(found) == SIMILAR_ROWS
        assert number not in found


def test_looking_again_writes_nothing_where_nothing_differs(alike: Newsroom) -> None:
    mark = alike.database.mark()
    with alike.read() as session:
        found = similar.look(session, alike.database.dialect, 1)
    assert found is not None
    with alike.work() as work:
        assert similar.keep(work, found)
    assert alike.database.mark() == mark


def told(newsroom: Newsroom, since: int = 0) -> set[str]:
    """The verdicts whose pages caches were told to drop, after so many words to them."""
    with newsroom.read() as session:
        asked_for = select(Outbox.payload).where(Outbox.kind == readers.JOB).order_by(Outbox.id)
        payloads = session.scalars(asked_for).all()[since:]
    keys = {key for payload in payloads for key in payload["keys"]}
    return {key for key in keys if key.startswith("verdict-")}


@pytest.mark.parametrize("change", [correct, retract, withhold])
def test_caches_drop_the_pages_that_say_what_no_longer_stands_of_a_similar_verdict(
    alike: Newsroom, change: Callable[[Newsroom, int], object]
) -> None:
    settings = replace(alike.database.settings, purge_url="PURGE http://127.0.0.1:1/")
    alike.database.settings = settings
    change(alike, 1)
    assert told(alike) == {"verdict-1", "verdict-2"}, "2 has 1 under it, 3 has not"


def test_caches_drop_the_pages_under_which_another_verdict_comes_to_stand(alike: Newsroom) -> None:
    correct(alike, 1)
    settings = replace(alike.database.settings, purge_url="PURGE http://127.0.0.1:1/")
    alike.database.settings = settings
    look(alike)
    assert told(alike) == {"verdict-2"}, "of 1 nothing differs on its own page"
    with alike.read() as session:
        before = len(session.scalars(select(Outbox.id).where(Outbox.kind == readers.JOB)).all())
    with alike.work() as work:
        work.session.execute(delete(SimilarLook))
    assert look(alike) == 3
    assert told(alike, before) == set(), "nothing differs"


def test_no_publication_is_nothing_to_look_at(newsroom: Newsroom) -> None:
    with newsroom.read() as session:
        assert similar.look(session, newsroom.database.dialect, 7) is None
        assert similar.due(session, 9) == []
