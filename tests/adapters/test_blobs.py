"""Kept bytes: what was put is what is got, in a folder and in a bucket, or it is said what is wrong with it."""

import hashlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from factcheck.adapters import blobs as store
from factcheck.adapters.blobs import NO_ANSWER, BadBlob, BadBlobStore, Blobs, open_blobs
from factcheck.config import BadSetting, read_settings
from factcheck.keeping import blobs_of, require_usable
from tests.stores import key_of, make_bucket, s3_server, spoil

PAGE = b"<title>Quay</title>"
DIGEST = "sha256:" + hashlib.sha256(PAGE).hexdigest()
NAMES = count(1)
TELL = "Tell an administrator: factcheck evidence verify."


@pytest.fixture(scope="module")
def bucket_server() -> Iterator[str]:
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture(params=["folder", "bucket"])
def open_again(
    request: pytest.FixtureRequest, tmp_path: Path, bucket_server: str
) -> Callable[[], Blobs]:
    """Opens the same store every time it is called, as another process would."""
    if request.param == "folder":
        return lambda: open_blobs("", tmp_path)
    name = f"desk-{next(NAMES)}"
    make_bucket(bucket_server, name)
    return lambda: open_blobs(f"s3://{name}/kept/here?endpoint={bucket_server}", tmp_path)


@pytest.fixture
def blobs(open_again: Callable[[], Blobs]) -> Blobs:
    return open_again()


def fault_of(blobs: Blobs, digest: str, size: int | None = None) -> BadBlob:
    with pytest.raises(BadBlob) as bad:
        blobs.get(digest, size)
    return bad.value


# ── What is put is what is got ───────────────────────────────────────────────────────────────────


def test_what_was_put_is_got_back_by_its_digest_by_another_process_as_well(open_again):
    assert open_again().put(PAGE) == DIGEST
    assert open_again().get(DIGEST) == PAGE
    assert open_again().check(DIGEST, len(PAGE)) == len(PAGE)
    assert list(open_again().sizes()) == [(DIGEST, len(PAGE))]


@given(data=st.binary(max_size=300))
@budget(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_bytes_come_back_as_they_were(blobs, data):
    assert blobs.get(blobs.put(data), len(data)) == data


def test_the_same_bytes_are_kept_once(blobs):
    assert {blobs.put(PAGE) for _ in range(3)} == {DIGEST}
    assert list(blobs.sizes()) == [(DIGEST, len(PAGE))]


def test_large_bytes_are_read_in_pieces(blobs, monkeypatch):
    monkeypatch.setattr(store, "PIECE", 1_000)
    data = os.urandom(2_500)
    digest = blobs.put(data)
    assert [len(piece) for piece in blobs.pieces(digest)] == [1_000, 1_000, 500]
    assert blobs.get(digest) == data


def test_two_writers_at_once_keep_one_blob(open_again):
    data, errors = os.urandom(200_000), []
    start = threading.Barrier(4)

    def write() -> None:
        try:
            own = open_again()
            start.wait(10)
            for _ in range(5):
                assert own.get(own.put(data)) == data
        except Exception as error:  # noqa: BLE001  told below
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert [size for _, size in open_again().sizes()] == [len(data)]


def test_what_is_deleted_is_gone_and_may_be_deleted_again(blobs):
    blobs.put(PAGE)
    blobs.delete(DIGEST)
    blobs.delete(DIGEST)
    assert list(blobs.sizes()) == []
    assert blobs.kept_at(DIGEST) is None


def test_the_store_knows_when_a_blob_was_put(blobs):
    before = datetime.now(UTC) - timedelta(seconds=2)
    blobs.put(PAGE)
    at = blobs.kept_at(DIGEST)
    assert at is not None
    assert before <= at <= datetime.now(UTC) + timedelta(seconds=2)
    assert [one.at for one in blobs.kept()] == [at]


def test_a_blob_that_is_put_again_much_later_counts_as_young_again(tmp_path):
    blobs = open_blobs("", tmp_path)
    blobs.put(PAGE)
    path = tmp_path / "blobs" / key_of(DIGEST)
    os.utime(path, (time.time() - 7_200,) * 2)
    assert blobs.kept_at(DIGEST) < datetime.now(UTC) - timedelta(hours=1)
    blobs.put(PAGE)
    assert blobs.kept_at(DIGEST) > datetime.now(UTC) - timedelta(minutes=1)


# ── What is not what it was ──────────────────────────────────────────────────────────────────────


def test_a_flipped_byte_is_an_error_and_an_alarm_and_never_the_bytes(blobs, caplog):
    blobs.put(PAGE)
    spoil(blobs, DIGEST, PAGE.replace(b"Q", b"q"))
    with caplog.at_level(logging.ERROR, "factcheck.adapters.blobs"):
        bad = fault_of(blobs, DIGEST, len(PAGE))
    assert (bad.fault, bad.digest) == ("altered", DIGEST)
    assert bad.sentence == (
        f"The kept bytes {DIGEST[:19]}… are altered. Their SHA-256 is another one now. {TELL}"
    )
    assert [record.getMessage() for record in caplog.records] == [f"{DIGEST}: {bad.sentence}"]


def test_cut_bytes_are_called_cut_where_their_size_is_known(blobs):
    blobs.put(PAGE)
    spoil(blobs, DIGEST, PAGE[:5])
    assert fault_of(blobs, DIGEST, len(PAGE)).sentence == (
        f"The kept bytes {DIGEST[:19]}… are cut. 5 of 19 bytes are left. {TELL}"
    )
    assert fault_of(blobs, DIGEST).fault == "altered"


def test_a_longer_blob_is_altered(blobs):
    blobs.put(PAGE)
    spoil(blobs, DIGEST, PAGE + b"!")
    assert fault_of(blobs, DIGEST, len(PAGE)).fault == "altered"


def test_a_missing_blob_is_said_to_be_missing(blobs, caplog):
    assert fault_of(blobs, DIGEST).fault == "missing"
    assert f"{DIGEST}: The kept bytes {DIGEST[:19]}… are missing." in caplog.text


@pytest.mark.parametrize("wrong", [PAGE[:5], PAGE.replace(b"Q", b"q"), b""])
def test_a_spoilt_blob_is_made_whole_when_its_bytes_are_put_again(blobs, wrong):
    blobs.put(PAGE)
    spoil(blobs, DIGEST, wrong)
    assert blobs.put(PAGE) == DIGEST
    assert blobs.get(DIGEST, len(PAGE)) == PAGE


@pytest.mark.parametrize(
    "name", ["", "sha256:", "sha256:" + "0" * 63, DIGEST.upper(), "sha256:../../../etc/passwd"]
)
def test_a_name_that_is_no_digest_leads_nowhere(blobs, name):
    for ask in (blobs.get, blobs.delete, blobs.kept_at):
        with pytest.raises(ValueError, match="no digest"):
            ask(name)


def test_what_is_no_blob_is_not_listed(tmp_path):
    blobs = open_blobs("", tmp_path)
    blobs.put(PAGE)
    folder = tmp_path / "blobs" / "sha256"
    (folder / "ab").mkdir()
    (folder / "ab" / "notes.txt").write_text("mine")
    (folder / "ab" / DIGEST[7:]).write_bytes(PAGE)
    assert [digest for digest, _ in blobs.sizes()] == [DIGEST]


# ── A folder and its power cuts ──────────────────────────────────────────────────────────────────

DIES = """
import os, signal, sys
from pathlib import Path
from factcheck.adapters.blobs import open_blobs
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "fsync":
    os.fsync = die
else:
    Path.replace = die
open_blobs("", Path(sys.argv[1])).put(b"x" * 1_000_000)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills the way POSIX does")
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_writer_killed_in_the_middle_leaves_nothing_that_looks_kept(tmp_path, step):
    died = subprocess.run([sys.executable, "-c", DIES, tmp_path, step], timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    blobs, data = open_blobs("", tmp_path), b"x" * 1_000_000
    assert list(blobs.sizes()) == []
    assert blobs.get(blobs.put(data)) == data


def test_what_killed_writers_left_is_cleared_once_it_is_old(tmp_path):
    blobs = open_blobs("", tmp_path)
    blobs.put(PAGE)
    left = tmp_path / "blobs" / "unfinished" / "0123"
    left.write_bytes(b"half of")
    assert blobs.clear_unfinished(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert left.exists()
    assert blobs.clear_unfinished(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert not left.exists()
    assert blobs.get(DIGEST) == PAGE


def test_bytes_and_their_name_are_on_the_disk_before_they_are_acknowledged(tmp_path, monkeypatch):
    done = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(
        os,
        "fsync",
        lambda number: (
            done.append(
                Path(f"/proc/self/fd/{number}").readlink()
                if Path("/proc/self/fd").exists()
                else "?"
            ),
            sync(number),
        )[1],
    )
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (done.append("named"), replace(path, to))[1]
    )
    open_blobs("", tmp_path).put(PAGE)
    named = done.index("named")
    assert len(done[:named]) >= 2  # the folders that were new, and the bytes
    assert len(done[named + 1 :]) == 1  # the name


@pytest.mark.skipif(os.name != "posix", reason="rights the way POSIX has them")
def test_nobody_else_may_look_into_the_folder(tmp_path):
    open_blobs("", tmp_path).put(PAGE)
    assert (tmp_path / "blobs").stat().st_mode & 0o077 == 0


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "desk", "http://storage.example/desk", "s3://", "s3:///desk", "s3://key:secret@desk", "file://host/x",
        "file:///", "s3://desk?endpoint=", "s3://desk?endpoint=ftp://storage.example", "s3://desk?acl=public",
        "s3://desk#part",
    ],
)  # fmt: skip
def test_an_address_that_is_no_store_is_refused_at_the_start(tmp_path, url):
    with pytest.raises(BadSetting) as refused:
        blobs_of(read_settings({"FACTCHECK_BLOB_URL": url}, home=tmp_path))
    assert str(refused.value) == (
        "FACTCHECK_BLOB_URL: The address of a store looks like s3://bucket/prefix, "
        "s3://bucket?endpoint=https://storage.example or file:///folder."
    )


def test_a_folder_elsewhere_may_be_named(tmp_path):
    settings = read_settings({"FACTCHECK_BLOB_URL": f"file://{tmp_path}/else"}, home=tmp_path)
    blobs_of(settings).put(PAGE)
    assert (tmp_path / "else" / key_of(DIGEST)).read_bytes() == PAGE


def test_a_folder_that_cannot_be_made_is_refused_at_the_start(tmp_path):
    (tmp_path / "blobs").write_text("in the way")
    with pytest.raises(BadSetting, match=r"^FACTCHECK_BLOB_URL: The folder .* cannot be made: "):
        require_usable(read_settings({}, home=tmp_path))


def test_a_bucket_that_does_not_exist_is_refused_at_the_start(tmp_path, bucket_server):
    url = f"s3://nowhere?endpoint={bucket_server}"
    with pytest.raises(
        BadSetting, match=r"^FACTCHECK_BLOB_URL: The store of kept copies does not answer: ."
    ):
        require_usable(read_settings({"FACTCHECK_BLOB_URL": url}, home=tmp_path))


def test_where_a_store_is_stands_in_the_log_and_not_in_the_sentence(tmp_path, caplog):
    blobs = open_blobs("", tmp_path)
    (tmp_path / "blobs" / "sha256").write_text("in the way")
    with (
        caplog.at_level(logging.ERROR, "factcheck.adapters.blobs"),
        pytest.raises(BadBlobStore) as bad,
    ):
        blobs.put(PAGE)
    assert bad.value.sentence == (
        "The store of kept copies does not answer. Try again later; "
        "an administrator finds the reason in the log."
    )
    assert str(bad.value) == bad.value.sentence
    assert str(tmp_path) in bad.value.said
    assert [record.getMessage() for record in caplog.records] == [bad.value.said]


def test_a_bucket_that_does_not_exist_is_told_by_the_same_sentence(tmp_path, bucket_server):
    with pytest.raises(BadBlobStore) as bad:
        open_blobs(f"s3://nowhere?endpoint={bucket_server}", tmp_path).put(PAGE)
    assert bad.value.sentence == NO_ANSWER
    assert "nowhere" not in bad.value.sentence


def test_an_empty_store_is_usable(blobs):
    blobs.require_usable()
    assert list(blobs.sizes()) == []
