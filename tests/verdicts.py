"""Published verdicts to print and to judge: invented, in the shape readers get them.

Verdicts that have a history come from the factories; these never touch a database.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from factcheck.domain.claimreview import Publisher
from factcheck.domain.published import (
    PublishedArticle,
    PublishedNotice,
    PublishedRating,
    PublishedReply,
    PublishedSource,
    PublishedVerdict,
)

ADDRESS = "https://check.example/verdicts/12-bridge-cost"
DESK = Publisher(
    name="The Example Desk",
    url="https://check.example/",
    logo="https://check.example/logo.png",
    corrections_url="https://check.example/corrections",
)

ON_AXIS = PublishedRating(
    scale="House scale",
    scale_version=2,
    code="mostly-supported",
    label="Mostly supported",
    definition="The claim holds in the main; a detail does not.",
    value=4,
    worst=1,
    best=5,
    steps=("Contradicted", "Doubtful", "Mixed", "Mostly supported", "Supported"),
    step=3,
    hue="green",
)
OFF_AXIS = replace(
    ON_AXIS, code="unproven", label="Unproven", value=None, worst=None, best=None, step=None
)
SCALE_LESS = replace(
    OFF_AXIS, scale="In words", code="", label="The bridge cost half as much again.", steps=()
)

REGISTER = PublishedSource(
    number=1,
    kind="dataset",
    stance="supports",
    source_class="primary",
    title="Register of public works",
    url="https://register.example/works?year=2023",
    publisher="Ministry of Works",
    published_on="2023-11",
    accessed_on="2024-01-02",
    quote="Bridge over the Aksu: 12 million",
    says="The contract price, without the approach roads.",
    locator="row 118",
)
ENGINEER = PublishedSource(
    number=2,
    kind="interview",
    stance="context",
    source_class="expert",
    title="Interview with a bridge engineer",
    says="Approach roads are usually counted apart.",
    expert_employer="Technical University",
    expert_field="bridges",
    expert_conflicts="none declared",
)
ARTICLE = PublishedArticle(
    id=3,
    slug="the-bridge",
    title="The bridge nobody ordered",
    url="https://paper.example/bridge",
    outlet="The Example Paper",
    published_on="2023-12-01",
    language="en",
)
FIRST = datetime(2024, 1, 3, 9, 30, tzinfo=UTC)
CORRECTED = datetime(2024, 2, 1, 16, 5, 7, tzinfo=UTC)
CORRECTION = PublishedNotice(
    version=2,
    kind="correction",
    note="We had left out the approach roads.",
    at=CORRECTED,
    old_rating="Supported",
    new_rating="Mostly supported",
)
REPLY = PublishedReply(
    whom="the Ministry of Works",
    channel="e-mail",
    asked_on="2024-01-01",
    due_on="2024-01-02",
    outcome="replied",
    text="The roads belong to the district.",
    answered_on="2024-01-02",
)


def a_verdict(**changes: Any) -> PublishedVerdict:
    """A verdict once corrected, on a claim with a known claimant; ``changes`` replace fields."""
    verdict = PublishedVerdict(
        id=12,
        slug="bridge-cost",
        version=2,
        statement="The bridge over the Aksu cost twelve million.",
        claimant="Daria Lind",
        is_claimant_role=False,
        said_on="2023-11-30",
        said_where="a council meeting",
        appearance_url="https://council.example/minutes/30",
        language="en",
        words=("twelve million", "for one bridge"),
        article=ARTICLE,
        rating=ON_AXIS,
        reason="The contract says so, but leaves out the approach roads.",
        explanation="The register lists the contract [1]; roads are counted apart [2].",
        as_of="2024-01-02",
        sources=(REGISTER, ENGINEER),
        sources_kept_internal=1,
        replies=(REPLY,),
        checked_by=("Ilya Marsh",),
        approved_by=("Noor Vale",),
        first_published_at=FIRST,
        updated_at=CORRECTED,
        notices=(CORRECTION,),
        content_hash="0" * 64,
    )
    return replace(verdict, **changes)


# ── Any verdict at all ──

_text = st.text(max_size=30)
_moment = st.datetimes(timezones=st.just(UTC))
_number = st.none() | st.integers(1, 100)


def _built(cls: type, **given: Any) -> st.SearchStrategy[Any]:
    return st.builds(cls, **given)


def ratings() -> st.SearchStrategy[PublishedRating]:
    """Any rating, on the axis or off it."""
    return _built(PublishedRating, value=_number, worst=_number, best=_number)


def verdicts() -> st.SearchStrategy[PublishedVerdict]:
    """Any verdict, every field drawn."""
    return _built(
        PublishedVerdict,
        slug=_text,
        claimant_kind=st.sampled_from(["", "person", "organisation"]),
        said_on=_text,
        said_where=_text,
        appearance_url=_text,
        words=st.lists(_text, max_size=3).map(tuple),
        article=st.none() | _built(PublishedArticle, url=_text, outlet=_text, language=_text),
        rating=ratings(),
        sources=st.lists(
            _built(PublishedSource, url=_text, publisher=_text, quote=_text, locator=_text),
            max_size=3,
        ).map(tuple),
        replies=st.lists(_built(PublishedReply, text=_text), max_size=2).map(tuple),
        checked_by=st.lists(_text, max_size=2).map(tuple),
        notices=st.lists(_built(PublishedNotice, at=_moment, old_rating=_text), max_size=2).map(
            tuple
        ),
        first_published_at=_moment,
        updated_at=_moment,
        is_retracted=st.booleans(),
        retraction_note=_text,
    )
