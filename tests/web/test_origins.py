"""Origins of evidence: compared when a copy is kept, suggested with reasons, decided by people, counted."""

import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from factcheck import jobs
from factcheck.domain.derived import Circle
from factcheck.domain.origin_suggestions import OriginKind
from factcheck.domain.terms import State
from factcheck.jobs import Done, deliver, due
from factcheck.models import OriginalRestriction, OriginDecision, TextLikeness, TextSignature
from factcheck.services import evidence, history, text_versions
from factcheck.services.origin_rows import JOB
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element
from tests.services.test_conversations import CALL
from tests.sites import Site, open_site

ORIGINS = "/desk/claims/1/origins"
STORY = "\n".join(
    f"Sentence {n} of the story says a thing about pier {n} and ship {n}." for n in range(40)
)
OTHER = "\n".join(
    f"Line {n} tells of bread number {n} and of the baker of street {n}." for n in range(40)
)


def site_of(newsroom: Newsroom, text: str = "") -> Site:
    """A claim with two pieces of evidence of two houses."""
    article = factories.article(
        newsroom, text=f"{text}\n\n{factories.TEXT}" if text else factories.TEXT
    )
    claim_id = factories.claim(newsroom, article_id=article)
    factories.take(newsroom, claim_id, newsroom.carla)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    return open_site(newsroom)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return site_of(sqlite_newsroom)


def bring(site: Site, number: int, text: str) -> None:
    path = f"/desk/claims/1/evidence/{number}/upload"
    site.done(path, "carla", files=(io.BytesIO(text.encode()), "page.txt"))
    compare(site.newsroom)


def compare(newsroom: Newsroom) -> list[object]:
    """Carry out what is asked for; how each ended."""
    run = jobs.runner(newsroom.database, newsroom.database.settings)
    run = replace(run, kinds=frozenset({JOB}))
    return [deliver(run, task) for task in due(run)]


def answer(
    site: Site, deed: str, by: str = "carla", status: int = 303, **sent: object
) -> Element | str:
    wanted = {"kind": "text", "first": "1", "second": "2", **sent}
    if status == 303:
        return site.done(f"{ORIGINS}/{deed}", by, **wanted)
    return site.send(f"{ORIGINS}/{deed}", status, by, **wanted)


def test_copies_that_repeat_each_other_are_suggested_as_one_origin(newsroom: Newsroom) -> None:
    site = site_of(newsroom)
    bring(site, 1, STORY)
    bring(site, 2, f"{STORY}\n{OTHER}")
    page = site.page(ORIGINS, "rosa")
    found = re.search(
        r"100 % of the text of evidence 1 stands in evidence 2, and (\d+) % the other", page.text
    )
    assert found is not None, page.text
    assert 40 < int(found[1]) < 60
    assert "Counted: 2 origins" in page.text
    assert "1 suggestion about origins" in site.page("/desk/claims/1").text
    assert newsroom.count(TextLikeness) == 1


def test_one_press_makes_them_one_origin_as_any_change_of_evidence(site: Site) -> None:
    bring(site, 1, STORY)
    bring(site, 2, STORY)
    answer(site, "join")
    assert [row.origin_group for row in site.ticket(1).logged] == ["as evidence 1"] * 2
    assert site.ticket(1).standing.origins == 1
    told = site.newsroom.history(1)
    assert told[-2:] == ["evidence:changed evidence:1", "evidence:changed evidence:2"]
    page = site.page(ORIGINS)
    assert "Nothing is suggested" in page.text
    assert "Counted: 1 origin" in page.text
    answer(site, "join", status=409)


def test_a_conversation_becomes_one_origin_with_a_source_and_stays_a_conversation(
    site: Site,
) -> None:
    newsroom = site.newsroom
    with newsroom.work(newsroom.carla) as work:
        number = evidence.log(work, 1, replace(CALL, url="")).number
    bring(site, 1, STORY)
    bring(site, number, STORY)
    site.done(f"{ORIGINS}/join", "carla", kind="text", first="1", second=str(number))
    with newsroom.read() as session:
        rows = [evidence.row(session, 1, one) for one in (1, number)]
        assert rows[0].origin_group == rows[1].origin_group != ""
        assert replace(evidence.stored(rows[1]), origin_group="") == replace(CALL, url="")


def test_a_copy_of_an_address_the_evidence_had_before_says_nothing_of_the_new_one(
    sqlite_newsroom: Newsroom,
) -> None:
    site = site_of(sqlite_newsroom, STORY)
    bring(site, 1, STORY)
    assert list(site.ticket(1).compared.repeating()) == [1]
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        row = evidence.row(work.session, 1, 1)
        minutes = replace(evidence.stored(row), url="https://parliament.example/minutes")
        evidence.change(work, 1, 1, row.version, minutes)
    assert list(site.ticket(1).compared.repeating()) == []


def test_independent_all_the_same_is_kept_with_who_said_so_and_not_suggested_again(
    newsroom: Newsroom,
) -> None:
    site = site_of(newsroom)
    bring(site, 1, STORY)
    bring(site, 2, STORY)
    answer(site, "apart", "cyril")
    page = site.page(ORIGINS).text
    assert "Nothing is suggested" in page
    assert "Evidence 1 and 2, in spite of the same text: Cyril" in page
    assert site.ticket(1).standing.origins == 2
    assert newsroom.history(1)[-1] == "origin:apart evidence:1"
    bring(site, 2, f"{STORY}\nOne more line of the very same story.")
    assert "Nothing is suggested" in site.page(ORIGINS).text
    assert "held evidence 1 and 2 for independent" in site.ticket(1).standing.deeds_of(
        newsroom.cyril.id
    )
    answer(site, "apart", status=409)
    assert newsroom.count(OriginDecision) == 1


def test_a_story_is_suggested_to_go_by_the_agency_it_credits(site: Site) -> None:
    bring(site, 1, f"ALMATY, 3 May (Reuters) - The pier is closed.\n{STORY}")
    page = site.page(ORIGINS)
    assert "The text of evidence 1 is credited to Reuters." in page.text
    assert "Its origin is Reuters" in page.text
    answer(site, "join", kind="agency", second="0")
    assert [row.origin_group for row in site.ticket(1).logged] == ["Reuters", ""]


def test_two_pages_of_one_site_are_suggested_before_any_copy_is_kept(site: Site) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        given = replace(factories.LINK, publisher="Port", url="https://en.harbour.example/x")
        evidence.log(work, 1, given)
    assert (
        "The addresses of evidence 1 and 3 are both of harbour.example." in site.page(ORIGINS).text
    )
    answer(site, "join", kind="publisher", second="3")
    assert site.ticket(1).standing.origins == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "elsewhere"},
        {"first": "0"},
        {"first": "x"},
        {"second": "-1"},
        {"first": "501"},
    ],
)
def test_what_is_no_suggestion_is_refused_and_nothing_written(
    site: Site, sent: dict[str, str]
) -> None:
    before = site.counts()
    answer(site, "join", status=400, **sent)
    answer(site, "apart", status=400, **sent)
    assert site.counts() == before


def test_what_is_not_suggested_cannot_be_decided(site: Site) -> None:
    before = site.counts()
    for kind in OriginKind:
        answer(site, "join", status=409, kind=kind.value)
        answer(site, "apart", status=409, kind=kind.value)
    assert (site.counts(), site.newsroom.count(OriginDecision)) == (before, 0)


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_who_does_not_check_decides_nothing(site: Site, name: str) -> None:
    bring(site, 1, STORY)
    bring(site, 2, STORY)
    before = site.counts()
    answer(site, "join", name, 403)
    answer(site, "apart", name, 403)
    assert site.counts() == before
    assert "Independent all the same" not in site.page(ORIGINS, name).text


def test_a_copy_of_the_articles_own_text_counts_for_nothing_and_says_so(newsroom: Newsroom) -> None:
    site = site_of(newsroom, STORY)
    assert site.ticket(1).standing.origins == 2
    bring(site, 2, f"Another site\n{STORY}\n{factories.TEXT}")
    facts = site.ticket(1).standing
    assert (facts.origins, facts.circular) == (1, (2,))
    page = site.page("/desk/claims/1")
    assert "of the article’s text stands in the kept copy" in page.id("evidence-2").text
    assert "Evidence 2 only repeats the article and counts for nothing." in page.text
    assert "of the article’s text stands in its kept copy" in site.page(ORIGINS, "rosa").text


def test_the_minimum_of_origins_is_not_met_by_a_copy_of_the_article(site: Site) -> None:
    newsroom = site.newsroom
    article = factories.article(newsroom, text=f"{STORY}\n\n{factories.TEXT}")
    claim_id = factories.claim(newsroom, State.CHECKING, article_id=article)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.write(newsroom, claim_id, newsroom.carla)
    need = site.ticket(claim_id).standing.policy.minimum_origins
    path = f"/desk/claims/{claim_id}"
    for number in range(1, 4 - need):
        upload = f"{path}/evidence/{number}/upload"
        site.done(
            upload, "carla", files=(io.BytesIO(f"{STORY}\n{factories.TEXT}".encode()), "a.txt")
        )
    compare(newsroom)
    facts = site.ticket(claim_id).standing
    assert facts.origins == need - 1
    refused = site.send(f"{path}/verdict/submit", 422, "carla").text
    assert "only repeat" in refused
    assert site.state(claim_id) is State.CHECKING


def test_a_source_that_was_there_first_counts_once_somebody_says_so(site: Site) -> None:
    newsroom = site.newsroom
    article = factories.article(newsroom, text=f"{STORY}\n\n{factories.TEXT}")
    claim_id = factories.claim(newsroom, State.CHECKING, article_id=article)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    path = f"/desk/claims/{claim_id}"
    upload = f"{path}/evidence/1/upload"
    site.done(upload, "carla", files=(io.BytesIO(STORY.encode()), "statement.txt"))
    compare(newsroom)
    assert site.ticket(claim_id).standing.circular == (1,)
    said = {"kind": "article", "first": "1", "second": "0"}
    site.done(f"{path}/origins/apart", "carla", **said)
    facts = site.ticket(claim_id).standing
    assert (facts.circular, facts.origins) == ((), 2)
    site.send(f"{path}/origins/apart", 409, "carla", **said)
    assert "in spite of the article’s own text" in site.page(f"{path}/origins").text


def test_a_newer_text_of_the_article_is_compared_with_the_copies_there_are(site: Site) -> None:
    bring(site, 2, STORY)
    assert site.ticket(1).standing.circular == ()
    newsroom = site.newsroom
    newer = f"{STORY}\n\n{factories.TEXT}"
    with newsroom.work(newsroom.carla) as work:
        text_versions.renew(work, 1, 1, newer)
    assert compare(newsroom) == [Done("compared with 1 copies")]
    assert site.ticket(1).standing.circular == (2,)


def test_a_copy_is_compared_once_and_one_without_text_never(site: Site) -> None:
    bring(site, 1, STORY)
    with site.newsroom.read() as session:
        (row,) = session.scalars(select(TextSignature)).all()
    assert row.runs > 100
    with site.newsroom.work() as work:
        history.tell(work, JOB, snapshot_id=row.snapshot_id)
        history.tell(work, JOB, snapshot_id=99)
    assert compare(site.newsroom) == [Done("not compared: it was before, or has no text")] * 2
    assert site.newsroom.count(TextSignature) == 1


def test_bytes_that_are_gone_are_asked_for_again_and_the_page_stands(site: Site) -> None:
    path = "/desk/claims/1/evidence/1/upload"
    site.done(path, "carla", files=(io.BytesIO(STORY.encode()), "page.txt"))
    for kept in (site.newsroom.database.settings.home / "blobs").rglob("*"):
        if kept.is_file():
            kept.write_bytes(b"other")
    (ended,) = compare(site.newsroom)
    assert isinstance(ended, jobs.Failed)
    assert site.newsroom.count(TextSignature) == 0
    site.page(ORIGINS)


def test_a_guess_beside_a_restricted_original_is_told_nothing_of_it(site: Site) -> None:
    bring(site, 1, f"ALMATY, 3 May (Reuters) - The pier is closed.\n{STORY}")
    bring(site, 2, STORY)
    assert "of the text of evidence" in site.page(ORIGINS).text
    with site.newsroom.work(site.newsroom.edith) as work:
        row = OriginalRestriction(
            evidence_id=evidence.row(work.session, 1, 1).id,
            circle=Circle.SENIOR,
            reason="The witness is not to be named.",
            restricted_by_id=site.newsroom.edith.id,
            restricted_at=work.now,
        )
        work.session.add(row)
    for name in ("carla", "cyril", "edith"):
        page = site.page(ORIGINS, name).text
        assert "Nothing is suggested" in page
        assert "of the text of evidence" not in page
        assert "Reuters" not in page
        assert "about origins" not in site.page("/desk/claims/1", name).text
    for deed in ("join", "apart"):
        answer(site, deed, "cyril", status=409)
        answer(site, deed, "cyril", status=409, kind="agency", second="0")
    with site.newsroom.work(site.newsroom.edith) as work:
        by = site.newsroom.edith.id
        lifted = {"lifted_at": work.now, "lifted_by_id": by, "lifted_reason": "It may be read."}
        work.session.execute(update(OriginalRestriction).values(**lifted))
    assert "of the text of evidence" in site.page(ORIGINS).text
