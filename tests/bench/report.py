"""The tables that `make bench` prints, and what in them is over a goal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench.drive import Seen
from tests.bench.statements import Counted, Dearest

GROWTH_MOST = 1.3  # CPU of the large desk ÷ the small one, per request
SEARCH_GROWTH_MOST = 3.5  # a page of hits instead of a few
ENOUGH = 200  # requests of a cell, below which its figures are only a first look
DEAREST_MOST = 20  # slowest statement ÷ drawing the list

Cells = Mapping[tuple[str, int], "Cell"]


@dataclass
class Cell:
    """What was seen of one page at one size, a value a round; CPU in ms a request, None where it cannot be read."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    body_bytes: int = 0
    cpu: list[float | None] = field(default_factory=list)

    def add(self, seen: Seen, cpu_seconds: float | None) -> None:
        done = len(seen.latencies)
        self.latencies += seen.latencies
        self.seconds += seen.seconds
        self.body_bytes += seen.body_bytes
        self.cpu.append(None if cpu_seconds is None or not done else cpu_seconds / done * 1_000)


def new_cells() -> defaultdict[tuple[str, int], Cell]:
    return defaultdict(Cell)


def ratio(over: Cell, under: Cell) -> float | None:
    """The median over the rounds of one cell's CPU ÷ the other's in the same round."""
    pairs = zip(over.cpu, under.cpu, strict=False)
    found = [a / b for a, b in pairs if a is not None and b]
    return median(found) if found else None


def most_growth(name: str) -> float | None:
    """How much dearer a page may be on the large desk; None for the page that is only there to compare with."""
    if name.startswith("bare"):
        return None
    return SEARCH_GROWTH_MOST if name == "search" else GROWTH_MOST


def speed_table(cells: Cells, names: Sequence[str], sizes: Sequence[int]) -> list[str]:
    head = ["page", "claims", "requests", "req/s", "p50 ms", "p99 ms", "CPU ms", "÷ bare", "KB"]
    growth = f"{sizes[-1]:,} ÷ {sizes[0]:,}"
    rows = [[*head, growth]]
    for name in names:
        for size in sizes:
            cell = cells[name, size]
            is_last = size == sizes[-1] and len(sizes) > 1
            grown = ratio(cell, cells[name, sizes[0]]) if is_last else None
            rows.append(
                [
                    name,
                    f"{size:,}",
                    *_numbers(cell, cells[names[0], size]),
                    _grown(name, grown, is_last),
                ]
            )
    return columns(rows)


def _numbers(cell: Cell, bare: Cell) -> list[str]:
    done = len(cell.latencies)
    if done < 2:
        return [str(done), *["n/a"] * 6]
    cents = quantiles(cell.latencies, n=100, method="inclusive")
    known = [value for value in cell.cpu if value is not None]
    times = ratio(cell, bare)
    return [
        f"{done:,}",
        f"{done / cell.seconds:,.0f}",
        f"{cents[49]:.1f}",
        f"{cents[98]:.1f}",
        f"{median(known):.2f}" if known else "n/a",
        f"{times:.1f}" if times is not None else "n/a",
        f"{cell.body_bytes / done / 1_000:.0f}",
    ]


def _grown(name: str, grown: float | None, is_last: bool) -> str:
    if not is_last:
        return ""
    if grown is None:
        return "n/a"
    most = most_growth(name)
    return f"{grown:.2f}" + (f"  (over {most})" if most is not None and grown > most else "")


def statement_table(counted: Iterable[Counted]) -> list[str]:
    rows, notes = [["page", "statements", "at most", "tables walked"]], []
    for one in counted:
        is_over = one.budget is not None and one.most > one.budget
        notes += [f"  {one.name}: {one.most} statements for {one.dearest}"] if is_over else []
        notes += [f"  {one.name}: {scan}" for scan in one.scans]
        budget = "" if one.budget is None else f"{one.budget}{' (over)' if is_over else ''}"
        rows.append([one.name, str(one.most), budget, str(len(one.scans) or "none")])
    return columns(rows) + notes


def dearest_lines(found: Dearest) -> list[str]:
    over = f" (over {DEAREST_MOST})" if found.ratio > DEAREST_MOST else ""
    times = f"{found.took:.1f} ms, {found.ratio:.1f} times the {found.list_took:.1f} ms"
    return [
        f"Slowest statement of {found.tried:,} queue addresses: {times}{over}",
        f"that drawing the list of {found.rows} rows takes.",
        f"  {found.address}",
        f"  {found.statement} …",
    ]


def columns(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [lines[0], "─" * len(lines[0]), *lines[1:]]
