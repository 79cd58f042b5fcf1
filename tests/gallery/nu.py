"""The Nu HTML Checker of npm's `vnu-jar` as one function: what it says of pages, style sheets and drawings.

`make validators` installs it; it reads files, and nothing is fetched while it runs.  Java takes a second to start, so
that everything is given to one process at once.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.validators import FOLDER

JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# Of the version that package.json names: what is run is what was looked at when it was pinned.
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
JAVA = 11  # the oldest release it runs on
SECONDS = 240
# Read while the tests are gathered: when they run, no setting of the person at the keyboard is left.
IS_REQUIRED = os.environ.get("FACTCHECK_REQUIRE_JAVA") == "1"


@dataclass(frozen=True)
class Told:
    """One thing the checker says: of which file, where, and whether it is an `error` or a `warning`."""

    file: str
    line: int
    level: str
    message: str
    extract: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}: {self.extract}"


def missing() -> str:
    """Why the checker cannot be asked; '' where it can."""
    java = shutil.which("java")
    if java is None:
        return "there is no java"
    said = subprocess.run(
        [java, "-version"], capture_output=True, check=False, text=True, timeout=60
    )
    if said.returncode != 0:
        return f"java does not run: {said.stderr.strip()[:200]}"
    if _release(said.stderr) < JAVA:
        return f"java is older than {JAVA}: {said.stderr.partition(chr(10))[0]}"
    return "" if JAR.is_file() else "not installed, run make validators: vnu-jar"


def _release(said: str) -> int:
    """The release in what `java -version` says: 17 of `openjdk version "17.0.15"`, 8 of `"1.8.0"`."""
    numbers = said.partition('"')[2].partition('"')[0].removeprefix("1.")
    digits = numbers.partition(".")[0].partition("-")[0]
    return int(digits) if digits.isdigit() else 0


def require() -> None:
    """Skip the test with the reason, or fail it where the checker has to be there."""
    why = missing()
    if why and IS_REQUIRED:
        pytest.fail(f"FACTCHECK_REQUIRE_JAVA=1, and {why}")
    if why:
        pytest.skip(why)
    assert sha256(JAR.read_bytes()).hexdigest() == SHA256, "vnu.jar is not the one that was pinned"


def told_of(files: Sequence[Path]) -> list[Told]:
    """All it says of these files, in one run; style sheets and drawings are checked as what they are."""
    java = shutil.which("java") or "java"
    flags = ["--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    ran = subprocess.run(
        [java, "-Xss2m", "-jar", str(JAR), *flags, *map(str, files)],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert ran.returncode == 0, ran.stderr
    return [_read(one) for one in json.loads(ran.stderr)["messages"]]


def _read(said: dict[str, Any]) -> Told:
    level = "warning" if said.get("subType") == "warning" else str(said["type"])
    return Told(
        file=str(said.get("url", "")).rpartition("/")[2],
        line=int(said.get("lastLine", 0)),
        level=level,
        message=str(said["message"]),
        extract=" ".join(str(said.get("extract", "")).split()),
    )
