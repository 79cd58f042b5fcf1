"""Claims as W3C Web Annotations."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from factcheck.domain.anchoring import find_quote, passage_address
from factcheck.domain.annotations import (
    CONTEXT,
    PAGE_ITEMS,
    Annotated,
    Finding,
    Source,
    annotation,
    collection,
    page,
)
from tests.domain.test_reanchoring import ARTICLE

AT = datetime(2030, 5, 4, 12, 30, 15, 999, tzinfo=timezone(timedelta(hours=5)))
SOURCE = Source(
    url="https://news.example/harbour", taken_at=AT, cached="https://desk.example/captures/7"
)
WORDS = find_quote(ARTICLE, "4.2 million crowns")
CLAIM = Annotated(
    id="https://desk.example/annotations/12",
    statement="The harbour cost Ostrel 4.2 million crowns in 2029.",
    language="en",
    created_at=AT,
    spans=(WORDS,),
    creator="The Desk",
)
FINDING = Finding(
    label="Mostly false",
    reason="The accounts say 2.4 million.",
    url="https://desk.example/verdicts/3-harbour",
    published_at=AT,
    updated_at=datetime(2030, 6, 1, tzinfo=UTC),
)
COLLECTION = "https://desk.example/articles/5/annotations"


def test_a_claim_that_is_not_published_is_described_and_not_assessed() -> None:
    found = annotation(CLAIM, SOURCE)
    assert found == {
        "@context": CONTEXT,
        "id": "https://desk.example/annotations/12",
        "type": "Annotation",
        "motivation": "describing",
        "created": "2030-05-04T07:30:15Z",
        "creator": {"type": "Organization", "name": "The Desk"},
        "body": [
            {
                "type": "TextualBody",
                "value": "The harbour cost Ostrel 4.2 million crowns in 2029.",
                "format": "text/plain",
                "language": "en",
                "purpose": "describing",
            }
        ],
        "target": {
            "type": "SpecificResource",
            "source": "https://news.example/harbour",
            "state": {
                "type": "TimeState",
                "sourceDate": "2030-05-04T07:30:15Z",
                "cached": "https://desk.example/captures/7",
            },
            "selector": [
                {"type": "TextPositionSelector", "start": WORDS.start, "end": WORDS.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": "4.2 million crowns",
                    "prefix": WORDS.prefix,
                    "suffix": WORDS.suffix,
                },
                {
                    "type": "FragmentSelector",
                    "value": passage_address("", WORDS).removeprefix("#"),
                    "conformsTo": "https://wicg.github.io/scroll-to-text-fragment/",
                },
            ],
        },
    }
    assert json.loads(json.dumps(found)) == found


def test_a_published_claim_carries_its_rating_reason_and_page() -> None:
    found = annotation(replace(CLAIM, finding=FINDING), SOURCE)
    assert (found["motivation"], found["modified"]) == ("assessing", "2030-06-01T00:00:00Z")
    bodies = found["body"]
    assert isinstance(bodies, list)
    assert [(body["purpose"], body.get("value", body.get("source"))) for body in bodies] == [
        ("describing", CLAIM.statement),
        ("classifying", "Mostly false"),
        ("assessing", "The accounts say 2.4 million."),
        ("linking", "https://desk.example/verdicts/3-harbour"),
    ]


def test_a_finding_without_a_label_has_no_empty_body() -> None:
    found = annotation(replace(CLAIM, finding=replace(FINDING, label="")), SOURCE)
    assert [body["purpose"] for body in found["body"]] == ["describing", "assessing", "linking"]  # type: ignore[attr-defined]


def test_a_claim_with_several_spans_has_as_many_targets() -> None:
    more = find_quote(ARTICLE, "a price worth paying")
    targets = annotation(replace(CLAIM, spans=(WORDS, more)), SOURCE)["target"]
    assert isinstance(targets, list)
    assert [target["selector"][1]["exact"] for target in targets] == [WORDS.exact, more.exact]


def test_words_at_the_ends_of_a_text_have_no_empty_context() -> None:
    whole = find_quote("One.", "One.")
    target = annotation(replace(CLAIM, spans=(whole,)), replace(SOURCE, cached=""))["target"]
    assert isinstance(target, dict)
    assert target["selector"][1] == {"type": "TextQuoteSelector", "exact": "One."}
    assert "cached" not in target["state"]


def test_long_words_are_kept_back_with_their_position_and_hash() -> None:
    found = annotation(CLAIM, SOURCE, quote_limit=17)
    target = found["target"]
    assert isinstance(target, dict)
    assert target["selector"] == [
        {
            "type": "TextPositionSelector",
            "start": WORDS.start,
            "end": WORDS.end,
            "sha256": sha256(b"4.2 million crowns").hexdigest(),
        }
    ]
    assert found["@context"] == [CONTEXT, {"sha256": "https://schema.org/sha256"}]
    assert "4.2 million crowns" in json.dumps(annotation(CLAIM, SOURCE, quote_limit=18)["target"])


# ── Collections ──────────────────────────────────────────────────────────────────────────────────

MANY = [replace(CLAIM, id=f"urn:claim:{number}") for number in range(PAGE_ITEMS + 1)]


def test_the_collection_of_an_article_has_all_its_claims_in_pages() -> None:
    found = collection(MANY, SOURCE, url=COLLECTION, label="Harbour runs at a loss")
    first = found.pop("first")
    assert found == {
        "@context": CONTEXT,
        "id": COLLECTION,
        "type": "AnnotationCollection",
        "label": "Harbour runs at a loss",
        "total": PAGE_ITEMS + 1,
        "last": f"{COLLECTION}?page=1",
    }
    assert isinstance(first, dict)
    assert (first["id"], first["next"]) == (f"{COLLECTION}?page=0", f"{COLLECTION}?page=1")
    assert "prev" not in first
    assert "@context" not in first
    last = page(MANY, SOURCE, url=COLLECTION, number=1)
    assert (last["type"], last["partOf"]) == ("AnnotationPage", COLLECTION)
    assert (last["startIndex"], last["prev"]) == (PAGE_ITEMS, f"{COLLECTION}?page=0")
    assert "next" not in last
    ids = [item["id"] for side in (first, last) for item in side["items"]]  # type: ignore[attr-defined]
    assert ids == [claim.id for claim in MANY]


def test_an_article_without_claims_has_an_empty_collection() -> None:
    found = collection([], SOURCE, url=COLLECTION, label="Harbour")
    assert found["total"] == 0
    assert "first" not in found
    with pytest.raises(IndexError):
        page([], SOURCE, url=COLLECTION, number=0)


def test_a_link_to_the_words_keeps_the_fragment_of_an_address() -> None:
    fragment = passage_address("", WORDS)
    assert fragment.startswith("#:~:text=")
    assert passage_address("https://news.example/a", WORDS) == f"https://news.example/a{fragment}"
    assert passage_address("https://news.example/a#top", WORDS) == (
        f"https://news.example/a#top{fragment.removeprefix('#')}"
    )
