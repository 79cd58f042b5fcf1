"""The newest jobs of one kind are found without a walk through all of them.

Revision 0018, after 0017.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_outbox_kind_id"), "outbox", ["kind", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_kind_id"), table_name="outbox")
