"""Gather where a claim stands: two statements, whatever the page or the verb then needs.

The first fetches the claim with everything there is at most one of; the second, a UNION, everything there are several
of, and the end of the history, so that a change need not look for it again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.chain import End
from factcheck.domain.content import EvidenceContent
from factcheck.domain.independence import independence
from factcheck.domain.policy import Policy, RiskFlags, Vote, strictest, with_minimum
from factcheck.domain.standing import PublicationFacts, Standing, VerdictFacts
from factcheck.domain.terms import (
    Capacity,
    ChangeKind,
    EvidenceKind,
    SourceClass,
    Stance,
    State,
)
from factcheck.models import Article, Claim, LegalHold, Publication, PublicationVersion, Verdict
from factcheck.models.claims import WaiverKind
from factcheck.services.filed_rows import TopicRow
from factcheck.services.occurrence_rows import OccurrenceRow
from factcheck.services.one_text import Raw
from factcheck.services.origin_rows import Compared
from factcheck.services.policy_texts import policy_from_text
from factcheck.services.reference import RatingView, Reference, reference
from factcheck.services.standing_rows import (
    AnchorRow,
    CopyRow,
    LoggedRow,
    LookRow,
    MoveRow,
    QuotedRow,
    ReplyRow,
    ReviewRow,
    in_order,
)
from factcheck.services.standing_statements import (
    CHAIN_END,
    FACTS,
    FIRST_TEXT,
    HEAD,
    HEAD_FOR_CHANGE,
    NAMES_AND_REFERENCE,
    ONE_OF_EACH,
    VERDICT_ID,
    Fact,
    plain_rows,
)
from factcheck.services.standing_taking import TAKE
from factcheck.services.translation_rows import TranslationLine

HIGHEST_ID = 2**31 - 1  # ids are 32-bit; a larger number in an address names nothing


class NoSuchClaim(LookupError):
    """There is no such claim, or not for this person; the two are never told apart (8.2.2)."""

    sentence = "No such claim."


@dataclass
class Ticket:
    """A claim with all that is recorded about it, and its standing in the rulebook's terms.

    `live` is what readers have; `asked` are the (review, person, capacity) whom a new version of the verdict asks
    again; `anchors` are in its own article, `elsewhere` are the other articles it stands in; `sisters` are
    (publication, names) of other claims in any of them that show somebody by role; `asked_for` is how many messages of
    readers went into it; the `last_…` are the highest numbers given so far.
    """

    claim: Claim
    article: Article
    verdict: Verdict | None
    publication: Publication | None
    live: PublicationVersion | None
    hold: LegalHold | None
    assignee_name: str
    author_name: str
    reference: Reference
    reviews: list[ReviewRow] = field(default_factory=list)
    contributions: list[tuple[int, str, str]] = field(default_factory=list)
    conflicts: list[tuple[int, str, str]] = field(default_factory=list)
    waivers: list[tuple[WaiverKind, str, str, datetime]] = field(default_factory=list)
    replies: list[ReplyRow] = field(default_factory=list)
    hidden_names: list[tuple[int, str, str]] = field(default_factory=list)
    anchors: list[AnchorRow] = field(default_factory=list)
    moves: list[MoveRow] = field(default_factory=list)
    elsewhere: dict[int, OccurrenceRow] = field(default_factory=dict)
    evidence: list[EvidenceContent] = field(default_factory=list)
    evidence_facts: list[Any] = field(default_factory=list)
    excepted: set[int] = field(default_factory=set)
    copies: dict[int, list[CopyRow]] = field(default_factory=dict)
    quoted: dict[int, QuotedRow] = field(default_factory=dict)
    compared: Compared = field(default_factory=Compared)
    looks: dict[int, list[LookRow]] = field(default_factory=dict)
    asked: list[tuple[int, int, Capacity]] = field(default_factory=list)
    sisters: list[tuple[int, str]] = field(default_factory=list)
    translations: list[TranslationLine] = field(default_factory=list)
    topics: list[TopicRow] = field(default_factory=list)
    asked_for: int = 0
    last_evidence: int = 0
    last_verdict: int = 0
    last_save: int = 0
    chain_end: End | None = None

    @property
    def rating(self) -> RatingView | None:
        """The label the current verdict proposes."""
        return self.reference.ratings.get(self.verdict.rating_id or 0) if self.verdict else None

    @property
    def logged(self) -> list[LoggedRow]:
        """All evidence ever logged when the ticket was read, withdrawn rows among it, by number."""
        repeating = self.compared.repeating()
        return sorted(self._logged_row(row, repeating) for row in self.evidence_facts)

    def _logged_row(self, row: Any, repeating: Mapping[int, int]) -> LoggedRow:
        """By place, since a page has many of them: the columns are those of `standing_statements.COLUMNS`."""
        _, _, by_id, number, flag, why, excepted, by, _, _, _, at, changed_at, withdrawn_at, *_ = (
            row
        )
        kind, stance, source_class, *texts = row[FIRST_TEXT:]
        terms = EvidenceKind(kind), Stance(stance), SourceClass(source_class)
        deeds = by_id, at, changed_at, withdrawn_at, why, excepted or "", by or ""
        copies = tuple(sorted(self.copies.get(number, ())))
        looks = tuple(sorted(self.looks.get(number, ())))
        known = copies, self.quoted.get(number), repeating.get(number, 0), looks
        return LoggedRow._make((number, self.claim.id, *terms, *texts, bool(flag), *deeds, *known))

    @property
    def live_rating(self) -> str:
        """The label readers have; empty before the first publication and after a retraction."""
        return self.live.new_rating if self.live is not None else ""

    @property
    def text_changes(self) -> list[MoveRow]:
        """What of the claim's words a new text changed or lost, as long as it is to be looked at (A8).

        A published claim that somebody wants checked again keeps its note until a new version is published.
        """
        since = self.publication.updated_at if self.publication is not None else None
        is_live = self.claim.state is State.PUBLISHED
        return [
            move
            for move in self.moves
            if move.decided_at is None
            or (is_live and since is not None and move.decided_at > since)
        ]

    @property
    def judges_private_person(self) -> bool:
        """Whether that label is a harsh one for a private person (R7); the claim keeps it, for the queue."""
        is_harsh = self.rating is not None and self.rating.is_characterisation
        return is_harsh and not self.claim.is_claimant_public

    @property
    def standing(self) -> Standing:
        """The same facts as the rulebook reads them; made anew, since services change rows between two looks."""
        return _standing(self)


class Said(NamedTuple):
    """All the database says of a claim, as the driver gives it: the same as long as nothing of it changed."""

    head: Raw
    facts: list[Raw]


def load(session: Session, claim_id: int) -> Ticket:
    """The ticket of a claim, for reading: its rows are plain and cannot be changed.  Raises `NoSuchClaim`."""
    return ticket_of(session, said_of(session, claim_id))


def said_of(session: Session, claim_id: int) -> Said:
    """What `ticket_of` makes a ticket of.  Raises `NoSuchClaim`.

    The end of the history is left out: it is for changes, and whatever is done on the desk moves it.
    """
    connection = session.connection()
    heads = HEAD.raw(connection, **_key(claim_id))
    if not heads:
        raise NoSuchClaim
    verdict_id = heads[0][VERDICT_ID] or 0
    facts = in_order(FACTS.raw(connection, claim_id=claim_id, verdict_id=verdict_id))
    return Said(heads[0], [row for row in facts if row[0] != CHAIN_END])


def ticket_of(session: Session, said: Said) -> Ticket:
    """The ticket made of what was said."""
    [head] = HEAD.read(session.connection(), [said.head])
    return _gathered(session, plain_rows(head), head, said.facts)


def for_change(work: Work, claim_id: int) -> Ticket:
    """The ticket of a claim, for a verb: takes the history's lock and remembers the end of the chain."""
    head = work.session.execute(HEAD_FOR_CHANGE[work.dialect.name], _key(claim_id)).first()
    if head is None:
        raise NoSuchClaim
    verdict_id = head.Verdict.id if head.Verdict is not None else 0
    connection = work.session.connection()
    facts = in_order(FACTS.raw(connection, claim_id=claim_id, verdict_id=verdict_id))
    ticket = _gathered(work.session, head[: len(ONE_OF_EACH)], head, facts)
    if not work.entries:
        work.chain_end = ticket.chain_end
    return ticket


def _key(claim_id: int) -> dict[str, int]:
    if not 0 < claim_id <= HIGHEST_ID:
        raise NoSuchClaim
    return {"claim_id": claim_id}


def _gathered(
    session: Session, ones: Sequence[Any], head: Sequence[Any], facts: Iterable[Raw]
) -> Ticket:
    """The ticket made of what there is one of, and of everything there are several of."""
    claim, article, verdict, publication, live, hold = ones
    assignee_name, author_name, reference_version = head[NAMES_AND_REFERENCE]
    ticket = Ticket(
        claim,
        article,
        verdict,
        publication,
        live,
        hold,
        assignee_name=assignee_name or "",
        author_name=author_name or "",
        reference=reference(session, reference_version),
    )
    for row in FACTS.read(session.connection(), facts):
        TAKE[row[0]](ticket, Fact._make(row))
    return ticket


def _standing(ticket: Ticket) -> Standing:
    claim = ticket.claim
    flags = RiskFlags(claim.names_private_person, claim.alleges_crime, claim.involves_minor)
    counting = _counting(ticket)
    counted = independence(counting, ticket.article.url, ticket.compared.repeating())
    waived = _waived(ticket)
    deeds: dict[int, list[str]] = defaultdict(list)
    for person_id, _, deed in ticket.contributions:
        deeds[person_id].append(deed)
    return Standing(
        state=claim.state,
        claim_id=claim.id,
        claim_version=claim.version,
        article_kind=ticket.article.kind,
        assignee_id=claim.assignee_id,
        policy=policy_of(ticket, flags),
        flags=flags,
        verdict=_verdict_facts(ticket),
        publication=_publication_facts(ticket.publication),
        unsettled_words=_unsettled_words(ticket),
        evidence_count=len(counting),
        uncounted_sources=len(ticket.evidence) - len(counting),
        origins=counted.origins,
        has_primary=counted.has_primary,
        circular=counted.circular,
        is_claimant_private=not claim.is_claimant_public,
        has_appearance=bool(claim.appearance_url or (claim.said_where and claim.said_on)),
        are_names_hidden=_are_names_hidden(ticket),
        is_held=ticket.hold is not None,
        hold_reason=ticket.hold.reason if ticket.hold else "",
        votes=tuple(Vote(r.reviewer_id, r.state, r.capacity, r.is_live) for r in ticket.reviews),
        contributions={person_id: tuple(done) for person_id, done in deeds.items()},
        conflicts={person_id: reason for person_id, _, reason in ticket.conflicts},
        reply_outcomes=tuple(reply.outcome for reply in ticket.replies),
        is_reply_waived=WaiverKind.REPLY in waived,
        are_sources_waived=WaiverKind.SOURCES in waived,
    )


def _counting(ticket: Ticket) -> list[EvidenceContent]:
    """What a verdict may rest on: a protected source counts once somebody answers for that by name (M7)."""
    return [row for row in ticket.evidence if not row.withheld or row.number in ticket.excepted]


def _unsettled_words(ticket: Ticket) -> int:
    """In the claim's own article, since its verdict rests on the words there (W12)."""
    own = ticket.article.id
    return sum(move.decided_at is None and move.article_id == own for move in ticket.moves)


def _waived(ticket: Ticket) -> set[WaiverKind]:
    """What the claim may go without: a change of something published needs waivers of its own."""
    publication = ticket.publication
    is_change = publication is not None and ticket.claim.state is not State.PUBLISHED
    since = publication.updated_at if publication is not None and is_change else None
    return {kind for kind, _, _, at in ticket.waivers if since is None or at > since}


def policy_of(ticket: Ticket, flags: RiskFlags) -> Policy:
    """The strictest policy of the claim's risk classes, of its rating, and of its first publication (C5)."""
    policies: Sequence[Policy] = [ticket.reference.policies[kind] for kind in flags.classes]
    if ticket.live is not None and ticket.live.policy:
        policies = [*policies, policy_from_text(ticket.live.policy)]
    policy = strictest(policies)
    return with_minimum(policy, ticket.rating.minimum_origins) if ticket.rating else policy


def _verdict_facts(ticket: Ticket) -> VerdictFacts:
    verdict, rating = ticket.verdict, ticket.rating
    if verdict is None:
        return VerdictFacts()
    label = verdict.conclusion or (rating.label if rating else "")
    return VerdictFacts(
        number=verdict.number,
        author_id=verdict.author_id,
        author_name=ticket.author_name,
        is_submitted=verdict.submitted_at is not None,
        rating_id=verdict.rating_id,
        rating_label=label,
        is_characterisation=bool(rating and rating.is_characterisation),
        has_reason=bool(verdict.reason),
        has_explanation=bool(verdict.explanation),
        has_as_of=bool(verdict.as_of),
        content_hash=verdict.content_hash or "",
        change_kind=verdict.change_kind,
        has_change_note=bool(verdict.change_note) or verdict.change_kind is ChangeKind.FIRST,
        is_rating_changed=bool(ticket.live_rating) and label != ticket.live_rating,
    )


def _publication_facts(publication: Publication | None) -> PublicationFacts:
    if publication is None:
        return PublicationFacts()
    return PublicationFacts(
        id=publication.id,
        number=publication.current_number,
        is_retracted=publication.retracted_at is not None,
        retracted_by_id=publication.retracted_by_id,
        retracted_at=publication.retracted_at,
        is_retraction_confirmed=publication.confirmed_at is not None,
    )


def _are_names_hidden(ticket: Ticket) -> bool:
    """Whether every name readers must not see has its role: the claimant's own, and at least one of others."""
    claim = ticket.claim
    is_open = claim.is_claimant_public or not claim.claimant
    is_claimant_covered = is_open or bool(claim.claimant_role)
    is_known = bool(claim.claimant or claim.claimant_role)
    is_claimant_hidden = not claim.is_claimant_public and is_known
    return is_claimant_covered and (bool(ticket.hidden_names) or is_claimant_hidden)
