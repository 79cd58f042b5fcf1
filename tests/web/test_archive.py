"""All verdicts and all changes in numbered parts: none ever moves, all of it is there, each part leads to the next."""

import pytest

from factcheck.domain.terms import State
from factcheck.services import archive
from tests import factories
from tests.cast import Newsroom
from tests.fronts import front_of, get
from tests.pages import read
from tests.readers import FERRIES, OTHER, Reader, correct, open_reader, retract, two_published
from tests.statements import counted
from tests.withholding import lift, withhold


@pytest.fixture
def reader(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Three verdicts, in parts of two."""
    monkeypatch.setattr(archive, "ARCHIVE_ROWS", 2)
    monkeypatch.setattr(archive, "ARCHIVE_RATED", 2)
    monkeypatch.setattr(archive, "ARCHIVE_CHANGES", 2)
    article_id = two_published(newsroom)
    factories.claim(newsroom, State.PUBLISHED, given=FERRIES, article_id=article_id, words=OTHER)
    return open_reader(newsroom)


def listed(reader: Reader, path: str) -> list[str]:
    """The verdicts of a page by their numbers, in their order."""
    page = read(reader.get(path).text)
    links = [one.all("a")[0].attributes["href"] for one in page.all("h2", class_="item__claim")]
    return [link.removeprefix("/verdicts/").partition("-")[0] for link in links]


def ways(reader: Reader, path: str) -> dict[str, str]:
    page = read(reader.get(path).text)
    links = [one for nav in page.all("nav", class_="pager") for one in nav.all("a")]
    return {one.attributes["rel"]: one.attributes["href"] for one in links}


def test_all_verdicts_stand_in_parts_that_lead_to_each_other(reader: Reader) -> None:
    assert listed(reader, "/verdicts/all") == ["3"]
    assert ways(reader, "/verdicts/all") == {"next": "/verdicts/all/1"}
    assert listed(reader, "/verdicts/all/1") == ["2", "1"]
    assert ways(reader, "/verdicts/all/1") == {"prev": "/verdicts/all/2"}
    assert listed(reader, "/verdicts/all/2") == ["3"]


def test_a_change_moves_nothing_from_one_part_to_another(reader: Reader) -> None:
    before = reader.get("/verdicts/all/2").data
    correct(reader.newsroom, 1)
    retract(reader.newsroom, 2)
    assert listed(reader, "/verdicts/all/1") == ["2", "1"]
    assert reader.get("/verdicts/all/2").data == before


def test_a_part_of_which_all_is_withheld_is_led_to_by_none(reader: Reader) -> None:
    correct(reader.newsroom, 3)
    assert ways(reader, "/verdicts/all/1") == {"prev": "/verdicts/all/2"}
    withhold(reader.newsroom, 3)
    assert listed(reader, "/verdicts/all") == ["2", "1"], "the newest part that holds anything"
    assert ways(reader, "/verdicts/all/1") == {}
    reader.get("/verdicts/all/2", 404)
    with reader.newsroom.read() as session:
        assert list(archive.of_verdicts("contradicted").every(session)) == []
        assert list(archive.of_changes().every(session)) == []
    lift(reader.newsroom, 3)
    assert listed(reader, "/verdicts/all") == ["3"]


def test_the_verdicts_of_one_rating_stand_in_parts_of_their_own(reader: Reader) -> None:
    assert listed(reader, "/rated/supported/all/1") == ["2", "1"]
    correct(reader.newsroom, 1)
    assert listed(reader, "/rated/supported/all/1") == ["2"]
    assert listed(reader, "/rated/contradicted/all") == ["1"]
    assert ways(reader, "/rated/supported/all") == {"next": "/rated/supported/all/1"}
    assert "All verdicts rated Contradicted" in reader.get("/rated/contradicted/all").text


def test_the_first_page_shows_one_rating_at_an_address_of_its_own(reader: Reader) -> None:
    page = read(reader.get("/").text)
    (link,) = [one for one in page.all("a") if one.attributes["href"] == "/rated/supported"]
    assert link.text == "Supported"
    assert (
        listed(reader, "/rated/supported")
        == listed(reader, "/?rating=supported")
        == ["3", "2", "1"]
    )
    canonical = read(reader.get("/?rating=supported").text).all("link", rel="canonical")[0]
    assert canonical.attributes["href"].endswith("/rated/supported")


def test_every_change_stands_in_the_parts_of_the_corrections(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    retract(reader.newsroom, 2)
    correct(reader.newsroom, 3)
    assert reader.newsroom.count  # versions 4, 5 and 6 of all
    assert listed(reader, "/corrections/3") == ["3", "2"]
    assert ways(reader, "/corrections/3") == {"next": "/corrections/2"}
    assert listed(reader, "/corrections/2") == ["1"]
    assert ways(reader, "/corrections/2") == {"prev": "/corrections/3"}
    reader.get("/corrections/1", 404)


@pytest.mark.parametrize(
    "path",
    [
        *("/verdicts/all/3", "/verdicts/all/0", "/verdicts/all/999999999", "/verdicts/all/x"),
        *("/rated/nothing", "/rated/nothing/all", "/rated/contradicted/all/1", "/corrections/1"),
    ],
)
def test_a_part_that_holds_nothing_is_not_there(reader: Reader, path: str) -> None:
    reader.get(path, 404)


def test_a_desk_that_published_nothing_has_an_empty_list(newsroom: Newsroom) -> None:
    reader = open_reader(newsroom)
    for path in ("/verdicts/all", "/rated/supported/all", "/rated/supported"):
        assert "No verdicts here yet." in reader.get(path).text
    reader.get("/verdicts/all/1", 404)


def test_what_is_protected_since_is_said_in_no_part(reader: Reader) -> None:
    assert "Nora" in reader.get("/verdicts/all/1").text
    with reader.newsroom.work() as work:
        row = work.session.get_one(archive.Publication, 2)
        row.hidden_names = '[["Nora Å. Lind", "a passenger"]]'
    assert "Nora" not in reader.get("/verdicts/all/1").text


def test_parts_are_answered_from_memory_and_never_out_of_date(reader: Reader) -> None:
    get(reader.visitor, "/verdicts/all/1")
    get(reader.visitor, "/rated/supported")
    assert len(front_of(reader.app).memory) == 2
    with counted(reader.newsroom.database) as ran:
        assert get(reader.visitor, "/verdicts/all/1").headers["Surrogate-Key"] == "readers verdicts"
    assert len(ran) <= 1
    correct(reader.newsroom, 1)
    assert "It made a profit." in get(reader.visitor, "/verdicts/all/1").text
