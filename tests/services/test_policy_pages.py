"""Pages about the desk: versions are added, never altered; the rules about who writes and over what."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from factcheck.domain.digests import digest_of
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy_pages import NoSuchPage, PageSlug, PageText
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import COMMAND_LINE
from factcheck.models import HistoryRow, PolicyVersion
from factcheck.services import history, policy_pages
from factcheck.services.stale import StaleSave
from tests.cast import Newsroom
from tests.statements import counted

PAYS = PageText(title="Who pays", text="Readers do.")
FUND = PageText(title="Who pays", text="Readers do, and one fund.")


def save(
    newsroom: Newsroom,
    given: PageText = PAYS,
    note: str = "First words.",
    seen: int = 0,
    by: str = "ada",
    name: str = "funding",
) -> int:
    with newsroom.work(getattr(newsroom, by)) as work:
        return policy_pages.save(work, name, given, note, seen)


def told(newsroom: Newsroom) -> list[str]:
    return [deed for deed in newsroom.history() if deed.startswith("page:")]


def test_a_desk_begins_with_what_the_program_enforces_and_nothing_else(newsroom: Newsroom) -> None:
    with newsroom.read() as session:
        found = policy_pages.pages(session)
    assert list(found) == list(PageSlug)
    assert {slug.value: line.is_starting for slug, line in found.items() if line} == {
        "method": True, "corrections-policy": True, "contact": True,
    }  # fmt: skip
    assert [slug.value for slug, line in found.items() if line is None] == ["funding", "team"]
    assert told(newsroom) == [
        "page:changed page:method",
        "page:changed page:corrections-policy",
        "page:changed page:contact",
    ]


def test_each_save_is_a_version_with_its_date_author_and_note(newsroom: Newsroom) -> None:
    assert save(newsroom) == 1
    assert save(newsroom, FUND, "A fund gives as well.", 1, "max") == 2
    with newsroom.read() as session:
        lines = policy_pages.versions(session, "funding")
        first = policy_pages.version(session, "funding", 1)
        second = policy_pages.version(session, "funding", 2)
        now = policy_pages.current(session, "funding")
        assert history.verify(session) is None
        row = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc()).limit(1)).one()
    assert [(one.number, one.note, one.by_name) for one in lines] == [
        (2, "A fund gives as well.", "Max"), (1, "First words.", "Ada"),
    ]  # fmt: skip
    assert lines[1].made_at <= lines[0].made_at
    assert (first.version.said, first.before, first.current) == (PAYS, None, 2)
    assert (second.version.said, second.before) == (FUND, first.version)
    assert now == second.version
    assert not now.is_starting
    assert (row.event, row.subject, row.reason) == (
        "page:changed", "page:funding", "A fund gives as well.",
    )  # fmt: skip
    digest = digest_of(b"Who pays\nReaders do, and one fund.")
    assert row.detail == f"version 2, {digest}"


def test_the_starting_text_stays_as_the_first_version(newsroom: Newsroom) -> None:
    assert save(newsroom, name="method", seen=1) == 2
    with newsroom.read() as session:
        first = policy_pages.version(session, "method", 1).version
    assert first.title == "How we work"
    assert first.is_starting
    with newsroom.work() as work:
        assert policy_pages.add_starting(work) == []


@pytest.mark.parametrize("who", ["carla", "rosa", "edith", "lara"])
def test_only_administrators_and_the_shell_write(newsroom: Newsroom, who: str) -> None:
    before = newsroom.count(PolicyVersion), newsroom.history()
    with pytest.raises(NotYourPart, match="Only an administrator may change a page about the desk"):
        save(newsroom, by=who)
    assert (newsroom.count(PolicyVersion), newsroom.history()) == before
    with newsroom.work(COMMAND_LINE) as work:
        assert policy_pages.save(work, "team", PAYS, "By the shell.", 0) == 1


@pytest.mark.parametrize(
    ("given", "note", "why"),
    [
        (PAYS, "Nothing.", WrongState),
        (FUND, "", BadInput),
        (PageText(title="Who pays", text=""), "Emptied.", BadInput),
        (PageText(title="", text="Readers."), "No title.", BadInput),
    ],
)
def test_what_says_nothing_new_or_nothing_at_all_is_refused(
    newsroom: Newsroom, given: PageText, note: str, why: type[Exception]
) -> None:
    save(newsroom)
    before = newsroom.count(PolicyVersion), newsroom.history()
    with pytest.raises(why):
        save(newsroom, given, note, 1)
    assert (newsroom.count(PolicyVersion), newsroom.history()) == before


def test_a_save_that_comes_too_late_names_both_texts(newsroom: Newsroom) -> None:
    save(newsroom, by="max")
    with pytest.raises(StaleSave) as late:
        save(newsroom, FUND, "Mine.", 0)
    stale = late.value
    assert (stale.by_name, stale.version) == ("Max", 1)
    assert (stale.theirs["Text"], stale.yours["Text"]) == (
        "Readers do.",
        "Readers do, and one fund.",
    )
    assert newsroom.count(PolicyVersion) == 4


def test_of_two_who_save_at_once_one_comes_too_late(newsroom: Newsroom) -> None:
    def try_it(number: int) -> str:
        try:
            save(newsroom, PageText(title="Who pays", text=f"Fund {number}."))
        except StaleSave:
            return "late"
        return "saved"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_it, range(4))) == ["late", "late", "late", "saved"]


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 10**30])
def test_a_version_that_is_not_there_is_not_found(newsroom: Newsroom, number: int) -> None:
    save(newsroom)
    with newsroom.read() as session, pytest.raises(NoSuchPage):
        policy_pages.version(session, "funding", number)


def test_machines_are_named_the_pages_that_say_something(newsroom: Newsroom) -> None:
    with newsroom.read() as session:
        assert policy_pages.addresses(session, "https://desk.example") == {
            "method": "https://desk.example/about/method",
            "corrections-policy": "https://desk.example/about/corrections-policy",
            "contact": "https://desk.example/about/contact",
        }
    save(newsroom)
    with newsroom.read() as session:
        assert policy_pages.addresses(session)["funding"] == "/about/funding"


def test_reading_and_writing_cost_few_statements(newsroom: Newsroom) -> None:
    save(newsroom)
    for number in range(1, 6):
        save(newsroom, PageText(title="Who pays", text=f"Fund {number}."), "One more.", number)
    with newsroom.read() as session:
        session.connection()
        with counted(newsroom.database) as statements:
            policy_pages.pages(session)
            policy_pages.versions(session, "funding")
            policy_pages.version(session, "funding", 4)
            policy_pages.current(session, "funding")
    assert len(statements) == 4, statements
    with counted(newsroom.database) as statements:
        save(newsroom, FUND, "And the fund.", 6)
    assert len(statements) <= 6, statements
