"""Where the checker of pages is missing the tests say so; where it has to be there, that is a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gallery import nu
from tests.house.tree import ROOT


def speaks(monkeypatch: pytest.MonkeyPatch, said: str, status: int = 0) -> None:
    """Java is there and says this of its version."""
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/java")
    answer = subprocess.CompletedProcess(["java"], status, "", said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ('openjdk version "1.8.0_412"\n', 0, 'java is older than 11: openjdk version "1.8.0_412"'),
        ("Unable to locate a Java Runtime.", 1, "java does not run: Unable to locate a Java"),
        (
            'openjdk version "17.0.15" 2025-04-15\n',
            0,
            "not installed, run make validators: vnu-jar",
        ),
        ('openjdk version "25-ea" 2026-09-15\n', 0, "not installed, run make validators: vnu-jar"),
    ],
)
def test_the_reason_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, status: int, why: str
) -> None:
    speaks(monkeypatch, said, status)
    monkeypatch.setattr(nu, "JAR", tmp_path / "vnu.jar")
    assert nu.missing().startswith(why)
    assert "\n" not in nu.missing()


def test_a_jar_that_is_not_the_pinned_one_is_never_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    speaks(monkeypatch, 'openjdk version "17.0.15"')
    monkeypatch.setattr(nu, "JAR", tmp_path / "vnu.jar")
    nu.JAR.write_bytes(b"something else")
    with pytest.raises(AssertionError, match="not the one that was pinned"):
        nu.require()


@pytest.mark.parametrize(
    ("is_required", "outcome"), [(True, pytest.fail.Exception), (False, pytest.skip.Exception)]
)
def test_it_is_a_skip_or_where_it_is_required_a_failure(
    monkeypatch: pytest.MonkeyPatch, is_required: bool, outcome: type[BaseException]
) -> None:
    monkeypatch.setattr(nu, "IS_REQUIRED", is_required)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(outcome, match="there is no java"):
        nu.require()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("JAVA", "tests/gallery/test_nu.py::test_what_is_wrong_is_told"),
        ("NODE", "tests/conformance/test_foreign.py::test_what_either_refuses_our_judge_refuses"),
    ],
)
def test_what_the_run_of_all_checks_requires_fails_where_it_is_missing(
    tmp_path: Path, name: str, test: str
) -> None:
    """As `.ci/run` says it, by the environment, which the tests empty before the first of them runs."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path), f"FACTCHECK_REQUIRE_{name}": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"FACTCHECK_REQUIRE_{name}=1, and there is no {name.lower()}" in ran.stdout
