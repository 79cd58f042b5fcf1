"""All that is kept of one claim's evidence, written as one WACZ that other archives' tools open."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
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
from factcheck.services.stamps import Day


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
    archives = (archive for one in of.copies for archive in _archives(blobs, one))
    title = f"Evidence of claim {of.claim_id}"
    dates = (one for day in of.days for one in _dates(blobs, day))
    write_wacz(out, archives, beside=dates, title=title, about=of.statement, at=at, tool=TOOL)
    out.flush()
    out.seek(0)
    return Exported(len(of.copies), f"sha256:{hashlib.file_digest(out, 'sha256').hexdigest()}")


def packer_of(settings: Settings) -> Callable[[KeptOf, BufferedRandom, datetime], Exported]:
    """What writes a claim's evidence for the web; it raises `NotIntact` where bytes are not those that were kept."""

    def pack(of: KeptOf, out: BufferedRandom, at: datetime) -> Exported:
        try:
            return write_evidence(blobs_of(settings), of, out, at)
        except (BadBlob, BadBlobStore) as bad:
            raise NotIntact(bad.sentence, is_away=isinstance(bad, BadBlobStore)) from bad

    return pack


def _archives(blobs: Blobs, one: Copy) -> Iterator[Archive]:
    """A copy, and what a browser made of it, each as an archive of its own."""
    yield _archive(blobs, one)
    for made in one.rendered:
        name = f"evidence-{one.evidence}-copy-{one.snapshot}-{made.what.lower()}"
        title = f"Evidence {one.evidence}, copy {one.snapshot} as a browser shows it ({made.what})"
        data = blobs.get(*made.bytes)
        note = f"{made.address} as a browser shows it"
        pieces = [write_upload_warc(data, made.content_type, file_name=name, at=made.at, note=note)]
        yield Archive(f"{name}.warc.gz", pieces, upload_address(made.bytes.digest), made.at, title)


def _dates(blobs: Blobs, day: Day) -> list[tuple[str, bytes]]:
    """A day's manifest with the tokens over it; nothing where none was had, or where one cannot be read.

    A lost date keeps nobody from the copies themselves, and `factcheck evidence verify` names it.
    """
    name, files = f"dates/{day.manifest.day}", {"manifest.txt": day.blob}
    for one in day.stamps:
        if one.reply is not None and one.chain is not None:
            files |= {f"{one.stamp.id}.tsr": one.reply, f"{one.stamp.id}.pem": one.chain}
    try:
        found = [
            (f"{name}-{end}", blobs.get(blob.digest, blob.size)) for end, blob in files.items()
        ]
    except BadBlob:
        return []
    return found if len(found) > 1 else []


def _archive(blobs: Blobs, one: Copy) -> Archive:
    """The WARC as it was kept; one is made of a file that somebody brought and that has none."""
    made = f"-derived-{one.derived}" if one.derived else ""
    name = f"evidence-{one.evidence}-copy-{one.snapshot}{made}.warc.gz"
    which = f"derived version {one.derived} of copy" if one.derived else "copy"
    title = f"Evidence {one.evidence}, {which} {one.snapshot}: {one.title}"
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
