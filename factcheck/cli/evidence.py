"""`factcheck evidence`: whether every kept byte is what was kept, take it away, clear what belongs to nothing."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedRandom
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click

from factcheck.adapters.blobs import BadBlob, Blobs
from factcheck.cli.evidence_dates import stamp
from factcheck.cli.evidence_recheck import evidence_recheck
from factcheck.cli.frame import NUMBER, Fault, examples, opened, reading, settings_with
from factcheck.cli.output import json_option, print_json, print_table, progress
from factcheck.dating import Misfit, misfits
from factcheck.db import Database, utc_now
from factcheck.domain.terms import COMMAND_LINE
from factcheck.exporting import write_evidence
from factcheck.keeping import blobs_of
from factcheck.services import kept, stamps
from factcheck.services.kept import Place, Sized

Item = TypeVar("Item")
YOUNG = timedelta(hours=1)  # the row of a younger blob may still be on its way


@click.group()
def evidence() -> None:
    """Look after the kept copies of evidence."""


evidence.add_command(evidence_recheck)
evidence.add_command(stamp)


@dataclass(frozen=True)
class Drift:
    """Kept bytes that are not what was kept, and where they belong."""

    bad: BadBlob
    places: Sequence[Place]


@evidence.command(epilog=examples("factcheck evidence verify", "factcheck evidence verify --json"))
@json_option
def verify(is_json: bool) -> None:
    """Hash every kept byte again and name what was altered, is cut or is missing, and every date that does not fit.

    Each day's manifest is compared with the copies and the history, and the tokens of authorities are checked.  Exit
    code 1 when anything is wrong.  What the store holds beside that belongs to nothing, which is no fault.

    JSON: {"holds", "blobs", "bytes", "faults": [{"digest", "fault" (missing, cut or altered), "sentence", "places":
    [{"claim", "evidence", "snapshot", "what" (original, archive, text, PDF, picture, derived, manifest,
    token or certificates)}]}], "unclaimed": {"blobs", "bytes"}, "dates": {"manifests", "tokens", "faults": [{"day",
    "authority", "sentence"}]}}.
    """
    settings = settings_with()
    with opened(settings) as database:
        blobs = blobs_of(settings)
        with reading(database) as session:
            count, size = kept.totals(session)
        with progress(f"Hashing {_size(size)}", count, _expected(database)) as bar:
            drifts = list(_drifts(database, blobs, bar))
        unclaimed = list(_unclaimed(database, blobs))
        dates = _dates(database, blobs)
    if is_json:
        print_json(_as_json(count, size, drifts, unclaimed) | {"dates": vars(dates)})
    else:
        _print_faults(drifts, dates)
    if drifts:
        raise Fault(f"{len(drifts):,} of {_blobs(count, size)} are not what was kept.")
    if dates.faults:
        raise Fault(f"{len(dates.faults):,} of {_told_dates(dates)} do not fit.")
    if not is_json:
        click.echo(f"Every byte is what was kept: {_blobs(count, size)}.")
        if dates.manifests:
            click.echo(f"Every date fits: {_told_dates(dates)}.")
        if unclaimed:
            click.echo(f"{_told(unclaimed)} belong to nothing: factcheck evidence gc")


@dataclass(frozen=True)
class Dates:
    """How many days have a manifest, how many tokens were had, and what of them does not fit."""

    manifests: int
    tokens: int
    faults: Sequence[Mapping[str, str]]


def _dates(database: Database, blobs: Blobs) -> Dates:
    with reading(database) as session:
        days = stamps.every_day(session)
        found: list[Misfit] = []
        with progress("Checking dates", len(days), days) as bar:
            for day in bar:
                found += misfits(session, blobs, day)
    tokens = sum(one.reply is not None for day in days for one in day.stamps)
    return Dates(len(days), tokens, list(map(vars, found)))


def _told_dates(dates: Dates) -> str:
    days = f"{dates.manifests:,} {'day' if dates.manifests == 1 else 'days'}"
    return f"{days}, {dates.tokens:,} {'token' if dates.tokens == 1 else 'tokens'}"


def _print_faults(drifts: Sequence[Drift], dates: Dates) -> None:
    if drifts:
        head = ("claim", "evidence", "copy", "what", "digest", "fault")
        print_table(head, [row for drift in drifts for row in _rows(drift)], none="")
    if dates.faults:
        rows = [(one["day"], one["authority"] or "-", one["sentence"]) for one in dates.faults]
        print_table(("day", "authority", "fault"), rows, none="")


def _expected(database: Database) -> Iterator[Sized]:
    """All there ought to be, a batch at a time; the database is left alone while bytes are hashed."""
    digest = ""
    while True:
        with reading(database) as session:
            batch = kept.after(session, digest)
        if not batch:
            return
        yield from batch
        digest = batch[-1].digest


def _drifts(database: Database, blobs: Blobs, expected: Iterator[Sized]) -> Iterator[Drift]:
    for one in expected:
        try:
            blobs.check(one.digest, one.size)
        except BadBlob as bad:
            with reading(database) as session:
                yield Drift(bad, kept.places(session, one.digest))


def _unclaimed(database: Database, blobs: Blobs, *, only_old: bool = False) -> Iterator[Sized]:
    """What the store holds and no row points at, with its size; only what is no longer young where it is asked for."""
    newest = utc_now() - YOUNG
    held = (one for one in blobs.kept() if not only_old or one.at < newest)
    for batch in _batches(held):
        with reading(database) as session:
            known = kept.known(session, [one.digest for one in batch])
        yield from (Sized(one.digest, one.size) for one in batch if one.digest not in known)


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, kept.BATCH)):
        yield batch


def _rows(drift: Drift) -> list[tuple[object, ...]]:
    places = drift.places or [Place(0, 0, 0, "")]
    return [
        (*(part or "-" for part in place), drift.bad.digest, drift.bad.fault) for place in places
    ]


def _as_json(
    count: int, size: int, drifts: Sequence[Drift], unclaimed: Sequence[Sized]
) -> dict[str, object]:
    faults = [
        {
            "digest": drift.bad.digest,
            "fault": drift.bad.fault,
            "sentence": drift.bad.sentence,
            "places": [
                dict(zip(("claim", "evidence", "snapshot", "what"), place, strict=True))
                for place in drift.places
            ],
        }
        for drift in drifts
    ]
    rest = {"blobs": len(unclaimed), "bytes": sum(one.size for one in unclaimed)}
    held = {"holds": not drifts, "blobs": count, "bytes": size}
    return {**held, "faults": faults, "unclaimed": rest}


@evidence.command(
    epilog=examples(
        "factcheck evidence export 12", "factcheck evidence export 12 -o quay-fire.wacz"
    )
)
@click.argument("claim_id", metavar="CLAIM", type=NUMBER)
@click.option(
    "-o",
    "--output",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to; claim-CLAIM.wacz here unless named.",
)
def export(claim_id: int, path: Path | None) -> None:
    """Write all that is kept of CLAIM's evidence as one WACZ file, which replay tools of web archives open.

    Every byte is hashed on its way; evidence that was withdrawn is left out.  The history says that it was taken away.
    """
    path = path or Path(f"claim-{claim_id}.wacz")
    settings = settings_with()
    if path.exists():
        raise Fault(f"{path} exists already; name another file with -o.")
    with opened(settings) as database:
        blobs = blobs_of(settings)
        with reading(database) as session:
            wanted = kept.of_claim(session, claim_id)
        with _finished(path) as stream:
            done = write_evidence(blobs, wanted, stream, utc_now())
            with database.work(COMMAND_LINE) as work:
                kept.exported(work, claim_id, done.copies, done.digest)
    click.echo(f"{path}: {done.copies} {'copy' if done.copies == 1 else 'copies'}, {done.digest}")


@contextmanager
def _finished(path: Path) -> Iterator[BufferedRandom]:
    """A file that gets its name once all of it is written; nothing is left of it otherwise."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("x+b") as stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@evidence.command(epilog=examples("factcheck evidence gc", "factcheck evidence gc --yes"))
@click.option("--yes", "is_sure", is_flag=True, help="Remove it without asking.")
def gc(is_sure: bool) -> None:
    """Say which kept bytes belong to nothing, and remove them once you agree.

    Bytes that were kept within the last hour stay, since what they belong to may be on its way.  A store of which this
    database knows nothing at all is left alone.  The history says what was removed.
    """
    settings = settings_with()
    with opened(settings) as database:
        blobs = blobs_of(settings)
        _require_own(database, blobs)
        found = sorted(_unclaimed(database, blobs, only_old=True))
        left = blobs.clear_unfinished(utc_now() - YOUNG)
        if left:
            click.echo(
                f"Removed {left:,} {'file' if left == 1 else 'files'} of writers that were killed."
            )
        if not found:
            click.echo("All that is kept belongs to something.")
            return
        print_table(("bytes", "digest"), [(f"{one.size:,}", one.digest) for one in found], none="")
        if not is_sure:
            click.confirm(f"Remove {_told(found)}?", abort=True)
        gone = _remove(database, blobs, found)
    click.echo(f"Removed {_told(gone)}.")


def _require_own(database: Database, blobs: Blobs) -> None:
    """Raise `Fault` for a store of which this database knows nothing: a wrong setting would empty another desk's."""
    count = 0
    for batch in _batches(blobs.kept()):
        with reading(database) as session:
            if kept.known(session, [one.digest for one in batch]):
                return
        count += len(batch)
    if count:
        raise Fault(
            f"None of the {count:,} kept blobs in this store belongs to this database; "
            "it is probably another desk's store. Nothing was removed."
        )


def _remove(database: Database, blobs: Blobs, found: Sequence[Sized]) -> list[Sized]:
    """What still belongs to nothing is removed, after the history says so: never a removal without its entry."""
    sure: list[Sized] = []
    for batch in _batches(iter(found)):
        with reading(database) as session:
            known = kept.known(session, [one.digest for one in batch])
        sure += [one for one in batch if one.digest not in known and _is_old(blobs, one)]
    if sure:
        with database.work(COMMAND_LINE) as work:
            kept.removed(work, sure)
    for one in sure:
        if _is_old(blobs, one):  # put again a moment ago, it has become somebody's
            blobs.delete(one.digest)
    return sure


def _is_old(blobs: Blobs, one: Sized) -> bool:
    at = blobs.kept_at(one.digest)
    return at is not None and at < utc_now() - YOUNG


def _told(found: Sequence[Sized]) -> str:
    return _blobs(len(found), sum(one.size for one in found))


def _blobs(count: int, size: int) -> str:
    return f"{count:,} {'blob' if count == 1 else 'blobs'}, {_size(size)}"


def _size(size: int) -> str:
    """Bytes as people say them."""
    for unit, many in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= many:
            return f"{size / many:.1f} {unit}"
    return f"{size} bytes"
