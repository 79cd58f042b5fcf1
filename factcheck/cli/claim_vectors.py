"""`factcheck claim vectors`: read what claims and reviews mean, so that similar ones are found by it."""

from collections.abc import Callable, Iterator

import click
from sqlalchemy.orm import Session

from factcheck.cli.frame import Fault, examples, opened, reading, settings_with
from factcheck.cli.output import json_option, print_json, progress
from factcheck.db import Database
from factcheck.domain.terms import COMMAND_LINE
from factcheck.meaning import meaning_of
from factcheck.services import vectors
from factcheck.services.vectors import Encoder, Text


@click.command(
    "vectors", epilog=examples("factcheck claim vectors", "factcheck claim vectors --json")
)
@json_option
def claim_vectors(is_json: bool) -> None:
    """Read what every claim and imported review means, with the model in the folder of FACTCHECK_EMBEDDINGS.

    Only those that are new or were reworded are read, so that it may be stopped and run again at any time; until then
    such claims are found by their words alone.

    JSON: {"model", "texts", "read", "forgotten"}.
    """
    settings = settings_with()
    meaning = meaning_of(settings)
    if meaning is None:
        raise Fault("FACTCHECK_EMBEDDINGS is empty: name the folder of a model with it.")
    with opened(settings) as database:
        with reading(database) as session:
            texts = vectors.count(session)
        with progress("Reading", texts) as bar:
            read = read_all(database, meaning.encoder, bar.update)
        with database.work(COMMAND_LINE) as work:
            forgotten = vectors.forget(work)
    if is_json:
        said = {"model": meaning.encoder.name, "texts": texts, "read": read, "forgotten": forgotten}
        print_json(said)
    else:
        click.echo(f"{read:,} of {texts:,} claims and reviews were read; the rest had been before.")


def read_all(database: Database, encoder: Encoder, tell: Callable[[int], None]) -> int:
    """How many were read anew; each batch is stored and told of before the next one is looked at."""
    read = 0
    for part in _parts(database):
        with reading(database) as session:
            unread = vectors.unread(session, encoder.name, part)
        if unread:
            made = encoder.vectors([one.text for one in unread])
            with database.work(COMMAND_LINE) as work:
                vectors.keep(work, encoder.name, unread, made)
        read += len(unread)
        tell(len(part))
    return read


def _parts(database: Database) -> Iterator[list[Text]]:
    """All claims, then all reviews, a batch at a time; nothing is held open in between."""
    after: Callable[[Session, int], list[Text]]
    for after in (vectors.claims_after, vectors.reviews_after):
        number = 0
        while True:
            with reading(database) as session:
                part = after(session, number)
            if not part:
                break
            yield part
            number = part[-1].number
