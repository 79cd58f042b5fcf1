"""Vectors of what claims and reviews mean, for desks that have a model to make them.

A PostgreSQL that offers pgvector (0.7 or later) gets a second table, whose vectors of 384 numbers, those of MiniLM, the
server itself compares; where the extension may not be created by whoever upgrades, or does not exist, the program
compares them, and so it does with longer or shorter ones.  Going down leaves the extension: it
may have been there before.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NEAR = """DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
        CREATE EXTENSION IF NOT EXISTS vector;
        CREATE TABLE likeness_search_vector (
            number integer PRIMARY KEY REFERENCES likeness_vector (number) ON DELETE CASCADE,
            model varchar(80) NOT NULL,
            near halfvec(384) NOT NULL
        );
        CREATE INDEX ix_likeness_search_vector_near ON likeness_search_vector
            USING hnsw (near halfvec_cosine_ops);
    END IF;
EXCEPTION WHEN insufficient_privilege OR undefined_object OR undefined_file THEN
    RAISE NOTICE 'pgvector cannot be used here: %', SQLERRM;
END $$"""


def upgrade() -> None:
    op.create_table(
        "likeness_vector",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.String(80), nullable=False),
        sa.Column("text_hash", sa.String(32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_likeness_vector")),
    )
    op.create_index(
        op.f("ix_likeness_vector_model_stored_at"), "likeness_vector", ["model", "stored_at"]
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute(NEAR)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TABLE IF EXISTS likeness_search_vector")
    op.drop_table("likeness_vector")
