"""Kept pages as WARC: the very bytes of every exchange, with digests that hold, and `warcio check` finds no fault."""

import gzip
import hashlib
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from factcheck.adapters.fetching import Fetched, Hop, World, fetch
from factcheck.adapters.warc import upload_address, write_upload_warc, write_warc
from tests.archives import blocks_of, check_warc, records_of
from tests.house.tree import ROOT
from tests.web_sites import answer, web_site

PAGE = b"<title>Quay</title><p>The quay was closed.</p>"
AT = datetime(2025, 3, 1, 14, 2, 3, 456_789, tzinfo=UTC)
REQUEST = b"GET /a HTTP/1.1\r\nHost: news.test\r\n\r\n"


def digest_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def fetched(
    say: bytes | Callable[[socket.socket, bytes], None], address: str = "http://news.test/a"
) -> Fetched:
    with web_site(say) as site:
        return fetch(address, World(stand_ins={"news.test": site.place, "other.test": site.place}))


def as_file(folder: Path, warc: bytes) -> Path:
    path = folder / "kept.warc.gz"
    path.write_bytes(warc)
    return path


def made(head: bytes, sent: bytes, *hops: Hop) -> Fetched:
    return Fetched(
        "http://news.test/a", "http://news.test/a", AT, 200, (), "text/html", "", sent, hops,
        "192.0.2.7", REQUEST, head, sent,
    )  # fmt: skip


def test_a_page_is_kept_as_the_very_bytes_that_were_asked_and_answered(tmp_path):
    sent = answer(PAGE, "X-ODD :  two  spaces", "X-Seen: café".encode().decode("latin-1"))
    page = fetched(sent)
    path = as_file(tmp_path, write_warc(page, note="for claim 7"))
    assert check_warc(path) == 0
    assert [headers["WARC-Type"] for headers, _ in records_of(path)] == [
        "warcinfo", "request", "response", "metadata",
    ]  # fmt: skip
    _, request, response, _ = blocks_of(path)
    assert response == sent
    assert request == page.request
    assert request.startswith(b"GET /a HTTP/1.1\r\nHost: news.test\r\n")


def test_the_records_say_where_when_and_from_which_number_with_our_own_digests(tmp_path):
    page = fetched(answer(PAGE))
    path = as_file(tmp_path, write_warc(page))
    headers, payload = records_of(path)[2]
    assert payload == PAGE
    assert headers["WARC-Target-URI"] == "http://news.test/a"
    assert headers["WARC-Date"] == page.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert headers["WARC-IP-Address"] == "127.0.0.1"
    assert headers["WARC-Payload-Digest"] == digest_of(PAGE)
    assert headers["WARC-Block-Digest"] == digest_of(answer(PAGE))
    request = records_of(path)[1][0]
    assert request["WARC-Concurrent-To"] == headers["WARC-Record-ID"]
    for record, _ in records_of(path):
        assert {"WARC-Record-ID", "WARC-Date", "WARC-Type", "Content-Length"} <= record.keys()


def test_the_file_says_what_wrote_it_and_why(tmp_path):
    path = as_file(tmp_path, write_warc(fetched(answer(PAGE)), note="for claim 7\r\nfake: field"))
    headers, about = records_of(path)[0]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert about.startswith(f"software: factcheck {project['version']}\r\n".encode())
    assert about.endswith(b"description: for claim 7 fake: field\r\n")
    assert headers["WARC-Block-Digest"] == digest_of(about)
    assert path.read_bytes()[:2] == b"\x1f\x8b"


def test_every_redirect_is_an_exchange_of_its_own(tmp_path):
    def say(connection: socket.socket, head: bytes) -> None:
        moves = {b"/1": "Location: /2", b"/2": "Location: http://other.test/3"}
        move = moves.get(head.split()[1])
        connection.sendall(
            answer(b"<p>Moved</p>", move, status="301 Moved") if move else answer(PAGE)
        )

    page = fetched(say, "http://news.test/1")
    path = as_file(tmp_path, write_warc(page))
    assert check_warc(path) == 0
    responses = [
        (headers["WARC-Target-URI"], headers.get("WARC-Truncated", ""), payload)
        for headers, payload in records_of(path)
        if headers["WARC-Type"] == "response"
    ]
    assert responses == [
        ("http://news.test/1", "unspecified", b""),
        ("http://news.test/2", "unspecified", b""),
        ("http://other.test/3", "", PAGE),
    ]
    blocks = [block for block in blocks_of(path) if block.startswith(b"HTTP/1.1 301 Moved\r\n")]
    assert len(blocks) == 2
    assert b"\r\nLocation: /2\r\n" in blocks[0]
    requests = [block.split()[1] for block in blocks_of(path) if block.startswith(b"GET ")]
    assert requests == [b"/1", b"/2", b"/3"]


def test_a_page_in_chunks_keeps_its_chunks_and_the_digest_of_the_page_beside_them(tmp_path):
    chunked = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nThe\r\n5;x=y\r\n quay\r\n0\r\n\r\n"
    )
    page = fetched(chunked)
    path = as_file(tmp_path, write_warc(page))
    assert check_warc(path) == 0
    assert blocks_of(path)[2] == chunked
    assert records_of(path)[2][1] == b"The quay"
    facts = records_of(path)[3][1].decode()
    assert f"body-digest: {digest_of(b'The quay')}\r\nbody-length: 8\r\n" in facts


def test_what_a_server_says_after_its_chunks_is_kept_as_well(tmp_path):
    chunked = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nThe\r\n0\r\nX-End: yes\r\n\r\n"
    )
    page = fetched(chunked)
    path = as_file(tmp_path, write_warc(page))
    assert page.body == b"The"
    assert check_warc(path) == 0
    assert blocks_of(path)[2] == chunked


def test_what_a_server_says_before_the_answer_or_after_its_length_is_left_out(tmp_path):
    plain = answer(PAGE)
    page = fetched(b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" + plain + b"HTTP/1.1 666 more")
    path = as_file(tmp_path, write_warc(page))
    assert check_warc(path) == 0
    assert blocks_of(path)[2] == plain


def test_the_same_capture_makes_the_same_file():
    page = fetched(answer(PAGE))
    assert write_warc(page, note="a") == write_warc(page, note="a")
    assert write_warc(page, note="a") != write_warc(replace(page, body=b""), note="a")


HEADER = st.binary(max_size=40).map(lambda text: text.replace(b"\n", b"").replace(b"\r", b""))


@given(
    version=st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.0 404", b"HTTP/1.1 299 \xff\xe9t\xe9"]),
    headers=st.lists(HEADER.filter(bool), max_size=5),
    body=st.binary(max_size=400),
    end=st.sampled_from([b"\r\n", b"\n"]),
)
@budget(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_a_server_sends_the_archive_holds_it_and_checks(
    tmp_path, version, headers, body, end
):
    head = end.join((version, *headers, b"", b""))
    path = as_file(tmp_path, write_warc(made(head, body)))
    assert check_warc(path) == 0
    assert blocks_of(path)[2] == head + body


@given(data=st.binary(max_size=400), name=st.text(max_size=40))
@budget(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_file_somebody_brings_is_kept_as_a_resource(tmp_path, data, name):
    warc = write_upload_warc(data, "application/pdf", file_name=name, at=AT, note="for claim 7")
    path = as_file(tmp_path, warc)
    assert check_warc(path) == 0
    headers, payload = records_of(path)[1]
    assert payload == data
    assert headers["WARC-Type"] == "resource"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["WARC-Date"] == "2025-03-01T14:02:03.456789Z"
    assert headers["WARC-Target-URI"] == upload_address(digest_of(data))
    assert headers["WARC-Payload-Digest"] == digest_of(data)


def test_the_name_of_a_file_stands_beside_it(tmp_path):
    warc = write_upload_warc(b"%PDF-", "application/pdf", file_name="Quay 7.pdf", at=AT)
    facts = records_of(as_file(tmp_path, warc))[2]
    assert facts[1] == b"file-name: Quay 7.pdf\r\n"


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_the_tool_itself_checks_the_file_and_finds_a_flipped_byte(tmp_path, is_spoilt):
    warc = write_warc(fetched(answer(PAGE)))
    path = tmp_path / "kept.warc"
    path.write_bytes(gzip.decompress(warc))
    if is_spoilt:
        path.write_bytes(path.read_bytes().replace(b"The quay", b"The quey"))
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == int(is_spoilt), checked.stdout
    assert ("digest failed" in checked.stdout) is is_spoilt
    assert checked.stdout.count("digest pass") == 4 - is_spoilt
