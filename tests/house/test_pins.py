"""The pins are exact, hashed, complete and of one mind, and name no place to fetch them from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

FILES = ["requirements.txt", "requirements-dev.txt"]
PIN = re.compile(
    r"^(?P<wanted>[^\s#\\][^\\\n]*==[^\\\n]*)\\\n"  # flask==3.1.3 \
    r"(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)
COMMENT = re.compile(r"^\s*#.*\n", re.MULTILINE)


def pins(text: str) -> list[Requirement]:
    """The requirements of a pinned file; `ValueError` for anything that is no pin with hashes."""
    rest = COMMENT.sub("", PIN.sub("", text)).strip()
    if rest:
        raise ValueError(f"not a pin with its hashes: {rest.splitlines()[0]}")
    return [Requirement(hit["wanted"]) for hit in PIN.finditer(text)]


def read(name: str) -> list[Requirement]:
    return pins((ROOT / name).read_text(encoding="utf-8"))


def wanted_by_project() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by the file that must pin it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    groups = project["dependency-groups"]
    runtime = [*project["project"]["dependencies"], *extras["postgresql"], *groups["build"]]
    return {
        "requirements.txt": [Requirement(text) for text in runtime],
        "requirements-dev.txt": [Requirement(text) for text in [*runtime, *groups["dev"]]],
    }


@pytest.mark.parametrize(
    "line",
    [
        "flask>=3.1.3\n",
        "flask==3.1.3\n",
        "--find-links here\n",
        "flask @ file:here/flask.whl\n",
        "flask==3.1.3 \\\n    --hash=md5:0ef0\n",
    ],
)
def test_a_line_that_is_no_pin_with_hashes_is_found(line: str) -> None:
    good = "# why\nclick==8.5.1 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0" * 64 + "\n"
    assert [str(pin) for pin in pins(good)] == ['click==8.5.1; sys_platform == "win32"']
    with pytest.raises(ValueError, match="not a pin"):
        pins(good + line)


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    assert len(read(name)) > 30
    assert all(re.fullmatch(r"==[\w.!+]+", str(pin.specifier)) for pin in read(name))


@pytest.mark.parametrize("name", FILES)
def test_everything_the_project_asks_for_is_pinned_above_its_floor(name: str) -> None:
    pinned = {canonicalize_name(pin.name): pin for pin in read(name)}
    for wanted in wanted_by_project()[name]:
        pin = pinned.get(canonicalize_name(wanted.name))
        assert pin is not None, f"{wanted.name} is not pinned: run make requirements"
        (version,) = [each.version for each in pin.specifier]
        assert wanted.specifier.contains(version, prereleases=True), f"{pin} is under its floor"
        assert bool(wanted.marker) <= bool(pin.marker), f"{wanted.name} lost its platforms"


def test_the_tests_run_with_the_versions_of_the_program() -> None:
    assert {str(pin) for pin in read(FILES[0])} <= {str(pin) for pin in read(FILES[1])}


def test_every_recipe_of_the_makefile_says_what_it_does() -> None:
    makefile = Path(ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    explained = re.findall(r"^([a-z-]+):[^#\n]*## \w.+", makefile, re.MULTILINE)
    assert sorted(phony[1].split()) == sorted(explained)
