"""Where a translation stands on its road, gathered for a page or for a verb."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import published, translating, translations
from factcheck.domain.content import Difference
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.policy import Vote
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import Actor, Capacity, State
from factcheck.domain.translating import Road, Step
from factcheck.domain.translations import NoSuchTranslation, Texts, language_of
from factcheck.models import TranslationVersion
from factcheck.services import people, translation_rows
from factcheck.services.changes import content_of
from factcheck.services.published_body import of_sisters, protected, unattributed
from factcheck.services.reviews import DECIDERS
from factcheck.services.standing import Ticket, for_change, load
from factcheck.services.translation_rows import Held, Source


@dataclass
class Place:
    """A translation with the claim's ticket, the original as readers have it, and where it stands.

    `source` is None before the first publication: then there is nothing to translate.
    """

    ticket: Ticket
    language: str
    held: Held
    source: Source | None
    road: Road

    @property
    def texts(self) -> dict[str, str]:
        """The words of the newest version; none before the first save."""
        return texts_of(self.held.newest)

    @property
    def name(self) -> str:
        """The language's name in English."""
        return translations.english_name(self.language)


def texts_of(version: TranslationVersion | None) -> dict[str, str]:
    return translations.from_json(version.texts) if version is not None else {}


def look(session: Session, claim_id: int, language: str) -> Place:
    """The place of a translation, for reading.  Raises `NoSuchClaim`, `NoSuchTranslation`."""
    place = _place(session, load(session, claim_id), language)
    return _required(place)


def begin(work: Work, claim_id: int, language: str, step: Step) -> Place:
    """The same for a verb, once the table lets `work.actor` take `step`.  Raises a refusal as well."""
    place = _place(work.session, for_change(work, claim_id), language)
    translating.check(step, place.road, work.actor)
    return _required(place)


def _required(place: Place) -> Place:
    if place.source is None or place.language not in translations.offered(
        place.source.verdict.language
    ):
        raise NoSuchTranslation
    return place


def _place(session: Session, ticket: Ticket, language: str) -> Place:
    language_of(language)
    publication = ticket.publication
    if publication is None:
        return Place(ticket, language, Held(), None, Road(is_live=False))
    now = translation_rows.source(session, publication.id, publication.current_number)
    found = translation_rows.held(session, publication.id, language)
    return Place(ticket, language, found, now, _road(ticket, found, now))


def _road(ticket: Ticket, found: Held, now: Source) -> Road:
    standing, newest = ticket.standing, found.newest
    out = frozenset(standing.conflicts)
    return Road(
        state=newest.state if newest is not None else None,
        is_live=standing.is_live and ticket.claim.state is not State.DISMISSED,
        is_current=newest is None or newest.source_number == now.number,
        is_held=standing.is_held,
        needs_legal_review=standing.needs_legal_review,
        missing=tuple(translations.missing(now.parts, texts_of(newest))),
        policy=standing.policy,
        votes=tuple(
            Vote(one.person_id, one.state, one.capacity, one.is_live and one.person_id not in out)
            for one in found.reviews
        ),
        hands=found.authors,
        conflicts=out,
    )


# ── What its pages show ──────────────────────────────────────────────────────────────────────────


def shown(place: Place, texts: Texts) -> PublishedVerdict:
    """The page as readers would get it with these texts, names hidden that must not be seen."""
    source = _source(place)
    made = translations.translated(source.verdict, source.verdict, place.language, texts)
    return published.conceal(made, names_of(place.ticket))


def names_of(ticket: Ticket) -> list[tuple[str, str]]:
    """(name, role) of everybody whom no text of this verdict may name (L13, L15, E18)."""
    content = content_of(ticket)
    return [*protected(content), *unattributed(content), *of_sisters(ticket)]


def named_in(place: Place, texts: Texts) -> list[str]:
    """The labels of the texts in which a name stands that readers must not see."""
    names = names_of(place.ticket)
    if not names:
        return []
    hidden = ProtectedNames(names)
    return [
        part.label for part in _source(place).parts if hidden.stands_in(texts.get(part.key, ""))
    ]


def _source(place: Place) -> Source:
    if place.source is None:
        raise NoSuchTranslation
    return place.source


@dataclass(frozen=True)
class Compared:
    """What differs: of the words since version `number` was approved, and of the original under them."""

    number: int
    words: Sequence[Difference]
    original: Sequence[Difference]


def since_approved(session: Session, place: Place) -> Compared | None:
    """What changed since a version was approved last; None where none was."""
    before, newest = translation_rows.last_approved(session, place.held), place.held.newest
    if before is None or newest is None:
        return None
    then = translation_rows.source(session, before.publication_id, before.source_number)
    now = translation_rows.source(session, newest.publication_id, newest.source_number)
    return Compared(
        before.number,
        translations.differences(now.parts, texts_of(before), texts_of(newest)),
        translations.changed_originals(then.parts, now.parts),
    )


def original_since(session: Session, place: Place) -> list[Difference]:
    """What the original says otherwise now than the newest version of the translation was made from."""
    newest, now = place.held.newest, _source(place)
    if newest is None or newest.source_number == now.number:
        return []
    then = translation_rows.source(session, newest.publication_id, newest.source_number)
    return translations.changed_originals(then.parts, now.parts)


def colleagues(session: Session, place: Place) -> list[tuple[int, str]]:
    """Those who could still be asked to review: with a part that decides, no hand in it, no conflict, not asked yet."""
    parts = [*DECIDERS[Capacity.EDITORIAL]]
    if place.road.needs_legal_review:
        parts += DECIDERS[Capacity.LEGAL]
    out = place.road.hands | place.road.conflicts | {one.person_id for one in place.held.reviews}
    return [(who, name) for who, name in people.active(session, *parts) if who not in out]


def refusals(place: Place, actor: Actor) -> dict[Step, str]:
    """Why this person cannot take a step now; steps she can take are not in it."""
    found = {step: translating.refusal(step, place.road, actor) for step in Step}
    return {step: why.sentence for step, why in found.items() if why is not None}


def voted(place: Place, vote: Vote) -> None:
    """Count one more decision on the newest version, in place of an earlier one of that person."""
    others = tuple(one for one in place.road.votes if one.person_id != vote.person_id)
    place.road = replace(place.road, votes=(*others, vote))
