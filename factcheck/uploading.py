"""A file that a person brings in as a copy of a source: looked into, then kept beside its text and its record.

Bytes are written before the row that names them, so that no row ever names what is not there; what no row names in
the end is cleared away by `factcheck evidence gc`.
"""

from collections.abc import Callable
from functools import partial

from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.files import Kind, Looked, look_into
from factcheck.adapters.warc import write_upload_warc
from factcheck.config import Settings
from factcheck.db import utc_now
from factcheck.domain.file_names import clean_file_name
from factcheck.domain.inputs import BadInput
from factcheck.keeping import blobs_of
from factcheck.resources import VERSION
from factcheck.services.snapshots import Bytes, Captured

NO_ROOM = "The copy could not be kept, and that is our fault. Try again later."


def taker_of(settings: Settings) -> Callable[[bytes, str, str], Callable[[], Captured]]:
    """What looks into a file by its bytes, its name and a note, and gives what keeps it.

    Both raise `BadInput` with the sentence about the file; nothing is in the store before it is kept.
    """

    def look(data: bytes, name: str, note: str) -> Callable[[], Captured]:
        looked = look_into(data, name)
        file_name = clean_file_name(name, looked.kind.endings)
        return partial(_keep, settings, data, looked, file_name, note)

    return look


def _keep(settings: Settings, data: bytes, looked: Looked, file_name: str, note: str) -> Captured:
    at = utc_now()
    record = write_upload_warc(data, looked.content_type, file_name=file_name, at=at, note=note)
    text = looked.text.encode()
    try:
        store = blobs_of(settings)
        kept = [store.put(each) for each in (data, record, text) if each]
    except BadBlobStore as bad:
        raise BadInput(NO_ROOM) from bad
    return Captured(
        body=Bytes(kept[0], len(data), looked.content_type),
        warc=Bytes(kept[1], len(record), "application/warc"),
        text=Bytes(kept[2], len(text), Kind.TXT.content_type) if text else None,
        file_name=file_name,
        fetched_at=at,
        tool=f"factcheck {VERSION}",
        note=note,
    )
