"""The pictures that are shown where verdicts are shared, what a verdict says of a picture or recording, and pages that
an order keeps from readers.

A picture that is kept or drawn anew raises the readers' mark and drops the page that names it, as in 0028.  Going down
takes the rows away; the bytes stay in the store, and pictures are drawn again after going up.

What a submitted verdict says of a picture or recording stays as it was submitted, like its other words (0002).  It is
in the content that approvals name: going down takes the column away, going up fills it from that content again, drafts
begin empty.

A page that is withheld or given back raises the mark as well, and whatever is kept of it goes.  While one is withheld
there is no way down: the program of before knows of no order and would show it.  Orders that are over, and those that
nobody confirmed, go with their table: readers' pages do not depend on them, and the history keeps who entered which.

Revision 0034, after 0033.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CHECKS = {
    "explained": "authority <> '' AND told <> ''",
    "confirmed_by_somebody": "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
    "four_eyes": "confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id",
    "ended_with_reason": "(ended_at IS NULL) = (ended_by_id IS NULL) AND (ended_at IS NULL OR end_reason <> '')",
}
FROZEN, WHY = "verdict_media_frozen", "a submitted verdict keeps its words"
MEDIA = (
    "media_kind",
    "media_categories",
    "media_context",
    "media_url",
    "media_archived_url",
    "media_original_url",
)
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
    "readers_withheld_update": (
        "UPDATE OF withheld_at",
        "publication",
        "(NEW.withheld_at IS NULL) <> (OLD.withheld_at IS NULL)",
        "NEW.id",
    ),
}
# A page of a withheld publication is never right, not even one that was made a moment ago.
# Lists in parts are counted from an index that knows what is withheld.
COUNTED_BY = {
    "ix_publication_updated_at_id_withheld_at": ["updated_at", "id", "withheld_at"],
    "ix_publication_article_id_updated_at_withheld_at": [
        "article_id",
        "updated_at",
        "withheld_at",
    ],
}
NEVER_RIGHT = {"publication": " OR NEW.withheld_at IS NOT NULL"}


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
    _withholding()
    op.add_column("verdict", sa.Column("media", sa.Text(), server_default="", nullable=False))
    _fill_media()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _frozen_on_sqlite() if is_sqlite else _frozen_on_postgresql():
        op.execute(statement)
    for name, rule in RULES.items():
        for statement in _sqlite(name, *rule) if is_sqlite else _postgresql(name, *rule):
            op.execute(statement)


def _fill_media() -> None:
    """Submitted verdicts have it in the content that approvals name; text by text as the program writes the column."""
    connection = op.get_bind()
    known = sa.text("SELECT id, content FROM verdict WHERE content LIKE '%\"media_kind\"%'")
    fill = sa.text("UPDATE verdict SET media = :media WHERE id = :id")
    for number, content in connection.execute(known).all():
        said = json.loads(content)
        media = {name: said[name] for name in MEDIA}
        if media["media_kind"]:
            connection.execute(fill, {"media": json.dumps(media, sort_keys=True), "id": number})


def _withholding() -> None:
    op.add_column(
        "publication", sa.Column("withheld_at", sa.DateTime(timezone=True), nullable=True)
    )
    for name, columns in COUNTED_BY.items():
        op.create_index(op.f(name), "publication", columns)
    people = {
        name: sa.ForeignKeyConstraint(
            [name], ["person.id"], name=op.f(f"fk_withholding_{name}_person")
        )
        for name in ("asked_by_id", "confirmed_by_id", "ended_by_id")
    }
    op.create_table(
        "withholding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), server_default="", nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=500), server_default="", nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_withholding_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_withholding_publication_id_publication"),
        ),
        *people.values(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding")),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_withholding_open",
        "withholding",
        ["publication_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


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
        f"DELETE FROM readers_page WHERE publication_id = {publication} "
        f"AND (mark < now_at - 1{NEVER_RIGHT.get(table, '')}); RETURN NULL; END $$"
    )
    yield (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {moment} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}_raise()"
    )


def downgrade() -> None:
    withheld = sa.text("SELECT count(*) FROM publication WHERE withheld_at IS NOT NULL")
    if op.get_bind().scalar(withheld):
        raise RuntimeError("A page is withheld by order; the program of before would show it.")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in RULES:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_raise() CASCADE")
    op.execute(
        f"DROP TRIGGER {FROZEN}" if is_sqlite else f"DROP FUNCTION {FROZEN}_refuse() CASCADE"
    )
    op.drop_column("verdict", "media")
    for name in COUNTED_BY:
        op.drop_index(op.f(name), "publication")
    op.drop_column("publication", "withheld_at")
    op.drop_table("withholding")
    op.drop_table("share_picture")
