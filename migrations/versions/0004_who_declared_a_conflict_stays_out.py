"""Who declared a conflict of interest stays out, said to the database as well.

A declaration is never changed or taken back; whoever made it approves nothing of the claim, and is not given the claim.
What stands in the tables already stays: only new rows are tried.

Revision 0004, after 0003.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = "a declared conflict of interest stands"
OUT = "whoever declared a conflict of interest stays out of the claim"
APPROVES = (
    "NEW.state = 'approved' AND EXISTS (SELECT 1 FROM verdict v JOIN conflict c ON c.claim_id = v.claim_id "
    "WHERE v.id = NEW.verdict_id AND c.person_id = NEW.reviewer_id)"
)
HOLDS = (
    "EXISTS (SELECT 1 FROM conflict c WHERE c.claim_id = NEW.id AND c.person_id = NEW.assignee_id)"
)
# (name, table, moment, condition, sentence); a claim that is new can have no conflict yet
RULES = (
    ("conflict_no_update", "conflict", "UPDATE", "", KEPT),
    ("conflict_no_delete", "conflict", "DELETE", "", KEPT),
    ("review_conflict_insert", "review", "INSERT", APPROVES, OUT),
    ("review_conflict_update", "review", "UPDATE", APPROVES, OUT),
    ("claim_conflict", "claim", "UPDATE OF assignee_id", HOLDS, OUT),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, table, moment, condition, why in RULES:
            when = f"WHEN {condition} " if condition else ""
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
        return
    for rule in RULES:
        for statement in _postgresql(*rule):
            op.execute(statement)
    op.execute(
        "CREATE TRIGGER conflict_no_truncate BEFORE TRUNCATE ON conflict "
        "FOR EACH STATEMENT EXECUTE FUNCTION conflict_no_delete_refuse()"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, *_ in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )


def _postgresql(name: str, table: str, moment: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]
