"""Whom the published claims of one article show by role: none of their pages names any of them (L13, L15).

Claims of one article share its title, its address and often its people; a claim that stands in several articles is a
sister in each of them.  A name counts from the publication (or the retraction) that protects it; a draft hides nothing
of what readers have.  Which names one verdict protects is said in `published_body`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session, aliased

from factcheck.models import Claim, Occurrence, Publication

Names = list[tuple[str, str]]

# Written out, and no parameter, so that the index of those that hide somebody serves.
NOBODY: ColumnElement[str] = literal_column("'[]'")


def confirmed_articles(claim_id: Any) -> Select[int]:
    """The further articles in which readers get a claim."""
    return select(Occurrence.article_id).where(
        Occurrence.claim_id == claim_id, Occurrence.confirmed_at.is_not(None)
    )


def standing_in(articles: Any) -> list[tuple[Any, ColumnElement[bool]]]:
    """Publications that hide somebody and stand in any of `articles`: those at home there, and the guests."""
    home, guest = aliased(Publication), aliased(Publication)
    guests = select(Occurrence.claim_id).where(
        Occurrence.article_id.in_(articles), Occurrence.confirmed_at.is_not(None)
    )
    return [
        (home, home.article_id.in_(articles) & (home.hidden_names != NOBODY)),
        (guest, guest.claim_id.in_(guests) & (guest.hidden_names != NOBODY)),
    ]


def facts(row: Callable[..., Select[Any]], claim_id: Any) -> list[Select[Any]]:
    """Whom other published claims hide in the articles this one stands in: its page will not name them either."""
    own = select(Claim.article_id).where(Claim.id == claim_id)
    return [
        row("sister", id=publication.id, a=publication.hidden_names).where(
            publication.claim_id != claim_id, is_there
        )
        for publication, is_there in standing_in(own.union(confirmed_articles(claim_id)))
    ]


def _of_publications() -> Any:
    """(publication, sister, names) for every one of some publications, itself among its sisters."""
    wanted = Publication.id.in_(bindparam("publications", expanding=True))
    there = union_all(
        select(Publication.id.label("of"), Publication.article_id).where(wanted),
        select(Publication.id.label("of"), Occurrence.article_id)
        .join(Occurrence, Occurrence.claim_id == Publication.claim_id)
        .where(wanted, Occurrence.confirmed_at.is_not(None)),
    ).cte("there")
    home, guest = aliased(Publication), aliased(Publication)
    at_home = select(there.c.of, home.id, home.hidden_names).join(
        home, (home.article_id == there.c.article_id) & (home.hidden_names != NOBODY)
    )
    as_guests = (
        select(there.c.of, guest.id, guest.hidden_names)
        .join(
            Occurrence,
            (Occurrence.article_id == there.c.article_id) & Occurrence.confirmed_at.is_not(None),
        )
        .join(guest, (guest.claim_id == Occurrence.claim_id) & (guest.hidden_names != NOBODY))
    )
    return union_all(at_home, as_guests)


_OF_PUBLICATIONS = _of_publications()


def read(kept: str) -> Names:
    """The pairs (name, role) that stand in `publication.hidden_names`."""
    return [(name, role) for name, role in json.loads(kept)]


def keep(publication: Publication, names: Iterable[tuple[str, str]]) -> None:
    """Add names to those a publication protects; of one that is there already the role is the newer one."""
    kept = {**dict(read(publication.hidden_names)), **dict(names)}
    publication.hidden_names = json.dumps(list(kept.items()), ensure_ascii=False)


def in_order(found: Iterable[tuple[int, str]], own_id: int) -> Names:
    """The names of (publication, `hidden_names`) rows, those of `own_id` first: its role counts where two differ."""
    rows = sorted(set(found), key=lambda row: (row[0] != own_id, row[0]))
    return [pair for _, kept in rows for pair in read(kept)]


def of_publications(
    session: Session, publications: Iterable[int]
) -> dict[int, Sequence[tuple[int, str]]]:
    """By publication, the (publication, `hidden_names`) of it and its sisters that hide somebody."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for of, number, kept in session.execute(
        _OF_PUBLICATIONS, {"publications": list(set(publications))}
    ):
        rows.setdefault(of, []).append((number, kept))
    return dict(rows)
