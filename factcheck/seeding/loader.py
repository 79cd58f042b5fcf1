"""Tell the demo's story to a database: each move by its person, at its time, through the service of its name.

Nothing goes around the rules: a move the rulebook refuses ends the telling with the line of the story that holds it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from factcheck.db import Database, Work
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import COMMAND_LINE, Actor
from factcheck.domain.translations import NoSuchTranslation
from factcheck.models import Article, Desk, Person, ReadersMark
from factcheck.seeding.cast import add_cast
from factcheck.seeding.deeds import DEEDS, Keep, Telling
from factcheck.seeding.files import Move, Story, read_story
from factcheck.services import history, setup, similar, topics
from factcheck.services.intake import AlreadyImported, NoSuchArticle
from factcheck.services.stale import StaleSave
from factcheck.services.standing import HIGHEST_ID, NoSuchClaim
from factcheck.services.tips import NotPublished

DESK_NAME = "factcheck demonstration"
READER, A_READER = "reader", Actor(id=None, name="")  # who writes in is nobody of the cast
BETWEEN_ROWS = timedelta(minutes=4)  # what a colleague needs to log one more piece of evidence
REFUSALS = (
    *(Refusal, BadInput, StaleSave, AlreadyImported, NoSuchArticle, NoSuchClaim, NotPublished),
    NoSuchTranslation,
)


class AlreadyTold(Exception):
    """The database has people or articles: a demo belongs in one of its own."""

    sentence = (
        "This desk is in use already. The demo belongs in a database of its own: "
        "run factcheck demo, or name an empty one in FACTCHECK_DATABASE_URL."
    )


class MoveRefused(Exception):
    """The rulebook refused a move; `sentence` names the line of the story and gives the refusal's own words."""

    def __init__(self, move: Move, why: str):
        self.line = move.line
        what = " ".join(filter(None, (move.who, move.does, str(move.data.get("claim", "")))))
        self.sentence = f"story.toml, line {move.line}: {what}: {why}"
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Loaded:
    """What the telling made: numbers of people, articles and claims by the story's ids, and how many changes."""

    people: Mapping[str, int]
    articles: Mapping[str, int]
    claims: Mapping[str, int]
    changes: int = field(default=0)


def is_told(session: Session) -> bool:
    """Whether this is a demonstration's desk."""
    return bool(session.scalar(select(Desk.is_demonstration)))


def load(
    database: Database,
    password: str,
    *,
    story: Story | None = None,
    today: date,
    keep: Keep | None = None,
    on_move: Callable[[int], object] = lambda _: None,
) -> Loaded:
    """Set the desk up and tell the story as if its last day were the day before `today` (UTC).

    `password` opens every account of the cast.  `on_move` hears 1 after each move; `keep` takes the demo's
    own documents, which are left out without it.  Raises `AlreadyTold` for a desk
    that has people or articles, `MoveRefused` for a move the rules do not allow.
    """
    story = story or read_story()
    telling = _begin(database, story, password, today)
    telling.keep = keep
    changes = 0
    for move in story.moves:
        for moment, data in steps(move, today):
            _carry_out(database, telling, move, moment, data)
            changes += 1
        on_move(1)
    _find_similar(database)
    people = {name: actor.id or 0 for name, actor in telling.actors.items()}
    return Loaded(people, telling.articles, telling.claims, changes)


def _find_similar(database: Database) -> None:
    """What a job does otherwise: the letters that ask for it are torn up with all others (`_carry_out`)."""
    with Session(database.reader) as session:
        found = [
            similar.look(session, database.dialect, number)
            for number in similar.due(session, HIGHEST_ID)
        ]
    for looked in filter(None, found):
        with database.work(COMMAND_LINE) as work:
            mark = work.session.scalars(select(ReadersMark.number)).one()
            similar.keep(work, replace(looked, mark=mark))  # nobody else is here


def _begin(database: Database, story: Story, password: str, today: date) -> Telling:
    """The desk with its name, scales and people, on the day before the first move."""
    before = story.moves[0].moment(today) - timedelta(days=1)
    with database.work(COMMAND_LINE, now=before) as work:
        _require_empty(work.session)
        setup.ensure(work)
        _mark(work)
        actors = add_cast(work, story, password)
        known = {one["id"]: topics.add(work, one["name"]) for one in story.topics}
    return Telling(story, today, actors, topics=known)


def _require_empty(session: Session) -> None:
    if session.scalar(select(exists(select(Person.id)) | exists(select(Article.id)))):
        raise AlreadyTold


def _mark(work: Work) -> None:
    """Say on every page that this is a demonstration."""
    desk = work.session.get_one(Desk, 1)
    desk.name, desk.is_demonstration = DESK_NAME, True
    history.record(work, Event.DESK_CHANGED, subject="desk:1", detail="a demonstration")


def steps(move: Move, today: date) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    """A move as single changes with their moments: evidence is logged one row after another."""
    moment = move.moment(today)
    for place, number in enumerate(move.data.get("evidence", [0])):
        yield moment + place * BETWEEN_ROWS, {**move.data, "evidence": number}


def _carry_out(
    database: Database, telling: Telling, move: Move, moment: datetime, data: Mapping[str, Any]
) -> None:
    actor: Actor = A_READER if move.who == READER else telling.actors[move.who]
    try:
        with database.work(actor, now=moment) as work:
            DEEDS[move.does](work, telling, data)
            work.letters.clear()  # it happened days ago: nobody is to be told of it by mail now
    except REFUSALS as refusal:
        raise MoveRefused(move, refusal.sentence) from refusal
