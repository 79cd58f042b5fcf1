"""Anchors found again: ten thousand random edit scripts, and what became of the anchors of each text."""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from factcheck.domain.alignment import align
from factcheck.domain.reanchoring import Reanchored, found_again, reanchor
from factcheck.domain.sentences import sentences
from tests.bench_language.figures import Figure, bootstrap
from tests.edits import Edited

JOB = "anchors"
SCRIPTS = 10_000
SEED = 20_261_122
STEPS = (1, 2, 4, 8, 16, 30)  # edits of one script
HIGH = 0.8  # the score from which a place counts as sure
LARGE = 2_000_000
PUBLISHED = "none for edits with a known outcome"
_WORD = re.compile(r"\w+")


def measure(data: Path) -> list[Figure]:
    """How often anchors come back, are left to a person, and are put in a wrong place."""
    texts = articles(data)
    pool = [text[a:b] for text in texts for a, b in list(sentences(text))[:6]]
    counts = [Counter(script(texts, pool, SEED + number)) for number in range(SCRIPTS)]
    return [*_figures(counts), *_speed(data, texts)]


def articles(data: Path) -> list[str]:
    """Beginnings of news articles in English, and Russian and Kazakh sentences put together."""
    found = [text[:2_500] for text in _texts(data / "quotes" / "polnear_dev.jsonl")]
    for split in ("ru_pud_dev", "kk_ktb_dev"):
        blocks = _texts(data / "sentsplit" / f"{split}.jsonl")
        found += ["\n\n".join(blocks[at : at + 5]) for at in range(0, len(blocks) - 4, 5)]
    return found


def _texts(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def script(texts: Sequence[str], pool: Sequence[str], seed: int) -> Iterator[str]:
    """What became of the anchors of one text under one edit script, a word for each."""
    rng = random.Random(seed)  # noqa: S311  a repeatable draw, no secret
    old = rng.choice(texts)
    if rng.random() < 0.3:
        repeated = Edited(rng, old)
        for _ in range(rng.randint(1, 3)):
            repeated.copy_sentence()
        old = repeated.text
    edited = Edited(rng, old, pool)
    edited.edit(rng.choice(STEPS))
    made = align(old, edited.text)
    for start, end in anchors(rng, old):
        yield outcome(edited, (start, end), found_again(made, start, end))


def anchors(rng: random.Random, text: str) -> Iterator[tuple[int, int]]:
    """Sentences, two sentences in a row, words in a row, single words and numbers."""
    found = list(sentences(text))
    words = [match.span() for match in _WORD.finditer(text)]
    yield from rng.choices(found, k=3)
    for most in (9, 9, 0):
        at = rng.randrange(len(words))
        yield words[at][0], words[min(len(words) - 1, at + rng.randint(0, most))][1]
    numbers = [span for span in words if text[span[0]].isdigit()]
    if numbers:
        yield rng.choice(numbers)
    at = rng.randrange(len(found) - 1)
    yield found[at][0], found[at + 1][1]


def outcome(edited: Edited, anchor: tuple[int, int], found: Reanchored) -> str:
    """right, half (the place is right and too short or too long), orphaned, gone, or wrong.

    `gone`: an orphan of which less than half was left. `twin`: a wrong place with the very words.
    """
    truth = edited.truth(*anchor)
    left = len({edited.cells[at][1] for at in truth}) / (anchor[1] - anchor[0])
    if found.start is None or found.end is None:
        return "gone" if left < 0.5 else "orphaned"
    place = set(range(found.start, found.end))
    shared = len(place & set(truth))
    if shared >= 0.8 * min(len(place), len(truth)) and shared >= 0.6 * len(place | set(truth)):
        return "right"
    if shared:
        return "half"
    kind = "wrong" if found.is_changed else "twin"
    return f"{kind}, sure" if found.score >= HIGH else kind


def _figures(counts: Sequence[Counter[str]]) -> Iterator[Figure]:
    left = ("right", "half", "orphaned")
    wrong = ("wrong, sure", "twin, sure", "wrong", "twin")
    yield _rate(counts, "right place", ("right",), left, 0.95)
    yield _rate(counts, "right place, bounds off", ("half",), left, None)
    yield _rate(counts, "left to a person", ("orphaned",), left, None)
    every = (*left, *wrong, "gone")
    yield _rate(counts, f"wrong place, score ≥ {HIGH}", wrong[:2], every, 0.001)
    yield _rate(counts, "the same, other words there", wrong[:1], every, 0.0001)
    yield _rate(counts, "wrong place, any score", wrong, every, 0.003)


def _rate(
    counts: Sequence[Counter[str]],
    metric: str,
    of: Sequence[str],
    among: Sequence[str],
    goal: float | None,
) -> Figure:
    rows = [(sum(one[k] for k in of), sum(one[k] for k in among)) for one in counts]
    is_most = goal is not None and goal < 0.5
    return Figure(
        JOB, f"{SCRIPTS:,} edit scripts", metric, _share(rows), *bootstrap(rows, _share, 200),
        goal, PUBLISHED, is_most=is_most,
    )  # fmt: skip


def _share(rows: Sequence[tuple[int, int]]) -> float:
    return sum(part for part, _ in rows) / max(1, sum(whole for _, whole in rows))


def _speed(data: Path, texts: Sequence[str]) -> Iterator[Figure]:
    """Processor seconds for all sentences of an article of 60, and for 200 anchors in 2 MB."""
    small = "\n\n".join(texts)
    spans = list(sentences(small))[:60]
    yield _timed("60 sentences", small[: spans[-1][1]], spans, 1.0)
    large = "\n\n".join(_texts(data / "quotes" / "polnear_train.jsonl"))[:LARGE]
    every = list(sentences(large))
    yield _timed("2 MB, 200 anchors", large, every[:: len(every) // 200][:200], 8.0)


def _timed(split: str, text: str, spans: Sequence[tuple[int, int]], goal: float) -> Figure:
    rng = random.Random(SEED)  # noqa: S311  a repeatable draw, no secret
    changed = _changed(text, lambda: rng.random() < 0.02)
    begun = time.process_time()
    reanchor(text, changed, spans)
    taken = time.process_time() - begun
    return Figure(JOB, split, "seconds", taken, taken, taken, goal, is_most=True)


def _changed(text: str, is_hit: Callable[[], bool]) -> str:
    return " ".join(f"{word}s" if is_hit() else word for word in text.split(" "))
