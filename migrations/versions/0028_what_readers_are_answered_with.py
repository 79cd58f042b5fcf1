"""Pages as bytes, made with the change that readers see, and the mark that says that anything of theirs changed.

The mark is raised, and pages that are not right any more are dropped, by triggers: whoever changes something readers
see cannot forget it.  A page dropped is made again when a reader asks for it, so that going down loses nothing.

SQLite has one writer, so its triggers act at once.  On PostgreSQL they act when the transaction ends: the mark is one
row, and whoever held it for longer would hold up everybody else.  A page made by the same transaction stays where
nobody raised the mark since its facts were read (`mark` is the number they were read under).

Revision 0028, after 0027.
"""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


# ── What readers see depends on it, in SQL ───────────────────────────────────────────────────────


def published(claim: str) -> str:
    return f"EXISTS (SELECT 1 FROM publication p WHERE p.claim_id = {claim})"


def has_readers(article: str) -> str:
    """Whether something published stands in an article, at home or as a guest."""
    return (
        f"(EXISTS (SELECT 1 FROM publication p WHERE p.article_id = {article}) OR EXISTS (SELECT 1 FROM occurrence o "
        f"JOIN publication p ON p.claim_id = o.claim_id WHERE o.article_id = {article} AND o.confirmed_at IS NOT NULL))"
    )


def among_readers(claim: str) -> str:
    """Whether a claim, published or not, stands in an article that readers have something of: what it hides, hides
    words beside published ones in annotations (L15)."""
    return (
        f"(EXISTS (SELECT 1 FROM claim c WHERE c.id = {claim} AND {has_readers('c.article_id')}) OR "
        f"EXISTS (SELECT 1 FROM occurrence x WHERE x.claim_id = {claim} AND {has_readers('x.article_id')}))"
    )


def hides(claim: str) -> str:
    return (
        f"(EXISTS (SELECT 1 FROM hidden_name h WHERE h.claim_id = {claim}) OR EXISTS (SELECT 1 FROM claim c "
        f"WHERE c.id = {claim} AND c.claimant <> '' AND NOT c.is_claimant_public "
        "AND (c.names_private_person OR c.involves_minor)))"
    )


def claim_of(evidence: str) -> str:
    return f"(SELECT e.claim_id FROM evidence e WHERE e.id = {evidence})"


def page_of(claim: str) -> str:
    return f"SELECT p.id FROM publication p WHERE p.claim_id = {claim}"


def pages_beside(claim: str) -> str:
    """The publications that stand in an article with this claim, itself among them: a name it hides they hide."""
    articles = (
        f"SELECT q.article_id FROM publication q WHERE q.claim_id = {claim} "
        f"UNION SELECT o.article_id FROM occurrence o WHERE o.claim_id = {claim}"
    )
    return (
        f"SELECT p.id FROM publication p WHERE p.claim_id = {claim} OR p.article_id IN ({articles}) "
        f"OR p.claim_id IN (SELECT g.claim_id FROM occurrence g WHERE g.article_id IN ({articles}))"
    )


def pages_of_twins(evidence: str) -> str:
    """The publications that rest on a copy of this evidence, or on one of the same bytes or the same text (L14)."""
    twins = " UNION ".join(
        f"SELECT e.claim_id FROM snapshot t JOIN snapshot s ON s.{same} = t.{same} "
        f"JOIN evidence e ON e.id = s.evidence_id WHERE t.evidence_id = {evidence}"
        for same in ("evidence_id", "digest", "text_digest")
    )
    return f"SELECT p.id FROM publication p WHERE p.claim_id IN ({twins})"


def on_readers_ground(row: str) -> str:
    """Whether an anchor stands where readers have its claim: they get its place in annotations."""
    return (
        "EXISTS (SELECT 1 FROM article_version v JOIN publication p "
        f"ON p.claim_id = {row}.claim_id WHERE v.id = {row}.article_version_id AND (p.article_id = v.article_id OR "
        "EXISTS (SELECT 1 FROM occurrence o WHERE o.claim_id = p.claim_id AND o.article_id = v.article_id "
        "AND o.confirmed_at IS NOT NULL)))"
    )


def told_elsewhere(row: str) -> str:
    """Whether a link brings readers a verdict, or what it hides reaches annotations of the article."""
    return (
        f"(({row}.confirmed_at IS NOT NULL AND {published(f'{row}.claim_id')}) "
        f"OR ({hides(f'{row}.claim_id')} AND {has_readers(f'{row}.article_id')}))"
    )


NEWS = "EXISTS (SELECT 1 FROM source_check k WHERE k.evidence_id = {evidence} AND k.outcome IN ('gone', 'changed'))"
ARCHIVED = (
    "EXISTS (SELECT 1 FROM outside_copy y JOIN snapshot s ON s.id = y.snapshot_id "
    "WHERE s.evidence_id = {evidence} AND y.state = 'kept')"
)
OF_SNAPSHOT = "(SELECT s.evidence_id FROM snapshot s WHERE s.id = NEW.snapshot_id)"
OF_READERS = "EXISTS (SELECT 1 FROM rating_scale r WHERE r.id = {scale} AND r.audience = 'readers')"
SCALE_OF_RATING = "(SELECT w.scale_id FROM scale_version w WHERE w.id = NEW.scale_version_id)"
ALL_PAGES = "SELECT p.id FROM publication p"


class Rule(NamedTuple):
    """A change readers can see: the rows and `columns` it is of, under which condition, and whose pages it alters."""

    name: str
    table: str
    moment: str
    condition: str = ""
    columns: tuple[str, ...] = ()
    pages: str = ""


RULES = (
    # What is published, and whom it hides.
    Rule("publication", "publication", "INSERT"),
    Rule(
        "publication",
        "publication",
        "UPDATE",
        columns=(
            *("slug", "current_number", "rating_code", "first_published_at", "updated_at"),
            *("retracted_at", "hidden_names", "article_id"),
        ),
        pages="SELECT NEW.id",
    ),
    Rule(
        "publication_hides",
        "publication",
        "INSERT",
        "NEW.hidden_names <> '[]'",
        pages=pages_beside("NEW.claim_id"),
    ),
    Rule(
        "publication_hides",
        "publication",
        "UPDATE",
        columns=("hidden_names",),
        pages=pages_beside("NEW.claim_id"),
    ),
    Rule("version", "publication_version", "INSERT", pages="SELECT NEW.publication_id"),
    # Where else it stands.
    Rule(
        "occurrence",
        "occurrence",
        "INSERT",
        told_elsewhere("NEW"),
        pages=pages_beside("NEW.claim_id"),
    ),
    Rule(
        "occurrence",
        "occurrence",
        "UPDATE",
        f"({told_elsewhere('OLD')} OR {told_elsewhere('NEW')})",
        ("confirmed_at", "shown_as"),
        pages_beside("NEW.claim_id"),
    ),
    Rule(
        "occurrence",
        "occurrence",
        "DELETE",
        told_elsewhere("OLD"),
        pages=f"{pages_beside('OLD.claim_id')} UNION SELECT p.id FROM publication p "
        "WHERE p.article_id = OLD.article_id UNION SELECT p.id FROM publication p JOIN occurrence o "
        "ON o.claim_id = p.claim_id WHERE o.article_id = OLD.article_id",
    ),
    # The places of its words, and what is hidden around them.
    Rule("anchor", "anchor", "INSERT", on_readers_ground("NEW")),
    Rule(
        "anchor",
        "anchor",
        "UPDATE",
        on_readers_ground("NEW"),
        ("article_version_id", "start_char", "end_char", "exact", "prefix", "suffix"),
    ),
    Rule("anchor", "anchor", "DELETE", on_readers_ground("OLD")),
    Rule("text", "article_version", "INSERT", has_readers("NEW.article_id")),
    Rule("hidden_name", "hidden_name", "INSERT", among_readers("NEW.claim_id")),
    Rule("hidden_name", "hidden_name", "UPDATE", among_readers("NEW.claim_id"), ("name", "role")),
    Rule("hidden_name", "hidden_name", "DELETE", among_readers("OLD.claim_id")),
    Rule("claimant", "claim", "INSERT", f"{hides('NEW.id')} AND {has_readers('NEW.article_id')}"),
    Rule(
        "claimant",
        "claim",
        "UPDATE",
        among_readers("NEW.id"),
        (
            *("claimant", "claimant_role", "is_claimant_public", "names_private_person"),
            "involves_minor",
        ),
    ),
    # What became of its sources, and where archives keep them.
    *(
        Rule(
            "source",
            "source_check",
            moment,
            f"NEW.outcome IS NOT NULL AND {NEWS.format(evidence='NEW.evidence_id')} "
            f"AND {published(claim_of('NEW.evidence_id'))}",
            columns,
            page_of(claim_of("NEW.evidence_id")),
        )
        for moment, columns in (
            ("INSERT", ()),
            ("UPDATE", ("outcome", "is_standing", "since_at", "status")),
        )
    ),
    *(
        Rule(
            "archived",
            "outside_copy",
            moment,
            f"NEW.state = 'kept' AND {published(claim_of(OF_SNAPSHOT))}",
            columns,
            page_of(claim_of(OF_SNAPSHOT)),
        )
        for moment, columns in (("INSERT", ()), ("UPDATE", ("state",)))
    ),
    Rule(
        "evidence",
        "evidence",
        "UPDATE",
        f"{published('NEW.claim_id')} AND ({NEWS.format(evidence='NEW.id')} OR {ARCHIVED.format(evidence='NEW.id')})",
        ("is_public", "withdrawn_at", "number"),
        page_of("NEW.claim_id"),
    ),
    *(
        Rule(
            "restricted",
            "original_restriction",
            moment,
            f"EXISTS ({pages_of_twins('NEW.evidence_id')})",
            columns,
            pages_of_twins("NEW.evidence_id"),
        )
        for moment, columns in (("INSERT", ()), ("UPDATE", ("lifted_at",)))
    ),
    *(
        Rule(
            "restricted_twin",
            "snapshot",
            moment,
            "NEW.digest IS NOT NULL AND EXISTS (SELECT 1 FROM original_restriction z "
            "WHERE z.evidence_id = NEW.evidence_id AND z.lifted_at IS NULL) "
            f"AND EXISTS ({pages_of_twins('NEW.evidence_id')})",
            columns,
            pages_of_twins("NEW.evidence_id"),
        )
        for moment, columns in (("INSERT", ()), ("UPDATE", ("digest", "text_digest")))
    ),
    # The desk, and its scales.
    Rule("desk", "desk", "INSERT", pages=ALL_PAGES),
    Rule(
        "desk", "desk", "UPDATE", columns=("name", "contact", "is_demonstration"), pages=ALL_PAGES
    ),
    Rule("scale", "rating_scale", "INSERT", "NEW.audience = 'readers'"),
    Rule(
        "scale",
        "rating_scale",
        "UPDATE",
        "NEW.audience = 'readers' OR OLD.audience = 'readers'",
        ("code", "name", "audience", "is_free_text", "is_in_use"),
    ),
    Rule("scale_version", "scale_version", "INSERT", OF_READERS.format(scale="NEW.scale_id")),
    Rule("rating", "rating", "INSERT", OF_READERS.format(scale=SCALE_OF_RATING)),
)


def _changed(rule: Rule, differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in rule.columns)


# ── How each database says it ────────────────────────────────────────────────────────────────────


def _sqlite(rule: Rule) -> Iterator[str]:
    tests = [f"({part})" for part in (_changed(rule, "IS NOT"), rule.condition) if part]
    when = f"WHEN {' AND '.join(tests)} " if tests else ""
    drop = (
        f"DELETE FROM readers_page WHERE publication_id IN ({rule.pages}); " if rule.pages else ""
    )
    yield (
        f"CREATE TRIGGER {_trigger(rule)} AFTER {_moment(rule)} ON {rule.table} {when}"
        f"BEGIN {drop}INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, '') "
        "ON CONFLICT (id) DO UPDATE SET number = number + 1; END"
    )


def _postgresql(rule: Rule) -> Iterator[str]:
    name, changed = _trigger(rule), _changed(rule, "IS DISTINCT FROM")
    when = f"WHEN ({changed}) " if changed else ""
    unless = f"IF NOT ({rule.condition}) THEN RETURN NULL; END IF; " if rule.condition else ""
    pages = f"publication_id IN ({rule.pages}) AND mark < now_at - 1"
    drop = f"DELETE FROM readers_page WHERE {pages}; " if rule.pages else ""
    yield (
        f"CREATE FUNCTION {name}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE now_at integer; BEGIN {unless}"
        "INSERT INTO readers_mark AS m (id, number, raised_by) VALUES (1, 1, CAST(pg_current_xact_id() AS text)) "
        "ON CONFLICT (id) DO UPDATE SET raised_by = excluded.raised_by, "
        "number = m.number + CASE WHEN m.raised_by = excluded.raised_by THEN 0 ELSE 1 END "
        f"RETURNING m.number INTO now_at; {drop}RETURN NULL; END $$"
    )
    yield (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {_moment(rule)} ON {rule.table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW {when}EXECUTE FUNCTION {name}_raise()"
    )


def _moment(rule: Rule) -> str:
    return f"{rule.moment} OF {', '.join(rule.columns)}" if rule.columns else rule.moment


def _trigger(rule: Rule) -> str:
    return f"readers_{rule.name}_{rule.moment.lower()}"


# ── Both ways ────────────────────────────────────────────────────────────────────────────────────


def upgrade() -> None:
    op.create_table(
        "readers_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.String(length=40), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_readers_mark_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers_mark")),
    )
    op.create_table(
        "readers_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("surrogate_keys", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("plain", sa.LargeBinary(), nullable=False),
        sa.Column("gzip", sa.LargeBinary(), nullable=False),
        sa.Column("brotli", sa.LargeBinary(), nullable=False),
        sa.Column("made_with", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_readers_page_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers_page")),
        sa.UniqueConstraint("path", name=op.f("uq_readers_page_path")),
        sa.UniqueConstraint(
            "publication_id", "kind", name=op.f("uq_readers_page_publication_id_kind")
        ),
    )
    op.execute("INSERT INTO readers_mark (id, number, raised_by) VALUES (1, 1, '')")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for rule in RULES:
        for statement in _sqlite(rule) if is_sqlite else _postgresql(rule):
            op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for rule in RULES:
        name = _trigger(rule)
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP FUNCTION {name}_raise() CASCADE")
    op.drop_table("readers_page")
    op.drop_table("readers_mark")
