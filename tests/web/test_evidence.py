"""Evidence: logged one row at a time, changed under a version check, withdrawn with a reason."""

from dataclasses import replace

import pytest

from factcheck.domain.terms import State
from factcheck.models import Evidence
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

GIVEN = {
    "kind": "link",
    "stance": "supports",
    "source_class": "primary",
    "title": "Annual accounts",
    "url": "https://harbour.example/accounts",
    "publisher": "Harbour office",
    "published_on": "2026-03",
    "accessed_on": "2026-11-19",
    "quote": "Result for the year:\n-4,012,330",
    "says": "The accounts show a loss.",
    "locator": "page 12",
    "origin_group": "the accounts",
    "note": "Ask for the annex.",
}
EXPERT = {
    "expert_employer": "University",
    "expert_field": "ports",
    "expert_conflicts": "none declared",
}
ADDRESS = "The address must begin with http:// or https:// and name a public site."
DATE = "Write the date as YYYY-MM-DD, YYYY-MM or YYYY, between 1800-01-01 and tomorrow."


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


@pytest.fixture
def claim(site: Site) -> str:
    """The address of a claim that Carla checks."""
    return f"/desk/claims/{factories.claim(site.newsroom, State.CHECKING)}"


def rows(site: Site) -> list[Evidence]:
    with site.newsroom.read() as session:
        return list(session.query(Evidence).order_by(Evidence.number))


# ── Logging ──────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_saved_at_once_and_the_page_says_so_where_it_stands(
    site: Site, claim: str
) -> None:
    there = site.done(f"{claim}/evidence/new", **GIVEN)
    assert there == f"{claim}?saved=1#evidence-1"
    row = site.page(there).id("evidence-1")
    saved = row.all("p", class_="saved")[0]
    assert saved.text.startswith("Saved ")
    assert saved.attributes["role"] == "status"
    assert saved.links() == {"Log another": f"{claim}/evidence/new"}
    assert "Logged by Carla" in row.text
    for words in (
        "Annual accounts",
        "Harbour office",
        "-4,012,330",
        "The accounts show a loss.",
        "page 12",
    ):
        assert words in row.text
    assert not site.page(claim).all("p", class_="saved")


def test_every_field_is_kept_as_typed(site: Site, claim: str) -> None:
    expert = {
        **GIVEN,
        **EXPERT,
        "source_class": "expert",
        "kind": "observation",
        "stance": "context",
        "url": "",
    }
    site.done(
        f"{claim}/evidence/new", **expert, is_internal="y", internal_reason="She asked for it."
    )
    row = rows(site)[0]
    stored = {name: str(getattr(row, name)) for name in expert}
    assert stored == expert
    assert (row.is_public, row.internal_reason) == (False, "She asked for it.")
    assert "Internal: She asked for it." in site.page(claim).id("evidence-1").text


def test_today_is_when_it_was_read_unless_changed(site: Site, claim: str) -> None:
    assert len(site.page(f"{claim}/evidence/new").value("accessed_on")) == len("2026-11-19")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Write the title."),
        ("title", "t" * 301, "The title is longer than 300 characters."),
        ("url", "", "A link needs its address."),
        ("url", "gopher://harbour.example/", ADDRESS),
        ("url", "http://127.0.0.1/", ADDRESS),
        ("url", "//harbour.example/", ADDRESS),
        ("url", "https://harbour.example/\r\nSet-Cookie: a", ADDRESS),
        (
            "url",
            "https://harbour.example/" + "a" * 10_000,
            "The address is longer than 2,048 characters.",
        ),
        ("publisher", "p" * 201, "The publisher is longer than 200 characters."),
        ("published_on", "2025-02-29", DATE),
        ("published_on", "0000-01-01", DATE),
        ("accessed_on", "2999-01-01", DATE),
        ("accessed_on", "٢٠٢٦-١١-١٩", DATE),
        ("quote", "q" * 5_001, "The exact quote is 5,001 characters long; at most 5,000."),
        (
            "quote",
            "a\u2066b",
            "The exact quote has an invisible direction character (U+2066) at position 2.",
        ),
        ("says", "s" * 4_001, "The summary is 4,001 characters long; at most 4,000."),
        ("locator", "l" * 201, "The page or time is longer than 200 characters."),
        ("origin_group", "o" * 201, "The origin group is longer than 200 characters."),
        ("note", "n" * 4_001, "The note is 4,001 characters long; at most 4,000."),
        ("kind", "rumour", "Choose one of: link, document, dataset, conversation, observation."),
        ("stance", "", "Choose which way it points."),
        ("source_class", "friend", "Choose how close it stands."),
        ("shares_with", "7", "Choose evidence of this claim."),
        ("shares_with", "x", "Choose evidence of this claim."),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_nothing_typed_is_lost(
    site: Site, claim: str, field: str, typed: str, sentence: str
) -> None:
    site.visitor()
    before = site.counts()
    page = site.send(f"{claim}/evidence/new", 422, **{**GIVEN, field: typed})
    assert page.error(field) == sentence
    for name in GIVEN.keys() - {field}:
        assert page.value(name) == GIVEN[name], name
    if field not in {"kind", "stance", "source_class", "shares_with"}:
        assert page.value(field) == typed.replace("\r\n", "\n") or field == "url"
    assert site.counts() == before


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"is_internal": "y"}, "internal_reason", "Say why readers must not see this evidence."),
        (
            {"source_class": "expert"},
            "expert_employer",
            "Say where the expert works and in which field (readers see it).",
        ),
    ],
)
def test_what_must_fit_together_is_asked_for(
    site: Site, claim: str, changed: dict[str, str], field: str, sentence: str
) -> None:
    page = site.send(f"{claim}/evidence/new", 422, **{**GIVEN, **changed})
    assert page.error(field) == sentence
    assert rows(site) == []


def test_the_same_field_sent_twice_is_no_answer(site: Site, claim: str) -> None:
    page = site.send(f"{claim}/evidence/new", 422, **{**GIVEN, "title": ["One", "Two"]})
    assert page.error("title") == "This field was sent twice; send it once."


def test_expert_fields_are_there_without_scripts(site: Site, claim: str) -> None:
    group = site.page(f"{claim}/evidence/new").all("fieldset", class_="only-expert")[0]
    assert {c.attributes["name"] for c in group.all("input")} == set(EXPERT)


# ── Origins ──────────────────────────────────────────────────────────────────────────────────────


def test_groups_of_this_claim_are_suggested(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    page = site.page(f"{claim}/evidence/new")
    assert [o.attributes["value"] for o in page.id("groups").all("option")] == ["the accounts"]
    assert [o.text for o in page.named("shares_with")[0].all("option")] == [
        "no other evidence",
        "1: Annual accounts",
    ]


def test_sharing_an_origin_gives_both_the_same_group_and_they_count_once(
    site: Site, claim: str
) -> None:
    site.done(f"{claim}/evidence/new", **{**GIVEN, "origin_group": ""})
    second = {
        **GIVEN,
        "title": "A wire story",
        "publisher": "Agency",
        "origin_group": "",
        "shares_with": "1",
    }
    site.done(f"{claim}/evidence/new", **second)
    assert [row.origin_group for row in rows(site)] == ["Harbour office", "Harbour office"]
    assert site.ticket(1).standing.origins == 1
    assert "Carla changed evidence 1 (origin group)" in site.page(claim).id("history").text


def test_a_row_joins_the_group_that_is_there(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    site.done(f"{claim}/evidence/new", **{**GIVEN, "origin_group": "", "shares_with": "1"})
    assert [row.origin_group for row in rows(site)] == ["the accounts", "the accounts"]
    assert rows(site)[0].version == 1


def test_two_groups_at_once_are_refused(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    page = site.send(
        f"{claim}/evidence/new", 422, **{**GIVEN, "origin_group": "another", "shares_with": "1"}
    )
    assert page.error("origin_group") == "Evidence 1 belongs to “the accounts”; leave this empty."
    assert len(rows(site)) == 1


# ── Changing ─────────────────────────────────────────────────────────────────────────────────────


def test_the_form_opens_with_what_is_stored(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    page = site.page(f"{claim}/evidence/1")
    for name, value in GIVEN.items():
        assert page.value(name) == value, name


def test_a_change_is_saved_and_its_row_says_so(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    there = site.done(
        f"{claim}/evidence/1", **{**GIVEN, "seen_version": "1", "quote": "-4,012,331"}
    )
    row = site.page(there).id("evidence-1")
    assert "-4,012,331" in row.text
    assert row.all("p", class_="saved")
    assert "Carla changed evidence 1 (quote)" in site.page(claim).id("history").text


def test_a_save_that_comes_too_late_shows_both_texts_and_loses_neither(
    site: Site, claim: str
) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    site.done(
        f"{claim}/evidence/1", "edith", **{**GIVEN, "seen_version": "1", "quote": "Edith's quote"}
    )
    page = site.send(
        f"{claim}/evidence/1", 409, **{**GIVEN, "seen_version": "1", "quote": "Carla's quote"}
    )
    assert "Edith's quote" in page.all("section", class_="versus__side")[0].text
    assert "Carla's quote" in page.all("section", class_="versus__side")[1].text
    assert rows(site)[0].quote == "Edith's quote"
    again = {**GIVEN, "seen_version": page.value("seen_version"), "quote": page.value("quote")}
    site.done(f"{claim}/evidence/1", **again)
    assert rows(site)[0].quote == "Carla's quote"


@pytest.mark.parametrize("seen", ["", "0", "99", "x", "-1", "1e9", "9" * 40])
def test_a_save_that_does_not_know_what_it_changes_is_refused(
    site: Site, claim: str, seen: str
) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    answer = site.visitor().post(
        f"{claim}/evidence/1", {**GIVEN, "seen_version": seen, "title": "New"}
    )
    assert answer.status_code in {409, 422}
    assert rows(site)[0].title == "Annual accounts"


def test_nobody_changes_evidence_of_a_published_verdict_and_the_text_stays(site: Site) -> None:
    number = factories.claim(site.newsroom, State.PUBLISHED)
    site.visitor()
    before = site.counts()
    page = site.send(f"/desk/claims/{number}/evidence/1", 409, **{**GIVEN, "seen_version": "1"})
    assert "Begin a correction" in page.text
    assert page.value("quote") == GIVEN["quote"]
    page = site.send(f"/desk/claims/{number}/evidence/new", 409, **GIVEN)
    assert page.value("says") == GIVEN["says"]
    assert site.counts() == before


# ── Withdrawing ──────────────────────────────────────────────────────────────────────────────────


def test_a_withdrawn_row_stays_with_its_reason_and_counts_no_more(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    there = site.done(
        f"{claim}/evidence/1/withdraw", seen_version="1", reason="It speaks of another harbour."
    )
    assert there == f"{claim}#evidence"
    page = site.page(there)
    assert "It speaks of another harbour." in page.all("details", class_="withdrawn")[0].text
    assert site.ticket(1).standing.evidence_count == 0
    assert "It speaks of another harbour." in site.page(f"{claim}/evidence/1", status=409).text


@pytest.mark.parametrize("reason", ["", "  ", "..."])
def test_a_row_is_not_withdrawn_without_a_reason(site: Site, claim: str, reason: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    page = site.send(f"{claim}/evidence/1/withdraw", 422, seen_version="1", reason=reason)
    assert page.error("reason") in {"Write the reason.", "The reason has no letters or digits."}
    assert page.value("title") == "Annual accounts"
    assert rows(site)[0].withdrawn_at is None


def test_a_row_that_was_changed_meanwhile_is_not_withdrawn_unread(site: Site, claim: str) -> None:
    site.done(f"{claim}/evidence/new", **GIVEN)
    site.done(
        f"{claim}/evidence/1", "edith", **{**GIVEN, "seen_version": "1", "quote": "Edith's quote"}
    )
    page = site.send(f"{claim}/evidence/1/withdraw", 409, seen_version="1", reason="It is old.")
    assert "Edith changed this evidence 1 while you were writing" in page.text
    assert "Edith's quote" in page.text
    assert rows(site)[0].withdrawn_at is None


# ── Doors ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by", ["rosa", "lara", "ada"])
def test_only_checkers_and_editors_touch_evidence(site: Site, claim: str, by: str) -> None:
    factories.log(site.newsroom, 1, site.newsroom.carla)
    site.visitor(by)
    before = site.counts()
    site.send(f"{claim}/evidence/new", 403, by, **GIVEN)
    site.send(f"{claim}/evidence/1", 403, by, **GIVEN, seen_version="1")
    site.send(f"{claim}/evidence/1/withdraw", 403, by, seen_version="1", reason="No.")
    assert "Change evidence 1" not in site.page(claim, by).links()
    assert site.counts() == before


@pytest.mark.parametrize(
    "path", ["99/evidence/new", "1/evidence/0", "1/evidence/99", f"1/evidence/{10**30}"]
)
def test_what_is_not_there_is_not_found(site: Site, claim: str, path: str) -> None:
    site.page(f"/desk/claims/{path}", status=404)
    site.send(f"/desk/claims/{path}", 404, **GIVEN, seen_version="1")


def test_whoever_has_a_conflict_logs_nothing(site: Site) -> None:
    number = factories.claim(site.newsroom, State.IN_REVIEW)
    with site.newsroom.work(site.newsroom.edith) as work:
        factories.reviews.recuse(work, number, "My sister works there.")
    page = site.page(f"/desk/claims/{number}/evidence/new", "edith", 403)
    assert "You declared a conflict of interest on this claim" in page.text


def test_markup_and_formulas_are_shown_as_typed(site: Site, claim: str) -> None:
    hostile = replace(
        factories.LINK, title="<img src=x onerror=alert(1)>", quote="=HYPERLINK(1) {{7*7}}"
    )
    factories.log(site.newsroom, 1, site.newsroom.carla, hostile)
    row = site.page(claim).id("evidence-1")
    assert "<img src=x onerror=alert(1)>" in row.text
    assert "=HYPERLINK(1) {{7*7}}" in row.text
    assert not row.all("img")
