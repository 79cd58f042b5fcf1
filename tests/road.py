"""Short words for the tests of the road: what stands where, and that a refused move left no trace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update

from factcheck.db import Base, Work
from factcheck.domain.anchoring import span_at
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Actor, ChangeKind, ReviewState, State
from factcheck.models import HistoryRow, Person
from factcheck.services import claims, evidence, policies, public, publication, reviews
from factcheck.services.claims import ClaimInput
from factcheck.services.standing import Ticket, load
from tests import factories
from tests.cast import Newsroom

NOTE = "The first version gave the figure of the year before."


def ticket(newsroom: Newsroom, claim_id: int) -> Ticket:
    with newsroom.read() as session:
        return load(session, claim_id)


def state(newsroom: Newsroom, claim_id: int) -> State:
    return ticket(newsroom, claim_id).claim.state


def reviewers(newsroom: Newsroom, claim_id: int) -> dict[str, ReviewState]:
    """Who reviews the current version, and where each stands."""
    return {row.reviewer_name: row.state for row in ticket(newsroom, claim_id).reviews}


def live(newsroom: Newsroom, claim_id: int) -> Any:
    """What readers get now."""
    number = ticket(newsroom, claim_id).publication
    assert number is not None
    with newsroom.read() as session:
        return public.verdict(session, number.id)


def counts(newsroom: Newsroom) -> dict[str, int]:
    """How many rows each table holds, the history and the outbox among them."""
    with newsroom.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def refused(newsroom: Newsroom, kind: type[Exception], words: str = "") -> Iterator[None]:
    """The move inside is refused with `words` in its sentence, and nothing at all was written."""
    before, now = counts(newsroom), newsroom.now
    with newsroom.read() as session:
        last = session.scalar(select(HistoryRow.hash).order_by(HistoryRow.seq.desc()).limit(1))
    with pytest.raises(kind) as caught:
        yield
    assert words in getattr(caught.value, "sentence", "")
    assert counts(newsroom) == before
    with newsroom.read() as session:
        assert last == session.scalar(
            select(HistoryRow.hash).order_by(HistoryRow.seq.desc()).limit(1)
        )
    assert newsroom.now >= now


def refuse(
    newsroom: Newsroom,
    actor: Actor,
    kind: type[Refusal],
    words: str,
    deed: Callable[[Work], object],
) -> None:
    """`actor` tries `deed` in a change of her own and is refused."""
    with refused(newsroom, kind, words), newsroom.work(actor) as work:
        deed(work)


def edit_claim(newsroom: Newsroom, claim_id: int, by: Actor, **changed: Any) -> None:
    """Change some of what is said about the claim; `add_words` marks further words of the article."""
    more, found = changed.pop("add_words", ""), ticket(newsroom, claim_id)
    spans = []
    if more:
        start = factories.TEXT.strip().index(more)
        spans = [span_at(factories.TEXT.strip(), start, start + len(more))]
    names = tuple((name, role) for _, name, role in found.hidden_names)
    given = ClaimInput(
        **{name: getattr(found.claim, name) for name in claims.COLUMNS}, hidden_names=names
    )
    with newsroom.work(by) as work:
        claims.edit(work, claim_id, found.claim.version, replace(given, **changed), add_spans=spans)


def change_evidence(
    newsroom: Newsroom, claim_id: int, number: int, by: Actor, **changed: Any
) -> None:
    """Change some fields of one piece of evidence."""
    with newsroom.work(by) as work:
        row = evidence.row(work.session, claim_id, number)
        given = replace(evidence.stored(row), **changed)
        evidence.change(work, claim_id, number, row.version, given)


def begin_change(newsroom: Newsroom, claim_id: int, kind: ChangeKind, by: Actor) -> None:
    with newsroom.work(by) as work:
        publication.begin_change(work, claim_id, kind, NOTE)


def send_back(newsroom: Newsroom, claim_id: int, by: Actor) -> None:
    with newsroom.work(by) as work:
        reviews.send_back(work, claim_id, "The audit does not say that.")


def set_policy(newsroom: Newsroom, risk: RiskClass = RiskClass.ORDINARY, **changed: Any) -> None:
    with newsroom.read() as session:
        seen: Policy = policies.policies(session)[risk]
    with newsroom.work(newsroom.ada) as work:
        policies.save(work, risk, replace(seen, **changed), policies.version_of(seen))


def disable(newsroom: Newsroom, who: Actor) -> None:
    """Take somebody off the desk; the ceremony is tested with accounts."""
    with newsroom.work() as work:
        work.session.execute(update(Person).where(Person.id == who.id).values(disabled_at=work.now))
