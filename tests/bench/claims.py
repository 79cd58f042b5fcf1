"""One claim of the measured desk with everything that hangs on it, as rows for bulk inserts.

Contents are hashed and pages built by the program's own functions, so that a loaded claim can be approved and read
like any other.  Numbers are given here: a claim, its verdict and its publication share theirs.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from factcheck.domain import published
from factcheck.domain.anchoring import Span
from factcheck.domain.chain import Entry
from factcheck.domain.content import Content, EvidenceContent
from factcheck.domain.policy import Policy
from factcheck.domain.slugs import slug
from factcheck.domain.terms import (
    Actor,
    Capacity,
    ChangeKind,
    ClaimKind,
    Dismissal,
    EvidenceKind,
    ReviewState,
    SourceClass,
    Stance,
    State,
)
from factcheck.models import (
    Anchor,
    Article,
    Claim,
    Contribution,
    Evidence,
    LegalHold,
    Publication,
    PublicationVersion,
    Review,
    SimilarLook,
    Verdict,
)
from factcheck.services.policy_texts import policy_text
from factcheck.services.published_body import build
from factcheck.services.reference import RatingView
from factcheck.services.standing import Ticket
from factcheck.services.standing_rows import ReviewRow
from tests.bench.story import FULL_EVIDENCE, Staff, entries, steps
from tests.bench.words import Vocabulary

Row = dict[str, Any]
Rows = dict[type, list[Row]]


class Kept(Content):
    """A content that is hashed once, however often it is asked."""

    hash = cached_property(Content.hash.fget)  # type: ignore[attr-defined]  # a property's function


FULL_EVERY = 11  # every eleventh claim is as large as those that are looked at
# The states of the full ones in turn: those that are moved, those that are looked at, those readers look at.
FULL_STATES = (State.IN_REVIEW, State.IN_REVIEW, State.PUBLISHED)
SHARES = {
    State.SPOTTED: 12,
    State.OPEN: 12,
    State.CHECKING: 16,
    State.IN_REVIEW: 14,
    State.APPROVED: 10,
    State.PUBLISHED: 22,
    State.DISMISSED: 14,
}
SUBMITTED = (State.IN_REVIEW, State.APPROVED, State.PUBLISHED)


@dataclass
class Made:
    """The rows of some claims, and what their history says."""

    rows: Rows = field(default_factory=lambda: defaultdict(list))
    entries: list[Entry] = field(default_factory=list)


def is_full(number: int) -> bool:
    return number % FULL_EVERY == 0


def full_state(number: int) -> State:
    """The state of a full claim, by its number."""
    return FULL_STATES[number // FULL_EVERY % len(FULL_STATES)]


class ClaimMaker:
    """Makes one claim after another; the same seed makes the same ones."""

    def __init__(self, staff: Staff, vocabulary: Vocabulary, seed: int):
        self._staff = staff
        self._say = vocabulary.again
        self._random = Random(seed)  # noqa: S311  as for the words
        self._made = Made()

    def taken(self) -> Made:
        """What was made since this was asked last."""
        made, self._made = self._made, Made()
        return made

    def make(self, number: int, article: Article, span: Span, start: datetime) -> None:
        """Claim `number`, found in `article` at `start`, with all that happened within five days."""
        is_large = is_full(number)
        states, weights = list(SHARES), list(SHARES.values())
        state = full_state(number) if is_large else self._random.choices(states, weights)[0]
        checker = self._random.choice(self._staff.checkers)
        happened = steps(self._staff, state, checker, is_whole=is_large)
        story = entries(number, start, happened)
        since = [one.at for one in story if one.from_state != one.to_state][-1]
        self._made.entries += story
        claim = self._claim(number, state, checker, article, span, start, since)
        worked_on = state not in {State.SPOTTED, State.OPEN, State.DISMISSED}
        count = FULL_EVIDENCE if is_large else 2 if worked_on else 0
        sources = [self._evidence(number, n, checker, start) for n in range(1, count + 1)]
        if state in SUBMITTED:
            self._verdict(claim, article, span, sources, checker, since)

    # ── The claim and its evidence ───────────────────────────────────────────────────────────────

    def _claim(
        self,
        number: int,
        state: State,
        checker: Actor,
        article: Article,
        span: Span,
        start: datetime,
        since: datetime,
    ) -> Row:
        is_dismissed = state is State.DISMISSED
        is_at_risk = state not in SUBMITTED and self._random.random() < 0.04
        row: Row = {
            "id": number,
            "article_id": article.id,
            "state": state,
            "state_since_at": since,
            "statement": span.exact,
            "claimant": f"Speaker {number % 50}",
            "claimant_role": "",
            "is_claimant_public": True,
            "said_on": start.date().isoformat(),
            "said_where": "in a speech",
            "appearance_url": article.url,
            "kind": self._random.choice(list(ClaimKind)),
            "names_private_person": False,
            "alleges_crime": is_at_risk,
            "involves_minor": False,
            "selection_reason": "",
            "assignee_id": None if state in {State.SPOTTED, State.OPEN} else checker.id,
            "due_on": since.date() + timedelta(days=7) if self._random.random() < 0.5 else None,
            "dismissal": Dismissal.OPINION if is_dismissed else None,
            "state_reason": "A judgement of taste." if is_dismissed else "",
            "created_by_id": checker.id,
            "created_at": start,
            "updated_at": since,
            "version": 1,
        }
        self._made.rows[Claim].append(row)
        self._made.rows[Anchor].append(_anchor(row, span))
        self._maybe_hold(row)
        return row

    def _maybe_hold(self, claim: Row) -> None:
        """One claim in a hundred of those under review is on legal hold; none that is moved."""
        if claim["state"] is State.APPROVED and self._random.random() < 0.1:
            self._made.rows[LegalHold].append(
                {
                    "claim_id": claim["id"],
                    "reason": "A letter came.",
                    "set_by_id": self._staff.legal[0].id,
                    "set_at": claim["state_since_at"],
                }
            )

    def _evidence(self, number: int, place: int, checker: Actor, start: datetime) -> Row:
        host = f"source{(number * 13 + place) % 997}.example"
        row: Row = {
            "claim_id": number,
            "number": place,
            "kind": EvidenceKind.LINK,
            "stance": self._random.choice(list(Stance)),
            "source_class": SourceClass.PRIMARY if place == 1 else SourceClass.SECONDARY,
            "title": self._say(12)[:60],
            "url": f"https://{host}/{number}/{place}",
            "publisher": host,
            "published_on": "2024-05",
            "accessed_on": start.date().isoformat(),
            "quote": self._say(24),
            "says": self._say(12),
            "locator": f"page {place}",
            "is_public": True,
            "logged_by_id": checker.id,
            "logged_at": start + place * timedelta(hours=3),
            "version": 1,
        }
        self._made.rows[Evidence].append(row)
        self._had_a_hand(row["claim_id"], checker, f"logged evidence {place}", row["logged_at"])
        return row

    def _had_a_hand(self, number: int, who: Actor, deed: str, at: datetime) -> None:
        row = {"claim_id": number, "person_id": who.id, "deed": deed, "done_at": at}
        self._made.rows[Contribution].append(row)

    # ── The verdict ──────────────────────────────────────────────────────────────────────────────

    def _verdict(
        self,
        claim: Row,
        article: Article,
        span: Span,
        sources: list[Row],
        checker: Actor,
        at: datetime,
    ) -> None:
        rating = self._random.choice(self._staff.ratings)
        words = {
            "reason": self._say(12),
            "explanation": f"{self._say(24)} {self._say(12)} [1]\n\n{self._say(24)} {self._say(24)} [2]",
            "as_of": at.date().isoformat(),
        }
        content = _content(claim, span, rating, words, sources)
        self._made.rows[Verdict].append(
            {
                "id": claim["id"],
                "claim_id": claim["id"],
                "number": 1,
                "is_current": True,
                "author_id": checker.id,
                "rating_id": rating.id,
                **words,
                "change_kind": ChangeKind.FIRST,
                "content": content.to_json(),
                "content_hash": content.hash,
                "created_at": at,
                "saved_at": at,
                "submitted_at": at,
                "submitted_by_id": checker.id,
                "version": 1,
            }
        )
        self._had_a_hand(claim["id"], checker, "wrote the verdict", at)
        self._had_a_hand(claim["id"], checker, "submitted the verdict", at)
        review = self._review(claim, checker, content.hash, at)
        if claim["state"] is State.PUBLISHED:
            self._publication(claim, article, content, checker, review)

    def _review(self, claim: Row, author: Actor, content_hash: str, at: datetime) -> ReviewRow:
        is_decided = claim["state"] in {State.APPROVED, State.PUBLISHED}
        state = ReviewState.APPROVED if is_decided else ReviewState.ASKED
        # Those who move claims in the measurement are the last ones: they have not been asked yet.
        who = self._random.choice(self._staff.reviewers[:-1])
        self._made.rows[Review].append(
            {
                "verdict_id": claim["id"],
                "author_id": author.id,
                "reviewer_id": who.id,
                "capacity": Capacity.EDITORIAL,
                "state": state,
                "content_hash": content_hash if is_decided else None,
                "asked_by_id": self._staff.editors[0].id,
                "asked_at": at,
                "decided_at": at if is_decided else None,
            }
        )
        return ReviewRow(0, who.id or 0, who.name, Capacity.EDITORIAL, state, "", None, at, True)

    def _publication(
        self, claim: Row, article: Article, content: Content, checker: Actor, review: ReviewRow
    ) -> None:
        number, at, editor = claim["id"], claim["state_since_at"], self._staff.editors[0]
        row: Row = {
            "id": number,
            "claim_id": number,
            "article_id": article.id,
            "slug": slug(content.statement),
            "current_number": 1,
            "first_published_at": at,
            "updated_at": at,
        }
        ticket = Ticket(
            Claim(id=number), article, None, Publication(**row), None, None, checker.name, checker.name,
            self._staff.reference, reviews=[review],
            contributions=[(checker.id or 0, checker.name, "wrote the verdict")],
        )  # fmt: skip
        body = build(ticket, content, None, at)
        self._made.rows[Publication].append({**row, "rating_code": body.rating.code})
        # Found to be like no other: a desk at its daily work, not one whose jobs go through all it ever published.
        self._made.rows[SimilarLook].append({"publication_id": number, "looked_at": at})
        self._made.rows[PublicationVersion].append(
            {
                "publication_id": number,
                "number": 1,
                "verdict_id": number,
                "kind": ChangeKind.FIRST,
                "new_rating": body.rating.label,
                "body": published.to_json(body),
                "content_hash": body.content_hash,
                "policy": policy_text(Policy()),
                "published_at": at,
                "published_by_id": editor.id,
            }
        )


def _anchor(claim: Mapping[str, Any], span: Span) -> Row:
    return {
        "claim_id": claim["id"],
        "article_version_id": claim["article_id"],
        "start_char": span.start,
        "end_char": span.end,
        "exact": span.exact,
        "prefix": span.prefix,
        "suffix": span.suffix,
        "created_by_id": claim["created_by_id"],
        "created_at": claim["created_at"],
    }


def _content(
    claim: Row, span: Span, rating: RatingView, words: dict[str, str], sources: list[Row]
) -> Content:
    """The content as `services.changes.content_of` reads it from the tables."""
    same = Content.__dataclass_fields__.keys() & claim.keys() - {"kind"}
    return Kept(
        **{name: claim[name] for name in same},
        kind=claim["kind"].value,
        words=(span.exact,),
        rating_id=rating.id,
        rating=rating.label,
        **words,
        change_kind=ChangeKind.FIRST.value,
        evidence=tuple(_source(row) for row in sources),
    )


def _source(row: Row) -> EvidenceContent:
    known = EvidenceContent.__dataclass_fields__.keys() & row.keys()
    return EvidenceContent(**{name: getattr(row[name], "value", row[name]) for name in known})
