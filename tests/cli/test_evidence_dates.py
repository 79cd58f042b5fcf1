"""`factcheck evidence stamp` has days dated now; `verify` names each date that does not fit; `export` carries dates."""

import json
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from factcheck.adapters.blobs import Blobs
from factcheck.keeping import blobs_of
from factcheck.models import DayManifest, Stamp
from tests import factories
from tests.archives import validate_wacz
from tests.authority import Authority, no_token, serving
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.cli.test_evidence import bring_report, keep_page
from tests.stores import spoil

ADDRESS = "http://dates.test/tsr"
DAY = "2026-11-20"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("one"), "One")


@pytest.fixture
def blobs(sqlite_newsroom: Newsroom) -> Blobs:
    return blobs_of(sqlite_newsroom.database.settings)


@pytest.fixture
def claim_id(sqlite_newsroom: Newsroom, blobs: Blobs) -> int:
    """A claim with two copies that were kept on one day."""
    claim_id = factories.claim(sqlite_newsroom)
    factories.log(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    keep_page(sqlite_newsroom, blobs, claim_id)
    bring_report(sqlite_newsroom, blobs, claim_id)
    return claim_id


@pytest.fixture
def shell(sqlite_newsroom: Newsroom, one: Authority, claim_id: int) -> Iterator[Shell]:
    """The desk's shell, with an authority that works."""
    settings = sqlite_newsroom.database.settings
    with serving(one) as site:
        yield Shell(
            settings.home,
            {
                "FACTCHECK_DATABASE_URL": settings.database_url,
                "FACTCHECK_TIMESTAMP_AUTHORITIES": ADDRESS,
                "FACTCHECK_TIMESTAMP_CERTIFICATES": str(one.root),
                "FACTCHECK_FETCH_STAND_INS": f"dates.test={site.place[0]}:{site.place[1]}",
            },
        )


def verified(shell: Shell) -> dict[str, object]:
    result = shell.type("evidence", "verify", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == (0 if found["holds"] and not found["dates"]["faults"] else 1)
    return found["dates"]  # type: ignore[no-any-return]


# ── stamp ────────────────────────────────────────────────────────────────────────────────────────


def test_every_day_that_is_over_is_dated_now(shell: Shell, sqlite_newsroom: Newsroom) -> None:
    found = shell.json("evidence", "stamp")
    assert found["made"] == [DAY]
    (token,) = found["tokens"]
    assert (token["day"], token["authority"], token["state"]) == (DAY, ADDRESS, "dated")
    dated = datetime.fromisoformat(token["dated_at"])
    assert abs((datetime.now(UTC) - dated).total_seconds()) < 60
    again = shell.json("evidence", "stamp", "--day", DAY)
    assert again == {"made": [], "tokens": [token]}
    assert sqlite_newsroom.count(Stamp) == 1
    shown = shell.ok("evidence", "stamp")
    assert [line.split()[:3] for line in shown.splitlines()] == [
        ["DAY", "AUTHORITY", "STATE"], [DAY, ADDRESS, "dated"],
    ]  # fmt: skip


def test_a_token_that_was_not_had_is_told_and_asked_for_again(
    shell: Shell, one: Authority, sqlite_newsroom: Newsroom
) -> None:
    with serving(one, no_token) as site:
        place = f"dates.test={site.place[0]}:{site.place[1]}"
        result = shell.type("evidence", "stamp", "--json", FACTCHECK_FETCH_STAND_INS=place)
    assert result.exit_code == 1
    assert "factcheck: 1 token was not had." in result.stderr
    (token,) = json.loads(result.stdout)["tokens"]
    assert (token["state"], token["failure"]) == ("waiting", "What it sent is no timestamp.")
    assert shell.json("evidence", "stamp")["tokens"][0]["state"] == "dated"
    shell.ok("jobs", "run", "--once")
    assert sqlite_newsroom.count(Stamp) == 1


def test_a_day_that_is_none_or_not_over_is_refused_and_nothing_is_written(
    shell: Shell, sqlite_newsroom: Newsroom
) -> None:
    result = shell.type("evidence", "stamp", "--day", "tomorrow")
    assert (result.exit_code, "--day takes a day as 2026-11-22." in result.stderr) == (2, True)
    assert "2999-01-01 is not over yet" in shell.refused("evidence", "stamp", "--day", "2999-01-01")
    assert sqlite_newsroom.count(DayManifest) == 0


def test_authorities_and_their_certificates_are_needed(
    shell: Shell, tmp_path: Path, one: Authority
) -> None:
    said = shell.refused("evidence", "stamp", code=2, FACTCHECK_TIMESTAMP_AUTHORITIES="")
    assert said.endswith("FACTCHECK_TIMESTAMP_AUTHORITIES names no authority to ask.")
    said = shell.refused("evidence", "stamp", code=2, FACTCHECK_TIMESTAMP_CERTIFICATES="")
    assert "set FACTCHECK_TIMESTAMP_CERTIFICATES" in said
    leaf = str(one.folder / "tsa.pem")
    said = shell.refused("evidence", "stamp", code=2, FACTCHECK_TIMESTAMP_CERTIFICATES=leaf)
    assert said.endswith("holds no root certificate in PEM.")
    said = shell.refused("evidence", "stamp", code=2, FACTCHECK_TIMESTAMP_AUTHORITIES="ftp://x/")
    assert "must be http:// or https:// addresses, not 'ftp://x/'" in said


# ── verify ───────────────────────────────────────────────────────────────────────────────────────


def test_dates_that_fit_are_counted(shell: Shell) -> None:
    shell.ok("evidence", "stamp")
    assert verified(shell) == {"manifests": 1, "tokens": 1, "faults": []}
    assert shell.ok("evidence", "verify").endswith("Every date fits: 1 day, 1 token.\n")


def alter(newsroom: Newsroom, statement: str, **values: object) -> None:
    """What somebody with the database in her hands could do."""
    with newsroom.database.writer.begin() as connection:
        for name in ("stamp_dated", "day_manifest_no_update", "manifest_entry_no_update",
                     "manifest_entry_no_delete", "history_no_update"):  # fmt: skip
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        connection.execute(text(statement), values)


def test_a_token_of_another_list_is_named(
    shell: Shell, sqlite_newsroom: Newsroom, blobs: Blobs, one: Authority
) -> None:
    shell.ok("evidence", "stamp")
    with sqlite_newsroom.read() as session:
        row = session.scalars(select(DayManifest)).one()
        old = blobs.get(row.digest)
    other = old.replace(b"day 2026-11-20", b"day 2026-11-21")
    digest = blobs.put(other)
    alter(sqlite_newsroom, "INSERT INTO blob SELECT :digest, size, content_type, kept_at FROM blob WHERE digest = :old",
          digest=digest, old=row.digest)  # fmt: skip
    alter(sqlite_newsroom, "UPDATE day_manifest SET digest = :digest, day = '2026-11-21'", digest=digest)  # fmt: skip
    assert verified(shell)["faults"] == [
        {"day": "2026-11-21", "authority": ADDRESS, "sentence": "The token does not fit what was sent."}
    ]  # fmt: skip
    result = shell.type("evidence", "verify")
    assert "factcheck: 1 of 1 day, 1 token do not fit." in result.stderr
    assert ADDRESS in result.stdout


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE stamp SET serial = '77'", "The token says another time or number than the desk’s own list."),
        ("DELETE FROM manifest_entry WHERE digest = (SELECT min(digest) FROM manifest_entry)",
         "It names other copies than the desk’s own list."),
        ("UPDATE history SET hash = previous_hash WHERE seq = (SELECT history_seq FROM day_manifest)",
         "The history was another one: its row {seq} was altered since."),
        ("UPDATE day_manifest SET day = '2026-11-19'", "These bytes are no manifest of this day."),
    ],
    ids="serial copies history day".split(),
)  # fmt: skip
def test_whatever_does_not_fit_is_named(
    shell: Shell, sqlite_newsroom: Newsroom, statement: str, sentence: str
) -> None:
    shell.ok("evidence", "stamp")
    with sqlite_newsroom.read() as session:
        seq = session.scalars(select(DayManifest.history_seq)).one()
    alter(sqlite_newsroom, statement)
    (fault,) = verified(shell)["faults"]  # type: ignore[misc]
    assert fault["sentence"] == sentence.format(seq=seq)


def test_bytes_of_a_date_that_drifted_are_named_for_what_they_are(
    shell: Shell, sqlite_newsroom: Newsroom, blobs: Blobs
) -> None:
    shell.ok("evidence", "stamp")
    with sqlite_newsroom.read() as session:
        manifest = session.scalars(select(DayManifest.digest)).one()
        token = session.scalars(select(Stamp)).one()
    assert token.digest
    assert token.chain_digest
    for digest in (manifest, token.digest, token.chain_digest):
        spoil(blobs, digest, b"another")
    result = shell.type("evidence", "verify", "--json")
    assert result.exit_code == 1
    whats = {one["digest"]: one["places"] for one in json.loads(result.stdout)["faults"]}
    nowhere = {"claim": None, "evidence": None, "snapshot": None}
    assert whats == {
        manifest: [{**nowhere, "what": "manifest"}],
        token.digest: [{**nowhere, "what": "token"}],
        token.chain_digest: [{**nowhere, "what": "certificates"}],
    }


def test_what_belongs_to_a_date_is_never_cleared_away(shell: Shell) -> None:
    shell.ok("evidence", "stamp")
    assert shell.ok("evidence", "gc", "--yes") == "All that is kept belongs to something.\n"


# ── export ───────────────────────────────────────────────────────────────────────────────────────


def test_the_export_carries_lists_and_tokens_that_a_stranger_checks(
    shell: Shell, claim_id: int, tmp_path: Path
) -> None:
    shell.ok("evidence", "stamp")
    path = tmp_path / "out.wacz"
    shell.ok("evidence", "export", str(claim_id), "-o", str(path))
    assert validate_wacz(path) == 0
    names = {"LIST.txt": f"dates/{DAY}-manifest.txt", "TOKEN.tsr": f"dates/{DAY}-1.tsr",
             "CERTIFICATES.pem": f"dates/{DAY}-1.pem"}  # fmt: skip
    with zipfile.ZipFile(path) as package:
        listed = {one["path"] for one in json.loads(package.read("datapackage.json"))["resources"]}
        assert set(names.values()) <= listed
        for name, inside in names.items():
            (tmp_path / name).write_bytes(package.read(inside))
    checked = subprocess.run(
        "openssl ts -verify -data LIST.txt -in TOKEN.tsr -CAfile CERTIFICATES.pem".split(),
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, "Verification: OK" in checked.stdout + checked.stderr) == (0, True)


def test_a_lost_date_keeps_nobody_from_the_copies(
    shell: Shell, claim_id: int, sqlite_newsroom: Newsroom, blobs: Blobs, tmp_path: Path
) -> None:
    shell.ok("evidence", "stamp")
    with sqlite_newsroom.read() as session:
        blobs.delete(session.scalars(select(Stamp.digest)).one() or "")
    path = tmp_path / "out.wacz"
    shell.ok("evidence", "export", str(claim_id), "-o", str(path))
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if name.startswith("dates/")]
