"""`factcheck translation`: look at the translations of published verdicts."""

import click

from factcheck.cli.frame import examples, opened, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.services import translation_list
from factcheck.services.translation_list import Overview

NOT_SHOWN = "not shown: names somebody hidden since"


@click.group()
def translation() -> None:
    """See which verdicts are translated, and which translations are out of date."""


@translation.command(
    "list",
    epilog=examples("factcheck translation list", "factcheck translation list --stale --json"),
)
@click.option("--stale", is_flag=True, help="Only those whose original was changed since.")
@json_option
def list_(stale: bool, is_json: bool) -> None:
    """List the translations of all verdicts that stand, with the version readers get.

    One that may name somebody who is hidden since is not shown to readers, who get the original instead.

    JSON: [{"claim", "language", "version", "state", "author", "saved_at", "readers_have", "of_version", "is_stale",
    "names_hidden"}].
    """
    with opened() as database, reading(database) as session:
        found = [one for one in translation_list.overview(session) if one.is_stale or not stale]
    if is_json:
        print_json([_as_json(one) for one in found])
        return
    rows = [
        (one.claim_id, one.language, one.number, _state(one), one.author_name, _readers(one))
        for one in found
    ]
    print_table(
        ("claim", "language", "version", "state", "author", "readers have"),
        rows,
        none="No such translations.",
    )


def _state(one: Overview) -> str:
    return f"{one.state.label}, {NOT_SHOWN}" if one.names_hidden else one.state.label


def _readers(one: Overview) -> str:
    if not one.shown_number:
        return "none"
    return f"version {one.shown_number}{', out of date' if one.is_stale else ''}"


def _as_json(one: Overview) -> dict[str, object]:
    return {
        "claim": one.claim_id,
        "language": one.language,
        "version": one.number,
        "state": one.state.value,
        "author": one.author_name,
        "saved_at": one.saved_at,
        "readers_have": one.shown_number,
        "of_version": one.live_source,
        "is_stale": one.is_stale,
        "names_hidden": one.names_hidden,
    }
