"""Two validators by others judge what our judge judges, so that it is not its only judge (V3).

They ask less: the first whether six properties are there, the second for the words of schema.org and for the range of a
rating.  What they refuse we refuse, but for one thing: the second wants a number of every rating (D8 has none).
"""

import functools
from pathlib import Path

import pytest

from tests.conformance import validators
from tests.conformance.conftest import Demo
from tests.conformance.corpus import EXPECTED, FOLDER, VALID, judged

WANTS_A_NUMBER = 'Required attribute "ratingValue" is missing'
# What either finds in the corpus, by the file that was made for it.
CAUGHT = {
    "claim-missing", "url-missing", "rating-missing", "rating-kind", "claimant-unnamed", "value-outside", "media-kind",
}  # fmt: skip
# Neither follows references or prefixes, and what is no page of ours they are not asked about.
NOT_ASKED = {"valid-graph", "valid-feed", "type-prefixed", "document-none"}


@pytest.fixture(autouse=True)
def _there() -> None:
    validators.require()


def as_page(name: str, folder: Path) -> Path:
    """A document of the corpus as a page around it."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    page = folder / f"{Path(name).stem}.html"
    page.write_text(
        f'<!DOCTYPE html><title>A page</title><script type="application/ld+json">{text}</script>',
        encoding="utf-8",
    )
    return page


def test_the_pages_of_the_demo_are_faultless_to_both(demo: Demo, tmp_path: Path) -> None:
    live = [one for one in demo.verdicts if not one.is_retracted]
    pages = []
    for verdict in live:
        pages.append(tmp_path / f"{verdict.id}.html")
        pages[-1].write_bytes(demo.page(verdict))
    for verdict, said in zip(live, validators.said_of(pages, tmp_path), strict=True):
        assert said.asked >= 8, "the first sees the ClaimReview"
        assert (said.failed, said.warnings, said.unknown) == ([], [], [])
        off_axis = verdict.rating.value is None
        assert said.errors == ([WANTS_A_NUMBER] if off_axis else [])


def test_what_is_valid_in_the_corpus_is_faultless_to_both(tmp_path: Path) -> None:
    names = [one for one in VALID if one.endswith(".html") or Path(one).stem not in NOT_ASKED]
    pages = [FOLDER / one if one.endswith(".html") else as_page(one, tmp_path) for one in names]
    for name, said in zip(names, validators.said_of(pages, tmp_path), strict=True):
        assert said.asked >= 8, name
        assert (said.failed, said.warnings, said.unknown) == ([], [], []), name
        assert set(said.errors) <= {WANTS_A_NUMBER}, name


@functools.cache
def broken() -> list[str]:
    """The broken documents that are JSON."""
    names = (one for one in EXPECTED if one.startswith("documents/") and one not in VALID)
    return [
        one
        for one in names
        if not Path(one).stem.startswith("json-") and Path(one).stem not in NOT_ASKED
    ]


def test_what_either_refuses_our_judge_refuses(tmp_path: Path) -> None:
    pages = [as_page(one, tmp_path) for one in broken()]
    caught = set()
    for name, said in zip(broken(), validators.said_of(pages, tmp_path), strict=True):
        if said.failed or set(said.errors) - {WANTS_A_NUMBER}:
            caught.add(Path(name).stem)
            assert judged(name).errors, f"only others refuse {name}"
        if said.warnings or said.unknown:
            assert judged(name).found, f"only others warn of {name}"
    assert caught == CAUGHT


def test_a_property_nobody_knows_is_seen_by_the_second(tmp_path: Path) -> None:
    (said,) = validators.said_of([as_page("documents/property-unknown.json", tmp_path)], tmp_path)
    assert len(said.unknown) == 1
    assert "claimreviewed" in said.unknown[0]
