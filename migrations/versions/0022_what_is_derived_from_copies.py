"""Derived versions of kept copies, and originals open to few.

A derived version is never changed and never deleted, as the copy it was made of; a restriction is changed once, when
it is lifted.  Going down forgets both and opens every original; the bytes stay in the blob store.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# name -> (table, moment, condition, sentence)
RULES = {
    "derived_item_no_update": ("derived_item", "UPDATE", "", "a derived version never changes"),
    "derived_item_no_delete": ("derived_item", "DELETE", "", "a derived version is never deleted"),
    "original_restriction_no_delete": (
        "original_restriction",
        "DELETE",
        "",
        "a restriction is lifted, never deleted",
    ),
    "original_restriction_lifted": (
        "original_restriction",
        "UPDATE",
        "OLD.lifted_at IS NOT NULL",
        "a restriction that was lifted never changes",
    ),
}


def upgrade() -> None:
    op.create_table(
        "derived_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("original_digest", sa.String(length=71), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('crop', 'redaction', 'text_redaction')", name=op.f("ck_derived_item_kind")
        ),
        _points("derived_item", "snapshot_id", "snapshot", "id"),
        _points("derived_item", "original_digest", "blob", "digest"),
        _points("derived_item", "digest", "blob", "digest"),
        _points("derived_item", "made_by_id", "person", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derived_item")),
        sa.UniqueConstraint(
            "snapshot_id", "number", name=op.f("uq_derived_item_snapshot_id_number")
        ),
    )
    op.create_index(op.f("ix_derived_item_digest"), "derived_item", ["digest"])
    _make_restrictions()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _make_restrictions() -> None:
    table = "original_restriction"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("circle", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("restricted_by_id", sa.Integer(), nullable=False),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_reason", sa.String(length=500), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "circle IN ('approvers', 'senior', 'legal')", name=op.f(f"ck_{table}_circle")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_with_reason")),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL) AND (lifted_at IS NULL OR lifted_reason <> '')",
            name=op.f(f"ck_{table}_lifted_with_reason"),
        ),
        _points(table, "evidence_id", "evidence", "id"),
        _points(table, "restricted_by_id", "person", "id"),
        _points(table, "lifted_by_id", "person", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(
        f"ix_{table}_standing",
        table,
        ["evidence_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _points(table: str, column: str, to: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.{key}"], name=op.f(f"fk_{table}_{column}_{to}")
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
    op.drop_table("original_restriction")
    op.drop_table("derived_item")
