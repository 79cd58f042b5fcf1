"""How many independent origins a set of evidence has (M1, M3): sources that share an origin count once.

The article under check never counts as corroboration of itself.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.domain.addresses import same_address
from factcheck.domain.terms import SourceClass


class Source(Protocol):
    """What the count needs to know of one piece of evidence."""

    @property
    def number(self) -> int: ...
    @property
    def origin_group(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def source_class(self) -> str: ...


@dataclass(frozen=True)
class Independence:
    """The outcome: how many origins, whether one is primary, and which rows are the article itself."""

    origins: int
    has_primary: bool
    circular: tuple[int, ...]


def independence(
    sources: Iterable[Source], article_url: str, repeating: Collection[int] = ()
) -> Independence:
    """Count the origins of `sources`.

    Rows with the same origin group are one origin; a row without a group is one with others of its publisher,
    since two pages of one newsroom are no two witnesses.  Rows that are the article itself count for nothing: by their
    address, or because their kept copy repeats its text, which `repeating` names by number.
    """
    rows = list(sources)
    circular = tuple(
        r.number
        for r in rows
        if r.number in repeating or (article_url and r.url and same_address(r.url, article_url))
    )
    counted = [r for r in rows if r.number not in circular]
    return Independence(
        origins=len({origin_of(r) for r in counted}),
        has_primary=any(r.source_class == SourceClass.PRIMARY for r in counted),
        circular=circular,
    )


def origin_of(row: Source) -> tuple[str, str]:
    """What rows of one origin share."""
    for kind, text in (("group", row.origin_group), ("publisher", row.publisher)):
        if text.strip():
            return kind, " ".join(text.casefold().split())
    return "row", str(row.number)


def circular_told(numbers: Sequence[int]) -> str:
    """A sentence about the evidence that counts for nothing; '' where there is none."""
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"Evidence {numbers[0]} only repeats the article and counts for nothing."
    listed = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return f"Evidence {listed} only repeat the article and count for nothing."
