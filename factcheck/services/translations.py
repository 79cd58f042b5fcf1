"""Translations of published verdicts: written, handed in, reviewed by somebody else, put before readers.

The rules stand in `domain.translating`, what may be read of a translation in `translation_road`.
"""

from factcheck.db import Work
from factcheck.domain import translations
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import Vote
from factcheck.domain.refusals import NotReady, WrongState
from factcheck.domain.terms import Capacity, ReviewState
from factcheck.domain.translating import Step, TranslationState
from factcheck.domain.translations import Texts
from factcheck.models import Publication, Translation, TranslationReview, TranslationVersion
from factcheck.services import history, notices, people, readers
from factcheck.services.reviews import DECIDERS
from factcheck.services.stale import StaleSave, last_change
from factcheck.services.translation_road import Place, begin, named_in, texts_of, voted
from factcheck.services.translation_rows import Source

# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def save(
    work: Work, claim_id: int, language: str, given: Texts, seen_saves: int, seen_source: int
) -> int:
    """Write the draft, as a translation of what readers have; its number.

    `seen_saves` is what the form was opened on (0 for nothing), `seen_source` the version of the original that stood
    beside it.  Raises `NoSuchTranslation`, `BadInput`, `StaleSave`, or a refusal: `WrongState` as well where the
    original was changed while somebody wrote.
    """
    place = begin(work, claim_id, language, Step.WRITE)
    source = _source(place)
    texts = translations.cleaned(source.parts, given)
    if place.held.saves != seen_saves:
        raise _stale(work, place, texts)
    if source.number != seen_source:
        raise WrongState(
            "The original was changed while you wrote; it stands here as it is now. "
            "Nothing is saved yet: look at what differs, and save again."
        )
    row = _draft(work, place)
    row.texts = translations.to_json(texts)
    row.source_number, row.source_hash, row.saved_at = source.number, source.content_hash, work.now
    work.session.flush()
    _record(work, place, row, Event.TRANSLATION_SAVED, f"of version {source.number}")
    return row.number


def _draft(work: Work, place: Place) -> TranslationVersion:
    """The version to write in: the author's own open draft, else the next one."""
    held, me = place.held, _me(work)
    if held.translation is None:
        held.translation = _new(work, place)
    else:
        held.translation.version += 1
    newest = held.newest
    if newest is not None and newest.state is TranslationState.DRAFT:
        if newest.author_id == me:
            return newest
        newest.state = TranslationState.PASSED_ON
        work.session.flush()  # one version at a time is open
    publication = _publication(place)
    row = TranslationVersion(
        translation_id=held.translation.id,
        publication_id=publication.id,
        number=newest.number + 1 if newest is not None else 1,
        author_id=me,
        state=TranslationState.DRAFT,
        texts="{}",
        source_number=publication.current_number,
        source_hash="",
        saved_at=work.now,
    )
    work.session.add(row)
    return row


def _new(work: Work, place: Place) -> Translation:
    row = Translation(
        publication_id=_publication(place).id,
        language=place.language,
        current_number=0,
        version=1,
    )
    work.session.add(row)
    work.session.flush()  # its first version names it
    return row


def hand_in(work: Work, claim_id: int, language: str) -> str:
    """Fix the words of the draft: from now on they have a hash, which approvals name (W4); the hash.

    Raises `NotReady` where something is missing, a name stands that readers must not see, or a source is cited that
    the original does not have.
    """
    place = begin(work, claim_id, language, Step.HAND_IN)
    row, source = _newest(place), _source(place)
    texts = texts_of(row)
    _require_fit(place, texts)
    row.content_hash = translations.hash_of(language, source.number, source.content_hash, texts)
    row.handed_in_at = work.now
    _move(place, TranslationState.IN_REVIEW)
    _record(work, place, row, Event.TRANSLATION_HANDED_IN, row.content_hash)
    if place.road.needs_legal_review:
        notices.tell(work, notices.LEGAL_REVIEWERS, "translation_review", claim_id)
    return row.content_hash


def _require_fit(place: Place, texts: Texts) -> None:
    named = named_in(place, texts)
    if named:
        raise NotReady(
            f"A name that readers must not see stands in: {', '.join(named)}. Write the role instead."
        )
    try:
        numbers = [one.number for one in _source(place).verdict.sources]
        translations.refuse_vain_citations(texts, numbers)
    except BadInput as bad:
        raise NotReady(bad.sentence) from bad


def take_back(work: Work, claim_id: int, language: str) -> None:
    """Take back what was handed in, to work on it; the version stays in the record, and so do its reviews."""
    place = begin(work, claim_id, language, Step.TAKE_BACK)
    _move(place, TranslationState.TAKEN_BACK)
    _record(work, place, _newest(place), Event.TRANSLATION_TAKEN_BACK)


# ── Reviews ──────────────────────────────────────────────────────────────────────────────────────


def ask(
    work: Work,
    claim_id: int,
    language: str,
    person_id: int,
    capacity: Capacity = Capacity.EDITORIAL,
) -> None:
    """Ask somebody to review the translation.  Raises `BadInput` when she cannot, with the reason."""
    place = begin(work, claim_id, language, Step.ASK)
    names = dict(people.active(work.session, *DECIDERS[capacity]))
    if person_id not in names:
        raise BadInput("Choose a colleague of this desk who can review this.")
    if person_id in place.road.conflicts:
        raise BadInput(f"{names[person_id]} declared a conflict of interest on this claim.")
    if person_id in place.road.hands:
        raise BadInput(f"{names[person_id]} wrote this translation and cannot review it.")
    if place.road.vote_of(person_id) is not None:
        raise BadInput(f"{names[person_id]} was asked already.")
    _put(work, place, person_id, capacity, ReviewState.ASKED)
    _record(work, place, _newest(place), Event.TRANSLATION_ASKED, f"person:{person_id}")
    notices.tell(work, person_id, "translation_review", claim_id)


def approve(work: Work, claim_id: int, language: str, seen_hash: str, note: str = "") -> bool:
    """Approve exactly the words whose hash was on the page (W4); whether the votes suffice now (W3)."""
    place = begin(work, claim_id, language, Step.APPROVE)
    return _decide(work, place, Capacity.EDITORIAL, seen_hash, note)


def clear(work: Work, claim_id: int, language: str, seen_hash: str, note: str = "") -> bool:
    """Clear exactly these words for publication, as legal reviewer (L1, L2)."""
    place = begin(work, claim_id, language, Step.CLEAR)
    return _decide(work, place, Capacity.LEGAL, seen_hash, note)


def _decide(work: Work, place: Place, capacity: Capacity, seen_hash: str, note: str) -> bool:
    row = _newest(place)
    _require_seen(place, seen_hash)
    _put(work, place, _me(work), capacity, ReviewState.APPROVED, note)
    is_legal = capacity is Capacity.LEGAL
    event = Event.TRANSLATION_CLEARED if is_legal else Event.TRANSLATION_APPROVED
    if place.road.is_approved and row.state is TranslationState.IN_REVIEW:
        _move(place, TranslationState.APPROVED)
        notices.tell(work, _newest(place).author_id, "translation_approved", place.ticket.claim.id)
    _record(work, place, row, event, seen_hash, note)
    return place.road.is_approved


def send_back(work: Work, claim_id: int, language: str, reason: str) -> None:
    """Return the translation with a reason."""
    place = begin(work, claim_id, language, Step.SEND_BACK)
    if not reason:
        raise BadInput("Say what has to change; the reason goes to whoever wrote it.")
    if work.actor.id in place.road.hands:
        raise WrongState("You wrote this translation: take it back instead of sending it back.")
    _put(work, place, _me(work), Capacity.EDITORIAL, ReviewState.SENT_BACK, reason)
    _move(place, TranslationState.SENT_BACK)
    _record(work, place, _newest(place), Event.TRANSLATION_SENT_BACK, "", reason)
    notices.tell(work, _newest(place).author_id, "translation_sent_back", place.ticket.claim.id)


def _require_seen(place: Place, seen_hash: str) -> None:
    if seen_hash != _newest(place).content_hash:
        raise WrongState("The translation was changed since you read it; read it again.")


def _put(
    work: Work,
    place: Place,
    person_id: int,
    capacity: Capacity,
    state: ReviewState,
    note: str = "",
) -> None:
    """Write one reviewer's state on the newest version, and count it."""
    version = _newest(place)
    is_decided = state in {ReviewState.APPROVED, ReviewState.SENT_BACK}
    before = next((one for one in place.held.reviews if one.person_id == person_id), None)
    if before is not None:
        row = work.session.get_one(TranslationReview, before.id)
    else:
        row = TranslationReview(
            version_id=version.id,
            author_id=version.author_id,
            reviewer_id=person_id,
            asked_by_id=work.actor.id,
            asked_at=work.now,
        )
        work.session.add(row)
    row.capacity, row.state, row.note = capacity, state, note
    row.content_hash = version.content_hash if state is ReviewState.APPROVED else None
    row.decided_at = work.now if is_decided else None
    work.session.flush()
    voted(place, Vote(person_id, state, capacity))


# ── Before readers ───────────────────────────────────────────────────────────────────────────────


def publish(work: Work, claim_id: int, language: str, seen_hash: str) -> int:
    """Put the approved version before readers, in place of the one before; its number.

    Raises a refusal: `WrongState` where it is not the version that was on the page, `NotReady` where a name is to be
    hidden since that stands in it.
    """
    place = begin(work, claim_id, language, Step.PUBLISH)
    row, translation = _newest(place), place.held.translation
    _require_seen(place, seen_hash)
    _require_fit(place, texts_of(row))
    row.published_at, row.published_by_id = work.now, work.actor.id
    _move(place, TranslationState.PUBLISHED)
    work.session.flush()  # the database looks at the version before it lets readers have it
    if translation is not None:
        translation.current_number = row.number
        translation.version += 1
    _record(work, place, row, Event.TRANSLATION_PUBLISHED, row.content_hash or "")
    notices.tell(work, _newest(place).author_id, "translation_published", place.ticket.claim.id)
    readers.tell_of(work, place.ticket)
    readers.print_last(work, row.publication_id)
    return row.number


# ── Steps they share ─────────────────────────────────────────────────────────────────────────────


def _me(work: Work) -> int:
    if work.actor.id is None:  # the table has refused already: the command line plays no part
        raise BadInput("A translation needs a person.")
    return work.actor.id


def _publication(place: Place) -> Publication:
    if place.ticket.publication is None:
        raise translations.NoSuchTranslation
    return place.ticket.publication


def _source(place: Place) -> Source:
    if place.source is None:
        raise translations.NoSuchTranslation
    return place.source


def _newest(place: Place) -> TranslationVersion:
    if place.held.newest is None:
        raise translations.NoSuchTranslation
    return place.held.newest


def _move(place: Place, state: TranslationState) -> None:
    """Set the state; a form that somebody opened before is out of date now."""
    _newest(place).state = state
    if place.held.translation is not None and state is not TranslationState.PUBLISHED:
        place.held.translation.version += 1


def _record(
    work: Work,
    place: Place,
    row: TranslationVersion,
    event: Event,
    detail: str = "",
    reason: str = "",
) -> None:
    history.record(
        work,
        event,
        claim_id=place.ticket.claim.id,
        subject=f"translation:{place.language}:{row.number}",
        reason=reason,
        detail=detail,
    )


def _stale(work: Work, place: Place, given: Texts) -> StaleSave:
    """For a draft that somebody saved since the form was opened."""
    parts, stored = _source(place).parts, texts_of(place.held.newest)
    number = place.held.newest.number if place.held.newest is not None else 0
    claim_id = place.ticket.claim.id
    who, at = last_change(
        work.session, claim_id, f"translation:{place.language}:{number}", is_custody=True
    )
    return StaleSave(
        noun="translation",
        theirs={part.label: stored.get(part.key, "") for part in parts},
        yours={part.label: given.get(part.key, "") for part in parts},
        by_name=who,
        at=at,
        version=place.held.saves,
    )
