"""Who may do what beside the verbs on a claim: the table against a list written by hand, one part at a time."""

import itertools

import pytest

from factcheck.domain.acts import ALLOWED, Act, refusal, require
from factcheck.domain.refusals import NotYourPart
from factcheck.domain.terms import COMMAND_LINE, Actor, Part

# c checker, r reviewer, e editor, l legal reviewer, a administrator, $ the command line
MANUAL = {
    "import_article": "ce$",
    "describe_article": "ce",
    "go_through": "ce",
    "open_claim": "ce",
    "set_due": "e",
    "file_claim": "ce$",
    "short_notice": "e",
    "renew": "ce$",
    "settle": "ce",
    "capture": "ce",
    "look_after_source": "ce$",
    "protect": "ce",
    "name_reader": "el",
    "except_source": "e",
    "derive": "ce",
    "restrict": "ce",
    "link": "ce",
    "confirm_link": "re",
    "unlink": "ce",
    "tell_apart": "ce",
    "import_reviews": "ce$",
    "sort_intake": "ce",
    "translate": "ce",
    "review_translation": "re",
    "clear_translation": "l",
    "publish_translation": "e",
    "waive_at_gate": "e",
    "take_waiver_back": "e",
    "clear_text": "e",
    "withhold": "la",
    "set_up": "a",
    "keep_scales": "a$",
    "keep_policy": "a$",
    "keep_pages": "a$",
    "keep_topics": "a$",
    "keep_people": "a$",
    "try_again": "a",
}
LETTERS = dict(zip(Part, "crela", strict=True))


def test_the_table_has_every_deed_and_no_other() -> None:
    assert list(ALLOWED) == list(Act)
    assert [act.value for act in Act] == list(MANUAL)


@pytest.mark.parametrize(("act", "part"), list(itertools.product(Act, Part)))
def test_each_part_may_what_the_list_says_and_nothing_else(act: Act, part: Part) -> None:
    found = refusal(act, Actor(1, "Somebody", frozenset({part})))
    assert (found is None) is (LETTERS[part] in MANUAL[act])


@pytest.mark.parametrize("act", list(Act))
def test_nobody_may_anything_and_the_command_line_what_the_list_says(act: Act) -> None:
    for nobody in (Actor(1, "Nobody"), Actor(None, "a visitor")):
        assert isinstance(refusal(act, nobody), NotYourPart)
    assert (refusal(act, COMMAND_LINE) is None) is ("$" in MANUAL[act])


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotYourPart, match="Only a reviewer or an editor may confirm it"):
        require(Act.CONFIRM_LINK, Actor(1, "Carla", frozenset({Part.CHECKER})))


def test_every_condition_is_a_sentence() -> None:
    for allowed in ALLOWED.values():
        assert all(one[0].isupper() and one.endswith(".") for one in allowed.conditions)
