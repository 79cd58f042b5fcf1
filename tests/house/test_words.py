"""The repository speaks of the project alone: no machine, no registry, nothing left to do.

What is refused is spelled in pieces here, so that this file may stand under its own rule.
"""

import re
from pathlib import Path

import pytest

from tests.house.tree import TEXT, name_of, project_files

NAMES_WITHOUT_ENDING = {"Makefile", "run", ".gitignore", ".gitattributes", ".editorconfig"}
REGISTRIES = ("pypi." + "org", "python" + "hosted", "npm" + "js.org", "debian" + ".org")
FOLDERS = ("work", "home", "root", "Users", "opt", "tmp")
NOTES = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")

REFUSED = {
    re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE): "the address of a registry",
    re.compile(rf"(?<![\w.}}/-])/(?:{'|'.join(FOLDERS)})/[\w.]"): "a path of one machine",
    re.compile(rf"\b(?:{'|'.join(NOTES)})\b"): "something left to do",
    re.compile(r"^[ \t]*--(?:index|extra-index|find-links|trusted)", re.MULTILINE): "an index",
    re.compile(r"^(?:<{7}|>{7}|={7})(?: |$)", re.MULTILINE): "a conflict left in",
}


def faults(text: str) -> list[str]:
    """What may not stand in the repository, each as `line: fault`."""
    found = [
        (text.count("\n", 0, hit.start()) + 1, why)
        for pattern, why in REFUSED.items()
        for hit in pattern.finditer(text)
    ]
    return [f"{line}: {why}" for line, why in sorted(found)]


def texts() -> list[Path]:
    """The project's files that people read."""
    return [p for p in project_files() if p.suffix in TEXT or p.name in NAMES_WITHOUT_ENDING]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see " + "https://" + REGISTRIES[0] + "/simple", ["1: the address of a registry"]),
        ("\n--extra-index-" + "url file:here", ["2: an index"]),
        ("in /" + "home/ada/desk", ["1: a path of one machine"]),
        ("cd '/" + "work/main'", ["1: a path of one machine"]),
        ("# " + NOTES[0] + ": later", ["1: something left to do"]),
        ("<" * 7 + " HEAD", ["1: a conflict left in"]),
        ("the /desk/work/ and a.example/home/page", []),
        ("a home/page, to do", []),
        ("=======", ["1: a conflict left in"]),
        ("========", []),
    ],
)
def test_a_word_that_may_not_stand_is_found(text: str, found: list[str]) -> None:
    assert faults(text) == found


def test_nothing_speaks_of_a_machine_a_registry_or_work_left() -> None:
    found = [
        f"{name_of(path)}:{fault}"
        for path in texts()
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_text_files_end_with_a_line_end_and_hold_no_stray_spaces() -> None:
    found = []
    for path in texts():
        text = path.read_bytes()
        if text and (not text.endswith(b"\n") or text.endswith(b"\n\n")):
            found.append(f"{name_of(path)}: its end")
        if b"\r" in text or (b"\t" in text and path.suffix == ".py"):
            found.append(f"{name_of(path)}: a tab or carriage return")
    assert found == []


def test_every_text_file_is_read_by_this_rule() -> None:
    """A file of an unknown kind is no text (a picture, a model, a compiled catalogue), or this rule would pass it by."""
    others = {p.suffix for p in project_files() if p not in texts()}
    assert others <= {".bin", ".mo", ".pem", ".png", ".ico", ".typed", ".woff2", ".webmanifest"}
