"""Sentences: golden cases that come out exactly, and boundaries inside real paragraphs."""

import json
from collections.abc import Sequence
from pathlib import Path

from factcheck.domain.sentences import sentences
from tests.bench_language.figures import Figure, bootstrap, f1

JOB = "sentences"
GOLDEN = {
    "golden_en": (42, "pysbd 47, sentencex 43, nupunkt 35"),
    "golden_ru": (3, "pysbd 3, sentencex 3, nupunkt 2"),
    "golden_kk": (11, "pysbd 13, sentencex 12, nupunkt 6"),
}
BOUNDARIES = {
    "gum_news_dev": (0.963, "nupunkt .967, sentencex .949, pysbd .941"),
    "ru_pud_dev": (0.993, "razdel .998, nupunkt .990, pysbd .988"),
    "kk_ktb_dev": (0.985, "razdel .971, nupunkt .968, pysbd .954"),
}


def measure(data: Path) -> list[Figure]:
    """The figures of every split."""
    folder = data / "sentsplit"
    golden = [_golden(folder, name, *about) for name, about in GOLDEN.items()]
    return golden + [_boundaries(folder, name, *about) for name, about in BOUNDARIES.items()]


def _golden(folder: Path, split: str, goal: int, published: str) -> Figure:
    exact = [pieces_of(text) == wanted for text, wanted in rows(folder, split)]
    return Figure(
        JOB, split, f"exact of {len(exact)}", sum(exact), *bootstrap(exact, sum), goal, published
    )


def _boundaries(folder: Path, split: str, goal: float, published: str) -> Figure:
    counts = [compared(pieces_of(text), wanted) for text, wanted in rows(folder, split)]
    return Figure(JOB, split, "boundary F1", f1(counts), *bootstrap(counts, f1), goal, published)


def rows(folder: Path, split: str) -> list[tuple[str, list[str]]]:
    """(text, its sentences as marked by hand) of every row."""
    lines = (folder / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    found = map(json.loads, lines)
    return [(row["text"], [piece.strip() for piece in row["sentences"]]) for row in found]


def pieces_of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def compared(found: Sequence[str], wanted: Sequence[str]) -> tuple[int, int, int]:
    """Boundaries found and right, found, and to be found inside one paragraph."""
    ours, theirs = inner_ends(found), inner_ends(wanted)
    return len(ours & theirs), len(ours), len(theirs)


def inner_ends(pieces: Sequence[str]) -> set[int]:
    """Where pieces end, the last one left out, in characters that are not blank."""
    ends, place = set(), 0
    for piece in pieces:
        place += len("".join(piece.split()))
        ends.add(place)
    return ends - {place}
