"""The share picture of a verdict: the claim in its words, the finding in words, the desk's name (P16).

Drawn by Pillow with letters of our own, like the reader's page: paper, ink, one hue, and a shape for each finding, so
that nothing is told by colour alone.  Every letter stands by itself, from left to right; whoever calls leaves out
what cannot be drawn that way.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
FONTS = Path(__file__).parents[1] / "fonts"
SERIF, SANS = "NotoSerif-Regular.ttf", "NotoSans-Bold.ttf"

# The light colours of static/css/tokens.css; a test compares them.
PAPER, BAND, RULE, INK, INK_2, INK_3, ACCENT = (
    *("#fcfcfa", "#f2f3f1", "#d2d6d5", "#16191c", "#40474d", "#596067", "#1b4d9e"),
)
HUES = {
    "true": "#19683a",
    "mostly": "#4c660e",
    "mixed": "#7d5606",
    "mostly-false": "#9c420d",
    "false": "#a51d2b",
    "none": "#50577a",
    "void": "#40474d",
}

VOID = "void"  # the hue of a retraction
EDGE = 72
HEAD, FOOT = 122, 440  # where the name ends, and where the finding begins
CLAIM_SIZES = (66, 58, 50, 44, 40)
FINDING_SIZES = (76, 66, 56, 46, 38)
LEAD = 1.3
SHAPE = 84
SCALE_WIDTH = 300
SHARPER = 4  # shapes are drawn so much larger and made smaller, for smooth edges

Font = ImageFont.FreeTypeFont
Spot = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """What stands on the picture, fit to be drawn; empty texts are left out."""

    claim: str
    finding: str
    hue: str
    desk: str
    told: str = ""
    step: int | None = None
    steps: int = 0
    ends: tuple[str, str] = ("", "")


def draw(words: Words) -> bytes:
    """The picture as PNG, the same bytes for the same words and the same Pillow."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    _name(image, canvas, words)
    if words.claim:
        _claim(canvas, words.claim, INK_3 if words.hue == VOID else INK)
        _finding(image, canvas, words, FOOT, HEIGHT)
    else:
        _finding(image, canvas, words, HEAD + 1, HEIGHT)
    data = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue()


@cache
def _font(name: str, size: int) -> Font:
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


# ── The three parts ──────────────────────────────────────────────────────────────────────────────


def _name(image: Image.Image, canvas: ImageDraw.ImageDraw, words: Words) -> None:
    """Whose verdict it is, and that it is none where it is a demonstration."""
    _mark(image, (EDGE, 44), 48)
    right = WIDTH - EDGE
    if words.told:
        told = _font(SANS, 22)
        right -= int(told.getlength(words.told)) + 24
        canvas.text((WIDTH - EDGE, 68), words.told, fill=INK_2, font=told, anchor="rm")
    font = _font(SANS, 30)
    left = EDGE + 64
    (name,) = wrapped(words.desk, _narrower(font, right - left), 1) or ("",)
    canvas.text((left, 68), name, fill=INK_2, font=font, anchor="lm")
    canvas.line((EDGE, HEAD, WIDTH - EDGE, HEAD), fill=RULE, width=2)


def _claim(canvas: ImageDraw.ImageDraw, claim: str, ink: str) -> None:
    """As large as there is room for; the longest is cut at a word.  Of a retracted verdict it is fainter."""
    font, lines = _fitted(claim, SERIF, CLAIM_SIZES, WIDTH - 2 * EDGE, FOOT - HEAD - 40)
    _lines(canvas, lines, font, EDGE, (HEAD + FOOT) / 2, ink)


def _finding(
    image: Image.Image, canvas: ImageDraw.ImageDraw, words: Words, top: int, bottom: int
) -> None:
    """Shape, word and, where the rating lies on an axis, its place there."""
    hue, middle = HUES[words.hue], (top + bottom) / 2
    canvas.rectangle((0, top, WIDTH, bottom), fill=BAND)
    canvas.rectangle((0, top, WIDTH, top + 5), fill=hue)
    _shape(image, words.hue, (EDGE, int(middle - SHAPE / 2)), SHAPE)
    left, right = EDGE + SHAPE + 32, WIDTH - EDGE
    if words.step is not None:
        right -= SCALE_WIDTH + 56
        _scale(canvas, words, right + 56, middle, hue)
    font, lines = _fitted(words.finding, SANS, FINDING_SIZES, right - left, bottom - top - 36)
    _lines(canvas, lines, font, left, middle, hue)


def _scale(canvas: ImageDraw.ImageDraw, words: Words, left: float, middle: float, hue: str) -> None:
    """A rule with one notch a step; the finding is the filled one, both ends are named."""
    right = left + SCALE_WIDTH
    canvas.line((left, middle, right, middle), fill=INK_3, width=4)
    for step in range(words.steps):
        x = left + step * SCALE_WIDTH / (words.steps - 1)
        if step == words.step:
            canvas.circle((x, middle), 17, fill=BAND)
            canvas.circle((x, middle), 13, fill=hue)
        else:
            canvas.line((x, middle - 10, x, middle + 10), fill=INK_3, width=4)
    font = _font(SANS, 20)
    for text, x, anchor in zip(words.ends, (left, right), ("la", "ra"), strict=True):
        (told,) = wrapped(text, _narrower(font, SCALE_WIDTH / 2), 1) or ("",)
        canvas.text((x, middle + 28), told, fill=INK_2, font=font, anchor=anchor)


# ── Lines of text ────────────────────────────────────────────────────────────────────────────────


def _fitted(
    text: str, face: str, sizes: Sequence[int], width: float, height: float
) -> tuple[Font, list[str]]:
    """The text in the largest size in which all of it fits; in the smallest one, as much of it as fits."""
    for size in sizes:
        font = _font(face, size)
        room = max(1, int(height / (size * LEAD)))
        lines = wrapped(text, _narrower(font, width), room)
        if size == sizes[-1] or not _is_cut(text, lines):
            return font, lines
    raise AssertionError("there is a last size")


def _narrower(font: Font, width: float) -> Callable[[str], bool]:
    return lambda text: font.getlength(text) <= width


def _is_cut(text: str, lines: Sequence[str]) -> bool:
    """Whether anything is missing, or a word was broken for want of room."""
    return " ".join(lines) != text


def _lines(
    canvas: ImageDraw.ImageDraw,
    lines: Sequence[str],
    font: Font,
    left: float,
    middle: float,
    ink: str,
) -> None:
    lead = font.size * LEAD
    first = middle - lead * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        canvas.text((left, first + number * lead), line, fill=ink, font=font, anchor="lm")


def wrapped(text: str, fits: Callable[[str], bool], most: int) -> list[str]:
    """The text in at most so many lines that fit; cut at a word, with an ellipsis, where there are more.

    A word that fits no line by itself is broken.  The closing quotation mark of a text that was cut stays.
    """
    words, lines = text.split(" "), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if fits(longer):
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        *full, rest = _broken(word, fits)
        lines[-1:] = [*full, rest]
    lines = [line for line in lines if line]
    if len(lines) <= most:
        return lines
    close = text[-1] if text[-1] in "”»“" else ""
    return [*lines[: most - 1], _cut(lines[most - 1], f"…{close}", fits)]


def _broken(word: str, fits: Callable[[str], bool]) -> list[str]:
    """A word in pieces that fit, each of one character at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and not fits(pieces[-1] + letter):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(line: str, end: str, fits: Callable[[str], bool]) -> str:
    """As many words of the line as fit with `end` behind them; of a single word, its beginning."""
    words = line.split(" ")
    while len(words) > 1 and not fits(" ".join(words).rstrip(".,;:–—- ") + end):
        words.pop()
    kept = " ".join(words).rstrip(".,;:–—- ")
    while kept and not fits(kept + end):
        kept = kept[:-1]
    return kept + end


# ── Shapes, on a square of sixteen as in static/shapes.svg ───────────────────────────────────────


def _shape(image: Image.Image, name: str, at: tuple[int, int], size: int) -> None:
    """The shape of a finding in its hue."""
    stencil = Image.new("L", (size * SHARPER, size * SHARPER), 0)
    unit = size * SHARPER / 16
    _SHAPES[name](ImageDraw.Draw(stencil), unit)
    small = stencil.resize((size, size), Image.Resampling.LANCZOS)
    image.paste(HUES[name], at, small)


def _mark(image: Image.Image, at: tuple[int, int], size: int) -> None:
    """The sign of the program, as in static/mark.svg."""
    large = Image.new("RGB", (size * SHARPER, size * SHARPER), PAPER)
    pen, unit = ImageDraw.Draw(large), size * SHARPER / 32
    pen.rounded_rectangle((0, 0, 32 * unit, 32 * unit), 4 * unit, fill=ACCENT)
    for spots, width in (
        (((7, 9.5), (25, 9.5)), 2.5),
        (((7, 15), (18, 15)), 2.5),
        (((13, 22), (17, 26), (26, 15)), 3),
    ):
        pen.line(_scaled(spots, unit), fill="#ffffff", width=int(width * unit), joint="curve")
    image.paste(large.resize((size, size), Image.Resampling.LANCZOS), at)


def _scaled(spots: Sequence[Spot], unit: float) -> list[Spot]:
    return [(x * unit, y * unit) for x, y in spots]


def _disc(pen: ImageDraw.ImageDraw, unit: float, radius: float, fill: int = 255) -> None:
    pen.circle((8 * unit, 8 * unit), radius * unit, fill=fill)


def _ring(pen: ImageDraw.ImageDraw, unit: float) -> None:
    _disc(pen, unit, 7.25)
    _disc(pen, unit, 5.75, fill=0)


def _slice(begin: int, end: int) -> Callable[[ImageDraw.ImageDraw, float], None]:
    """A ring with a part of it filled, in degrees clockwise from the right."""

    def shape(pen: ImageDraw.ImageDraw, unit: float) -> None:
        _ring(pen, unit)
        box = [(8 - 4.75) * unit] * 2 + [(8 + 4.75) * unit] * 2
        pen.pieslice(box, begin, end, fill=255)

    return shape


def _true(pen: ImageDraw.ImageDraw, unit: float) -> None:
    _disc(pen, unit, 7.25)
    tick = ((4.1, 8.2), (7, 10.9), (12, 5.3))
    pen.line(_scaled(tick, unit), fill=0, width=int(1.8 * unit))


def _false(pen: ImageDraw.ImageDraw, unit: float) -> None:
    sides = (
        (5, 0.75),
        (11, 0.75),
        (15.25, 5),
        (15.25, 11),
        (11, 15.25),
        (5, 15.25),
        (0.75, 11),
        (0.75, 5),
    )
    pen.polygon(_scaled(sides, unit), fill=255)
    for stroke in (((4.6, 4.6), (11.4, 11.4)), ((11.4, 4.6), (4.6, 11.4))):
        pen.line(_scaled(stroke, unit), fill=0, width=int(1.8 * unit))


def _none(pen: ImageDraw.ImageDraw, unit: float) -> None:
    box = [(8 - 7.1) * unit] * 2 + [(8 + 7.1) * unit] * 2
    for begin in range(0, 360, 45):
        pen.arc(box, begin, begin + 27, fill=255, width=int(1.75 * unit))
    pen.line(_scaled(((5.25, 8), (10.75, 8)), unit), fill=255, width=int(1.75 * unit))


def _void(pen: ImageDraw.ImageDraw, unit: float) -> None:
    box = (1.1 * unit, 1.1 * unit, 14.9 * unit, 14.9 * unit)
    pen.rectangle(box, outline=255, width=int(1.75 * unit))
    pen.line(_scaled(((2, 14), (14, 2)), unit), fill=255, width=int(1.75 * unit))


_SHAPES: dict[str, Callable[[ImageDraw.ImageDraw, float], None]] = {
    "true": _true,
    "mostly": _slice(-90, 180),
    "mixed": _slice(-90, 90),
    "mostly-false": _slice(-90, 0),
    "false": _false,
    "none": _none,
    "void": _void,
}
