"""The gate as data: what the command line and the page for programs say of it, in one shape."""

from factcheck.services.clearances import ClearanceLine
from factcheck.services.gate import AtTheGate, Row, moment


def told(now: AtTheGate, newest: ClearanceLine | None) -> dict[str, object]:
    """Where an article stands at the gate.  Its shape is documented by `factcheck article gate --help`."""
    gate = now.gate
    return {
        "article": now.article.id,
        "title": now.article.title,
        "text": {"version": now.version.number, "sha256": now.version.text_sha256},
        "may_run": gate.may_run,
        "reasons": [{"claim": one.claim_id, "sentence": one.sentence} for one in gate.reasons],
        "sentences": {"total": gate.sentences, "unlooked": gate.unlooked},
        "facts": [_fact(row) for row in now.rows],
        "clearance": _clearance(newest),
    }


def _fact(row: Row) -> dict[str, object]:
    ticket, waiver = row.ticket, row.waiver
    rating = ticket.rating
    is_handed_in = ticket.verdict is not None and ticket.verdict.submitted_at is not None
    return {
        "claim": row.fact.claim_id,
        "statement": ticket.claim.statement,
        "words": [one.exact for one in row.places],
        "state": row.fact.state.value,
        "finding": rating.label if rating is not None and is_handed_in else "",
        "decision": row.fact.decision,
        "blocks": [one.value for one in row.fact.blocks],
        "waiver": {"by": waiver.name, "at": moment(waiver.at), "reason": waiver.reason}
        if waiver
        else None,
    }


def _clearance(newest: ClearanceLine | None) -> dict[str, object] | None:
    if newest is None:
        return None
    return {
        "number": newest.number,
        "is_valid": newest.is_valid,
        "void_because": list(newest.void_because),
        "void_since": moment(newest.void_since) if newest.void_since else "",
        "signed_by": newest.signed_by,
        "signed_at": moment(newest.signed_at),
        "sha256": newest.sha256,
        "key_id": newest.key_id,
    }
