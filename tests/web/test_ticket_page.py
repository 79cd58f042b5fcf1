"""The ticket page: where a claim stands, what each person may do to it, and why not."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.terms import Capacity, ReplyOutcome, State
from factcheck.domain.workflow import Verb
from factcheck.models.claims import WaiverKind
from factcheck.services import claims, evidence, legal, policies, publication, reviews
from factcheck.web import tickets
from tests import factories, road
from tests.cast import CAST, Newsroom
from tests.pages import Element
from tests.sites import Site, open_site
from tests.statements import counted
from tests.visitors import stranger

START = factories.TEXT.index(factories.WORDS)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


# ── The ticket ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", list(State))
def test_everybody_on_the_desk_reads_a_claim_in_any_state(site: Site, state: State) -> None:
    claim_id = factories.claim(site.newsroom, state)
    for name in CAST:
        page = site.page(f"/desk/claims/{claim_id}", name.lower())
        assert page.all("h1")[0].text == factories.CLAIM.statement
        assert (
            page.all("p", class_="byline")[0].all("span", class_="mark")[0].text
            == state.label.capitalize()
        )


def test_the_ticket_costs_no_more_however_much_there_is(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    for _ in range(8):
        factories.log(site.newsroom, claim_id, site.newsroom.cyril)
    site.page(f"/desk/claims/{claim_id}", "max")
    with counted(site.newsroom.database) as statements:
        site.page(f"/desk/claims/{claim_id}", "max")
    assert len(statements) <= 6, statements


def test_the_words_lead_to_their_place_in_the_article(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    page = site.page(f"/desk/claims/{claim_id}")
    assert page.all("blockquote", class_="words")[0].raw() == factories.WORDS
    there = page.links()["In its place in the article"]
    assert there.endswith(f"?at={START}#claim-{claim_id}")
    assert site.page(there).id(f"claim-{claim_id}").raw("data-not-text") == factories.WORDS


def test_the_words_lead_to_their_place_where_they_were_published(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    address = site.page(f"/desk/claims/{claim_id}").links()["Where it was published"]
    assert "#:~:text=" in address
    assert quote(factories.WORDS, safe="").replace("-", "%2D") in address


def buttons(page: Element) -> set[str]:
    """The verbs one can press, with their consequences."""
    moves = page.all("section", class_="moves")[0]
    return {
        one.text.removesuffix(" ▾")
        for one in moves
        if "button" in one.classes
        and one.attributes.get("aria-disabled") != "true"
        and not [form for form in moves.all("details") if one in form.all("button")]
    }


def refused(page: Element) -> dict[str, str]:
    """Each verb that is greyed out, with the sentence beside it."""
    return {
        v.all("button")[0].text: v.all("p")[0].text for v in page.all("div", class_="verb--refused")
    }


def test_every_verb_of_the_rulebook_has_its_place_on_the_page() -> None:
    assert set(tickets.WAYS) | tickets.BY_ROW == set(Verb)


def test_verbs_name_their_consequence(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    assert "Approve — 1 of 1" in buttons(site.page(f"/desk/claims/{claim_id}", "rosa"))
    opened = factories.claim(site.newsroom, article_id=site.ticket(claim_id).article.id)
    assert buttons(site.page(f"/desk/claims/{opened}")) == {
        "Take — goes to “checking”",
        "Dismiss — goes to “dismissed”",
        "Recuse",
    }


def test_a_refused_verb_is_there_greyed_with_its_reason(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    said = refused(site.page(f"/desk/claims/{claim_id}"))
    assert said["Take"] == "You hold this claim already."
    assert said["Submit"].startswith("The verdict still needs a rating")


def test_whoever_has_a_hand_in_it_reads_why_she_may_not_approve(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW, by=site.newsroom.max)
    said = refused(site.page(f"/desk/claims/{claim_id}", "max"))["Approve"]
    assert said.startswith("Another person must approve: you logged evidence 1")


def test_an_administrator_has_no_verb_and_learns_who_has(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    page = site.page(f"/desk/claims/{claim_id}", "ada")
    assert buttons(page) == set()
    assert "Who may do what" in page.links()


def test_the_checklist_leads_to_where_each_line_is_mended(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    lines = site.page(f"/desk/claims/{claim_id}").all("section", class_="checklist")[0].links()
    assert (
        lines["Add at least one piece of evidence before a verdict."]
        == f"/desk/claims/{claim_id}/evidence/new"
    )
    first = next(url for line, url in lines.items() if line.startswith("The verdict still needs"))
    assert first == f"/desk/claims/{claim_id}/verdict"


def test_whoever_cannot_mend_a_line_is_led_to_its_part_of_the_page(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    lines = (
        site.page(f"/desk/claims/{claim_id}", "rosa").all("section", class_="checklist")[0].links()
    )
    assert lines["Add at least one piece of evidence before a verdict."] == "#evidence"


def test_evidence_stands_by_stance_and_withdrawn_rows_apart(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.withdraw(work, claim_id, 2, 1, "The report is about another harbour.")
    page = site.page(f"/desk/claims/{claim_id}")
    assert page.id("stance-supports").text == "Supports 1"
    assert page.id("evidence-1") in page.all("div", class_="stances")[0].all("li")
    assert "The report is about another harbour." in page.all("details", class_="withdrawn")[0].text


def test_the_article_under_check_does_not_count_as_its_own_evidence(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    address = site.ticket(claim_id).article.url
    same = replace(
        factories.LINK, url=address.replace("https://", "https://www.") + "?utm_source=mail"
    )
    factories.log(site.newsroom, claim_id, site.newsroom.carla, same)
    assert (
        "This is the article under check itself"
        in site.page(f"/desk/claims/{claim_id}").id("evidence-1").text
    )


def test_a_change_after_submission_says_which_change_voided_the_approvals(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    with site.newsroom.work(site.newsroom.cyril) as work:
        row = evidence.row(work.session, claim_id, 1)
        evidence.change(
            work, claim_id, 1, row.version, replace(evidence.stored(row), quote="-4,012,331")
        )
    page = site.page(f"/desk/claims/{claim_id}")
    assert "Cyril changed evidence 1 (quote)." in page.all("div", class_="bar")[0].text
    assert page.all("ul", class_="people")[0].text.startswith("Rosa Asked")


def test_the_reason_of_sending_back_stays_in_view_while_it_is_worked_on(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    with site.newsroom.work(site.newsroom.rosa) as work:
        reviews.send_back(work, claim_id, "The audit says nothing of last year.")
    bar = site.page(f"/desk/claims/{claim_id}").all("div", class_="bar--back")[0].text
    assert bar.startswith("Sent back by Rosa,")
    assert bar.endswith("The audit says nothing of last year.")
    factories.submit(site.newsroom, claim_id, site.newsroom.carla)
    assert not site.page(f"/desk/claims/{claim_id}").all("div", class_="bar--back")


def test_a_hold_is_on_top_of_the_page_with_its_reason(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    factories.hold(site.newsroom, claim_id)
    page = site.page(f"/desk/claims/{claim_id}", "edith")
    assert "The lawyers of the harbour wrote to us." in page.all("div", class_="bar--hold")[0].text
    assert refused(page)["Publish"] == "A legal hold is on; only a legal reviewer can release it."


def test_a_panel_votes_in_secret_until_all_have_voted(site: Site) -> None:
    with site.newsroom.work(site.newsroom.ada) as work:
        seen = policies.version_of(policies.policies(work.session)[RiskClass.ORDINARY])
        policies.save(work, RiskClass.ORDINARY, Policy(approvals_needed=2, panel_size=3), seen)
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    factories.submit(site.newsroom, claim_id, site.newsroom.carla)
    factories.approve(site.newsroom, claim_id, site.newsroom.rosa)
    page = site.page(f"/desk/claims/{claim_id}", "edith")
    others = page.id("review").text
    assert "Rosa Voted; open once all have" in others
    assert "Approved" not in others
    newest = page.id("history").all("span", class_="history__what")[0].text
    assert newest == "Rosa voted in secret, version 1"
    whole = site.page(f"/desk/claims/{claim_id}/history", "edith")
    assert "Rosa approved" not in whole.text
    lines = page.all("section", class_="checklist")[0].text
    assert "2 approvals are needed; the panel votes in secret until all have." in lines
    assert "Approve — one of 3 secret votes" in buttons(page)
    assert "Rosa Approved" in site.page(f"/desk/claims/{claim_id}", "rosa").id("review").text
    factories.approve(site.newsroom, claim_id, site.newsroom.edith)
    assert "Rosa Approved" in site.page(f"/desk/claims/{claim_id}", "emil").id("review").text


def test_a_secret_vote_stays_secret_after_the_verdict_was_taken_back(site: Site) -> None:
    """W3: whoever takes a verdict back, or changes it, does not learn so how the panel voted."""
    road.set_policy(site.newsroom, panel_size=3, approvals_needed=2)
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    road.send_back(site.newsroom, claim_id, site.newsroom.rosa)
    site.done(f"/desk/claims/{claim_id}/verdict/withdraw")
    paths = [f"/desk/claims/{claim_id}{more}" for more in ("", "/history", "/review")]
    told = site.page(paths[0]).id("review").text
    assert "Rosa Voted; taken back before all had" in told
    for is_rewritten in (False, True):
        if is_rewritten:
            factories.submit(site.newsroom, claim_id, site.newsroom.carla)
        for name in ("carla", "edith", "max"):
            text = " ".join(site.page(path, name).text for path in paths)
            assert "Rosa voted in secret, version 1" in text
            assert "The audit does not say that." not in text
            assert "sent it back" not in text


def test_a_rating_a_reviewer_would_rather_give_is_in_sight(site: Site) -> None:
    """W5."""
    with site.newsroom.work(site.newsroom.ada) as work:
        seen = policies.version_of(policies.policies(work.session)[RiskClass.ORDINARY])
        policies.save(work, RiskClass.ORDINARY, Policy(approvals_needed=1, panel_size=2), seen)
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    ticket = site.ticket(claim_id)
    other = next(
        one
        for one in ticket.reference.ratings.values()
        if ticket.rating and one.scale_id == ticket.rating.scale_id and one != ticket.rating
    )
    with site.newsroom.work(site.newsroom.rosa) as work:
        reviews.send_back(work, claim_id, "It says less than that.", other.id)
    words = f"would rate it “{other.label}”"
    for path in (f"/desk/claims/{claim_id}", f"/desk/claims/{claim_id}/review"):
        assert words in site.page(path, "rosa").text
        assert words not in site.page(path, "edith").text, "a panel votes in secret"


def test_waivers_conflicts_and_requests_are_in_sight(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    factories.reply(site.newsroom, claim_id, site.newsroom.carla, ReplyOutcome.DECLINED)
    factories.ask(site.newsroom, claim_id, site.newsroom.lara, Capacity.LEGAL)
    with site.newsroom.work(site.newsroom.edith) as work:
        legal.waive(work, claim_id, WaiverKind.SOURCES, "Only one archive has it.")
    with site.newsroom.work(site.newsroom.emil) as work:
        reviews.recuse(work, claim_id, "My sister works at the harbour.")
    page = site.page(f"/desk/claims/{claim_id}")
    assert (
        "the mayor's office, by e-mail: They said they would not answer." in page.id("replies").text
    )
    told = page.id("review").text
    assert "Lara Asked legal" in told
    assert "Waived by Edith" in told
    assert "Only one archive has it." in told
    assert "Emil stays out (conflict of interest): My sister works at the harbour." in told


def test_a_published_claim_links_to_the_page_readers_have(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    page = site.page(f"/desk/claims/{claim_id}", "edith")
    assert page.links()["The page as readers get it"].startswith("/verdicts/")
    assert "Readers have version 1" in page.text
    with site.newsroom.work(site.newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    assert "a second person still has to confirm it" in site.page(f"/desk/claims/{claim_id}").text


def test_history_tells_who_did_what_and_why_newest_first(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.DISMISSED)
    rows = [
        row.all("span", class_="history__what")[0].text
        for row in site.page(f"/desk/claims/{claim_id}").id("history").all("li")
    ]
    assert rows == [
        "Carla dismissed the claim (opinion) open → dismissed It is a matter of taste.",
        "Carla opened the claim new → open",
    ]


def test_a_long_history_goes_on_on_its_own_page(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    for _ in range(105):
        with site.newsroom.work(site.newsroom.edith) as work:
            claims.set_due(work, claim_id, None)
    page = site.page(f"/desk/claims/{claim_id}")
    assert len(page.id("history").all("li")) == 20
    whole = site.page(page.id("history").links()["All of it"])
    assert len(whole.all("ol", class_="history")[0].all("li")) == 100
    rest = site.page(whole.links()["Older"])
    assert (
        rest.all("ol", class_="history")[0]
        .all("li")[-1]
        .text.endswith("opened the claim new → open")
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [("99", "No such claim."), ("0", "Not here"), ("1" + "0" * 30, "Not here")],
)
def test_a_claim_that_is_not_there_is_not_found(site: Site, number: str, said: str) -> None:
    assert said in site.page(f"/desk/claims/{number}", status=404).text


def test_a_stranger_cannot_tell_whether_a_claim_is_there(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    nobody = stranger(site.app)
    there, not_there = nobody.get(f"/desk/claims/{claim_id}"), nobody.get("/desk/claims/99")
    assert (there.status_code, not_there.status_code) == (404, 404)
    assert there.text == not_there.text
