"""The first set-up of a desk: its row, the policies it begins with, the scales and pages of the seeds folder.

May run at every start and by several processes at once: what is there already stays as it is,
since the desk may have changed it.
"""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.ratings import NOTE_CHARS, RatingInput, check_version
from factcheck.domain.terms import Audience
from factcheck.models import Desk, PolicyRow, RatingScale
from factcheck.resources import seeds_folder
from factcheck.services import history, policies, policy_pages, scales
from factcheck.services.reference import outdate

DESK_NAME = "Fact-check desk"
IN_USE = {Audience.READERS: "house", Audience.DESK: "desk"}


def ensure(work: Work, folder: Path | None = None) -> None:
    """Add whatever the desk still lacks; records what was added, and nothing when nothing was.

    `folder` holds the scales as TOML, the seeds' own unless named.  Raises `BadScale` for a file
    that is no scale.
    """
    # One at a time: the lock is the history's, and is held until the change ends.
    work.session.execute(select(work.dialect.history_lock()))
    is_new = _add_desk(work)
    added = policies.add_defaults(work, set(work.session.scalars(select(PolicyRow.risk_class))))
    for risk in added:
        history.record(
            work, Event.POLICY_CHANGED, subject=f"policy:{risk.value}", detail="first set-up"
        )
    loaded = [_add_scale(work, data) for data in _missing_scales(work, folder)]
    _put_in_use(work)
    policy_pages.add_starting(work)
    if (added or loaded) and not is_new:
        outdate(work)


def _add_desk(work: Work) -> bool:
    if work.session.scalar(select(Desk.id)) is not None:
        return False
    work.session.add(Desk(id=1, name=DESK_NAME))
    work.session.flush()
    history.record(work, Event.DESK_CHANGED, subject="desk:1", detail="first set-up")
    return True


def _missing_scales(work: Work, folder: Path | None) -> list[dict[str, Any]]:
    known = set(work.session.scalars(select(RatingScale.code)))
    files = sorted((folder or seeds_folder() / "scales").glob("*.toml"))
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    # Those in use come first, wherever scales are listed in the order they came.
    first = [*IN_USE.values()]
    found.sort(key=lambda data: first.index(data["code"]) if data["code"] in first else len(first))
    return [data for data in found if data["code"] not in known]


def _add_scale(work: Work, data: dict[str, Any]) -> str:
    ratings = [rating_input(one) for one in data["ratings"]]
    check_version(ratings, is_free_text=data["is_free_text"])
    row = RatingScale(
        code=data["code"],
        name=data["name"],
        audience=Audience(data["audience"]),
        is_free_text=data["is_free_text"],
        is_in_use=False,
    )
    work.session.add(row)
    work.session.flush()
    said = " ".join(filter(None, (data.get(name, "") for name in ("about", "origin", "note"))))
    scales.add_version(work, row.id, data.get("version", 1), ratings, said[:NOTE_CHARS])
    history.record(work, Event.SCALE_CHANGED, subject=f"scale:{row.code}", detail="first set-up")
    return row.code


def rating_input(data: dict[str, Any]) -> RatingInput:
    """A label as a seed file writes it: what it leaves out is at its default."""
    plain = {name: data[name] for name in scales.RATING_FIELDS if name in data}
    return RatingInput(**plain, translations=data.get("labels", {}))


def _put_in_use(work: Work) -> None:
    """Where an audience has no scale in use, its house scale, if there is one."""
    rows = list(work.session.scalars(select(RatingScale)))
    for audience, code in IN_USE.items():
        if not any(row.is_in_use and row.audience is audience for row in rows):
            for row in rows:
                if row.code == code and row.audience is audience:
                    row.is_in_use = True
    work.session.flush()
