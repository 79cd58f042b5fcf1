"""Why a sentence is passed over, and what became of suggestions.

Sentences passed over until now get the reason that says least: nothing in it can be checked.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REASONS = ("nothing", "opinion", "question", "prediction", "caption", "common", "elsewhere")
OUTCOMES = ("accepted", "dismissed", "taken_back")
TABLE = "suggestion_decision"


def _one_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=40, name=name)


def upgrade() -> None:
    known = ", ".join(f"'{reason}'" for reason in REASONS)
    # In one piece, since SQLite cannot add a constraint to a table afterwards.
    op.execute(
        "ALTER TABLE sentence_look ADD COLUMN reason VARCHAR(40) DEFAULT 'nothing' NOT NULL "
        f"CONSTRAINT ck_sentence_look_reason CHECK (reason IN ({known}))"
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("outcome", _one_of(*OUTCOMES, name="outcome"), nullable=False),
        sa.Column("reason", _one_of(*REASONS, name="reason"), nullable=True),
        sa.Column("was_suggested", sa.Boolean(), nullable=False),
        sa.Column("model", sa.String(80), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "start_char >= 0 AND end_char > start_char", name=op.f(f"ck_{TABLE}_is_a_span")
        ),
        sa.ForeignKeyConstraint(
            ["article_version_id"],
            ["article_version.id"],
            name=op.f(f"fk_{TABLE}_article_version_id_article_version"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f(f"fk_{TABLE}_decided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(
        op.f(f"ix_{TABLE}_article_version_id_start_char_id"),
        TABLE,
        ["article_version_id", "start_char", "id"],
    )


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("sentence_look", "reason")
