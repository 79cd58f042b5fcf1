"""The pages of dates: what authorities say of a copy and of every day, and the files a stranger checks it by."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from factcheck import jobs
from factcheck.jobs import dates
from factcheck.keeping import blobs_of
from factcheck.models import DayManifest, Stamp
from factcheck.services import manifests, stamps
from tests import factories
from tests.authority import Authority, no_token, serving
from tests.cast import Newsroom
from tests.cli.test_evidence import keep_page
from tests.sites import Site, open_site
from tests.stores import spoil
from tests.visitors import stranger

ADDRESS = "http://dates.test/tsr"
NIGHT = datetime(2026, 11, 21, 0, 15, tzinfo=UTC)
COPIES = "desk/claims/1/evidence/1/snapshots"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("one"), "One")


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    claim_id = factories.claim(sqlite_newsroom)
    factories.log(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    keep_page(sqlite_newsroom, blobs_of(sqlite_newsroom.database.settings), claim_id)
    return sqlite_newsroom


def date_all(newsroom: Newsroom, one: Authority, how=None) -> None:  # type: ignore[no-untyped-def]
    with serving(one, how) if how else serving(one) as site:
        settings = replace(
            newsroom.database.settings,
            fetch_stand_ins={"dates.test": site.place},
            timestamp_authorities=(ADDRESS,),
            timestamp_certificates=one.root,
        )
        run = replace(jobs.runner(newsroom.database, settings), clock=lambda: NIGHT)
        last = NIGHT.date() - timedelta(days=1)

        def missed():  # type: ignore[no-untyped-def]
            with newsroom.read() as session:
                return list(manifests.missed(session, last))

        dates.make_manifests(run, missed)
        dates.ask(run, 1)


@pytest.fixture
def site(newsroom: Newsroom, one: Authority) -> Site:
    date_all(newsroom, one)
    return open_site(newsroom)


def said(newsroom: Newsroom) -> str:
    with newsroom.read() as session:
        at = session.scalars(select(Stamp.dated_at)).one()
    assert at is not None
    return f"Existed at the latest on {at:%Y-%m-%d %H:%M:%S} UTC, says dates.test."


def test_a_copy_says_when_it_existed_at_the_latest_and_who_says_so(site: Site) -> None:
    copy = site.page(COPIES, "rosa").id("copy-1")
    assert said(site.newsroom) in copy.text
    assert [link.attributes["href"] for link in copy.all("a") if "dates" in link.attributes["href"]] == [
        "/desk/dates/2026-11-20/manifest.txt",
        "/desk/dates",
        "/desk/dates/2026-11-20/1/token.tsr",
        "/desk/dates/2026-11-20/1/certificates.pem",
    ]  # fmt: skip


def test_a_copy_that_no_list_names_says_nothing_of_dates(newsroom: Newsroom) -> None:
    text = open_site(newsroom).page(COPIES, "rosa").text
    assert "Existed at the latest" not in text
    assert "authority" not in text


def test_all_days_are_listed_with_what_authorities_say(site: Site) -> None:
    day = site.page("desk/dates", "carla").id("day-2026-11-20")
    assert said(site.newsroom) in day.text
    assert "3 files, history up to" in day.text


def test_a_desk_without_dates_says_how_they_begin(newsroom: Newsroom) -> None:
    text = open_site(newsroom).page("desk/dates", "carla").text
    assert "No day is dated yet." in text
    assert "FACTCHECK_TIMESTAMP_AUTHORITIES" in text


def test_why_there_is_no_token_is_told(newsroom: Newsroom, one: Authority) -> None:
    date_all(newsroom, one, no_token)
    site = open_site(newsroom)
    sentence = "No token of dates.test yet: What it sent is no timestamp. It is asked again."
    assert sentence in site.page(COPIES, "rosa").text
    with newsroom.work() as work:
        stamps.give_up(work, 1)
    assert "No token of dates.test: What it sent is no timestamp." in site.page(COPIES).text
    with newsroom.work() as work:
        work.session.execute(update(Stamp).values(state="waiting", failure=""))
    assert "dates.test is being asked." in site.page("desk/dates").text


@pytest.mark.parametrize(
    ("file", "kind", "name"),
    [
        ("manifest.txt", "text/plain; charset=utf-8", "factcheck-2026-11-20.txt"),
        ("1/token.tsr", "application/timestamp-reply", "factcheck-2026-11-20-dates.test.tsr"),
        ("1/certificates.pem", "application/x-pem-file", "factcheck-2026-11-20-dates.test.pem"),
    ],
)
def test_the_files_of_a_date_leave_as_they_were_kept(
    site: Site, file: str, kind: str, name: str
) -> None:
    answer = site.visitor("rosa").get(f"/desk/dates/2026-11-20/{file}")
    with site.newsroom.read() as session:
        row, token = (
            session.scalars(select(DayManifest)).one(),
            session.scalars(select(Stamp)).one(),
        )
    digests = {row.digest, token.digest, token.chain_digest}
    assert f"sha256:{hashlib.sha256(answer.data).hexdigest()}" in digests
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("file", ["manifest.txt", "1/token.tsr", "1/certificates.pem"])
def test_files_of_no_date_and_for_nobody_are_not_there(site: Site, file: str) -> None:
    for day in ("2026-11-19", "2026-11-20x", "..", "%27"):
        assert site.visitor("rosa").get(f"/desk/dates/{day}/{file}").status_code == 404
    assert (
        stranger(site.visitor("rosa").app).get(f"/desk/dates/2026-11-20/{file}").status_code == 404
    )


def test_a_token_that_was_not_had_cannot_be_taken_away(newsroom: Newsroom, one: Authority) -> None:
    date_all(newsroom, one, no_token)
    rosa = open_site(newsroom).visitor("rosa")
    assert rosa.get("/desk/dates/2026-11-20/1/token.tsr").status_code == 404
    assert rosa.get("/desk/dates/2026-11-20/9/token.tsr").status_code == 404


def test_bytes_of_a_date_that_are_not_those_that_were_kept_are_never_sent(site: Site) -> None:
    with site.newsroom.read() as session:
        digest = session.scalars(select(Stamp.digest)).one()
    assert digest
    spoil(blobs_of(site.newsroom.database.settings), digest, b"another token")
    answer = site.visitor("rosa").get("/desk/dates/2026-11-20/1/token.tsr")
    assert b"another token" not in answer.data
    assert answer.status_code == 500


def test_the_list_goes_on_where_the_page_ends(
    site: Site, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with newsroom.work() as work:
        work.session.add(
            DayManifest(day="2026-11-19", digest=work.session.scalar(select(Stamp.digest)), count=1,
                        history_seq=0, history_hash="0" * 64, made_at=work.now)
        )  # fmt: skip
    monkeypatch.setattr(stamps, "DAYS", 1)
    first = site.page("desk/dates")
    assert ("2026-11-20" in first.text, "2026-11-19" in first.text) == (True, False)
    second = site.page("desk/dates?before=2026-11-20")
    assert "1 file" in second.id("day-2026-11-19").text
    assert "No authority was asked." in second.text
    assert "The list ends here." in site.page("desk/dates?before=2026-11-19").text
    assert "2026-11-20" in site.page("desk/dates?before=%00%27").text
