"""Spans of an article: found, kept whole, cut into pieces for the page, linked to."""

import re
import time
from itertools import pairwise
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.domain.anchoring import Piece, Span, find_quote, pieces, span_at, text_fragment
from factcheck.domain.inputs import BadInput
from factcheck.domain.texts import normalise, paragraphs

# Processor seconds; an idle machine needs less than half, a busy one may need more than it should.
SECONDS = 4

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
FLAG, OTHER_FLAG = "\U0001f1f0\U0001f1ff", "\U0001f1eb\U0001f1ee"
THUMB = "\U0001f44d\U0001f3fd"
HEART = "\u2764\ufe0f"
Q_CIRCUMFLEX = "q\u0302"
RIGHT_TO_LEFT = "שָׁלוֹם עולם"
KAZAKH = "Қазақстанда 20 миллион адам тұрады"

WORDS = (FAMILY, FLAG, OTHER_FLAG, THUMB, HEART, Q_CIRCUMFLEX, RIGHT_TO_LEFT, KAZAKH, "a", "9")
JOINTS = "bә \n\xa0\u200b.“—\u200d\u0301\U0001f1f0"
clusters = st.sampled_from((*WORDS, "  ", "\n\n", *JOINTS))
articles = st.lists(clusters, min_size=1, max_size=30).map("".join)


def refusal_of(*arguments, **options) -> str:
    with pytest.raises(BadInput) as refused:
        find_quote(*arguments, **options)
    return refused.value.sentence


def normal(raw: str) -> str:
    try:
        return normalise(raw)
    except BadInput:
        assume(False)
    return ""


# ── Spans ────────────────────────────────────────────────────────────────────────────────────────


def test_a_span_holds_its_words_and_thirty_two_characters_around_them():
    text = "x" * 40 + " the words " + "y" * 40
    assert span_at(text, 41, 50) == Span(41, 50, "the words", "x" * 31 + " ", " " + "y" * 31)
    assert span_at("words", 0, 5) == Span(0, 5, "words", "", "")


def test_blanks_at_the_ends_are_left_out():
    assert span_at("a  b \n\nc", 1, 7) == Span(3, 4, "b", "a  ", " \n\nc")
    assert span_at("a\u200b b", 1, 4).exact == "b"


@pytest.mark.parametrize(
    "cluster",
    [FAMILY, FLAG, THUMB, HEART, Q_CIRCUMFLEX, "e\u0323\u0302", "क्\u200dष", " \u0301"],
    ids=ascii,
)
def test_a_visible_character_is_never_cut(cluster):
    text = f"one {cluster}two"
    for start in range(4, 4 + len(cluster)):
        for end in range(start + 1, 5 + len(cluster)):
            span = span_at(text, start, end)
            # Some clusters begin with one that could stand alone; none may lose what joins it.
            assert not re.match(
                "[\u0301-\u0323\u200d\ufe0f\U0001f3fb-\U0001f3ff]", text[span.end :]
            )
            assert not re.match("[\u0301-\u0323\u200d\ufe0f\U0001f3fb-\U0001f3ff]", span.exact)
    assert span_at(text, 4, 4 + len(cluster)).exact == cluster


def test_flags_are_counted_in_pairs():
    text = FLAG + OTHER_FLAG + FLAG
    assert span_at(text, 2, 3).exact == OTHER_FLAG
    assert span_at(text, 1, 3).exact == FLAG + OTHER_FLAG


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (0, 0), (3, 2), (0, 12), (11, 11), (99, 100), (3, 5)]
)
def test_a_span_that_is_outside_reversed_or_empty_is_refused(start, end):
    with pytest.raises(BadInput) as refused:
        span_at("one  \n two.", start, end)
    assert refused.value.sentence == "The quote is not in the article."


@given(articles, st.integers(0, 60), st.integers(0, 60))
def test_a_span_is_found_again_by_its_words(raw, start, end):
    text = normal(raw)
    try:
        span = span_at(text, start, end)
    except BadInput:
        return
    assert text[span.start : span.end] == span.exact
    assert text[: span.start].endswith(span.prefix)
    assert text[span.end :].startswith(span.suffix)
    assert span_at(text, span.start, span.end) == span
    places = [at for at in range(len(text)) if text.startswith(span.exact, at)]
    found = [
        find_quote(text, span.exact, occurrence=n)
        for n in range(1, len(places) + 1)
        if _has(text, span, n)
    ]
    assert span in found


def _has(text: str, span: Span, occurrence: int) -> bool:
    """Places inside a visible character are no places, so there may be fewer than `str.find` sees."""
    try:
        find_quote(text, span.exact, occurrence=occurrence)
    except BadInput:
        return False
    return True


# ── Quotes ───────────────────────────────────────────────────────────────────────────────────────

ARTICLE = (
    "The city said so. The mayor said so twice.\n\n"
    f"“It’s a 20–year plan,” she said {FAMILY}.\n"
    f"The city\xa0said so. {KAZAKH}."
)


def test_words_that_stand_once_are_found():
    span = find_quote(ARTICLE, "  The mayor\r\n")
    assert (span.start, span.exact, span.prefix) == (18, "The mayor", "The city said so. ")


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        ('"It\'s a 20-year plan,"', "“It’s a 20–year plan,”"),
        ("It's  a\n20—year", "It’s a 20–year"),
        ("so twice. “It’s", "so twice.\n\n“It’s"),
        ("so twice.\r\n\r\n\r\n“It’s", "so twice.\n\n“It’s"),
        ("ma\xadyor", "mayor"),
        (FAMILY, FAMILY),
    ],
)
def test_typing_the_quote_plainly_finds_the_words_as_printed(quote, exact):
    assert find_quote(ARTICLE, quote).exact == exact


def test_words_printed_with_soft_hyphens_are_found_without():
    assert (
        find_quote("the trans\xadpar\xadency law", "transparency").exact == "trans\xadpar\xadency"
    )


def test_an_exact_match_wins_over_a_plain_one():
    assert find_quote('a “b” and a "b"', 'a "b"').start == 10


def test_accents_written_apart_are_the_same_words():
    assert find_quote("le café fermé", "cafe\u0301").exact == "café"


def test_words_in_several_places_need_a_number():
    assert refusal_of(ARTICLE, "said so") == "These words stand 3 times in the article; say which."
    assert find_quote(ARTICLE, "said so", occurrence=1).start == 9
    assert find_quote(ARTICLE, "said so", occurrence=2).start == 28
    for number in (0, -1, 4, 10**30):
        assert refusal_of(ARTICLE, "said so", occurrence=number) == (
            "These words stand 3 times in the article; say a number from 1 to 3."
        )


def test_a_paragraph_narrows_the_search():
    assert find_quote(ARTICLE, "said so", paragraph=3).start == ARTICLE.rindex("said so")
    assert refusal_of(ARTICLE, "said so", paragraph=1) == (
        "These words stand 2 times in paragraph 1; say which."
    )
    assert refusal_of(ARTICLE, "mayor", paragraph=2) == "The quote is not in paragraph 2."
    for number in (0, -1, 4):
        assert (
            refusal_of(ARTICLE, "mayor", paragraph=number) == "Choose one of the paragraphs 1 to 3."
        )
    assert refusal_of(ARTICLE, "mayor", occurrence=2) == (
        "These words stand once in the article; say a number from 1 to 1."
    )


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("", "Write the quote."),
        (" \n\u200b ", "Write the quote."),
        ("\xad", "The quote is not in the article."),
        ("the Mayor", "The quote is not in the article."),
        ("The mayor\x00", "The quote is not in the article."),
        ("\ud800", "The quote is not in the article."),
        ("x" * 5_001, "The quote is 5,001 characters long; at most 5,000."),
    ],
)
def test_a_quote_that_is_not_there_is_refused(quote, sentence):
    assert refusal_of(ARTICLE, quote) == sentence


def test_half_a_visible_character_is_not_there():
    assert refusal_of(f"x {FAMILY}", "\U0001f469") == "The quote is not in the article."
    assert refusal_of(f"x {Q_CIRCUMFLEX}", "q") == "The quote is not in the article."
    assert (
        refusal_of(FLAG + OTHER_FLAG, FLAG[1] + OTHER_FLAG[0]) == "The quote is not in the article."
    )


def test_places_that_overlap_are_all_counted():
    assert find_quote("a-a-a", "a-a", occurrence=2).start == 2


def test_words_in_more_places_than_can_be_told_apart():
    assert refusal_of("la " * 2_000, "la") == (
        "These words stand more than 1,000 times in the article; choose longer words."
    )


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 2_000_000, "a" * 5_000),
        ("a" * 2_000_000, "a" * 4_999 + "b"),
        ("a “" * 600_000, 'a "' * 1_600 + "b"),
        (FLAG * 200_000, FLAG),
        (FAMILY * 100_000, "\U0001f467"),
        (" " * 1_999_999 + "a", "a  a"),
    ],
    ids=["same", "nearly", "folded", "flags", "families", "blanks"],
)
def test_a_hostile_quote_is_answered_in_seconds(text, quote):
    started = time.process_time()
    assert refusal_of(text, quote)
    assert time.process_time() - started < SECONDS


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────


def test_overlapping_and_nested_spans_are_cut_at_every_bound():
    assert pieces(0, 10, [(1, 2, 8), (2, 4, 10), (3, 4, 6)]) == [
        Piece(0, 2, (), (), ()),
        Piece(2, 4, (1,), (1,), ()),
        Piece(4, 6, (1, 2, 3), (2, 3), (3,)),
        Piece(6, 8, (1, 2), (), (1,)),
        Piece(8, 10, (2,), (), (2,)),
    ]


def test_a_span_across_paragraphs_starts_in_one_and_ends_in_the_other():
    text = "one two\nthree four"
    first, second = paragraphs(text)
    spans = [(7, 4, 13)]
    assert pieces(first.start, first.end, spans) == [
        Piece(0, 4, (), (), ()),
        Piece(4, 7, (7,), (7,), ()),
    ]
    assert pieces(second.start, second.end, spans) == [
        Piece(8, 13, (7,), (), (7,)),
        Piece(13, 18, (), (), ()),
    ]


def test_one_claim_with_several_spans_is_named_once_in_each_piece():
    assert pieces(0, 9, [(5, 0, 4), (5, 2, 6), (5, 8, 9)]) == [
        Piece(0, 2, (5,), (5,), ()),
        Piece(2, 4, (5,), (5,), (5,)),
        Piece(4, 6, (5,), (), (5,)),
        Piece(6, 8, (), (), ()),
        Piece(8, 9, (5,), (5,), (5,)),
    ]


def test_spans_elsewhere_and_spans_of_nothing_leave_no_piece():
    assert pieces(3, 6, [(1, 0, 3), (2, 6, 9), (3, 4, 4), (4, 5, 4)]) == [Piece(3, 6, (), (), ())]
    assert pieces(4, 4, [(1, 0, 9)]) == []


bounds = st.integers(0, 40)
spans_of_claims = st.lists(st.tuples(bounds, bounds), max_size=8).map(
    lambda found: [(number, *span) for number, span in enumerate(found, start=1)]
)


@given(bounds, bounds, spans_of_claims)
def test_pieces_tile_the_range_and_each_ids_pieces_join_to_its_span(start, end, spans):
    found = pieces(start, end, spans)
    assert [at for piece in found for at in range(piece.start, piece.end)] == list(
        range(start, end)
    )
    assert all(piece.start < piece.end for piece in found)
    for number, low, high in spans:
        mine = [piece for piece in found if number in piece.ids]
        covered = [at for piece in mine for at in range(piece.start, piece.end)]
        assert covered == list(range(max(start, low), min(end, high)))
        begins = [piece.start for piece in found if number in piece.starts]
        ends = [piece.end for piece in found if number in piece.ends]
        assert begins == ([low] if mine and low >= start else [])
        assert ends == ([high] if mine and high <= end else [])


@given(bounds, bounds, spans_of_claims)
def test_neighbouring_pieces_differ_in_what_covers_them_or_in_what_begins(start, end, spans):
    found = pieces(start, end, spans)
    for one, other in pairwise(found):
        assert one.ids != other.ids or one.ends or other.starts


# ── Links to the words ───────────────────────────────────────────────────────────────────────────


def place_of(text: str, fragment: str) -> tuple[int, int] | None:
    """What a browser would do with the directive: whole words, context adjacent, first match."""
    terms = fragment.removeprefix("#:~:text=").split(",")
    before = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    after = terms.pop()[1:] if terms[-1].startswith("-") else ""
    spelt = [r"\s+".join(map(re.escape, unquote(term).split())) for term in (before, *terms, after)]
    before, *words, after = spelt
    pattern = r"(?<!\w)(" + r"(?!\w).*?(?<!\w)".join(words) + r")(?!\w)"
    head = rf"(?<!\w){before}\s*" if before else ""
    tail = rf"\s*{after}(?!\w)" if after else ""
    match = re.search(head + pattern + tail, text, re.DOTALL | re.IGNORECASE)
    return match.span(1) if match else None


LONG = (
    "One day the council, which had met for years, "
    + "talked on and on about it, " * 12
    + "and ended."
)


@pytest.mark.parametrize(
    ("text", "quote", "occurrence"),
    [
        (ARTICLE, "The mayor", 1),
        (ARTICLE, "said so", 2),
        (ARTICLE, "said so", 3),
        (ARTICLE, "so twice.\n\n“It’s a 20–year", 1),
        (ARTICLE, "20 миллион адам", 1),
        ("A well-known, R&D-led plan, 100% new", "well-known, R&D-led plan, 100%", 1),
        (f"{LONG}\n{LONG}", LONG, 1),
        ("x " * 60 + "the end", "x the end", 1),
        (RIGHT_TO_LEFT + " foo", "עולם", 1),
    ],
)
def test_a_link_leads_a_browser_to_the_words(text, quote, occurrence):
    span = find_quote(text, quote, occurrence=occurrence)
    assert place_of(text, text_fragment(span)) == (span.start, span.end)


def test_a_link_to_part_of_a_word_leads_to_the_whole_word():
    text = "He spoke of unconstitutionality again"
    fragment = text_fragment(find_quote(text, "constitution"))
    assert fragment == "#:~:text=He%20spoke%20of-,unconstitutionality,-again"
    assert place_of(text, fragment) == (12, 31)


def test_the_marks_of_the_directive_are_encoded_inside_its_terms():
    span = find_quote("so well-known, a & b say", "well-known, a & b")
    assert text_fragment(span) == "#:~:text=so-,well%2Dknown%2C%20a%20%26%20b,-say"


def test_context_stays_in_the_paragraph_and_does_not_begin_within_a_word():
    text = "Title\nabcdefghij abcdefghij abcdefghij abc the words. End\nNext"
    span = find_quote(text, "the words")
    assert text_fragment(span) == "#:~:text=abcdefghij%20abcdefghij%20abc-,the%20words,-.%20End"


@given(articles, st.integers(0, 60), st.integers(1, 60))
def test_every_span_has_a_link_in_plain_ascii(raw, start, end):
    text = normal(raw)
    try:
        fragment = text_fragment(span_at(text, start, end))
    except BadInput:
        return
    assert re.fullmatch(
        r"#:~:text=([\w.~%]+-,)?[\w.~%]+(,[\w.~%]+)?(,-[\w.~%]+)?", fragment, re.ASCII
    )
