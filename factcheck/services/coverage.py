"""Going through an article sentence by sentence: what was passed over, by whom, and what is left (W9)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.coverage import PassReason, sentence_at
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.models import Anchor, ArticleVersion, SentenceLook
from factcheck.services import history, suggestions
from factcheck.services.intake import NoSuchArticle
from factcheck.services.standing import HIGHEST_ID
from factcheck.services.suggestions import Rated

_PASSED = select(SentenceLook.start_char, SentenceLook.end_char, SentenceLook.reason).where(
    SentenceLook.article_version_id == bindparam("version_id"), SentenceLook.is_passed
)
_NEWEST: Any = (
    select(ArticleVersion)
    .where(ArticleVersion.article_id == bindparam("article_id"))
    .order_by(ArticleVersion.number.desc())
    .limit(1)
)


def passed(session: Session, version_id: int) -> Mapping[tuple[int, int], PassReason]:
    """Why, by (start, end), of every sentence of one text that somebody passed over."""
    found = session.connection().execute(_PASSED, {"version_id": version_id})
    return {(row.start_char, row.end_char): row.reason for row in found}


def pass_over(
    work: Work,
    article_id: int,
    start: int,
    reason: PassReason = PassReason.NOTHING,
    rated: Rated | None = None,
    seen: int | None = None,
) -> None:
    """Say why the sentence at the code point `start` holds no claim to check; the same again changes nothing.

    `rated` is what the program made of it, kept beside the decision; `seen` is the number of the text that was read,
    so that nobody passes over words of a newer one; None is for programs that read the newest themselves.

    Raises `NoSuchArticle`, `NotYourPart`, `BadInput` when no sentence begins there, and `WrongState` when a claim
    stands on its words or a newer text came.
    """
    version, span, row = _look_up(work, article_id, start, seen)
    on_it = work.session.scalar(
        select(Anchor.claim_id)
        .where(
            Anchor.article_version_id == version.id,
            Anchor.start_char < span[1],
            Anchor.end_char > span[0],
        )
        .limit(1)
    )
    if on_it is not None:
        raise WrongState(f"Claim {on_it} stands on words of this sentence: it is accounted for.")
    if row is None or not row.is_passed or row.reason is not reason:
        _say(work, version, span, row, reason)
        suggestions.dismissed(work, version.id, span, reason, rated)


def take_back(work: Work, article_id: int, start: int, seen: int | None = None) -> None:
    """Undo having passed over the sentence at `start`, whoever did; where nobody did, nothing changes.

    Raises as `pass_over` does, but for claims.
    """
    version, span, row = _look_up(work, article_id, start, seen)
    if row is not None and row.is_passed:
        _say(work, version, span, row, None)
        suggestions.taken_back(work, version.id, span)


def _look_up(
    work: Work, article_id: int, start: int, seen: int | None
) -> tuple[ArticleVersion, tuple[int, int], SentenceLook | None]:
    require(Act.GO_THROUGH, work.actor)
    version = None
    if 0 < article_id <= HIGHEST_ID:
        version = work.session.scalar(_NEWEST, {"article_id": article_id})
    if version is None:
        raise NoSuchArticle
    if seen is not None and seen != version.number:
        raise WrongState(
            f"Text {version.number} came in meanwhile. Read the page again; nothing was saved."
        )
    span = sentence_at(version.text, start)
    if span is None:
        raise BadInput("No sentence of the article begins there. Read the page again.")
    row = work.session.scalar(
        select(SentenceLook).where(
            SentenceLook.article_version_id == version.id, SentenceLook.start_char == start
        )
    )
    return version, span, row


def _say(
    work: Work,
    version: ArticleVersion,
    span: tuple[int, int],
    row: SentenceLook | None,
    reason: PassReason | None,
) -> None:
    """Write down the reason for passing it over, or None for having taken that back."""
    if row is None:
        row = SentenceLook(article_version_id=version.id, start_char=span[0])
        work.session.add(row)
    row.end_char, row.is_passed = span[1], reason is not None
    row.reason = reason or row.reason
    row.looked_by_id, row.looked_at = work.actor.id or 0, work.now
    why = f": {reason.label}" if reason else ""
    history.record(
        work,
        Event.SENTENCE_PASSED if reason else Event.SENTENCE_TAKEN_BACK,
        subject=f"article:{version.article_id}",
        detail=f"{span[0]}-{span[1]} of text {version.number}{why}",
    )
