"""What is kept of sources: bytes under their hash, and how each copy came to be.

A snapshot ends once, kept or failed; from then on a trigger refuses every change (E4), and none is ever deleted.
Going down takes the tables away; the bytes stay in the blob store.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# name -> (table, moment, condition, sentence)
RULES = {
    "snapshot_no_delete": ("snapshot", "DELETE", "", "a snapshot is never deleted"),
    "snapshot_settled": (
        "snapshot",
        "UPDATE",
        "OLD.state <> 'waiting'",
        "a snapshot that was kept or failed never changes",
    ),
    "blob_no_update": ("blob", "UPDATE", "", "kept bytes never change"),
}


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blob")),
    )
    _make_snapshots()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _make_snapshots() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_address", sa.String(length=2048), nullable=False),
        sa.Column("reached_address", sa.Text(), nullable=False),
        sa.Column("hops", sa.JSON(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("declared_type", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=True),
        sa.Column("warc_digest", sa.String(length=71), nullable=True),
        sa.Column("text_digest", sa.String(length=71), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tool", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.CheckConstraint("method IN ('fetched', 'uploaded')", name=op.f("ck_snapshot_method")),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'failed')", name=op.f("ck_snapshot_state")
        ),
        sa.CheckConstraint(
            "(state = 'kept') = (digest IS NOT NULL AND kept_at IS NOT NULL)",
            name=op.f("ck_snapshot_kept_is_here"),
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (failure <> '')", name=op.f("ck_snapshot_failed_with_reason")
        ),
        _points("evidence_id", "evidence", "id"),
        _points("asked_by_id", "person", "id"),
        _points("digest", "blob", "digest"),
        _points("warc_digest", "blob", "digest"),
        _points("text_digest", "blob", "digest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("evidence_id", "number", name=op.f("uq_snapshot_evidence_id_number")),
    )
    op.create_index(op.f("ix_snapshot_digest"), "snapshot", ["digest"])


def _points(column: str, table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.{to}"], name=op.f(f"fk_snapshot_{column}_{table}")
    )


def _sqlite(name: str, table: str, moment: str, condition: str, why: str) -> list[str]:
    when = f"WHEN {condition} " if condition else ""
    return [
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{why}'); END"
    ]


def _postgresql(name: str, table: str, moment: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_table("snapshot")
    op.drop_table("blob")
