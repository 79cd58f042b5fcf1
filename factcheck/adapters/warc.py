"""Kept pages and files as WARC 1.1, which other archives' tools read: the very bytes that went over the line.

`warcio` writes the records; digests are ours, as `sha256:` and 64 hex digits, since its own are SHA-1 (E3).  A record
is handed to it as one block of bytes, because it would write the headers of a page anew.  The same capture always makes
the same file: the names of records come from what is in them.
"""

import hashlib
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from factcheck.adapters.fetching import Fetched, Hop

TOOL = "factcheck 0.1.0"  # what wrote the records, by name and version (E2)
STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
FIELDS = "application/warc-fields"
_NAMES = uuid.UUID("6d1a3b0e-4f0a-5c0f-9d5c-2f5a3d1f7c11")  # ours alone; any other would do


def upload_address(digest: str) -> str:
    """The name a file from a person's disk goes by in archives, where every record needs an address."""
    return f"urn:snapshot:{digest}"


@dataclass(frozen=True)
class _Record:
    kind: str
    at: datetime
    address: str
    content_type: str
    block: bytes
    payload: bytes | None = None  # None where the standard knows no payload beside the block
    more: Sequence[tuple[str, str]] = ()

    @property
    def id(self) -> str:
        """The name of this record in its file."""
        own = "\n".join((self.kind, self.at.isoformat(), self.address, _digest(self.block)))
        return f"<urn:uuid:{uuid.uuid5(_NAMES, own)}>"


def write_warc(page: Fetched, *, note: str = "") -> bytes:
    """The whole exchange that led to a page: each request and each answer, redirects included.

    The payload digest of a page that came in chunks covers the marks of the chunks, as `warcio check` reads it; the
    digest of the page itself stands in the metadata record beside it.
    """
    first = page.hops[0].at if page.hops else page.at
    records = [_about(first, note)]
    for hop in page.hops:
        records += _exchange(hop, hop.head, b"")
    answer = Hop(page.at, page.reached, page.status, "", page.request, page.head, page.number)
    records += _exchange(answer, page.head, page.sent)
    facts = {
        "asked": page.asked,
        "body-digest": _digest(page.body),
        "body-length": str(len(page.body)),
    }
    records.append(_facts(page.at, page.reached, facts, records[-1]))
    return _written(records)


def write_upload_warc(
    data: bytes, content_type: str, *, file_name: str, at: datetime, note: str = ""
) -> bytes:
    """A file somebody brought in, as a `resource` record; `content_type` is what its content says."""
    address = upload_address(_digest(data))
    resource = _Record("resource", at, address, content_type, data, data)
    facts = _facts(at, address, {"file-name": file_name}, resource)
    return _written([_about(at, note), resource, facts])


def _about(at: datetime, note: str) -> _Record:
    fields = {
        "software": TOOL,
        "format": "WARC File Format 1.1",
        "conformsTo": STANDARD,
        "description": note,
    }
    return _Record("warcinfo", at, "", FIELDS, _fields(fields))


def _exchange(hop: Hop, head: bytes, body: bytes) -> list[_Record]:
    """What was asked and what was answered; of an answer that sends us on the body is left unread."""
    block = head + body
    more = [("WARC-IP-Address", hop.number.partition("%")[0])] if hop.number else []
    payload = _payload(block)
    is_cut = not body and hop.location and _announces_a_body(head)
    cut = [("WARC-Truncated", "unspecified")] if is_cut else []
    response = _Record(
        "response",
        hop.at,
        hop.address,
        "application/http; msgtype=response",
        block,
        payload,
        (*more, *cut),
    )
    request = _Record(
        "request",
        hop.at,
        hop.address,
        "application/http; msgtype=request",
        hop.request,
        _payload(hop.request),
        (*more, ("WARC-Concurrent-To", response.id)),
    )
    return [request, response]


def _payload(block: bytes) -> bytes:
    """What follows the headers, as the reader of the archive finds it, whatever a server may call a header."""
    stream = io.BytesIO(block)
    StatusAndHeadersParser([], verify=False).parse(stream)
    return stream.read()


def _announces_a_body(head: bytes) -> bool:
    headers = StatusAndHeadersParser([], verify=False).parse(io.BytesIO(head))
    length = headers.get_header("Content-Length")
    return length != "0" if length else headers.get_header("Transfer-Encoding") is not None


def _facts(at: datetime, address: str, facts: dict[str, str], of: _Record) -> _Record:
    return _Record(
        "metadata", at, address, FIELDS, _fields(facts), None, [("WARC-Concurrent-To", of.id)]
    )


def _fields(fields: dict[str, str]) -> bytes:
    """Lines of name and value; what could end a line becomes a space."""
    lines = [f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items() if value]
    return "".join(lines).encode("utf-8", "replace")


def _written(records: Sequence[_Record]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for record in records:
        writer.write_record(_for_warcio(record))
    return out.getvalue()


def _for_warcio(record: _Record) -> ArcWarcRecord:
    digest = _digest(record.block)
    headers = [
        ("WARC-Type", record.kind),
        ("WARC-Record-ID", record.id),
        ("WARC-Date", record.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("WARC-Target-URI", record.address),
        *record.more,
        ("WARC-Block-Digest", digest),
        ("WARC-Payload-Digest", digest if record.payload is None else _digest(record.payload)),
        ("Content-Type", record.content_type),
    ]
    if record.kind == "warcinfo":
        headers = [
            pair for pair in headers if pair[0] not in {"WARC-Target-URI", "WARC-Payload-Digest"}
        ]
    made = ArcWarcRecord(
        "warc",
        record.kind,
        StatusAndHeaders("", headers, protocol="WARC/1.1"),
        io.BytesIO(record.block),
        None,
        record.content_type,
        len(record.block),
    )
    made.payload_length = made.length
    return made


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
