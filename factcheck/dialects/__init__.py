"""Where SQLite and PostgreSQL differ: engines, locks, full text.  One module a dialect, same names in both.

Schema differences (triggers, the full-text table) live in the migrations, which must not change with this code.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Select

from factcheck.config import Settings
from factcheck.dialects import postgresql, sqlite


class Dialect(Protocol):
    """What each dialect module offers."""

    name: str
    has_one_writer: bool  # whether writers of this process must queue behind one lock

    def __hash__(self) -> int: ...  # a key for statements that are kept
    def make_writer(self, settings: Settings) -> Engine: ...
    def make_reader(self, settings: Settings, writer: Engine) -> Engine: ...
    def history_lock(self) -> ColumnElement[object]: ...
    def matching(self, words: list[str], state: str = "") -> Select[int]: ...
    def pattern(self, words: Iterable[str]) -> str: ...
    def hits(
        self, pattern: ColumnElement[str], state: ColumnElement[str] | None = None
    ) -> Select[int]: ...
    def likeness_pattern(self, word: str, *, is_beginning: bool) -> str: ...
    def likeness_holding(self, pattern: ColumnElement[str]) -> Select[int]: ...
    def likeness_best(self, patterns: Mapping[str, float], limit: int) -> Select[int]: ...
    def is_busy(self, error: BaseException) -> bool: ...
    def notice(self) -> str: ...
    def faults(self, connection: Connection) -> list[str]: ...


def for_url(url: str) -> Dialect:
    """The dialect module for a database address; `ValueError` for any other database."""
    if url.startswith("sqlite:"):
        return sqlite
    if url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:")):
        return postgresql
    raise ValueError("FACTCHECK_DATABASE_URL must begin with sqlite:// or postgresql://.")
