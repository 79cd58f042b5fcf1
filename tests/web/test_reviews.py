"""The review page: what is read, what is decided, and why somebody may not."""

from dataclasses import replace

import pytest

from factcheck.domain.terms import ArticleKind, Capacity, ChangeKind, ReviewState, State
from factcheck.models.claims import WaiverKind
from factcheck.services import reviews, scales, verdicts
from tests import factories, road
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.statements import counted

RISKY = replace(factories.CLAIM, alleges_crime=True)
LONG = "x" * 4_001


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


@pytest.fixture
def claim_id(site: Site) -> int:
    """A claim in review: Carla wrote the verdict, nobody was asked."""
    return factories.claim(site.newsroom, State.IN_REVIEW)


def path(claim_id: int, more: str = "") -> str:
    return f"/desk/claims/{claim_id}/review{more}"


def seen(site: Site, claim_id: int) -> str:
    return factories.content_hash(site.newsroom, claim_id)


# ── What is read ─────────────────────────────────────────────────────────────────────────────────


def test_claim_verdict_definition_evidence_and_the_readers_page_stand_on_one_page(
    site: Site, claim_id: int
) -> None:
    page = site.page(path(claim_id), "rosa")
    assert page.all(class_="statement")[0].text == factories.CLAIM.statement
    assert page.all("blockquote", class_="words")[0].text == factories.WORDS
    verdict = page.id("verdict").text
    assert "Supported means: The sources we found agree" in verdict
    assert "The accounts say so." in verdict
    sides = page.all("section", class_="stances__side")
    assert [side.all("h3")[0].text for side in sides] == ["Supports 2", "Refutes 0", "Context 0"]
    preview = page.id("preview")
    assert preview.all("q")[0].text == factories.CLAIM.statement
    assert preview.id("source-2").text.startswith("2. Supports the claim Audit report")
    assert "Not published." in preview.text


def test_the_page_costs_eight_statements_at_most(site: Site, claim_id: int) -> None:
    factories.ask(site.newsroom, claim_id, site.newsroom.edith)
    site.page(path(claim_id), "rosa")
    with counted(site.newsroom.database) as statements:
        site.page(path(claim_id), "rosa")
    assert len(statements) <= 8, statements


def test_of_a_correction_the_page_costs_eight_statements_as_well(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED, given=factories.CLAIM)
    road.begin_change(site.newsroom, claim_id, ChangeKind.CORRECTION, site.newsroom.edith)
    factories.submit(site.newsroom, claim_id, site.newsroom.carla)
    page = site.page(path(claim_id), "rosa")
    assert f"Note to readers: {road.NOTE}" in page.id("verdict").text
    assert "“Supported”" in page.id("verdict").text
    with counted(site.newsroom.database) as statements:
        site.page(path(claim_id), "rosa")
    assert len(statements) <= 8, statements


def test_internal_evidence_is_read_by_reviewers_and_kept_from_the_readers_page(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    secret = replace(
        factories.LINK, title="The ledger we saw", is_public=False, internal_reason="A source."
    )
    factories.log(site.newsroom, claim_id, site.newsroom.carla, secret)
    factories.submit(site.newsroom, claim_id, site.newsroom.carla)
    page = site.page(path(claim_id), "rosa")
    assert "The ledger we saw" in page.id("evidence").text
    assert "The ledger we saw" not in page.id("preview").text
    assert "One more source is known to the desk" in page.id("preview").text


def test_a_reviewer_who_comes_back_is_shown_what_changed_and_who_did_it(
    site: Site, claim_id: int
) -> None:
    factories.approve(site.newsroom, claim_id, site.newsroom.rosa)
    road.change_evidence(site.newsroom, claim_id, 1, site.newsroom.cyril, quote="Minus 4 million")
    changes = site.page(path(claim_id), "rosa").id("changes")
    assert changes.all("h2")[0].text == "What changed since you read version 1"
    assert "Version 2: Cyril changed evidence 1 (quote)." in changes.text
    assert changes.all("del")[0].text == "Result"
    others = site.page(path(claim_id), "edith").id("changes")
    assert others.all("h2")[0].text == "Why there is a version 2"
    assert "Cyril changed evidence 1 (quote)." in others.text


def test_whoever_had_only_begun_to_read_is_shown_the_change_as_well(
    site: Site, claim_id: int
) -> None:
    site.done(path(claim_id, "/start"), "rosa")
    factories.submit(site.newsroom, claim_id, site.newsroom.cyril)
    changes = site.page(path(claim_id), "rosa").id("changes")
    assert "Not a word" in changes.text


def test_nothing_is_said_of_changes_where_there_were_none(site: Site, claim_id: int) -> None:
    assert site.page(path(claim_id), "rosa").all(id="changes") == []


def test_a_finding_about_our_own_draft_has_its_explanation_and_no_readers_page(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW, kind=ArticleKind.OWN_DRAFT)
    page = site.page(path(claim_id), "rosa")
    assert page.all(id="preview") == []
    assert "The accounts [1] and the audit [2] agree." in page.id("verdict").text


@pytest.mark.parametrize("state", [State.SPOTTED, State.OPEN, State.CHECKING, State.PUBLISHED])
def test_the_page_opens_in_other_states_and_offers_no_decision(site: Site, state: State) -> None:
    claim_id = factories.claim(site.newsroom, state)
    for name in ("carla", "rosa", "edith", "lara", "max", "ada"):
        assert site.page(path(claim_id), name).all(id="decide") == []


# ── Who may not, and why ─────────────────────────────────────────────────────────────────────────


def test_whoever_may_not_approve_reads_why_in_the_text(site: Site, claim_id: int) -> None:
    factories.log(site.newsroom, claim_id, site.newsroom.edith)
    page = site.page(path(claim_id), "edith")
    told = "You may not approve this. Another person must approve: you logged evidence 3."
    assert told in page.text
    refused = page.id("why-not-approve")
    assert refused.text == "Another person must approve: you logged evidence 3."
    assert page.named("seen_hash") == []


def test_a_checker_reads_that_approving_is_not_her_part(site: Site, claim_id: int) -> None:
    page = site.page(path(claim_id), "cyril")
    assert "Only a reviewer or an editor may approve." in page.text
    assert page.all(id="decide") == []


def test_a_legal_reviewer_reads_why_she_may_not_clear_and_nothing_about_approving(
    site: Site, claim_id: int
) -> None:
    page = site.page(path(claim_id), "lara")
    told = "You may not clear this. This claim carries no risk flag; it needs no legal clearance."
    assert told in page.text
    assert "may not approve" not in page.text
    risky = factories.claim(site.newsroom, State.IN_REVIEW, given=RISKY, article_id=1)
    assert "You may not" not in site.page(path(risky), "lara").text


def test_votes_of_a_panel_stay_secret_until_they_decide(site: Site) -> None:
    road.set_policy(site.newsroom, panel_size=3, approvals_needed=2)
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    site.done(path(claim_id, "/send-back"), "rosa", reason="The audit is silent on that.", voted="")
    secret = site.page(path(claim_id), "edith")
    people = secret.all(class_="people")[0].text
    assert people == "Rosa Voted; open once all have"
    assert "The audit is silent on that." not in secret.text
    own = site.page(path(claim_id), "rosa").all(class_="people")[0].text
    assert own.startswith("Rosa Sent back")
    site.done(path(claim_id, "/send-back"), "edith", reason="Nor do I see it.", voted="")
    assert site.state(claim_id) is State.CHECKING
    assert "The audit is silent on that." in site.page(path(claim_id), "emil").text


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


def test_approving_exactly_what_was_read_costs_eight_statements_at_most(
    site: Site, claim_id: int
) -> None:
    page = site.page(path(claim_id), "rosa")
    sent = page.value("seen_hash")
    assert sent == seen(site, claim_id)
    with counted(site.newsroom.database) as statements:
        there = site.done(path(claim_id, "/approve"), "rosa", seen_hash=sent, note="Well done.")
    assert len(statements) <= 8, statements
    assert there == f"/desk/claims/{claim_id}"
    assert site.state(claim_id) is State.APPROVED
    assert "The verdict is approved." in site.page(there, "rosa").text


def test_a_verdict_that_changed_meanwhile_is_not_approved_and_the_note_is_kept(
    site: Site, claim_id: int
) -> None:
    sent = seen(site, claim_id)
    factories.log(site.newsroom, claim_id, site.newsroom.cyril)
    before = site.counts()
    page = site.send(
        path(claim_id, "/approve"), 409, "rosa", seen_hash=sent, note="It took me an hour."
    )
    assert "Cyril changed this verdict at" in page.all(class_="mend")[0].text
    assert page.value("note") == "It took me an hour."
    assert page.value("seen_hash") == seen(site, claim_id) != sent
    assert site.counts() == before


@pytest.mark.parametrize("sent", ["", "0" * 64, "x\x00y", "é" * 70, "'; DROP TABLE review; --"])
def test_a_hash_of_nothing_approves_nothing(site: Site, claim_id: int, sent: str) -> None:
    site.send(path(claim_id, "/approve"), 409, "rosa", seen_hash=sent)
    assert site.ticket(claim_id).reviews == []


def test_approving_twice_is_refused_on_the_page(site: Site) -> None:
    road.set_policy(site.newsroom, approvals_needed=2)
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    sent = {"seen_hash": seen(site, claim_id)}
    site.done(path(claim_id, "/approve"), "rosa", **sent)
    assert site.state(claim_id) is State.IN_REVIEW
    page = site.send(path(claim_id, "/approve"), 409, "rosa", **sent)
    assert "You approved already." in page.all(class_="mend")[0].text


def test_approving_ones_own_is_refused_on_the_page(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW, by=site.newsroom.max)
    page = site.send(path(claim_id, "/approve"), 403, "max", seen_hash=seen(site, claim_id))
    assert "Another person must approve" in page.text


def test_sending_back_goes_with_a_reason_and_costs_eight_statements_at_most(
    site: Site, claim_id: int
) -> None:
    site.page(path(claim_id), "rosa")
    other = str(factories.rating_id(site.ticket(claim_id), "contradicted"))
    with counted(site.newsroom.database) as statements:
        site.done(path(claim_id, "/send-back"), "rosa", reason="Look at the annex.", voted=other)
    assert len(statements) <= 8, statements
    found = site.ticket(claim_id)
    assert (found.claim.state, found.claim.state_reason) == (State.CHECKING, "Look at the annex.")
    assert found.reviews[0].voted_rating_id == int(other)
    assert "Look at the annex." in site.page(f"/desk/claims/{claim_id}").text


# form, field, what is sent, the sentence beside it
BAD = [
    ("send-back", "send_back-reason", {"reason": ""}, "Write the reason."),
    ("send-back", "send_back-reason", {"reason": " \u200b "}, "The reason has no letters or digits."),
    ("send-back", "send_back-reason", {"reason": LONG}, "The reason is 4,001 characters long; at most 4,000."),
    ("send-back", "send_back-voted", {"reason": "No", "voted": "99999"}, "Choose one of the ratings."),
    ("send-back", "send_back-voted", {"reason": "No", "voted": "x"}, "Choose one of the ratings."),
    ("approve", "approve-note", {"note": LONG}, "The note is 4,001 characters long; at most 4,000."),
    ("approve", "approve-note", {"note": "a\x00"}, "The note has a control character (U+0000) at position 2."),
    ("recuse", "recuse-reason", {"reason": ""}, "Write the reason."),
    ("ask", "ask_review-person", {"person": ""}, "Choose a colleague of this desk who can review this."),
    ("ask", "ask_review-person", {"person": "99999"}, "Choose a colleague of this desk who can review this."),
    ("ask", "ask_review-person", {"person": "-1"}, "Choose a colleague of this desk who can review this."),
]  # fmt: skip


@pytest.mark.parametrize(("form", "field", "sent", "sentence"), BAD)
def test_what_cannot_be_taken_is_said_beside_its_field(
    site: Site, claim_id: int, form: str, field: str, sent: dict[str, str], sentence: str
) -> None:
    before = site.counts()
    page = site.send(path(claim_id, f"/{form}"), 422, "edith", **sent)
    assert page.error(field) == sentence
    assert site.counts() == before
    first = next(iter(sent))
    shown = page.id(field.rsplit("-", 1)[0] + f"-{first}")
    if shown.tag == "textarea" and "\x00" not in sent[first]:
        assert shown.raw().removeprefix("\n").removeprefix("\r\n") == sent[first]


def test_starting_asking_and_recusing(site: Site, claim_id: int) -> None:
    news = site.newsroom
    site.done(path(claim_id, "/ask"), "carla", person=str(news.rosa.id))
    assert site.done(path(claim_id, "/start"), "rosa") == path(claim_id)
    site.done(path(claim_id, "/recuse"), "edith", reason="I own a boat there.")
    states = {"Rosa": ReviewState.READING, "Edith": ReviewState.RECUSED}
    assert road.reviewers(news, claim_id) == states
    page = site.page(path(claim_id), "emil")
    assert "Edith stays out (conflict of interest): I own a boat there." in page.text
    names = [option.text for option in page.id("ask_review-person").all("option")]
    assert names == ["—", "Emil", "Max"]


def test_asking_somebody_who_worked_on_it_is_refused_beside_the_field(
    site: Site, claim_id: int
) -> None:
    factories.log(site.newsroom, claim_id, site.newsroom.edith)
    sent = {"person": str(site.newsroom.edith.id)}
    page = site.send(path(claim_id, "/ask"), 422, "rosa", **sent)
    told = "Edith logged evidence 3 and cannot review it."
    assert page.error("ask_review-person") == told


def test_asking_in_a_capacity_and_clearing(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW, given=RISKY)
    sent = {"person": str(site.newsroom.lara.id), "capacity": "legal"}
    site.done(path(claim_id, "/ask"), "edith", **sent)
    assert site.ticket(claim_id).reviews[0].capacity is Capacity.LEGAL
    page = site.page(path(claim_id), "lara")
    assert "At risk: the claim alleges a crime." in page.text
    site.done(path(claim_id, "/clear"), "lara", seen_hash=page.value("seen_hash"), note="Sober.")
    assert site.ticket(claim_id).standing.is_legally_cleared


def test_a_rating_that_judges_a_private_person_is_said_at_the_head_of_the_page(
    site: Site,
) -> None:
    """R7: the bar says what the rulebook says."""
    with site.newsroom.work(site.newsroom.ada) as work:
        found = next(one for one in scales.scales(work.session) if one.code == "politifact")
        scales.put_in_use(work, found.id)
    given = replace(factories.CLAIM, is_claimant_public=False, claimant_role="a clerk")
    claim_id = factories.claim(site.newsroom, State.CHECKING, given=given)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    factories.write(site.newsroom, claim_id, site.newsroom.carla, "pants_on_fire")
    with site.newsroom.work(site.newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    told = "At risk: the rating judges a private person. A legal reviewer clears this version"
    assert told in site.page(path(claim_id), "lara").text
    assert "the rating judges a private person" in site.page(f"/desk/claims/{claim_id}").text
    row = site.page("/desk/queue?risk=1", "lara").all(class_="reason")[0].text
    assert row == "At risk: the rating judges a private person."
    road.edit_claim(site.newsroom, claim_id, site.newsroom.carla, alleges_crime=True)
    told = "At risk: the claim alleges a crime; the rating judges a private person."
    assert told in site.page(path(claim_id), "lara").text


# ── Hold and waivers ─────────────────────────────────────────────────────────────────────────────


def test_a_hold_is_set_and_released_with_reasons(site: Site, claim_id: int) -> None:
    base = f"/desk/claims/{claim_id}"
    page = site.send(f"{base}/hold", 422, "lara", reason="")
    assert page.error("hold-reason") == "Write the reason."
    assert "open" in page.id("hold").attributes
    site.done(f"{base}/hold", "lara", reason="Their lawyers wrote.")
    assert "Their lawyers wrote." in site.page(path(claim_id), "lara").id("hold").text
    page = site.send(f"{base}/hold", 409, "lara", reason="Once more.")
    assert "A legal hold is on already." in page.text
    site.done(f"{base}/hold/release", "lara", reason="They withdrew it.")
    assert site.ticket(claim_id).hold is None
    site.send(f"{base}/hold/release", 409, "lara", reason="Again.")


@pytest.mark.parametrize("kind", ["", "everything", "REPLY"])
def test_a_waiver_names_what_it_waives(site: Site, claim_id: int, kind: str) -> None:
    base = f"/desk/claims/{claim_id}/waive"
    page = site.send(base, 422, "edith", kind=kind, reason="He died in the spring.")
    assert page.error("waive-kind") == "Choose one of: reply, sources."
    assert page.id("waive-reason").raw().strip() == "He died in the spring."
    site.done(base, "edith", kind="reply", reason="He died in the spring.")
    (waived,) = site.ticket(claim_id).waivers
    assert waived[:3] == (WaiverKind.REPLY, "He died in the spring.", "Edith")


@pytest.mark.parametrize("verb", ["approve", "clear", "send-back", "recuse", "ask", "start"])
def test_a_claim_that_is_not_there_is_not_there_for_any_verb(site: Site, verb: str) -> None:
    for number in ("99", "0", "9999999999999999999999"):
        sent = {"reason": "x", "seen_hash": "x", "person": str(site.newsroom.rosa.id)}
        site.send(f"/desk/claims/{number}/review/{verb}", 404, "max", **sent)


def test_a_verdict_handed_in_again_asks_the_same_people(site: Site, claim_id: int) -> None:
    road.send_back(site.newsroom, claim_id, site.newsroom.rosa)
    with site.newsroom.work(site.newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    people = site.page(path(claim_id), "emil").all(class_="people")[0]
    assert people.text.startswith("Rosa Asked")


def test_somebody_who_left_is_named_as_not_counting(site: Site, claim_id: int) -> None:
    with site.newsroom.work(site.newsroom.rosa) as work:
        reviews.approve(work, claim_id, seen(site, claim_id))
    road.disable(site.newsroom, site.newsroom.rosa)
    page = site.page(path(claim_id), "edith")
    assert "no longer reviews: does not count" in page.all(class_="people")[0].text


def test_a_reason_typed_while_somebody_else_acted_is_kept(site: Site, claim_id: int) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        verdicts.withdraw(work, claim_id)
    page = site.send(path(claim_id, "/send-back"), 409, "rosa", reason="The audit is too old.")
    assert "The audit is too old." in page.text
    assert "send back is possible while" in page.text


def test_a_reason_for_a_second_hold_is_kept(site: Site, claim_id: int) -> None:
    factories.hold(site.newsroom, claim_id)
    page = site.send(f"/desk/claims/{claim_id}/hold", 409, "lara", reason="They wrote again.")
    assert "They wrote again." in page.text
    assert "A legal hold is on already." in page.text
