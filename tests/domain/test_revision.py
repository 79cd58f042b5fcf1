"""Two versions of an article, sentence by sentence."""

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.domain.content import Difference
from factcheck.domain.revision import Fate, Revised, differences, revised
from factcheck.domain.sentences import sentences
from factcheck.web.woven import Strand, woven
from tests.domain.test_reanchoring import ARTICLE, KAZAKH, POOL, texts
from tests.edits import Edited


def told(old: str, new: str) -> list[tuple[str, bool, str, str]]:
    """Fate, moved or not, and the words of every sentence, old and new."""
    return [
        (
            one.fate.value,
            one.is_moved,
            old[slice(*one.old)] if one.old else "",
            new[slice(*one.new)] if one.new else "",
        )
        for one in revised(old, new)
    ]


def test_a_text_that_did_not_change_is_kept_sentence_by_sentence() -> None:
    spans = list(sentences(ARTICLE))
    assert revised(ARTICLE, ARTICLE) == [Revised(Fate.KEPT, False, span, span) for span in spans]


def test_each_sentence_is_kept_changed_gone_or_new() -> None:
    old = "The pier is old. It cost 3 million crowns to build. Nobody lives there. Gulls do."
    new = "The pier is old. It cost 4 million crowns to build. Gulls do. A café opened in May."
    assert told(old, new) == [
        ("kept", False, "The pier is old.", "The pier is old."),
        (
            "changed",
            False,
            "It cost 3 million crowns to build.",
            "It cost 4 million crowns to build.",
        ),
        ("went", False, "Nobody lives there.", ""),
        ("kept", False, "Gulls do.", "Gulls do."),
        ("came", False, "", "A café opened in May."),
    ]


def test_a_sentence_that_moved_is_neither_gone_nor_new() -> None:
    first, second, third = (KAZAKH[a:b] for a, b in sentences(KAZAKH))
    found = told(KAZAKH, f"{third} {first} {second}")
    assert sorted(found) == sorted(
        [
            ("kept", True, third, third),
            ("kept", False, first, first),
            ("kept", False, second, second),
        ]
    )


def test_quotation_marks_and_blanks_change_no_sentence() -> None:
    new = ARTICLE.replace("“", "«").replace("”", "»").replace(". ", ".  ")
    assert {one.fate for one in revised(ARTICLE, new)} == {Fate.KEPT}


def test_what_differs_is_woven_with_both_wordings() -> None:
    old = "The pier is old. It cost 3 million crowns to build. Gulls live there."
    new = "The pier is old. It cost 4 million crowns to build. A café opened in May."
    found = list(differences(old, new, revised(old, new)))
    assert found == [
        Difference(
            "sentence 2, changed",
            "It cost 3 million crowns to build.",
            "It cost 4 million crowns to build.",
        ),
        Difference("sentence 3, went", "Gulls live there.", ""),
        Difference("sentence 4, new", "", "A café opened in May."),
    ]
    assert woven(found)[0].strands == (
        Strand("kept", "It cost "),
        Strand("went", "3"),
        Strand("came", "4"),
        Strand("kept", " million crowns to build."),
    )


def test_empty_texts_have_nothing_to_tell() -> None:
    assert revised("", "") == []
    assert told("", "One.") == [("came", False, "", "One.")]
    assert told("One.", "") == [("went", False, "One.", "")]


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(0, 2**32), st.integers(0, 12))
def test_every_sentence_of_both_texts_is_told_once_in_the_order_of_the_new_one(
    old: str, seed: int, steps: int
) -> None:
    edited = Edited(Random(seed), old, POOL)  # noqa: S311  a repeatable draw, no secret
    edited.edit(steps)
    found = revised(old, edited.text)
    assert sorted(one.old for one in found if one.old) == list(sentences(old))
    assert [one.new for one in found if one.new] == list(sentences(edited.text))
    stayed = [one.old for one in found if one.old and not one.is_moved]
    assert all(a < b for a, b in pairwise(stayed))
    for one in found:
        assert (one.old is None) == (one.fate is Fate.CAME)
        assert (one.new is None) == (one.fate is Fate.WENT)
