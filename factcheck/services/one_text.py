"""Long statements that pages ask again and again, each made into one text for good when it is first asked.

Carrying the long one about a claim out costs SQLite less than SQLAlchemy spends on finding its text among those it
remembers, on the sixty constants in it and on columns that nobody looks at.  Here the constants stand in the text, the
rows come as the driver gives them (`raw`), and are turned into what they mean only where somebody wants that (`read`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Integer, bindparam, column, text

# Values are compiled in as this number and those after it, which no statement holds, and are found in the text by them.
STANDS_IN = 7_000_000_000_000
# In a constant: `:name`, which `text` would take for a parameter, and `%`, which the driver would take for one's place.
_NOT_PLAIN = re.compile(r"(?<![:\w\\]):\w|%")

Raw = tuple[Any, ...]
Reader = Callable[[Any], Any]


class _Made(NamedTuple):
    """A statement for one kind of database: its text, and what reads which column."""

    text: Any
    readers: tuple[tuple[int, Reader], ...]


class OneText:
    """A statement whose only values are the whole numbers `names`."""

    def __init__(self, statement: Any, *names: str):
        self._statement = statement
        self._marks = {name: STANDS_IN + place for place, name in enumerate(names)}
        self._made: dict[str, _Made] = {}

    def raw(self, connection: Connection, **values: int) -> list[Raw]:
        """The rows as the driver gives them: equal when they say the same."""
        made = self._for(connection.dialect)
        return [tuple(row) for row in connection.execute(made.text, values).all()]

    def read(self, connection: Connection, rows: Iterable[Raw]) -> list[Sequence[Any]]:
        """The same rows with moments, terms and the like in place of what stands for them in the database."""
        readers = self._for(connection.dialect).readers
        return [_read(row, readers) for row in rows]

    def _for(self, dialect: Dialect) -> _Made:
        made = self._made.get(dialect.name)
        if made is None:  # two threads may both make it: it is the same
            made = self._made[dialect.name] = _Made(self._text(dialect), self._readers(dialect))
        return made

    def _text(self, dialect: Dialect) -> Any:
        """Raises `ValueError` for a constant that cannot stand in a text as it is."""
        whole = self._statement.params(self._marks).compile(
            dialect=dialect, compile_kwargs={"literal_binds": True}
        )
        words = str(whole)
        if _NOT_PLAIN.search(words):
            raise ValueError("A constant of the statement holds what is the place of a value.")
        for name, mark in self._marks.items():
            words = words.replace(str(mark), f":{name}")
        values = (bindparam(name, type_=Integer) for name in self._marks)
        # Columns that are named need not be looked up at each request; what they hold is left as it is.
        names = (f"c{place}" for place, _ in enumerate(self._statement.exported_columns))
        return text(words).bindparams(*values).columns(*map(column, names))

    def _readers(self, dialect: Dialect) -> tuple[tuple[int, Reader], ...]:
        kinds = (one.type.dialect_impl(dialect) for one in self._statement.exported_columns)
        found = ((place, kind.result_processor(dialect, None)) for place, kind in enumerate(kinds))
        return tuple((place, reader) for place, reader in found if reader is not None)


def _read(row: Raw, readers: Iterable[tuple[int, Reader]]) -> Sequence[Any]:
    values = list(row)
    for place, reader in readers:
        if values[place] is not None:
            values[place] = reader(values[place])
    return values
