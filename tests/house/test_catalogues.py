"""The catalogues say everything that readers are told, in all three languages, and with the same parts."""

import gettext
import re
from collections import Counter

import pytest

from factcheck.web.languages import DEFAULT, LANGUAGES
from tests.house import catalogues
from tests.house.tree import ROOT

CODES = [one.code for one in LANGUAGES]
OTHERS = [code for code in CODES if code != DEFAULT]
PART = re.compile(r"%\(\w+\)s|</?\w+[^>]*>")
# Templates that readers alone see.
READERS = (
    "public",
    "tips",
    "embeds",
    "errors/error.html",
    "errors/withheld.html",
    "topics/index.html",
    "topics/page.html",
    "layout/reader.html",
    "layout/base.html",
)
READERS_PARTS = ("verdict", "feeds", "report", "tables", "times", "shapes")
TRANS = re.compile(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
# What is typed into a machine is the same for everybody.
TYPED = re.compile(r"<code>.*?</code>", re.DOTALL)
SPOKEN = re.compile(r"\b(?:aria-label|title|alt|placeholder|content|value)=\"([^\"]*)\"")
# What is written the same everywhere: names of formats, and what the viewport is told.
SAME = re.compile(
    r"utf-8|width=device-width, initial-scale=1|light dark|image/png|noindex|nofollow|follow|article|summary|nbsp"
    r"|reader"
)


def strings(message: catalogues.Message) -> list[str]:
    said = message.string
    return list(said) if isinstance(said, (list, tuple)) else [said]


def parts(text: str) -> Counter[str]:
    return Counter(PART.findall(text))


@pytest.fixture(scope="module")
def fresh() -> catalogues.Catalog:
    return catalogues.extracted()


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_has_what_the_program_says_and_nothing_else(
    fresh: catalogues.Catalog, code: str
) -> None:
    wanted = {(str(one.id), one.context) for one in catalogues.messages(fresh)}
    found = catalogues.kept(code)
    assert len(wanted) > 200
    assert {(str(one.id), one.context) for one in catalogues.messages(found)} == wanted
    assert catalogues.missing(found) == []


@pytest.mark.parametrize("code", OTHERS)
def test_each_sentence_has_the_same_places_and_marks_in_every_language(code: str) -> None:
    for message in catalogues.messages(catalogues.kept(code)):
        many = message.id[-1] if isinstance(message.id, (list, tuple)) else message.id
        for said in strings(message):
            assert parts(said) == parts(many), said
            assert said.strip() == said
            assert bool(re.search("[а-яёәғқңөұүһі]", said, re.IGNORECASE)) or not re.search(
                "[A-Za-z]", PART.sub("", many)
            ), said


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_has_as_many_forms_as_its_plurals_need(code: str) -> None:
    found = catalogues.kept(code)
    forms = [strings(one) for one in catalogues.messages(found) if not isinstance(one.id, str)]
    assert len(forms) > 3
    assert {len(one) for one in forms} == {found.num_plurals} == {{"ru": 3, "kk": 2}[code]}


def test_english_says_what_the_program_says() -> None:
    for message in catalogues.messages(catalogues.kept(DEFAULT)):
        ids = list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]
        assert strings(message) == ids


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_says_what_is_written(code: str) -> None:
    with catalogues.place(code, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogues.messages(catalogues.kept(code)):
        if not isinstance(message.id, str):
            one, many = message.id
            forms = {compiled.ngettext(one, many, number) for number in range(1, 30)}
            assert forms == set(strings(message))
        elif message.context:
            assert compiled.pgettext(message.context, message.id) == message.string
        else:
            assert compiled.gettext(message.id) == message.string


def test_a_language_without_a_sentence_is_found() -> None:
    found = catalogues.kept("ru")
    found["Verdicts"].string = ""
    found["Search"].flags.add("fuzzy")
    assert sorted(catalogues.missing(found)) == ["Search", "Verdicts"]


# ── Nothing past the catalogues ──────────────────────────────────────────────────────────────────


def bare(source: str) -> list[str]:
    """Words of a template that go through no catalogue: text, and attributes that are read out."""
    plain = JINJA.sub("\0", TRANS.sub("\0", TYPED.sub("\0", JINJA_COMMENTS.sub("", source))))
    texts = re.sub(r"<[^<>]*>", "\0", plain).split("\0")
    spoken = [word for found in SPOKEN.findall(plain) for word in found.split("\0")]
    kept = [SAME.sub("", text) for text in (*texts, *spoken)]
    return [" ".join(text.split()) for text in kept if re.search("[A-Za-z]{2}", text)]


JINJA_COMMENTS = re.compile(r"{#.*?#}", re.DOTALL)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{{ _('Here') }}</p>", []),
        ("<p>Here</p>", ["Here"]),
        ('<a aria-label="Here" href="/there">{{ name }}</a>', ["Here"]),
        ("{% trans n=1 %}One <b>word</b>{% pluralize %}{{ n }} words{% endtrans %}", []),
        ("<pre><code>curl {{ url }} here</code></pre><p>Here</p>", ["Here"]),
        ("{# Here #}<p class='there'>{{ x }}: 2</p>", []),
    ],
)
def test_words_past_the_catalogues_are_found(source: str, found: list[str]) -> None:
    assert bare(source) == found


def test_no_template_for_readers_says_anything_past_the_catalogues() -> None:
    folder = ROOT / "templates"
    files = [
        file
        for name in READERS
        for file in (
            sorted((folder / name).glob("*.html")) if (folder / name).is_dir() else [folder / name]
        )
    ]
    files += [folder / "components" / f"{name}.html" for name in READERS_PARTS]
    assert len(files) > 20
    found = {file.name: bare(file.read_text(encoding="utf-8")) for file in files}
    assert {name: words for name, words in found.items() if words} == {}
