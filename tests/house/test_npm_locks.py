"""What is had from npm is pinned with hashes, complete and of one mind with what is asked for, and names no address."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.house.npm_locks import FOLDERS, LOCK, plain

NAMES = [folder.name for folder in FOLDERS]
HASH = re.compile(r"sha512-[0-9A-Za-z+/]{86}==")


def folder_of(name: str) -> Path:
    return next(folder for folder in FOLDERS if folder.name == name)


def lock_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder_of(name) / LOCK).read_text(encoding="utf-8"))
    return found


def asked_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder_of(name) / "package.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_package_has_a_version_and_a_hash(name: str) -> None:
    packages = {path: one for path, one in lock_of(name)["packages"].items() if path}
    assert packages
    assert [path for path, one in packages.items() if not HASH.fullmatch(one["integrity"])] == []
    assert [path for path, one in packages.items() if not one["version"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_file_of_pins_names_an_address(name: str) -> None:
    for file in ("package.json", LOCK):
        assert "://" not in (folder_of(name) / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_for_is_what_is_pinned(name: str) -> None:
    asked, packages = asked_of(name), lock_of(name)["packages"]
    wanted = {**asked["dependencies"], **asked.get("overrides", {})}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {one: packages[f"node_modules/{one}"]["version"] for one in wanted} == wanted


def test_addresses_and_payments_are_left_out_of_a_lock() -> None:
    package = {
        "version": "1.0.0",
        "resolved": "https://packages.example/a.tgz",
        "integrity": "sha512-x",
        "funding": {"url": "https://pay.example/"},
    }
    kept = json.loads(plain({"packages": {"node_modules/a": package}}))
    assert kept == {"packages": {"node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"}}}
