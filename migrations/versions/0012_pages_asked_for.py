"""Pages somebody asked to have fetched, until they become articles or are dropped.

Going down takes the table away; articles made from it stay.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=2048), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("reached", sa.String(length=2048), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_origin", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'fetched', 'failed')", name=op.f("ck_page_request_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_page_request_asked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_request")),
    )
    op.create_index(op.f("ix_page_request_asked_by_id_id"), "page_request", ["asked_by_id", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_page_request_asked_by_id_id"), table_name="page_request")
    op.drop_table("page_request")
