"""`python -m tests.bench_language.train_spotting`: learn the model of suggestions from its data again.

Nothing but Python is needed, and the same data give the same file. The border between yes and no is chosen by
cross-validation on the newest fifth of the debates, as newer ones are what it will meet, never on a split that is
reported. The card is `factcheck/weights/SPOTTING.md`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import exp, log
from pathlib import Path

import click

from factcheck import resources
from factcheck.domain.spotting.learning import Example, Learnt, example, learn
from factcheck.domain.spotting.lexicon import fingerprint
from factcheck.domain.spotting.model import Scales, SpottingModel, encode_model
from factcheck.domain.spotting.ranked import average_precision, best_border, f1_of
from factcheck.domain.spotting.retraining import in_bytes
from factcheck.domain.spotting.signals import shown
from tests.bench_language.__main__ import DATA
from tests.bench_language.spotting_data import TRAIN, Row, hashes, read_teacher, rows

BUCKETS = 1 << 16
FOLDS, BLOCKS = 5, 30
# How much of a labelled sentence's target is the larger model's rating; the rest is the label.
TEACHER_SHARE = 0.7


def targets(labelled: Sequence[Row], ratings: Sequence[float]) -> list[float]:
    """The label and the larger model's opinion, mixed."""
    return [
        TEACHER_SHARE / (1 + exp(-rating)) + (1 - TEACHER_SHARE) * row.label
        for row, rating in zip(labelled, ratings, strict=True)
    ]


def folds(labelled: Sequence[Row]) -> list[int]:
    """A fold for each row; neighbours by number are of the same debate and stay together."""
    order = sorted(range(len(labelled)), key=lambda place: labelled[place].number)
    found = [0] * len(order)
    for rank, place in enumerate(order):
        # Blocks are dealt out so that every fold has debates of all decades.
        found[place] = rank * BLOCKS // len(order) % FOLDS
    return found


def chances_out_of_fold(
    examples: Sequence[Example], others: list[Example], fold: Sequence[int]
) -> list[float]:
    """The chance each example gets from a model that has not seen its fold."""
    found = [0.0] * len(examples)
    for left_out in range(FOLDS):
        seen = [one for one, number in zip(examples, fold, strict=True) if number != left_out]
        learnt = learn(seen + others, buckets=_buckets_of(examples))
        for place, one in enumerate(examples):
            if fold[place] == left_out:
                found[place] = 1 / (1 + exp(-learnt.rating(one)))
    return found


def _buckets_of(examples: Sequence[Example]) -> int:
    return BUCKETS if any(one.buckets for one in examples) else 0


def shifted(scales: Scales, border: float) -> Scales:
    """The same scales with 0 at the chance `border`."""
    return replace(scales, bias=scales.bias - log(border / (1 - border)))


def train(
    examples: list[Example], others: list[Example], labelled: Sequence[Row]
) -> tuple[Learnt, dict[str, float]]:
    """The model of all examples with 0 at the border, and what cross-validation says of it."""
    labels = [row.label for row in labelled]
    chances = chances_out_of_fold(examples, others, folds(labelled))
    newest = sorted(range(len(labels)), key=lambda place: -labelled[place].number)[
        : len(labels) // 5
    ]
    border = best_border([labels[place] for place in newest], [chances[place] for place in newest])
    f1 = f1_of(labels, chances, border)
    learnt = learn(examples + others, buckets=_buckets_of(examples))
    said = {
        "border": border,
        "f1": round(f1, 4),
        "ap": round(average_precision(labels, chances), 4),
    }
    return replace(learnt, scales=shifted(learnt.scales, border)), said


def examples_of(
    sentences: tuple[list[str], list[str]], wanted: tuple[list[float], list[float]], buckets: int
) -> list[list[Example]]:
    """The labelled sentences and the others, as numbers."""
    return [
        [example(shown(text), target, buckets=buckets) for text, target in zip(*part, strict=True)]
        for part in zip(sentences, wanted, strict=True)
    ]


def built(data: Path, day: str) -> SpottingModel:
    """The model, learnt from the data in this folder."""
    about, ratings = read_teacher()
    if about["inputs"] != hashes(data):
        raise click.ClickException("The larger model has rated other data than these.")
    labelled, unlabelled = (rows(data, split) for split in TRAIN)
    known, unknown = ratings[: len(labelled)], ratings[len(labelled) :]
    wanted = targets(labelled, known), [1 / (1 + exp(-rating)) for rating in unknown]
    sentences = [row.text for row in labelled], [row.text for row in unlabelled]
    click.echo("Learning words and counts …", err=True)
    full, said = train(*examples_of(sentences, wanted, BUCKETS), labelled)
    click.echo("Learning counts alone …", err=True)
    alone, said_alone = train(*examples_of(sentences, wanted, 0), labelled)
    grams, step = in_bytes(full.grams)
    card = {
        "date": day,
        "inputs": hashes(data),
        "teacher": about["teacher"],
        "lexicon": fingerprint(),
        "cross_validated": said,
        "cross_validated_alone": said_alone,
    }
    return SpottingModel("spotting-en-1", grams, step, full.scales, alone.scales, card)


@click.command()
@click.option("--data", type=click.Path(file_okay=False, exists=True, path_type=Path), default=DATA)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=resources.weights_folder() / "spotting-en.bin",
    help="Where the model is written.",
)
@click.option("--day", default="", help="The date on the card, YYYY-MM-DD; today unless given.")
def main(data: Path, out: Path, day: str) -> None:
    """Learn the model again and write it."""
    model = built(data, day or datetime.now(UTC).date().isoformat())
    out.write_bytes(encode_model(model))
    click.echo(f"{out.name}: {out.stat().st_size:,} bytes, {model.about['cross_validated']}")


if __name__ == "__main__":
    main()
