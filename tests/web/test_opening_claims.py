"""Opening a claim: words chosen in an article, then said more of in a form that loses nothing."""

import pytest

from factcheck.domain.terms import State
from factcheck.models import Claim
from factcheck.services import intake
from factcheck.services.intake import ArticleInput
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

START = factories.TEXT.index(factories.WORDS)
GIVEN = {
    "start": str(START),
    "end": str(START + len(factories.WORDS)),
    "statement": "The harbour lost 4 million crowns last year.",
    "claimant": "the mayor",
    "kind": "statistic",
    "is_claimant_public": "y",
    "said_on": "2026-11",
    "said_where": "council meeting",
    "appearance_url": "https://news.example/harbour",
    "then": "take",
}
ADDRESS = "The address must begin with http:// or https:// and name a public site."
DATE = "Write the date as YYYY-MM-DD, YYYY-MM or YYYY, between 1800-01-01 and tomorrow."


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


@pytest.fixture
def article(site: Site) -> int:
    return factories.article(site.newsroom)


def new(article: int) -> str:
    return f"/desk/articles/{article}/claims/new"


# ── Choosing words ───────────────────────────────────────────────────────────────────────────────


def test_words_chosen_by_place_are_shown_in_their_sentence(site: Site, article: int) -> None:
    page = site.page(f"{new(article)}?start={START}&end={START + 11}")
    assert page.all("blockquote", class_="words")[0].raw() == factories.TEXT.split("\n")[2]
    assert page.all("mark", class_="claim")[0].raw() == factories.WORDS[:11]
    assert (page.value("start"), page.value("end")) == (str(START), str(START + 11))


def test_words_are_found_without_scripts_by_paragraph_and_quote(site: Site, article: int) -> None:
    page = site.page(f"{new(article)}?paragraph=2&quote=last+year&occurrence=")
    assert page.all("mark", class_="claim")[0].raw() == "last year"


@pytest.mark.parametrize(
    ("when", "said_on"), [("on Monday", "2026-11-16"), ("in the end", "2026-11-21")]
)
def test_words_inside_a_quote_bring_their_claimant_cue_and_date_along(
    site: Site, when: str, said_on: str
) -> None:
    text = f"The quay is old. Mayor Ada Tarn told reporters {when} that 40 boats were lost."
    facts = ArticleInput(title="Quay", text=text, published_on="2026-11-21")
    with site.newsroom.work(site.newsroom.carla) as work:
        number = intake.import_article(work, facts).id
    page = site.page(f"{new(number)}?quote=40+boats+were+lost")
    assert (page.value("claimant"), page.value("said_on")) == ("Ada Tarn", said_on)
    told = page.all("p", class_="proposed")[-1].text
    assert "by the word “told”" in told
    assert ("as the words around it tell" in told) == (when == "on Monday")
    assert page.all("input", name="names_private_person")[0].attributes.get("checked") is not None


def test_the_address_of_the_article_is_where_it_appeared_unless_changed(
    site: Site, article: int
) -> None:
    page = site.page(f"{new(article)}?quote=4+million")
    assert (
        page.value("appearance_url")
        == site.ticket(factories.claim(site.newsroom, article_id=article)).article.url
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("quote=no+such+words", "The quote is not in the article."),
        ("quote=ferries+sank&paragraph=2", "The quote is not in paragraph 2."),
        ("quote=harbour&paragraph=99", "Choose one of the paragraphs 1 to 4."),
        ("quote=&paragraph=2", "Write the quote."),
        (f"start={START}&end={START}", "The quote is not in the article."),
        (f"start={START}&end=99999999", "The quote is not in the article."),
        (f"start={START + 9}&end={START}", "The quote is not in the article."),
    ],
)
def test_words_that_are_not_there_are_asked_for_again(
    site: Site, article: int, query: str, sentence: str
) -> None:
    page = site.page(f"{new(article)}?{query}", status=422)
    assert page.error("quote") == sentence


def test_words_in_several_places_are_asked_which(site: Site, article: int) -> None:
    page = site.page(f"{new(article)}?quote=harbour", status=422)
    assert "harbour" in page.value("quote")
    assert page.error("quote")
    page = site.page(f"{new(article)}?quote=harbour&occurrence=2")
    assert page.all("mark", class_="claim")[0].raw() == "harbour"


@pytest.mark.parametrize("typed", ["0", "-1", "1.0", "x", "1e3", "١", "9" * 40])
def test_a_paragraph_is_a_plain_number(site: Site, article: int, typed: str) -> None:
    answer = site.visitor().get(new(article), query_string={"quote": "harbour", "paragraph": typed})
    assert answer.status_code == 422
    assert "Write a whole number from 1 to 1,000,000." in answer.text


def test_without_words_the_page_asks_which(site: Site, article: int) -> None:
    page = site.page(new(article))
    assert page.all("h1")[0].text == "Which words make the claim?"
    assert page.error("quote") == ""


def test_a_reviewer_opens_no_claims(site: Site, article: int) -> None:
    site.page(f"{new(article)}?quote=4+million", "rosa", 403)
    site.send(new(article), 403, "rosa", **GIVEN)
    assert site.newsroom.count(Claim) == 0


# ── Opening ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("then", "state", "holder"),
    [("take", State.CHECKING, "Carla"), ("open", State.OPEN, ""), ("spot", State.SPOTTED, "")],
)
def test_a_claim_is_opened_and_taken_or_opened_or_only_marked(
    site: Site, article: int, then: str, state: State, holder: str
) -> None:
    assert site.done(new(article), **{**GIVEN, "then": then}) == "/desk/claims/1"
    ticket = site.ticket(1)
    assert (ticket.claim.state, ticket.assignee_name) == (state, holder)
    assert [anchor.exact for anchor in ticket.anchors] == [factories.WORDS]


def test_everything_said_about_a_claim_is_kept(site: Site, article: int) -> None:
    flags = {"names_private_person": "y", "alleges_crime": "y", "involves_minor": "y"}
    names = {
        "hidden_name": ["A. Berg", "", "B. Berg"],
        "hidden_role": ["a neighbour", "", "a child"],
    }
    site.done(new(article), **{**GIVEN, **flags, **names, "selection_reason": "Many read it."})
    claim = site.ticket(1).claim
    assert claim.statement == GIVEN["statement"]
    assert (claim.said_on, claim.said_where) == ("2026-11", "council meeting")
    assert (claim.names_private_person, claim.alleges_crime, claim.involves_minor) == (
        True,
        True,
        True,
    )
    assert [(n, r) for _, n, r in site.ticket(1).hidden_names] == [
        ("A. Berg", "a neighbour"),
        ("B. Berg", "a child"),
    ]
    page = site.page("/desk/claims/1")
    assert "“a neighbour” for A. Berg; “a child” for B. Berg" in page.text
    assert "names a private person, alleges a crime, involves a minor" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("statement", "", "Write the claim."),
        ("statement", " \t ", "Write the claim."),
        ("statement", "....!!??", "The claim has no letters or digits."),
        ("statement", "\u3164\u3164", "The claim has no letters or digits."),
        ("statement", "x" * 4_001, "The claim is 4,001 characters long; at most 2,000."),
        (
            "statement",
            "\u202ex",
            "The claim has an invisible direction character (U+202E) at position 1.",
        ),
        ("statement", "x\ufffe", "The claim is not valid Unicode."),
        ("claimant", "m" * 201, "The claimant is longer than 200 characters."),
        ("claimant", "a\x00b", "The claimant has a control character (U+0000) at position 2."),
        ("claimant_role", "...", "The role has no letters or digits."),
        ("said_on", "2026-02-30", DATE),
        ("said_on", "9999-12-31", DATE),
        ("said_on", "01/02/2026", DATE),
        ("said_on", "2026-W01-1", DATE),
        ("said_where", "p" * 301, "The place is longer than 300 characters."),
        ("appearance_url", "x", ADDRESS),
        ("appearance_url", "ftp://news.example/", ADDRESS),
        ("appearance_url", "http://user:word@news.example/", ADDRESS),
        (
            "appearance_url",
            "https://news.example/" + "a" * 2_100,
            "The address is longer than 2,048 characters.",
        ),
        ("kind", "", "Choose one of: statistic, event, legal, quote, causal, biography, other."),
        (
            "kind",
            "rumour",
            "Choose one of: statistic, event, legal, quote, causal, biography, other.",
        ),
        ("selection_reason", "r" * 501, "The reason is longer than 500 characters."),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_nothing_typed_is_lost(
    site: Site, article: int, field: str, typed: str, sentence: str
) -> None:
    before = site.counts()
    sent = {**GIVEN, "selection_reason": "Many read it.", field: typed}
    page = site.send(new(article), 422, **sent)
    assert page.error(field) == sentence
    for name in sent.keys() - {"then", "kind" if field == "kind" else ""}:
        assert page.value(name) == sent[name], name
    assert page.all("a", href=f"#{field}") or page.all("a", href=f"#{field}-0")
    assert site.counts() == before


@pytest.mark.parametrize(
    "statement",
    ["<script>alert(1)</script> x", "{{7*7}}", "=HYPERLINK(1)", "'; DROP TABLE claim; --", "%s {0} $(id)",
     "می‌خواهم", "family 👨‍👩‍👧", "soft\u00adhyphen"],
)  # fmt: skip
def test_whatever_looks_like_code_is_taken_and_shown_as_typed(
    site: Site, article: int, statement: str
) -> None:
    site.done(new(article), **{**GIVEN, "statement": statement})
    page = site.page("/desk/claims/1")
    assert page.all("h1")[0].raw() == statement
    assert not [s for s in page.all("script") if "src" not in s.attributes]


def test_a_name_without_a_role_is_sent_back_and_a_role_without_a_name_too(
    site: Site, article: int
) -> None:
    names = {"hidden_name": ["A. Berg", "", "..."], "hidden_role": ["", "a child", "a cat"]}
    page = site.send(new(article), 422, **{**GIVEN, **names})
    assert (
        page.id("hidden-role-1-error").text == "Say which role readers see in place of this name."
    )
    assert page.id("hidden-name-2-error").text == "Write the name that this role stands for."
    assert page.id("hidden-name-3-error").text == "The name has no letters or digits."
    assert [row.attributes["value"] for row in page.named("hidden_name")] == ["A. Berg", "", "..."]


def test_more_rows_for_names_come_without_scripts_and_without_saving(
    site: Site, article: int
) -> None:
    names = {"hidden_name": ["A", "B", "C"], "hidden_role": ["a", "b", "c"]}
    page = site.send(new(article), 200, **{**GIVEN, **names, "statement": "", "more_names": "1"})
    assert [row.attributes["value"] for row in page.named("hidden_name")] == [
        "A",
        "B",
        "C",
        "",
        "",
        "",
    ]
    assert page.error("statement") == ""
    assert page.value("said_where") == "council meeting"
    assert site.newsroom.count(Claim) == 0


def test_a_thousand_names_are_not_taken_and_do_no_harm(site: Site, article: int) -> None:
    names = {"hidden_name": ["x"] * 1_000, "hidden_role": ["y"] * 1_000}
    page = site.send(new(article), 422, **{**GIVEN, **names})
    assert "At most 60 names." in page.text


@pytest.mark.parametrize(
    ("start", "end"), [("5", "5"), ("9", "3"), ("0", "99999"), ("x", "9"), ("", ""), ("-1", "4")]
)
def test_a_place_outside_the_article_is_refused_and_what_was_typed_stays(
    site: Site, article: int, start: str, end: str
) -> None:
    page = site.send(new(article), 422, **{**GIVEN, "start": start, "end": end})
    assert "The quote is not in the article. Choose the words again." in page.text
    assert page.value("statement") == GIVEN["statement"]
    assert site.newsroom.count(Claim) == 0


@pytest.mark.parametrize("number", [0, 99, 10**30])
def test_no_claim_is_opened_in_an_article_that_is_not_there(site: Site, number: int) -> None:
    site.send(new(number), 404, **GIVEN)
