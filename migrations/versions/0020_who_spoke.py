"""Interviews, calls and letters: with whom, when, how, and what was agreed (E18).  Going down forgets that.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("spoke_with", sa.String(length=200), nullable=False),
        sa.Column("spoke_role", sa.String(length=200), nullable=False),
        sa.Column("held_at", sa.String(length=25), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "in_person",
                "telephone",
                "video",
                "mail",
                "message",
                "post",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "consent",
            sa.Enum(
                "on_record",
                "recorded",
                "notes_only",
                "not_attributed",
                "off_record",
                name="consent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("consent_note", sa.String(length=500), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_conversation_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_conversation")),
    )


def downgrade() -> None:
    op.drop_table("conversation")
