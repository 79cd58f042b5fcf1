"""Who said it: marks of every style, cues, carried speakers, kinds, and who is meant."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.limits import QUOTES
from factcheck.domain.quotes import Quote, find_quotes
from factcheck.domain.quotes.marks import marked
from tests.effort import cpu_seconds

MARKS = "\"“”„«»‹›‘’'`,.!?:;—- \n"
WORDS = [
    "Ada",
    "Stone",
    "the mayor",
    "said",
    "she",
    "he",
    "that",
    "I",
    "we",
    "according to",
    "а",
    "қ",
    "é",
    "👍",
]
texts = st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=60).map(" ".join) | st.text()


def spoken(text: str, *kinds: str) -> list[tuple[str, str | None]]:
    """(the words, the speaker) of the quotes of these kinds, direct ones unless named."""
    wanted = kinds or ("direct",)
    return [(text[q.start : q.end], q.speaker) for q in find_quotes(text) if q.kind in wanted]


def only(text: str) -> Quote:
    (quote,) = find_quotes(text)
    return quote


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("“", "”"),
        ('"', '"'),
        ("«", "»"),
        ("„", "“"),
        ("„", "”"),
        ("‘", "’"),
        ("'", "'"),
        ("''", "''"),
        ("「", "」"),
    ],
)
def test_marks_of_every_style_hold_a_quote(opened: str, closed: str) -> None:
    words = f"{opened}We will open the bridge in May,{closed}"
    text = f"{words} said Ada Stone."
    quote = only(text)
    assert text[quote.start : quote.end] == words
    assert (quote.speaker, quote.kind) == ("Ada Stone", "direct")
    assert text[quote.cue_start : quote.cue_end] == "said"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “she called it ‘a gift’ and left”.", ["“she called it ‘a gift’ and left”"]),
        ('He said "she called it "a gift" and left".', ['"she called it "a gift" and left"']),
        ("Он сказал: «Это «Заря» и мы».", ["«Это «Заря» и мы»"]),
        ("The pipe is 6\" wide, and the workers' hall isn't.", []),
        ("He said “it never ends and that is all.", ["“it never ends and that is all."]),
        ("He said ” and left.", []),
        ("“” and “ ”", []),
        ("the '90s and 'em all", []),
        ("A “first” and a “second one", ["“first”", "“second one"]),
    ],
)
def test_nested_and_missing_marks_are_tolerated(text: str, inside: list[str]) -> None:
    assert [text[mark.start : mark.end] for mark in marked(text)] == inside


def test_a_quote_that_reopens_in_the_next_paragraph_keeps_its_speaker() -> None:
    text = "The mayor, Ada Stone, said: “We begin in May.\n\n“We end in June.”"
    assert spoken(text) == [("“We begin in May.", "Ada Stone"), ("“We end in June.”", "Ada Stone")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The bridge is closed,” said Ada Stone.", "Ada Stone"),
        ("“The bridge is closed,” Ada Stone, the mayor of Aral, said on Monday.", "Ada Stone"),
        ("“Is the bridge closed?” Ada Stone asked.", "Ada Stone"),
        ("“The bridge is closed,” according to Ada Stone.", "Ada Stone"),
        ("Ada Stone told reporters that “the bridge is closed to lorries”.", "Ada Stone"),
        ("Ada Stone, who leads the council, added, “The bridge is closed.”", "Ada Stone"),
        ("On Monday, Ada Stone called the bridge “a danger to all of us.”", "Ada Stone"),
        ("Ada Stone: “The bridge is closed.”", "Ada Stone"),
        ("According to Ada Stone, the bridge is “closed to lorries and buses”.", "Ada Stone"),
        ("Speaking in Aral, Ada Stone said the bridge is “closed to lorries.”", "Ada Stone"),
        ("The mayor wrote this:\n\n“The bridge is closed.”", "The mayor"),
    ],
)
def test_the_subject_of_the_cue_is_the_speaker(text: str, speaker: str) -> None:
    (quote,) = [quote for quote in find_quotes(text) if quote.kind == "direct"]
    assert quote.speaker == speaker or (quote.speaker or "").startswith(speaker + ",")


def test_a_quote_on_both_sides_of_its_cue_has_one_speaker() -> None:
    text = "“It is late,” said Ada Stone. “We go home.”"
    assert spoken(text) == [("“It is late,”", "Ada Stone"), ("“We go home.”", "Ada Stone")]


def test_nobody_is_made_up_for_words_without_a_speaker() -> None:
    quote = only("On the wall: “Do not feed the dogs of the harbour.”")
    assert quote.speaker is None
    assert (quote.cue_start, quote.cue_end, quote.speaker_start, quote.confidence) == (
        None,
        None,
        None,
        0,
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He opposed the draft law “On Countering Noise”.", "title"),
        ("The book “Water of the Steppe” won a prize.", "title"),
        ("The “New Aral” party met in May.", "title"),
        ("They use the term “noise” too often.", "scare"),
        ("The “miracle” did not happen.", "scare"),
        ("Ada Stone called it “noise.”", "direct"),
    ],
)
def test_titles_and_words_at_arms_length_are_no_speech(text: str, kind: str) -> None:
    quote = only(text)
    assert quote.kind == kind
    assert (quote.speaker is None) == (kind != "direct")


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Ada Stone said that the bridge is closed.", "that the bridge is closed", "Ada Stone"),
        ("The ministry reported that 40 wells are dry.", "that 40 wells are dry", "The ministry"),
        ("According to the ministry, 40 wells are dry.", "40 wells are dry", "the ministry"),
        ("Forty wells are dry, according to the ministry.", "Forty wells are dry", "the ministry"),
        ("Forty wells are dry, the ministry reported.", "Forty wells are dry", "the ministry"),
        (
            "On March 6, Ada Stone announced on her page that 40 wells are dry.",
            "that 40 wells are dry",
            "Ada Stone",
        ),
        ("On Monday, Ada Stone said 40 wells are dry.", "40 wells are dry", "Ada Stone"),
        ("In the end, Ada Stone said that she left.", "that she left", "Ada Stone"),
    ],
)
def test_reported_speech_is_the_clause_without_its_frame(
    text: str, words: str, speaker: str
) -> None:
    assert spoken(text, "indirect") == [(words, speaker)]


def test_a_paragraph_in_the_first_person_is_a_block_up_to_its_cue() -> None:
    block = "We know it well. My own house has no water! Give us a month"
    text = f"Deputy Serik Omar met the villagers.\n\n{block}, the deputy said."
    quote = only(text)
    assert text[quote.start : quote.end] == block
    assert (quote.kind, quote.speaker) == ("block", "Serik Omar (the deputy)")
    assert text[quote.cue_start : quote.cue_end] == "said"
    assert 0 < quote.confidence < 1


def test_who_said_a_block_may_be_told_more_of_behind_her_name() -> None:
    block = "We wait for water since 2015. Nobody hears us"
    text = f"The villagers met.\n\n{block}, said Gulnara Omarova, a resident of Aral.\n\nShe added that it rained."
    first, second = find_quotes(text)
    assert (text[first.start : first.end], first.kind) == (block, "block")
    assert (first.name, second.name) == ("Gulnara Omarova", "Gulnara Omarova")


def test_who_is_told_something_does_not_tell_it() -> None:
    quote = only("We have no water, I see no help, a fisherman told our correspondent.")
    assert (quote.kind, quote.speaker) == ("block", "a fisherman")


def test_a_title_of_one_place_is_not_given_to_somebody_with_another_title() -> None:
    text = "Ada Stone, a pensioner, wrote.\n\nThe mayor of the town promised to act:\n\nWe will help. I know it."
    assert [who for _, who in spoken(text, "block")] == ["The mayor of the town"]


def test_the_head_of_state_is_the_president() -> None:
    text = "President Ivan Lund met the council. The head of state said that fares fell."
    assert [who for _, who in spoken(text, "indirect")] == ["Ivan Lund (The head of state)"]


def test_a_colon_leads_on_to_the_next_paragraph_but_not_past_a_caption() -> None:
    led = "Ada Stone wrote on her page:\n\nI am tired of this.\n\nThe council met."
    assert spoken(led, "block") == [("I am tired of this.", "Ada Stone")]
    shown = "Ada Stone wrote on her page:\n\nPhoto from the page\n\nThe council met in May."
    assert spoken(shown, "block") == []


def test_a_list_behind_a_colon_is_no_speech() -> None:
    assert find_quotes("The budget has three parts:\n\nRoads, schools, water.") == []


def test_dashes_hold_the_cue_between_two_parts_of_speech() -> None:
    text = "— We have no water, — said Ada Stone. — Nobody came."
    assert spoken(text, "block") == [
        ("We have no water,", "Ada Stone"),
        ("Nobody came.", "Ada Stone"),
    ]


def test_a_pronoun_is_the_nearest_earlier_person_of_that_gender() -> None:
    text = "Olga Petrova met Ivan Lund. “I am glad to be here,” she said. “So am I, my friend,” he said."
    assert [who for _, who in spoken(text)] == ["Olga Petrova (she)", "Ivan Lund (he)"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The mayor of Aral said that 45% of the wells are dry.", "The mayor of Aral"),
        ("The wife of Ivan Lund said that he left in 2019.", "The wife of Ivan Lund"),
        ("Ivan Lund won. Ivan Lund’s lawyer said the tax fell by 5%.", "Ivan Lund’s lawyer"),
        ("Minister of Health Ada Stone said that 45% of the wells are dry.", "Ada Stone"),
        ("Foreign Minister of Kazakhstan Murat Omar said that trade grew.", "Murat Omar"),
    ],
)
def test_whoever_a_title_belongs_to_is_not_taken_for_its_holder(text: str, speaker: str) -> None:
    assert [who for _, who in spoken(text, "indirect")] == [speaker]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_nobody_knows_is_who_he_may_be_and_little_sure(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(
        form, "Jørn Åkesson paid 5 million in 2021. He said: “It is too much for me.”"
    )
    quote = only(text)
    assert quote.name == unicodedata.normalize(form, "Jørn Åkesson")
    assert quote.confidence < 0.4


def test_a_surname_is_the_full_name_and_surer_than_a_pronoun() -> None:
    text = "Olga Petrova spoke. “We begin in May,” Petrova said. “We end in June,” she added."
    by_name, by_pronoun = find_quotes(text)
    assert (by_name.speaker, by_name.mention) == ("Olga Petrova", "Petrova")
    assert (by_pronoun.name, by_pronoun.mention) == ("Olga Petrova", "she")
    assert by_name.confidence > by_pronoun.confidence


@given(texts)
def test_every_quote_lies_inside_the_text_and_is_never_empty(text: str) -> None:
    for quote in find_quotes(text):
        assert 0 <= quote.start < quote.end <= len(text)
        assert 0 <= quote.confidence <= 1
        assert quote.kind in {"direct", "indirect", "block", "title", "scare"}
        if quote.mention is not None:
            assert quote.speaker_start is not None
            assert " ".join(text[quote.speaker_start : quote.speaker_end].split()) == quote.mention
        if quote.cue_start is not None and quote.cue_end is not None:
            assert 0 <= quote.cue_start < quote.cue_end <= len(text)


@given(texts)
def test_marked_quotes_never_overlap(text: str) -> None:
    ends = 0
    for mark in marked(text):
        assert mark.start >= ends
        ends = mark.end


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "«",
        "'",
        '"a" ',
        '"a"\n',
        "«a ",
        '"a," he said. ',
        "a, ",
        "Ada ",
        ", and said",
        "’s ",
        "— ",
        "I said:\n",
    ],
)
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    """Ten times the text would take a hundred times as long if anything were quadratic."""
    short, long = ((piece * (length // len(piece) + 1))[:length] for length in (40_000, 400_000))
    assert len(find_quotes(long)) <= 2 * QUOTES
    limit = max(60 * cpu_seconds(lambda: find_quotes(short)), 2.0)
    assert cpu_seconds(lambda: find_quotes(long)) < limit
