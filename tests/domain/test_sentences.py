"""Where sentences end, in Latin and Cyrillic texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.sentences import has_more_sentences, sentence_count, sentences


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
