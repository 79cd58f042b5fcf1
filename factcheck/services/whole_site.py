"""What the readers' site consists of: every published verdict with what leads to it, every article, every list.

The web makes addresses of it, for a copy of the whole site as files.  Only what `services.public` hands out is read
here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from factcheck.domain.limits import SITEMAP_ROWS
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.source_checks import Outcome
from factcheck.models import Evidence, Occurrence, Publication, SourceCheck
from factcheck.services import public, public_lists


@dataclass(frozen=True)
class Told:
    """A verdict as it stands; the words its address had before; its sources whose copy readers may have."""

    verdict: PublishedVerdict
    earlier_slugs: tuple[str, ...]
    copies: tuple[int, ...]


@dataclass
class Facts:
    """What lists there are: ratings by code and speakers by name, as they were met among the verdicts."""

    ratings: set[str] = field(default_factory=set)
    claimants: set[str] = field(default_factory=set)

    def meet(self, verdict: PublishedVerdict) -> None:
        self.ratings.add(verdict.rating.code)
        if verdict.claimant and not verdict.is_claimant_role:
            self.claimants.add(verdict.claimant)


def verdicts(session: Session) -> Iterator[Told]:
    """Every published verdict by its number, retracted ones among them, since their pages stay (C6)."""
    with_copies = _with_copies(session)
    for part in public_lists.parts(session, SITEMAP_ROWS):
        for one in public_lists.part(session, part.number, SITEMAP_ROWS):
            yield Told(
                one,
                _earlier(session, one),
                _copies(session, one.id) if one.id in with_copies else (),
            )


def _earlier(session: Session, now: PublishedVerdict) -> tuple[str, ...]:
    """Without names that are protected since: what is not said on a page is not said by an address either (L15)."""
    found = (public.version(session, now.id, number) for number in range(1, now.version))
    slugs = dict.fromkeys(one.slug for one in found if one)
    return tuple(slug for slug in slugs if slug != now.slug)


def _with_copies(session: Session) -> set[int]:
    """The publications of which a source was found to be gone; whether readers get its copy is asked one by one."""
    query = (
        select(Publication.id)
        .join(Evidence, Evidence.claim_id == Publication.claim_id)
        .join(SourceCheck, SourceCheck.evidence_id == Evidence.id)
        .where(SourceCheck.outcome == Outcome.GONE)
    )
    return set(session.scalars(query.distinct()))


def _copies(session: Session, publication_id: int) -> tuple[int, ...]:
    found = public.current(session, publication_id)
    news = found.news if found else {}
    return tuple(number for number in sorted(news) if news[number].has_copy)


def articles(session: Session) -> Iterator[tuple[int, str]]:
    """The number of every article readers have a page of, with the words of its address."""
    at_home = select(Publication.article_id)
    as_guests = (
        select(Occurrence.article_id)
        .join(Publication, Publication.claim_id == Occurrence.claim_id)
        .where(Occurrence.shown_as != "")
    )
    for number in sorted(session.scalars(union(at_home, as_guests))):
        about = public.told_of(public.of_article(session, number), number)
        if about is not None:
            yield number, about.slug
