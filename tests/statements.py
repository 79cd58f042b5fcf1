"""How many statements something costs the database: budgets are asserted, not hoped for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from factcheck.db import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements both engines run inside the block; transaction control is none of them."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(" ".join(statement.split()))

    # On PostgreSQL both stand on one pool, and the writer sees what the reader does.
    engines = {id(each.pool): each for each in (database.reader, database.writer)}.values()
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
