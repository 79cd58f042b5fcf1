"""A copy of a SQLite database while it is in use: of one moment, in one file, for its owner alone."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from factcheck.dialects import sqlite


class NotBackedUp(Exception):
    """There is no copy; `sentence` says why.  What stood under its name stands there still."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def back_up(database_url: str, target: Path) -> int:
    """Copy the database to `target` in one step; how many bytes that are.

    Nobody waits for it where the journal is WAL; elsewhere writers wait as long as the file takes to be read.  By the
    program's own SQLite, since another one on the machine may be of a release that does not get on with WAL.
    `target` is there whole or not at all.  Raises `NotBackedUp` where there is nothing to copy, where `target` is there
    already or cannot be written, and for a copy that is not sound.
    """
    source = Path(database_url.removeprefix("sqlite:///")).resolve()
    if not source.exists():
        raise NotBackedUp(f"There is no database at {source}.")
    if target.exists():
        raise NotBackedUp(f"{target} is there already. Nothing was copied.")
    if not target.parent.is_dir():
        raise NotBackedUp(f"There is no folder {target.parent}. Nothing was copied.")
    with _draft_of(target) as draft:
        try:
            _copy(source, draft)
            draft.rename(target)
        except sqlite.driver().Error as error:
            raise NotBackedUp(f"{target} was not written: {error}.") from error
    return target.stat().st_size


@contextmanager
def _draft_of(target: Path) -> Iterator[Path]:
    """A file beside `target` that only its owner reads, gone in the end."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                draft.with_name(draft.name + ending).unlink()


def _copy(source: Path, draft: Path) -> None:
    connect = sqlite.driver().connect
    with (
        closing(connect(f"{source.as_uri()}?mode=rw", uri=True)) as used,
        closing(connect(str(draft))) as copy,
    ):
        used.execute(f"PRAGMA busy_timeout={sqlite.BUSY_MS}")
        used.backup(copy)  # all pages in one step, so that no change comes between
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise NotBackedUp(f"The database is damaged, and so would be its copy: {found}.")
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
