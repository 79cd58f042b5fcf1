"""Signed sheets as files: one way to write them, and no byte of them changes unseen."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.signatures import DeskKey, is_signed_by
from factcheck.domain.clearance import (
    FORMAT,
    canonical,
    changes,
    digest,
    key_id,
    message,
    read_signed,
    signed_file,
)
from factcheck.domain.inputs import BadInput

KEY = DeskKey(bytes(range(32)))
OTHER = DeskKey(bytes(range(1, 33)))
SAID: dict[str, Any] = {
    "format": FORMAT,
    "number": 1,
    "article": {"id": 3, "title": "Қайық — a ferry 🛶"},
    "text": {"version": 2},
    "cleared_by": {"name": "Edith"},
    "cleared_at": "2026-11-20T09:00:00Z",
    "facts": [{"claim": 3}],
}
SHEET = canonical(SAID)
FILE = signed_file(SHEET, KEY.public_key, KEY.sign(message(SHEET))).encode()


def check(data: bytes) -> Any:
    return read_signed(data, is_signed_by)


def test_a_signed_file_gives_its_sheet_back() -> None:
    found = check(FILE)
    assert found.sheet == json.loads(SHEET)
    assert (found.public_key, found.sha256) == (KEY.public_key, digest(SHEET))
    assert found.key_id == key_id(KEY.public_key)
    assert check(FILE.rstrip()).sheet == found.sheet


def test_what_is_signed_is_sorted_without_blanks() -> None:
    assert canonical({"b": [1, True, None], "a": "ü"}) == '{"a":"ü","b":[1,true,null]}'
    assert message("{}") == b"factcheck-clearance-1\n{}"


def test_no_single_byte_can_be_changed() -> None:
    for place in range(len(FILE) - 1):
        for other in {FILE[place] ^ 1, FILE[place] ^ 0x20, 0x20} - {FILE[place]}:
            with pytest.raises(BadInput):
                check(FILE[:place] + bytes([other]) + FILE[place + 1 :])


@given(st.integers(0, len(FILE) - 2), st.integers(0, 255), st.booleans())
def test_no_byte_can_be_put_in_or_taken_out(place: int, byte: int, is_added: bool) -> None:
    altered = FILE[:place] + (bytes([byte]) if is_added else b"") + FILE[place + (not is_added) :]
    if altered.rstrip(b"\n") == FILE.rstrip(b"\n"):
        return
    with pytest.raises(BadInput):
        check(altered)


def altered(change: Callable[[dict[str, Any]], object]) -> bytes:
    made = json.loads(FILE)
    change(made)
    return canonical(made).encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "other parts"),
        (b"{}", "other parts"),
        (b"[" * 100_000, "not JSON"),
        (b'{"sheet":NaN}', "not JSON"),
        (FILE + b"\n", "not written the way"),
        (json.dumps(json.loads(FILE)).encode(), "not written the way"),
        (altered(lambda m: m.update(note="")), "other parts"),
        (altered(lambda m: m["signature"].update(note="")), "other parts"),
        (altered(lambda m: m["sheet"].update(format="another")), "no clearance sheet of the format"),
        (altered(lambda m: m.update(sheet=[])), "no clearance sheet of the format"),
        (altered(lambda m: m["sheet"].update(title="")), "its own hash"),
        (altered(lambda m: m["signature"].update(value="0" * 128)), "does not fit the sheet"),
        (altered(lambda m: m["signature"].update(value=1)), "not 128 hex digits"),
        (altered(lambda m: m["signature"].update(public_key="G" * 64)), "not 64 hex digits"),
        (altered(lambda m: m["signature"].update(key_id="0" * 32)), "does not fit the key"),
        (altered(lambda m: m["signature"].update(algorithm="none")), "does not fit the key"),
        (
            altered(lambda m: m["signature"].update(public_key=OTHER.public_key, key_id=key_id(OTHER.public_key))),
            "does not fit the sheet",
        ),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_with_a_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as why:
        check(data)
    assert sentence in why.value.sentence


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": 5},
        {"article": {"id": "3"}},
        {"number": True},
        {"text": {}},
        {"cleared_by": {"name": None}},
        {"cleared_at": 5},
    ],
)
def test_what_anybody_signed_in_other_words_is_no_sheet(wrong: dict[str, object]) -> None:
    text = canonical({**SAID, **wrong})
    made = signed_file(text, OTHER.public_key, OTHER.sign(message(text)))
    with pytest.raises(BadInput, match="does not say what was cleared, by whom and when"):
        check(made.encode())


def test_a_sheet_signed_by_another_key_is_told_by_its_key() -> None:
    forged = signed_file(SHEET, OTHER.public_key, OTHER.sign(message(SHEET))).encode()
    assert check(forged).key_id == key_id(OTHER.public_key) != key_id(KEY.public_key)


# ── Whether it still holds ───────────────────────────────────────────────────────────────────────

MARK = {
    "state": "approved", "since": "1", "content": "a", "verdict": 1, "holds": 0, "waiver": 0, "saves": 0
}  # fmt: skip
THEN: dict[str, Any] = {
    "text": {"version": 1, "sha256": "t"},
    "sentences": {"sha256": "s"},
    "facts": [{"claim": 3, "state": "approved", "mark": MARK}],
}


def now(**changed: object) -> dict[str, Any]:
    mark = {**MARK, **changed}
    return {**THEN, "facts": [{"claim": 3, "state": mark["state"], "mark": mark}]}


def test_nothing_changed_while_everything_is_as_it_was() -> None:
    assert changes(THEN, now()) == []


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"state": "in_review", "since": "2"}, "Claim 3 was moved: it is in review now"),
        ({"since": "2"}, "Claim 3 was moved and is approved again"),
        ({"content": "b", "verdict": 2, "state": "in_review"}, "Claim 3 was changed"),
        ({"verdict": 2}, "Claim 3 has another version of its verdict"),
        ({"holds": 1}, "A legal hold was set on claim 3"),
        ({"waiver": 4}, "The waiver of claim 3 is not the one it ran on"),
        ({"saves": 2}, "Claim 3, which ran by a waiver, was worked on"),
    ],
)
def test_each_change_of_a_claim_is_said_once(part: dict[str, object], sentence: str) -> None:
    assert changes(THEN, now(**part)) == [sentence]


def test_text_claims_and_sentences_are_compared_as_well() -> None:
    other = {**THEN, "text": {"version": 2, "sha256": "u"}, "facts": []}
    assert changes(THEN, other) == ["The text was changed: version 2 is the newest"]
    assert changes(THEN, {**THEN, "facts": []}) == ["Claim 3 is gone"]
    more = {**THEN, "facts": [*THEN["facts"], {"claim": 4, "state": "open", "mark": MARK}]}
    assert changes(THEN, more) == ["Claim 4 was opened"]
    looked = {**THEN, "sentences": {"sha256": "x"}}
    assert changes(THEN, looked) == ["What was said of the sentences without a claim changed"]
