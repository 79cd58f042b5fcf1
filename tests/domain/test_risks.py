"""Risk flags of sentences. Everybody and everything in these sentences is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.policy import RiskFlags
from factcheck.domain.risks import flags_of, risks
from factcheck.domain.sentences import sentences
from tests.bench_language.flags import LETTERS, Example, examples
from tests.effort import cpu_seconds

NEWS = """Pier fund: clerk accused
BERGSK, Nov. 5 — The harbour fund lost 3.5 million last year, the audit says. The clerk, Ivar Holm, took the money, \
prosecutors believe. Holm denies it. His wife and their son, 12, have left the town. Exports rose by 4 per cent."""


def letters(flags: RiskFlags) -> str:
    return "".join(letter for letter, name in LETTERS.items() if getattr(flags, name))


def flags(sentence: str) -> str:
    return letters(flags_of([sentence])[0])


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.sentence[:30])
def test_a_marked_sentence_has_every_flag_it_must_have(example: Example) -> None:
    assert set(letters(example.found)) >= set(example.wanted.replace("-", ""))


def test_sentences_without_risk_get_no_flag() -> None:
    calm = [one for one in examples() if one.wanted == "-"]
    assert len(calm) == 32
    assert [one.sentence for one in calm if letters(one.found)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "A former ticket clerk kept part of the takings.",
        "The accountant pocketed the fees for years.",
        "The nurse lied under oath.",
        "She plagiarised her dissertation.",
        "The driver fled the scene.",
        "Neighbours heard him hit her.",
        "Бухгалтер солгал следствию.",
    ],
)
def test_dishonesty_in_plain_words_is_flagged_like_a_crime(sentence: str) -> None:
    assert "c" in flags(sentence)


def test_a_whole_article_is_flagged_sentence_by_sentence() -> None:
    found = {NEWS[one.start : one.end]: letters(one.flags) for one in risks(NEWS)}
    assert found == {
        "Pier fund: clerk accused": "c",
        "The clerk, Ivar Holm, took the money, prosecutors believe.": "pc",
        "Holm denies it.": "p",
        "His wife and their son, 12, have left the town.": "pm",
    }


def test_flags_are_named_as_claims_name_them() -> None:
    (risk,) = risks("Lund, 15, stole a boat.")
    assert risk.names == ["names_private_person", "alleges_crime", "involves_minor"]
    assert risk.flags == RiskFlags(True, True, True)


def test_a_name_told_in_full_is_known_wherever_its_parts_stand_alone() -> None:
    assert flags("Tarno denies it.") == ""
    assert [letters(one) for one in flags_of(["Tarno denies it.", "We met Olav Tarno."])] == [
        "p",
        "p",
    ]
    told = flags_of(
        ["Причал построил Олав Тарно-Берг.", "Работа Холмгрена ждёт.", "Пришёл Карл Холмгрен."]
    )
    assert [letters(one) for one in told] == ["p", "p", "p"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ива\u00adн Лу\u200bндов спит.",  # split by what nobody sees
        "Ивaн Лундoв спит.",  # two Latin letters
        "Айгу\u0301л Сапарова спит.",  # accents as marks of their own
        "АНДРЕЙ ЛУНДОВ СПИТ",
        "ANDREI LUNDOV SLEEPS",
        "He met Ｉｖａｎ Ｌｕｎｄｏｖ.",
    ],
)
def test_no_way_of_writing_hides_a_name(sentence: str) -> None:
    assert flags(sentence) == "p"


@pytest.mark.parametrize(
    "sentence",
    [
        "He suffered minor injuries in May.",
        "The bridge is 15 years younger.",
        "It takes 15 minutes, 12 of them on foot.",
        "Срок — 15 лет.",
        "Prices rose 17 per cent, 3 more than planned.",
        "By April 5, 17,000 people had signed.",
        "Детали неизвестны.",
        "Баланс оң болды.",
        "The 18-year-old bridge was closed.",
    ],
)
def test_a_number_or_a_word_that_only_looks_like_a_child_is_none(sentence: str) -> None:
    assert "m" not in flags(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Спасибо за вопрос.", "Үкімет отырысы өтті.", "Он пытался уехать.", "Алдында көл бар.",
        "She is in charge of the port.", "The sentence has ten words.",
    ],
)  # fmt: skip
def test_a_word_that_only_begins_like_a_crime_is_none(sentence: str) -> None:
    assert "c" not in flags(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Бұл Ұлы дала еді.",
        "He joined the World Trade Organization.",
        "The U.S. Senate met.",
        "В Казахстане тепло.",
    ],
)
def test_what_is_written_large_without_being_a_person_gets_no_flag(sentence: str) -> None:
    assert "p" not in flags(sentence)


@given(st.text(st.sampled_from("Aaб ЖІ1 7.,-’“(@\n\u0301\u00ad—"), max_size=80))
def test_flags_stand_on_whole_sentences_in_order(text: str) -> None:
    spans = [(one.start, one.end) for one in risks(text)]
    assert set(spans) <= set(sentences(text))
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    "piece",
    [
        "Aa ",
        "A. ",
        "a, 15 ",
        "1 ",
        "im 15 ",
        "Aa van ",
        "а\u0301\u00ad",
        "@",
        "a'",
        "им аа ",
        "age 15 the ",
    ],
)
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    # Ten times the text would take a hundred times as long if anything were quadratic.
    limit = max(60 * cpu_seconds(lambda: risks(piece * 3_000)), 2.0)
    assert cpu_seconds(lambda: risks(piece * 30_000)) < limit
