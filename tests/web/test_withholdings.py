"""A page withheld by order: 451 at every address of it at once, nothing of it anywhere else, all of it back (P19)."""

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from factcheck.domain.terms import State
from factcheck.services import claimreview_exchange, tips
from factcheck.services.claimreview_exchange import NotPublished
from factcheck.web.public import publisher
from tests import factories, filing, fronts, tipping
from tests.cast import Newsroom
from tests.pages import read
from tests.readers import Reader, correct, open_reader, retract, two_published
from tests.sharing import drawn, stored
from tests.sites import Site, open_site
from tests.visitors import stranger
from tests.withholding import ORDER, confirm, enter, lift, withhold

BASE = "http://127.0.0.1:8000"
WORDS = "made a loss of 4 million"


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    two_published(newsroom)
    correct(newsroom, 1)
    drawn(newsroom)
    return open_reader(newsroom)


def own(reader: Reader) -> list[str]:
    """Every address of verdict 1 itself."""
    row = stored(reader.newsroom)
    assert row is not None
    assert row.digest is not None
    page = f"/verdicts/1-{reader.verdict().slug}"
    return [
        "/verdicts/1",
        "/verdicts/1-an-older-slug",
        page,
        f"{page}.md",
        f"{page}.txt",
        f"{page}/versions/1",
        f"{page}/versions/2",
        f"{page}/sources/1",
        f"{page}/annotation.json",
        "/embed/verdicts/1",
        f"/share/1-{row.digest.partition(':')[2][:16]}.png",
        "/share/1-older.png",
        f"/oembed?url={BASE}{page}",
        "/report/1",
    ]


def answers(reader: Reader) -> dict[str, tuple[int, bytes]]:
    """What stands at each of them, but for the form, which is another one each time."""
    found = {path: reader.visitor.get(path) for path in own(reader) if path != "/report/1"}
    return {path: (answer.status_code, answer.data) for path, answer in found.items()}


# Everything that lists verdicts, and would tell of this one.
LISTS = (
    "/",
    "/?rating=contradicted",
    "/verdicts",
    "/verdicts?q=loss",
    "/verdicts?claimant=mayor",
    "/corrections",
    fronts.ARTICLE,
    f"{fronts.ARTICLE}/annotations.json?page=0",
    "/data/claimreviews.json",
    "/data/claimreviews-1.json",
    "/v1alpha1/claims:search?query=loss",
    "/sitemaps/verdicts-1.xml",
    *(
        f"/feeds/{name}.{form}"
        for name in ("verdicts", "corrections", "articles/1")
        for form in ("atom", "rss", "json")
    ),
    "/feeds/ratings/contradicted.atom",
)


def said(reader: Reader) -> Iterator[tuple[str, TestResponse]]:
    for path in LISTS:
        yield path, reader.visitor.get(path, follow_redirects=True)


def tells(answer: TestResponse, asked: str = "") -> bool:
    """Whether it names verdict 1, by its words or its address; the one `asked` for leads on to other languages."""
    text = answer.text.replace(asked, "") if asked else answer.text
    return WORDS in text or "/verdicts/1-" in text or "/verdicts/1<" in text


def test_every_address_of_it_says_451_and_by_whose_order(reader: Reader) -> None:
    addresses = own(reader)
    withhold(reader.newsroom)
    for path in addresses:
        answer = reader.get(path, 451)
        assert answer.headers["Link"] == f'<{BASE}/>; rel="blocked-by"', path
        assert answer.headers["Cache-Control"] in {"no-cache", "no-store"}
        assert answer.headers["X-Robots-Tag"] == "noindex"
        for told in (ORDER.authority, ORDER.reference, ORDER.told):
            assert told in answer.text, path
        assert not tells(answer, path), path
        assert "4 million" not in answer.text
    plain = reader.get(addresses[3], 451)
    assert plain.content_type == "text/plain; charset=utf-8"
    page = read(reader.get("/verdicts/1", 451).text)
    assert page.all("h1")[0].text == "Withheld by order"
    assert reader.visitor.client.head(addresses[2], base_url="http://localhost").status_code == 451


def test_what_asks_for_a_text_gets_451_as_well(reader: Reader) -> None:
    withhold(reader.newsroom)
    asked = {"Accept": "text/markdown"}
    reader.get("/verdicts/1", 451, headers=asked)


def test_nothing_that_lists_verdicts_tells_of_it(reader: Reader) -> None:
    before = {path for path, answer in said(reader) if tells(answer)}
    assert before == set(LISTS), "each of them told of it"
    withhold(reader.newsroom)
    after = {path: answer for path, answer in said(reader) if tells(answer)}
    assert after == {}
    assert {answer.status_code for _, answer in said(reader)} == {200}, "the other verdict stays"
    assert "Ferries carried" in reader.get("/").text


def test_the_export_leaves_it_out(reader: Reader) -> None:
    withhold(reader.newsroom)
    with reader.app.test_request_context("/"), reader.newsroom.read() as session:
        who = publisher()
        leaving = list(claimreview_exchange.leaving(session, who, BASE))
        assert [one.address for one in leaving] == [f"{BASE}/verdicts/2-{reader.verdict(2).slug}"]
        with pytest.raises(NotPublished):
            list(claimreview_exchange.leaving(session, who, BASE, [1]))


def test_lifting_it_brings_all_of_it_back(reader: Reader) -> None:
    before = answers(reader)
    lists = {path: answer.data for path, answer in said(reader)}
    withhold(reader.newsroom)
    lift(reader.newsroom)
    assert answers(reader) == before
    assert {path: answer.data for path, answer in said(reader)} == lists


def test_an_order_nobody_confirmed_changes_nothing(reader: Reader) -> None:
    before = answers(reader)
    enter(reader.newsroom)
    assert answers(reader) == before


def test_a_number_that_was_never_published_stays_a_404(reader: Reader) -> None:
    withhold(reader.newsroom)
    for path in ("/verdicts/9", "/embed/verdicts/9", "/share/9-x.png", "/verdicts/2-x/versions/7"):
        reader.get(path, 404)


def test_what_changes_meanwhile_stays_withheld_and_comes_back_as_it_is_by_then(
    reader: Reader,
) -> None:
    withhold(reader.newsroom)
    retract(reader.newsroom, 1)
    assert drawn(reader.newsroom) == 0, "no picture is drawn of what nobody may see"
    reader.get("/verdicts/1", 451)
    lift(reader.newsroom)
    assert drawn(reader.newsroom) == 1
    page = reader.get("/verdicts/1", follow_redirects=True).text
    assert "has been retracted" in page
    assert 'content="Retracted: “' in page


def test_whoever_sent_a_message_about_it_is_not_led_there(reader: Reader) -> None:
    newsroom = reader.newsroom
    number, token = tipping.send(newsroom)
    with newsroom.work(newsroom.carla) as work:
        tips.merge(work, number, 1)
    assert "/verdicts/1-" in reader.get(f"/sent/{token}").text
    withhold(newsroom)
    assert "/verdicts/1" not in reader.get(f"/sent/{token}").text


def test_the_mark_moves_and_no_kept_page_outlives_the_order(newsroom: Newsroom) -> None:
    site = open_site(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    fronts.require_raised(site, lambda: enter(newsroom), is_raised=False)
    assert fronts.kept(newsroom)
    visitor = stranger(site.app)
    assert WORDS in fronts.get(visitor, fronts.VERDICT).text, "it is in memory by now"
    assert fronts.require_raised(site, lambda: confirm(newsroom), is_raised=True)
    assert fronts.kept(newsroom) == {}
    assert WORDS not in fronts.get(visitor, fronts.VERDICT, 451).text
    assert fronts.require_raised(site, lambda: lift(newsroom), is_raised=True)
    assert list(fronts.kept(newsroom)) == [fronts.VERDICT]
    assert WORDS in fronts.get(visitor, fronts.VERDICT).text


# ── On the desk ──────────────────────────────────────────────────────────────────────────────────

PAGE = "/desk/claims/1/withhold"
TYPED = {"authority": ORDER.authority, "reference": ORDER.reference, "told": ORDER.told}


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    factories.claim(newsroom, State.PUBLISHED)
    return open_site(newsroom)


def test_two_people_withhold_a_page_by_the_forms_of_the_desk(site: Site) -> None:
    link = site.page("/desk/claims/1", "lara")
    assert PAGE in {one.attributes.get("href") for one in link.all("a")}
    assert PAGE not in {
        one.attributes.get("href") for one in site.page("/desk/claims/1", "edith").all("a")
    }
    site.done(PAGE, "lara", **TYPED)
    assert "somebody else than who entered the order" in site.page(PAGE, "lara").text
    site.send(f"{PAGE}/confirm", 403, "lara")
    for other in ("", "2", "x"):
        site.send(f"{PAGE}/confirm", 409, "ada", order=other)
    site.done(f"{PAGE}/confirm", "ada", order=site.page(PAGE, "ada").value("order"))
    assert "Withheld by order" in site.page("/desk/claims/1", "carla").text
    assert "The page is withheld" in site.page(PAGE, "lara").text
    site.send(f"{PAGE}/end", 422, "lara", reason="")
    site.done(f"{PAGE}/end", "lara", reason="The court lifted it.")
    assert "Withheld by order" not in site.page("/desk/claims/1", "carla").text


def test_a_form_without_its_words_is_shown_again_with_what_was_typed(site: Site) -> None:
    page = site.send(PAGE, 422, "ada", **{**TYPED, "told": ""})
    assert page.value("authority") == ORDER.authority
    before = site.counts()
    site.done(PAGE, "ada", **TYPED)
    site.send(PAGE, 409, "lara", **TYPED)
    assert site.counts()["history"] == before["history"] + 1


@pytest.mark.parametrize("told", [ORDER.told, ""])
def test_of_two_orders_at_once_the_words_of_the_second_are_not_lost(site: Site, told: str) -> None:
    site.done(PAGE, "ada", **TYPED)
    page = site.send(PAGE, 409, "lara", authority="the Court of Appeal", reference="9/26", told=told)
    assert "There is an order on this page already; read it first." in page.text
    assert "Authority: the Court of Appeal" in page.text
    assert "Reference: 9/26" in page.text


def test_of_two_who_end_an_order_at_once_the_second_is_told_and_keeps_her_words(site: Site) -> None:
    site.done(PAGE, "ada", **TYPED)
    site.done(f"{PAGE}/end", "lara", reason="The court lifted it.")
    for reason in ("The higher court lifted it.", "long " * 101):
        page = site.send(f"{PAGE}/end", 409, "ada", reason=reason)
        assert "There is no order on this page" in page.text
        assert reason.strip() in page.text


def test_a_topic_under_which_all_is_withheld_is_not_there_for_readers(
    sqlite_newsroom: Newsroom,
) -> None:
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    filing.put(sqlite_newsroom, 1, filing.topic(sqlite_newsroom))
    reader = open_reader(sqlite_newsroom)
    assert "/topics/" in reader.get("/topics").text
    withhold(sqlite_newsroom)
    assert "/topics/" not in reader.get("/topics").text
