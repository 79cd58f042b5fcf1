"""From the story's data to what the services take: articles, claims, evidence, verdicts, requests."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.terms import ArticleKind, ClaimKind, EvidenceKind, SourceClass, Stance
from factcheck.domain.tips import TipInput, TipKind
from factcheck.domain.verdict_parts import PARTS
from factcheck.seeding.files import Data, Story
from factcheck.services.claims import ClaimInput
from factcheck.services.evidence import EvidenceInput
from factcheck.services.intake import ArticleInput
from factcheck.services.replies import ReplyInput
from factcheck.services.verdicts import VerdictInput


def article_input(data: Data) -> ArticleInput:
    """One entry of the outline is one paragraph."""
    return ArticleInput(
        title=data["title"],
        text="\n\n".join(data["outline"]),
        kind=ArticleKind(data["kind"]),
        url=data["url"],
        outlet=data["outlet"],
        published_on=data["published_on"],
        language=data["language"],
    )


def claim_input(data: Data, article: Data, topics: Mapping[str, int]) -> ClaimInput:
    """Claimants are offices; only beside a private person is the claimant's text itself kept from readers.

    `topics` are the numbers of the story's topics by their ids.
    """
    flags = frozenset(data["flags"])
    is_public = flags.isdisjoint(("names_private_person", "involves_minor"))
    return ClaimInput(
        statement=data["statement"],
        claimant=data["claimant"],
        claimant_role="" if is_public else data["claimant"],
        is_claimant_public=is_public,
        said_on=data["said_on"],
        said_where=data["said_where"],
        appearance_url=article["url"],
        kind=ClaimKind(data["kind"]),
        selection_reason=data["selection_reason"],
        names_private_person="names_private_person" in flags,
        alleges_crime="alleges_crime" in flags,
        involves_minor="involves_minor" in flags,
        topics=tuple(topics[one] for one in data["topics"]),
    )


def evidence_input(story: Story, data: Data, on: date) -> EvidenceInput:
    """A row with a source of its own was read when the source was; an invented one on the day it is logged."""
    expert = data.get("expert", {})
    return EvidenceInput(
        **(_of_source(story.sources[data["source"]], data) if "source" in data else _own(data, on)),
        stance=Stance(data["stance"]),
        source_class=SourceClass(data["class"]),
        locator=data["locator"],
        expert_employer=expert.get("employer", ""),
        expert_field=expert.get("field", ""),
        expert_conflicts=expert.get("conflicts", ""),
        is_public=not data.get("is_internal", False),
        internal_reason=data.get("internal_reason", ""),
    )


def _of_source(source: Data, data: Data) -> dict[str, Any]:
    plain = ("title", "url", "publisher", "published_on", "accessed_on", "note", "origin_group")
    says = data["says"] or source["says"]  # what it says about this claim, else what it says at all
    return {"kind": EvidenceKind.LINK, "says": says, **{name: source[name] for name in plain}}


def _own(data: Data, on: date) -> dict[str, Any]:
    plain = ("title", "url", "publisher", "says", "origin_group")
    values = {name: data[name] for name in plain}
    return {
        "kind": EvidenceKind(data["kind"]),
        "accessed_on": on.isoformat(),
        **values,
        **_conversation(data.get("conversation"), on),
    }


def _conversation(data: Data | None, on: date) -> dict[str, Any]:
    """With whom, how and under which terms; it is logged on the day it was."""
    if data is None:
        return {}
    return {
        "spoke_with": data["with"],
        "spoke_role": data["role"],
        "held_at": on.isoformat(),
        "channel": Channel(data["channel"]),
        "consent": Consent(data["consent"]),
    }


def verdict_input(data: Data, rating_id: int, today: date) -> VerdictInput:
    """`as_of` is a day, or days before the day of loading."""
    as_of = data.get("as_of") or (today - timedelta(days=data["as_of_days_ago"])).isoformat()
    return VerdictInput(
        rating_id=rating_id,
        reason=data["reason"],
        explanation=data["explanation"].strip(),
        as_of=as_of,
        **{name: data.get(name, "") for name in PARTS},
    )


def reply_input(data: Data, asked_at: datetime) -> ReplyInput:
    return ReplyInput(
        whom=data["whom"],
        channel=data["channel"],
        content_sent=data["text"],
        asked_at=asked_at,
        due_at=asked_at + timedelta(days=data["due_in_days"]),
    )


def tip_input(data: Data, publication_id: int | None) -> TipInput:
    """What a reader sends; a report is about the verdict of this number."""
    return TipInput(
        kind=TipKind(data["kind"]),
        words=data["words"],
        seen_where=data.get("seen_where", ""),
        address=data.get("address", ""),
        why=data.get("why", ""),
        publication_id=publication_id,
        mail=data.get("mail", ""),
    )
