"""Origins of evidence: comparing what is kept, making rows one origin, and holding them for independent (M3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.origin_suggestions import Apart, OriginKind, Suggestion
from factcheck.domain.origins import (
    Shares,
    Signature,
    alike,
    credit,
    shares,
    signature,
    signature_from,
)
from factcheck.domain.refusals import WrongState
from factcheck.domain.workflow import Verb
from factcheck.models import (
    ArticleVersion,
    Blob,
    Claim,
    Evidence,
    OriginDecision,
    Snapshot,
    TextLikeness,
    TextSignature,
)
from factcheck.services import evidence, history
from factcheck.services.changes import begin, had_a_hand
from factcheck.services.snapshots import Bytes
from factcheck.services.standing import Ticket, for_change, load

NEAREST = (
    10  # of so many others it is kept that a text repeats them; they are one origin by the first
)
SETTLED = "This was settled meanwhile; look at the page again."


# ── For the job ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Uncompared:
    """A copy whose text was not compared yet: the text's bytes, and the texts the article had."""

    text: Bytes
    claim_id: int
    evidence_id: int
    article_texts: Sequence[str]


def uncompared(session: Session, snapshot_id: int) -> Uncompared | None:
    """What is to be compared, unless it was or there is no text."""
    row = session.execute(
        select(Blob, Evidence.claim_id, Evidence.id, Claim.article_id)
        .select_from(Snapshot)
        .join(Blob, Blob.digest == Snapshot.text_digest)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .join(Claim, Claim.id == Evidence.claim_id)
        .outerjoin(TextSignature, TextSignature.snapshot_id == Snapshot.id)
        .where(Snapshot.id == snapshot_id, TextSignature.snapshot_id.is_(None))
    ).first()
    if row is None:
        return None
    blob, claim_id, evidence_id, article_id = row
    texts = select(ArticleVersion.text).where(ArticleVersion.article_id == article_id)
    kept = Bytes(blob.digest, blob.size, blob.content_type)
    return Uncompared(kept, claim_id, evidence_id, session.scalars(texts).all())


@dataclass(frozen=True)
class Found:
    """What a text is by itself, and beside the article: the most of any of the article's texts."""

    signature: Signature
    credit: str
    of_article: int
    in_article: int


def look_at(text: str, article_texts: Sequence[str]) -> Found:
    """Compare a text with the article's; takes a moment, so no transaction is open meanwhile."""
    own = signature(text)
    beside = [shares(signature(one), own) for one in article_texts]
    most = max(beside, default=Shares(0, 0))
    return Found(own, credit(text), most.of_first, most.of_second)


def keep(work: Work, snapshot_id: int, what: Uncompared, found: Found) -> bool:
    """Keep what was found, and which texts of the claim's other evidence it repeats; False when it was kept before."""
    for_change(
        work, what.claim_id
    )  # two copies that come at once queue here, so that the later sees the earlier
    if work.session.get(TextSignature, snapshot_id) is not None:
        return False
    work.session.add(
        TextSignature(
            snapshot_id=snapshot_id,
            runs=found.signature.runs,
            sketch=found.signature.to_bytes(),
            credit=found.credit,
            of_article=found.of_article,
            in_article=found.in_article,
        )
    )
    others = work.session.execute(
        select(TextSignature.snapshot_id, TextSignature.runs, TextSignature.sketch)
        .join(Snapshot, Snapshot.id == TextSignature.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(Evidence.claim_id == what.claim_id, Evidence.id != what.evidence_id)
    )
    signatures = {key: signature_from(runs, sketch) for key, runs, sketch in others}
    for key, share in list(alike(found.signature, signatures).items())[:NEAREST]:
        work.session.add(
            TextLikeness(
                first_id=snapshot_id,
                second_id=key,
                of_first=share.of_first,
                of_second=share.of_second,
            )
        )
    return True


def compare_with_article(session: Session, version_id: int) -> list[tuple[int, Shares]]:
    """The copies of evidence on claims of an article, and how much each and its newer text repeat each other."""
    version = session.get(ArticleVersion, version_id)
    if version is None:
        return []
    own = signature(version.text)
    rows = session.execute(
        select(TextSignature.snapshot_id, TextSignature.runs, TextSignature.sketch)
        .join(Snapshot, Snapshot.id == TextSignature.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .join(Claim, Claim.id == Evidence.claim_id)
        .where(Claim.article_id == version.article_id)
    )
    return [(key, shares(own, signature_from(runs, sketch))) for key, runs, sketch in rows]


def keep_beside_article(work: Work, found: Sequence[tuple[int, Shares]]) -> None:
    """Keep the shares where more is repeated than of the texts before."""
    for snapshot_id, share in found:
        work.session.execute(
            update(TextSignature)
            .where(
                TextSignature.snapshot_id == snapshot_id,
                TextSignature.of_article < share.of_first,
            )
            .values(of_article=share.of_first, in_article=share.of_second)
        )


# ── For people ───────────────────────────────────────────────────────────────────────────────────


def suggested(ticket: Ticket) -> list[Suggestion]:
    """What is suggested of the evidence that stands and counts; of protected sources nothing is told."""
    repeating = ticket.compared.repeating()
    rows = [row for row in ticket.evidence if row.number not in repeating and not row.withheld]
    return ticket.compared.suggested(sorted(rows, key=lambda row: row.number))


def join(work: Work, claim_id: int, wanted: Apart) -> str:
    """Make the rows of a suggestion one origin, each changed as any evidence is; the name of the group.

    Raises a refusal as `evidence.change`, and `WrongState` when it is suggested no more.
    """
    one = _one(work.session, claim_id, wanted)
    for number in one.numbers:
        row = evidence.row(work.session, claim_id, number)
        changed = replace(evidence.stored(row), origin_group=one.group)
        evidence.change(work, claim_id, number, row.version, changed)
    return one.group


def tell_apart(work: Work, claim_id: int, wanted: Apart) -> None:
    """Hold the rows of a suggestion for independent all the same, or one for no copy of the article.

    Whoever says what counts had a hand in the claim and never approves it (W2).  Raises as `join`.
    """
    ticket = begin(work, claim_id, Verb.CHANGE_EVIDENCE)
    if wanted.kind is OriginKind.ARTICLE:
        if wanted.first not in ticket.compared.repeating():
            raise WrongState(SETTLED)
    else:
        _one(work.session, claim_id, wanted)
    work.session.add(
        OriginDecision(
            claim_id=claim_id,
            kind=wanted.kind,
            first=wanted.first,
            second=wanted.second,
            decided_by_id=work.actor.id or 0,
            decided_at=work.now,
        )
    )
    names = f"{wanted.first} and {wanted.second}" if wanted.second else f"{wanted.first}"
    had_a_hand(work, ticket, f"held evidence {names} for independent")
    history.record(
        work,
        Event.ORIGIN_APART,
        claim_id=claim_id,
        subject=f"evidence:{wanted.first}",
        detail=f"evidence {names}, {wanted.kind.label}",
    )


def _one(session: Session, claim_id: int, wanted: Apart) -> Suggestion:
    ticket = load(session, claim_id)
    found = next((one for one in suggested(ticket) if one.key == wanted), None)
    if found is None:
        raise WrongState(SETTLED)
    return found
