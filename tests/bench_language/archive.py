"""An archive of earlier checks for the measurements: a database that holds public collections as imported reviews."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from factcheck import schema
from factcheck.cli.claim_vectors import read_all
from factcheck.config import read_settings
from factcheck.db import Database
from factcheck.domain.imported_reviews import ImportedReview
from factcheck.domain.review_feeds import reviews
from factcheck.domain.terms import COMMAND_LINE
from factcheck.services.prior_reviews import BATCH, import_batch
from factcheck.services.vectors import Encoder


@dataclass(frozen=True)
class Query:
    """A post or a sentence of a debate, and the identifiers of the reviews of what it says."""

    text: str
    relevant: frozenset[str]


def queries(data: Path, split: str) -> list[Query]:
    """The queries of one split, in their order."""
    return [Query(row["text"], frozenset(row["relevant"])) for row in rows(data, f"{split}.jsonl")]


def rows(data: Path, name: str) -> list[dict[str, str]]:
    lines = (data / "claimmatch" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def collection(data: Path, name: str) -> list[ImportedReview]:
    """One collection of earlier checks, read by the importer: claim and headline, nothing else."""
    lines = "\n".join(
        json.dumps(
            {
                "@type": "ClaimReview",
                "identifier": row["vclaim_id"],
                "claimReviewed": row["vclaim"],
                "headline": row["title"],
            }
        )
        for row in rows(data, f"{name}_vclaims.jsonl")
    )
    return [one for one in reviews(lines) if isinstance(one, ImportedReview)]


@contextmanager
def archive(
    known: Sequence[ImportedReview], encoder: Encoder | None = None
) -> Iterator[tuple[Database, Session]]:
    """A SQLite database that holds these reviews and nothing else, but for their vectors if there is an encoder."""
    with TemporaryDirectory(prefix="factcheck-") as folder:
        settings = read_settings({}, home=Path(folder), synchronous="OFF")
        database = Database(settings)
        try:
            schema.upgrade(database)
            for start in range(0, len(known), BATCH):
                with database.work(COMMAND_LINE) as work:
                    import_batch(work, known[start : start + BATCH])
            if encoder:
                read_all(database, encoder, lambda _: None)
            with Session(database.reader) as session:
                yield database, session
        finally:
            database.dispose()
