"""What stands between a claim and publication, line by line, for everybody to see.

The lines are the rulebook's own guards, so that the list can never promise what the button then refuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
    if (
        name in PUBLIC_ONLY
        and standing.article_kind is ArticleKind.OWN_DRAFT
        and name != "not_held"
    ):
        return False
    return {
        "author_without_conflict": standing.verdict.author_id in standing.conflicts,
        "words_settled": standing.unsettled_words > 0,
        "primary_source": standing.policy.is_primary_needed,
        "change_noted": standing.publication.number > 0 and standing.state is not State.PUBLISHED,
        "names_hidden": standing.flags.hides_names,
        "reply_settled": standing.policy.is_reply_needed or standing.flags.alleges_crime,
        "legally_cleared": standing.needs_legal_review,
    }.get(name, True)


def _met(name: str, met: str, standing: Standing) -> str:
    if name == "enough_origins":
        waived = " (waived)" if standing.origins < standing.policy.minimum_origins else ""
        told = circular_told(standing.circular)
        count = f"{met}: {standing.origins} of {standing.policy.minimum_origins}{waived}"
        return f"{count}. {told}" if told else count
    if name == "approvals_stand":
        return f"{met}: {standing.approvals} of {standing.policy.approvals_needed}"
    return met
