"""The wheel, installed into an empty environment, does what the checkout does, from any folder."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.slow


def run(*command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    found = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "", **settings},
        capture_output=True,
        check=False,
        text=True,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that holds the wheel; what it depends on is lent by this one."""
    folder = tmp_path_factory.mktemp("installed")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder))
    run(sys.executable, *build, folder=ROOT)
    (wheel,) = folder.glob("*.whl")
    home = folder / "env"
    run(sys.executable, "-m", "venv", "--without-pip", str(home), folder=folder)
    python = home / ("Scripts" if os.name == "nt" else "bin") / Path(sys.executable).name
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(str(python), "-c", where, folder=folder).stdout.strip())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    install = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", str(wheel))
    run(sys.executable, "-m", "pip", "--python", str(python), "install", *install, folder=folder)
    return python.parent


def test_the_demo_is_made_from_any_folder(environment: Path, tmp_path: Path) -> None:
    home = tmp_path / "desk"
    printed = run(
        str(environment / "factcheck"), "demo", "--no-serve",
        folder=tmp_path, FACTCHECK_HOME=str(home),
    ).stdout  # fmt: skip
    assert "Mara (demo editor)" in printed
    assert "Password of all of them: " in printed
    assert f"Data: {home / 'demo'}" in printed
    claims = run(
        str(environment / "factcheck"), "claim", "list", "--state", "published",
        folder=tmp_path, FACTCHECK_HOME=str(home / "demo"),
    ).stdout  # fmt: skip
    assert len(claims.splitlines()) == 11, "a head and ten claims"


def test_its_pages_are_the_wheels_own(environment: Path, tmp_path: Path) -> None:
    code = (
        "import factcheck; from factcheck.config import read_settings;"
        "from factcheck.db import Database; from factcheck import schema;"
        "settings = read_settings(secret_key='x' * 40); database = Database(settings);"
        "schema.upgrade(database); app = factcheck.create_app(settings, database);"
        "print(factcheck.__file__, app.test_client().get('/').status_code)"
    )
    found = run(
        str(environment / Path(sys.executable).name), "-c", code,
        folder=tmp_path, FACTCHECK_HOME=str(tmp_path / "desk"),
    )  # fmt: skip
    file, status = found.stdout.split()
    assert Path(file).is_relative_to(environment.parent)
    assert status == "200"


def test_it_knows_its_version_and_runs_as_a_module(environment: Path, tmp_path: Path) -> None:
    said = run(str(environment / "factcheck"), "--version", folder=tmp_path).stdout
    assert said.startswith("factcheck ")
    python = str(environment / Path(sys.executable).name)
    assert run(python, "-m", "factcheck", "--version", folder=tmp_path).stdout == said
