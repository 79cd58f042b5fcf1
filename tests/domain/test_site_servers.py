"""What web servers say beside the files: kinds of content, headers, what is not here."""

import pytest

from factcheck.domain.annotations import MEDIA_TYPE
from factcheck.domain.site_files import IN_LANGUAGES
from factcheck.domain.site_servers import (
    EVERYTHING_ELSE,
    ROOMS,
    TYPES,
    carried,
    headers_file,
    nginx_file,
    room_of,
    type_of,
)

CARDS, COPIES, ASSETS, PICTURES, _ = ROOMS
HEADERS = {
    CARDS: {"Content-Security-Policy": "frame-ancestors *"},
    COPIES: {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store"},
    ASSETS: {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-cache"},
    EVERYTHING_ELSE: {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "public"},
}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/feeds/verdicts.json", "application/feed+json; charset=utf-8"),
        ("/feeds/claimants/A.B.atom", "application/atom+xml; charset=utf-8"),
        ("/verdicts/7-words/annotation.json", MEDIA_TYPE),
        ("/articles/7-words/annotations.json", MEDIA_TYPE),
        ("/verdicts/7-words/oembed.json", "application/json; charset=utf-8"),
        ("/verdicts/7-words/oembed.xml", "text/xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/llms.txt", "text/markdown; charset=utf-8"),
        ("/verdicts/7-words.txt", "text/plain; charset=utf-8"),
        ("/verdicts/7-words", ""),
        ("/ru/feeds/verdicts.json", "application/feed+json; charset=utf-8"),
        ("/kk/feeds/claimants/A.B.rss", "application/rss+xml; charset=utf-8"),
        ("/ru/verdicts/7-words/oembed.xml", "text/xml; charset=utf-8"),
        ("/kk/verdicts/7-words.md", "text/markdown; charset=utf-8"),
        ("/ru/verdicts/7-words", ""),
        ("/share/7-0123456789abcdef.png", ""),
    ],
)
def test_an_ending_means_what_it_means_at_its_place(path: str, said: str) -> None:
    assert type_of(path) == said


def test_every_address_has_one_room() -> None:
    assert room_of("/embed/verdicts/7") is CARDS
    assert room_of("/verdicts/7-words/sources/2/from/401") is COPIES
    assert room_of("/static/css/base.css") is ASSETS
    assert room_of("/share/7-0123456789abcdef.png") is PICTURES
    assert room_of("/verdicts/7-words") is room_of("/") is EVERYTHING_ELSE
    for code in IN_LANGUAGES:
        assert room_of(f"/{code}/embed/verdicts/7") is CARDS
        assert room_of(f"/{code}/verdicts/7-words/sources/2") is COPIES
        assert room_of(f"/{code}/") is room_of(f"/{code}/verdicts/7-words") is EVERYTHING_ELSE


def test_only_what_every_server_must_say_is_carried() -> None:
    given = [
        ("cache-control", "public"),
        ("ETag", '"x"'),
        ("Set-Cookie", "no"),
        ("Content-Length", "7"),
    ]
    assert carried(given) == {"Cache-Control": "public"}
    assert carried([]) == {"Cache-Control": "no-cache"}, (
        "or a browser would keep a card as long as it likes"
    )


def test_a_card_is_given_one_policy_by_hosts_that_read_headers() -> None:
    """Two rules that fit would both be sent, and the stricter one win."""
    names = [
        "index.html",
        "embed/verdicts/1/index.html",
        "ru/index.html",
        "ru/404.html",
        "ru/embed/verdicts/1/index.html",
        "ru/verdicts/index.html",
        "verdicts/index.html",
        "robots.txt",
        "_headers",
        "_export/x",
        ".well-known/a.txt",
    ]
    told = headers_file(HEADERS, names).decode()
    globs = [line for line in told.splitlines() if not line.startswith(" ")]
    assert globs.count("/embed/*") == 1
    assert [glob for glob in globs if glob.startswith("/embed")] == ["/embed/*"]
    assert [glob for glob in globs if glob.startswith("/ru/embed")] == ["/ru/embed/*"]
    rooms = {"/", "/verdicts", "/verdicts/*", "/robots.txt", "/static/*", "/.well-known/*"}
    rooms |= {"/ru/", "/ru/404.html", "/ru/verdicts", "/ru/verdicts/*"}
    assert rooms <= set(globs)
    assert not {"/*", "/ru", "/ru/*", "/_headers", "/_export/*"} & set(globs)
    assert "/embed/*\n  Content-Security-Policy: frame-ancestors *\n" in told


def test_nginx_is_told_of_every_room_kind_and_page() -> None:
    told = nginx_file(HEADERS, "checks.example", "/srv/checks/current").decode()
    assert "server_name checks.example;" in told
    assert "root /srv/checks/current;" in told
    assert "'~^(?:/(?:ru|kk))?/embed/' 'frame-ancestors *';" in told
    assert "error_page 404 $factcheck_not_here;" in told
    for code in IN_LANGUAGES:
        assert f"~^/{code}/ /{code}/404.html;" in told
        assert f"location = /{code} {{ return 301 /{code}/; }}" in told
    assert "default \"default-src 'none'\";" in told
    assert "try_files $uri $uri/index.html =404;" in told
    assert told.count("default_type") == len(TYPES) + 1
    assert told.count("{") == told.count("}")
