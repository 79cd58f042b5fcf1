"""The exported site in every language, with translations of verdicts, topics and pictures."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.domain.terms import State
from factcheck.services import intake, public
from tests import factories, filing, scaling, sharing, translating
from tests.cast import Newsroom
from tests.fronts import get
from tests.pages import read
from tests.readers import correct, two_published
from tests.static_sites import BASE, HARBOUR, export_to, files_of
from tests.visitors import make_app, stranger
from tests.web.test_translated import ARTICLE as RUSSIAN
from tests.web.test_translated import WORDS

FOLDERS = ("", "ru/", "kk/")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the files go."""
    return tmp_path / "out"


def in_russian_and_english(newsroom: Newsroom) -> int:
    """A verdict that was written in Russian, and two versions of its English translation; its number."""
    with newsroom.work(newsroom.carla) as work:
        article_id = intake.import_article(work, RUSSIAN).id
    given = replace(factories.CLAIM, statement="Гавань потеряла четыре миллиона крон.")
    number = factories.claim(
        newsroom, State.PUBLISHED, article_id=article_id, words=WORDS, given=given
    )
    for reason in ("It did.", "It did lose that."):
        translating.published(newsroom, number, "en", reason=reason)
    return number


def test_a_translation_and_its_earlier_versions_are_exported(newsroom: Newsroom, out: Path) -> None:
    number = in_russian_and_english(newsroom)
    export_to(newsroom, out)
    files = files_of(out)
    (page,) = [name for name in files if name.startswith(f"en/verdicts/{number}-")]
    place = page.removeprefix("en/").removesuffix("/index.html")
    assert b"It did lose that." in files[page]
    assert b"It did lose that." not in files[f"{place}/index.html"]
    for folder in FOLDERS:
        assert b"It did." in files[f"{folder}{place}/translations/en/1/index.html"]
    newest = files[f"{place}/translations/en/2/index.html"]
    assert f'url=/en/{place}"'.encode() in newest


def test_every_page_for_people_is_there_in_every_language(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    filing.put(newsroom, 1, filing.topic(newsroom))
    correct(newsroom, 1)
    export_to(newsroom, out)
    files = files_of(out)
    for code in ("ru", "kk"):
        own = {name.removeprefix(f"{code}/") for name in files if name.startswith(f"{code}/")}
        once = ("static/", "data/", "search/", "sitemaps/", "log/", "ru/", "kk/", "_")
        english = {name for name in files if not name.startswith(once) and "annotation" not in name}
        english -= {"desk/index.html", "sitemap.xml", "robots.txt", "llms.txt"}
        assert own == english | {"log/index.html"}
        for name in own:
            if name.endswith(".html") and b'http-equiv="refresh"' not in files[f"{code}/{name}"]:
                assert f'<html lang="{code}"'.encode() in files[f"{code}/{name}"], name
        assert f"/{code} /{code}/ 301".encode() in files["_redirects"].splitlines()
    assert f"topics/{filing.SLUG}/index.html" in files


def test_the_rest_of_a_topic_is_found_by_the_search_of_the_copy(
    newsroom: Newsroom, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PAGE", 1)
    two_published(newsroom)
    topic = filing.topic(newsroom)
    filing.put(newsroom, 1, topic)
    filing.put(newsroom, 2, topic)
    export_to(newsroom, out)
    files = files_of(out)
    for folder in FOLDERS:
        page = read(files[f"{folder}topics/{filing.SLUG}/index.html"].decode())
        [link] = [one for nav in page.all("nav", class_="pager") for one in nav.all("a")]
        path, _, question = (link.attributes["href"] or "").partition("?")
        assert question.startswith(f"topic={filing.SLUG}&after=")
        assert b"data-find=" in files[f"{path.removeprefix('/')}/index.html"], "its script answers"


def test_a_rating_is_exported_in_the_words_of_each_language_as_it_is_served(
    newsroom: Newsroom, out: Path
) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    files = files_of(out)
    for folder, word in (("", "Supported"), ("ru/", "Подтверждается"), ("kk/", "Расталады")):
        for name in (f"{HARBOUR}/index.html", "index.html", "feeds/verdicts.json"):
            assert word.encode() in files[folder + name], folder + name
        served = get(stranger(make_app(newsroom)), f"/{folder}{HARBOUR}")
        exported = read(files[f"{folder}{HARBOUR}/index.html"].decode())
        for part in ("leaf--finding", "rating"):
            [one, *_], [other, *_] = (
                page.all(class_=part) for page in (exported, read(served.text))
            )
            assert one.text == other.text


def test_other_words_for_a_rating_rewrite_the_files_of_that_language_alone(
    newsroom: Newsroom, out: Path
) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    before = files_of(out)
    words = {"label": "Так и есть", "definition": "Источники согласны."}
    scaling.said_otherwise(newsroom, "supported", "ru", words)
    result = export_to(newsroom, out)
    after = files_of(out)
    written = set(result.written)
    changed = {name for name in after if before.get(name) != after[name]}
    assert written == changed - {"_export/manifest.json"}
    # The page of the ratings has a version more in every language.
    assert {one for one in written if not one.startswith("ru/")} == {
        "ratings/index.html",
        "kk/ratings/index.html",
    }
    assert {
        f"ru/{HARBOUR}/index.html",
        "ru/index.html",
        "ru/embed/verdicts/1/index.html",
    } <= written
    assert "Так и есть".encode() in after[f"ru/{HARBOUR}/index.html"]
    assert export_to(newsroom, out).written == []


def test_the_picture_of_a_verdict_lies_where_its_page_says(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    sharing.drawn(newsroom)
    export_to(newsroom, out)
    files = files_of(out)
    for folder in FOLDERS:
        page = files[f"{folder}{HARBOUR}/index.html"].decode()
        (found,) = re.findall(f'property="og:image" content="{BASE}/(share/[^"]+)"', page)
        assert files[found].startswith(b"\x89PNG")
