"""Reviews imported from others, and one index by likeness over them and the claims of the desk.

In the index a claim has the number 2 x id, a review 2 x id + 1, so that both are ranked together.  On SQLite it holds
no text of its own; on PostgreSQL signs that could make one word of two are blanks first.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CLAIM = ("claim", "2 * {row}.id", "{row}.statement", "''", "statement")
REVIEW = ("prior_review", "2 * {row}.id + 1", "{row}.claim", "{row}.title", "claim, title")

BLANKED = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~«»“”„‘’–—…·"
BLANKS = " " * (len(BLANKED) - 1)  # the doubled quote is one sign


def _sqlite(table: str, number: str, words: str, title: str, columns: str) -> None:
    def values(row: str) -> str:
        return ", ".join(part.format(row=row) for part in (number, words, title))

    put = f"INSERT INTO likeness_search (rowid, words, title) VALUES ({values('NEW')});"
    take = (
        "INSERT INTO likeness_search (likeness_search, rowid, words, title) "
        f"VALUES ('delete', {values('OLD')});"
    )
    for deed, what, steps in (
        ("insert", "INSERT", put),
        ("update", f"UPDATE OF {columns}", take + put),
        ("delete", "DELETE", take),
    ):
        op.execute(
            f"CREATE TRIGGER likeness_{table}_{deed} AFTER {what} ON {table} BEGIN {steps} END"
        )
    op.execute(
        f"INSERT INTO likeness_search (rowid, words, title) SELECT {values(table)} FROM {table}"
    )


def _postgresql(table: str, number: str, words: str, title: str, columns: str) -> None:
    def values(row: str) -> str:
        text = f"{words.format(row=row)} || ' ' || {title.format(row=row)}"
        lexemes = f"to_tsvector('english', translate({text}, '{BLANKED}', '{BLANKS}'))"
        return f"{number.format(row=row)}, {lexemes}"

    op.execute(
        f"""CREATE FUNCTION likeness_{table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM likeness_search WHERE id = {number.format(row="OLD")};
            RETURN OLD;
        END IF;
        INSERT INTO likeness_search (id, words) VALUES ({values("NEW")})
        ON CONFLICT (id) DO UPDATE SET words = excluded.words;
        RETURN NEW; END $$"""
    )
    op.execute(
        f"CREATE TRIGGER likeness_{table}_keep AFTER INSERT OR DELETE OR UPDATE OF {columns} "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION likeness_{table}_keep()"
    )
    op.execute(f"INSERT INTO likeness_search (id, words) SELECT {values(table)} FROM {table}")


def upgrade() -> None:
    op.create_table(
        "prior_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identifier", sa.String(2048), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("claimant", sa.String(200), nullable=False),
        sa.Column("rating", sa.String(200), nullable=False),
        sa.Column("publisher", sa.String(200), nullable=False),
        sa.Column("published_on", sa.String(10), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_review")),
        sa.UniqueConstraint("identifier", name=op.f("uq_prior_review_identifier")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            """CREATE VIRTUAL TABLE likeness_search USING fts5(
            words, title, content='', tokenize='porter unicode61 remove_diacritics 2')"""
        )
        _sqlite(*CLAIM)
        _sqlite(*REVIEW)
        return
    op.execute("CREATE TABLE likeness_search (id bigint PRIMARY KEY, words tsvector NOT NULL)")
    _postgresql(*CLAIM)
    _postgresql(*REVIEW)
    op.execute("CREATE INDEX ix_likeness_search_words ON likeness_search USING gin (words)")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("prior_review", "claim"):
        if is_sqlite:
            for deed in ("delete", "update", "insert"):
                op.execute(f"DROP TRIGGER likeness_{table}_{deed}")
        else:
            op.execute(f"DROP TRIGGER likeness_{table}_keep ON {table}")
            op.execute(f"DROP FUNCTION likeness_{table}_keep()")
    op.execute("DROP TABLE likeness_search")
    op.drop_table("prior_review")
