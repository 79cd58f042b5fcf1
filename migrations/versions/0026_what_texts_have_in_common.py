"""What the texts of kept copies have in common, and what people said of origins.

For copies that are kept already, the job that compares texts is asked for.  Going down forgets what was said; origin
groups stay with the evidence.

Revision 0026, after 0025.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_signature",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("credit", sa.String(length=40), nullable=False),
        sa.Column("of_article", sa.Integer(), nullable=False),
        sa.Column("in_article", sa.Integer(), nullable=False),
        _points("text_signature", "snapshot_id", "snapshot"),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_text_signature")),
    )
    op.create_table(
        "text_likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("of_first", sa.Integer(), nullable=False),
        sa.Column("of_second", sa.Integer(), nullable=False),
        _points("text_likeness", "first_id", "snapshot"),
        _points("text_likeness", "second_id", "snapshot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_likeness")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_text_likeness_first_id_second_id")
        ),
    )
    op.create_index(op.f("ix_text_likeness_second_id"), "text_likeness", ["second_id"])
    op.create_table(
        "origin_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'agency', 'publisher', 'article')",
            name=op.f("ck_origin_decision_kind"),
        ),
        _points("origin_decision", "claim_id", "claim"),
        _points("origin_decision", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin_decision")),
        sa.UniqueConstraint(
            "claim_id",
            "kind",
            "first",
            "second",
            name=op.f("uq_origin_decision_claim_id_kind_first_second"),
        ),
    )
    _ask_for_all()


def _ask_for_all() -> None:
    """One job for each copy whose text can be read."""
    snapshot = sa.table("snapshot", sa.column("id"), sa.column("text_digest"))
    outbox = sa.table(
        "outbox",
        *(sa.column(name) for name in ("kind", "tries", "outcome", "state")),
        sa.column("payload", sa.JSON()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )
    now = datetime.now(UTC)
    kept = op.get_bind().execute(
        sa.select(snapshot.c.id).where(snapshot.c.text_digest.is_not(None))
    )
    rows = [
        {
            "kind": "origins",
            "payload": {"snapshot_id": row.id},
            "created_at": now,
            "due_at": now,
            "tries": 0,
            "outcome": "",
            "state": "waiting",
        }
        for row in kept
    ]
    if rows:
        op.bulk_insert(outbox, rows)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def downgrade() -> None:
    op.drop_table("origin_decision")
    op.drop_index(op.f("ix_text_likeness_second_id"), table_name="text_likeness")
    op.drop_table("text_likeness")
    op.drop_table("text_signature")
