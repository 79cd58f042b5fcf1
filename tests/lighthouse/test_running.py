"""What is read from a report of Lighthouse, and when it cannot be run."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.lighthouse import running
from tests.lighthouse.running import read


def said(score: float | None = 1, **more: Any) -> dict[str, Any]:
    """A report with one category of two audits, of which one counts."""
    refs = [{"id": "meta-description", "weight": 1}, {"id": "is-crawlable", "weight": 0}]
    audits = {
        "meta-description": {"score": score, "title": "No description", **more},
        "is-crawlable": {"score": 0, "title": "Not crawlable"},
    }
    return {"categories": {"seo": {"score": score, "auditRefs": refs}}, "audits": audits}


def test_full_marks_leave_nothing_to_find() -> None:
    report = read(said())
    assert (report.points, report.found) == ({"seo": 100}, [])


def test_what_cost_points_is_named_with_its_place() -> None:
    details = {"items": [{"node": {"snippet": '<a href="/">'}}, {"url": "/static/a.css"}, {}]}
    report = read(said(0.5, displayValue="2 links", details=details))
    assert report.points == {"seo": 50}
    assert report.found == ['seo: meta-description (2 links) <a href="/"> /static/a.css']


def test_what_could_not_be_judged_has_no_points() -> None:
    assert read(said(None)).points == {"seo": 0}


def test_a_page_that_could_not_be_loaded_is_a_failure() -> None:
    with pytest.raises(RuntimeError, match="no answer"):
        read({**said(), "runtimeError": {"code": "NO_FCP", "message": "no answer"}})


def test_a_program_that_fails_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failed = subprocess.CompletedProcess(["node"], 1, "", "no Chromium here")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(RuntimeError, match="no Chromium here"):
        running.look_at("http://127.0.0.1:1/", tmp_path)


@pytest.mark.parametrize(
    ("version", "browser", "why"),
    [
        ("v18.20.1\n", "/usr/bin/chromium", "node is older than 20: v18.20.1"),
        ("v22.1.0\n", "", "there is no Chromium"),
        ("v22.1.0\n", "/usr/bin/chromium", "not installed: make lighthouse does it"),
    ],
)
def test_the_reason_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, browser: str, why: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/node")
    answer = subprocess.CompletedProcess(["node"], 0, version, "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    monkeypatch.setattr(running, "find_browser", lambda: browser)
    monkeypatch.setattr(running, "PROGRAM", tmp_path / "index.js")
    assert running.missing() == why


def test_without_node_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert running.missing() == "there is no node"
