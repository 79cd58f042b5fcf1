"""What the program calls itself, in captures and elsewhere, is the version that is installed."""

import tomllib

from factcheck.resources import VERSION
from tests.house.tree import ROOT


def test_the_program_and_its_package_name_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
