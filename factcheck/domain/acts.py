"""Who may do what beside the verbs on a claim: with articles, their newer texts, links, gates, and the desk itself.

The verbs that move a claim from state to state are in `workflow`.  The refusals, the permissions page and the README's
table read this one; `conditions` state in words what the rules of each act try beside the part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factcheck.domain.refusals import NotYourPart
from factcheck.domain.terms import COMMAND_LINE, Actor, Part, Term, either


class Act(Term):
    """Something a person does that is no verb on a claim; the words follow "may"."""

    IMPORT = "import_article", "Bring an article in.", "import an article"
    DESCRIBE = (
        "describe_article",
        "Correct its title, byline, date, address or language.",
        "change what is said about an article",
    )
    GO_THROUGH = (
        "go_through",
        "Say of a sentence that it holds no checkable claim, or take that back.",
        "go through an article",
    )
    OPEN_CLAIM = "open_claim", "Open a claim from words of an article.", "open a claim"
    SET_DUE = "set_due", "Say by when a claim is due.", "set when a claim is due"
    FILE_CLAIM = (
        "file_claim",
        "Say under which topics readers find a claim; whatever its state, and without a correction.",
        "file a claim under topics",
    )
    SHORT_NOTICE = (
        "short_notice",
        "Ask for a reply sooner than the policy says, with a reason.",
        "give less than the hours to reply that the policy asks for",
    )
    RENEW = (
        "renew",
        "Keep a newer text of an article; every claim’s words are found again or asked about.",
        "bring in a newer text",
    )
    SETTLE = (
        "settle",
        "Say what became of words that a newer text changed or lost.",
        "settle what became of a claim’s words",
    )
    CAPTURE = (
        "capture",
        "Have a copy of a source kept, fetched again or brought in as a file.",
        "have a copy of a source kept",
    )
    LOOK_AFTER = (
        "look_after_source",
        "Have a source looked at again; say of one that died or changed that nothing is to be done.",
        "look after what became of a source",
    )
    PROTECT = (
        "protect",
        "Log a protected source, change it and add files to it; make evidence a protected source.",
        "protect a source",
    )
    NAME_READER = (
        "name_reader",
        "Name who may read a protected source, and end that again.",
        "say who reads a protected source",
    )
    EXCEPT_SOURCE = (
        "except_source",
        "Let a protected source count for the verdict: a source-safety exception, by name and with a reason.",
        "record a source-safety exception",
    )
    DERIVE = (
        "derive",
        "Make a part or a redaction of a kept copy; the original never changes.",
        "make a derived version of a kept copy",
    )
    RESTRICT = (
        "restrict",
        "Restrict the originals of evidence to few, once a derived version is there, or lift that.",
        "restrict access to originals",
    )
    LINK = "link", "Say that a claim stands in another article as well.", "link a claim"
    CONFIRM_LINK = (
        "confirm_link",
        "Confirm that it is the same claim; only then do readers see it there.",
        "confirm it",
    )
    UNLINK = "unlink", "Take a claim out of another article again.", "take a link away"
    TELL_APART = (
        "tell_apart",
        "Say why a claim is another one than a check that looks like it.",
        "tell claims apart",
    )
    IMPORT_REVIEWS = "import_reviews", "Bring in others’ published reviews.", "import reviews"
    SORT_INTAKE = (
        "sort_intake",
        "Put what a reader sent into a claim, take it up as a correction, decline it, or mark it as spam.",
        "decide on what readers sent",
    )
    TRANSLATE = (
        "translate",
        "Translate a published verdict, hand the translation in, and ask for reviews of it.",
        "translate a verdict",
    )
    REVIEW_TRANSLATION = (
        "review_translation",
        "Approve exactly the words of a translation, or send it back with a reason.",
        "decide on a translation",
    )
    CLEAR_TRANSLATION = (
        "clear_translation",
        "Clear a translation for publication where the claim carries a risk flag.",
        "clear a translation",
    )
    PUBLISH_TRANSLATION = (
        "publish_translation",
        "Put an approved translation before readers.",
        "publish a translation",
    )
    WAIVE_AT_GATE = (
        "waive_at_gate",
        "Let a claim of our own draft run as it is, by name and with a reason.",
        "waive at the gate",
    )
    TAKE_WAIVER_BACK = (
        "take_waiver_back",
        "End a waiver at the gate, whoever granted it.",
        "take a waiver back",
    )
    CLEAR_TEXT = (
        "clear_text",
        "Sign that our own draft may run: the clearance sheet.",
        "clear an article to run",
    )
    WITHHOLD = (
        "withhold",
        "Withhold a published page by order of an authority, and give it back.",
        "withhold a page by order",
    )
    SET_UP = (
        "set_up",
        "Change the desk’s name, contact and policies’ addresses.",
        "change the settings of the desk",
    )
    KEEP_SCALES = "keep_scales", "Change rating scales and mappings.", "change a rating scale"
    KEEP_POLICY = "keep_policy", "Change what an approval takes.", "change the approval policy"
    KEEP_PAGES = (
        "keep_pages",
        "Write the pages on which the desk says how it works.",
        "change a page about the desk",
    )
    KEEP_TOPICS = (
        "keep_topics",
        "Add topics to the desk’s list, rename and retire them.",
        "change the list of topics",
    )
    KEEP_PEOPLE = (
        "keep_people",
        "Invite people, give and take parts, end sessions and accounts.",
        "do this",
    )
    TRY_AGAIN = (
        "try_again",
        "Begin a job anew that the desk gave up: a mail, a page, a copy.",
        "try a job again",
    )

    @property
    def heading(self) -> str:
        """The words at the head of its row."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Allowed:
    """Who may; with `is_by_shell` whoever has the machine's shell may as well.  `conditions` are whole sentences."""

    parts: frozenset[Part]
    conditions: tuple[str, ...] = ()
    is_by_shell: bool = False


def _to(*parts: Part, but: tuple[str, ...] = (), is_by_shell: bool = False) -> Allowed:
    return Allowed(frozenset(parts), but, is_by_shell)


_NO_CONFLICT = "Whoever declared a conflict of interest on the claim stays out."
_WORK = (Part.CHECKER, Part.EDITOR)
_READ = (Part.REVIEWER, Part.EDITOR)

ALLOWED: Mapping[Act, Allowed] = MappingProxyType(
    {
        Act.IMPORT: _to(*_WORK, is_by_shell=True),
        Act.DESCRIBE: _to(*_WORK),
        Act.GO_THROUGH: _to(*_WORK, but=("No claim stands on the sentence.",)),
        Act.OPEN_CLAIM: _to(*_WORK),
        Act.SET_DUE: _to(Part.EDITOR, but=(_NO_CONFLICT,)),
        Act.FILE_CLAIM: _to(
            *_WORK,
            but=(_NO_CONFLICT, "Nothing that readers have changes while a legal hold is on."),
            is_by_shell=True,
        ),
        Act.SHORT_NOTICE: _to(Part.EDITOR, but=(_NO_CONFLICT,)),
        Act.RENEW: _to(*_WORK, is_by_shell=True),
        Act.SETTLE: _to(
            *_WORK,
            but=(
                _NO_CONFLICT,
                "Who chooses other words had a hand in the claim and never approves it.",
            ),
        ),
        Act.CAPTURE: _to(*_WORK, but=(_NO_CONFLICT,)),
        Act.LOOK_AFTER: _to(*_WORK, but=(_NO_CONFLICT,), is_by_shell=True),
        Act.PROTECT: _to(
            *_WORK,
            but=(
                _NO_CONFLICT,
                "The claim is open to a change of its evidence.",
                "Only whoever logged the source or was named may read or change it.",
            ),
        ),
        Act.NAME_READER: _to(
            Part.EDITOR,
            Part.LEGAL_REVIEWER,
            but=(_NO_CONFLICT, "Nobody names herself, nor whoever declared a conflict."),
        ),
        Act.EXCEPT_SOURCE: _to(
            Part.EDITOR,
            but=(_NO_CONFLICT, "Who may read the source, and never whoever worked on the claim."),
        ),
        Act.DERIVE: _to(*_WORK, but=(_NO_CONFLICT, "She may open the original.")),
        Act.RESTRICT: _to(
            *_WORK, but=(_NO_CONFLICT, "Lifting it: whoever restricted it, or may open it still.")
        ),
        Act.LINK: _to(*_WORK, but=(_NO_CONFLICT,)),
        Act.CONFIRM_LINK: _to(
            *_READ,
            but=(
                _NO_CONFLICT,
                "Never whoever linked it or chose words of it there.",
                "No legal hold is on.",
            ),
        ),
        Act.UNLINK: _to(*_WORK, but=(_NO_CONFLICT, "Where readers see it there, only an editor.")),
        Act.TELL_APART: _to(*_WORK, but=(_NO_CONFLICT,)),
        Act.IMPORT_REVIEWS: _to(*_WORK, is_by_shell=True),
        Act.SORT_INTAKE: _to(
            *_WORK,
            but=(
                _NO_CONFLICT,
                "The claim it goes into is not dismissed; the verdict to correct is published.",
                "Declining needs a reason, which the sender reads.",
            ),
        ),
        Act.TRANSLATE: _to(
            *_WORK,
            but=(
                _NO_CONFLICT,
                "The verdict stands before readers, in another language.",
                "Only its authors take a translation back.",
            ),
        ),
        Act.REVIEW_TRANSLATION: _to(
            *_READ,
            but=(
                _NO_CONFLICT,
                "Never whoever wrote a version of it since the one readers have.",
                "The original was not changed since.",
                "Sending back needs a reason.",
            ),
        ),
        Act.CLEAR_TRANSLATION: _to(
            Part.LEGAL_REVIEWER,
            but=(_NO_CONFLICT, "Never whoever wrote a version of it since the one readers have."),
        ),
        Act.PUBLISH_TRANSLATION: _to(
            Part.EDITOR,
            but=(
                _NO_CONFLICT,
                "The approvals the policy asks for stand, for exactly these words.",
                "The original was not changed since, and no legal hold is on.",
            ),
        ),
        Act.WAIVE_AT_GATE: _to(
            Part.EDITOR,
            but=(
                _NO_CONFLICT,
                "Never whoever worked on the claim.",
                "Never a legal hold, never in place of legal clearance.",
            ),
        ),
        Act.TAKE_WAIVER_BACK: _to(Part.EDITOR),
        Act.CLEAR_TEXT: _to(
            Part.EDITOR,
            but=(
                "Nobody who declared a conflict of interest on a claim of the article.",
                "Every claim is settled and no sentence is left unlooked.",
            ),
        ),
        Act.WITHHOLD: _to(
            Part.LEGAL_REVIEWER,
            Part.ADMINISTRATOR,
            but=(
                _NO_CONFLICT,
                "It takes two: whoever entered the order never confirms it.",
                "Readers are told by whose order, and what may be said.",
            ),
        ),
        Act.SET_UP: _to(Part.ADMINISTRATOR),
        Act.KEEP_SCALES: _to(
            Part.ADMINISTRATOR,
            but=("Labels are retired, never deleted.",),
            is_by_shell=True,
        ),
        Act.KEEP_POLICY: _to(
            Part.ADMINISTRATOR,
            but=("Claims under way are judged by the new one from now on.",),
            is_by_shell=True,
        ),
        Act.KEEP_PAGES: _to(
            Part.ADMINISTRATOR,
            but=("Each save is a version with a note; versions never change or vanish.",),
            is_by_shell=True,
        ),
        Act.KEEP_TOPICS: _to(
            Part.ADMINISTRATOR,
            but=("Topics are retired, never deleted; a renamed one keeps its old address.",),
            is_by_shell=True,
        ),
        Act.KEEP_PEOPLE: _to(
            Part.ADMINISTRATOR, but=("The last administrator stays.",), is_by_shell=True
        ),
        Act.TRY_AGAIN: _to(Part.ADMINISTRATOR, but=("It was given up.",)),
    }
)


def refusal(act: Act, actor: Actor) -> NotYourPart | None:
    """Why this person's parts do not let her, or None when they do."""
    allowed = ALLOWED[act]
    if actor.plays(*allowed.parts) or (allowed.is_by_shell and actor == COMMAND_LINE):
        return None
    return NotYourPart(f"Only {either(allowed.parts)} may {act.words}.")


def require(act: Act, actor: Actor) -> None:
    """Raise `NotYourPart` when `refusal` finds one."""
    found = refusal(act, actor)
    if found is not None:
        raise found
