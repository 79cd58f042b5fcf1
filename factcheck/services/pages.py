"""Pages to be fetched: asked for by a person, fetched by a job, looked over by the same person.

Nothing here talks to the web; the job is in `factcheck.jobs`, and what an article must be in `intake`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import texts
from factcheck.domain.acts import Act, require
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import FETCH_LIFE, PAGES_AT_ONCE
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.taken import Gathered, Origin, PageState, Taken
from factcheck.models import Article, ArticleVersion, PageRequest
from factcheck.services import history
from factcheck.services.standing import HIGHEST_ID

JOB = "fetch"
# Whoever asked waits no longer: fetching and reading take half of it at most (R22).
WAITED_FOR = timedelta(seconds=60)
INTERRUPTED = "The fetching was interrupted. Nothing was stored; ask for the page again."
SHOWN = 5


class NoSuchPage(LookupError):
    """There is no such page, or somebody else asked for it."""

    sentence = "No such page."


@dataclass(frozen=True)
class Known:
    """An article that is here already: with the very same text, or only from the same address."""

    article_id: int
    is_same_text: bool


def ask(work: Work, address: str) -> PageRequest:
    """Have a page fetched after this change; `address` is cleaned already.

    Raises `NotYourPart`, and `WrongState` while two pages are under way for the same person.  What was asked for a
    week ago and never kept is dropped.
    """
    require(Act.IMPORT, work.actor)
    if work.actor.id is None:
        raise NotYourPart("The command line fetches pages itself.")
    under_way = work.session.scalar(
        select(func.count())
        .select_from(PageRequest)
        .where(
            PageRequest.asked_by_id == work.actor.id,
            PageRequest.state == PageState.WAITING,
            PageRequest.asked_at > work.now - WAITED_FOR,
        )
    )
    if (under_way or 0) >= PAGES_AT_ONCE:
        raise WrongState("Two pages are being fetched for you already; wait for one of them.")
    old = work.now - timedelta(days=FETCH_LIFE)
    work.session.execute(delete(PageRequest).where(PageRequest.asked_at < old))
    page = PageRequest(
        asked_by_id=work.actor.id,
        asked_at=work.now,
        address=address,
        state=PageState.WAITING,
        failure="",
        reached="",
        found={},
        text="",
        text_origin="",
    )
    work.session.add(page)
    work.session.flush()
    history.tell(work, JOB, page_id=page.id)
    return page


def one(session: Session, page_id: int, person_id: int | None) -> PageRequest:
    """The page, for whoever asked for it.  Raises `NoSuchPage`."""
    page = session.get(PageRequest, page_id) if page_id <= HIGHEST_ID else None
    if page is None or page.asked_by_id != person_id:
        raise NoSuchPage
    return page


def asked_by(session: Session, person_id: int | None) -> Sequence[PageRequest]:
    """The pages a person asked for and has not kept, newest first; a handful."""
    return session.scalars(
        select(PageRequest)
        .where(PageRequest.asked_by_id == person_id)
        .order_by(PageRequest.id.desc())
        .limit(SHOWN)
    ).all()


def state_of(page: PageRequest, now: datetime) -> tuple[PageState, str]:
    """How far it is, and why it failed; one that nobody brought within a minute has failed."""
    if page.state is PageState.WAITING and now - page.asked_at > WAITED_FOR:
        return PageState.FAILED, INTERRUPTED
    return page.state, page.failure


def drop(work: Work, page_id: int) -> None:
    """Forget a page that was asked for.  Raises `NoSuchPage`."""
    work.session.delete(one(work.session, page_id, work.actor.id))


def gathered(page: PageRequest) -> Gathered:
    """What was taken from a fetched page."""
    facts = {name: Taken(value, Origin(origin)) for name, (value, origin) in page.found.items()}
    return Gathered(Taken(page.text, Origin(page.text_origin)), facts)


def known(session: Session, text: str, address: str) -> Known | None:
    """An article with this text, or else one from this address; texts that cannot be kept are known to nobody."""
    try:
        print_ = texts.fingerprint(texts.normalise(text))
    except BadInput:
        return None
    row = session.execute(
        select(ArticleVersion.article_id, ArticleVersion.text_sha256 == print_)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(
            or_(
                ArticleVersion.text_sha256 == print_,
                (Article.url == address) & (Article.url != ""),
            )
        )
        .order_by((ArticleVersion.text_sha256 == print_).desc(), ArticleVersion.article_id)
        .limit(1)
    ).first()
    return Known(row[0], bool(row[1])) if row else None


# ── For the job ──────────────────────────────────────────────────────────────────────────────────


def awaited(session: Session, page_id: int, now: datetime) -> str | None:
    """The address of a page somebody still waits for."""
    page = session.get(PageRequest, page_id)
    is_awaited = page is not None and state_of(page, now)[0] is PageState.WAITING
    return page.address if page is not None and is_awaited else None


def bring(work: Work, page_id: int, reached: str, taken: Gathered) -> None:
    """Put down what the page said, if it is still waited for."""
    found = {name: [fact.value, fact.origin.value] for name, fact in taken.facts.items()}
    _settle(
        work,
        page_id,
        state=PageState.FETCHED,
        reached=reached,
        found=found,
        text=taken.text.value,
        text_origin=taken.text.origin.value,
    )


def fail(work: Work, page_id: int, sentence: str) -> None:
    """Put down why the page was not had, if it is still waited for."""
    _settle(work, page_id, state=PageState.FAILED, failure=sentence[:300])


def _settle(work: Work, page_id: int, **values: object) -> None:
    waiting: Mapping[str, object] = {**values, "settled_at": work.now}
    work.session.execute(
        update(PageRequest)
        .where(PageRequest.id == page_id, PageRequest.state == PageState.WAITING)
        .values(**waiting)
    )
