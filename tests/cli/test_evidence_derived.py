"""`factcheck evidence` and what was derived: verified, never cleared, exported for a restricted original."""

import json
import zipfile
from pathlib import Path

from factcheck.adapters.blobs import Blobs
from factcheck.domain.derived import Circle, DerivedKind
from factcheck.services import derived, restrictions, snapshots
from tests.archives import blocks_of, validate_wacz
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.cli.test_evidence import age, blobs, bring_report, claim_id, put
from tests.stores import spoil

__all__ = ["blobs", "claim_id"]  # the fixtures


def derive(newsroom: Newsroom, blobs: Blobs, claim_id: int, number: int) -> str:
    """The digest of a part that was cut out of a copy of evidence 1."""
    made = put(blobs, b"a part", "image/png")
    with newsroom.work(newsroom.carla) as work:
        copy = snapshots.one(work.session, claim_id, 1, number)
        derived.make(work, copy, DerivedKind.CROP, {"areas": [[0, 0, 1, 1]]}, made)
    return made.digest


def test_what_was_derived_is_verified_named_and_never_cleared(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    bring_report(newsroom, blobs, claim_id)
    part = derive(newsroom, blobs, claim_id, 2)
    age(newsroom, part)
    assert desk_shell.json("evidence", "verify")["blobs"] == 2
    assert desk_shell.ok("evidence", "gc") == "All that is kept belongs to something.\n"
    spoil(blobs, part, b"A part")
    (fault,) = json.loads(desk_shell.type("evidence", "verify", "--json").stdout)["faults"]
    assert fault["places"] == [{"claim": claim_id, "evidence": 1, "snapshot": 2, "what": "derived"}]


def test_where_an_original_is_restricted_what_was_derived_goes_out_in_its_place(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int, tmp_path: Path
) -> None:
    bring_report(newsroom, blobs, claim_id)
    derive(newsroom, blobs, claim_id, 2)
    with newsroom.work(newsroom.carla) as work:
        restrictions.restrict(work, claim_id, 1, Circle.LEGAL, "It names a child.")
    path = tmp_path / "out.wacz"
    desk_shell.ok("evidence", "export", str(claim_id), "-o", str(path))
    assert validate_wacz(path) == 0
    with zipfile.ZipFile(path) as package:
        archive = tmp_path / "out.warc.gz"
        (name,) = (one for one in package.namelist() if one.startswith("archive/"))
        archive.write_bytes(package.read(name))
    assert name == "archive/evidence-1-copy-2-derived-1.warc.gz"
    assert b"a part" in blocks_of(archive)
