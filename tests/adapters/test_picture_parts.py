"""A part of a picture, or areas of it painted over: new pixels, and nothing that the file said of itself."""

import io
import struct

import pytest
from PIL import Image
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo

from factcheck.adapters import picture
from factcheck.adapters.picture_parts import redraw
from factcheck.domain.inputs import BadInput
from tests.pictures import PNG_HEAD, noted_jpeg, png_of
from tests.pictures import picture as picture_of

RED, BLACK, WHITE = (255, 0, 0), (0, 0, 0), (255, 255, 255)


def striped(kind: str = "PNG", **more: object) -> bytes:
    """Eight columns and four rows; the column is the colour."""
    made = Image.new("RGB", (8, 4))
    for x in range(8):
        made.paste((x * 30, 100, 200), (x, 0, x + 1, 4))
    held = io.BytesIO()
    made.save(held, kind, **more)
    return held.getvalue()


def opened(data: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(data))
    made.load()
    return made


def chunks(data: bytes) -> set[bytes]:
    assert data.startswith(PNG_HEAD)
    found, at = set(), len(PNG_HEAD)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found.add(data[at + 4 : at + 8])
        at += length + 12
    return found


def test_what_is_painted_over_is_black_in_the_pixels_and_all_else_is_as_it_was() -> None:
    found = redraw(striped(), [(1, 1, 2, 2), (6, 0, 9, 9)], is_crop=False)
    made = opened(found.data)
    assert (made.size, found.of, found.areas) == ((8, 4), (8, 4), [(1, 1, 2, 2), (6, 0, 2, 4)])
    for x in range(8):
        for y in range(4):
            is_out = (x in {1, 2} and y in {1, 2}) or x >= 6
            assert made.getpixel((x, y)) == (BLACK if is_out else (x * 30, 100, 200))


def test_a_part_is_cut_out() -> None:
    made = opened(redraw(striped(), [(2, 1, 3, 2)], is_crop=True).data)
    assert made.size == (3, 2)
    assert [made.getpixel((x, 0)) for x in range(3)] == [(60, 100, 200), (90, 100, 200), (120, 100, 200)]  # fmt: skip


def test_nothing_the_file_says_of_itself_comes_along() -> None:
    info = PngInfo()
    info.add_text("Comment", "made by Aliya")
    noted = striped(pnginfo=info, dpi=(300, 300), icc_profile=b"a profile of Aliya")
    for data in (noted, noted_jpeg()):
        for areas in ([], [(0, 0, 1, 1)]):
            made = redraw(data, areas, is_crop=False).data
            assert chunks(made) == {b"IHDR", b"IDAT", b"IEND"}
            assert b"Aliya" not in made
            assert not opened(made).getexif()


def test_a_picture_is_turned_as_it_is_seen_before_areas_are_looked_for() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # held on its side: what is left in the file is on top when seen
    data = striped("JPEG", exif=exif, quality=100, subsampling=0)
    assert {name: one.value for name, one in picture.read(data, "", "").found.items()} == {
        "width": "4",
        "height": "8",
    }
    found = redraw(data, [(0, 0, 4, 4)], is_crop=False)
    made = opened(found.data)
    assert (found.of, made.size) == ((4, 8), (4, 8))
    assert all(made.getpixel((x, y)) == BLACK for x in range(4) for y in range(4))
    assert made.getpixel((0, 7))[0] > 150


def test_what_is_hidden_by_transparency_does_not_come_along() -> None:
    held = io.BytesIO()
    Image.new("RGBA", (3, 3), (*RED, 0)).save(held, "PNG")
    made = opened(redraw(held.getvalue(), [(0, 0, 1, 1)], is_crop=False).data)
    assert made.mode == "RGB"
    assert (made.getpixel((0, 0)), made.getpixel((2, 2))) == (BLACK, WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_colours_is_redrawn(mode: str) -> None:
    held = io.BytesIO()
    Image.new(mode, (5, 5)).save(held, "PNG")
    assert opened(redraw(held.getvalue(), [(0, 0, 2, 2)], is_crop=False).data).size == (5, 5)


def test_further_frames_do_not_come_along() -> None:
    held = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in (RED, WHITE)]
    frames[0].save(held, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    made = opened(redraw(held.getvalue(), [(0, 0, 1, 1)], is_crop=False).data)
    assert getattr(made, "n_frames", 1) == 1


def test_a_picture_that_is_only_looked_at_is_made_smaller_and_its_size_told() -> None:
    found = redraw(picture_of("JPEG", (400, 200)), [], is_crop=True, longest=100)
    assert (opened(found.data).size, found.of) == ((100, 50), (400, 200))


@pytest.mark.parametrize(
    ("data", "areas", "sentence"),
    [
        (striped(), [(8, 0, 1, 1)], "outside the picture, which is 8 × 4 pixels"),
        (striped(), [(0, 4, 1, 1)], "outside the picture"),
        (striped()[:48], [(0, 0, 1, 1)], "The file is damaged."),
        (b"GIF89a", [(0, 0, 1, 1)], "The file is damaged."),
        (png_of(30_000, 30_000), [(0, 0, 1, 1)], "more than 40 million pixels"),
    ],
    ids="beside below cut another bomb".split(),
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    data: bytes, areas: list[tuple[int, int, int, int]], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        redraw(data, areas, is_crop=False)
