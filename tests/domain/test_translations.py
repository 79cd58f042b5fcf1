"""What of a verdict is translated, what an approval binds to, and what readers get of both."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.inputs import BadInput
from factcheck.domain.published import PublishedMedia
from factcheck.domain.translations import (
    MAIN,
    NoSuchTranslation,
    changed_originals,
    cleaned,
    differences,
    from_json,
    hash_of,
    language_of,
    left_as_they_are,
    left_in,
    missing,
    offered,
    parts_of,
    refuse_vain_citations,
    to_json,
    translated,
)
from tests.verdicts import SCALE_LESS, a_verdict

TEXTS = {
    "statement": "Мост через Аксу стоил двенадцать миллионов.",
    "claimant": "Дарья Линд",
    "reason": "В целом верно.",
    "explanation": "По реестру [1], без дорог [2].",
    "source_1": "Цена по договору.",
    "reply_1": "Дороги относятся к району.",
    "notice_2": "Мы не учли дороги.",
}


def keys(**changes: object) -> list[str]:
    return [part.key for part in parts_of(a_verdict(**changes))]


def test_every_text_of_the_desk_is_a_part_and_nothing_that_is_the_sources_own() -> None:
    assert keys() == [
        "statement",
        "claimant",
        "said_where",
        "reason",
        "explanation",
        "source_1",
        "source_2",
        "reply_1",
        "notice_2",
    ]


def test_what_the_original_does_not_say_is_no_part() -> None:
    assert keys(claimant="", said_where="", replies=(), notices=(), sources=()) == list(MAIN)


def test_a_label_of_a_scale_is_never_translated_apart_and_a_finding_in_words_is() -> None:
    assert "conclusion" not in keys()
    assert "conclusion" in [p.key for p in parts_of(a_verdict(), is_free_text=True)]


def test_a_verdict_is_offered_every_language_but_its_own() -> None:
    assert offered("en") == ["ru", "kk"]
    assert offered("kk-KZ") == ["en", "ru"]
    assert offered("de") == ["en", "ru", "kk"]
    with pytest.raises(NoSuchTranslation):
        language_of("de")


def test_further_parts_and_what_a_picture_s_original_shows_are_translated_as_well() -> None:
    v = a_verdict(
        what_is_right="It was built.",
        why_it_matters="It was our money.",
        media=PublishedMedia(kind="image", categories=(), context="A bridge elsewhere."),
    )
    parts = {part.key: part for part in parts_of(v)}
    found = [(one, parts[one].label) for one in ("what_is_right", "why_it_matters")]
    assert found == [("what_is_right", "What is right in it"), ("why_it_matters", "Why it matters")]
    assert "not_known" not in parts
    texts = {**TEXTS, "what_is_right": "Его построили.", "media_context": "Другой мост."}
    made = translated(v, v, "ru", texts)
    assert (made.what_is_right, made.why_it_matters) == ("Его построили.", "It was our money.")
    assert made.media is not None
    assert made.media.context == "Другой мост."
    left = left_in(v, made)
    assert {left["why_it_matters"], left["retraction_note"]} == {"en"}
    assert not {"what_is_right", "media_context", *MAIN} & left.keys()
    later = translated(replace(v, what_is_right="It stands."), v, "ru", texts)
    assert later.what_is_right == "It stands."


# ── Texts ────────────────────────────────────────────────────────────────────────────────────────


def test_texts_are_cleaned_and_what_is_no_part_is_left_out() -> None:
    given = {"statement": " Мост\nстоил  ", "reason": "", "rating": "True", "source_9": "x"}
    assert cleaned(parts_of(a_verdict()), given) == {"statement": "Мост стоил"}


def test_a_text_that_is_too_long_is_refused_by_its_label() -> None:
    with pytest.raises(BadInput, match="The short answer is 501 characters long"):
        cleaned(parts_of(a_verdict()), {"reason": "а" * 501})


def test_a_translation_cannot_go_without_claim_answer_and_explanation() -> None:
    parts = parts_of(a_verdict())
    assert missing(parts, {}) == ["The claim", "The short answer", "The explanation"]
    assert missing(parts, TEXTS) == []
    assert left_as_they_are(parts, TEXTS) == ["said_where", "source_2"]


@pytest.mark.parametrize(
    ("text", "vain"),
    [
        ("[1] и [2]", ""),
        ("[3]", "[3]"),
        ("[9], [1], [7]", "[7], [9]"),
        ("[3](https://x.example)", ""),
    ],
)
def test_a_source_that_the_original_lacks_cannot_be_cited(text: str, vain: str) -> None:
    if not vain:
        refuse_vain_citations({"explanation": text}, [1, 2])
        return
    with pytest.raises(BadInput) as refused:
        refuse_vain_citations({"explanation": text}, [1, 2])
    assert f"cites {vain}," in refused.value.sentence
    with pytest.raises(BadInput, match="What is not known cites"):
        refuse_vain_citations({"explanation": "[1]", "not_known": text}, [1, 2])


texts = st.dictionaries(st.sampled_from(sorted(TEXTS)), st.text(max_size=40), max_size=7)


@given(texts)
def test_texts_survive_being_kept(said: dict[str, str]) -> None:
    assert from_json(to_json(said)) == said


@given(texts, texts)
def test_texts_have_one_hash_and_others_another(one: dict[str, str], other: dict[str, str]) -> None:
    hashes = [hash_of("ru", 1, "a" * 64, said) for said in (one, other)]
    assert (hashes[0] == hashes[1]) is (one == other)


def test_an_approval_binds_to_language_and_version_of_the_original_as_well() -> None:
    found = {
        hash_of("ru", 1, "a", TEXTS),
        hash_of("kk", 1, "a", TEXTS),
        hash_of("ru", 2, "a", TEXTS),
        hash_of("ru", 1, "b", TEXTS),
    }
    assert len(found) == 4


@pytest.mark.parametrize("kept", ["[]", '{"reason": 1}', '"x"'])
def test_what_is_none_of_ours_is_not_read(kept: str) -> None:
    with pytest.raises(ValueError, match="no texts of a translation"):
        from_json(kept)


def test_differences_are_named_as_on_the_desk() -> None:
    parts = parts_of(a_verdict())
    found = differences(parts, TEXTS, {**TEXTS, "reason": "Верно.", "source_9": "x"})
    assert [(one.where, one.old, one.new) for one in found] == [
        ("The short answer", "В целом верно.", "Верно."),
        ("source_9", "", "x"),
    ]
    then, now = a_verdict(reason="It was."), a_verdict(reason="It is.")
    [one] = changed_originals(parts_of(then), parts_of(now))
    assert (one.where, one.old, one.new) == ("The short answer", "It was.", "It is.")


# ── What readers get ─────────────────────────────────────────────────────────────────────────────


def test_the_words_are_the_translation_and_everything_else_the_original() -> None:
    v = a_verdict()
    made = translated(v, v, "ru", TEXTS)
    assert (made.language, made.statement, made.claimant) == (
        "ru",
        TEXTS["statement"],
        "Дарья Линд",
    )
    assert (made.reason, made.explanation) == (TEXTS["reason"], TEXTS["explanation"])
    assert [one.says for one in made.sources] == [TEXTS["source_1"], v.sources[1].says]
    assert (made.replies[0].text, made.notices[0].note) == (TEXTS["reply_1"], TEXTS["notice_2"])
    assert (made.rating, made.words, made.content_hash) == (v.rating, v.words, v.content_hash)
    assert [(one.title, one.url, one.quote) for one in made.sources] == [
        (one.title, one.url, one.quote) for one in v.sources
    ]


def test_a_stale_translation_has_the_rating_and_the_sources_of_now() -> None:
    then, now = a_verdict(), a_verdict(rating=SCALE_LESS, reason="It is not so.", sources=())
    made = translated(now, then, "ru", TEXTS)
    assert (made.rating, made.sources) == (SCALE_LESS, ())
    assert made.reason == TEXTS["reason"], "the notice says that this is what was said before"


def test_a_text_whose_original_changed_is_the_original_of_now_where_it_is_none_of_the_main_ones() -> (
    None
):
    then = a_verdict()
    one, other = then.sources
    now = replace(then, claimant="The ministry", sources=(replace(one, says="More."), other))
    made = translated(now, then, "ru", TEXTS)
    assert (made.claimant, made.sources[0].says) == ("The ministry", "More.")
    assert made.statement == TEXTS["statement"]


def test_a_finding_in_words_is_translated_until_it_changes() -> None:
    then = a_verdict(rating=SCALE_LESS)
    texts = {**TEXTS, "conclusion": "Мост стоил в полтора раза больше."}
    made = translated(then, then, "ru", texts).rating
    assert (made.label, getattr(made, "label_language", "")) == (texts["conclusion"], "ru")
    now = a_verdict(rating=replace(SCALE_LESS, label="Nobody knows what it cost."))
    made = translated(now, then, "ru", texts).rating
    assert (made.label, getattr(made, "label_language", "")) == (now.rating.label, "")


def test_a_retraction_of_the_original_is_one_of_every_translation() -> None:
    then = a_verdict()
    now = replace(then, is_retracted=True, retraction_note="We mistook the year.")
    made = translated(now, then, "ru", TEXTS)
    assert (made.is_retracted, made.retraction_note) == (True, "We mistook the year.")


def test_words_of_the_article_keep_the_language_of_the_original() -> None:
    v = a_verdict()
    assert v.article is not None
    bare = replace(v, article=replace(v.article, language=""))
    made = translated(bare, bare, "ru", TEXTS)
    assert made.article is not None
    assert made.article.language == "en"
