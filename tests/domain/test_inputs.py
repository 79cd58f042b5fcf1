"""What people type into fields: the C, M and S rows of the table of bad inputs, and any text at all."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain import inputs, limits
from factcheck.domain.inputs import BadInput

DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

# Any code point, with the troublesome ones far more often than chance would bring them.
troubles = st.sampled_from(
    [
        *"\x00\x0b\x1b\x7f\x85\t\n\r\u2028\u2029\u200b\u200c\u200d\u00ad\ufeff\u3164\u0301\u0344\u0958",
        *DIRECTIONS,
        *"\ufffe\ud800\U000e0041\U0001f1f0\u202faбҚ ",
    ]
)
any_character = st.one_of(troubles, st.characters(exclude_categories=()))
any_text = st.text(any_character, max_size=60)


def refusal_of(clean: Callable[..., object], *values: object, **options: object) -> str:
    with pytest.raises(BadInput) as refused:
        clean(*values, **options)
    assert refused.value.http_status == 400
    return refused.value.sentence


def answer_of(call: Callable[..., object], *values: object, **options: object) -> object:
    """What comes back, or the refusal itself."""
    try:
        return call(*values, **options)
    except BadInput as refused:
        return refused


def is_never_taken(character: str) -> bool:
    """An independent spelling of the rule, by code point and category."""
    point = ord(character)
    return (
        (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t")
        or character in DIRECTIONS
        or 0xE0000 <= point <= 0xE007F
        or 0xFDD0 <= point <= 0xFDEF
        or point & 0xFFFE == 0xFFFE
    )


# ── Claims ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write the claim."),
        (None, "Write the claim."),
        ("  \t\r\n\xa0 ", "Write the claim."),
        ("....!!??", "The claim has no letters or digits."),
        ("\u3164\u3164\u115f", "The claim has no letters or digits."),
        ("\u200b", "The claim has no letters or digits."),
        ("x" * 4_001, "The claim is 4,001 characters long; at most 2,000."),
        ("x" * 2_001, "The claim is 2,001 characters long; at most 2,000."),
        (
            "\u202eevil",
            "The claim has an invisible direction character (U+202E) at position 1.",
        ),
        (
            "so \u2066it goes",
            "The claim has an invisible direction character (U+2066) at position 4.",
        ),
        ("a\U000e0041b", "The claim has an invisible character (U+E0041) at position 2."),
        ("a\ufffeb", "The claim is not valid Unicode."),
        ("a\U0010ffffb", "The claim is not valid Unicode."),
        ("a\ufdd0b", "The claim is not valid Unicode."),
        ("a\ud800b", "The claim is not valid Unicode."),
        ("abc\x00", "The claim has a control character (U+0000) at position 4."),
        ("a\x1b[31mred", "The claim has a control character (U+001B) at position 2."),
        ("e" + "\u0323" * 17, "More than 16 combining marks in a row."),
        # Each U+0344 becomes two marks in NFC.
        ("e" + "\u0344" * 10, "More than 16 combining marks in a row."),
        (7, "The claim must be text."),
        (["a claim"], "The claim must be text."),
    ],
)
def test_a_claim_that_cannot_be_taken_is_refused_with_the_sentence_that_mends_it(typed, sentence):
    assert refusal_of(inputs.clean_claim, typed) == sentence


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "{{7*7}}",
        '=HYPERLINK("http://a.example")',
        "[x](javascript:alert(1))",
        "'; DROP TABLE claim; --",
        r"\u0041 is A",
        "%s {0} %(x)s",
        "$(id)",
        "می\u200cخواهم",
        f"a family {FAMILY}",
        "co\xadoperate",
        "Қазақстанда 20 миллион адам тұрады",
        "שלום\u200f!",
        "private \ue000 use",
    ],
)
def test_what_looks_dangerous_or_foreign_is_taken_as_typed(typed):
    assert inputs.clean_claim(typed) == typed


def test_lines_of_a_claim_are_joined_to_one():
    typed = "To: all\r\nBcc: others\u2028 third \u2029\tlast"
    assert inputs.clean_claim(typed) == "To: all Bcc: others third last"


def test_an_accent_written_apart_is_composed_before_the_length_is_counted():
    assert inputs.clean_claim("e\u0301" * 2_000) == "é" * 2_000


def test_a_ligature_that_unfolds_in_other_forms_stays_itself():
    assert inputs.clean_claim("\ufdfa" * 200) == "\ufdfa" * 200


# ── Lines and texts ──────────────────────────────────────────────────────────────────────────────


def test_a_line_breaks_its_limit_by_one_character_only():
    assert inputs.clean_line("x" * 300, label="The title", limit=300) == "x" * 300
    sentence = refusal_of(inputs.clean_line, "x" * 301, label="The title", limit=300)
    assert sentence == "The title is longer than 300 characters."


def test_a_byline_with_line_breaks_becomes_one_line():
    assert (
        inputs.clean_line("By A.\r\n\r\n  and B.", label="The byline", limit=80) == "By A. and B."
    )


def test_a_text_keeps_its_lines_and_says_how_much_too_long_it_is():
    assert inputs.clean_text(" a\r\n\r\n* b \n", label="The note", limit=9) == "a\n\n* b"
    sentence = refusal_of(inputs.clean_text, "x" * 50_001, label="The explanation", limit=50_000)
    assert sentence == "The explanation is 50,001 characters long; at most 50,000."


@pytest.mark.parametrize("empty", [None, "", " \n "])
def test_an_optional_field_may_stay_empty(empty):
    options = {"label": "The note", "limit": 10, "is_required": False}
    assert inputs.clean_line(empty, **options) == ""
    assert inputs.clean_text(empty, **options) == ""


def test_an_optional_field_is_not_an_open_door():
    options = {"label": "The note", "limit": 10, "is_required": False}
    assert refusal_of(inputs.clean_text, "?!", **options) == "The note has no letters or digits."


def test_no_sentence_repeats_what_was_typed():
    for typed in ("<b>\x00</b>", "\u202eadmin", "zebra" * 900):
        assert not re.search("<b>|admin|zebra", refusal_of(inputs.clean_claim, typed))


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write a name."),
        (None, "Write a name."),
        ("\u200b", "Write a name."),
        ("\u3164", "Write a name."),
        ("\u0430dmin", "The name mixes Latin and Cyrillic letters."),
        ("Ana \u0412\u0435\u0440", "The name mixes Latin and Cyrillic letters."),
        ("admi\u03bf", "The name mixes Latin and Greek letters."),
        ("admin\u200b", "The name has an invisible character (U+200B)."),
        ("ad\u00admin", "The name has an invisible character (U+00AD)."),
        ("admin\u200d", "The name has an invisible character (U+200D)."),
        ("ad\u200cmin", "The name has an invisible character (U+200C)."),
        ("admin\ufe0f", "The name has an invisible character (U+FE0F)."),
        ("ad\u3164min", "The name has an invisible character (U+3164)."),
        ("Ana\r\nBerg", "The name has a line break."),
        ("a@b.example\r\nBcc: c@d.example", "The name has a line break."),
        ("\u202eanA", "The name has an invisible direction character (U+202E) at position 1."),
        ("..", "The name has no letters or digits."),
        ("x" * 300, "The name is longer than 80 characters."),
        ("null", "The name is a word that this site uses itself."),
        ("Me", "The name is a word that this site uses itself."),
        (True, "The name must be text."),
    ],
)
def test_a_name_that_could_pass_for_another_is_refused(typed, sentence):
    assert refusal_of(inputs.clean_name, typed) == sentence


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ana   Berg ", "Ana Berg"),
        ("Әсел Қойшыбаева", "Әсел Қойшыбаева"),
        ("Jose\u0301 Mª O’Hara-Łuk", "José Mª O’Hara-Łuk"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("山田 はなこ", "山田 はなこ"),
        ("<b>Ana</b>", "<b>Ana</b>"),
        ("x" * 80, "x" * 80),
    ],
)
def test_names_of_any_one_script_are_taken(typed, name):
    assert inputs.clean_name(typed) == name


def test_another_label_speaks_of_itself():
    assert refusal_of(inputs.clean_name, " ", label="The pen name") == "Write the pen name."


@pytest.mark.parametrize(
    "double",
    ["ADMIN", "ＡＤＭＩＮ", "ADM\u0130N", "adm\u0131n", "admin ", "ad\u200bmin"],
)
def test_names_that_look_the_same_share_a_key(double):
    assert inputs.name_key(double) == inputs.name_key("admin")


def test_names_of_different_people_have_different_keys():
    assert len({*map(inputs.name_key, ["Ana", "Anna", "José", "Jose", "Ана"])}) == 5


# ── Searches ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("'", []),
        ('"', []),
        ("* - ^ :", []),
        ("％ ＂", []),
        ("AND OR NOT", ["and", "or", "not"]),
        ("( ( ( NEAR", ["near"]),
        ("a*b*c*", ["a", "b", "c"]),
        ("title : x^2", ["title", "x", "2"]),
        ("100% _under_ back\\slash", ["100", "under", "back", "slash"]),
        ("(a+)+$ now", ["a", "now"]),
        ("'; DROP TABLE claim; --", ["drop", "table", "claim"]),
        ("Қазақстан  ҚАЗАҚ", ["қазақстан", "қазақ"]),
        ("कि ताब", ["कि", "ताब"]),
        ("don’t", ["don", "t"]),
    ],
)
def test_a_search_is_read_as_plain_words(typed, words):
    assert inputs.search_words(typed) == words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x", "Write at least 2 letters."),
        ("-- x --", "Write at least 2 letters."),
        ("x" * 10_000, "The search is longer than 200 characters."),
        ("(" * 300, "The search is longer than 200 characters."),
        ("ab\x00", "The search has a control character (U+0000) at position 3."),
        ("\ud800ab", "The search is not valid Unicode."),
    ],
)
def test_a_search_that_cannot_be_answered_says_why(typed, sentence):
    assert refusal_of(inputs.clean_search, typed) == sentence


# ── Any text at all ──────────────────────────────────────────────────────────────────────────────

CLEANERS = [
    lambda typed: inputs.clean_line(typed, label="The title", limit=40),
    lambda typed: inputs.clean_text(typed, label="The note", limit=40),
    inputs.clean_claim,
    inputs.clean_name,
    inputs.clean_search,
]


@pytest.mark.parametrize("clean", CLEANERS)
@given(typed=any_text)
def test_whatever_is_typed_is_taken_clean_or_refused_in_a_sentence(clean, typed):
    taken = answer_of(clean, typed)
    if isinstance(taken, BadInput):
        assert taken.sentence.endswith(".")
        assert taken.sentence.isprintable()
    else:
        assert not any(map(is_never_taken, taken))
        assert unicodedata.is_normalized("NFC", taken)
        assert taken == taken.strip()
        assert len(taken) <= limits.CLAIM_CHARS


@pytest.mark.parametrize("clean", CLEANERS)
@given(typed=any_text)
def test_what_was_taken_once_is_taken_again_unchanged(clean, typed):
    taken = answer_of(clean, typed)
    if isinstance(taken, str):
        assert clean(taken) == taken


@given(typed=any_text.map("a".__add__))
def test_a_line_has_no_breaks_and_a_search_word_no_marks_of_a_query_language(typed):
    line = answer_of(inputs.clean_line, typed, label="The title", limit=60)
    words = answer_of(inputs.search_words, typed)
    if isinstance(line, str):
        assert not re.search(r"[\n\t\r]", line)
    if isinstance(words, list):
        assert not re.search(r"""["'*():^+\-\s%_\\]""", "".join(words))


@given(st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=2, max_size=60))
def test_letters_and_digits_of_any_script_make_a_claim(typed):
    assert inputs.clean_claim(typed) == unicodedata.normalize("NFC", typed)
