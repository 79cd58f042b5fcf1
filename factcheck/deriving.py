"""What the web needs to make derived versions: a picture redrawn apart from it, and new bytes kept."""

from collections.abc import Callable, Sequence

from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.picture_parts import Box, Redrawn, redraw
from factcheck.config import Settings
from factcheck.domain.derived import DerivedKind
from factcheck.domain.inputs import BadInput
from factcheck.keeping import blobs_of
from factcheck.services.snapshots import Bytes

NO_ROOM = "It could not be kept, and that is our fault. Try again later."


def redrawn(data: bytes, kind: DerivedKind, areas: Sequence[Box], longest: int = 0) -> Redrawn:
    """A picture with areas painted over, or its one area cut out; as it is where there are none.  Raises `BadInput`."""
    return redraw(data, areas, is_crop=kind is DerivedKind.CROP, longest=longest)


def keeper_of(settings: Settings) -> Callable[[bytes, str], Bytes]:
    """What keeps new bytes under their hash; it raises `BadInput` when the store does not answer."""

    def keep(data: bytes, content_type: str) -> Bytes:
        try:
            return Bytes(blobs_of(settings).put(data), len(data), content_type)
        except BadBlobStore as bad:
            raise BadInput(NO_ROOM) from bad

    return keep
