"""`factcheck history prove` and `sign`: what the public log says, for people outside, and its heads."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.adapters.signatures import is_signed_by
from factcheck.cli.frame import NUMBER_FROM_ONE, Fault, examples, opened, reading, settings_with
from factcheck.cli.output import json_option, print_json
from factcheck.db import utc_now
from factcheck.domain.public_log import Inclusion
from factcheck.jobs import heads
from factcheck.models import Publication
from factcheck.services import public_log


@click.command(
    epilog=examples(
        "factcheck history prove 12 --output proof.json",
        "factcheck history prove 12 --version 1 > proof.json",
        "python3 check.py proof.json          (check.py: from the site, at /log/check.py)",
    )
)
@click.argument("claim", type=NUMBER_FROM_ONE)
@click.option(
    "--version", "number", type=NUMBER_FROM_ONE, help="Which version; the newest unless said."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the proof to this file and say what it proves.",
)
@json_option
def prove(claim: int, number: int | None, output: Path | None, is_json: bool) -> None:
    """Write the proof that a version of the verdict on CLAIM stands in the public log, as JSON.

    It holds the leaf, its path to the newest signed head, that head and the public key; and the version's own words,
    unless a name in them is protected since.  A head that is missing is signed first.  Exit code 1 when the claim was
    never published.

    JSON: {"file", "verdict", "version", "position", "size", "has_words"} with --output; else the proof itself.
    """
    settings = settings_with()
    with opened(settings) as database:
        heads.sign(database, settings, utc_now())
        with reading(database) as session:
            proof = _proof(session, claim, number or 0)
    text = json.dumps(proof.to_json(), indent=1) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    _tell(proof, output, is_json=is_json)


def _proof(session: Session, claim: int, number: int) -> Inclusion:
    verdict = session.scalar(select(Publication.id).where(Publication.claim_id == claim))
    if verdict is None:
        raise Fault(f"Nothing was published on claim {claim}.")
    line, head = public_log.line(session, verdict, number), public_log.head(session)
    if line is None:
        raise Fault(f"The verdict on claim {claim} has no version {number}.")
    proof = public_log.inclusion(session, line.position, head) if head else None
    if proof is None:
        raise Fault("No head is signed over this version yet. Run: factcheck history sign")
    return proof


def _tell(proof: Inclusion, output: Path, *, is_json: bool) -> None:
    said: Any = json.loads(proof.leaf)
    if is_json:
        told = {"file": str(output), "verdict": said["verdict"], "version": said["version"]}
        about = {"position": proof.position, "size": proof.head.size}
        print_json({**told, **about, "has_words": bool(proof.body)})
        return
    click.echo(
        f"{output}: verdict {said['verdict']}, version {said['version']}, is at position {proof.position} "
        f"of the log, under a signed head over {proof.head.size}."
    )
    if not proof.body:
        click.echo("Its words are left out: a name in them is protected since.")


@click.command(epilog=examples("factcheck history sign", "factcheck history sign --new-key"))
@click.option(
    "--new-key",
    "is_new_key",
    is_flag=True,
    help="Sign although another key signed before; readers see that it changed.",
)
@json_option
def sign(is_new_key: bool, is_json: bool) -> None:
    """Sign a head over the public log now; a job does it after each publication.

    The key lies in FACTCHECK_HOME/log.key and is made for the first head.  Exit code 1 where another key signed before,
    or where the log is not the one that was signed.

    JSON: {"size", "head", "key"}, of the newest head; null where there is none.
    """
    settings = settings_with()
    with opened(settings) as database:
        made = heads.sign(database, settings, utc_now(), is_new_key=is_new_key)
        with reading(database) as session:
            newest = public_log.head(session)
    if is_json:
        found = {"size": newest.size, "head": newest.note, "key": newest.key} if newest else None
        print_json(found)
    elif newest is None:
        click.echo("Nothing has been published yet; there is nothing to sign.")
    else:
        done = "Signed a head" if made else "The newest head is"
        click.echo(f"{done} over {newest.size}: {newest.key}")


def told(session: Session) -> dict[str, Any]:
    """What `verify` says of the log: how many leaves, the size of the newest head, and what is wrong."""
    newest = public_log.head(session)
    return {
        "leaves": public_log.size(session),
        "signed": newest.size if newest else 0,
        "fault": public_log.fault(session, is_signed_by),
    }
