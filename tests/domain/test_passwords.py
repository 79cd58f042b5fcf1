"""Which passwords are taken, which mail addresses are one, which names look alike."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.inputs import BadInput
from factcheck.domain.lookalikes import skeleton
from factcheck.domain.mail import clean_mail, mail_key
from factcheck.domain.passwords import check_password, common_passwords

BREACHED = "This password is known from breaches."


def test_the_list_is_long_enough_and_holds_only_what_could_be_typed() -> None:
    known = common_passwords()
    assert len(known) > 3_000
    assert all(12 <= len(line) <= 30 and line == line.casefold() for line in known)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "PASSWORD1234",
        "P@ssw0rd2026!!",
        "123456789012",
        "098765432109",
        "qwertyuiop12",
        "1qaz2wsx3edc",
        "qwerty123456",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "passwordpassword",
        "iloveyou2026",
        "Administrator",
        "йцукенгшщзхъ",
    ],
)
def test_what_guessers_try_first_is_refused(password: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_password(password)
    assert refused.value.sentence == BREACHED


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "kX9#mQ2$vL7p", "  two leading blanks", "тамара и кот 42!"],
)
def test_long_and_unguessed_passwords_are_taken_as_typed(password: str) -> None:
    assert check_password(password, own_words=("Li Bo", "li")) == password


@pytest.mark.parametrize(
    "password",
    ["petrova was here", "I am ANNA indeed", "the harbour times 1", "FactCheck for ever"],
)
def test_own_words_and_those_of_the_site_are_refused(password: str) -> None:
    with pytest.raises(BadInput, match="a word of this site"):
        check_password(password, own_words=("Anna Petrova", "The Harbour Times"))


def test_lengths_count_characters_and_the_limits_are_taken() -> None:
    rest = "zkw9" * 249
    assert check_password("ü" * 5 + "kvztrbq")
    assert check_password(rest + "aqbx")
    for wrong in ("ü" * 5 + "kvztrb", rest + "aqbxy"):
        with pytest.raises(BadInput):
            check_password(wrong)


@given(st.text(min_size=12, max_size=1_000), st.text(max_size=80))
def test_any_text_is_either_taken_unchanged_or_refused_with_a_sentence(
    password: str, name: str
) -> None:
    try:
        answer = check_password(password, own_words=(name,))
    except BadInput as bad:
        answer = bad.sentence
    assert answer == password or (answer.endswith(".") and password not in answer)


def test_a_hostile_password_costs_little() -> None:
    began = time.perf_counter()
    for hostile in ("a" * 999 + "b", "qwe" * 333, "ab" * 499 + "c", "1qaz" * 250):
        with contextlib.suppress(BadInput):
            check_password(hostile, own_words=("a" * 80,))
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana@Desk.Example", "ana@desk.example"),
        (" ana.b+c@desk.example ", "ana.b+c@desk.example"),
        ("zoe\u0308@über.example", "zoë@über.example"),
        ("admin@localhost", "admin@localhost"),
    ],
)
def test_a_mail_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert clean_mail(typed) == kept == mail_key(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *["", "ana", "@desk.example", "ana@", "a@b", "ana@desk..example", "a b@desk.example"],
        *["ana@-desk.example", ".ana@desk.example", "a..b@desk.example", "a@b@desk.example"],
        *["Ana <ana@desk.example>", "ana@desk.example, bo@desk.example", "ana@[127.0.0.1]"],
        "ana@desk.example\nBcc: bo@desk.example",
        "ana@desk.example\x00",
        "ana\u202e@desk.example",
        "a" * 65 + "@desk.example",
        "ana@" + "d" * 60 + ".example" * 40,
    ],
)
def test_what_is_not_one_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        clean_mail(typed)


@given(st.text())
def test_no_text_breaks_the_mail_cleaner(typed: str) -> None:
    try:
        cleaned = clean_mail(typed)
    except BadInput:
        return
    assert clean_mail(cleaned) == cleaned
    assert "\n" not in cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "Аnna"),
        ("Max", "Мах"),
        ("coco", "сосо"),
        ("Ann O", "ann 0"),
        ("Modern", "Modem"),
        ("Il", "ıl"),
        ("Anna Bo", "AnnaBo"),
    ],
)
def test_names_that_look_alike_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Anna", "Hanna"), ("Ана", "Яна"), ("Bo", "Ba")])
def test_names_that_differ_to_the_eye_do_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
