"""What a browser searches verdicts in where no server does."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.published import PublishedTopic, PublishedVerdict
from factcheck.domain.site_search import Index, file_of, plain_words
from tests.verdicts import ARTICLE, ON_AXIS, a_verdict, verdicts

ALMATY = ZoneInfo("Asia/Almaty")


def index_of(*verdicts: PublishedVerdict) -> dict[str, Any]:
    index = Index(ALMATY)
    for one in verdicts:
        index.add(one)
    return {name: json.loads(body) for name, body in index.files()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Harbour lost 4 million.", ["the", "harbour", "lost", "4", "million"]),
        ("Åsa's café — Ёлка", ["asa", "s", "cafe", "елка"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("港口", ["港口"]),
        ("«…»", []),
    ],
)
def test_words_are_read_without_case_and_marks(text: str, words: list[str]) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("word", "name"),
    [("harbour", "ha"), ("4", "4"), ("елка", "u435u43b"), ("a港", "au6e2f"), ("港", "u6e2f")],
)
def test_the_beginning_of_a_word_names_its_file(word: str, name: str) -> None:
    assert file_of(word) == name


@given(st.text())
def test_no_word_names_a_file_that_is_none(text: str) -> None:
    for word in plain_words(text):
        name = file_of(word)
        assert name.isascii()
        assert name.isalnum()
        assert len(name) <= 14


def test_a_verdict_is_found_by_claim_speaker_outlet_and_answer_and_by_field() -> None:
    files = index_of(a_verdict(id=12), a_verdict(id=2001, claimant="Bo Ek", article=None))
    assert files["/search/words-br.json"]["bridge"] == {"a": [12, 2001]}
    assert files["/search/words-da.json"]["daria"] == {"a": [12], "c": [12]}
    assert files["/search/words-pa.json"]["paper"] == {"a": [12], "o": [12]}
    assert files["/search/words-co.json"]["contract"] == {"a": [12, 2001]}
    assert "/search/words-di.json" not in files, (
        "what stands in sources is not searched, as on the served site"
    )


def test_facts_lie_in_parts_by_number_and_days_are_the_desks() -> None:
    late = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)
    verdict = a_verdict(id=1001, first_published_at=late, updated_at=late)
    files = index_of(a_verdict(id=1000), verdict)
    assert files["/search/facts-2.json"] == {
        "1001": [ON_AXIS.code, "2026-03-02", int(late.timestamp())]
    }
    assert list(files["/search/facts-1.json"]) == ["1000"]
    assert files["/search/index.json"]["facts"] == [1, 2]


def test_the_list_names_every_file() -> None:
    files = index_of(a_verdict())
    listed = files["/search/index.json"]
    assert {f"/search/words-{name}.json" for name in listed["words"]} == {
        name for name in files if name.startswith("/search/words-")
    }
    assert listed["page_size"] == 50


def test_the_topics_of_a_verdict_are_among_its_facts() -> None:
    topics = (PublishedTopic("the-harbour", "The harbour"), PublishedTopic("money", "Money"))
    facts = index_of(a_verdict(id=7, topics=topics))["/search/facts-1.json"]["7"]
    assert facts[3:] == ["the-harbour", "money"]


def test_nothing_of_a_retracted_verdict_is_in_the_index() -> None:
    retracted = replace(a_verdict(), is_retracted=True, retraction_note="The contract was forged.")
    assert list(index_of(retracted)) == ["/search/index.json"]


def test_the_same_verdicts_make_the_same_bytes_in_whatever_order_words_come() -> None:
    assert index_of(a_verdict(article=replace(ARTICLE, outlet="Z A"))) == index_of(
        a_verdict(article=replace(ARTICLE, outlet="A Z"))
    )


@given(verdicts())
def test_every_word_of_any_verdict_is_found_in_the_file_of_its_beginning(
    verdict: PublishedVerdict,
) -> None:
    files = index_of(verdict)
    for word in plain_words(f"{verdict.statement} {verdict.claimant}"):
        if not verdict.is_retracted:
            assert files[f"/search/words-{file_of(word)}.json"][word]["a"] == [verdict.id]
