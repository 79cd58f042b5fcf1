"""Similar claims by what they mean, on both databases: vectors kept, renewed and forgotten, and the nearest found."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Barrier
from unittest import mock

import pytest
from sqlalchemy import delete, func, select, text, update

from factcheck.cli.claim_vectors import read_all
from factcheck.domain.likeness import Alike
from factcheck.models import Claim, LikenessVector, PriorReview
from factcheck.services import seen_before, vectors
from factcheck.services.likeness import similar
from factcheck.services.vectors import Meaning
from tests import factories
from tests.cast import Newsroom
from tests.meanings import SIZE, Concepts
from tests.services.test_likeness import BRIDGE, TAX
from tests.services.test_prior_reviews import REVIEW, bring

OTHER_WORDS = "The quay parted with its boats"  # no word of "The harbour sold three ferries"


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """A desk with one claim of its own and three reviews by others, all of them read."""
    given = replace(factories.CLAIM, statement="The crossing was closed for two years.")
    factories.claim(newsroom, given=given)
    bring(newsroom, REVIEW, BRIDGE, TAX)
    read(newsroom)
    return newsroom


@pytest.fixture(params=["as the database does", "in memory"])
def meaning(request: pytest.FixtureRequest) -> Iterator[Meaning]:
    """What finds the nearest: PostgreSQL's own vectors where it has them, or those held in memory."""
    if request.param == "as the database does":
        yield Meaning(Concepts())
        return
    with without_pgvector():
        yield Meaning(Concepts())


@contextmanager
def without_pgvector() -> Iterator[None]:
    with mock.patch("factcheck.dialects.postgresql.has_near", return_value=False):
        yield


def read(newsroom: Newsroom, encoder: Concepts | None = None) -> list[str]:
    """Have every claim and review read; those that had to be."""
    encoder = encoder or Concepts()
    read_all(newsroom.database, encoder, lambda _: None)
    return encoder.asked


def find(newsroom: Newsroom, text: str, meaning: Meaning | None) -> list[Alike]:
    with newsroom.read() as session:
        return similar(session, newsroom.database.dialect, text, 10, meaning)


def names(newsroom: Newsroom, text: str, meaning: Meaning | None) -> list[str]:
    return [one.known.reference for one in find(newsroom, text, meaning)]


def test_a_claim_in_other_words_altogether_is_found_by_what_it_means(
    archive: Newsroom, meaning: Meaning
) -> None:
    assert "north-17" not in names(archive, OTHER_WORDS, None)
    assert names(archive, OTHER_WORDS, meaning)[0] == "north-17"


def test_claims_of_the_desk_and_reviews_by_others_are_both_found_by_meaning(
    archive: Newsroom, meaning: Meaning
) -> None:
    assert set(names(archive, "bridges", meaning)[:2]) == {"claim:1", BRIDGE.identifier}


def test_scores_stay_probabilities_and_words_still_count(
    archive: Newsroom, meaning: Meaning
) -> None:
    found = find(archive, "The bridge was closed for 1,250 days", meaning)
    assert found[0].known.reference == BRIDGE.identifier
    assert all(0 <= one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_without_vectors_the_order_is_that_of_the_words(
    newsroom: Newsroom, meaning: Meaning
) -> None:
    bring(newsroom, REVIEW, BRIDGE, TAX)
    text = "three ferries sold by the harbour"
    assert find(newsroom, text, meaning) == find(newsroom, text, None) != []


def test_a_claim_without_a_word_finds_nothing_by_meaning_either(
    archive: Newsroom, meaning: Meaning
) -> None:
    assert find(archive, "?!", meaning) == []
    assert meaning.encoder.asked == []  # type: ignore[attr-defined]  # the tests' own encoder


def test_a_claim_reworded_since_is_not_found_by_what_it_meant(
    archive: Newsroom, meaning: Meaning
) -> None:
    with archive.work() as work:
        work.session.execute(update(Claim).values(statement="Gulls nest on a roof."))
    by_words = {one.known.reference: one.score for one in find(archive, "gulls", None)}
    assert {one.known.reference: one.score for one in find(archive, "gulls", meaning)}[
        "claim:1"
    ] == by_words["claim:1"]
    assert read(archive) == ["Gulls nest on a roof."]


def test_vectors_stored_since_are_seen_without_a_new_start(
    archive: Newsroom, meaning: Meaning
) -> None:
    assert names(archive, OTHER_WORDS, meaning)[0] == "north-17"
    bring(archive, replace(REVIEW, identifier="new", claim="Three vessels were sold at the port."))
    read(archive)
    assert set(names(archive, OTHER_WORDS, meaning)[:2]) == {"north-17", "new"}


def test_only_what_is_new_or_reworded_is_read_again(archive: Newsroom) -> None:
    assert read(archive) == []
    bring(archive, replace(TAX, claim="Порт платил налоги.", raw='{"n":2}'))
    assert read(archive) == ["Порт платил налоги."]


def test_a_reading_that_was_stopped_goes_on_where_it_was(newsroom: Newsroom) -> None:
    bring(newsroom, REVIEW, BRIDGE, TAX)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with mock.patch.object(vectors, "BATCH", 2), pytest.raises(KeyboardInterrupt):
        read_all(newsroom.database, Concepts(), stop)
    assert read(newsroom) == [TAX.claim]


@dataclass
class Meeting(Concepts):
    """An encoder that goes on once another one has come as far."""

    barrier: Barrier = field(default_factory=lambda: Barrier(2, timeout=20))

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        self.barrier.wait()
        return super().vectors(texts)


def test_two_that_read_at_once_are_not_in_each_others_way(newsroom: Newsroom) -> None:
    bring(newsroom, REVIEW, BRIDGE, TAX)
    both = Meeting()
    with ThreadPoolExecutor(2) as pool:
        counts = pool.map(lambda _: read_all(newsroom.database, both, lambda _: None), range(2))
    assert list(counts) == [3, 3]
    assert read(newsroom) == []
    assert names(newsroom, OTHER_WORDS, Meaning(Concepts()))[0] == "north-17"


def test_another_model_reads_everything_anew_and_is_never_compared_with_the_first(
    archive: Newsroom, meaning: Meaning
) -> None:
    other = Meaning(Concepts("concepts-2"))
    assert "north-17" not in names(archive, OTHER_WORDS, other)
    assert len(read(archive, Concepts("concepts-2"))) == 4
    assert names(archive, OTHER_WORDS, other)[0] == "north-17"
    assert "north-17" not in names(archive, OTHER_WORDS, meaning)


def test_vectors_of_another_length_are_compared_in_memory(newsroom: Newsroom) -> None:
    short = Concepts("short-1", size=8)
    bring(newsroom, REVIEW, BRIDGE, TAX)
    read(newsroom, short)
    assert names(newsroom, OTHER_WORDS, Meaning(short))[0] == "north-17"


def test_a_server_with_pgvector_keeps_what_it_compares(archive: Newsroom) -> None:
    with archive.read() as session:
        if not archive.database.dialect.has_near(session.connection(), SIZE):
            pytest.skip("this database compares no vectors")
        kept = session.execute(text("SELECT number, model FROM likeness_search_vector")).all()
        assert {one.model for one in kept} == {"concepts-1"}
        assert {one.number for one in kept} == set(session.scalars(select(LikenessVector.number)))


def test_vectors_of_reviews_taken_out_are_forgotten(archive: Newsroom, meaning: Meaning) -> None:
    with archive.work() as work:
        work.session.execute(delete(PriorReview).where(PriorReview.identifier == "north-17"))
    assert "north-17" not in names(archive, OTHER_WORDS, meaning)
    with archive.work() as work:
        assert vectors.forget(work) == 1
    with archive.read() as session:
        assert session.scalar(select(func.count()).select_from(LikenessVector)) == 3


def test_the_list_beside_a_claim_holds_what_means_the_same(
    archive: Newsroom, meaning: Meaning
) -> None:
    with archive.read() as session:
        dialect = archive.database.dialect
        found = seen_before.find(session, dialect, OTHER_WORDS, meaning=meaning)
        without = seen_before.find(session, dialect, OTHER_WORDS)
    assert found[0].statement == REVIEW.claim
    assert REVIEW.claim not in [one.statement for one in without]
