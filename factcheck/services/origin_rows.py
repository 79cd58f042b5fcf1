"""What texts have in common and what people said of origins, as a ticket holds it: rows, and statements for them.

Deciding is in `origins`; what follows from the rows for the claim is in `factcheck.domain.origin_suggestions`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, case, cast
from sqlalchemy.orm import aliased

from factcheck.domain.origin_suggestions import Apart, OriginKind, Suggestion, suggestions
from factcheck.domain.origins import Shares, repeats
from factcheck.models import (
    Evidence,
    OriginDecision,
    Person,
    Snapshot,
    TextLikeness,
    TextSignature,
)
from factcheck.services import restricted_rows

JOB = "origins"
Row = Callable[..., Select[Any]]


class ComparedRow(NamedTuple):
    """The newest copy of a piece of evidence whose text was compared: which one, and what was found."""

    copy: int
    credit: str
    of_article: int
    in_article: int
    is_closed: bool  # a restriction covers it


class LikeRow(NamedTuple):
    """Two copies that repeat each other, by evidence and copy."""

    first: tuple[int, int]
    second: tuple[int, int]
    shares: Shares


class ApartRow(NamedTuple):
    """What somebody said of origins, and when."""

    apart: Apart
    name: str
    at: datetime


class Compared:
    """All that is known of the texts of one claim's evidence."""

    def __init__(self) -> None:
        self.newest: dict[int, ComparedRow] = {}
        self.alike: list[LikeRow] = []
        self.apart: list[ApartRow] = []

    def repeating(self) -> dict[int, int]:
        """The evidence whose copy repeats the article, and how much of the article stands in it, in per cent.

        What somebody said is no copy of it is left out.
        """
        said = {one.apart for one in self.apart}
        return {
            number: row.of_article
            for number, row in self.newest.items()
            if repeats(row.of_article, row.in_article)
            and Apart(OriginKind.ARTICLE, number, 0) not in said
        }

    def suggested(self, rows: Sequence[Any]) -> list[Suggestion]:
        """What is suggested of these rows of evidence.

        What stands in a restricted original is told to nobody here: a guess that is uploaded beside it would be marked.
        """
        return suggestions(
            rows,
            self._likeness(),
            {number: row.credit for number, row in self.newest.items() if not row.is_closed},
            {one.apart for one in self.apart},
        )

    def _likeness(self) -> Mapping[tuple[int, int], Shares]:
        """How texts of the newest copies that are open repeat each other, by the numbers of their evidence."""
        found = {}
        for first, second, shares in self.alike:
            if self._is_told(*first) and self._is_told(*second):
                is_turned = first > second
                pair = (second[0], first[0]) if is_turned else (first[0], second[0])
                found[pair] = Shares(*reversed(shares)) if is_turned else shares
        return found

    def _is_told(self, number: int, copy: int) -> bool:
        row = self.newest.get(number)
        return row is not None and row.copy == copy and not row.is_closed


def facts(row: Row, claim_id: Any) -> list[Select[Any]]:
    """Branches of the UNION that gathers a ticket."""
    return [_compared(row, claim_id), _alike(row, claim_id), _apart(row, claim_id)]


def _compared(row: Row, claim_id: Any) -> Select[Any]:
    return (
        row(
            "compared",
            id=Evidence.number,
            number=Snapshot.number,
            flag=case((restricted_rows.covered(), 1), else_=0),
            a=TextSignature.credit,
            said_start=TextSignature.of_article,
            said_end=TextSignature.in_article,
        )
        .join(Snapshot, Snapshot.id == TextSignature.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        # What was kept of an address the evidence had before says nothing of the one it has now.
        .where(Evidence.claim_id == claim_id, Snapshot.asked_address == Evidence.url)
    )


def _alike(row: Row, claim_id: Any) -> Select[Any]:
    one, other = aliased(Snapshot), aliased(Snapshot)
    mine, theirs = aliased(Evidence), aliased(Evidence)
    return (
        row(
            "alike",
            id=mine.number,
            number=one.number,
            person_id=theirs.number,
            flag=other.number,
            said_start=TextLikeness.of_first,
            said_end=TextLikeness.of_second,
        )
        .join(one, one.id == TextLikeness.first_id)
        .join(mine, mine.id == one.evidence_id)
        .join(other, other.id == TextLikeness.second_id)
        .join(theirs, theirs.id == other.evidence_id)
        .where(mine.claim_id == claim_id)
    )


def _apart(row: Row, claim_id: Any) -> Select[Any]:
    return (
        row(
            "apart",
            id=OriginDecision.first,
            number=OriginDecision.second,
            a=cast(OriginDecision.kind, String),
            b=Person.name,
            at=OriginDecision.decided_at,
        )
        .join(Person, Person.id == OriginDecision.decided_by_id)
        .where(OriginDecision.claim_id == claim_id)
    )


def take_compared(known: Compared, row: Any) -> None:
    before = known.newest.get(row.id)
    if before is None or before.copy < row.number:
        shares = row.said_start, row.said_end
        known.newest[row.id] = ComparedRow(row.number, row.a, *shares, is_closed=bool(row.flag))


def take_alike(known: Compared, row: Any) -> None:
    first, second = (row.id, row.number), (row.person_id, row.flag)
    known.alike.append(LikeRow(first, second, Shares(row.said_start, row.said_end)))


def take_apart(known: Compared, row: Any) -> None:
    said = Apart(OriginKind(row.a), row.id, row.number)
    known.apart.append(ApartRow(said, row.b, row.at))
