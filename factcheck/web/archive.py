"""All verdicts and all changes of them in numbered parts, each at an address of its own that stays (P8, C7)."""

from flask import Blueprint, abort, render_template, url_for

from factcheck.services import archive
from factcheck.services.archive import Parts
from factcheck.web import current, rating_words
from factcheck.web.public import ListPage, address
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("archive", __name__)


@blueprint.get("/verdicts/all", defaults={"number": 0})
@blueprint.get("/verdicts/all/<int:number>")
@blueprint.get("/rated/<chosen>/all", defaults={"number": 0})
@blueprint.get("/rated/<chosen>/all/<int:number>")
@door(PUBLIC)
def verdicts(number: int, chosen: str = "") -> str:
    """One part of all verdicts, or of those that carry one rating, the one published last first."""
    session = current.reading()
    labels = rating_words.labels()
    if chosen and chosen not in labels:
        abort(404)
    parts = archive.of_verdicts(chosen)
    asked = number or parts.newest(session)
    found = archive.verdicts(session, asked, chosen)
    if number and not found:
        abort(404)
    where: dict[str, object] = {"chosen": chosen} if chosen else {}
    newer, older = _beside(parts, asked, "archive.verdicts", where)
    return render_template(
        "public/archive.html",
        page=ListPage(rating_words.every(found), prev_url=newer, next_url=older),
        label=labels.get(chosen),
        canonical=address("archive.verdicts", number=asked or None, **where),
        front_url=url_for("public.verdicts", **where),  # type: ignore[arg-type]  # flask types values narrowly
    )


@blueprint.get("/corrections/<int:number>")
@door(PUBLIC)
def corrections(number: int) -> str:
    """One part of all changes readers were told of, newest first."""
    session = current.reading()
    found = archive.changes(session, number)
    if not found:
        abort(404)
    newer, older = _beside(archive.of_changes(), number, "archive.corrections", {})
    return render_template(
        "public/corrections.html",
        notices=rating_words.notices(then for _, then in found),
        next_url=older,
        prev_url=newer,
        canonical=address("archive.corrections", number=number),
    )


def _beside(parts: Parts, number: int, endpoint: str, where: dict[str, object]) -> tuple[str, str]:
    """The addresses of the newer and the older part; empty at the ends."""
    found = parts.beside(current.reading(), number)
    newer, older = (
        url_for(endpoint, number=one, **where) if one else ""  # type: ignore[arg-type]  # as above
        for one in (found.newer, found.older)
    )
    return newer, older
