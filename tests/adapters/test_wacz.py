"""Several WARC files as one WACZ: the `wacz` package finds it valid, and each page is where the index says."""

import gzip
import io
import json
import os
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from factcheck.adapters.fetching import Fetched, Hop
from factcheck.adapters.wacz import Archive, sort_key, write_wacz
from factcheck.adapters.warc import write_upload_warc, write_warc
from tests.archives import check_warc, validate_wacz

AT = datetime(2025, 3, 1, 14, 2, 3, tzinfo=UTC)
PAGE = b"<title>Quay</title>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
ASK = b"GET / HTTP/1.1\r\nHost: news.test\r\n\r\n"


def page_warc(address: str, body: bytes = PAGE, *hops: Hop) -> bytes:
    return write_warc(
        Fetched(address, address, AT, 200, (), "text/html", "", body, hops, "192.0.2.7", ASK, HEAD, body)
    )  # fmt: skip


def archive(number: int, warc: bytes, address: str, title: str = "Quay") -> Archive:
    return Archive(f"evidence-{number}.warc.gz", [warc], address, AT, title)


def packed(folder: Path, *archives: Archive, title: str = "Claim 7") -> Path:
    path = folder / "claim.wacz"
    with path.open("wb") as stream:
        count = write_wacz(stream, archives, title=title, about="Kept", at=AT, tool="factcheck 0")
    assert count == len(archives)
    return path


def index_of(path: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as package:
        lines = package.read("indexes/index.cdx").decode().splitlines()
    assert lines == sorted(lines)
    return [json.loads(line.split(" ", 2)[2]) for line in lines]


def test_several_archives_become_one_package_that_is_valid(tmp_path, capsys):
    upload = write_upload_warc(b"%PDF-1.7", "application/pdf", file_name="a.pdf", at=AT)
    path = packed(
        tmp_path,
        archive(1, page_warc("https://www.news.test/a?b=2&a=1"), "https://www.news.test/a?b=2&a=1"),
        archive(2, upload, "urn:snapshot:sha256:0", "A report"),
    )
    assert validate_wacz(path) == 0
    assert "Validation succeeded, the passed WACZ is valid" in capsys.readouterr().out
    with zipfile.ZipFile(path) as package:
        assert package.namelist() == [
            "archive/evidence-1.warc.gz",
            "archive/evidence-2.warc.gz",
            "indexes/index.cdx",
            "pages/pages.jsonl",
            "datapackage.json",
            "datapackage-digest.json",
        ]
        assert package.read("archive/evidence-2.warc.gz") == upload
        assert {one.compress_type for one in package.infolist()[:2]} == {zipfile.ZIP_STORED}
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
        described = json.loads(package.read("datapackage.json"))
    assert pages[0] == {"format": "json-pages-1.0", "id": "pages", "title": "Claim 7"}
    assert [(page["url"], page["ts"], page["title"]) for page in pages[1:]] == [
        ("https://www.news.test/a?b=2&a=1", "2025-03-01T14:02:03Z", "Quay"),
        ("urn:snapshot:sha256:0", "2025-03-01T14:02:03Z", "A report"),
    ]
    assert (described["wacz_version"], described["created"]) == ("1.1.1", "2025-03-01T14:02:03Z")
    assert (described["title"], described["software"]) == ("Claim 7", "factcheck 0")


def test_the_index_leads_to_the_very_record(tmp_path):
    hop = Hop(AT, "http://news.test/old", 301, "/a", ASK,
              b"HTTP/1.1 301 Moved\r\nLocation: /a\r\nContent-Length: 9\r\n\r\n", "192.0.2.7")  # fmt: skip
    path = packed(
        tmp_path, archive(1, page_warc("http://news.test/a", PAGE, hop), "http://news.test/old")
    )
    found = {(one["url"], one["status"], one["mime"]): one for one in index_of(path)}
    assert found.keys() == {
        ("http://news.test/a", "200", "text/html"),
        ("http://news.test/old", "301", ""),
    }
    with zipfile.ZipFile(path) as package:
        for one in found.values():
            raw = package.read(f"archive/{one['filename']}")
            start = int(one["offset"])
            record = gzip.decompress(raw[start : start + int(one["length"])])
            assert record.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
            assert f"\r\nWARC-Target-URI: {one['url']}\r\n".encode() in record
            assert f"\r\nWARC-Payload-Digest: {one['digest']}\r\n".encode() in record


@given(bodies=st.lists(st.binary(max_size=300), max_size=4), title=st.text(max_size=30))
@budget(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
def test_whatever_is_kept_the_package_is_valid(tmp_path, bodies, title):
    path = packed(
        tmp_path,
        *(
            archive(
                number,
                page_warc(f"http://news.test/{number}", body),
                f"http://news.test/{number}",
                title,
            )
            for number, body in enumerate(bodies)
        ),
        title=title,
    )
    assert validate_wacz(path) == 0
    with zipfile.ZipFile(path) as package:
        for number in range(len(bodies)):
            package.extract(f"archive/evidence-{number}.warc.gz", tmp_path)
            assert check_warc(tmp_path / "archive" / f"evidence-{number}.warc.gz") == 0
    assert len(index_of(path)) == len(bodies)


def test_a_flipped_byte_makes_it_invalid(tmp_path, capsys):
    path = packed(tmp_path, archive(1, page_warc("http://news.test/a"), "http://news.test/a"))
    spoilt = tmp_path / "spoilt.wacz"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(spoilt, "w") as other:
        for name in package.namelist():
            data = package.read(name)
            other.writestr(name, data.replace(b"Quay", b"Quey") if "pages" in name else data)
    assert validate_wacz(spoilt) == 1
    assert "invalid package" in capsys.readouterr().out


class Nowhere(io.RawIOBase):
    """A file that keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        return len(data)


def test_large_archives_pass_through_in_pieces():
    size = 8_000_000
    warc = write_upload_warc(os.urandom(size), "text/plain", file_name="big", at=AT)
    pieces = (warc[at : at + 100_000] for at in range(0, len(warc), 100_000))
    big = Archive("big.warc.gz", pieces, "urn:snapshot:sha256:0", AT, "Big")
    tracemalloc.start()
    write_wacz(Nowhere(), [big], title="", about="", at=AT, tool="")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 8


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.News.example/A/?b=C&a=1", "example,news)/a?a=1&b=c"),
        ("http://x.example:80/", "example,x)/"),
        ("http://192.0.2.7/a", "192.0.2.7)/a"),
        ("urn:snapshot:sha256:ab", "urn:snapshot:sha256:ab"),
    ],
)
def test_index_lines_are_sorted_by_site_then_page(address, key):
    assert sort_key(address) == key
