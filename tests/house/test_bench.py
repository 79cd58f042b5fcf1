"""What `make bench` measures is a desk like any other: its rows hold what the program would have written."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Database
from factcheck.domain import published
from factcheck.domain.terms import State
from factcheck.models import (
    Claim,
    Contribution,
    Evidence,
    HistoryRow,
    Publication,
    PublicationVersion,
    Review,
    Verdict,
)
from factcheck.services import history, queue, reviews
from factcheck.services.changes import content_of
from factcheck.services.public import verdict
from factcheck.services.queue_filters import Filter
from factcheck.services.standing import load
from tests.bench import corpus, pages, statements
from tests.bench.claims import SUBMITTED
from tests.bench.story import FULL_EVIDENCE, FULL_HISTORY
from tests.conftest import open_database

CLAIMS = 50


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> corpus.Corpus:
    """The measured desk, small."""
    return corpus.load(tmp_path_factory.mktemp("bench"), CLAIMS)


@pytest.fixture
def database(filled: corpus.Corpus) -> Iterator[Database]:
    with open_database(filled.settings) as opened:
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with Session(database.reader) as opened:
        yield opened


def count(session: Session, model: type, *which: object) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*which)) or 0  # type: ignore[arg-type]


def test_the_history_of_the_measured_desk_is_a_whole_chain(session: Session) -> None:
    assert count(session, HistoryRow) > CLAIMS
    assert history.verify(session) is None


def test_every_claim_is_there_in_all_states(session: Session, filled: corpus.Corpus) -> None:
    assert count(session, Claim) == filled.claims == CLAIMS
    assert set(session.scalars(select(Claim.state))) == set(State)


def test_the_claims_that_are_looked_at_have_ten_pieces_of_evidence_and_twenty_rows_of_history(
    session: Session, filled: corpus.Corpus
) -> None:
    looked_at = [*filled.moved, *filled.visited, *filled.published]
    assert looked_at
    for number in looked_at:
        assert count(session, Evidence, Evidence.claim_id == number) == FULL_EVIDENCE == 10
        assert count(session, HistoryRow, HistoryRow.claim_id == number) == FULL_HISTORY == 20


def test_a_submitted_verdict_carries_the_hash_of_what_stands_in_the_tables(
    session: Session,
) -> None:
    submitted = session.scalars(select(Claim.id).where(Claim.state.in_(SUBMITTED))).all()
    assert len(submitted) > 10
    for number in submitted:
        ticket = load(session, number)
        assert ticket.verdict is not None
        content = content_of(ticket)
        assert ticket.verdict.content_hash == content.hash
        assert json.loads(ticket.verdict.content or "") == json.loads(content.to_json())


def test_verdicts_reviews_and_publications_are_where_the_states_say(session: Session) -> None:
    def states(*which: object) -> set[State]:
        query = (
            select(Claim.state)
            .join(Verdict, Verdict.claim_id == Claim.id)
            .join(Review, Review.verdict_id == Verdict.id)
            .outerjoin(Publication, Publication.claim_id == Claim.id)
        )
        return set(session.scalars(query.where(*which)))  # type: ignore[arg-type]

    assert states() == set(SUBMITTED)
    assert states(Review.state == "approved") == {State.APPROVED, State.PUBLISHED}
    assert states(Publication.id.is_not(None)) == {State.PUBLISHED}
    published_claims = count(session, Claim, Claim.state == State.PUBLISHED)
    assert published_claims == count(session, Publication) == count(session, PublicationVersion)


def test_nobody_on_the_measured_desk_approved_her_own_work(session: Session) -> None:
    own = (
        select(Review.id)
        .join(Verdict, Verdict.id == Review.verdict_id)
        .join(Contribution, Contribution.claim_id == Verdict.claim_id)
        .where(Contribution.person_id == Review.reviewer_id)
    )
    assert session.scalars(own).all() == []


def test_readers_get_the_published_ones(session: Session, filled: corpus.Corpus) -> None:
    for number in filled.published:
        shown = verdict(session, number)
        assert shown is not None
        assert len(shown.sources) == FULL_EVIDENCE
        stored = session.scalar(
            select(PublicationVersion.body).where(PublicationVersion.publication_id == number)
        )
        assert published.to_json(shown) == stored


def test_a_reviewer_can_approve_a_claim_as_it_was_loaded(
    database: Database, filled: corpus.Corpus
) -> None:
    reviewer, number = filled.staff.reviewers[-1], filled.visited[0]
    with Session(database.reader) as session:
        seen = load(session, number).standing.verdict.content_hash
    with database.work(reviewer) as work:
        reviews.start_reading(work, number)
    with database.work(reviewer) as work:
        reviews.approve(work, number, seen)
    with Session(database.reader) as session:
        assert load(session, number).claim.state is State.APPROVED


def test_the_queue_finds_words_that_are_searched_for(
    database: Database, session: Session, filled: corpus.Corpus
) -> None:
    statement = session.scalars(select(Claim.statement).where(Claim.id == 1)).one()
    word = max(statement.rstrip(".").split(), key=len).lower()
    editor = filled.staff.editors[0]
    page = queue.page(session, database.dialect, editor, Filter(words=(word,)))
    assert 1 in [row.id for row in page.rows]
    assert len(set(filled.words)) == len(filled.words)


def test_a_move_that_is_not_in_the_database_is_told(filled: corpus.Corpus) -> None:
    app = pages.application(filled.settings)
    try:
        moves = next(page for page in pages.pages(app, filled) if page.is_write)
        ledger, lane = pages.open_ledger(app, moves), moves.lanes[0]
        begun = lane.requests[0]
        lane.at += 1
        (missing,) = pages.unaccounted(app, filled, moves, ledger)
        assert missing.endswith("0 rows of history for 1 moves, state in_review")
        statements.send(app, begun)
        assert pages.unaccounted(app, filled, moves, ledger) == []
    finally:
        pages.database_of(app).dispose()
