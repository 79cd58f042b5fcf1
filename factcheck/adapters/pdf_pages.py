"""A page of a PDF as it looks: drawn by PDFium, which runs no script of it, in the child process for hostile files.

What the page says is the matter of `pdf_text`; a picture of it shows what letters alone do not: tables, charts,
stamps, and the pages of a scan.
"""

import io
import json
import subprocess
import sys
from math import sqrt
from typing import Any, NamedTuple

import pypdfium2

from factcheck.adapters.reading import DAMAGED, limit_child, run_apart
from factcheck.domain.inputs import BadInput

TOO_DEAR = "This page takes too much time or memory to draw; download the original to see it."
NO_SUCH_PAGE = "This PDF has no such page."
LOCKED = "This PDF is locked by a password."
WIDTH = 1_200  # pixels, which is 145 to the inch of an A4 page
PIXELS = 8_000_000  # about: sides are rounded up

_LAUNCH = """
import sys, types
package = types.ModuleType("factcheck")
package.__path__ = [sys.argv[1]]
sys.modules["factcheck"] = package
from factcheck.adapters.pdf_pages import answer
answer()
"""


class Drawn(NamedTuple):
    """A page as a PNG, its size in pixels, and how many pages there are in all."""

    data: bytes
    width: int
    height: int
    pages: int


def draw_page(data: bytes, number: int) -> Drawn:
    """Page `number` of a PDF, counted from 1.  Raises `BadInput`, within 15 seconds; status 404 for none."""
    try:
        ended = run_apart(_LAUNCH, {"number": number}, data)
    except subprocess.TimeoutExpired:
        raise BadInput(TOO_DEAR) from None
    if (
        ended.returncode
    ):  # 1 for one that stumbled over a broken file, anything else for one that was stopped
        raise BadInput(DAMAGED if ended.returncode == 1 else TOO_DEAR)
    head, _, png = ended.stdout.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise BadInput(said["refused"], said["status"])
    return Drawn(png, said["width"], said["height"], said["pages"])


# ── In the child ─────────────────────────────────────────────────────────────────────────────────


def answer() -> None:
    """Draw the page of what stands in stdin and write it to stdout; the whole life of the child."""
    limit_child()
    order, _, data = sys.stdin.buffer.read().partition(b"\n")
    said, png = _drawn(data, **json.loads(order))
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + png)


def _drawn(data: bytes, number: int) -> tuple[dict[str, Any], bytes]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = len(document)
            if not 0 < number <= pages:
                return _refusal(NO_SUCH_PAGE, 404)
            page = document[number - 1]
            across, down = page.get_size()
            scale = min(WIDTH / across, sqrt(PIXELS / (across * down)))
            picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).casefold()
        return _refusal(LOCKED if is_locked else DAMAGED)
    except (ArithmeticError, ValueError):  # a page without any size
        return _refusal(DAMAGED)
    except MemoryError:
        return _refusal(TOO_DEAR)
    held = io.BytesIO()
    picture.convert("RGB").save(held, "PNG", compress_level=3)
    width, height = picture.size
    return {"width": width, "height": height, "pages": pages}, held.getvalue()


def _refusal(sentence: str, status: int = 400) -> tuple[dict[str, Any], bytes]:
    return {"refused": sentence, "status": status}, b""
