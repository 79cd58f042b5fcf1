"""The demo's story, told to real databases through the services: what it leaves behind, and what it refuses."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck import seeding
from factcheck.db import Database
from factcheck.domain.digests import digest_of
from factcheck.domain.policy import RiskClass
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.terms import COMMAND_LINE, Dismissal, ReplyOutcome, ReviewState, State
from factcheck.models import (
    Article,
    Claim,
    Evidence,
    HistoryRow,
    Outbox,
    Person,
    PublicationVersion,
    Snapshot,
)
from factcheck.seeding import AlreadyTold, Loaded, MoveRefused, Story, inputs
from factcheck.seeding.files import document
from factcheck.services import accounts, history, policies, public, sessions, setup, snapshots
from factcheck.services.standing import Ticket, load
from tests.conftest import make_settings, open_database
from tests.seeds.seed_files import CLAIMS, MOVES, OUTLINE, PEOPLE, SOURCES

TODAY = date(2026, 11, 22)
PASSWORD = "kahi-peza-hago-fohe"
PUBLISHED = {
    "c01": ["first"],
    "c08": ["first"],
    "c09": ["first", "clarification"],
    "c10": ["first", "correction"],
    "c13": ["first"],
    "c14": ["first", "update"],
    "c15": ["first"],
    "c22": ["first"],
    "c24": ["first"],
    "c34": ["first"],
}
STATES = {
    State.SPOTTED: {"c64"},
    State.OPEN: {"c31"},
    State.CHECKING: {"c12", "c29", "i6"},
    State.IN_REVIEW: {"c11", "c37"},
    State.APPROVED: {"c30", "i1", "i2", "i3", "i4", "i5", "i7"},
    State.PUBLISHED: set(PUBLISHED),
    State.DISMISSED: {"c19"},
}


@dataclass(frozen=True)
class Told:
    """A database in which the whole story was told."""

    database: Database
    loaded: Loaded
    moves_heard: int
    kept: list[bytes]

    def ticket(self, claim: str) -> Ticket:
        with Session(self.database.reader) as session:
            return load(session, self.loaded.claims[claim])


def tell(database: Database, story: Story | None = None) -> Told:
    heard: list[int] = []
    kept: list[bytes] = []

    def keep(data: bytes) -> str:
        kept.append(data)
        return digest_of(data)

    loaded = seeding.load(
        database, PASSWORD, story=story, today=TODAY, keep=keep, on_move=heard.append
    )
    return Told(database, loaded, sum(heard), kept)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """The whole story, told once to a database of each kind."""
    home = tmp_path_factory.mktemp("told")
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_file"), home / "factcheck.sqlite3")
        with open_database(make_settings(home)) as database:
            yield tell(database)
        return
    server = request.getfixturevalue("postgresql_server")
    with (
        server.database(request.getfixturevalue("migrated_template")) as name,
        open_database(make_settings(home, server.url_of(name))) as database,
    ):
        yield tell(database)


# ── What is left behind ──────────────────────────────────────────────────────────────────────────


def test_the_demos_own_documents_are_kept_and_of_every_link_the_row_says_why_not(
    told: Told,
) -> None:
    with Session(told.database.reader) as session:
        copies = session.scalars(select(Snapshot)).all()
        links = session.scalar(select(func.count()).where(Evidence.url != ""))
    failed = [one for one in copies if one.state is SnapshotState.FAILED]
    assert {one.failure for one in failed} == {snapshots.DEMONSTRATION}
    assert len(failed) == links
    kept = {one.file_name: one.digest for one in copies if one.kept_at is not None}
    assert len(failed) + len(kept) == len(copies)
    assert kept == {name: digest_of(document(name)) for name in ("budget.txt", "harbour-book.txt")}
    assert sorted(told.kept) == sorted(document(name) for name in kept)
    (harbour,) = (row.kept for row in told.ticket("i1").logged if row.number == 1)
    assert harbour is not None
    assert harbour.digest == kept["harbour-book.txt"]


def test_every_claim_ends_where_the_story_says(told: Told) -> None:
    left = {state: {c for c in CLAIMS if told.ticket(c).claim.state is state} for state in State}
    assert left == STATES


def test_every_move_was_made_and_heard(told: Told) -> None:
    assert told.moves_heard == len(MOVES)
    rows = sum(len(move.get("evidence", [0])) for move in MOVES)
    assert told.loaded.changes == rows
    assert told.loaded.claims.keys() == CLAIMS.keys()
    assert told.loaded.people.keys() == PEOPLE.keys()


def test_what_was_published_changed_the_way_the_story_says(told: Told) -> None:
    with told.database.read() as connection:
        found = {
            claim: list(
                connection.scalars(
                    select(PublicationVersion.kind)
                    .where(PublicationVersion.publication_id == told.ticket(claim).publication.id)
                    .order_by(PublicationVersion.number)
                )
            )
            for claim in STATES[State.PUBLISHED]
        }
    assert found == PUBLISHED


def test_the_correction_changed_the_rating_and_says_so(told: Told) -> None:
    publication = told.ticket("c10").publication
    assert publication is not None
    with Session(told.database.reader) as session:
        now = public.verdict(session, publication.id)
        then = public.version(session, publication.id, 1)
    assert now is not None
    assert then is not None
    assert (then.rating.label, now.rating.label) == ("Supported", "Lacks context")
    assert [(n.kind, n.old_rating, n.new_rating) for n in now.notices] == [
        ("correction", "Supported", "Lacks context")
    ]
    assert "calls and complaints" in now.notices[0].note
    assert (len(then.sources), len(now.sources)) == (2, 7)
    assert now.sources_kept_internal == 1


def test_the_exceptional_claims_are_what_they_should_be(told: Told) -> None:
    assert told.ticket("c12").reviews[0].state is ReviewState.SENT_BACK
    assert [reply.outcome for reply in told.ticket("c29").replies] == [ReplyOutcome.WAITING]
    assert told.ticket("c19").claim.dismissal is Dismissal.OPINION
    assert [name for _, name, _ in told.ticket("c24").conflicts] == ["Ruth (demo reviewer)"]
    held = told.ticket("i6")
    assert held.hold is not None
    assert "private person" in held.hold.reason
    assert not held.claim.is_claimant_public
    assert {c for c in CLAIMS if told.ticket(c).hold is not None} == {"i6"}


def test_no_name_of_the_cast_approved_what_she_had_a_hand_in(told: Told) -> None:
    approvals = 0
    for claim in CLAIMS:
        ticket = told.ticket(claim)
        hands = {person_id for person_id, _, _ in ticket.contributions}
        for review in ticket.reviews:
            if review.state is ReviewState.APPROVED:
                approvals += 1
                assert review.reviewer_id not in hands, claim
    assert approvals == len(STATES[State.APPROVED]) + len(PUBLISHED) + 1  # and one legal clearance


def test_claimants_are_offices_and_shown_as_they_are(told: Told) -> None:
    for claim, data in CLAIMS.items():
        assert told.ticket(claim).claim.claimant == data["claimant"]


def test_evidence_says_what_it_says_about_the_claim_and_only_else_what_the_source_says(
    told: Told,
) -> None:
    with Session(told.database.reader) as session:
        rows = session.scalars(
            select(Evidence)
            .where(Evidence.claim_id == told.loaded.claims["c01"])
            .order_by(Evidence.number)
        ).all()
    assert [row.number for row in rows] == [1, 2, 3, 4]
    data, source = CLAIMS["c01"]["evidence"][0], SOURCES[CLAIMS["c01"]["evidence"][0]["source"]]
    assert rows[0].says == data["says"] != source["says"]
    bare = {**data, "says": ""}
    given = inputs.evidence_input(seeding.read_story(), bare, TODAY)
    assert given.says == source["says"]
    assert (rows[0].url, rows[0].accessed_on) == (source["url"], source["accessed_on"])
    assert rows[0].logged_at == datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    assert rows[1].logged_at - rows[0].logged_at == timedelta(minutes=4)


def test_the_article_is_the_outline_paragraph_by_paragraph(told: Told) -> None:
    with Session(told.database.reader) as session:
        article = session.get_one(Article, told.loaded.articles["outline"])
    assert (article.title, article.url) == (OUTLINE["title"], OUTLINE["url"])
    ticket = told.ticket("c64")
    assert ticket.anchors[0].exact == CLAIMS["c64"]["anchor"]
    text = "\n\n".join(OUTLINE["outline"])
    assert text[ticket.anchors[0].start : ticket.anchors[0].end] == CLAIMS["c64"]["anchor"]


# ── The record ───────────────────────────────────────────────────────────────────────────────────


def test_the_record_holds_and_is_told_at_the_times_of_the_story(told: Told) -> None:
    with Session(told.database.reader) as session:
        assert history.verify(session) is None
        times = list(session.scalars(select(HistoryRow.at).order_by(HistoryRow.seq)))
    assert times == sorted(times)
    assert times[0].date() == TODAY - timedelta(days=15)
    assert times[-1].date() == TODAY - timedelta(days=1)


def test_everybody_does_in_the_record_what_she_does_in_the_story(told: Told) -> None:
    with told.database.read() as connection:
        rows = connection.execute(
            select(HistoryRow.actor_id, func.count(func.distinct(HistoryRow.at)))
            .where(HistoryRow.actor_id.is_not(None))
            .group_by(HistoryRow.actor_id)
        ).all()
    by_number = {number: name for name, number in told.loaded.people.items()}
    wanted: Counter[str] = Counter()
    for move in MOVES:
        if move["who"] != "reader":  # nobody of the cast, and nobody whom the record could name
            wanted[move["who"]] += len(move.get("evidence", [0]))
    assert {by_number[number]: count for number, count in rows} == dict(wanted)


def test_nobody_is_mailed_about_the_past(told: Told) -> None:
    with told.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Outbox)) == 0


def test_the_desk_says_that_it_is_a_demonstration(told: Told) -> None:
    with Session(told.database.reader) as session:
        line = sessions.desk_line(session)
        assert seeding.is_told(session)
    assert (line.name, line.is_demonstration) == ("factcheck demonstration", True)


def test_everybody_of_the_cast_can_sign_in_with_the_one_password(told: Told) -> None:
    with Session(told.database.reader) as session:
        hashes = set(session.scalars(select(Person.password_hash)))
        found = {
            name: accounts.recognise(session, PEOPLE[name]["mail"], PASSWORD)
            for name in ("dana", "ada")
        }
    assert len(hashes) == 1
    assert {name: one.actor.id for name, one in found.items() if one} == {
        "dana": told.loaded.people["dana"],
        "ada": told.loaded.people["ada"],
    }


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────


def test_the_story_is_told_once(told: Told) -> None:
    with pytest.raises(AlreadyTold) as refused:
        seeding.load(told.database, PASSWORD, today=TODAY)
    assert "a database of its own" in refused.value.sentence
    with told.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Claim)) == len(CLAIMS)


def test_a_desk_with_people_is_never_turned_into_a_demonstration(sqlite_database: Database) -> None:
    with sqlite_database.work(COMMAND_LINE) as work:
        setup.ensure(work)
        accounts.add_person(work, "ada@desk.example", "Ada", [])
    with pytest.raises(AlreadyTold):
        seeding.load(sqlite_database, PASSWORD, today=TODAY)
    with Session(sqlite_database.reader) as session:
        assert not seeding.is_told(session)


def with_move(story: Story, number: int, **changed: object) -> Story:
    """The story up to move `number` (from 0), which is changed."""
    moves = list(story.moves[: number + 1])
    data = MappingProxyType({**moves[number].data, **changed})
    moves[number] = replace(moves[number], data=data)
    return replace(story, moves=moves)


def index_of(story: Story, does: str) -> int:
    return next(n for n, move in enumerate(story.moves) if move.does == does)


def test_a_move_that_the_rules_refuse_is_named_by_its_line(sqlite_database: Database) -> None:
    story = seeding.read_story()
    number = index_of(story, "approve")
    bent = with_move(story, number, who="dana")
    with pytest.raises(MoveRefused) as refused:
        seeding.load(sqlite_database, PASSWORD, story=bent, today=TODAY)
    line = bent.moves[number].line
    assert refused.value.line == line
    assert refused.value.sentence.startswith(f"story.toml, line {line}: dana approve i1: Only ")
    text = (Path(__file__).parents[2] / "seeds/demo/story.toml").read_text(encoding="utf-8")
    assert '"ruth", does = "approve", claim = "i1"' in text.splitlines()[line - 1]


def test_a_rating_that_is_not_on_the_scale_ends_the_telling(sqlite_database: Database) -> None:
    story = seeding.read_story()
    number = index_of(story, "save_verdict")
    claim = dict(story.claims["i1"])
    claim["verdicts"] = [{**claim["verdicts"][0], "rating": "splendid"}]
    bent = replace(story, moves=story.moves[: number + 1], claims={**story.claims, "i1": claim})
    with pytest.raises(MoveRefused, match="Choose one of the ratings"):
        seeding.load(sqlite_database, PASSWORD, story=bent, today=TODAY)


def test_the_story_keeps_to_the_policies_a_desk_begins_with() -> None:
    """The story waives the second origin of c37 because of this number."""
    assert policies.DEFAULTS[RiskClass.ALLEGATION].minimum_origins == 2
