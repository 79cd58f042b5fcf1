"""`make bench-language`: how good the rules and models for language are, on public splits.

The data are not part of the project (their licences forbid it) and are looked for in the folder of `--data`.
Each job is a module with `measure(data) -> list[Figure]`.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import click

from tests.bench_language import (
    anchors,
    article,
    flags,
    likeness,
    likeness_by_meaning,
    quotes,
    sentences,
    spotting,
)
from tests.bench_language.figures import Figure

# One line a job; they are measured in this order.
JOBS: tuple[ModuleType, ...] = (
    article,
    sentences,
    anchors,
    flags,
    quotes,
    likeness,
    likeness_by_meaning,
    spotting,
)  # fmt: skip
DATA = Path(__file__).parents[3] / "shared" / "data" / "nlp"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DATA,
    envvar="FACTCHECK_LANGUAGE_DATA",
    help="The folder of the data sets; ../shared/data/nlp beside the checkout unless given.",
)
@click.argument("jobs", nargs=-1, metavar="[JOB]...")
def main(data: Path, jobs: tuple[str, ...]) -> None:
    """Measure the language parts (all of them, or the named JOBs); exit code 1 when a goal is missed."""
    if not data.is_dir():
        click.echo(f"No data in {data}: name their folder with --data. Nothing was measured.")
        return
    known = {job.__name__.rpartition(".")[2]: job for job in JOBS}
    unknown = [name for name in jobs if name not in known]
    if unknown:
        raise click.UsageError(f"No job is called {unknown[0]}; there are {', '.join(known)}.")
    figures = [figure for name in jobs or known for figure in _measured(known[name], data)]
    click.echo("\n".join(table(figures)))
    missed = sum(figure.is_missed for figure in figures)
    click.echo(f"\n{missed} of {len(figures)} figures miss their goal.")
    sys.exit(1 if missed else 0)


def _measured(job: ModuleType, data: Path) -> list[Figure]:
    begun = time.perf_counter()
    figures: list[Figure] = job.measure(data)
    click.echo(f"{job.__name__}: {time.perf_counter() - begun:.1f} s", err=True)
    return figures


def table(figures: Sequence[Figure]) -> list[str]:
    """The lines of the one table: what was measured beside its goal and what others report."""
    head = ("job", "split", "metric", "value", "95 %", "goal", "", "published")
    lines = [head, *map(_row, figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _row(one: Figure) -> tuple[str, ...]:
    goal = "" if one.goal is None else f"{'≤' if one.is_most else '≥'} {_number(one.goal)}"
    verdict = "" if one.goal is None else "MISSED" if one.is_missed else "reached"
    between = f"{_number(one.low)}–{_number(one.high)}"
    return (
        one.job, one.split, one.metric, _number(one.value), between, goal, verdict, one.published,
    )  # fmt: skip


def _number(value: float) -> str:
    """Counts as they are, shares with three digits."""
    return f"{value:.0f}" if value == int(value) and abs(value) > 1 else f"{value:.3f}"


if __name__ == "__main__":
    main()
