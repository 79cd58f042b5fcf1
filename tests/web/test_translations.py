"""Translations on the desk: written beside the original, reviewed by somebody else, and nothing typed that is lost."""

from typing import Any

import pytest

from factcheck.domain.terms import State
from factcheck.models import TranslationReview, TranslationVersion
from tests import factories, translating
from tests.cast import Newsroom
from tests.fronts import correct, retract
from tests.pages import Element
from tests.sites import Site, open_site
from tests.statements import counted
from tests.translating import TEXTS
from tests.visitors import stranger

CLAIM = "/desk/claims/1"
EDIT = f"{CLAIM}/translations/ru"
REVIEW = f"{EDIT}/review"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    """Readers have claim 1."""
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    return open_site(sqlite_newsroom)


def form(page: Element, **typed: Any) -> dict[str, Any]:
    """The page's own form as sent, with some fields typed over."""
    names = ("seen_version", "seen_source", *TEXTS)
    return {name: page.value(name) for name in names} | typed


def kept(site: Site) -> tuple[int, int, int]:
    told = [deed for deed in site.newsroom.history() if deed.startswith("translation:")]
    rows = (TranslationVersion, TranslationReview)
    return (*(site.newsroom.count(kind) for kind in rows), len(told))  # type: ignore[return-value]  # three numbers


def section(site: Site, by: str = "carla") -> Element:
    return site.page(CLAIM, by).id("translations")


# ── The claim's page ─────────────────────────────────────────────────────────────────────────────


def test_a_published_claim_offers_every_language_but_its_own(site: Site) -> None:
    assert section(site).links() == {
        "Translate into Russian": EDIT,
        "Translate into Kazakh": f"{CLAIM}/translations/kk",
    }


def test_whoever_may_not_translate_is_offered_nothing_to_press(site: Site) -> None:
    for name in ("rosa", "lara", "ada"):
        assert section(site, name).links() == {}


@pytest.mark.parametrize("state", [State.CHECKING, State.APPROVED])
def test_a_claim_that_readers_do_not_have_offers_none(
    sqlite_newsroom: Newsroom, state: State
) -> None:
    claim_id = factories.claim(sqlite_newsroom, state)
    page = open_site(sqlite_newsroom).page(f"/desk/claims/{claim_id}")
    assert page.all(id="translations") == []


def test_the_claim_s_page_follows_a_translation_on_its_road(site: Site) -> None:
    translating.write(site.newsroom)
    assert "Draft version 1 by Carla" in section(site).text
    translating.hand_in(site.newsroom)
    assert section(site, "rosa").links()["Review the Russian translation"] == REVIEW
    translating.approve(site.newsroom)
    translating.publish(site.newsroom)
    assert "Readers have version 1" in section(site).text
    correct(site.newsroom)
    assert "Out of date: readers have version 1, of version 1" in section(site).text
    retract(site.newsroom)
    assert site.page(CLAIM).all(id="translations") == []


def test_translations_cost_the_page_of_the_claim_no_statement(site: Site) -> None:
    site.page(CLAIM)
    with counted(site.newsroom.database) as before:
        site.page(CLAIM)
    translating.published(site.newsroom)
    translating.write(site.newsroom, None, 1, "kk")
    site.page(CLAIM)
    with counted(site.newsroom.database) as after:
        site.page(CLAIM)
    assert len(after) == len(before)


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def test_each_text_of_the_original_stands_beside_its_field(site: Site) -> None:
    page = site.page(EDIT)
    assert page.id("original-statement").raw() == factories.CLAIM.statement
    for key in TEXTS:
        assert page.named(key)[0].attributes["lang"] == "ru"
        assert page.id(f"original-{key}").raw()
    assert page.value("seen_source") == "1"


def test_a_draft_is_saved_and_stands_there_again(site: Site) -> None:
    assert site.done(EDIT, "carla", **form(site.page(EDIT), **TEXTS)) == EDIT
    page = site.page(EDIT)
    assert {key: page.value(key).strip() for key in TEXTS} == dict(TEXTS)
    assert kept(site) == (1, 0, 1)


def test_a_draft_may_lack_anything_and_handing_it_in_says_what(site: Site) -> None:
    sent = form(site.page(EDIT), reason="Отчёты говорят то же.", then="hand_in")
    page = site.send(EDIT, 422, "carla", **sent)
    assert "still lacks the claim, the explanation" in page.text
    assert page.value("reason").strip() == "Отчёты говорят то же."
    assert kept(site) == (1, 0, 1), "the draft itself is saved"


def test_handing_in_leads_to_the_review_page(site: Site) -> None:
    sent = form(site.page(EDIT), **TEXTS, then="hand_in")
    assert site.done(EDIT, "carla", **sent) == REVIEW
    assert "In review" in site.page(REVIEW).text


@pytest.mark.parametrize(("field", "typed"), [("reason", "а" * 501), ("explanation", "a\x00b")])
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    site: Site, field: str, typed: str
) -> None:
    sent = form(site.page(EDIT), **{**TEXTS, field: typed})
    page = site.send(EDIT, 422, "carla", **sent)
    assert page.error(field)
    for name in set(TEXTS) - {field}:
        assert page.value(name).strip() == TEXTS[name]
    assert kept(site) == (0, 0, 0)


def test_who_comes_too_late_sees_both_texts_and_may_keep_hers(site: Site) -> None:
    begun = form(site.page(EDIT), **{**TEXTS, "reason": "Моё слово."})
    translating.write(site.newsroom, site.newsroom.cyril)
    page = site.send(EDIT, 409, "carla", **begun)
    assert "Cyril changed this translation" in page.text
    assert "Моё слово." in page.text
    again = {one.attributes["name"]: one.raw().strip() for one in page.all("textarea")}
    assert again["reason"] == "Моё слово."
    assert site.done(EDIT, "carla", **again, seen_version=page.value("seen_version")) == EDIT
    assert site.page(EDIT).value("reason").strip() == "Моё слово."


def test_where_the_original_changed_meanwhile_nothing_typed_is_lost(site: Site) -> None:
    begun = form(site.page(EDIT), **TEXTS)
    correct(site.newsroom)
    page = site.send(EDIT, 409, "carla", **begun)
    assert "The original was changed while you wrote" in page.text
    assert page.value("statement").strip() == TEXTS["statement"]
    assert page.value("seen_source") == "2"
    assert page.id("original-reason").raw() == "The accounts say a little less."
    assert kept(site) == (0, 0, 0)


def test_bringing_it_up_to_date_shows_what_the_original_says_otherwise(site: Site) -> None:
    translating.published(site.newsroom)
    correct(site.newsroom)
    page = site.page(EDIT)
    assert "a little less" in page.id("changed").text
    assert page.value("statement").strip() == TEXTS["statement"]


def test_a_reason_to_send_back_stands_at_the_head(site: Site) -> None:
    translating.handed_in(site.newsroom)
    assert site.done(f"{EDIT}/send-back", "rosa", reason="Too much.") == REVIEW
    assert "Sent back by Rosa" in site.page(EDIT).text


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


def seen(site: Site) -> str:
    return translating.seen_hash(site.newsroom)


def test_the_review_page_shows_the_page_as_readers_would_get_it(site: Site) -> None:
    translating.handed_in(site.newsroom)
    page = site.page(REVIEW, "rosa")
    assert TEXTS["statement"] in page.text
    assert "Подтверждается" in page.text
    assert page.value("seen_hash") == seen(site)


def test_the_author_reads_why_she_may_not_approve(site: Site) -> None:
    translating.write(site.newsroom, site.newsroom.max)
    translating.hand_in(site.newsroom, site.newsroom.max)
    why = site.page(REVIEW, "max").id("why-not-approve")
    assert why.text == "Another person must approve: you wrote this translation."
    before = kept(site)
    site.send(f"{EDIT}/approve", 403, "max", seen_hash=seen(site))
    assert kept(site) == before


def test_approving_and_publishing_by_the_page(site: Site) -> None:
    translating.handed_in(site.newsroom)
    assert site.done(f"{EDIT}/approve", "rosa", seen_hash=seen(site), note="Точно.") == REVIEW
    assert "an editor can publish it" in site.page(REVIEW, "rosa").text
    assert site.done(f"{EDIT}/publish", "edith", seen_hash=seen(site)) == REVIEW
    assert "readers have it" in site.page(REVIEW, "edith").text


def test_sending_back_needs_a_reason_and_keeps_the_page(site: Site) -> None:
    translating.handed_in(site.newsroom)
    page = site.send(f"{EDIT}/send-back", 422, "rosa", reason=" ")
    assert page.error("send_back-reason")
    assert kept(site) == (1, 0, 2)


def test_asking_a_colleague(site: Site) -> None:
    translating.handed_in(site.newsroom)
    page = site.page(REVIEW)
    names = [one.text for one in page.id("ask-person").all("option")]
    assert names == ["—", "Edith", "Emil", "Max", "Rosa"]
    assert site.done(f"{EDIT}/ask", "carla", person=site.newsroom.rosa.id) == REVIEW
    assert "Rosa" in site.page(REVIEW).text
    page = site.send(f"{EDIT}/ask", 422, "carla", person=site.newsroom.carla.id)
    assert page.error("ask-person")


def test_taking_back_leads_to_the_form(site: Site) -> None:
    translating.handed_in(site.newsroom)
    assert site.done(f"{EDIT}/take-back", "carla") == EDIT
    assert site.page(EDIT).value("reason").strip() == TEXTS["reason"]


def test_a_stale_translation_says_so_and_cannot_be_decided_on(site: Site) -> None:
    translating.handed_in(site.newsroom)
    read_hash = seen(site)
    correct(site.newsroom)
    page = site.page(REVIEW, "rosa")
    assert "The original was changed since" in page.text
    assert "up to date first" in page.id("why-not-approve").text
    site.send(f"{EDIT}/approve", 409, "rosa", seen_hash=read_hash)


def test_while_it_is_reviewed_nobody_writes_in_it(site: Site) -> None:
    translating.handed_in(site.newsroom)
    assert "taken back before it is changed" in site.page(EDIT, status=409).text


# ── Who finds what ───────────────────────────────────────────────────────────────────────────────


def test_strangers_find_no_translation_that_was_not_published(site: Site) -> None:
    translating.approved(site.newsroom)
    reader = stranger(site.app)
    for path in (EDIT, REVIEW):
        assert reader.get(path).status_code == 404
    verdict = reader.get("/verdicts/1", follow_redirects=True)
    assert TEXTS["statement"] not in verdict.text
    assert "Read this in" not in verdict.text
    path = verdict.request.path
    assert TEXTS["statement"] not in reader.get(f"/ru{path}").text
    assert reader.get(f"{path}/translations/ru/1").status_code == 404


@pytest.mark.parametrize("path", ["de", "en", "xx", "ru/review", "de/review"])
def test_there_are_pages_for_translations_that_can_be(site: Site, path: str) -> None:
    assert site.visitor().get(f"{CLAIM}/translations/{path}").status_code == 404
