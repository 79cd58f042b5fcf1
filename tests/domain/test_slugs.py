"""The readable half of an address: short, ASCII, never empty, and silent about protected names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.masking import ProtectedNames
from factcheck.domain.slugs import slug


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The bridge cost 12.5 million!", "the-bridge-cost-12-5-million"),
        ("Don’t trust O'Brien", "dont-trust-obrien"),
        ("Жители Алматы ждут", "zhiteli-almaty-zhdut"),
        ("Щука съела ёжика, подъезд, мышь", "shchuka-sela-yozhika-podezd-mysh"),
        ("Қазақстанда әйелдер саны өсті", "kazakstanda-ayelder-sany-osti"),
        ("Ғылым, ңұсқа, үй, һауа, ішкі", "gylym-nuska-uy-haua-ishki"),
        ("ҚАЗАҚ ЙОД", "kazak-yod"),
        ("Їжак є Ґава", "yizhak-ye-gava"),
        ("Straße, Łódź, Ærø, naïve", "strasse-lodz-aero-naive"),
        ("a_b—c/d..e", "a-b-c-d-e"),
        ("½ of ＡＢＣ", "1-2-of-abc"),
    ],
)
def test_words_become_plain_letters(text: str, made: str) -> None:
    assert slug(text) == made


@pytest.mark.parametrize("text", ["", "   ", "???", "王小明", "\u200b", "🙂", "ъь", "../.."])
def test_a_text_without_letters_for_an_address_is_called_verdict(text: str) -> None:
    assert slug(text) == "verdict"


def test_words_are_dropped_whole_at_the_limit() -> None:
    assert slug("one two three four", 13) == "one-two-three"
    assert slug("one two three four", 12) == "one-two"


def test_a_first_word_longer_than_the_limit_is_cut() -> None:
    assert slug("щ" * 40) == "shch" * 15


@pytest.mark.parametrize("name", ["Гүлім Өренова", "Gulim Orenova", "гулим оренова"])
def test_a_protected_name_is_left_out(name: str) -> None:
    assert slug("Гүлім Өренова айтты", protected=[name]) in {"aytty", "verdict"}
    assert slug("What Gulim Orenova said", protected=["Гүлім Өренова"]) == "what-said"


def test_a_name_that_cutting_would_bring_back_is_refused() -> None:
    assert slug("Annabelle went", 4, protected=["Anna"]) == "verd"
    assert slug("Annabelle went", protected=["Anna"]) == "annabelle-went"


@given(st.text(max_size=80), st.integers(1, 80))
def test_any_text_gives_an_address_within_the_limit(text: str, limit: int) -> None:
    made = slug(text, limit)
    assert 1 <= len(made) <= limit
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)


@given(st.text(max_size=80))
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


_NAMES = ["Anna Smith", "Гүлім Өренова", "Жанна Щукина", "O'Brien", "Ng Li"]


@given(
    st.lists(
        st.sampled_from([*_NAMES, "ann", "a", "smith", "jan", "-", "went"]) | st.text(max_size=4)
    ),
    st.sampled_from([" ", "", "-", "\u00ad"]),
    st.integers(8, 60),
)
def test_no_slug_names_the_protected(words: list[str], between: str, limit: int) -> None:
    made = slug(between.join(words), limit, protected=_NAMES)
    assert not ProtectedNames([(name, "x") for name in _NAMES]).stands_in_address(made)
