"""What moves the readers' mark, and that nothing they see ever changes without it.

Each verb on a claim and each act beside them is done on a desk that has readers.  Every page of theirs is made live
before and after: where one byte differs, the mark must have risen, and a page kept as bytes is the live one or gone.
"""

from dataclasses import replace

import pytest

from factcheck.domain.acts import Act
from factcheck.domain.derived import Circle
from factcheck.domain.terms import ArticleKind, ChangeKind, State
from factcheck.domain.workflow import Verb
from factcheck.services import (
    publication,
    restrictions,
)
from factcheck.services.intake import article
from tests import (
    factories,
    filing,
    gates,
    road,
    shelves,
)
from tests.acting import (
    ACTS,
    Deed,
    a_topic,
    after,
    as_,
    derive,
    published,
    renamed,
    retired,
)
from tests.cast import Newsroom
from tests.fronts import another_process, kept, require_raised
from tests.sites import Site, open_site
from tests.web.test_move_budgets import MOVES, Move

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
