"""Where the quote of a piece of evidence stands in a kept copy.  Going down forgets the places; the quotes stay.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quote_anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "start_char >= 0 AND end_char > start_char", name=op.f("ck_quote_anchor_in_order")
        ),
        _points("evidence_id", "evidence"),
        _points("snapshot_id", "snapshot"),
        _points("made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_anchor")),
    )
    op.create_index(op.f("ix_quote_anchor_evidence_id_id"), "quote_anchor", ["evidence_id", "id"])


def _points(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=op.f(f"fk_quote_anchor_{column}_{table}")
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_quote_anchor_evidence_id_id"), table_name="quote_anchor")
    op.drop_table("quote_anchor")
