"""What likeness reads in a text: words, tags taken apart, numbers; in any script, in little time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.likeness_words import ASKED_WORDS, READ_CHARS, Asked, asked, read, stem


def words(text: str) -> list[str]:
    return [one.word for one in asked(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The harbour doesn’t run at a loss", ["harbour", "run", "loss"]),
        ("The mayor's ferries, the MAYOR’S ferries", ["mayor", "ferries"]),
        ("See https://news.example/harbour?id=7 and www.port.example", ["see"]),
        ("pic.twitter.com/aBcDeF sold", ["sold"]),
        ("#HarbourLoss", ["harbour", "loss", "harbourloss"]),
        ("@FBIBoston #Vote2021 #quay_side", ["fbi", "boston", "fbiboston", "vote", "2021",
                                               "vote2021", "quay", "side"]),
        ("1,250 of 3.5 million", ["1,250", "3.5", "million"]),
        ("x marks 7", ["marks", "7"]),
        ("it is what it was", []),
        ("", []),
        ("?! — …", []),
    ],
)  # fmt: skip
def test_the_words_that_tell_are_asked_for(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_long_words_of_other_scripts_are_asked_for_by_their_beginnings() -> None:
    assert asked("Налоговые доходы порта") == (
        Asked("налог", True),
        Asked("доход", True),
        Asked("порта", False),
    )
    assert asked("Салықтың салықтар") == (Asked("салық", True),)


@pytest.mark.parametrize(
    "forms",
    [
        ("tax", "taxes", "taxed", "taxing"),
        ("ferry", "ferries"),
        ("run", "runs", "running", "runner", "runners"),
        ("claim", "claims", "claimed", "claiming"),
        ("loss", "losses"),
        ("экономика", "экономики", "экономикой"),
        ("1,000", "1000"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len(set(map(stem, forms))) == 1


@pytest.mark.parametrize(("one", "other"), [("bus", "bed"), ("glass", "glad"), ("is", "in")])
def test_short_words_stay_whole(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_reading_holds_stems_pairs_and_numbers() -> None:
    found = read("Ferries sold for 1,250 crowns")
    assert found.stems == ("ferry"[:-1], "sold", "1250", "crown")
    assert ("sold", "1250") in found.pairs
    assert found.numbers == {"1250"}
    assert {" so", "old", "d 1"} <= found.letters


def test_composed_and_decomposed_letters_read_alike() -> None:
    assert asked("Cafe\u0301 Zu\u0308rich") == asked("Café Zürich")


def test_of_a_long_text_the_beginning_is_read() -> None:
    text = " ".join(f"word{number}" for number in range(5_000))
    assert len(asked(text)) == ASKED_WORDS
    assert read(text) == read(text[:READ_CHARS])


@pytest.mark.parametrize("piece", ["#aA1", "@_", "a'", "http://", "1,", "\u0301", "“", "ё"])
def test_two_megabytes_of_anything_are_read_at_once(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    begun = time.perf_counter()
    asked(text)
    read(text)
    assert time.perf_counter() - begun < 1


@given(st.text())
def test_any_text_is_read_into_letters_and_digits(text: str) -> None:
    found = asked(text)
    assert len(set(found)) == len(found)
    for one in found:
        assert one.word
        assert all(sign.isalnum() or sign in ".," for sign in one.word)
        assert one.word == one.word.lower() or not one.word.isascii()
    assert len(read(text).known) <= len(read(text).stems)
