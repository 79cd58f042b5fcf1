"""The wheel carries templates, migrations and seeds, and works from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from factcheck import resources
from tests.house.tree import ROOT, files, name_of, project_files

CARRIED = {
    "templates/": "factcheck/_templates/",
    "migrations/": "factcheck/_migrations/",
    "seeds/": "factcheck/_seeds/",
    "factcheck/": "factcheck/",
}
AT_HOME = ("tests/", ".ci/", "Makefile", "requirements", "pyproject.toml")

pytestmark = pytest.mark.slow


def place_in_wheel(name: str) -> str:
    """Where a file of the repository lies in the wheel; empty when it stays at home."""
    for folder, carried in CARRIED.items():
        if name.startswith(folder):
            return carried + name.removeprefix(folder)
    return ""


def missing(names: set[str]) -> list[str]:
    """The files of the repository that a wheel with these names should carry and does not."""
    wanted = {place_in_wheel(name_of(path)) for path in project_files()} - {""}
    return sorted(wanted - names)


def out_of_place(names: set[str]) -> list[str]:
    """What a wheel carries beside the package and its own description."""
    allowed = ("factcheck/", "factcheck-")
    return sorted(
        name
        for name in names
        if not name.startswith(allowed) or "__pycache__" in name or name.endswith(".sqlite3")
    )


def run(*command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **environ},
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `make wheel` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    built = run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), folder=ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel alone was installed."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_file_that_is_not_carried_is_missed(wheel: Path) -> None:
    page = files(".html", under=("templates",))[0]
    carried = place_in_wheel(name_of(page))
    assert carried.startswith("factcheck/_templates/")
    assert missing(names(wheel) - {carried}) == [carried]


def test_a_file_that_should_have_stayed_at_home_is_found() -> None:
    stray = {"factcheck/db.py", "factcheck-0.1.0.dist-info/METADATA", "tests/conftest.py"}
    assert out_of_place(stray) == ["tests/conftest.py"]


def test_the_wheel_carries_all_that_the_program_needs(wheel: Path) -> None:
    assert missing(names(wheel)) == []


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    assert out_of_place(names(wheel)) == []
    assert not [name for name in names(wheel) if name.startswith(AT_HOME)]


def test_the_wheel_names_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "factcheck = factcheck.cli:main" in archive.read(points).decode()


def test_the_installed_program_finds_its_folders_from_anywhere(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "from factcheck import resources as r;"
        "print(r.templates_folder(), r.migrations_folder(), r.seeds_folder(), sep='\\n')"
    )
    found = run("-c", code, folder=tmp_path, PYTHONPATH=str(installed))
    assert found.returncode == 0, found.stderr
    package = installed / "factcheck"
    assert found.stdout.splitlines() == [
        str(package / name) for name in ("_templates", "_migrations", "_seeds")
    ]


def test_the_installed_command_makes_a_database_from_anywhere(
    installed: Path, tmp_path: Path
) -> None:
    code = "from factcheck.cli import main; main()"
    home = tmp_path / "desk"
    settings = {"PYTHONPATH": str(installed), "FACTCHECK_HOME": str(home)}
    found = run("-c", code, "db", "upgrade", folder=tmp_path, **settings)
    assert found.returncode == 0, found.stdout + found.stderr
    assert (home / "factcheck.sqlite3").stat().st_size > 0


def test_the_checkout_finds_its_folders_at_its_top_level() -> None:
    assert resources.templates_folder() == ROOT / "templates"
    assert resources.migrations_folder() == ROOT / "migrations"
    assert resources.seeds_folder() == ROOT / "seeds"


def test_a_folder_that_is_nowhere_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="'seeds' is neither in"):
        resources._folder("seeds", tmp_path)
