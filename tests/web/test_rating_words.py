"""Ratings in the language of the page: on pages, in feeds, texts and cards; and what a scale does not say in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest
from flask import Flask

from factcheck.adapters.markup import read_markup
from factcheck.domain.claimreview import findings
from factcheck.domain.claimreview_judge import judge_page
from factcheck.domain.claimreview_rules_page import Page
from factcheck.domain.ratings import RatingInput
from factcheck.domain.terms import State
from factcheck.services import scales, verdicts
from factcheck.services.reference import reference
from factcheck.services.standing import load
from factcheck.services.verdicts import VerdictInput
from factcheck.web.whole_site import WholeSite
from tests import factories, scaling, sharing, translating
from tests.cast import Newsroom
from tests.fronts import ARTICLE, VERDICT, correct, get, kept, live, served
from tests.pages import Element, read
from tests.scaling import ENGLISH, HOUSE
from tests.services.test_similar import AGAIN, look, publish
from tests.statements import counted
from tests.visitors import Visitor, signed_in, stranger
from tests.web.test_translated import canonical

CODES = ("ru", "kk")
# What the desk wrote about itself names its ratings in the language it wrote in.
WRITTEN = re.compile(r"/(?:ru|kk)/about/[a-z-]+(?:/versions/\d+)?")


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return served(newsroom)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


def word(code: str, rating: str) -> str:
    return HOUSE[rating][("en", *CODES).index(code)]


def label(page: Element) -> Element:
    [found] = page.all("p", class_="finding__word")
    [one] = found.all("span", class_="rating__word")
    return one


def many(newsroom: Newsroom) -> None:
    """A second verdict that reads alike; the first one is corrected, translated, and has a picture."""
    publish(newsroom, AGAIN)
    correct(newsroom)
    look(newsroom)
    translating.published(newsroom)
    sharing.drawn(newsroom)


def in_language(app: Flask, code: str) -> Iterator[tuple[str, str]]:
    """Everything readers have in a language, by address, as the application makes it."""
    site: WholeSite = app.extensions["whole_site"]
    wanted, _ = site.wanted()
    for one in wanted:
        if one.url.startswith(f"/{code}/") and not WRITTEN.fullmatch(one.url):
            answer = live(app, one.url)
            if answer.status_code == 200:
                yield one.url, answer.text
    for made in site.made():
        if made.url.startswith(f"/{code}/"):
            yield f"{made.url}, in a copy", made.body.decode()
    for url in (f"/{code}/verdicts?rating=contradicted", f"/{code}/report/1"):
        yield url, live(app, url).text


@pytest.mark.parametrize("code", CODES)
def test_nothing_in_a_language_names_a_rating_in_english_where_the_scale_is_translated(
    newsroom: Newsroom, app: Flask, code: str
) -> None:
    many(newsroom)
    english = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in ENGLISH))
    seen = 0
    for url, text in in_language(app, code):
        assert not english.findall(text), url
        seen += any(words[("en", *CODES).index(code)] in text for words in HOUSE.values())
    assert seen > 40


def test_a_page_in_english_has_the_scale_s_own_words(reader: Visitor) -> None:
    page = read(get(reader, VERDICT).text)
    assert label(page).text == "Supported"
    assert "lang" not in label(page).attributes


@pytest.mark.parametrize("code", CODES)
def test_a_verdict_is_read_with_rating_definition_and_axis_in_the_language(
    reader: Visitor, code: str
) -> None:
    page = read(get(reader, f"/{code}{VERDICT}").text)
    assert label(page).text == word(code, "supported")
    axis = ["contradicted", "lacks_context", "mostly_supported", "supported"]
    assert [one.text for one in page.all("ol", class_="scale__steps")[0].all("li")] == [
        word(code, one) for one in axis
    ]
    definition = {
        "ru": "Найденные источники согласуются с утверждением",
        "kk": "Табылған дереккөздер мәлімдеменің тұжырымына сай келеді.",
    }[code]
    assert definition in page.text
    title = page.all("title")[0].text
    assert title.startswith(f"{word(code, 'supported')}: ")
    for name in ("og:title", "twitter:title"):
        [head] = [one for one in page.all("meta") if name in one.attributes.values()]
        assert head.attributes["content"].startswith(f"{word(code, 'supported')}: ")


def test_the_picture_stays_one_and_is_told_in_the_language(
    newsroom: Newsroom, reader: Visitor
) -> None:
    sharing.drawn(newsroom)
    told = {}
    for code in ("", "/ru", "/kk"):
        head = read(get(reader, code + VERDICT).text).all("meta")
        told[code] = {one.attributes.get("property"): one.attributes.get("content") for one in head}
    assert len({one["og:image"] for one in told.values()}) == 1
    starts = [str(one["og:image:alt"]).partition(":")[0] for one in told.values()]
    assert starts == ["Supported", "Подтверждается", "Расталады"]


def test_a_correction_names_both_ratings_in_the_language(
    newsroom: Newsroom, reader: Visitor
) -> None:
    correct(newsroom)
    said = "Оценка была «Подтверждается», стала «Противоречит источникам»."
    for path in (f"/ru{VERDICT}.txt", "/ru/feeds/corrections.atom", "/ru/embed/verdicts/1"):
        assert said in get(reader, path).text, path
    notice = read(get(reader, f"/ru{VERDICT}").text).all("div", class_="notice")[0]
    assert [one.text for one in notice.all("q")] == ["Подтверждается", "Противоречит источникам"]
    assert [one.all("span") for one in notice.all("q")] == [[], []]
    then = read(get(reader, f"/ru{VERDICT}/versions/1").text)
    assert label(then).text == "Подтверждается"


def test_lists_filters_and_the_search_name_ratings_in_the_language(reader: Visitor) -> None:
    front = read(get(reader, "/kk/").text)
    links = [one.text for one in front.all("nav", class_="filters")[0].all("a")]
    assert links == ["Барлығы", *(words[2] for words in HOUSE.values())]
    form = read(get(reader, "/kk/verdicts?rating=supported").text)
    options = form.all("select")[0].all("option")
    assert [one.text for one in options][1:] == [words[2] for words in HOUSE.values()]
    assert [one.attributes["value"] for one in options][1:] == list(HOUSE)
    rated = read(get(reader, "/kk/rated/supported/all/1").text)
    assert "Расталады" in rated.all("h1")[0].text
    assert "Расталады" in rated.all("title")[0].text
    feed = get(reader, "/kk/feeds/ratings/supported.json").json
    assert feed is not None
    assert feed["title"].endswith(": Расталады")
    assert feed["items"][0]["title"].startswith("Расталады: ")


def test_similar_verdicts_are_named_in_the_language_or_say_theirs(
    newsroom: Newsroom, reader: Visitor
) -> None:
    def under() -> tuple[str, str | None]:
        page = read(get(reader, f"/kk{VERDICT}").text)
        [one] = page.all("span", class_="similar__rating")
        return one.text, one.attributes.get("lang")

    publish(newsroom, AGAIN)
    look(newsroom)
    assert under() == ("Расталады", None)
    scaling.untranslated(newsroom)
    assert under() == ("Supported", "en")


def test_what_only_the_desk_sees_is_no_source_of_words_for_readers(newsroom: Newsroom) -> None:
    with newsroom.read() as session:
        words = reference(session).words
    assert words.known("Supported") is not None
    assert words.known("Confirmed") is None


def test_a_scale_in_russian_is_marked_as_such_and_on_russian_pages_not_at_all(
    newsroom: Newsroom, reader: Visitor
) -> None:
    def in_russian(one: RatingInput) -> RatingInput:
        label, definition = one.translations["ru"]["label"], one.translations["ru"]["definition"]
        return replace(one, label=label, definition=definition, translations={})

    scaling.change(newsroom, in_russian)
    correct(newsroom)

    def told(code: str) -> list[tuple[str, str | None]]:
        page = read(get(reader, f"{code}{VERDICT}").text)
        [scale] = [one for one in page.all("dd") if one.text.startswith("House scale")]
        notice = page.all("div", class_="notice")[0]
        parts = [label(page), *notice.all("q"), scale]
        return [(part.text, _tongue(part)) for part in parts]

    now = "Противоречит источникам"
    assert told("/ru")[:3] == [(now, None), ("Подтверждается", None), (now, None)]
    assert told("")[:3] == [(now, "ru"), ("Supported", None), (now, "ru")]
    assert [told(code)[3][1] for code in ("/ru", "")] == [None, "ru"], "the scale's name"


def _tongue(part: Element) -> str | None:
    """The language words are marked with, by themselves or within."""
    inner = [one.attributes.get("lang") for one in part.all("span") if one.attributes.get("lang")]
    own: str | None = part.attributes.get("lang")
    return own or (inner[0] if inner else None)


def test_a_feed_is_called_what_the_scale_in_use_calls_its_label(reader: Visitor) -> None:
    """Presets that wait have labels of the same codes, some of them in other words."""
    for code, name in (("", "Unproven"), ("/ru", "Не доказано"), ("/kk", "Дәлелденбеген")):
        feed = get(reader, f"{code}/feeds/ratings/unproven.json").json
        assert feed is not None
        assert feed["title"].endswith(f": {name}")


def test_a_translation_has_a_claim_review_that_says_what_the_page_says(
    newsroom: Newsroom, reader: Visitor
) -> None:
    translating.published(newsroom)
    page = read(get(reader, f"/ru{VERDICT}").text)
    review = markup(page)
    assert review["inLanguage"] == "ru"
    assert review["reviewRating"]["alternateName"] == label(page).text == "Подтверждается"
    assert [one for one in findings(review) if one.level == "error"] == []
    address = canonical(page)
    seen = read_markup(get(reader, f"/ru{VERDICT}").data, address=address)
    labels = [said for words in HOUSE.values() for said in words]
    judged = judge_page(Page(**asdict(seen), address=address), labels=labels)
    assert (judged.reviews, judged.errors) == (1, [])
    original = markup(read(get(reader, VERDICT).text))
    assert original["reviewRating"]["alternateName"] == "Supported"


def markup(page: Element) -> dict[str, Any]:
    [one] = page.all("script", type="application/ld+json")
    found: dict[str, Any] = json.loads(one.raw())
    return found


# ── What a scale does not say ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", CODES)
def test_a_rating_that_is_not_translated_is_the_original_and_says_so(
    newsroom: Newsroom, app: Flask, reader: Visitor, code: str
) -> None:
    correct(newsroom)
    assert label(read(get(reader, f"/{code}{VERDICT}").text)).text == word(code, "contradicted")
    scaling.untranslated(newsroom, "supported")
    page = read(get(reader, f"/{code}{VERDICT}").text)
    assert (label(page).text, label(page).attributes["lang"]) == ("Contradicted", "en")
    steps = page.all("ol", class_="scale__steps")[0].all("span")
    assert [one.attributes.get("lang") for one in steps] == ["en", "en", "en", None]
    notice = page.all("div", class_="notice")[0]
    assert [one.text for one in notice.all("q")] == [word(code, "supported"), "Contradicted"]
    before, now = [one.all("span") for one in notice.all("q")]
    assert (before, [one.attributes["lang"] for one in now]) == ([], ["en"])
    [definition] = [
        one for one in page.all("span") if one.text.startswith("On the point the claim is about")
    ]
    assert definition.attributes["lang"] == "en"
    for path in (
        "/",
        ARTICLE,
        "/verdicts",
        "/corrections",
        "/embed/verdicts/1",
        "/rated/supported",
    ):
        for text in read(live(app, f"/{code}{path}").text).all("span", class_="rating__word"):
            assert (text.attributes.get("lang") == "en") == (text.text in ENGLISH), path
    ratings = read(get(reader, f"/{code}/ratings").text).all("dl", class_="ratings")[0]
    assert [one.attributes.get("lang") for one in ratings.all("dt")] == [None, *["en"] * 4]
    options = read(get(reader, f"/{code}/verdicts").text).all("select")[0].all("option")
    assert [one.attributes.get("lang") for one in options[1:]] == [None, *["en"] * 4]
    filters = read(get(reader, f"/{code}/").text).all("nav", class_="filters")[0].all("a")
    assert [one.attributes.get("lang") for one in filters[1:]] == [None, *["en"] * 4]


# ── When a scale gets other words ────────────────────────────────────────────────────────────────


def test_a_translation_that_is_mended_reaches_what_was_published_before_at_the_next_request(
    newsroom: Newsroom, app: Flask, reader: Visitor
) -> None:
    pages = (VERDICT, ARTICLE, "/", "/ratings", "/feeds/verdicts.atom", f"{VERDICT}.txt")
    before = {code + path: get(reader, code + path).data for code in ("", "/ru") for path in pages}
    stored = kept(newsroom)
    words = {"label": "Это так", "definition": "Источники согласны."}
    scaling.said_otherwise(newsroom, "supported", "ru", words)
    for path in pages:
        now = get(reader, f"/ru{path}")
        assert now.data == live(app, f"/ru{path}").data
        assert now.data != before[f"/ru{path}"], path
        assert "Это так" in now.text, path
        # Each version of the scale keeps what it said.
        assert ("Подтверждается" in now.text) == (path == "/ratings"), path
        if path != "/ratings":
            assert get(reader, path).data == before[path], "English readers see nothing of it"
    assert kept(newsroom) == stored, "nor is a stored page made again"
    [review] = read(get(reader, VERDICT).text).all("script", type="application/ld+json")
    assert "Supported" in review.raw()


def test_words_that_were_changed_in_the_original_keep_the_translation_of_those_before(
    newsroom: Newsroom, reader: Visitor
) -> None:
    scaling.change(
        newsroom,
        lambda one: (
            replace(one, label="Borne out", translations={"ru": {"label": "Так и есть"}})
            if one.code == "supported"
            else one
        ),
    )
    page = read(get(reader, f"/ru{VERDICT}").text)
    assert label(page).text == "Подтверждается", "the verdict has the words of version 1"
    front = read(get(reader, "/ru/").text)
    assert front.all("nav", class_="filters")[0].all("a")[1].text == "Так и есть"


def test_a_finding_in_the_desk_s_own_words_stays_in_them_beside_what_it_stands_for(
    newsroom: Newsroom, reader: Visitor
) -> None:
    """On a desk without a scale (D9): only what the one label of it means is said in other languages."""
    with newsroom.read() as session:
        found = next(one for one in scales.scales(session) if one.is_free_text)
    words = {"label": "Не доказано", "definition": "Этого мы не знаем."}
    labels = [replace(one, translations={"ru": words}) for one in found.current.ratings]
    with newsroom.work(newsroom.ada) as work:
        scales.new_version(work, found.id, 1, labels, "In Russian.")
        scales.put_in_use(work, found.id)
    conclusion = "The loss was real, and smaller."
    article = factories.article(newsroom, text=f"{factories.TEXT}\n\nAnd more.")
    number = factories.claim(newsroom, State.CHECKING, article_id=article)
    factories.log_two(newsroom, number, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        chosen = factories.rating_id(load(work.session, number))
        given = VerdictInput(
            rating_id=chosen,
            conclusion=conclusion,
            reason="It was.",
            explanation="The accounts say so [1].",
            as_of="2026-11-19",
        )
        verdicts.save(work, number, None, given)
        verdicts.submit(work, number)
    factories.approve(newsroom, number, newsroom.rosa)
    factories.publish(newsroom, number, newsroom.edith)
    [path] = [one for one in kept(newsroom) if one.startswith(f"/verdicts/{number}-")]
    page = read(get(reader, f"/ru{path}").text)
    assert (label(page).text, label(page).attributes["lang"]) == (conclusion, "en")
    assert "Этого мы не знаем." in page.text


def test_a_change_of_a_scale_costs_a_held_page_in_another_language_nothing_more_than_itself(
    newsroom: Newsroom, app: Flask, reader: Visitor
) -> None:
    get(reader, f"/ru{VERDICT}")
    scaling.said_otherwise(newsroom, "unproven", "ru", {"label": "Неизвестно", "definition": "."})
    get(reader, f"/ru{VERDICT}")
    with counted(newsroom.database) as statements:
        get(reader, f"/ru{VERDICT}")
    assert statements == []


def test_the_desk_previews_a_translation_with_the_words_its_readers_get(
    newsroom: Newsroom, app: Flask
) -> None:
    translating.handed_in(newsroom)
    page = read(signed_in(app, newsroom.rosa).get("/desk/claims/1/translations/ru/review").text)
    assert (label(page).text, label(page).attributes["lang"]) == ("Подтверждается", "ru")
