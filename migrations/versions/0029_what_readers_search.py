"""What readers and machines search: the words of what was published, never those of a draft.

A trigger on the versions keeps both tables, so that they change in the transaction of each publication, correction and
retraction, whichever program writes it; they are filled from what readers have.  Going down takes both away: all of it
can be made again from the versions.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BY_ARTICLE = "ix_publication_article_id_updated_at"
CURRENT = """FROM publication_version v JOIN publication p
    ON p.id = v.publication_id AND p.current_number = v.number"""


def _sqlite(row: str) -> tuple[str, str]:
    """(what goes into the table, what goes into the index) of the version `row`."""

    def value(path: str) -> str:
        return f"coalesce(json_extract({row}.body, '$.{path}'), '')"

    named = f"CASE WHEN json_extract({row}.body, '$.is_claimant_role') THEN '' ELSE {value('claimant')} END"
    facts = f"{row}.publication_id, {row}.published_at, {value('language')}, {named}, {value('article.outlet')}"
    words = ", ".join(map(value, ("statement", "claimant", "article.outlet", "reason")))
    return facts, f"{row}.publication_id, {words}"


def _postgresql(row: str) -> tuple[str, str]:
    def value(*path: str) -> str:
        return f"coalesce({row}.body::json #>> '{{{','.join(path)}}}', '')"

    named = f"CASE WHEN {value('is_claimant_role')} = 'true' THEN '' ELSE {value('claimant')} END"
    facts = f"{row}.publication_id, {row}.published_at, {value('language')}, {named}, {value('article', 'outlet')}"
    weighed = {
        "A": value("claimant"),
        "B": value("article", "outlet"),
        "C": value("statement"),
        "D": value("reason"),
    }
    words = " || ".join(
        f"setweight(to_tsvector('simple', {text}), '{weight}')" for weight, text in weighed.items()
    )
    return facts, f"{row}.publication_id, {words}"


FACTS = "public_index (publication_id, updated_at, language, claimant, outlet)"
SQLITE_WORDS = "public_search (rowid, statement, claimant, outlet, reason)"


def _on_sqlite() -> list[str]:
    facts, words = _sqlite("NEW")
    now, of_now = _sqlite("v")
    return [
        """CREATE VIRTUAL TABLE public_search USING fts5(statement, claimant, outlet, reason,
        prefix='2 3', tokenize="unicode61 remove_diacritics 2 tokenchars '_'")""",
        f"INSERT INTO {FACTS} SELECT {now} {CURRENT}",
        f"INSERT INTO {SQLITE_WORDS} SELECT {of_now} {CURRENT}",
        f"""CREATE TRIGGER public_index_keep AFTER INSERT ON publication_version BEGIN
        DELETE FROM public_index WHERE publication_id = NEW.publication_id;
        INSERT INTO {FACTS} VALUES ({facts});
        DELETE FROM public_search WHERE rowid = NEW.publication_id;
        INSERT INTO {SQLITE_WORDS} VALUES ({words}); END""",
    ]


def _on_postgresql() -> list[str]:
    facts, words = _postgresql("NEW")
    now, of_now = _postgresql("v")
    return [
        """CREATE TABLE public_search (
        publication_id integer PRIMARY KEY REFERENCES publication (id), words tsvector NOT NULL)""",
        f"INSERT INTO {FACTS} SELECT {now} {CURRENT}",
        f"INSERT INTO public_search (publication_id, words) SELECT {of_now} {CURRENT}",
        "CREATE INDEX ix_public_search_words ON public_search USING gin (words)",
        f"""CREATE FUNCTION public_index_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO {FACTS} VALUES ({facts})
        ON CONFLICT (publication_id) DO UPDATE SET updated_at = excluded.updated_at,
        language = excluded.language, claimant = excluded.claimant, outlet = excluded.outlet;
        INSERT INTO public_search (publication_id, words) VALUES ({words})
        ON CONFLICT (publication_id) DO UPDATE SET words = excluded.words;
        RETURN NEW; END $$""",
        """CREATE TRIGGER public_index_keep AFTER INSERT ON publication_version
        FOR EACH ROW EXECUTE FUNCTION public_index_keep()""",
    ]


def upgrade() -> None:
    op.create_table(
        "public_index",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("claimant", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_public_index_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_public_index")),
    )
    for column in ("claimant", "outlet"):
        op.create_index(
            op.f(f"ix_public_index_{column}_updated_at_publication_id"),
            "public_index",
            [column, "updated_at", "publication_id"],
        )
    op.create_index(
        op.f("ix_public_index_updated_at_publication_id"),
        "public_index",
        ["updated_at", "publication_id"],
    )
    op.create_index(op.f(BY_ARTICLE), "publication", ["article_id", "updated_at"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _on_sqlite() if is_sqlite else _on_postgresql():
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER public_index_keep")
    else:
        op.execute("DROP TRIGGER public_index_keep ON publication_version")
        op.execute("DROP FUNCTION public_index_keep()")
    op.drop_index(BY_ARTICLE, "publication")
    op.drop_table("public_index")
    op.execute("DROP TABLE public_search")
