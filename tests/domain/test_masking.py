"""A protected name is found however it is written, and nothing else is taken for it."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.letters import fold, fold_with_origin, romanise
from factcheck.domain.masking import ProtectedNames

CAST = ProtectedNames(
    [
        ("Anna Maria Smith", "the pupil"),
        ("Boris Smith", "the father"),
        ("Гүлім Өренова", "жәбірленуші"),
        ("Мария Ивановская", "дочь"),
        ("O'Brien", "the clerk"),
        ("王小明", "某人"),
        ("Jo Li", "the twin"),
    ]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna Maria Smith spoke.", "the pupil spoke."),
        ("ANNA maria sMITH", "the pupil"),
        ("Anna-Maria Smith", "the pupil"),
        ("Anna  Maria\nSmith", "the pupil"),
        ("**Anna** Maria _Smith_ ran", "**the pupil_ ran"),
        ("Smith, Anna", "the pupil"),
        ("A. Smith and A. M. Smith", "the pupil and the pupil"),
        ("Anna's dog, SMITH’s cat", "the pupil's dog, the pupil’s cat"),
        ("Annas Hund", "the pupil Hund"),
        ("the Smiths", "the the pupil"),
        ("Ánná Smıth", "the pupil"),
        ("ＡＮＮＡ", "the pupil"),
        ("An\u00adna", "the pupil"),
        ("A\u0301nna\u0301.", "the pupil."),
        ("@annamariasmith2", "@the pupil2"),
        ("Boris Smith saw Anna", "the father saw the pupil"),
        ("O’Brien, O'Brien's, obrien", "the clerk's, the clerk"),
        ("Гүлімнің көзі", "жәбірленуші көзі"),
        ("с Өреновой и Ореновой", "с жәбірленуші и жәбірленуші"),
        ("Өренованың", "жәбірленуші"),
        ("Өренова Г. келді", "жәбірленуші келді"),
        ("Гу́лим", "жәбірленуші"),
        ("Марии Ивановской, Марией", "дочь"),
        ("Gulim Orenova's case", "жәбірленуші's case"),
        ("今天王小明说", "今天某人说"),
        ("Jo Li sings", "the twin sings"),
    ],
)
def test_the_role_stands_where_the_name_stood(text: str, shown: str) -> None:
    assert CAST.masked(text) == shown
    assert not CAST.stands_in(CAST.masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Smithsonian, blacksmith, Annapolis, Hanna",
        "Jo sings of Li",  # parts of fewer than four letters
        "Марш, марка, Иваново",
        "a. b. c. 1. 2.",
        "王小",
    ],
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert CAST.masked(text) == text
    assert not CAST.stands_in(text)


@pytest.mark.parametrize("name", ["", " ", "--", "\u200b", "\u0301"])
def test_a_name_without_letters_protects_nothing_and_breaks_nothing(name: str) -> None:
    names = ProtectedNames([(name, "x")])
    assert names.masked("a -- b \u0301") == "a -- b \u0301"
    assert not names.stands_in_address("https://example.org/--/")


def test_the_longer_of_two_overlapping_names_lends_its_role() -> None:
    names = ProtectedNames([("Rose Hill", "the widow"), ("Hill Farm Dairy", "a company")])
    assert names.masked("Rose Hill Farm Dairy closed") == "a company closed"


def test_the_whole_name_goes_before_another_persons_part() -> None:
    names = ProtectedNames([("Smith", "the uncle"), ("Anna Smith", "the pupil")])
    assert names.masked("Anna Smith met Smith") == "the pupil met the uncle"


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/kaisar-zhaibayev-2",
        "https://a.example/Jaybaev",
        "https://a.example/" + quote("Жайбаев"),
        "https://a.example/" + quote(quote("Жайбаев")),
        "https://a.example/theqaysarzhaybayevstory",
        "https://zhaibaev.example/",
        "https://a.example/?who=zhaibaev_q",
    ],
)
def test_a_name_is_read_in_an_address_however_it_is_spelt(address: str) -> None:
    assert ProtectedNames([("Қайсар Жайбаев", "x")]).stands_in_address(address)


@pytest.mark.parametrize("address", ["", "https://a.example/kaiser-bay", "https://[broken", "%zz"])
def test_other_addresses_are_clean(address: str) -> None:
    assert not ProtectedNames([("Қайсар Жайбаев", "x")]).stands_in_address(address)


_letters = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8)
_anything = st.text(max_size=60)


@given(st.lists(_letters, min_size=1, max_size=3), _anything, _anything)
def test_no_name_survives_masking(parts: list[str], before: str, after: str) -> None:
    name = " ".join(parts)
    names = ProtectedNames([(name, "⟨role⟩"), ("Anna Smith", "⟨other⟩")])
    masked = names.masked(f"{before} {name}. {after} Anna")
    assert "⟨role⟩" in masked or "⟨other⟩" in masked
    # A role may itself hold a name ("role" does, when that is what somebody is called).
    bare = masked.replace("⟨role⟩", "⟨⟩").replace("⟨other⟩", "⟨⟩")
    assert not names.stands_in(bare.replace("⟨⟩", " ⟨⟩⟨⟩⟨⟩⟨⟩ "))


@given(_anything)
def test_a_text_without_the_name_is_returned_as_it_came(text: str) -> None:
    names = ProtectedNames([("Zzyzx Qqfoo", "x")])
    assert names.masked(text) == text


@given(_anything)
def test_folding_keeps_track_of_every_letter(text: str) -> None:
    folded, origin = fold_with_origin(text)
    assert folded == fold(text)
    assert len(folded) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= index < len(text) for index in origin)


@given(_anything)
def test_romanised_text_is_ascii(text: str) -> None:
    assert romanise(text).isascii()
