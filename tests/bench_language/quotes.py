"""Quotes and their speakers: marked quotes of real news, and invented articles that drop the marks.

A gold quote is a stretch in double quotation marks, at least four words long, that the annotators gave to a source.
An attribution is right when its words for the speaker overlap that source and share a word with it; every quote of
four words or more that is given a speaker counts as found, gold or not.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from factcheck.domain.quotes import Quote, find_quotes
from tests.bench_language.figures import Figure, bootstrap, f1
from tests.bench_language.told_articles import SAID, SAID_UNSEEN, Told, text_of

JOB = "quotes"
LEAST_WORDS = 4
MARKED = re.compile(r"(?:''|[“\"„«])[^“”\"„«»\n]*?(?:''|[”\"“»]|(?=\n)|$)")
WORD = re.compile(r"\w+")
Span = tuple[int, int]
Counts = tuple[int, int, int]


def measure(data: Path) -> list[Figure]:
    """The figures of the marked quotes, and of the articles without marks."""
    folder = data / "quotes"
    rows = [
        json.loads(line)
        for line in (folder / "polnear_dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    compared = [marked_counts(row["text"], row["attributions"]) for row in rows]
    shown = "textacy .542, GenderGapTracker .587, regular expressions .820, spaCy small .867"
    return [
        _figure("polnear_dev", "attribution F1", compared, f1, 0.85, shown),
        _figure(
            "polnear_dev", "attribution P", compared, precision, 0.9, "same: .834 .632 .896 .927"
        ),
        _figure(
            "polnear_dev", "attribution R", compared, recall, None, "same: .402 .547 .757 .814"
        ),
        *_told("told", SAID),
        *_told("told, unseen", SAID_UNSEEN),
    ]


def _figure(
    split: str,
    metric: str,
    counts: Sequence[Counts],
    statistic: object,
    goal: float | None,
    published: str = "",
) -> Figure:
    assert callable(statistic)
    return Figure(
        JOB, split, metric, statistic(counts), *bootstrap(counts, statistic), goal, published
    )


def _told(split: str, articles: Mapping[str, Told]) -> list[Figure]:
    counts = [told_counts(text_of(name), said) for name, said in articles.items()]
    speakers = [(right, found, wanted) for _, right, found, wanted in counts]
    blocks = [(hit, found, wanted) for hit, _, found, wanted in counts]
    return [
        _figure(split, "unmarked speech F1", blocks, f1, None),
        _figure(split, "and its speaker F1", speakers, f1, None),
    ]


def precision(counts: Sequence[Counts]) -> float:
    right, found, _ = (sum(column) for column in zip(*counts, strict=True))
    return right / found if found else 1.0


def recall(counts: Sequence[Counts]) -> float:
    right, _, wanted = (sum(column) for column in zip(*counts, strict=True))
    return right / wanted if wanted else 1.0


def gold_quotes(
    text: str, attributions: Sequence[Mapping[str, list[Span]]]
) -> Iterator[tuple[Span, list[Span]]]:
    """Each gold quote with the spans of its source."""
    for one in attributions:
        for start, end in one["content"] if one["source"] else ():
            for hit in MARKED.finditer(text, max(0, start - 1), min(len(text), end + 1)):
                if len(hit.group().split()) >= LEAST_WORDS:
                    yield hit.span(), one["source"]


def marked_counts(text: str, attributions: Sequence[Mapping[str, list[Span]]]) -> Counts:
    """Right, given a speaker, to be found: the gold quotes of one article."""
    gold = list(gold_quotes(text, attributions))
    found = [
        quote
        for quote in find_quotes(text)
        if quote.kind == "direct"
        and quote.mention
        and len(text[quote.start : quote.end].split()) >= LEAST_WORDS
    ]
    right = sum(any(_is_right(text, quote, *one) for one in gold) for quote in found)
    return right, len(found), len({span for span, _ in gold})


def _is_right(text: str, quote: Quote, span: Span, source: Sequence[Span]) -> bool:
    start, end = quote.speaker_start, quote.speaker_end
    if start is None or end is None or quote.start >= span[1] or quote.end <= span[0]:
        return False
    return any(
        start < behind and end > first and _words(text[start:end]) & _words(text[first:behind])
        for first, behind in source
    )


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def told_counts(text: str, said: Told) -> tuple[int, int, int, int]:
    """Stretches found, those with the right speaker, all that were proposed, all to be found."""
    proposed = [quote for quote in find_quotes(text) if quote.kind in {"block", "indirect"}]
    hits = right = 0
    for first, last, speaker in said:
        start = text.index(first)
        span = (start, text.index(last, start) + len(last))
        best = max(proposed, key=lambda quote: _likeness(quote, span), default=None)
        if best and _likeness(best, span) >= 0.5:
            hits += 1
            right += speaker.lower() in (best.speaker or "").lower()
    return hits, right, len(proposed), len(said)


def _likeness(quote: Quote, span: Span) -> float:
    """How much of both together they share, 0 to 1."""
    shared = min(quote.end, span[1]) - max(quote.start, span[0])
    return max(0.0, shared / (max(quote.end, span[1]) - min(quote.start, span[0])))
