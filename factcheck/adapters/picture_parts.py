"""A part of a picture, or a picture with areas painted over: a new PNG that holds its pixels and nothing else.

What is painted over is gone: the pixels themselves are black, transparency is laid on white first, and of what the
file says of itself (camera, place, profile, comments, further frames) nothing comes along.  It is done in the child
process for hostile files.
"""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from factcheck.adapters.picture import FAULTS, judged
from factcheck.adapters.reading import DAMAGED, limit_child, run_apart
from factcheck.domain.inputs import BadInput

TOO_DEAR = "The picture takes too much time or memory; upload a smaller one."
LARGE = 4_000_000  # pixels from which on the file may be larger, so that writing it stays quick
BLACK, WHITE = (0, 0, 0), (255, 255, 255)

_LAUNCH = """
import sys, types
package = types.ModuleType("factcheck")
package.__path__ = [sys.argv[1]]
sys.modules["factcheck"] = package
from factcheck.adapters.picture_parts import answer
answer()
"""

Box = tuple[int, int, int, int]


class Redrawn(NamedTuple):
    """A new picture: its bytes as PNG.

    `of` is the size of the picture it was made of, as it is seen; `areas` are the areas as far as they lie in it.
    """

    data: bytes
    of: tuple[int, int]
    areas: Sequence[Box]


def redraw(data: bytes, areas: Sequence[Box], *, is_crop: bool, longest: int = 0) -> Redrawn:
    """The one area cut out, or all areas painted over; an area is (left, top, width, height) of the picture as seen.

    With `longest` the result is made so much smaller that no side is longer.  Raises `BadInput`, within 15 seconds.
    """
    order = {"areas": list(areas), "is_crop": is_crop, "longest": longest}
    refused, said, png = TOO_DEAR, dict[str, Any](), b""
    try:
        ended = run_apart(_LAUNCH, order, data)
        head, _, png = ended.stdout.partition(b"\n")
        # One that stumbles over a broken file ends with 1; one that is stopped ends otherwise.
        refused = DAMAGED if ended.returncode == 1 else TOO_DEAR
        said = {} if ended.returncode else json.loads(head)
    except (subprocess.TimeoutExpired, ValueError):
        pass
    if "of" not in said:
        raise BadInput(said.get("refused", refused))
    boxes = [(box[0], box[1], box[2], box[3]) for box in said["areas"]]
    width, height = said["of"]
    return Redrawn(png, (width, height), boxes)


# ── In the child ─────────────────────────────────────────────────────────────────────────────────


def answer() -> None:
    """Redraw what stands in stdin and write it to stdout; the whole life of the child."""
    limit_child()
    order, _, data = sys.stdin.buffer.read().partition(b"\n")
    said, png = _redrawn(data, **json.loads(order))
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + png)


def _redrawn(
    data: bytes, areas: list[list[int]], is_crop: bool, longest: int
) -> tuple[dict[str, Any], bytes]:
    try:
        seen = _as_seen(data)
        boxes = [_inside(box, *seen.size) for box in areas]
        of = seen.size  # what follows changes it
        made = (_cut if is_crop and boxes else _paint)(seen, boxes)
        level = 6 if made.width * made.height < LARGE else 1
        if longest:
            made.thumbnail((longest, longest))
        held = io.BytesIO()
        made.save(held, "PNG", compress_level=level)
    except BadInput as bad:
        return {"refused": bad.sentence}, b""
    except MemoryError:
        return {"refused": TOO_DEAR}, b""
    except FAULTS:
        return {"refused": DAMAGED}, b""
    return {"of": of, "areas": boxes}, held.getvalue()


def _as_seen(data: bytes) -> Image.Image:
    """The first frame as viewers show it, turned as its camera noted, in plain colours without transparency."""
    with judged(data) as opened:
        opened.load()
        turned = ImageOps.exif_transpose(opened)
    if turned.mode.startswith("I"):  # 16 bits a pixel, which `convert` would only cut off
        turned = turned.point(lambda value: value / 256).convert("L")
    if turned.has_transparency_data:
        coloured = turned.convert("RGBA")
        plain = Image.new("RGB", coloured.size, WHITE)
        plain.paste(coloured, mask=coloured.getchannel("A"))
        return plain
    plain = Image.new("RGB", turned.size)
    plain.paste(turned.convert("RGB"))
    return plain


def _inside(box: list[int], width: int, height: int) -> Box:
    left, top, wide, high = box
    if left >= width or top >= height:
        raise BadInput(f"An area lies outside the picture, which is {width} × {height} pixels.")
    return left, top, min(wide, width - left), min(high, height - top)


def _cut(seen: Image.Image, boxes: list[Box]) -> Image.Image:
    left, top, wide, high = boxes[0]
    made = Image.new("RGB", (wide, high))
    made.paste(seen.crop((left, top, left + wide, top + high)))
    return made


def _paint(seen: Image.Image, boxes: list[Box]) -> Image.Image:
    for left, top, wide, high in boxes:
        seen.paste(BLACK, (left, top, left + wide, top + high))
    return seen
