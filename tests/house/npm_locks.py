"""The packages of npm with a hash each, and without the addresses npm would write beside them.

`python -m tests.house.npm_locks` makes the lock files anew from the package.json beside them (`make requirements`).
What asks for whatever is the latest of something gets a version under `overrides` there: npm takes no other from a lock
without addresses.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house.tree import ROOT

FOLDERS = (ROOT / "tests" / "conformance", ROOT / "tests" / "lighthouse")
LOCK = "package-lock.json"
# Beside the version, the hash and what a package needs, npm writes where it is had and who may be paid for it.
LEFT_OUT = frozenset({"resolved", "funding"})
ASKED = "--package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund --silent"


def plain(lock: dict[str, dict[str, dict[str, object]]]) -> str:
    """The lock file without an address."""
    for package in lock["packages"].values():
        for name in LEFT_OUT & package.keys():
            del package[name]
    return json.dumps(lock, indent=1, ensure_ascii=False) + "\n"


def renew(folder: Path) -> None:
    """Look up every version that package.json leaves open, and write down the hashes.

    Elsewhere, since npm takes what is installed beside the file as it lies there, without its hash.
    """
    with TemporaryDirectory(prefix="factcheck-npm-") as bare:
        shutil.copy(folder / "package.json", bare)
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "install", *ASKED.split()], cwd=bare, check=True)
        made = json.loads((Path(bare) / LOCK).read_text(encoding="utf-8"))
    (folder / LOCK).write_text(plain(made), encoding="utf-8")


if __name__ == "__main__":
    for one in FOLDERS:
        renew(one)
        sys.stdout.write(f"{one.relative_to(ROOT)}/{LOCK}\n")
