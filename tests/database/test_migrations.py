"""Migrations go both ways on both databases, keep the data, and end at exactly the models' shape."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Row, inspect, select, text, update

from factcheck import schema
from factcheck.db import Base, Database
from factcheck.domain.jobs import JobState
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import Article, Outbox
from factcheck.resources import migrations_folder
from factcheck.services import history, publication, scales
from tests import factories, road, secrets
from tests.cast import open_newsroom
from tests.queues import claim

REVISIONS = [
    revision.revision
    for revision in reversed(list(ScriptDirectory(str(migrations_folder())).walk_revisions()))
]


def contents(database: Database) -> dict[str, list[Row[tuple[object, ...]]]]:
    """Every row of every table, in the order of its primary key; what is not yet there is left out."""
    with database.read() as connection:
        there = inspect(connection)
        tables = set(there.get_table_names())
        return {
            table.name: list(
                connection.execute(
                    select(*(c for c in table.c if c.name in names)).order_by(*table.primary_key)
                )
            )
            for table in Base.metadata.sorted_tables
            if table.name in tables
            and (names := {found["name"] for found in there.get_columns(table.name)})
        }


# These come with tables of their own and go with them: copies that were asked for, pages about the desk, heads, which
# are signed anew.
GOES = {"snapshot", "policy_page", "policy_version", "readers_mark", "public_head"}


def lasting(found: dict[str, list[Row[tuple[object, ...]]]]) -> object:
    """The rows that outlast a way down and up again; the readers' mark begins anew, which is as good."""
    return {name: rows for name, rows in found.items() if name not in GOES}


def shape(connection: Connection, database: Database) -> set[str]:
    """The names of everything the schema holds, triggers and functions among it."""
    query = (
        "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        if database.dialect.name == "sqlite"
        else "SELECT 'table ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " UNION SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal"
        " UNION SELECT 'function ' || proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace"
        # What an extension brings along is not ours, and stays with it.
        " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"
    )
    return {row[0] for row in connection.execute(text(query))}


def test_the_head_of_the_migrations_is_what_the_models_say(database: Database) -> None:
    with database.writer.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                # By name, before their columns are looked at: those of pgvector are of no type known to all.
                "include_name": lambda name, kind, _parents: (
                    not (
                        kind == "table"
                        and (name or "").startswith(
                            ("claim_search", "likeness_search", "public_search")
                        )
                    )
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_down_and_up_again(empty_database: Database, revision: str) -> None:
    schema.upgrade(empty_database, revision)
    with empty_database.writer.connect() as connection:
        before = shape(connection, empty_database)
    schema.downgrade(empty_database, "-1")
    schema.upgrade(empty_database, revision)
    with empty_database.writer.connect() as connection:
        assert shape(connection, empty_database) == before
    assert schema.current(empty_database) == revision


def test_the_base_is_empty_again(empty_database: Database) -> None:
    schema.upgrade(empty_database)
    schema.downgrade(empty_database, "base")
    with empty_database.writer.connect() as connection:
        left = shape(connection, empty_database)
    assert {name for name in left if "alembic" not in name} == set()


# What tables of the first revision were given later.
LATER_COLUMNS = {
    "claim": {"judges_private_person"},
    "publication": {"hidden_names", "withheld_at"},
    "outbox": {"state", "claimed_at"},
    "verdict": {"media", "what_is_right", "not_known", "why_it_matters"},
}


# Tables that the first revision did not have.
LATER_TABLES = {
    "anchor_move",
    "blob",
    "claim_topic",
    "clearance",
    "conversation",
    "day_manifest",
    "derived_item",
    "gate_waiver",
    "likeness_decision",
    "likeness_vector",
    "manifest_entry",
    "occurrence",
    "origin_decision",
    "original_restriction",
    "outside_copy",
    "page_request",
    "period",
    "policy_page",
    "policy_version",
    "prior_review",
    "protected_source",
    "public_head",
    "public_index",
    "public_log",
    "quote_anchor",
    "readers_mark",
    "readers_page",
    "rendering",
    "sealed_file",
    "sentence_look",
    "share_picture",
    "similar_look",
    "similar_verdict",
    "site_turn",
    "snapshot",
    "source_check",
    "source_grant",
    "stamp",
    "suggestion_decision",
    "text_likeness",
    "text_signature",
    "tip",
    "topic",
    "topic_slug",
    "translation",
    "translation_review",
    "translation_version",
    "withholding",
}


def test_down_to_the_tables_and_up_again_keeps_every_row(database: Database) -> None:
    newsroom = open_newsroom(database)
    factories.claim(newsroom, State.PUBLISHED)
    before = contents(database)
    assert len(before["history"]) > 10
    schema.downgrade(database, "0001")
    kept = contents(database)
    later = LATER_COLUMNS
    assert set(before) - set(kept) == LATER_TABLES
    assert {name for name in kept if kept[name] != before[name]} == set(later)
    for name, columns in later.items():
        assert set(kept[name][0]._fields) == set(before[name][0]._fields) - columns
    schema.upgrade(database)
    assert lasting(contents(database)) == lasting(before)
    with newsroom.read() as session:
        words = database.dialect.matching(["harbour"])
        assert session.scalars(words).all() == [1]


def test_claims_learn_from_the_ratings_there_are_where_one_judges_a_private_person(
    database: Database,
) -> None:
    newsroom = open_newsroom(database)
    with newsroom.work(newsroom.ada) as work:
        named = next(one for one in scales.scales(work.session) if one.code == "politifact")
        scales.put_in_use(work, named.id)
    private = replace(factories.CLAIM, is_claimant_public=False)
    for given, rating in ((private, "pants_on_fire"), (private, "false"), (None, "pants_on_fire")):
        claim_id = claim(newsroom, State.CHECKING, given=given or factories.CLAIM)
        factories.write(newsroom, claim_id, newsroom.carla, rating)
    before = contents(database)
    assert [row.judges_private_person for row in before["claim"]] == [True, False, False]
    schema.downgrade(database, "0004")
    schema.upgrade(database)
    assert lasting(contents(database)) == lasting(before)


def test_a_program_refuses_a_database_of_another_revision(empty_database: Database) -> None:
    with pytest.raises(schema.WrongSchema, match=r"at revision none .* factcheck db upgrade"):
        schema.require_head(empty_database)
    schema.upgrade(empty_database, REVISIONS[-2])
    with pytest.raises(schema.WrongSchema, match=f"at revision {REVISIONS[-2]}"):
        schema.require_head(empty_database)
    schema.upgrade(empty_database)
    schema.require_head(empty_database)


def test_revisions_stand_in_one_line_and_each_says_what_it_does() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    for path in Path(migrations_folder() / "versions").glob("*.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path.name


def test_publications_learn_whom_they_hide_from_what_was_published(database: Database) -> None:
    newsroom = open_newsroom(database)
    hiding = replace(
        factories.CLAIM, names_private_person=True, hidden_names=(("Jo Low", "a clerk"),)
    )
    for _ in range(2):
        claim_id = factories.claim(
            newsroom, State.APPROVED, given=hiding, article_id=1 if newsroom.count(Article) else 0
        )
        factories.clear(newsroom, claim_id)
        factories.publish(newsroom, claim_id, newsroom.edith)
    factories.claim(newsroom, State.PUBLISHED, article_id=1)
    road.begin_change(newsroom, 2, ChangeKind.CORRECTION, newsroom.edith)
    names = (*hiding.hidden_names, ("Mia Ek", "a thief"))
    road.edit_claim(newsroom, 2, newsroom.carla, hidden_names=names)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 2, "It should not have been published.")
    before = contents(database)
    assert [row.hidden_names for row in before["publication"]] == [
        '[["Jo Low", "a clerk"]]',
        '[["Jo Low", "a clerk"], ["Mia Ek", "a private person"]]',
        "[]",
    ]
    schema.downgrade(database, "0007")
    schema.upgrade(database)
    assert lasting(contents(database)) == lasting(before)


def test_readers_find_what_was_published_before_there_was_a_search(database: Database) -> None:
    newsroom = open_newsroom(database)
    article_id = factories.article(newsroom)
    for _ in range(2):
        factories.claim(newsroom, State.PUBLISHED, article_id=article_id)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 2, "It should not have been published.")
    before = contents(database)
    row = before["public_index"][0]
    assert (row.publication_id, row.claimant, row.outlet) == (1, "the mayor", "The North")
    assert [one.updated_at for one in before["public_index"]] == [
        one.updated_at for one in before["publication"]
    ]
    schema.downgrade(database, "0028")
    assert "public_index" not in contents(database)
    schema.upgrade(database)
    assert contents(database)["public_index"] == before["public_index"]
    with newsroom.read() as session:
        for words, numbers in (
            ({"": ["harb", "mayor"]}, {1, 2}),
            ({"claimant": ["mayor"], "outlet": ["north"]}, {1, 2}),
            ({"claimant": ["north"]}, set()),
        ):
            assert set(session.scalars(database.dialect.published_hits(words))) == numbers


def test_jobs_learn_how_they_ended_from_what_was_written_of_them(database: Database) -> None:
    newsroom = open_newsroom(database)
    with newsroom.work() as work:
        for number in range(4):
            history.tell(work, "mail", number=number)
    ends = [
        "sent",
        "given up after try 5: the mail server could not be used (TimeoutError)",
        "failed after try 1: later",
    ]
    with newsroom.work() as work:
        for number, outcome in enumerate(ends, 1):
            done_at = work.now if number < 3 else None
            ended = update(Outbox).where(Outbox.id == number)
            work.session.execute(ended.values(outcome=outcome, done_at=done_at, tries=1))
    schema.downgrade(database, "0016")
    schema.upgrade(database)
    rows = contents(database)["outbox"]
    assert [row.state for row in rows] == [
        JobState.DONE, JobState.FAILED, JobState.WAITING, JobState.WAITING,
    ]  # fmt: skip
    assert [row.outcome for row in rows] == [*ends, ""]


def test_no_older_version_is_gone_back_to_while_there_is_a_protected_source(
    database: Database,
) -> None:
    newsroom = open_newsroom(database)
    secrets.log(newsroom, factories.claim(newsroom, State.CHECKING))
    schema.downgrade(database, "0023")
    before = contents(database)
    with pytest.raises(RuntimeError, match="an older version of the program cannot keep them"):
        schema.downgrade(database, "0022")
    assert contents(database) == before
    assert schema.current(database) == "0023"
