"""Protected sources: what they say, sealed, their files, and who may read them (M7, L17).

Going down refuses while there is a protected source: what is sealed would be lost, and its row would say nothing.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WITHHELD = ("safety", "livelihood", "promise", "law", "child")
# An empty one of these would be a source that says nothing and can never be read again.
NEVER_DELETED = {
    "protected_source": "a protected source is withdrawn, never deleted",
    "sealed_file": "a file of a protected source is never deleted",
}


def upgrade() -> None:
    op.create_table(
        "protected_source",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column(
            "withheld",
            sa.Enum(
                *WITHHELD, name="withheld", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_digest", sa.String(length=71), nullable=False),
        sa.Column("sealed_by_id", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("exception_by_id", sa.Integer(), nullable=True),
        sa.Column("exception_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(exception_reason = '') = (exception_by_id IS NULL) "
            "AND (exception_reason = '') = (exception_at IS NULL)",
            name=op.f("ck_protected_source_exception_by_somebody"),
        ),
        _points("protected_source", "evidence_id", "evidence"),
        _points("protected_source", "sealed_by_id", "person"),
        _points("protected_source", "exception_by_id", "person"),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_protected_source")),
    )
    _make_files()
    _make_grants()
    for table, why in NEVER_DELETED.items():
        for statement in _never_deleted(table, why):
            op.execute(statement)


def _make_files() -> None:
    op.create_table(
        "sealed_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        _points("sealed_file", "evidence_id", "evidence"),
        _points("sealed_file", "digest", "blob", "digest"),
        _points("sealed_file", "kept_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_file")),
        sa.UniqueConstraint(
            "evidence_id", "number", name=op.f("uq_sealed_file_evidence_id_number")
        ),
    )
    op.create_index(op.f("ix_sealed_file_digest"), "sealed_file", ["digest"])


def _make_grants() -> None:
    op.create_table(
        "source_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_source_grant_ended_by_somebody"),
        ),
        sa.CheckConstraint(
            "person_id <> granted_by_id", name=op.f("ck_source_grant_granted_by_another")
        ),
        _points("source_grant", "evidence_id", "evidence"),
        _points("source_grant", "person_id", "person"),
        _points("source_grant", "granted_by_id", "person"),
        _points("source_grant", "ended_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_grant")),
    )
    op.create_index(
        "uq_source_grant_one_stands",
        "source_grant",
        ["evidence_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _points(table: str, column: str, other: str, to: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{to}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _never_deleted(table: str, why: str) -> list[str]:
    name = f"{table}_no_delete"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        ]
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$",
        f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT 1 FROM protected_source LIMIT 1")).first():
        raise RuntimeError(
            "There are protected sources: an older version of the program cannot keep them. Nothing was changed."
        )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in NEVER_DELETED:
        name = f"{table}_no_delete"
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_table("source_grant")
    op.drop_table("sealed_file")
    op.drop_table("protected_source")
