"""Invented articles in the style of translated Central Asian news, with who says what in them.

Every person, place and event in `told/` is made up. What is told: the first and the last words of each stretch of
speech without quotation marks, and a word of the name of whoever says it. Whatever else the articles hold is the
reporter's own.
"""

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).with_name("told")
Told = tuple[tuple[str, str, str], ...]

SAID: Mapping[str, Told] = {
    "water": (
        ("We know about", "until October", "Serik"),
        ("How can we wait", "for a week!", "Gulmira"),
        ("There was no time", "regret it.", "Bolat"),
        ("Ergaziev was dismissed", "in March", "press service"),
        ("the warranty ends", "in December", "department"),
    ),
    "school": (
        ("The director of school", "physics teacher", "Orazalin"),
        ("I have worked here", "part with him", "Raushan"),
        ("he had only asked", "to be quiet", "Dosov"),
        ("Do you know how", "insulted nobody", "Dosov"),
        ("My son came home", "to check?", "mother"),
        ("the teacher had called", "of the class", "parents"),
    ),
    "dam": (
        ("Our specialists examined", "in chats", "Beisov"),
        ("the examination was carried", "too quickly", "Imanova"),
        ("They were there", "nobody drill?", "Imanova"),
        ("We have nothing", "all documents", "Beisov"),
        ("The designers of both", "the same", "Imanova"),
        ("We still have no", "evacuation plan", "Kanat"),
        ("Nobody has shown", "to run.", "Kanat"),
    ),
    "market": (
        ("About four hundred", "their places", "union"),
        ("Nobody warned us", "my money?", "Nurgul"),
        ("Dear traders!", "to everyone.", "Timur"),
        ("The money will be", "the lists.", "Timur"),
        ("the authorities had offered", "new bazaar", "Seitov"),
        ("It is far from", "our customers", "women"),
        ("This is about land", "the prosecutor.", "Ruslan"),
        ("The plot is valued", "million tenge", "register"),
    ),
    "court": (
        ("the main witness", "three times", "Zhanna"),
        ("The court did not", "Supreme Court", "Zhanna"),
        ("The guilt of the", "into force.", "office"),
        ("He took nothing", "to everyone", "wife"),
        ("appeal boards overturn", "tenth verdict", "Kerim"),
    ),
    "bus": (
        ("I will be honest", "raising the fare", "Yerlan"),
        ("First you should", "ask for money", "student"),
        ("The discount will be kept", "be kept", "Yerlan"),
        ("a family of four", "a month", "Saule"),
        ("For many that is", "noticeable sum", "Saule"),
        ("Then the authorities", "the elections", "Dias"),
    ),
    "hospital": (
        ("Everything here is", "by Friday", "Assem"),
        ("47 specialists", "are missing", "Omirzak"),
        ("Young doctors do", "for them now", "Omirzak"),
        ("They built a palace", "see it opened.", "Vera"),
        ("all the equipment", "on time", "contractor"),
        ("The facility will be", "under way.", "department"),
    ),
    "fire": (
        ("The fire brigade", "three hours", "villagers"),
        ("We put out", "twenty minutes", "Bagdat"),
        ("nobody even called", "warn us", "Olga"),
        ("The first unit was", "fifty minutes", "Nurlan"),
        ("The delay", "strong wind", "Nurlan"),
        ("Nobody will spend", "by November", "governor"),
        ("the village needs", "fire station", "Marzhan"),
    ),
}

# Written when the rules stood, measured once, and not looked at while rules are changed.
SAID_UNSEEN: Mapping[str, Told] = {
    "road": (
        ("I have changed", "be patient", "Sagyndyk"),
        ("The first one went", "the courts", "Ilyas"),
        ("You say the same", "been spent?", "Aigul"),
        ("19 billion tenge", "bankrupt company", "Berden"),
        ("the money would be", "the courts", "Berden"),
        ("Nobody was detained", "detained", "police"),
        ("The lowest price", "third time.", "Arman"),
        ("the new deadline", "December 2026", "committee"),
    ),
    "language": (
        ("It all started", "school notebook", "Umit"),
        ("Many of the words", "everyday speech", "Karabai"),
        ("Together with the fish", "are leaving", "Karabai"),
        ("the manuscript did not", "competition", "ministry"),
        ("This is the only", "at all?", "Denis"),
        ("Of course they can", "are yours", "Karabai"),
        ("a language dies", "in the world", "UNESCO"),
        ("dialects disappear", "counts them", "Karabai"),
        ("The print run", "four days", "publishing"),
    ),
}


def text_of(name: str) -> str:
    """The article's text."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
