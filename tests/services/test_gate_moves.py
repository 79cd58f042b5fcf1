"""Whatever people do in whatever order: a draft may run exactly when nothing is open, and a sheet tells changes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.domain.coverage import Look, look_over
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import ArticleKind, Capacity, Dismissal, ReviewState, State
from factcheck.models import Article, Clearance
from factcheck.services import claims, coverage, gate, intake, legal, marks, reviews
from factcheck.services.stale import StaleSave
from factcheck.services.standing import load
from tests import factories, gates
from tests.cast import Newsroom, open_newsroom
from tests.conftest import make_settings, open_database
from tests.gates import at

Move = Callable[[Newsroom], object]


def _write(rating: str) -> Move:
    def move(newsroom: Newsroom) -> None:
        factories.write(newsroom, 1, newsroom.carla, rating)
        with newsroom.work(newsroom.carla) as work:
            factories.verdicts.submit(work, 1)

    return move


def _by(name: str, deed: Callable[..., object], *given: object) -> Move:
    def move(newsroom: Newsroom) -> None:
        with newsroom.work(getattr(newsroom, name)) as work:
            deed(work, *given)

    return move


def _look(deed: Callable[..., object], words: str) -> Move:
    return _by("carla", deed, 1, factories.TEXT.index(words))


MOVES: dict[str, Move] = {
    "log": lambda n: factories.log_two(n, 1, n.carla),
    "confirm": _write("confirmed"),
    "needs change": _write("needs_change"),
    "approve": lambda n: factories.approve(n, 1, n.rosa),
    "send back": _by("rosa", reviews.send_back, 1, "Look again."),
    "dismiss": _by("carla", claims.dismiss, 1, Dismissal.OPINION, "A matter of taste."),
    "reopen": _by("carla", claims.reopen, 1),
    "hold": lambda n: factories.hold(n, 1),
    "release": _by("lara", legal.release, 1, "They withdrew it."),
    "waive": lambda n: gates.waive(n, 1, n.edith),
    "take back": _by("emil", gate.take_back, 1, 1),
    "pass one": _look(coverage.pass_over, "Ferries"),
    "unpass one": _look(coverage.take_back, "Ferries"),
    "pass all": lambda n: gates.look_at_all(n, 1),
    "spot": lambda n: factories.claim(n, State.SPOTTED, article_id=1, words=gates.FERRIES),
    "clear": lambda n: gates.clear(n, n.edith),
}
REFUSALS = (Refusal, BadInput, StaleSave, StopIteration)


def open_things(newsroom: Newsroom) -> Iterator[str]:
    """The rule of the manual, told from the rows alone."""
    with newsroom.read() as session:
        _, version = intake.article(session, 1)
        spans = [(r.claim_id, r.start, r.end) for r in marks.of_version(session, version.id)]
        every = look_over(version.text, spans, coverage.passed(session, version.id))
        yield from ("sentence" for one in every if one.look is Look.UNLOOKED)
        now = gate.standing(session, 1)
        for row in now.rows:
            ticket = load(session, row.fact.claim_id)
            is_approved = ticket.claim.state is State.APPROVED and any(
                one.state is ReviewState.APPROVED and one.capacity is Capacity.EDITORIAL
                for one in ticket.reviews
            )
            is_fine = (
                is_approved and ticket.rating is not None and ticket.rating.code == "confirmed"
            )
            is_settled = is_fine or ticket.claim.state is State.DISMISSED or row.waiver is not None
            if ticket.hold is not None or not is_settled:
                yield f"claim {row.fact.claim_id}"


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(moves=st.lists(st.sampled_from(sorted(MOVES)), min_size=3, max_size=14))
def test_a_draft_may_run_iff_nothing_is_open_after_any_moves(
    migrated_file: Path, moves: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copyfile(migrated_file, home / "factcheck.sqlite3")
        with open_database(make_settings(home)) as database:
            play(open_newsroom(database), moves)


def play(newsroom: Newsroom, moves: list[str]) -> None:
    if not newsroom.count(Article):
        factories.claim(newsroom, State.CHECKING, kind=ArticleKind.OWN_DRAFT)
    for name in moves:
        before = newsroom.count(Clearance)
        may_run = at(newsroom).gate.may_run
        try:
            MOVES[name](newsroom)
        except REFUSALS:
            assert newsroom.count(Clearance) == before
            assert at(newsroom).gate.may_run is may_run
        else:
            assert name != "clear" or may_run, "only what may run was ever cleared"
        now = at(newsroom)
        assert now.gate.may_run is (list(open_things(newsroom)) == [])
        assert now.gate.may_run is (now.gate.reasons == [])
        newest = gates.newest(newsroom)
        assert newest is None or not newest.is_valid or now.gate.may_run


def test_the_moves_reach_a_draft_that_runs_and_one_that_was_stopped_again(
    sqlite_newsroom: Newsroom,
) -> None:
    play(sqlite_newsroom, ["log", "confirm", "approve", "pass all", "clear"])
    newest = gates.newest(sqlite_newsroom)
    assert newest is not None
    assert newest.is_valid
    play(sqlite_newsroom, ["hold", "clear", "release"])
    assert at(sqlite_newsroom).gate.may_run
    newest = gates.newest(sqlite_newsroom)
    assert newest is not None
    assert not newest.is_valid
