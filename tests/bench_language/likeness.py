"""Seen before: how often the right earlier check stands on top, and what a question costs."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean

from sqlalchemy.orm import Session

from factcheck.db import Database
from factcheck.services.likeness import similar
from factcheck.services.vectors import Meaning
from tests.bench_language.archive import Query, archive, collection, queries
from tests.bench_language.figures import Figure, bootstrap

JOB = "likeness"
ARCHIVE = 20_000  # earlier checks that the speed is measured at
# (split, goals for MAP@5 and R@10, what others report)
SNOPES = (
    ("snopes_dev", None, None, ""),
    ("snopes_ct21test", 0.875, 0.955, "best .883, Elasticsearch .749"),
)
POLITIFACT = (("politifact_dev", None, None, ""),)


def measure(data: Path) -> list[Figure]:
    """Quality on each collection by itself, speed on both together."""
    snopes, politifact = collection(data, "snopes"), collection(data, "politifact")
    figures = []
    for known, splits in ((snopes, SNOPES), (politifact, POLITIFACT)):
        with archive(known) as (database, session):
            for split, *about in splits:
                figures += quality(session, database, queries(data, split), split, *about)
    with archive((snopes + politifact)[:ARCHIVE]) as (database, session):
        figures.append(speed(session, database, queries(data, "snopes_ct21test")))
    return figures


def quality(
    session: Session,
    database: Database,
    asked: Sequence[Query],
    split: str,
    precision: float | None,
    recall: float | None,
    published: str,
    *,
    meaning: Meaning | None = None,
    job: str = JOB,
) -> list[Figure]:
    """MAP@5 and R@10 of one split; `precision` and `recall` are the goals."""
    find = partial(similar, session, database.dialect, limit=10, meaning=meaning)
    found = [([one.known.reference for one in find(query.text)], query) for query in asked]
    precisions = [average_precision(names[:5], query.relevant) for names, query in found]
    recalls = [
        len(query.relevant.intersection(names)) / len(query.relevant) for names, query in found
    ]
    return [
        _mean(job, split, "MAP@5", precisions, precision, published),
        _mean(job, split, "R@10", recalls, recall, ""),
    ]


def _mean(
    job: str, split: str, metric: str, values: Sequence[float], goal: float | None, published: str
) -> Figure:
    return Figure(job, split, metric, fmean(values), *bootstrap(values, fmean), goal, published)


def average_precision(found: Sequence[str], relevant: frozenset[str]) -> float:
    """The mean over the relevant ones of the precision where each stands; those not found count 0."""
    hits, total = 0, 0.0
    for place, name in enumerate(found, start=1):
        if name in relevant:
            hits += 1
            total += hits / place
    return total / min(len(relevant), len(found) or 1)


def speed(
    session: Session,
    database: Database,
    asked: Sequence[Query],
    *,
    meaning: Meaning | None = None,
    job: str = JOB,
) -> Figure:
    """Milliseconds of this process a question; the first few fill caches and are not counted."""
    find = partial(similar, session, database.dialect, limit=10, meaning=meaning)
    for query in asked[:5]:
        find(query.text)
    times = [_milliseconds(find, query) for query in asked]
    return Figure(
        job,
        f"{ARCHIVE:,} checks",
        "ms a claim",
        fmean(times),
        *bootstrap(times, fmean),
        30,
        "",
        is_most=True,
    )


def _milliseconds(find: Callable[[str], object], query: Query) -> float:
    begun = time.process_time()
    find(query.text)
    return (time.process_time() - begun) * 1_000
