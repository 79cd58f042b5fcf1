"""Writing a verdict: every choice with its definition, nothing typed lost, versions that can be compared."""

from dataclasses import replace

import pytest

from factcheck.domain.terms import ChangeKind, State
from factcheck.services import verdicts
from factcheck.services.verdicts import scale_of
from tests import factories, road
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.statements import counted

EXPLANATION = "The accounts [1] say **4.01 million**.\n\nThe audit [2] agrees; see [9]."


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def checking(site: Site) -> int:
    """A claim that Carla checks, with two pieces of evidence."""
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    return claim_id


def given(site: Site, claim_id: int, **changed: str) -> dict[str, str]:
    """A whole verdict as the form sends it."""
    found = site.ticket(claim_id)
    return {
        "seen_version": str(found.verdict.version) if found.verdict else "",
        "rating": str(factories.rating_id(found)),
        "reason": "The accounts say so.",
        "explanation": EXPLANATION,
        "as_of": "2026-11-19",
        **changed,
    }


# ── The form ─────────────────────────────────────────────────────────────────────────────────────


def test_every_rating_stands_there_with_its_definition(site: Site) -> None:
    claim_id = checking(site)
    page = site.page(f"/desk/claims/{claim_id}/verdict")
    scale = scale_of(site.ticket(claim_id))
    assert scale is not None
    radios = page.named("rating")
    assert [radio.attributes["value"] for radio in radios] == [
        "",
        *(str(r.id) for r in scale.choices),
    ]
    for radio, rating in zip(radios[1:], scale.choices, strict=True):
        hint = page.id(radio.attributes["aria-describedby"])
        assert hint.text.startswith(rating.definition)
    assert "checked" in radios[0].attributes
    assert page.value("as_of") != ""


def test_the_evidence_to_cite_stands_beside_the_form_by_its_numbers(site: Site) -> None:
    claim_id = checking(site)
    hidden = replace(factories.LINK, is_public=False, internal_reason="A source to protect.")
    factories.log(site.newsroom, claim_id, site.newsroom.carla, hidden)
    page = site.page(f"/desk/claims/{claim_id}/verdict")
    assert page.id("source-1").text.startswith("[1] Annual accounts of the harbour")
    assert "do not cite" in page.id("source-3").text
    assert "do not cite" not in page.id("source-1").text


def test_a_draft_is_saved_as_typed_and_shown_again(site: Site) -> None:
    claim_id = checking(site)
    path = f"/desk/claims/{claim_id}/verdict"
    assert (
        site.done(path, **given(site, claim_id), then="save") == f"/desk/claims/{claim_id}#verdict"
    )
    page = site.page(path)
    assert page.value("explanation") == EXPLANATION
    assert page.value("reason") == "The accounts say so."
    assert page.value("as_of") == "2026-11-19"
    assert page.value("rating") == str(factories.rating_id(site.ticket(claim_id)))


def test_a_draft_may_lack_anything(site: Site) -> None:
    claim_id = checking(site)
    empty = dict.fromkeys(("seen_version", "rating", "reason", "explanation", "as_of"), "")
    site.done(f"/desk/claims/{claim_id}/verdict", **empty)
    verdict = site.ticket(claim_id).verdict
    assert verdict is not None
    assert (verdict.rating_id, verdict.reason, verdict.as_of) == (None, "", "")


def test_saved_and_previewed_the_explanation_stands_below_as_readers_get_it(site: Site) -> None:
    claim_id = checking(site)
    path = f"/desk/claims/{claim_id}/verdict"
    assert site.done(path, **given(site, claim_id), then="preview") == f"{path}#preview"
    preview = site.page(path).id("preview")
    assert [one.text for one in preview.all("strong")] == ["4.01 million"]
    assert preview.links() | {"The whole page as readers will get it": ""} == {
        "[1]": "#source-1",
        "[2]": "#source-2",
        "The whole page as readers will get it": "",
    }


def test_saved_and_submitted_it_is_in_review(site: Site) -> None:
    claim_id = checking(site)
    path = f"/desk/claims/{claim_id}/verdict"
    assert site.done(path, **given(site, claim_id), then="submit") == f"/desk/claims/{claim_id}"
    assert site.state(claim_id) is State.IN_REVIEW


def test_what_is_missing_for_submitting_is_said_and_the_draft_is_kept(site: Site) -> None:
    claim_id = checking(site)
    page = site.send(
        f"/desk/claims/{claim_id}/verdict",
        422,
        **given(site, claim_id, reason="", rating=""),
        then="submit",
    )
    (told,) = page.all(class_="mend")
    assert told.text == (
        "Saved as a draft, not submitted The verdict still needs a rating and a one-sentence reason."
        " RatingThe reason in one sentence"
    )
    assert told.links() == {"Rating": "#rating-0", "The reason in one sentence": "#reason"}
    beside = "Still needed before this can be submitted."
    assert page.id("rating-error").text == page.id("reason-error").text == beside
    assert len(page.all(class_="field__error")) == 2, "the explanation is there"
    assert page.value("explanation") == EXPLANATION
    verdict = site.ticket(claim_id).verdict
    assert verdict is not None
    assert (verdict.explanation, site.state(claim_id)) == (EXPLANATION, State.CHECKING)
    assert page.value("seen_version") == str(verdict.version)


def test_a_verdict_without_evidence_is_not_submitted(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    page = site.send(
        f"/desk/claims/{claim_id}/verdict", 422, **given(site, claim_id), then="submit"
    )
    assert "Add at least one piece of evidence before a verdict." in page.text


# field, what is sent, the sentence beside it
BAD = [
    ("rating", "99999", "Choose one of the ratings."),
    ("rating", "true", "Choose one of the ratings."),
    ("rating", "9" * 5000, "Choose one of the ratings."),
    ("reason", "x" * 501, "The reason is 501 characters long; at most 500."),
    ("reason", "\u202eturned", "The reason has an invisible direction character (U+202E) at position 1."),
    ("explanation", "a\x00b", "The explanation has a control character (U+0000) at position 2."),
    ("explanation", "a" + "\u0301" * 100_000, "More than 16 combining marks in a row."),
    ("as_of", "2026-02-30", "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."),
    ("as_of", "9999-12-31", "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."),
    ("as_of", "2026-W01-1", "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."),
    ("as_of", "yesterday", "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."),
    ("as_of", "２０２６-01-01", "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."),
    ("explanation", "x" * 50_001, "The explanation is 50,001 characters long; at most 50,000."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sent", "sentence"), BAD)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(
    site: Site, name: str, sent: str, sentence: str
) -> None:
    claim_id = checking(site)
    data = given(site, claim_id, **{name: sent})
    page = site.send(f"/desk/claims/{claim_id}/verdict", 422, **data)
    assert page.error(name) == sentence
    for field in {"reason", "explanation", "as_of"} - {name}:
        assert page.value(field) == data[field]
    assert site.ticket(claim_id).verdict is None


@pytest.mark.parametrize("sent", ["-1", "abc", "1e3", "9" * 30, "1.0", "１"])
def test_a_version_that_is_no_version_is_refused(site: Site, sent: str) -> None:
    claim_id = checking(site)
    data = given(site, claim_id, seen_version=sent)
    page = site.send(f"/desk/claims/{claim_id}/verdict", 422, **data)
    assert page.value("explanation") == EXPLANATION
    assert site.ticket(claim_id).verdict is None


def test_hostile_text_is_shown_as_typed_and_does_nothing(site: Site) -> None:
    claim_id = checking(site)
    nasty = (
        "<script>alert(1)</script> [x](javascript:alert(1)) {{7*7}} ![i](http://x.example/i.png)"
    )
    site.done(
        f"/desk/claims/{claim_id}/verdict", **given(site, claim_id, explanation=nasty, reason=nasty)
    )
    page = site.page(f"/desk/claims/{claim_id}/verdict")
    assert page.value("explanation") == nasty
    assert [
        s.attributes.get("src", "") for s in page.all("script") if not s.attributes.get("src")
    ] == []
    assert not [a for a in page.all("a") if a.attributes.get("href", "").startswith("javascript")]
    assert page.id("preview").all("img") == []


# ── Warnings ─────────────────────────────────────────────────────────────────────────────────────


def test_a_wording_that_machines_stumble_over_is_warned_of_and_not_refused(site: Site) -> None:
    statement = f"{'The harbour lost a great deal of money ' * 2}and that is supported"
    claim_id = factories.claim(
        site.newsroom, State.CHECKING, given=replace(factories.CLAIM, statement=statement)
    )
    path = f"/desk/claims/{claim_id}/verdict"
    cautions = [one.text for one in site.page(path).all(class_="caution")]
    assert [text.split(" It hinders")[0] for text in cautions] == [
        "The claim starts or ends with a rating; it should be the claim alone.",
        f"The claim has {len(statement)} characters; search engines show it whole below 75.",
    ]
    site.done(path, **given(site, claim_id))


def test_a_plain_wording_is_warned_of_by_nothing(site: Site) -> None:
    assert site.page(f"/desk/claims/{checking(site)}/verdict").all(class_="caution") == []


# ── Two at once, and versions ────────────────────────────────────────────────────────────────────


def test_a_save_that_comes_too_late_shows_both_texts_and_either_can_be_kept(site: Site) -> None:
    claim_id = checking(site)
    path = f"/desk/claims/{claim_id}/verdict"
    mine = given(site, claim_id, explanation="My hour of work.")
    factories.write(site.newsroom, claim_id, site.newsroom.cyril, explanation="His words.")
    page = site.send(path, 409, **mine, then="save")
    assert "Cyril changed this verdict while you were writing" in page.text
    texts = [one.text for one in page.all(class_="versus__text")]
    assert "His words." in " ".join(texts)
    assert "My hour of work." in " ".join(texts)
    again = {name: page.value(name) for name in mine}
    assert again["explanation"] == "My hour of work."
    site.done(path, **again, then="save")
    verdict = site.ticket(claim_id).verdict
    assert verdict is not None
    assert verdict.explanation == "My hour of work."


def test_rewriting_a_submitted_verdict_is_announced_and_takes_it_back(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    path = f"/desk/claims/{claim_id}/verdict"
    assert "Saving makes a new one" in site.page(path).text
    site.done(path, **given(site, claim_id, reason="Better."))
    assert site.state(claim_id) is State.CHECKING
    assert site.ticket(claim_id).standing.verdict.number == 2


def test_submitting_and_withdrawing_by_button(site: Site) -> None:
    claim_id = checking(site)
    factories.write(site.newsroom, claim_id, site.newsroom.carla)
    path = f"/desk/claims/{claim_id}/verdict"
    site.page(path)
    with counted(site.newsroom.database) as statements:
        site.done(f"{path}/submit")
    assert len(statements) <= 8, statements
    assert site.state(claim_id) is State.IN_REVIEW
    assert (
        "Only those who worked on this verdict" in site.send(f"{path}/withdraw", 403, "edith").text
    )
    assert site.done(f"{path}/withdraw") == path
    assert site.state(claim_id) is State.CHECKING


def test_versions_stand_newest_first_and_their_difference_reads_word_by_word(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    road.change_evidence(site.newsroom, claim_id, 1, site.newsroom.cyril, quote="Minus 4 million")
    factories.write(site.newsroom, claim_id, site.newsroom.carla, reason="The accounts show it.")
    with site.newsroom.work(site.newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    path = f"/desk/claims/{claim_id}/verdict/versions"
    page = site.page(f"{path}?old=1&new=3")
    lines = [one.text for one in page.all(class_="history")[0].all("li")]
    assert [line.split("Version ")[1][0] for line in lines] == ["3", "2", "1"]
    assert "Cyril changed evidence 1 (quote)" in lines[1]
    changes = page.all(class_="changes")[0]
    assert [one.text for one in changes.all("dt")] == ["The reason", "Evidence 1: quote"]
    reason = changes.all("dd")[0]
    assert reason.text == "The accounts sayshow so.it."
    assert [one.text for one in reason.all("del")] == ["say", "so."]
    assert [one.text for one in reason.all("ins")] == ["show", "it."]
    assert "say the same" in site.page(f"{path}?old=2&new=2").text


@pytest.mark.parametrize(
    ("query", "status"),
    [("old=1&new=9", 404), ("old=0&new=1", 400), ("old=x&new=1", 400), ("old=1", 400), ("new=1&old=1e9", 400)],
)  # fmt: skip
def test_versions_that_are_not_there_cannot_be_compared(
    site: Site, query: str, status: int
) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    site.page(f"/desk/claims/{claim_id}/verdict/versions?{query}", status=status)


def test_a_draft_among_the_versions_is_named_and_not_compared(site: Site) -> None:
    claim_id = checking(site)
    path = f"/desk/claims/{claim_id}/verdict/versions"
    assert "Nobody has written a verdict yet." in site.page(path).text
    factories.write(site.newsroom, claim_id, site.newsroom.carla)
    page = site.page(path)
    assert "Version 1, current, draft, by Carla" in page.text
    assert page.named("old") == []
    site.page(f"{path}?old=1&new=1", status=404)


# ── Changing what readers have ───────────────────────────────────────────────────────────────────


def test_a_change_carries_its_note_in_the_form(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    road.begin_change(site.newsroom, claim_id, ChangeKind.CLARIFICATION, site.newsroom.edith)
    path = f"/desk/claims/{claim_id}/verdict"
    page = site.page(path)
    assert "Clarification of what readers have" in page.text
    assert page.value("change_note") == road.NOTE
    site.done(
        path, **given(site, claim_id, change_note="The loss is of the year 2025."), then="save"
    )
    assert (
        "The loss is of the year 2025." in site.page(f"/desk/claims/{claim_id}/review", "rosa").text
    )


def test_a_first_verdict_asks_for_no_note(site: Site) -> None:
    assert site.page(f"/desk/claims/{checking(site)}/verdict").named("change_note") == []
