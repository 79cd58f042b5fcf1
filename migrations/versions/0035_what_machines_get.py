"""The pictures that are shown where verdicts are shared, and what a verdict says of a picture or recording.

A picture that is kept or drawn anew raises the readers' mark and drops the page that names it, as in 0028.  Going down
takes the rows away; the bytes stay in the store, and pictures are drawn again after going up.  What a submitted
verdict says of a picture or recording stays as it was submitted, like its other words (0002).

Revision 0035, after 0031.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0031"
branch_labels = None
depends_on = None

FROZEN, WHY = "verdict_media_frozen", "a submitted verdict keeps its words"
# trigger -> (moment, table, condition, publication)
RULES = {
    "readers_picture_insert": (
        "INSERT",
        "share_picture",
        "NEW.digest IS NOT NULL",
        "NEW.publication_id",
    ),
    "readers_picture_update": (
        "UPDATE OF drawn_of, digest",
        "share_picture",
        "NEW.digest IS NOT NULL",
        "NEW.publication_id",
    ),
}


def upgrade() -> None:
    op.create_table(
        "share_picture",
        sa.Column("publication_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("drawn_of", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_share_picture_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["blob.digest"], name=op.f("fk_share_picture_digest_blob")
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_share_picture")),
    )
    op.create_index(op.f("ix_share_picture_digest"), "share_picture", ["digest"])
    op.add_column("verdict", sa.Column("media", sa.Text(), server_default="", nullable=False))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _frozen_on_sqlite() if is_sqlite else _frozen_on_postgresql():
        op.execute(statement)
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _frozen_on_sqlite() -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {FROZEN} BEFORE UPDATE OF media ON verdict "
        "WHEN OLD.submitted_at IS NOT NULL AND NEW.media IS NOT OLD.media "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def _frozen_on_postgresql() -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {FROZEN}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        f"CREATE TRIGGER {FROZEN} BEFORE UPDATE ON verdict FOR EACH ROW "
        "WHEN (OLD.submitted_at IS NOT NULL AND NEW.media IS DISTINCT FROM OLD.media) "
        f"EXECUTE FUNCTION {FROZEN}_refuse()"
    )


def _sqlite(name: str, moment: str, table: str, condition: str, publication: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {name} AFTER {moment} ON {table} WHEN {condition} "
        f"BEGIN DELETE FROM readers_page WHERE publication_id = {publication}; "
        "INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, '') "
        "ON CONFLICT (id) DO UPDATE SET number = number + 1; END"
    )


def _postgresql(
    name: str, moment: str, table: str, condition: str, publication: str
) -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {name}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE now_at integer; BEGIN "
        "INSERT INTO readers_mark AS m (id, number, raised_by) VALUES (1, 1, CAST(pg_current_xact_id() AS text)) "
        "ON CONFLICT (id) DO UPDATE SET raised_by = excluded.raised_by, "
        "number = m.number + CASE WHEN m.raised_by = excluded.raised_by THEN 0 ELSE 1 END "
        "RETURNING m.number INTO now_at; "
        f"DELETE FROM readers_page WHERE publication_id = {publication} AND mark < now_at - 1; RETURN NULL; END $$"
    )
    yield (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {moment} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}_raise()"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_raise() CASCADE")
    op.execute(
        f"DROP TRIGGER {FROZEN}" if is_sqlite else f"DROP FUNCTION {FROZEN}_refuse() CASCADE"
    )
    op.drop_column("verdict", "media")
    op.drop_table("share_picture")
