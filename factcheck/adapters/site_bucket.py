"""A bucket that speaks S3 and holds a site as objects, brought from one state to the next.

A bucket switches nothing at once.  What changed is gathered on this machine first and sent in the order in which it
was asked for: what pages lead to, pages, lists, then the manifest; only then is deleted what is gone.  So a link
never leads to what is not there yet, and each page by itself is the old one or the new one.  Before anything is sent
the bucket is told what is about to be, in `_export/pending.json`: after a killed export the next one trusts none of
those objects, sends them again and deletes what should not be there.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from factcheck.adapters.blobs import bucket_of
from factcheck.adapters.site_folder import BadTarget

OWN = "_export"
MANIFEST, PENDING = f"{OWN}/manifest.json", f"{OWN}/pending.json"
AT_ONCE = 16  # requests under way
BATCH = 500  # objects sent before the next ones are begun, so that the order holds


class SiteBucket:
    """A place for the files of a site below a prefix of a bucket."""

    def __init__(self, store: ObjectStore, key_of: Callable[[str], str]):
        self._store, self._key_of = store, key_of
        self._known: dict[str, str] = {}
        self._doubted: set[str] = set()
        self._changed: dict[str, None] = {}  # in the order in which they are sent
        self._folder: TemporaryDirectory[str] | None = None

    def read(self, name: str) -> bytes | None:
        """An object as it is now; None where there is none.  Raises `BadTarget` when the bucket does not answer."""
        with suppress(FileNotFoundError), _answering(may_miss=True):
            return obstore.get(self._store, self._key_of(name)).bytes().to_bytes()
        return None

    def begin(self) -> None:
        """See what the last export left, and what a killed one may have.  Raises `BadTarget`."""
        with _answering():
            for _ in obstore.list(self._store, prefix=OWN):
                break  # or what is missing would be the bucket
        self._known = dict(_names(self.read(MANIFEST), "files"))
        pending = self.read(PENDING)
        self._doubted = set(_names(pending, "put")) | set(_names(pending, "delete"))
        self._folder = TemporaryDirectory(prefix="factcheck-site-")

    @property
    def is_unfinished(self) -> bool:
        """Whether a killed export may have left something that no manifest tells of."""
        return bool(self._doubted)

    def put(self, name: str, body: bytes) -> bool:
        """Gather an object to be sent, unless the bucket has these bytes already; whether it has not."""
        assert self._folder is not None  # noqa: S101  begun before
        self._changed.pop(name, None)
        is_there = self._known.get(name) == hashlib.sha256(body).hexdigest()
        if is_there and name not in self._doubted:
            return False
        (Path(self._folder.name) / _file_of(name)).write_bytes(body)
        self._changed[name] = None
        return True

    def finish(self, names: Iterable[str], headers: Mapping[str, Mapping[str, str]]) -> None:
        """Send what changed, the manifest last; then delete what is gone."""
        wanted = set(names)
        stale = {self._key_of(name) for name in (*self._known, *self._doubted)}
        stale -= {self._key_of(name) for name in wanted}
        sent = [name for name in self._changed if name in wanted and name != MANIFEST]
        pending = {"put": sorted(sent), "delete": sorted(stale)}
        self._send(PENDING, json.dumps(pending).encode(), {})
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for batch in _batches(sent):
                _all(
                    pool,
                    lambda name: self._send(name, self._gathered(name), headers.get(name, {})),
                    batch,
                )
            self._send(MANIFEST, self._gathered(MANIFEST), headers.get(MANIFEST, {}))
            for batch in _batches(sorted(stale)):
                _all(pool, self._delete, batch)
        self._delete(PENDING)

    def end(self) -> None:
        """Throw away what was gathered."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _gathered(self, name: str) -> bytes:
        assert self._folder is not None  # noqa: S101  begun before
        return (Path(self._folder.name) / _file_of(name)).read_bytes()

    def _send(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:
        said = {one: headers[one] for one in ("Content-Type", "Cache-Control") if one in headers}
        with _answering():
            obstore.put(self._store, self._key_of(name), body, attributes=said, use_multipart=False)

    def _delete(self, key: str) -> None:
        with suppress(FileNotFoundError), _answering(may_miss=True):
            obstore.delete(self._store, key)


def open_site_bucket(url: str, key_of: Callable[[str], str]) -> SiteBucket:
    """The bucket of an address, `s3://bucket/prefix`, as for kept copies.  Raises `BadBlobStore` for what is none."""
    return SiteBucket(bucket_of(url), key_of)


def _file_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _names(data: bytes | None, field: str) -> Mapping[str, str]:
    """What is told of names in a file of ours; nothing where it is none."""
    with suppress(ValueError, AttributeError):
        told = json.loads(data or b"{}").get(field) or {}
        return (
            {str(name): str(told[name]) for name in told}
            if isinstance(told, dict)
            else dict.fromkeys(map(str, told), "")
        )
    return {}


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), BATCH):
        yield names[start : start + BATCH]


def _all(pool: ThreadPoolExecutor, do: Callable[[str], None], names: list[str]) -> None:
    """Do it for every name, several at once; the first that fails is raised."""
    for _ in pool.map(do, names):
        pass


@contextmanager
def _answering(*, may_miss: bool = False) -> Iterator[None]:
    """One sentence for a bucket that does not answer as it should; that an object is not there may be an answer."""
    try:
        yield
    except (BaseError, OSError) as error:
        if may_miss and isinstance(error, FileNotFoundError):
            raise
        said = str(error).strip().partition("\n")[0][:200]
        raise BadTarget(f"The bucket does not answer: {said}") from error
