"""An article's text cut for reading: nothing of it is lost or moved, and claims keep their own line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.coverage import look_over
from factcheck.domain.terms import State
from factcheck.web.passages import LANES, SENTENCES, WINDOW, Mark, Passage, in_sentence, lay, window

TEXT = "The bridge cost 9 million.\n\nIt opened late 🚋🚋, and nobody said why.\nThe end."
PARAGRAPHS = ["The bridge cost 9 million.", "It opened late 🚋🚋, and nobody said why.", "The end."]


def mark(
    claim_id: int, start: int, end: int, anchor_id: int = 0, state: State = State.OPEN
) -> Mark:
    return Mark(anchor_id or claim_id, claim_id, start, end, state)


def words(claim_id: int, exact: str, anchor_id: int = 0) -> Mark:
    start = TEXT.index(exact)
    return mark(claim_id, start, start + len(exact), anchor_id)


def shown(*marks: Mark) -> list[list[tuple[str, list[int]]]]:
    """Each paragraph as (text, claims over it)."""
    return [
        [(s.text, [m.claim_id for m in s.marks]) for s in passage.stretches]
        for passage in window(TEXT, marks).passages
    ]


def test_paragraphs_are_numbered_and_say_where_they_begin_in_the_article() -> None:
    passages = window(TEXT, []).passages
    assert [p.number for p in passages] == [1, 2, 3]
    assert [TEXT[p.start :].partition("\n")[0] for p in passages] == PARAGRAPHS


def test_a_part_of_a_sentence_is_marked_and_the_rest_is_not() -> None:
    assert shown(words(7, "cost 9 million"))[0] == [
        ("The bridge ", []),
        ("cost 9 million", [7]),
        (".", []),
    ]


def test_overlapping_claims_are_cut_at_every_edge() -> None:
    paragraph = shown(words(1, "It opened late 🚋"), words(2, "late 🚋🚋, and nobody"))[1]
    assert paragraph == [
        ("It opened ", [1]),
        ("late 🚋", [1, 2]),
        ("🚋, and nobody", [2]),
        (" said why.", []),
    ]


def test_a_claim_within_a_claim_stands_inside_it() -> None:
    paragraph = shown(words(1, "It opened late 🚋🚋, and nobody said why"), words(2, "nobody"))[1]
    assert paragraph == [
        ("It opened late 🚋🚋, and ", [1]),
        ("nobody", [1, 2]),
        (" said why", [1]),
        (".", []),
    ]


def test_words_over_two_paragraphs_are_marked_in_both_and_numbered_once() -> None:
    start, end = TEXT.index("nobody"), TEXT.index(" end")
    passages = window(TEXT, [mark(3, start, end)]).passages
    assert [m.claim_id for p in passages for m in p.notes] == [3, 3]
    ends = [(s.text, m.claim_id) for p in passages for s in p.stretches for m in s.ends]
    assert ends == [("The", 3)]


def test_a_claim_in_two_places_is_the_target_of_its_link_once() -> None:
    marks = words(5, "bridge", 1), words(5, "The end", 2)
    targets = [s.targets for p in window(TEXT, marks).passages for s in p.stretches if s.targets]
    assert targets == [frozenset({5})]


def test_a_claim_marked_twice_over_the_same_words_is_underlined_once() -> None:
    paragraph = shown(words(5, "bridge cost", 1), words(5, "cost 9", 2))[0]
    assert [claims for _, claims in paragraph] == [[], [5], [5], [5], []]


def test_overlapping_claims_never_share_an_underline_while_there_is_room() -> None:
    lanes = {m.claim_id: m.lane for m in lay([mark(1, 0, 10), mark(2, 5, 15), mark(3, 8, 20)])}
    assert lanes == {1: 1, 2: 2, 3: 3}


def test_an_underline_is_free_again_where_its_claim_has_ended() -> None:
    lanes = {m.claim_id: m.lane for m in lay([mark(1, 0, 5), mark(2, 5, 9)])}
    assert lanes == {1: 1, 2: 1}


def test_a_claim_keeps_its_underline_in_all_its_places() -> None:
    laid = lay([mark(1, 0, 10, 1), mark(2, 5, 15, 2), mark(2, 30, 40, 3)])
    assert [m.lane for m in laid if m.claim_id == 2] == [2, 2]


def test_a_long_article_is_shown_in_parts_that_lead_to_each_other() -> None:
    text = "\n".join(f"Line {n}." for n in range(1, 2 * WINDOW + 51))
    first, second, last = (window(text, [], first=n) for n in (1, WINDOW + 7, 10**6))
    begins = [text.index(f"Line {1 + page * WINDOW}.") for page in range(3)]
    assert (first.previous, first.next) == (None, begins[1])
    assert (second.passages[0].start, second.previous, second.next) == (
        begins[1],
        begins[0],
        begins[2],
    )
    assert (last.passages[-1].number, last.next, len(last.passages)) == (2 * WINDOW + 50, None, 50)


def held(passage: Passage) -> int:
    return sum(part.covered is not None for part in passage.parts)


def test_a_paragraph_longer_than_a_page_is_cut_between_its_sentences() -> None:
    text = " ".join(f"Line {n}." for n in range(1, 2 * SENTENCES + 3)) + "\nEnd."
    covered = look_over(text, [], {})
    pages = [window(text, [], at=0, covered=covered)]
    while pages[-1].next is not None:
        pages.append(window(text, [], at=pages[-1].next, covered=covered))
    assert [[held(one) for one in page.passages] for page in pages] == [
        [SENTENCES],
        [SENTENCES],
        [2, 1],
    ]
    shown = "".join(s.text for page in pages for one in page.passages for s in one.stretches)
    assert shown == text.replace("\n", "")
    assert [[one.number for one in page.passages] for page in pages] == [[1], [1], [1, 2]]


def test_a_place_in_the_text_opens_the_part_it_is_in() -> None:
    text = "\n".join(f"Line {n}." for n in range(1, 2 * WINDOW))
    at = text.index(f"Line {WINDOW + 3}.")
    assert window(text, [], at=at).passages[0].number == WINDOW + 1
    assert window(text, [], at=10**8).passages[-1].number == 2 * WINDOW - 1


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_text_without_paragraphs_is_an_empty_page(text: str) -> None:
    assert window(text, [], at=3).passages == ()


def test_words_are_shown_in_their_sentence() -> None:
    start = TEXT.index("nobody")
    assert in_sentence(TEXT, start, start + 6) == (
        "It opened late 🚋🚋, and ",
        "nobody",
        " said why.",
    )


def test_a_long_line_around_the_words_is_cut_with_a_mark() -> None:
    text = "a" * 500 + "NOW" + "b" * 500
    assert in_sentence(text, 500, 503, around=5) == ("… aaaaa", "NOW", "bbbbb …")


SPANS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 60), st.integers(1, 30)), max_size=8)
LINES = st.text(st.sampled_from("ab 🚋é\n"), max_size=60)


@given(LINES, SPANS)
def test_every_character_stays_in_its_place_whatever_is_marked(
    text: str, spans: list[tuple[int, int, int]]
) -> None:
    marks = [
        mark(claim, start, start + length, n) for n, (claim, start, length) in enumerate(spans, 1)
    ]
    for passage in window(text, marks).passages:
        line = text[passage.start :].partition("\n")[0]
        assert "".join(stretch.text for stretch in passage.stretches) == line


@given(SPANS)
def test_every_lane_is_one_that_can_be_drawn(spans: list[tuple[int, int, int]]) -> None:
    marks = [
        mark(claim, start, start + length, n) for n, (claim, start, length) in enumerate(spans, 1)
    ]
    laid = lay(marks)
    assert {m.lane for m in laid} <= set(range(1, LANES + 1))
    assert sorted(m.anchor_id for m in laid) == [m.anchor_id for m in marks]
