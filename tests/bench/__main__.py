"""`make bench`: how fast the busy pages are on a small and on a large desk, in one run.

Everything is written into a temporary folder that is gone afterwards; only servers started here are ended.  The
figures of one table may be compared with each other; a machine that does other work as well makes all of them worse.
With `--beside-roundup PYTHON` a peer is visited in the same rounds (`roundup`), with `--beside-wagtail PYTHON` another
one is asked for its published page (`wagtail`).
"""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from sqlalchemy.orm import Session

from factcheck.services import history
from tests.bench import (
    captures,
    exported,
    kept,
    readers,
    report,
    roundup,
    roundup_report,
    statements,
    wagtail,
)
from tests.bench.corpus import Corpus, load
from tests.bench.drive import run
from tests.bench.pages import (
    READERS,
    WRITERS,
    Ledger,
    Page,
    application,
    database_of,
    open_ledger,
    pages,
    unaccounted,
)
from tests.bench.roundup_pages import Peer
from tests.bench.server import WORKERS, Server, serving

WARM_SECONDS = 0.5
# So often that each process has seen nearly every address: which of them a connection reaches is chance.
WARM_TURNS, WARM_LONGEST_SECONDS = 8, 12.0
FULL, QUICK = (1_000, 100_000), (1_000, 5_000)
ROUNDS, SECONDS = 3, 4.0
LONGEST_SECONDS = 7 * 60  # no round begins later than this
FAULTS_SHOWN = 5


@dataclass
class Desk:
    """One size of desk while it is served: its pages, and what was found wrong with it."""

    corpus: Corpus
    server: Server
    app: Flask
    pages: list[Page]
    faults: list[str] = field(default_factory=list)
    moves: int = 0

    @property
    def size(self) -> int:
        return self.corpus.claims

    def open_ledger(self, page: Page, _seconds: float) -> Ledger:
        return open_ledger(self.app, page)

    def unaccounted(self, page: Page, ledger: Ledger) -> list[str]:
        return unaccounted(self.app, self.corpus, page, ledger)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--claims", type=click.IntRange(100), multiple=True, help="A size of desk; may be given twice."
)
@click.argument("more", type=click.IntRange(100), nargs=-1, metavar="[CLAIMS]...")
@click.option("--rounds", type=click.IntRange(1, 50), help=f"Visits to each page ({ROUNDS}).")
@click.option("--seconds", type=click.FloatRange(0.2, 60), help=f"Length of a visit ({SECONDS:g}).")
@click.option(
    "--quick", is_flag=True, help="1,000 and 5,000 claims, one short round: under a minute."
)
@click.option(
    "--beside-roundup",
    "install",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PYTHON",
    callback=roundup.installed,
    help="Set Roundup beside ours: the Python of an environment that has roundup and gunicorn.",
)
@click.option(
    "--beside-wagtail",
    "site",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PYTHON",
    callback=wagtail.installed,
    help="Set a page of Wagtail beside a verdict's: the Python of an environment that has wagtail and gunicorn.",
)
@click.option(
    "--analyze-roundup", is_flag=True, help="Give it statistics of SQLite, which it never makes."
)
def main(
    claims: tuple[int, ...],
    more: tuple[int, ...],
    rounds: int | None,
    seconds: float | None,
    quick: bool,
    install: roundup.Install | None,
    site: wagtail.Install | None,
    analyze_roundup: bool,
) -> None:
    """Measure the busy pages of factcheck at several sizes of desk (--claims 1000 100000)."""
    sizes = sorted({*claims, *more}) or list(QUICK if quick else FULL)
    with TemporaryDirectory(prefix="factcheck-bench-", ignore_cleanup_errors=True) as folder:
        corpora = [_filled(Path(folder) / str(size), size) for size in sizes]
        beside = roundup.beside(install, Path(folder), sizes, is_analyzed=analyze_roundup)
        with _desks(corpora) as desks, beside as peers:
            rounds, seconds = (
                rounds or (1 if quick else ROUNDS),
                seconds or (1 if quick else SECONDS),
            )
            cells = _visit(_visits(desks, peers), rounds, seconds)
            _print(cells, desks, sizes)
            if install:
                told = roundup_report.lines(
                    cells, sizes, install.release, is_analyzed=analyze_roundup
                )
                click.echo("\n".join(told) + "\n")
            click.echo(_readers(desks[-1], Path(folder) / "readers", seconds))
            if site:
                port, path = desks[-1].server.port, _verdict(desks[-1])
                click.echo(wagtail.measured(site, port, path, Path(folder) / "wagtail", seconds))
            click.echo(exported.measured(Path(folder) / "exported", seconds))
            click.echo(kept.measured(Path(folder) / "kept"))
            click.echo(captures.measured(Path(folder) / "captures"))
            faults = [fault for desk in desks for fault in _verified(desk)]
            faults += [fault for peer in peers for fault in peer.verified()]
    for fault in faults[:FAULTS_SHOWN]:
        click.echo(f"WRONG: {fault}")
    sys.exit(1 if faults else 0)


def _filled(home: Path, size: int) -> Corpus:
    began = time.monotonic()
    with click.progressbar(length=size, label=f"Loading {size:>7,} claims", file=sys.stderr) as bar:
        corpus = load(home, size, bar.update)
    file = home / "factcheck.sqlite3"
    click.echo(
        f"{size:,} claims: {file.stat().st_size / 1e6:,.0f} MB in {time.monotonic() - began:.0f} s."
    )
    return corpus


@contextmanager
def _desks(corpora: list[Corpus]) -> Iterator[list[Desk]]:
    """A server for each size; they are visited in turn, and who is not visited costs nothing."""
    with ExitStack() as stack:
        found = []
        for corpus in corpora:
            server = stack.enter_context(serving(corpus.settings))
            app = application(corpus.settings)
            stack.callback(database_of(app).dispose)
            found.append(Desk(corpus, server, app, pages(app, corpus)))
        yield found


def _visits(desks: list[Desk], peers: list[Peer]) -> list[tuple[Desk | Peer, Page]]:
    """Each page of each desk, and what answers it at the peer right after it."""
    found: list[tuple[Desk | Peer, Page]] = []
    for place, page in enumerate(desks[0].pages):
        found += [(desk, desk.pages[place]) for desk in desks]
        found += [(peer, peer.pages[page.name]) for peer in peers if page.name in peer.pages]
    return found


def _visit(visits: list[tuple[Desk | Peer, Page]], rounds: int, seconds: float) -> report.Cells:
    """Make the visits in turn, round after round, once everything is warm."""
    cells = report.new_cells()
    for visited, page in visits:
        _warm(visited, page)
    began = time.monotonic()
    with click.progressbar(length=rounds * len(visits), label="Measuring", file=sys.stderr) as bar:
        for number in range(rounds):
            if number and time.monotonic() - began > LONGEST_SECONDS:
                click.echo(f"Time is up: {number} of {rounds} rounds were made.")
                break
            for visited, page in visits:
                _measure(visited, page, seconds, cells[page.name, visited.size])
                bar.update(1)
    return cells


def _warm(visited: Desk | Peer, page: Page) -> None:
    """Go through a page's addresses: a large desk has many more of them than a small one, all new to its processes."""
    until = time.monotonic() + WARM_LONGEST_SECONDS
    cold = sum(len(lane.requests) for lane in page.lanes)
    cell = report.Cell()
    while time.monotonic() < until:
        _measure(visited, page, WARM_SECONDS, cell)
        if page.is_write or len(cell.latencies) >= WARM_TURNS * cold:
            return


def _measure(visited: Desk | Peer, page: Page, seconds: float, cell: report.Cell) -> None:
    """One visit; a write's every answer is looked up in the database afterwards."""
    ledger = visited.open_ledger(page, seconds) if page.is_write else None
    before = visited.server.cpu_seconds()
    seen = run(visited.server.port, page.lanes, seconds)
    after = visited.server.cpu_seconds()
    cell.add(seen, None if before is None or after is None else after - before)
    visited.faults += [f"{visited.size:,} claims, {page.name}: {fault}" for fault in seen.faults]
    if ledger is not None:
        visited.moves += sum(lane.at for lane in page.lanes) - sum(ledger.at)
        visited.faults += visited.unaccounted(page, ledger)


def _print(cells: report.Cells, desks: list[Desk], sizes: list[int]) -> None:
    names = [page.name for page in desks[0].pages]
    click.echo(
        f"\nfactcheck serve, {WORKERS} processes, synchronous=FULL, jobs left to a worker; {READERS} connections,"
        f" {WRITERS} for transitions."
        "\nA transition is a form sent by a reviewer, an editor or a checker:"
        " begin to read, approve, send back, submit.\n"
    )
    click.echo("\n".join(report.speed_table(cells, names, sizes)) + "\n")
    if min(len(cell.latencies) for cell in cells.values()) < report.ENOUGH:
        click.echo(
            "Some pages were asked for too seldom to judge by: give it longer (--seconds, --rounds).\n"
        )
    largest = desks[-1]
    counted = [statements.count(largest.app, page) for page in largest.pages]
    click.echo("\n".join(report.statement_table(counted)) + "\n")
    words = [largest.corpus.words[0], largest.corpus.common[0]]
    queue = next(page for page in largest.pages if page.name.startswith("queue"))
    found = statements.dearest(largest.app, largest.corpus.staff.editors[-1], words, queue)
    click.echo("\n".join(report.dearest_lines(found)) + "\n")


def _readers(desk: Desk, home: Path, seconds: float) -> str:
    """How fast a page of the largest desk is, beside nginx; its transitions are accounted for like all others."""
    moves = next(page for page in desk.pages if page.is_write)
    ledger = desk.open_ledger(moves, seconds)
    told = readers.measured(desk.app, desk.server.port, _verdict(desk), moves.lanes, home, seconds)
    desk.moves += sum(lane.at for lane in moves.lanes) - sum(ledger.at)
    desk.faults += desk.unaccounted(moves, ledger)
    return told


def _verdict(desk: Desk) -> str:
    """The address of a published page."""
    return desk.pages[-1].lanes[0].requests[0].path


def _verified(desk: Desk) -> list[str]:
    """What is wrong with this desk after all that was done to it; says so when nothing is."""
    with Session(database_of(desk.app).reader) as session:
        broken = history.verify(session)
    faults = [*desk.faults, *([broken.sentence] if broken else [])]
    if not faults:
        click.echo(
            f"{desk.size:,} claims: all {desk.moves:,} transitions are in the database, the chain holds."
        )
    return faults


if __name__ == "__main__":
    main()
