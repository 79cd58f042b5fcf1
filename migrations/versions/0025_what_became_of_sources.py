"""What came of looking again at the addresses of sources.  Going down forgets the looks; copies kept by them stay.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OUTCOMES = "alive changed moved gone unreachable not_allowed".split()
CHECKS = {
    "outcome": f"outcome IN ({', '.join(f'{one!r}' for one in OUTCOMES)})",
    "looked_with_outcome": "(outcome IS NULL) = (looked_at IS NULL)",
    "standing_with_outcome": "outcome IS NOT NULL OR NOT is_standing",
    "settled_by_somebody": "(settled_at IS NULL) = (settled_by_id IS NULL)",
}
POINTS = {
    "evidence_id": "evidence",
    "baseline_id": "snapshot",
    "asked_by_id": "person",
    "snapshot_id": "snapshot",
    "settled_by_id": "person",
}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "source_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=2048), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("looked_at", moment, nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("reached_address", sa.Text(), nullable=False),
        sa.Column("may_be_gone", sa.Boolean(), nullable=False),
        sa.Column("since_at", moment, nullable=True),
        sa.Column("quote_stands", sa.Boolean(), nullable=True),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_source_check_{name}"))
            for name, rule in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_source_check_{column}_{table}")
            )
            for column, table in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_check")),
    )
    op.create_index(op.f("ix_source_check_evidence_id_id"), "source_check", ["evidence_id", "id"])
    op.create_index(op.f("ix_source_check_snapshot_id"), "source_check", ["snapshot_id"])
    for name, rule in (("waiting", "outcome IS NULL"), ("standing", "is_standing")):
        op.create_index(
            f"ix_source_check_{name}",
            "source_check",
            ["evidence_id"],
            unique=True,
            sqlite_where=sa.text(rule),
            postgresql_where=sa.text(rule),
        )
    op.create_table(
        "site_turn",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("free_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_site_turn")),
    )


def downgrade() -> None:
    op.drop_table("site_turn")
    op.drop_table("source_check")
