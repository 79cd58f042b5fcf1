"""The table that sets ours beside the peer's, with the goals they were set."""

from collections.abc import Sequence
from statistics import median

from factcheck.services import queue
from tests.bench.report import Cell, Cells, columns, ratio
from tests.bench.roundup_pages import ISSUE, LIST, MOVE, ROWS, SEARCH, name_of

GOAL_SIZE = 100_000  # the goals are set for it
GOALS = {LIST: 8.0, ISSUE: 6.0, SEARCH: 12.0}  # its CPU ÷ ours, at least
MOVES_GOAL = 2.5  # our verified transitions a second ÷ its, at least
# From which size a page of the list is full: an eighth of all pass the filter, at least 0.1 % hold a word.
FULL_FROM = {LIST: 400, SEARCH: 50_000}


def lines(
    cells: Cells, sizes: Sequence[int], release: str, *, is_analyzed: bool = False
) -> list[str]:
    """Both tables, with what stands behind the figures."""
    run = (
        "with statistics of SQLite, which it never asks for"
        if is_analyzed
        else "as its guide has it run"
    )
    return [
        f"Beside Roundup {release}: its classic template, SQLite, its FTS5 index, gunicorn with as many processes,",
        f"{run}.",
        f"Visited in the same rounds by the same load; the goals are set for {GOAL_SIZE:,}.",
        "",
        *columns(cpu_rows(cells, sizes)),
        "",
        *columns(move_rows(cells, sizes)),
    ]


def cpu_rows(cells: Cells, sizes: Sequence[int]) -> list[list[str]]:
    head = ["CPU ms a request", "claims", "Roundup", "ours", "Roundup ÷ ours", "goal"]
    rows = [[*head, "rows a page", "÷ a row", "KB"]]
    for name in (LIST, ISSUE, SEARCH, MOVE):
        for size in sizes:
            its, ours = cells[name_of(name), size], cells[name, size]
            times = ratio(its, ours)
            measured = [_cpu(its), _cpu(ours), _times(times)]
            goal = judged(times, GOALS.get(name), size)
            rows.append(
                [
                    name,
                    f"{size:,}",
                    *measured,
                    goal,
                    *_by_row(name, size, times),
                    _kilobytes(its, ours),
                ]
            )
    return rows


def move_rows(cells: Cells, sizes: Sequence[int]) -> list[list[str]]:
    rows = [["verified transitions/s", "claims", "Roundup", "ours", "ours ÷ Roundup", "goal"]]
    for size in sizes:
        its, ours = _rate(cells[name_of(MOVE), size]), _rate(cells[MOVE, size])
        times = ours / its if its else None
        rates = [f"{its:,.0f}", f"{ours:,.0f}", _times(times)]
        rows.append(["four writers", f"{size:,}", *rates, judged(times, MOVES_GOAL, size)])
    return rows


def judged(times: float | None, goal: float | None, size: int) -> str:
    """The goal as it stands in the table, with what became of it where it applies."""
    if goal is None:
        return ""
    if size != GOAL_SIZE or times is None:
        return f"≥ {goal:g}"
    return f"≥ {goal:g} {'met' if times >= goal else 'missed'}"


def _by_row(name: str, size: int, times: float | None) -> list[str]:
    """Its list shows more rows than ours: how many, and the ratio of the CPU that one row takes."""
    if name not in FULL_FROM or size < FULL_FROM[name]:
        return ["", ""]
    by_row = None if times is None else times * queue.ROWS / ROWS
    return [f"{ROWS} and {queue.ROWS}", _times(by_row)]


def _cpu(cell: Cell) -> str:
    known = [value for value in cell.cpu if value is not None]
    return f"{median(known):.2f}" if known else "n/a"


def _times(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def _rate(cell: Cell) -> float:
    return len(cell.latencies) / cell.seconds if cell.seconds else 0.0


def _kilobytes(*both: Cell) -> str:
    sizes = [cell.body_bytes / max(1, len(cell.latencies)) / 1_000 for cell in both]
    return " and ".join(f"{size:.0f}" for size in sizes)
