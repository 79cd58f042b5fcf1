"""A manifest for each day and tokens of authorities: made once, made up for, and never in the way (E7, E8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from factcheck import jobs
from factcheck.adapters.blobs import BadBlobStore
from factcheck.domain.digests import digest_of
from factcheck.domain.manifests import StampState, read_manifest
from factcheck.jobs import TRIES, Done, Failed, Runner, deliver, due
from factcheck.jobs.rounds import Rounds
from factcheck.keeping import blobs_of
from factcheck.models import Blob, DayManifest, Desk, HistoryRow, ManifestEntry, Outbox, Stamp
from factcheck.services import manifests, snapshots
from factcheck.services.snapshots import Bytes
from tests import authority as authorities
from tests.authority import Authority, serving
from tests.cast import Newsroom

ADDRESS = "http://dates.test/tsr"
OTHER = "http://other.test/tsr"
KINDS = frozenset({manifests.JOB, "stamp"})
NIGHT = datetime(2026, 11, 21, 0, 15, tzinfo=UTC)  # the cast works on the 20th


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("one"), "One")


@contextmanager
def runner(
    newsroom: Newsroom, one: Authority, how: authorities.How = authorities.good, **more: object
) -> Iterator[Runner]:
    """A runner at night whose authority answers like this."""
    with serving(one, how) as site:
        settings = replace(
            newsroom.database.settings,
            fetch_stand_ins={"dates.test": site.place, "other.test": site.place},
            timestamp_authorities=(ADDRESS,),
            timestamp_certificates=one.root,
        )
        settings = replace(settings, **more)  # type: ignore[arg-type]
        run = jobs.runner(newsroom.database, settings)
        yield replace(run, clock=lambda: NIGHT, kinds=KINDS)


def keep(newsroom: Newsroom, data: bytes, at: datetime | None = None) -> str:
    """Bytes of a copy, in the store and in the table."""
    digest = blobs_of(newsroom.database.settings).put(data)
    with newsroom.database.work(newsroom.carla, now=at or newsroom.now) as work:
        snapshots.know(work, [Bytes(digest, len(data), "text/html")])
    return digest


def deliver_all(run: Runner) -> list[object]:
    ended: list[object] = []
    while tasks := due(run):
        ended += [deliver(run, task) for task in tasks]
    return ended


def night(run: Runner) -> list[object]:
    Rounds(run).ask()
    return deliver_all(run)


def made(newsroom: Newsroom) -> list[DayManifest]:
    with newsroom.read() as session:
        return list(session.scalars(select(DayManifest).order_by(DayManifest.day)))


def stamps_of(newsroom: Newsroom) -> list[Stamp]:
    with newsroom.read() as session:
        return list(session.scalars(select(Stamp).order_by(Stamp.id)))


def test_after_midnight_the_day_is_told_and_dated(newsroom: Newsroom, one: Authority) -> None:
    digests = [keep(newsroom, b"a page"), keep(newsroom, b"a report")]
    later = keep(newsroom, b"of the next day", NIGHT)
    history = newsroom.history()
    with runner(newsroom, one) as run:
        assert night(run) == [Done("made 1 manifest"), Done("dated")]
        store = blobs_of(run.settings)
    (row,) = made(newsroom)
    with newsroom.read() as session:
        head = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc())).first()
        assert head is not None
        assert set(session.scalars(select(ManifestEntry.digest))) == set(digests)
        assert session.get_one(Blob, row.digest).size == len(store.get(row.digest))
    assert (row.day, row.count, row.history_seq, row.history_hash) == (
        "2026-11-20", 2, head.seq, head.hash,
    )  # fmt: skip
    data = store.get(row.digest)
    assert data.decode().splitlines() == [
        "factcheck manifest 1", "day 2026-11-20", f"history {head.seq} {head.hash}", *sorted(digests),
    ]  # fmt: skip
    said = read_manifest(data)
    assert said is not None
    assert later not in said.digests
    (token,) = stamps_of(newsroom)
    assert (token.state, token.authority, token.failure) == (StampState.DATED, ADDRESS, "")
    assert token.dated_at is not None
    assert abs(token.dated_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert token.serial.isdigit()
    assert digest_of(store.get(token.digest or "")) == token.digest
    assert store.get(token.chain_digest or "").count(b"BEGIN CERTIFICATE") == 2
    assert newsroom.history() == history  # nothing of it makes a day of its own


def test_nothing_is_made_without_an_authority(sqlite_newsroom: Newsroom, one: Authority) -> None:
    keep(sqlite_newsroom, b"a page")
    with runner(sqlite_newsroom, one, timestamp_authorities=()) as run:
        assert night(run) == []
    assert made(sqlite_newsroom) == []
    assert sqlite_newsroom.count(Outbox) == 0


def test_it_is_asked_for_once_however_many_processes_ask(
    newsroom: Newsroom, one: Authority
) -> None:
    keep(newsroom, b"a page")
    with runner(newsroom, one) as run:
        for _ in range(3):
            Rounds(run).ask()
        assert newsroom.count(Outbox) == 1
        assert len(deliver_all(run)) == 2
        Rounds(run).ask()
        assert due(run) == []
        again = replace(run, clock=lambda: NIGHT + timedelta(days=1))
        assert night(again) == [Done("made 0 manifests")]
    assert len(made(newsroom)) == 1


def test_a_day_is_not_told_before_what_began_on_it_is_over(
    sqlite_newsroom: Newsroom, one: Authority
) -> None:
    keep(sqlite_newsroom, b"a page")
    with runner(sqlite_newsroom, one) as run:
        early = replace(run, clock=lambda: NIGHT.replace(minute=9))
        assert night(early) == [Done("made 0 manifests")]
        assert night(run) == [Done("made 1 manifest"), Done("dated")]


def test_two_who_make_the_same_day_make_it_once(newsroom: Newsroom, one: Authority) -> None:
    keep(newsroom, b"a page")
    with newsroom.read() as session:
        manifest = manifests.draft(session, date(2026, 11, 20))
    given = Bytes(digest_of(manifest.to_bytes()), len(manifest.to_bytes()), "text/plain")
    ids = []
    for _ in range(2):
        with newsroom.database.work(newsroom.ada, now=NIGHT) as work:
            ids.append(manifests.keep(work, manifest, given))
    assert ids == [1, None]
    assert (newsroom.count(DayManifest), newsroom.count(ManifestEntry)) == (1, 1)


def test_a_day_that_says_something_else_by_now_is_read_again(
    newsroom: Newsroom, one: Authority
) -> None:
    keep(newsroom, b"a page")
    with runner(newsroom, one) as run:
        store, late = run.open_store, [b"kept a moment later"]

        def slowly(settings):  # type: ignore[no-untyped-def]
            if late:
                keep(newsroom, late.pop())
            return store(settings)

        assert night(replace(run, open_store=slowly)) == [Done("made 1 manifest"), Done("dated")]
    assert [row.count for row in made(newsroom)] == [2]


def test_days_missed_are_made_up_for_and_nothing_is_told_twice(
    newsroom: Newsroom, one: Authority
) -> None:
    first = keep(newsroom, b"long ago", NIGHT - timedelta(days=9))
    second = keep(newsroom, b"a page")
    with runner(newsroom, one) as run:
        assert night(run) == [Done("made 2 manifests"), Done("dated"), Done("dated")]
        late = keep(newsroom, b"written late", NIGHT - timedelta(days=9))
        tomorrow = replace(run, clock=lambda: NIGHT + timedelta(days=1))
        assert night(tomorrow) == [Done("made 1 manifest"), Done("dated")]
        store = blobs_of(run.settings)
    told = {row.day: store.get(row.digest).decode().splitlines()[3:] for row in made(newsroom)}
    assert told == {"2026-11-12": [first], "2026-11-20": [second], "2026-11-21": [late]}


def test_of_very_many_days_the_oldest_are_told_together(
    sqlite_newsroom: Newsroom, one: Authority
) -> None:
    for days in range(40):
        keep(sqlite_newsroom, b"%d" % days, NIGHT - timedelta(days=days + 1))
    with runner(sqlite_newsroom, one) as run:
        assert night(run)[0] == Done("made 31 manifests")
    assert [row.count for row in made(sqlite_newsroom)] == [10, *[1] * 30]
    assert sqlite_newsroom.count(ManifestEntry) == 40


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (authorities.refused, "It refused (status 2): Bad request format or system error."),
        (authorities.wrong_nonce, "The token does not fit what was sent."),
        (authorities.no_token, "What it sent is no timestamp."),
    ],
    ids="refused wrong-nonce no-token".split(),
)
def test_an_authority_that_fails_is_asked_again_with_growing_pauses_then_given_up(
    sqlite_newsroom: Newsroom, one: Authority, how: authorities.How, sentence: str
) -> None:
    keep(sqlite_newsroom, b"a page")
    now = [NIGHT]
    with runner(sqlite_newsroom, one, how) as at_night:
        run = replace(at_night, clock=lambda: now[0], chance=lambda: 0.0)
        assert night(run) == [Done("made 1 manifest"), Failed(sentence)]
        (waiting,) = stamps_of(sqlite_newsroom)
        assert (waiting.state, waiting.failure) == (StampState.WAITING, sentence)
        for minutes in (1, 5, 30, 120):
            assert due(run) == []
            now[0] += timedelta(minutes=minutes)
            assert deliver_all(run) == [Failed(sentence)]
        (failed,) = stamps_of(sqlite_newsroom)
        assert (failed.state, failed.failure) == (StampState.FAILED, sentence)
        assert (failed.digest, failed.settled_at) == (None, now[0])
    with runner(sqlite_newsroom, one) as run:
        tomorrow = replace(run, clock=lambda: NIGHT + timedelta(days=1))
        assert night(tomorrow) == [Done("made 0 manifests"), Done("dated")]
    (dated,) = stamps_of(sqlite_newsroom)
    assert (dated.state, dated.failure) == (StampState.DATED, "")


def test_each_authority_is_asked_and_one_that_fails_keeps_none_of_the_others_back(
    sqlite_newsroom: Newsroom, one: Authority
) -> None:
    keep(sqlite_newsroom, b"a page")
    both = ("http://away.test/", ADDRESS)
    with runner(sqlite_newsroom, one, timestamp_authorities=both) as at_night:
        names = {**at_night.settings.fetch_stand_ins, "away.test": ("127.0.0.1", 1)}
        run = replace(at_night, settings=replace(at_night.settings, fetch_stand_ins=names))
        assert night(run)[1:] == [Failed("The site cannot be reached."), Done("dated")]
    assert [row.state for row in stamps_of(sqlite_newsroom)] == [
        StampState.WAITING, StampState.DATED,
    ]  # fmt: skip


def test_an_authority_that_left_the_settings_is_asked_no_more(
    sqlite_newsroom: Newsroom, one: Authority
) -> None:
    keep(sqlite_newsroom, b"a page")
    with runner(sqlite_newsroom, one) as run:
        Rounds(run).ask()
        deliver(run, due(run)[0])
        without = replace(run, settings=replace(run.settings, timestamp_authorities=(OTHER,)))
        sentence = "This authority is no longer among those of the settings."
        assert deliver_all(without) == [Failed(sentence, is_final=True)]
    (row,) = stamps_of(sqlite_newsroom)
    assert (row.state, row.failure) == (StampState.FAILED, sentence)
    assert one.asked == [] or row.digest is None


def test_a_demonstration_asks_no_authority(sqlite_newsroom: Newsroom, one: Authority) -> None:
    keep(sqlite_newsroom, b"a page")
    with sqlite_newsroom.work() as work:
        work.session.get_one(Desk, 1).is_demonstration = True
    with runner(sqlite_newsroom, one, fetch_stand_ins={}) as run:
        assert night(run)[1:] == [Failed("A demonstration asks no authority.", is_final=True)]


def test_a_store_that_does_not_answer_is_tried_again(
    sqlite_newsroom: Newsroom, one: Authority
) -> None:
    keep(sqlite_newsroom, b"a page")

    def away(_settings: object) -> None:
        raise BadBlobStore("it is full")

    with runner(sqlite_newsroom, one) as run:
        Rounds(run).ask()
        (task,) = due(run)
        ended = deliver(replace(run, open_store=away), task)  # type: ignore[arg-type]
        assert isinstance(ended, Failed)
        assert made(sqlite_newsroom) == []


def test_certificates_that_went_away_are_named_and_the_token_is_waited_for(
    sqlite_newsroom: Newsroom, one: Authority, tmp_path: Path
) -> None:
    keep(sqlite_newsroom, b"a page")
    with runner(sqlite_newsroom, one, timestamp_certificates=tmp_path / "away.pem") as run:
        ended = night(run)[1]
    assert isinstance(ended, Failed)
    assert ended.outcome.startswith("FACTCHECK_TIMESTAMP_CERTIFICATES: ")
    assert [row.state for row in stamps_of(sqlite_newsroom)] == [StampState.WAITING]


def test_what_was_dated_never_changes(newsroom: Newsroom, one: Authority) -> None:
    keep(newsroom, b"a page")
    with runner(newsroom, one) as run:
        night(run)
    for statement in (
        update(DayManifest).values(count=7),
        update(ManifestEntry).values(manifest_id=2),
        update(Stamp).values(serial="7"),
        text("DELETE FROM stamp"),
        text("DELETE FROM manifest_entry"),
    ):
        with pytest.raises(IntegrityError), newsroom.work() as work:
            work.session.execute(statement)


def test_a_job_given_up_after_a_crash_says_so(sqlite_newsroom: Newsroom, one: Authority) -> None:
    keep(sqlite_newsroom, b"a page")
    with runner(sqlite_newsroom, one) as run:
        Rounds(run).ask()
        deliver(run, due(run)[0])
        with sqlite_newsroom.work() as work:
            work.session.execute(update(Outbox).where(Outbox.kind == "stamp").values(tries=TRIES))
        assert deliver_all(run) == [Failed("the program ended while doing it", is_final=True)]
    (row,) = stamps_of(sqlite_newsroom)
    assert (row.state, row.failure) == (
        StampState.FAILED, "It was not asked, and that is our fault.",
    )  # fmt: skip
