"""`factcheck claim vectors`, and the program without the extra it needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.cli.test_reviews import bridge, lines, write
from tests.domain.test_review_feeds import REVIEW
from tests.meanings import write_model

SETTING = "FACTCHECK_EMBEDDINGS"
WITHOUT_NUMPY = """
import sys
sys.modules["numpy"] = None  # as if it were not installed: importing it raises
import factcheck.serving
from factcheck.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def archive(desk_shell: Shell, tmp_path: Path) -> Shell:
    """A desk with two imported reviews."""
    desk_shell.ok("reviews", "import", write(tmp_path, lines(REVIEW, bridge())))
    return desk_shell


@pytest.fixture
def model(tmp_path: Path) -> str:
    pytest.importorskip("numpy", reason="the extra nlp is not installed")
    return str(write_model(tmp_path / "model"))


def similar(shell: Shell, text: str, **environ: str) -> dict[str, float]:
    """What is found, with its scores."""
    found = json.loads(shell.ok("claim", "similar", text, "--json", **environ))
    return {match["id"]: match["score"] for match in found["matches"]}


def test_each_claim_is_read_once_and_counts_from_then_on(archive: Shell, model: str) -> None:
    by_words = similar(archive, "the bridge is closed")
    assert similar(archive, "the bridge is closed", **{SETTING: model}) == by_words
    said = archive.ok("claim", "vectors", "--json", **{SETTING: model})
    told = json.loads(said)
    assert told.pop("model").startswith("bert-8-")
    assert told == {"texts": 2, "read": 2, "forgotten": 0}
    assert archive.ok("claim", "vectors", **{SETTING: model}) == (
        "0 of 2 claims and reviews were read; the rest had been before.\n"
    )
    by_meaning = similar(archive, "the bridge is closed", **{SETTING: model})
    assert by_meaning["bridge"] != by_words["bridge"]
    assert set(by_meaning) >= set(by_words)
    assert similar(archive, "the bridge is closed") == by_words, "without the setting as before"


def test_without_the_setting_there_is_nothing_to_read_with(archive: Shell) -> None:
    assert archive.refused("claim", "vectors") == (
        "FACTCHECK_EMBEDDINGS is empty: name the folder of a model with it."
    )


@pytest.mark.parametrize("command", [("claim", "vectors"), ("claim", "similar", "a bridge")])
def test_a_folder_that_holds_no_model_is_named(
    archive: Shell, tmp_path: Path, command: tuple[str, ...]
) -> None:
    said = archive.refused(*command, code=2, **{SETTING: str(tmp_path)})
    assert said == f"FACTCHECK_EMBEDDINGS names {tmp_path}, where there is no model.safetensors."


def test_without_numpy_similar_claims_are_found_by_their_words(archive: Shell) -> None:
    found = without_numpy(archive, "claim", "similar", "the bridge is closed", "--json")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["matches"][0]["id"] == "bridge"


def test_without_numpy_a_model_is_refused_and_the_extra_named(archive: Shell, model: str) -> None:
    found = without_numpy(archive, "claim", "similar", "a bridge", **{SETTING: model})
    assert found.returncode == 2
    assert found.stderr.splitlines()[0] == (
        "factcheck: FACTCHECK_EMBEDDINGS is set, and numpy is not installed: "
        "install factcheck[nlp], or leave it empty."
    )
    assert "Traceback" not in found.stderr


def without_numpy(shell: Shell, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    settings = {"FACTCHECK_HOME": str(shell.home), **shell.environ, **environ}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY, *words],
        env={**os.environ, **settings},
        capture_output=True,
        check=False,
        text=True,
    )
