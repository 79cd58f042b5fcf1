"""The pages on which the desk says how it works raise the readers' mark, as everything does that readers see.

They are answered from memory as well from now on, and machines are told of the desk by which of them say something.
No verdict's page shows what stands on them, so that none is dropped.

Who a claim is of raises it from now on only where she is hidden, before or after: a draft that names another claimant
changes nothing for readers.

Revision 0033, after 0032.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME = "readers_policy_insert"
AFTER = "AFTER INSERT ON policy_version"
RAISE = "INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, {by}) ON CONFLICT (id) DO UPDATE SET "


CLAIMANT = "readers_claimant_update"
COLUMNS = (
    "claimant",
    "claimant_role",
    "is_claimant_public",
    "names_private_person",
    "involves_minor",
)
HAS_READERS = (
    "(EXISTS (SELECT 1 FROM publication p WHERE p.article_id = {article}) OR EXISTS (SELECT 1 FROM occurrence o "
    "JOIN publication p ON p.claim_id = o.claim_id WHERE o.article_id = {article} AND o.confirmed_at IS NOT NULL))"
)
AMONG_READERS = (
    f"(EXISTS (SELECT 1 FROM claim c WHERE c.id = NEW.id AND {HAS_READERS.format(article='c.article_id')}) OR "
    f"EXISTS (SELECT 1 FROM occurrence x WHERE x.claim_id = NEW.id AND {HAS_READERS.format(article='x.article_id')}))"
)
HIDES = (
    "({row}.claimant <> '' AND NOT {row}.is_claimant_public "
    "AND ({row}.names_private_person OR {row}.involves_minor))"
)
WHERE_HIDDEN = f"{AMONG_READERS} AND ({HIDES.format(row='OLD')} OR {HIDES.format(row='NEW')})"


def upgrade() -> None:
    for statement in _sqlite() if _is_sqlite() else _postgresql():
        op.execute(statement)
    _claimants_raise(WHERE_HIDDEN)


def downgrade() -> None:
    op.execute(f"DROP TRIGGER {NAME}" if _is_sqlite() else f"DROP FUNCTION {NAME}_raise() CASCADE")
    _claimants_raise(AMONG_READERS)


def _claimants_raise(where: str) -> None:
    """Let a change of what is said of a claimant raise the mark under this condition; see revision 0028."""
    if _is_sqlite():
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in COLUMNS)
        raised = RAISE.format(by="''") + "number = readers_mark.number + 1"
        op.execute(f"DROP TRIGGER {CLAIMANT}")
        op.execute(
            f"CREATE TRIGGER {CLAIMANT} AFTER UPDATE OF {', '.join(COLUMNS)} ON claim "
            f"WHEN ({changed}) AND ({where}) BEGIN {raised}; END"
        )
    else:  # the trigger itself asks for what changed, and stays
        op.execute(_function(CLAIMANT, f"IF NOT ({where}) THEN RETURN NULL; END IF; "))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _sqlite() -> list[str]:
    raised = RAISE.format(by="''") + "number = readers_mark.number + 1"
    return [f"CREATE TRIGGER {NAME} {AFTER} BEGIN {raised}; END"]


def _postgresql() -> list[str]:
    moment = f"{AFTER} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    return [
        _function(NAME),
        f"CREATE CONSTRAINT TRIGGER {NAME} {moment} EXECUTE FUNCTION {NAME}_raise()",
    ]


def _function(name: str, unless: str = "") -> str:
    """What raises the mark when the transaction ends, and once for each: see revision 0028."""
    once = "number = readers_mark.number + CASE WHEN readers_mark.raised_by = excluded.raised_by THEN 0 ELSE 1 END"
    raised = RAISE.format(by="CAST(pg_current_xact_id() AS text)")
    body = f"BEGIN {unless}{raised} raised_by = excluded.raised_by, {once}; RETURN NULL; END"
    return f"CREATE OR REPLACE FUNCTION {name}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
