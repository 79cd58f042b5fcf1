"""How Alembic reaches the database: through the connection it is handed, never by an address of its own."""

from alembic import context

from factcheck import models
from factcheck.db import Base

# A full-text index is no table of ours to compare: SQLite makes several shadow tables of it, PostgreSQL one table.
SEARCH = ("claim_search", "likeness_search", "public_search")


def is_ours(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:  # noqa: ARG001  Alembic's signature
    return not (kind == "table" and (name or "").startswith(SEARCH))


def run() -> None:
    assert models.__all__, "importing the models makes them known to Base.metadata"  # noqa: S101  a guard of ours
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        include_object=is_ours,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
