"""The article gone through sentence by sentence: signs, the strip, the box, and answers for the script."""

import pytest

from factcheck.services import claims, intake, text_versions
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element
from tests.sites import Site, open_site

TEXT = "Trams run. The 9 were built new.\n\nIs that enough?"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


@pytest.fixture
def article(site: Site) -> str:
    with site.newsroom.work(site.newsroom.carla) as work:
        given = intake.ArticleInput(title="Trams", text=TEXT)
        return f"/desk/articles/{intake.import_article(work, given).id}"


def looks(page: Element) -> list[tuple[str, str]]:
    return [
        (one.attributes["data-sentence"], one.attributes["data-look"])
        for one in page.all("span", class_="sentence")
    ]


def test_every_sentence_says_whether_it_was_looked_at(site: Site, article: str) -> None:
    page = site.page(article)
    assert looks(page) == [("0", "unlooked"), ("11", "suggested"), ("34", "unlooked")]
    signs = [one.attributes["aria-label"] for one in page.all("a", class_="sentence__sign")]
    assert signs == [
        "Sentence: not looked at",
        "Sentence: suggested",
        "Sentence: not looked at",
    ]
    assert "3 of 3 sentences to look at; 0 % done" in page.text


def test_what_the_four_signs_mean_stands_on_top_with_how_many_there_are(
    site: Site, article: str
) -> None:
    site.done(f"{article}/sentences/pass", start="0")
    site.done(f"{article}/claims/new", start="11", end="33", statement="Nine.", kind="event")
    told = site.page(article).all("ul", class_="legend")[0].all("li")
    assert [one.text for one in told] == [
        "not looked at 1",
        "suggested 0",
        "no checkable claim 1",
        "claim 1",
    ]
    shapes = [one.all("use")[0].attributes["href"].partition("#")[2] for one in told]
    assert shapes == ["dot", "ring-dotted", "tick", "tick-line"]


def test_the_text_stays_the_articles_character_for_character(site: Site, article: str) -> None:
    paragraphs = site.page(article).all("p", class_="passage__text")
    assert [one.raw("data-not-text") for one in paragraphs] == [
        "Trams run. The 9 were built new.",
        "Is that enough?",
    ]


def test_passing_over_leads_on_to_the_next_sentence(site: Site, article: str) -> None:
    assert site.done(f"{article}/sentences/pass", start="0") == f"{article}?sentence=11#s11"
    page = site.page(f"{article}?sentence=11")
    assert looks(page)[0] == ("0", "no_claim")
    assert "2 of 3 sentences to look at; 33 % done" in page.text
    box = page.all("section", class_="sentencebox")[0]
    assert "The 9 were built new." in box.text
    assert box.links()["Next sentence to look at n"] == f"{article}?sentence=34#s34"


def test_the_last_sentence_leaves_nothing_to_go_on_to(site: Site, article: str) -> None:
    for start in ("0", "11", "34"):
        site.done(f"{article}/sentences/pass", start=start)
    page = site.page(article)
    assert "0 of 3 sentences to look at; 100 % done" in page.text
    assert "Every sentence is accounted for." in page.text


def test_what_was_passed_over_can_be_taken_back(site: Site, article: str) -> None:
    site.done(f"{article}/sentences/pass", start="11")
    assert site.done(f"{article}/sentences/take-back", start="11") == f"{article}?sentence=11#s11"
    assert looks(site.page(article))[1] == ("11", "suggested")


def test_a_suggestion_says_in_words_why_and_decides_nothing(site: Site, article: str) -> None:
    box = site.page(f"{article}?sentence=11").all("section", class_="sentencebox")[0]
    assert "Suggested" in box.text
    assert "a number" in box.text
    site.done(f"{article}/sentences/pass", start="11")
    assert looks(site.page(article))[1] == ("11", "no_claim")


def test_a_script_gets_the_answer_without_the_page(site: Site, article: str) -> None:
    answer = site.visitor("carla").post(
        f"{article}/sentences/pass", {"start": "11"}, headers={"Accept": "application/json"}
    )
    assert answer.get_json() == {
        "look": "no_claim",
        "words": "no checkable claim",
        "why": "no fact in it",
        "left": 2,
        "total": 3,
        "percent": 33,
        "next": 34,
    }


def test_a_sentence_is_passed_over_for_a_reason_that_stays_in_view(
    site: Site, article: str
) -> None:
    site.done(f"{article}/sentences/pass", start="34", reason="question")
    box = site.page(f"{article}?sentence=34").all("section", class_="sentencebox")[0]
    assert "No checkable claim a question" in box.text
    sentence = site.page(article).all("span", class_="sentence")[2]
    assert sentence.attributes["data-why"] == "a question"


def test_a_reason_nobody_knows_is_refused_with_a_sentence(site: Site, article: str) -> None:
    before = site.counts()
    assert (
        "Choose one of the reasons."
        in site.send(f"{article}/sentences/pass", 400, start="0", reason="boredom").text
    )
    assert site.counts() == before


def test_what_the_program_takes_a_sentence_for_is_the_reason_offered(
    site: Site, article: str
) -> None:
    box = site.page(f"{article}?sentence=34").all("section", class_="sentencebox")[0]
    assert "asks a question" in box.text
    chosen = [one for one in box.all("option") if "selected" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == ["question"]


def test_the_way_on_leads_to_the_next_sentence_to_look_at(site: Site, article: str) -> None:
    site.done(f"{article}/sentences/pass", start="11")
    answer = site.visitor("rosa").get(f"{article}/sentences/next?after=0")
    assert (answer.status_code, answer.location) == (303, f"{article}?sentence=34#s34")


def test_opening_a_claim_and_going_on_comes_back_to_the_article(site: Site, article: str) -> None:
    given = {"start": "0", "end": "10", "statement": "Trams run.", "kind": "event", "then": "on"}
    assert site.done(f"{article}/claims/new", **given) == f"{article}/sentences/next?after=0"
    assert looks(site.page(article))[0] == ("0", "claim")


def test_risks_of_a_sentence_are_told_beside_it(site: Site) -> None:
    text = "The quay is old. Pia Lund, 15, stole a boat."
    with site.newsroom.work(site.newsroom.carla) as work:
        number = intake.import_article(work, intake.ArticleInput(title="Quay", text=text)).id
    page = site.page(f"/desk/articles/{number}?sentence=17")
    flags = [one.attributes.get("data-flags") for one in page.all("span", class_="sentence")]
    assert flags == [None, "names a person, alleges a crime, involves a minor"]
    box = page.all("section", class_="sentencebox")[0]
    assert "names a person, alleges a crime, involves a minor" in box.text


def test_an_article_without_claims_does_not_say_that_none_is_left(
    site: Site, article: str
) -> None:
    page = site.page(article)
    assert page.all("dl", class_="factcount") == []
    assert "0 claims" in page.text


def test_the_facts_of_an_article_stand_on_top(site: Site, article: str) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        span = factories.span_at(TEXT, 11, 15)
        claims.open_claim(work, int(article.rpartition("/")[2]), factories.CLAIM, [span])
    facts = site.page(article).all("dl", class_="factcount")[0]
    assert facts.text == "claim left1 changed0 blocked0 approved0"


def test_claims_whose_words_a_newer_text_changed_are_counted_on_top(
    site: Site, article: str
) -> None:
    number = int(article.rpartition("/")[2])
    with site.newsroom.work(site.newsroom.carla) as work:
        span = factories.span_at(TEXT, 11, 32)
        claims.open_claim(work, number, factories.CLAIM, [span])
    with site.newsroom.work(site.newsroom.carla) as work:
        text_versions.renew(work, number, 1, TEXT.replace("The 9 were", "The 12 were"))
    facts = site.page(article).all("dl", class_="factcount")[0]
    assert facts.text == "claim left1 changed1 blocked0 approved0"
    assert facts.links() == {"1": f"{article}/versions/2"}


def test_a_claim_whose_words_are_lost_is_still_left_to_be_done(site: Site, article: str) -> None:
    number = int(article.rpartition("/")[2])
    with site.newsroom.work(site.newsroom.carla) as work:
        span = factories.span_at(TEXT, 11, 32)
        claims.open_claim(work, number, factories.CLAIM, [span])
    with site.newsroom.work(site.newsroom.carla) as work:
        text_versions.renew(work, number, 1, "Trams run.\n\nIs that enough?")
    facts = site.page(article).all("dl", class_="factcount")[0]
    assert facts.text == "claim left1 changed1 blocked0 approved0"


def test_a_desk_sees_what_became_of_suggestions(site: Site, article: str) -> None:
    assert "Nothing was decided" in site.page("/desk/suggestions").text
    site.done(f"{article}/sentences/pass", start="11", reason="common")
    row = site.page("/desk/suggestions").all("tbody")[0]
    assert row.text == "spotting-en-1 0 1 0 0 % no claim yet common knowledge: 1"


def test_a_sentence_with_a_claim_is_accounted_for_and_not_passed_over(
    site: Site, article: str
) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        span = factories.span_at(TEXT, 11, 15)
        claims.open_claim(work, int(article.rpartition("/")[2]), factories.CLAIM, [span])
    before = site.counts()
    assert looks(site.page(article))[1] == ("11", "claim")
    refused = site.send(f"{article}/sentences/pass", 409, start="11")
    assert "stands on words of this sentence" in refused.text
    assert site.counts() == before


def test_a_decision_made_on_an_older_text_passes_over_nothing_of_the_newer_one(
    site: Site, article: str
) -> None:
    site.done(f"{article}/sentences/pass", start="34", text="1")
    box = site.page(f"{article}?sentence=11").all("section", class_="sentencebox")[0]
    read = [one.attributes["value"] for one in box.all("input") if one.attributes["name"] == "text"]
    assert read == ["1", "1"]
    newer = TEXT.replace("were built new", "are 90 years old") + " It is."
    with site.newsroom.work(site.newsroom.carla) as work:
        text_versions.renew(work, int(article.rpartition("/")[2]), 1, newer)
    before = site.counts()
    refused = site.send(f"{article}/sentences/pass", 409, start="11", text="1")
    assert "Text 2 came in meanwhile. Read the page again; nothing was saved." in refused.text
    site.send(f"{article}/sentences/take-back", 409, start="11", text="1")
    assert site.counts() == before
    assert looks(site.page(article))[1][1] in {"unlooked", "suggested"}
    site.done(f"{article}/sentences/pass", start="11", text="2")
    assert looks(site.page(article))[1] == ("11", "no_claim")


@pytest.mark.parametrize("start", ["", "x", "-1", "5", "9" * 30, "١"])
def test_a_place_that_is_none_is_refused_with_a_sentence(
    site: Site, article: str, start: str
) -> None:
    before = site.counts()
    site.send(f"{article}/sentences/pass", 400, start=start)
    assert site.counts() == before


def test_an_address_that_names_no_sentence_shows_the_article(site: Site, article: str) -> None:
    page = site.page(f"{article}?sentence=5")
    box = page.all("section", class_="sentencebox")[0]
    assert box.links()["Next sentence to look at n"] == f"{article}?sentence=0#s0"


def test_who_may_not_open_claims_sees_the_signs_and_no_box(site: Site, article: str) -> None:
    page = site.page(article, "rosa")
    assert len(looks(page)) == 3
    assert page.all("section", class_="sentencebox") == []


def test_signs_of_a_long_article_lead_to_its_other_part(site: Site) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        text = "\n".join(f"Line {number}." for number in range(1, 902))
        number = intake.import_article(work, intake.ArticleInput(title="Long", text=text)).id
    page = site.page(f"/desk/articles/{number}")
    assert len(looks(page)) == 400
    cells = page.all("a", class_="strip__cell")
    assert len(cells) == 226  # 901 sentences, four to a cell
    assert cells[-1].attributes["href"].startswith(f"/desk/articles/{number}?at=")
