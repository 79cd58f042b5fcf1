"""Pages on which the desk says how it works, in versions that never change and never vanish.

The first texts come with the set-up of the desk, which `factcheck db upgrade` does after migrating.  Going down takes
the pages away with all their versions.

Revision 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# name -> (moment, table, sentence)
RULES = {
    "policy_version_no_update": ("UPDATE", "policy_version", "a version of a page never changes"),
    "policy_version_no_delete": (
        "DELETE",
        "policy_version",
        "a version of a page is never deleted",
    ),
    "policy_page_no_update": ("UPDATE", "policy_page", "a page keeps its name and language"),
    "policy_page_no_delete": ("DELETE", "policy_page", "a page is never deleted"),
}


def upgrade() -> None:
    op.create_table(
        "policy_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=20), server_default="en", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_page")),
        sa.UniqueConstraint("slug", "language", name=op.f("uq_policy_page_slug_language")),
    )
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("is_starting", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_policy_version_number_from_one")),
        sa.CheckConstraint(
            "title <> '' AND text <> ''", name=op.f("ck_policy_version_says_something")
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_policy_version_with_note")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_policy_version_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["policy_page.id"], name=op.f("fk_policy_version_page_id_policy_page")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("page_id", "number", name=op.f("uq_policy_version_page_id_number")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _sqlite(name: str, moment: str, table: str, why: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    return [f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {refuse}"]


def _postgresql(name: str, moment: str, table: str, why: str) -> list[str]:
    body = f"BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.drop_table("policy_version")
    op.drop_table("policy_page")
