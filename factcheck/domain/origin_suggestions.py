"""What is suggested of the evidence of one claim: which sources are probably no two witnesses, and why (M3).

Only a person makes them one origin, or says that they are independent all the same; what she said of a pair is not
asked again for the same reason or a weaker one.  The texts themselves are compared in `origins`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from factcheck.domain.independence import Source, origin_of
from factcheck.domain.origins import Shares, agency_of
from factcheck.domain.publishers import name_key, site_of
from factcheck.domain.terms import Term


class OriginKind(Term):
    """Why something is said of origins; the strongest reason first."""

    TEXT = "text", "Nearly the same text.", "the same text"
    AGENCY = "agency", "Credited to the same agency.", "the same agency"
    PUBLISHER = "publisher", "Published by the same house.", "the same publisher"
    ARTICLE = "article", "Nearly the text of the article under check.", "the article’s own text"


_STRENGTH = (OriginKind.TEXT, OriginKind.AGENCY, OriginKind.PUBLISHER)


class Apart(NamedTuple):
    """What somebody said: that two pieces of evidence are independent, or that one (`second` 0) is no copy of the
    article."""

    kind: OriginKind
    first: int
    second: int


class Suggestion(NamedTuple):
    """Two pieces of evidence, or one (`second` 0) with the agency it comes from; `group` is what they would share."""

    kind: OriginKind
    first: int
    second: int
    group: str
    reason: str

    @property
    def numbers(self) -> tuple[int, ...]:
        return (self.first, self.second) if self.second else (self.first,)

    @property
    def key(self) -> Apart:
        return Apart(self.kind, self.first, self.second)


def suggestions(
    rows: Sequence[Source],
    likeness: Mapping[tuple[int, int], Shares],
    credits_: Mapping[int, str],
    apart: Collection[Apart],
) -> list[Suggestion]:
    """All that is suggested of `rows`, each pair once, by the strongest reason there is for it.

    `likeness` is by the numbers of two rows, the smaller first; `credits_` are the agencies the texts are credited to.
    """
    by_number = {row.number: row for row in rows}
    found: dict[tuple[int, int], Suggestion] = {}
    for one in (
        *_same_texts(by_number, likeness),
        *_agencies(rows, credits_),
        *_publishers(rows),
    ):
        if not _is_said(one, apart):
            found.setdefault((one.first, one.second), one)
    return sorted(found.values(), key=lambda one: (_STRENGTH.index(one.kind), one.numbers))


def _is_said(one: Suggestion, apart: Collection[Apart]) -> bool:
    """Whether somebody told these apart already, for this reason or a stronger one."""
    stronger = _STRENGTH[: _STRENGTH.index(one.kind) + 1]
    return any(Apart(kind, one.first, one.second) in apart for kind in stronger)


def _same_texts(
    rows: Mapping[int, Source], likeness: Mapping[tuple[int, int], Shares]
) -> Iterator[Suggestion]:
    for (first, second), share in sorted(likeness.items()):
        if first in rows and second in rows and _are_two(rows[first], rows[second]):
            whose, other, most = first, second, share.of_first
            if share.of_second > share.of_first:
                whose, other, most = second, first, share.of_second
            back = min(share)
            reason = f"{most} % of the text of evidence {whose} stands in evidence {other}"
            reason += f", and {back} % the other way round." if back else "."
            group = _group(rows[first], rows[second], f"as evidence {first}")
            yield Suggestion(OriginKind.TEXT, first, second, group, reason)


def _agencies(rows: Sequence[Source], credits_: Mapping[int, str]) -> Iterator[Suggestion]:
    """Stories of one agency are one origin; a single one is suggested to go by its agency, not by who printed it."""
    by_agency: dict[str, list[Source]] = {}
    for row in rows:
        agency = credits_.get(row.number) or agency_of(row.publisher)
        if agency:
            by_agency.setdefault(agency, []).append(row)
    for agency, stories in by_agency.items():
        first = stories[0]
        if len(stories) == 1 and not first.origin_group and not agency_of(first.publisher):
            reason = f"The text of evidence {first.number} is credited to {agency}."
            yield Suggestion(OriginKind.AGENCY, first.number, 0, agency, reason)
        for other in _others(stories):
            reason = f"Evidence {first.number} and {other.number} both come from {agency}."
            group = _group(first, other, agency)
            yield Suggestion(OriginKind.AGENCY, first.number, other.number, group, reason)


def _publishers(rows: Sequence[Source]) -> Iterator[Suggestion]:
    """Rows that somebody gave an origin are left as they are: who published them was known."""
    by_key: dict[tuple[str, str], list[Source]] = {}
    for row in (row for row in rows if not row.origin_group.strip()):
        for what, key in (("site", site_of(row.url)), ("name", name_key(row.publisher))):
            if key:
                by_key.setdefault((what, key), []).append(row)
    for (what, key), ours in by_key.items():
        first = ours[0]
        for other in _others(ours):
            reason = (
                f"The addresses of evidence {first.number} and {other.number} are both of {key}."
                if what == "site"
                else f"Evidence {first.number} and {other.number} name one publisher: "
                f"“{first.publisher}” and “{other.publisher}”."
            )
            group = first.publisher or other.publisher or key
            yield Suggestion(OriginKind.PUBLISHER, first.number, other.number, group, reason)


def _others(rows: Sequence[Source]) -> Iterable[Source]:
    """Those that are not yet one origin with the first."""
    return (row for row in rows[1:] if _are_two(rows[0], row))


def _are_two(one: Source, other: Source) -> bool:
    return origin_of(one) != origin_of(other)


def _group(one: Source, other: Source, proposed: str) -> str:
    """The group somebody gave one of them already, else the one that is proposed."""
    return one.origin_group.strip() or other.origin_group.strip() or proposed
