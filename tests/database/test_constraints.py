"""What the database refuses by itself, whatever program talks to it: on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from factcheck.domain.terms import Capacity, ChangeKind, ReviewState, State
from factcheck.models import (
    ArticleVersion,
    Claim,
    Conflict,
    Contribution,
    Evidence,
    HistoryRow,
    LegalHold,
    Person,
    PolicyPage,
    PolicyVersion,
    Publication,
    PublicationVersion,
    Rating,
    Review,
    ScaleVersion,
    Verdict,
)
from factcheck.services import reviews
from factcheck.services.standing import load
from tests import factories
from tests.cast import Newsroom

REFUSED = (IntegrityError, DBAPIError)


def refuse(newsroom: Newsroom, statement: Executable, words: str | None = None) -> None:
    """The statement fails, with `words` in the reason."""
    with pytest.raises(REFUSED, match=words), newsroom.work() as work:
        work.session.execute(statement)


def review_row(
    newsroom: Newsroom, claim_id: int, reviewer_id: int, **changed: Any
) -> dict[str, Any]:
    """An approval of the current version as a bare row."""
    with newsroom.read() as session:
        verdict = load(session, claim_id).verdict
    assert verdict is not None
    return {
        "verdict_id": verdict.id,
        "author_id": verdict.author_id,
        "reviewer_id": reviewer_id,
        "capacity": Capacity.EDITORIAL,
        "state": ReviewState.APPROVED,
        "content_hash": verdict.content_hash,
        "note": "",
        "decided_at": newsroom.now,
        **changed,
    }


def test_a_declared_conflict_stands_and_binds_even_a_bare_row(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.edith) as work:
        reviews.recuse(work, claim_id, "My sister runs the harbour.")
    stands = "a declared conflict of interest stands"
    refuse(newsroom, update(Conflict).values(reason="Nothing."), stands)
    refuse(newsroom, delete(Conflict), stands)
    out = "whoever declared a conflict of interest stays out"
    approves = {
        "state": ReviewState.APPROVED,
        "content_hash": factories.content_hash(newsroom, claim_id),
    }
    refuse(newsroom, update(Review).values(**approves), out)
    refuse(newsroom, update(Claim).values(assignee_id=newsroom.edith.id), out)
    with newsroom.work(newsroom.max) as work:
        work.session.execute(
            insert(Conflict).values(
                claim_id=claim_id, person_id=newsroom.max.id, reason="x", declared_at=work.now
            )
        )
    refuse(
        newsroom, insert(Review).values(**review_row(newsroom, claim_id, newsroom.max.id or 0)), out
    )


def test_the_author_cannot_approve_even_by_a_bare_row(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    author = newsroom.carla.id or 0
    refuse(
        newsroom,
        insert(Review).values(review_row(newsroom, claim_id, author)),
        "four_eyes|another person",
    )


def test_an_approval_cannot_name_another_author_to_get_around_it(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    row = review_row(newsroom, claim_id, newsroom.carla.id or 0, author_id=newsroom.rosa.id)
    refuse(newsroom, insert(Review).values(row))


def test_whoever_logged_evidence_cannot_approve_even_by_a_bare_row(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.log(newsroom, claim_id, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    row = review_row(newsroom, claim_id, newsroom.edith.id or 0)
    refuse(newsroom, insert(Review).values(row), "another person must approve")
    asked = {**row, "state": ReviewState.ASKED, "content_hash": None, "decided_at": None}
    with newsroom.work() as work:
        work.session.execute(insert(Review).values(asked))
    approve_later = update(Review).values(
        state=ReviewState.APPROVED, content_hash=row["content_hash"], decided_at=newsroom.now
    )
    refuse(newsroom, approve_later, "another person must approve")


def test_an_approval_names_the_hash_that_was_submitted_and_no_other(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    reviewer = newsroom.rosa.id or 0
    for wrong in ("0" * 64, None):
        row = review_row(newsroom, claim_id, reviewer, content_hash=wrong)
        refuse(newsroom, insert(Review).values(row))


def test_an_older_version_cannot_be_approved_even_by_a_bare_row(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    older = review_row(newsroom, claim_id, newsroom.rosa.id or 0)
    factories.log(newsroom, claim_id, newsroom.cyril)
    refuse(newsroom, insert(Review).values(older), "only the current version")


def test_one_decision_per_person_and_version(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    refuse(newsroom, insert(Review).values(review_row(newsroom, claim_id, newsroom.rosa.id or 0)))


APPEND_ONLY = [
    HistoryRow,
    ArticleVersion,
    PublicationVersion,
    Rating,
    ScaleVersion,
    Contribution,
    PolicyPage,
    PolicyVersion,
]
NEVER_DELETED = [Evidence, Verdict, Claim, Person, Publication]


def test_what_was_recorded_cannot_be_deleted(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    for model in APPEND_ONLY + NEVER_DELETED:
        before = newsroom.count(model)
        assert before > 0, model
        refuse(newsroom, delete(model))
        assert newsroom.count(model) == before, model


SETTERS: dict[type, dict[str, Any]] = {
    HistoryRow: {"reason": "never mind"},
    ArticleVersion: {"text": "something else"},
    PublicationVersion: {"body": "{}"},
    Rating: {"label": "Perhaps"},
    ScaleVersion: {"number": 9},
    Contribution: {"deed": "nothing"},
    PolicyPage: {"slug": "team"},
    PolicyVersion: {"text": "something else"},
}


def test_what_was_recorded_cannot_be_altered(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    for model in APPEND_ONLY:
        refuse(newsroom, update(model).values(SETTERS[model]))


OTHER_WORDS: list[dict[str, Any]] = [
    {"reason": "another reason"},
    {"explanation": "another explanation"},
    {"what_is_right": "something else"},
    {"not_known": "something else"},
    {"why_it_matters": "something else"},
    {"as_of": "2020"},
    {"conclusion": "another conclusion"},
    {"rating_id": None},
    {"author_id": 2},
    {"content": "{}"},
    {"content_hash": "0" * 64},
    {"submitted_at": None},
]


def test_a_submitted_verdict_keeps_its_words(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.IN_REVIEW)
    for changed in OTHER_WORDS:
        refuse(newsroom, update(Verdict).values(changed), "a submitted verdict keeps its words")


def test_a_claim_has_one_current_verdict(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.log(newsroom, claim_id, newsroom.cyril)
    refuse(newsroom, update(Verdict).where(Verdict.claim_id == claim_id).values(is_current=True))


def test_a_new_current_verdict_takes_over_from_the_one_before_and_from_no_other_claims(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    other_id = factories.claim(newsroom, State.IN_REVIEW, article_id=1)
    draft = {
        "claim_id": claim_id,
        "author_id": newsroom.carla.id,
        "change_kind": ChangeKind.FIRST,
        "created_at": newsroom.now,
        "saved_at": newsroom.now,
        "version": 9,
    }
    with newsroom.work() as work:
        work.session.execute(insert(Verdict).values({**draft, "number": 2, "is_current": False}))
    assert current(newsroom) == [(claim_id, 1), (other_id, 1)]
    with newsroom.work() as work:
        work.session.execute(insert(Verdict).values({**draft, "number": 3, "is_current": True}))
    assert current(newsroom) == [(claim_id, 3), (other_id, 1)]


def current(newsroom: Newsroom) -> list[tuple[int, int]]:
    """(claim, number) of every current verdict."""
    with newsroom.read() as session:
        rows = session.execute(
            select(Verdict.claim_id, Verdict.number)
            .where(Verdict.is_current)
            .order_by(Verdict.claim_id)
        )
        return [(row.claim_id, row.number) for row in rows]


def test_a_claim_has_one_hold_at_a_time(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    factories.hold(newsroom, claim_id)
    row = {
        "claim_id": claim_id,
        "reason": "again",
        "set_by_id": newsroom.lara.id,
        "set_at": newsroom.now,
    }
    refuse(newsroom, insert(LegalHold).values(row))


def test_a_history_row_cannot_be_slipped_in_beside_the_chain(newsroom: Newsroom) -> None:
    factories.claim(newsroom)
    with newsroom.read() as session:
        last = session.scalars(text("SELECT max(seq) FROM history")).one()
    row = {
        "at": newsroom.now - timedelta(days=9),
        "event": "claim:opened",
        "algorithm": "sha256-chain-1",
        "previous_hash": "0" * 64,
        "hash": "1" * 64,
    }
    for name in ("subject", "from_state", "to_state", "reason", "detail"):
        row[name] = ""
    for seq in (last + 1, last + 7, 0):
        refuse(newsroom, insert(HistoryRow).values(seq=seq, **row), "must follow")


CHECKS: dict[str, Callable[[], Executable]] = {
    "internal evidence without a reason": lambda: update(Evidence).values(is_public=False),
    "evidence withdrawn without a reason": lambda: update(Evidence).values(
        withdrawn_at=Evidence.logged_at
    ),
    "a dismissed claim without why": lambda: update(Claim).values(state=State.DISMISSED),
    "a state nobody knows": lambda: text("UPDATE claim SET state = 'lost'"),
    "a foreign key to nobody": lambda: update(Claim).values(assignee_id=4711),
    "a retraction by nobody": lambda: update(Publication).values(
        retracted_at=Publication.first_published_at
    ),
    "a retraction confirmed by the same person": lambda: update(Publication).values(
        retracted_at=Publication.first_published_at, retracted_by_id=1, confirmed_by_id=1
    ),
    "a sent-back review without a reason": lambda: update(Review).values(
        state=ReviewState.SENT_BACK
    ),
}


def test_the_database_holds_facts_together(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    for statement in CHECKS.values():
        refuse(newsroom, statement())


def test_the_reading_engine_cannot_write(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), newsroom.read() as session:
        session.execute(update(Claim).where(Claim.id == claim_id).values(claimant="nobody"))
