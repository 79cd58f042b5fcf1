"""`factcheck article reanchor`: two texts and the anchors of the older one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import Shell

OLD = "\ufeffPier closes\r\n\r\nThe pier cost 3.5 m, Mr Lund said. 🙂 It is very old.\r\n"
NEW = "\ufeffPier closes\r\n\r\nToday. The pier cost 4.5 m, Mr Lund said. 🙂 It is very old.\r\n"
WORDS = ("3.5", "🙂 It is very old.", "Pier closes")


def anchor(words: str, **more: object) -> dict[str, object]:
    start = OLD.index(words)
    return {"id": words, "start": start, "end": start + len(words), "exact": words, **more}


@pytest.fixture
def typed(tmp_path: Path) -> Callable[[object], tuple[str, ...]]:
    """The words of the command for these anchors (a text is written as it is)."""

    def write(anchors: object) -> tuple[str, ...]:
        raw = anchors if isinstance(anchors, str) else json.dumps(anchors)
        for name, text in (("old", OLD), ("new", NEW), ("anchors", raw)):
            (tmp_path / name).write_bytes(text.encode())
        files = (str(tmp_path / "old"), str(tmp_path / "new"))
        return ("article", "reanchor", *files, "--anchors", str(tmp_path / "anchors"))

    return write


Typed = Callable[[object], tuple[str, ...]]


def test_every_anchor_is_answered_in_order_by_code_points_of_the_files(
    shell: Shell, typed: Typed
) -> None:
    number, emoji, title = shell.json(*typed([anchor(words) for words in WORDS]))
    assert (number["id"], number["method"], number["changed"]) == ("3.5", "fuzzy", True)
    assert NEW[number["new_start"] : number["new_end"]] == "4.5"
    assert (emoji["method"], emoji["changed"]) == ("quote", False)
    assert NEW[emoji["new_start"] : emoji["new_end"]] == "🙂 It is very old."
    assert title == {
        "id": "Pier closes", "start": 1, "end": 12, "method": "position", "score": title["score"],
        "new_start": 1, "new_end": 12, "changed": False, "guesses": [],
    }  # fmt: skip
    assert 0.8 <= title["score"] <= 1


def test_an_orphan_has_no_place_and_guesses(shell: Shell, tmp_path: Path, typed: Typed) -> None:
    words = typed([{"start": 16, "end": 50}])
    (tmp_path / "new").write_text("Nothing is left but what Mr Lund said.", encoding="utf-8")
    (found,) = shell.json(*words)
    assert (found["id"], found["method"], found["score"]) == (None, "orphaned", 0.0)
    assert (found["new_start"], found["new_end"], found["changed"]) == (None, None, False)
    assert all(set(guess) == {"start", "end", "score"} for guess in found["guesses"])


def test_people_get_a_table(shell: Shell, typed: Typed) -> None:
    lines = shell.ok(*typed([anchor("3.5")])).splitlines()
    assert lines[0].split() == ["START", "METHOD", "SCORE", "NEW", "OLD", "WORDS", "NEW", "WORDS"]
    assert lines[1].split()[:2] == ["30", "fuzzy"]
    assert lines[1].split()[-2:] == ["3.5", "4.5"]
    assert shell.ok(*typed([])) == "No anchors.\n"


@pytest.mark.parametrize(
    ("anchors", "sentence"),
    [
        ("", "The anchors are no JSON: line 1, column 1."),
        ('[{"start": 1,\n"end"}]', "The anchors are no JSON: line 2, column 6."),
        ("[" * 100_000, "The anchors are nested too deep, or hold a number that is too long."),
        (f"[{'9' * 5_000}]", "The anchors are nested too deep, or hold a number that is too long."),
        ({"start": 1, "end": 2}, "The anchors must be a JSON list."),
        ([7], "Anchor 1 is no JSON object."),
        ([{"start": 1}], 'Anchor 1 needs "start" and "end" as whole numbers.'),
        ([{"start": 1, "end": 2.5}], 'Anchor 1 needs "start" and "end" as whole numbers.'),
        ([{"start": True, "end": 2}], 'Anchor 1 needs "start" and "end" as whole numbers.'),
        ([{"start": 5, "end": 5}], "Anchor 1: 5–5 is not in the old text of 70 characters."),
        (
            [anchor("3.5"), {"start": -1, "end": 9_999}],
            "Anchor 2: -1–9999 is not in the old text of 70 characters.",
        ),
        ([anchor("3.5", id=[1])], 'The "id" of anchor 1 must be a whole number or a text.'),
        ('[{"id": "\\ud800", "start": 1, "end": 2}]',
         'The "id" of anchor 1 must be a whole number or a text.'),
        ([anchor("3.5", exact=3)], 'The "exact" of anchor 1 must be a text.'),
        ([anchor("3.5", exact="4.5")], 'Anchor 1: the old text does not have its "exact" at 30–33.'),
        ([anchor("3.5", prefix="price ")], 'Anchor 1: the old text does not have its "prefix" at 30–33.'),
    ],
)  # fmt: skip
def test_anchors_that_cannot_be_read_are_refused_in_one_sentence(
    shell: Shell, typed: Typed, anchors: object, sentence: str
) -> None:
    assert shell.refused(*typed(anchors)) == sentence


def test_context_that_is_right_is_taken(shell: Shell, typed: Typed) -> None:
    (found,) = shell.json(*typed([anchor("3.5", prefix="The pier cost ", suffix=" m, Mr")]))
    assert found["method"] == "fuzzy"


def test_a_file_that_is_not_utf_8_is_refused(shell: Shell, tmp_path: Path, typed: Typed) -> None:
    words = typed([])
    (tmp_path / "new").write_bytes(b"\xff\xfe")
    assert shell.refused(*words) == "The text is not UTF-8; save it as UTF-8."
