"""What became of the words of claims when an article's text changed, and what people said of it.

What was found never changes, and what was said is said once: triggers see to both.  Going down takes the table away;
the anchors themselves stay, and who settled what stands in the history.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = "anchor_move"
WHY = "what became of an anchor is said once"
FOUND = ("claim_id", "article_version_id", "old_anchor_id", "checked_anchor_id")
SAID = ("outcome", "method", "score", "guesses")
WAITING = sa.text("decided_at IS NULL AND outcome <> 'kept'")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("old_anchor_id", sa.Integer(), nullable=False),
        sa.Column("checked_anchor_id", sa.Integer(), nullable=False),
        sa.Column("new_anchor_id", sa.Integer(), nullable=True),
        _words("outcome", "kept", "changed", "orphaned"),
        _words("method", "position", "quote", "fuzzy", "orphaned"),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("guesses", sa.Text(), nullable=False),
        _words("decision", "same", "recheck", "placed", "gone", "overtaken", nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *_checks(),
        *_ties(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor_move")),
        sa.UniqueConstraint(
            "old_anchor_id",
            "article_version_id",
            name=op.f("uq_anchor_move_old_anchor_id_article_version_id"),
        ),
    )
    for column in ("article_version_id", "new_anchor_id", "checked_anchor_id", "claim_id"):
        op.create_index(op.f(f"ix_anchor_move_{column}"), TABLE, [column])
    op.create_index(
        "ix_anchor_move_waiting",
        TABLE,
        ["claim_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    _refuse_changes()


def downgrade() -> None:
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION anchor_move_said_once_refuse()")


def _words(name: str, *values: str, nullable: bool = False) -> "sa.Column[str]":
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "decided_with_time": "(decision IS NULL) = (decided_at IS NULL)",
        "kept_needs_no_decision": "outcome <> 'kept' OR decision IS NULL",
        "orphan_by_method": "(outcome = 'orphaned') = (method = 'orphaned')",
        "score_is_a_share": "score >= 0 AND score <= 1",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_anchor_move_{name}"))
        for name, rule in rules.items()
    ]


def _ties() -> list[sa.ForeignKeyConstraint]:
    ties = (
        ("claim_id", "claim", None),
        ("article_version_id", "article_version", None),
        ("old_anchor_id", "anchor", "CASCADE"),
        ("checked_anchor_id", "anchor", "CASCADE"),
        ("new_anchor_id", "anchor", "SET NULL"),
        ("decided_by_id", "person", None),
    )
    return [
        sa.ForeignKeyConstraint(
            [column],
            [f"{table}.id"],
            name=op.f(f"fk_anchor_move_{column}_{table}"),
            ondelete=when_gone,
        )
        for column, table, when_gone in ties
    ]


def _refuse_changes() -> None:
    """Refuse to alter what was found, or what was said once it is said."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    found = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in (*FOUND, *SAID))
    decided = " OR ".join(
        f"NEW.{name} {differs} OLD.{name}" for name in ("decision", "decided_by_id", "decided_at")
    )
    rule = f"({found}) OR (OLD.decided_at IS NOT NULL AND ({decided}))"
    if is_sqlite:
        op.execute(
            f"CREATE TRIGGER anchor_move_said_once BEFORE UPDATE ON {TABLE} WHEN {rule} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION anchor_move_said_once_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {rule} THEN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER anchor_move_said_once BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION anchor_move_said_once_refuse()"
    )
