"""Every page, style sheet and drawing of the site is faultless to the Nu HTML Checker of the W3C."""

import re
from pathlib import Path

import pytest

from tests.gallery import nu
from tests.gallery.hanging import Gallery
from tests.house.tree import PACKAGE, files, name_of

# Faults it sees in style sheets that are none: its grammar of CSS is older than what browsers have.  By what stands in
# the line it names; one that is seen no more goes from this list.
KNOWN = {
    r"@container": "container queries, in every browser since 2023",
    r"\bcontainer(-type)?:": "what a container query asks",
    r"\dcqi\b": "the unit that goes with them",
    r"\banimation-timeline\b": "within @supports, and for looks alone",
    r"\bvector-effect:": "a property of SVG 2, in every browser since 2017",
}


@pytest.fixture(autouse=True)
def _there() -> None:
    nu.require()


def excuse(one: nu.Told, line: str) -> str:
    """The row of `KNOWN` that a finding falls under; empty where it is a fault."""
    is_style = one.message.startswith("CSS:")
    return next((known for known in KNOWN if is_style and re.search(known, line)), "")


def test_every_page_is_faultless(gallery: Gallery, tmp_path: Path) -> None:
    names = {}
    for number, sheet in enumerate(gallery.sheets):
        path = tmp_path / f"{number:04}.html"
        path.write_text(sheet.html, encoding="utf-8")
        names[path.name] = sheet.name
    assert len(names) > 200
    told = nu.told_of([tmp_path / name for name in names])
    assert [f"{names[one.file]}: {one}" for one in told] == []


def test_every_style_sheet_and_drawing_is_faultless() -> None:
    ours = files(".css", ".svg", under=("factcheck/static",))
    assert {".css", ".svg"} == {path.suffix for path in ours}
    lines = {path.name: path.read_text(encoding="utf-8").splitlines() for path in ours}
    assert len(lines) == len(ours), "no two have one name"
    told = [(one, excuse(one, lines[one.file][one.line - 1])) for one in nu.told_of(ours)]
    assert [str(one) for one, known in told if not known] == []
    assert sorted({known for _, known in told}) == sorted(KNOWN), "what is excused is there"


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.css"
    page.write_text(
        '<!DOCTYPE html>\n<html lang="en"><title>A page</title>\n<p id="a"><p id="a">\n'
        '<section>No heading</section>\n<time datetime="today">now</time>',
        encoding="utf-8",
    )
    sheet.write_text("p {\n  colour: red;\n}\n", encoding="utf-8")
    told = nu.told_of([page, sheet])
    found = {(one.file, one.level, one.message.partition("“")[0].strip()) for one in told}
    assert found >= {
        ("page.html", "error", "Duplicate ID"),
        ("page.html", "warning", "Section lacks heading. Consider using"),
        ("page.html", "error", "Bad value"),
        ("sheet.css", "error", "CSS:"),
    }
    assert [one.line for one in told if one.file == "sheet.css"] == [2]
    assert [excuse(one, "  colour: red;") for one in told if one.file == "sheet.css"] == [""]


def test_style_sheets_stand_where_they_are_looked_for() -> None:
    wanted = {name_of(path) for path in files(".css", ".svg", under=("factcheck", "templates"))}
    assert all(name.startswith("factcheck/static/") for name in wanted)
    assert PACKAGE.joinpath("static", "css").is_dir()
