"""Every page, style sheet and drawing of the site is faultless to the Nu HTML Checker of the W3C."""

import shutil
from pathlib import Path

import pytest

from factcheck.resources import templates_folder
from tests.gallery import nu
from tests.gallery.hanging import Gallery
from tests.house.tree import files, name_of

# What it says and is not true of us, each with the reason; all of it is about CSS newer than its own grammar.
KNOWN = {
    "@container": "container queries (CSS Containment 3): every browser of the last three years has them",
}


@pytest.fixture(autouse=True)
def _there() -> None:
    nu.require()


def told(one: nu.Told) -> bool:
    return not any(known in f"{one.message} {one.extract}" for known in KNOWN)


def test_every_page_is_faultless(gallery: Gallery, tmp_path: Path) -> None:
    names = {}
    for number, sheet in enumerate(gallery.sheets):
        path = tmp_path / f"{number:04}.html"
        path.write_text(sheet.html, encoding="utf-8")
        names[path.name] = sheet.name
    assert len(names) > 200
    found = [f"{names[one.file]}: {one}" for one in nu.told_of([tmp_path / name for name in names])]
    assert found == []
