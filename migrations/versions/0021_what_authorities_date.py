"""What authorities date: a manifest for each day, what it names, their tokens; and when periodic jobs were asked for.

Manifests, what they name and tokens that were had never change, and none is deleted.  Going down takes the tables
away; the bytes stay in the blob store.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# name -> (table, moment, condition, sentence)
RULES = {
    "day_manifest_no_update": ("day_manifest", "UPDATE", "", "a manifest never changes"),
    "day_manifest_no_delete": ("day_manifest", "DELETE", "", "a manifest is never deleted"),
    "manifest_entry_no_update": ("manifest_entry", "UPDATE", "", "a manifest never changes"),
    "manifest_entry_no_delete": ("manifest_entry", "DELETE", "", "a manifest never changes"),
    "stamp_dated": ("stamp", "UPDATE", "OLD.state = 'dated'", "a token that was had never changes"),
    "stamp_no_delete": ("stamp", "DELETE", "", "a token is never deleted"),
}


def upgrade() -> None:
    op.create_table(
        "period",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "period", name=op.f("pk_period")),
    )
    _make_manifests()
    _make_stamps()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _make_manifests() -> None:
    op.create_table(
        "day_manifest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.Column("history_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _points("day_manifest", "digest", "blob", "digest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_manifest")),
        sa.UniqueConstraint("day", name=op.f("uq_day_manifest_day")),
        sa.UniqueConstraint("digest", name=op.f("uq_day_manifest_digest")),
    )
    op.create_table(
        "manifest_entry",
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("manifest_id", sa.Integer(), nullable=False),
        _points("manifest_entry", "digest", "blob", "digest"),
        _points("manifest_entry", "manifest_id", "day_manifest", "id"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_manifest_entry")),
    )
    op.create_index(op.f("ix_manifest_entry_manifest_id"), "manifest_entry", ["manifest_id"])


def _make_stamps() -> None:
    op.create_table(
        "stamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manifest_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(length=2048), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("serial", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=True),
        sa.Column("chain_digest", sa.String(length=71), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'dated', 'failed')", name=op.f("ck_stamp_state")),
        sa.CheckConstraint(
            "(state = 'dated') = (digest IS NOT NULL AND chain_digest IS NOT NULL AND dated_at IS NOT NULL)",
            name=op.f("ck_stamp_dated_is_here"),
        ),
        sa.CheckConstraint(
            "state <> 'failed' OR failure <> ''", name=op.f("ck_stamp_failed_with_reason")
        ),
        _points("stamp", "manifest_id", "day_manifest", "id"),
        _points("stamp", "digest", "blob", "digest"),
        _points("stamp", "chain_digest", "blob", "digest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stamp")),
        sa.UniqueConstraint(
            "manifest_id", "authority", name=op.f("uq_stamp_manifest_id_authority")
        ),
    )
    op.create_index(op.f("ix_stamp_state"), "stamp", ["state"])


def _points(table: str, column: str, to_table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to_table}.{to}"], name=op.f(f"fk_{table}_{column}_{to_table}")
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
    for table in ("stamp", "manifest_entry", "day_manifest", "period"):
        op.drop_table(table)
