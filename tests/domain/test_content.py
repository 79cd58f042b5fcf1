"""What an approval binds to: every field counts, the stored form is lossless, differences are named."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.content import (
    LATER,
    TAG,
    Content,
    EvidenceContent,
    ReplyContent,
    differences,
    from_json,
)
from factcheck.domain.terms import EvidenceKind, Withheld
from factcheck.domain.verdict_parts import PARTS

EVIDENCE = EvidenceContent(
    number=1, kind="link", stance="supports", source_class="primary", title="Accounts"
)
REPLY = ReplyContent(
    whom="the mayor",
    channel="e-mail",
    asked_on="2026-11-01",
    due_on="2026-11-03",
    outcome="waiting",
)
CONTENT = Content(
    statement="It lost money.", claimant="the mayor", evidence=(EVIDENCE,), replies=(REPLY,)
)


def other(value: Any) -> Any:
    """A value of the same kind that differs."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + " "
    return (*value, *value[:1]) if value else (("a", "b"),)


@pytest.mark.parametrize(
    "name", [f.name for f in fields(Content) if f.name not in {"evidence", "replies"}]
)
def test_each_field_of_the_claim_and_verdict_counts(name: str) -> None:
    changed = replace(CONTENT, **{name: other(getattr(CONTENT, name))})
    assert changed.hash != CONTENT.hash
    assert len(differences(CONTENT, changed)) == 1


@pytest.mark.parametrize("name", [f.name for f in fields(EvidenceContent)])
def test_each_field_of_each_piece_of_evidence_counts(name: str) -> None:
    changed = replace(
        CONTENT, evidence=(replace(EVIDENCE, **{name: other(getattr(EVIDENCE, name))}),)
    )
    assert changed.hash != CONTENT.hash
    found = differences(CONTENT, changed)
    assert found
    assert all("evidence" in difference.where for difference in found)


@pytest.mark.parametrize("name", [f.name for f in fields(ReplyContent)])
def test_each_field_of_each_reply_counts(name: str) -> None:
    changed = replace(CONTENT, replies=(replace(REPLY, **{name: other(getattr(REPLY, name))}),))
    assert changed.hash != CONTENT.hash


def test_what_was_approved_before_conversations_were_known_keeps_its_hash() -> None:
    assert CONTENT.hash == "596e7964a2175f0a80fc6025ddf9873489f658385c3ab297efe92a42a880063d"


@pytest.mark.parametrize("name", PARTS)
def test_what_was_approved_before_there_were_further_parts_keeps_its_hash(name: str) -> None:
    stored = json.loads(CONTENT.to_json())
    older = from_json(json.dumps({key: value for key, value in stored.items() if key not in PARTS}))
    assert older.hash == CONTENT.hash == replace(CONTENT, **{name: ""}).hash
    assert replace(CONTENT, **{name: "Much."}).hash != CONTENT.hash


def test_withdrawn_and_added_evidence_is_named_with_its_number() -> None:
    two = replace(CONTENT, evidence=(EVIDENCE, replace(EVIDENCE, number=2, title="Audit")))
    assert [d.where for d in differences(CONTENT, two)] == ["evidence 2 was added"]
    assert [d.where for d in differences(two, CONTENT)] == ["evidence 2 was withdrawn"]


def test_a_change_of_a_quote_is_told_with_both_texts() -> None:
    new = replace(CONTENT, evidence=(replace(EVIDENCE, quote="-4,012,330"),))
    (found,) = differences(CONTENT, new)
    assert (found.where, found.old, found.new) == ("evidence 1: quote", "", "-4,012,330")


texts = st.text(max_size=20)
evidences = st.builds(
    EvidenceContent,
    number=st.integers(1, 9),
    kind=texts,
    stance=texts,
    source_class=texts,
    title=texts,
    quote=texts,
    note=texts,
    is_public=st.booleans(),
    spoke_with=texts,
    withheld=texts,
)
contents = st.builds(
    Content,
    statement=texts,
    claimant=texts,
    reason=texts,
    explanation=texts,
    what_is_right=texts,
    why_it_matters=texts,
    hidden_names=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    words=st.lists(texts, max_size=2).map(tuple),
    evidence=st.lists(evidences, max_size=3).map(tuple),
)


@given(contents)
def test_the_stored_form_gives_back_the_same_content(content: Content) -> None:
    again = from_json(content.to_json())
    assert again == content
    assert again.hash == content.hash


def plainly(path: str, value: Any) -> Iterator[str]:
    """What the hash goes over, told as simply as it can be: each leaf's path, then its kind and text."""
    if is_dataclass(value):
        for name in value.__dataclass_fields__:
            one = getattr(value, name)
            if one or name not in LATER.get(type(value), ()):
                yield from plainly(f"{path}.{name}", one)
    elif isinstance(value, tuple):
        yield from (path, f"[{len(value)}]")
        for index, item in enumerate(value):
            yield from plainly(f"{path}[{index}]", item)
    else:
        yield from (path, f"{type(value).__name__}:{value}")


def told_plainly(content: Content) -> str:
    said = [leaf.encode("utf-8", "surrogatepass") for leaf in plainly("", content)]
    pieces = [TAG.encode(), *(b"%d:%b" % (len(one), one) for one in said)]
    return hashlib.sha256(b"".join(pieces)).hexdigest()


@given(contents)
def test_the_hash_goes_over_every_leaf_in_its_place(content: Content) -> None:
    assert content.hash == told_plainly(content)


@pytest.mark.parametrize("withheld", [next(iter(Withheld)), "", None])
def test_the_hash_tells_a_term_from_a_text_as_it_always_did(withheld: Any) -> None:
    row = replace(EVIDENCE, withheld=withheld, kind=EvidenceKind.LINK, consent="agreed")
    content = replace(CONTENT, evidence=(row, EVIDENCE))
    assert content.hash == told_plainly(content)
    assert content.hash != replace(CONTENT, evidence=(replace(row, kind="link"), EVIDENCE)).hash


@given(contents, contents)
def test_two_contents_share_a_hash_only_when_they_are_the_same(one: Content, two: Content) -> None:
    assert (one.hash == two.hash) is (one == two)


def test_keys_of_a_later_program_are_left_out() -> None:
    assert from_json('{"statement": "a", "claimant": "b", "mood": "good"}') == Content(
        statement="a", claimant="b"
    )
