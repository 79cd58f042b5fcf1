"""The public log grows with what readers are given and with nothing else, and no part of it is altered unseen."""

import hashlib

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from factcheck.adapters.signatures import is_signed_by
from factcheck.domain import merkle, public_log
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import HistoryRow, PublicationVersion, PublicHead, PublicLog
from factcheck.services import public_log as service
from factcheck.services import publication
from tests import factories, gates, logs, road
from tests.cast import Newsroom
from tests.fronts import correct, retract
from tests.readers import FERRIES, OTHER
from tests.statements import counted


def fault(newsroom: Newsroom) -> str:
    with newsroom.read() as session:
        return service.fault(session, is_signed_by)


def told(newsroom: Newsroom) -> None:
    """Two verdicts; the first is corrected, then retracted: four leaves, and heads over one and over all."""
    factories.claim(newsroom, State.PUBLISHED)
    logs.sign(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=1, words=gates.FERRIES)
    correct(newsroom)
    retract(newsroom)
    logs.sign(newsroom)


# ── What goes in ─────────────────────────────────────────────────────────────────────────────────


def test_each_version_readers_are_given_is_a_leaf_in_their_order(newsroom: Newsroom) -> None:
    told(newsroom)
    assert [(one["verdict"], one["version"], one["kind"]) for one in logs.leaves(newsroom)] == [
        (1, 1, "first"),
        (2, 1, "first"),
        (1, 2, "correction"),
        (1, 3, "retraction"),
    ]
    assert fault(newsroom) == ""


@pytest.mark.parametrize("kind", [ChangeKind.CLARIFICATION, ChangeKind.UPDATE])
def test_a_clarification_and_an_update_are_leaves_too(newsroom: Newsroom, kind: ChangeKind) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    road.begin_change(newsroom, 1, kind, newsroom.edith)
    factories.write(newsroom, 1, newsroom.carla)
    factories.submit(newsroom, 1, newsroom.carla)
    factories.approve(newsroom, 1, newsroom.rosa)
    assert len(logs.leaves(newsroom)) == 1
    factories.publish(newsroom, 1, newsroom.emil)
    assert [one["kind"] for one in logs.leaves(newsroom)] == ["first", kind.value]


def test_a_leaf_names_the_words_and_the_history_row_by_their_hashes(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.read() as session:
        body = session.scalars(select(PublicationVersion.body)).one()
        event = HistoryRow.event == "publication:first"
        row = session.scalars(select(HistoryRow).where(event)).one()
        own = session.get_one(PublicLog, 0)
    (said,) = logs.leaves(newsroom)
    salt = hashlib.sha256(f"factcheck-log-salt\n{row.hash}".encode()).hexdigest()
    assert said["body"] == hashlib.sha256((salt + body).encode()).hexdigest()
    assert own.history_seq == row.seq
    assert own.hash == merkle.leaf_hash(own.leaf.encode()).hex()
    for word in ("harbour", "Carla", "Edith", "mayor", row.hash):
        assert word not in own.leaf


def test_a_publication_that_is_refused_leaves_no_leaf(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    with pytest.raises(Refusal), newsroom.work(newsroom.edith) as work:
        publication.publish(work, claim_id, "0" * 64)
    assert newsroom.count(PublicLog) == 0


def test_what_fails_after_the_leaf_takes_the_leaf_with_it(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    seen = factories.content_hash(newsroom, claim_id)

    def fail() -> None:
        raise RuntimeError("the disk is full")

    def publish_and_fail() -> None:
        with newsroom.work(newsroom.edith) as work:
            publication.publish(work, claim_id, seen)
            work.before_commit.append(fail)

    with pytest.raises(RuntimeError):
        publish_and_fail()
    assert (newsroom.count(PublicLog), newsroom.count(PublicationVersion)) == (0, 0)


def test_a_leaf_costs_one_insert_and_nothing_is_read_for_it(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    claim_id = factories.claim(newsroom, State.APPROVED, article_id=1, words=gates.FERRIES)
    seen = factories.content_hash(newsroom, claim_id)
    with (
        counted(newsroom.database) as statements,
        newsroom.work(newsroom.edith) as work,
    ):
        publication.publish(work, claim_id, seen)
    of_log = [one for one in statements if one.startswith("INSERT INTO public_log")]
    assert len(of_log) == 1
    assert not [one for one in statements if "FROM public_log" in one and "UNION" not in one]


# ── What the database refuses ────────────────────────────────────────────────────────────────────

REFUSED = {
    "UPDATE public_log SET hash = 'x'": "a leaf of the public log never changes",
    "DELETE FROM public_log": "a leaf of the public log is never deleted",
    "UPDATE public_head SET note = 'x'": "a signed head never changes",
    "DELETE FROM public_head": "a signed head is never deleted",
    "INSERT INTO public_head (size, note, key, made_at, is_new_key) VALUES (9, '', '', '2026-11-20 10:00:00', false)": (
        "a head is signed over leaves that are there"
    ),
    "INSERT INTO public_log (position, publication_id, number, leaf, hash, frontier) VALUES (7, 1, 1, '', '', '')": (
        "a leaf must follow the last one"
    ),
}


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_alter_the_log(newsroom: Newsroom, statement: str) -> None:
    told(newsroom)
    with (
        pytest.raises(DBAPIError, match=REFUSED[statement]),
        newsroom.work(newsroom.edith) as work,
    ):
        work.session.execute(text(statement))
    assert fault(newsroom) == ""


# ── What is found where somebody altered it all the same ─────────────────────────────────────────


def alter(newsroom: Newsroom, statement: str) -> None:
    """As whoever owns the database can: the rules are taken away first."""
    table = next(
        word for word in ("public_log", "public_head", "publication_version") if word in statement
    )
    with newsroom.work(newsroom.edith) as work:
        for rule in ("no_update", "no_delete"):
            name = f"{table}_{rule}"
            is_sqlite = work.dialect.name == "sqlite"
            drop = f"TRIGGER {name}" if is_sqlite else f"FUNCTION {name}_refuse() CASCADE"
            work.session.execute(text(f"DROP {drop}"))
        work.session.execute(text(statement))


ALTERED = {
    "UPDATE public_log SET leaf = replace(leaf, 'first', 'third') WHERE position = 1": (
        "Leaf 1 of the public log was altered: its content no longer matches its hash."
    ),
    "UPDATE public_log SET hash = '00' WHERE position = 2": "Leaf 2 of the public log was altered: its content",
    "UPDATE public_log SET frontier = '00' WHERE position = 3": "Leaf 3 of the public log does not follow",
    "UPDATE public_log SET history_seq = history_seq + 1 WHERE position = 0": (
        "Leaf 0 of the public log names another row of the history."
    ),
    "UPDATE public_log SET history_seq = NULL WHERE position = 0": "Leaf 0 of the public log is not what readers",
    "DELETE FROM public_log WHERE position = 1": "Leaf 1 of the public log is missing.",
    "DELETE FROM public_log WHERE position = 3": (
        "The public log was cut: a head was signed over 4 leaves, it has 3."
    ),
    "UPDATE publication_version SET body = replace(body, 'harbour', 'airport') WHERE id = 2": (
        "Leaf 1 of the public log is not what readers were given"
    ),
    "UPDATE publication_version SET published_at = '2026-01-01 00:00:00+00' WHERE id = 3": (
        "Leaf 2 of the public log is not what readers were given"
    ),
    "UPDATE public_head SET note = replace(note, 'checks', 'others') WHERE size = 1": (
        "The head over 1 leaves of the public log does not hold."
    ),
    "UPDATE public_head SET key = replace(key, 'checks', 'others') WHERE size = 4": (
        "The head over 4 leaves of the public log does not hold."
    ),
    "UPDATE public_head SET size = 3 WHERE size = 4": (
        "The head over 3 leaves of the public log does not hold."
    ),
}


@pytest.mark.parametrize("statement", ALTERED)
def test_whatever_is_altered_is_found_and_named(newsroom: Newsroom, statement: str) -> None:
    told(newsroom)
    sqlite_text = statement.replace("+00'", ".000000'")
    alter(newsroom, sqlite_text if newsroom.database.dialect.name == "sqlite" else statement)
    assert fault(newsroom).startswith(ALTERED[statement])


def test_a_version_without_a_leaf_is_counted(newsroom: Newsroom) -> None:
    told(newsroom)
    alter(newsroom, "DELETE FROM public_head")
    alter(newsroom, "DELETE FROM public_log WHERE position = 3")
    assert fault(newsroom) == "Versions that readers were given are not in the public log: 1."


def test_a_log_made_anew_as_a_whole_is_found_by_the_heads_outside(newsroom: Newsroom) -> None:
    """The rebuilt log holds in itself: only whoever kept a head knows (C6)."""
    told(newsroom)
    before = logs.bundle(newsroom)
    alter(newsroom, "DELETE FROM public_head")
    alter(newsroom, "DELETE FROM public_log WHERE position > 1")
    with newsroom.work(newsroom.edith) as work:
        work.session.execute(text("DELETE FROM public_log"))
    with newsroom.work() as work:
        rows = work.session.execute(
            select(PublicationVersion).order_by(PublicationVersion.id.desc())
        ).scalars()
        frontier: list[bytes] = []
        for position, row in enumerate(rows):
            one = public_log.Told(
                row.publication_id, row.number, row.kind.value, row.published_at, row.body
            )
            leaf = public_log.leaf(one, "")
            hash_ = merkle.leaf_hash(leaf.encode())
            frontier = merkle.grown(position, frontier, hash_)
            values = {
                "position": position,
                "publication_id": row.publication_id,
                "number": row.number,
                "leaf": leaf,
                "hash": hash_.hex(),
                "frontier": b"".join(frontier).hex(),
            }
            work.session.execute(insert(PublicLog).values(**values))
    logs.sign(newsroom)
    assert fault(newsroom) == ""
    assert logs.bundle(newsroom)["head"] != before["head"]


# ── Heads ────────────────────────────────────────────────────────────────────────────────────────


def test_a_head_is_signed_once_over_all_there_is(newsroom: Newsroom) -> None:
    assert logs.sign(newsroom) is None
    told(newsroom)
    assert logs.sign(newsroom) is None
    with newsroom.read() as session:
        newest = service.head(session)
        assert newest is not None
        assert (newest.size, service.is_behind(session)) == (4, 0)
        assert [
            row.size for row in session.scalars(select(PublicHead).order_by(PublicHead.size))
        ] == [1, 4]
        leaves = [one.leaf.encode() for one in service.leaves(session, 0, 9)]
    assert public_log.read_head(newest.note).root == logs.root(leaves)


def test_another_key_signs_nothing_until_somebody_accepts_it(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    first = logs.sign(newsroom)
    retract(newsroom)
    with pytest.raises(BadInput, match=r"another key than log\.key"):
        logs.sign(newsroom, logs.OTHER_KEY)
    assert newsroom.count(PublicHead) == 1
    made = logs.sign(newsroom, logs.OTHER_KEY, is_new_key=True)
    assert first is not None
    assert made is not None
    with newsroom.read() as session:
        assert service.keys(session) == [made.key, first.key]
    assert fault(newsroom) == ""


def test_nothing_is_signed_over_a_log_that_was_rewritten(newsroom: Newsroom) -> None:
    told(newsroom)
    alter(newsroom, "UPDATE public_log SET frontier = hash WHERE position = 3")
    factories.claim(newsroom, State.PUBLISHED, article_id=1, words=gates.FERRIES)
    with pytest.raises(BadInput, match="not the one whose head was signed last"):
        logs.sign(newsroom)
    assert newsroom.count(PublicHead) == 2


def test_a_log_keeps_the_name_it_began_with(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    logs.sign(newsroom)
    retract(newsroom)
    with newsroom.work() as work:
        made = service.sign(work, logs.KEY, "moved.example/log")
    assert made is not None
    assert made.note.startswith(f"{logs.ORIGIN}\n2\n")


# ── Proofs ───────────────────────────────────────────────────────────────────────────────────────


def test_words_are_given_with_the_proof_until_a_name_in_them_is_protected(
    newsroom: Newsroom,
) -> None:
    factories.claim(newsroom, State.PUBLISHED, given=FERRIES, words=OTHER)
    logs.sign(newsroom)
    given = logs.bundle(newsroom)
    assert "Lind" in given["body"]
    road.begin_change(newsroom, 1, ChangeKind.UPDATE, newsroom.edith)
    road.edit_claim(newsroom, 1, newsroom.carla, hidden_names=(("Nora Å. Lind", "an official"),))
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 1, "It should not have been published.")
    logs.sign(newsroom)
    first, second = (logs.bundle(newsroom, version=number) for number in (1, 2))
    assert "body" not in first
    assert "salt" not in first
    assert first["leaf"] == given["leaf"]
    assert "an official" in second["body"]
    assert "Lind" not in str(second)


@pytest.mark.parametrize(("position", "first"), [(-1, 0), (4, 5), (99, 99)])
def test_what_no_head_is_over_has_no_proof(newsroom: Newsroom, position: int, first: int) -> None:
    told(newsroom)
    with newsroom.read() as session:
        head = service.head(session)
        assert head is not None
        assert service.inclusion(session, position, head) is None
        assert service.consistency(session, first, head) is None
        assert service.line(session, 3) is None
        assert service.line(session, 1, 4) is None
        assert service.head(session, 2) is None
