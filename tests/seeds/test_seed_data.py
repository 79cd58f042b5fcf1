"""What the demo's articles, sources and claims promise, read as data.

The loader is not tested here; `seeds/README.md` says what each field means.
"""

import json
import re

import pytest

from factcheck.domain.dates import spell_date
from factcheck.domain.limits import CLAIM_CHARS, REASON_CHARS, TITLE_CHARS
from factcheck.domain.terms import ArticleKind, ClaimKind, EvidenceKind, SourceClass, Stance
from tests.seeds.seed_files import (
    ARTICLES,
    CLAIMS,
    GROUPS,
    INVENTED,
    INVENTED_CLAIMS,
    MATERIAL,
    OUTLINE,
    REAL_CLAIMS,
    SEEDS,
    SOURCES,
    TOPICS,
    Data,
    article_of,
    ratings_for,
)

LEGAL_FLAGS = {"names_private_person", "alleges_crime", "involves_minor"}
LONGEST_RUN = 5  # words in a row that an outline may share with the article by chance


def test_the_outline_has_eighteen_claims_on_a_text_of_eighteen_to_twenty_five_paragraphs() -> None:
    assert len(REAL_CLAIMS) == 18
    assert 18 <= len(OUTLINE["outline"]) <= 25
    assert len(SOURCES) == 48


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_an_article_says_in_its_first_paragraph_that_it_is_a_demonstration(article: Data) -> None:
    assert ArticleKind(article["kind"])
    assert "demonstration" in article["outline"][0]
    assert article["note"].startswith("Demonstration.")
    assert len(article["title"]) <= TITLE_CHARS


def test_the_second_article_is_marked_as_invented_wherever_it_appears() -> None:
    article = INVENTED
    assert article["kind"] == "own_draft"
    assert "Invented" in article["title"]
    assert "invented" in article["outline"][0]
    for claim in INVENTED_CLAIMS.values():
        for row in claim["evidence"]:
            assert "(invented)" in row["title"]
            assert re.fullmatch(r"(https://example\.org/\S+)?", row["url"])


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_an_anchor_stands_exactly_once_in_itsarticle_of(claim: Data) -> None:
    assert "\n\n".join(article_of(claim["id"])["outline"]).count(claim["anchor"]) == 1


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_claim_uses_the_words_of_the_desk(claim: Data) -> None:
    assert ClaimKind(claim["kind"])
    assert set(claim["flags"]) <= LEGAL_FLAGS
    assert claim["is_claimant_role"] is True
    assert claim["said_where"]
    assert claim["selection_reason"]
    assert 1 <= len(set(claim["topics"]) & TOPICS.keys()) == len(claim["topics"]) <= 5
    assert len(claim["statement"]) <= CLAIM_CHARS
    assert spell_date(claim["said_on"]) != claim["said_on"] or claim["said_on"] == ""


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_each_piece_of_evidence_exists_and_says_something(claim: Data) -> None:
    for row in claim["evidence"]:
        assert Stance(row["stance"])
        assert SourceClass(row["class"])
        assert row["says"]
        assert bool(row.get("is_internal")) == bool(row.get("internal_reason"))
        assert ("expert" in row) == (row["class"] == "expert")
        assert row["source"] in SOURCES if "source" in row else EvidenceKind(row["kind"])


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_verdict_has_a_rating_of_its_scale_and_cites_only_its_own_public_evidence(
    claim: Data,
) -> None:
    for verdict in claim["verdicts"]:
        assert verdict["rating"] in ratings_for(claim["id"])
        assert len(verdict["reason"]) <= REASON_CHARS
        public = {
            number
            for number in verdict["rests_on"]
            if not claim["evidence"][number - 1].get("is_internal")
        }
        cited = {int(number) for number in re.findall(r"\[(\d+)\]", verdict["explanation"])}
        # Findings on our own draft stay on the desk, so their words may cite internal rows.
        citable = set(verdict["rests_on"]) if claim["id"] in INVENTED_CLAIMS else public
        assert cited <= citable
        assert cited >= public, "every row a verdict rests on is used in its words"


@pytest.mark.parametrize("claim", REAL_CLAIMS.values(), ids=REAL_CLAIMS)
def test_an_explanation_has_two_to_five_paragraphs_and_is_of_the_day_the_sources_were_read(
    claim: Data,
) -> None:
    for verdict in claim["verdicts"]:
        paragraphs = verdict["explanation"].strip().split("\n\n")
        assert 2 <= len(paragraphs) <= 5
        assert verdict["as_of"] == "2026-11-20"


def test_every_source_is_used_can_be_found_and_is_dated_only_as_far_as_known() -> None:
    used = {row["source"] for claim in REAL_CLAIMS.values() for row in claim["evidence"]}
    assert used == set(SOURCES)
    for source in SOURCES.values():
        assert re.fullmatch(r"https?://\S+", source["url"])
        assert source["title"]
        assert len(source["title"]) <= TITLE_CHARS
        assert source["publisher"]
        assert source["says"]
        assert source["accessed_on"] == "2026-11-20"
        assert re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", source["published_on"])
        assert source["published_on"] < source["accessed_on"]
        assert source["origin_group"] in {*GROUPS, ""}


def test_every_origin_group_says_why_and_is_used() -> None:
    assert all(group["why"] for group in GROUPS.values())
    assert {source["origin_group"] for source in SOURCES.values()} - {""} == set(GROUPS)


def _material(name: str) -> str:
    path = MATERIAL / name
    if not path.is_file():
        pytest.skip(f"The material beside the repository ({name}) is not here to compare with.")
    return path.read_text(encoding="utf-8")


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` words; addresses, which often hold a headline, are left out."""
    words = re.findall(r"\w+", re.sub(r"https?://\S+", " ", text).casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_no_seed_file_shares_six_words_in_a_row_with_the_article() -> None:
    article = _runs(_material("article.txt"), LONGEST_RUN + 1)
    for path in SEEDS.rglob("*"):
        if path.is_file():
            shared = article & _runs(path.read_text(encoding="utf-8"), LONGEST_RUN + 1)
            assert not shared, (path.name, sorted(shared))


def test_claims_ratings_and_stances_are_those_of_the_material() -> None:
    material = json.loads(_material("demo-claims.json"))
    words = {"supports": "supports", "contradicts": "refutes", "contextualises": "context"}
    assert {(claim["id"], claim["verdicts"][-1]["rating"]) for claim in REAL_CLAIMS.values()} == {
        (claim["id"], claim["status"].replace(" ", "_")) for claim in material["claims"]
    }
    assert {
        (claim["id"], row["source"], row["stance"])
        for claim in REAL_CLAIMS.values()
        for row in claim["evidence"]
    } == {
        (link["claim"], source["id"], words[link["stance"]])
        for source in material["sources"]
        for link in source["links"]
    }
    assert {i: s["url"] for i, s in SOURCES.items()} == {
        source["id"]: source["url"] for source in material["sources"]
    }
