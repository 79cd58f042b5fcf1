"""Kept WARC files as one WACZ 1.1.1, which replay tools open: archives, their index, the pages in them, hashes of all.

Our own code, not the `wacz` package: that one is a command that reads files from a disk, prints as it goes, keys its
index with an AGPL package and asks for thirty packages more, a table validator among them.  What it writes is a ZIP of
four small files beside the archives.  The package judges ours in the tests.

Archives pass through in pieces and are stored as they are: a large export needs no more memory than a small one.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

VERSION = "1.1.1"
INDEXED = frozenset(("response", "resource"))
_NUMBER = re.compile(r"[0-9.]+|\[.*\]")


@dataclass(frozen=True)
class Archive:
    """One WARC file of gzip members, as `warc` writes them, and the page it is about.

    `name` is its file name in the ZIP, unlike all others; `pieces` are its bytes, taken once.
    """

    name: str
    pieces: Iterable[bytes]
    address: str
    at: datetime
    title: str


@dataclass(frozen=True)
class _Resource:
    path: str
    size: int
    digest: str


def write_wacz(
    out: IO[bytes],
    archives: Iterable[Archive],
    *,
    beside: Iterable[tuple[str, bytes]] = (),
    title: str,
    about: str,
    at: datetime,
    tool: str,
) -> int:
    """Write the archives as one WACZ into a file that is open for writing; how many there were.

    `beside` are small files that go with them, by path; `at` is when it was made.  What raises while pieces are taken
    ends it; the file is of no use then.
    """
    index: list[str] = []
    pages = [_line({"format": "json-pages-1.0", "id": "pages", "title": title})]
    resources: list[_Resource] = []
    with zipfile.ZipFile(out, "w") as package:
        for archive in archives:
            path = f"archive/{archive.name}"
            with package.open(
                _entry(path, at, zipfile.ZIP_STORED), "w", force_zip64=True
            ) as stream:
                copied = _Copied(archive.pieces, stream)
                index += _indexed(copied, archive.name)
                copied.read_rest()
            resources.append(_Resource(path, copied.size, copied.digest))
            page = {"url": archive.address, "ts": _stamp(archive.at), "title": archive.title}
            pages.append(_line({"id": archive.name, **page}))
        count = len(resources)
        lists = {
            "indexes/index.cdx": "".join(sorted(set(index))).encode(),
            "pages/pages.jsonl": "".join(pages).encode(),
        }
        for path, data in (*lists.items(), *beside):
            resources.append(_write(package, path, data, at))
        described = _describe(resources, title=title, about=about, at=at, tool=tool)
        package_digest = _write(package, "datapackage.json", described, at).digest
        seal = {"path": "datapackage.json", "hash": package_digest}
        _write(package, "datapackage-digest.json", json.dumps(seal, indent=2).encode(), at)
    return count


class _Copied(io.RawIOBase):
    """The pieces of an archive as a file; what is read of it is written and hashed on the way."""

    def __init__(self, pieces: Iterable[bytes], to: IO[bytes]):
        self._pieces, self._to = iter(pieces), to
        self._hashed, self._piece, self._at = hashlib.sha256(), b"", 0
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        if self._at == len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
        taken = self._piece[self._at :] if size < 0 else self._piece[self._at : self._at + size]
        self._at += len(taken)
        self._to.write(taken)
        self._hashed.update(taken)
        self.size += len(taken)
        return taken

    def read_rest(self) -> None:
        while self.read():
            pass

    @property
    def digest(self) -> str:
        return f"sha256:{self._hashed.hexdigest()}"


def _indexed(archive: _Copied, name: str) -> Iterator[str]:
    """A line of CDXJ for each record that holds something to be looked at."""
    records = ArchiveIterator(archive)
    for record in records:
        if record.rec_type in INDEXED:
            key, at, fields = _about(record)
            fields["offset"] = str(records.get_record_offset())
            fields["length"] = str(records.get_record_length())  # reads to the record's end
            fields["filename"] = name
            yield f"{key} {at} {_line(fields)}"


def _about(record: ArcWarcRecord) -> tuple[str, str, dict[str, str]]:
    """By what a record is found, when it was made (14 digits), and what is said of it."""
    headers = record.rec_headers
    address, kind = headers.get_header("WARC-Target-URI"), headers.get_header("Content-Type")
    fields = {"url": address, "digest": headers.get_header("WARC-Payload-Digest")}
    if record.http_headers is not None:
        kind = record.http_headers.get_header("Content-Type", "")
        fields["status"] = record.http_headers.get_statuscode()
    fields["mime"] = re.split(r"[;\s]", kind or "", maxsplit=1)[0]
    at = re.sub(r"\D", "", headers.get_header("WARC-Date"))[:14]
    return sort_key(address), at, fields


def sort_key(address: str) -> str:
    """What index lines are sorted and looked up by: the name of the site turned round, then the rest, in lower case."""
    parts = urlsplit(address.lower())
    if not parts.netloc:
        return re.sub(r"\s", "%20", address)
    host = (parts.hostname or "").removeprefix("www.")
    turned = host if _NUMBER.fullmatch(host) else ",".join(reversed(host.split(".")))
    asked = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return re.sub(r"\s", "%20", f"{turned}){parts.path.rstrip('/') or '/'}{asked}")


def _describe(
    resources: Sequence[_Resource], *, title: str, about: str, at: datetime, tool: str
) -> bytes:
    described = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": title,
        "description": about,
        "created": _stamp(at),
        "software": tool,
        "resources": [
            {
                "name": one.path.rpartition("/")[2].lower(),
                "path": one.path,
                "hash": one.digest,
                "bytes": one.size,
            }
            for one in resources
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode()


def _write(package: zipfile.ZipFile, path: str, data: bytes, at: datetime) -> _Resource:
    package.writestr(_entry(path, at, zipfile.ZIP_DEFLATED), data)
    return _Resource(path, len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def _entry(path: str, at: datetime, how: int) -> zipfile.ZipInfo:
    moment = at.astimezone(UTC)
    entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    return entry


def _line(fields: dict[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
