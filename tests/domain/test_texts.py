"""The normal form of an article: the A rows of the table of bad inputs, and any text at all."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.domain import limits
from factcheck.domain.inputs import BadInput
from factcheck.domain.texts import Paragraph, fingerprint, normalise, paragraphs

# Processor seconds; an idle machine needs less than half, a busy one may need more than it should.
SECONDS = 4

texts = st.text(
    st.one_of(
        st.sampled_from("\n\r\t \u2028\u2029\xa0\u200b\ufeff\u0301\u0344\u200da Қ5."),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


def answer_of(call: Callable[..., object], *values: object, **options: object) -> object:
    """What comes back, or the refusal itself."""
    try:
        return call(*values, **options)
    except BadInput as refused:
        return refused


def refusal_of(raw: str) -> BadInput:
    with pytest.raises(BadInput) as refused:
        normalise(raw)
    return refused.value


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("", "Paste the article text or choose a file."),
        (" \r\n\t ", "Paste the article text or choose a file."),
        ("\u200b\xa0\u200b", "The text has no readable characters."),
        ("...\n?!", "The text has no readable characters."),
        ("\u3164" * 9, "The text has no readable characters."),
        ("abcdef\x00", "The text has a control character (U+0000) at position 7."),
        ("\ufeffabcdef\x00", "The text has a control character (U+0000) at position 7."),
        ("a\r\nb\x0b", "The text has a control character (U+000B) at position 4."),
        ("a\x1b", "The text has a control character (U+001B) at position 2."),
        ("a\x7f", "The text has a control character (U+007F) at position 2."),
        ("a\x85b", "The text has a control character (U+0085) at position 2."),
        ("a\ud800", "The text is not valid Unicode."),
        ("a\ufffe", "The text is not valid Unicode."),
        ("a\u202eb", "The text has an invisible direction character (U+202E) at position 2."),
        ("a" + "\u0301\u0323" * 50_000, "More than 16 combining marks in a row."),
        ("A sentence. " * 60_000, "More than 20,000 sentences; split the article."),
        ("a\n" * 20_001, "More than 20,000 sentences; split the article."),
    ],
)
def test_an_article_that_cannot_be_taken_is_refused_with_the_sentence_that_mends_it(raw, sentence):
    refused = refusal_of(raw)
    assert (refused.sentence, refused.http_status) == (sentence, 400)


@pytest.mark.parametrize(
    "raw", ["x" * 2_000_008, "x" * 5_000_000, "ә" * 1_000_001, "&amp;" * 400_001]
)
def test_more_than_two_megabytes_is_too_long(raw):
    refused = refusal_of(raw)
    assert (refused.sentence, refused.http_status) == ("The text is longer than 2 MB.", 413)


@pytest.mark.parametrize(
    "raw", ["x" * 2_000_000, "ә" * 1_000_000, "x\r\n" + "y" * 1_999_998 + "\n\n"]
)
def test_two_megabytes_are_taken(raw):
    assert len(normalise(raw).encode()) == limits.ARTICLE_BYTES


def test_twenty_thousand_sentences_are_taken():
    assert len(paragraphs(normalise("a\n" * 20_000))) == limits.ARTICLE_SENTENCES


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\ufeffone\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("\n\n a \t\n\n\n \u200b\n b\xa0\n", "a\n\n b"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("e\u0301", "é"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("+ADw-script+AD4-", "+ADw-script+AD4-"),
        (
            '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///">]>',
            '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///">]>',
        ),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("a  b\tc", "a  b\tc"),
        ("می\u200cخواهم \u200f!", "می\u200cخواهم \u200f!"),
    ],
)
def test_the_normal_form_keeps_the_words_and_unifies_the_rest(raw, text):
    assert normalise(raw) == text


@pytest.mark.parametrize(
    "raw",
    [
        *("<" * 22_000 + "a", "<!--" * 20_000 + "a", "<div>" * 100_000, "<table><td>x" * 300),
        *("&amp;" * 400_000, "A. B. " * 100_000, ".)" * 900_000 + "a", "a" + " " * 1_900_000 + "b"),
        *("a\n" * 900_000, "x\u0301 " * 400_000, "\U0001f1f0" * 400_000 + "a"),
    ],
    ids=lambda raw: f"{len(raw)}x{raw[:6]!a}",
)
def test_a_hostile_text_is_answered_in_seconds(raw):
    started = time.process_time()
    assert answer_of(normalise, raw)
    assert time.process_time() - started < SECONDS


@given(texts)
def test_normalising_twice_changes_nothing_more(raw):
    text = answer_of(normalise, raw)
    if isinstance(text, BadInput):
        assert text.sentence.isprintable()
    else:
        assert normalise(text) == text
        assert unicodedata.is_normalized("NFC", text)
        assert "\n\n\n" not in text
        assert "\r" not in text
        assert text == text.strip()


@given(texts)
def test_paragraphs_are_the_lines_with_words_numbered_from_one(raw):
    text = answer_of(normalise, raw)
    assume(isinstance(text, str))
    found = paragraphs(text)
    assert [text[p.start : p.end] for p in found] == [line for line in text.split("\n") if line]
    assert [p.number for p in found] == list(range(1, len(found) + 1))


def test_paragraphs_say_where_they_stand():
    assert paragraphs("Қала\n\n😀 two\nthree") == [
        Paragraph(1, 0, 4),
        Paragraph(2, 6, 11),
        Paragraph(3, 12, 17),
    ]
    assert paragraphs("") == []


def test_a_fingerprint_is_sha_256_of_utf_8():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fingerprint("") == empty
    assert fingerprint("ә") == ("cbb4bcb054e206dfa6338ac337a17bc63deb1cb65f689334e4fbb75a9d054c2a")
