"""Kept bytes, named by their SHA-256: in a folder of this machine, or in a bucket that speaks S3.

A blob is put once and never changed; whoever reads it gets the bytes that were put or an error, never others.  Which
blobs there ought to be, and what they are, stands in the database: nothing here knows it.

`obstore` talks to both kinds of store.  Two things are done here for the folder: writing, since its LocalStore (0.12)
writes to a temporary name but never calls fsync, so that a power cut would take what had been acknowledged; and
reading in pieces, which goes through 8 KiB pieces there and takes twenty times as long as the hashing.
"""

import hashlib
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

PIECE = 4_194_304  # what is held in memory of a blob that is read in pieces
YOUNG = timedelta(
    minutes=30
)  # put again after this time, a blob is written anew so that it counts as young
TOP, UNFINISHED = "sha256", "unfinished"
SCHEME = "sha256:"
HEX_DIGITS = 64

TELL = "Tell an administrator: factcheck evidence verify."
NO_ANSWER = (
    "The store of kept copies does not answer. Try again later; "
    "an administrator finds the reason in the log."
)

Fault = Literal["missing", "cut", "altered"]

log = logging.getLogger(__name__)


class BadBlob(Exception):
    """Kept bytes that are not what was kept; `sentence` says how and is fit to be shown."""

    def __init__(self, digest: str, fault: Fault, sentence: str):
        super().__init__(sentence)
        self.digest, self.sentence = digest, sentence
        self.fault: Fault = fault


class BadBlobStore(Exception):
    """A store that cannot be used, now or ever; `sentence` is fit to be shown.

    `said` is for whoever runs the desk alone: it may hold the driver's words, with paths and addresses.
    """

    def __init__(self, sentence: str, said: str = ""):
        super().__init__(sentence)
        self.sentence, self.said = sentence, said or sentence


class Kept(NamedTuple):
    """One blob of the store: its name, its bytes, when it was put there last."""

    digest: str
    size: int
    at: datetime


class Blobs:
    """A store.  Every method raises `BadBlobStore` when the store itself does not answer."""

    def __init__(self, store: ObjectStore, folder: Path | None = None):
        self._store, self._folder = store, folder

    def put(self, data: bytes) -> str:
        """Keep these bytes and return their digest; once this returns, they outlast a power cut.

        What is there already is read and compared, and replaced where it is not what it should be: the bytes at hand
        are known to be right.
        """
        digest = SCHEME + hashlib.sha256(data).hexdigest()
        with _answering():
            if self._write_new(digest, data):
                return digest
            try:
                is_good = self.check(digest, len(data)) == len(data)
            except BadBlob as bad:
                _alarm(bad)
                is_good = False
            if not is_good or self._kept_at(digest) < datetime.now(UTC) - YOUNG:
                self._write_over(digest, data)
        return digest

    def get(self, digest: str, size: int | None = None) -> bytes:
        """The bytes, hashed on the way.  Raises `BadBlob`; `size`, where known, tells cut from altered ones."""
        return b"".join(self.pieces(digest, size))

    def pieces(self, digest: str, size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces.  Raises `BadBlob` at their end at the latest: use nothing of them before that."""
        try:
            yield from self._hashed(digest, size)
        except BadBlob as bad:
            _alarm(bad)
            raise

    def check(self, digest: str, size: int | None = None) -> int:
        """Hash the kept bytes and tell how many they are, with one piece in memory at a time.

        Raises `BadBlob`, and leaves it to the caller to tell of it.
        """
        return sum(map(len, self._hashed(digest, size)))

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every blob of the store with its bytes, in no order."""
        return ((one.digest, one.size) for one in self.kept())

    def kept(self) -> Iterator[Kept]:
        """Every blob of the store, in no order; nothing is read."""
        with _answering():
            for batch in obstore.list(self._store, prefix=TOP):
                for one in batch:
                    digest = SCHEME + one["path"].rpartition("/")[2]
                    if _is_digest(digest) and one["path"] == _key(digest):
                        yield Kept(digest, one["size"], one["last_modified"])

    def kept_at(self, digest: str) -> datetime | None:
        """When this blob was put last; None where there is none."""
        with suppress(FileNotFoundError), _answering(may_miss=True):
            return self._kept_at(digest)
        return None

    def delete(self, digest: str) -> None:
        """Remove a blob; one that is not there is fine."""
        with suppress(FileNotFoundError), _answering(may_miss=True):
            obstore.delete(self._store, _key(digest))

    def clear_unfinished(self, before: datetime) -> int:
        """Remove what writers that were killed before then left behind; how many files that were."""
        count = 0
        if self._folder is not None:
            for path in (self._folder / UNFINISHED).glob("*"):
                with suppress(FileNotFoundError):
                    if path.stat().st_mtime < before.timestamp():
                        path.unlink()
                        count += 1
        return count

    def require_usable(self) -> None:
        """Raise `BadBlobStore` unless the store answers."""
        for _ in self.kept():
            return

    # ── One blob, in either kind of store ────────────────────────────────────────────────────────

    def _hashed(self, digest: str, size: int | None) -> Iterator[bytes]:
        hashed, count = hashlib.sha256(), 0
        with _answering(may_miss=True):
            try:
                for piece in self._read(_key(digest)):
                    hashed.update(piece)
                    count += len(piece)
                    yield piece
            except FileNotFoundError:
                raise _bad(digest, "missing", "They are gone from the store.") from None
        if size is not None and count < size:
            raise _bad(digest, "cut", f"{count:,} of {size:,} bytes are left.")
        if SCHEME + hashed.hexdigest() != digest:
            raise _bad(digest, "altered", "Their SHA-256 is another one now.")

    def _kept_at(self, digest: str) -> datetime:
        return obstore.head(self._store, _key(digest))["last_modified"]

    def _write_new(self, digest: str, data: bytes) -> bool:
        """False when there is one of this name."""
        if self._folder is not None:
            if (self._folder / _key(digest)).exists():
                return False
            self._write_file(digest, data)
            return True
        try:
            obstore.put(self._store, _key(digest), data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def _write_over(self, digest: str, data: bytes) -> None:
        if self._folder is not None:
            self._write_file(digest, data)
        else:
            obstore.put(self._store, _key(digest), data, use_multipart=False)

    def _write_file(self, digest: str, data: bytes) -> None:
        """Under a temporary name, to the disk, then to its name: nobody ever sees half of it.

        Two writers of one name write the same bytes, so that the later one may take the place of the earlier.
        """
        assert self._folder is not None  # noqa: S101  asked by both callers
        path = self._folder / _key(digest)
        _make_folders(path.parent, self._folder)
        _make_folders(self._folder / UNFINISHED, self._folder)
        unfinished = self._folder / UNFINISHED / secrets.token_hex(16)
        try:
            with unfinished.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        _settle(path.parent)

    def _read(self, key: str) -> Iterator[bytes]:
        if self._folder is not None:
            with (self._folder / key).open("rb", buffering=0) as stream:
                while piece := stream.read(PIECE):
                    yield piece
            return
        size, at = obstore.head(self._store, key)["size"], 0
        while at < size:
            piece = obstore.get_range(self._store, key, start=at, end=min(at + PIECE, size))
            yield piece.to_bytes()
            at += len(piece)


def open_blobs(url: str, home: Path) -> Blobs:
    """The store of an address: empty for the folder `blobs` of the home; file:///folder; s3://bucket/prefix.

    `?endpoint=https://…` and `&region=…` name another service than Amazon's; keys come from the usual AWS_ variables.
    Raises `BadBlobStore` for an address that cannot be one; nothing is asked yet.
    """
    parts = urlsplit(url)
    if not url or (parts.scheme == "file" and not parts.netloc and parts.path.strip("/")):
        return _folder_of(Path(parts.path) if url else home / "blobs")
    return Blobs(bucket_of(url))


def bucket_of(url: str) -> ObjectStore:
    """The objects of a bucket's address.  Raises `BadBlobStore` as `open_blobs`; nothing is asked yet."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint = asked.get("endpoint", "")
    is_known = asked.keys() <= {"endpoint", "region"} and all(asked.values())
    is_endpoint = not endpoint or urlsplit(endpoint).scheme in {"http", "https"}
    is_plain = parts.scheme == "s3" and parts.netloc and "@" not in parts.netloc
    if not (is_plain and is_known and is_endpoint and not parts.fragment):
        raise BadBlobStore(
            "The address of a store looks like s3://bucket/prefix, s3://bucket?endpoint=https://storage.example "
            "or file:///folder."
        )
    config = {"aws_endpoint": endpoint, "aws_region": asked.get("region", "")}
    with _answering():
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config={name: value for name, value in config.items() if value},  # type: ignore[arg-type]  # the names are chosen above
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": "5s",
                "timeout": "60s",
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=30)},
        )


def _folder_of(folder: Path) -> Blobs:
    """What is kept may be secret, so nobody but the program's own account may look into the folder."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadBlobStore(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return Blobs(LocalStore(folder), folder)


def _key(digest: str) -> str:
    """Where a blob lies.  Raises `ValueError` for anything that is no digest, so that no name leads elsewhere."""
    if not _is_digest(digest):
        raise ValueError(f"no digest: {digest[:80]!r}")
    name = digest.removeprefix(SCHEME)
    return f"{TOP}/{name[:2]}/{name}"


def _is_digest(text: str) -> bool:
    name = text.removeprefix(SCHEME)
    return (
        text.startswith(SCHEME)
        and len(name) == HEX_DIGITS
        and not set(name) - set("0123456789abcdef")
    )


def _bad(digest: str, fault: Fault, how: str) -> BadBlob:
    return BadBlob(digest, fault, f"The kept bytes {digest[:19]}… are {fault}. {how} {TELL}")


def _alarm(bad: BadBlob) -> None:
    """Say it in the log as well, for whoever runs the desk, with the whole name."""
    log.error("%s: %s", bad.digest, bad.sentence)


@contextmanager
def _answering(*, may_miss: bool = False) -> Iterator[None]:
    """Write what a store says about itself into the log, and raise one sentence that tells nobody where it is.

    That one blob is not there may be an answer as well.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        if may_miss and isinstance(error, FileNotFoundError):
            raise
        said = str(error).strip().partition("\n")[0][:200]
        log.error("The store of kept copies does not answer: %s", said)  # noqa: TRY400  it is raised as well
        raise BadBlobStore(
            NO_ANSWER, f"The store of kept copies does not answer: {said}"
        ) from error


def _make_folders(folder: Path, top: Path) -> None:
    """Make what is missing below `top`, and make sure that it is still there after a power cut."""
    if folder.is_dir():
        return
    if folder != top:
        _make_folders(folder.parent, top)
    folder.mkdir(mode=0o700, exist_ok=True)
    _settle(folder.parent)


def _settle(folder: Path) -> None:
    """Write the names in a folder to the disk; only POSIX systems can, the others do it by themselves."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
