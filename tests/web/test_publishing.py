"""Publishing and what comes after: a last look before each step readers will see, and never a silent one."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import update

from factcheck.adapters.markup import read_markup
from factcheck.domain.claimreview import publisher_of, verdict_address
from factcheck.domain.terms import ArticleKind, ChangeKind, State
from factcheck.models import Article, Publication, PublicationVersion
from factcheck.services import markup_gate, publication, standing
from tests import factories, road
from tests.cast import Newsroom
from tests.pages import read
from tests.sites import Site, open_site
from tests.statements import counted
from tests.web.test_move_budgets import WITH_A_PAGE

NOTE = "The first version gave the loss of the year before."


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def path(claim_id: int, more: str) -> str:
    return f"/desk/claims/{claim_id}/{more}"


# ── The preview ──────────────────────────────────────────────────────────────────────────────────


def test_the_preview_is_the_readers_page_with_nothing_for_machines(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    answer = site.visitor("rosa").get(path(claim_id, "preview"))
    assert answer.headers["Cache-Control"] == "no-store"
    page = site.page(path(claim_id, "preview"), "rosa")
    robots = [one.attributes["content"] for one in page.all("meta", name="robots")]
    assert robots == ["noindex"]
    assert "application/ld+json" not in answer.text
    assert page.all("link", rel="canonical") == []
    assert "Preview, not published." in page.all(class_="notice")[0].text
    assert page.all("h1")[0].text == factories.CLAIM.statement
    assert page.all(class_="answer")[0].text == "The accounts say so."


def test_readers_are_led_to_the_words_where_they_were_published(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    page = site.page(path(claim_id, "preview"), "rosa")
    words = factories.WORDS.replace(" ", "%20")
    assert page.links()["Read it there"] == f"https://news.example/harbour#:~:text={words}"


def test_the_preview_of_a_draft_shows_what_stands_there_now(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    page = site.page(path(claim_id, "preview"), status=409)
    assert "Nobody has written a verdict on this claim yet." in page.text
    factories.write(site.newsroom, claim_id, site.newsroom.carla, reason="A first try.")
    factories.log(site.newsroom, claim_id, site.newsroom.carla)
    page = site.page(path(claim_id, "preview"))
    assert page.all(class_="answer")[0].text == "A first try."
    assert len(page.all("li", class_="source")) == 1


def test_a_finding_about_our_own_draft_has_no_page_for_readers(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED, kind=ArticleKind.OWN_DRAFT)
    for more in ("preview", "publish"):
        page = site.page(path(claim_id, more), "edith", status=409)
        assert "has no page for readers" in page.text


def test_the_preview_names_nobody_who_is_protected(site: Site) -> None:
    given = replace(
        factories.CLAIM,
        statement="Jo Low kept the books.",
        names_private_person=True,
        hidden_names=(("Jo Low", "a clerk"),),
    )
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW, given=given)
    page = site.page(path(claim_id, "preview"), "rosa")
    assert "Jo Low" not in page.text
    assert page.all("h1")[0].text == "a clerk kept the books."


# ── The last look ────────────────────────────────────────────────────────────────────────────────


def test_publishing_is_confirmed_on_the_page_as_readers_get_it(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    page = site.page(path(claim_id, "publish"), "edith")
    assert "Nothing stands in the way" in page.text
    assert page.all(class_="preview")[0].all("q")[0].text == factories.CLAIM.statement
    seen = page.value("seen_hash")
    assert seen == factories.content_hash(site.newsroom, claim_id)
    with counted(site.newsroom.database) as statements:
        there = site.done(path(claim_id, "publish"), "edith", seen_hash=seen)
    assert len(statements) <= WITH_A_PAGE, statements
    assert there == f"/desk/claims/{claim_id}"
    verdict = "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
    page = site.page(there, "edith")
    assert page.all(class_="flash")[0].text == "Published. Readers see it now."
    assert [a.attributes["href"] for a in page.all("a") if "as readers get it" in a.text] == [
        verdict
    ]
    assert "Published. Readers see it now." not in site.page("/desk", "edith").text, "said once"
    assert site.visitor("edith").get(verdict).status_code == 200


def test_what_stands_in_the_way_is_said_instead_of_a_button(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    factories.hold(site.newsroom, claim_id)
    page = site.page(path(claim_id, "publish"), "edith")
    told = "Not now: A legal hold is on; only a legal reviewer can release it."
    assert page.id("why-not-publish-below").text == told
    assert page.named("seen_hash") == []
    site.send(path(claim_id, "publish"), 422, "edith", seen_hash="0" * 64)
    assert site.newsroom.count(Publication) == 0


@pytest.mark.parametrize("sent", ["", "0" * 64, "\x00", "x" * 10_000])
def test_only_the_content_that_was_read_is_published(site: Site, sent: str) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    before = site.counts()
    page = site.send(path(claim_id, "publish"), 409, "edith", seen_hash=sent)
    assert "The verdict changed since you read it; read it again." in page.text
    assert page.value("seen_hash") == factories.content_hash(site.newsroom, claim_id)
    assert site.counts() == before


def test_machines_say_beforehand_what_they_will_say(site: Site) -> None:
    statement = "The harbour lost four million crowns in the last year, and that is supported"
    given = replace(factories.CLAIM, statement=statement, said_on="", said_where="")
    claim_id = factories.claim(site.newsroom, State.APPROVED, given=given)
    page = site.page(path(claim_id, "publish"), "edith")
    told = [one.text for one in page.all("section") if "What machines will say" in one.text][-1]
    assert "The claim starts or ends with a rating; it should be the claim alone." in told
    assert f"The claim has {len(statement)} characters" in told
    assert "Say when the claim was made." in told


def test_nothing_before_the_approvals_are_given(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    page = site.page(path(claim_id, "publish"), "edith")
    assert page.id("why-not-publish-below").text == "Not now: One more approval is needed."
    sent = {"seen_hash": factories.content_hash(site.newsroom, claim_id)}
    site.send(path(claim_id, "publish"), 409, "edith", **sent)
    for somebody in ("carla", "rosa", "lara", "ada"):
        site.send(path(claim_id, "publish"), 403, somebody, **sent)


# ── A change ─────────────────────────────────────────────────────────────────────────────────────


def test_each_kind_says_what_readers_will_see_and_there_are_exactly_three(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    page = site.page(path(claim_id, "change"), "edith")
    radios = page.named("kind")
    kinds = ["correction", "clarification", "update"]
    assert [radio.attributes["value"] for radio in radios] == kinds
    for radio, kind in zip(radios, kinds, strict=True):
        assert f"“{kind.capitalize()}”" in page.id(radio.attributes["aria-describedby"]).text


def test_the_notice_is_shown_before_anything_is_begun(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    before = site.counts()
    sent = {"kind": "correction", "note": NOTE}
    page = site.send(path(claim_id, "change"), 200, "edith", **sent, then="preview")
    notice = page.id("notice").text
    assert "Correction" in notice
    assert f"{NOTE} Read version 1" in notice
    assert (page.value("kind"), page.value("note")) == ("correction", NOTE)
    assert site.counts() == before
    there = site.done(path(claim_id, "change"), "edith", **sent, then="begin")
    assert there == path(claim_id, "verdict")
    assert site.state(claim_id) is State.CHECKING
    assert "Readers keep the published verdict meanwhile." in site.page(there, "edith").text


def test_a_name_in_the_note_is_hidden_in_the_notice_as_well(site: Site) -> None:
    given = replace(factories.CLAIM, hidden_names=(("Jo Low", "a clerk"),))
    claim_id = factories.claim(site.newsroom, State.PUBLISHED, given=given)
    sent = {"kind": "update", "note": "Jo Low has left the office."}
    page = site.send(path(claim_id, "change"), 200, "edith", **sent)
    assert "a clerk has left the office." in page.id("notice").text


# C2: a factual mistake is called a correction, whatever it would rather be called.
@pytest.mark.parametrize(
    "kind", ["", "fix", "recast", "change", "refinement", "first", "retraction", "Correction", "x" * 5_000]
)  # fmt: skip
def test_no_softer_word_names_a_change(site: Site, kind: str) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    page = site.send(path(claim_id, "change"), 422, "edith", kind=kind, note=NOTE, then="begin")
    assert page.error("kind") == "Choose a correction, a clarification or an update."
    assert page.value("note") == NOTE
    assert site.state(claim_id) is State.PUBLISHED


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "Write the note."),
        ("…!", "The note has no letters or digits."),
        ("x" * 4_001, "The note is 4,001 characters long; at most 4,000."),
        ("a\u202eb", "The note has an invisible direction character (U+202E) at position 2."),
    ],
)
def test_readers_get_a_note_that_says_something(site: Site, note: str, sentence: str) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    page = site.send(path(claim_id, "change"), 422, "edith", kind="update", note=note, then="begin")
    assert page.error("note") == sentence
    page = site.send(path(claim_id, "retract"), 422, "edith", reason=note, then="retract")
    assert page.error("reason") == sentence
    assert site.newsroom.count(PublicationVersion) == 1


def test_what_was_never_published_is_not_changed(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    site.page(path(claim_id, "change"), "edith", status=409)
    site.page(path(claim_id, "retract"), "edith", status=409)
    sent = {"kind": "correction", "note": NOTE, "then": "begin"}
    page = site.send(path(claim_id, "change"), 409, "edith", **sent)
    assert "correct is possible while it is “published”" in page.all(class_="mend")[0].text
    assert page.value("note") == NOTE
    site.send(path(claim_id, "change"), 409, "edith", **{**sent, "then": "preview"})
    site.send(path(claim_id, "retract"), 409, "edith", reason=NOTE, then="retract")
    site.send(path(claim_id, "change/drop"), 409, "edith")
    site.send(path(claim_id, "retract/confirm"), 409, "edith")


def test_a_change_is_dropped_and_readers_never_hear_of_it(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    road.begin_change(site.newsroom, claim_id, ChangeKind.UPDATE, site.newsroom.edith)
    site.done(path(claim_id, "change/drop"), "emil")
    assert site.state(claim_id) is State.PUBLISHED
    assert site.newsroom.count(PublicationVersion) == 1


def test_a_correction_is_published_from_a_page_that_shows_its_notice(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    road.begin_change(site.newsroom, claim_id, ChangeKind.CORRECTION, site.newsroom.edith)
    factories.write(site.newsroom, claim_id, site.newsroom.carla, "contradicted")
    site.done(path(claim_id, "verdict/submit"), "carla")
    factories.approve(site.newsroom, claim_id, site.newsroom.rosa)
    page = site.page(path(claim_id, "publish"), "emil")
    notice = page.all(class_="notice-words")[0].text
    assert "The rating was Supported and is now Contradicted." in notice
    assert road.NOTE in notice
    there = site.done(path(claim_id, "publish"), "emil", seen_hash=page.value("seen_hash"))
    links = site.page(there, "emil").all("a")
    verdict = next(a.attributes["href"] for a in links if "as readers get it" in a.text)
    assert "The rating was Supported and is now Contradicted." in site.page(verdict, "emil").text


# ── Retraction ───────────────────────────────────────────────────────────────────────────────────


def test_a_retraction_is_shown_first_then_done_then_confirmed_by_another(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    first = site.page(path(claim_id, "retract"), "edith")
    assert "The rating “Supported” is void at once." in first.text
    assert [b.attributes["value"] for b in first.named("then")] == ["preview", "preview"]
    page = site.send(path(claim_id, "retract"), 200, "edith", reason=NOTE)
    told = page.id("notice").text
    assert f"This verdict has been retracted. {NOTE}" in told
    assert "The rating Supported no longer stands." in told
    assert site.newsroom.count(PublicationVersion) == 1
    site.done(path(claim_id, "retract"), "edith", reason=NOTE, then="retract")
    own = site.page(path(claim_id, "retract"), "edith")
    assert (
        own.id("why-not-confirm").text == "Not now: You retracted it; another editor must confirm."
    )
    site.send(path(claim_id, "retract/confirm"), 403, "edith")
    assert "Confirm the retraction" in site.page(path(claim_id, "retract"), "emil").text
    site.done(path(claim_id, "retract/confirm"), "emil")
    site.page(path(claim_id, "retract"), "emil", status=409)


def test_after_a_retraction_only_a_correction_can_be_begun_and_the_page_says_why(
    site: Site,
) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    site.done(path(claim_id, "retract"), "edith", reason=NOTE, then="retract")
    page = site.page(path(claim_id, "change"), "edith")
    assert [radio.attributes["value"] for radio in page.named("kind")] == ["correction"]
    assert "Update: No published verdict stands here" in page.text
    sent = {"kind": "update", "note": NOTE, "then": "begin"}
    page = site.send(path(claim_id, "change"), 409, "edith", **sent)
    assert "No published verdict stands here" in page.all(class_="mend")[0].text
    site.send(path(claim_id, "change"), 409, "edith", **{**sent, "then": "preview"})
    site.done(path(claim_id, "change"), "edith", **{**sent, "kind": "correction"})


@pytest.mark.parametrize("more", ["preview", "publish", "change", "retract"])
@pytest.mark.parametrize("number", ["99", "0", str(2**31), "9" * 30])
def test_a_claim_that_is_not_there_has_no_such_pages(site: Site, more: str, number: str) -> None:
    site.page(f"/desk/claims/{number}/{more}", "edith", status=404)
    if more != "preview":
        sent = {"kind": "update", "note": NOTE, "reason": NOTE, "seen_hash": "x"}
        site.send(f"/desk/claims/{number}/{more}", 404, "edith", **sent)


def test_an_editor_says_on_the_page_that_a_risk_needs_no_flag(site: Site) -> None:
    given = replace(factories.CLAIM, statement="Pia Lund said the harbour lost 4 million crowns.")
    claim_id = factories.claim(site.newsroom, State.APPROVED, given=given)
    page = site.page(path(claim_id, "publish"), "edith")
    assert "The text names a person, and nobody flagged it." in page.text
    form = {"seen_hash": factories.content_hash(site.newsroom, claim_id)}
    refused = site.send(path(claim_id, "publish"), 422, "edith", **form)
    assert "The words show a risk that nobody flagged: names a person." in refused.text
    assert site.newsroom.count(Publication) == 0
    site.done(path(claim_id, "publish"), "edith", looked_at="names_private_person", **form)
    assert site.newsroom.count(Publication) == 1


# ── The gate for machines ────────────────────────────────────────────────────────────────────────


def made_on_our_own_site(site: Site) -> int:
    """An approved claim that was made, as far as anybody says, on the desk's own site."""
    home = site.newsroom.database.settings.base_url
    given = replace(factories.CLAIM, said_where="", appearance_url=f"{home}/articles/9")
    claim_id = factories.claim(site.newsroom, State.APPROVED, given=given)
    with site.newsroom.work(site.newsroom.edith) as work:
        work.session.execute(update(Article).values(url=f"{home}/articles/9"))
    return claim_id


def test_a_page_that_machines_would_refuse_is_not_published(site: Site) -> None:
    claim_id = made_on_our_own_site(site)
    page = site.page(path(claim_id, "publish"), "edith")
    assert "machines that read the page would refuse it" in page.id("why-not-publish-below").text
    assert page.named("seen_hash") == []
    before = site.counts()
    seen = factories.content_hash(site.newsroom, claim_id)
    page = site.send(path(claim_id, "publish"), 422, "edith", seen_hash=seen)
    told = "a claim that is checked was made elsewhere."
    assert "Machines that read the page would refuse its ClaimReview." in page.text
    part = [one for one in page.all("section") if "What has to be mended first" in one.text][-1]
    assert told in part.text
    assert [one.attributes["href"] for one in part.all("a")] == [path(claim_id, "edit")]
    assert site.counts() == before
    assert site.newsroom.count(Publication) == site.newsroom.count(PublicationVersion) == 0
    assert site.state(claim_id) is State.APPROVED


def test_a_number_below_the_least_that_machines_take_is_an_error_of_the_verdict(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    with site.newsroom.read() as session:
        ticket = standing.load(session, claim_id)
        shown = publication.preview_of(ticket)
    low = replace(shown, rating=replace(shown.rating, worst=0, value=0, best=4))
    found = [one for one in markup_gate.judged(ticket, low) if one.level == "error"]
    assert "worst-low" in [one.code for one in found]
    with pytest.raises(markup_gate.MarkupFaulty) as refused:
        markup_gate.require_sound(ticket, low, "")
    assert refused.value.found == tuple(found)
    assert refused.value.http_status == 422
    assert "worstRating is at least 1." in refused.value.sentence


def test_the_address_that_leaves_is_the_address_of_the_page(site: Site) -> None:
    factories.claim(site.newsroom, State.PUBLISHED)
    home = site.newsroom.database.settings.base_url
    slug = "the-harbour-made-a-loss-of-4-million-crowns-last-year"
    answer = site.visitor("edith").get(f"/verdicts/1-{slug}")
    canonical = read(answer.text).all("link", rel="canonical")[0].attributes["href"]
    assert verdict_address(home, 1, slug) == canonical
    script = json.loads(read_markup(answer.data).blocks[0])
    assert script["url"] == canonical
    assert script["publisher"]["url"] == publisher_of("", home).url
    assert script["publisher"]["correctionsPolicy"] == publisher_of("", home).corrections_url
