"""Every declared pair of colours can be read, in the light and in the dark scheme (P20).

The pairs are named by token, so a colour may be retuned freely and this file says whether it still works.
What a pair means on the page stands in the style sheets; nothing is rendered here.
"""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "factcheck" / "static" / "css" / "tokens.css"
DECLARATION = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});")

RATINGS = [
    f"rating-{name}" for name in ("true", "mostly", "mixed", "mostly-false", "false", "none")
]
STATES = [
    f"state-{name}"
    for name in (
        "spotted", "open", "checking", "in-review", "approved", "published", "dismissed",
        "recheck", "hold",
    )
]  # fmt: skip
GROUNDS = ["paper", "paper-2"]

TEXT = (
    [(ink, paper) for ink in ("ink", "ink-2", "ink-3") for paper in GROUNDS]
    + [("ink", "paper-3"), ("ink-2", "paper-3"), ("ink", "accent-wash"), ("ink-2", "accent-wash")]
    + [(link, paper) for link in ("accent", "accent-deep") for paper in [*GROUNDS, "accent-wash"]]
    + [("on-accent", "accent"), ("on-accent", "accent-deep")]
    + [(hue, paper) for hue in RATINGS + STATES for paper in GROUNDS]
    + [("added", "added-wash"), ("removed", "removed-wash"), ("warn", "warn-wash")]
    + [("ink", "added-wash"), ("ink", "removed-wash"), ("ink", "warn-wash")]
    + [(hue, paper) for hue in ("added", "removed", "warn") for paper in GROUNDS]
    + [("paper", "ink")]
)
MARKS = (
    [(mark, paper) for mark in ("focus", "rule-strong") for paper in GROUNDS]
    + [("focus", "accent-wash"), ("focus", "paper-3")]
    + [(hue, "paper-3") for hue in RATINGS + STATES]
    + [(hue, "accent-wash") for hue in STATES]
)


def read_schemes() -> dict[str, dict[str, str]]:
    """The colours of both schemes by token name; the dark one overrides, it does not inherit silently."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    return {"light": dict(DECLARATION.findall(light)), "dark": dict(DECLARATION.findall(dark))}


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2.2 defines it, from 0 (black) to 1 (white)."""
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


SCHEMES = read_schemes()


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_schemes_name_the_same_colours() -> None:
    assert set(SCHEMES["light"]) == set(SCHEMES["dark"])


def test_every_colour_of_a_rating_or_a_state_is_measured() -> None:
    declared = {n for n in SCHEMES["light"] if n.startswith(("rating-", "state-"))}
    assert declared == {*RATINGS, *STATES}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_stands_out_from_its_ground_by_four_and_a_half(
    scheme: str, ink: str, paper: str
) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "paper"), MARKS)
def test_marks_edges_and_focus_stand_out_by_three(scheme: str, mark: str, paper: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[mark], colours[paper]) >= 3
