"""A new current version of a verdict takes over from the one before, in the same statement.

Revision 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TAKE_OVER = "UPDATE verdict SET is_current = false WHERE claim_id = NEW.claim_id AND is_current"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER verdict_takes_over BEFORE INSERT ON verdict WHEN NEW.is_current "
            f"BEGIN {TAKE_OVER}; END"
        )
        return
    op.execute(
        "CREATE FUNCTION verdict_takes_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{TAKE_OVER}; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER verdict_takes_over BEFORE INSERT ON verdict FOR EACH ROW "
        "WHEN (NEW.is_current) EXECUTE FUNCTION verdict_takes_over()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER verdict_takes_over")
    else:
        op.execute("DROP FUNCTION verdict_takes_over() CASCADE")
