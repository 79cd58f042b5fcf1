"""Every act of the desk beside the moves of claims: what stands before, what is done, whether readers can see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from factcheck.domain.acts import Act
from factcheck.domain.derived import Circle, DerivedKind
from factcheck.domain.jobs import JobState
from factcheck.domain.renewal import Settling
from factcheck.domain.terms import ChangeKind, Part, State
from factcheck.models import Evidence, Outbox, Snapshot
from factcheck.services import (
    article_facts,
    claims,
    derived,
    desk_settings,
    history,
    jobs_told,
    links,
    prior_reviews,
    protected,
    publication,
    replies,
    restrictions,
    snapshots,
    source_checks,
    tips,
    told_apart,
    topics,
)
from factcheck.services.article_facts import facts_of
from factcheck.services.desk_settings import DeskInput
from factcheck.services.intake import article
from factcheck.services.told_apart import Other
from tests import (
    factories,
    filing,
    gates,
    occurring,
    road,
    secrets,
    shelves,
    texts,
    tipping,
    translating,
    withholding,
)
from tests.cast import Newsroom
from tests.services import test_policy_pages as pages_of_the_desk
from tests.services.test_prior_reviews import REVIEW
from tests.services.test_scales import NEW, save, stored

Deed = Callable[[Newsroom], object]


def as_(who: str, deed: Callable[..., object], *given: object) -> Deed:
    def done(newsroom: Newsroom) -> object:
        with newsroom.work(getattr(newsroom, who)) as work:
            return deed(work, *given)

    return done


def nothing(_newsroom: Newsroom) -> None:
    """The desk as it is."""


def published(newsroom: Newsroom) -> None:
    """Claim 1 is published, its first source kept; claim 2 of the same article is being checked."""
    factories.claim(newsroom, State.PUBLISHED)
    shelves.keep(newsroom, 1)
    factories.claim(newsroom, State.CHECKING, article_id=1, words=gates.FERRIES)
    factories.log(newsroom, 2, newsroom.carla)
    with newsroom.read() as session:
        of_second = select(Snapshot.id).join(Evidence, Evidence.id == Snapshot.evidence_id)
        number = session.scalars(of_second.where(Evidence.claim_id == 2)).one()
    shelves.keep(newsroom, number, "Another text")


def a_draft(newsroom: Newsroom) -> None:
    """Article 1 is our own draft with a claim that is being checked; something else is published."""
    gates.draft(newsroom, State.CHECKING)
    elsewhere = occurring.other_article(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=elsewhere, words=occurring.WORDS)


def describe(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        facts = facts_of(article(work.session, 1)[0])
        given = replace(facts, title="The harbour, again")
        article_facts.describe(work, 1, article_facts.version_of(facts), given)


def short_notice(newsroom: Newsroom) -> None:
    given = replies.ReplyInput(
        whom="the mayor",
        channel="telephone",
        content_sent="We write this. What do you say?",
        asked_at=newsroom.now,
        due_at=newsroom.now + timedelta(hours=1),
        short_notice_reason="It runs tonight.",
    )
    as_("edith", replies.ask, 2, given)(newsroom)


def bring_copy(newsroom: Newsroom) -> None:
    given = replace(shelves.captured(newsroom, "Yet another"), file_name="a.html", note="By hand.")
    as_("carla", snapshots.bring_upload, 2, 1, given)(newsroom)


def sealed(newsroom: Newsroom) -> int:
    return secrets.log(newsroom, 2)


def reader_named(newsroom: Newsroom) -> None:
    assert newsroom.edith.id
    as_("lara", protected.name_reader, 2, 2, newsroom.edith.id)(newsroom)


def derive(claim_id: int) -> Deed:
    def done(newsroom: Newsroom) -> None:
        with newsroom.work(newsroom.carla) as work:
            copy = snapshots.one(work.session, claim_id, 1, 1)
            made = shelves.captured(newsroom, f"A part {claim_id}").body
            what: dict[str, Any] = {"passages": [[0, 4]]}
            derived.make(work, copy, DerivedKind.TEXT_REDACTION, what, made)

    return done


def linked(newsroom: Newsroom) -> None:
    occurring.link(newsroom, 1, occurring.other_article(newsroom))


def set_up(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.ada) as work:
        seen = desk_settings.version_of(desk_settings.settings(work.session))
        given = DeskInput(name="Another desk", contact="desk@other.example")
        desk_settings.save(work, given, seen)


def failed_job(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.ada) as work:
        history.tell(work, "mail", to=1, about="review", claim_id=1)
    with newsroom.work() as work:
        failed = {"state": JobState.FAILED, "done_at": work.now, "outcome": "given up"}
        work.session.execute(update(Outbox).values(**failed))


def last_job(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.ada) as work:
        number = work.session.scalars(select(Outbox.id).where(Outbox.kind == "mail")).all()[-1]
        jobs_told.try_again(work, number)


def a_topic(newsroom: Newsroom) -> int:
    return filing.topic(newsroom)


def renamed(newsroom: Newsroom) -> None:
    as_("ada", topics.rename, 1, "Ports")(newsroom)


def retired(newsroom: Newsroom) -> None:
    as_("ada", topics.retire, 1)(newsroom)


def after(*steps: Deed) -> Deed:
    def stand(newsroom: Newsroom) -> None:
        for step in steps:
            step(newsroom)

    return stand


# Each act: what stands before, what is done, and whether readers can see it.
ACTS: dict[Act, tuple[Deed, Deed, bool]] = {
    Act.IMPORT: (published, occurring.other_article, False),
    Act.DESCRIBE: (published, describe, False),
    Act.GO_THROUGH: (published, lambda n: gates.look_at_all(n, 1), False),
    Act.OPEN_CLAIM: (
        published,
        lambda n: factories.claim(n, article_id=1, words="Nobody was hurt"),
        False,
    ),
    Act.SET_DUE: (published, as_("edith", claims.set_due, 2, date(2026, 12, 1)), False),
    Act.SHORT_NOTICE: (published, short_notice, False),
    Act.RENEW: (published, lambda n: texts.renew(n, texts.LONGER), True),
    Act.SETTLE: (
        after(published, lambda n: texts.renew(n, texts.LOST)),
        lambda n: texts.settle(n, Settling.PLACED, texts.FERRIES, 1),
        True,
    ),
    Act.CAPTURE: (published, bring_copy, False),
    Act.LOOK_AFTER: (published, as_("carla", source_checks.ask_now, 1, 1), False),
    Act.PROTECT: (published, sealed, False),
    Act.NAME_READER: (after(published, sealed), reader_named, False),
    Act.EXCEPT_SOURCE: (
        after(published, sealed, reader_named),
        as_("edith", protected.let_count, 2, 2, "Two of us heard it."),
        False,
    ),
    Act.DERIVE: (published, derive(1), False),
    Act.RESTRICT: (
        after(published, derive(1)),
        as_("carla", restrictions.restrict, 1, 1, Circle.SENIOR, "A witness is named."),
        True,
    ),
    Act.LINK: (published, linked, False),
    Act.CONFIRM_LINK: (after(published, linked), lambda n: occurring.confirm(n, 1, 2), True),
    Act.UNLINK: (
        after(
            published,
            linked,
            lambda n: occurring.confirm(n, 1, 2),
            as_("edith", publication.begin_change, 1, ChangeKind.CORRECTION, "Not there."),
        ),
        lambda n: occurring.unlink(n, 1, 2, "edith"),
        True,
    ),
    Act.TELL_APART: (
        published,
        as_("carla", told_apart.tell_apart, 2, Other(claim_id=1), "Another year."),
        False,
    ),
    Act.IMPORT_REVIEWS: (published, as_("carla", prior_reviews.import_batch, [REVIEW]), False),
    # A draft of a translation is none of readers' business, nor is what reviewers say of it.
    Act.TRANSLATE: (published, translating.handed_in, False),
    Act.REVIEW_TRANSLATION: (after(published, translating.handed_in), translating.approve, False),
    Act.CLEAR_TRANSLATION: (
        after(translating.flagged, lambda n: translating.handed_in(n, claimant="моряк")),
        translating.clear,
        False,
    ),
    Act.PUBLISH_TRANSLATION: (after(published, translating.approved), translating.publish, True),
    Act.WAIVE_AT_GATE: (a_draft, lambda n: gates.waive(n, 1, n.emil), False),
    Act.TAKE_WAIVER_BACK: (
        after(a_draft, lambda n: gates.waive(n, 1, n.emil)),
        as_("edith", gates.gate.take_back, 1, 1),
        False,
    ),
    Act.CLEAR_TEXT: (
        after(a_draft, lambda n: gates.waive(n, 1, n.emil)),
        lambda n: gates.clear(n, n.edith),
        False,
    ),
    Act.WITHHOLD: (after(published, withholding.enter), withholding.confirm, True),
    Act.SET_UP: (published, set_up, True),
    Act.KEEP_SCALES: (
        published,
        lambda n: save(n, [NEW, *stored(n).current.ratings]),
        True,
    ),
    Act.KEEP_POLICY: (published, lambda n: road.set_policy(n, approvals_needed=2), False),
    Act.KEEP_PEOPLE: (
        published,
        as_("ada", links.invite, "new@desk.example", "Nina", [Part.CHECKER]),
        False,
    ),
    Act.TRY_AGAIN: (after(published, failed_job), last_job, False),
    Act.SORT_INTAKE: (
        after(published, tipping.send),
        as_("carla", tips.decline, 1, "It is a matter of taste."),
        False,
    ),
    Act.KEEP_PAGES: (published, pages_of_the_desk.save, True),
    Act.FILE_CLAIM: (after(published, a_topic), lambda n: filing.put(n, 1, 1), True),
    Act.KEEP_TOPICS: (after(published, a_topic, lambda n: filing.put(n, 1, 1)), renamed, True),
}
