"""Two validators of npm as one function (V3): what `validators.js` says of pages, or why it cannot be asked.

`make validators` installs them; nothing of theirs is fetched while they run.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from factcheck.domain.claimreview_vocabulary import PROPERTIES

FOLDER = Path(__file__).parent
PACKAGES = (
    "@adobe/structured-data-validator",
    "@marbec/web-auto-extractor",
    "structured-data-testing-tool",
)
NODE = 20  # the oldest release that both are known to work with
SECONDS = 60
# Read while the tests are gathered: when they run, no setting of the person at the keyboard is left.
IS_REQUIRED = os.environ.get("FACTCHECK_REQUIRE_NODE") == "1"

# What our pages say of things that the judge does not look into, in the words of schema.org 30.0.
BESIDE = {
    "Organization": frozenset(("name", "url", "logo", "correctionsPolicy")),
    "Person": frozenset(("name", "url", "sameAs", "jobTitle")),
    "CorrectionComment": frozenset(("text", "datePublished")),
    "Dataset": PROPERTIES["CreativeWork"],
}


@dataclass(frozen=True)
class Said:
    """What both say of one page: the first asks for what must be there, the second looks words and ranges up.

    `asked` is how many questions the first had: none where it finds no ClaimReview.
    """

    asked: int
    failed: list[str]
    warnings: list[str]
    errors: list[str]
    unknown: list[str]


def missing() -> str:
    """Why the validators cannot be asked; '' where they can."""
    node = shutil.which("node")
    if node is None:
        return "there is no node"
    said = subprocess.run(
        [node, "--version"], capture_output=True, check=False, text=True, timeout=SECONDS
    )
    if int(said.stdout.removeprefix("v").partition(".")[0] or 0) < NODE:
        return f"node is older than {NODE}: {said.stdout.strip()}"
    absent = [one for one in PACKAGES if not (FOLDER / "node_modules" / one).is_dir()]
    return f"not installed, run make validators: {', '.join(absent)}" if absent else ""


def require() -> None:
    """Skip the test with the reason, or fail it where the validators have to be there."""
    why = missing()
    if why and IS_REQUIRED:
        pytest.fail(f"FACTCHECK_REQUIRE_NODE=1, and {why}")
    if why:
        pytest.skip(why)


def said_of(pages: Sequence[Path], folder: Path) -> list[Said]:
    """What they say of each page, in their order; `folder` takes the vocabulary."""
    words = folder / "vocabulary.json"
    words.write_text(json.dumps(vocabulary()), encoding="utf-8")
    node = shutil.which("node") or "node"
    ran = subprocess.run(
        [node, str(FOLDER / "validators.js"), str(words), *map(str, pages)],
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    assert ran.returncode == 0, ran.stderr
    return [_read(json.loads(line)) for line in ran.stdout.splitlines()]


def _read(said: dict[str, dict[str, list[str]]]) -> Said:
    issues: list[dict[str, str]] = said["vocabulary"]  # type: ignore[assignment]  # the one list among objects
    told: dict[str, list[str]] = {"ERROR": [], "WARNING": []}
    for one in issues:
        told[one["severity"]].append(one["message"])
    presence = said["presence"]
    return Said(
        asked=presence["asked"],  # type: ignore[arg-type]  # the one number among lists
        failed=presence["failed"],
        warnings=presence["warnings"],
        errors=told["ERROR"],
        unknown=[one for one in told["WARNING"] if "schema.org" in one],
    )


def vocabulary() -> dict[str, object]:
    """Types and properties in the shape of schema.org's own file, as far as our pages go."""
    types = {**PROPERTIES, **BESIDE}
    owners: dict[str, list[dict[str, str]]] = {}
    for kind, names in types.items():
        for name in sorted(names):
            owners.setdefault(name, []).append({"@id": f"schema:{kind}"})
    return {
        "@graph": [
            *({"@id": f"schema:{kind}", "@type": "rdfs:Class"} for kind in types),
            *(
                {"@id": f"schema:{name}", "@type": "rdf:Property", "schema:domainIncludes": of}
                for name, of in owners.items()
            ),
        ]
    }
