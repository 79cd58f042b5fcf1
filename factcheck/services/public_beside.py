"""What stands beside a published verdict and is no part of it: the topics of its claim, and verdicts that are similar.

Both may change while the verdict stays what was approved; neither is in its content, nor in any stored version of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.orm import aliased

from factcheck.domain.masking import ProtectedNames
from factcheck.domain.published import PublishedTopic
from factcheck.models import ClaimTopic, Publication, SimilarVerdict, Topic
from factcheck.services.public_sources import branch

TOPIC, SIMILAR = -7, -8  # mark these rows among those that make a verdict's page
_BETWEEN, _AFTER = "\t", "\n"  # a name is one line, a slug has no blank in it

# The topics of each publication of a list in one text, so that a list takes no statement more.
TOPICS: Any = (
    select(func.aggregate_strings(Topic.slug + _BETWEEN + Topic.name, _AFTER))
    .join(ClaimTopic, ClaimTopic.topic_id == Topic.id)
    .where(ClaimTopic.claim_id == Publication.claim_id)
    .correlate(Publication)
    .scalar_subquery()
    .label("topics")
)


def claims_in(slug: str) -> Select[int]:
    """The claims that are filed under the topic with this slug."""
    wanted = select(ClaimTopic.claim_id).join(Topic, Topic.id == ClaimTopic.topic_id)
    return wanted.where(Topic.slug == slug)


def read_topics(text: str | None) -> list[PublishedTopic]:
    """The topics in the text of a list, by name."""
    pairs = [one.split(_BETWEEN) for one in (text or "").split(_AFTER) if one]
    return in_order(PublishedTopic(slug=slug, name=name) for slug, name in pairs)


def in_order(topics: Any) -> list[PublishedTopic]:
    """By name, as readers look for one."""
    return sorted(topics, key=lambda one: (one.name.casefold(), one.slug))


@dataclass(frozen=True)
class Similar:
    """Another verdict as it stands under this one; `language` is that of its claim, `scale` what its rating is of.

    Rows of before do not name the scale.
    """

    id: int
    slug: str
    statement: str
    language: str
    rating: str
    hue: str
    scale: str = ""

    def to_json(self) -> str:
        return json.dumps(vars(self), ensure_ascii=False, sort_keys=True)


def of_publication(publication_id: Any, claim_id: Any) -> tuple[Select[Any], Select[Any]]:
    """The branches of the statement that makes a verdict's page; of a retracted one nothing is said."""
    other = aliased(Publication)
    topics = branch(literal(TOPIC), Topic.name, archive=Topic.slug)
    similar = branch(literal(SIMILAR), SimilarVerdict.shown_as, status=SimilarVerdict.likeness)
    return (
        topics.join(ClaimTopic, ClaimTopic.topic_id == Topic.id).where(
            ClaimTopic.claim_id == claim_id
        ),
        similar.join(other, other.id == SimilarVerdict.other_id).where(
            SimilarVerdict.publication_id == publication_id,
            SimilarVerdict.shown_as != "",
            other.retracted_at.is_(None),
            other.withheld_at.is_(None),
        ),
    )


def topics_of(rows: Sequence[Row[Any]]) -> list[PublishedTopic]:
    """The topics among the rows that make a page."""
    found = (row for row in rows if row.number == TOPIC)
    return in_order(PublishedTopic(slug=row.archive, name=row.words) for row in found)


def similar_of(rows: Sequence[Row[Any]], hidden: Sequence[tuple[str, str]]) -> list[Similar]:
    """The similar verdicts among them, the likest first; one whose address names somebody hidden here is left out."""
    found = [
        (row.status, Similar(**json.loads(row.words))) for row in rows if row.number == SIMILAR
    ]
    shown = [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].id))]
    if not hidden:
        return shown
    names = ProtectedNames(hidden)
    return [
        Similar(**{**vars(one), "statement": names.masked(one.statement)})
        for one in shown
        if not names.stands_in_address(one.slug)
    ]
