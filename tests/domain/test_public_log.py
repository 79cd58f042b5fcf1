"""What a leaf says and what it keeps to itself, and heads as other programs read them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from factcheck.domain import public_log
from factcheck.domain.inputs import BadInput
from factcheck.domain.public_log import Told, leaf
from tests.logs import KEY, ORIGIN

TOLD = Told(
    verdict=12,
    version=2,
    kind="correction",
    at=datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC),
    body='{"claimant": "Nora Å. Lind"}',
)
ROW = "ab" * 32


def test_a_leaf_is_canonical_and_holds_neither_words_nor_numbers_of_the_desk() -> None:
    said = leaf(TOLD, ROW)
    assert said == json.dumps(json.loads(said), sort_keys=True, separators=(",", ":"))
    assert json.loads(said) == {
        "at": "2026-11-20T09:30:15Z",
        "body": public_log.body_hash(public_log.salt(ROW), TOLD.body),
        "format": "factcheck-leaf-1",
        "history": "12d02ccbd57d91962ae71aabc43f20325a58c3fd6e4d4bdec4a3472021cd8238",
        "kind": "correction",
        "verdict": 12,
        "version": 2,
    }
    assert "Lind" not in said
    assert ROW not in said


@pytest.mark.parametrize(
    "other",
    [
        replace(TOLD, verdict=13),
        replace(TOLD, version=3),
        replace(TOLD, kind="update"),
        replace(TOLD, at=TOLD.at.replace(second=16)),
        replace(TOLD, body='{"claimant": "Nora A. Lind"}'),
    ],
)
def test_whatever_readers_were_given_otherwise_makes_another_leaf(other: Told) -> None:
    assert leaf(other, ROW) != leaf(TOLD, ROW)
    assert leaf(TOLD, "cd" * 32) != leaf(TOLD, ROW)


def test_who_knows_the_leaf_cannot_try_names_against_it() -> None:
    """The hash of the words is salted by the history row, of which the leaf gives no more than a hash."""
    said = json.loads(leaf(TOLD, ROW))
    assert said["body"] != public_log.body_hash("", TOLD.body)
    assert public_log.salt(ROW) not in said.values()
    assert public_log.salt(ROW) != said["history"]


def test_a_version_from_before_the_history_could_be_told_has_a_leaf_as_well() -> None:
    said = json.loads(leaf(TOLD, ""))
    assert said["history"] == ""
    assert said["body"] == public_log.body_hash("", TOLD.body)


# ── Heads ────────────────────────────────────────────────────────────────────────────────────────


def note(size: int = 7) -> str:
    text = public_log.unsigned(ORIGIN, size, bytes(32))
    key = bytes.fromhex(KEY.public_key)
    return public_log.signed_note(text, ORIGIN, key, bytes.fromhex(KEY.sign(text.encode())))


def test_a_head_is_read_as_it_was_written() -> None:
    read = public_log.read_head(note())
    assert (read.origin, read.size, read.root) == (ORIGIN, 7, bytes(32))
    assert read.signed == public_log.unsigned(ORIGIN, 7, bytes(32))
    assert len(read.signature) == 4 + 64


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\nb\nc\n",
        note().replace("\n7\n", "\nseven\n"),
        note().replace("— ", "- "),
        "a\n1\nAA\n\n",
    ],
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no signed head"):
        public_log.read_head(text)


def test_a_verifier_key_holds_name_id_and_key() -> None:
    """The example of C2SP's signed-note: the same name and key make the same id."""
    key = bytes.fromhex(KEY.public_key)
    made = public_log.verifier_key(ORIGIN, key)
    name, id_, _ = made.split("+", 2)
    assert (name, id_) == (ORIGIN, public_log.key_id(ORIGIN, key).hex())
    assert public_log.public_key_of(made) == key
    assert public_log.name_of(made) == ORIGIN
    example = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert public_log.verifier_key("PeterNeumann", public_log.public_key_of(example)) == example


@pytest.mark.parametrize("text", ["", "a+b", "a+b+AA==", "a+b+!"])
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        public_log.public_key_of(text)


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://checks.example", "checks.example/log"),
        ("https://checks.example/a+b/", "checks.example/a%2Bb/log"),
        ("http://name:word@checks.example:8080", "checks.example:8080/log"),
    ],
)
def test_a_log_is_named_after_its_site(base_url: str, origin: str) -> None:
    assert public_log.origin_of(base_url) == origin
