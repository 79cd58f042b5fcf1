"""In which language a reader sent her message, so that she is answered in it.

Of messages that are there nobody noted it: they count as sent in English, the language letters had.  Like all that a
reader sent, it never changes.  Going down takes the column away; messages keep everything else.

Revision 0037, after 0036.
"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

NAME = "tip_sent"
WHY = "what a reader sent never changes"
BEFORE = ("kind", "token_hash", "words", "seen_where", "address", "why", "received_at")


def upgrade() -> None:
    # In one piece, since SQLite cannot add a constraint to a table afterwards.
    op.execute(
        "ALTER TABLE tip ADD COLUMN language VARCHAR(20) DEFAULT 'en' NOT NULL "
        "CONSTRAINT ck_tip_language_of_ours CHECK (language IN ('en', 'ru', 'kk'))"
    )
    # The default was for the messages of before; whoever keeps one from now on says its language.
    if not _is_sqlite():
        op.alter_column("tip", "language", server_default=None)
    _freeze((*BEFORE, "language"))


def downgrade() -> None:
    _freeze(BEFORE)
    op.drop_column("tip", "language")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _freeze(columns: tuple[str, ...]) -> None:
    """Let the database refuse every change of these columns, as it did of those named before."""
    condition = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {NAME}")
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON tip WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
    else:
        refuse = f"RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation';"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {NAME}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {condition} THEN {refuse} END IF; RETURN NEW; END $$"
        )
