"""Anchors of an old text, found again in a new one, or left to a person; never in a wrong place."""

import time
import unicodedata
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.domain import selectors
from factcheck.domain.characters import is_inside_cluster
from factcheck.domain.inputs import BadInput
from factcheck.domain.reanchoring import GUESSES, Method, Reanchored, reanchor
from factcheck.domain.sentences import sentences
from tests.edits import Edited

# Invented: no such town, council or harbour.
ARTICLE = (
    "Harbour runs at a loss\n\n"
    "The harbour of Ostrel cost the town 4.2 million crowns last year. The mayor, Ilva Marn, called "
    "it “a price worth paying”. She did not say who would pay it.\n\n"
    "Of the 38 boats that landed fish in spring, 12 came from other towns. The council did not "
    "reply. Fees rose by 5 percent in January.\n\n"
    "A second ferry is to run from May. The council did not reply. Its price is still secret."
)
KAZAKH = "Остел қаласында 38 қайық бар. Әкім бағасын айтпады. Кеме мамырдан бастап жүреді."
RUSSIAN = "В порту Острела стоят 38 лодок. Мэр не назвала цену. Второй паром пойдёт с мая."
HEBREW = "בנמל אוסטרל יש 38 סירות. שָׁלוֹם לראש העיר. המעבורת תצא במאי."
ARABIC = "في ميناء أوسترل ٣٨ قاربا. لم تذكر العمدة السعر. تبدأ العبارة في مايو."
CHINESE = "奥斯特港去年亏损四百万。市长没有说明谁来付钱。第二艘渡轮五月开航。"
EMOJI = (
    "The crew 👩‍👩‍👧 waved 👍🏽 from Ostrel 🇰🇿 twice. Nobody 🙂 waved back. That was all ❤️ of it."
)

LOW = 0.8  # below it a place is shown as unsure


def one(old: str, new: str, words: str, occurrence: int = 1) -> Reanchored:
    start = -1
    for _ in range(occurrence):
        start = old.index(words, start + 1)
    (found,) = reanchor(old, new, [(start, start + len(words))])
    return found


def words_of(new: str, found: Reanchored) -> str:
    assert found.start is not None
    assert found.end is not None
    return new[found.start : found.end]


# ── Found ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", [ARTICLE, KAZAKH, RUSSIAN, HEBREW, ARABIC, CHINESE, EMOJI, "no no no no"]
)
def test_in_a_text_that_did_not_change_everything_keeps_its_position(text: str) -> None:
    spans = [*sentences(text), (0, 2), (0, len(text)), (len(text) - 1, len(text))]
    for span, found in zip(spans, reanchor(text, text, spans), strict=True):
        assert found == Reanchored(Method.POSITION, 1.0, *span, is_changed=False)


def test_words_before_the_anchor_shift_it_and_leave_its_words() -> None:
    new = f"Corrected on Friday.\n\n{ARTICLE}"
    found = one(ARTICLE, new, "4.2 million crowns")
    assert (found.method, found.is_changed) == (Method.QUOTE, False)
    assert found.start == ARTICLE.index("4.2 million") + len("Corrected on Friday.\n\n")
    assert found.score >= 0.98


def test_a_number_that_changed_is_found_in_its_place_and_called_changed() -> None:
    new = ARTICLE.replace("4.2 million", "6.9 million")
    found = one(ARTICLE, new, "4.2")
    assert (found.method, words_of(new, found), found.is_changed) == (Method.FUZZY, "6.9", True)


def test_a_number_is_never_found_inside_another_number() -> None:
    new = ARTICLE.replace("by 5 percent", "by 2.5 percent")
    found = one(ARTICLE, new, "5", 1)
    assert (words_of(new, found), found.is_changed) == ("2.5", True)
    grouped = ARTICLE.replace("38 boats", "1 038 boats")
    found = one(ARTICLE, grouped, "38")
    assert (words_of(grouped, found), found.is_changed) == ("1 038", True)


def test_a_sign_put_before_a_number_changes_it() -> None:
    new = ARTICLE.replace("by 5 percent", "by −5 percent")
    assert one(ARTICLE, new, "5 percent").is_changed


def test_a_reworded_sentence_is_found_whole() -> None:
    was = "Of the 38 boats that landed fish in spring, 12 came from other towns."
    now = "Of the 41 boats that landed fish this spring, only 12 came from other towns."
    new = ARTICLE.replace(was, now)
    found = one(ARTICLE, new, was)
    assert (found.method, words_of(new, found), found.is_changed) == (Method.FUZZY, now, True)
    assert found.score >= LOW


def test_a_first_and_a_last_word_that_changed_stay_in_the_span() -> None:
    new = ARTICLE.replace(
        "Fees rose by 5 percent in January.", "Charges rose by 5 percent in March."
    )
    found = one(ARTICLE, new, "Fees rose by 5 percent in January.")
    assert words_of(new, found) == "Charges rose by 5 percent in March."


def test_a_moved_paragraph_takes_its_anchors_along() -> None:
    first, second, third, fourth = ARTICLE.split("\n\n")
    new = f"{first}\n\n{fourth}\n\n{third}\n\n{second}"
    for words in ("4.2 million crowns", "38", "A second ferry is to run from May."):
        found = one(ARTICLE, new, words)
        assert (words_of(new, found), found.method) == (words, Method.QUOTE)


def test_swapped_neighbours_are_told_apart() -> None:
    a, b = (
        "She did not say who would pay it.",
        "The mayor, Ilva Marn, called it “a price worth paying”.",
    )
    new = ARTICLE.replace(f"{b} {a}", f"{a} {b}")
    assert new != ARTICLE
    assert words_of(new, one(ARTICLE, new, a)) == a
    assert words_of(new, one(ARTICLE, new, b)) == b


def test_each_of_two_equal_sentences_is_found_where_it_stands() -> None:
    words = "The council did not reply."
    new = ARTICLE.replace("38 boats", "thirty-eight boats").replace("from May", "from late May")
    first, second = one(ARTICLE, new, words), one(ARTICLE, new, words, 2)
    assert first.start == new.index(words)
    assert second.start == new.rindex(words)


def test_of_two_equal_sentences_the_one_that_went_is_not_found_in_the_other() -> None:
    words = "The council did not reply."
    new = ARTICLE.replace(f" {words} Fees", " Fees")
    first, second = one(ARTICLE, new, words), one(ARTICLE, new, words, 2)
    assert first.method is Method.ORPHANED
    assert second.start == new.index(words)


def test_of_twin_paragraphs_one_went_and_nobody_can_tell_which() -> None:
    twin = "The council did not reply to any of our questions.\n"
    old = f"The harbour runs at a loss.\n{twin}{twin}The ferry starts in May."
    new = old.replace(twin, "", 1)
    assert {one(old, new, twin.strip(), nth).method for nth in (1, 2)} == {Method.ORPHANED}
    assert [new[g.start : g.end] for g in one(old, new, twin.strip()).guesses] == [twin.strip()]


@pytest.mark.parametrize("text", [ARTICLE, KAZAKH, RUSSIAN, HEBREW, ARABIC, EMOJI], ids=range(6))
def test_the_normal_form_of_the_file_changes_no_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    for old, new in ((composed, decomposed), (decomposed, composed)):
        spans = list(sentences(old))
        for (start, end), found in zip(spans, reanchor(old, new, spans), strict=True):
            same = unicodedata.normalize("NFC", old[start:end])
            assert unicodedata.normalize("NFC", words_of(new, found)) == same
            assert not found.is_changed


def test_blanks_and_quotation_marks_are_no_change_of_words() -> None:
    new = ARTICLE.replace("“", '"').replace("”", '"').replace(" million", "\xa0million")
    new = new.replace("\n\n", "\r\n")
    for words in (
        "“a price worth paying”",
        "4.2 million crowns",
        "Fees rose by 5 percent in January.",
    ):
        found = one(ARTICLE, new, words)
        assert (found.method in {Method.QUOTE, Method.POSITION}, found.is_changed) == (True, False)
        assert selectors.plain(words_of(new, found)) == selectors.plain(words)
        assert found.score >= LOW


def test_a_part_of_a_word_is_found_in_its_word() -> None:
    new = f"Жаңалық. {KAZAKH}"
    found = one(KAZAKH, new, "қала")
    assert (words_of(new, found), found.start) == ("қала", new.index("қала"))


def test_signs_without_a_word_are_found_between_the_same_words() -> None:
    new = f"Corrected. {ARTICLE}"
    assert one(ARTICLE, new, "“").start == new.index("“")
    assert one("— ? —", "— ? —", "?").method is Method.POSITION


# ── Left to a person ─────────────────────────────────────────────────────────────────────────────


def test_a_sentence_that_went_is_orphaned() -> None:
    words = "Fees rose by 5 percent in January."
    found = one(ARTICLE, ARTICLE.replace(f" {words}", ""), words)
    assert (found.method, found.score, found.start, found.end) == (Method.ORPHANED, 0.0, None, None)
    assert not found.is_changed


def test_a_sentence_that_another_replaced_is_not_found_in_it() -> None:
    words = "She did not say who would pay it."
    new = ARTICLE.replace(words, "Ferries to the north remain cancelled until further notice.")
    assert one(ARTICLE, new, words).method is Method.ORPHANED


def test_the_same_number_in_another_sentence_is_no_place_for_it() -> None:
    new = ARTICLE.replace(
        "Of the 38 boats that landed fish in spring, 12 came from other towns. ", ""
    )
    new += " Nobody counted the 38 lamps on the quay."
    assert one(ARTICLE, new, "38").method is Method.ORPHANED


def test_an_orphan_has_at_most_three_guesses_best_first() -> None:
    words = "The council did not reply."
    new = "\n".join(f"Item {number}. {words} And so on, {number} times." for number in range(9))
    found = one(ARTICLE, new, words)
    assert found.method is Method.ORPHANED
    assert 0 < len(found.guesses) <= GUESSES
    scores = [guess.score for guess in found.guesses]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score < 1 for score in scores)
    assert {new[guess.start : guess.end] for guess in found.guesses} == {words}


def test_a_copy_does_not_draw_the_anchor_away_from_the_sentence_that_was_edited() -> None:
    words = "Of the 38 boats that landed fish in spring, 12 came from other towns."
    new = ARTICLE.replace(words, words.replace("landed fish", "had landed")) + f"\n\n{words}"
    found = one(ARTICLE, new, words)
    assert found.method is Method.ORPHANED or found.score < LOW


def test_in_an_empty_text_everything_is_orphaned() -> None:
    found = one(ARTICLE, "", "38")
    assert found == Reanchored(Method.ORPHANED, 0.0, None, None, is_changed=False)


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_an_anchor_outside_the_old_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(BadInput) as refused:
        reanchor(ARTICLE, ARTICLE, [span])
    assert refused.value.sentence == "The anchor is not in the old text."


# ── Any edit, any script ─────────────────────────────────────────────────────────────────────────

PIECES = [
    piece
    for text in (ARTICLE, KAZAKH, RUSSIAN, HEBREW, ARABIC, CHINESE, EMOJI)
    for piece in (text[start:end] for start, end in sentences(text))
]
# Sentences that edits bring in; none of them is in the texts.
POOL = [
    "Snow fell on the lighthouse all night.",
    "Seventeen geese crossed the square, said a baker.",
    "Поезд опоздал на девять минут.",
    "Қыста көлде мұз қатады.",
    "הרכבת איחרה בתשע דקות.",
    "تأخر القطار تسع دقائق.",
    "火车晚点九分钟。",
    "A drum 🥁 was heard.",
]
texts = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", "\n\n", "\n"])),
    min_size=2,
    max_size=14,
).map(lambda pairs: "".join(piece + joint for piece, joint in pairs))


@settings(max_examples=150, deadline=None)
@given(texts, st.integers(0, 2**32), st.integers(1, 12), st.data())
def test_after_any_edits_an_anchor_is_in_its_place_or_orphaned_or_unsure(
    old: str, seed: int, steps: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, min(len(old), start + 200)))
    edited = Edited(Random(seed), old, POOL)  # noqa: S311  a repeatable draw, no secret
    edited.edit(steps)
    new = edited.text
    (found,) = reanchor(old, new, [(start, end)])
    check_shape(new, found)
    if found.start is None or found.end is None or found.score < LOW:
        return
    is_home = set(edited.truth(start, end)) & set(range(found.start, found.end))
    # Where a sentence was copied or the very words stand twice, the twin is not a wrong place.
    is_twin = not found.is_changed or old.count(old[start:end].strip()) > 1
    assert is_home or is_twin or "copy_sentence" in edited.done


@pytest.mark.slow
def test_in_a_thousand_texts_of_any_script_no_anchor_is_put_in_a_wrong_place_with_certainty() -> (
    None
):
    """As above, on drawn texts instead of simple ones; without copies, equal words far away count as wrong."""
    wrong = placed = 0
    for seed in range(1_000):
        rng = Random(seed)  # noqa: S311  a repeatable draw, no secret
        old = " ".join(rng.sample(PIECES, rng.randint(4, 14)))
        start = rng.randrange(len(old))
        end = rng.randint(start + 1, min(len(old), start + 120))
        edited = Edited(rng, old, POOL)
        edited.edit(rng.randint(1, 12))
        (found,) = reanchor(old, edited.text, [(start, end)])
        if found.start is None or found.end is None or "copy_sentence" in edited.done:
            continue
        placed += 1
        is_home = set(edited.truth(start, end)) & set(range(found.start, found.end))
        wrong += not is_home and found.score >= LOW
    assert placed > 400
    assert wrong <= placed / 1_000


def check_shape(new: str, found: Reanchored) -> None:
    assert 0 <= found.score <= 1
    assert (found.method is Method.ORPHANED) == (found.start is None) == (found.end is None)
    assert (found.method is Method.FUZZY) == found.is_changed
    if found.start is not None and found.end is not None:
        assert 0 <= found.start < found.end <= len(new)
        assert found.guesses == ()
        if found.is_changed:
            assert not is_inside_cluster(new, found.end)
    for guess in found.guesses:
        assert 0 <= guess.start < guess.end <= len(new)


# ── Speed ────────────────────────────────────────────────────────────────────────────────────────

# Processor seconds; an idle machine needs less than half.
HOSTILE: Sequence[tuple[str, str]] = (
    ("a " * 150_000, "a " * 100_000 + "b " + "a " * 45_000),
    ("a b " * 75_000, "b a c " * 50_000),
    ("x" * 1_000_000, "x" * 900_000),
    ("1,1" * 300_000 + "a", "1 111 " * 100_000),
    ("e\u0301" * 400_000, "\xe9" * 400_000),
    ('"' * 600_000, "“" * 600_000),
    ("5. " * 100_000, "5. " * 95_000),
)


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_answered_in_seconds(old: str, new: str) -> None:
    spans = [(0, 1), (1_000, 1_005), (50_000, 55_000), (100_000, 100_001)]
    started = time.process_time()
    for found in reanchor(old, new, spans):
        check_shape(new, found)
    assert time.process_time() - started < 15
