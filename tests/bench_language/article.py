"""An article as a checker opens it: sentences, suggestions, quotes and risk flags together, in time and in memory."""

import resource
import sys
import time
from pathlib import Path

from factcheck import spotting_models
from factcheck.domain.quotes.finding import find_quotes
from factcheck.domain.risks import risks
from factcheck.domain.sentences import numbered_sentences
from factcheck.domain.spotting.ranking import spot
from tests.bench_language.figures import Figure
from tests.bench_language.told_articles import FOLDER

JOB = "article"
SENTENCES = 60
TIMES = 15
_MEGABYTE = 1_048_576


def measure(data: Path) -> list[Figure]:
    """Seconds for sixty sentences of invented news, and the most memory this process has taken until then.

    `data` is not needed: the articles are the project's own.
    """
    del data
    model = spotting_models.read(Path(), spotting_models.BUILT_IN)
    text = _news(SENTENCES)
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        numbered_sentences(text)
        spot(text, model)
        find_quotes(text)
        risks(text)
        taken.append(time.process_time() - begun)
    taken.sort()
    middle, memory = taken[TIMES // 2], _most_memory()
    return [
        Figure(JOB, "60 sentences", "seconds", middle, taken[0], taken[-1], 0.3, "", is_most=True),
        Figure(JOB, "this process", "MB", memory, memory, memory, 300, "", is_most=True),
    ]


def _news(count: int) -> str:
    """The first so many sentences of the invented articles, one after the other."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt")))
    return text[: numbered_sentences(text)[count - 1].end]


def _most_memory() -> float:
    """Megabytes; Linux counts in kilobytes, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / _MEGABYTE if sys.platform == "darwin" else most / 1_024
