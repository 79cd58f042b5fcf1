"""The quote of a piece of evidence, marked in a kept copy: exactly there, one change like any other, found again."""

import hashlib
import io
from dataclasses import replace

import pytest

from factcheck.domain.inputs import BadInput
from factcheck.domain.kept_text import locator_of, quote_of
from factcheck.domain.terms import State
from factcheck.models import QuoteAnchor
from factcheck.services import evidence, quote_anchors, snapshots
from tests import factories
from tests.cast import Newsroom
from tests.office_files import pdf, set_in_lines
from tests.sites import Site, open_site

VIEW = "/desk/claims/1/evidence/1/snapshots/2/view"
QUOTE = "/desk/claims/1/evidence/1/snapshots/2/quote"
ANCHOR = f"{QUOTE}.json"
REPORT = pdf(
    [
        set_in_lines(["The annual report."]),
        set_in_lines(["The harbour lost 4 million.", "", "Nobody was hurt in August."]),
    ]
)
TEXT = "The annual report.\fThe harbour lost 4 million.\n\nNobody was hurt in August."
LOST = TEXT.index("The harbour"), TEXT.index("\n\nNobody")


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    site = open_site(sqlite_newsroom)
    files = {"files": (io.BytesIO(REPORT), "report.pdf")}
    site.done("/desk/claims/1/evidence/1/upload", "carla", **files)
    return site


def row(site: Site) -> tuple[str, str, int]:
    with site.newsroom.read() as session:
        found = evidence.row(session, 1, 1)
        return found.quote, found.locator, found.version


def anchors(site: Site) -> list[QuoteAnchor]:
    with site.newsroom.read() as session:
        return list(session.query(QuoteAnchor).order_by(QuoteAnchor.id))


def place(site: Site, start: int = LOST[0], end: int = LOST[1]) -> dict[str, int]:
    return {"start": start, "end": end, "seen_version": row(site)[2]}


def refused(site: Site, status: int, by: str = "carla", **data: object) -> str:
    before = site.counts(), row(site), len(anchors(site))
    text = site.send(QUOTE, status, by, **data).text
    assert (site.counts(), row(site), len(anchors(site))) == before
    return text


def test_a_place_is_told_as_one_writes_it():
    assert locator_of(TEXT, *LOST) == "page 2, paragraph 2"
    assert locator_of(TEXT, 0, len(TEXT)) == "pages 1–2, paragraphs 1–3"
    assert locator_of("One\n\nTwo", 5, 8) == "paragraph 2"
    assert quote_of("One\fTwo") == "One\nTwo"
    with pytest.raises(BadInput, match=r"at most 5,000"):
        quote_of("word " * 2_000)


SUBTITLES = """WEBVTT

14:02.500 --> 14:05.000
The harbour lost money.

01:14:05,000 --> 01:14:09,250
Four million crowns.
"""
TRANSCRIPT = """Council, 12 March

[00:02:10] Mayor: The harbour
lost money.
(1:03:00) Clerk: Four million.
"""


@pytest.mark.parametrize(
    ("text", "words", "locator"),
    [
        (SUBTITLES, "harbour lost", "00:14:02–00:14:05, paragraph 3"),
        (SUBTITLES, "Four million", "01:14:05–01:14:09, paragraph 5"),
        (
            SUBTITLES,
            "money.\n\n01:14:05,000 --> 01:14:09,250\nFour",
            "00:14:02–01:14:09, paragraphs 3–5",
        ),
        (TRANSCRIPT, "lost money", "00:02:10, paragraph 3"),
        (TRANSCRIPT, "Four million", "01:03:00, paragraph 4"),
        (TRANSCRIPT, "Council", "paragraph 1"),
        ("At 14:02 the ferry left. 10:00 --> 11:00", "ferry", "paragraph 1"),
    ],
)
def test_words_of_a_recording_are_found_by_their_time(text: str, words: str, locator: str) -> None:
    start = text.index(words)
    assert locator_of(text, start, start + len(words)) == locator


def test_marked_words_become_the_quote_with_their_place(site: Site) -> None:
    there = site.done(QUOTE, "carla", **place(site))
    assert there == "/desk/claims/1?saved=1#evidence-1"
    assert row(site)[:2] == ("The harbour lost 4 million.", "page 2, paragraph 2")
    (anchor,) = anchors(site)
    assert (anchor.start_char, anchor.end_char) == LOST
    assert anchor.exact == TEXT[slice(*LOST)]
    assert anchor.prefix == "The annual report.\f"
    assert anchor.suffix == "\n\nNobody was hurt in August."[:32]
    assert anchor.made_by_id == site.newsroom.carla.id
    deeds = site.newsroom.history(1)
    assert "evidence:changed evidence:1" in deeds
    assert "quote:marked evidence:1" in deeds


def test_the_row_leads_to_the_marked_words_in_the_copy(site: Site) -> None:
    assert "In the kept copy" not in site.page("/desk/claims/1").text
    site.done(QUOTE, "carla", **place(site))
    links = site.page("/desk/claims/1", "rosa").id("evidence-1").links()
    address = f"{VIEW}?at={LOST[0]}#marked"
    assert address in links.values()
    assert site.page(address, "rosa").id("marked").text == "The harbour lost 4 million."


def test_the_place_of_the_quote_leaves_as_a_web_annotation(site: Site) -> None:
    assert ANCHOR not in site.page(VIEW, "rosa").links().values()
    site.page(ANCHOR, "rosa", 404)
    site.done(QUOTE, "carla", **place(site))
    assert ANCHOR in site.page(VIEW, "rosa").links().values()
    answer = site.visitor("rosa").get(ANCHOR)
    assert answer.content_type.startswith("application/ld+json")
    told = answer.get_json()
    assert told["id"].endswith(ANCHOR)
    target = told["target"]
    position, quote, _ = target["selector"]
    assert position == {"type": "TextPositionSelector", "start": LOST[0], "end": LOST[1]}
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "The harbour lost 4 million.",
        "prefix": "The annual report.\f",
        "suffix": TEXT[LOST[1] :][:32],
    }
    assert target["source"] == factories.LINK.url
    assert target["state"]["cached"].endswith(VIEW)
    assert target["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_quote_that_was_typed_over_is_not_called_marked(site: Site) -> None:
    site.done(QUOTE, "carla", **place(site))
    with site.newsroom.work(site.newsroom.carla) as work:
        found = evidence.row(work.session, 1, 1)
        given = replace(evidence.stored(found), quote="The harbour lost.")
        evidence.change(work, 1, 1, found.version, given)
    assert "In the kept copy" not in site.page("/desk/claims/1").text
    assert not site.page(VIEW).has(id="marked")


def test_words_are_chosen_by_their_place_or_by_themselves(site: Site) -> None:
    by_place = site.page(f"{VIEW}?start={LOST[0]}&end={LOST[1]}")
    by_words = site.page(f"{VIEW}?quote=The+harbour+lost+4+million.&paragraph=&occurrence=")
    there = site.page(f"{VIEW}?quote=harbour&paragraph=2&occurrence=1")
    for page in (by_place, by_words):
        assert page.value("start") == str(LOST[0])
        assert page.value("end") == str(LOST[1])
        assert page.id("words-title").text == "The words chosen, page 2, paragraph 2"
        assert "Use as the quote" in page.text
    assert there.value("start") == str(LOST[0] + 4)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("quote=The+ferry&paragraph=&occurrence=", "The quote is not in the kept copy."),
        ("quote=The&paragraph=3&occurrence=", "The quote is not in paragraph 3."),
        ("quote=The&paragraph=9&occurrence=", "Choose one of the paragraphs 1 to 3."),
        ("start=5&end=5", "These words are not in the kept copy."),
        ("start=5&end=5000", "These words are not in the kept copy."),
    ],
)
def test_words_that_are_not_there_are_refused(site: Site, query: str, sentence: str) -> None:
    assert sentence in site.page(f"{VIEW}?{query}", "carla", 422).text


def test_a_place_outside_the_copy_marks_nothing(site: Site) -> None:
    said = "These words are not in the kept copy."
    assert said in refused(site, 422, **place(site, 10, 5_000))
    assert said in refused(site, 422, **place(site, 7, 7))
    assert said in refused(site, 400, **{**place(site), "start": "1e3"})


def test_a_text_that_is_not_that_of_the_copy_marks_nothing(site: Site) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        copy = snapshots.one(work.session, 1, 1, 2)
        with pytest.raises(BadInput, match=r"^These words are not in the kept copy\.$"):
            quote_anchors.mark(work, copy, TEXT + "!", *LOST, 1)
    assert anchors(site) == []


def test_a_mark_on_evidence_that_changed_meanwhile_shows_both(site: Site) -> None:
    seen = place(site)
    site.done(QUOTE, "edith", **place(site, 0, 18))
    assert "The annual report." in refused(site, 409, **seen)


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_only_who_may_change_evidence_marks_its_quote(site: Site, name: str) -> None:
    page = site.page(f"{VIEW}?start={LOST[0]}&end={LOST[1]}", name)
    assert "Use as the quote" not in page.text
    refused(site, 403, name, **place(site))


def test_marking_a_quote_under_review_voids_what_was_handed_in(site: Site) -> None:
    newsroom = site.newsroom
    factories.log_two(newsroom, 1, newsroom.carla)
    factories.submit(newsroom, 1, newsroom.carla)
    assert site.state(1) is State.IN_REVIEW
    before = site.ticket(1).verdict
    site.done(QUOTE, "carla", **place(site))
    after = site.ticket(1).verdict
    assert before is not None
    assert after is not None
    assert after.number > before.number
