"""What the text proposes for a new claim.  All names and articles here are invented."""

import pytest

from factcheck.domain.policy import RiskFlags
from factcheck.domain.proposals import in_words, risks_of, said_by, unflagged

TEXT = """Aida Bekova, the minister of transport, opened the new line on Monday.

"Nine of ten trams are new," she said. Nobody asked how old the tenth was.

The deputy mayor Oleg Tarn told reporters that fares had not risen since 2019.

The law "On public transport" was changed in spring."""


@pytest.mark.parametrize(
    ("words", "claimant", "mention"),
    [
        ("Nine of ten trams are new", "Aida Bekova", "she"),
        ("fares had not risen since 2019", "Oleg Tarn", "The deputy mayor Oleg Tarn"),
    ],
)
def test_words_inside_a_quote_are_given_to_who_says_them(
    words: str, claimant: str, mention: str
) -> None:
    said = said_by(TEXT, TEXT.index(words), TEXT.index(words) + len(words))
    assert said is not None
    assert (said.claimant, said.mention) == (claimant, mention)
    assert 0.3 <= said.confidence <= 1


@pytest.mark.parametrize(
    "words", ["Nobody asked how old the tenth was", "On public transport", "opened the new line"]
)
def test_the_articles_own_words_and_titles_are_nobodys(words: str) -> None:
    assert said_by(TEXT, TEXT.index(words), TEXT.index(words) + len(words)) is None


@pytest.mark.parametrize(
    ("text", "words", "cue", "said_on"),
    [
        ("Ada Tarn told reporters on Monday that fares rose 5%.", "fares rose", "told", "2026-11-16"),
        ("“Fares rose 5% on Friday,” Ada Tarn said on Tuesday. It rained on Sunday.", "Fares", "said", "2026-11-17"),
        ("“Fares rose in 2019,” Ada Tarn said.", "Fares rose", "said", ""),
        ("On 3 May 2024 Ada Tarn wrote:\n\n“Fares rose by 5%. We are sorry.”", "Fares rose", "wrote", "2024-05-03"),
    ],
)  # fmt: skip
def test_how_and_when_words_were_said_is_told_by_what_stands_around_them(
    text: str, words: str, cue: str, said_on: str
) -> None:
    start = text.index(words)
    said = said_by(text, start, start + len(words), "2026-11-21")
    assert said is not None
    assert (said.claimant, said.cue, said.said_on) == ("Ada Tarn", cue, said_on)


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Mayor Ada Tarn told reporters on Monday that fares fell.", "Ada Tarn"),
        ("“Fares fell,” Ada Tarn said after the long meeting of the council.", "Ada Tarn"),
        ("Ada Tarn said that fares fell. Ivan Lund said that they rose.", None),
        ("Ada Tarn opened the line.", None),
    ],
)
def test_a_whole_sentence_is_given_to_the_one_person_it_lets_speak(
    text: str, claimant: str | None
) -> None:
    said = said_by(text, 0, len(text))
    assert (said.claimant if said else None) == claimant


def test_most_of_the_words_must_be_in_the_quote() -> None:
    start = TEXT.index("are new")
    assert said_by(TEXT, start, TEXT.index("Nobody") + 34) is None


def test_places_count_in_the_whole_of_a_long_article() -> None:
    text = "Filling stands here.\n" * 5_000 + TEXT
    start = text.index("Nine of ten")
    said = said_by(text, start, start + 25)
    assert said is not None
    assert said.claimant == "Aida Bekova"


def flags(words: str, text: str) -> RiskFlags:
    return risks_of(text, text.index(words), text.index(words) + len(words))


RISKY = (
    "The court heard the case. Bribes were taken, he was told. The boy, 14, was there. Rain fell."
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Rain fell", RiskFlags()),
        ("were taken", RiskFlags(alleges_crime=True)),
        ("was there", RiskFlags(involves_minor=True)),
        ("he was told. The boy", RiskFlags(alleges_crime=True, involves_minor=True)),
        ("opened the new line", RiskFlags(names_private_person=True)),
    ],
)
def test_words_carry_every_risk_of_their_sentences(words: str, expected: RiskFlags) -> None:
    assert flags(words, f"{RISKY}\n\n{TEXT}") == expected


def test_what_the_words_show_and_nobody_flagged_is_named() -> None:
    shown = ("Bribes were taken, he was told.", "The boy, 14, was there.")
    assert unflagged(shown, RiskFlags()) == ("alleges_crime", "involves_minor")
    assert unflagged(shown, RiskFlags(alleges_crime=True)) == ("involves_minor",)
    assert unflagged(["Rain fell."], RiskFlags()) == ()
    assert in_words(unflagged(shown, RiskFlags())) == "alleges a crime, involves a minor"
