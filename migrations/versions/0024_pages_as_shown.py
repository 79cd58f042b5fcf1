"""Kept pages as a browser showed them: a PDF and a picture beside each copy of a page.

A kept one never changes, and none is ever deleted; one that failed may be asked for again.  Going down takes the
table away; the bytes stay in the blob store.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# name -> (moment, condition, sentence)
RULES = {
    "rendering_no_delete": ("DELETE", "", "a rendering is never deleted"),
    "rendering_kept": ("UPDATE", "OLD.state = 'kept'", "a rendering that was kept never changes"),
}


def upgrade() -> None:
    op.create_table(
        "rendering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=True),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tool", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.CheckConstraint("kind IN ('pdf', 'picture')", name=op.f("ck_rendering_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'failed')", name=op.f("ck_rendering_state")
        ),
        sa.CheckConstraint(
            "(state = 'kept') = (digest IS NOT NULL AND rendered_at IS NOT NULL)",
            name=op.f("ck_rendering_kept_is_here"),
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (failure <> '')", name=op.f("ck_rendering_failed_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_rendering_snapshot_id_snapshot")
        ),
        sa.ForeignKeyConstraint(["digest"], ["blob.digest"], name=op.f("fk_rendering_digest_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendering")),
        sa.UniqueConstraint("snapshot_id", "kind", name=op.f("uq_rendering_snapshot_id_kind")),
    )
    op.create_index(op.f("ix_rendering_digest"), "rendering", ["digest"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _sqlite(name: str, moment: str, condition: str, why: str) -> list[str]:
    when = f"WHEN {condition} " if condition else ""
    return [
        f"CREATE TRIGGER {name} BEFORE {moment} ON rendering {when}BEGIN SELECT RAISE(ABORT, '{why}'); END"
    ]


def _postgresql(name: str, moment: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON rendering FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_index(op.f("ix_rendering_digest"), table_name="rendering")
    op.drop_table("rendering")
