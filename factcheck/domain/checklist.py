"""What stands between a claim and publication, line by line, for everybody to see.

The lines are the rulebook's own guards, so that the list can never promise what the button then refuses.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factcheck.domain.guards import GUARDS
from factcheck.domain.independence import circular_told
from factcheck.domain.standing import Standing
from factcheck.domain.terms import Actor, ArticleKind, State

NOBODY = Actor(id=-1, name="")  # a fresh pair of eyes: only what is missing counts, not who looks


@dataclass(frozen=True)
class Line:
    """One line: which guard, whether it is met, what is there or missing, where it is mended."""

    name: str
    is_met: bool
    sentence: str
    where: str


# guard, the words when it is met, the part of the claim page where it is mended
LINES = (
    ("verdict_written", "The verdict is written", "verdict"),
    ("author_without_conflict", "Its author has no conflict of interest", "verdict"),
    ("words_settled", "The words in the article are settled", "words"),
    ("evidence_logged", "Evidence is logged", "evidence"),
    ("enough_origins", "Enough independent origins", "evidence"),
    ("primary_source", "Primary source", "evidence"),
    ("change_noted", "The note to readers is written", "verdict"),
    ("origin_traced", "Where it was said can be traced", "claim"),
    ("names_hidden", "Private names are shown as roles", "claim"),
    ("reply_settled", "A reply was given, asked for or waived", "replies"),
    ("approvals_stand", "Approved for exactly this content", "review"),
    ("legally_cleared", "Cleared by a legal reviewer", "review"),
    ("not_held", "No legal hold is on", "hold"),
)
# Lines that stand there only where they say something.
_ONLY_WHERE: Mapping[str, Callable[[Standing], bool]] = MappingProxyType(
    {
        "author_without_conflict": lambda s: s.verdict.author_id in s.conflicts,
        "words_settled": lambda s: s.unsettled_words > 0,
        "primary_source": lambda s: s.policy.is_primary_needed,
        "change_noted": lambda s: s.publication.number > 0 and s.state is not State.PUBLISHED,
        "names_hidden": lambda s: s.flags.hides_names,
        "reply_settled": lambda s: s.policy.is_reply_needed or s.flags.alleges_crime,
        "legally_cleared": lambda s: s.needs_legal_review,
    }
)
PUBLIC_ONLY = {"origin_traced", "names_hidden", "reply_settled", "legally_cleared", "not_held"}


def checklist(standing: Standing) -> Iterator[Line]:
    """The lines that apply to this claim: own drafts have none about readers, quiet claims none about risk."""
    for name, met, where in LINES:
        if _applies(name, standing):
            found = GUARDS[name].try_(standing, NOBODY)
            yield Line(
                name, found is None, found.sentence if found else _met(name, met, standing), where
            )


def _applies(name: str, standing: Standing) -> bool:
    if standing.article_kind is ArticleKind.OWN_DRAFT and name in PUBLIC_ONLY - {"not_held"}:
        return False
    asked = _ONLY_WHERE.get(name)
    return asked is None or asked(standing)


def _met(name: str, met: str, standing: Standing) -> str:
    if name == "enough_origins":
        need = standing.policy.minimum_origins
        waived = " (waived)" if standing.origins < need else ""
        told = circular_told(standing.circular)
        count = f"{met}: {standing.origins}, needed {need}{waived}"
        return f"{count}. {told}" if told else count
    if name == "approvals_stand":
        return f"{met}: {standing.approvals} of {standing.policy.approvals_needed}"
    return met
