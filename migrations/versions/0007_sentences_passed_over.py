"""What people said of the sentences of an article: nothing to check, or taken back.

Going down takes the table away; who passed over what still stands in the history.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sentence_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("looked_by_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "start_char >= 0 AND end_char > start_char", name=op.f("ck_sentence_look_is_a_span")
        ),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
            name=op.f("fk_sentence_look_article_version_id_article_version"),
        ),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["person.id"], name=op.f("fk_sentence_look_looked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence_look")),
        sa.UniqueConstraint(
            "article_version_id",
            "start_char",
            name=op.f("uq_sentence_look_article_version_id_start_char"),
        ),
    )


def downgrade() -> None:
    op.drop_table("sentence_look")
