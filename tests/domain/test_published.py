"""What readers get can be stored and read back, and shows roles where names are protected."""

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.published import (
    PublishedVerdict,
    from_json,
    leaks,
    mask,
    to_json,
)
from tests.verdicts import ARTICLE, CORRECTION, OFF_AXIS, REGISTER, REPLY, a_verdict, verdicts

PUPIL = [("Daria Lind", "a pupil")]


def stored(**changes: object) -> dict[str, object]:
    """The JSON object of the sample verdict, with top-level keys changed."""
    return json.loads(to_json(a_verdict())) | changes


# ── Storing ──


def test_a_stored_verdict_reads_back_equal() -> None:
    verdict = a_verdict()
    again = from_json(to_json(verdict))
    assert again == verdict
    assert again.updated_at.utcoffset() == verdict.updated_at.utcoffset()
    assert again.sources[0].number == 1
    assert isinstance(again.sources, tuple)


@given(verdicts())
def test_any_verdict_survives_storing(verdict: PublishedVerdict) -> None:
    assert from_json(to_json(verdict)) == verdict


def test_equal_verdicts_are_stored_as_equal_text() -> None:
    assert to_json(a_verdict()) == to_json(replace(a_verdict(id=13), id=12))


def test_kazakh_letters_are_stored_as_letters() -> None:
    assert "Көпір" in to_json(a_verdict(statement="Көпір қымбат"))


def test_a_verdict_without_article_or_place_on_the_axis_reads_back_equal() -> None:
    verdict = a_verdict(article=None, rating=OFF_AXIS, sources=(), notices=())
    assert from_json(to_json(verdict)) == verdict


def test_keys_of_another_version_of_the_program_are_passed_over() -> None:
    text = stored(mood="fine")
    text["rating"]["icon"] = "star"
    assert from_json(json.dumps(text)) == a_verdict()


def test_keys_an_older_row_lacks_take_their_defaults() -> None:
    text = stored()
    for newer in ("claimant_kind", "retraction_note", "replies", "sources_kept_internal"):
        del text[newer]
    again = from_json(json.dumps(text))
    assert again == a_verdict(replies=(), sources_kept_internal=0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (stored() | {"version": "2"}, "verdict.version is str, not int."),
        (stored() | {"version": True}, "verdict.version is bool, not int."),
        (stored() | {"statement": None}, "verdict.statement is NoneType, not str."),
        (stored() | {"words": "twelve"}, "verdict.words is str, not list."),
        (stored() | {"rating": {}}, "verdict.rating lacks scale"),
        (stored() | {"sources": [{"number": 1}]}, "verdict.sources[0] lacks kind"),
        ([], "verdict is list, not dict."),
    ],
)
def test_a_damaged_row_is_refused_by_the_name_of_its_field(text: object, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:
        from_json(json.dumps(text))
    assert str(refusal.value).startswith(sentence)


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError):
        from_json('{"id": 12')


def test_a_row_without_its_rating_is_refused_rather_than_shown_without() -> None:
    text = stored()
    del text["rating"]
    with pytest.raises(ValueError, match="verdict lacks rating"):
        from_json(json.dumps(text))


def test_what_readers_get_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        a_verdict().reason = "another"  # type: ignore[misc]  # the refusal is what is tested


def test_a_notice_says_whether_the_rating_changed() -> None:
    assert CORRECTION.changes_rating
    assert not replace(CORRECTION, old_rating="Mostly supported").changes_rating


# ── Names ──

NAMED = a_verdict(
    statement="Daria Lind broke the window.",
    words=("LIND broke", "Daria’s stone"),
    said_where="the yard of Lind",
    reason="Lind was elsewhere.",
    explanation="**Daria** Lind was in class [1].",
    article=replace(ARTICLE, title="Daria Lind and the window", outlet="Lind Weekly"),
    rating=replace(OFF_AXIS, label="Nothing shows that Lind did it."),
    sources=(
        replace(
            REGISTER,
            title="Register with Lind",
            publisher="School of Daria",
            quote="Lind, Daria: present",
            says="Lind was present",
            locator="row Lind",
            expert_employer="Lind's school",
            expert_field="Lind's class",
            expert_conflicts="aunt of Daria",
        ),
    ),
    replies=(
        replace(REPLY, whom="Daria Lind's father", channel="Lind's phone", text="Not Daria."),
    ),
    notices=(replace(CORRECTION, note="We had misspelt Lind.", new_rating="Not Lind"),),
    retraction_note="Lind asked for it.",
)


def test_every_text_of_a_verdict_shows_the_role() -> None:
    masked = mask(NAMED, PUPIL)
    assert masked.statement == "a pupil broke the window."
    assert masked.words == ("a pupil broke", "a pupil’s stone")
    assert masked.claimant == "a pupil"
    assert masked.explanation == "**a pupil was in class [1]."
    assert masked.sources[0].quote == "a pupil: present"
    assert masked.replies[0].whom == "a pupil's father"
    assert masked.notices[0].note == "We had misspelt a pupil."
    assert "lind" not in to_json(masked).lower()
    assert "daria" not in to_json(masked).lower()


def test_a_claimant_whose_name_was_hidden_counts_as_shown_by_role() -> None:
    assert mask(NAMED, PUPIL).is_claimant_role
    assert not mask(NAMED, [("Somebody Else", "a neighbour")]).is_claimant_role
    assert mask(a_verdict(is_claimant_role=True), []).is_claimant_role


def test_masking_leaves_all_but_texts_alone() -> None:
    masked = mask(NAMED, [*PUPIL, ("Ilya Marsh", "a stranger"), ("Primary", "x"), ("2024", "x")])
    assert masked.checked_by == ("Ilya Marsh",)
    assert masked.sources[0].source_class == "primary"
    assert masked.as_of == NAMED.as_of
    assert (masked.id, masked.version, masked.content_hash) == (12, 2, "0" * 64)


def test_without_protected_names_nothing_changes() -> None:
    assert mask(a_verdict(), []) == a_verdict()
    assert leaks(a_verdict(), []) == []


def test_leaks_name_every_field_a_name_still_stands_in() -> None:
    verdict = a_verdict(
        slug="what-daria-did",
        article=replace(ARTICLE, url="https://paper.example/%44aria-Lind", slug="the-window"),
        sources=(replace(REGISTER, url="https://social.example/@darialind99"), REGISTER),
        appearance_url="https://paper.example/?q=lind",
    )
    assert leaks(mask(verdict, PUPIL), PUPIL) == [
        "slug",
        "appearance_url",
        "article.url",
        "sources[0].url",
    ]


def test_leaks_look_into_texts_too() -> None:
    assert leaks(a_verdict(), PUPIL) == ["claimant"]
    hidden_in_link = a_verdict(claimant="", explanation="[x](https://a.example/%4Cind)")
    assert leaks(hidden_in_link, PUPIL) == ["explanation"]


def test_a_role_that_names_the_person_is_a_leak() -> None:
    names = [("Daria Lind", "Lind's daughter")]
    assert leaks(mask(a_verdict(), names), names) == ["claimant"]


@given(verdicts(), st.integers(0, 3))
def test_after_masking_no_text_of_any_verdict_leaks(verdict: PublishedVerdict, where: int) -> None:
    spoken = f"{verdict.statement} Daria LIND, {verdict.reason}"
    names = [*PUPIL, ("Ő Ry", "somebody")]
    field = ("statement", "reason", "explanation", "retraction_note")[where]
    masked = mask(replace(verdict, **{field: spoken}), names)
    assert "a pupil" in getattr(masked, field)
    addresses = {"slug", "appearance_url", "url"}
    assert [path for path in leaks(masked, names) if path.split(".")[-1] not in addresses] == []
