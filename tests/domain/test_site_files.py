"""What an address is called as a file, what a manifest tells, where a page that moved leads."""

import json
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.site_files import (
    FRONTS,
    IN_LANGUAGES,
    BadName,
    Manifest,
    digest,
    gone,
    key_of,
    manifest_of,
    moved_page,
    name_of,
    redirects,
)
from factcheck.web import languages

HTML = "text/html; charset=utf-8"


def test_there_is_a_folder_for_each_language_that_addresses_begin_with() -> None:
    assert IN_LANGUAGES == languages.PREFIXED


def test_a_bucket_calls_a_page_by_its_address_but_front_pages_by_their_files() -> None:
    assert key_of("ru/verdicts/7-words/index.html") == "ru/verdicts/7-words"
    for name in ("index.html", "ru/index.html", "kk/index.html", "ru/404.html"):
        assert key_of(name) == name


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/", HTML, "index.html"),
        ("/verdicts", HTML, "verdicts/index.html"),
        ("/verdicts/7-words", HTML, "verdicts/7-words/index.html"),
        ("/verdicts/7-words.md", "text/markdown; charset=utf-8", "verdicts/7-words.md"),
        (
            "/feeds/claimants/Nora Å. Lind.atom",
            "application/atom+xml",
            "feeds/claimants/Nora Å. Lind.atom",
        ),
        ("/.well-known/security.txt", "text/plain", ".well-known/security.txt"),
        ("/404.html", HTML, "404.html"),
        ("/ru/", HTML, "ru/index.html"),
        ("/kk/", "", "kk/index.html"),
        ("/ru/verdicts/7-words", HTML, "ru/verdicts/7-words/index.html"),
        ("/ru/404.html", HTML, "ru/404.html"),
        ("/feeds/claimants/A/B.atom", "application/atom+xml", "feeds/claimants/A/B.atom"),
    ],
)
def test_an_address_keeps_its_name(path: str, kind: str, name: str) -> None:
    assert name_of(path, kind) == name


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/feeds/claimants/../../x.atom", "leads elsewhere"),
        ("/feeds/claimants/./x.atom", "leads elsewhere"),
        ("/a//b.atom", "is empty"),
        ("/a/b/", "is empty"),
        ("/a\x00b.atom", "a character"),
        ("/a\nb.atom", "a character"),
        ("/a\\..\\b.atom", "a character"),
        ("/_export/manifest.json", "the export itself"),
        (f"/{'å' * 128}.atom", "too long"),
        ("/a" * 500, "too long"),
    ],
)
def test_what_no_file_can_safely_be_called_is_refused(path: str, why: str) -> None:
    with pytest.raises(BadName) as bad:
        name_of(path, "application/atom+xml")
    assert why in bad.value.sentence


@given(st.text(), st.sampled_from([HTML, "application/json"]))
def test_no_name_leads_out_of_its_folder(text: str, kind: str) -> None:
    try:
        name = name_of(f"/{text}", kind)
    except BadName:
        return
    parts = name.split("/")
    assert not name.startswith("/")
    assert not {"", ".", ".."} & set(parts)
    assert all(len(part.encode("utf-8", "replace")) <= 255 for part in parts)
    assert "\x00" not in name


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=3))
def test_two_addresses_never_share_a_file_of_one_kind(parts: list[str]) -> None:
    """A server decodes what was asked for, and finds the very name."""
    path = "/" + "/".join(parts)
    if path in FRONTS:  # pages, by whatever kind they are asked for
        return
    try:
        name = name_of(path, "application/json")
    except BadName:
        return
    assert f"/{unquote(quote(name))}" == path


def test_a_manifest_says_what_was_written() -> None:
    told = Manifest("https://x.example", {"b": digest(b"b"), "a": digest(b"a")})
    assert manifest_of(told.as_json()) == told
    assert list(json.loads(told.as_json())["files"]) == ["a", "b"]


@pytest.mark.parametrize(
    "data",
    [None, b"", b"{", b"[]", b"\xff", b'{"format": 2, "files": {"a": "b"}}', b'{"format": 1}'],
)
def test_what_is_no_manifest_says_that_nothing_is_there(data: bytes | None) -> None:
    assert dict(manifest_of(data).files) == {}


def test_what_is_no_more_is_told() -> None:
    assert gone(Manifest("", {"a": "1", "b": "2", "c": "3"}), Manifest("", {"b": "9"})) == [
        "a",
        "c",
    ]


def test_a_page_that_moved_leads_on_by_itself_and_by_a_link() -> None:
    page = moved_page('/verdicts/7-"><script>').decode()
    assert page.count("/verdicts/7-&quot;&gt;&lt;script&gt;") == 3
    assert "<script>" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_redirects_are_a_line_each() -> None:
    assert redirects({"/b": "/c", "/a": "/d"}) == b"/a /d 301\n/b /c 301\n"
