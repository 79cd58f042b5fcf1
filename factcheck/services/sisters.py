"""Whom the published claims of one article show by role: none of their pages names any of them (L13, L15).

Claims of one article share its title, its address and often its people.  A name counts from the publication (or the
retraction) that protects it; a draft hides nothing of what readers have.  Which names one verdict protects is said in
`published_body`.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, bindparam, literal_column, select
from sqlalchemy.orm import Session

from factcheck.models import Publication

Names = list[tuple[str, str]]

# Written out, and no parameter, so that the index of those that hide somebody serves.
NOBODY: ColumnElement[str] = literal_column("'[]'")

_OF_ARTICLES = (
    select(Publication.article_id, Publication.id, Publication.hidden_names)
    .where(Publication.article_id.in_(bindparam("articles", expanding=True)))
    .where(Publication.hidden_names != NOBODY)
    .order_by(Publication.id)
)


def read(kept: str) -> Names:
    """The pairs (name, role) that stand in `publication.hidden_names`."""
    return [(name, role) for name, role in json.loads(kept)]


def keep(publication: Publication, names: Iterable[tuple[str, str]]) -> None:
    """Add names to those a publication protects; of one that is there already the role is the newer one."""
    kept = {**dict(read(publication.hidden_names)), **dict(names)}
    publication.hidden_names = json.dumps(list(kept.items()), ensure_ascii=False)


def in_order(found: Iterable[tuple[int, str]], own_id: int) -> Names:
    """The names of (publication, `hidden_names`) rows, those of `own_id` first: its role counts where two differ."""
    rows = sorted(found, key=lambda row: (row[0] != own_id, row[0]))
    return [pair for _, kept in rows for pair in read(kept)]


def of_articles(session: Session, articles: Iterable[int]) -> dict[int, Sequence[tuple[int, str]]]:
    """By article, the (publication, `hidden_names`) of those that hide somebody."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for article_id, number, kept in session.execute(
        _OF_ARTICLES, {"articles": list(set(articles))}
    ):
        rows.setdefault(article_id, []).append((number, kept))
    return dict(rows)
