"""What readers can ask for: published verdicts and their versions, lists, articles, corrections, scales.

Only publication versions are read here, never drafts or evidence (promise 9).  What a version shows is settled when it
is read, since its row never changes: names that are protected since, by the verdict itself or by another one on the
same article, are hidden in it as well, on every page alike (L13, L15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Row,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from factcheck.domain import published
from factcheck.domain.inputs import BadInput
from factcheck.domain.published import (
    PublishedArticle,
    PublishedNotice,
    PublishedTopic,
    PublishedVerdict,
)
from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import ChangeKind
from factcheck.models import (
    Occurrence,
    Publication,
    PublicationVersion,
    PublicLog,
)
from factcheck.services import (
    picture_rows,
    public_beside,
    public_languages,
    public_sources,
    sisters,
    translation_rows,
    withheld,
)
from factcheck.services.picture_rows import PICTURE, StoredPicture
from factcheck.services.public_beside import Similar, read_topics
from factcheck.services.public_sources import ARCHIVED, SOURCE, ArchivedCopy, SourceNews, branch
from factcheck.services.standing import HIGHEST_ID
from factcheck.services.translation_rows import InLanguage

PAGE = 20


@dataclass(frozen=True)
class Page:
    """Some of a list, and the cursor for what follows; empty when this is the end."""

    items: list[PublishedVerdict]
    after: str = ""


# Beside the numbers of publications, which begin at 1.
BODY, FURTHER, LOGGED = 0, -1, -5
_PUBLICATION: Any = bindparam("publication_id")
_CLAIM: Any = select(Publication.claim_id).where(Publication.id == _PUBLICATION).scalar_subquery()


# An order keeps a withheld publication from readers in every form (P19): whatever lists or opens one asks this.
IS_OPEN = Publication.withheld_at.is_(None)


def _page_statement(is_shown: Any, *more: Any) -> Any:
    """The body of one version, and in the same statement who is hidden on the pages of its articles; and `more`."""
    body = branch(literal(BODY), PublicationVersion.body)
    home = select(Publication.article_id).where(Publication.id == _PUBLICATION)
    hidden = [
        branch(sister.id, sister.hidden_names).where(is_there)
        for sister, is_there in sisters.standing_in(home.union(sisters.confirmed_articles(_CLAIM)))
    ]
    return union_all(
        body.join(Publication, PublicationVersion.publication_id == Publication.id).where(
            Publication.id == _PUBLICATION, is_shown, IS_OPEN
        ),
        *hidden,
        *more,
    )


def current_statement(*more: Any) -> Any:
    """What the page of a publication is made of now: its body, who is hidden, and what is told beside it.

    That is the other articles the claim stands in, what became of its sources, and where archives keep them.  `more`
    branches go with them, in the same statement.
    """
    further = branch(literal(FURTHER), Occurrence.shown_as).where(
        Occurrence.claim_id == _CLAIM, Occurrence.shown_as != ""
    )
    is_current = PublicationVersion.number == Publication.current_number
    logged = branch(literal(LOGGED), PublicLog.hash, source=PublicLog.position).join(
        Publication,
        and_(
            PublicLog.publication_id == Publication.id,
            PublicLog.number == Publication.current_number,
        ),
    )
    own = logged.where(Publication.id == _PUBLICATION)
    topics, similar = public_beside.of_publication(_PUBLICATION, _CLAIM)
    return _page_statement(is_current, further, own, topics, similar, *_beside(), *more)


def _beside() -> tuple[Select[Any], ...]:
    """What is told beside the verdict, whatever was approved: of its sources, its picture, and its languages."""
    return (
        public_sources.of_publication(_PUBLICATION),
        public_sources.archived_of_publication(_PUBLICATION),
        picture_rows.of_publication(_PUBLICATION),
        translation_rows.of_publication(_PUBLICATION),
    )


# The pages readers open most: made once, and nothing but body, names and further articles is read.
_CURRENT = current_statement()
_EARLIER = _page_statement(PublicationVersion.number == bindparam("number"))


def bodies() -> Select[Publication, str, str]:
    """Every publication with the body that readers have and the topics of its claim in one text, but those withheld."""
    body = (PublicationVersion.publication_id == Publication.id) & (
        PublicationVersion.number == Publication.current_number
    )
    found = select(Publication, PublicationVersion.body, public_beside.TOPICS)
    return found.join(PublicationVersion, body).where(IS_OPEN)


class Logged(NamedTuple):
    """Where a version stands in the public log, counted from 0, and the hash of its leaf."""

    position: int
    hash: str


@dataclass(frozen=True)
class Current:
    """A verdict as it stands, and beside it what became of its sources and where archives keep them, by their numbers.

    `hidden` are the (name, role) of everybody whom no text on its page may name; `similar` are other verdicts;
    `translations` are by language; `unnamed` are those hidden and whoever else no translation may name.  `picture` is
    the newest that was drawn to share it: whoever shows it asks whether it is of these very words.
    """

    verdict: PublishedVerdict
    news: Mapping[int, SourceNews]
    archived: Mapping[int, ArchivedCopy]
    hidden: Sequence[tuple[str, str]]
    translations: Mapping[str, InLanguage]
    logged: Logged | None = None
    picture: StoredPicture | None = None
    similar: Sequence[Similar] = ()
    unnamed: Sequence[tuple[str, str]] = ()


def current(session: Session, publication_id: int) -> Current | None:
    """What readers get under this number now, or None: never published and no such number are the same (P19).

    Raises `Withheld` for what an order keeps from them.
    """
    if not 0 < publication_id <= HIGHEST_ID:
        return None
    rows = session.execute(_CURRENT, {"publication_id": publication_id}).all()
    found = current_of(rows, publication_id)
    if found is None:
        withheld.require_none(session, publication_id)
    return found


def current_of(rows: Sequence[Row[Any]], publication_id: int) -> Current | None:
    """The same of the rows that `current_statement` gave."""
    found = _page(rows, publication_id)
    if found is None:
        return None
    # News count for the very address that readers read: not for one that a draft has, nor for one that names somebody.
    shown = {source.number: source.url for source in found.sources}
    news = {
        row.source: SourceNews(
            number=row.source,
            outcome=Outcome(row.outcome),
            since=row.since,
            status=row.status,
            copy_id=row.copy_id,
            kept_at=row.kept_at,
            is_closed=row.is_closed,
        )
        for row in rows
        if row.number == SOURCE and row.words == shown.get(row.source)
    }
    copies = sorted((row for row in rows if row.number == ARCHIVED), key=lambda row: row.since)
    archived = {
        row.source: ArchivedCopy(row.archive, row.memento, row.since)
        for row in copies
        if row.words == shown.get(row.source)
    }
    hidden = sisters.in_order(_hidden(rows), publication_id)
    translated, unnamed = public_languages.beside(rows, hidden)
    logged = next((Logged(row.source, row.words) for row in rows if row.number == LOGGED), None)
    drawn = next((row for row in rows if row.number == PICTURE), None)
    picture = StoredPicture(drawn.words, drawn.memento, drawn.status) if drawn else None
    similar = public_beside.similar_of(rows, hidden)
    return Current(found, news, archived, hidden, translated, logged, picture, similar, unnamed)


def verdict(session: Session, publication_id: int) -> PublishedVerdict | None:
    """The verdict of `current` alone.  Raises `Withheld`."""
    found = current(session, publication_id)
    return found.verdict if found else None


def version(session: Session, publication_id: int, number: int) -> PublishedVerdict | None:
    """An earlier (or the current) version as readers had it (P9), but for names that are protected since.

    Raises `Withheld`.
    """
    if not (0 < publication_id <= HIGHEST_ID and 0 < number <= HIGHEST_ID):
        return None
    given = {"publication_id": publication_id, "number": number}
    found = _page(session.execute(_EARLIER, given).all(), publication_id)
    if found is None:
        withheld.require_none(session, publication_id)
    return found


def _page(rows: Sequence[Row[Any]], publication_id: int) -> PublishedVerdict | None:
    body = next((row.words for row in rows if row.number == BODY), None)
    if body is None:
        return None
    further = sorted(row.words for row in rows if row.number == FURTHER)
    topics = public_beside.topics_of(rows)
    return one_shown(body, _hidden(rows), publication_id, further=further, topics=topics)


def _hidden(rows: Sequence[Row[Any]]) -> list[tuple[int, str]]:
    return [(row.number, row.words) for row in rows if row.number > BODY]


def one_shown(
    body: str,
    hidden: Sequence[tuple[int, str]],
    publication_id: int,
    slug: str = "",
    further: Sequence[str] = (),
    topics: Sequence[PublishedTopic] = (),
) -> PublishedVerdict:
    """The one place where a stored body becomes what readers get; `slug` is today's where the version has an older."""
    found = published.from_json(body)
    if slug and slug != found.slug:
        found = replace(found, slug=slug)
    if further:
        found = replace(found, also_in=tuple(map(published.article_from_json, further)))
    if topics:
        found = replace(found, topics=tuple(topics))
    return published.conceal(found, sisters.in_order(hidden, publication_id)) if hidden else found


def all_shown(
    session: Session, rows: Sequence[tuple[Publication, str, str | None]]
) -> list[PublishedVerdict]:
    """The same for the publications of a list, each with its body and its topics in one text."""
    hidden = sisters.of_publications(session, (row.id for row, *_ in rows)) if rows else {}
    return [
        one_shown(body, hidden.get(row.id, ()), row.id, row.slug, topics=read_topics(topics))
        for row, body, topics in rows
    ]


def listing(session: Session, *, rating: str = "", after: str = "", limit: int = PAGE) -> Page:
    """Published verdicts, last changed first, retracted ones among them; `rating` is a label's code.

    Raises `BadInput` for a cursor that is none of ours.
    """
    query = bodies().order_by(Publication.updated_at.desc(), Publication.id.desc()).limit(limit + 1)
    if rating:
        query = query.where(Publication.rating_code == rating)
    if after:
        query = query.where(
            tuple_(Publication.updated_at, Publication.id) < tuple_(*read_cursor(after))
        )
    rows = session.execute(query).all()
    last = rows[limit - 1][0] if len(rows) > limit else None
    cursor = cursor_of(last) if last else ""
    return Page(
        all_shown(session, [(row[0], row.body, row.topics) for row in rows[:limit]]), cursor
    )


def cursor_of(last: Publication) -> str:
    """What asks for the rows after `last` in a list whose last changed stand first."""
    return f"{last.updated_at.timestamp():.6f}-{last.id}"


def read_cursor(text: str) -> tuple[datetime, int]:
    """The moment and the number in a cursor.  Raises `BadInput` for one that is none of ours."""
    moment, _, number = text.partition("-")
    is_ours = text.isascii() and number.isdigit() and len(text) < 40
    try:
        at = datetime.fromtimestamp(float(moment), UTC) if is_ours else None
    except (ValueError, OverflowError, OSError):
        at = None
    if at is None or int(number) > HIGHEST_ID:
        raise BadInput("This list has no such page; begin again at its top.")
    return at, int(number)


def of_article(session: Session, article_id: int, limit: int = 200) -> list[PublishedVerdict]:
    """The published verdicts on claims that stand in one article, in the order of their publication.

    One whose own article is another has this one, as readers read of it, alone in `also_in`.
    """
    if not 0 < article_id <= HIGHEST_ID:
        return []
    is_guest = and_(
        Occurrence.claim_id == Publication.claim_id,
        Occurrence.article_id == article_id,
        Occurrence.shown_as != "",
    )
    guests = select(Occurrence.claim_id).where(
        Occurrence.article_id == article_id, Occurrence.shown_as != ""
    )
    rows = session.execute(
        bodies()
        .add_columns(Occurrence.shown_as)
        .outerjoin(Occurrence, is_guest)
        .where(or_(Publication.article_id == article_id, Publication.claim_id.in_(guests)))
        .order_by(Publication.id)
        .limit(limit)
    ).all()
    hidden = sisters.of_publications(session, (row[0].id for row in rows)) if rows else {}
    return [
        one_shown(
            row.body,
            hidden.get(row[0].id, ()),
            row[0].id,
            row[0].slug,
            [row.shown_as] if row.shown_as else (),
            read_topics(row.topics),
        )
        for row in rows
    ]


def told_of(found: Sequence[PublishedVerdict], article_id: int) -> PublishedArticle | None:
    """An article as the newest verdict on it tells of it; verdicts at home there come before guests."""
    at_home = [one.article for one in found if one.article and one.article.id == article_id]
    as_guests = [one for verdict in found for one in verdict.also_in if one.id == article_id]
    known = at_home or as_guests
    return known[-1] if known else None


def corrections(
    session: Session, *, before: int = HIGHEST_ID, limit: int = 50
) -> list[tuple[PublishedNotice, PublishedVerdict, int]]:
    """Every change readers were told of, newest first (C7): the notice, the verdict then, and the cursor's number."""
    rows = session.execute(
        select(Publication, PublicationVersion.id.label("number"), PublicationVersion.body)
        .join(Publication, Publication.id == PublicationVersion.publication_id)
        .where(PublicationVersion.kind != ChangeKind.FIRST, PublicationVersion.id < before, IS_OPEN)
        .order_by(PublicationVersion.id.desc())
        .limit(limit)
    ).all()
    shown = all_shown(session, [(row[0], row.body, "") for row in rows])
    return [(then.notices[0], then, row.number) for row, then in zip(rows, shown, strict=True)]
