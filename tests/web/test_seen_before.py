"""Similar claims beside the wording of a claim, and on the pages of one that is there: one press each, nothing lost."""

from dataclasses import replace

import pytest

from factcheck.cli.claim_vectors import read_all
from factcheck.domain.limits import SIMILAR_ASKED
from factcheck.domain.terms import State
from factcheck.models import Claim, LikenessDecision, Occurrence
from factcheck.services import occurrences, text_versions
from factcheck.services.vectors import Meaning
from tests import factories
from tests.cast import Newsroom
from tests.meanings import Concepts
from tests.occurring import ELSEWHERE, WORDS, confirm, link, other_article, span
from tests.pages import Element
from tests.services.test_prior_reviews import bring
from tests.services.test_seen_before import LOSS
from tests.sites import Site, open_site
from tests.statements import counted
from tests.visitors import stranger

START = ELSEWHERE.index(WORDS)
SPAN = {"start": str(START), "end": str(START + len(WORDS))}
GIVEN = {
    **SPAN,
    "statement": "The harbour lost 4 million crowns last year.",
    "claimant": "a rival",
    "is_claimant_public": "y",
    "kind": "statistic",
    "hidden_name": [""],
    "hidden_role": [""],
}


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    """A desk with a published claim in article 1, and article 2 that says the same in other words."""
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    other_article(sqlite_newsroom)
    return open_site(sqlite_newsroom)


NEW = "/desk/articles/2/claims/new"
ASKED = f"{NEW}?start={START}&end={START + len(WORDS)}"


def proposed(page: Element) -> list[str]:
    return [one.text for one in page.all("p", class_="similar__statement")]


def pressable(page: Element) -> list[tuple[str, str]]:
    """(name, value) of each button of the list."""
    found = [one.attributes for one in page.all("button") if "value" in one.attributes]
    names = {"same", "reuse", "different"}
    return [(one["name"], one["value"]) for one in found if one.get("name") in names]


# ── While a claim is worded ──────────────────────────────────────────────────────────────────────


def test_the_words_of_the_article_are_looked_up_before_anything_is_typed(site: Site) -> None:
    bring(site.newsroom, LOSS)
    page = site.page(ASKED)
    assert proposed(page)[0] == LOSS.claim or proposed(page)[0] == factories.CLAIM.statement
    assert set(proposed(page)) == {LOSS.claim, factories.CLAIM.statement}
    assert pressable(page).count(("reuse", "review:1")) == 1
    assert {("same", "claim:1"), ("reuse", "claim:1"), ("different", "claim:1")} <= set(
        pressable(page)
    )
    label = page.all("p", class_="similar__label")[0].text
    assert label == "Proposed by the machine from the words alone; nothing is decided by it."


def test_a_desk_with_a_model_is_shown_what_means_the_same_and_told_so(site: Site) -> None:
    bring(site.newsroom, replace(LOSS, claim="The quay parted with its boats."))
    read_all(site.newsroom.database, Concepts(), lambda _: None)
    asked = {**GIVEN, "statement": "A ferry sale at the port", "look": "1"}
    assert proposed(site.send(NEW, 200, **asked)) == []
    desk = site.app.extensions["factcheck"]
    site.app.extensions["factcheck"] = replace(desk, meaning=Meaning(Concepts()))
    page = site.send(NEW, 200, **asked)
    assert proposed(page)[0] == "The quay parted with its boats."
    assert page.all("p", class_="similar__label")[0].text == (
        "Proposed by the machine from the words and a model of what they mean; nothing is decided by it."
    )


def test_looking_for_similar_loses_nothing_that_was_typed(site: Site) -> None:
    page = site.send(NEW, 200, **{**GIVEN, "selection_reason": "Many read it.", "look": "1"})
    assert page.value("statement") == GIVEN["statement"]
    assert page.value("selection_reason") == "Many read it."
    assert proposed(page) == [factories.CLAIM.statement]
    assert page.all("p", class_="field__error") == []
    assert site.newsroom.count(Claim) == 1


def test_what_is_typed_counts_for_more_than_the_words(site: Site) -> None:
    page = site.send(NEW, 200, **{**GIVEN, "statement": "Bees make honey.", "look": "1"})
    assert proposed(page) == []
    assert "Nothing like it was checked before" in page.text


def test_one_press_marks_the_words_as_the_claim_that_is_known(site: Site) -> None:
    assert site.done(NEW, **SPAN, same="claim:1") == "/desk/claims/1"
    assert (site.newsroom.count(Claim), site.newsroom.count(Occurrence)) == (1, 1)
    page = site.page("/desk/claims/1")
    assert page.id("elsewhere").text == "It stands in 2 articles"
    assert WORDS in page.text
    article = site.page("/desk/articles/2")
    assert [one.raw("data-not-text") for one in article.all("mark", class_="claim")] == [WORDS]


def test_a_link_that_is_refused_is_said_on_top_and_keeps_the_text(site: Site) -> None:
    site.done(NEW, **SPAN, same="claim:1")
    page = site.send(NEW, 409, **{**GIVEN, "same": "claim:1"})
    assert "These words are marked as claim 1 already." in page.text
    assert page.value("statement") == GIVEN["statement"]


def test_a_review_by_others_is_no_claim_to_link_with(site: Site) -> None:
    bring(site.newsroom, LOSS)
    site.send(NEW, 400, **{**GIVEN, "same": "review:1"})
    assert site.newsroom.count(Occurrence) == 0


@pytest.mark.parametrize(
    "key", ["", "claim:0", "claim:x", "claim:1' OR 1=1", "user:1", "claim:" + "9" * 30]
)
@pytest.mark.parametrize("button", ["same", "reuse", "different"])
def test_a_button_that_names_nothing_changes_nothing(site: Site, key: str, button: str) -> None:
    site.send(NEW, 400, **{**GIVEN, button: key})
    assert site.newsroom.count(Claim) == 1


def test_a_claim_that_is_not_there_is_not_found(site: Site) -> None:
    site.send(NEW, 404, **{**GIVEN, "same": "claim:99"})
    site.send(NEW, 404, **{**GIVEN, "reuse": "claim:99"})
    assert site.newsroom.count(Claim) == 1


def test_reusing_a_verdict_opens_the_claim_with_a_draft_and_evidence(site: Site) -> None:
    assert site.done(NEW, **GIVEN, reuse="claim:1") == "/desk/claims/2"
    ticket = site.ticket(2)
    assert ticket.claim.state is State.CHECKING
    assert ticket.verdict is not None
    assert ticket.verdict.reason == "The accounts say so."
    assert len(ticket.evidence) == 2
    assert ticket.standing.approvals == 0
    assert "Taken over from claim 1, evidence 1." in site.page("/desk/claims/2").text


def test_reusing_asks_for_the_whole_claim_first(site: Site) -> None:
    page = site.send(NEW, 422, **{**GIVEN, "statement": "", "reuse": "claim:1"})
    assert page.error("statement") == "Write the claim."
    assert site.newsroom.count(Claim) == 1


def test_a_review_is_logged_as_evidence_of_the_new_claim(site: Site) -> None:
    bring(site.newsroom, LOSS)
    site.done(NEW, **GIVEN, reuse="review:1")
    ticket = site.ticket(2)
    assert [row.url for row in ticket.evidence] == [LOSS.url]
    assert ticket.verdict is None


def test_what_was_told_apart_is_carried_and_recorded_once_the_claim_is_opened(site: Site) -> None:
    page = site.send(
        NEW, 200, **{**GIVEN, "different": "claim:1", "because claim:1": "Another year."}
    )
    assert proposed(page) == []
    carried = {"apart": page.value("apart"), "apart_because": page.value("apart_because")}
    assert carried == {"apart": "claim:1", "apart_because": "Another year."}
    assert site.newsroom.count(LikenessDecision) == 0
    site.done(NEW, **GIVEN, **carried, then="open")
    assert site.newsroom.count(LikenessDecision) == 1
    assert proposed(site.page("/desk/claims/2/seen-before")) == []


def test_telling_apart_without_a_reason_is_said_beside_it(site: Site) -> None:
    page = site.send(NEW, 422, **{**GIVEN, "different": "claim:1", "because claim:1": " "})
    assert page.id("wrong-claim:1").text == "Write what is different."
    assert page.value("statement") == GIVEN["statement"]


def test_the_script_gets_the_list_alone(site: Site) -> None:
    page = site.send("/desk/articles/2/claims/similar", 200, statement=GIVEN["statement"])
    assert proposed(page) == [factories.CLAIM.statement]
    assert page.all("h1") == []
    assert page.all("p", data_similar_said="")[0].text == "1 similar claim."


@pytest.mark.parametrize(
    "text", ["", "x" * 60_000, "\x00", "a\u0301" * 500, "<script>alert(1)</script>"]
)
def test_any_text_may_be_asked_for(site: Site, text: str) -> None:
    site.send("/desk/articles/2/claims/similar", 200, statement=text)


def test_a_page_asks_so_often_a_minute_and_no_more(site: Site) -> None:
    path = "/desk/articles/2/claims/similar"
    answers = [
        site.visitor().post(path, {"statement": ""}).status_code for _ in range(SIMILAR_ASKED + 1)
    ]
    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)


def test_strangers_get_nothing(site: Site) -> None:
    someone = stranger(site.app)
    assert someone.post("/desk/articles/2/claims/similar", {"statement": "x"}).status_code == 404
    assert someone.get("/desk/claims/1/seen-before").status_code == 404


# ── A claim that is there ────────────────────────────────────────────────────────────────────────


def second(site: Site) -> int:
    given = replace(factories.CLAIM, statement=GIVEN["statement"])
    return factories.claim(site.newsroom, given=given, article_id=2, words=WORDS)


def test_the_claim_page_leads_to_what_was_seen_before_until_it_is_approved(site: Site) -> None:
    claim_id = second(site)
    assert site.page(f"/desk/claims/{claim_id}").id("seen-before").text.startswith("Seen before?")
    with pytest.raises(KeyError):
        site.page("/desk/claims/1").id("seen-before")
    with counted(site.newsroom.database) as statements:
        site.page(f"/desk/claims/{claim_id}")
    assert len(statements) <= 6


def test_the_page_proposes_and_tells_apart_and_takes_that_back(site: Site) -> None:
    claim_id = second(site)
    path = f"/desk/claims/{claim_id}/seen-before"
    assert proposed(site.page(path)) == [factories.CLAIM.statement]
    page = site.send(path, 400, **{"different": "claim:1", "because claim:1": ""})
    assert page.id("wrong-claim:1").text == "Write what is different."
    site.done(path, **{"different": "claim:1", "because claim:1": "Another year."})
    page = site.page(path)
    assert proposed(page) == []
    assert "Another year." in page.text
    site.done(f"{path}/take-back", other="claim:1")
    assert proposed(site.page(path)) == [factories.CLAIM.statement]


def test_a_duplicate_becomes_the_claim_it_repeats(site: Site) -> None:
    claim_id = second(site)
    assert site.done(f"/desk/claims/{claim_id}/seen-before", same="claim:1") == "/desk/claims/1"
    assert site.state(claim_id) is State.DISMISSED
    assert list(site.ticket(1).elsewhere) == [2]


def test_a_reviewer_reads_the_list_and_has_no_buttons(site: Site) -> None:
    path = f"/desk/claims/{second(site)}/seen-before"
    page = site.page(path, "rosa")
    assert proposed(page) == [factories.CLAIM.statement]
    assert pressable(page) == []
    refused = site.send(path, 403, "rosa", **{"different": "claim:1", "because claim:1": "No."})
    assert "Only a checker or an editor" in refused.text
    assert site.newsroom.count(LikenessDecision) == 0


# ── Where else it stands ─────────────────────────────────────────────────────────────────────────


def test_readers_get_it_once_somebody_else_has_confirmed(site: Site) -> None:
    link(site.newsroom, 1, 2)
    someone = stranger(site.app)
    assert someone.get("/articles/2-a-rival-writes").status_code == 404
    seen = site.ticket(1).elsewhere[2].seen
    assert site.page("/desk/claims/1", "edith").value("seen") == seen
    path = "/desk/claims/1/articles/2/confirm"
    assert site.done(path, "edith", seen=seen) == "/desk/claims/1"
    page = someone.get("/articles/2-a-rival-writes").text
    assert factories.CLAIM.statement in page
    verdict = someone.get(
        "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year", follow_redirects=True
    ).text
    assert "The same claim stands in" in verdict
    assert "A rival writes" in verdict
    assert someone.get("/articles/2-another-slug").location.endswith("/articles/2-a-rival-writes")


def test_nobody_confirms_words_that_were_marked_after_she_read(site: Site) -> None:
    link(site.newsroom, 1, 2)
    seen = site.ticket(1).elsewhere[2].seen
    with site.newsroom.work(site.newsroom.cyril) as work:
        occurrences.link(work, 1, 2, [span(words="a rival wrote")])
    for late in ({"seen": seen}, {"seen": ""}, {}):
        refused = site.send("/desk/claims/1/articles/2/confirm", 409, "edith", **late)
        assert "The words there changed since you opened the page." in refused.text
    assert not site.ticket(1).elsewhere[2].is_confirmed
    assert stranger(site.app).get("/articles/2-a-rival-writes").status_code == 404


def test_a_link_whose_words_are_gone_is_not_confirmed(site: Site) -> None:
    link(site.newsroom, 1, 2)
    with site.newsroom.work(site.newsroom.carla) as work:
        text_versions.renew(work, 2, 1, "Nothing of it is said here any more.")
    seen = site.ticket(1).elsewhere[2].seen
    refused = site.send("/desk/claims/1/articles/2/confirm", 409, "edith", seen=seen)
    assert "No words of that article’s newest text are marked" in refused.text
    assert not site.ticket(1).elsewhere[2].is_confirmed


def test_taking_it_out_again_asks_why(site: Site) -> None:
    link(site.newsroom, 1, 2)
    refused = site.send("/desk/claims/1/articles/2/unlink", 400, reason=" ")
    assert "Write the reason." in refused.text
    assert site.newsroom.count(Occurrence) == 1
    site.done("/desk/claims/1/articles/2/unlink", reason="Another year.")
    assert site.newsroom.count(Occurrence) == 0
    site.send("/desk/claims/1/articles/2/unlink", 404, reason="Another year.")


def test_the_linker_reads_that_somebody_else_must_confirm(site: Site) -> None:
    link(site.newsroom, 1, 2, "edith")
    assert "Another reviewer or editor must confirm it" in site.page("/desk/claims/1", "edith").text
    assert "Confirm that it stands there" in site.page("/desk/claims/1", "rosa").text
    site.send("/desk/claims/1/articles/2/confirm", 403, "edith")
    confirm(site.newsroom, 1, 2, "rosa")
    assert "Confirmed by Rosa" in site.page("/desk/claims/1", "edith").text
