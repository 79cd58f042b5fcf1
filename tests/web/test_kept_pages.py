"""A claim's page that is remembered: never an old one, never another's, and no more of them than there is room for."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.policy import RiskClass
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.terms import ChangeKind, Dismissal, Part, ReplyOutcome, State
from factcheck.models import Person, Snapshot
from factcheck.models.claims import WaiverKind
from factcheck.services import (
    accounts,
    claims,
    desk_settings,
    evidence,
    legal,
    protected,
    publication,
    replies,
    reviews,
    snapshots,
    verdicts,
)
from factcheck.web import claim_page, filters
from factcheck.web.filters import ago, ago_until
from factcheck.web.kept_pages import Page, Pages
from tests import factories, occurring, road, secrets, shelves, texts
from tests.cast import Newsroom
from tests.sites import Site, open_site

PAGE = "/desk/claims/1"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Act = Callable[[Newsroom], object]
_TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    return open_site(newsroom)


@pytest.fixture
def forgetful(newsroom: Newsroom) -> Site:
    """Another process of the same desk, which remembers no page: what it shows is what stands there now."""
    found = open_site(newsroom)
    found.app.extensions["factcheck"].memory.pages = Pages(0)
    return found


def shown(site: Site, by: str = "carla", path: str = PAGE) -> str:
    """The page as it came, but for the tokens in its forms."""
    answer = site.visitor(by).get(path)
    assert answer.status_code == 200
    return _TOKEN.sub("", answer.text)


def remembered(site: Site) -> int:
    return len(site.app.extensions["factcheck"].memory.pages)


# ── Never an old one ─────────────────────────────────────────────────────────────────────────────


def _keep_copy(newsroom: Newsroom) -> None:
    shelves.keep(newsroom, 1)


def _fail_copy(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        waiting = work.session.query(Snapshot).filter_by(state=SnapshotState.WAITING).first()
        assert waiting is not None
        what = snapshots.awaited(work.session, waiting.id)
        assert what is not None
        snapshots.fail(work, waiting.id, what, "The site did not answer.")


def _find_gone(newsroom: Newsroom) -> None:
    shelves.Shelf(open_site(newsroom), 1).dies()


def _by(name: str, deed: Callable[..., object], *values: object) -> Act:
    def act(newsroom: Newsroom) -> None:
        with newsroom.work(getattr(newsroom, name)) as work:
            deed(work, *values)

    return act


def _withdraw(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        row = evidence.row(work.session, 1, 2)
        evidence.withdraw(work, 1, 2, row.version, "The report is about another harbour.")


def _rename(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        work.session.get_one(Person, newsroom.carla.id).name = "Carla Quay"


def _name_desk(newsroom: Newsroom, name: str) -> None:
    with newsroom.work(newsroom.ada) as work:
        desk_settings.name_desk(work, name=name)


CHECKING: list[Act] = [
    lambda n: factories.log_two(n, 1, n.carla),
    _keep_copy,
    _fail_copy,
    lambda n: road.change_evidence(n, 1, 1, n.carla, says="A loss of 4.01 million."),
    lambda n: road.change_evidence(n, 1, 1, n.carla, url="https://news.example/harbour"),
    lambda n: road.change_evidence(n, 1, 1, n.carla, is_public=False, internal_reason="No."),
    _withdraw,
    lambda n: secrets.log(n, 1),
    lambda n: road.edit_claim(n, 1, n.carla, statement="The harbour lost money."),
    lambda n: road.edit_claim(n, 1, n.carla, add_words="Ferries carried 12,000 people in August"),
    lambda n: factories.reply(n, 1, n.carla),
    lambda n: factories.write(n, 1, n.carla),
    lambda n: factories.write(n, 1, n.carla, reason="The audit says so too."),
    lambda n: occurring.link(n, 1, occurring.other_article(n)),
    lambda n: occurring.confirm(n, 1, 2),
    lambda n: occurring.unlink(n, 1, 2),
    _by("edith", claims.set_due, 1, date(2027, 1, 4)),
    lambda n: _by("edith", claims.assign, 1, n.cyril.id)(n),
    lambda n: texts.renew(n, texts.CHANGED),
    _by("cyril", claims.dismiss, 1, Dismissal.OPINION, "It is a matter of taste."),
    _by("cyril", claims.reopen, 1),
]
REVIEW: list[Act] = [
    lambda n: factories.ask(n, 1, n.rosa),
    _by("rosa", reviews.start_reading, 1),
    lambda n: factories.hold(n, 1),
    _by("lara", legal.release, 1, "They took it back."),
    _by("edith", legal.waive, 1, WaiverKind.SOURCES, "Only one archive has it."),
    _by("emil", reviews.recuse, 1, "My sister works at the harbour."),
    lambda n: road.send_back(n, 1, n.rosa),
    lambda n: factories.submit(n, 1, n.carla),
    _by("carla", verdicts.withdraw, 1),
    lambda n: factories.submit(n, 1, n.carla),
    lambda n: factories.approve(n, 1, n.rosa),
    lambda n: road.change_evidence(n, 1, 1, n.cyril, quote="-4,012,331"),
    lambda n: factories.approve(n, 1, n.rosa),
    lambda n: road.disable(n, n.rosa),
]
READERS: list[Act] = [
    lambda n: road.begin_change(n, 1, ChangeKind.CORRECTION, n.edith),
    _by("edith", publication.drop_change, 1),
    _keep_copy,
    _find_gone,
    _by("edith", publication.retract, 1, "The accounts were forged."),
    _by("emil", publication.confirm_retraction, 1),
]
DESK: list[Act] = [
    _rename,
    lambda n: road.set_policy(n, RiskClass.ORDINARY, approvals_needed=2),
    lambda n: _name_desk(n, "The Quay Desk"),
    lambda n: _by("ada", accounts.set_parts, n.carla.id, [Part.EDITOR])(n),
]


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (State.CHECKING, CHECKING),
        (State.IN_REVIEW, REVIEW),
        (State.PUBLISHED, READERS),
        (State.CHECKING, DESK),
    ],
    ids=["checking", "review", "readers", "desk"],
)
def test_whatever_happens_is_on_the_page_at_once(
    site: Site, forgetful: Site, state: State, acts: list[Act]
) -> None:
    factories.claim(site.newsroom, state)
    people = ("carla", "edith", "ada")
    for number, act in enumerate(acts, 1):
        before = {who: shown(site, who) for who in people}
        assert {who: shown(site, who) for who in people} == before  # by now it is remembered
        act(site.newsroom)
        after = {who: shown(site, who) for who in people}
        assert after["carla"] != before["carla"], f"act {number} is not on the page"
        assert after == {who: shown(forgetful, who) for who in people}, f"after act {number}"


def test_a_reviewers_secret_vote_is_never_shown_from_her_own_page(
    site: Site, forgetful: Site
) -> None:
    """W3."""
    road.set_policy(site.newsroom, panel_size=3, approvals_needed=2)
    factories.claim(site.newsroom, State.IN_REVIEW)
    factories.approve(site.newsroom, 1, site.newsroom.rosa)
    assert "Approved" in site.page(PAGE, "rosa").id("review").text
    for who in ("edith", "carla"):
        assert "Approved" not in site.page(PAGE, who).id("review").text
        assert shown(site, who) == shown(forgetful, who)


def test_what_happens_to_another_claim_leaves_a_page_remembered(site: Site) -> None:
    article_id = factories.article(site.newsroom)
    for _ in range(2):
        factories.claim(site.newsroom, State.CHECKING, article_id=article_id)
    before = shown(site)
    factories.log_two(site.newsroom, 2, site.newsroom.cyril)
    assert shown(site) == before
    assert remembered(site) == 1


# ── Never another's ──────────────────────────────────────────────────────────────────────────────


def test_everybody_gets_her_own_page_whoever_looked_before(site: Site, forgetful: Site) -> None:
    factories.claim(site.newsroom, State.IN_REVIEW)
    secrets.log(site.newsroom, 1)
    people = ("max", "carla", "edith", "rosa", "lara", "ada", "cyril")
    pages = {who: shown(site, who) for who in people}
    assert remembered(site) == len(people)
    assert pages == {who: shown(site, who) for who in people}
    assert pages == {who: shown(forgetful, who) for who in people}
    assert "Change<span" in pages["carla"]
    assert "Change<span" not in pages["rosa"]
    assert "Change<span" not in pages["ada"]


def test_nothing_of_a_protected_source_is_on_anybodys_page(site: Site, forgetful: Site) -> None:
    factories.claim(site.newsroom, State.CHECKING)
    number = secrets.log(site.newsroom, 1)
    with site.newsroom.work(site.newsroom.carla) as work:
        protected.read(work, 1, number, secrets.SEALS.open)
    _by("emil", protected.name_reader, 1, number, site.newsroom.edith.id)(site.newsroom)
    for who in ("carla", "edith", "cyril", "carla", "edith", "cyril"):
        assert secrets.found_in(shown(site, who)) == []
        assert shown(site, who) == shown(forgetful, who)


def test_whoever_loses_a_part_loses_its_buttons_at_the_next_look(site: Site) -> None:
    factories.claim(site.newsroom, State.CHECKING)
    assert site.page(PAGE, "max").all("a", href=f"{PAGE}/evidence/new")
    _by("ada", accounts.set_parts, site.newsroom.max.id, [Part.REVIEWER])(site.newsroom)
    assert not site.page(PAGE, "max").all("a", href=f"{PAGE}/evidence/new")


def test_a_remembered_page_carries_the_token_of_whoever_looks(site: Site) -> None:
    """The same person at two browsers: each gets forms that her own session can send."""
    factories.claim(site.newsroom)
    other = open_site(site.newsroom)
    other.app = site.app
    first, second = site.page(PAGE).value("csrf_token"), other.page(PAGE).value("csrf_token")
    assert remembered(site) == 1
    assert first
    assert second
    sent = {"csrf_token": site.page(PAGE).value("csrf_token")}
    assert site.visitor().client.post(f"{PAGE}/take", data=sent).status_code == 303
    assert site.state(1) is State.CHECKING


def test_what_is_said_once_is_said_once(site: Site) -> None:
    factories.claim(site.newsroom)
    shown(site)
    site.done(f"{PAGE}/take")
    assert "The claim is yours." in shown(site)
    assert "The claim is yours." not in shown(site)


def test_a_row_that_was_just_saved_says_so_only_there(site: Site) -> None:
    factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, 1, site.newsroom.carla)
    assert 'class="saved"' not in shown(site)
    assert 'class="saved"' in shown(site, path=f"{PAGE}?saved=2")
    assert 'class="saved"' not in shown(site)
    assert shown(site, path=f"{PAGE}?saved=1") != shown(site, path=f"{PAGE}?saved=2")


def test_a_site_in_a_folder_has_pages_of_its_own(site: Site) -> None:
    factories.claim(site.newsroom)
    shown(site)
    visitor = site.visitor()
    there = visitor.client.get(
        PAGE, base_url=visitor.base_url, environ_overrides={"SCRIPT_NAME": "/checks"}
    )
    assert f'href="/checks{PAGE}' in there.text or 'href="/checks/' in there.text
    assert 'href="/checks' not in shown(site)


# ── Only as long as it holds ─────────────────────────────────────────────────────────────────────


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """The clock by which pages are made stands at this moment."""
    for module in (claim_page, filters):
        monkeypatch.setattr(module, "utc_now", lambda: moment)


def test_a_while_becomes_longer_on_a_page_where_nothing_happened(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim(site.newsroom)
    since = site.ticket(1).claim.state_since_at
    for seconds, words in (
        (59, "just now"),
        (60, "one minute ago"),
        (119, "one minute ago"),
        (120, "two minutes ago"),
        (3_600, "one hour ago"),
        (0, "just now"),  # a clock that was put back
    ):
        at(monkeypatch, since + timedelta(seconds=seconds))
        assert site.page(PAGE).all("span", class_="ago")[0].text == words


def test_a_time_to_reply_that_runs_out_shows_at_that_moment(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim(site.newsroom, State.CHECKING)
    site.newsroom.now += timedelta(days=2)
    factories.reply(site.newsroom, 1, site.newsroom.carla)
    due = site.ticket(1).replies[0].due_at
    for moment, is_over in ((due - timedelta(seconds=1), False), (due, True)):
        at(monkeypatch, moment)
        assert ("The time to reply has run out" in site.page(PAGE).id("replies").text) is is_over
    with site.newsroom.work(site.newsroom.carla) as work:
        replies.record(work, 1, site.ticket(1).replies[0].id, ReplyOutcome.DECLINED, "", "")
    assert "The time to reply has run out" not in site.page(PAGE).id("replies").text


@given(st.integers(0, 10**8), st.integers(0, 999_999), st.floats(0, 1, exclude_max=True))
def test_until_then_it_says_the_same_and_then_something_else(
    seconds: int, microseconds: int, part: float
) -> None:
    now = NOW + timedelta(seconds=seconds, microseconds=microseconds)
    until = ago_until(NOW, now)
    assert until > now
    assert (
        ago(NOW, now + (until - now) * part) == ago(NOW, now) or now + (until - now) * part >= until
    )
    assert ago(NOW, until) != ago(NOW, now)


def test_of_what_is_still_to_come_nothing_is_remembered() -> None:
    assert ago_until(NOW, NOW - timedelta(seconds=1)) < NOW


# ── No more than there is room for ───────────────────────────────────────────────────────────────


def page(size: int, since: datetime = NOW, lasts: timedelta = timedelta(minutes=1)) -> Page:
    return Page((b"x" * (size - 1), b"y"), since, since + lasts)


def test_pages_asked_for_longest_ago_give_way() -> None:
    pages = Pages(1_000)
    for number in range(20):
        pages.keep(b"%d" % number, page(50))
    assert len(pages) == 20
    assert pages.find(b"0", NOW)
    pages.keep(b"20", page(50))
    assert len(pages) == 20
    assert pages.find(b"0", NOW)
    assert pages.find(b"1", NOW) is None
    assert pages.held == 1_000


def test_the_same_page_anew_takes_the_place_of_the_one_before() -> None:
    pages = Pages(1_000)
    pages.keep(b"a", page(50))
    pages.keep(b"a", page(40))
    assert (len(pages), pages.held) == (1, 40)


def test_one_page_never_takes_all_the_room() -> None:
    pages = Pages(1_000)
    pages.keep(b"a", page(50))
    pages.keep(b"b", page(51))
    assert pages.find(b"b", NOW) is None
    assert pages.find(b"a", NOW)


@pytest.mark.parametrize(("seconds", "is_found"), [(-1, False), (0, True), (59, True), (60, False)])
def test_a_page_is_found_while_it_holds(seconds: int, is_found: bool) -> None:
    pages = Pages(1_000)
    pages.keep(b"a", page(50))
    assert (pages.find(b"a", NOW + timedelta(seconds=seconds)) is not None) is is_found


def test_a_desk_without_room_still_shows_its_pages(forgetful: Site) -> None:
    factories.claim(forgetful.newsroom)
    assert shown(forgetful) == shown(forgetful)
    assert remembered(forgetful) == 0
