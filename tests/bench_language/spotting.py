"""Suggestions: sentences of debates that were worth checking, by score and by rank, and the time for an article."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from factcheck import resources
from factcheck.domain.spotting.model import SpottingModel, chance, decode_model
from factcheck.domain.spotting.ranked import average_precision, f1_of
from factcheck.domain.spotting.ranking import spot
from factcheck.domain.spotting.signals import shown
from tests.bench_language.figures import Figure, Value, bootstrap
from tests.bench_language.spotting_data import rows

JOB = "spotting"
ARTICLE_SENTENCES = 60
TIMES = 15
Scored = tuple[int, float]


def measure(data: Path) -> list[Figure]:
    """F1 and average precision sentence by sentence, MAP over whole debates, recall of the best fifth, speed."""
    model = decode_model((resources.weights_folder() / "spotting-en.bin").read_bytes())
    alone = [
        (row.label, chance(model.rating(shown(row.text)))) for row in rows(data, "ct23_en_test")
    ]
    debates = by_debate(data, model)
    return [
        _figure("ct23_en_test", "F1", alone, _f1, 0.80, "GPT-3.5 fine-tuned .862, best .92"),
        _figure(
            "ct23_en_test", "AP", alone, _ap, 0.875, "TF-IDF regression .875, MiniLM fine-tuned .95"
        ),
        _figure("ct19_debates_test", "MAP", debates, _map, 0.13, "best in the lab .166"),
        _figure("ct19_debates_test", "R@20 %", debates, _recall, None, ""),
        _speed([row.text for row in rows(data, "ct23_en_test")], model),
    ]


def by_debate(data: Path, model: SpottingModel) -> list[list[Scored]]:
    """For each debate with at least one checked sentence, its sentences in order."""
    found: dict[str, list[Scored]] = {}
    for row in rows(data, "ct19_debates_test"):
        found.setdefault(row.debate, []).append((row.label, chance(model.rating(shown(row.text)))))
    return [debate for debate in found.values() if any(label for label, _ in debate)]


def _figure(
    split: str,
    metric: str,
    values: Sequence[Value],
    statistic: Callable[[Sequence], float],
    goal: float | None,
    published: str,
) -> Figure:
    return Figure(
        JOB, split, metric, statistic(values), *bootstrap(values, statistic), goal, published
    )


def _f1(scored: Sequence[Scored]) -> float:
    return f1_of(*zip(*scored, strict=True))


def _ap(scored: Sequence[Scored]) -> float:
    return average_precision(*zip(*scored, strict=True))


def _map(debates: Sequence[Sequence[Scored]]) -> float:
    return sum(map(_ap, debates)) / len(debates)


def _recall(debates: Sequence[Sequence[Scored]]) -> float:
    """The share of checked sentences that are in the best fifth of their debate."""
    found = wanted = 0
    for debate in debates:
        best = sorted(debate, key=lambda one: -one[1])[: round(len(debate) / 5)]
        found += sum(label for label, _ in best)
        wanted += sum(label for label, _ in debate)
    return found / wanted


def _speed(sentences: Sequence[str], model: SpottingModel) -> Figure:
    """Seconds for an article of sixty sentences, the middle of several and their whole range."""
    taken = []
    for turn in range(TIMES):
        start = turn * ARTICLE_SENTENCES % (len(sentences) - ARTICLE_SENTENCES)
        text = "\n".join(sentences[start : start + ARTICLE_SENTENCES])
        begun = time.perf_counter()
        spot(text, model)
        taken.append(time.perf_counter() - begun)
    taken.sort()
    return Figure(
        JOB,
        "60 sentences",
        "seconds",
        taken[TIMES // 2],
        taken[0],
        taken[-1],
        0.1,
        "",
        is_most=True,
    )
