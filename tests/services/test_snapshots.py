"""Copies of sources: asked for with the evidence, by whom, how many, and what a change of the address does (E1, E4)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.snapshots import Method, SnapshotState
from factcheck.domain.terms import Actor, EvidenceKind, State
from factcheck.models import Blob, Outbox, Snapshot
from factcheck.services import custody, evidence, reviews, snapshots
from factcheck.services.snapshots import Bytes, Captured
from factcheck.services.stale import StaleSave
from factcheck.services.standing import NoSuchClaim, load
from tests import factories
from tests.cast import Newsroom

FILE = Captured(body=Bytes("sha256:" + "a" * 64, 12, "application/pdf"), file_name="accounts.pdf")
NO_ADDRESS = replace(factories.LINK, kind=EvidenceKind.DOCUMENT, url="")


def claim(newsroom: Newsroom, given: evidence.EvidenceInput = factories.LINK) -> int:
    claim_id = factories.claim(newsroom)
    factories.take(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        evidence.log(work, claim_id, given)
    return claim_id


def again(newsroom: Newsroom, claim_id: int, who: Actor, number: int = 1) -> None:
    with newsroom.work(who) as work:
        snapshots.ask_again(work, claim_id, number)


def settle(newsroom: Newsroom, sentence: str = "The site answered 404.") -> None:
    with newsroom.work() as work:
        for copy in work.session.scalars(select(Snapshot).where(Snapshot.kept_at.is_(None))):
            what = snapshots.awaited(work.session, copy.id)
            assert what is None or snapshots.fail(work, copy.id, what, sentence)


def written(newsroom: Newsroom) -> tuple[int, int, int]:
    history = len(newsroom.history())
    return newsroom.count(Snapshot), newsroom.count(Outbox), history


def test_an_address_is_asked_for_in_the_transaction_that_logs_it(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom)
    with newsroom.read() as session:
        (copy,) = session.scalars(select(Snapshot)).all()
        assert (copy.number, copy.state) == (1, SnapshotState.WAITING)
        assert (copy.asked_address, copy.asked_by_id) == (factories.LINK.url, newsroom.carla.id)
        letters = [
            letter.payload for letter in session.scalars(select(Outbox)) if letter.kind == "capture"
        ]
        (row,) = load(session, claim_id).logged
    assert letters == [{"snapshot_id": copy.id}]
    assert (row.kept, row.last_try and row.last_try.number) == (None, 1)


def test_evidence_without_an_address_asks_for_nothing(sqlite_newsroom: Newsroom) -> None:
    claim_id = claim(sqlite_newsroom, NO_ADDRESS)
    assert sqlite_newsroom.count(Snapshot) == 0
    before = written(sqlite_newsroom)
    with pytest.raises(WrongState, match="Evidence 1 has no address; upload a copy instead"):
        again(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    assert written(sqlite_newsroom) == before


def test_another_address_is_captured_as_well_and_other_changes_are_not(
    newsroom: Newsroom,
) -> None:
    claim_id = claim(newsroom)
    for given in (
        replace(factories.LINK, title="Accounts"),
        replace(factories.LINK, title="Accounts", url="https://harbour.example/new"),
    ):
        with newsroom.work(newsroom.carla) as work:
            seen = evidence.row(work.session, claim_id, 1).version
            evidence.change(work, claim_id, 1, seen, given)
    with newsroom.read() as session:
        copies = session.scalars(select(Snapshot).order_by(Snapshot.number)).all()
    assert [(copy.number, copy.asked_address) for copy in copies] == [
        (1, factories.LINK.url),
        (2, "https://harbour.example/new"),
    ]


def test_a_failed_copy_is_asked_for_again_and_both_tries_stand(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom)
    settle(newsroom)
    again(newsroom, claim_id, newsroom.cyril)
    with newsroom.read() as session:
        (row,) = load(session, claim_id).logged
    assert [(copy.number, copy.failure) for copy in row.copies] == [
        (1, "The site answered 404."),
        (2, ""),
    ]
    assert newsroom.history(claim_id)[-1] == "snapshot:asked evidence:1"


def test_nobody_asks_twice_at_once(sqlite_newsroom: Newsroom) -> None:
    claim_id = claim(sqlite_newsroom)
    before = written(sqlite_newsroom)
    with pytest.raises(WrongState, match="is being fetched already"):
        again(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    assert written(sqlite_newsroom) == before


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_who_does_not_check_asks_for_no_copy_and_brings_none(
    sqlite_newsroom: Newsroom, name: str
) -> None:
    claim_id = claim(sqlite_newsroom)
    settle(sqlite_newsroom)
    before, who = written(sqlite_newsroom), getattr(sqlite_newsroom, name)
    with pytest.raises(NotYourPart, match="Only a checker or an editor may have a copy"):
        again(sqlite_newsroom, claim_id, who)
    with pytest.raises(NotYourPart), sqlite_newsroom.work(who) as work:
        snapshots.bring_upload(work, claim_id, 1, FILE)
    assert written(sqlite_newsroom) == before
    assert sqlite_newsroom.count(Blob) == 0


def test_who_declared_a_conflict_stays_out(sqlite_newsroom: Newsroom) -> None:
    claim_id = factories.claim(sqlite_newsroom, State.IN_REVIEW)
    settle(sqlite_newsroom)
    factories.ask(sqlite_newsroom, claim_id, sqlite_newsroom.edith)
    with sqlite_newsroom.work(sqlite_newsroom.edith) as work:
        reviews.recuse(work, claim_id, "My brother runs the harbour.")
    before = written(sqlite_newsroom)
    with pytest.raises(NotYourPart, match="You declared a conflict of interest"):
        again(sqlite_newsroom, claim_id, sqlite_newsroom.edith)
    assert written(sqlite_newsroom) == before


def test_of_withdrawn_evidence_nothing_more_is_kept(sqlite_newsroom: Newsroom) -> None:
    claim_id = claim(sqlite_newsroom)
    settle(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.withdraw(work, claim_id, 1, 1, "It is about another harbour.")
    with pytest.raises(WrongState, match="Evidence 1 was withdrawn"):
        again(sqlite_newsroom, claim_id, sqlite_newsroom.carla)


@pytest.mark.parametrize(("claim_id", "number"), [(1, 2), (99, 1)])
def test_there_is_no_copy_of_what_is_not_there(
    sqlite_newsroom: Newsroom, claim_id: int, number: int
) -> None:
    claim(sqlite_newsroom)
    with pytest.raises(NoSuchClaim):
        again(sqlite_newsroom, claim_id, sqlite_newsroom.carla, number)


def test_a_file_that_is_brought_is_kept_at_once_and_the_same_bytes_once(
    newsroom: Newsroom,
) -> None:
    claim_id = claim(newsroom, NO_ADDRESS)
    for _ in range(2):
        with newsroom.work(newsroom.carla) as work:
            snapshots.bring_upload(work, claim_id, 1, FILE)
    with newsroom.read() as session:
        (row,) = load(session, claim_id).logged
        kept = session.scalars(select(Blob)).all()
    assert [(blob.digest, blob.size, blob.content_type) for blob in kept] == [
        (FILE.body.digest, 12, "application/pdf")
    ]
    assert [(copy.number, copy.method, copy.state) for copy in row.copies] == [
        (1, Method.UPLOADED, SnapshotState.KEPT),
        (2, Method.UPLOADED, SnapshotState.KEPT),
    ]
    assert (row.kept and row.kept.number, row.last_try) == (2, None)


def test_there_is_an_end_to_the_copies_of_one_piece_of_evidence(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SNAPSHOTS", 1)
    claim_id = claim(sqlite_newsroom)
    settle(sqlite_newsroom)
    before = written(sqlite_newsroom)
    with pytest.raises(Refusal, match="At most 1 copies"):
        again(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    assert written(sqlite_newsroom) == before


def test_beyond_the_end_a_new_address_is_saved_and_nobody_is_asked_for_a_copy_of_it(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SNAPSHOTS", 2)
    claim_id = claim(newsroom)
    addresses = [f"https://harbour.example/{n}" for n in range(3)]
    for version, url in enumerate(addresses, start=1):
        with newsroom.work(newsroom.carla) as work:
            evidence.change(work, claim_id, 1, version, replace(factories.LINK, url=url))
    with newsroom.read() as session:
        (row,) = load(session, claim_id).logged
        copies = session.scalars(select(Snapshot).order_by(Snapshot.number)).all()
        asked = [one for one in session.scalars(select(Outbox).order_by(Outbox.id)) if one.kind == "capture"]
    assert row.url == addresses[-1]
    changed = "Its address was changed before it was fetched."
    full = (
        "At most 2 copies of one piece of evidence are kept."
        " No copy of the new address was asked for."
    )
    assert [(one.asked_address, one.failure) for one in copies] == [
        (factories.LINK.url, changed),
        (addresses[0], changed),
        (addresses[1], full),
        (addresses[2], full),
    ]
    assert row.last_try is not None
    assert (row.last_try.number, row.last_try.failure) == (4, full)
    assert [one.payload for one in asked] == [{"snapshot_id": one.id} for one in copies[:2]]


def test_a_kept_copy_outlasts_a_later_try_that_failed(sqlite_newsroom: Newsroom) -> None:
    claim_id = claim(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        snapshots.bring_upload(work, claim_id, 1, FILE)
    again_number = 3
    settle(sqlite_newsroom)
    again(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    settle(sqlite_newsroom, "The page is empty.")
    with sqlite_newsroom.read() as session:
        (row,) = load(session, claim_id).logged
    assert (row.kept and row.kept.number, row.last_try and row.last_try.number) == (2, again_number)
    assert row.last_try is not None
    assert row.last_try.failure == "The page is empty."


def test_what_is_withdrawn_before_it_was_fetched_is_not_waited_for(
    sqlite_newsroom: Newsroom,
) -> None:
    claim_id = claim(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.withdraw(work, claim_id, 1, 1, "It is about another harbour.")
    with sqlite_newsroom.read() as session:
        (copy,) = session.scalars(select(Snapshot)).all()
        assert copy.failure == "The evidence was withdrawn before it was fetched."
        assert snapshots.awaited(session, copy.id) is None
    with pytest.raises(WrongState, match="no address to fetch"), sqlite_newsroom.work() as work:
        snapshots.renew(work, copy.id)


def test_another_address_ends_the_waiting_for_the_one_before(sqlite_newsroom: Newsroom) -> None:
    claim_id = claim(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        other = replace(factories.LINK, url="https://harbour.example/new")
        evidence.change(work, claim_id, 1, 1, other)
    with sqlite_newsroom.read() as session:
        old, new = session.scalars(select(Snapshot).order_by(Snapshot.number)).all()
    assert old.failure == "Its address was changed before it was fetched."
    assert (new.state, new.asked_address) == (SnapshotState.WAITING, other.url)


def test_whoever_brings_a_copy_had_a_hand_in_the_claim_and_never_approves_it(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.edith) as work:
        snapshots.bring_upload(work, claim_id, 1, FILE)
    with pytest.raises(NotYourPart, match="brought a copy of evidence 1"):
        factories.approve(newsroom, claim_id, newsroom.edith)


def test_looking_at_copies_makes_nobody_the_one_who_changed_the_evidence(
    sqlite_newsroom: Newsroom,
) -> None:
    claim_id = claim(sqlite_newsroom)
    with sqlite_newsroom.work(sqlite_newsroom.cyril) as work:
        evidence.change(work, claim_id, 1, 1, replace(factories.LINK, title="Accounts"))
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        copy = snapshots.one(work.session, claim_id, 1, 1)
        custody.downloaded(work, copy, "original")
    with (
        pytest.raises(StaleSave) as stale,
        sqlite_newsroom.work(sqlite_newsroom.carla) as work,
    ):
        evidence.change(work, claim_id, 1, 1, replace(factories.LINK, title="Yearly accounts"))
    assert stale.value.by_name == "Cyril"
