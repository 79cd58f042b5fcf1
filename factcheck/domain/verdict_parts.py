"""Three further parts that a verdict may have, each Markdown and each left out where nothing is written (P7)."""

from collections.abc import Mapping
from types import MappingProxyType

from factcheck.domain.wording import mark, say

# The name of each in the code, and the heading readers get above it.
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "what_is_right": mark("What is right in it"),
        "not_known": mark("What is not known"),
        "why_it_matters": mark("Why it matters"),
    }
)


def parts_of(verdict: object) -> dict[str, str]:
    """The parts of a verdict, a content or a form's input by name; empty texts for those that are not there."""
    return {name: getattr(verdict, name, "") if verdict is not None else "" for name in PARTS}


def written(verdict: object) -> list[tuple[str, str]]:
    """Heading and text of those that say anything, in the order of the page."""
    return [(heading, text) for _, heading, text in named(verdict)]


def named(verdict: object) -> list[tuple[str, str, str]]:
    """The same, each with its name in the code first."""
    return [
        (name, say(PARTS[name]), text) for name, text in parts_of(verdict).items() if text.strip()
    ]
