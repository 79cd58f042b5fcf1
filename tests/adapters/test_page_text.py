"""Pages: the readable text, and which fact was taken from which place."""

import json

import pytest

from factcheck.adapters.page_text import decode, read
from factcheck.adapters.reading import Found
from factcheck.domain.inputs import BadInput
from factcheck.domain.taken import Origin

BODY = """
<header><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>Harbour runs at a loss</h1>
<p>The harbour of Port Example lost 812,000 euros last year, the deputy mayor said on Friday. It was the third loss.</p>
<h2>What the council says</h2>
<p>“We had to repair the quay,” she said. The repair cost 4.5 million euros, of which the state paid half.</p>
<ul><li>2022: 512,000</li><li>2023: 640,000</li></ul>
<table><tr><th>Year</th><th>Loss</th></tr><tr><td>2023</td><td>640</td></tr></table></article></main>
<aside><h3>Most read</h3><a href="/1">One weird trick</a></aside><footer>All rights reserved.</footer>
"""
LINKED = {
    "@graph": [
        {"@type": "WebSite", "name": "no article"},
        {
            "@type": ["NewsArticle"],
            "headline": "Harbour in the red",
            "author": [{"@type": "Person", "name": "Ana Novak"}, {"name": "Ben Iva"}],
            "datePublished": "2026-11-20T23:30:00+01:00",
            "publisher": {"name": "The Example &amp; Gazette"},
            "inLanguage": "en-GB",
        },
    ]
}


def page(head: str = "", body: str = BODY, lang: str = "") -> bytes:
    tag = f'<html lang="{lang}">' if lang else "<html>"
    return f"<!doctype html>{tag}<head>{head}</head><body>{body}</body></html>".encode()


def found_in(head: str, **more: str) -> dict[str, Found]:
    return dict(read(page(head, **more), "https://gazette.example/harbour", "").found)


def test_the_main_part_is_taken_and_menus_are_left():
    taken = read(page(), "", "utf-8")
    assert taken.origin == "main_part"
    assert "The harbour of Port Example lost 812,000 euros" in taken.text
    assert "What the council says\n\n“We had to repair" in taken.text
    assert "Year\tLoss\n2023\t640" in taken.text
    assert [word for word in ("Home", "weird trick", "All rights") if word in taken.text] == []


def test_a_page_without_a_main_part_is_taken_whole():
    taken = read(b"<title>Trams</title><nav>Home</nav><p>They <b>run</b>.</p>", "", "")
    assert (taken.text, taken.origin) == ("They run.", "page")
    assert taken.found["title"] == Found("Trams", "title")


def test_what_a_publisher_says_for_programs_goes_first():
    linked = f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    head = f'<title>Harbour – Gazette</title><meta name="author" content="Web Team">{linked}'
    assert found_in(head, lang="en") == {
        "title": Found("Harbour in the red", "json_ld"),
        "byline": Found("Ana Novak, Ben Iva", "json_ld"),
        "published_on": Found("2026-11-20", "json_ld"),
        "outlet": Found("The Example & Gazette", "json_ld"),
        "language": Found("en-GB", "json_ld"),
    }


def test_meta_tags_the_title_and_the_page_itself_are_told_apart():
    head = (
        "<title>Harbour runs at a loss</title>"
        '<meta name="author" content="Ana Novak"><meta property="og:site_name" content="The Gazette">'
        '<meta property="article:published_time" content="2026-11-20T08:00:00Z">'
    )
    found = found_in(head, lang="kk")
    assert found["title"] == Found("Harbour runs at a loss", "title")
    assert found["byline"] == Found("Ana Novak", "meta")
    assert found["outlet"] == Found("The Gazette", "meta")
    assert found["published_on"] == Found("2026-11-20", "meta")
    assert found["language"] == Found("kk", "lang")


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 5_000,
        "null",
        "[1, null, {}]",
        '{"@type": "NewsArticle", "author": {"name": {"name": 1}}}',
    ],
    ids=["cut", "deep", "null", "odd", "nested"],
)
def test_broken_json_is_passed_over(script: str):
    head = f'<title>Harbour</title><script type="application/ld+json">{script}</script>'
    assert found_in(head)["title"].value in {"Harbour", "Harbour runs at a loss"}


def test_every_place_has_a_sentence():
    head = f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    origins = {fact.origin for fact in found_in(head).values()} | {"main_part", "page"}
    assert origins <= {origin.value for origin in Origin}


# ── Letters ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Қала".encode(), ""),
        ("Қала".encode("utf-8-sig"), "cp1252"),
        ("Қала".encode("utf-16"), ""),
        ("Город".encode("cp1251"), "windows-1251"),
        (b'<meta charset="windows-1251">' + "Город".encode("cp1251"), ""),
        (b'<meta http-equiv=x content="text/html; charset=koi8-r">' + "Город".encode("koi8-r"), ""),
        ("Город".encode(), "no-such-charset"),
        ("Город".encode(), "rot13"),
    ],
)
def test_letters_are_read_by_what_is_said_of_them(data: bytes, charset: str):
    assert decode(data, charset).endswith(("Қала", "Город"))


def test_bytes_that_are_no_letters_do_not_stop_a_page():
    assert "quay" in read(b"<p>The \xff\xfe\x00\x0b quay</p>" + b"x" * 300, "", "").text


def test_a_page_too_deep_or_too_dense_is_refused():
    with pytest.raises(BadInput, match=r"^The HTML is nested more than 256 levels deep\.$"):
        read(b"<div>" * 100_000, "", "")
    with pytest.raises(BadInput, match=r"^The HTML has more than 100,000 tags\.$"):
        read(b"<br>" * 100_001, "", "")
