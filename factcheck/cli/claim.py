"""`factcheck claim`: look at claims."""

from collections.abc import Iterator

import click
from sqlalchemy.orm import Session

from factcheck.cli.claim_file import claim_file
from factcheck.cli.claim_similar import claim_similar
from factcheck.cli.claim_vectors import claim_vectors
from factcheck.cli.frame import NUMBER, NUMBER_FROM_ONE, examples, opened, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.cli.ticket import print_ticket, ticket_as_json
from factcheck.db import Database
from factcheck.domain.terms import COMMAND_LINE, State
from factcheck.services import queue
from factcheck.services.evidence import all_rows
from factcheck.services.queue import QueueRow
from factcheck.services.queue_filters import Filter, Sort, read_place
from factcheck.services.standing import load


@click.group()
def claim() -> None:
    """List claims, look at one, find those that say the same."""


claim.add_command(claim_file)
claim.add_command(claim_similar)
claim.add_command(claim_vectors)


@claim.command(
    "list",
    epilog=examples("factcheck claim list", "factcheck claim list --state in_review --json"),
)
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only these.")
@click.option("--limit", type=NUMBER_FROM_ONE, default=100, show_default=True, help="At most.")
@json_option
def list_(state: str | None, limit: int, is_json: bool) -> None:
    """List claims state by state, those that have waited longest first.

    JSON: [{"id", "state", "since", "statement", "claimant", "rating", "assignee", "due_on", "risks", "is_held",
    "evidence": {"supports", "refutes", "context"}}].
    """
    states = [State(state)] if state else list(State)
    with opened() as database, reading(database) as session:
        found = [
            row for row, _ in zip(_rows(session, database, states), range(limit), strict=False)
        ]
    if is_json:
        print_json([_as_json(row) for row in found])
        return
    rows = [(one.id, one.state.label, one.since, one.rating, one.statement) for one in found]
    print_table(("id", "state", "since", "rating", "claim"), rows, none="No such claims.")


def _rows(session: Session, database: Database, states: list[State]) -> Iterator[QueueRow]:
    """Page by page, so that a long list is never held whole."""
    for state in states:
        wanted, after = Filter(state=state), ""
        while True:
            place = read_place(after, Sort.SINCE, is_search=False) if after else None
            wanted = Filter(state=state, after=place)
            page = queue.page(session, database.dialect, COMMAND_LINE, wanted)
            yield from page.rows
            after = page.next_after
            if not after:
                break


def _as_json(row: QueueRow) -> dict[str, object]:
    plain = ("id", "since", "statement", "claimant", "rating", "assignee", "due_on", "is_held")
    return {
        **{name: getattr(row, name) for name in plain},
        "state": row.state.value,
        "risks": list(row.risks),
        "evidence": {
            "supports": row.supports,
            "refutes": row.refutes,
            "context": row.context,
        },
    }


@claim.command(epilog=examples("factcheck claim show 12", "factcheck claim show 12 --json"))
@click.argument("claim_id", metavar="ID", type=NUMBER)
@json_option
def show(claim_id: int, is_json: bool) -> None:
    """Show claim ID: where it stands, its verdict and evidence, what keeps it from publication.

    JSON: {"id", "version", "state", "since", "statement", "claimant", "article": {"id", "title", "url"},
    "topics": [slug], "asked_for", "assignee", "is_held", "verdict": {"number", "rating", "reason", "as_of", "author",
    "content_hash"} or null, "reviews": [{"name", "capacity", "state"}], "evidence": [{"number", "stance", "class",
    "title", "url", "is_withdrawn"}], "checklist": [{"is_met", "sentence"}], "published_version"}.
    """
    with opened() as database, reading(database) as session:
        ticket, rows = load(session, claim_id), all_rows(session, claim_id)
        if is_json:
            print_json(ticket_as_json(ticket, rows))
        else:
            print_ticket(ticket, rows)
