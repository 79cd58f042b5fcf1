"""The two statements that gather a claim's standing, made once when the program starts.

Making them costs more than running them, so that nothing of them is made anew at a request.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from factcheck.db import UTCDateTime
from factcheck.dialects import postgresql, sqlite
from factcheck.domain.content import SECRET, EvidenceContent
from factcheck.domain.conversations import CONVERSATION
from factcheck.domain.terms import Capacity, Part, ReviewState
from factcheck.models import (
    Article,
    Claim,
    Conflict,
    Contribution,
    Conversation,
    Desk,
    Evidence,
    HiddenName,
    LegalHold,
    Person,
    PersonPart,
    ProtectedSource,
    Publication,
    PublicationVersion,
    QuoteAnchor,
    ReplyRequest,
    Review,
    Snapshot,
    Verdict,
    Waiver,
)
from factcheck.services import (
    filed_rows,
    log_rows,
    occurrence_rows,
    origin_rows,
    sisters,
    source_rows,
    text_rows,
)
from factcheck.services.one_text import OneText
from factcheck.services.translation_rows import facts as translation_facts

_CLAIM = bindparam("claim_id", type_=Integer)
_VERDICT = bindparam("verdict_id", type_=Integer)
EVIDENCE_TEXTS = tuple(
    name for name in EvidenceContent.__dataclass_fields__ if name not in {"number", "is_public"}
)


# What there is at most one of; the claim and its article are always there.
ONE_OF_EACH = (Claim, Article, Verdict, Publication, PublicationVersion, LegalHold)


def _head_statement(lock: Any, *whats: Any) -> Select[Any]:
    assignee, author = aliased(Person), aliased(Person)
    return (
        select(
            *whats,
            assignee.name.label("assignee_name"),
            author.name.label("author_name"),
            select(Desk.reference_version).scalar_subquery().label("reference_version"),
            lock,
        )
        .select_from(Claim)
        .join(Article, Article.id == Claim.article_id)
        .outerjoin(Verdict, and_(Verdict.claim_id == Claim.id, Verdict.is_current))
        .outerjoin(Publication, Publication.claim_id == Claim.id)
        .outerjoin(
            PublicationVersion,
            and_(
                PublicationVersion.publication_id == Publication.id,
                PublicationVersion.number == Publication.current_number,
            ),
        )
        .outerjoin(LegalHold, and_(LegalHold.claim_id == Claim.id, LegalHold.released_at.is_(None)))
        .outerjoin(assignee, assignee.id == Claim.assignee_id)
        .outerjoin(author, author.id == Verdict.author_id)
        .where(Claim.id == _CLAIM)
    )


COLUMNS: dict[str, Any] = {
    "id": Integer,
    "person_id": Integer,
    "number": Integer,
    "flag": Integer,
    "a": String,
    "b": String,
    "c": String,
    "d": String,
    "e": String,
    "f": String,
    "at": UTCDateTime,
    "due_at": UTCDateTime,
    "settled_at": UTCDateTime,
    "said_start": Integer,
    "said_end": Integer,
    "said_id": Integer,
    "text_number": Integer,
    "is_newest": Integer,
    **dict.fromkeys(EVIDENCE_TEXTS, String),  # last, so that they can be cut off in one piece
}
FIRST_TEXT = (
    1 + len(COLUMNS) - len(EVIDENCE_TEXTS)
)  # the name of the fact stands before all columns
Fact = namedtuple("Fact", ["fact", *COLUMNS])  # type: ignore[misc]  # noqa: PYI024  one list of names is enough


CHAIN_END = "history"


def _row(fact: str, **given: Any) -> Select[Any]:
    """One branch of the UNION: every branch has the same columns, most of them empty."""
    columns = [
        (given[name] if name in given else cast(null(), type_)).label(name)
        for name, type_ in COLUMNS.items()
    ]
    return select(literal_column(f"'{fact}'", String).label("fact"), *columns)


def _facts_statement() -> Any:
    return union_all(
        _reviews(),
        _asked(),
        *_people(),
        *_words(),
        _evidence(),
        _copies(),
        _quoted(),
        *origin_rows.facts(_row, _CLAIM),
        source_rows.facts(_row, _CLAIM),
        *filed_rows.facts(_row, _CLAIM),
        translation_facts(_row, _CLAIM),
        _counts(),
        _row(CHAIN_END, **log_rows.END).where(log_rows.IS_LAST),
    )


def _reviews() -> Select[Any]:
    """Reviewers of the version, each with whether she still plays a part that lets her decide."""
    plays = exists().where(
        PersonPart.person_id == Review.reviewer_id,
        or_(
            and_(Review.capacity == Capacity.LEGAL, PersonPart.part == Part.LEGAL_REVIEWER),
            and_(
                Review.capacity == Capacity.EDITORIAL,
                or_(PersonPart.part == Part.REVIEWER, PersonPart.part == Part.EDITOR),
            ),
        ),
    )
    return (
        _row(
            "review",
            id=Review.id,
            person_id=Review.reviewer_id,
            number=Review.voted_rating_id,
            flag=case((and_(Person.disabled_at.is_(None), plays), 1), else_=0),
            a=Person.name,
            b=cast(Review.capacity, String),
            c=cast(Review.state, String),
            d=Review.note,
            at=func.coalesce(Review.decided_at, Review.asked_at),
        )
        .join(Person, Person.id == Review.reviewer_id)
        .where(Review.verdict_id == _VERDICT)
    )


def _asked() -> Select[Any]:
    """Reviewers of the version submitted last, this one or one before: a new one asks them again."""
    this, submitted = aliased(Verdict), aliased(Verdict)
    last = select(func.max(submitted.number)).where(
        submitted.claim_id == _CLAIM,
        submitted.number <= select(this.number).where(this.id == _VERDICT).scalar_subquery(),
        submitted.submitted_at.is_not(None),
    )
    return (
        _row("asked", id=Review.id, person_id=Review.reviewer_id, a=cast(Review.capacity, String))
        .join(Person, Person.id == Review.reviewer_id)
        .join(Verdict, Verdict.id == Review.verdict_id)
        .where(
            Verdict.claim_id == _CLAIM,
            Verdict.number == last.scalar_subquery(),
            Review.state != ReviewState.RECUSED,
            Person.disabled_at.is_(None),
        )
    )


def _people() -> list[Select[Any]]:
    """Whose hand is in it, who stays out, who let something pass."""
    return [
        _row(
            "contribution",
            id=func.min(Contribution.id),
            person_id=Person.id,
            a=Person.name,
            b=Contribution.deed,
        )
        .join(Person, Person.id == Contribution.person_id)
        .where(Contribution.claim_id == _CLAIM)
        .group_by(Person.id, Person.name, Contribution.deed),
        _row("conflict", person_id=Person.id, a=Person.name, b=Conflict.reason)
        .join(Person, Person.id == Conflict.person_id)
        .where(Conflict.claim_id == _CLAIM),
        _row(
            "waiver",
            a=cast(Waiver.kind, String),
            b=Waiver.reason,
            c=Person.name,
            at=Waiver.granted_at,
        )
        .join(Person, Person.id == Waiver.granted_by_id)
        .where(Waiver.claim_id == _CLAIM),
    ]


def _words() -> list[Select[Any]]:
    """Replies, names to hide, anchors, and whom other claims of the article hide."""
    return [
        _row(
            "reply",
            id=ReplyRequest.id,
            a=ReplyRequest.whom,
            b=cast(ReplyRequest.outcome, String),
            c=ReplyRequest.response,
            d=ReplyRequest.channel,
            e=ReplyRequest.used_text,
            f=ReplyRequest.short_notice_reason,
            at=ReplyRequest.asked_at,
            due_at=ReplyRequest.due_at,
            settled_at=ReplyRequest.settled_at,
        ).where(ReplyRequest.claim_id == _CLAIM),
        _row("name", id=HiddenName.id, a=HiddenName.name, b=HiddenName.role).where(
            HiddenName.claim_id == _CLAIM
        ),
        *text_rows.facts(_row, _CLAIM),
        *occurrence_rows.facts(_row, _CLAIM),
        *sisters.facts(_row, _CLAIM),
    ]


def _evidence() -> Select[Any]:
    """The evidence, whole, since the content of a verdict is made of what stands of it."""
    texts = {name: _text(name) for name in EVIDENCE_TEXTS}
    excepted_by = aliased(Person)
    wanted = _row(
        "evidence",
        number=Evidence.number,
        person_id=Evidence.logged_by_id,
        flag=case((Evidence.is_public, 1), else_=0),
        a=Evidence.withdrawn_reason,
        b=ProtectedSource.exception_reason,
        c=excepted_by.name,
        at=Evidence.logged_at,
        due_at=Evidence.changed_at,
        settled_at=Evidence.withdrawn_at,
        **texts,
    )
    return (
        wanted.select_from(Evidence)
        .outerjoin(Conversation, Conversation.evidence_id == Evidence.id)
        .outerjoin(ProtectedSource, ProtectedSource.evidence_id == Evidence.id)
        .outerjoin(excepted_by, excepted_by.id == ProtectedSource.exception_by_id)
        .where(Evidence.claim_id == _CLAIM)
    )


def _text(name: str) -> Any:
    if name in SECRET:
        return func.coalesce(cast(getattr(ProtectedSource, name), String), "")
    if name in CONVERSATION:
        return func.coalesce(cast(getattr(Conversation, name), String), "")
    return cast(getattr(Evidence, name), String)


def _copies() -> Select[Any]:
    """Each try to keep a copy of evidence; `id` is the number of the evidence, `number` its own."""
    return (
        _row(
            "copy",
            id=Evidence.number,
            number=Snapshot.number,
            a=cast(Snapshot.state, String),
            b=cast(Snapshot.method, String),
            c=func.coalesce(Snapshot.digest, ""),
            d=Snapshot.failure,
            e=Snapshot.reached_address,
            at=Snapshot.asked_at,
            settled_at=Snapshot.kept_at,
        )
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(Evidence.claim_id == _CLAIM)
    )


def _quoted() -> Select[Any]:
    """Where the quote of evidence was marked last; `id` is the number of the evidence, `number` that of the copy."""
    newer = aliased(QuoteAnchor)
    is_over = exists().where(
        newer.evidence_id == QuoteAnchor.evidence_id, newer.id > QuoteAnchor.id
    )
    return (
        _row(
            "quoted",
            id=Evidence.number,
            number=Snapshot.number,
            flag=QuoteAnchor.start_char,
            a=QuoteAnchor.exact,
        )
        .join(Evidence, Evidence.id == QuoteAnchor.evidence_id)
        .join(Snapshot, Snapshot.id == QuoteAnchor.snapshot_id)
        .where(Evidence.claim_id == _CLAIM, ~is_over)
    )


def _counts() -> Select[Any]:
    """The highest numbers given so far, to count on from: a change that was dropped keeps its own."""
    evidence = select(func.max(Evidence.number)).where(Evidence.claim_id == _CLAIM)
    return _row(
        "counts",
        id=func.coalesce(evidence.scalar_subquery(), 0),
        number=func.coalesce(func.max(Verdict.number), 0),
        flag=func.coalesce(func.max(Verdict.version), 0),
    ).where(Verdict.claim_id == _CLAIM)


FACTS = OneText(_facts_statement(), "claim_id", "verdict_id")
# For pages that change nothing: the columns of the tables, one table after the other (`plain_rows`).
HEAD = OneText(
    _head_statement(literal(1), *(column for kind in ONE_OF_EACH for column in kind.__table__.c)),
    "claim_id",
)
# The head as a change reads it takes the history's lock on the way; which lock that is depends on the database.
HEAD_FOR_CHANGE = {
    dialect.name: _head_statement(dialect.history_lock(), *ONE_OF_EACH)
    for dialect in (sqlite, postgresql)
}


def _cuts() -> Iterator[tuple[int, int, Callable[[Iterable[Any]], Any]]]:
    """Where the columns of each table begin and end in a row of `HEAD`, and what makes a row of that table of them."""
    begin = 0
    for kind in ONE_OF_EACH:
        names = kind.__table__.c.keys()
        row = namedtuple(f"Plain{kind.__name__}", names)  # type: ignore[misc]  # noqa: PYI024  the names are the table's
        yield begin, begin + len(names), row._make
        begin += len(names)


_CUTS = tuple(_cuts())


# What stands in a head behind the tables: whose claim and verdict it is, and which scales and policies hold.
NAMES_AND_REFERENCE = slice(-4, -1)
VERDICT_ID = _CUTS[ONE_OF_EACH.index(Verdict)][0]


def plain_rows(head: Sequence[Any]) -> list[Any]:
    """A row of `HEAD` as one plain row a table, None where there is none; read them as the models they stand for.

    They cost a third of objects that could be changed, and they are values: equal when they say the same.
    """
    return [
        make(head[begin:end]) if head[begin] is not None else None for begin, end, make in _CUTS
    ]
