"""Search over claims: FTS5 on SQLite, tsvector on PostgreSQL, both kept by triggers and filled from what is there.

Revision 0003, after 0002.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Underscores belong to words, so that a state such as in_review is one token.
SQLITE = (
    """CREATE VIRTUAL TABLE claim_search USING fts5(
        statement, claimant, state, content='claim', content_rowid='id', prefix='2 3',
        tokenize="unicode61 remove_diacritics 2 tokenchars '_'")""",
    """CREATE TRIGGER claim_search_insert AFTER INSERT ON claim BEGIN
        INSERT INTO claim_search (rowid, statement, claimant, state)
        VALUES (NEW.id, NEW.statement, NEW.claimant, NEW.state); END""",
    """CREATE TRIGGER claim_search_update AFTER UPDATE OF statement, claimant, state ON claim BEGIN
        INSERT INTO claim_search (claim_search, rowid, statement, claimant, state)
        VALUES ('delete', OLD.id, OLD.statement, OLD.claimant, OLD.state);
        INSERT INTO claim_search (rowid, statement, claimant, state)
        VALUES (NEW.id, NEW.statement, NEW.claimant, NEW.state); END""",
    "INSERT INTO claim_search (claim_search) VALUES ('rebuild')",
)
POSTGRESQL = (
    """CREATE TABLE claim_search (
        claim_id integer PRIMARY KEY REFERENCES claim (id), state varchar(40) NOT NULL, words tsvector NOT NULL)""",
    """CREATE FUNCTION claim_search_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO claim_search (claim_id, state, words)
        VALUES (NEW.id, NEW.state, to_tsvector('simple', NEW.statement || ' ' || NEW.claimant))
        ON CONFLICT (claim_id) DO UPDATE SET state = excluded.state, words = excluded.words;
        RETURN NEW; END $$""",
    """CREATE TRIGGER claim_search_keep AFTER INSERT OR UPDATE OF statement, claimant, state ON claim
        FOR EACH ROW EXECUTE FUNCTION claim_search_keep()""",
    """INSERT INTO claim_search (claim_id, state, words)
        SELECT id, state, to_tsvector('simple', statement || ' ' || claimant) FROM claim""",
    "CREATE INDEX ix_claim_search_words ON claim_search USING gin (words)",
)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER claim_search_update")
        op.execute("DROP TRIGGER claim_search_insert")
    else:
        op.execute("DROP TRIGGER claim_search_keep ON claim")
        op.execute("DROP FUNCTION claim_search_keep()")
    op.execute("DROP TABLE claim_search")
