"""Learns the weights of likeness: `python -m tests.bench_language.train_likeness --data FOLDER`.

The order comes first: a conditional logit over each query's candidates, by Newton's method in plain Python.  Then two
numbers turn the sums into probabilities, learned on the same candidates with and without the right ones, since most
claims that are asked for were never checked.  With FACTCHECK_EMBEDDINGS set the weights by meaning are learned as well,
which takes the time of reading 33,000 claims.  No text goes into the file that is written, only the coefficients.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, pstdev

import click

from factcheck.config import read_settings
from factcheck.domain import likeness
from factcheck.domain.likeness import FEATURES, FEATURES_BY_MEANING, features
from factcheck.domain.likeness_words import read
from factcheck.meaning import meaning_of
from factcheck.services.likeness import looked_up, looked_up_by_meaning
from factcheck.services.vectors import Meaning
from tests.bench_language.archive import archive, collection, queries
from tests.bench_language.likeness import average_precision

TRAINED_ON = {"snopes": "snopes_train", "politifact": "politifact_train"}
RIDGE = 1.0  # weight of the squared coefficients, of features in units of their deviation
ROUNDS, FOLDS = 7, 5

Vector = tuple[float, ...]
Matrix = list[list[float]]
Scaled = tuple[list[Vector], list[bool]]  # features in units of their deviation


@dataclass(frozen=True)
class Case:
    """One query: what its candidates are like, which of them are right, and how many there are to find."""

    values: list[Vector]
    right: list[bool]
    wanted: int

    def average_precision(self, weights: Sequence[float]) -> float:
        order = sorted(range(len(self.values)), key=lambda at: -dot(self.values[at], weights))
        relevant = frozenset(str(at) for at, is_right in enumerate(self.right) if is_right)
        missed = frozenset(f"missed {number}" for number in range(self.wanted - len(relevant)))
        return average_precision([str(at) for at in order[:5]], relevant | missed)


@click.command()
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True
)
def main(data: Path) -> None:
    """Learn from the training splits in the folder of --data and write the weights into the package."""
    learn(data, likeness.OURS, FEATURES)
    meaning = meaning_of(read_settings())
    if meaning:
        learn(data, likeness.OURS_BY_MEANING, FEATURES_BY_MEANING, meaning)


def learn(data: Path, path: Path, names: Sequence[str], meaning: Meaning | None = None) -> None:
    """Learn the weights of these features and write them to `path`."""
    by_split = {
        split: list(cases(data, name, split, meaning)) for name, split in TRAINED_ON.items()
    }
    every = [case for found in by_split.values() for case in found]
    weights = order_weights(every)
    scale, constant = calibration(every, weights)
    card = {
        "about": "Coefficients of factcheck/domain/likeness.py; see LANGUAGE.md beside this file.",
        "rebuild": "python -m tests.bench_language.train_likeness --data FOLDER",
        "licence": "The texts learned from are for research; these coefficients hold none of them.",
        **({"model": meaning.encoder.name} if meaning else {}),
        "inputs": {name: hashed(data / "claimmatch" / name) for name in inputs()},
        "map_at_5_cross_validated": {
            split: round(cross_validated(found, every), 4) for split, found in by_split.items()
        },
        "constant": round(constant, 5),
        "weights": {
            name: round(scale * weight, 5) for name, weight in zip(names, weights, strict=True)
        },
    }
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    click.echo(json.dumps(card, indent=2))


def inputs() -> list[str]:
    return [f"{name}_vclaims.jsonl" for name in TRAINED_ON] + [
        f"{split}.jsonl" for split in TRAINED_ON.values()
    ]


def hashed(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cases(data: Path, name: str, split: str, meaning: Meaning | None = None) -> Iterator[Case]:
    """What the program itself would see for each query."""
    encoder = meaning.encoder if meaning else None
    with archive(collection(data, name), encoder) as (database, session):
        for query in queries(data, split):
            if meaning:
                known, rare, near = looked_up_by_meaning(
                    session, database.dialect, query.text, meaning
                )
                more = [(near[one.number],) for one in known]
            else:
                known, rare = looked_up(session, database.dialect, query.text)
                more = [() for _ in known]
            reading = read(query.text)
            yield Case(
                [
                    (*features(reading, read(one.text), read(one.title), rare), *extra)
                    for one, extra in zip(known, more, strict=True)
                ],
                [one.reference in query.relevant for one in known],
                len(query.relevant),
            )


def cross_validated(found: Sequence[Case], every: Sequence[Case]) -> float:
    """MAP@5 of queries whose neighbours, which often ask for the same, were left out of the training."""
    precisions = []
    for fold in range(FOLDS):
        part = found[fold * len(found) // FOLDS : (fold + 1) * len(found) // FOLDS]
        hidden = set(map(id, part))
        weights = order_weights([case for case in every if id(case) not in hidden])
        precisions += [case.average_precision(weights) for case in part]
    return fmean(precisions)


# ── The order ────────────────────────────────────────────────────────────────────────────────────


def order_weights(given: Sequence[Case]) -> list[float]:
    """Coefficients that make the right candidates likely among those of their query."""
    useful = [case for case in given if any(case.right) and not all(case.right)]
    units = [
        pstdev(column) or 1.0
        for column in zip(*(row for case in useful for row in case.values), strict=True)
    ]
    scaled = [
        (
            [tuple(x / unit for x, unit in zip(row, units, strict=True)) for row in case.values],
            case.right,
        )
        for case in useful
    ]
    weights = [0.0] * len(units)
    for _ in range(ROUNDS):
        weights = _better(scaled, weights, solved(*_slope(scaled, weights)))
    return [weight / unit for weight, unit in zip(weights, units, strict=True)]


def _better(
    given: Sequence[Scaled], weights: Sequence[float], step: Sequence[float]
) -> list[float]:
    """The whole step, or the first half, quarter, … of it that likes the data better; Newton's first ones overshoot."""
    now = _worth(given, weights)
    for halves in range(10):
        tried = [weight + change / 2**halves for weight, change in zip(weights, step, strict=True)]
        if _worth(given, tried) > now:
            return tried
    return list(weights)


def _worth(given: Sequence[Scaled], weights: Sequence[float]) -> float:
    """The penalised log-likelihood."""
    total = -RIDGE * dot(weights, weights) / 2
    for rows, right in given:
        sums = [dot(row, weights) for row in rows]
        highest = max(sums)
        log_sum = highest + math.log(math.fsum(math.exp(one - highest) for one in sums))
        total += fmean(one - log_sum for one, is_right in zip(sums, right, strict=True) if is_right)
    return total


def _slope(given: Sequence[Scaled], weights: Sequence[float]) -> tuple[Matrix, list[float]]:
    """Curvature and gradient of the penalised log-likelihood."""
    size = len(weights)
    curve = [[RIDGE if row == column else 0.0 for column in range(size)] for row in range(size)]
    gradient = [-RIDGE * weight for weight in weights]
    for rows, right in given:
        shares = softmax([dot(row, weights) for row in rows])
        centre = [dot(shares, column) for column in zip(*rows, strict=True)]
        hits = [row for row, is_right in zip(rows, right, strict=True) if is_right]
        for at, column in enumerate(zip(*hits, strict=True)):
            gradient[at] += fmean(column) - centre[at]
        for share, row in zip(shares, rows, strict=True):
            if share > 1e-9:
                _add_square(curve, share, [x - mean for x, mean in zip(row, centre, strict=True)])
    return curve, gradient


def _add_square(curve: Matrix, share: float, apart: Sequence[float]) -> None:
    for line, x in zip(curve, apart, strict=True):
        weight = share * x
        for at, y in enumerate(apart):
            line[at] += weight * y


def softmax(sums: Sequence[float]) -> list[float]:
    highest = max(sums)
    powers = [math.exp(one - highest) for one in sums]
    total = math.fsum(powers)
    return [power / total for power in powers]


def dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def solved(matrix: Matrix, wanted: Sequence[float]) -> list[float]:
    """The solution of matrix · x = wanted, by elimination; the matrix is symmetric and positive."""
    lines = [[*row, value] for row, value in zip(matrix, wanted, strict=True)]
    for at, line in enumerate(lines):
        for other in lines[at + 1 :]:
            factor = other[at] / line[at]
            other[at:] = [b - factor * a for a, b in zip(line[at:], other[at:], strict=True)]
    found: list[float] = []
    for at in reversed(range(len(lines))):
        rest = lines[at][-1] - dot(lines[at][at + 1 : -1], found)
        found.insert(0, rest / lines[at][at])
    return found


# ── The probability ──────────────────────────────────────────────────────────────────────────────


def calibration(given: Sequence[Case], weights: Sequence[float]) -> tuple[float, float]:
    """Scale and constant that make probabilities of the sums."""
    pairs = [
        (dot(row, weights), is_right)
        for case in given
        for row, is_right in zip(case.values, case.right, strict=True)
    ]
    pairs += [pair for pair in pairs if not pair[1]]
    middle = fmean(one for one, _ in pairs)
    scale, constant = 0.0, 0.0
    for _ in range(3 * ROUNDS):
        curve, gradient = [[1e-6, 0.0], [0.0, 1e-6]], [0.0, 0.0]
        for sum_, is_right in pairs:
            x = sum_ - middle
            chance = 1 / (1 + math.exp(-(scale * x + constant)))
            spread, miss = chance * (1 - chance), is_right - chance
            gradient = [gradient[0] + miss * x, gradient[1] + miss]
            _add_square(curve, spread, (x, 1.0))
        # Half a step at a time: the first ones would overshoot.
        by_scale, by_constant = solved(curve, gradient)
        scale, constant = scale + by_scale / 2, constant + by_constant / 2
    return scale, constant - scale * middle


if __name__ == "__main__":
    main()
