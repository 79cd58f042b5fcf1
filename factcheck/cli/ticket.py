"""One claim, printed whole: as text for a person, as data for a program."""

from collections.abc import Sequence

import click

from factcheck.cli.output import print_table
from factcheck.domain.checklist import checklist
from factcheck.domain.terms import ReviewState
from factcheck.models import Evidence
from factcheck.services.standing import Ticket
from factcheck.services.standing_rows import ReviewRow


def ticket_as_json(ticket: Ticket, rows: Sequence[Evidence]) -> dict[str, object]:
    """The shape that `factcheck claim show --help` documents."""
    claim, article = ticket.claim, ticket.article
    return {
        "id": claim.id,
        "version": claim.version,
        "state": claim.state.value,
        "since": claim.state_since_at,
        "statement": claim.statement,
        "claimant": claim.claimant or claim.claimant_role,
        "article": {"id": article.id, "title": article.title, "url": article.url},
        "topics": [row.slug for row in ticket.topics],
        "asked_for": ticket.asked_for,
        "assignee": ticket.assignee_name,
        "is_held": ticket.hold is not None,
        "verdict": _verdict(ticket),
        "reviews": [
            {"name": r.reviewer_name, "capacity": r.capacity.value, "state": _vote(ticket, r)}
            for r in ticket.reviews
        ],
        "evidence": [_evidence(row) for row in rows],
        "checklist": [
            {"is_met": line.is_met, "sentence": line.sentence}
            for line in checklist(ticket.standing)
        ],
        "published_version": ticket.publication.current_number if ticket.publication else 0,
    }


def _vote(ticket: Ticket, review: ReviewRow) -> str:
    """The reviewer's state; while a panel votes in secret, only that she has voted (W3)."""
    is_vote = review.state in {ReviewState.APPROVED, ReviewState.SENT_BACK}
    return "voted" if is_vote and not ticket.standing.are_votes_open else review.state.value


def _verdict(ticket: Ticket) -> dict[str, object] | None:
    verdict, rating = ticket.verdict, ticket.rating
    if verdict is None:
        return None
    return {
        "number": verdict.number,
        "rating": verdict.conclusion or (rating.label if rating else ""),
        "reason": verdict.reason,
        "as_of": verdict.as_of,
        "author": ticket.author_name,
        "content_hash": verdict.content_hash or "",
    }


def _evidence(row: Evidence) -> dict[str, object]:
    return {
        "number": row.number,
        "stance": row.stance.value,
        "class": row.source_class.value,
        "title": row.title,
        "url": row.url,
        "is_withdrawn": row.withdrawn_at is not None,
    }


def print_ticket(ticket: Ticket, rows: Sequence[Evidence]) -> None:
    """The claim on one screen."""
    claim, verdict = ticket.claim, _verdict(ticket)
    click.echo(
        f"Claim {claim.id}, {claim.state.label} since {claim.state_since_at:%Y-%m-%d %H:%M} UTC"
    )
    click.echo(f"  {claim.statement}")
    click.echo(f"  said by {claim.claimant or claim.claimant_role or 'nobody named'}")
    click.echo(f"  in article {ticket.article.id}: {ticket.article.title}")
    if ticket.topics:
        click.echo(f"  under {', '.join(row.name for row in ticket.topics)}")
    click.echo(f"  checked by {ticket.assignee_name or 'nobody yet'}")
    if ticket.hold is not None:
        click.echo(f"  on legal hold: {ticket.hold.reason}")
    if verdict is not None:
        click.echo(f"\nVerdict {verdict['number']}: {verdict['rating'] or 'not rated yet'}")
        click.echo(f"  {verdict['reason']}")
    for review in ticket.reviews:
        vote = _vote(ticket, review).replace("_", " ")
        click.echo(f"  {review.reviewer_name}: {vote} ({review.capacity.label})")
    click.echo("\nEvidence")
    table = [
        (row.number, "withdrawn" if row.withdrawn_at else row.stance.label, row.title)
        for row in rows
    ]
    print_table(("no.", "stance", "title"), table, none="None yet.")
    click.echo("\nOn the way to publication")
    for line in checklist(ticket.standing):
        click.echo(f"  [{'x' if line.is_met else ' '}] {line.sentence}")
