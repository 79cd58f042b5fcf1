"""All that is kept of one claim's evidence, written as one WACZ that other archives' tools open."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BufferedRandom

from factcheck.adapters.blobs import BadBlob, BadBlobStore, Blobs
from factcheck.adapters.wacz import Archive, write_wacz
from factcheck.adapters.warc import TOOL, upload_address, write_upload_warc
from factcheck.config import Settings
from factcheck.domain.snapshots import NotIntact
from factcheck.keeping import blobs_of
from factcheck.services.kept import Copy, KeptOf


class NothingKept(LookupError):
    """No copy of the claim's evidence is kept."""

    def __init__(self, claim_id: int):
        super().__init__(claim_id)
        self.sentence = f"No copy of the evidence of claim {claim_id} is kept."


@dataclass(frozen=True)
class Exported:
    """How many copies were written, and the digest of the file."""

    copies: int
    digest: str


def write_evidence(blobs: Blobs, of: KeptOf, out: BufferedRandom, at: datetime) -> Exported:
    """Write every kept copy of a claim's evidence into a file that was just opened for writing and reading.

    Every byte is hashed on its way.  Raises `NothingKept`, `BadBlob`; the file is of no use then.
    """
    if not of.copies:
        raise NothingKept(of.claim_id)
    archives = (_archive(blobs, one) for one in of.copies)
    title = f"Evidence of claim {of.claim_id}"
    count = write_wacz(out, archives, title=title, about=of.statement, at=at, tool=TOOL)
    out.flush()
    out.seek(0)
    return Exported(count, f"sha256:{hashlib.file_digest(out, 'sha256').hexdigest()}")


def packer_of(settings: Settings) -> Callable[[KeptOf, BufferedRandom, datetime], Exported]:
    """What writes a claim's evidence for the web; it raises `NotIntact` where bytes are not those that were kept."""

    def pack(of: KeptOf, out: BufferedRandom, at: datetime) -> Exported:
        try:
            return write_evidence(blobs_of(settings), of, out, at)
        except (BadBlob, BadBlobStore) as bad:
            raise NotIntact(bad.sentence) from bad

    return pack


def _archive(blobs: Blobs, one: Copy) -> Archive:
    """The WARC as it was kept; one is made of a file that somebody brought and that has none."""
    name = f"evidence-{one.evidence}-copy-{one.snapshot}.warc.gz"
    title = f"Evidence {one.evidence}, copy {one.snapshot}: {one.title}"
    address = upload_address(one.original.digest) if one.is_upload else one.address
    if one.archive is not None:
        for _ in blobs.pieces(*one.archive):
            pass  # hashed to the end before anything reads them
        pieces: Iterable[bytes] = blobs.pieces(*one.archive)
    else:
        data = blobs.get(*one.original)
        pieces = [write_upload_warc(data, one.content_type, file_name=one.file_name, at=one.at)]
        address = upload_address(one.original.digest)
    return Archive(name, pieces, address, one.at, title)
