"""Where sentences end, in Latin and Cyrillic texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain import abbreviations
from factcheck.domain.sentences import (
    has_more_sentences,
    numbered_sentences,
    sentence_count,
    sentences,
)
from factcheck.domain.texts import normalise, paragraphs
from tests.effort import cpu_seconds


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The rate rose.", "It fell again!", "Who knew?", "Nobody…", "So be it."],
        ["Dr. Berg met J. R. Lund at 5 p.m. yesterday.", "They agreed."],
        ["It cost 3.5 million in 2020.", "Then it doubled."],
        ["“Is that so?” she asked.", "“It is.”", "He left."],
        ["Ставка выросла на 3,5 % в 2020 г. по сравнению с прошлым.", "Это много!"],
        ["По словам А. Б. Иванова, т. е. министра, всё в порядке.", "Так ли это?"],
        ["— Вы уверены? — спросил он.", "Она кивнула."],
        ["Қазақстан — ең үлкені.", "Ол 1991 жылы тәуелсіз болды.", "Солай ма?"],
        ["1. Who paid for it?", "2. Who knew of it?"],
        ["See example.org for more.", "It is there."],
        ["Really?!", "Yes..."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(expected):
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["The pier closed at 5 p.m. Tuesday.", "Mayor Lund left at 6 p.m.", "Nobody stayed."],
        ["At 5 a.m. Mrs. Holm came.", "Lt. Gov. Dan Ross, R-Ala., did not."],
        ["The U.S. Senate voted in the U.S.", "However, it failed.", "So did the U.N.", "It met."],
        ["She works at Acme Inc.", "It pays.", "Acme Inc. Chairman J.K. Olsen knows."],
        ["No.", "That is wrong.", "See No. 5 on p. 55.", "The end."],
        ["Malcolm B. Lund won.", "Vitamin C.", "It helps.", "You and I.", "Did you know?"],
        ["Dinner was at 8.", "It cost 3.5.", "Version 2.0.", "Now 27.10.24.", "Then 9."],
        ["iPhone sales fell.", "eBay rose.", "See node.js and a.Name@desk.example now."],
        ["Ye. Petrov met Dr. Zh. Aliyev.", "Kh. Umarov did not."],
        ["He is 6 ft.", "The other is not.", "They left.[3]", "All of them."],
    ],
)
def test_english_abbreviations_end_a_sentence_only_where_one_ends(expected):
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["В 1995 г. Лунд переехал в г. Бергск.", "Там он жил до 2001 г.", "Он вернулся."],
        ["Родился в 1950 г.", "Окончил школу.", "Закон принят в 2015 г. Министерством труда."],
        ["Ущерб — 5 млрд тенге, т. е. 10 млн долл. США.", "По ч. 2 ст. 9 это много."],
        ["Были хлеб, сыр и т. д.", "Потом лавку закрыли.", "И т. п.", "Вот так."],
        ["И. о. министра Б. Н. Лунд ответил.", "Дом на ул. Мира, д. 5, кв. 3.", "Он пуст."],
        ["«Кто это сделал?» — спросил А. С. Берг.", "«Никто!»", "Толпа молчала."],
        ["Сказал министр.", "Сервис «Бергск.Такси» работает.", "Газета.Ru пишет."],
        ["Город построили в 40 г. до н. э.", "Затем пришли другие."],
    ],
)
def test_russian_abbreviations_end_a_sentence_only_where_one_ends(expected):
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Бұл туралы Қ. Ж. Лундов айтты.", "Ол 2019 ж. сайланды."],
        ["1991 ж. 16 қазанда ашылды.", "Қала, ауыл, т. б.", "Солай ма?"],
        ["Б.з.б. 6 ғасырда болды.", "Баға 16 млрд. АҚШ доллары.", "Ел 1955 ж. АҚШ-пен келісті."],
        ["Оның не керегі бар? — деді.", "Жоқ!", "Бұл рас."],
    ],
)
def test_kazakh_abbreviations_end_a_sentence_only_where_one_ends(expected):
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["“Who paid?” Mr. Lund asked.", "“Nobody did!”", "The hall fell silent."],
        ["“Why?”", "He said nothing.", "‘So?’", "‘No.’", "He said: “It is.”"],
        ["The text says [...] nothing (!) of it.", "They were well [...]", "Then he left."],
        ["It was . . . and is . . . I think, late.", "It was . . . .", "Next."],
        ["He left ...", "Then he came back…", "Wait... what?"],
    ],
)
def test_quotations_and_omissions_do_not_break_what_belongs_together(expected):
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["1. The first pier", "2. The second", "3. The third."],
        ["1) Who paid.", "2) Who knew."],
        ["• 9. One pier", "• 10. Another pier"],
        ["а) первый причал;", "б) второй причал."],
    ],
)
def test_a_list_on_one_line_is_cut_where_its_numbers_count_on(expected):
    assert split(" ".join(expected)) == expected


def test_numbers_that_do_not_count_on_are_no_list():
    assert split("1. He gave 3) pears and 5) plums") == ["1. He gave 3) pears and 5) plums"]


def test_a_blank_that_was_lost_after_a_full_stop_hides_no_sentence():
    assert split("Prices rose.The pier closed.Олар кетті.Ол қалды.") == [
        *("Prices rose.", "The pier closed.", "Олар кетті.", "Ол қалды.")
    ]


def test_a_dateline_and_a_heading_stand_alone_on_their_lines():
    text = "Pier to close\nBERGSK, Nov. 5\nThe pier will close, Mr. Lund said. It is old."
    assert split(text) == [
        *("Pier to close", "BERGSK, Nov. 5"),
        *("The pier will close, Mr. Lund said.", "It is old."),
    ]


def test_sentences_name_their_paragraph_in_the_file_as_it_is():
    text = "\ufeffA headline.\r\n\r\n \u200b\r\nOne. Two.\rThree."
    assert [tuple(one) for one in numbered_sentences(text)] == [
        *((1, 12, 1), (20, 24, 2), (25, 29, 2), (30, 36, 3))
    ]


@given(st.text(st.sampled_from("aбЖ1 .!?…)\n\t—"), max_size=60).filter(str.strip))
def test_paragraphs_are_those_of_the_article(text):
    try:
        text = normalise(text)
    except ValueError:
        return
    by_number = {one.number: one for one in paragraphs(text)}
    for sentence in numbered_sentences(text):
        paragraph = by_number[sentence.paragraph]
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
    assert {one.paragraph for one in numbered_sentences(text)} == set(by_number)


LINE = st.text(st.sampled_from("aIбЖ12 .!?…)»“[(—'"), max_size=40)


@given(LINE, LINE)
def test_what_stands_on_other_lines_changes_nothing(one, other):
    assert split(f"{one}\n{other}") == split(one) + split(other)


def test_no_shortened_word_stands_in_two_lists():
    lists = (
        abbreviations.NEVER_LAST, abbreviations.BEFORE_NUMBER, abbreviations.OFTEN_LAST,
        abbreviations.CLOCK, abbreviations.AFTER_NUMBER, abbreviations.SOMETIMES_LAST,
    )  # fmt: skip
    assert sum(map(len, lists)) == len(frozenset().union(*lists))


@pytest.mark.parametrize(
    "piece",
    ["A. ", "a . . . ", '."', "Hm! ", "e\u0301.", "1. x 2. y ", "В 1995 г. Б. Б. ", "ab.Cd", "? “"],
)
def test_a_long_line_takes_time_in_proportion(piece):
    """Ten times the text would take a hundred times as long if anything were quadratic."""
    limit = max(60 * cpu_seconds(lambda: sentence_count(piece * 5_000)), 2.0)
    assert cpu_seconds(lambda: sentence_count(piece * 50_000)) < limit


def test_a_line_is_never_joined_with_the_next():
    assert split("A headline\n\nthe first words. More\nwords") == [
        *("A headline", "the first words.", "More", "words")
    ]


def test_ideographic_full_stops_need_no_blank():
    assert split("今天下雨。明天晴！") == ["今天下雨。", "明天晴！"]


@pytest.mark.parametrize(("text", "count"), [("", 0), (" \n\t\n ", 0), ("...", 1), ("a\nb", 2)])
def test_every_line_that_is_not_blank_counts(text, count):
    assert sentence_count(text) == count


def test_asking_for_more_than_a_limit_is_exact():
    text = "One. Two. Three."
    assert has_more_sentences(text, 2)
    assert not has_more_sentences(text, 3)


@given(st.text(st.sampled_from('aбЖ1 .!?…)»"\n。—'), max_size=80))
def test_sentences_hold_every_character_that_is_not_blank_in_order(text):
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    assert "".join("".join(split(text)).split()) == "".join(text.split())
    assert all("\n" not in sentence and sentence == sentence.strip() for sentence in split(text))
