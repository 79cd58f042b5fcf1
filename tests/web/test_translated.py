"""What readers get of translations: words in their language, and everything that counts from the original of now."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from factcheck.domain.claimreview import findings
from factcheck.domain.terms import State
from factcheck.models import Publication
from factcheck.services import intake, public_translations, verdicts
from factcheck.services.intake import ArticleInput
from tests import factories, translating
from tests.cast import Newsroom
from tests.fronts import VERDICT, correct, get, kept, live, require_raised, retract, served
from tests.pages import Element, read
from tests.sites import Site
from tests.translating import TEXTS
from tests.visitors import Visitor, make_app, stranger

RUSSIAN = f"/ru{VERDICT}"
CONTRADICTED = "Противоречит источникам"


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    """Readers have claim 1, in English and in Russian."""
    made = served(newsroom)
    translating.published(newsroom)
    return made


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


def page(reader: Visitor, path: str = RUSSIAN) -> Element:
    return read(get(reader, path).text)


def markup(page: Element) -> dict[str, Any]:
    [one] = page.all("script", type="application/ld+json")
    found: dict[str, Any] = json.loads(one.raw())
    return found


def alternates(page: Element) -> dict[str, str]:
    found = [one for one in page.all("link", rel="alternate") if "hreflang" in one.attributes]
    return {one.attributes["hreflang"]: one.attributes["href"] for one in found}


def canonical(page: Element) -> str:
    [one] = page.all("link", rel="canonical")
    return one.attributes["href"]


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def test_the_translation_stands_at_the_address_of_its_language(reader: Visitor) -> None:
    found = page(reader)
    assert found.all("html")[0].attributes["lang"] == "ru"
    [claim] = found.all("h1")
    assert (claim.attributes["lang"], claim.text) == ("ru", TEXTS["statement"])
    for key in ("reason", "source_1", "claimant", "said_where"):
        assert TEXTS[key] in found.text
    assert "Отчёты гавани называют убыток" in found.text
    assert "Annual accounts of the harbour" in found.text, "titles of sources stay as they are"
    assert path_of(canonical(found)) == RUSSIAN


def test_the_rating_is_the_original_s_in_the_words_of_the_scale(reader: Visitor) -> None:
    [word] = page(reader).all("p", class_="finding__word")
    assert word.text == "Подтверждается"
    assert "lang" not in word.all("span", class_="rating__word")[0].attributes


def test_each_page_names_the_others(reader: Visitor) -> None:
    original, russian = page(reader, VERDICT), page(reader)
    expected = {"en": VERDICT, "ru": RUSSIAN, "kk": f"/kk{VERDICT}", "x-default": VERDICT}
    for one in (original, russian):
        assert {code: path_of(url) for code, url in alternates(one).items()} == expected
    assert path_of(original.id("main").links()["Русский"]) == RUSSIAN
    assert "Read this in:" in original.text


def test_another_language_without_a_translation_shows_the_original(reader: Visitor) -> None:
    kazakh = page(reader, f"/kk{VERDICT}")
    assert kazakh.all("h1")[0].attributes["lang"] == "en"
    assert TEXTS["statement"] not in kazakh.text
    assert kazakh.all("script", type="application/ld+json") == []


def test_machines_get_one_claim_review_a_page_each_naming_the_other(reader: Visitor) -> None:
    original, russian = markup(page(reader, VERDICT)), markup(page(reader))
    assert (russian["inLanguage"], russian["claimReviewed"]) == ("ru", TEXTS["statement"])
    assert path_of(russian["url"]) == RUSSIAN
    work = russian["translationOfWork"]
    assert (path_of(work["url"]), work["inLanguage"]) == (VERDICT, "en")
    [made] = original["workTranslation"]
    assert (path_of(made["url"]), made["inLanguage"]) == (RUSSIAN, "ru")
    assert original["inLanguage"] == "en"
    assert original["reviewRating"]["alternateName"] == "Supported"
    assert russian["reviewRating"]["alternateName"] == "Подтверждается"
    numbers = ("worstRating", "ratingValue", "bestRating")
    assert [russian["reviewRating"][one] for one in numbers] == [1, 4, 4]
    errors = [one for one in findings(russian) if one.level == "error"]
    assert errors == []


def test_no_draft_is_named_anywhere(app: Flask, newsroom: Newsroom, reader: Visitor) -> None:
    translating.handed_in(newsroom, 1, "kk")
    assert "Қазақша" not in page(reader, VERDICT).id("main").text
    assert TEXTS["statement"] not in live(app, f"/kk{VERDICT}").text


def test_texts_come_in_the_language_of_the_address(reader: Visitor) -> None:
    said = get(reader, f"{RUSSIAN}.md").text
    assert TEXTS["statement"] in said
    assert TEXTS["statement"] not in get(reader, f"{VERDICT}.md").text
    assert TEXTS["reason"] in get(reader, RUSSIAN, Accept="text/plain").text


def test_the_original_s_page_is_made_with_the_change(
    app: Flask, newsroom: Newsroom, reader: Visitor
) -> None:
    """It is kept as bytes, with the link to the translation in it, the moment that is published."""
    assert kept(newsroom)[VERDICT] == live(app, VERDICT).data
    assert RUSSIAN.encode() in kept(newsroom)[VERDICT]
    get(reader, VERDICT)
    translating.published(newsroom, 1, "kk")
    assert f"/kk{VERDICT}" in get(reader, VERDICT).text


def test_a_translation_is_answered_from_memory_until_something_changes(
    newsroom: Newsroom, reader: Visitor
) -> None:
    first = get(reader, RUSSIAN)
    assert first.headers["Surrogate-Key"] == "readers verdict-1 article-1"
    tag = first.headers["ETag"]
    assert get(reader, RUSSIAN, 304, If_None_Match=tag).text == ""
    translating.handed_in(newsroom, reason="Ещё не одобрено.")
    assert get(reader, RUSSIAN, 304, If_None_Match=tag).text == ""
    correct(newsroom)
    assert get(reader, RUSSIAN, 200, If_None_Match=tag).headers["ETag"] != tag


def test_a_newer_version_of_a_translation_is_read_at_once(
    newsroom: Newsroom, reader: Visitor
) -> None:
    """Although nothing changed in the words of the original, whose page says when what is remembered is out of date."""
    assert TEXTS["reason"] in get(reader, RUSSIAN).text
    translating.published(newsroom, reason="Отчёты говорят то же.")
    assert "Отчёты говорят то же." in get(reader, RUSSIAN).text
    [made] = markup(page(reader, VERDICT))["workTranslation"]
    assert made["version"] == 2


def test_the_day_of_the_last_change_is_that_of_the_translation_where_it_is_the_later(
    newsroom: Newsroom, reader: Visitor
) -> None:
    def told(path: str) -> set[str]:
        """When machines are told that a page changed last: by its ClaimReview, and by its head."""
        found = page(reader, path)
        [head] = found.all("meta", property="article:modified_time")
        return {markup(found)["dateModified"], head.attributes["content"]}

    original, [first] = told(VERDICT), told(RUSSIAN)
    translating.published(newsroom, reason="Отчёты говорят то же.")
    [then] = told(RUSSIAN)
    [at] = told(VERDICT)
    assert {at} == original
    assert at < first < then
    with newsroom.read() as session:
        found = public_translations.versions(session, 1, "ru")
    assert [one.since.isoformat() for one in found] == [then, first]


# ── When the original changes ────────────────────────────────────────────────────────────────────


def test_a_correction_is_told_at_once_with_the_rating_of_now(
    newsroom: Newsroom, reader: Visitor
) -> None:
    get(reader, RUSSIAN)
    correct(newsroom)
    found = page(reader)
    [told] = found.all("div", class_="notice--stale")
    assert path_of(told.all("a")[0].attributes["href"]) == VERDICT
    [word] = found.all("p", class_="finding__word")
    assert word.text == CONTRADICTED
    assert TEXTS["reason"] in found.text
    assert "The accounts say a little less." in get(reader, f"{RUSSIAN}.txt").text


def descriptions(page: Element) -> list[str]:
    said = [*page.all("meta", name="description"), *page.all("meta", property="og:description")]
    said += page.all("meta", name="twitter:description")
    return [one.attributes["content"] for one in said]


def test_machines_get_no_reasons_of_before_under_the_rating_of_now(
    newsroom: Newsroom, reader: Visitor
) -> None:
    now = TEXTS["reason"]
    assert descriptions(page(reader)) == [f"Подтверждается: {now}", now, now]
    correct(newsroom)
    found = page(reader)
    assert found.all("script", type="application/ld+json") == []
    now = "The accounts say a little less."
    assert descriptions(found) == [f"{CONTRADICTED}: {now}", now, now]
    translating.published(newsroom, reason="Отчёты говорят немного меньше.")
    found = page(reader)
    assert markup(found)["reviewRating"]["alternateName"] == CONTRADICTED
    assert markup(found)["reviewRating"]["ratingExplanation"] == "Отчёты говорят немного меньше."


def test_an_up_to_date_translation_tells_of_no_change_and_leads_to_the_one_before(
    newsroom: Newsroom, reader: Visitor
) -> None:
    correct(newsroom)
    translating.published(newsroom, reason="Отчёты говорят немного меньше.")
    found = page(reader)
    assert found.all("div", class_="notice--stale") == []
    assert "Отчёты говорят немного меньше." in found.text
    before = f"{RUSSIAN}/translations/ru/1"
    assert before in found.links().values()
    old = page(reader, before)
    assert TEXTS["reason"] in old.text
    [word] = old.all("p", class_="finding__word")
    assert word.text == CONTRADICTED, "no page shows a rating that does not stand"
    assert old.all("script", type="application/ld+json") == []
    assert old.all("meta", name="robots")[0].attributes["content"] == "noindex"
    newest = reader.get(f"{VERDICT}/translations/ru/2")
    assert (newest.status_code, newest.location) == (301, RUSSIAN)


def test_a_retraction_retracts_the_translation_in_all_its_forms(
    newsroom: Newsroom, reader: Visitor
) -> None:
    get(reader, RUSSIAN)
    retract(newsroom)
    found = page(reader)
    assert found.all("script", type="application/ld+json") == []
    assert found.all("article", class_="verdict--void")
    assert "We mistook the year." in found.text
    assert found.all("span", class_="rating--none")
    assert "We mistook the year." in get(reader, f"{RUSSIAN}.txt").text


def test_a_retraction_and_a_correction_reach_translations_at_once(
    newsroom: Newsroom, app: Flask
) -> None:
    site = Site(newsroom, app)
    assert require_raised(site, lambda: correct(newsroom), is_raised=True)
    assert require_raised(site, lambda: translating.handed_in(newsroom), is_raised=False) is False
    assert require_raised(site, lambda: retract(newsroom), is_raised=True)


@pytest.mark.parametrize(
    "path",
    [
        f"/en{VERDICT}",
        f"{VERDICT}/translations/ru/2",
        f"{VERDICT}/translations/kk/1",
        f"{VERDICT}/translations/de/1",
        f"{VERDICT}/translations/ru/0",
        "/ru/verdicts/9-x",
        "/ru/verdicts/9-x/translations/ru/1",
    ],
)
def test_what_is_not_there_is_not_found(reader: Visitor, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_where_who_is_hidden_now_stood_in_the_words_translated_readers_get_the_original(
    newsroom: Newsroom, reader: Visitor
) -> None:
    assert TEXTS["statement"] in page(reader).text
    assert reader.get(f"{VERDICT}/translations/ru/1").status_code == 301
    with newsroom.work(newsroom.edith) as work:
        # As another claim of the article leaves it that shows her by role.
        work.session.get_one(Publication, 1).hidden_names = '[["harbour", "a place"]]'
    path = reader.get("/ru/verdicts/1").location
    shown = page(reader, path)
    assert shown.all("h1")[0].attributes["lang"] == "en"
    assert TEXTS["statement"] not in shown.text
    assert "Русский" not in page(reader, path.removeprefix("/ru")).id("main").links()
    old = path.removeprefix("/ru") + "/translations/ru/1"
    assert reader.get(old).status_code == 404


# ── An original that is not English ──────────────────────────────────────────────────────────────

WORDS = "гавань потеряла четыре миллиона крон"
ARTICLE = ArticleInput(
    title="Убытки гавани",
    text=f"Мэр сказала, что {WORDS} в прошлом году.\n",
    url="https://news.example/gavan",
    outlet="Север",
    published_on="2026-11-17",
    language="ru",
)


@pytest.fixture
def russian(newsroom: Newsroom) -> Visitor:
    """Readers have a verdict that was written in Russian, and its English translation."""
    with newsroom.work(newsroom.carla) as work:
        article_id = intake.import_article(work, ARTICLE).id
    given = replace(factories.CLAIM, statement="Гавань потеряла четыре миллиона крон.")
    factories.claim(newsroom, State.PUBLISHED, article_id=article_id, words=WORDS, given=given)
    english = {"statement": "The harbour lost four million crowns.", "reason": "It did."}
    translating.published(newsroom, 1, "en", **english)

    return stranger(make_app(newsroom))


def test_the_english_of_another_original_has_an_address_of_its_own(russian: Visitor) -> None:
    original = russian.get("/verdicts/1", follow_redirects=True)
    path = original.request.path
    assert read(original.text).all("h1")[0].attributes["lang"] == "ru"
    english = page(russian, f"/en{path}")
    assert english.all("html")[0].attributes["lang"] == "en"
    assert english.all("h1")[0].text == "The harbour lost four million crowns."
    expected = {"en": f"/en{path}", "ru": f"/ru{path}", "kk": f"/kk{path}", "x-default": path}
    for one in (read(original.text), english):
        assert {code: path_of(url) for code, url in alternates(one).items()} == expected
    assert path_of(canonical(english)) == f"/en{path}"
    assert markup(english)["translationOfWork"]["inLanguage"] == "ru"
    assert russian.get("/en/verdicts/1-another").location.endswith(f"/en{path}")
    assert read(russian.get(f"/ru{path}").text).all("h1")[0].attributes["lang"] == "ru"


# ── What nobody translated ───────────────────────────────────────────────────────────────────────


def languages_of(page: Element) -> dict[str, str]:
    """Each text of the page that names its language, with that."""
    found = [one for kind in ("p", "span", "div", "a") for one in page.all(kind)]
    return {one.text: one.attributes["lang"] for one in found if "lang" in one.attributes}


def test_what_stands_in_the_original_s_words_says_its_language(newsroom: Newsroom) -> None:
    app = make_app(newsroom)
    factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, 1, newsroom.carla)
    parts = {"what_is_right": "There was a loss.", "not_known": "Who paid for it."}
    factories.write(newsroom, 1, newsroom.carla, **parts)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.edith)
    translating.published(newsroom, what_is_right="Убыток был.", said_where="", source_1="")
    reader = stranger(app)
    told = languages_of(page(reader))
    assert "Убыток был." in page(reader).text
    assert "Убыток был." not in told
    english = ("Who paid for it.", factories.CLAIM.said_where, factories.LINK.says)
    assert [told[one] for one in english] == ["en", "en", "en"]
    retract(newsroom)
    assert languages_of(page(reader))["We mistook the year."] == "en"
