"""Sentences, numbers, names and dates in the language at hand."""

import gettext
from contextvars import copy_context
from datetime import UTC, date, datetime

import pytest

from factcheck.domain import wording
from factcheck.domain.dates import spell_date, spell_moment
from factcheck.domain.inputs import BadInput, clean_line, clean_text
from factcheck.domain.share_cards import alt, card_of
from factcheck.domain.verdict_parts import written
from factcheck.resources import translations_folder
from tests.verdicts import a_verdict

ONE = "There were too many tries. Try again in %(number)s minute."
MANY = "There were too many tries. Try again in %(number)s minutes."


def speak(code: str) -> None:
    wording.use(code, gettext.translation("messages", translations_folder(), [code]))


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 1, "Try again in 1 minute."),
        ("en", 2, "Try again in 2 minutes."),
        ("en", 21, "Try again in 21 minutes."),
        ("ru", 1, "Повторите через 1 минуту."),
        ("ru", 2, "Повторите через 2 минуты."),
        ("ru", 5, "Повторите через 5 минут."),
        ("ru", 11, "Повторите через 11 минут."),
        ("ru", 21, "Повторите через 21 минуту."),
        ("kk", 1, "1 минуттан кейін қайталаңыз."),
        ("kk", 2, "2 минуттан кейін қайталаңыз."),
        ("kk", 5, "5 минуттан кейін қайталаңыз."),
        ("kk", 21, "21 минуттан кейін қайталаңыз."),
    ],
)
def test_a_number_brings_its_own_form(code: str, number: int, said: str) -> None:
    speak(code)
    assert wording.say_many(ONE, MANY, number).endswith(said)


@pytest.mark.parametrize(
    ("code", "day", "month"),
    [
        ("en", "9 October 2023", "October 2023"),
        ("ru", "9 октября 2023 года", "октябрь 2023 года"),
        ("kk", "2023 жылғы 9 қазан", "2023 жылғы қазан"),
    ],
)
def test_dates_are_spelled_as_the_language_does(code: str, day: str, month: str) -> None:
    speak(code)
    assert spell_date(date(2023, 10, 9)) == spell_date("2023-10-09") == day
    assert spell_date("2023-10") == month
    assert spell_date("2023") == "2023"
    assert spell_date("some day") == "some day"
    assert spell_moment(datetime(2023, 10, 9, 14, 2, tzinfo=UTC), UTC) == f"14:02, {day} (UTC)"


def test_every_month_has_its_name_in_each_language() -> None:
    for code in ("en", "ru", "kk"):
        speak(code)
        for form in ("2023-{:02}-09", "2023-{:02}"):
            assert len({spell_date(form.format(month)) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("code", "said"), [("en", "2,000"), ("ru", "2\u00a0000"), ("kk", "2\u00a0000")]
)
def test_long_numbers_are_written_in_groups(code: str, said: str) -> None:
    speak(code)
    assert wording.number(2_000) == said


@pytest.mark.parametrize(
    ("code", "said"), [("en", "A, B and C"), ("ru", "A, B и C"), ("kk", "A, B және C")]
)
def test_names_are_listed(code: str, said: str) -> None:
    speak(code)
    assert wording.listed(("A", "B", "C")) == said
    assert (wording.listed(("A",)), wording.listed(())) == ("A", "")


def test_what_no_catalogue_has_is_said_as_it_stands_and_nothing_is_not_said() -> None:
    speak("ru")
    assert wording.say("100 % of %(this)s") == "100 % of %(this)s"
    assert wording.say("") == ""


def test_a_language_lasts_no_longer_than_its_context() -> None:
    copy_context().run(speak, "kk")
    assert (wording.language(), wording.say("Verdicts")) == ("en", "Verdicts")


@pytest.mark.parametrize(
    ("code", "empty", "long"),
    [
        ("en", "Write the message.", "The message is 2,001 characters long; at most 2,000."),
        (
            "ru",
            "Заполните: сообщение.",
            "Сообщение: знаков 2\u00a0001, а можно не больше 2\u00a0000.",
        ),
        (
            "kk",
            "Толтырыңыз: хабарлама.",
            "Хабарлама: таңба саны 2\u00a0001, ең көбі 2\u00a0000 болуы керек.",
        ),
    ],
)
def test_a_field_is_refused_in_the_language_it_is_read_in(code: str, empty: str, long: str) -> None:
    speak(code)
    with pytest.raises(BadInput) as refused:
        clean_text("", label="The message", limit=2_000)
    assert refused.value.sentence == empty
    with pytest.raises(BadInput) as refused:
        clean_text("a" * 2_001, label="The message", limit=2_000)
    assert refused.value.sentence == long
    with pytest.raises(BadInput) as refused:
        clean_line("a\u202eb", label="The page", limit=50)
    assert "U+202E" in refused.value.sentence


# ── Of a verdict ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Retracted: “The bridge over the Aksu cost twelve million.” – A desk"),
        ("ru", "Отозван: «The bridge over the Aksu cost twelve million.» – A desk"),
        ("kk", "Қайтарып алынды: «The bridge over the Aksu cost twelve million.» – A desk"),
    ],
)
def test_one_picture_is_for_all_languages_and_is_described_in_each(code: str, said: str) -> None:
    verdict = a_verdict(is_retracted=True, retraction_note="We mistook the bridge.")
    drawn = card_of(verdict, "A desk", is_demonstration=False)
    speak(code)
    assert card_of(verdict, "A desk", is_demonstration=False) == drawn
    assert alt(verdict, "A desk") == said


def test_headings_of_further_parts_are_said_and_their_words_are_not() -> None:
    speak("ru")
    verdict = a_verdict(what_is_right="It cost a lot.", not_known="Why it matters")
    assert written(verdict) == [
        ("Что в этом верно", "It cost a lot."),
        ("Чего мы не знаем", "Why it matters"),
    ]
