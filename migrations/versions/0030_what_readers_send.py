"""What readers send in: errors they report, claims they ask to have checked, and what became of these.

The words of a message never change, and no message is deleted.  Going down takes the table away.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

CHECKS = {
    "kind": "kind IN ('report', 'claim')",
    "state": "state IN ('received', 'merged', 'correction', 'declined', 'spam')",
    "taken_up_by_claim": "(state IN ('merged', 'correction')) = (claim_id IS NOT NULL)",
    "decided_when_not_received": "(state = 'received') = (decided_at IS NULL)",
    "decided_by_somebody": "(decided_at IS NULL) = (decided_by_id IS NULL)",
    "declined_with_reason": "state <> 'declined' OR reason <> ''",
    "mail_for_a_while": "(mail = '') = (mail_until_at IS NULL)",
    "spam_without_mail": "state <> 'spam' OR mail = ''",
    "verdict_with_version": "(publication_id IS NULL) = (publication_number IS NULL)",
    "claim_of_no_verdict": "kind = 'report' OR publication_id IS NULL",
}
POINTS = {"publication_id": "publication", "claim_id": "claim", "decided_by_id": "person"}
SENT = ("kind", "token_hash", "words", "seen_where", "address", "why", "received_at")
# name -> (moment, condition, sentence)
RULES = {
    "tip_sent": (
        "UPDATE",
        " OR ".join(f"OLD.{column} <> NEW.{column}" for column in SENT),
        "what a reader sent never changes",
    ),
    "tip_no_delete": ("DELETE", "", "what a reader sent is never deleted"),
}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "tip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("seen_where", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=2048), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("publication_number", sa.Integer(), nullable=True),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("mail_until_at", moment, nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_tip_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_tip_{column}_{table}")
            )
            for column, table in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tip_token_hash")),
    )
    op.create_index(op.f("ix_tip_state_id"), "tip", ["state", "id"])
    op.create_index(op.f("ix_tip_claim_id"), "tip", ["claim_id"])
    op.create_index(op.f("ix_tip_publication_id"), "tip", ["publication_id"])
    op.create_index(
        "ix_tip_mail_until",
        "tip",
        ["mail_until_at"],
        sqlite_where=sa.text("mail <> ''"),
        postgresql_where=sa.text("mail <> ''"),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _sqlite(name: str, moment: str, condition: str, why: str) -> list[str]:
    when = f"WHEN {condition} " if condition else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    return [f"CREATE TRIGGER {name} BEFORE {moment} ON tip {when}{refuse}"]


def _postgresql(name: str, moment: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON tip FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_table("tip")
