"""Claims as web annotations: everything for the desk, for readers what was published and no name that is hidden."""

import json
from dataclasses import replace
from typing import Any

import pytest

from factcheck.domain.anchoring import span_at
from factcheck.domain.annotations import collection
from factcheck.domain.terms import ArticleKind, ChangeKind, State
from factcheck.models import ArticleVersion
from factcheck.services import annotations, claims, publication
from factcheck.services.annotations import Annotations, Places
from factcheck.services.intake import NoSuchArticle
from factcheck.services.standing import NoSuchClaim, load
from tests import factories, occurring
from tests.annotated import faults
from tests.cast import Newsroom

BASE = "https://desk.example"
HERE = Places(BASE)
NAMED = """The harbour runs at a loss

The clerk Gunvor Askeland lost 4 million crowns last year. Nobody in the office of Gunvor Askeland said a word.
"""


def desk(newsroom: Newsroom, article_id: int = 1) -> Annotations:
    with newsroom.read() as session:
        return annotations.of_desk(session, article_id, HERE)


def readers(newsroom: Newsroom, article_id: int = 1) -> Annotations:
    with newsroom.read() as session:
        return annotations.of_article(session, article_id, HERE)


def whole(found: Annotations) -> dict[str, Any]:
    """The collection as programs get it, all on one page."""
    made = collection(
        found.claims, found.source, url=found.url, label=found.label, quote_limit=found.quote_limit
    )
    sent: dict[str, Any] = json.loads(json.dumps(made))
    return sent


def only(found: Annotations) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(found.only()))
    return sent


# ── The desk's ───────────────────────────────────────────────────────────────────────────────────


def test_the_desk_gets_every_claim_of_an_article(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.OPEN)
    factories.claim(newsroom, State.PUBLISHED, article_id=1, words="Ferries carried 12,000 people")
    found = whole(desk(newsroom))
    assert faults(found) == []
    first, second = found["first"]["items"]
    assert (found["total"], found["label"]) == (2, "The harbour runs at a loss")
    assert found["id"] == f"{BASE}/desk/articles/1/annotations.json"
    assert first["id"] == f"{BASE}/desk/claims/1/annotation.json"
    assert (first["motivation"], second["motivation"]) == ("describing", "assessing")
    assert first["target"]["source"] == "https://news.example/harbour"
    assert first["target"]["state"]["cached"] == f"{BASE}/desk/articles/1"
    position, quote, fragment = first["target"]["selector"]
    assert factories.TEXT[position["start"] : position["end"]] == factories.WORDS == quote["exact"]
    assert fragment["value"].startswith(":~:text=")


def test_a_claim_of_our_own_draft_points_at_the_desk_and_keeps_long_words(
    newsroom: Newsroom,
) -> None:
    long = "word " * 200 + "end."
    article_id = factories.article(newsroom, kind=ArticleKind.OWN_DRAFT, text=long)
    factories.claim(newsroom, State.APPROVED, article_id=article_id, words=long[:-1])
    with newsroom.read() as session:
        found = only(annotations.of_claim(session, 1, HERE))
    assert faults(found) == []
    assert found["target"]["source"] == f"{BASE}/desk/articles/1"
    assert found["target"]["selector"][1]["exact"] == long[:-1]
    assert found["body"][1]["value"] == "Confirmed"


def test_long_words_of_others_are_told_by_place_and_hash(newsroom: Newsroom) -> None:
    long = "word " * 120 + "end."
    article_id = factories.article(newsroom, text=long)
    factories.claim(newsroom, State.PUBLISHED, article_id=article_id, words=long[:-1])
    for found in (only(desk(newsroom)), only(readers(newsroom))):
        assert faults(found) == []
        (selector,) = found["target"]["selector"]
        assert set(selector) == {"type", "start", "end", "sha256"}
        assert "word word" not in json.dumps(found["target"])


def test_a_claim_whose_words_are_gone_points_at_the_article(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work(newsroom.carla) as work:
        work.session.add(
            ArticleVersion(
                article_id=1, number=2, text="Other.", text_sha256="1" * 64, created_at=work.now
            )
        )
    for found in (only(desk(newsroom)), only(readers(newsroom))):
        assert faults(found) == []
        assert "selector" not in found["target"]


def test_what_is_not_there_is_refused(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    with newsroom.read() as session:
        for missing in (0, 999, 2**31):
            with pytest.raises(NoSuchArticle):
                annotations.of_desk(session, missing, HERE)
            with pytest.raises(NoSuchClaim):
                annotations.of_claim(session, missing, HERE)
            with pytest.raises(NoSuchClaim):
                annotations.of_verdict(session, missing, HERE)
        with pytest.raises(NoSuchArticle):
            annotations.of_article(session, 1, HERE)


# ── What readers may have ────────────────────────────────────────────────────────────────────────


def test_readers_get_published_claims_alone_with_their_verdict(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    factories.claim(newsroom, State.APPROVED, article_id=1, words="Ferries carried 12,000 people")
    found = whole(readers(newsroom))
    assert faults(found) == []
    (one,) = found["first"]["items"]
    slug = "the-harbour-made-a-loss-of-4-million-crowns-last-year"
    assert one["id"] == f"{BASE}/verdicts/1-{slug}/annotation.json"
    assert [(body["purpose"], body.get("value", body.get("source"))) for body in one["body"]] == [
        ("describing", factories.CLAIM.statement),
        ("classifying", "Supported"),
        ("assessing", "The accounts say so."),
        ("linking", f"{BASE}/verdicts/1-{slug}"),
    ]
    assert one["creator"] == {"type": "Organization", "name": "Fact-check desk"}
    assert "desk/claims" not in json.dumps(found)
    assert "cached" not in one["target"]["state"]


def test_a_retracted_verdict_assesses_nothing_any_more(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    found = only(readers(newsroom))
    assert faults(found) == []
    assert (found["motivation"], len(found["body"])) == ("describing", 1)


def test_words_added_while_a_correction_is_written_reach_no_reader(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, claim_id, ChangeKind.CORRECTION, "A figure was wrong.")
    start = factories.TEXT.index("Ferries")
    with newsroom.work(newsroom.carla) as work:
        seen = load(work.session, claim_id).claim.version
        span = span_at(factories.TEXT, start, start + 30)
        claims.edit(work, claim_id, seen, factories.CLAIM, add_spans=[span])
    assert len(desk(newsroom).claims[0].spans) == 2
    assert [span.exact for span in readers(newsroom).claims[0].spans] == [factories.WORDS]


@pytest.mark.parametrize(
    "words", ["lost 4 million crowns last year", "Gunvor Askeland lost 4 million"]
)
def test_a_hidden_name_stands_in_no_words_context_or_link(newsroom: Newsroom, words: str) -> None:
    article_id = factories.article(newsroom, text=NAMED)
    hidden = replace(
        factories.CLAIM,
        statement="Gunvor Askeland lost 4 million crowns.",
        names_private_person=True,
        hidden_names=(("Gunvor Askeland", "a clerk"),),
    )
    claim_id = factories.claim(
        newsroom, State.APPROVED, given=hidden, article_id=article_id, words=words
    )
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    found = only(readers(newsroom))
    assert faults(found) == []
    for part in ("Gunvor", "Askeland", "skeland", "unvor"):
        assert part not in json.dumps(found, ensure_ascii=False)
    assert found["body"][0]["value"] == "a clerk lost 4 million crowns."
    position = found["target"]["selector"][0]
    assert NAMED[position["start"] : position["end"]] == words


def test_a_name_another_draft_hides_stands_in_no_context_either(newsroom: Newsroom) -> None:
    article_id = factories.article(newsroom, text=NAMED)
    factories.claim(
        newsroom, State.PUBLISHED, article_id=article_id, words="lost 4 million crowns last year"
    )
    assert "Askeland" in json.dumps(only(readers(newsroom)))
    hidden = replace(factories.CLAIM, hidden_names=(("Gunvor Askeland", "a clerk"),))
    factories.claim(newsroom, State.OPEN, given=hidden, article_id=article_id, words="Nobody")
    found = only(readers(newsroom))
    assert "skeland" not in json.dumps(found)
    assert found["target"]["selector"][1]["exact"] == "lost 4 million crowns last year"


# ── In a further article ─────────────────────────────────────────────────────────────────────────


def test_a_claim_stands_among_the_annotations_of_each_article_it_was_found_in(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    there = occurring.other_article(newsroom)
    with newsroom.read() as session, pytest.raises(NoSuchArticle):
        annotations.of_article(session, there, HERE)
    occurring.link(newsroom, claim_id, there)
    occurring.confirm(newsroom, claim_id, there)
    for found in (whole(desk(newsroom, there)), whole(readers(newsroom, there))):
        assert faults(found) == []
        (one,) = found["first"]["items"]
        assert one["target"]["source"] == "https://rival.example/harbour"
        assert one["target"]["selector"][1]["exact"] == occurring.WORDS
    assert readers(newsroom, there).label == "A rival writes"
    assert [span.exact for span in readers(newsroom).claims[0].spans] == [factories.WORDS]
