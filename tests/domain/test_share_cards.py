"""The card that stands for a verdict where its address is shared: in its words, or without those it cannot draw."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.share_cards import (
    ALT_CHARS,
    DEMONSTRATION,
    Card,
    alt,
    card_of,
    hue_of,
    is_drawable,
    plain,
    quoted,
)
from tests.verdicts import OFF_AXIS, ON_AXIS, SCALE_LESS, a_verdict

KAZAKH = "Әріптер: ә ғ қ ң ө ұ ү һ і, бағасы 1 200 ₸."


def card(**changed: object) -> Card:
    found = card_of(a_verdict(**changed), "The Example Desk", is_demonstration=False)
    assert found is not None
    return found


def test_a_card_says_claim_finding_and_desk_in_words() -> None:
    assert card() == Card(
        claim="“The bridge over the Aksu cost twelve million.”",
        finding="Mostly supported",
        hue="mostly",
        desk="The Example Desk",
        step=3,
        steps=5,
        ends=("Contradicted", "Supported"),
    )


def test_a_rating_beside_the_axis_has_no_place_on_a_scale() -> None:
    for rating, word in (
        (OFF_AXIS, "Unproven"),
        (SCALE_LESS, "The bridge cost half as much again."),
    ):
        found = card(rating=rating)
        assert (found.finding, found.step, found.steps, found.ends) == (word, None, 0, ("", ""))


def test_a_retraction_says_so_and_has_no_rating() -> None:
    found = card(is_retracted=True, retraction_note="We mistook the bridge.")
    assert (found.finding, found.hue, found.step, found.steps) == ("RETRACTED", "void", None, 0)
    assert "supported" not in str(found).lower()


def test_a_demonstration_says_that_it_is_one() -> None:
    found = card_of(a_verdict(), "A desk", is_demonstration=True)
    assert found is not None
    assert found.told == DEMONSTRATION


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", f"«{KAZAKH}»"),
        ("ru-KZ", f"«{KAZAKH}»"),
        ("en", f"“{KAZAKH}”"),
        ("de", f"„{KAZAKH}“"),
        ("", f"“{KAZAKH}”"),
    ],
)
def test_a_claim_stands_between_the_marks_of_its_language(language: str, text: str) -> None:
    assert card(statement=KAZAKH, language=language).claim == text


@pytest.mark.parametrize(
    "statement",
    [
        "الجسر كلف اثني عشر مليونا",
        "הגשר עלה שנים עשר מיליון",
        "The bridge cost \u202e12\u202c million",
        "桥花了一千二百万",
        "पुल की लागत",
        "The bridge 🌉 cost twelve",
        "Zalgo t\u0334\u0335ext",
    ],
)
def test_a_claim_whose_letters_cannot_be_set_one_by_one_is_left_out(statement: str) -> None:
    found = card(statement=statement)
    assert (found.claim, found.finding) == ("", "Mostly supported")


def test_a_name_that_cannot_be_drawn_is_left_out_and_a_finding_takes_the_card_with_it() -> None:
    found = card_of(a_verdict(), "مكتب التحقق", is_demonstration=False)
    assert found is not None
    assert (found.desk, found.finding) == ("", "Mostly supported")
    label = replace(ON_AXIS, label="غير صحيح")
    assert card_of(a_verdict(rating=label), "A desk", is_demonstration=False) is None


def test_labels_of_the_ends_that_cannot_be_drawn_are_left_out_together() -> None:
    rating = replace(ON_AXIS, steps=("خطأ", "b", "c", "d", "True"))
    assert (card(rating=rating).step, card(rating=rating).ends) == (3, ("", ""))


@pytest.mark.parametrize(
    "changed",
    [
        {"statement": "The bridge cost eleven million."},
        {"rating": OFF_AXIS},
        {"rating": replace(ON_AXIS, step=2)},
        {"is_retracted": True},
        {"language": "ru"},
    ],
)
def test_a_card_with_another_word_has_another_key(changed: dict[str, object]) -> None:
    assert card(**changed).key != card().key


def test_what_the_card_does_not_show_leaves_its_key_alone() -> None:
    assert card(reason="Another reason.", version=9, explanation="More.").key == card().key


def test_the_alt_text_says_finding_claim_and_desk() -> None:
    assert alt(a_verdict(), "The Example Desk") == (
        "Mostly supported: “The bridge over the Aksu cost twelve million.” – The Example Desk"
    )
    assert alt(a_verdict(is_retracted=True), "D").startswith("Retracted: “The bridge")


@given(st.text(max_size=900), st.text(max_size=60))
def test_an_alt_text_has_an_end(statement: str, desk: str) -> None:
    assert len(alt(a_verdict(statement=statement), desk)) <= ALT_CHARS


@given(st.text())
def test_a_plain_text_is_one_line_and_stays_plain(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert "\n" not in once
    assert not is_drawable(once) or once.isprintable() or "\u00a0" in once


def test_hidden_hyphens_and_odd_minus_signs_do_not_cost_the_claim() -> None:
    assert plain("a\u00adb \u2212 5\u202f000 \u200b ") == "ab – 5\u00a0000"
    assert quoted("", "en") == ""


@pytest.mark.parametrize(
    ("step", "hue"),
    [(0, "false"), (1, "mostly-false"), (2, "mixed"), (3, "mostly"), (4, "true"), (None, "none")],
)
def test_a_rating_without_a_hue_has_that_of_its_place(step: int | None, hue: str) -> None:
    assert hue_of(replace(ON_AXIS, hue="", step=step)) == hue
    assert hue_of(replace(ON_AXIS, hue="mixed", step=step)) == "mixed"
