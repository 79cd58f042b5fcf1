"""The gate of our own drafts: waivers by name, and the signed sheets of articles that may run.

Triggers keep both: a waiver can only be taken back, a sheet can only become void, each once; nobody waives a claim she
had a hand in or declared an interest in.  Going down takes both tables away; who waived and who signed still stands in
the history.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STANDS = sa.text("taken_back_at IS NULL")
KEPT = {
    "gate_waiver": "a waiver at the gate is kept",
    "clearance": "a signed sheet is kept",
}
SAID_ONCE = {
    "gate_waiver": (
        ("claim_id", "article_version_id", "content_hash", "reason", "granted_by_id", "granted_at"),
        "OLD.taken_back_at IS NOT NULL",
        "a waiver at the gate can only be taken back, once",
    ),
    "clearance": (
        (
            "article_id", "number", "article_version_id", "sheet", "sha256", "public_key", "signature",
            "signed_by_id", "signed_at",
        ),
        "OLD.voided_at IS NOT NULL",
        "a signed sheet can only become void, once",
    ),
}  # fmt: skip
HAND = (
    "EXISTS (SELECT 1 FROM contribution c WHERE c.claim_id = NEW.claim_id AND c.person_id = NEW.granted_by_id) "
    "OR EXISTS (SELECT 1 FROM conflict c WHERE c.claim_id = NEW.claim_id AND c.person_id = NEW.granted_by_id)"
)
HELD = (
    "EXISTS (SELECT 1 FROM legal_hold h WHERE h.claim_id = NEW.claim_id AND h.released_at IS NULL)"
)


def rules(differs: str) -> list[tuple[str, str, str, str, str]]:
    """(name, table, moment, condition, sentence) of every trigger."""
    found = [(f"{table}_no_delete", table, "DELETE", "", why) for table, why in KEPT.items()]
    for table, (columns, over, why) in SAID_ONCE.items():
        changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in ("id", *columns))
        found.append((f"{table}_kept", table, "UPDATE", f"{over} OR {changed}", why))
    return [
        *found,
        ("gate_waiver_four_eyes", "gate_waiver", "INSERT", HAND, "another person must waive"),
        ("gate_waiver_held", "gate_waiver", "INSERT", HELD, "nobody waives a legal hold"),
    ]


def upgrade() -> None:
    _make_waivers()
    _make_sheets()
    if op.get_bind().dialect.name == "sqlite":
        for name, table, moment, condition, why in rules("IS NOT"):
            when = f"WHEN {condition} " if condition else ""
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
        return
    for rule in rules("IS DISTINCT FROM"):
        for statement in _postgresql(*rule):
            op.execute(statement)
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_delete_refuse()"
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, *_ in rules("IS NOT"):
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_table("clearance")
    op.drop_table("gate_waiver")


def _make_waivers() -> None:
    op.create_table(
        "gate_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_gate_waiver_with_reason")),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)",
            name=op.f("ck_gate_waiver_taken_back_by_somebody"),
        ),
        _points("gate_waiver", "claim_id", "claim"),
        _points("gate_waiver", "article_version_id", "article_version"),
        _points("gate_waiver", "granted_by_id", "person"),
        _points("gate_waiver", "taken_back_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_waiver")),
    )
    op.create_index(
        op.f("ix_gate_waiver_article_version_id_claim_id"),
        "gate_waiver",
        ["article_version_id", "claim_id"],
    )
    op.create_index(
        "uq_gate_waiver_one_stands",
        "gate_waiver",
        ["claim_id", "article_version_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _make_sheets() -> None:
    op.create_table(
        "clearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("article_version_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason = '')", name=op.f("ck_clearance_void_with_reason")
        ),
        _points("clearance", "article_id", "article"),
        _points("clearance", "article_version_id", "article_version"),
        _points("clearance", "signed_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_clearance_article_id_number")),
    )


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _postgresql(name: str, table: str, moment: str, condition: str, why: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]
