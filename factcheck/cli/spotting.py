"""`factcheck spotting`: how good the desk's suggestions are, and learning from what became of them."""

from typing import Any

import click
from sqlalchemy.orm import Session

from factcheck import spotting_models
from factcheck.cli.frame import examples, opened, settings_with
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.domain.spotting.retraining import Quality, Retrained, retrain
from factcheck.services import suggestions
from factcheck.services.suggestions import Counts
from factcheck.spotting_models import BUILT_IN


@click.group()
def spotting() -> None:
    """Suggestions: which sentences of an article are proposed for checking."""


@spotting.command(
    "counts", epilog=examples("factcheck spotting counts", "factcheck spotting counts --json")
)
@json_option
def spotting_counts(is_json: bool) -> None:
    """Say what became of suggestions, for each model that made them.

    Precision is the share of decided suggestions that became claims; recall is the share of sentences with a claim
    that had been proposed; both from 0 to 1.

    JSON: [{"model", "accepted", "dismissed", "unsuggested", "precision", "recall", "reasons"}].
    """
    with opened(settings_with()) as database, Session(database.reader) as session:
        found = suggestions.counts(session)
    if is_json:
        print_json([_as_json(one) for one in found])
        return
    rows = [
        (
            one.model,
            one.accepted,
            one.dismissed,
            one.unsuggested,
            _share(one.precision),
            _share(one.recall),
            _why(one),
        )
        for one in found
    ]
    head = ("model", "accepted", "dismissed", "unsuggested", "precision", "recall", "dismissed as")
    print_table(head, rows, none="Nothing was decided of a suggestion yet.")


def _as_json(one: Counts) -> dict[str, object]:
    return {
        "model": one.model,
        "accepted": one.accepted,
        "dismissed": one.dismissed,
        "unsuggested": one.unsuggested,
        "precision": one.precision,
        "recall": one.recall,
        "reasons": {reason.value: count for reason, count in one.reasons.most_common()},
    }


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _why(one: Counts) -> str:
    return ", ".join(f"{reason.label} {count}" for reason, count in one.reasons.most_common())


@spotting.command(
    "retrain",
    epilog=examples(
        "factcheck spotting retrain          learn, show both figures, keep the new model",
        "factcheck spotting retrain --use    and use it if it is better",
    ),
)
@click.option("--use", "is_used", is_flag=True, help="Use the new model if it is better.")
@json_option
def spotting_retrain(is_used: bool, is_json: bool) -> None:
    """Learn from the desk's own decisions: sentences with a claim, and sentences passed over.

    The model in use is corrected and kept; the new one lies beside it. Both figures are of decisions the model
    measured has not learnt from: the articles are split five ways.

    JSON: {"model", "decisions", "before", "after", "is_better", "in_use"}; before and after are
    {"average_precision", "f1"}.
    """
    settings = settings_with()
    with opened(settings) as database, Session(database.reader) as session:
        click.echo("Reading decisions …", err=True)
        decided = list(suggestions.decisions(session))
    old = spotting_models.read(settings.home, spotting_models.name_in_use(settings.home))
    click.echo(f"Learning from {len(decided):,} decisions …", err=True)
    made = retrain(old, decided, version=spotting_models.next_name(settings.home))
    spotting_models.keep(settings.home, made.model)
    if is_used and made.is_better:
        spotting_models.use(settings.home, made.model.version)
    in_use = spotting_models.name_in_use(settings.home)
    if is_json:
        print_json(_made_as_json(made, in_use))
        return
    _say(made, old.version, in_use)


def _made_as_json(made: Retrained, in_use: str) -> dict[str, Any]:
    return {
        "model": made.model.version,
        "decisions": made.decisions,
        "before": vars(made.before),
        "after": vars(made.after),
        "is_better": made.is_better,
        "in_use": in_use,
    }


def _say(made: Retrained, old: str, in_use: str) -> None:
    rows = [_line(old, made.before), _line(made.model.version, made.after)]
    print_table(("model", "average precision", "f1"), rows, none="")
    better = "better" if made.is_better else "no better"
    click.echo(f"The new model is {better} on {made.decisions:,} decisions it had not learnt from.")
    if in_use == made.model.version:
        click.echo("It is used from the next start of the server on.")
    else:
        click.echo(f"It is kept and not used: factcheck spotting use {made.model.version}")


def _line(name: str, quality: Quality) -> tuple[str, str, str]:
    return name, f"{quality.average_precision:.3f}", f"{quality.f1:.3f}"


@spotting.command(
    "list", epilog=examples("factcheck spotting list", "factcheck spotting list --json")
)
@json_option
def spotting_list(is_json: bool) -> None:
    """List the models there are; the one in use is marked.

    JSON: [{"name", "in_use"}].
    """
    home = settings_with().home
    in_use = spotting_models.name_in_use(home)
    found = spotting_models.names(home)
    if is_json:
        print_json([{"name": name, "in_use": name == in_use} for name in found])
        return
    rows = [(name, "in use" if name == in_use else "") for name in found]
    print_table(("model", ""), rows, none="")


@spotting.command(
    "use", epilog=examples("factcheck spotting use desk-0001", f"factcheck spotting use {BUILT_IN}")
)
@click.argument("name")
def spotting_use(name: str) -> None:
    """Use the model NAME from the next start of the server on; `built-in` is the one that comes with the program."""
    spotting_models.use(settings_with().home, name)
    click.echo(f"{name} is used from the next start of the server on.")
