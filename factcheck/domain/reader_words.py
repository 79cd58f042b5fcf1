"""The words in which readers are told what stands in a published verdict, once for pages, texts, cards and feeds."""

from collections.abc import Mapping
from types import MappingProxyType

from factcheck.domain.published import PublishedVerdict

RETRACTED = "Retracted"

CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "first": "First published",
        "correction": "Correction",
        "clarification": "Clarification",
        "update": "Update",
        "retraction": "Retraction",
    }
)
SOURCE_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "primary": "Primary source",
        "secondary": "Secondary source",
        "expert": "Expert",
        "claimant": "From the claimant",
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "link": "Web page",
        "document": "Document",
        "dataset": "Data",
        "interview": "Interview",
        "observation": "Our own observation",
    }
)
CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "in_person": "Interview in person",
        "telephone": "Telephone call",
        "video": "Video call",
        "mail": "E-mail",
        "message": "Message",
        "post": "Letter",
    }
)
STANCES: Mapping[str, str] = MappingProxyType(
    {
        "supports": "Supports the claim",
        "refutes": "Refutes the claim",
        "context": "Gives context",
    }
)


def finding(v: PublishedVerdict) -> str:
    """The finding in words: the rating's label, or that it was retracted (C6)."""
    return RETRACTED if v.is_retracted else v.rating.label
