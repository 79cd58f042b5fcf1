"""The one place where pages get kept bytes from: nothing is read before it is asked whether this person may (L14)."""

from factcheck.domain.acts import Act, refusal
from factcheck.domain.guards import no_conflict
from factcheck.domain.snapshots import PDF, PICTURES
from factcheck.domain.standing import Standing
from factcheck.models import Blob, Evidence
from factcheck.services import custody, restrictions, snapshots
from factcheck.services.derived import Derived
from factcheck.services.picture_rows import StoredPicture
from factcheck.services.public_copies import SourceCopy
from factcheck.services.snapshots import Copy, NoSuchSnapshot
from factcheck.web import current


def kept(id: int, number: int, copy: int) -> Copy:
    """A kept copy this person may open.  Raises `NoSuchSnapshot`, and `NotYourPart` where it is restricted."""
    found = snapshots.one(current.reading(), id, number, copy)
    if found.body is None:
        raise NoSuchSnapshot
    restrictions.require_open(current.reading(), current.actor(), found)
    return found


def may_derive(standing: Standing, evidence: Evidence) -> bool:
    """Whether to offer this person to make something of copies of the evidence, where she may open them."""
    actor = current.actor()
    is_hers = refusal(Act.DERIVE, actor) is None and no_conflict(standing, actor) is None
    return is_hers and evidence.withdrawn_at is None


def is_picture(copy: Copy) -> bool:
    return copy.body is not None and copy.body.content_type in PICTURES


def is_pdf(copy: Copy) -> bool:
    return copy.body is not None and copy.body.content_type == PDF


def write_down(copy: Copy) -> None:
    """That this person looked at it, once a day (E5)."""
    if custody.is_unseen(current.reading(), current.actor(), copy):
        with current.work() as work:
            custody.viewed(work, copy)


def original(copy: Copy) -> bytes:
    """The bytes of a copy that `kept` found, hashed on their way."""
    return _read(copy.body)


def archive(copy: Copy) -> bytes:
    """Its WARC.  Raises `NoSuchSnapshot` where there is none."""
    return _read(copy.warc)


def text(copy: Copy) -> str:
    """Its readable text; '' where there is none."""
    return _read(copy.text).decode() if copy.text is not None else ""


def public_text(found: SourceCopy) -> str:
    """The readable text of a copy that readers get; `services.public_copies` says of which they do."""
    if not found.text_digest:
        return ""
    return current.desk().read_blob(found.text_digest, found.text_size).decode()


def rendering(blob: Blob) -> bytes:
    """What a browser made of a copy that `kept` found."""
    return _read(blob)


def derived(found: Derived) -> bytes:
    """The bytes of a derived version, which the whole desk may have."""
    return _read(found.blob)


def share_picture(found: StoredPicture) -> bytes:
    """The picture of a verdict, which everybody may have."""
    return current.desk().read_blob(found.digest, found.size)


def _read(blob: Blob | None) -> bytes:
    if blob is None:
        raise NoSuchSnapshot
    return current.desk().read_blob(blob.digest, blob.size)
