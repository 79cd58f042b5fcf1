"""What is the same in the full-text search of both databases."""

CHINESE_SIGNS = "\u2e80"  # the first of the scripts whose single signs are words or parts of words


def is_beginning(word: str) -> bool:
    """Whether words that go on after `word` are meant as well.

    A single letter of an alphabet stands for itself: as a beginning it would stand for a good part of the index, and
    a dozen of them kept the database busy for seconds.  A single Chinese sign may be the beginning of a longer run.
    """
    return len(word) > 1 or word >= CHINESE_SIGNS
