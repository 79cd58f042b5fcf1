"""What the readers' site consists of: every published verdict with what leads to it, every article, every list.

The web makes addresses of it, for a copy of the whole site as files.  Only what `services.public` hands out is read
here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from factcheck.domain.limits import SITEMAP_ROWS
from factcheck.domain.published import PublishedVerdict
from factcheck.models import Occurrence, Publication, TopicSlug
from factcheck.services import public, public_lists, public_translations
from factcheck.services import topics as topic_list
from factcheck.services.picture_rows import StoredPicture
from factcheck.services.public_languages import Names


@dataclass(frozen=True)
class Told:
    """A verdict as it stands; the words its address had before; its sources whose copy readers may have.

    `translations` are the versions readers had, by language, the newest first; `picture` is the newest that was drawn.
    """

    verdict: PublishedVerdict
    earlier_slugs: tuple[str, ...]
    copies: tuple[int, ...]
    translations: Mapping[str, tuple[int, ...]]
    picture: StoredPicture | None


@dataclass
class Facts:
    """What lists there are: ratings by code and speakers by name, as they were met among the verdicts."""

    ratings: set[str] = field(default_factory=set)
    claimants: set[str] = field(default_factory=set)

    def meet(self, verdict: PublishedVerdict) -> None:
        self.ratings.add(verdict.rating.code)
        if verdict.claimant and not verdict.is_claimant_role:
            self.claimants.add(verdict.claimant)


def verdicts(session: Session) -> Iterator[PublishedVerdict]:
    """Every published verdict by its number, retracted ones among them, since their pages stay (C6)."""
    for part in public_lists.parts(session, SITEMAP_ROWS):
        yield from public_lists.part(session, part.number, SITEMAP_ROWS)


def told(session: Session, verdict: PublishedVerdict) -> Told:
    """What there is beside a verdict."""
    found = public.current(session, verdict.id)
    news = found.news if found else {}
    languages = found.translations if found else {}
    unnamed = found.unnamed if found else ()
    return Told(
        verdict,
        _earlier(session, verdict),
        copies=tuple(number for number in sorted(news) if news[number].has_copy),
        translations={
            code: _versions(session, verdict.id, code, unnamed) for code in sorted(languages)
        },
        picture=found.picture if found else None,
    )


def _versions(
    session: Session, publication_id: int, language: str, unnamed: Names
) -> tuple[int, ...]:
    found = public_translations.versions(session, publication_id, language, unnamed)
    return tuple(one.number for one in found)


def _earlier(session: Session, now: PublishedVerdict) -> tuple[str, ...]:
    """Without names that are protected since: what is not said on a page is not said by an address either (L15)."""
    found = (public.version(session, now.id, number) for number in range(1, now.version))
    slugs = dict.fromkeys(one.slug for one in found if one)
    return tuple(slug for slug in slugs if slug != now.slug)


def topics(session: Session) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The slug of every topic readers find anything under, with those it had before."""
    known = session.execute(select(TopicSlug.topic_id, TopicSlug.slug).order_by(TopicSlug.slug))
    slugs: dict[int, list[str]] = {}
    for topic_id, slug in known:
        slugs.setdefault(topic_id, []).append(slug)
    for one in topic_list.of_readers(session):
        yield one.slug, tuple(slug for slug in slugs[one.id] if slug != one.slug)


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
