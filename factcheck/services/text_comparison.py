"""A text compared with the newest one the desk has, before it is kept: nothing is stored here (A6-A8)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from factcheck.domain import renewal, texts
from factcheck.domain.refusals import WrongState
from factcheck.domain.renewal import Carried, Outcome, Renewed, Stood
from factcheck.domain.revision import Revised
from factcheck.models import Anchor, AnchorMove, Article, ArticleVersion
from factcheck.services import intake
from factcheck.services.intake import AlreadyImported


class Mark(NamedTuple):
    """One anchor to be found again: where it stands, and the anchor whose words were checked last."""

    anchor_id: int
    claim_id: int
    version_id: int
    start: int
    end: int
    exact: str
    checked_id: int
    checked: str


@dataclass(frozen=True)
class Look:
    """What a text would bring, before it is kept: whose newer text it is, and what becomes of everything.

    `carried` stands beside `marks`, in their order; `number` is the text it would become.
    """

    article: Article
    latest: ArticleVersion
    text: str
    sentences: Sequence[Revised]
    marks: Sequence[Mark]
    carried: Sequence[Carried]

    @property
    def number(self) -> int:
        return self.latest.number + 1

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many places of claims carry on, changed, are lost."""
        return Counter(one.outcome for one in self.carried)


def look(session: Session, article_id: int, text: str) -> Look:
    """Compare a text with the newest one the desk has; nothing is stored.

    `text` is as pasted.  Raises `NoSuchArticle`, `BadInput` for the text, `WrongState` when it is the same,
    `AlreadyImported` when it is another article's.
    """
    article, latest = intake.article(session, article_id)
    text = texts.normalise(text)
    _require_new(session, latest, text)
    marks = _marks(session, latest.id)
    here = sorted(_of(marks, latest.id), key=_stood)
    found = _compared(latest.text, text, tuple(map(_stood, here)))
    carried = dict(zip((mark.anchor_id for mark in here), found.carried, strict=True))
    carried |= _from_older(session, text, [m for m in marks if m.version_id != latest.id])
    return Look(
        article, latest, text, found.sentences, marks, [carried[m.anchor_id] for m in marks]
    )


# ── What there is ────────────────────────────────────────────────────────────────────────────────


def _require_new(session: Session, latest: ArticleVersion, text: str) -> None:
    """An earlier text of the same article may come back; the newest, or another article's, may not."""
    print_ = texts.fingerprint(text)
    if print_ == latest.text_sha256:
        raise WrongState("This is the text the desk has already, to the last letter.")
    other = session.scalar(
        select(ArticleVersion.article_id)
        .where(ArticleVersion.text_sha256 == print_, ArticleVersion.article_id != latest.article_id)
        .limit(1)
    )
    if other is not None:
        raise AlreadyImported(other)


def _marks(session: Session, version_id: int) -> list[Mark]:
    """Every anchor of a text, and of older ones those that were not found in it and wait for somebody."""
    move, checked = aliased(AnchorMove), aliased(Anchor)
    is_unsettled = and_(move.outcome == Outcome.CHANGED, move.decided_at.is_(None))
    here = (
        select(*_columns(Anchor, checked))
        .outerjoin(
            move,
            and_(move.new_anchor_id == Anchor.id, or_(move.outcome == Outcome.KEPT, is_unsettled)),
        )
        .outerjoin(checked, checked.id == move.checked_anchor_id)
        .where(Anchor.article_version_id == version_id)
    )
    lost = (
        select(*_columns(Anchor, checked))
        .join(move, move.old_anchor_id == Anchor.id)
        .join(checked, checked.id == move.checked_anchor_id)
        .where(
            move.article_version_id == version_id,
            move.outcome == Outcome.ORPHANED,
            move.decided_at.is_(None),
        )
    )
    found = [*session.execute(here.order_by(Anchor.id)), *session.execute(lost.order_by(Anchor.id))]
    return [_mark(row) for row in found]


def _mark(row: Any) -> Mark:
    """Where nothing waits and nothing was carried over, the words that stand there are the ones checked."""
    *anchor, checked_id, checked = row
    waits = (anchor[0], anchor[5]) if checked_id is None else (checked_id, checked)
    return Mark._make([*anchor, *waits])


def _columns(anchor: Any, checked: Any) -> tuple[Any, ...]:
    return (
        anchor.id,
        anchor.claim_id,
        anchor.article_version_id,
        anchor.start_char,
        anchor.end_char,
        anchor.exact,
        checked.id,
        checked.exact,
    )


def _of(marks: Iterable[Mark], version_id: int) -> list[Mark]:
    return [mark for mark in marks if mark.version_id == version_id]


def _stood(mark: Mark) -> Stood:
    return Stood(mark.start, mark.end, mark.checked)


@lru_cache(maxsize=4)
def _compared(old: str, new: str, stood: tuple[Stood, ...]) -> Renewed:
    """Texts never change: looking, keeping and the page that shows both need the comparison once."""
    return renewal.renewed(old, new, stood)


def sentences_of(old: str, new: str, stood: Iterable[Stood]) -> Sequence[Revised]:
    """The sentences of two texts compared; with the places that were carried over, a recent answer is at hand."""
    return _compared(old, new, tuple(sorted(stood))).sentences


def _from_older(session: Session, text: str, marks: Sequence[Mark]) -> dict[int, Carried]:
    """What was not found in the text before, looked for from the text it was last seen in."""
    wanted = {mark.version_id for mark in marks}
    if not wanted:
        return {}
    older = select(ArticleVersion.id, ArticleVersion.text).where(ArticleVersion.id.in_(wanted))
    found: dict[int, Carried] = {}
    for version_id, old in session.execute(older):
        here = _of(marks, version_id)
        carried = renewal.carried(old, text, map(_stood, here))
        found |= dict(zip((mark.anchor_id for mark in here), carried, strict=True))
    return found
