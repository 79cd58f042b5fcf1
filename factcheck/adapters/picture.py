"""A picture: its size, what its camera noted, and that every pixel of it can be had.

By Pillow, which is told the three kinds it may take.  The size is judged before anything is unpacked, and the whole
picture is unpacked once, so that a cut one is found; the pixels are thrown away.
"""

import io
import struct
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from factcheck.adapters.reading import DAMAGED, Found, Reading
from factcheck.domain.inputs import BadInput

# The same number stands in the table of limits, and a test compares them.
PIXELS = 40_000_000

TOO_BIG = f"The picture has more than {PIXELS // 1_000_000} million pixels."

_KINDS = ("PNG", "JPEG", "WEBP")
_NOTED = {
    "camera_maker": Base.Make,
    "camera": Base.Model,
    "software": Base.Software,
    "artist": Base.Artist,
    "copyright": Base.Copyright,
}
_NOTED_CHARS = 200
# What is broken in a broken picture shows as any of these.
FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError),
    *(AttributeError, EOFError, struct.error, zlib.error),
)

Image.MAX_IMAGE_PIXELS = None  # its own limit only warns; `judged` refuses


def read(data: bytes, _address: str, _charset: str) -> Reading:
    """Width and height as a picture is seen, and what its camera noted.  Raises `BadInput`."""
    try:
        with judged(data) as checked:
            checked.verify()  # the sums of a PNG's parts; ends the use of this opening
        with judged(data) as picture:
            noted = _noted(picture)
            picture.load()
            width, height = picture.size[:: -1 if _is_on_its_side(picture) else 1]
    except BadInput:
        raise
    except FAULTS:
        raise BadInput(DAMAGED) from None
    size = {"width": Found(str(width), "picture"), "height": Found(str(height), "picture")}
    return Reading("", "picture", size | noted)


def judged(data: bytes) -> Image.Image:
    """The picture with nothing but its head read."""
    picture = Image.open(io.BytesIO(data), formats=_KINDS)
    width, height = picture.size
    if width < 1 or height < 1:
        raise BadInput(DAMAGED)
    if width * height > PIXELS:
        raise BadInput(TOO_BIG)
    return picture


def _is_on_its_side(picture: Image.Image) -> bool:
    """Whether viewers turn it by a quarter, since its camera noted how it was held."""
    try:
        return picture.getexif().get(Base.Orientation) in {5, 6, 7, 8}
    except FAULTS:
        return False


def _noted(picture: Image.Image) -> dict[str, Found]:
    """What is in the picture's Exif; a broken note is no broken picture."""
    try:
        exif = picture.getexif()
        said = {name: exif.get(tag) for name, tag in _NOTED.items()}
        said["taken_at"] = exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal)
        said["place"] = _place(exif.get_ifd(IFD.GPSInfo))
    except FAULTS:
        return {}
    words = {
        name: " ".join(value.split()) for name, value in said.items() if isinstance(value, str)
    }
    return {name: Found(value[:_NOTED_CHARS], "exif") for name, value in words.items() if value}


def _place(gps: dict[int, object]) -> str:
    """Latitude and longitude as one writes them, or ''."""
    sides = ((GPS.GPSLatitude, GPS.GPSLatitudeRef), (GPS.GPSLongitude, GPS.GPSLongitudeRef))
    found = []
    for angle, side in sides:
        parts, letter = gps.get(angle), gps.get(side)
        if not isinstance(parts, tuple) or letter not in {"N", "S", "E", "W"}:
            return ""
        degrees = sum(float(part) / 60**power for power, part in enumerate(parts))
        found.append(f"{degrees:.5f} {letter}")
    return ", ".join(found)
