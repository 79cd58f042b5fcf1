"""Pictures as small as they can be, and as bad as they need to be."""

import io
import struct
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def picture(kind: str, size: tuple[int, int] = (4, 3)) -> bytes:
    """A picture of one colour; `kind` is Pillow's name: PNG, JPEG or WEBP."""
    held = io.BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(held, kind)
    return held.getvalue()


def noted_jpeg() -> bytes:
    """A JPEG whose camera noted itself, the moment and the place."""
    exif = Image.Exif()
    exif[Base.Model] = "Example \x00One"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2026:03:02 14:05:00"
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (43.0, 15.0, 0.0),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (76.0, 57.0, 36.0),
        }
    )
    held = io.BytesIO()
    Image.new("RGB", (8, 6)).save(held, "JPEG", exif=exif)
    return held.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that claims this size, whatever it holds."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG_HEAD + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
