"""Where this desk keeps its copies, opened as its settings say."""

from factcheck.adapters.blobs import BadBlobStore, Blobs, open_blobs
from factcheck.config import BadSetting, Settings


def blobs_of(settings: Settings) -> Blobs:
    """The store of `FACTCHECK_BLOB_URL`.  Raises `BadSetting` for an address that cannot be one."""
    try:
        return open_blobs(settings.blob_url, settings.home)
    except BadBlobStore as bad:
        raise BadSetting(f"FACTCHECK_BLOB_URL: {bad.sentence}") from bad


def require_usable(settings: Settings) -> None:
    """Raise `BadSetting` unless the store answers."""
    try:
        blobs_of(settings).require_usable()
    except BadBlobStore as bad:
        raise BadSetting(f"FACTCHECK_BLOB_URL: {bad.sentence}") from bad
