"""What readers are told of sources that died or changed, and the copy they read in the place of one (E15, E17)."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.derived import Circle
from factcheck.domain.digests import digest_of
from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import EvidenceKind, State
from factcheck.keeping import blobs_of
from factcheck.models import Evidence, OriginalRestriction, Publication, Snapshot, SourceCheck
from factcheck.services import (
    evidence,
    evidence_rows,
    publication,
    snapshots,
)
from factcheck.services.source_findings import Found
from factcheck.web import public_copies
from tests import factories
from tests.cast import Newsroom
from tests.shelves import COPY, KEPT, PAGE, VERDICT, Shelf, captured, keep, readers_page
from tests.sites import open_site
from tests.statements import counted
from tests.visitors import stranger

# ── Readers ──────────────────────────────────────────────────────────────────────────────────────


def test_readers_are_told_that_a_source_is_gone_and_read_the_copy(shelf: Shelf) -> None:
    before = readers_page(shelf)
    assert "This page" not in before
    assert shelf.reader(COPY).status_code == 404
    shelf.dies()
    page = readers_page(shelf)
    assert "<strong>This page is gone</strong> since" in page
    assert f'href="/{COPY}"' in page
    answer = shelf.reader(COPY)
    assert answer.status_code == 200
    for said in (
        "Our copy of source 1",
        "Annual accounts of the harbour",
        factories.LINK.url,
        "2026-11-20 10:02:11 UTC",
        digest_of(PAGE + KEPT.encode())[7:39],
        "its address answers 404",
        '<mark id="quoted">Result for the year: -4,012,330</mark>',
        "&lt;b&gt;crowns&lt;/b&gt;",
    ):
        assert said in answer.text, said
    assert "stolen()" not in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    headers = answer.headers
    assert (headers["X-Robots-Tag"], headers["Cache-Control"]) == ("noindex", "no-store")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_published_verdict_itself_does_not_change(shelf: Shelf) -> None:
    def of_machines(page: str) -> str:
        return page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

    before = readers_page(shelf)
    assert of_machines(before)
    shelf.dies()
    page = readers_page(shelf)
    assert of_machines(page) == of_machines(before)
    told = [line for line in page.splitlines() if line not in before.splitlines()]
    assert "".join(told).count("This page is gone") == 1
    assert "Last changed" not in "".join(told)


def test_nothing_keeps_readers_from_it_at_the_next_request(shelf: Shelf) -> None:
    """A browser may keep the page and has to ask each time; what it knows is not this one any more."""
    answer = shelf.reader(VERDICT)
    assert answer.headers["Cache-Control"].startswith("public, max-age=0, must-revalidate,")
    for name in ("Last-Modified", "Expires"):
        assert name not in answer.headers, name
    asks = {"If-None-Match": answer.headers["ETag"]}
    assert stranger(shelf.site.app).get(f"/{VERDICT}", headers=asks).status_code == 304
    shelf.dies()
    again = stranger(shelf.site.app).get(f"/{VERDICT}", headers=asks)
    assert again.status_code == 200
    assert "This page is gone" in again.text


def test_a_source_that_changed_is_told_with_the_day_of_our_copy_and_no_copy_is_shown(
    shelf: Shelf,
) -> None:
    shelf.changes()
    page = readers_page(shelf)
    assert "<strong>This page has changed</strong> since we kept our copy of it on" in page
    assert "20 November 2026" in page
    assert f'href="/{COPY}"' not in page
    assert shelf.reader(COPY).status_code == 404


def test_telling_it_costs_the_page_of_a_verdict_no_statement(shelf: Shelf) -> None:
    def cost() -> int:
        with counted(shelf.newsroom.database) as statements:
            readers_page(shelf)
        return len(statements)

    before = cost()
    shelf.dies()
    assert cost() == before


def test_an_earlier_version_and_the_preview_tell_nothing_of_it(shelf: Shelf) -> None:
    shelf.dies()
    assert "This page is gone" not in shelf.reader(f"{VERDICT}/versions/1").text
    assert "This page is gone" not in shelf.site.page("desk/claims/1/preview", "edith").text


def test_another_name_in_the_address_leads_to_the_right_one(shelf: Shelf) -> None:
    shelf.dies()
    answer = shelf.reader("verdicts/1-other/sources/1")
    assert (answer.status_code, answer.location) == (301, f"/{COPY}")


@pytest.mark.parametrize("number", ["0", "2", "3", "999999999999", "2147483648"])
def test_no_other_number_leads_to_a_copy(shelf: Shelf, number: str) -> None:
    shelf.dies()
    assert shelf.reader(COPY[:-1] + number).status_code == 404


@pytest.mark.parametrize("query", ["?first=0", "?first=99999", "?at=99999", "?first=x", "?at=-1"])
def test_whatever_is_asked_for_in_a_copy_is_no_failure_of_ours(shelf: Shelf, query: str) -> None:
    shelf.dies()
    assert shelf.reader(COPY + query).status_code in {200, 400, 422}


def test_who_is_protected_is_no_name_in_the_copy_either(shelf: Shelf) -> None:
    shelf.dies()
    assert "Jo Low" in shelf.reader(COPY).text
    with shelf.newsroom.work() as work:
        row = work.session.get_one(Publication, 1)
        row.hidden_names = '[["Jo Low", "a clerk"]]'
    page = shelf.reader(COPY).text
    assert "Jo Low" not in page
    assert "says a clerk." in page
    assert "shown by role, not by name" in page


def test_who_spoke_without_leave_to_be_named_is_no_name_in_the_copy_of_another_source(
    sqlite_newsroom: Newsroom,
) -> None:
    newsroom, carla = sqlite_newsroom, sqlite_newsroom.carla
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, carla)
    keep(newsroom, 1)
    talk = replace(
        factories.LINK,
        kind=EvidenceKind.INTERVIEW,
        url="",
        title="A talk at the harbour",
        quote="It was a loss.",
        spoke_with="Jo Low",
        spoke_role="a clerk of the harbour",
        held_at="2026-11-18",
        channel=Channel.TELEPHONE,
        consent=Consent.NOT_ATTRIBUTED,
    )
    factories.log(newsroom, claim_id, carla, talk)
    for step in (factories.write, factories.submit):
        step(newsroom, claim_id, carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    shelf = Shelf(open_site(newsroom), 1)
    shelf.dies()
    page = shelf.reader(COPY).text
    assert "Jo Low" not in page
    assert "says a clerk of the harbour." in page
    assert "shown by role, not by name" in page
    assert '<mark id="quoted">Result for the year: -4,012,330</mark>' in page
    with newsroom.read() as session:
        assert session.get_one(Publication, 1).hidden_names in {"", "[]"}  # a sister may name her


def test_a_text_is_made_ready_for_readers_once_and_their_right_to_it_asked_every_time(
    shelf: Shelf,
) -> None:
    shelf.dies()
    public_copies._shown.cache_clear()
    first, second = (shelf.reader(COPY).text for _ in range(2))
    told = public_copies._shown.cache_info()
    assert (told.misses, told.hits, first) == (1, 1, second)


def test_an_address_that_names_somebody_protected_leads_nowhere(shelf: Shelf) -> None:
    shelf.dies()
    with shelf.newsroom.work() as work:
        work.session.get_one(Publication, 1).hidden_names = '[["accounts", "a clerk"]]'
    assert "This page is gone" not in readers_page(shelf)
    assert shelf.reader(COPY).status_code == 404


def test_bytes_that_are_not_what_was_kept_are_never_shown(shelf: Shelf) -> None:
    shelf.dies()
    digest = digest_of(KEPT.encode())
    blobs_of(shelf.newsroom.database.settings).delete(digest)
    answer = shelf.reader(COPY)
    assert answer.status_code == 500
    assert "Result for the year" not in answer.text


# Each way a source may stand, and whether readers get the copy in that case.  One thing is changed at a time.
NOT_FOR_READERS = (
    "internal",
    "withdrawn",
    "uploaded",
    "retracted",
    "changed",
    "alive",
    "never looked at",
    "another address",
    "restricted",
)


def bring_about(shelf: Shelf, case: str) -> None:
    """Let a source that is gone stand so; columns are set where no road leads there while it is published."""
    newsroom = shelf.newsroom
    if case == "never looked at":
        return
    shelf.changes() if case == "changed" else shelf.dies()
    if case == "alive":
        shelf.look(Found(outcome=Outcome.ALIVE, status=200))
    elif case == "restricted":
        with newsroom.work(newsroom.carla) as work:
            work.session.add(
                OriginalRestriction(
                    evidence_id=1,
                    circle=Circle.SENIOR,
                    reason="It names a child.",
                    restricted_by_id=newsroom.carla.id,
                    restricted_at=work.now,
                )
            )
    elif case == "retracted":
        with newsroom.work(newsroom.edith) as work:
            publication.retract(work, 1, "It was wrong.")
    elif case == "uploaded":
        with newsroom.work(newsroom.carla) as work:
            brought = snapshots.bring_upload(work, 1, 1, captured(newsroom, KEPT))
            work.session.flush()
            work.session.execute(update(SourceCheck).values(baseline_id=brought.id))
    elif case == "another address":
        with newsroom.work() as work:
            work.session.execute(
                update(SourceCheck).values(address="https://harbour.example/other")
            )
    else:
        values = {
            "internal": {"is_public": False, "internal_reason": "It names a source."},
            "withdrawn": {"withdrawn_at": newsroom.now, "withdrawn_reason": "It is forged."},
        }
        if case in values:
            with newsroom.work() as work:
                work.session.execute(
                    update(Evidence).where(Evidence.number == 1).values(**values[case])
                )


PEOPLE = ("stranger", "carla", "rosa", "edith", "lara", "ada")


@pytest.mark.parametrize("case", ["gone", *NOT_FOR_READERS])
def test_a_copy_is_read_by_everybody_or_by_nobody(shelf: Shelf, case: str) -> None:
    """Exactly the rights of all its parents: the publication, the evidence, the copy."""
    bring_about(shelf, case)
    expected = 200 if case == "gone" else 404
    for name in PEOPLE:
        someone = stranger(shelf.site.app) if name == "stranger" else shelf.site.visitor(name)
        assert someone.get(f"/{COPY}").status_code == expected, name
        is_linked = f'href="/{COPY}"' in someone.get(f"/{VERDICT}").text
        assert is_linked is (expected == 200), name


@pytest.mark.parametrize("state", [one for one in State if one is not State.PUBLISHED])
def test_of_a_claim_that_was_never_published_there_is_no_copy(
    sqlite_newsroom: Newsroom, state: State
) -> None:
    claim_id = factories.claim(sqlite_newsroom, state)
    site = open_site(sqlite_newsroom)
    for number in (claim_id, 1):
        assert stranger(site.app).get(f"/verdicts/{number}-x/sources/1").status_code == 404


def test_a_change_under_way_takes_nothing_from_readers(shelf: Shelf) -> None:
    shelf.dies()
    with shelf.newsroom.work(shelf.newsroom.edith) as work:
        publication.begin_change(work, 1, publication.ChangeKind.UPDATE, "More is known.")
    assert shelf.reader(COPY).status_code == 200


@pytest.mark.parametrize("becomes", ["never looked at", Outcome.ALIVE, Outcome.CHANGED, "gone"])
def test_another_address_in_the_draft_of_a_correction_takes_nothing_from_readers(
    shelf: Shelf, becomes: str
) -> None:
    """They read the old address until the correction is out, whatever a look at the new one finds meanwhile."""
    shelf.dies()
    before = told_line(shelf)
    correct_the_address(shelf)
    if becomes != "never looked at":
        keep_anew(shelf)
    if becomes == "gone":
        shelf.dies()
    elif becomes != "never looked at":
        shelf.look(Found(outcome=Outcome(becomes), status=200))
    assert told_line(shelf) == before
    answer = shelf.reader(COPY)
    assert (answer.status_code, OTHER in answer.text) == (200, False)
    assert "its address answers 404" in answer.text
    assert (
        looks_of(shelf)[-1]
        == {
            "never looked at": (factories.LINK.url, Outcome.GONE, True),
            Outcome.ALIVE: (OTHER, Outcome.ALIVE, False),
            Outcome.CHANGED: (OTHER, Outcome.CHANGED, True),
            "gone": (OTHER, Outcome.GONE, True),
        }[becomes]
    )


def test_an_address_that_came_back_before_the_draft_left_it_is_told_as_gone_no_more(
    shelf: Shelf,
) -> None:
    shelf.dies()
    shelf.look(Found(outcome=Outcome.ALIVE, status=200))
    correct_the_address(shelf)
    keep_anew(shelf)
    shelf.dies()
    assert "This page is gone" not in readers_page(shelf)
    assert shelf.reader(COPY).status_code == 404


OTHER = "https://harbour.example/new"


def told_line(shelf: Shelf) -> str:
    (line,) = [one for one in readers_page(shelf).splitlines() if "This page is gone" in one]
    return line


def correct_the_address(shelf: Shelf) -> None:
    newsroom = shelf.newsroom
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 1, publication.ChangeKind.CORRECTION, "It moved.")
    with newsroom.work(newsroom.carla) as work:
        row = evidence_rows.row(work.session, 1, 1)
        evidence.change(work, 1, 1, row.version, replace(evidence.stored(row), url=OTHER))


def keep_anew(shelf: Shelf) -> None:
    with shelf.newsroom.read() as session:
        newest = session.scalars(select(Snapshot.id).order_by(Snapshot.id.desc())).first()
    assert newest is not None
    keep(shelf.newsroom, newest, KEPT)


def looks_of(shelf: Shelf) -> list[tuple[str, Outcome | None, bool]]:
    with shelf.newsroom.read() as session:
        found = session.scalars(select(SourceCheck).order_by(SourceCheck.id))
        return [(one.address, one.outcome, one.is_standing) for one in found]
