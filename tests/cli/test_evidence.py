"""`factcheck evidence`: verify names what drifted, export writes a valid WACZ, gc removes what is nobody's."""

import hashlib
import json
import os
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.adapters.blobs import Blobs, open_blobs
from factcheck.adapters.fetching import Fetched
from factcheck.adapters.warc import upload_address, write_warc
from factcheck.keeping import blobs_of
from factcheck.models import HistoryRow, Snapshot
from factcheck.services import evidence, kept, snapshots
from factcheck.services.snapshots import Bytes, Captured
from tests import factories
from tests.archives import check_warc, validate_wacz
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.stores import key_of, make_bucket, s3_server, spoil

AT = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
PAGE, REPORT = b"<title>Accounts</title>", b"%PDF-1.7 accounts"
ADDRESS = "https://harbour.example/accounts"
ASKED = b"GET /accounts HTTP/1.1\r\nHost: harbour.example\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
TELL = "Tell an administrator: factcheck evidence verify."


def put(blobs: Blobs, data: bytes, kind: str) -> Bytes:
    return Bytes(blobs.put(data), len(data), kind)


def keep_page(newsroom: Newsroom, blobs: Blobs, claim_id: int) -> tuple[str, str]:
    """A copy of evidence 1, as the job keeps it; the digests of the page and of its WARC."""
    page = Fetched(
        ADDRESS, ADDRESS, AT, 200, (), "text/html", "", PAGE, (), "192.0.2.7", ASKED, HEAD, PAGE
    )
    body, warc = put(blobs, PAGE, "text/html"), put(blobs, write_warc(page), "application/warc")
    text = put(blobs, b"Accounts", "text/plain")
    given = Captured(body=body, warc=warc, text=text, reached_address=ADDRESS, fetched_at=AT)
    with newsroom.work() as work:
        waiting = work.session.scalar(select(Snapshot.id).where(Snapshot.state == "waiting"))
        assert waiting is not None
        what = snapshots.awaited(work.session, waiting)
        assert what is not None
        assert snapshots.keep(work, waiting, what, given)
    return body.digest, warc.digest


def bring_report(newsroom: Newsroom, blobs: Blobs, claim_id: int) -> str:
    """A file somebody brought as another copy of evidence 1; its digest."""
    given = Captured(body=put(blobs, REPORT, "application/pdf"), file_name="accounts.pdf")
    with newsroom.work(newsroom.carla) as work:
        snapshots.bring_upload(work, claim_id, 1, given)
    return given.body.digest


@pytest.fixture
def claim_id(newsroom: Newsroom) -> int:
    claim_id = factories.claim(newsroom)
    factories.log(newsroom, claim_id, newsroom.carla)
    return claim_id


@pytest.fixture
def blobs(newsroom: Newsroom) -> Blobs:
    return blobs_of(newsroom.database.settings)


def age(newsroom: Newsroom, digest: str, hours: float = 2) -> None:
    path = newsroom.database.settings.home / "blobs" / key_of(digest)
    os.utime(path, (time.time() - hours * 3_600,) * 2)


def told(newsroom: Newsroom, event: str) -> list[tuple[int | None, int | None, str]]:
    with Session(newsroom.database.reader) as session:
        those = select(HistoryRow).where(HistoryRow.event == event).order_by(HistoryRow.seq)
        rows = session.scalars(those).all()
        return [(row.actor_id, row.claim_id, row.detail) for row in rows]


# ── verify ───────────────────────────────────────────────────────────────────────────────────────


def test_what_is_all_as_it_was_kept_verifies(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    assert desk_shell.ok("evidence", "verify") == (
        "Every byte is what was kept: 0 blobs, 0 bytes.\n"
    )
    _, warc = keep_page(newsroom, blobs, claim_id)
    bring_report(newsroom, blobs, claim_id)
    size = len(PAGE) + len(REPORT) + len(b"Accounts") + blobs.check(warc)
    assert desk_shell.ok("evidence", "verify") == (
        f"Every byte is what was kept: 4 blobs, {size / 1_000:.1f} kB.\n"
    )
    assert desk_shell.json("evidence", "verify") == {
        "holds": True, "blobs": 4, "bytes": size, "faults": [],
        "unclaimed": {"blobs": 0, "bytes": 0}, "dates": {"manifests": 0, "tokens": 0, "faults": []},
    }  # fmt: skip


def test_what_drifted_is_cut_or_missing_is_named_with_where_it_belongs(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    page, warc = keep_page(newsroom, blobs, claim_id)
    report = bring_report(newsroom, blobs, claim_id)
    spoil(blobs, page, PAGE.replace(b"A", b"a"))
    spoil(blobs, warc, blobs.get(warc)[:-1])
    blobs.delete(report)
    result = desk_shell.type("evidence", "verify")
    assert result.exit_code == 1
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["CLAIM", "EVIDENCE", "COPY", "WHAT", "DIGEST", "FAULT"],
        *sorted(
            (
                [str(claim_id), "1", "1", "original", page, "altered"],
                [str(claim_id), "1", "1", "archive", warc, "cut"],
                [str(claim_id), "1", "2", "original", report, "missing"],
            ),
            key=lambda row: row[4],
        ),
    ]
    assert "factcheck: 3 of 4 blobs, " in result.stderr
    assert " are not what was kept.\n" in result.stderr
    result = desk_shell.type("evidence", "verify", "--json")
    assert result.exit_code == 1
    found = {one["digest"]: one for one in json.loads(result.stdout)["faults"]}
    assert {digest: one["fault"] for digest, one in found.items()} == {
        page: "altered", warc: "cut", report: "missing",
    }  # fmt: skip
    assert found[page]["places"] == [
        {"claim": claim_id, "evidence": 1, "snapshot": 1, "what": "original"}
    ]
    assert found[page]["sentence"] == (
        f"The kept bytes {page[:19]}… are altered. Their SHA-256 is another one now. {TELL}"
    )


def test_bytes_of_several_copies_are_named_with_each_of_them(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    report = bring_report(newsroom, blobs, claim_id)
    assert bring_report(newsroom, blobs, claim_id) == report
    blobs.delete(report)
    (fault,) = json.loads(desk_shell.type("evidence", "verify", "--json").stdout)["faults"]
    assert [one["snapshot"] for one in fault["places"]] == [2, 3]


def test_what_belongs_to_nothing_is_no_fault_and_is_told(
    desk_shell: Shell, blobs: Blobs, newsroom: Newsroom
) -> None:
    blobs.put(b"nobody's")
    said = desk_shell.ok("evidence", "verify")
    assert said.splitlines()[1] == "1 blob, 8 bytes belong to nothing: factcheck evidence gc"
    assert desk_shell.json("evidence", "verify")["unclaimed"] == {"blobs": 1, "bytes": 8}


def test_a_bucket_is_verified_and_exported_as_a_folder_is(
    newsroom: Newsroom, desk_shell: Shell, claim_id: int, tmp_path: Path
) -> None:
    with s3_server() as endpoint:
        make_bucket(endpoint, "desk")
        desk_shell.environ["FACTCHECK_BLOB_URL"] = url = f"s3://desk/kept?endpoint={endpoint}"
        blobs = open_blobs(url, tmp_path)
        page, _ = keep_page(newsroom, blobs, claim_id)
        assert desk_shell.json("evidence", "verify")["holds"]
        desk_shell.ok("evidence", "export", str(claim_id), "-o", str(tmp_path / "out.wacz"))
        assert validate_wacz(tmp_path / "out.wacz") == 0
        spoil(blobs, page, b"another page")
        (fault,) = json.loads(desk_shell.type("evidence", "verify", "--json").stdout)["faults"]
        assert (fault["digest"], fault["fault"]) == (page, "cut")


def test_a_bad_address_of_a_store_is_wrong_use(desk_shell: Shell, newsroom: Newsroom) -> None:
    said = desk_shell.refused("evidence", "verify", code=2, FACTCHECK_BLOB_URL="ftp://x")
    assert said.startswith("FACTCHECK_BLOB_URL: The address of a store looks like s3://")


# ── export ───────────────────────────────────────────────────────────────────────────────────────


def test_a_claims_evidence_goes_out_as_one_valid_file_and_the_history_says_so(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int, tmp_path: Path
) -> None:
    _, warc = keep_page(newsroom, blobs, claim_id)
    report = bring_report(newsroom, blobs, claim_id)
    path = tmp_path / "out.wacz"
    said = desk_shell.ok("evidence", "export", str(claim_id), "-o", str(path))
    digest = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    assert said == f"{path}: 2 copies, {digest}\n"
    assert told(newsroom, "evidence:exported") == [(None, claim_id, f"2 copies, {digest}")]
    assert validate_wacz(path) == 0
    with zipfile.ZipFile(path) as package:
        assert package.read("archive/evidence-1-copy-1.warc.gz") == blobs.get(warc)
        for name in package.namelist()[:2]:
            package.extract(name, tmp_path)
            assert check_warc(tmp_path / name) == 0
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()[1:]]
        described = json.loads(package.read("datapackage.json"))
    assert [(page["url"], page["title"]) for page in pages] == [
        (ADDRESS, "Evidence 1, copy 1: Annual accounts of the harbour"),
        (upload_address(report), "Evidence 1, copy 2: Annual accounts of the harbour"),
    ]
    assert (described["title"], described["description"]) == (
        f"Evidence of claim {claim_id}",
        factories.CLAIM.statement,
    )
    assert list(tmp_path.glob(".out.wacz*")) == []


def test_without_a_name_the_file_is_called_after_the_claim(
    newsroom: Newsroom,
    desk_shell: Shell,
    blobs: Blobs,
    claim_id: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    keep_page(newsroom, blobs, claim_id)
    desk_shell.ok("evidence", "export", str(claim_id))
    assert (tmp_path / f"claim-{claim_id}.wacz").exists()


def test_nothing_goes_out_when_one_byte_is_wrong(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int, tmp_path: Path
) -> None:
    _, warc = keep_page(newsroom, blobs, claim_id)
    bring_report(newsroom, blobs, claim_id)
    spoilt = bytearray(blobs.get(warc))
    spoilt[-1] ^= 1
    spoil(blobs, warc, bytes(spoilt))
    before = sorted(tmp_path.iterdir())
    said = desk_shell.refused("evidence", "export", str(claim_id), "-o", str(tmp_path / "out.wacz"))
    assert (
        said == f"The kept bytes {warc[:19]}… are altered. Their SHA-256 is another one now. {TELL}"
    )
    assert sorted(tmp_path.iterdir()) == before
    assert told(newsroom, "evidence:exported") == []


def test_what_cannot_be_exported_is_refused(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int, tmp_path: Path
) -> None:
    path = str(tmp_path / "out.wacz")
    assert desk_shell.refused("evidence", "export", "999", "-o", path) == "No such claim."
    assert desk_shell.refused("evidence", "export", str(claim_id), "-o", path) == (
        f"No copy of the evidence of claim {claim_id} is kept."
    )
    keep_page(newsroom, blobs, claim_id)
    Path(path).write_text("mine")
    assert desk_shell.refused("evidence", "export", str(claim_id), "-o", path) == (
        f"{path} exists already; name another file with -o."
    )
    assert Path(path).read_text() == "mine"
    assert told(newsroom, "evidence:exported") == []


def test_withdrawn_evidence_stays_at_the_desk(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int, tmp_path: Path
) -> None:
    keep_page(newsroom, blobs, claim_id)
    with newsroom.work(newsroom.carla) as work:
        evidence.withdraw(work, claim_id, 1, 1, "It was the wrong year.")
    said = desk_shell.refused("evidence", "export", str(claim_id), "-o", str(tmp_path / "o.wacz"))
    assert said == f"No copy of the evidence of claim {claim_id} is kept."


# ── gc ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_belongs_to_nothing_is_removed_and_the_history_says_so(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    page, warc = keep_page(newsroom, blobs, claim_id)
    mine = blobs.put(b"nobody's")
    for digest in (page, warc, mine):
        age(newsroom, digest)
    said = desk_shell.ok("evidence", "gc", "--yes")
    assert said.splitlines() == ["BYTES  DIGEST", f"8      {mine}", "Removed 1 blob, 8 bytes."]
    assert mine not in dict(blobs.sizes())
    assert len(dict(blobs.sizes())) == 3
    assert desk_shell.json("evidence", "verify")["holds"]
    assert told(newsroom, "store:cleared") == [(None, None, f"1 blob, 8 bytes: {mine}")]
    assert desk_shell.ok("evidence", "gc", "--yes") == "All that is kept belongs to something.\n"
    assert len(told(newsroom, "store:cleared")) == 1


def test_whatever_is_removed_is_named_however_much_it_is(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    bring_report(newsroom, blobs, claim_id)
    mine = sorted(blobs.put(b"nobody's %d" % number) for number in range(kept.NAMED + 1))
    for digest in mine:
        age(newsroom, digest)
    desk_shell.ok("evidence", "gc", "--yes")
    entries = [detail.split(": ", 1) for _, _, detail in told(newsroom, "store:cleared")]
    assert [count.split(",")[0] for count, _ in entries] == ["100 blobs", "1 blob"]
    assert [name for _, names in entries for name in names.split(", ")] == mine


def test_bytes_of_the_last_hour_stay(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    report = bring_report(newsroom, blobs, claim_id)
    young, renewed = blobs.put(b"on its way"), blobs.put(b"put again")
    age(newsroom, young, 0.9)
    age(newsroom, renewed, 5)
    blobs.put(b"put again")
    assert desk_shell.ok("evidence", "gc", "--yes") == "All that is kept belongs to something.\n"
    assert dict(blobs.sizes()).keys() == {report, young, renewed}


@pytest.mark.parametrize(("answer", "is_kept"), [("n\n", True), ("", True), ("y\n", False)])
def test_nothing_is_removed_unless_somebody_agrees(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int, answer: str, is_kept: bool
) -> None:
    bring_report(newsroom, blobs, claim_id)
    mine = blobs.put(b"nobody's")
    age(newsroom, mine)
    result = desk_shell.type("evidence", "gc", stdin=answer)
    assert "Remove 1 blob, 8 bytes? [y/N]" in result.stdout
    assert result.exit_code == int(is_kept)
    assert (mine in dict(blobs.sizes())) is is_kept
    assert bool(told(newsroom, "store:cleared")) is not is_kept


def test_what_killed_writers_left_is_removed_as_well(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    bring_report(newsroom, blobs, claim_id)
    left = newsroom.database.settings.home / "blobs" / "unfinished" / "0123"
    left.write_bytes(b"half of")
    assert "Removed" not in desk_shell.ok("evidence", "gc")
    os.utime(left, (time.time() - 7_200,) * 2)
    said = desk_shell.ok("evidence", "gc")
    assert said.splitlines()[0] == "Removed 1 file of writers that were killed."
    assert not left.exists()


def test_a_store_of_which_the_database_knows_nothing_is_left_alone(
    newsroom: Newsroom, desk_shell: Shell, blobs: Blobs, claim_id: int
) -> None:
    others = {blobs.put(b"another desk's"), blobs.put(b"its accounts")}
    left = newsroom.database.settings.home / "blobs" / "unfinished" / "0123"
    left.write_bytes(b"half of")
    os.utime(left, (time.time() - 7_200,) * 2)
    for digest in others:
        age(newsroom, digest)
    assert desk_shell.refused("evidence", "gc", "--yes") == (
        "None of the 2 kept blobs in this store belongs to this database; "
        "it is probably another desk's store. Nothing was removed."
    )
    assert dict(blobs.sizes()).keys() == others
    assert left.exists()
    assert told(newsroom, "store:cleared") == []
    bring_report(newsroom, blobs, claim_id)
    assert "Removed 2 blobs, 26 bytes." in desk_shell.ok("evidence", "gc", "--yes")
