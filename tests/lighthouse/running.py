"""Lighthouse as one function: its four figures for a page, and what it found below full marks.

`make lighthouse` installs it from npm, each package by its hash; it drives the Chromium of this machine, and asks
nothing but the page it is given.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import find_browser

FOLDER = Path(__file__).parent
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
NODE = 20  # the oldest release it is known to work with
SECONDS = 240
TIMED = "performance"  # moves with the machine's other work; the others say the same each time
CATEGORIES = (TIMED, "accessibility", "best-practices", "seo")
# What the page is opened with; the machine reaches no other host while it looks.
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)


@dataclass(frozen=True)
class Report:
    """What it says of one page: points of 100 by category, and each audit that cost some, with its finding."""

    points: dict[str, int]
    found: list[str]


def missing() -> str:
    """Why it cannot be run; '' where it can."""
    node = shutil.which("node")
    if node is None:
        return "there is no node"
    said = subprocess.run(
        [node, "--version"], capture_output=True, check=False, text=True, timeout=60
    )
    if int(said.stdout.removeprefix("v").partition(".")[0] or 0) < NODE:
        return f"node is older than {NODE}: {said.stdout.strip()}"
    if not find_browser():
        return "there is no Chromium"
    return "" if PROGRAM.is_file() else "not installed: make lighthouse does it"


def look_at(address: str, folder: Path, categories: Sequence[str] = CATEGORIES) -> Report:
    """Its report on one page, as a phone on a slow line gets it.  Raises `RuntimeError` where it fails itself."""
    told = folder / "report.json"
    command = [
        shutil.which("node") or "node",
        str(PROGRAM),
        address,
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={CHROMIUM}",
        "--output=json",
        f"--output-path={told}",
        "--no-enable-error-reporting",
        "--quiet",
    ]
    ran = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": find_browser(), "CI": "1"},
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    if ran.returncode != 0 or not told.is_file():
        raise RuntimeError(f"Lighthouse failed on {address}: {ran.stderr[-2_000:]}")
    return read(json.loads(told.read_text(encoding="utf-8")))


def read(said: dict[str, Any]) -> Report:
    """The report in its own JSON.  A category it could not judge has no points at all."""
    if said.get("runtimeError"):
        raise RuntimeError(f"Lighthouse failed: {said['runtimeError'].get('message')}")
    points = {
        name: round((category["score"] or 0) * 100) for name, category in said["categories"].items()
    }
    return Report(points, [line for name in said["categories"] for line in _lost(said, name)])


def _lost(said: dict[str, Any], name: str) -> list[str]:
    """The audits of a category that cost points."""
    lines = []
    for one in said["categories"][name]["auditRefs"]:
        audit = said["audits"][one["id"]]
        if one["weight"] and audit["score"] is not None and audit["score"] < 1:
            seen = audit.get("displayValue") or audit["title"]
            where = [
                item.get("node", {}).get("snippet") or item.get("url", "") for item in _items(audit)
            ]
            lines.append(f"{name}: {one['id']} ({seen}) {' '.join(filter(None, where))}".rstrip())
    return lines


def _items(audit: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (audit.get("details") or {}).get("items") or []
    return found[:5]
