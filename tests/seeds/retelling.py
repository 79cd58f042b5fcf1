"""Walks the demo's story by the real rulebook, keeping what the tests ask about each claim.

An assertion fails where the rulebook, four eyes or the order of things would refuse a move.  The
services know more (content hashes, policies as data); this is the reading of a careful colleague.
"""

from dataclasses import dataclass, field

from factcheck.domain.content import EvidenceContent
from factcheck.domain.independence import independence
from factcheck.domain.terms import Dismissal, Part, ReplyOutcome, State
from factcheck.domain.workflow import TABLE, Verb
from tests.seeds.seed_files import (
    CLAIMS,
    MOVES,
    PEOPLE,
    SOURCES,
    Data,
    article_of,
    ratings_for,
)

VERB_OF = {"open_claim": Verb.OPEN, "spot_claim": Verb.OPEN} | {verb.value: verb for verb in Verb}
POLICY_ORIGINS = 2  # what the first policies ask for where a risk flag is set
SPOTTERS = {Part.CHECKER, Part.EDITOR}


@dataclass
class Told:
    """One claim while the story is told: its state, who touched this version, what was decided."""

    state: State
    touched: set[str]
    logged: list[int] = field(default_factory=list)
    verdict: int = 0
    asked: set[str] = field(default_factory=set)
    approved_by: set[str] = field(default_factory=set)
    cleared_by: set[str] = field(default_factory=set)
    recused: set[str] = field(default_factory=set)
    replies: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    change: str = ""
    is_held: bool = False
    is_waived: bool = False
    has_few_sources: bool = False
    was_sent_back: bool = False


def tell() -> dict[str, Told]:
    """Walk all moves by the real rulebook; an assertion fails where it refuses."""
    told: dict[str, Told] = {}
    imported: set[str] = set()
    drafts: dict[tuple[str, str], Draft] = {}
    for move in MOVES:
        if "tip" in move:
            assert (
                move["who"] == "reader"
                or Part.CHECKER in _parts(move)
                or Part.EDITOR in _parts(move)
            )
            continue
        parts = _parts(move)
        if "language" in move:
            assert told[move["claim"]].state is State.PUBLISHED, move
            _translate(move, parts, drafts.setdefault((move["claim"], move["language"]), Draft()))
            continue
        if move["does"] == "import_article":
            assert parts & SPOTTERS
            imported.add(move["article"])
            continue
        if move["does"] == "pass_over":
            assert parts & SPOTTERS
            assert move["article"] in imported
            continue
        assert article_of(move["claim"])["id"] in imported
        if move["does"] == "waive_at_gate":
            assert Part.EDITOR in parts
            assert move["reason"]
            assert move["who"] not in told[move["claim"]].touched
            continue
        if move["does"] in {"open_claim", "spot_claim"}:
            assert parts & SPOTTERS
            assert move["claim"] not in told
            state = State.OPEN if move["does"] == "open_claim" else State.SPOTTED
            told[move["claim"]] = Told(state, {move["who"]})
            continue
        _step(move, told[move["claim"]], parts)
    return told


@dataclass
class Draft:
    """A translation while the story is told: who wrote it, who approved it, and how far it is."""

    author: str = ""
    asked: str = ""
    approved_by: str = ""
    is_handed_in: bool = False
    is_published: bool = False


def _translate(move: Data, parts: set[Part], draft: Draft) -> None:
    """One step of a translation: written by one, approved by another, published by an editor."""
    who = move["who"]
    match move["does"]:
        case "save_translation":
            assert parts & SPOTTERS, move
            assert not draft.is_handed_in, move
            draft.author = who
        case "hand_translation_in":
            assert who == draft.author, move
            draft.is_handed_in = True
        case "ask_translation_review":
            assert draft.is_handed_in, move
            assert move["whom"] != draft.author, move
            draft.asked = move["whom"]
        case "approve_translation":
            assert parts & {Part.REVIEWER, Part.EDITOR}, move
            assert who == draft.asked, move
            draft.approved_by = who
        case "publish_translation":
            assert Part.EDITOR in parts, move
            assert draft.approved_by, move
            draft.is_published = True
        case _:
            raise AssertionError(move)


def _parts(move: Data) -> set[Part]:
    return {Part(part) for part in PEOPLE[move["who"]]["parts"]}


def _step(move: Data, claim: Told, parts: set[Part]) -> None:
    verb, who = VERB_OF[move["does"]], move["who"]
    assert parts & TABLE[verb].parts, move
    assert claim.state in TABLE[verb].moves, (move, claim.state)
    assert who not in claim.recused, move
    STEPS.get(verb, _nothing)(move, claim, who)
    claim.state = TABLE[verb].moves[claim.state]


def _nothing(move: Data, claim: Told, who: str) -> None:
    """Verbs that change the state alone."""


def _log(move: Data, claim: Told, who: str) -> None:
    evidence = CLAIMS[move["claim"]]["evidence"]
    assert move["evidence"] == list(
        range(len(claim.logged) + 1, len(claim.logged) + 1 + len(move["evidence"]))
    ), move
    assert move["evidence"][-1] <= len(evidence)
    claim.logged += move["evidence"]
    claim.touched.add(who)


def _save(move: Data, claim: Told, who: str) -> None:
    verdict = CLAIMS[move["claim"]]["verdicts"][move["verdict"] - 1]
    assert set(verdict["rests_on"]) <= set(claim.logged), move
    claim.verdict = move["verdict"]
    claim.touched.add(who)


def _submit(move: Data, claim: Told, who: str) -> None:
    assert claim.verdict
    verdict = CLAIMS[move["claim"]]["verdicts"][claim.verdict - 1]
    minimum = ratings_for(move["claim"])[verdict["rating"]]["minimum_origins"]
    if CLAIMS[move["claim"]]["flags"]:
        minimum = max(minimum, POLICY_ORIGINS)
    assert claim.has_few_sources or _origins(move["claim"], claim.logged) >= minimum, move
    claim.approved_by, claim.cleared_by = set(), set()
    claim.asked -= claim.touched | claim.recused  # whoever was asked before is asked again


def _origins(claim_id: str, numbers: list[int]) -> int:
    rows = []
    for number in numbers:
        row = CLAIMS[claim_id]["evidence"][number - 1]
        source = SOURCES[row["source"]] if "source" in row else row
        rows.append(
            EvidenceContent(
                number=number,
                kind="link",
                stance="supports",
                source_class=row["class"],
                title="",
                url=source["url"],
                publisher=source["publisher"],
                origin_group=source["origin_group"],
            )
        )
    return independence(rows, article_of(claim_id)["url"]).origins


def _ask(move: Data, claim: Told, who: str) -> None:
    assert move["whom"] in PEOPLE
    assert move["whom"] not in claim.asked, move
    claim.asked.add(move["whom"])


def _read_it(move: Data, claim: Told, who: str) -> None:
    assert who in claim.asked, move
    assert who not in claim.touched, move


def _approve(move: Data, claim: Told, who: str) -> None:
    _read_it(move, claim, who)
    claim.approved_by.add(who)


def _clear(move: Data, claim: Told, who: str) -> None:
    _read_it(move, claim, who)
    claim.cleared_by.add(who)


def _back(move: Data, claim: Told, who: str) -> None:
    _read_it(move, claim, who)
    assert move["reason"]
    claim.was_sent_back = True


def _recuse(move: Data, claim: Told, who: str) -> None:
    assert move["reason"]
    claim.recused.add(who)


def _publish(move: Data, claim: Told, who: str) -> None:
    assert claim.approved_by - {who}, "another person approved"
    assert not claim.is_held
    flags = set(CLAIMS[move["claim"]]["flags"])
    if flags:
        assert claim.cleared_by
    if "alleges_crime" in flags:
        assert claim.is_waived or "replied" in claim.replies or "no_reply" in claim.replies
    claim.versions.append(claim.verdict)


def _change(move: Data, claim: Told, who: str) -> None:
    assert move["note"]
    assert claim.verdict < len(CLAIMS[move["claim"]]["verdicts"]), "a new text is there"
    claim.change = move["does"]


def _hold(move: Data, claim: Told, who: str) -> None:
    assert move["reason"]
    assert claim.is_held is (move["does"] == "release")
    claim.is_held = move["does"] == "hold"


def _waive(move: Data, claim: Told, who: str) -> None:
    assert move["reason"]
    assert move["what"] in {"reply", "sources"}
    assert who not in claim.touched
    if move["what"] == "reply":
        claim.is_waived = True
    else:
        claim.has_few_sources = True


def _ask_reply(move: Data, claim: Told, who: str) -> None:
    assert set(move["reply"]) == {"whom", "channel", "due_in_days", "text"}
    claim.replies.append("waiting")


def _record_reply(move: Data, claim: Told, who: str) -> None:
    assert claim.replies[-1] == "waiting"
    claim.replies[-1] = ReplyOutcome(move["outcome"]).value


def _dismiss(move: Data, claim: Told, who: str) -> None:
    assert Dismissal(move["kind"])
    assert move["reason"]


STEPS = {
    Verb.LOG_EVIDENCE: _log, Verb.SAVE_VERDICT: _save, Verb.SUBMIT: _submit,
    Verb.ASK_REVIEW: _ask, Verb.START_READING: _read_it, Verb.APPROVE: _approve,
    Verb.CLEAR: _clear, Verb.SEND_BACK: _back, Verb.RECUSE: _recuse, Verb.PUBLISH: _publish,
    Verb.CORRECT: _change, Verb.CLARIFY: _change, Verb.UPDATE: _change, Verb.HOLD: _hold,
    Verb.RELEASE: _hold, Verb.WAIVE: _waive, Verb.ASK_REPLY: _ask_reply,
    Verb.RECORD_REPLY: _record_reply, Verb.DISMISS: _dismiss,
}  # fmt: skip
