"""Whether anything was written to a SQLite database, seen where SQLite itself keeps it: in the index of its journal.

Every commit of whatever program changes the first bytes of the `-shm` file (a counter, the journal's end, checksums:
"WAL-index format" in SQLite's documentation) before it is acknowledged.  While they stay the same, so does what
`PRAGMA data_version` says; but to look at them takes no statement, and Python's lock is not given away for it, which
among eight threads costs more than all else that is done to answer from memory.
"""

import mmap
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

HEADER_BYTES = 48  # the first of the two copies that stand there
FORMAT = 3_007_000  # what the header of the one known format begins with, in the machine's own byte order
SUFFIX = "-shm"

# By device and inode.  Never closed: a program that closes any handle of a file loses, on POSIX, all locks it holds on
# that file, and so would SQLite ("How To Corrupt An SQLite Database File", 2.2).
_open: dict[tuple[int, int], mmap.mmap] = {}
_handles: list[int] = []
_opening = threading.Lock()


def look(database: Path) -> Callable[[], bytes] | None:
    """What says the header as it is now; None where there is none to be had, and the database must be asked.

    Whoever calls holds a connection that has read from the database, and keeps it for as long as the header is looked
    at: while anybody is connected, SQLite neither removes the file nor makes another.  One handle of the file stays
    open until the process ends, so this is for programs that serve.
    """
    try:
        index = _mapped(Path(f"{database}{SUFFIX}"))
    except (OSError, ValueError):  # no such file, or too short to hold anything
        return None
    if int.from_bytes(index[:4], sys.byteorder) != FORMAT:
        return None
    return lambda: index[:HEADER_BYTES]


def _mapped(path: Path) -> mmap.mmap:
    with _opening:
        found = path.stat()
        known = _open.get((found.st_dev, found.st_ino))
        if known is not None:
            return known
        handle = os.open(path, os.O_RDONLY)
        _handles.append(handle)
        opened = os.fstat(handle)
        index = mmap.mmap(handle, HEADER_BYTES, access=mmap.ACCESS_READ)
        _open[opened.st_dev, opened.st_ino] = index
        return index
