"""Translations of published verdicts: their versions, the reviews of each, and which of them readers get.

What was handed in never changes and no version vanishes.  Readers get a version only once somebody approved it who
wrote none of it, and only while it translates what they have; that they get it raises their mark (0028).  Going down
takes the tables away, and with them all translations.

Revision 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("translation_review", "translation_version", "translation")
LANGUAGES = "'en', 'ru', 'kk'"
STATES = "'draft', 'in_review', 'approved', 'published', 'sent_back', 'taken_back', 'passed_on'"
OPEN = "state IN ('draft', 'in_review', 'approved')"
VERSION_CHECKS = {
    "number_from_one": "number >= 1",
    "handed_in_with_hash": "(handed_in_at IS NULL) = (content_hash IS NULL)",
    "read_with_hash": "state IN ('draft', 'passed_on') OR content_hash IS NOT NULL",
    "published_with_time": "(state = 'published') = (published_at IS NOT NULL)",
    "published_by_somebody": "(published_at IS NULL) = (published_by_id IS NULL)",
    "state": f"state IN ({STATES})",
}
UNIQUE = (("translation_id", "number"), ("id", "author_id"), ("id", "content_hash"))
REVIEW_CHECKS = {
    "four_eyes": "reviewer_id <> author_id",
    "approval_names_content": "state <> 'approved' OR content_hash IS NOT NULL",
    "sent_back_with_reason": "state <> 'sent_back' OR note <> ''",
    "decided_with_time": "(state IN ('approved', 'sent_back', 'recused')) = (decided_at IS NOT NULL)",
    "capacity": "capacity IN ('editorial', 'legal')",
    "state": "state IN ('asked', 'reading', 'approved', 'sent_back', 'recused')",
}

# ── What the database refuses by itself ──────────────────────────────────────────────────────────

# The reviewer wrote a version of this translation since the one readers have, up to the one she approves.
WROTE = (
    "EXISTS (SELECT 1 FROM translation_version v JOIN translation t ON t.id = v.translation_id "
    "JOIN translation_version o ON o.translation_id = v.translation_id AND o.number > t.current_number "
    "AND o.number <= v.number WHERE v.id = NEW.version_id AND o.author_id = NEW.reviewer_id)"
)
OUT = (
    "EXISTS (SELECT 1 FROM translation_version v JOIN publication p ON p.id = v.publication_id "
    "JOIN conflict c ON c.claim_id = p.claim_id WHERE v.id = NEW.version_id AND c.person_id = NEW.reviewer_id)"
)
# Version `current_number` was published with an approval of exactly its words, and translates what readers have.
FIT = (
    "EXISTS (SELECT 1 FROM translation_version v JOIN publication p ON p.id = v.publication_id "
    "JOIN translation_review r ON r.version_id = v.id AND r.content_hash = v.content_hash AND r.state = 'approved' "
    "WHERE v.translation_id = NEW.id AND v.number = NEW.current_number AND v.state = 'published' "
    "AND v.publication_id = NEW.publication_id AND v.source_number = p.current_number AND p.retracted_at IS NULL)"
)
HANDED_IN = (
    "NEW.texts <> OLD.texts OR coalesce(NEW.content_hash, '') <> OLD.content_hash "
    "OR NEW.source_number <> OLD.source_number OR NEW.source_hash <> OLD.source_hash"
)
NEVER = "NEW.translation_id <> OLD.translation_id OR NEW.number <> OLD.number OR NEW.author_id <> OLD.author_id"
WORDS = (
    f"{NEVER} OR (OLD.handed_in_at IS NOT NULL AND ({HANDED_IN})) "
    "OR (OLD.state = 'published' AND NEW.state <> 'published')"
)
# Each: its name, table and moment, the condition, and the sentence the database says.
RULES = (
    (
        "translation_words",
        "translation_version",
        "UPDATE",
        WORDS,
        "the words of a translation that was handed in never change",
    ),
    (
        "translation_version_no_delete",
        "translation_version",
        "DELETE",
        "",
        "a version of a translation is never deleted",
    ),
    ("translation_no_delete", "translation", "DELETE", "", "a translation is never deleted"),
    (
        "translation_of_one",
        "translation",
        "UPDATE",
        "NEW.publication_id <> OLD.publication_id OR NEW.language <> OLD.language",
        "a translation keeps its verdict and its language",
    ),
    (
        "translation_new",
        "translation",
        "INSERT",
        "NEW.current_number <> 0",
        "readers get no translation that nobody approved",
    ),
    (
        "translation_live",
        "translation",
        "UPDATE",
        f"NEW.current_number <> OLD.current_number AND (NEW.current_number < OLD.current_number OR NOT {FIT})",
        "readers get no translation that nobody approved, nor one of another version",
    ),
    *(
        (
            f"translation_review_{moment.lower()}",
            "translation_review",
            moment,
            f"NEW.state = 'approved' AND ({WROTE} OR {OUT})",
            "whoever wrote a translation or stays out of the claim does not approve it",
        )
        for moment in ("INSERT", "UPDATE")
    ),
)


def _refuse_on_sqlite(name: str, table: str, moment: str, condition: str, why: str) -> list[str]:
    when = f"WHEN {condition} " if condition else ""
    raised = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    return [f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}{raised}"]


def _refuse_on_postgresql(
    name: str, table: str, moment: str, condition: str, why: str
) -> list[str]:
    refuse = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';"
    row = "OLD" if moment == "DELETE" else "NEW"
    body = f"BEGIN IF {condition or 'true'} THEN {refuse} END IF; RETURN {row}; END"
    return [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
    ]


# ── What readers see depends on it ───────────────────────────────────────────────────────────────

MARK = "readers_translation_update"


def _mark_on_sqlite() -> list[str]:
    said = (
        f"CREATE TRIGGER {MARK} AFTER UPDATE OF current_number ON translation "
        "WHEN (NEW.current_number IS NOT OLD.current_number) "
        "BEGIN DELETE FROM readers_page WHERE publication_id = NEW.publication_id; "
        "INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, '') "
        "ON CONFLICT (id) DO UPDATE SET number = number + 1; END"
    )
    return [said]


def _mark_on_postgresql() -> list[str]:
    function = (
        f"CREATE FUNCTION {MARK}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE now_at integer; BEGIN "
        "INSERT INTO readers_mark AS m (id, number, raised_by) VALUES (1, 1, CAST(pg_current_xact_id() AS text)) "
        "ON CONFLICT (id) DO UPDATE SET raised_by = excluded.raised_by, "
        "number = m.number + CASE WHEN m.raised_by = excluded.raised_by THEN 0 ELSE 1 END "
        "RETURNING m.number INTO now_at; "
        "DELETE FROM readers_page WHERE publication_id = NEW.publication_id AND mark < now_at - 1; "
        "RETURN NULL; END $$"
    )
    trigger = (
        f"CREATE CONSTRAINT TRIGGER {MARK} AFTER UPDATE OF current_number ON translation "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "WHEN (NEW.current_number IS DISTINCT FROM OLD.current_number) "
        f"EXECUTE FUNCTION {MARK}_raise()"
    )
    return [function, trigger]


# ── Both ways ────────────────────────────────────────────────────────────────────────────────────


def upgrade() -> None:
    _translation()
    _version()
    _review()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    refuse = _refuse_on_sqlite if is_sqlite else _refuse_on_postgresql
    for rule in RULES:
        for statement in refuse(*rule):
            op.execute(statement)
    for statement in _mark_on_sqlite() if is_sqlite else _mark_on_postgresql():
        op.execute(statement)


def _translation() -> None:
    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"language IN ({LANGUAGES})", name=op.f("ck_translation_language_of_ours")
        ),
        sa.CheckConstraint("current_number >= 0", name=op.f("ck_translation_number_from_zero")),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_translation_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint(
            "publication_id", "language", name=op.f("uq_translation_publication_id_language")
        ),
    )


def _version() -> None:
    name = "translation_version"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("translation_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_number", sa.Integer(), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_{name}_{check}"))
            for check, said in VERSION_CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["translation_id"],
            ["translation.id"],
            name=op.f("fk_translation_version_translation_id_translation"),
        ),
        sa.ForeignKeyConstraint(
            ["publication_id", "source_number"],
            ["publication_version.publication_id", "publication_version.number"],
            name=op.f("fk_translation_version_source"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["person.id"], name=op.f(f"fk_{name}_{column}_person")
            )
            for column in ("author_id", "published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_version")),
        *(
            sa.UniqueConstraint(*columns, name=op.f(f"uq_translation_version_{'_'.join(columns)}"))
            for columns in UNIQUE
        ),
    )
    op.create_index(
        "uq_translation_version_one_open",
        name,
        ["translation_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def _review() -> None:
    op.create_table(
        "translation_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_translation_review_{check}"))
            for check, said in REVIEW_CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["translation_version.id"],
            name=op.f("fk_translation_review_version_id_translation_version"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["version_id", column],
                ["translation_version.id", f"translation_version.{column}"],
                name=op.f(f"fk_translation_review_{short}"),
            )
            for column, short in (("author_id", "author"), ("content_hash", "content"))
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["person.id"], name=op.f(f"fk_translation_review_{column}_person")
            )
            for column in ("reviewer_id", "asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_review")),
        sa.UniqueConstraint(
            "version_id", "reviewer_id", name=op.f("uq_translation_review_version_id_reviewer_id")
        ),
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, *_ in RULES:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_refuse() CASCADE"
        )
    op.execute(f"DROP TRIGGER {MARK}" if is_sqlite else f"DROP FUNCTION {MARK}_raise() CASCADE")
    for table in TABLES:
        op.drop_table(table)
