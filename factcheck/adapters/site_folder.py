"""A folder that holds a site as files and is switched from one state to the next at once.

    DIR/current              a link to the state that is served; the root of a web server
    DIR/generations/NAME/    that state; files that did not change are the same ones on the disk as in the state before

A new state is written beside the one that is served, and reaches the disk before the link is exchanged for another,
in one step.  Whoever is killed at any moment leaves either the old state or the new one; what was left unfinished is
removed by the next export.  Needs a system with links (POSIX).
"""

import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows, which lets nobody exchange a link that is in use either
    fcntl = None  # type: ignore[assignment]

CURRENT, GENERATIONS, LOCK = "current", "generations", "lock"


class BadTarget(Exception):
    """A place that cannot be exported to; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class SiteFolder:
    """A place for the files of a site: one export after another, one at a time."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._current = folder / CURRENT
        self._new: Path | None = None
        self._lock: int | None = None

    def read(self, name: str) -> bytes | None:
        """A file as it is served; None where there is none, or no export yet."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return (self._current / name).read_bytes()
        return None

    def begin(self) -> None:
        """Take the place for one export, and clear away what a killed one left.  Raises `BadTarget`, `OSError`."""
        if fcntl is None:
            raise BadTarget(
                "A folder is exported to on systems with POSIX links alone; use a bucket here."
            )
        self._require_ours()
        generations = self.folder / GENERATIONS
        generations.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.end()
            raise BadTarget(f"Another export to {self.folder} is under way.") from None
        self._clear(keep=self._served())
        self._new = generations / secrets.token_hex(8)
        self._new.mkdir()

    def _require_ours(self) -> None:
        """Nothing that somebody else put there is ever touched."""
        if (
            self.folder.is_dir()
            and not (self.folder / GENERATIONS).is_dir()
            and any(self.folder.iterdir())
        ):
            raise BadTarget(
                f"{self.folder} holds other files; name an empty folder, or one that was exported to."
            )

    @property
    def is_unfinished(self) -> bool:
        """Nothing that a killed export left is ever served."""
        return False

    def put(self, name: str, body: bytes) -> bool:
        """Lay a file into the new state; whether it differs from the one that is served, byte by byte."""
        assert self._new is not None  # noqa: S101  begun before
        path = self._new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(
            missing_ok=True
        )  # another look at the same address: never into a file that is shared
        if self.read(name) == body:
            try:
                os.link(self._current / name, path)
            except OSError:  # a disk without hard links, or a file that has too many
                path.write_bytes(body)
            return False
        path.write_bytes(body)
        return True

    def finish(self, names: Iterable[str], headers: Mapping[str, Mapping[str, str]]) -> None:  # noqa: ARG002  buckets need them
        """Make the new state the one that is served: at once, or not at all."""
        assert self._new is not None  # noqa: S101  begun before
        wanted = set(names)
        for path in [one for one in self._new.rglob("*") if one.is_file()]:
            if path.relative_to(self._new).as_posix() not in wanted:
                path.unlink()
        os.sync()  # all of it is on the disk before anything leads there
        link = self.folder / f"{CURRENT}.{self._new.name}"
        link.symlink_to(Path(GENERATIONS) / self._new.name)
        link.replace(self._current)
        os.sync()
        served, self._new = self._new, None
        self._clear(keep=served.name)

    def end(self) -> None:
        """Give the place back; a state that was not finished is thrown away."""
        if self._new is not None:
            shutil.rmtree(self._new, ignore_errors=True)
            self._new = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _served(self) -> str:
        with suppress(OSError):
            return self._current.readlink().name
        return ""

    def _clear(self, keep: str) -> None:
        for path in (self.folder / GENERATIONS).iterdir():
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)
        for link in self.folder.glob(f"{CURRENT}.*"):
            link.unlink(missing_ok=True)
