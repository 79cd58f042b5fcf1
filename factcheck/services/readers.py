"""Readers' pages as bytes: made in the transaction of the change that alters them, and looked up to be answered with.

That a page kept here is right is the matter of the database: triggers drop it with whatever makes it wrong, and raise
the readers' mark.  How its bytes are made, a `Printer` knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    Integer,
    LargeBinary,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
    text,
    union,
)
from sqlalchemy.orm import Session

from factcheck.db import UTCDateTime, Work
from factcheck.domain.printing import BROTLI, GZIP, IDENTITY, PrintedPage
from factcheck.models import (
    Desk,
    Occurrence,
    Publication,
    ReadersMark,
    ReadersPage,
    ScaleVersion,
    SimilarVerdict,
    Translation,
)
from factcheck.services import history, public
from factcheck.services.public_sources import branch
from factcheck.services.sessions import DeskLine
from factcheck.services.standing import Ticket

JOB = "purge"
VERDICT = "verdict"  # the kind of page that stands under a publication's own address
EVERYTHING = "readers"  # the key that every page carries
LISTS = "verdicts"  # the key of the list of verdicts and of the corrections
MARK = -4  # the row of the desk and the mark among those that make a page
PATH_CHARS = 200

_DESK_AND_MARK = branch(
    literal(MARK),
    Desk.name,
    archive=Desk.contact,
    is_closed=cast(Desk.is_demonstration, Integer),
    copy_id=Desk.reference_version,
    status=func.coalesce(select(ReadersMark.number).scalar_subquery(), 0),
)
_FACTS = public.current_statement(_DESK_AND_MARK)
_KEEP = text(
    "INSERT INTO readers_page (publication_id, kind, path, content_type, surrogate_keys, etag, plain, gzip, brotli, "
    "made_with, made_at, mark) VALUES (:publication_id, :kind, :path, :content_type, :surrogate_keys, :etag, :plain, "
    ":gzip, :brotli, :made_with, :made_at, :mark) ON CONFLICT (publication_id, kind) DO UPDATE SET "
    "path = excluded.path, content_type = excluded.content_type, surrogate_keys = excluded.surrogate_keys, "
    "etag = excluded.etag, plain = excluded.plain, gzip = excluded.gzip, brotli = excluded.brotli, "
    "made_with = excluded.made_with, made_at = excluded.made_at, mark = excluded.mark"
).bindparams(
    *(bindparam(name, type_=LargeBinary) for name in ("plain", "gzip", "brotli")),
    bindparam("made_at", type_=UTCDateTime),
)
_BY_PATH = (bindparam("path", type_=String), bindparam("made_with", type_=String))
_WANTED = (ReadersPage.path == _BY_PATH[0]) & (ReadersPage.made_with == _BY_PATH[1])
_ETAG = select(ReadersPage.etag).where(_WANTED)
_IS_TRANSLATED = exists().where(
    Translation.publication_id == ReadersPage.publication_id,
    Translation.language == bindparam("language", type_=String),
    Translation.current_number > 0,
)
# With the newest version of any scale, which says ratings in other languages: the page kept here knows none of that.
_SCALES_SAY = func.coalesce(select(func.max(ScaleVersion.id)).scalar_subquery(), 0)
_ETAG_BESIDE = _ETAG.add_columns(_SCALES_SAY.label("scales")).where(~_IS_TRANSLATED)
_PAGE = select(
    ReadersPage.etag,
    ReadersPage.content_type,
    ReadersPage.surrogate_keys,
    ReadersPage.plain,
    ReadersPage.gzip,
    ReadersPage.brotli,
).where(_WANTED)


class StoredPage(NamedTuple):
    """A page as it was kept."""

    etag: str
    content_type: str
    surrogate_keys: str
    plain: bytes
    gzip: bytes
    brotli: bytes


@dataclass(frozen=True)
class _Facts:
    """What a page is made of, and the mark under which that was read."""

    current: public.Current
    desk: DeskLine
    mark: int


# ── Made with the change ─────────────────────────────────────────────────────────────────────────


def print_last(work: Work, publication_id: int) -> None:
    """Make the page of a publication at the end of this change's transaction: a page that fails undoes the change."""
    if work.printer is not None:
        work.before_commit.append(lambda: print_page(work, publication_id))


def print_page(work: Work, publication_id: int) -> None:
    """Make and keep the page as readers will get it after this change; nothing where nobody here makes pages.

    Two statements.  A change that somebody else commits meanwhile drops the page again: see migration 0028.
    """
    work.session.flush()
    facts = _facts(work.session, publication_id)
    if work.printer is None or facts is None:
        return
    page: PrintedPage = work.printer(facts.current, facts.desk)
    if len(page.path) > PATH_CHARS:
        return
    values: dict[str, Any] = {
        "publication_id": publication_id,
        "kind": VERDICT,
        "path": page.path,
        "content_type": page.content_type,
        "surrogate_keys": " ".join(page.keys),
        "etag": page.packed.etag,
        "plain": page.packed.forms[IDENTITY],
        "gzip": page.packed.forms[GZIP],
        "brotli": page.packed.forms[BROTLI],
        "made_with": page.made_with,
        "made_at": work.now,
        "mark": facts.mark,
    }
    work.session.connection().execute(_KEEP, values)


def _facts(session: Session, publication_id: int) -> _Facts | None:
    rows = session.execute(_FACTS, {"publication_id": publication_id}).all()
    found = public.current_of(rows, publication_id)
    about = next((row for row in rows if row.number == MARK), None)
    if found is None or about is None:
        return None
    desk = DeskLine(about.words, about.archive, bool(about.is_closed), about.copy_id)
    return _Facts(found, desk, about.status)


# ── Looked up ────────────────────────────────────────────────────────────────────────────────────


def etag(session: Session, path: str, made_with: str) -> str | None:
    """The entity tag of the page kept for a path; None where none is, or another program made it."""
    found: str | None = session.scalar(_ETAG, {"path": path, "made_with": made_with})
    return found


def etag_beside(session: Session, path: str, made_with: str, language: str) -> str | None:
    """The same for its page in another language, with what tells how scales say their ratings there.

    None where readers have a translation: it changes, and hides names, while the page kept here stays what it is.
    """
    values = {"path": path, "made_with": made_with, "language": language}
    found = session.execute(_ETAG_BESIDE, values).first()
    return f"{found.etag} {found.scales}" if found else None


def stored(session: Session, path: str, made_with: str) -> StoredPage | None:
    """The page kept for a path; None as for `etag`."""
    row = session.execute(_PAGE, {"path": path, "made_with": made_with}).first()
    return StoredPage._make(row) if row else None


# ── What caches are told ─────────────────────────────────────────────────────────────────────────


def key_of(publication_id: int) -> str:
    """The key of everything that is answered under a publication's address."""
    return f"verdict-{publication_id}"


def article_key(article_id: int) -> str:
    """The key of an article's page, and of the pages of all verdicts on it."""
    return f"article-{article_id}"


def tell_caches(work: Work, keys: Iterable[str] = (EVERYTHING,)) -> None:
    """Have caches in front of the desk told what this change altered, once it is committed; by a job."""
    if work.has_caches:
        history.tell(work, JOB, keys=sorted(set(keys)))


def tell_of(work: Work, ticket: Ticket, *articles: int) -> None:
    """The same for a change of one claim that readers may have; nothing before its first publication."""
    if work.has_caches and ticket.publication is not None:
        everywhere = {ticket.claim.article_id, *ticket.elsewhere, *articles}
        tell_caches(work, [key_of(ticket.publication.id), *map(article_key, everywhere), LISTS])


def tell_of_alike(work: Work, publication_id: int) -> None:
    """The same of the verdicts under which one stands as similar, which lose it with any change of it.

    A statement, in a desk that has caches to tell.  Rows that the change has emptied already are still there.
    """
    if not work.has_caches:
        return
    is_other = SimilarVerdict.other_id == publication_id
    found = work.session.scalars(select(SimilarVerdict.publication_id).where(is_other)).all()
    if found:
        tell_caches(work, map(key_of, found))


def tell_of_articles(work: Work, *articles: int) -> None:
    """The same where the texts of articles changed, the words marked in them, or who is hidden there, which alters
    annotations and whatever else of them names somebody; a statement, in a desk that has caches to tell."""
    if not work.has_caches:
        return
    at_home = select(Publication.article_id.label("id")).where(Publication.article_id.in_(articles))
    as_guest = (
        select(Occurrence.article_id.label("id"))
        .join(Publication, Publication.claim_id == Occurrence.claim_id)
        .where(Occurrence.article_id.in_(articles), Occurrence.confirmed_at.is_not(None))
    )
    found = work.session.scalars(union(at_home, as_guest)).all()
    if found:
        tell_caches(work, [*map(article_key, found), LISTS])


def tell_of_claim(work: Work, claim_id: int) -> None:
    """The same where no ticket is at hand: a statement, in a desk that has caches to tell."""
    if not work.has_caches:
        return
    found = work.session.scalar(select(Publication.id).where(Publication.claim_id == claim_id))
    if found is not None:
        tell_caches(work, [key_of(found)])
