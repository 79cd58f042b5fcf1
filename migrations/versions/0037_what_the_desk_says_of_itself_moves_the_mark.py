"""The pages on which the desk says how it works raise the readers' mark, as everything does that readers see.

They are answered from memory as well from now on, and machines are told of the desk by which of them say something.
No verdict's page shows what stands on them, so that none is dropped.

Revision 0037, after 0031.
"""

from alembic import op

revision = "0037"
down_revision = "0031"
branch_labels = None
depends_on = None

NAME = "readers_policy_insert"
AFTER = "AFTER INSERT ON policy_version"
RAISE = "INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, {by}) ON CONFLICT (id) DO UPDATE SET "


def upgrade() -> None:
    for statement in _sqlite() if _is_sqlite() else _postgresql():
        op.execute(statement)


def downgrade() -> None:
    op.execute(f"DROP TRIGGER {NAME}" if _is_sqlite() else f"DROP FUNCTION {NAME}_raise() CASCADE")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _sqlite() -> list[str]:
    raised = RAISE.format(by="''") + "number = readers_mark.number + 1"
    return [f"CREATE TRIGGER {NAME} {AFTER} BEGIN {raised}; END"]


def _postgresql() -> list[str]:
    """When the transaction ends, and once for each: see revision 0028."""
    once = "number = readers_mark.number + CASE WHEN readers_mark.raised_by = excluded.raised_by THEN 0 ELSE 1 END"
    raised = RAISE.format(by="CAST(pg_current_xact_id() AS text)")
    body = f"BEGIN {raised} raised_by = excluded.raised_by, {once}; RETURN NULL; END"
    moment = f"{AFTER} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    return [
        f"CREATE FUNCTION {NAME}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE CONSTRAINT TRIGGER {NAME} {moment} EXECUTE FUNCTION {NAME}_raise()",
    ]
