"""Learning from a desk's own decisions: what it accepted and dismissed corrects the model it was shown.

The old model stays as it is; whether the new one is taken is for the caller, with both figures before them. Decisions
come from the desk's records, which are not read here.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from factcheck.domain.spotting.learning import Example, Learnt, example, learn
from factcheck.domain.spotting.model import Scales, SpottingModel, chance
from factcheck.domain.spotting.ranked import average_precision, f1_of
from factcheck.domain.spotting.signals import shown

FEWEST, FEWEST_OF_A_KIND = 50, 10
FOLDS = 5
# A correction begins from a model that is already good, so it moves slowly and is drawn back strongly.
_ROUNDS, _PACE, _PULL = 5, 0.05, 1e-3
_TOP = 127


class TooFewDecisions(ValueError):
    """There is not enough to learn from."""

    sentence = (
        f"Retraining needs at least {FEWEST} decisions in two or more articles,"
        f" {FEWEST_OF_A_KIND} of them accepted and {FEWEST_OF_A_KIND} dismissed."
    )


@dataclass(frozen=True)
class Decision:
    """A sentence somebody decided on, and the article it stood in (any name or number)."""

    text: str
    is_accepted: bool
    article: str


@dataclass(frozen=True)
class Quality:
    """How well a model agrees with the decisions: average precision of its order, F1 of its yes; both 0 to 1."""

    average_precision: float
    f1: float


@dataclass(frozen=True)
class Retrained:
    """The new model, and both models' figures on decisions that the one measured has not learnt from."""

    model: SpottingModel
    before: Quality
    after: Quality
    decisions: int

    @property
    def is_better(self) -> bool:
        return self.after.average_precision > self.before.average_precision


def retrain(model: SpottingModel, decisions: Sequence[Decision], *, version: str) -> Retrained:
    """The model corrected by the decisions, with cross-validated figures; `model` itself is not changed.

    The sentences of one article are all learnt from or all held back. The same decisions give the same model.
    Raises TooFewDecisions.
    """
    accepted = sum(one.is_accepted for one in decisions)
    articles = list(dict.fromkeys(one.article for one in decisions))
    few = min(accepted, len(decisions) - accepted) < FEWEST_OF_A_KIND
    if few or len(decisions) < FEWEST or len(articles) < 2:
        raise TooFewDecisions(TooFewDecisions.sentence)
    examples = [_example(model, one) for one in decisions]
    fold = {name: number % FOLDS for number, name in enumerate(articles)}
    held_out = _held_out(model, examples, [fold[one.article] for one in decisions])
    return Retrained(
        model=_corrected(model, _learn(model, examples), version),
        before=_quality(examples, (one.start for one in examples)),
        after=_quality(examples, held_out),
        decisions=len(decisions),
    )


def _example(model: SpottingModel, one: Decision) -> Example:
    seen = shown(one.text)
    buckets = len(model.grams) if seen.is_latin else 0
    return example(seen, float(one.is_accepted), buckets=buckets, start=model.rating(seen))


def _learn(model: SpottingModel, examples: Sequence[Example]) -> Learnt:
    return learn(examples, buckets=len(model.grams), rounds=_ROUNDS, pace=_PACE, pull=_PULL)


def _held_out(
    model: SpottingModel, examples: Sequence[Example], folds: Sequence[int]
) -> list[float]:
    """The rating of each example by a correction that was learnt without its article."""
    ratings = [0.0] * len(examples)
    for left_out in sorted(set(folds)):
        seen = [one for one, fold in zip(examples, folds, strict=True) if fold != left_out]
        learnt = _learn(model, seen)
        for place, fold in enumerate(folds):
            if fold == left_out:
                ratings[place] = learnt.rating(examples[place])
    return ratings


def _quality(examples: Sequence[Example], ratings: Iterable[float]) -> Quality:
    labels = [round(one.target) for one in examples]
    scores = [chance(rating) for rating in ratings]
    return Quality(average_precision(labels, scores), f1_of(labels, scores))


def _corrected(model: SpottingModel, learnt: Learnt, version: str) -> SpottingModel:
    weights = [old * model.step + new for old, new in zip(model.grams, learnt.grams, strict=True)]
    grams, step = in_bytes(weights)
    return replace(
        model,
        version=version,
        grams=grams,
        step=step,
        scales=_sum(model.scales, learnt.scales),
        alone=_sum(model.alone, learnt.scales),
        about={**model.about, "corrects": model.version},
    )


def in_bytes(weights: Sequence[float]) -> tuple[memoryview, float]:
    """The weights in one signed byte each, and the step that a byte counts."""
    step = max(map(abs, weights)) / _TOP or 1.0
    grams = array("b", (round(weight / step) for weight in weights))
    return memoryview(grams.tobytes()).cast("b"), step


def _sum(old: Scales, new: Scales) -> Scales:
    return Scales(tuple(map(sum, zip(old.weights, new.weights, strict=True))), old.bias + new.bias)
