"""Copies that outside archives keep of what the desk keeps itself.  One that is kept never changes, none is deleted.

Going down takes the table away; what the archives keep stays there.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# name -> (moment, condition, sentence)
RULES = {
    "outside_copy_kept": ("UPDATE", "OLD.state = 'kept'", "a copy at an archive never changes"),
    "outside_copy_no_delete": ("DELETE", "", "a copy at an archive is never deleted"),
}


def upgrade() -> None:
    op.create_table(
        "outside_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("archive", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job", sa.String(length=100), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("memento_address", sa.Text(), nullable=False),
        sa.Column("memento_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'under_way', 'kept', 'failed')", name=op.f("ck_outside_copy_state")
        ),
        sa.CheckConstraint(
            "(state = 'kept') = (memento_at IS NOT NULL AND memento_address <> '')",
            name=op.f("ck_outside_copy_kept_is_there"),
        ),
        sa.CheckConstraint(
            "state <> 'failed' OR failure <> ''", name=op.f("ck_outside_copy_failed_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_outside_copy_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_copy")),
        sa.UniqueConstraint(
            "snapshot_id", "archive", name=op.f("uq_outside_copy_snapshot_id_archive")
        ),
    )
    op.create_index(op.f("ix_outside_copy_submitted_at"), "outside_copy", ["submitted_at"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _sqlite(name: str, moment: str, condition: str, why: str) -> list[str]:
    when = f"WHEN {condition} " if condition else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    return [f"CREATE TRIGGER {name} BEFORE {moment} ON outside_copy {when}{refuse}"]


def _postgresql(name: str, moment: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON outside_copy FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_table("outside_copy")
