"""What stands on readers' pages in each language: every page there is, in its words, with the others named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import feedparser
import pytest

from factcheck.domain import verdict_texts
from factcheck.domain.published import PublishedMedia
from factcheck.domain.terms import State
from factcheck.web.languages import LANGUAGES, is_everywhere
from factcheck.web.public import verdict_page
from tests import factories, filing, logs, translating, withholding
from tests.cast import Newsroom
from tests.doors import VALUES
from tests.house import catalogues
from tests.pages import Element, read
from tests.readers import Reader, correct, open_reader, retract, two_published
from tests.verdicts import a_verdict

BASE = "http://127.0.0.1:8000"
OTHERS = ("ru", "kk")
LINK = "{http://www.w3.org/1999/xhtml}link"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
# What pages lead to and what stands once, whatever is read.
STAND_ONCE = {
    "/desk",
    "/log/head",
    "/log/head.json",
    "/log/key",
    "/log/check.py",
    "/log/leaves.json",
}
# Pages that machines are not to list, and those that are part of another, name no others.
UNLISTED = ("/report", "/embed/", "/versions/", "/sent/")

PICTURE = PublishedMedia(
    kind="picture",
    categories=("cropped",),
    context="A quay.",
    url="https://posts.example/quay.jpg",
    archived_url="",
    original_url="",
)


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    filing.put(sqlite_newsroom, 1, filing.topic(sqlite_newsroom))
    correct(sqlite_newsroom, 1)
    retract(sqlite_newsroom, 2)
    logs.sign(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def paths(reader: Reader) -> list[str]:
    """Every page readers can open, by its address in English."""
    one, two = (f"/verdicts/{n}-{reader.verdict(n).slug}" for n in (1, 2))
    known = {
        "/verdicts/<int:id>-<slug>": [one, two],
        "/verdicts/<int:id>-<slug>/versions/<int:number>": [f"{one}/versions/1"],
        "/articles/<int:id>-<slug>": ["/articles/1-the-harbour-runs-at-a-loss"],
        "/about/<name>": ["/about/method", "/about/corrections-policy", "/about/contact"],
        "/": ["/", "/?rating=supported"],
        "/rated/<chosen>": ["/rated/supported"],
        "/rated/<chosen>/all": ["/rated/contradicted/all", "/rated/unproven/all"],
        "/rated/<chosen>/all/<int:number>": ["/rated/contradicted/all/1"],
        "/topics/<slug>": [f"/topics/{filing.SLUG}"],
        "/verdicts": ["/verdicts", "/verdicts?q=ferries", "/verdicts?q=nothing+of+it"],
    }
    found = []
    for rule in reader.app.url_map.iter_rules():
        if not is_everywhere(rule.endpoint) or "GET" not in (rule.methods or ()):
            continue
        filled = rule.rule
        for name, value in VALUES.items():
            filled = filled.replace(f"<{name}>", value)
        found += known.get(rule.rule, [filled])
    return sorted(set(found))


def pages(reader: Reader, code: str) -> Iterator[tuple[str, Element]]:
    prefix = f"/{code}" if code != "en" else ""
    for path in paths(reader):
        answer = reader.visitor.get(prefix + path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield path, read(answer.text)


@pytest.mark.parametrize("code", ["en", *OTHERS])
def test_every_page_for_readers_stands_in_every_language(reader: Reader, code: str) -> None:
    seen = 0
    for path, page in pages(reader, code):
        seen += 1
        assert page.all("html")[0].attributes["lang"] == code, path
        canonical = [one.attributes["href"] for one in page.all("link", rel="canonical")]
        alternates = {
            one.attributes["hreflang"]: one.attributes["href"]
            for one in page.all("link", rel="alternate")
            if "hreflang" in one.attributes
        }
        prefix = f"/{code}" if code != "en" else ""
        assert all(url.startswith(f"{BASE}{prefix}/") for url in canonical), path
        is_searched = "?q=" in path
        if any(part in path for part in UNLISTED) or is_searched:
            assert alternates == {}, path
            continue
        assert len(canonical) == 1, path
        plain = canonical[0].replace(f"{BASE}{prefix}", "", 1)
        assert alternates == {
            "en": BASE + plain,
            "ru": f"{BASE}/ru{plain}",
            "kk": f"{BASE}/kk{plain}",
            "x-default": BASE + plain,
        }, path
        assert alternates[code] == canonical[0]
    assert seen >= 28


@pytest.mark.parametrize("code", ["en", *OTHERS])
def test_each_page_leads_to_itself_in_the_other_languages_under_their_own_names(
    reader: Reader, code: str
) -> None:
    for path, page in pages(reader, code):
        if path.startswith("/embed/"):
            continue
        (place,) = page.all("nav", class_="languages")
        links = place.all("a")
        assert [one.text for one in links] == ["English", "Русский", "Қазақша"]
        assert [one.attributes["lang"] for one in links] == ["en", "ru", "kk"]
        assert [one.attributes["hreflang"] for one in links] == ["en", "ru", "kk"]
        assert [one.attributes["href"] for one in links] == [path, f"/ru{path}", f"/kk{path}"]
        now = [one for one in links if "aria-current" in one.attributes]
        assert [one.attributes["lang"] for one in now] == [code]


@pytest.mark.parametrize("code", OTHERS)
def test_a_page_leads_to_pages_of_its_own_language_and_to_the_desk_as_it_is(
    reader: Reader, code: str
) -> None:
    for path, page in pages(reader, code):
        for link in page.all("a") + page.all("form"):
            there = link.attributes.get("href", link.attributes.get("action", ""))
            if not there.startswith("/") or "hreflang" in link.attributes:
                continue
            assert there in STAND_ONCE or there.startswith(f"/{code}/"), f"{path}: {there}"
            if link.tag == "a" and there != "/desk":
                reader.get(there.partition("#")[0], follow_redirects=True)


def spoken(element: Element, code: str) -> Iterator[str]:
    """What a page says in its own language, text and what is read out; what says it is in another is left out."""
    if element.attributes.get("lang", code) != code or element.tag in {"script", "code"}:
        return
    for name in ("aria-label", "title", "alt", "placeholder"):
        if name in element.attributes and element.tag != "time":
            yield element.attributes[name]
    if element.tag == "meta" and element.attributes.get("name") == "description":
        yield element.attributes["content"]
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from spoken(child, code)


def english_words() -> list[str]:
    """What pages say in English, as far as it is whole sentences and words."""
    found = []
    for message in catalogues.messages(catalogues.extracted()):
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        found += re.split(r"%\(\w+\)s|<[^>]*>", " \0 ".join(ids).replace("\0", "<>"))
    words = {" ".join(one.split()).strip(" .,:()“”") for one in found}
    # A single small word between two places stands in what people say as well.
    return sorted(one for one in words if len(one) > 3 and (one[0].isupper() or " " in one))


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_on_a_page_in_another_language(reader: Reader, code: str) -> None:
    known = re.compile(r"\b(?:" + "|".join(map(re.escape, english_words())) + r")\b")
    said = "Verdicts Search Ratings Corrections About Published by"
    assert len(known.findall(said)) >= 5
    for path, page in pages(reader, code):
        # What the desk called its own pages stands in their titles, which cannot say in which language they are.
        title = page.all("title")[0].text if path.startswith("/about/") else None
        for text in spoken(page.all("html")[0], code):
            words = " ".join(text.split())
            if words == title:
                continue
            assert not known.findall(words), f"{path}: {words}"


@pytest.mark.parametrize("code", OTHERS)
def test_what_the_desk_wrote_says_in_which_language_it_is(reader: Reader, code: str) -> None:
    page = read(reader.get(f"/{code}/verdicts/1-{reader.verdict().slug}").text)
    assert page.all("p", class_="answer")[0].attributes["lang"] == "en"
    assert page.all("div", class_="prose")[0].attributes["lang"] == "en"
    assert {one.attributes.get("lang") for one in page.all("span", class_="rating__word")} == {None}
    english = read(reader.get(f"/verdicts/1-{reader.verdict().slug}").text)
    assert "lang" not in english.all("p", class_="answer")[0].attributes


def test_a_quote_in_another_language_says_so_in_english_as_well(
    sqlite_newsroom: Newsroom,
) -> None:
    words = "Порт закончил прошлый год с убытком в четыре миллиона крон, сказал мэр."
    number = factories.claim(sqlite_newsroom, State.CHECKING)
    factories.log_two(sqlite_newsroom, number, sqlite_newsroom.carla)
    quoted = replace(factories.LINK, quote=words, url="https://port.example/accounts")
    factories.log(sqlite_newsroom, number, sqlite_newsroom.carla, quoted)
    factories.submit(sqlite_newsroom, number, sqlite_newsroom.carla)
    factories.approve(sqlite_newsroom, number, sqlite_newsroom.rosa)
    factories.publish(sqlite_newsroom, number, sqlite_newsroom.edith)
    reader = open_reader(sqlite_newsroom)
    for prefix, expected in (("", "ru"), ("/ru", None), ("/kk", "ru")):
        page = read(reader.get(f"{prefix}/verdicts/1-{reader.verdict().slug}").text)
        quotes = [one.all("p")[0] for one in page.all("blockquote", class_="source__quote")]
        (found,) = [one for one in quotes if one.text == words]
        assert found.attributes.get("lang") == expected


@pytest.mark.parametrize(
    ("code", "heads"),
    [
        ("", ["The picture", "What is right in it", "What is not known", "Why it matters"]),
        ("/ru", ["Изображение", "Что в этом верно", "Чего мы не знаем", "Почему это важно"]),
        ("/kk", ["Сурет", "Мұның несі дұрыс", "Не белгісіз", "Бұл неге маңызды"]),
    ],
)
def test_further_parts_of_a_verdict_have_their_headings_in_the_language_and_their_words_as_written(
    reader: Reader, code: str, heads: list[str]
) -> None:
    with reader.app.test_request_context(f"{code}/"):
        shown = a_verdict(
            media=PICTURE,
            what_is_right="It cost a lot.",
            not_known="How much.",
            why_it_matters="Tax.",
        )
        page, text = read(verdict_page(shown)), verdict_texts.plain(shown, url="https://x.example/")
    titles = [one.text for one in page.all("h2")]
    assert [one for one in titles if one in heads] == heads
    assert [one for one in text.splitlines() if one in heads] == heads
    written = [one for one in page.all("div", class_="prose") if one.text == "It cost a lot."]
    assert [one.attributes.get("lang") for one in written] == ["en" if code else None]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("/ru", "Предписание: the District Court of Almaty, 2-117/2026. Действует с 20 ноября"),
        ("/kk", "Нұсқама: the District Court of Almaty, 2-117/2026. Күшіне енген күні:"),
    ],
)
def test_a_page_withheld_by_order_says_so_in_the_language_and_the_court_in_its_own_words(
    reader: Reader, code: str, told: str
) -> None:
    withholding.withhold(reader.newsroom)
    page = read(reader.get(f"{code}/verdicts/1", 451).text)
    assert told in " ".join(page.text.split())
    (said,) = [one for one in page.all("p") if one.text == withholding.ORDER.told]
    assert said.attributes["lang"] == "en"
    assert told in reader.get(f"{code}/verdicts/1-x.txt", 451).text


@pytest.mark.parametrize("code", ["en", *OTHERS])
def test_an_earlier_version_of_a_translation_stands_in_every_language(
    sqlite_newsroom: Newsroom, code: str
) -> None:
    two_published(sqlite_newsroom)
    for reason in ("Отчёты говорят это.", "Отчёты говорят немного меньше."):
        translating.published(sqlite_newsroom, reason=reason)
    reader = open_reader(sqlite_newsroom)
    prefix = f"/{code}" if code != "en" else ""
    path = f"{prefix}/verdicts/1-{reader.verdict().slug}/translations/ru/1"
    page = read(reader.get(path).text)
    assert page.all("html")[0].attributes["lang"] == code
    said = page.all("p", class_="answer")[0]
    assert said.text == "Отчёты говорят это."
    assert said.attributes.get("lang") == (None if code == "ru" else "ru")


# ── For machines ─────────────────────────────────────────────────────────────────────────────────


def test_one_page_alone_carries_the_claimreview_and_it_names_that_page(reader: Reader) -> None:
    path = f"/verdicts/1-{reader.verdict().slug}"
    assert f'"url": "{BASE}{path}"' in reader.get(path).text.replace('":"', '": "')
    for code in OTHERS:
        for one in (path, "/", "/about/method"):
            assert 'application/ld+json">' not in reader.get(f"/{code}{one}").text
    assert "/ru/" not in reader.get("/data/claimreviews.json").text


@pytest.mark.parametrize("code", OTHERS)
def test_entries_of_feeds_are_the_same_in_every_language_and_lead_to_pages_in_it(
    reader: Reader, code: str
) -> None:
    for form in ("atom", "rss"):
        for name in (
            *("verdicts", "corrections", "ratings/contradicted", "articles/1"),
            f"topics/{filing.SLUG}",
        ):
            path = f"/feeds/{name}.{form}"
            english, other = (
                feedparser.parse(reader.get(prefix + path).data) for prefix in ("", f"/{code}")
            )
            assert not other.bozo
            assert [one.id for one in other.entries] == [one.id for one in english.entries]
            assert len(other.entries) > 0
            for one, same in zip(other.entries, english.entries, strict=True):
                assert one.link == same.link.replace(BASE, f"{BASE}/{code}", 1)
                assert one.updated == same.updated
            own = [one.href for one in other.feed.links if one.rel == "self"]
            assert own == [f"{BASE}/{code}{path}"]
            assert other.feed.title_detail.language == code or form == "rss"
    feed = reader.get(f"/{code}/feeds/corrections.json").json
    assert feed["language"] == code
    assert feed["description"] != reader.get("/feeds/corrections.json").json["description"]


def test_a_sitemap_names_every_language_of_a_page(reader: Reader) -> None:
    for part in ("pages", "verdicts-1", "articles-1"):
        root = ET.fromstring(reader.get(f"/sitemaps/{part}.xml").data)  # noqa: S314  our own
        assert len(root) > 0
        for one in root:
            url = str(one.findtext(LOC))
            path = url.removeprefix(BASE)
            named = {link.attrib["hreflang"]: link.attrib["href"] for link in one.iter(LINK)}
            assert named == {
                "en": url,
                "ru": f"{BASE}/ru{path}",
                "kk": f"{BASE}/kk{path}",
                "x-default": url,
            }
            for there in named.values():
                reader.get(there.removeprefix(BASE) or "/")


def test_a_page_that_is_embedded_brings_a_card_in_its_language(reader: Reader) -> None:
    slug = reader.verdict(2).slug
    told = reader.get(f"/oembed?url={BASE}/ru/verdicts/2-{slug}").json
    assert told["title"].startswith("Отозван: «")
    assert f'src="{BASE}/ru/embed/verdicts/2"' in told["html"]
    assert told["provider_url"] == f"{BASE}/ru/"
    card = read(reader.get("/ru/embed/verdicts/2").text)
    assert "Этот вердикт отозван." in card.text
    plain = reader.get(f"/oembed?url={BASE}/verdicts/2-{slug}").json
    assert plain["title"].startswith("Retracted: “")
    assert reader.visitor.get(f"/oembed?url={BASE}/ru/ru/verdicts/2").status_code == 404


@pytest.mark.parametrize(
    ("code", "words"), [("ru", "Наш вывод: "), ("kk", "Біздің қорытындымыз: ")]
)
def test_texts_for_programs_are_told_in_the_language_of_their_address(
    reader: Reader, code: str, words: str
) -> None:
    path = f"/{code}/verdicts/1-{reader.verdict().slug}"
    for answer in (
        reader.get(f"{path}.txt"),
        reader.get(f"{path}.md"),
        reader.get(path, headers={"Accept": "text/markdown"}),
    ):
        assert words in answer.text
        assert answer.headers["Link"] == f'<{BASE}{path}>; rel="canonical"'


def test_the_languages_are_those_there_are_catalogues_of() -> None:
    assert sorted(one.name for one in catalogues.FOLDER.iterdir()) == sorted(
        one.code for one in LANGUAGES
    )
