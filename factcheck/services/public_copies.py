"""The desk's copy of a source that is gone, for readers: the one place where something kept leaves the desk (E17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.published import PublishedSource
from factcheck.models import Blob, Publication, PublicationVersion, Snapshot, Verdict
from factcheck.services.public import Current, current
from factcheck.services.public_languages import unattributed_in
from factcheck.services.public_sources import SourceNews


@dataclass(frozen=True)
class SourceCopy:
    """The desk's copy of a source that is gone, for readers: whose page it was and when it was kept.

    `text_digest` and `text_size` name its readable text, '' where there is none; `digest` is of what was sent.
    `hidden` are the (name, role) of everybody whom it may not name.
    """

    current: Current
    source: PublishedSource
    news: SourceNews
    digest: str
    text_digest: str
    text_size: int
    fetched_at: datetime
    hidden: Sequence[tuple[str, str]]


def source_copy(session: Session, publication_id: int, number: int) -> SourceCopy | None:
    """The copy of source `number` that readers get in the place of its page, or None where there is none for them.

    They get one where the address is gone, of a public source that stands in a published verdict, and that was fetched
    from that very address; never a file somebody brought, nor what only few of the desk may open (L14).
    """
    found = current(session, publication_id)
    news = found.news.get(number) if found else None
    if found is None or news is None or not news.has_copy:
        return None
    row = session.execute(
        select(Snapshot.digest, Snapshot.text_digest, Blob.size, Snapshot.fetched_at)
        .outerjoin(Blob, Blob.digest == Snapshot.text_digest)
        .where(Snapshot.id == news.copy_id)
    ).one()
    source = next(one for one in found.verdict.sources if one.number == number)
    return SourceCopy(
        found,
        source,
        news,
        row.digest,
        row.text_digest or "",
        row.size or 0,
        row.fetched_at or news.kept_at,
        (*found.hidden, *_unattributed(session, publication_id)),
    )


def _unattributed(session: Session, publication_id: int) -> Sequence[tuple[str, str]]:
    """Who spoke for the verdict as it stands and must not be named: a secret of this verdict, not of those beside it.

    So they are none of the publication's `hidden_names`, and are read from what was approved.
    """
    approved = session.scalar(
        select(Verdict.content)
        .join(PublicationVersion, PublicationVersion.verdict_id == Verdict.id)
        .join(Publication, Publication.id == PublicationVersion.publication_id)
        .where(
            Publication.id == publication_id,
            PublicationVersion.number == Publication.current_number,
        )
    )
    return unattributed_in(approved)
