"""`factcheck article renew`: a newer text of an article, and what became of every claim in it."""

import sys
from pathlib import Path

import click

from factcheck.adapters.documents import DOCUMENT_BYTES, OFFICE_BYTES, read_article
from factcheck.cli.frame import NUMBER, actor_named, examples, opened, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.domain import taken
from factcheck.domain.renewal import Carried
from factcheck.services import text_comparison, text_versions
from factcheck.services.text_comparison import Look, Mark

MOST_BYTES = max(DOCUMENT_BYTES, OFFICE_BYTES)


@click.command(
    "renew",
    epilog=examples(
        "factcheck article renew 12 newer.txt --look",
        "factcheck article renew 12 newer.docx --as edith@desk.example",
        "factcheck article renew 12 newer.txt --json",
    ),
)
@click.argument("id", type=NUMBER)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--look", "is_look", is_flag=True, help="Say what it would change; store nothing.")
@click.option("--as", "email", metavar="EMAIL", help="Act as this person of the desk.")
@json_option
def article_renew(
    id: int,
    file: Path,
    email: str | None,
    is_look: bool,
    is_json: bool,
) -> None:
    """Keep the newer text of article ID in FILE (.txt, .md, .html, .docx, .pdf; `-` reads text or HTML from stdin).

    Every claim's words are found again, changed, or lost; approvals are void where they changed or are lost. Without
    --as the history says that the command line did it.

    JSON: {"article", "text", "is_kept", "claims": [{"claim", "outcome" (kept, changed, orphaned), "method", "score",
    "old": {"start", "end", "words"}, "new": null or {"start", "end", "words"}}]}; "text" is the number of the new
    text, offsets count code points of the two texts as the desk keeps them, end exclusive.
    """
    text = _read(file)
    with opened() as database:
        actor = actor_named(database, email)
        with reading(
            database
        ) as session:  # comparing long texts takes a while: nobody waits for it
            found = text_comparison.look(session, id, text)
        if not is_look:
            with database.work(actor) as work:
                text_versions.renew(work, id, found.latest.number, text)
    if is_json:
        print_json(_as_json(found, is_kept=not is_look))
    else:
        _print(found, is_kept=not is_look)


def _read(file: Path) -> str:
    """The file's text; one byte more than is taken is enough to see that it is too long."""
    if str(file) == "-":
        found = read_article("stdin.txt", sys.stdin.buffer.read(MOST_BYTES + 1))
    else:
        with file.open("rb") as stream:
            found = read_article(file.name, stream.read(MOST_BYTES + 1))
    return taken.carried(found.text).strip()


def _as_json(found: Look, *, is_kept: bool) -> dict[str, object]:
    pairs = zip(found.marks, found.carried, strict=True)
    return {
        "article": found.article.id,
        "text": found.number,
        "is_kept": is_kept,
        "claims": [_claim(*pair) for pair in pairs],
    }


def _claim(mark: Mark, one: Carried) -> dict[str, object]:
    span = one.span
    return {
        "claim": mark.claim_id,
        "outcome": one.outcome.value,
        "method": one.method.value,
        "score": one.score,
        "old": {"start": mark.start, "end": mark.end, "words": mark.exact},
        "new": {"start": span.start, "end": span.end, "words": span.exact} if span else None,
    }


def _print(found: Look, *, is_kept: bool) -> None:
    done = "Kept" if is_kept else "Nothing stored. It would be kept"
    click.echo(f"{done} as text {found.number} of article {found.article.id}.")
    rows = [
        (mark.claim_id, one.outcome.label, one.score, mark.checked, one.span.exact if one.span else "")
        for mark, one in zip(found.marks, found.carried, strict=True)
    ]  # fmt: skip
    print_table(("claim", "became", "score", "old words", "new words"), rows, none="No claims.")
