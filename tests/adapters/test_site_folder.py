"""A folder switched from one state of a site to the next: at once or not at all, whoever is killed meanwhile."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.adapters.site_folder import BadTarget, SiteFolder
from tests.house.tree import ROOT
from tests.killed_exports import NEW, OLD, export, served


def test_the_files_of_a_state_are_served_under_their_names(tmp_path: Path) -> None:
    export(tmp_path / "site", OLD)
    assert served(tmp_path / "site") == OLD
    export(tmp_path / "site", NEW)
    assert served(tmp_path / "site") == NEW


def test_files_that_did_not_change_are_the_same_ones_on_the_disk(tmp_path: Path) -> None:
    export(tmp_path, OLD)
    before = (tmp_path / "current/a/index.html").stat().st_ino
    export(tmp_path, NEW)
    assert (tmp_path / "current/a/index.html").stat().st_ino == before
    assert len(list((tmp_path / "generations").iterdir())) == 1


def test_putting_tells_what_differs_from_what_is_served(tmp_path: Path) -> None:
    export(tmp_path, OLD)
    place = SiteFolder(tmp_path)
    place.begin()
    assert [name for name, body in NEW.items() if place.put(name, body)] == [
        "index.html",
        "b/index.html",
        "c/d",
    ]
    place.end()
    assert served(tmp_path) == OLD


def test_a_file_that_somebody_spoilt_is_written_anew(tmp_path: Path) -> None:
    export(tmp_path, OLD)
    (tmp_path / "current/a/index.html").write_bytes(b"not the same")
    export(tmp_path, OLD)
    assert served(tmp_path) == OLD


def test_a_second_look_at_an_address_never_writes_into_a_shared_file(tmp_path: Path) -> None:
    export(tmp_path, OLD)
    place = SiteFolder(tmp_path)
    place.begin()
    place.put("a/index.html", OLD["a/index.html"])
    place.put("a/index.html", b"changed meanwhile")
    assert served(tmp_path) == OLD
    place.finish(["a/index.html"], {})
    place.end()
    assert served(tmp_path) == {"a/index.html": b"changed meanwhile"}


def test_where_there_are_no_hard_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    export(tmp_path, OLD)
    monkeypatch.setattr(os, "link", refuse)
    export(tmp_path, NEW)
    assert served(tmp_path) == NEW


def test_whoever_is_killed_leaves_the_old_state_or_the_new_one_and_the_next_export_is_whole(
    tmp_path: Path,
) -> None:
    program = [sys.executable, "-m", "tests.killed_exports", str(tmp_path / "site")]
    done = subprocess.run(
        program, cwd=ROOT, capture_output=True, check=True, text=True, timeout=120
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["killed"] for one in told] == [True] * (len(told) - 1) + [False]
    assert len(told) > 15
    states = [one["served"] for one in told]
    switched = states.index("new")
    assert states == ["old"] * switched + ["new"] * (len(told) - switched)
    assert 0 < switched < len(told) - 1
    for one in told:
        assert (one["after"], one["generations"], one["left"]) == (
            "new",
            1,
            ["current", "generations", "lock"],
        )


def test_two_exports_to_one_folder_do_not_meet(tmp_path: Path) -> None:
    first, second = SiteFolder(tmp_path), SiteFolder(tmp_path)
    first.begin()
    with pytest.raises(BadTarget) as refused:
        second.begin()
    assert refused.value.sentence == f"Another export to {tmp_path} is under way."
    first.end()
    second.begin()
    second.end()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(BadTarget, match="holds other files"):
        SiteFolder(tmp_path).begin()
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_before_the_first_export_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert SiteFolder(tmp_path / "site").read("_export/manifest.json") is None
    assert list(tmp_path.iterdir()) == []
