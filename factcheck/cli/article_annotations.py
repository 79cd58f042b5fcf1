"""`factcheck article annotations`: the claims of an article as W3C Web Annotations."""

import click

from factcheck.cli.frame import NUMBER, examples, opened, reading, settings_with
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.domain.annotations import collection
from factcheck.services import annotations
from factcheck.services.annotations import Places


@click.command(
    "annotations",
    epilog=examples(
        "factcheck article annotations 12 --json > claims.jsonld",
        "factcheck article annotations 12 --public --json",
    ),
)
@click.argument("id", type=NUMBER)
@click.option("--public", "is_public", is_flag=True, help="Only what readers may have.")
@json_option
def article_annotations(id: int, is_public: bool, is_json: bool) -> None:
    """Show the claims of article ID as W3C Web Annotations, all on one page.

    JSON: {"@context", "id", "type": "AnnotationCollection", "label", "total", "first": {"items": [annotations]}},
    which is JSON-LD.
    """
    settings = settings_with()
    gather = annotations.of_article if is_public else annotations.of_desk
    with opened(settings) as database, reading(database) as session:
        found = gather(session, id, Places(settings.base_url))
    if is_json:
        print_json(
            collection(
                found.claims,
                found.source,
                url=found.url,
                label=found.label,
                quote_limit=found.quote_limit,
                size=max(1, len(found.claims)),
            )
        )
        return
    rows = [
        (one.id, " ".join(f"{span.start}-{span.end}" for span in one.spans), one.statement)
        for one in found.claims
    ]
    print_table(("annotation", "where", "claim"), rows, none="No claims.")
