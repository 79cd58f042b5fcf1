"""Which words a rating has in another language: those the desk says today of exactly the words that were approved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.published import PublishedNotice, PublishedRating, from_json, to_json
from factcheck.domain.rating_words import RatingWords, Said, SaidRating, in_words
from tests.verdicts import a_verdict

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RU = {"ru": {"label": "Да", "definition": "Это так."}}


@dataclass(frozen=True)
class Label:
    """A label as a scale has it."""

    label: str
    definition: str = "It is so."
    code: str = "yes"
    scale_version: int = 1
    scale_name: str = "House"
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


YES = Label("Yes", translations=RU)
NO = Label(
    "No", "It is not so.", "no", translations={"ru": {"label": "Нет", "definition": "Это не так."}}
)


def rating(**more: object) -> PublishedRating:
    values: dict[str, object] = {
        "scale": "House",
        "scale_version": 1,
        "code": "yes",
        "label": "Yes",
        "definition": "It is so.",
        "steps": ("No", "Yes"),
        "step": 1,
    }
    return PublishedRating(**(values | more))  # type: ignore[arg-type]  # values of several kinds


def told(*labels: Label, language: str = "ru", **more: object) -> tuple[str, str, str, str]:
    """Label, definition and the languages of both, as a reader gets them."""
    verdict = a_verdict(rating=rating(**more), notices=())
    said = RatingWords(labels).verdict(verdict, language).rating
    return (
        said.label,
        said.definition,
        getattr(said, "label_language", "?"),
        getattr(said, "definition_language", "?"),
    )


def test_a_rating_is_said_with_its_definition_in_the_language_of_the_reader() -> None:
    assert told(YES, NO) == ("Да", "Это так.", "ru", "ru")


def test_where_the_scale_does_not_say_it_the_original_stands_and_tells_so() -> None:
    original = ("Yes", "It is so.", "", "")
    assert told(YES, language="kk") == original
    assert told(replace(YES, translations={})) == original
    assert told() == original


def test_a_label_may_be_translated_without_its_definition() -> None:
    half = replace(YES, translations={"ru": {"label": "Да", "definition": ""}})
    assert told(half) == ("Да", "It is so.", "ru", "")


def test_a_later_version_that_says_the_same_serves_what_was_published_before() -> None:
    later = replace(YES, scale_version=2)
    assert told(replace(YES, translations={}), later) == ("Да", "Это так.", "ru", "ru")
    mended = replace(later, translations={"ru": {"label": "Верно", "definition": "Так и есть."}})
    assert told(mended, YES)[:2] == ("Верно", "Так и есть."), "in whatever order they come"
    taken_back = replace(later, translations={})
    assert told(YES, taken_back) == ("Yes", "It is so.", "", "")


@pytest.mark.parametrize(
    "other",
    [
        {"label": "Indeed"},
        {"definition": "It is nearly so."},
        {"code": "really"},
        {"scale_name": "Another house"},
    ],
)
def test_no_translation_of_other_words_serves(other: dict[str, str]) -> None:
    found = replace(YES, scale_version=2, **other)  # type: ignore[arg-type]  # one of several fields
    assert told(replace(YES, translations={}), found) == ("Yes", "It is so.", "", "")


def test_the_axis_is_said_label_by_label() -> None:
    verdict = a_verdict(rating=rating(steps=("No", "Perhaps", "Yes")), notices=())
    said = RatingWords([YES, NO, Label("Perhaps", "Who knows.", "perhaps")]).verdict(verdict, "ru")
    assert said.rating.steps == ("Нет", "Perhaps", "Да")
    assert getattr(said.rating, "step_languages", ()) == ("ru", "", "ru")
    assert said.rating.step == 1


def test_a_finding_in_words_stays_in_its_words_beside_what_it_stands_for() -> None:
    found = told(YES, NO, label="It fell, but by less.")
    assert found == ("It fell, but by less.", "Это так.", "", "ru")


# ── Notices, and labels by themselves ────────────────────────────────────────────────────────────


def notice(old: str, new: str) -> PublishedNotice:
    return PublishedNotice(
        version=2, kind="correction", note="", at=NOW, old_rating=old, new_rating=new
    )


def said_of(old: str, new: str, *labels: Label) -> tuple[str, str, str, str, bool]:
    verdict = a_verdict(rating=rating(), notices=(notice(old, new),))
    (one,) = RatingWords(labels).verdict(verdict, "ru").notices
    languages = (getattr(one, "old_language", "?"), getattr(one, "new_language", "?"))
    return one.old_rating, one.new_rating, *languages, one.changes_rating


def test_a_notice_names_both_ratings_so() -> None:
    assert said_of("No", "Yes", YES, NO) == ("Нет", "Да", "ru", "ru", True)
    assert said_of("No", "", YES, NO) == ("Нет", "", "ru", "", True)
    assert said_of("Satire", "Yes", YES, NO) == ("Satire", "Да", "", "ru", True)
    assert said_of("Yes", "Yes", YES, NO) == ("Да", "Да", "ru", "ru", False)


def test_a_changed_rating_never_reads_as_the_same() -> None:
    """Reworded since, and said alike in the other language: the notice would lose its place and its sense (C3)."""
    before = Label("Yea", "It is so, we find.", scale_version=1, translations=RU)
    now = replace(YES, scale_version=2)
    verdict = a_verdict(rating=rating(scale_version=2), notices=(notice("Yea", "Yes"),))
    (one,) = RatingWords([before, now]).verdict(verdict, "ru").notices
    assert (one.old_rating, one.new_rating, one.changes_rating) == ("Yea", "Yes", True)


def test_a_label_of_an_unknown_scale_is_said_as_one_that_has_it() -> None:
    words = RatingWords([YES, replace(YES, scale_name="Other", scale_version=9, translations={})])
    assert words.label("Yes", "ru") == ("Да", "ru")
    assert words.label("Yes", "ru", "Other") == ("Yes", "")
    assert words.label("Nonsense", "ru") == ("Nonsense", "")


def test_a_label_of_a_scale_is_said_by_itself() -> None:
    assert RatingWords([YES]).said(YES, "ru") == Said("Да", "Это так.", "It is so.", "ru", "ru")


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_whatever_the_words_nothing_else_of_a_verdict_changes(
    label: str, definition: str, said: str, means: str, step: str
) -> None:
    one = Label(label, definition, translations={"ru": {"label": said, "definition": means}})
    verdict = a_verdict(rating=rating(label=label, definition=definition, steps=(step, label)))
    found = RatingWords([one]).verdict(verdict, "ru")
    assert found.rating.label == (said or label)
    assert found.rating.definition == (means or definition)
    assert len(found.rating.steps) == 2
    bare = replace(found, rating=verdict.rating, notices=verdict.notices)
    assert bare == verdict


def test_what_was_made_to_be_read_is_no_other_verdict_when_it_is_read_back() -> None:
    said = RatingWords([YES, NO]).verdict(a_verdict(rating=rating(), notices=()), "ru")
    again = from_json(to_json(said))
    assert type(again.rating) is PublishedRating
    assert again.rating.label == "Да"


def test_a_label_alone_is_that_of_its_scale_and_of_no_other() -> None:
    words = RatingWords((YES, Label("Yes", "Somebody else's.", scale_name="Theirs")))
    assert words.label("Yes", "ru", "House") == ("Да", "ru")
    assert words.label("Yes", "ru", "Theirs") == ("Yes", "")
    assert words.label("Yes", "ru", "Nobody's") == ("Yes", "")
    assert words.label("Yes", "ru") == ("Да", "ru"), "as long as nobody knows whose it is"


def test_a_finding_in_words_keeps_the_language_it_was_translated_into() -> None:
    verdict = a_verdict(rating=rating(label="It cost more."), notices=())
    made = replace(verdict, rating=in_words(verdict.rating, "Стоило больше.", "ru"))
    said = RatingWords((YES,)).verdict(made, "ru").rating
    assert isinstance(said, SaidRating)
    assert (said.label, said.label_language) == ("Стоило больше.", "ru")
    assert (said.definition, said.definition_language) == ("Это так.", "ru")
