"""`factcheck site`: what readers get, as files that any web server or bucket can serve."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click

from factcheck import create_app, site_export
from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.site_bucket import open_site_bucket
from factcheck.adapters.site_folder import SiteFolder
from factcheck.cli.frame import WRONG_USE, Fault, examples, opened, settings_with
from factcheck.cli.output import json_option, print_json, progress
from factcheck.config import BadSetting, Settings
from factcheck.domain.site_files import key_of
from factcheck.site_export import Exported, Place

NO_TARGET = "Name a folder, or a bucket as in s3://bucket/prefix or s3://bucket?endpoint=https://storage.example."
NAMED = 20  # on a terminal; JSON names all


@click.group("site")
def site() -> None:
    """The readers' site as files."""


@site.command(
    "export",
    epilog=examples(
        "factcheck site export /srv/checks",
        "factcheck site export s3://bucket/prefix",
        "factcheck site export 's3://bucket?endpoint=https://storage.example&region=eu' --json",
        "factcheck site export /srv/checks --url https://checks.example.org --dry-run",
    ),
)
@click.argument("target", metavar="DIR|s3://…")
@click.option("--url", metavar="URL", help="The public address; goes before FACTCHECK_BASE_URL.")
@click.option(
    "--whole", is_flag=True, help="Make and compare every file, even if nothing changed since."
)
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written.")
@json_option
def export(target: str, url: str | None, whole: bool, dry_run: bool, is_json: bool) -> None:
    """Write the whole readers' site as files, all under the same addresses; only what changed since is written.

    DIR/current becomes the site at once, or stays as it was; serve that folder. In a bucket files come first, then
    pages, then lists, and what is gone goes last. Run it again after changes, or by a timer; it may be killed at any
    moment. The README says what differs from the site as it is served.

    JSON: {"target", "base_url", "is_dry_run", "files", "bytes", "written": [name], "deleted": [name],
    "left_out": [{"address", "why"}]}.
    """
    settings = _settings(url)
    place = _place(target)
    with opened(settings) as database, progress("Exporting", 1) as bar:
        done = _Steps(bar)
        result = site_export.export(
            create_app(settings, database), place, done, is_dry=dry_run, is_whole=whole
        )
    if is_json:
        print_json(_told(target, settings, result, is_dry=dry_run))
    else:
        _say(result, is_dry=dry_run)


class _Steps:
    """Moves the bar, whose length is known only once the site was counted."""

    def __init__(self, bar: object):
        self._bar: click._termui_impl.ProgressBar[int] = bar  # type: ignore[assignment]
        self._done = 0

    def __call__(self, count: int, total: int) -> None:
        if count < self._done:  # the site changed, and all of it is asked for again
            self._bar.pos, self._done = 0, 0
        self._bar.length = total
        self._bar.update_min_steps = max(1, total // 200)
        self._bar.update(count - self._done)
        self._done = count


def _settings(url: str | None) -> Settings:
    settings = settings_with()
    if not url:
        return settings
    parts = urlsplit(url)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or parts.path.strip("/")
        or parts.query
    ):
        raise BadSetting("--url must look like https://checks.example.org.")
    return replace(settings, base_url=f"{parts.scheme}://{parts.netloc}")


def _place(target: str) -> Place:
    if "://" not in target:
        return SiteFolder(Path(target))
    try:
        return open_site_bucket(target, key_of)
    except BadBlobStore as bad:
        raise Fault(NO_TARGET, WRONG_USE) from bad


def _told(target: str, settings: Settings, result: Exported, *, is_dry: bool) -> dict[str, object]:
    return {
        "target": target,
        "base_url": settings.base_url,
        "is_dry_run": is_dry,
        "files": result.files,
        "bytes": result.size,
        "written": result.written,
        "deleted": result.deleted,
        "left_out": [{"address": one, "why": why} for one, why in result.left_out],
    }


def _say(result: Exported, *, is_dry: bool) -> None:
    wrote, removed = ("to be written", "to be deleted") if is_dry else ("written", "deleted")
    kept = result.files - len(result.written)
    click.echo(
        f"{result.files:,} files, {result.size:,} bytes: {len(result.written):,} {wrote},"
        f" {kept:,} unchanged, {len(result.deleted):,} {removed}."
    )
    if is_dry:
        for sign, names in (("+", result.written), ("-", result.deleted)):
            for name in names[:NAMED]:
                click.echo(f"{sign} {name}")
            if len(names) > NAMED:
                click.echo(f"{sign} and {len(names) - NAMED:,} more")
    for address, why in result.left_out[:NAMED]:
        click.echo(f"Left out: {address}: {why}", err=True)
