"""The corpus (V4): documents and pages, each with the findings wanted, as `level code path`."""

import json
from pathlib import Path

from factcheck.adapters.markup import ReadPage, read_markup
from factcheck.domain.claimreview_judge import Judged, judge_page, judge_text
from factcheck.domain.claimreview_rules_page import Page

FOLDER = Path(__file__).parent
EXPECTED: dict[str, list[str]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
VALID = [name for name in EXPECTED if "/valid" in name]


def page_of(found: ReadPage, address: str = "") -> Page:
    """What was read of a page as the judge takes it."""
    return Page(
        blocks=found.blocks,
        words=found.words,
        address=address,
        canonical=found.canonical,
        is_hidden=found.is_hidden,
        links=found.links,
        days=found.days,
        microdata=found.microdata,
        title=found.title,
    )


def judged(name: str) -> Judged:
    """What our judge says of a file of the corpus."""
    data = (FOLDER / name).read_bytes()
    if name.endswith(".html"):
        return judge_page(page_of(read_markup(data)))
    return judge_text(data.decode("utf-8"))


def told(found: Judged) -> list[str]:
    return sorted(f"{one.level} {one.code} {one.path}" for one in found.found)
