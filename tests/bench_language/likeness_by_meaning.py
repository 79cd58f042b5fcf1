"""Seen before, by what claims mean: measured where FACTCHECK_EMBEDDINGS names a model, and left out elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from factcheck.config import read_settings
from factcheck.meaning import meaning_of
from factcheck.services.vectors import Encoder, Shelf
from tests.bench_language.archive import archive, collection, queries
from tests.bench_language.figures import Figure
from tests.bench_language.likeness import ARCHIVE, POLITIFACT, quality, speed

JOB = "by meaning"
SNOPES = (
    ("snopes_dev", None, None, ""),
    ("snopes_ct21test", 0.91, 0.975, "best .883, Elasticsearch .749"),
)


@dataclass(frozen=True)
class Remembering:
    """An encoder that reads no text twice: the same claims stand in several archives."""

    encoder: Encoder
    known: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.encoder.name

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.encoder.vectors(new), strict=True))
        return [self.known[text] for text in texts]

    def cosines(self, query: bytes, vectors: Sequence[bytes]) -> list[float]:
        return self.encoder.cosines(query, vectors)

    def shelf(self, laid: bytes | bytearray) -> Shelf:
        return self.encoder.shelf(laid)


def measure(data: Path) -> list[Figure]:
    """The same as `likeness` measures; reading 33,000 claims first takes some minutes."""
    meaning = meaning_of(read_settings())
    if meaning is None:
        click.echo("likeness_by_meaning: FACTCHECK_EMBEDDINGS names no model; left out.", err=True)
        return []
    reader = Remembering(meaning.encoder)
    snopes, politifact = collection(data, "snopes"), collection(data, "politifact")
    figures = []
    for known, splits in ((snopes, SNOPES), (politifact, POLITIFACT)):
        with archive(known, reader) as (database, session):
            for split, *about in splits:
                asked = queries(data, split)
                figures += quality(
                    session, database, asked, split, *about, meaning=meaning, job=JOB
                )
    with archive((snopes + politifact)[:ARCHIVE], reader) as (database, session):
        asked = queries(data, "snopes_ct21test")
        figures.append(speed(session, database, asked, meaning=meaning, job=JOB))
    return figures
