"""Where this desk keeps its copies, opened as its settings say."""

from collections.abc import Callable

from factcheck.adapters.blobs import BadBlob, BadBlobStore, Blobs, open_blobs
from factcheck.config import BadSetting, Settings
from factcheck.domain.snapshots import NotIntact


def blobs_of(settings: Settings) -> Blobs:
    """The store of `FACTCHECK_BLOB_URL`.  Raises `BadSetting` for an address that cannot be one."""
    try:
        return open_blobs(settings.blob_url, settings.home)
    except BadBlobStore as bad:
        raise BadSetting(f"FACTCHECK_BLOB_URL: {bad.said}") from bad


def require_usable(settings: Settings) -> None:
    """Raise `BadSetting` unless the store answers."""
    try:
        blobs_of(settings).require_usable()
    except BadBlobStore as bad:
        raise BadSetting(f"FACTCHECK_BLOB_URL: {bad.said}") from bad


def reader_of(settings: Settings) -> Callable[[str, int], bytes]:
    """What gives kept bytes by digest and size; it raises `NotIntact` where they are not those that were kept."""

    def read(digest: str, size: int) -> bytes:
        try:
            return blobs_of(settings).get(digest, size)
        except (BadBlob, BadBlobStore) as bad:
            raise NotIntact(bad.sentence, is_away=isinstance(bad, BadBlobStore)) from bad

    return read
