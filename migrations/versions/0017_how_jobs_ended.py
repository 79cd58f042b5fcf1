"""How far each row of the outbox is, and since when somebody works on it.

What was given up before is told by its outcome; a row that somebody held comes due by itself.  Going down takes the
two columns away; the outcome keeps saying what was given up.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one piece, since SQLite cannot add a constraint to a table afterwards.
    op.execute(
        "ALTER TABLE outbox ADD COLUMN state VARCHAR(40) DEFAULT 'waiting' NOT NULL "
        "CONSTRAINT ck_outbox_state CHECK (state IN ('waiting', 'working', 'done', 'failed'))"
    )
    op.add_column("outbox", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE outbox SET state = 'done' WHERE done_at IS NOT NULL")
    op.execute(
        "UPDATE outbox SET state = 'failed' "
        "WHERE done_at IS NOT NULL AND outcome LIKE 'given up after try %'"
    )
    op.create_index(op.f("ix_outbox_state_id"), "outbox", ["state", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_state_id"), table_name="outbox")
    op.drop_column("outbox", "claimed_at")
    op.drop_column("outbox", "state")
