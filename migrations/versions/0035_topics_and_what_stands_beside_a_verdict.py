"""Topics of claims, similar verdicts under a verdict's page, and three further parts that a verdict may have.

A topic files a claim and is no part of what was approved; readers see a change of it at once, so that it raises their
mark (0028).  Similar verdicts are kept as readers get them: any change of one empties the rows that name it and has
them looked for again, by the triggers here, so that no page says what no longer stands.

The further parts of a verdict are in the content that approvals name.  Going down takes the columns away; going up
fills those of submitted verdicts from that content again, drafts begin empty.  Topics go with their tables.

Revision 0035, after 0034.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

PARTS = ("what_is_right", "not_known", "why_it_matters")
TOPIC_CHARS = 60


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


# ── What must never change ───────────────────────────────────────────────────────────────────────

# name -> (moment, table, sentence)
REFUSED = {
    "topic_no_delete": ("DELETE", "topic", "a topic is retired, never deleted"),
    "topic_slug_no_delete": ("DELETE", "topic_slug", "a topic keeps the addresses it had"),
    "topic_slug_no_update": ("UPDATE", "topic_slug", "a topic keeps the addresses it had"),
    "verdict_parts_frozen": ("UPDATE", "verdict", "a submitted verdict keeps its words"),
}


def _refuse(name: str, moment: str, table: str, why: str) -> Iterator[str]:
    differs = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    words = " OR ".join(f"NEW.{part} {differs} OLD.{part}" for part in PARTS)
    when = f"WHEN (OLD.submitted_at IS NOT NULL AND ({words})) " if table == "verdict" else ""
    if is_sqlite():
        yield f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{why}'); END"
        return
    body = f"BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; END"
    yield f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    yield (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW {when}"
        f"EXECUTE FUNCTION {name}_refuse()"
    )


# ── What readers see of it, and the mark (as in 0028) ────────────────────────────────────────────


class Rule(NamedTuple):
    """A change readers can see: of which rows and columns, under which condition, and whose pages it alters."""

    name: str
    table: str
    moment: str
    condition: str
    columns: tuple[str, ...]
    pages: str


def published(claim: str) -> str:
    return f"EXISTS (SELECT 1 FROM publication p WHERE p.claim_id = {claim})"


def page_of(claim: str) -> str:
    return f"SELECT p.id FROM publication p WHERE p.claim_id = {claim}"


IN_TOPIC = (
    "SELECT p.id FROM publication p JOIN claim_topic t ON t.claim_id = p.claim_id "
    "WHERE t.topic_id = NEW.id"
)
RULES = (
    Rule(
        "filed",
        "claim_topic",
        "INSERT",
        published("NEW.claim_id"),
        (),
        page_of("NEW.claim_id"),
    ),
    Rule(
        "filed",
        "claim_topic",
        "DELETE",
        published("OLD.claim_id"),
        (),
        page_of("OLD.claim_id"),
    ),
    Rule(
        "topic",
        "topic",
        "UPDATE",
        f"EXISTS ({IN_TOPIC})",
        ("name", "slug", "retired_at"),
        IN_TOPIC,
    ),
    Rule("similar", "similar_verdict", "INSERT", "NEW.shown_as <> ''", (), "NEW.publication_id"),
    Rule("similar", "similar_verdict", "UPDATE", "", ("shown_as",), "NEW.publication_id"),
    Rule("similar", "similar_verdict", "DELETE", "OLD.shown_as <> ''", (), "OLD.publication_id"),
)


def _trigger(rule: Rule) -> str:
    return f"readers_{rule.name}_{rule.moment.lower()}"


def _moment(rule: Rule) -> str:
    return f"{rule.moment} OF {', '.join(rule.columns)}" if rule.columns else rule.moment


def _raise(rule: Rule) -> Iterator[str]:
    differs = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in rule.columns)
    yield from (_on_sqlite if is_sqlite() else _on_postgresql)(rule, changed)


def _on_sqlite(rule: Rule, changed: str) -> Iterator[str]:
    tests = [f"({part})" for part in (changed, rule.condition) if part]
    yield (
        f"CREATE TRIGGER {_trigger(rule)} AFTER {_moment(rule)} ON {rule.table} WHEN {' AND '.join(tests)} "
        f"BEGIN DELETE FROM readers_page WHERE publication_id IN ({rule.pages}); "
        "INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, '') "
        "ON CONFLICT (id) DO UPDATE SET number = number + 1; END"
    )


def _on_postgresql(rule: Rule, changed: str) -> Iterator[str]:
    name = _trigger(rule)
    when = f"WHEN ({changed}) " if changed else ""
    unless = f"IF NOT ({rule.condition}) THEN RETURN NULL; END IF; " if rule.condition else ""
    yield (
        f"CREATE FUNCTION {name}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE now_at integer; BEGIN {unless}"
        "INSERT INTO readers_mark AS m (id, number, raised_by) VALUES (1, 1, CAST(pg_current_xact_id() AS text)) "
        "ON CONFLICT (id) DO UPDATE SET raised_by = excluded.raised_by, "
        "number = m.number + CASE WHEN m.raised_by = excluded.raised_by THEN 0 ELSE 1 END "
        f"RETURNING m.number INTO now_at; DELETE FROM readers_page WHERE publication_id IN ({rule.pages}) "
        "AND mark < now_at - 1; RETURN NULL; END $$"
    )
    yield (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {_moment(rule)} ON {rule.table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW {when}EXECUTE FUNCTION {name}_raise()"
    )


# ── What is said of a similar verdict holds no longer ────────────────────────────────────────────


def beside(claim: str) -> str:
    """The publications that stand in an article with this claim, itself among them: a name it hides they hide."""
    articles = (
        f"SELECT q.article_id FROM publication q WHERE q.claim_id = {claim} "
        f"UNION SELECT o.article_id FROM occurrence o WHERE o.claim_id = {claim}"
    )
    return (
        f"SELECT p.id FROM publication p WHERE p.claim_id = {claim} OR p.article_id IN ({articles}) "
        f"OR p.claim_id IN (SELECT g.claim_id FROM occurrence g WHERE g.article_id IN ({articles}))"
    )


HIDES = "NEW.hidden_names <> '[]'"
# name -> (moment, columns of which one must differ, whose entries are void)
VOIDING = {
    "similar_of_changed": (
        "UPDATE OF slug, current_number, retracted_at ON publication",
        ("slug", "current_number", "retracted_at"),
        "SELECT NEW.id",
    ),
    # What an order withholds stands under no other verdict, nor on any page that is kept of one.
    "similar_of_withheld": (
        "UPDATE OF withheld_at ON publication",
        ("withheld_at",),
        "SELECT NEW.id",
    ),
    "similar_of_hidden": (
        "UPDATE OF hidden_names ON publication",
        ("hidden_names",),
        beside("NEW.claim_id"),
    ),
    "similar_of_hiding": ("INSERT ON publication", (), beside("NEW.claim_id")),
    "similar_of_guest": (
        "UPDATE OF confirmed_at ON occurrence",
        ("confirmed_at",),
        beside("NEW.claim_id"),
    ),
}


def _void(name: str, moment: str, columns: tuple[str, ...], whose: str) -> Iterator[str]:
    differs = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in columns)
    when = f"WHEN ({changed or HIDES}) "
    does = (
        f"DELETE FROM similar_look WHERE publication_id IN ({whose} UNION "
        f"SELECT v.publication_id FROM similar_verdict v WHERE v.other_id IN ({whose})); "
        f"UPDATE similar_verdict SET shown_as = '' WHERE shown_as <> '' AND other_id IN ({whose}); "
    )
    if is_sqlite():
        yield f"CREATE TRIGGER {name} AFTER {moment} {when}BEGIN {does}END"
        return
    yield (
        f"CREATE FUNCTION {name}_void() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {does}RETURN NULL; END $$"
    )
    yield f"CREATE TRIGGER {name} AFTER {moment} FOR EACH ROW {when}EXECUTE FUNCTION {name}_void()"


# ── Both ways ────────────────────────────────────────────────────────────────────────────────────


def upgrade() -> None:
    _make_topics()
    _make_similar()
    for part in PARTS:
        op.add_column("verdict", sa.Column(part, sa.Text(), nullable=False, server_default=""))
    _fill_parts()
    for name, (moment, table, why) in REFUSED.items():
        _carry_out(_refuse(name, moment, table, why))
    for rule in RULES:
        _carry_out(_raise(rule))
    for name, given in VOIDING.items():
        _carry_out(_void(name, *given))


def _carry_out(statements: Iterator[str]) -> None:
    for statement in statements:
        op.execute(statement)


def _make_topics() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=TOPIC_CHARS), nullable=False),
        sa.Column("slug", sa.String(length=TOPIC_CHARS), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_topic_has_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("name", name=op.f("uq_topic_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_slug")),
    )
    op.create_table(
        "topic_slug",
        sa.Column("slug", sa.String(length=TOPIC_CHARS), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_slug_topic_id_topic")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topic_slug")),
    )
    op.create_table(
        "claim_topic",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_topic_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_claim_topic_topic_id_topic")
        ),
        sa.PrimaryKeyConstraint("claim_id", "topic_id", name=op.f("pk_claim_topic")),
    )
    op.create_index(
        op.f("ix_claim_topic_topic_id_claim_id"), "claim_topic", ["topic_id", "claim_id"]
    )


def _make_similar() -> None:
    op.create_table(
        "similar_verdict",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("shown_as", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_similar_verdict_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["publication.id"], name=op.f("fk_similar_verdict_other_id_publication")
        ),
        sa.PrimaryKeyConstraint("publication_id", "other_id", name=op.f("pk_similar_verdict")),
    )
    op.create_index(op.f("ix_similar_verdict_other_id"), "similar_verdict", ["other_id"])
    op.create_table(
        "similar_look",
        sa.Column("publication_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_similar_look_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_similar_look")),
    )


def _fill_parts() -> None:
    """Submitted verdicts have their parts in the content that approvals name."""
    connection = op.get_bind()
    known = sa.text("SELECT id, content FROM verdict WHERE content LIKE '%\"why_it_matters\"%'")
    fill = sa.text(
        "UPDATE verdict SET what_is_right = :what_is_right, not_known = :not_known, "
        "why_it_matters = :why_it_matters WHERE id = :id"
    )
    for number, content in connection.execute(known).all():
        said = json.loads(content)
        parts = {part: said.get(part) or "" for part in PARTS}
        if any(parts.values()):
            connection.execute(fill, {**parts, "id": number})


def downgrade() -> None:
    for name, (_, table, _) in REFUSED.items():
        op.execute(f"DROP TRIGGER {name}" if is_sqlite() else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite():
            op.execute(f"DROP FUNCTION {name}_refuse()")
    for name in [_trigger(rule) for rule in RULES]:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite() else f"DROP FUNCTION {name}_raise() CASCADE"
        )
    for name in VOIDING:
        op.execute(
            f"DROP TRIGGER {name}" if is_sqlite() else f"DROP FUNCTION {name}_void() CASCADE"
        )
    for part in PARTS:
        op.drop_column("verdict", part)
    for table in ("similar_look", "similar_verdict", "claim_topic", "topic_slug", "topic"):
        op.drop_table(table)
