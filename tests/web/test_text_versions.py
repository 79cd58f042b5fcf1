"""A newer text at the desk: looked at first, kept then, settled card by card; old texts stay readable."""

import io

import pytest

from factcheck.domain.renewal import Settling
from factcheck.domain.terms import State
from factcheck.models import AnchorMove, ArticleVersion, SentenceLook
from factcheck.services import text_settling, text_versions
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.sites import Site, open_site

ARTICLE = "/desk/articles/1"
NEW = f"{ARTICLE}/versions/new"
CHANGED = factories.TEXT.replace("4 million", "nearly 5 million")
LOST = factories.TEXT.replace(
    "The mayor told the council on Monday that the harbour lost 4 million crowns last year.\n\n", ""
)
LONGER = f"Corrected on Friday.\n\n{factories.TEXT}"
FERRIES = "Ferries carried 12,000 people in August"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    factories.claim(sqlite_newsroom, State.APPROVED)
    return open_site(sqlite_newsroom)


def hidden(page: Element) -> dict[str, str]:
    """The form's hidden fields as the page has them, and the text in it."""
    found = {
        one.attributes["name"]: one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("type") == "hidden" and "csrf" not in one.attributes["name"]
    }
    return {**found, "text": page.all("textarea")[0].raw()}


def look(site: Site, text: str) -> Element:
    return site.send(NEW, 200, text=text, then="look", seen="1", looked="")


def keep(site: Site, text: str) -> str:
    """Look at a text, then keep it; where that leads."""
    page = look(site, text)
    seen = {name: value for name, value in hidden(page).items() if name in {"seen", "looked"}}
    return site.done(NEW, text=text, then="keep", **seen)


def texts(site: Site) -> int:
    return site.newsroom.count(ArticleVersion)


# ── Looking first ────────────────────────────────────────────────────────────────────────────────


def test_a_newer_text_is_looked_at_before_anything_is_stored(site: Site) -> None:
    page = look(site, CHANGED)
    assert "What text 2 would change" in page.text
    assert "Nothing is stored yet." in page.text
    assert "1 place of a claim changed: somebody looks again" in page.text
    assert next(one.text for one in page.all("del")) == "4"
    assert texts(site) == 1
    assert site.state(1) is State.APPROVED


def test_keeping_it_leads_to_what_it_changed(site: Site) -> None:
    assert keep(site, CHANGED) == f"{ARTICLE}/versions/2"
    assert texts(site) == 2
    assert site.state(1) is State.CHECKING
    page = site.page(f"{ARTICLE}/versions/2")
    assert "Text 2 is kept. One place asks for you." in page.text
    (card,) = page.all("article", class_="settling")
    assert [one.text for one in card.all("del")] == ["4"]
    assert [one.text for one in card.all("ins")] == ["nearly 5"]
    assert [one.text for one in card.all("button")] == [
        "Still the same claim, claim 1",
        "To be checked again, claim 1",
        "The article says it no more, claim 1",
        "These are the words, claim 1",
    ]


def test_a_text_from_a_file_is_compared_as_well(site: Site) -> None:
    page = site.send(
        NEW, 200, document=(io.BytesIO(CHANGED.encode()), "newer.txt"), then="look", seen="1"
    )
    assert "What text 2 would change" in page.text
    assert hidden(page)["text"].strip() == CHANGED.strip()


def test_another_text_than_was_looked_at_is_shown_again_and_not_kept(site: Site) -> None:
    looked = hidden(look(site, CHANGED))["looked"]
    page = site.send(NEW, 200, text=LOST, then="keep", seen="1", looked=looked)
    assert "The text is another one than was looked at." in page.text
    assert hidden(page)["text"].strip() == LOST.strip()
    assert texts(site) == 1


def test_a_text_compared_with_an_older_one_is_compared_anew(site: Site) -> None:
    looked = hidden(look(site, CHANGED))["looked"]
    with site.newsroom.work(site.newsroom.cyril) as work:
        text_versions.renew(work, 1, 1, LONGER)
    page = site.send(NEW, 200, text=CHANGED, then="keep", seen="1", looked=looked)
    assert "Text 2 came in meanwhile." in page.text
    assert "What text 3 would change" in page.text
    assert texts(site) == 2
    assert site.done(NEW, text=CHANGED, then="keep", seen="2", looked=looked).endswith(
        "/versions/3"
    )


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("", 422, "Paste the article text or choose a file."),
        (factories.TEXT, 409, "This is the text the desk has already"),
        ("...", 422, "The text has no readable characters."),
        ("a\x00b", 422, "a control character (U+0000) at position 2"),
        ("x. " * 700_000, 413, "The text is longer than 2 MB."),
        ("One.\n" * 20_001, 422, "More than 20,000 sentences"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_beside_its_field(
    site: Site, text: str, status: int, sentence: str
) -> None:
    page = site.send(NEW, status, text=text, then="keep", seen="1", looked="")
    errors = page.all("p", class_="field__error")
    assert sentence in " ".join(one.text for one in errors)
    assert texts(site) == 1


def test_the_text_of_another_article_leads_to_it(site: Site) -> None:
    factories.article(site.newsroom, text=CHANGED)
    page = site.send(NEW, 409, text=CHANGED, then="look", seen="1")
    assert "Already imported as #2." in page.text
    assert page.links()["Open article 2"] == "/desk/articles/2"


def test_text_and_file_together_are_refused(site: Site) -> None:
    page = site.send(
        NEW, 422, text=CHANGED, document=(io.BytesIO(b"Other text."), "a.txt"), then="look"
    )
    assert "Paste the text or choose a file, not both." in page.text


@pytest.mark.parametrize("sent", ["-1", "x", "99999999999999999999", "1; DROP TABLE anchor"])
def test_a_made_up_number_of_the_text_keeps_nothing(site: Site, sent: str) -> None:
    looked = hidden(look(site, CHANGED))["looked"]
    answer = site.visitor().post(
        NEW, {"text": CHANGED, "then": "keep", "seen": sent, "looked": looked}
    )
    assert answer.status_code in {200, 422}
    assert texts(site) == 1


# ── What it changed ──────────────────────────────────────────────────────────────────────────────


def renew(site: Site, text: str, seen: int = 1) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        text_versions.renew(work, 1, seen, text)


def test_the_page_shows_both_texts_sentence_by_sentence(site: Site) -> None:
    renew(site, f"Corrected on Friday.\n\n{CHANGED}")
    page = site.page(f"{ARTICLE}/versions/2")
    rows = [
        (row.all("span", class_="twotexts__what")[0].text, row.all("p")[0].text)
        for row in page.all("li", class_="twotexts__row")
    ]
    assert rows[0] == ("New", "Corrected on Friday.")
    assert rows[1][0] == "Unchanged"
    assert rows[2][0] == "Changed"
    assert page.all("li", class_="twotexts__gap")[0].text.startswith("2 sentences unchanged")


def test_a_claim_is_settled_by_one_button(site: Site) -> None:
    renew(site, CHANGED)
    path = f"{ARTICLE}/versions/2"
    assert site.done(f"{path}/moves/1", "cyril", choice="same") == f"{path}#settle"
    page = site.page(path)
    assert page.all("article", class_="settling") == []
    assert "Still the same claim, Cyril" in page.text
    assert site.ticket(1).text_changes == []


def test_lost_words_are_named_by_hand_and_what_was_typed_stays(site: Site) -> None:
    renew(site, LOST)
    path = f"{ARTICLE}/versions/2/moves/1"
    page = site.send(path, 422, choice="placed", **{"m1-quote": "words nobody wrote"})
    assert "The quote is not in the article." in page.text
    assert page.all("textarea")[0].raw().strip() == "words nobody wrote"
    site.done(path, choice="placed", **{"m1-quote": FERRIES})
    assert [a.exact for a in site.ticket(1).anchors] == [FERRIES]


def test_a_guess_is_taken_by_its_place(site: Site) -> None:
    renew(site, LOST)
    start = LOST.strip().index(FERRIES)
    given = {"m1-start": str(start), "m1-end": str(start + len(FERRIES))}
    site.done(f"{ARTICLE}/versions/2/moves/1", choice="placed", **given)
    assert [a.exact for a in site.ticket(1).anchors] == [FERRIES]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"choice": "overtaken"}, 422),
        ({"choice": "<script>"}, 400),
        ({"choice": "placed"}, 422),
        ({"choice": "placed", "m1-start": "5", "m1-end": "2"}, 422),
        ({"choice": "placed", "m1-start": "0", "m1-end": "99999"}, 422),
        ({"choice": "placed", "m1-start": "x", "m1-end": "²"}, 422),
        ({"choice": "placed", "m1-quote": "the", "m1-occurrence": "0"}, 422),
        ({"choice": "placed", "m1-quote": "\x00"}, 422),
        ({"choice": "placed", "m1-quote": "the", "m1-paragraph": "9" * 40}, 422),
    ],
)
def test_an_answer_that_does_not_fit_settles_nothing(
    site: Site, sent: dict[str, str], status: int
) -> None:
    renew(site, CHANGED)
    site.send(f"{ARTICLE}/versions/2/moves/1", status, **sent)
    assert [m.decision for m in site.ticket(1).text_changes] == [""]


def test_what_was_settled_meanwhile_is_said(site: Site) -> None:
    renew(site, CHANGED)
    with site.newsroom.work(site.newsroom.cyril) as work:
        text_settling.settle(work, 1, 1, Settling.RECHECK)
    page = site.send(f"{ARTICLE}/versions/2/moves/1", 409, choice="same")
    assert "Cyril settled this already: to be checked again" in page.text


def test_words_typed_for_what_was_settled_meanwhile_are_not_lost_in_silence(site: Site) -> None:
    renew(site, CHANGED)
    with site.newsroom.work(site.newsroom.cyril) as work:
        text_settling.settle(work, 1, 1, Settling.RECHECK)
    typed = {"choice": "placed", "m1-quote": "words nobody wrote"}
    page = site.send(f"{ARTICLE}/versions/2/moves/1", 409, **typed)
    assert "This waits for nobody any more" in page.text
    assert "words nobody wrote" in page.text


@pytest.mark.parametrize("path", ["9", "0", "2/moves/99", "99999999999/text"])
def test_what_is_not_there_is_not_here(site: Site, path: str) -> None:
    renew(site, CHANGED)
    address = f"{ARTICLE}/versions/{path}"
    if "moves" in path:
        site.send(address, 404, choice="same")
    else:
        site.page(address, status=404)


def test_the_first_text_has_nothing_before_it(site: Site) -> None:
    answer = site.visitor().get(f"{ARTICLE}/versions/1")
    assert (answer.status_code, answer.location) == (302, f"{ARTICLE}/versions/1/text")


# ── Elsewhere ────────────────────────────────────────────────────────────────────────────────────


def test_the_ticket_says_that_the_articles_words_changed_until_it_is_settled(site: Site) -> None:
    renew(site, CHANGED)
    page = site.page("/desk/claims/1")
    assert "The article’s words changed, check again." in page.text
    assert page.links()["Settle it"] == f"{ARTICLE}/versions/2#move-1"
    site.done(f"{ARTICLE}/versions/2/moves/1", choice="same")
    assert "check again" not in site.page("/desk/claims/1").text


def test_the_ticket_promises_no_approval_of_the_words_before(site: Site) -> None:
    assert "does not count" not in site.page("/desk/claims/1").text
    keep(site, CHANGED)
    said = site.page("/desk/claims/1").text
    assert "does not count: the claim went back to be checked" in said
    assert "Approved for exactly this content" not in said
    assert "say first what became of them" in said


def test_a_lost_claim_leads_to_the_older_text_it_stands_in(site: Site) -> None:
    renew(site, LOST)
    page = site.page("/desk/claims/1")
    start = factories.TEXT.strip().index(factories.WORDS)
    address = f"{ARTICLE}/versions/1/text?at={start}#claim-1"
    assert page.links()["In text 1, an older one"] == address
    old = site.page(address)
    assert "This is an older text, kept as it was." in old.text
    assert [one.raw() for one in old.all("mark", class_="claim")] == [factories.WORDS]


def test_my_work_names_claims_whose_words_changed(site: Site) -> None:
    renew(site, CHANGED)
    assert "The article’s words changed" in site.page("/desk").text
    assert "The article’s words changed" not in site.page("/desk", "cyril").text
    site.done(f"{ARTICLE}/versions/2/moves/1", choice="recheck")
    assert "The article’s words changed" not in site.page("/desk").text


def test_an_editor_finds_published_claims_whose_words_changed(sqlite_newsroom: Newsroom) -> None:
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    site = open_site(sqlite_newsroom)
    renew(site, CHANGED)
    assert "The article’s words changed" in site.page("/desk", "edith").text
    assert "Readers have version 1" in site.page("/desk/claims/1", "edith").text


def test_the_texts_are_listed_with_what_became_of_claims(site: Site) -> None:
    renew(site, CHANGED)
    page = site.page(f"{ARTICLE}/versions")
    assert "Text 2, the newest, brought in by Carla" in page.text
    assert "0 carried on, 1 changed, 0 lost; 1 to be settled" in page.text
    assert page.links()["Read it (text 1)"] == f"{ARTICLE}/versions/1/text"
    assert site.page(ARTICLE).links()["A newer text"] == NEW


def test_those_who_only_read_find_no_forms(site: Site) -> None:
    renew(site, CHANGED)
    page = site.page(f"{ARTICLE}/versions/2", "rosa")
    assert [one.text for one in page.all("button")] == ["Sign out"]
    site.send(f"{ARTICLE}/versions/2/moves/1", 403, "rosa", choice="same")
    assert site.newsroom.count(SentenceLook) == 0
    assert site.newsroom.count(AnchorMove) == 1


def test_words_of_an_article_never_become_markup(sqlite_newsroom: Newsroom) -> None:
    words = "<script>alert(1)</script> cost {{7*7}} crowns"
    article_id = factories.article(sqlite_newsroom, text=f"First.\n\nThe {words} in May.\n\nLast.")
    factories.claim(sqlite_newsroom, article_id=article_id, words=words)
    site = open_site(sqlite_newsroom)
    renew(site, f"First.\n\nThe {words.replace('crowns', 'pounds')} in May.\n\nLast.")
    html = site.visitor().get(f"{ARTICLE}/versions/2").text
    assert "<script>alert" not in html
    assert "{{7*7}}" in read(html).text


def test_a_long_text_shows_its_differences_in_pages(sqlite_newsroom: Newsroom) -> None:
    lines = [f"Ship {n} carried {n * 37 + 5} tons of grain to the port." for n in range(300)]
    factories.article(sqlite_newsroom, text="\n".join(lines))
    site = open_site(sqlite_newsroom)
    renew(
        site, "\n".join(f"{line[:-1]} at night." if n % 3 else line for n, line in enumerate(lines))
    )
    page = site.page(f"{ARTICLE}/versions/2")
    assert "Differences 1 to 40 of 200" in page.text
    later = page.links()["Later differences"]
    assert later == f"{ARTICLE}/versions/2?from=41#sentences"
    last = site.page(f"{ARTICLE}/versions/2?from=999999")
    assert "Differences 161 to 200 of 200" in last.text
    site.page(f"{ARTICLE}/versions/2?from=x", status=400)


def test_a_form_opened_before_the_text_changed_marks_no_other_words(site: Site) -> None:
    """Offsets of the old text name other words in the new one: nothing moves silently."""
    start = factories.TEXT.strip().index(FERRIES)
    given = {"start": str(start), "end": str(start + len(FERRIES)), "words": FERRIES}
    renew(site, LONGER)
    before = site.counts()
    page = site.send(
        f"{ARTICLE}/claims/new", 422, statement="Ferries carried many.", kind="statistic", **given
    )
    assert "The article’s text changed meanwhile. Choose the words again." in page.text
    assert site.counts() == before
