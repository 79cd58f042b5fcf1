"""Where SQLite and PostgreSQL differ: engines, locks, full text.  One module a dialect, same names in both.

Schema differences (triggers, the full-text table) live in the migrations, which must not change with this code.
"""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Select

from factcheck.config import Settings
from factcheck.dialects import postgresql, sqlite


class Dialect(Protocol):
    """What each dialect module offers."""

    name: str
    has_one_writer: bool  # whether writers of this process must queue behind one lock

    make_writer: Callable[[Settings], Engine]
    make_reader: Callable[[Settings, Engine], Engine]
    history_lock: Callable[[], ColumnElement[object]]
    matching: Callable[..., Select[tuple[int]]]
    is_busy: Callable[[BaseException], bool]
    notice: Callable[[], str]
    faults: Callable[[Connection], list[str]]


def for_url(url: str) -> Dialect:
    """The dialect module for a database address; `ValueError` for any other database."""
    if url.startswith("sqlite:"):
        return sqlite
    if url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:")):
        return postgresql
    raise ValueError("FACTCHECK_DATABASE_URL must begin with sqlite:// or postgresql://.")
