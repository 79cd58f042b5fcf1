"""The desk's intake: the list, one message with what can be done with it, and each decision with its refusals."""

import pytest

from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.terms import State
from factcheck.domain.tips import TipState
from factcheck.models import Tip
from tests import factories, tipping
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.visitors import stranger

OPENING = {
    "title": "A leaflet",
    "place": "https://leaflet.example/harbour",
    "language": "en",
    "text": "The harbour has never made a loss.",
    "statement": "The harbour never made a loss.",
    "kind": "statistic",
}


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def message(site: Site, **changed: object) -> str:
    """A message of a reader; where its page is."""
    number, _ = tipping.send(site.newsroom, **changed)
    return f"/desk/intake/{number}"


def states(site: Site) -> list[TipState]:
    with site.newsroom.read() as session:
        return [tip.state for tip in session.query(Tip).order_by(Tip.id)]


def test_everybody_on_the_desk_finds_what_waits_and_how_much_it_is(site: Site) -> None:
    message(site, words="First of all.")
    message(site, words="Second of all.")
    for name in ("carla", "rosa", "lara", "ada"):
        page = site.page("/desk/intake", name)
        assert page.links()["Intake"] == "/desk/intake"
        rows = [row.all("a")[0].text for row in page.all("tbody")[0].all("tr")]
        assert rows == ["First of all.", "Second of all."]
        assert "Received 2" in page.text
        assert "Spam 0" in page.text
    assert stranger(site.app).get("/desk/intake").status_code == 302
    assert stranger(site.app).get("/desk/intake/1").status_code == 404


def test_the_list_goes_on_behind_the_last_row_of_a_page(site: Site) -> None:
    for number in range(PAGE_ROWS + 1):
        message(site, words=f"Message number {number + 1}.")
    first = site.page("/desk/intake")
    second = site.page(first.links()["Newer"])
    assert len(first.all("tbody")[0].all("tr")) == PAGE_ROWS
    assert [row.all("a")[0].text for row in second.all("tbody")[0].all("tr")] == [
        f"Message number {PAGE_ROWS + 1}."
    ]
    assert second.links()["To the start"] == "/desk/intake"


def test_an_empty_list_says_what_would_be_here(site: Site) -> None:
    assert "Nothing waits." in site.page("/desk/intake").text
    assert "Nothing is like this now." in site.page("/desk/intake?state=spam").text
    assert "Nothing waits." in site.page("/desk/intake?state=nonsense").text
    site.page("/desk/intake?after=x", status=400)


def test_the_page_shows_all_that_was_sent_but_for_the_address_of_the_sender(site: Site) -> None:
    page = site.page(message(site, words="One line.\nAnother <b>line</b>."))
    assert "Another <b>line</b>." in page.text
    assert "A leaflet" in page.text
    assert "The town votes on it." in page.text
    assert "Left a mail address; it is deleted" in page.text
    assert "reader@post.example" not in page.text
    (link,) = [one for one in page.all("a") if one.attributes["href"].startswith("https:")]
    assert link.attributes["rel"] == "noopener noreferrer nofollow"


def test_a_report_leads_to_the_verdict_and_offers_its_claim_for_the_correction(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    about = tipping.publication_of(site.newsroom, claim_id)
    path = message(site, given=tipping.REPORT, publication_id=about)
    page = site.page(path)
    assert "version 1" in page.text
    assert page.links()[factories.CLAIM.statement].startswith(f"/verdicts/{about}-")
    assert page.value("published_claim") == str(claim_id)
    site.done(f"{path}/take-up", published_claim=page.value("published_claim"))
    assert states(site) == [TipState.CORRECTION]
    assert f"claim {claim_id}" in site.page("/desk/intake?state=correction").text
    assert "Correction asked for of" in site.page(path).text


def test_of_a_report_the_correction_comes_first_and_its_words_are_no_claim(site: Site) -> None:
    report = site.page(message(site, given=tipping.REPORT))
    claim = site.page(message(site))
    first = [page.all("h2")[0].text for page in (report, claim)]
    assert first == ["Take it up as a correction", "Put it into a claim"]
    assert (report.value("text"), report.value("statement")) == ("", "")
    assert claim.value("text") == tipping.CLAIM.words


def test_a_message_is_merged_and_the_desk_goes_on_with_what_waits(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    path = message(site)
    assert site.done(f"{path}/merge", claim_number=str(claim_id)) == "/desk/intake"
    assert f"It is in claim {claim_id}." in site.page("/desk/intake").text
    page = site.page(path)
    assert "Decided" in page.text
    assert "by Carla" in page.text
    assert [one.text for one in page.all("h2")] == ["Decide anew"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write"),
        ("seven", "whole number"),
        ("99", "There is no claim with this number."),
    ],
)
def test_a_number_that_names_no_claim_stands_beside_its_field(
    site: Site, typed: str, sentence: str
) -> None:
    path = message(site)
    before = site.counts()
    page = site.send(f"{path}/merge", 422, claim_number=typed)
    assert sentence in page.error("claim_number")
    assert page.value("claim_number") == typed
    assert (states(site), site.counts()) == ([TipState.RECEIVED], before)


def test_declining_without_a_reason_says_so_beside_the_field(site: Site) -> None:
    path = message(site)
    before = site.counts()
    page = site.send(f"{path}/decline", 422, reason=" ")
    assert page.error("reason") == "Write the reason."
    assert (states(site), site.counts()) == ([TipState.RECEIVED], before)
    site.done(f"{path}/decline", reason="It is a matter of taste.")
    assert "It is a matter of taste." in site.page(path).text


def test_a_claim_is_opened_from_a_message_with_what_it_says_filled_in(site: Site) -> None:
    path = message(site)
    page = site.page(path)
    assert {name: page.value(name) for name in ("title", "place", "text", "statement")} == {
        "title": "A leaflet",
        "place": "https://leaflet.example/harbour",
        "text": tipping.CLAIM.words,
        "statement": tipping.CLAIM.words,
    }
    assert site.done(f"{path}/open", **OPENING) == "/desk/claims/1"
    assert states(site) == [TipState.MERGED]
    assert site.state(1) is State.OPEN
    assert "put what a reader sent into the claim" in site.page("/desk/claims/1").text


def test_an_opening_that_cannot_be_carried_out_loses_nothing_and_opens_nothing(site: Site) -> None:
    factories.article(site.newsroom, text=OPENING["text"])
    path = message(site)
    before = site.counts()
    missing = site.send(f"{path}/open", 422, **{**OPENING, "title": "", "kind": ""})
    assert missing.error("title")
    assert missing.value("statement") == OPENING["statement"]
    assert "open" in missing.all("details")[0].attributes
    known = site.send(f"{path}/open", 422, **OPENING)
    assert "These words are here already as article 1" in known.error("text")
    assert (states(site), site.counts()) == ([TipState.RECEIVED], before)


def test_what_a_colleague_decided_meanwhile_is_not_decided_again(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    path = message(site)
    site.done(f"{path}/spam", "edith")
    before = site.counts()
    page = site.send(f"{path}/merge", 409, claim_number=str(claim_id))
    assert "This is “spam” by now" in page.text
    assert "This is “spam” by now" in site.send(f"{path}/open", 409, **OPENING).text
    assert (states(site), site.counts()) == ([TipState.SPAM], before)


def test_what_was_marked_as_spam_is_put_back(site: Site) -> None:
    path = message(site)
    site.done(f"{path}/spam")
    assert site.done(f"{path}/put-back") == path
    page = site.page(path)
    assert "It is back among what was received." in page.text
    assert "No mail address is kept." in page.text
    assert states(site) == [TipState.RECEIVED]


def test_whoever_may_not_decide_sees_the_message_and_no_form(site: Site) -> None:
    path = message(site)
    for name in ("rosa", "lara", "ada"):
        page = site.page(path, name)
        assert tipping.CLAIM.words in page.text
        assert page.named("claim_number") == page.named("reason") == []
