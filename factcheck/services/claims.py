"""Claims: opening them from an article's words, wording them, taking, giving, dismissing."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import delete, select

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.anchoring import Span
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import ClaimKind, Dismissal, Part, State
from factcheck.domain.workflow import Verb
from factcheck.models import Anchor, ArticleVersion, Claim, HiddenName, Person, PersonPart
from factcheck.services import history, notices, readers, stale, topics
from factcheck.services.changes import begin, content_changed, had_a_hand, move
from factcheck.services.intake import NoSuchArticle
from factcheck.services.standing import Ticket, for_change
from factcheck.services.standing_rows import AnchorRow


@dataclass(frozen=True, kw_only=True)
class ClaimInput:
    """What a person says about a claim, cleaned already; without `topics` those it has stay."""

    statement: str
    claimant: str = ""
    claimant_role: str = ""
    is_claimant_public: bool = True
    said_on: str = ""
    said_where: str = ""
    appearance_url: str = ""
    kind: ClaimKind = ClaimKind.OTHER
    names_private_person: bool = False
    alleges_crime: bool = False
    involves_minor: bool = False
    selection_reason: str = ""
    hidden_names: tuple[tuple[str, str], ...] = ()
    topics: tuple[int, ...] | None = None


SEVERAL = {"hidden_names", "topics"}  # these have tables of their own
COLUMNS = tuple(f.name for f in fields(ClaimInput) if f.name not in SEVERAL)
# What no approval rests on: changing it alone voids nothing.
BESIDE = {"selection_reason", "topics"}
# What shows in readers' pages of other claims before it is published: where words are marked, and who is hidden.
TELLING = {
    *("claimant", "claimant_role", "is_claimant_public", "names_private_person", "involves_minor"),
    *("hidden_names", "marked words"),
}


def open_claim(
    work: Work,
    article_id: int,
    given: ClaimInput,
    spans: Sequence[Span],
    *,
    is_spotted: bool = False,
    is_taken: bool = False,
) -> Claim:
    """Open a claim from words of an article; only mark it with `is_spotted`; start on it at once with `is_taken`.

    Raises `NoSuchArticle`, `NotYourPart`, `BadInput` when no words are given, or `WrongState` when they do not stand
    in the newest text.
    """
    if not work.entries:
        # It takes the history's lock: no newer text comes in from here on.
        work.chain_end = history.end_of_chain(work)
    version_id = _newest_text(work, article_id, spans)
    require(Act.OPEN_CLAIM, work.actor)
    if not spans:
        raise BadInput("Choose the words of the article that make the claim.")
    claim = Claim(
        article_id=article_id,
        state=State.SPOTTED if is_spotted else State.OPEN,
        state_since_at=work.now,
        created_by_id=work.actor.id,
        created_at=work.now,
        updated_at=work.now,
        **{name: getattr(given, name) for name in COLUMNS},
    )
    work.session.add(claim)
    work.session.flush()
    put_anchors(work, claim.id, version_id, spans)
    _hide(work, claim.id, given.hidden_names)
    topics.file_new(work, claim.id, given.topics or ())
    if given.hidden_names or not given.is_claimant_public:
        readers.tell_of_articles(work, article_id)
    history.record(
        work,
        Event.CLAIM_OPENED,
        claim_id=claim.id,
        subject=f"article:{article_id}",
        to_state=claim.state.value,
        detail=given.statement,
    )
    if is_taken and not is_spotted:
        work.session.flush()
        take(work, claim.id)
    return claim


def _newest_text(work: Work, article_id: int, spans: Sequence[Span]) -> int:
    """The newest text, once the words chosen are seen to stand in it: another may have come in meanwhile (W14)."""
    found = work.session.execute(
        select(ArticleVersion.id, ArticleVersion.text)
        .where(ArticleVersion.article_id == article_id)
        .order_by(ArticleVersion.number.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NoSuchArticle
    if any(found.text[span.start : span.end] != span.exact for span in spans):
        raise WrongState("The article’s text changed meanwhile. Choose the words again.")
    version_id: int = found.id
    return version_id


def put_anchors(work: Work, claim_id: int, version_id: int, spans: Sequence[Span]) -> list[Anchor]:
    """Mark words of one text of an article as a claim; who may is asked before."""
    anchors = [
        Anchor(
            claim_id=claim_id,
            article_version_id=version_id,
            start_char=span.start,
            end_char=span.end,
            exact=span.exact,
            prefix=span.prefix,
            suffix=span.suffix,
            created_by_id=work.actor.id,
            created_at=work.now,
        )
        for span in spans
    ]
    work.session.add_all(anchors)
    return anchors


def _hide(work: Work, claim_id: int, names: Sequence[tuple[str, str]]) -> None:
    work.session.add_all(
        HiddenName(claim_id=claim_id, name=name, role=role) for name, role in names
    )


def edit(
    work: Work,
    claim_id: int,
    seen_version: int,
    given: ClaimInput,
    *,
    add_spans: Sequence[Span] = (),
    remove_anchor_ids: Sequence[int] = (),
) -> Claim:
    """Change what is said about a claim, or the words it is marked at.

    Raises `StaleSave` when somebody saved since `seen_version`, a refusal, or `BadInput` when no mark would be left.
    """
    ticket = begin(work, claim_id, Verb.EDIT_CLAIM)
    claim = ticket.claim
    if claim.version != seen_version:
        raise stale.of_claim(work.session, ticket, given)
    changed = _changed(ticket, given, add_spans, remove_anchor_ids)
    if not changed:
        return claim
    for name in COLUMNS:
        setattr(claim, name, getattr(given, name))
    _replace_names(work, ticket, given.hidden_names)
    _replace_anchors(work, ticket, add_spans, remove_anchor_ids)
    if changed & TELLING:
        readers.tell_of_articles(work, claim.article_id, *ticket.elsewhere)
    is_content = not changed <= BESIDE
    if given.topics is not None:
        topics.put(work, ticket, given.topics)
    if is_content:
        had_a_hand(work, ticket, "changed the claim")
    words = ", ".join(sorted(name.replace("_", " ") for name in changed - {"topics"}))
    if is_content:
        move(work, ticket, Verb.EDIT_CLAIM, event=Event.CLAIM_CHANGED, detail=words)
        content_changed(work, ticket, f"changed the claim ({words})")
        return claim
    claim.updated_at = work.now
    if changed != {"topics"}:
        history.record(
            work, Event.CLAIM_CHANGED, claim_id=claim.id, subject=f"claim:{claim.id}", detail=words
        )
    return claim


def _changed(
    ticket: Ticket, given: ClaimInput, add_spans: Sequence[Span], remove_anchor_ids: Sequence[int]
) -> set[str]:
    """The names of what differs between the claim as it stands and as given."""
    changed = {name for name in COLUMNS if getattr(ticket.claim, name) != getattr(given, name)}
    if sorted(given.hidden_names) != sorted((name, role) for _, name, role in ticket.hidden_names):
        changed.add("hidden_names")
    if given.topics is not None and set(given.topics) != {row.id for row in ticket.topics}:
        changed.add("topics")
    if add_spans or remove_anchor_ids:
        changed.add("marked words")
    return changed


def _replace_names(work: Work, ticket: Ticket, names: Sequence[tuple[str, str]]) -> None:
    if sorted(names) == sorted((name, role) for _, name, role in ticket.hidden_names):
        return
    work.session.execute(delete(HiddenName).where(HiddenName.claim_id == ticket.claim.id))
    _hide(work, ticket.claim.id, names)
    ticket.hidden_names = [(0, name, role) for name, role in names]


def _replace_anchors(
    work: Work, ticket: Ticket, add: Sequence[Span], remove: Sequence[int]
) -> None:
    if not add and not remove:
        return
    kept = [a for a in ticket.anchors if a.id not in set(remove)]
    if not kept and not add:
        raise BadInput("A claim stands somewhere in its article: keep or mark at least one place.")
    version_id = _newest_text(work, ticket.claim.article_id, add)
    if remove:
        work.session.execute(
            delete(Anchor).where(Anchor.id.in_({a.id for a in ticket.anchors} & set(remove)))
        )
    fresh = put_anchors(work, ticket.claim.id, version_id, add)
    work.session.flush()
    ticket.anchors = kept + [
        AnchorRow(a.id, a.exact, a.start_char, a.end_char, version_id, a.prefix, a.suffix)
        for a in fresh
    ]


def open_spotted(work: Work, claim_id: int) -> None:
    """Decide that a spotted claim is to be checked."""
    move(work, begin(work, claim_id, Verb.OPEN), Verb.OPEN)


def take(work: Work, claim_id: int, seen_holder: int | None = None) -> None:
    """Make the claim mine and start checking.

    `seen_holder` is who held it on the page she pressed the button on, 0 for nobody, None where no page was seen.
    Raises `WrongState` when somebody else took it meanwhile: to take it over from her is another decision.
    """
    ticket = begin(work, claim_id, Verb.TAKE)
    holder = ticket.claim.assignee_id
    if seen_holder is not None and holder is not None and holder != seen_holder:
        raise WrongState(
            f"{ticket.assignee_name} took this claim meanwhile. Look at it again before you take it over."
        )
    ticket.claim.assignee_id = work.actor.id
    move(work, ticket, Verb.TAKE)


def assign(work: Work, claim_id: int, person_id: int) -> None:
    """Give the claim to a checker.  Raises `BadInput` when she cannot check it."""
    ticket = begin(work, claim_id, Verb.ASSIGN)
    name = work.session.scalar(
        select(Person.name)
        .join(PersonPart, PersonPart.person_id == Person.id)
        .where(
            Person.id == person_id, Person.disabled_at.is_(None), PersonPart.part == Part.CHECKER
        )
    )
    if name is None:
        raise BadInput("Choose a colleague of this desk who is a checker.")
    if person_id in ticket.standing.conflicts:
        raise BadInput(f"{name} declared a conflict of interest on this claim.")
    ticket.claim.assignee_id = person_id
    move(work, ticket, Verb.ASSIGN, subject=f"person:{person_id}")
    notices.tell(work, person_id, "assigned", claim_id)


def set_due(work: Work, claim_id: int, due_on: date | None) -> None:
    """Say by when the claim should be settled; editors do, whatever its state."""
    ticket = for_change(work, claim_id)
    require(Act.SET_DUE, work.actor)
    require_no_conflict(ticket.standing, work.actor)
    ticket.claim.due_on = due_on
    ticket.claim.updated_at = work.now
    history.record(
        work, Event.CLAIM_DUE, claim_id=claim_id, detail=due_on.isoformat() if due_on else ""
    )


def dismiss(work: Work, claim_id: int, why: Dismissal, reason: str) -> None:
    """Decide not to check the claim (M10)."""
    ticket = begin(work, claim_id, Verb.DISMISS)
    ticket.claim.dismissal = why
    move(work, ticket, Verb.DISMISS, reason=reason, detail=why.value)


def reopen(work: Work, claim_id: int) -> None:
    """Take a dismissed claim up again."""
    ticket = begin(work, claim_id, Verb.REOPEN)
    ticket.claim.dismissal = None
    move(work, ticket, Verb.REOPEN)
