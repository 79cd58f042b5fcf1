"""Topics: the desk's list of them, and the claims that are filed under each (P11).

Filing changes no word that anybody approved: it voids nothing, makes nobody an author, and is no correction (see
`domain.topics`).  It is in the history, and readers have it at once.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import delete, exists, func, insert, or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TOPICS
from factcheck.domain.refusals import WrongState
from factcheck.domain.slugs import SLUG
from factcheck.domain.topics import UnfitTopics, cleaned, require_fitting
from factcheck.models import ClaimTopic, Publication, Topic, TopicSlug
from factcheck.services import history, readers
from factcheck.services.public import IS_OPEN
from factcheck.services.standing import HIGHEST_ID, Ticket, for_change


class NoSuchTopic(LookupError):
    """There is no such topic."""

    sentence = "No such topic."


class TopicLine(NamedTuple):
    """One topic of the desk's list: how many claims it has, and how many of them are published."""

    id: int
    name: str
    slug: str
    is_retired: bool
    claims: int
    published: int


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def offered(session: Session) -> list[tuple[int, str]]:
    """(number, name) of the topics that can be chosen, by name."""
    rows = session.execute(select(Topic.id, Topic.name).where(Topic.retired_at.is_(None)))
    return sorted(((row.id, row.name) for row in rows), key=_by_name)


def _by_name(row: tuple[int, str]) -> str:
    return row[1].casefold()


def listed(session: Session) -> list[TopicLine]:
    """All topics by name, retired ones last."""
    rows = session.execute(
        select(
            Topic.id,
            Topic.name,
            Topic.slug,
            Topic.retired_at.is_not(None),
            func.count(ClaimTopic.claim_id),
            func.count(Publication.id),
        )
        .outerjoin(ClaimTopic, ClaimTopic.topic_id == Topic.id)
        .outerjoin(Publication, (Publication.claim_id == ClaimTopic.claim_id) & IS_OPEN)
        .group_by(Topic.id, Topic.name, Topic.slug, Topic.retired_at)
    )
    lines = [TopicLine(row[0], row[1], row[2], bool(row[3]), row[4], row[5]) for row in rows]
    return sorted(lines, key=lambda line: (line.is_retired, line.name.casefold()))


def of_readers(session: Session) -> list[Topic]:
    """The topics under which readers find anything, by name, retired ones last; they are looked up, not counted."""
    is_any = exists().where(
        ClaimTopic.topic_id == Topic.id, Publication.claim_id == ClaimTopic.claim_id, IS_OPEN
    )
    found = session.scalars(select(Topic).where(is_any))
    return sorted(found, key=lambda row: (row.retired_at is not None, row.name.casefold()))


def of_slug(session: Session, slug: str) -> Topic | None:
    """The topic that has this slug or had it once; None for what is no slug at all."""
    if not SLUG.fullmatch(slug):
        return None
    wanted = select(Topic).join(TopicSlug, TopicSlug.topic_id == Topic.id)
    return session.scalar(wanted.where(TopicSlug.slug == slug))


# ── The list, which the administrator keeps ──────────────────────────────────────────────────────


def add(work: Work, name: str) -> int:
    """A new topic; its number.  Raises `NotYourPart`, or `BadInput` for a name that is there or was."""
    require(Act.KEEP_TOPICS, work.actor)
    text, slug = cleaned(name)
    _require_free(work.session, text, slug)
    known = work.session.scalar(select(func.count()).where(Topic.retired_at.is_(None)))
    if (known or 0) >= TOPICS:
        raise BadInput(f"A desk has at most {TOPICS} topics; retire one first.")
    row = Topic(name=text, slug=slug, made_at=work.now, retired_at=None)
    work.session.add(row)
    work.session.flush()
    work.session.add(TopicSlug(slug=slug, topic_id=row.id))
    _record(work, Event.TOPIC_ADDED, row, text)
    return row.id


def rename(work: Work, topic_id: int, name: str) -> None:
    """Give it another name; its number stays, and its old address leads to the new one for good (P8)."""
    require(Act.KEEP_TOPICS, work.actor)
    row = _for_change(work, topic_id)
    text, slug = cleaned(name)
    if text == row.name:
        raise WrongState("It has this name already.")
    _require_free(work.session, text, slug, topic_id)
    before, row.name, row.slug = row.name, text, slug
    if work.session.get(TopicSlug, slug) is None:
        work.session.add(TopicSlug(slug=slug, topic_id=topic_id))
    _record(work, Event.TOPIC_RENAMED, row, f"{before} -> {text}")
    _tell_readers(work, topic_id)


def retire(work: Work, topic_id: int) -> None:
    """Offer it no more.  What is filed under it stays there, and so does its page."""
    require(Act.KEEP_TOPICS, work.actor)
    row = _for_change(work, topic_id)
    if row.retired_at is not None:
        raise WrongState("It is retired already.")
    row.retired_at = work.now
    _record(work, Event.TOPIC_RETIRED, row, row.name)
    _tell_readers(work, topic_id)


def bring_back(work: Work, topic_id: int) -> None:
    """Offer a retired topic again."""
    require(Act.KEEP_TOPICS, work.actor)
    row = _for_change(work, topic_id)
    if row.retired_at is None:
        raise WrongState("It is not retired.")
    row.retired_at = None
    _record(work, Event.TOPIC_BROUGHT_BACK, row, row.name)
    _tell_readers(work, topic_id)


def _tell_readers(work: Work, topic_id: int) -> None:
    """Its name stands on pages of the whole site as soon as one published verdict is filed under it."""
    under_it = select(Publication.id).join(ClaimTopic, ClaimTopic.claim_id == Publication.claim_id)
    if work.session.scalar(select(exists(under_it.where(ClaimTopic.topic_id == topic_id)))):
        readers.tell_caches(work)


def _for_change(work: Work, topic_id: int) -> Topic:
    """The topic, which nobody else changes until this work ends.  Raises `NoSuchTopic`."""
    wanted = 0 < topic_id <= HIGHEST_ID
    row = work.session.get(Topic, topic_id, with_for_update=True) if wanted else None
    if row is None:
        raise NoSuchTopic
    return row


def _require_free(session: Session, name: str, slug: str, own_id: int = 0) -> None:
    """A slug belongs to one topic for good, whatever that is called today."""
    wanted = select(Topic.name).join(TopicSlug, TopicSlug.topic_id == Topic.id)
    taken = session.scalar(
        wanted.where(Topic.id != own_id, or_(TopicSlug.slug == slug, Topic.name == name)).limit(1)
    )
    if taken is not None:
        raise BadInput(f"“{taken}” has this name or its address, or had it once.")


def _record(work: Work, event: Event, row: Topic, detail: str) -> None:
    history.record(work, event, subject=f"topic:{row.id}", detail=detail)


# ── Filing claims ────────────────────────────────────────────────────────────────────────────────


def file_claim(work: Work, claim_id: int, seen_version: int, chosen: Collection[int]) -> bool:
    """Say under which topics a claim stands, whatever its state; whether anything changed.

    Raises `NotYourPart`, `WrongState` where somebody saved the claim since `seen_version` or a legal hold keeps what
    readers have as it is, `BadInput` for topics that cannot be chosen.
    """
    ticket = for_change(work, claim_id)
    require(Act.FILE_CLAIM, work.actor)
    require_no_conflict(ticket.standing, work.actor)
    if not chosen:
        raise BadInput("Choose at least one topic.")
    if ticket.claim.version != seen_version:
        raise WrongState("Somebody changed this claim while you were choosing; look again.")
    if not put(work, ticket, chosen):
        return False
    ticket.claim.updated_at = work.now
    return True


def put(work: Work, ticket: Ticket, chosen: Collection[int]) -> bool:
    """The same for a verb that has asked whether this person may; nothing is written where nothing differs."""
    before = {row.id: row.name for row in ticket.topics}
    if set(chosen) == set(before):
        return False
    require_fitting(chosen, before)
    if ticket.hold is not None and ticket.publication is not None:
        raise WrongState(
            "A legal hold is on: nothing that readers have changes until it is released."
        )
    names = before | _add(work, ticket.claim.id, set(chosen) - set(before))
    gone = set(before) - set(chosen)
    if gone:
        of_claim = ClaimTopic.claim_id == ticket.claim.id
        work.session.execute(delete(ClaimTopic).where(of_claim, ClaimTopic.topic_id.in_(gone)))
    told = sorted(names[number] for number in chosen)
    _filed(work, ticket.claim.id, told)
    readers.tell_of(work, ticket)
    if ticket.publication is not None:
        readers.print_last(work, ticket.publication.id)
    return True


def file_new(work: Work, claim_id: int, chosen: Collection[int]) -> None:
    """The topics of a claim that was opened just now."""
    if chosen:
        require_fitting(chosen, ())
        _filed(work, claim_id, sorted(_add(work, claim_id, set(chosen)).values()))


def _filed(work: Work, claim_id: int, names: Sequence[str]) -> None:
    subject, detail = f"claim:{claim_id}", "; ".join(names)
    history.record(work, Event.CLAIM_FILED, claim_id=claim_id, subject=subject, detail=detail)


def _add(work: Work, claim_id: int, fresh: Collection[int]) -> dict[int, str]:
    """Add topics to a claim that has none of them; their names by number.  Raises `UnfitTopics` for one not offered."""
    if not fresh:
        return {}
    wanted = select(Topic.id, Topic.name).where(Topic.id.in_(fresh), Topic.retired_at.is_(None))
    names = {row.id: row.name for row in work.session.execute(wanted)}
    if len(names) < len(set(fresh)):
        raise UnfitTopics("Choose topics of the desk’s list that are not retired.")
    work.session.execute(
        insert(ClaimTopic), [{"claim_id": claim_id, "topic_id": number} for number in names]
    )
    return names


def numbers_of(session: Session, slugs: Collection[str]) -> tuple[int, ...]:
    """The numbers of topics by their slugs of today or earlier.  Raises `BadInput` naming one that is not there."""
    wanted = select(TopicSlug.slug, TopicSlug.topic_id).where(TopicSlug.slug.in_(slugs))
    known = {row.slug: row.topic_id for row in session.execute(wanted)}
    unknown = sorted(set(slugs) - known.keys())
    if unknown:
        raise BadInput(f"There is no topic {unknown[0]!r}; factcheck topic list names them.")
    return tuple(dict.fromkeys(known[slug] for slug in slugs))
