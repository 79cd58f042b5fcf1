"""Translations on their road, on both databases: what is done, what is refused, and that nothing was written then."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import Actor, ArticleKind, Capacity, State
from factcheck.domain.translating import TranslationState
from factcheck.domain.translations import NoSuchTranslation, from_json, hash_of
from factcheck.models import (
    Translation,
    TranslationReview,
    TranslationVersion,
)
from factcheck.services import (
    history,
    legal,
    reviews,
    translation_road,
    translations,
)
from factcheck.services.stale import StaleSave
from tests import factories, road, translating
from tests.cast import Newsroom
from tests.fronts import correct, retract
from tests.translating import TEXTS, look, publish, published, readers_have

S = TranslationState


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Readers have claim 1."""
    factories.claim(newsroom, State.PUBLISHED)
    return newsroom


def state(newsroom: Newsroom) -> TranslationState | None:
    newest = look(newsroom).held.newest
    return newest.state if newest is not None else None


def counts(newsroom: Newsroom) -> dict[str, int]:
    kinds = (Translation, TranslationVersion, TranslationReview)
    return {
        **{kind.__tablename__: newsroom.count(kind) for kind in kinds},
        "history": len(newsroom.history()),
    }


def refused(
    newsroom: Newsroom, kind: type[Exception], words: str, deed: Callable[[], object]
) -> None:
    """The deed is refused with `words`, and nothing was written."""
    before = counts(newsroom), state(newsroom)
    with pytest.raises(kind, match=words):
        deed()
    assert (counts(newsroom), state(newsroom)) == before


# ── The road ─────────────────────────────────────────────────────────────────────────────────────


def test_a_translation_goes_its_road_and_readers_get_it_at_its_end(desk: Newsroom) -> None:
    assert translating.write(desk) == 1
    assert readers_have(desk) is None
    translating.hand_in(desk)
    assert state(desk) is S.IN_REVIEW
    assert translating.approve(desk)
    assert (state(desk), readers_have(desk)) == (S.APPROVED, None)
    assert publish(desk) == 1
    found = readers_have(desk)
    assert found is not None
    assert found.verdict.statement == TEXTS["statement"]
    assert (found.told.number, found.is_stale, found.verdict.rating.label) == (
        1,
        False,
        "Supported",
    )
    assert desk.history(1)[-4:] == [
        "translation:saved translation:ru:1",
        "translation:handed_in translation:ru:1",
        "translation:approved translation:ru:1",
        "translation:published translation:ru:1",
    ]
    with desk.read() as session:
        assert history.verify(session) is None


def test_what_is_handed_in_is_bound_to_its_words_and_to_the_version_it_translates(
    desk: Newsroom,
) -> None:
    translating.write(desk)
    found = translating.hand_in(desk)
    place = look(desk)
    assert place.source is not None
    assert place.held.newest is not None
    assert place.held.newest.source_hash == place.source.content_hash
    texts = from_json(place.held.newest.texts)
    assert (
        found == hash_of("ru", 1, place.source.content_hash, texts) == translating.seen_hash(desk)
    )


def test_an_own_draft_is_written_on_and_that_of_somebody_else_passed_on(desk: Newsroom) -> None:
    assert [translating.write(desk), translating.write(desk, reason="Точнее.")] == [1, 1]
    assert translating.write(desk, desk.cyril) == 2
    with desk.read() as session:
        states = session.scalars(
            select(TranslationVersion.state).order_by(TranslationVersion.number)
        ).all()
    assert states == [S.PASSED_ON, S.DRAFT]


def test_a_translation_sent_back_begins_anew_from_its_words(desk: Newsroom) -> None:
    translating.handed_in(desk)
    with desk.work(desk.rosa) as work:
        translations.send_back(work, 1, "ru", "It says more than the original.")
    assert state(desk) is S.SENT_BACK
    assert look(desk).texts == TEXTS
    assert translating.write(desk, reason="Отчёты говорят то же.") == 2
    translating.hand_in(desk)
    with desk.read() as session:
        compared = translation_road.since_approved(session, look(desk))
    assert compared is None, "nothing was approved yet"


def test_a_reviewer_sees_what_changed_since_a_version_was_approved(desk: Newsroom) -> None:
    published(desk)
    correct(desk)
    translating.handed_in(desk, reason="Отчёты говорят немного меньше.", notice_2="Ошибка в числе.")
    with desk.read() as session:
        compared = translation_road.since_approved(session, look(desk))
    assert compared is not None
    assert compared.number == 1
    assert [one.where for one in compared.words] == ["The short answer", "The note of version 2"]
    assert [one.where for one in compared.original] == ["The short answer", "The note of version 2"]


def test_taking_back_and_asking(desk: Newsroom) -> None:
    translating.handed_in(desk)
    assert desk.rosa.id
    with desk.work(desk.carla) as work:
        translations.ask(work, 1, "ru", desk.rosa.id)
    [one] = look(desk).held.reviews
    assert (one.name, one.state.value) == ("Rosa", "asked")
    again = lambda work: translations.ask(work, 1, "ru", desk.rosa.id or 0)  # noqa: E731  a deed
    refused(desk, BadInput, "Rosa was asked already", lambda: do(desk, desk.carla, again))
    with desk.work(desk.carla) as work:
        translations.take_back(work, 1, "ru")
    assert state(desk) is S.TAKEN_BACK


def do(newsroom: Newsroom, who: Actor, deed: Callable[..., object]) -> None:
    with newsroom.work(who) as work:
        deed(work)


# ── Refused ──────────────────────────────────────────────────────────────────────────────────────


def test_the_author_approves_nothing_of_her_own_whatever_her_parts(desk: Newsroom) -> None:
    translating.write(desk, desk.max)
    translating.hand_in(desk, desk.max)
    why = "you wrote this translation"
    refused(desk, NotYourPart, why, lambda: translating.approve(desk, desk.max))


def test_whoever_wrote_a_version_that_was_passed_on_does_not_approve_the_next(
    desk: Newsroom,
) -> None:
    translating.write(desk, desk.max)
    translating.write(desk, desk.carla)
    translating.hand_in(desk)
    why = "you wrote this translation"
    refused(desk, NotYourPart, why, lambda: translating.approve(desk, desk.max))
    assert desk.max.id
    ask = lambda work: translations.ask(work, 1, "ru", desk.max.id or 0)  # noqa: E731  a deed
    refused(desk, BadInput, "Max wrote this translation", lambda: do(desk, desk.carla, ask))


@pytest.mark.parametrize("name", ["carla", "lara", "ada"])
def test_approving_is_for_reviewers_and_editors(desk: Newsroom, name: str) -> None:
    translating.handed_in(desk)
    who = getattr(desk, name)
    refused(
        desk, NotYourPart, "Only a reviewer or an editor", lambda: translating.approve(desk, who)
    )


def test_an_approval_is_for_the_words_that_were_read(desk: Newsroom) -> None:
    translating.handed_in(desk)
    other = lambda work: translations.approve(work, 1, "ru", "0" * 64)  # noqa: E731  a deed
    refused(desk, WrongState, "changed since you read it", lambda: do(desk, desk.rosa, other))


def test_nothing_goes_before_readers_unapproved(desk: Newsroom) -> None:
    translating.handed_in(desk)
    refused(desk, WrongState, "“in review”", lambda: publish(desk))
    road.set_policy(desk, approvals_needed=2)
    assert not translating.approve(desk)
    refused(desk, WrongState, "“in review”", lambda: publish(desk))
    assert translating.approve(desk, desk.emil)
    assert publish(desk) == 1


def test_an_approval_of_somebody_who_left_counts_no_more(desk: Newsroom) -> None:
    translating.approved(desk)
    road.disable(desk, desk.rosa)
    refused(desk, WrongState, "1 more approval is needed", lambda: publish(desk))


def test_a_reviewer_who_declares_a_conflict_counts_no_more_and_stays_out(desk: Newsroom) -> None:
    translating.approved(desk)
    with desk.work(desk.rosa) as work:
        reviews.recuse(work, 1, "My sister runs the harbour.")
    refused(desk, WrongState, "1 more approval is needed", lambda: publish(desk))
    refused(desk, NotYourPart, "conflict", lambda: translating.approve(desk, desk.rosa))
    assert translating.approve(desk, desk.emil)
    assert publish(desk) == 1


def test_a_stale_translation_goes_no_further(desk: Newsroom) -> None:
    translating.write(desk)
    correct(desk)
    why = "bring the translation up to date first"
    refused(desk, WrongState, why, lambda: translating.hand_in(desk))


def test_what_was_approved_of_an_earlier_version_is_not_published(desk: Newsroom) -> None:
    translating.approved(desk)
    correct(desk)
    refused(desk, WrongState, "up to date first", lambda: publish(desk))
    assert readers_have(desk) is None


def test_a_form_opened_on_an_earlier_original_saves_nothing_and_says_so(desk: Newsroom) -> None:
    correct(desk)
    old = lambda work: translations.save(work, 1, "ru", TEXTS, 0, 1)  # noqa: E731  a deed
    refused(desk, WrongState, "changed while you wrote", lambda: do(desk, desk.carla, old))


def test_two_who_save_at_once_get_both_texts(desk: Newsroom) -> None:
    translating.write(desk, desk.cyril)
    late = lambda work: translations.save(work, 1, "ru", {"reason": "Иначе."}, 0, 1)  # noqa: E731  a deed
    with pytest.raises(StaleSave) as told:
        do(desk, desk.carla, late)
    assert (told.value.by_name, told.value.noun, told.value.version) == ("Cyril", "translation", 1)
    assert told.value.theirs["The short answer"] == TEXTS["reason"]
    assert told.value.yours["The short answer"] == "Иначе."


def test_a_retracted_verdict_is_translated_no_more(desk: Newsroom) -> None:
    translating.approved(desk)
    retract(desk)
    why = "No published verdict stands here"
    refused(desk, WrongState, why, lambda: publish(desk))
    refused(desk, WrongState, why, lambda: translating.write(desk))


def test_what_nobody_published_has_no_translation(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    save = lambda work: translations.save(work, 1, "ru", TEXTS, 0, 1)  # noqa: E731  a deed
    with pytest.raises(WrongState, match="No published verdict"):
        do(newsroom, newsroom.carla, save)
    with pytest.raises(NoSuchTranslation):
        look(newsroom)
    draft = factories.article(newsroom, kind=ArticleKind.OWN_DRAFT, text="The ferry sank.")
    factories.claim(newsroom, article_id=draft, words="The ferry sank")
    with pytest.raises(NoSuchTranslation):
        look(newsroom, 2)


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_there_is_no_translation_into_its_own_language_or_an_unknown_one(
    desk: Newsroom, language: str
) -> None:
    save = lambda work: translations.save(work, 1, language, TEXTS, 0, 1)  # noqa: E731  a deed
    with pytest.raises(NoSuchTranslation):
        do(desk, desk.carla, save)


def test_a_legal_hold_holds_translations_as_well(desk: Newsroom) -> None:
    translating.approved(desk)
    with desk.work(desk.lara) as work:
        legal.hold(work, 1, "A letter came.")
    refused(desk, NotReady, "legal hold", lambda: publish(desk))


def test_a_source_that_the_original_lacks_cannot_be_cited(desk: Newsroom) -> None:
    translating.write(desk, explanation="Так сказано в [7].")
    refused(desk, NotReady, r"cites \[7\]", lambda: translating.hand_in(desk))


def test_what_is_missing_is_asked_for(desk: Newsroom) -> None:
    translating.write(desk, reason="", explanation="")
    why = "lacks the short answer, the explanation"
    refused(desk, NotReady, why, lambda: translating.hand_in(desk))


# ── Risk ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def flagged(newsroom: Newsroom) -> Newsroom:
    """Readers have a verdict on what a private person said, and get her by role."""
    translating.flagged(newsroom)
    return newsroom


def test_a_flagged_claim_s_translation_needs_legal_clearance(flagged: Newsroom) -> None:
    translating.handed_in(flagged, claimant="моряк")
    assert not translating.approve(flagged)
    refused(flagged, WrongState, "“in review”", lambda: publish(flagged))
    assert translating.clear(flagged)
    assert publish(flagged) == 1
    [*_, legal_one] = look(flagged).held.reviews
    assert legal_one.capacity is Capacity.LEGAL


@pytest.mark.parametrize("name", ["Jo Low", "JO  LOW"])
def test_a_name_readers_must_not_see_is_refused(flagged: Newsroom, name: str) -> None:
    translating.write(flagged, claimant="моряк", reason=f"Так сказал {name}.")
    why = "A name that readers must not see stands in: The short answer"
    refused(flagged, NotReady, why, lambda: translating.hand_in(flagged))
