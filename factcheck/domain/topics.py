"""Topics under which claims are filed (P11): what may be one, and how many a claim may have.

A topic says where a verdict is found and nothing about the claim: claim, rating, reasons and sources are what is
approved and what C8 protects.  So topics are no part of the content that approvals name, nor of a published version,
and filing a published claim under another topic is no correction: readers see it at once, the history says who did it.
"""

from collections.abc import Collection

from factcheck.domain.inputs import BadInput, clean_line
from factcheck.domain.limits import TOPIC_CHARS, TOPICS_OF_A_CLAIM
from factcheck.domain.slugs import FALLBACK, slug


class UnfitTopics(BadInput):
    """The topics chosen for a claim cannot stand; the sentence belongs beside their list."""


def cleaned(name: object) -> tuple[str, str]:
    """The name of a topic and the slug made of it.  Raises `BadInput`, also for a name without a word."""
    text = clean_line(name, label="The name", limit=TOPIC_CHARS)
    made = slug(text, TOPIC_CHARS)
    if made == FALLBACK and text.casefold() != FALLBACK:
        raise BadInput("The name of a topic needs a word that can stand in an address.")
    return text, made


def require_fitting(chosen: Collection[int], before: Collection[int]) -> None:
    """Raise `UnfitTopics` for too many topics, and for taking the last one away."""
    if len(set(chosen)) > TOPICS_OF_A_CLAIM:
        raise UnfitTopics(f"Choose at most {TOPICS_OF_A_CLAIM} topics.")
    if before and not chosen:
        raise UnfitTopics("A claim that has topics keeps at least one.")
