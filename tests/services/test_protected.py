"""Protected sources: sealed from the first moment, read by few and on record, counted only by exception (M7, L17)."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from factcheck.adapters.seals import ALTERED, OTHER_KEY, BadSeal, Seals
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import State, Withheld
from factcheck.models import Blob, Evidence, HistoryRow, ProtectedSource, SourceGrant
from factcheck.services import (
    evidence,
    protected,
    reviews,
    sealed_files,
    snapshots,
)
from factcheck.services.changes import content_of
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.sealed_files import Held, Sealed
from factcheck.services.standing import NoSuchClaim
from tests import factories, road, secrets
from tests.cast import Newsroom
from tests.secrets import SEALS, SECRET


@pytest.fixture
def claim_id(newsroom: Newsroom) -> int:
    """A claim that Carla checks, with a protected source of hers as evidence 1."""
    made = factories.claim(newsroom, State.CHECKING)
    secrets.log(newsroom, made)
    return made


def read(newsroom: Newsroom, who: str, claim_id: int) -> evidence.EvidenceInput:
    with newsroom.work(getattr(newsroom, who)) as work:
        return protected.read(work, claim_id, 1, SEALS.open)[1]


def name(newsroom: Newsroom, by: str, who: str, claim_id: int) -> None:
    with newsroom.work(getattr(newsroom, by)) as work:
        protected.name_reader(work, claim_id, 1, getattr(newsroom, who).id)


def refuse(newsroom: Newsroom, who: str, kind: type[Exception], words: str, claim_id: int) -> None:
    road.refuse(
        newsroom,
        getattr(newsroom, who),
        kind,
        words,
        lambda work: protected.read(work, claim_id, 1, SEALS.open),
    )


# ── Sealed ───────────────────────────────────────────────────────────────────────────────────────


def test_nothing_of_it_is_in_any_column_of_any_table(newsroom: Newsroom, claim_id: int) -> None:
    assert secrets.in_tables(newsroom.database) == {}
    with newsroom.read() as session:
        row = evidence_row(session, claim_id, 1)
        assert row.title == "Protected source"
        assert (row.kind, row.stance, row.source_class) == (
            SECRET.kind,
            SECRET.stance,
            SECRET.source_class,
        )
        assert evidence.stored(row) == protected.cover(SECRET)


def test_whoever_logged_it_reads_all_of_it_and_each_reading_is_on_record(
    newsroom: Newsroom, claim_id: int
) -> None:
    assert read(newsroom, "carla", claim_id) == SECRET
    assert read(newsroom, "carla", claim_id) == SECRET
    assert newsroom.history(claim_id).count("source:read evidence:1") == 2


@pytest.mark.parametrize("who", ["cyril", "rosa", "edith", "lara", "ada"])
def test_nobody_else_reads_it_whatever_her_part(
    newsroom: Newsroom, claim_id: int, who: str
) -> None:
    refuse(newsroom, who, NotYourPart, "Only whoever logged this source", claim_id)


def test_a_seal_opens_in_its_own_place_with_its_own_key_and_unaltered_alone(
    newsroom: Newsroom, claim_id: int
) -> None:
    with newsroom.read() as session:
        source = evidence_row(session, claim_id, 1).protected
        assert source is not None
        sealed = source.sealed
    there = protected.place(claim_id, 1)
    assert protected.from_text(SEALS.open(sealed, there)) == SECRET
    for place, data, seals, sentence in (
        (protected.place(claim_id, 2), sealed, SEALS, ALTERED),
        (protected.place(claim_id + 1, 1), sealed, SEALS, ALTERED),
        (there, sealed[:-1] + bytes([sealed[-1] ^ 1]), SEALS, ALTERED),
        (there, sealed[:30], SEALS, ALTERED),
        (there, b"", SEALS, ALTERED),
        (there, sealed, Seals(bytes(32)), OTHER_KEY),
    ):
        with pytest.raises(BadSeal) as refused:
            seals.open(data, place)
        assert refused.value.sentence == sentence


@given(st.binary(max_size=200), st.text(max_size=50))
def test_any_bytes_come_back_as_they_were_and_never_the_same_sealed_twice(
    data: bytes, place: str
) -> None:
    sealed = SEALS.seal(data, place)
    assert SEALS.open(sealed, place) == data
    assert SEALS.seal(data, place) != sealed
    assert len(data) < 8 or data not in sealed


@given(st.text(), st.sampled_from(sorted(vars(SECRET))))
def test_whatever_was_typed_is_sealed_and_read_back(typed: str, field: str) -> None:
    kept = getattr(SECRET, field)
    given = replace(SECRET, **{field: typed if type(kept) is str else kept})
    if any(0xD800 <= ord(one) <= 0xDFFF for one in typed):  # no form takes them
        return
    assert protected.from_text(protected.to_text(given)) == given


def test_what_does_not_fit_together_is_refused_and_nothing_is_kept(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    road.refuse(
        newsroom,
        newsroom.carla,
        BadInput,
        "Say with whom you spoke.",
        lambda work: protected.log(
            work, claim_id, replace(SECRET, spoke_with=""), Withheld.LAW, SEALS.seal
        ),
    )
    assert newsroom.count(Evidence) == 0
    road.refuse(
        newsroom,
        newsroom.rosa,
        NotYourPart,
        "Only a checker or an editor may protect a source.",
        lambda work: protected.log(work, claim_id, SECRET, Withheld.LAW, SEALS.seal),
    )


def test_no_other_road_changes_it_or_has_it_fetched_or_copies_it(
    newsroom: Newsroom, claim_id: int
) -> None:
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        "Evidence 1 is a protected source: change it on its own page.",
        lambda work: evidence.change(work, claim_id, 1, 1, factories.LINK),
    )
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        "its files are added on its own page",
        lambda work: snapshots.ask_again(work, claim_id, 1),
    )


def test_changing_it_seals_it_anew_voids_approvals_and_ends_the_exception(
    newsroom: Newsroom, claim_id: int
) -> None:
    before = content_of(road.ticket(newsroom, claim_id))
    name(newsroom, "edith", "emil", claim_id)
    with newsroom.work(newsroom.emil) as work:
        protected.let_count(work, claim_id, 1, "Two of us heard it.")
    with newsroom.work(newsroom.carla) as work:
        protected.change(
            work,
            claim_id,
            1,
            before.evidence[0].sealed_digest,
            replace(SECRET, quote="Vrelkine others"),
            Withheld.PROMISE,
            SEALS.seal,
        )
    after = road.ticket(newsroom, claim_id)
    assert content_of(after).hash != before.hash
    assert after.evidence[0].withheld == "promise"
    assert after.standing.evidence_count == 0
    assert read(newsroom, "carla", claim_id).quote == "Vrelkine others"
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        "Somebody changed this source while you were writing.",
        lambda work: protected.change(
            work,
            claim_id,
            1,
            before.evidence[0].sealed_digest,
            SECRET,
            Withheld.LAW,
            SEALS.seal,
        ),
    )
    assert secrets.in_tables(newsroom.database) == {}


# ── Who may read it ──────────────────────────────────────────────────────────────────────────────


def test_an_editor_or_legal_reviewer_names_readers_and_ends_that_again(
    newsroom: Newsroom, claim_id: int
) -> None:
    name(newsroom, "lara", "edith", claim_id)
    assert read(newsroom, "edith", claim_id) == SECRET
    name(newsroom, "edith", "rosa", claim_id)
    assert read(newsroom, "rosa", claim_id) == SECRET
    with newsroom.work(newsroom.lara) as work:
        protected.end_reader(work, claim_id, 1, newsroom.rosa.id or 0)
    refuse(newsroom, "rosa", NotYourPart, "Only whoever logged this source", claim_id)
    with newsroom.read() as session:
        known = protected.known(session, newsroom.rosa, claim_id, 1)
        assert [(one.name, one.granted_by) for one in known.readers] == [("Edith", "Lara")]
        assert (known.logged_by, known.may_read) == ("Carla", False)
    told = [event.split()[0] for event in newsroom.history(claim_id) if "reader" in event]
    assert told == ["source:reader_named", "source:reader_named", "source:reader_ended"]


def test_who_cannot_be_named_and_who_cannot_name(newsroom: Newsroom, claim_id: int) -> None:
    for by, who, kind, words in (
        ("edith", "edith", NotYourPart, "Nobody names herself"),
        ("carla", "rosa", NotYourPart, "Only an editor or a legal reviewer may say who reads"),
        ("ada", "rosa", NotYourPart, "Only an editor or a legal reviewer may say who reads"),
        ("edith", "carla", WrongState, "She may read it already."),
    ):
        road.refuse(
            newsroom,
            getattr(newsroom, by),
            kind,
            words,
            lambda work, who=who: protected.name_reader(
                work, claim_id, 1, getattr(newsroom, who).id
            ),
        )
    road.refuse(
        newsroom,
        newsroom.edith,
        BadInput,
        "Choose a colleague of this desk.",
        lambda work: protected.name_reader(work, claim_id, 1, 999),
    )
    assert newsroom.count(SourceGrant) == 0


def test_whoever_declares_a_conflict_stays_out_though_she_was_named(
    newsroom: Newsroom, claim_id: int
) -> None:
    name(newsroom, "edith", "rosa", claim_id)
    with newsroom.work(newsroom.rosa) as work:
        reviews.recuse(work, claim_id, "My cousin works there.")
    refuse(newsroom, "rosa", NotYourPart, "You declared a conflict of interest", claim_id)
    with newsroom.work(newsroom.lara) as work:
        reviews.recuse(work, claim_id, "So does mine.")
    road.refuse(
        newsroom,
        newsroom.lara,
        NotYourPart,
        "You declared a conflict of interest",
        lambda work: protected.name_reader(work, claim_id, 1, newsroom.emil.id or 0),
    )
    road.refuse(
        newsroom,
        newsroom.edith,
        BadInput,
        "stays out of it",
        lambda work: protected.name_reader(work, claim_id, 1, newsroom.rosa.id or 0),
    )


def test_what_is_no_protected_source_has_no_such_page(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.read() as session, pytest.raises(NoSuchClaim):
        protected.known(session, newsroom.carla, claim_id, 1)
    refuse(newsroom, "carla", NoSuchClaim, "", claim_id)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def sealed_file(claim_id: int, data: bytes = secrets.FILE_TEXT) -> Sealed:
    closed = SEALS.seal(data, sealed_files.files_place(claim_id, 1))
    digest = "sha256:" + "5" * 64
    facts = {
        "file_name": secrets.FILE_NAME,
        "content_type": "text/plain",
        "size": len(data),
        "sha256": "0" * 64,
        "note": secrets.FILE_NOTE,
    }
    place = sealed_files.facts_place(claim_id, 1, digest)
    return Sealed(digest, len(closed), SEALS.seal(json.dumps(facts).encode(), place))


def find(newsroom: Newsroom, who: str, claim_id: int, own: int) -> Held:
    with newsroom.read() as session:
        return sealed_files.find_file(session, getattr(newsroom, who), claim_id, 1, own, SEALS.open)


def test_a_file_is_kept_sealed_and_taken_by_whoever_may_read_the_source(
    newsroom: Newsroom, claim_id: int
) -> None:
    with newsroom.work(newsroom.carla) as work:
        assert sealed_files.add_file(work, claim_id, 1, sealed_file(claim_id)) == 1
    assert secrets.in_tables(newsroom.database) == {}
    held = find(newsroom, "carla", claim_id, 1)
    with newsroom.work(newsroom.carla) as work:
        assert work.session.get_one(Blob, held.digest).content_type == sealed_files.SEALED_TYPE
        sealed_files.take_file(work, claim_id, 1, held)
    assert (held.facts.file_name, held.facts.note) == (secrets.FILE_NAME, secrets.FILE_NOTE)
    for who, own, kind in (("rosa", 1, NotYourPart), ("carla", 2, NoSuchClaim)):
        with pytest.raises(kind):
            find(newsroom, who, claim_id, own)
    road.refuse(
        newsroom,
        newsroom.rosa,
        NotYourPart,
        "Only whoever logged this source",
        lambda work: sealed_files.take_file(work, claim_id, 1, held),
    )
    road.refuse(
        newsroom,
        newsroom.cyril,
        NotYourPart,
        "Only whoever logged this source",
        lambda work: sealed_files.add_file(work, claim_id, 1, sealed_file(claim_id)),
    )
    told = [event.split()[0] for event in newsroom.history(claim_id) if "file" in event]
    assert told == ["source:file_kept", "source:file_taken"]


def test_the_newest_seal_is_the_one_made_last_though_the_source_is_an_older_one(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    with newsroom.read() as session:
        assert protected.newest_seal(session) is None
    for _ in range(2):
        secrets.log(newsroom, claim_id)
    with newsroom.read() as session:
        assert protected.newest_seal(session) == sealed_of(session, claim_id, 2).sealed
        seen = sealed_of(session, claim_id, 1).sealed_digest
    with newsroom.work(newsroom.carla) as work:
        protected.change(work, claim_id, 1, seen, SECRET, Withheld.LAW, SEALS.seal)
    with newsroom.read() as session:
        assert protected.newest_seal(session) == sealed_of(session, claim_id, 1).sealed


def sealed_of(session: Session, claim_id: int, number: int) -> ProtectedSource:
    found = evidence_row(session, claim_id, number).protected
    assert found is not None
    return found


def test_the_history_tells_of_it_without_a_word_of_it(newsroom: Newsroom, claim_id: int) -> None:
    read(newsroom, "carla", claim_id)
    with newsroom.read() as session:
        told = session.query(HistoryRow).filter(HistoryRow.event.startswith("source:"))
        rows = told.order_by(HistoryRow.seq).all()
    assert [(row.event, row.subject) for row in rows] == [
        ("source:protected", "evidence:1"),
        ("source:read", "evidence:1"),
    ]


def test_the_database_keeps_what_is_sealed(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.carla) as work:
        away = delete(ProtectedSource)
        with pytest.raises(DBAPIError, match="never deleted"):
            work.session.execute(away)
        work.session.rollback()
    assert newsroom.count(ProtectedSource) == 1
