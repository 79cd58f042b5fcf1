"""`factcheck config`: what the program was told."""

from typing import Any

import click

from factcheck.cli.frame import examples, settings_with
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.config import Settings, described

SECRET = frozenset(
    (
        "secret_key",
        "secret_key_fallbacks",
        "source_key",
        "mail_url",
        "queue_url",
        "wayback_key",
        "wayback_secret",
        "purge_url",
        "purge_token",
    )
)
HIDDEN = "(set, not shown)"


@click.group()
def config() -> None:
    """See the settings."""


@config.command(
    epilog=examples(
        "factcheck config show",
        "FACTCHECK_WORKERS=1 factcheck config show --json",
    )
)
@json_option
def show(is_json: bool) -> None:
    """Show every setting: its variable and the value in force.

    Secrets are not shown, only whether they are set.

    JSON: [{"variable", "value", "about"}]; a hidden value is "(set, not shown)".
    """
    settings = settings_with()
    rows = [(name, _value(settings, field), about) for name, field, about in described()]
    if is_json:
        print_json([dict(zip(("variable", "value", "about"), row, strict=True)) for row in rows])
        return
    print_table(("variable", "value"), [row[:2] for row in rows], none="")


def _value(settings: Settings, field: str) -> str:
    value: Any = getattr(settings, field)
    if field == "database_url":
        return _without_password(str(value))
    if field in SECRET:
        return HIDDEN if value else ""
    return str(value)


def _without_password(url: str) -> str:
    """An address as `scheme://user:…@host`, since a password may stand in it."""
    scheme, _, rest = url.partition("://")
    who, at, where = rest.rpartition("@")
    user, colon, _ = who.partition(":")
    return f"{scheme}://{user}{':…' if colon else ''}{at}{where}"
