"""What must never change, said to the database as well.

History, article texts, rating labels and what readers have seen are append-only; a submitted verdict keeps its words;
evidence is withdrawn, never deleted; nobody approves what she had a hand in, nor an older version.

Revision 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# table -> why a row of it is never altered
APPEND_ONLY = {
    "history": "the history is append-only",
    "article_version": "the text of an article version never changes",
    "publication_version": "what readers have seen is kept as it was",
    "rating": "labels are retired by a new version, never changed",
    "scale_version": "a version of a scale never changes",
    "contribution": "who had a hand in a claim is never forgotten",
}
# table -> why a row of it is never deleted, though it may change
NEVER_DELETED = {
    "evidence": "evidence is withdrawn, never deleted",
    "verdict": "versions of a verdict are kept",
    "claim": "claims are dismissed, never deleted",
    "person": "people are disabled, never deleted",
    "publication": "publications are retracted, never deleted",
}
FROZEN = (
    "claim_id",
    "number",
    "author_id",
    "rating_id",
    "conclusion",
    "reason",
    "explanation",
    "as_of",
    "change_kind",
    "change_note",
    "content",
    "content_hash",
    "submitted_at",
    "submitted_by_id",
)
HAND_IN_IT = (
    "NEW.state = 'approved' AND EXISTS (SELECT 1 FROM verdict v JOIN contribution c ON c.claim_id = v.claim_id "
    "WHERE v.id = NEW.verdict_id AND c.person_id = NEW.reviewer_id)"
)
OLDER = "NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.id = NEW.verdict_id AND v.is_current)"
OFF_CHAIN = (
    "NEW.previous_hash <> coalesce((SELECT hash FROM history ORDER BY seq DESC LIMIT 1), '{zeros}') "
    "OR NEW.seq <> coalesce((SELECT max(seq) FROM history), 0) + 1"
).format(zeros="0" * 64)


def rules() -> list[tuple[str, str, str, str, str]]:
    """(name, table, moment, condition, sentence) of every trigger, the same on both databases."""
    found = []
    for table, why in APPEND_ONLY.items():
        found += [
            (f"{table}_no_update", table, "UPDATE", "", why),
            (f"{table}_no_delete", table, "DELETE", "", why),
        ]
    found += [
        (f"{table}_no_delete", table, "DELETE", "", why) for table, why in NEVER_DELETED.items()
    ]
    for moment in ("INSERT", "UPDATE"):
        suffix = moment.lower()
        found.append(
            (
                f"review_four_eyes_{suffix}",
                "review",
                moment,
                HAND_IN_IT,
                "another person must approve",
            )
        )
        found.append(
            (
                f"review_current_{suffix}",
                "review",
                moment,
                OLDER,
                "only the current version can be approved",
            )
        )
    found.append(
        (
            "history_on_chain",
            "history",
            "INSERT",
            OFF_CHAIN,
            "a history row must follow the last one",
        )
    )
    return found


def frozen(differs: str) -> str:
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FROZEN)
    return f"OLD.submitted_at IS NOT NULL AND ({changed})"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for rule in [*rules(), _frozen_rule("IS NOT")]:
            op.execute(_sqlite(*rule))
    else:
        for rule in [*rules(), _frozen_rule("IS DISTINCT FROM")]:
            for statement in _postgresql(*rule):
                op.execute(statement)
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_delete_refuse()"
            )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, *_ in [*rules(), _frozen_rule("IS NOT")]:
        if is_sqlite:
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name}_refuse() CASCADE")


def _frozen_rule(differs: str) -> tuple[str, str, str, str, str]:
    return (
        "verdict_frozen",
        "verdict",
        "UPDATE",
        frozen(differs),
        "a submitted verdict keeps its words",
    )


def _sqlite(name: str, table: str, moment: str, condition: str, why: str) -> str:
    when = f"WHEN {condition} " if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{why}'); END"


def _postgresql(name: str, table: str, moment: str, condition: str, why: str) -> list[str]:
    test = condition or "true"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        + (f"IF {test} THEN " if condition else "")
        + f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; "
        + ("END IF; RETURN NEW; " if condition else "")
        + "END $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]
