"""The administrator's page of jobs: what waits, works, ended or was given up, in words; and trying again."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from factcheck.db import utc_now
from factcheck.domain.jobs import JobState
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import COMMAND_LINE, State
from factcheck.models import HistoryRow, Outbox, Snapshot
from factcheck.services import evidence, jobs_told, pages, snapshots
from factcheck.services.jobs_told import ROWS, NoSuchJob
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

PATH = "/desk/jobs"
BUSY = "failed after try 1: the database was busy"
GIVEN_UP = "given up after try 5: the mail server could not be used (TimeoutError)"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def put(
    newsroom: Newsroom, state: JobState = JobState.WAITING, kind: str = "mail", **values: object
) -> int:
    """A job; its number."""
    now = utc_now()
    to = {"to": newsroom.rosa.id, "about": "review", "claim_id": 7}
    row = {
        "kind": kind,
        "payload": to,
        "created_at": now,
        "due_at": now,
        "tries": 0,
        "outcome": "",
        "state": state,
        "done_at": now if state in {JobState.DONE, JobState.FAILED} else None,
        "claimed_at": now if state is JobState.WORKING else None,
        **values,
    }
    with newsroom.database.work(COMMAND_LINE) as work:
        made = work.session.execute(insert(Outbox).values(**row).returning(Outbox.id))
        return int(made.scalar_one())


def job(newsroom: Newsroom, number: int) -> Outbox:
    with newsroom.read() as session:
        return session.get_one(Outbox, number)


def told(newsroom: Newsroom, number: int) -> jobs_told.JobTold:
    with Session(newsroom.database.reader) as session:
        return next(one for one in jobs_told.told(session).jobs if one.id == number)


# ── What it says ─────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_finds_the_jobs_and_what_became_of_each(site: Site) -> None:
    newsroom = site.newsroom
    assert "Nothing was done outside yet." in site.page(PATH, "ada").text
    put(newsroom)
    put(newsroom, JobState.DONE, outcome="sent", tries=1)
    put(newsroom, JobState.FAILED, outcome=GIVEN_UP, tries=5)
    page = site.page(PATH, "ada")
    assert page.links()["Jobs"] == PATH
    assert "Jobs" not in site.page("/desk", "edith").links()
    assert "1 · Mail to Rosa: You are asked to review claim 7" in page.text
    assert "It waits for a mail server: none is set." in page.text
    assert "Sent." in page.text
    assert "Given up after try 5: the mail server could not be used (TimeoutError)." in page.text
    assert page.links()["Mail to Rosa: You are asked to review claim 7"] == "/desk/claims/7"
    assert page.text.count("Try again") == 2, "the head of the column, and one button"


def test_a_job_under_way_says_since_when_and_one_that_comes_again_says_when(site: Site) -> None:
    later = utc_now() + timedelta(minutes=9)
    put(
        site.newsroom,
        JobState.WORKING,
        kind=pages.JOB,
        due_at=later,
        tries=1,
        payload={"page_id": 1},
    )
    put(
        site.newsroom,
        kind=pages.JOB,
        due_at=later,
        tries=1,
        outcome=BUSY,
        payload={"page_id": 2},
    )
    put(site.newsroom, kind=pages.JOB, payload={"page_id": 3})
    put(site.newsroom, JobState.WORKING, kind=pages.JOB, payload={"page_id": 4}, tries=1)
    text = site.page(PATH, "ada").text
    assert text.count("A page that somebody asked for") == 4
    assert "Since " in text
    assert "Failed after try 1: the database was busy. The next try: " in text
    assert "It is due." in text
    assert "Whoever worked on it has ended; it is taken up again." in text


def test_a_copy_is_told_by_its_claim_and_never_by_its_source(site: Site) -> None:
    newsroom = site.newsroom
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    with newsroom.read() as session:
        addresses = set(session.scalars(select(Snapshot.asked_address)))
    page = site.page(PATH + "?kind=capture", "ada")
    assert page.links()[f"evidence 1 of claim {claim_id}"] == (
        f"/desk/claims/{claim_id}/evidence/1/snapshots"
    )
    assert addresses
    assert not any(address in page.text for address in addresses)


@pytest.mark.parametrize(
    ("kind", "payload", "about"),
    [
        ("mail", {"to": "editors", "about": "retracted", "claim_id": 3}, "Mail to the editors: "),
        ("mail", {"to": 4711, "about": "weather"}, "Mail to somebody"),
        ("capture", {"snapshot_id": 4711}, "A copy of a source"),
        ("pigeon", {"secret": "words"}, "A job of the kind “pigeon”"),
    ],
)
def test_every_job_has_words(
    sqlite_newsroom: Newsroom, kind: str, payload: dict[str, object], about: str
) -> None:
    found = told(sqlite_newsroom, put(sqlite_newsroom, kind=kind, payload=payload))
    assert found.about.startswith(about)
    assert "words" not in found.about.partition("“")[0]


def test_the_list_is_narrowed_by_state_and_kind_and_goes_on(site: Site) -> None:
    newsroom = site.newsroom
    for _ in range(ROWS + 1):
        put(newsroom, JobState.DONE, outcome="sent")
    put(newsroom, JobState.FAILED, kind=pages.JOB, payload={"page_id": 1}, outcome=GIVEN_UP)
    first = site.page(PATH, "ada")
    second = site.page(first.links()["Older"], "ada")
    assert "2 · Mail" in second.text
    assert f"{ROWS + 2} · " not in second.text
    assert "To the start" in second.links()
    failed = site.page(PATH + "?state=failed", "ada")
    assert failed.text.count("A page that somebody asked for") == 1
    assert "Mail to" not in failed.text
    assert f"Done {ROWS + 1}" in failed.text
    assert "No job is like this now." in site.page(PATH + "?state=failed&kind=mail", "ada").text
    assert "Mail to" in site.page(PATH + "?state=nonsense&kind=nonsense", "ada").text
    assert site.visitor("ada").get(PATH + "?after=x").status_code == 400


# ── Trying again ─────────────────────────────────────────────────────────────────────────────────


def test_a_job_that_was_given_up_is_tried_again(newsroom: Newsroom) -> None:
    number = put(newsroom, JobState.FAILED, outcome=GIVEN_UP, tries=5)
    called: list[Sequence[tuple[int, str]]] = []
    newsroom.database.bell = called.append
    with newsroom.work(newsroom.ada) as work:
        jobs_told.try_again(work, number)
    found = job(newsroom, number)
    assert (found.state, found.tries, found.outcome, found.done_at) == (
        JobState.WAITING,
        0,
        "",
        None,
    )
    assert found.due_at == newsroom.now
    assert called == [[(number, "mail")]]
    assert newsroom.history()[-1] == f"job:tried_again job:{number}"


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.WORKING, JobState.DONE])
def test_a_job_that_was_not_given_up_is_left_alone(newsroom: Newsroom, state: JobState) -> None:
    number, before = put(newsroom, state, outcome="as it was", tries=2), newsroom.count(HistoryRow)
    with (
        pytest.raises(WrongState, match=f"this one is {state.label}"),
        newsroom.work(newsroom.ada) as work,
    ):
        jobs_told.try_again(work, number)
    found = job(newsroom, number)
    assert (found.state, found.outcome, found.tries) == (state, "as it was", 2)
    assert newsroom.count(HistoryRow) == before


def test_nobody_but_an_administrator_has_a_job_tried_again(newsroom: Newsroom) -> None:
    number = put(newsroom, JobState.FAILED, outcome=GIVEN_UP, tries=5)
    for name in ("carla", "rosa", "edith", "lara"):
        with pytest.raises(NotYourPart), newsroom.work(getattr(newsroom, name)) as work:
            jobs_told.try_again(work, number)
    with pytest.raises(NoSuchJob), newsroom.work(newsroom.ada) as work:
        jobs_told.try_again(work, 4711)
    assert job(newsroom, number).state is JobState.FAILED


def test_the_button_leads_back_to_the_list_it_stood_in(site: Site) -> None:
    number = put(site.newsroom, JobState.FAILED, outcome=GIVEN_UP, tries=5)
    again = f"{PATH}/{number}/again"
    assert site.done(f"{again}?state=failed&kind=mail", "ada") == f"{PATH}?state=failed&kind=mail"
    assert f"Job {number} is tried again." in site.page(PATH, "ada").text
    assert "this one is waiting" in site.send(again, 409, "ada").text
    site.send(f"{PATH}/4711/again", 404, "ada")


def test_a_copy_whose_job_was_given_up_is_fetched_after_all(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    with newsroom.work() as work:
        gone = {"state": JobState.FAILED, "done_at": work.now, "tries": 5, "outcome": GIVEN_UP}
        number = work.session.scalars(
            update(Outbox).where(Outbox.kind == snapshots.JOB).values(**gone).returning(Outbox.id)
        ).all()[0]
    with newsroom.work(newsroom.ada) as work:
        jobs_told.try_again(work, number)
    with newsroom.read() as session:
        snapshot_id = int(str(session.get_one(Outbox, number).payload["snapshot_id"]))
        assert snapshots.awaited(session, snapshot_id) is not None


@pytest.fixture
def given_up(newsroom: Newsroom) -> int:
    """A job whose copy was settled as failed when it was given up; its number."""
    claim_id = factories.claim(newsroom, State.CHECKING)
    with newsroom.work(newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    with newsroom.work() as work:
        (copy,) = work.session.scalars(select(Snapshot).where(Snapshot.evidence_id == 1)).all()
        what = snapshots.awaited(work.session, copy.id)
        assert what is not None
        assert snapshots.fail(work, copy.id, what, "It could not be kept.")
        gone = {"state": JobState.FAILED, "done_at": work.now, "tries": 5, "outcome": GIVEN_UP}
        wanted = update(Outbox).where(Outbox.kind == snapshots.JOB).values(**gone)
        return int(work.session.scalars(wanted.returning(Outbox.id)).all()[0])


def test_a_copy_that_was_settled_stays_and_the_job_goes_on_with_a_new_one(
    newsroom: Newsroom, given_up: int
) -> None:
    with newsroom.work(newsroom.ada) as work:
        jobs_told.try_again(work, given_up)
    with newsroom.read() as session:
        old, new = session.scalars(
            select(Snapshot).where(Snapshot.evidence_id == 1).order_by(Snapshot.number)
        ).all()
        assert (old.number, old.failure) == (1, "It could not be kept.")
        assert (new.number, new.asked_by_id) == (2, newsroom.ada.id)
        assert session.get_one(Outbox, given_up).payload == {"snapshot_id": new.id}
        assert snapshots.awaited(session, new.id) is not None


def test_a_copy_that_is_fetched_already_is_not_fetched_twice(
    newsroom: Newsroom, given_up: int
) -> None:
    with newsroom.work(newsroom.carla) as work:
        snapshots.ask_again(work, 1, 1)
    copies = newsroom.count(Snapshot)
    with (
        pytest.raises(WrongState, match="A copy of evidence 1 is being fetched already"),
        newsroom.work(newsroom.ada) as work,
    ):
        jobs_told.try_again(work, given_up)
    assert job(newsroom, given_up).state is JobState.FAILED
    assert newsroom.count(Snapshot) == copies
