"""Where the validators of npm are missing the tests say so; where they have to be there, that is a failure."""

import shutil
from pathlib import Path

import pytest

from tests.conformance import validators


def test_without_node_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert validators.missing() == "there is no node"


def test_without_the_packages_the_recipe_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if shutil.which("node") is None:
        pytest.skip("there is no node")
    monkeypatch.setattr(validators, "FOLDER", tmp_path)
    assert validators.missing().startswith("not installed, run make validators: @adobe/")


@pytest.mark.parametrize(
    ("is_required", "outcome"), [(True, pytest.fail.Exception), (False, pytest.skip.Exception)]
)
def test_it_is_a_skip_or_where_it_is_required_a_failure(
    monkeypatch: pytest.MonkeyPatch, is_required: bool, outcome: type[BaseException]
) -> None:
    monkeypatch.setattr(validators, "IS_REQUIRED", is_required)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(outcome, match="there is no node"):
        validators.require()
