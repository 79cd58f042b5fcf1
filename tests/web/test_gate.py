"""The gate's pages: the big word, the one table, waivers, the signature, the sheet."""

import pytest

from factcheck.adapters.signatures import KEY_FILE, is_signed_by
from factcheck.domain.clearance import read_signed
from factcheck.domain.terms import State
from factcheck.models import Clearance, GateWaiver
from factcheck.services import coverage
from tests import factories, gates
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.visitors import stranger

GATE = "/desk/articles/1/gate"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def waive(site: Site, claim_id: int, status: int = 303, by: str = "edith", **changed: str) -> None:
    seen = gates.at(site.newsroom).row(claim_id).content_hash
    data = {"reason": gates.REASON, "seen_hash": seen, **changed}
    answer = site.visitor(by).post(f"{GATE}/claims/{claim_id}/waive", data)
    assert answer.status_code == status


def test_the_page_says_what_is_in_the_way_each_line_a_link(site: Site) -> None:
    _, claim_id = gates.draft(site.newsroom, State.CHECKING)
    start = factories.TEXT.index("Ferries")
    with site.newsroom.work(site.newsroom.carla) as work:
        coverage.take_back(work, 1, start)
    page = site.page(GATE, "edith")
    assert "May not run yet: 2 things in the way" in page.text
    links = page.links()
    assert links["1 sentence was not looked at yet."] == f"/desk/articles/1?sentence={start}#s{start}"  # fmt: skip
    assert links["Claim 1: not decided yet."] == f"#fact-{claim_id}"
    assert "Blocks" in page.id(f"fact-{claim_id}").text


def test_an_editor_waives_takes_back_and_clears(site: Site) -> None:
    _, claim_id = gates.draft(site.newsroom, State.CHECKING)
    waive(site, claim_id)
    page = site.page(GATE, "edith")
    assert "May run" in page.id("gate-title").text
    assert "Waived by Edith" in page.id(f"fact-{claim_id}").text
    site.done(f"{GATE}/claims/{claim_id}/take-back", "emil")
    assert "May not run yet" in site.page(GATE, "edith").text
    waive(site, claim_id, by="emil")
    to = site.done(f"{GATE}/clear", "edith", seen=gates.at(site.newsroom).seen)
    assert to == f"{GATE}/1"
    sheet = site.page(to, "carla")
    assert "Holds: nothing on it changed" in sheet.text
    assert "Runs by a waiver of Emil" in sheet.text
    assert "Cleared to run" in site.page(GATE, "carla").id("gate-title").text


def test_the_file_is_what_was_signed_and_void_is_said_on_page_and_data(site: Site) -> None:
    _, claim_id = gates.draft(site.newsroom)
    site.done(f"{GATE}/clear", "edith", seen=gates.at(site.newsroom).seen)
    home = site.newsroom.database.settings.home
    assert (home / KEY_FILE).exists()
    answer = site.visitor("edith").get(f"{GATE}/1.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clearance-1-1.json"'
    assert read_signed(answer.data, is_signed_by).sheet["facts"][0]["claim"] == claim_id
    factories.log(site.newsroom, claim_id, site.newsroom.cyril, factories.SECOND)
    assert site.visitor("edith").get(f"{GATE}/1.json").data == answer.data
    sheet = site.page(f"{GATE}/1", "edith").text
    assert "Void since" in sheet
    assert "because: Claim 1 was changed." in sheet
    assert "void since" in site.page(GATE, "edith").text
    told = site.visitor("edith").get(f"{GATE}.json").json
    assert told is not None
    assert told["clearance"]["void_because"] == ["Claim 1 was changed"]
    assert (told["may_run"], told["reasons"][0]["claim"]) == (False, claim_id)


def test_a_refused_signature_writes_nothing_and_says_why(site: Site) -> None:
    gates.draft(site.newsroom, State.IN_REVIEW)
    before = site.counts()
    page = site.send(f"{GATE}/clear", 422, "edith", seen=gates.at(site.newsroom).seen)
    assert "one thing is in the way. Claim 1: not decided yet." in page.text
    stale = site.send(f"{GATE}/clear", 409, "edith", seen="0" * 64)
    assert "Something changed since you opened the page" in stale.text
    assert site.visitor("carla").post(f"{GATE}/clear", {}).status_code == 403
    assert site.counts() == before
    assert site.newsroom.count(Clearance) == 0


def test_a_refused_waiver_keeps_what_was_typed_beside_its_sentence(site: Site) -> None:
    _, claim_id = gates.draft(site.newsroom, State.IN_REVIEW)
    path = f"{GATE}/claims/{claim_id}/waive"
    page = site.send(path, 422, "edith", reason=" ", seen_hash="")
    assert page.error(f"reason-{claim_id}")
    assert "open" in page.id(f"fact-{claim_id}").all("details")[0].attributes
    page = site.send(path, 409, "edith", reason="They called back.", seen_hash="0" * 64)
    assert "changed since you opened" in page.text
    assert page.value("reason") == "They called back."
    page = site.send(path, 422, "edith", reason="x" * 4_001, seen_hash="")
    assert "4,000" in page.error(f"reason-{claim_id}")
    for missing in (999, 2**31):
        answer = site.visitor("edith").post(f"{GATE}/claims/{missing}/waive", {"reason": "Why."})
        assert answer.status_code == 404
    assert site.newsroom.count(GateWaiver) == 0


def test_a_dismissed_claim_says_who_dismissed_it_and_why(site: Site) -> None:
    _, claim_id = gates.draft(site.newsroom, State.DISMISSED)
    row = site.page(GATE, "edith").id(f"fact-{claim_id}").text
    assert "Carla dismissed it" in row
    assert "It is a matter of taste." in row


def test_nobody_else_is_offered_what_only_editors_do(site: Site) -> None:
    _, claim_id = gates.draft(site.newsroom, State.IN_REVIEW)
    for name in ("carla", "rosa", "lara", "ada"):
        page = site.page(GATE, name)
        assert page.all("form", action=f"{GATE}/claims/{claim_id}/waive") == []
        assert page.all("form", action=f"{GATE}/clear") == []


def test_a_panel_that_votes_in_secret_stays_secret_at_the_gate(site: Site) -> None:
    gates.draft(site.newsroom, State.IN_REVIEW)
    assert "Rosa" not in site.page(GATE, "edith").id("fact-1").text


def test_an_article_of_others_and_a_stranger_get_the_same_nothing(site: Site) -> None:
    factories.article(site.newsroom)
    for path in (GATE, f"{GATE}.json", f"{GATE}/1", f"{GATE}/1.json"):
        assert "so it has no gate" in site.page(path, "edith", 404).text
    gates_of = stranger(site.app)
    for number in (1, 2):
        assert gates_of.get(f"/desk/articles/{number}/gate").status_code == 404
        assert gates_of.post(f"/desk/articles/{number}/gate/clear").status_code in {400, 404}


def test_a_draft_without_a_claim_may_run_once_it_is_read(site: Site) -> None:
    from_us = factories.ArticleKind.OWN_DRAFT
    factories.article(site.newsroom, kind=from_us)
    assert "No claim yet." in site.page(GATE, "edith").text
    gates.look_at_all(site.newsroom, 1)
    to = site.done(f"{GATE}/clear", "edith", seen=gates.at(site.newsroom).seen)
    assert "Nobody found a checkable claim in this text." in site.page(to, "edith").text
