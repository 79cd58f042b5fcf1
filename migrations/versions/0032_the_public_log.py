"""The public log: each version that readers were given is a leaf of a Merkle tree, and heads over it are signed.

What was published before gets its leaves in the order of publication.  A leaf is made of the version and of the history
row written with it, so that going down loses nothing: the way up makes the same tree again, and the same key signs the
same heads.

Revision 0032, after 0031.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# name -> (moment, table, condition, sentence)
RULES = {
    "public_log_no_update": ("UPDATE", "public_log", "", "a leaf of the public log never changes"),
    "public_log_no_delete": (
        "DELETE",
        "public_log",
        "",
        "a leaf of the public log is never deleted",
    ),
    "public_log_at_end": (
        "INSERT",
        "public_log",
        "NEW.position <> coalesce((SELECT max(position) FROM public_log), -1) + 1",
        "a leaf must follow the last one",
    ),
    "public_head_no_update": ("UPDATE", "public_head", "", "a signed head never changes"),
    "public_head_no_delete": ("DELETE", "public_head", "", "a signed head is never deleted"),
    "public_head_grows": (
        "INSERT",
        "public_head",
        "NEW.size > (SELECT count(*) FROM public_log)",
        "a head is signed over leaves that are there",
    ),
}
WRITTEN = ("publication:first", "publication:changed", "publication:retracted")
AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "public_log",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=True),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("frontier", sa.Text(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_public_log_from_nought")),
        sa.ForeignKeyConstraint(
            ["publication_id", "number"],
            ["publication_version.publication_id", "publication_version.number"],
            name=op.f("fk_public_log_version"),
        ),
        sa.ForeignKeyConstraint(
            ["history_seq"], ["history.seq"], name=op.f("fk_public_log_history_seq_history")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_public_log")),
        sa.UniqueConstraint(
            "publication_id", "number", name=op.f("uq_public_log_publication_id_number")
        ),
    )
    op.create_table(
        "public_head",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("is_new_key", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_public_head")),
    )
    op.create_index(
        "ix_public_head_new_key",
        "public_head",
        ["size"],
        sqlite_where=sa.text("is_new_key = 1"),
        postgresql_where=sa.text("is_new_key"),
    )
    _fill()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)
    for statement in _sqlite_mark() if is_sqlite else _postgresql_mark():
        op.execute(statement)


# ── What was published before ────────────────────────────────────────────────────────────────────


def _fill() -> None:
    connection = op.get_bind()
    table = sa.table(
        "public_log",
        *map(sa.column, ("position", "publication_id", "number", "history_seq", "leaf", "hash")),
        sa.column("frontier"),
    )
    rows: list[dict[str, object]] = []
    for row in _leaves(connection):
        rows.append(row)
        if len(rows) == AT_ONCE:
            connection.execute(table.insert(), rows)
            rows = []
    if rows:
        connection.execute(table.insert(), rows)


def _leaves(connection: sa.Connection) -> Iterator[dict[str, object]]:
    """The log as the program would have written it, in the order of publication."""
    told = _history(connection)
    # Named with their types: SQLite keeps moments as text.
    version = sa.table(
        "publication_version",
        *map(sa.column, ("id", "publication_id", "number", "kind", "body")),
        sa.column("published_at", sa.DateTime(timezone=True)),
    )
    columns = [version.c[name] for name in ("publication_id", "number", "kind", "published_at")]
    frontier: list[bytes] = []
    numbers = list(connection.execute(sa.select(version.c.id).order_by(version.c.id)).scalars())
    for position, number in enumerate(numbers):  # one body at a time: they may be many
        one = connection.execute(
            sa.select(*columns, version.c.body).where(version.c.id == number)
        ).one()
        seq, row_hash = told.get((one.publication_id, one.number), (None, ""))
        leaf = _leaf(one, row_hash)
        hash_ = hashlib.sha256(b"\x00" + leaf.encode()).digest()
        frontier = _grown(position, frontier, hash_)
        yield {
            "position": position,
            "publication_id": one.publication_id,
            "number": one.number,
            "history_seq": seq,
            "leaf": leaf,
            "hash": hash_.hex(),
            "frontier": b"".join(frontier).hex(),
        }


def _history(connection: sa.Connection) -> dict[tuple[int, int], tuple[int, str]]:
    """(publication, version) -> number and hash of its history row: each version wrote one, in their order."""
    history = sa.table("history", *map(sa.column, ("seq", "event", "subject", "hash")))
    rows = connection.execute(
        sa.select(history.c.seq, history.c.subject, history.c.hash)
        .where(history.c.event.in_(WRITTEN))
        .order_by(history.c.seq)
    )
    found: dict[tuple[int, int], tuple[int, str]] = {}
    versions: dict[int, int] = {}
    for row in rows:
        kind, _, number = row.subject.partition(":")
        if kind != "publication" or not number.isdigit():
            continue
        versions[int(number)] = version = versions.get(int(number), 0) + 1
        found[int(number), version] = (row.seq, row.hash)
    return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _leaf(one: sa.Row[tuple[object, ...]], row_hash: str) -> str:
    salt = _sha256(f"factcheck-log-salt\n{row_hash}") if row_hash else ""
    at: datetime = one.published_at
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    said = {
        "at": aware.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "body": _sha256(salt + one.body),
        "format": "factcheck-leaf-1",
        "history": _sha256(f"factcheck-log-history\n{row_hash}") if row_hash else "",
        "kind": one.kind,
        "verdict": one.publication_id,
        "version": one.number,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _grown(size: int, frontier: list[bytes], leaf: bytes) -> list[bytes]:
    found = [*frontier, leaf]
    while size & 1:
        right, left = found.pop(), found.pop()
        found.append(hashlib.sha256(b"\x01" + left + right).digest())
        size >>= 1
    return found


# ── How each database says it ────────────────────────────────────────────────────────────────────


def _sqlite(name: str, moment: str, table: str, condition: str, why: str) -> list[str]:
    when = f"WHEN {condition} " if condition else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    return [f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}{refuse}"]


def _postgresql(name: str, moment: str, table: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; "
    body = f"IF {condition} THEN {refuse}END IF; RETURN NEW; " if condition else refuse
    found = [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}END $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]
    if moment == "DELETE":
        found.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()"
        )
    return found


# A head is what readers see of the log; its leaves come with the versions, which raise the mark (0028).


def _sqlite_mark() -> list[str]:
    return [
        (
            "CREATE TRIGGER readers_head_insert AFTER INSERT ON public_head "
            "BEGIN INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, '') "
            "ON CONFLICT (id) DO UPDATE SET number = number + 1; END"
        )
    ]


def _postgresql_mark() -> list[str]:
    return [
        (
            "CREATE FUNCTION readers_head_insert_raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "INSERT INTO readers_mark AS m (id, number, raised_by) VALUES (1, 1, CAST(pg_current_xact_id() AS text)) "
            "ON CONFLICT (id) DO UPDATE SET raised_by = excluded.raised_by, "
            "number = m.number + CASE WHEN m.raised_by = excluded.raised_by THEN 0 ELSE 1 END; RETURN NULL; END $$"
        ),
        (
            "CREATE CONSTRAINT TRIGGER readers_head_insert AFTER INSERT ON public_head DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION readers_head_insert_raise()"
        ),
    ]


# ── The way back ─────────────────────────────────────────────────────────────────────────────────


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.execute(
        "DROP TRIGGER readers_head_insert"
        if is_sqlite
        else "DROP FUNCTION readers_head_insert_raise() CASCADE"
    )
    op.drop_table("public_head")
    op.drop_table("public_log")
