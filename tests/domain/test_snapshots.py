"""The words for kept copies, and which outside copies stand for nothing (E11)."""

import pytest

from factcheck.domain.digests import DIGEST_CHARS, digest_of, is_digest
from factcheck.domain.kept_text import kept_paragraphs
from factcheck.domain.snapshots import is_altering_archive
from tests.effort import cpu_seconds


@pytest.mark.parametrize("end", "today is ph fo li md vn".split())
def test_every_name_of_the_archive_that_altered_its_copies_is_known(end: str) -> None:
    assert is_altering_archive(f"https://archive.{end}/AbCdE")
    assert is_altering_archive(f"http://www.archive.{end}/2026/https://a.example")


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2026/https://a.example",
        "https://archive.example/today",
        "https://a.example/?at=archive.today",
        "https://not-archive.today/",
        "",
    ],
)
def test_other_archives_and_other_sites_are_not_taken_for_it(address: str) -> None:
    assert not is_altering_archive(address)


def test_a_digest_names_its_algorithm() -> None:
    empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of(b"") == empty
    assert len(empty) == DIGEST_CHARS
    assert is_digest(empty)


@pytest.mark.parametrize(
    "text", ["", "sha256:", "sha1:" + "a" * 64, "sha256:" + "A" * 64, "sha256:" + "a" * 63]
)
def test_anything_else_is_no_digest(text: str) -> None:
    assert not is_digest(text)


def test_a_text_full_of_blanks_is_read_at_once() -> None:
    text = "x\n" + " " * 1_000_000 + "\ny"
    assert cpu_seconds(lambda: kept_paragraphs(text)) < 1
    assert [text[one.start : one.end] for one in kept_paragraphs(text)] == ["x", "y"]
