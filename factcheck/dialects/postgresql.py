"""PostgreSQL through psycopg: same promises, many writers; the history chain has a lock of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    String,
    TableClause,
    TextClause,
    case,
    column,
    create_engine,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.pool import NullPool

from factcheck.config import Settings
from factcheck.dialects.clearing import StillHeld
from factcheck.dialects.compiled import Compiled
from factcheck.dialects.search import is_beginning

name = "postgresql"
has_one_writer = False

HISTORY_LOCK = 0x666163  # any number of ours; it names the advisory lock on the end of the history
FIELD_WEIGHTS = {
    "": "",
    "claimant": "A",
    "outlet": "B",
    "statement": "C",
    "reason": "D",
}  # as in 0029
# The last one is how many vectors pgvector weighs for one question; servers without it pass over the line.
OPTIONS = "-c timezone=UTC -c lock_timeout=5000 -c statement_timeout=30000 -c hnsw.ef_search=120"
NEAR_NUMBERS = 384  # of a vector that pgvector is asked to compare
READING = "a transaction is open that may still read what was there before"
NOT_OURS = (
    "the server passed over a table: let the role of FACTCHECK_DATABASE_URL own evidence and conversation, or run "
    "VACUUM (INDEX_CLEANUP ON) evidence, conversation as their owner"
)
# Transactions that began before one of a given number, this one left out.
_OLDER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    " AND coalesce(datname, current_database()) = current_database()"
    " AND greatest(age(backend_xmin), age(backend_xid)) >= age(CAST(CAST(:now AS text) AS xid))"
)
LIKENESS_LENGTH = 25  # words added to a text's own, so that twice as long is not half as good


def _url(settings: Settings) -> str:
    scheme, rest = settings.database_url.split(":", 1)
    return (
        f"postgresql+psycopg:{rest}"
        if scheme in {"postgresql", "postgres"}
        else settings.database_url
    )


def make_writer(settings: Settings) -> Engine:
    """READ COMMITTED: the invariants stand in the schema, not in the isolation level (security.md finding 2)."""
    return create_engine(
        _url(settings),
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=settings.threads + 1,
        connect_args={"options": OPTIONS},
        execution_options={"compiled_cache": Compiled()},
    )


def make_reader(settings: Settings, writer: Engine) -> Engine:  # noqa: ARG001  same signature in both dialects
    return writer.execution_options(postgresql_readonly=True)


class Watch:
    """A connection that asks for the mark, one statement each time."""

    def __init__(self, settings: Settings):
        self._engine = create_engine(
            _url(settings),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
            connect_args={"options": OPTIONS},
        )
        self._connection = self._engine.connect()
        self._raw: Any = self._connection.connection.driver_connection

    def mark(self) -> int:
        row = self._raw.execute("SELECT number FROM readers_mark", prepare=True).fetchone()
        return row[0] if row else 0

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


def watch(settings: Settings, *, stays: bool) -> Watch:  # noqa: ARG001  same signature in both dialects
    return Watch(settings)


def history_lock() -> ColumnElement[object]:
    """A column that takes the history's lock until the transaction ends.

    It must stand in a statement before the one that reads the end of the chain: a statement sees what was
    committed when it began, so lock and read in one statement would read the past.
    """
    return func.pg_advisory_xact_lock(HISTORY_LOCK)


def matching(words: list[str], state: str = "") -> Select[int]:
    """Ids of the claims that hold all `words` (as prefixes, taken literally: S04-S16), newest first."""
    return hits(literal(pattern(words)), literal(state) if state else None)


def pattern(words: Iterable[str]) -> str:
    """What the full-text index is asked for, so that a statement made once serves all words."""
    return " & ".join(
        "'" + word.replace("\\", " ").replace("'", "''") + ("':*" if is_beginning(word) else "'")
        for word in words
    )


def hits(pattern: ColumnElement[str], state: ColumnElement[str] | None = None) -> Select[int]:
    """Ids of the claims that fit what `pattern` wrote, newest first; `state` is the code of one."""
    index = table(
        "claim_search", column("claim_id", Integer), column("words"), column("state", String)
    )
    asked = func.to_tsquery("simple", pattern)
    found = select(index.c.claim_id).where(index.c.words.op("@@")(asked))
    if state is not None:
        found = found.where(index.c.state == state)
    return found.order_by(index.c.claim_id.desc())


def published_hits(words: Mapping[str, Iterable[str]]) -> Select[int]:
    """Numbers of the publications whose published words hold all `words`: by field, '' for any of them."""
    asked = " & ".join(
        "'" + word.replace("\\", " ").replace("'", "''") + "'" + _lexeme_marks(word, field)
        for field, some in words.items()
        for word in some
    )
    index = table("public_search", column("publication_id", Integer), column("words"))
    hit = index.c.words.op("@@")(func.to_tsquery("simple", literal(asked)))
    return select(index.c.publication_id).where(hit)


def _lexeme_marks(word: str, field: str) -> str:
    marks = ("*" if is_beginning(word) else "") + FIELD_WEIGHTS[field]
    return f":{marks}" if marks else ""


def likeness_pattern(word: str, *, is_beginning: bool) -> str:
    """One word as the index by likeness is asked for it; digits on either side of a stop follow each other."""
    parts = word.replace(".", " ").replace(",", " ").split()
    return " <-> ".join(parts) + (":*" if is_beginning else "")


def likeness_holding(pattern: ColumnElement[str]) -> Select[int]:
    """The numbers of all in the index by likeness that hold one `likeness_pattern`, in no order."""
    index = _likeness_index()
    return select(index.c.id).where(index.c.words.op("@@")(func.to_tsquery("english", pattern)))


def likeness_best(patterns: Mapping[str, float], limit: int) -> Select[int]:
    """The numbers of the `limit` best that hold any of the patterns, by the sum of what each pattern weighs.

    PostgreSQL's own ranks know nothing of how rare a word is.  Long texts hold more words by chance, so that the sum
    is divided by a length, as in BM25.
    """
    index = _likeness_index()
    sum_: ColumnElement[float] = literal(0.0)
    for pattern, weight in patterns.items():
        holds = index.c.words.op("@@")(func.to_tsquery("english", literal(pattern)))
        sum_ = sum_ + case((holds, literal(weight)), else_=0.0)
    worth = sum_ / (LIKENESS_LENGTH + func.length(index.c.words))
    found = likeness_holding(literal(" | ".join(patterns)))
    return found.order_by(worth.desc(), index.c.id.desc()).limit(limit)


def _likeness_index() -> TableClause:
    return table("likeness_search", column("id", Integer), column("words"))


def has_near(connection: Connection, size: int) -> bool:
    """Whether the server itself compares vectors of so many numbers: pgvector was there when the schema was made."""
    there = select(func.to_regclass("likeness_search_vector").is_not(None))
    return size == NEAR_NUMBERS and bool(connection.scalar(there))


def likeness_near(model: str, vector: str, limit: int) -> Select[int]:
    """The numbers of the `limit` nearest to a vector among those of this model, the nearest first."""
    near = table("likeness_search_vector", column("number", Integer), column("model", String))
    apart = text("near <=> CAST(:near_to AS halfvec)").bindparams(near_to=vector)
    return select(near.c.number).where(near.c.model == model).order_by(apart).limit(limit)


def keep_near() -> TextClause:
    """What stores one vector (`number`, `model`, `near`) where the server compares them."""
    return text(
        "INSERT INTO likeness_search_vector (number, model, near)"
        " VALUES (:number, :model, CAST(:near AS halfvec)) ON CONFLICT (number) DO NOTHING"
    )


def is_full(error: BaseException) -> bool:
    """Whether the server's disk had no room for a change."""
    return type(error).__name__ == "DiskFull"  # psycopg is not there unless it is used


def is_busy(error: BaseException) -> bool:
    """Whether a lock was not to be had in time, or two transactions had to be told apart."""
    return any(
        word in type(error).__name__ for word in ("LockNotAvailable", "Deadlock", "Serialization")
    )


def notice() -> str:
    return "PostgreSQL through psycopg"


def forget(connection: Connection) -> None:
    """Nothing beforehand: PostgreSQL keeps old rows until they are cleared, which `clear_away` does."""


def clear_away(writer: Engine) -> None:
    """After the commit: clear the old rows of evidence out of the tables, and of their indexes.

    Raises `StillHeld` while a transaction is open that began before now, since the server keeps old rows for it, and
    where it passes over a table.  Transactions of other roles are seen by whoever may `pg_read_all_stats`.
    """
    with writer.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        now = alone.exec_driver_sql("SELECT CAST(pg_current_xact_id() AS text)").scalar_one()
        if alone.execute(_OLDER, {"now": now}).scalar_one():
            raise StillHeld(READING)
        told = _vacuum(alone)
    if told:
        raise StillHeld(f"{NOT_OURS} ({told[0].strip()})", passes=False)


def _vacuum(connection: Connection) -> list[str]:
    """Clear the tables, however long it takes; what the server warned of, which is that it passed over one."""
    warned: list[str] = []

    def note(told: Any) -> None:
        if told.severity_nonlocalized == "WARNING":
            warned.append(told.message_primary or "")

    raw: Any = connection.connection.driver_connection
    raw.add_notice_handler(note)
    connection.exec_driver_sql("SET statement_timeout = 0")
    try:
        connection.exec_driver_sql("VACUUM (INDEX_CLEANUP ON) evidence, conversation")
    finally:
        connection.exec_driver_sql("RESET statement_timeout")
        raw.remove_notice_handler(note)
    return warned


def faults(connection: Connection) -> list[str]:
    """Constraints the server was told not to hold; it looks after everything else by itself."""
    rows = connection.exec_driver_sql(
        "SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY conname"
    )
    return [f"the constraint {row[0]} was never checked" for row in rows]
