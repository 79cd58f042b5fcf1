"""How alike two claims are: counted likenesses of their words, weighed by a logistic regression.

The weights are handed in; `tests/bench_language/train_likeness.py` learns them, `likeness_weights.json` holds them.
Which claims are looked at at all is the business of the database's index, and the order it gives them plays no part
here, so that SQLite and PostgreSQL score alike.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.domain.likeness_words import Asked, Reading, read, stem

USUAL_CLAIMS = 10_000  # frequencies are counted as if this many claims were known
USUAL_WORDS = 17  # words of a claim and its title together, stop words out
OURS = Path(__file__).with_name("likeness_weights.json")
OURS_BY_MEANING = Path(__file__).with_name("likeness_weights_by_meaning.json")
SATURATION, BY_LENGTH = 1.2, 0.6  # k1 and b of BM25

# What is counted, in the order of the weights.
FEATURES = (
    "match", "claim_share", "rarest", "letters_of_title", "letters_alike", "pairs", "numbers_missing", "length",
)  # fmt: skip
# The same, and how near the vectors of both are, where a desk has them (`services.vectors`).
FEATURES_BY_MEANING = (*FEATURES, "meaning")


@dataclass(frozen=True, slots=True)
class Known:
    """A claim known already; `reference` names it to others: `claim:12`, or a review's identifier.

    `claim_id` or `review_id` is its number here; the other is 0.
    """

    reference: str
    text: str
    title: str = ""
    claim_id: int = 0
    review_id: int = 0

    @property
    def number(self) -> int:
        """Its number in the index by likeness: claims have even ones, reviews odd ones."""
        return 2 * self.claim_id or 2 * self.review_id + 1


@dataclass(frozen=True, slots=True)
class Alike:
    """A known claim and how likely it is the same one: 0 to 1."""

    known: Known
    score: float


@dataclass(frozen=True)
class Weights:
    """One factor for each of `FEATURES` (or `FEATURES_BY_MEANING`) and a constant."""

    factors: tuple[float, ...]
    constant: float


def read_weights(path: Path = OURS, names: Sequence[str] = FEATURES) -> Weights:
    """The weights that come with the program.  Raises `ValueError` when they are not of these features."""
    card = json.loads(path.read_text(encoding="utf-8"))
    if tuple(card["weights"]) != tuple(names):
        raise ValueError(f"{path.name} weighs other features: learn the weights again.")
    return Weights(tuple(card["weights"].values()), card["constant"])


def worth(count: int, claims: int) -> float:
    """How much a word tells that `count` of so many `claims` hold: the logarithm of its rarity, 9.9 at most."""
    held = min(count * USUAL_CLAIMS / max(claims, USUAL_CLAIMS), USUAL_CLAIMS)
    return math.log(1 + (USUAL_CLAIMS - held + 0.5) / (held + 0.5))


def rarity(frequencies: Mapping[Asked, int], claims: int) -> dict[str, float]:
    """What each stem is worth, by the more frequent of its words."""
    found: dict[str, float] = {}
    for asked, count in frequencies.items():
        key = asked.word if asked.is_beginning else stem(asked.word)
        value = worth(count, claims)
        found[key] = min(found.get(key, value), value)
    return found


def features(
    query: Reading, claim: Reading, title: Reading, rare: Mapping[str, float]
) -> tuple[float, ...]:
    """The likenesses of `FEATURES` between a query and a known claim with its title."""
    shared = query.known & (claim.known | title.known)
    numbers = claim.numbers | title.numbers
    letters = len(claim.letters) * len(query.letters)
    return (
        math.log1p(_match(shared, claim, title, rare)),
        _held(claim.known, query.known),
        max((rare.get(word, 0.0) for word in shared), default=0.0),
        _held(title.letters, query.letters),
        len(claim.letters & query.letters) / math.sqrt(letters or 1),
        math.log1p(len(query.pairs & (claim.pairs | title.pairs))),
        1 - _held(numbers, query.numbers) if numbers else 0.0,
        math.log1p(len(claim.known)),
    )


def _match(
    shared: Iterable[str], claim: Reading, title: Reading, rare: Mapping[str, float]
) -> float:
    """BM25 of the shared words over claim and title."""
    words = claim.stems + title.stems
    norm = SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(words) / USUAL_WORDS)
    counts = ((rare.get(word, 0.0), words.count(word)) for word in shared)
    return sum(value * times * (SATURATION + 1) / (times + norm) for value, times in counts)


def _held(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of `part` that `whole` holds; 0 where there is no part."""
    return len(part & whole) / len(part) if part else 0.0


def score(values: Sequence[float], weights: Weights) -> float:
    """The probability that logistic regression gives."""
    sum_ = weights.constant + math.fsum(a * b for a, b in zip(values, weights.factors, strict=True))
    return 1 / (1 + math.exp(-max(min(sum_, 700.0), -700.0)))


@dataclass(frozen=True)
class Nearness:
    """How near the meaning of candidates is to the query: the cosine by their numbers, and the weights it asks for."""

    cosines: Mapping[int, float]
    weights: Weights


def ranked(
    text: str,
    candidates: Iterable[Known],
    rare: Mapping[str, float],
    weights: Weights,
    near: Nearness | None = None,
) -> list[Alike]:
    """The candidates, the likest first; equals stay in the order they came in.

    Those that `near` knows nothing of are weighed by their words alone.
    """
    query = read(text)
    found = []
    for known in candidates:
        values = features(query, read(known.text), read(known.title), rare)
        if near and known.number in near.cosines:
            one = score((*values, near.cosines[known.number]), near.weights)
        else:
            one = score(values, weights)
        found.append(Alike(known, one))
    return sorted(found, key=lambda alike: -alike.score)
