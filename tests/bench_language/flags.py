"""Risk flags: how many of the invented, marked sentences get the flags they must have, and how many others get one."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from factcheck.domain.policy import RiskFlags
from factcheck.domain.risks import flags_of
from tests.bench_language.figures import Figure, bootstrap
from tests.bench_language.flagged_examples import EXAMPLES

JOB = "flags"
SPLIT = "invented sentences"
LETTERS = {"p": "names_private_person", "c": "alleges_crime", "m": "involves_minor"}
RECALL = 0.95


class Example(NamedTuple):
    """One marked sentence: the letters it must have, and the flags it got standing alone."""

    sentence: str
    wanted: str
    found: RiskFlags

    def has(self, letter: str) -> bool:
        return bool(getattr(self.found, LETTERS[letter]))


def examples() -> list[Example]:
    lines = (line.split(" ", 1) for line in EXAMPLES.strip().splitlines())
    return [Example(sentence, wanted, flags_of([sentence])[0]) for wanted, sentence in lines]


def measure(_data: Path) -> list[Figure]:
    """Recall of each flag over the sentences that must have it, precision over those that got it."""
    every = examples()
    found = []
    for letter, name in LETTERS.items():
        wanted = [one.has(letter) for one in every if letter in one.wanted]
        given = [letter in one.wanted for one in every if one.has(letter)]
        found += [
            _figure(f"recall {name}", wanted, RECALL),
            _figure(f"precision {name}", given, None),
        ]
    return found


def _figure(metric: str, hits: Sequence[bool], goal: float | None) -> Figure:
    return Figure(JOB, SPLIT, metric, _share(hits), *bootstrap(hits, _share), goal, "none known")


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)
