"""Claims that stand in further articles, and pairs of claims that were looked at and told apart.

Going down takes both tables away; the anchors stay, and who linked or told apart what stands in the history.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_as", sa.Text(), nullable=False),
        *_checks(
            "occurrence",
            confirmed_by_somebody="(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            four_eyes="confirmed_by_id IS NULL OR confirmed_by_id <> linked_by_id",
            shown_once_confirmed="confirmed_at IS NOT NULL OR shown_as = ''",
        ),
        *_ties(
            "occurrence",
            claim_id="claim",
            article_id="article",
            linked_by_id="person",
            confirmed_by_id="person",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint(
            "claim_id", "article_id", name=op.f("uq_occurrence_claim_id_article_id")
        ),
    )
    op.create_index(
        op.f("ix_occurrence_article_id_claim_id"), "occurrence", ["article_id", "claim_id"]
    )
    op.create_table(
        "likeness_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("other_claim_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *_checks(
            "likeness_decision",
            one_other="(other_claim_id IS NULL) <> (review_id IS NULL)",
            newer_first="other_claim_id IS NULL OR other_claim_id < claim_id",
            with_reason="reason <> ''",
        ),
        *_ties(
            "likeness_decision",
            claim_id="claim",
            other_claim_id="claim",
            review_id="prior_review",
            decided_by_id="person",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_decision")),
        *(
            sa.UniqueConstraint(
                "claim_id", other, name=op.f(f"uq_likeness_decision_claim_id_{other}")
            )
            for other in ("other_claim_id", "review_id")
        ),
    )
    op.create_index(
        op.f("ix_likeness_decision_other_claim_id"), "likeness_decision", ["other_claim_id"]
    )


def downgrade() -> None:
    op.drop_table("likeness_decision")
    op.drop_table("occurrence")


def _checks(table: str, **rules: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()
    ]


def _ties(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
        for column, to in columns.items()
    ]
