"""Pages in other languages from memory: never mixed, never out of date, and as cheap as the English ones."""

import pytest
from flask import Flask

from factcheck.domain.terms import State
from tests import factories, occurring, translating
from tests.cast import Newsroom
from tests.fronts import ARTICLE, KEYS, VERDICT, correct, front_of, get, held, live, retract, served
from tests.statements import counted
from tests.visitors import Visitor, stranger

CODES = ("", "/ru", "/kk")
RETRACTED = {
    "": "This verdict has been retracted.",
    "/ru": "Этот вердикт отозван.",
    "/kk": "Бұл вердикт қайтарып алынды.",
}
CORRECTED = {"": "Correction</strong>", "/ru": "Исправление</strong>", "/kk": "Түзету</strong>"}
# What is for programs stands once, or is no page.
PAGES = {
    path: keys
    for path, keys in KEYS.items()
    if "." not in path and not path.startswith(("/log/head", "/oembed"))
}
# English alone tells programs who the desk is, and looks up its policies for that.
NAMES_THE_DESK = {"/", "/?rating=supported", "/rated/supported", "/about/method"}


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return served(newsroom)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


def language_of(text: str) -> str:
    return text.split('<html lang="', 1)[1][:2]


def test_a_page_is_held_in_each_language_by_itself_and_told_to_caches_alike(
    app: Flask, reader: Visitor
) -> None:
    for _ in range(2):  # made, then held
        for path, keys in PAGES.items():
            tags = set()
            for code in CODES:
                answer = get(reader, code + path)
                assert language_of(answer.text) == (code[1:] or "en")
                assert answer.data == live(app, code + path).data
                assert answer.headers["Surrogate-Key"] == keys
                assert "Accept-Language" not in answer.headers["Vary"]
                tags.add(answer.headers["ETag"])
                again = get(reader, code + path, 304, If_None_Match=answer.headers["ETag"])
                assert again.data == b""
            assert len(tags) == 3
    assert held(app) == 3 * len(PAGES)


def test_no_header_and_no_cookie_chooses_a_language(reader: Visitor) -> None:
    for path in PAGES:
        for code in CODES:
            plain = get(reader, code + path)
            asked = get(reader, code + path, Accept_Language="kk, ru;q=0.9", Cookie="lang=kk")
            assert asked.data == plain.data


def test_a_held_page_costs_no_statement_in_any_language(newsroom: Newsroom, app: Flask) -> None:
    reader = stranger(app)
    every = [code + path for code in CODES for path in PAGES]
    for path in every:
        get(reader, path)
    with counted(newsroom.database) as statements:
        for path in every:
            get(reader, path)
    assert statements == []


def test_a_page_is_made_with_as_many_statements_as_in_english(
    newsroom: Newsroom, app: Flask
) -> None:
    for path in PAGES:
        costs = []
        for code in CODES:
            live(app, code + path)
            with counted(newsroom.database) as statements:
                live(app, code + path)
            costs.append(len(statements))
        more = 1 if path in NAMES_THE_DESK else 0
        assert costs == [costs[1] + more, costs[1], costs[1]], f"{path}: {costs}"


def test_a_change_elsewhere_costs_a_held_verdict_one_statement(
    newsroom: Newsroom, app: Flask
) -> None:
    reader = stranger(app)
    before = get(reader, f"/ru{VERDICT}")
    elsewhere = occurring.other_article(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=elsewhere, words=occurring.WORDS)
    with counted(newsroom.database) as statements:
        after = get(reader, f"/ru{VERDICT}")
    assert after.data == before.data
    assert len(statements) == 1
    assert "readers_page.etag" in statements[0]


def test_a_correction_reaches_every_language_at_the_next_request(
    newsroom: Newsroom, app: Flask
) -> None:
    readers = [stranger(app), stranger(app)]
    for code in CODES:
        for path in (VERDICT, ARTICLE, "/", "/corrections"):
            assert CORRECTED[code] not in get(readers[0], code + path).text
    correct(newsroom)
    for code in CODES:
        for reader in readers:
            for path in (VERDICT, "/corrections"):
                text = get(reader, code + path).text
                assert CORRECTED[code] in text
                assert language_of(text) == (code[1:] or "en")


def test_a_retraction_empties_every_language_at_once(newsroom: Newsroom, app: Flask) -> None:
    reader = stranger(app)
    rating = "rating--true"
    places = [code + path for code in CODES for path in (VERDICT, ARTICLE, "/")]
    for path in places:
        assert rating in get(reader, path).text
    retract(newsroom)
    for path in places:
        text = get(reader, path).text
        assert rating not in text
    for code in CODES:
        assert RETRACTED[code] in get(reader, code + VERDICT).text
        assert RETRACTED[code] in get(reader, f"{code}/embed/verdicts/1").text
        assert RETRACTED[code] in get(reader, f"{code}{VERDICT}.txt").text
        assert RETRACTED[code] in get(reader, f"{code}/feeds/verdicts.atom").text


def test_what_the_desk_does_not_have_in_a_language_is_not_held(app: Flask, reader: Visitor) -> None:
    for code in ("/ru", "/kk"):
        get(reader, f"{code}{VERDICT}/annotation.json", 404)
        get(reader, f"{code}/verdicts/1-another-slug", 301)
        get(reader, f"{code}{code}/", 404)
    assert held(app) == 0
    assert front_of(app).memory.size == 0


def test_a_redirect_stays_in_its_language(reader: Visitor) -> None:
    for code in CODES:
        answer = get(reader, f"{code}/verdicts/1", 301)
        assert answer.headers["Location"] == code + VERDICT
        assert get(reader, f"{code}/method", 301).headers["Location"] == f"{code}/about/method"


def test_a_new_version_of_a_translation_takes_the_place_of_what_memory_held(
    newsroom: Newsroom, app: Flask, reader: Visitor
) -> None:
    translating.published(newsroom)
    assert translating.TEXTS["reason"] in get(reader, f"/ru{VERDICT}").text
    assert "Новый ответ." not in get(reader, f"/ru{VERDICT}").text
    translating.published(newsroom, reason="Новый ответ.")
    for _ in range(2):  # made, then held
        assert "Новый ответ." in get(reader, f"/ru{VERDICT}").text
        assert get(reader, f"/ru{VERDICT}").data == live(app, f"/ru{VERDICT}").data
