"""What mails to the desk say: plain words and a link, for each thing somebody is told about.

A mail names the claim by its number and never quotes it: mail is read on the way and lies about afterwards, and
some claims accuse people.  Sending is the business of `factcheck.jobs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.terms import Part
from factcheck.models import Conflict, Person
from factcheck.services import history, people

JOB = "mail"
# The words services use for every active colleague of a part.
EDITORS, LEGAL_REVIEWERS = "editors", "legal_reviewers"
GROUPS: Mapping[str, Part] = MappingProxyType(
    {EDITORS: Part.EDITOR, LEGAL_REVIEWERS: Part.LEGAL_REVIEWER}
)


@dataclass(frozen=True)
class Notice:
    """One thing people are told about; both texts may hold the claim's number as `{claim}`."""

    subject: str
    sentence: str


NOTICES: Mapping[str, Notice] = MappingProxyType(
    {
        "assigned": Notice(
            "Claim {claim} is yours to check", "An editor gave you claim {claim} to check."
        ),
        "review": Notice(
            "You are asked to review claim {claim}",
            "A colleague asks you to review the verdict on claim {claim}.",
        ),
        "review_again": Notice(
            "Claim {claim} changed: please review it again",
            "The verdict on claim {claim} changed after it was submitted, so earlier approvals count no more. "
            "The page shows what changed.",
        ),
        "submitted": Notice(
            "A verdict on claim {claim} was submitted",
            "A verdict on claim {claim} was submitted and waits for those who review it.",
        ),
        "approve": Notice(
            "Your verdict on claim {claim} was approved",
            "A reviewer approved your verdict on claim {claim}.",
        ),
        "send_back": Notice(
            "Your verdict on claim {claim} was sent back",
            "A reviewer sent your verdict on claim {claim} back; the page says why.",
        ),
        "published": Notice(
            "Your verdict on claim {claim} is published",
            "Your verdict on claim {claim} stands before readers now.",
        ),
        "translation_review": Notice(
            "A translation of the verdict on claim {claim} is to be reviewed",
            "A translation of the published verdict on claim {claim} was handed in and waits for your review. "
            "The claim’s page leads to it.",
        ),
        "translation_approved": Notice(
            "Your translation of the verdict on claim {claim} was approved",
            "Your translation of the verdict on claim {claim} has the approvals it needs.",
        ),
        "translation_sent_back": Notice(
            "Your translation of the verdict on claim {claim} was sent back",
            "A reviewer sent your translation of the verdict on claim {claim} back; the page says why.",
        ),
        "translation_published": Notice(
            "Your translation of the verdict on claim {claim} is published",
            "Your translation of the verdict on claim {claim} stands before readers now.",
        ),
        "translation_stale": Notice(
            "The verdict on claim {claim} changed: its translation is out of date",
            "The published verdict on claim {claim} was changed after you translated it. Readers of the translation "
            "are told so and get the rating of now, until the translation is brought up to date.",
        ),
        "source_changed": Notice(
            "A source of claim {claim} changed",
            "The page of a source of claim {claim} reads otherwise than the copy the desk keeps of it. "
            "The claim’s page shows what changed.",
        ),
        "source_gone": Notice(
            "A source of claim {claim} is gone",
            "The address of a source of claim {claim} answers no more. The desk’s copy is kept; readers of a published "
            "verdict are told, and can read the copy.",
        ),
        "correction_asked": Notice(
            "A reader asks for a correction of the verdict on claim {claim}",
            "A reader reported an error in the published verdict on claim {claim}, and a colleague took it up. "
            "What the reader wrote stands under Intake.",
        ),
        "withhold": Notice(
            "An order to withhold the verdict on claim {claim} waits for you",
            "A colleague entered an order by which the published verdict on claim {claim} is to be withheld. "
            "Somebody else has to confirm it before it acts.",
        ),
        "retracted": Notice(
            "The verdict on claim {claim} was retracted",
            "The published verdict on claim {claim} was retracted. An editor other than the one who did it "
            "has to confirm that within a day.",
        ),
    }
)


def tell(work: Work, to: int | str, about: str, claim_id: int) -> None:
    """Have a mail sent once this change is committed: to a person by number, or to all of `GROUPS`.

    Raises `KeyError` for anything there is no text about, while the change can still be undone.
    """
    if isinstance(to, str):
        GROUPS[to]
    NOTICES[about]
    history.tell(work, JOB, to=to, about=about, claim_id=claim_id)


@dataclass(frozen=True)
class Recipient:
    """Somebody a mail may go to."""

    id: int
    name: str
    email: str
    is_here: bool


def recipient(session: Session, person_id: int) -> Recipient | None:
    """The person with this number, still on the desk or not; None when there never was one."""
    row = session.execute(
        select(Person.id, Person.name, Person.email, Person.disabled_at.is_(None)).where(
            Person.id == person_id
        )
    ).first()
    return Recipient(*row) if row else None


def members(session: Session, group: str, claim_id: int) -> list[int]:
    """The numbers of all active colleagues a word of `GROUPS` stands for, but for those who stay out of the claim."""
    out = set(session.scalars(select(Conflict.person_id).where(Conflict.claim_id == claim_id)))
    return [who for who, _ in people.active(session, GROUPS[group]) if who not in out]


def subject(about: str, claim_id: int) -> str:
    return NOTICES[about].subject.format(claim=claim_id)


def text(about: str, claim_id: int, name: str, desk_name: str, base_url: str) -> str:
    """The whole mail to `name`; lines end as the mail program wants them."""
    return (
        f"{name},\n\n"
        f"{NOTICES[about].sentence.format(claim=claim_id)}\n\n"
        f"{base_url}/desk/claims/{claim_id}\n\n"
        "This mail was written by the desk's program; nobody reads answers to it.\n"
        f"{desk_name}\n"
    )
