"""Claims say themselves where a rating judges a private person, so that the queue finds them among those at risk.

The column follows from the current verdict's rating and the claimant; here it is filled from what is there.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEX = "ix_claim_at_risk"
FLAGS = ["names_private_person", "alleges_crime", "involves_minor"]
KEPT = "judges_private_person"
FILL = """
UPDATE claim SET judges_private_person = true WHERE NOT is_claimant_public AND EXISTS (
    SELECT 1 FROM verdict v JOIN rating r ON r.id = v.rating_id
    WHERE v.claim_id = claim.id AND v.is_current AND r.is_characterisation)
"""


def _index(flags: list[str]) -> None:
    op.create_index(
        INDEX,
        "claim",
        ["state", "state_since_at", "id", "due_on", *flags],
        sqlite_where=sa.text(" OR ".join(f"{flag} = 1" for flag in flags)),
        postgresql_where=sa.text(" OR ".join(flags)),
    )


def upgrade() -> None:
    op.add_column("claim", sa.Column(KEPT, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(FILL)
    op.drop_index(INDEX, "claim")
    _index([*FLAGS, KEPT])


def downgrade() -> None:
    op.drop_index(INDEX, "claim")
    _index(FLAGS)
    op.drop_column("claim", KEPT)
