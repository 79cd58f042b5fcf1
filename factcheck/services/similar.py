"""Similar verdicts under a verdict: looked for once when one of them changes, and kept as readers get them.

Compared is what is published alone: the words of a claim as readers have them, never a draft's.  A row that names a
verdict is emptied by the database with any change of that verdict, and both are looked for again by a job, so that no
page says what no longer stands (migration 0035).  A retracted verdict stands under no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.dialects import Dialect
from factcheck.domain.likeness import (
    FEATURES_BY_MEANING,
    OURS_BY_MEANING,
    Known,
    Nearness,
    ranked,
)
from factcheck.domain.likeness_words import asked
from factcheck.domain.limits import SIMILAR_ROWS
from factcheck.domain.published import PublishedVerdict
from factcheck.models import Publication, ReadersMark, SimilarLook, SimilarVerdict
from factcheck.services import public, readers
from factcheck.services.likeness import looked_up, looked_up_by_meaning, the_weights
from factcheck.services.public_beside import Similar
from factcheck.services.vectors import Meaning
from factcheck.services.withheld import Withheld

JOB = "similar"
ALIKE_ENOUGH = 0.3  # "perhaps the same": below this two claims share words and no more

_DUE = (
    select(Publication.id)
    .outerjoin(SimilarLook, SimilarLook.publication_id == Publication.id)
    .where(SimilarLook.publication_id.is_(None), public.IS_OPEN)
    .order_by(Publication.id.desc())  # the newest are the ones that are read
)
_MARK = select(ReadersMark.number)


@dataclass(frozen=True)
class Entry:
    """A row as it is kept: how alike, in thousandths, and what readers get."""

    likeness: int
    shown_as: str


@dataclass(frozen=True)
class Looked:
    """What was found for one verdict under the readers' mark `mark`.

    `alike` are all that are alike enough, by number; `own` is how this one stands under others, None where it is
    retracted.
    """

    publication_id: int
    mark: int
    alike: Mapping[int, Entry]
    own: str | None


def due(session: Session, limit: int) -> list[int]:
    """The publications whose similar ones are to be looked for; one that is withheld waits for the end of its order."""
    return list(session.scalars(_DUE.limit(limit)))


# ── Looking ──────────────────────────────────────────────────────────────────────────────────────


def look(
    session: Session, dialect: Dialect, publication_id: int, meaning: Meaning | None = None
) -> Looked | None:
    """What is published and alike; by words, and with `meaning` by what is meant.

    None for no publication, and for one that was withheld since it was found to be due.
    """
    mark = session.scalar(_MARK) or 0
    try:
        shown = public.verdict(session, publication_id)
    except Withheld:
        return None
    if shown is None:
        return None
    own = None if shown.is_retracted else _entry(shown).to_json()
    return Looked(publication_id, mark, _alike(session, dialect, shown, meaning), own)


def _entry(shown: PublishedVerdict) -> Similar:
    return Similar(
        id=shown.id,
        slug=shown.slug,
        statement=shown.statement,
        language=shown.language,
        rating=shown.rating.label,
        hue=shown.rating.hue,
        scale=shown.rating.scale,
    )


def _alike(
    session: Session, dialect: Dialect, shown: PublishedVerdict, meaning: Meaning | None
) -> dict[int, Entry]:
    text, near = shown.statement, None
    if not asked(text):
        return {}
    if meaning is None:
        candidates, rare = looked_up(session, dialect, text)
    else:
        candidates, rare, cosines = looked_up_by_meaning(session, dialect, text, meaning)
        near = Nearness(cosines, the_weights(OURS_BY_MEANING, FEATURES_BY_MEANING))
    others = _published(session, [one.claim_id for one in candidates if one.claim_id], shown.id)
    known = [
        Known(f"claim:{claim_id}", other.statement, claim_id=claim_id)
        for claim_id, other in others.items()
    ]
    return {
        others[one.known.claim_id].id: Entry(
            round(one.score * 1000), _entry(others[one.known.claim_id]).to_json()
        )
        for one in ranked(text, known, rare, the_weights(), near)
        if one.score >= ALIKE_ENOUGH
    }


def _published(session: Session, claims: list[int], own_id: int) -> dict[int, PublishedVerdict]:
    """What stands before readers of some claims, by the claim; in the order of the claims."""
    if not claims:
        return {}
    wanted = public.bodies().where(
        Publication.claim_id.in_(claims),
        Publication.retracted_at.is_(None),
        Publication.id != own_id,
    )
    rows = session.execute(wanted).all()
    shown = public.all_shown(session, [(row[0], row.body, "") for row in rows])
    by_claim = {row[0].claim_id: one for row, one in zip(rows, shown, strict=True)}
    return {claim_id: by_claim[claim_id] for claim_id in claims if claim_id in by_claim}


# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────


def keep(work: Work, looked: Looked) -> bool:
    """Keep what was found, under this verdict and under those it is like; False where readers' pages changed meanwhile.

    Then somebody may have been hidden, or a verdict retracted: it is to be looked for again.
    """
    if not work.dialect.has_one_writer:
        work.session.execute(select(work.dialect.history_lock()))
    if (work.session.scalar(_MARK) or 0) != looked.mark:
        return False
    own_id, others = looked.publication_id, sorted(looked.alike)
    kept = _kept(work.session, [own_id, *others])
    found = {own_id: _best(looked.alike)}
    for other in others if looked.own is not None else ():
        mine = Entry(looked.alike[other].likeness, looked.own or "")
        found[other] = _best({**kept[other], own_id: mine})
    altered = [number for number, best in found.items() if _put(work, number, kept[number], best)]
    if altered:
        readers.tell_caches(work, map(readers.key_of, altered))
    of_own = SimilarLook.publication_id == own_id
    work.session.execute(delete(SimilarLook).where(of_own))
    row = {"publication_id": own_id, "looked_at": work.now}
    work.session.execute(insert(SimilarLook), [row])
    return True


def _best(found: Mapping[int, Entry]) -> dict[int, Entry]:
    """The likest; of equals the older."""
    order = sorted(found, key=lambda number: (-found[number].likeness, number))
    return {number: found[number] for number in order[:SIMILAR_ROWS]}


def _kept(session: Session, numbers: list[int]) -> dict[int, dict[int, Entry]]:
    rows = session.execute(
        select(
            SimilarVerdict.publication_id,
            SimilarVerdict.other_id,
            SimilarVerdict.likeness,
            SimilarVerdict.shown_as,
        ).where(SimilarVerdict.publication_id.in_(numbers))
    )
    found: dict[int, dict[int, Entry]] = {number: {} for number in numbers}
    for row in rows:
        found[row.publication_id][row.other_id] = Entry(row.likeness, row.shown_as)
    return found


def _put(
    work: Work, publication_id: int, before: Mapping[int, Entry], after: Mapping[int, Entry]
) -> bool:
    """Write what differs and nothing else, since each row moves the readers' mark; whether anything did."""
    of_this = SimilarVerdict.publication_id == publication_id
    gone = before.keys() - after.keys()
    if gone:
        work.session.execute(
            delete(SimilarVerdict).where(of_this, SimilarVerdict.other_id.in_(gone))
        )
    for number, entry in after.items():
        if number not in before:
            row = {"publication_id": publication_id, "other_id": number, **vars(entry)}
            work.session.execute(insert(SimilarVerdict), [row])
        elif before[number] != entry:
            of_pair = (of_this, SimilarVerdict.other_id == number)
            work.session.execute(update(SimilarVerdict).where(*of_pair).values(**vars(entry)))
    return before != after
