"""The measured desk: migrated, set up and filled with so many claims in a file of its own.

Claims come in by the thousand, as in the weeks of a newsroom: within a thousand, rows lie in the order of their
times, so that what belongs to one claim is spread over the file as it would be.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from factcheck import schema
from factcheck.config import Settings, read_settings
from factcheck.db import Database, Work, utc_now
from factcheck.domain import chain, texts
from factcheck.domain.anchoring import Span
from factcheck.domain.limits import CONTEXT_CHARS
from factcheck.domain.slugs import slug
from factcheck.domain.terms import COMMAND_LINE, Actor, ArticleKind, Audience, Part, State
from factcheck.models import (
    Anchor,
    Article,
    ArticleVersion,
    Claim,
    Contribution,
    Evidence,
    HistoryRow,
    LegalHold,
    Publication,
    PublicationVersion,
    Review,
    SimilarLook,
    Verdict,
)
from factcheck.services import history, setup
from factcheck.services.reference import reference
from tests.bench.claims import FULL_EVERY, FULL_STATES, ClaimMaker, Made, Row, full_state
from tests.bench.story import Staff
from tests.bench.words import STATEMENT_WORDS, Vocabulary
from tests.cast import hire

SEED = 20_261_120
SECRET = "a secret of the measurement alone, gone with its folder"
WEEK = 1_000  # claims loaded in one transaction
CLAIMS_OF_ARTICLE = 10
TEAM = {Part.CHECKER: 12, Part.REVIEWER: 6, Part.EDITOR: 4, Part.LEGAL_REVIEWER: 2}
# Parents before children; the order in which one week's rows go in.
TABLES = (
    Article,
    ArticleVersion,
    Claim,
    Anchor,
    Evidence,
    Contribution,
    LegalHold,
    Verdict,
    Review,
    Publication,
    PublicationVersion,
    SimilarLook,
)
BY_TIME = {Evidence: "logged_at", Contribution: "done_at"}


@dataclass(frozen=True)
class Corpus:
    """A filled desk: its settings and what is to be looked at on it."""

    settings: Settings
    claims: int
    staff: Staff
    words: list[str]
    common: list[str]
    moved: list[int]
    visited: list[int]
    published: list[int]


def settings_for(home: Path, **given: object) -> Settings:
    """The settings of a measured desk: nothing of this machine's environment but its own folder."""
    return read_settings({}, home=home, secret_key=SECRET, **given)


def load(home: Path, claims: int, on_claims: Callable[[int], object] = lambda _: None) -> Corpus:
    """Fill a new desk in `home`; `on_claims` hears how many more claims are in."""
    home.mkdir(parents=True, exist_ok=True)
    database = Database(
        settings_for(home, synchronous="OFF")
    )  # nobody would miss it after a power cut
    try:
        schema.upgrade(database)
        begin = utc_now() - timedelta(weeks=claims // WEEK + 2)
        with database.work(COMMAND_LINE, now=begin) as work:
            staff = _hire(work)
        vocabulary = Vocabulary(SEED)
        maker = ClaimMaker(staff, vocabulary, SEED)
        for week, first in enumerate(range(1, claims + 1, WEEK)):
            numbers = range(first, min(first + WEEK, claims + 1))
            moment = begin + week * timedelta(weeks=1)
            with database.work(COMMAND_LINE, now=moment) as work:
                _load_week(work, maker, vocabulary, numbers, staff.checkers[0])
            on_claims(len(numbers))
    finally:
        database.dispose()
    return Corpus(
        settings_for(home),
        claims,
        staff,
        vocabulary.searched,
        vocabulary.words[:2],
        *_looked_at(claims),
    )


def _looked_at(claims: int) -> tuple[list[int], ...]:
    """Numbers of the full claims: those that are moved, looked at by the desk, looked at by readers."""
    full = range(FULL_EVERY, claims + 1, FULL_EVERY)
    turns = range(len(FULL_STATES))
    moved, visited, shown = ([n for n in full if n // FULL_EVERY % 3 == turn] for turn in turns)
    assert all(full_state(number) is State.PUBLISHED for number in shown)
    return moved, visited, shown


def _hire(work: Work) -> Staff:
    setup.ensure(work)
    team = {part: tuple(_people(work, part, count)) for part, count in TEAM.items()}
    known = reference(Session(work.session.connection()))
    scale = known.in_use[Audience.READERS]
    ratings = tuple(one for one in scale.choices if not one.is_characterisation)
    return Staff(
        team[Part.CHECKER],
        team[Part.REVIEWER],
        team[Part.EDITOR],
        team[Part.LEGAL_REVIEWER],
        ratings,
        known,
    )


def _people(work: Work, part: Part, count: int) -> Iterator[Actor]:
    for number in range(1, count + 1):
        yield hire(work, f"{part.label.replace(' ', '-').capitalize()}-{number}", (part,))


def _load_week(
    work: Work, maker: ClaimMaker, vocabulary: Vocabulary, numbers: range, importer: Actor
) -> None:
    articles = []
    for first in numbers[::CLAIMS_OF_ARTICLE]:
        of_article = range(first, min(first + CLAIMS_OF_ARTICLE, numbers.stop))
        article, text, spans = _article(work, vocabulary, first, len(of_article), importer)
        articles.append(_rows_of(article, text))
        for number, span in zip(of_article, spans, strict=True):
            minutes = (number - numbers.start) * 2
            maker.make(number, article, span, work.now + timedelta(minutes=minutes))
    made = maker.taken()
    made.rows[Article], made.rows[ArticleVersion] = map(list, zip(*articles, strict=True))
    for table in TABLES:
        _insert(work, table, made)
    _chain(work, sorted(made.entries, key=lambda entry: entry.at))


def _article(
    work: Work, vocabulary: Vocabulary, first: int, count: int, importer: Actor
) -> tuple[Article, str, list[Span]]:
    """An article with `count` statements, each between two other sentences, and where they stand."""
    text, places = "", []
    for _ in range(count):
        text += f"{vocabulary.again(12)} "
        statement = vocabulary.text(STATEMENT_WORDS)
        places.append((len(text), len(text) + len(statement)))
        text += f"{statement} {vocabulary.again(12)}\n\n"
    text = text.strip()
    title = vocabulary.again(12)[:60]
    article = Article(
        id=(first - 1) // CLAIMS_OF_ARTICLE + 1,
        kind=ArticleKind.ELSEWHERE,
        title=title,
        url=f"https://news.example/{first}",
        outlet="The measured news",
        byline="",
        published_on=work.now.date().isoformat(),
        language="en",
        slug=slug(title),
        created_by_id=importer.id,
        created_at=work.now,
    )
    return article, text, [_span(text, *place) for place in places]


def _span(text: str, start: int, end: int) -> Span:
    around = text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS]
    return Span(start, end, text[start:end], *around)


def _rows_of(article: Article, text: str) -> tuple[Row, Row]:
    columns = Article.__table__.columns.keys()
    version = {
        "id": article.id,
        "article_id": article.id,
        "number": 1,
        "text": text,
        "text_sha256": texts.fingerprint(text),
        "created_by_id": article.created_by_id,
        "created_at": article.created_at,
    }
    return {name: getattr(article, name) for name in columns}, version


def _insert(work: Work, table: type, made: Made) -> None:
    rows: list[Row] = made.rows[table]
    if table in BY_TIME:
        rows = sorted(rows, key=lambda row: row[BY_TIME[table]])
    if rows:
        work.session.connection().execute(insert(table.__table__), rows)


def _chain(work: Work, entries: list[chain.Entry]) -> None:
    """Append the week's entries to the history, each chained to the one before."""
    end = history.end_of_chain(work)
    rows = [
        {
            **vars(row.entry),
            "algorithm": row.algorithm,
            "previous_hash": row.previous_hash,
            "hash": row.hash,
        }
        for row in chain.link(end.seq, end.hash, entries)
    ]
    work.session.connection().execute(insert(HistoryRow.__table__), rows)
