"""How good an order or a yes and no is: average precision, F1 of the yes, and the border that is best."""

from collections.abc import Sequence

# One standard error of F1 on some 4,500 sentences.
_CHANCE = 0.008


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float:
    """The mean of the precision at each sentence worth checking, 0 to 1; sentences with one score share a place."""
    pairs = sorted(zip(scores, labels, strict=True), reverse=True)
    wanted, total, right, seen = sum(labels), 0.0, 0, 0
    while seen < len(pairs):
        level, before = pairs[seen][0], right
        while seen < len(pairs) and pairs[seen][0] == level:
            right += pairs[seen][1]
            seen += 1
        total += (right - before) * right / seen
    return total / wanted if wanted else 0.0


def f1_of(labels: Sequence[int], scores: Sequence[float], border: float = 0.5) -> float:
    """F1 of the sentences with a score above the border; 1.0 where nothing was said or wanted."""
    said = sum(score > border for score in scores)
    right = sum(label for label, score in zip(labels, scores, strict=True) if score > border)
    return 2 * right / (said + sum(labels)) if said + sum(labels) else 1.0


def best_border(labels: Sequence[int], scores: Sequence[float]) -> float:
    """The middle of the borders, in hundredths, whose F1 is as good as the best but for chance."""
    tried = [(place / 100, f1_of(labels, scores, place / 100)) for place in range(5, 95)]
    top = max(f1 for _, f1 in tried)
    flat = [border for border, f1 in tried if f1 >= top - _CHANCE]
    return flat[len(flat) // 2]
