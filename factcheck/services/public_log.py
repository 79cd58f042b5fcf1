"""The public log: what readers are told goes in, heads are signed over it, proofs and the whole list come out.

How rows are written: `log_rows`; what they mean: `domain.public_log`.  Making signatures and trying them is handed in.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import merkle, public_log, published
from factcheck.domain.clearance import Signer
from factcheck.domain.inputs import BadInput
from factcheck.domain.merkle import Grown, Range
from factcheck.domain.public_log import Consistency, Inclusion, Signed, Told
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import ChangeKind
from factcheck.models import HistoryRow, PublicationVersion, PublicHead, PublicLog
from factcheck.services import history, public, readers
from factcheck.services.standing import HIGHEST_ID

JOB = "log_head"
KEY = "log"  # what caches know the pages of the log by
OTHER_KEY = (
    "The heads of the public log were signed with another key than log.key in this home folder. "
    "Bring that key back; or, if it is lost, accept the new one: factcheck history sign --new-key"
)
REWRITTEN = (
    "The public log is not the one whose head was signed last; nothing is signed over it. "
    "Run: factcheck history verify"
)


class Line(NamedTuple):
    """One leaf: where it stands, what it says, its hash in hex."""

    position: int
    leaf: str
    hash: str

    @property
    def said(self) -> Any:
        """The leaf as data."""
        return json.loads(self.leaf)

    @property
    def at(self) -> datetime:
        """When readers were given it."""
        return datetime.fromisoformat(self.said["at"])


# ── Going in ─────────────────────────────────────────────────────────────────────────────────────


def add(work: Work, body: PublishedVerdict, kind: ChangeKind) -> None:
    """Put what readers get from now on into the log, bound to the history entry that was recorded last.

    The head over it is signed by a job, once this is committed: the web has no key.
    """
    told = Told(body.id, body.version, kind.value, work.now, published.to_json(body))
    work.told.append((len(work.entries) - 1, told))
    history.tell(work, JOB)


# ── Heads ────────────────────────────────────────────────────────────────────────────────────────

_HEAD = select(PublicHead.size, PublicHead.note, PublicHead.key)
_NEWEST = select(func.max(PublicHead.size)).scalar_subquery()


def size(session: Session) -> int:
    """How many leaves there are."""
    return session.scalar(select(func.coalesce(func.max(PublicLog.position) + 1, 0))) or 0


def head(session: Session, size: int = 0) -> Signed | None:
    """The newest signed head, or the one over `size` leaves; None where there is none."""
    row = session.execute(_HEAD.where(PublicHead.size == (size or _NEWEST))).first()
    return Signed(*row) if row else None


def keys(session: Session) -> list[str]:
    """The keys that signed heads, the newest first."""
    first = select(PublicHead.key).where(PublicHead.is_new_key)
    return list(session.scalars(first.order_by(PublicHead.size.desc())))


def is_behind(session: Session) -> int:
    """The size of the log where no head is signed over all of it; 0 where one is."""
    now, newest = size(session), head(session)
    return 0 if newest is not None and newest.size == now else now


def sign(work: Work, signer: Signer, origin: str, *, is_new_key: bool = False) -> Signed | None:
    """Sign a head over all that is committed; None where the newest is already one.

    A log keeps its first name: `origin` names one that has no head yet.  Raises `BadInput` for another key than signed
    before, unless `is_new_key`, and where the log is not the one that was signed.
    """
    newest, now = head(work.session), size(work.session)
    if now == 0 or (newest is not None and newest.size == now):
        return None
    public_key = bytes.fromhex(signer.public_key)
    if newest is not None:
        origin = public_log.name_of(newest.key)
        if public_log.public_key_of(newest.key) != public_key and not is_new_key:
            raise BadInput(OTHER_KEY)
        if public_log.read_head(newest.note).root != _root(work.session, newest.size):
            raise BadInput(REWRITTEN)
    text = public_log.unsigned(origin, now, _root(work.session, now))
    signature = bytes.fromhex(signer.sign(text.encode()))
    made = Signed(
        now,
        public_log.signed_note(text, origin, public_key, signature),
        public_log.verifier_key(origin, public_key),
    )
    # Two processes that sign at once make the same note.
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    row: dict[str, Any] = {
        "size": made.size,
        "note": made.note,
        "key": made.key,
        "made_at": work.now,
    }
    row["is_new_key"] = newest is None or newest.key != made.key
    work.session.execute(spell(PublicHead).values(row).on_conflict_do_nothing())
    readers.tell_caches(work, [KEY])
    return made


def _root(session: Session, size: int) -> bytes:
    wanted = select(PublicLog.frontier).where(PublicLog.position == size - 1)
    return merkle.root_of(public_log.hashes(session.scalar(wanted) or ""))


# ── Leaves ───────────────────────────────────────────────────────────────────────────────────────

_LINE = select(PublicLog.position, PublicLog.leaf, PublicLog.hash)


def leaves(session: Session, start: int, limit: int) -> list[Line]:
    """Leaves from `start` on, in their order."""
    rows = _LINE.where(PublicLog.position >= start).order_by(PublicLog.position).limit(limit)
    return [Line._make(row) for row in session.execute(rows)]


def newest(session: Session, before: int, limit: int) -> list[Line]:
    """Leaves before a position, the newest first."""
    rows = _LINE.where(PublicLog.position < before).order_by(PublicLog.position.desc())
    return [Line._make(row) for row in session.execute(rows.limit(limit))]


def line(session: Session, verdict: int, version: int = 0) -> Line | None:
    """The leaf of a version of a verdict, by its public number; of the newest one unless said."""
    if not (0 < verdict <= HIGHEST_ID and 0 <= version <= HIGHEST_ID):
        return None
    rows = _LINE.where(PublicLog.publication_id == verdict)
    rows = rows.where(PublicLog.number == version) if version else rows
    row = session.execute(rows.order_by(PublicLog.number.desc()).limit(1)).first()
    return Line._make(row) if row else None


# ── Proofs ───────────────────────────────────────────────────────────────────────────────────────


def inclusion(session: Session, position: int, under: Signed) -> Inclusion | None:
    """The proof that the leaf at `position` is in the log under a head; None where it is not."""
    if not 0 <= position < under.size:
        return None
    found = leaves(session, position, 1)
    said = found[0].said
    salt, body = _shown(session, said["verdict"], said["version"])
    path = _roots(session, merkle.inclusion(position, under.size))
    return Inclusion(position, found[0].leaf, path, under, salt, body)


def consistency(session: Session, first: int, under: Signed) -> Consistency | None:
    """The proof that the log of `first` leaves begins the one under a head; None where it cannot."""
    if not 0 < first <= under.size:
        return None
    return Consistency(first, _roots(session, merkle.consistency(first, under.size)), under)


def _shown(session: Session, verdict: int, version: int) -> tuple[str, str]:
    """Salt and JSON of a version while readers get it as it was; both empty once a name in it is protected."""
    shown = public.version(session, verdict, version)
    row = session.execute(
        select(PublicationVersion.body, HistoryRow.hash)
        .select_from(PublicLog)
        .join(
            PublicationVersion,
            (PublicationVersion.publication_id == PublicLog.publication_id)
            & (PublicationVersion.number == PublicLog.number),
        )
        .outerjoin(HistoryRow, HistoryRow.seq == PublicLog.history_seq)
        .where(PublicLog.publication_id == verdict, PublicLog.number == version)
    ).one()
    if shown != published.from_json(row.body):
        return "", ""
    return public_log.salt(row.hash or ""), row.body


def _roots(session: Session, parts: Sequence[Range]) -> tuple[bytes, ...]:
    wanted = {position for part in parts for position in merkle.needed(part)}
    rows = select(PublicLog.position, PublicLog.hash, PublicLog.frontier)
    known = {
        row.position: Grown(bytes.fromhex(row.hash), public_log.hashes(row.frontier))
        for row in session.execute(rows.where(PublicLog.position.in_(wanted)))
    }
    return tuple(merkle.subtree_root(part, known.__getitem__) for part in parts)


# ── Whether it holds ─────────────────────────────────────────────────────────────────────────────

IsSignedBy = Callable[
    [str, bytes, str], bool
]  # (public key, message, signature) as hex, bytes, hex
WRITES = frozenset({"publication:first", "publication:changed", "publication:retracted"})
READ_AT_ONCE = 200

_ALL = (
    select(
        PublicLog,
        PublicationVersion.kind,
        PublicationVersion.published_at,
        PublicationVersion.body,
        HistoryRow.hash.label("row_hash"),
        HistoryRow.subject,
        HistoryRow.event,
    )
    .outerjoin(
        PublicationVersion,
        (PublicationVersion.publication_id == PublicLog.publication_id)
        & (PublicationVersion.number == PublicLog.number),
    )
    .outerjoin(HistoryRow, HistoryRow.seq == PublicLog.history_seq)
    .order_by(PublicLog.position)
    .execution_options(yield_per=READ_AT_ONCE)
)


def fault(session: Session, is_signed_by: IsSignedBy) -> str:
    """What is wrong with the log, in a sentence; empty where it holds.

    Every leaf is made again of its version and history row, the tree of the leaves, and every head of the tree.
    """
    heads = {row.size: row for row in session.execute(_HEAD)}
    with session.execute(_ALL) as rows:
        wrong, count = _wrong_leaf(rows, heads, is_signed_by)
    if wrong:
        return wrong
    beyond = [size for size in heads if size > count]
    if beyond:
        return (
            f"The public log was cut: a head was signed over {max(beyond)} leaves, it has {count}."
        )
    versions = session.scalar(select(func.count()).select_from(PublicationVersion)) or 0
    missing = versions - count
    return (
        f"Versions that readers were given are not in the public log: {missing}." if missing else ""
    )


def _wrong_leaf(
    rows: Iterable[Any], heads: Mapping[int, Any], is_signed_by: IsSignedBy
) -> tuple[str, int]:
    frontier: list[bytes] = []
    position = -1
    for position, row in enumerate(rows):
        why = _problem(row, position)
        frontier = merkle.grown(position, frontier, merkle.leaf_hash(row[0].leaf.encode()))
        if not why and row[0].frontier != b"".join(frontier).hex():
            why = "does not follow from the leaves before it"
        if why:
            return f"Leaf {position} of the public log {why}.", position
        signed = heads.get(position + 1)
        if signed is not None and not _holds(signed, merkle.root_of(frontier), is_signed_by):
            return f"The head over {position + 1} leaves of the public log does not hold.", position
    return "", position + 1


def _problem(row: Row[Any], position: int) -> str:
    own: PublicLog = row[0]
    if own.position != position:
        return "is missing"
    if own.hash != merkle.leaf_hash(own.leaf.encode()).hex():
        return "was altered: its content no longer matches its hash"
    if row.body is None or (own.history_seq is not None and row.row_hash is None):
        return "speaks of something that is not there"
    is_of_it = row.subject == f"publication:{own.publication_id}" and row.event in WRITES
    if own.history_seq is not None and not is_of_it:
        return "names another row of the history"
    told = Told(own.publication_id, own.number, row.kind.value, row.published_at, row.body)
    if own.leaf != public_log.leaf(told, row.row_hash or ""):
        return "is not what readers were given, or not what the history says"
    return ""


def _holds(row: Row[Any], root: bytes, is_signed_by: IsSignedBy) -> bool:
    try:
        read = public_log.read_head(row.note)
        key = public_log.public_key_of(row.key)
    except (BadInput, ValueError):
        return False
    id_, signature = read.signature[: public_log.KEY_ID_BYTES], read.signature[4:]
    is_whole = (read.size, read.root) == (row.size, root)
    is_named = (
        id_ == public_log.key_id(read.origin, key) and public_log.name_of(row.key) == read.origin
    )
    return is_whole and is_named and is_signed_by(key.hex(), read.signed.encode(), signature.hex())
