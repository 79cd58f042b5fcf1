"""`factcheck article gate`: whether one of our own drafts may run, and what is in the way."""

import click

from factcheck.cli.frame import NUMBER, Fault, examples, opened, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.services import clearances, gate
from factcheck.services.clearances import ClearanceLine
from factcheck.services.gate import AtTheGate
from factcheck.services.gate_told import told


@click.command(
    "gate",
    epilog=examples(
        "factcheck article gate 12",
        "factcheck article gate 12 --json",
        "factcheck article gate 12 --check && publish-the-article",
    ),
)
@click.argument("id", type=NUMBER)
@click.option("--check", is_flag=True, help="Exit with 1 unless a signed clearance holds.")
@json_option
def article_gate(id: int, check: bool, is_json: bool) -> None:
    """Show whether article ID, one of our own drafts, may run, and what is in the way.

    JSON: {"article", "title", "text": {"version", "sha256"}, "may_run", "reasons": [{"claim" (null: the sentences),
    "sentence"}], "sentences": {"total", "unlooked"}, "facts": [{"claim", "statement", "words", "state", "finding",
    "decision" (approved, dismissed, waived, gone, or "" while it blocks), "blocks", "waiver": null or {"by", "at",
    "reason"}}], "clearance": null or {"number", "is_valid", "void_because", "void_since", "signed_by", "signed_at",
    "sha256", "key_id"}}.
    """
    with opened() as database, reading(database) as session:
        now = gate.standing(session, id)
        newest = clearances.newest(session, now)
        if is_json:
            print_json(told(now, newest))
        else:
            _print(now, newest)
    if check and (newest is None or not newest.is_valid):
        raise Fault("No clearance of this article holds.")


def _print(now: AtTheGate, newest: ClearanceLine | None) -> None:
    click.echo(f"Article {now.article.id}, text {now.version.number}: {now.article.title}")
    click.echo("May run." if now.gate.may_run else "May not run yet:")
    for reason in now.gate.reasons:
        click.echo(f"  {reason.sentence}")
    rows = [
        (row.fact.claim_id, row.fact.state.label, row.fact.decision or "blocks", row.ticket.claim.statement)
        for row in now.rows
    ]  # fmt: skip
    click.echo("")
    print_table(("claim", "state", "at the gate", "statement"), rows, none="No claims.")
    if newest is not None:
        because = "; ".join(newest.void_because)
        click.echo(
            f"\nSheet {newest.number}, signed by {newest.signed_by} at {newest.signed_at:%Y-%m-%d %H:%M} UTC: "
            + (f"void, because: {because}." if because else "holds.")
        )
