"""What moves the readers' mark, and that nothing they see ever changes without it.

Each verb on a claim and each act beside them is done on a desk that has readers.  Every page of theirs is made live
before and after: where one byte differs, the mark must have risen, and a page kept as bytes is the live one or gone.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from factcheck.domain.acts import Act
from factcheck.domain.derived import Circle, DerivedKind
from factcheck.domain.jobs import JobState
from factcheck.domain.renewal import Settling
from factcheck.domain.terms import ArticleKind, ChangeKind, Part, State
from factcheck.domain.workflow import Verb
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
from tests.fronts import another_process, kept, require_raised
from tests.services import test_policy_pages as pages_of_the_desk
from tests.services.test_prior_reviews import REVIEW
from tests.services.test_scales import NEW, save, stored
from tests.sites import Site, open_site
from tests.web.test_move_budgets import MOVES, Move

Deed = Callable[[Newsroom], object]
RAISING = {Verb.PUBLISH, Verb.RETRACT}
SEVERAL = {"first of two", "last of two", "closing a secret vote"}  # one approval publishes nothing


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    settings = replace(newsroom.database.settings, purge_url="PURGE http://127.0.0.1:1/")
    newsroom.database.settings = settings
    return open_site(newsroom)


# ── Verbs ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", MOVES, ids=[f"{verb}: {when}" for verb, when in MOVES])
def test_of_the_verbs_publishing_and_retracting_move_the_mark(
    sqlite_newsroom: Newsroom, name: tuple[Verb, str]
) -> None:
    """The acts below try both databases."""
    site = open_site(sqlite_newsroom)
    move: Move = MOVES[name]
    claim_id = move.stand(site.newsroom)
    with site.newsroom.read() as session:
        kind = article(session, 1)[0].kind
    if (
        kind is ArticleKind.ELSEWHERE and name[1] not in SEVERAL
    ):  # readers have something of the same article
        factories.claim(site.newsroom, State.PUBLISHED, article_id=1, words=gates.FERRIES)
    address = f"/desk/claims/{claim_id}"
    path = f"{address}/{move.path}".replace(f"/claims/{claim_id}/../", "/")
    form = site.page(f"{address}/{move.path}", move.by) if move.opened else None
    shown = {one: form.value(one) for one in move.opened} if form else {}
    seen = factories.content_hash(site.newsroom, claim_id)
    sent = {"seen_hash": seen, **shown, **move.typed}
    verb = name[0]
    changed = require_raised(
        site, lambda: site.done(path, move.by, **sent), is_raised=verb in RAISING
    )
    assert changed or verb not in RAISING or name[1] == "first"


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────


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


def test_every_act_is_looked_at() -> None:
    assert ACTS.keys() == set(Act)


@pytest.mark.parametrize("act", Act, ids=lambda act: act.value)
def test_an_act_moves_the_mark_where_readers_can_see_it_and_nowhere_else(
    site: Site, act: Act
) -> None:
    """At the next request of a reader before another process, and caches in front are told in that very case."""
    stand, deed, is_raised = ACTS[act]
    stand(site.newsroom)
    with another_process(site.newsroom) as elsewhere:
        require_raised(site, lambda: deed(site.newsroom), is_raised=is_raised, elsewhere=elsewhere)


@pytest.mark.parametrize("deed", [a_topic, lambda n: filing.put(n, 2, 1), renamed, retired])
def test_topics_of_drafts_alone_are_nothing_readers_see(site: Site, deed: Deed) -> None:
    published(site.newsroom)
    filing.topic(site.newsroom, "Ferries")
    require_raised(site, lambda: deed(site.newsroom), is_raised=False)


@pytest.mark.parametrize("deed", [retired, lambda n: filing.put(n, 1, 2)])
def test_a_published_topic_that_is_retired_or_left_is_told_at_once(site: Site, deed: Deed) -> None:
    after(published, a_topic, lambda n: filing.topic(n, "Money"))(site.newsroom)
    filing.put(site.newsroom, 1, 1)
    assert require_raised(site, lambda: deed(site.newsroom), is_raised=True)


# ── What happens by itself, and what a draft takes from readers ──────────────────────────────────


def dies(newsroom: Newsroom) -> None:
    shelf = shelves.Shelf(Site(newsroom, None), 1)  # type: ignore[arg-type]  # its looks need no application
    shelf.dies()


def changes(newsroom: Newsroom) -> None:
    shelves.Shelf(Site(newsroom, None), 1).changes()  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("deed", [dies, changes])
def test_what_becomes_of_a_source_is_told_at_once(site: Site, deed: Deed) -> None:
    published(site.newsroom)
    assert require_raised(site, lambda: deed(site.newsroom), is_raised=True)


def test_a_restricted_copy_is_taken_from_the_page_of_a_source_that_died(site: Site) -> None:
    after(published, derive(1), dies)(site.newsroom)
    restrict = as_("carla", restrictions.restrict, 1, 1, Circle.SENIOR, "A witness is named.")
    assert require_raised(site, lambda: restrict(site.newsroom), is_raised=True)
    lift = as_("carla", restrictions.lift, 1, 1, "She agreed.")
    assert require_raised(site, lambda: lift(site.newsroom), is_raised=True)


def test_a_name_that_a_draft_hides_is_hidden_around_published_words_at_once(site: Site) -> None:
    published(site.newsroom)
    hide = lambda: road.edit_claim(  # noqa: E731  a deed like the others
        site.newsroom, 2, site.newsroom.carla, hidden_names=(("The mayor", "an official"),)
    )
    require_raised(site, hide, is_raised=True)


def test_a_sister_that_hides_a_name_takes_pages_along(site: Site) -> None:
    newsroom = site.newsroom
    factories.claim(newsroom, State.PUBLISHED)
    page = next(iter(kept(newsroom)))
    hiding = replace(
        factories.CLAIM,
        statement="Ferries carried many people.",
        claimant="Jo Low",
        claimant_role="a sailor",
        is_claimant_public=False,
        names_private_person=True,
    )
    second = factories.claim(
        newsroom, State.IN_REVIEW, article_id=1, words=gates.FERRIES, given=hiding
    )
    factories.approve(newsroom, second, newsroom.rosa)
    factories.clear(newsroom, second)
    assert page in kept(newsroom)
    require_raised(
        site, lambda: factories.publish(newsroom, second, newsroom.edith), is_raised=True
    )
    assert page not in kept(newsroom), "it is made again, with the name hidden"


def test_a_draft_of_a_correction_changes_nothing_for_readers(site: Site) -> None:
    newsroom = site.newsroom
    published(newsroom)

    def draft() -> None:
        with newsroom.work(newsroom.edith) as work:
            publication.begin_change(work, 1, ChangeKind.CORRECTION, "A figure was wrong.")
        factories.log(newsroom, 1, newsroom.carla, factories.SECOND)
        factories.write(newsroom, 1, newsroom.carla, "contradicted", reason="It lost nothing.")

    require_raised(site, draft, is_raised=False)
