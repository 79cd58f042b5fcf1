"""Verdicts on other people's pages: oEmbed as its standard says, and a card that is always current (P17)."""

import re
from datetime import UTC
from xml.etree import ElementTree as ET

import pytest

from factcheck.domain.dates import spell_date
from tests.cast import Newsroom
from tests.pages import read
from tests.readers import FERRIES, Reader, correct, open_reader, retract, two_published

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def page_of(reader: Reader, number: int = 1) -> str:
    return f"{BASE}/verdicts/{number}-{reader.verdict(number).slug}"


def policy(reader: Reader, path: str) -> dict[str, str]:
    parts = reader.get(path).headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_a_page_is_described_with_a_frame_of_its_card(reader: Reader) -> None:
    answer = reader.get(f"/oembed?url={page_of(reader)}")
    assert answer.content_type == "application/json; charset=utf-8"
    told = answer.json
    assert (told["type"], told["version"]) == ("rich", "1.0")
    assert told["title"] == f"Supported: “{reader.verdict().statement}”"
    frame = read(told["html"]).all("iframe")[0].attributes
    assert frame["src"] == f"{BASE}/embed/verdicts/1"
    assert frame["title"] == f"“{reader.verdict().statement}” – Fact-check desk"
    assert "Supported" not in told["html"], "a rating in it would outlive its correction"
    assert (frame["width"], frame["height"]) == (str(told["width"]), str(told["height"]))
    reader.get(frame["src"].removeprefix(BASE))


def test_xml_says_the_same(reader: Reader) -> None:
    address = page_of(reader, 2)
    answer = reader.get(f"/oembed?format=xml&url={address}")
    assert answer.content_type == "text/xml; charset=utf-8"
    root = ET.fromstring(answer.data)  # noqa: S314  our own
    told = reader.get(f"/oembed?url={address}").json
    assert {one.tag: one.text for one in root} == {key: str(value) for key, value in told.items()}
    assert FERRIES.statement in str(root.findtext("title"))


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ("", (600, 320)),
        ("&maxwidth=300", (300, 320)),
        ("&maxwidth=5000&maxheight=200", (600, 200)),
        ("&maxwidth=", (600, 320)),
    ],
)
def test_the_frame_is_never_larger_than_asked(
    reader: Reader, asked: str, size: tuple[int, int]
) -> None:
    told = reader.get(f"/oembed?url={page_of(reader)}{asked}").json
    assert (told["width"], told["height"]) == size


@pytest.mark.parametrize("size", ["maxwidth=0", "maxheight=-3", "maxwidth=wide", "maxwidth=1e3"])
def test_a_size_that_is_none_is_refused(reader: Reader, size: str) -> None:
    assert "whole number" in reader.get(f"/oembed?url={page_of(reader)}&{size}", 400).text


@pytest.mark.parametrize(
    "form",
    ["/verdicts/1", "/verdicts/1-an-older-slug", "/verdicts/1-x/versions/1", "/verdicts/1-x.md"],
)
def test_every_address_of_a_verdict_means_its_card(reader: Reader, form: str) -> None:
    assert "/embed/verdicts/1" in reader.get(f"/oembed?url={BASE}{form}").json["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"{BASE}/verdicts/99",
        f"{BASE}/articles/1-x",
        f"{BASE}/",
        "http://elsewhere.example/verdicts/1",
        "http://127.0.0.1:8000@elsewhere.example/verdicts/1",
        "javascript:alert(1)//127.0.0.1:8000/verdicts/1",
        "http://[",
        f"{BASE}/verdicts/1{'a' * 3_000}",
    ],
)
def test_what_is_no_verdict_of_ours_is_404(reader: Reader, url: str) -> None:
    answer = reader.visitor.get("/oembed", query_string={"url": url})
    assert answer.status_code == 404
    assert answer.content_type == "text/plain; charset=utf-8"


def test_another_format_is_501(reader: Reader) -> None:
    reader.get(f"/oembed?format=yaml&url={page_of(reader)}", 501)


def test_the_page_leads_to_its_description_in_both_forms(reader: Reader) -> None:
    page = read(reader.get("/verdicts/1", follow_redirects=True).text)
    for kind in ("application/json+oembed", "text/xml+oembed"):
        (link,) = page.all("link", type=kind)
        reader.get(link.attributes["href"].removeprefix(BASE))


@pytest.mark.parametrize(
    ("folder", "words"), [("", "paste this"), ("/ru", "вставьте код"), ("/kk", "кодты қойыңыз")]
)
def test_the_page_of_a_verdict_has_the_code_of_its_card_to_copy(
    reader: Reader, folder: str, words: str
) -> None:
    page = read(reader.get(f"{folder}/verdicts/1", follow_redirects=True).text)
    (code,) = page.all("textarea")
    assert "readonly" in code.attributes
    frame = read(code.raw()).all("iframe")[0].attributes
    assert frame["src"] == f"{BASE}{folder}/embed/verdicts/1"
    assert (frame["width"], frame["style"]) == ("600", "max-width: 100%")
    assert words in page.text
    assert f"{folder}/embed/verdicts/1" in page.links().values()


def test_an_earlier_version_offers_no_card_of_itself(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    old = f"/verdicts/1-{reader.verdict().slug}/versions/1"
    assert read(reader.get(old).text).all("textarea") == []


def test_the_title_of_an_earlier_version_says_which_it_is(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    old = read(reader.get(f"/verdicts/1-{reader.verdict().slug}/versions/1").text)
    assert old.all("title")[0].text.startswith("Version 1: Supported: “")
    now = read(reader.get("/verdicts/1", follow_redirects=True).text)
    assert now.all("title")[0].text.startswith("Contradicted: “")


# ── The card ─────────────────────────────────────────────────────────────────────────────────────


def test_the_card_says_rating_claim_and_reason_and_leads_to_the_verdict(reader: Reader) -> None:
    page = read(reader.get("/embed/verdicts/1").text)
    for words in ("Supported", reader.verdict().statement, "the mayor", "The accounts say so."):
        assert words in page.text
    (link,) = page.all("a")
    assert link.attributes["href"] == page_of(reader)
    assert link.attributes["rel"] == "noopener"


def test_the_card_shows_the_rating_of_now_and_what_became_of_the_one_before(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    page = read(reader.get("/embed/verdicts/1").text)
    assert page.all(class_="card__finding")[0].text == "Contradicted"
    notice = page.all(class_="card__notice")[0].text
    assert "The rating was “Supported” and is now “Contradicted”." in notice
    day = reader.verdict().notices[0].at.astimezone(UTC).date()
    assert notice.startswith(f"Correction, {spell_date(day)}. ")
    assert str(day) not in notice, "a day as people write it"


def test_the_card_of_a_retracted_verdict_says_so_and_gives_no_rating(reader: Reader) -> None:
    retract(reader.newsroom, 1)
    page = read(reader.get("/embed/verdicts/1").text)
    assert page.all(class_="card__finding")[0].text == "Retracted"
    assert "This verdict has been retracted. The accounts were withdrawn." in page.text
    assert "Supported" not in page.text
    assert "The accounts say so." not in page.text


def test_only_the_card_may_be_framed_and_nothing_in_it_runs(reader: Reader) -> None:
    card = policy(reader, "/embed/verdicts/1")
    assert card["frame-ancestors"] == "*"
    assert card["default-src"] == "'none'"
    assert "script-src" not in card
    answer = reader.get("/embed/verdicts/1")
    assert not re.search(r"<script|<form|style=", answer.text)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    for path in (f"/verdicts/1-{reader.verdict().slug}", "/", "/follow", "/verdicts", "/oembed"):
        told = reader.visitor.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in told


def test_the_card_is_small_with_all_it_loads(reader: Reader) -> None:
    page = reader.get("/embed/verdicts/1")
    loaded = [one.attributes["href"] for one in read(page.text).all("link", rel="stylesheet")]
    weight = len(page.data) + sum(len(reader.get(path).data) for path in loaded)
    assert weight < 30_000


def test_a_card_has_one_address_and_none_where_nothing_was_published(reader: Reader) -> None:
    answer = reader.get("/embed/verdicts/1-any-slug", 301)
    assert answer.location == "/embed/verdicts/1"
    reader.get("/embed/verdicts/9", 404)
