"""Every sentence of an article is accounted for, or it is not (W9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.coverage import (
    Facts,
    Look,
    PassReason,
    facts,
    look_over,
    next_left,
    progress,
    sentence_at,
    strip,
    touched,
)
from factcheck.domain.sentences import numbered_sentences
from factcheck.domain.terms import State
from factcheck.domain.texts import normalise

TEXT = "Trams run. Nine of them are new.\n\nIs that enough? Nobody knows."
RUN, NEW, ENOUGH, KNOWS = (0, 10), (11, 32), (34, 49), (50, 63)


def passed_over(*spans: tuple[int, int]) -> dict[tuple[int, int], PassReason]:
    return dict.fromkeys(spans, PassReason.OPINION)


def looks(*claims: tuple[int, int, int], passed: set[tuple[int, int]] | None = None) -> list[str]:
    return [one.look.value for one in look_over(TEXT, claims, passed_over(*(passed or ())))]


def test_a_sentence_nobody_touched_is_not_looked_at() -> None:
    assert looks() == ["unlooked"] * 4


def test_a_claim_on_a_part_of_a_sentence_accounts_for_it_alone() -> None:
    assert looks((7, 11, 15)) == ["unlooked", "claim", "unlooked", "unlooked"]


def test_a_claim_over_two_sentences_accounts_for_both() -> None:
    every = look_over(TEXT, [(7, 6, 20)], {})
    assert [one.claim_ids for one in every] == [(7,), (7,), (), ()]


def test_a_claim_that_ends_where_a_sentence_begins_does_not_touch_it() -> None:
    assert looks((7, 0, 11)) == ["claim", "unlooked", "unlooked", "unlooked"]


def test_two_spans_of_one_claim_name_it_once() -> None:
    assert look_over(TEXT, [(7, 0, 3), (7, 5, 8), (8, 1, 2)], {})[0].claim_ids == (7, 8)


def test_a_sentence_passed_over_holds_no_claim_until_one_is_opened_on_it() -> None:
    assert looks(passed={ENOUGH}) == ["unlooked", "unlooked", "no_claim", "unlooked"]
    assert looks((7, 34, 36), passed={ENOUGH})[2] == "claim"


def test_a_sentence_that_has_other_bounds_now_was_not_looked_at() -> None:
    assert looks(passed={(34, 48)})[2] == "unlooked"


def test_a_suggestion_waits_for_a_decision_and_gives_way_to_it() -> None:
    every = look_over(TEXT, [(7, 0, 3)], passed_over(ENOUGH), {RUN, NEW, ENOUGH})
    assert [one.look.value for one in every] == ["claim", "suggested", "no_claim", "unlooked"]
    assert progress(every).left == 2
    assert next_left(every) == every[1]
    assert next_left(every, looks={Look.SUGGESTED}, after=11) == every[1]
    assert next_left(every, after=11) == every[3]


def test_progress_is_whole_only_when_nothing_is_left() -> None:
    some = progress(look_over(TEXT, [], passed_over(RUN, NEW, ENOUGH)))
    assert (some.total, some.left, some.percent) == (4, 1, 75)
    assert progress(look_over(TEXT, [], passed_over(RUN, NEW, ENOUGH, KNOWS))).percent == 100
    long = ". ".join(["A tram runs"] * 300) + "."
    every = numbered_sentences(long)
    but_one = progress(look_over(long, [], passed_over(*((s.start, s.end) for s in every[1:]))))
    assert (but_one.left, but_one.percent) == (1, 99)


def test_the_next_one_is_behind_the_cursor_and_then_from_the_top() -> None:
    every = look_over(TEXT, [], passed_over(NEW))
    assert [getattr(next_left(every, at), "start", None) for at in (-1, 0, 34, 50)] == [
        0,
        34,
        50,
        0,
    ]
    assert next_left(look_over(TEXT, [], passed_over(RUN, NEW, ENOUGH, KNOWS))) is None


@pytest.mark.parametrize(
    ("start", "found"),
    [(0, RUN), (11, NEW), (34, ENOUGH), (50, KNOWS), (1, None), (33, None), (63, None), (-1, None)],
)
def test_a_sentence_is_named_by_where_it_begins(start: int, found: tuple[int, int] | None) -> None:
    assert sentence_at(TEXT, start) == found


def test_a_long_article_fits_into_the_strip() -> None:
    every = look_over("\n".join(f"Line {n}." for n in range(1, 1_001)), [], {})
    cells = strip(every, 300)
    assert [cell.start for cell in cells] == [one.start for one in every[::4]]
    assert strip([], 300) == []


def test_a_cell_of_the_strip_shows_what_is_most_to_be_done_in_it() -> None:
    every = look_over(TEXT, [(7, 0, 3)], passed_over(NEW), {KNOWS})
    shown = [(cell.start, cell.shown.look.value) for cell in strip(every, 2)]
    assert shown == [(RUN[0], "claim"), (ENOUGH[0], "suggested")]


@given(
    text=st.lists(
        st.sampled_from(["Ал. ", "Бір сөз! ", "Nine. ", "\n", "🚋 runs? ", "«Иә». "]), min_size=1
    ),
    spans=st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 60), st.integers(1, 20)), max_size=5
    ),
)
def test_a_sentence_has_exactly_the_claims_whose_words_it_shares(
    text: list[str], spans: list[tuple[int, int, int]]
) -> None:
    article = "Start. " + "".join(text)
    article = normalise(article)
    claims = [(claim, start, start + length) for claim, start, length in spans]
    for one in look_over(article, claims, {}):
        expected = {c for c, start, end in claims if start < one.end and end > one.start}
        assert set(one.claim_ids) == expected
        assert (one.look is Look.CLAIM) is bool(expected)
        assert sentence_at(article, one.start) == (one.start, one.end)


def test_the_facts_of_an_article_are_counted_by_what_is_to_be_done() -> None:
    claims = [
        (State.SPOTTED, False),
        (State.CHECKING, True),
        (State.IN_REVIEW, False),
        (State.APPROVED, True),
        (State.PUBLISHED, False),
        (State.DISMISSED, True),
    ]
    assert facts(claims, changed=2) == Facts(left=3, changed=2, blocked=2, approved=2)


def test_words_touch_the_sentences_they_stand_in() -> None:
    assert touched(TEXT, 6, 20) == [RUN, NEW]
    assert touched(TEXT, 50, 63) == [KNOWS]


def test_why_a_sentence_was_passed_over_is_told_until_a_claim_stands_on_it() -> None:
    assert look_over(TEXT, [], passed_over(NEW))[1].reason is PassReason.OPINION
    assert look_over(TEXT, [(7, 11, 15)], passed_over(NEW))[1].reason is None
