"""The words in which readers are told what stands in a published verdict, once for pages, texts, cards and feeds.

The tables hold the English; who shows a word says it in the language at hand (`wording.say`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from factcheck.domain.published import PublishedVerdict
from factcheck.domain.wording import mark, say

RETRACTED = mark("Retracted")

CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "first": mark("First published"),
        "correction": mark("Correction"),
        "clarification": mark("Clarification"),
        "update": mark("Update"),
        "retraction": mark("Retraction"),
    }
)
SOURCE_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "primary": mark("Primary source"),
        "secondary": mark("Secondary source"),
        "expert": mark("Expert"),
        "claimant": mark("From the claimant"),
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "link": mark("Web page"),
        "document": mark("Document"),
        "dataset": mark("Data"),
        "interview": mark("Interview"),
        "observation": mark("Our own observation"),
    }
)
CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "in_person": mark("Interview in person"),
        "telephone": mark("Telephone call"),
        "video": mark("Video call"),
        "mail": mark("E-mail"),
        "message": mark("Message"),
        "post": mark("Letter"),
    }
)
STANCES: Mapping[str, str] = MappingProxyType(
    {
        "supports": mark("Supports the claim"),
        "refutes": mark("Refutes the claim"),
        "context": mark("Gives context"),
    }
)


def finding(v: PublishedVerdict) -> str:
    """The finding in words: the rating's label, or that it was retracted (C6)."""
    return say(RETRACTED) if v.is_retracted else v.rating.label
