"""The words of the desk as enums: one word for one thing, in code, database, button and history.

Each member has the sentence a person would say about it; the README and the help page print these sentences.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from factcheck.domain.wording import mark


class Term(StrEnum):
    """An enum whose members carry the sentence that explains them."""

    about: str
    words: str

    def __new__(cls, value: str, about: str = "", words: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.about = about
        member.words = words or value.replace("_", " ")
        return member

    @property
    def label(self) -> str:
        """The member as words: `in_review` is "in review"."""
        return self.words


class State(Term):
    """How far the work on a claim is; never what was found (that is the rating)."""

    SPOTTED = "spotted", "A candidate: marked in the text, nobody has decided to check it."
    OPEN = "open", "To be checked; nobody works on it yet."
    CHECKING = "checking", "A checker logs evidence and writes the verdict."
    IN_REVIEW = "in_review", "A verdict was submitted; somebody else reads it."
    APPROVED = "approved", "The approvals the policy asks for are given for exactly this content."
    PUBLISHED = (
        "published",
        "The verdict was published; only a noted change can alter what readers see.",
    )
    DISMISSED = "dismissed", "Not worth or not fit for a check; the reason is kept."


class Part(Term):
    """What a person may do on the desk; one person may play several parts."""

    CHECKER = "checker", "Opens claims, logs evidence, proposes verdicts."
    REVIEWER = "reviewer", "Reads what others submitted; approves or sends back."
    EDITOR = "editor", "Assigns, approves, publishes, corrects and retracts."
    LEGAL_REVIEWER = "legal_reviewer", "Clears claims at legal risk; sets and releases holds."
    ADMINISTRATOR = (
        "administrator",
        "Invites people, gives parts, edits scales and policy; no verb on claims.",
    )


class ReviewState(Term):
    """Where one reviewer stands with one version of a verdict."""

    ASKED = "asked", "Was asked and has not begun."
    READING = "reading", "Has begun to read."
    APPROVED = "approved", "Approved exactly this content."
    SENT_BACK = "sent_back", "Sent it back with a reason."
    RECUSED = "recused", "Declared a conflict of interest and stays out."


class Capacity(Term):
    """In which capacity somebody reviews."""

    EDITORIAL = "editorial", "Is the verdict right?"
    LEGAL = "legal", "May it be published?"


class Stance(Term):
    """Which way a piece of evidence points (M5)."""

    SUPPORTS = "supports", "Points towards the claim being right."
    REFUTES = "refutes", "Points towards the claim being wrong."
    CONTEXT = "context", "Says something the reader needs in order to judge."


class SourceClass(Term):
    """How close a source stands to the fact it is cited for; it belongs to the link, not the source (M2, M4)."""

    PRIMARY = "primary", "The record itself: law, data, document, recording, eyewitness."
    SECONDARY = "secondary", "Somebody reporting what a primary source says."
    EXPERT = "expert", "Somebody whose field it is, with employer and interests stated."
    CLAIMANT = "claimant", "The person who made the claim, or their office."


class EvidenceKind(Term):
    """What was looked at."""

    LINK = "link", "A page on the public web."
    DOCUMENT = "document", "A paper or file that is not a web page."
    DATASET = "dataset", "Figures that were looked up or computed with."
    INTERVIEW = (
        "interview",
        "An interview, a call or a letter: with whom, when, how, and what was agreed.",
        "conversation",
    )
    OBSERVATION = "observation", "Something one of us saw, heard or tried."


class Withheld(Term):
    """Why a source is protected; readers see the sentence and nothing else of the source (M7)."""

    SAFETY = "safety", mark("Naming the source could put somebody in danger."), "danger"
    LIVELIHOOD = (
        "livelihood",
        mark("Naming the source could cost somebody their work or their home."),
        "loss of work or home",
    )
    PROMISE = "promise", mark("We promised the source not to name it."), "a promise"
    LAW = "law", mark("The law protects this source, or forbids us to name it."), "the law"
    CHILD = "child", mark("Naming the source could harm a child."), "a child"


class ClaimKind(Term):
    """What sort of statement the claim is."""

    STATISTIC = "statistic", "A number, a share or a trend."
    EVENT = "event", "Something happened."
    LEGAL = "legal", "What a law or rule says."
    QUOTE = "quote", "Somebody said it, in these words or this sense."
    CAUSAL = "causal", "One thing brought about another."
    BIOGRAPHY = "biography", "A fact about a person's life or office."
    OTHER = "other", "Any other statement that can be checked."


class ArticleKind(Term):
    """Which of the two trades an article belongs to."""

    ELSEWHERE = "elsewhere", "Verdicts on it become public pages.", "published elsewhere"
    OWN_DRAFT = "own_draft", "Not published yet: findings stay on the desk.", "our own draft"


class Dismissal(Term):
    """Why a claim is not checked (M10)."""

    OPINION = "opinion", "A judgement of taste or value."
    PREDICTION = "prediction", "About something that has not happened yet."
    SATIRE = "satire", "Not meant as a statement of fact."
    NOT_CHECKABLE = "not_checkable", "No evidence could settle it."
    DUPLICATE = "duplicate", "The same claim is already being checked."
    NOT_WORTH_IT = "not_worth_it", "Too small to matter to readers."


class ChangeKind(Term):
    """How a published verdict came to its present version (C1)."""

    FIRST = "first", "First publication."
    CORRECTION = "correction", "Something we published was wrong."
    CLARIFICATION = "clarification", "What we published was right but could mislead."
    UPDATE = "update", "There is new information; nothing was wrong."
    RETRACTION = "retraction", "The verdict no longer stands."


class ReplyOutcome(Term):
    """What came of asking somebody for a reply (L4)."""

    WAITING = "waiting", "Asked; the time to reply has not run out."
    REPLIED = "replied", "An answer came."
    DECLINED = "declined", "They said they would not answer."
    NO_REPLY = "no_reply", "No answer came in the time given."


class Audience(Term):
    """For whom a rating scale speaks."""

    READERS = "readers", "Ratings of what others claim, shown to the public."
    DESK = "desk", "Findings about our own drafts, shown on the desk only."


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with parts, or the command line (`id` is None, no parts)."""

    id: int | None
    name: str
    parts: frozenset[Part] = frozenset()

    def plays(self, *parts: Part) -> bool:
        return not self.parts.isdisjoint(parts)


def either(parts: Collection[Part]) -> str:
    """The parts as they stand in a refusal: "a reviewer or an editor"."""
    names = [f"{'an' if p.label[0] in 'ae' else 'a'} {p.label}" for p in Part if p in parts]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


COMMAND_LINE = Actor(id=None, name="command line")
