"""The judge of a ClaimReview: of a value, of a JSON-LD text, of a page (V1).

One judge for all three doors: the gate before publication, the pages in the suite, and `factcheck claimreview check`.
Whatever it is given, it answers with findings and raises nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from factcheck.domain.claimreview_asked import Asked, Node, kinds
from factcheck.domain.claimreview_reading import Unreadable, read_json, shown, step
from factcheck.domain.claimreview_rows import Level
from factcheck.domain.claimreview_rules_page import OnPage, Page
from factcheck.domain.claimreview_schema import SCHEMA
from factcheck.domain.claimreview_table import TABLE
from factcheck.domain.json_schema import faults
from factcheck.domain.limits import MARKUP_FINDINGS

WALKED = 200_000  # values of one document among which ClaimReviews are looked for
DEEP = 6  # levels of a review in which references are followed
FOLLOWED = 5_000  # values of one review that are looked at for references


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or weak at `path` of a document, by the `rule` of requirements 1.1 it comes from."""

    level: Level
    path: str
    sentence: str
    rule: str
    code: str = ""


@dataclass(frozen=True)
class Judged:
    """What is said of a document or page: how many ClaimReviews it has, and what was found, errors first."""

    reviews: int
    found: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.found if one.level == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [one for one in self.found if one.level == "warning"]


def finding(code: str, path: str, detail: str = "") -> Finding:
    row = TABLE[code]
    return Finding(row.level, path, row.sentence.replace("{}", detail), row.source, code)


# ── One review ───────────────────────────────────────────────────────────────────────────────────


def findings(
    data: object,
    *,
    labels: Sequence[str] = (),
    page: str = "",
    numbers: Mapping[str, int | None] | None = None,
) -> list[Finding]:
    """Everything the schema and the rules have to say about one ClaimReview, errors first.

    `labels` are the words of the scale in use (D2) and `numbers` what they stand for (D7, D8); `page` is the address
    the document was found on (D4).  Any JSON value is taken: what is no ClaimReview is one error.
    """
    if not _is_review(data) or not isinstance(data, dict):
        return [finding("review-form", "$")]
    asked = Asked(
        review=data,
        labels=tuple(labels),
        numbers=numbers or {},
        page=page,
        context=data.get("@context"),
    )
    return _limited(_of_review(asked))


def _of_review(asked: Asked) -> Iterator[Finding]:
    told = set()
    for fault in faults(SCHEMA, asked.review, SCHEMA):
        if (fault.code, fault.path) not in told:
            told.add((fault.code, fault.path))
            yield finding(fault.code, fault.path)
    for row in TABLE.values():
        if row.of_review is not None:
            yield from (finding(row.code, *one) for one in row.of_review(asked))


def _is_review(value: object) -> bool:
    return isinstance(value, dict) and "ClaimReview" in kinds(value)


def _limited(found: Iterable[Finding]) -> list[Finding]:
    """The errors, then the warnings, each in the order of the table; no more than anybody reads."""
    some = list(islice(found, MARKUP_FINDINGS + 1))
    is_more = len(some) > MARKUP_FINDINGS
    kept = sorted(some[:MARKUP_FINDINGS], key=lambda one: one.level != "error")
    return [*kept, finding("findings-many", "$", f"{MARKUP_FINDINGS:,}")] if is_more else kept


# ── A document: an object, a list, a graph, a feed ───────────────────────────────────────────────


def judge_text(text: str, *, page: str = "", labels: Sequence[str] = ()) -> Judged:
    """What is said of a JSON-LD text."""
    reviews, found = _in_text(text, page, labels)
    if not reviews and not found:
        found = [finding("document-none", "$")]
    judged = (_at(path, one) for path, asked in reviews for one in _of_review(asked))
    return Judged(len(reviews), tuple(_limited([*found, *islice(judged, MARKUP_FINDINGS + 1)])))


def judge(value: object, *, page: str = "", labels: Sequence[str] = ()) -> Judged:
    """The same of a value that was read already."""
    reviews = reviews_in(value, page=page, labels=labels)
    judged = (_at(path, one) for path, asked in reviews for one in _of_review(asked))
    found = judged if reviews else iter([finding("document-none", "$")])
    return Judged(len(reviews), tuple(_limited(found)))


def _in_text(
    text: str, page: str, labels: Sequence[str], root: str = "$"
) -> tuple[list[tuple[str, Asked]], list[Finding]]:
    try:
        read = read_json(text)
    except Unreadable as bad:
        return [], [finding(bad.code, root, bad.detail)]
    doubled = [finding("json-doubled", root, name) for name in read.doubled]
    return reviews_in(read.value, page=page, labels=labels, root=root), doubled


def reviews_in(
    value: object, *, page: str = "", labels: Sequence[str] = (), root: str = "$"
) -> list[tuple[str, Asked]]:
    """Each ClaimReview of a document with its path; what another one refers to inside it is not counted again."""
    things = _named(value)
    found = []
    waiting: list[tuple[str, object, object]] = [(root, value, None)]
    for _ in range(WALKED):
        if not waiting:
            break
        path, one, context = waiting.pop()
        if isinstance(one, list):
            inner = [(step(path, index), each, context) for index, each in enumerate(one)]
            waiting += reversed(inner)
        elif isinstance(one, dict):
            context = one.get("@context", context)
            if _is_review(one):
                found.append((path, _asked(one, things, context, page, labels)))
            else:
                waiting += reversed([(step(path, key), each, context) for key, each in one.items()])
    return found


def _named(value: object) -> dict[str, Node]:
    """The things of a document that others may refer to by their @id."""
    found: dict[str, Node] = {}
    waiting = [value]
    for _ in range(WALKED):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            name = one.get("@id")
            if isinstance(name, str) and len(one) > 1:
                found.setdefault(name, one)
            waiting += one.values()
    return found


def _asked(
    node: Node, things: Mapping[str, Node], context: object, page: str, labels: Sequence[str]
) -> Asked:
    following = _Following(things)
    review = following.follow(node, "$", DEEP)
    return Asked(
        review=review if isinstance(review, dict) else node,
        labels=tuple(labels),
        page=page,
        context=context,
        loose=tuple(following.loose),
    )


class _Following:
    """Puts the things that bare references name in their place, as deep as a review is read.

    It looks at so many values and no more: references to things full of references grow without end.
    """

    def __init__(self, things: Mapping[str, Node]):
        self.things, self.left = things, FOLLOWED
        self.loose: list[tuple[str, str]] = []

    def follow(self, value: object, path: str, deep: int) -> object:
        self.left -= 1
        if deep == 0 or self.left < 0:
            return value
        if isinstance(value, list):
            return [
                self.follow(one, step(path, index), deep - 1) for index, one in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        name = value.get("@id")
        if len(value) == 1 and isinstance(name, str):
            if name not in self.things:
                self.loose.append((path, shown(name)))
                return value
            value = self.things[name]
        return {
            key: one if key == "@context" else self.follow(one, step(path, key), deep - 1)
            for key, one in value.items()
        }


def _at(root: str, one: Finding) -> Finding:
    """A finding told from the root of the whole document."""
    return replace(one, path=root + one.path.removeprefix("$"))


# ── A page ───────────────────────────────────────────────────────────────────────────────────────


def judge_page(page: Page, *, labels: Sequence[str] = ()) -> Judged:
    """What is said of a page: of each block of JSON-LD, of how many there are, of what people see beside it."""
    reviews: list[tuple[str, Asked]] = []
    found: list[Finding] = []
    for index, block in enumerate(page.blocks):
        some, faulty = _in_text(block, page.address, labels, root=f"script[{index}]")
        reviews += some
        found += faulty
    found += islice(_of_page(page, reviews), MARKUP_FINDINGS + 1)
    return Judged(len(reviews), tuple(_limited(found)))


def _of_page(page: Page, reviews: Sequence[tuple[str, Asked]]) -> Iterator[Finding]:
    asked = [one for _, one in reviews]
    for row in TABLE.values():
        if row.of_page is not None:
            yield from (finding(row.code, *one) for one in row.of_page(page, asked))
    for path, one in reviews:
        yield from (_at(path, each) for each in _of_review(one))
        on = OnPage(one, page, len(reviews))
        for row in TABLE.values():
            if row.on_page is not None:
                yield from (_at(path, finding(row.code, *each)) for each in row.on_page(on))
