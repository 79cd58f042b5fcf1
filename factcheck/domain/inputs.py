"""What people type into a field, cleaned or refused with a sentence that says how to mend it.

Lines, texts, names, claims and searches. Articles are in `texts`, addresses, dates and numbers in
the modules of those names. Everything here raises `BadInput` and nothing else. No sentence repeats
what was typed, except the code point of one character.
"""

import re
import unicodedata
from itertools import groupby

from factcheck.domain import characters
from factcheck.domain.limits import CLAIM_CHARS, NAME_CHARS, SEARCH_CHARS, SEARCH_LETTERS_MIN
from factcheck.domain.wording import mark, number, say


class BadInput(ValueError):
    """Something typed that cannot be taken; `sentence` is fit to stand beside the field.

    `http_status` is 400, or 413 for an article that is too long.
    """

    def __init__(self, sentence: str, http_status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.http_status = http_status


def clean_line(value: object, *, label: str, limit: int, is_required: bool = True) -> str:
    """One line of text: NFC, stripped, line breaks and tabs joined to single blanks.

    `label` opens the sentences ("The title"); `limit` counts code points after NFC. An optional
    line left empty comes back as ''.
    """
    text = _check_content(_read_line(value, label), label, is_required=is_required)
    return _check_longer(text, label, limit)


def clean_text(value: object, *, label: str, limit: int, is_required: bool = True) -> str:
    """Several lines of text as typed: NFC, stripped at the ends, line breaks as LF."""
    text = _check_content(read_text(value, label), label, is_required=is_required)
    return _check_count(text, label, limit)


def clean_claim(value: object) -> str:
    """The wording of a claim: one line of at most 2,000 characters (C01-C25)."""
    label = mark("The claim")
    text = _check_content(_read_line(value, label), label, is_required=True)
    return _check_count(text, label, CLAIM_CHARS)


def read_text(value: object, label: str) -> str:
    """Any field's text with LF as line break, in NFC, stripped; may be empty.

    Raises BadInput for what is no text and for refused characters, whose position counts from 1 in
    the text as typed, a line break being one character.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"{label} must be text.")
    text = refuse_faults(characters.unify_breaks(value), label)
    return text.strip()


def refuse_faults(text: str, label: str) -> str:
    """The text in NFC, or BadInput naming the first refused character or run of marks."""
    fault = characters.find_fault(text, label)
    if fault is None:
        text = characters.nfc(text)
        fault = characters.find_mark_run(text)
    if fault is not None:
        raise BadInput(fault)
    return text


def _read_line(value: object, label: str) -> str:
    parts = re.split("[\n\t]", read_text(value, label))
    return " ".join(filter(None, map(str.strip, parts)))


def _check_content(text: str, label: str, *, is_required: bool) -> str:
    if not text and is_required:
        raise BadInput(please_write(label))
    if text and not characters.has_readable(text):
        raise BadInput(say("%(label)s has no letters or digits.", label=say(label)))
    return text


def _check_longer(text: str, label: str, limit: int) -> str:
    if len(text) > limit:
        raise BadInput(
            say(
                "%(label)s is longer than %(limit)s characters.",
                label=say(label),
                limit=number(limit),
            )
        )
    return text


def please_write(label: str) -> str:
    """What is said beside a field that must not be empty."""
    what = say(label)
    return say("Write %(what)s.", what=what[:1].lower() + what[1:])


def _check_count(text: str, label: str, limit: int) -> str:
    """Say how long it is: whoever must shorten a text wants to know by how much."""
    if len(text) > limit:
        raise BadInput(
            say(
                "%(label)s is %(length)s characters long; at most %(limit)s.",
                label=say(label),
                length=number(len(text)),
                limit=number(limit),
            )
        )
    return text


# ── Names ────────────────────────────────────────────────────────────────────────────────────────

# Words that an address of ours, or a program's idea of nothing, already uses (M10-M14).
_RESERVED_NAMES = frozenset(
    "account api articles corrections desk edit import invitations login logout me method new none"
    " null ratings undefined verdicts versions".split()
)


def clean_name(value: object, *, label: str = "The name", limit: int = NAME_CHARS) -> str:
    """The name of a person who has an account: one line, one script, nothing invisible (M01-M15).

    Stricter than a line because people are told apart by it. Claimants and publishers, whose names
    may mix scripts, go through `clean_line`.
    """
    text = read_text(value, label)
    if not text.strip("".join(filter(characters.is_invisible, set(text))) + characters.BLANKS):
        raise BadInput("Write a name." if label == "The name" else f"Write {label.lower()}.")
    if "\n" in text:
        raise BadInput(f"{label} has a line break.")
    _refuse_disguise(text, label)
    text = " ".join(_check_content(text, label, is_required=True).split())
    if text.casefold() in _RESERVED_NAMES:
        raise BadInput(f"{label} is a word that this site uses itself.")
    return _check_longer(text, label, limit)


def name_key(name: str) -> str:
    """What two names must not share: NFKC, case folded, Turkish i's alike, joiners off (M05, M07).

    To be stored in a unique column beside the name, for "This name is taken."
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    plain = folded.replace("i\u0307", "i").replace("ı", "i")
    return " ".join("".join(c for c in plain if not characters.is_invisible(c)).split())


def _refuse_disguise(text: str, label: str) -> None:
    for index, character in enumerate(text):
        if characters.is_invisible(character) and not characters.is_joiner(text, index):
            point = characters.code_point(character)
            raise BadInput(f"{label} has an invisible character ({point}).")
    scripts = characters.mixed_scripts(text)
    if scripts:
        raise BadInput(f"{label} mixes {' and '.join(scripts[:2])} letters.")


# ── Searches ─────────────────────────────────────────────────────────────────────────────────────


def clean_search(value: object) -> str:
    """What is typed into a search field, one line; '' asks for everything (S01-S24).

    Raises BadInput for more than 200 characters and for a single letter.
    """
    label = mark("The search")
    text = _check_longer(_read_line(value, label), label, SEARCH_CHARS)
    if 0 < sum(map(characters.is_readable, text)) < SEARCH_LETTERS_MIN:
        raise BadInput(say("Write at least %(count)s letters.", count=SEARCH_LETTERS_MIN))
    return text


def search_words(value: object) -> list[str]:
    """The plain words of a search in lower case: letters, digits and their marks, nothing else.

    Lower case also takes the meaning out of AND, OR, NOT and NEAR, which a full text index reads
    as orders only in capitals.
    """
    groups = groupby(clean_search(value).lower(), _is_of_a_word)
    words = ("".join(group) for is_word, group in groups if is_word)
    return [word for word in words if characters.has_readable(word)]


def _is_of_a_word(character: str) -> bool:
    return characters.is_readable(character) or characters.is_mark(character)
