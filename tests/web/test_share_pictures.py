"""What a page says of its picture, and what stands at the picture's address: today's words, or nothing (P16, C6)."""

import pytest
from werkzeug.test import TestResponse

from factcheck.domain.terms import State
from factcheck.services import desk_settings
from factcheck.services.desk_settings import DeskInput
from tests import factories, fronts
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.readers import Reader, correct, open_reader, retract
from tests.sharing import drawn, stored
from tests.sites import open_site

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    found = open_reader(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    return found


def page(reader: Reader) -> Element:
    return read(reader.get("/verdicts/1", follow_redirects=True).text)


def told(reader: Reader) -> dict[str, str]:
    """What the head of the page says to networks, by property or name."""
    found = {}
    for one in page(reader).all("meta"):
        name = one.attributes.get("property") or one.attributes.get("name") or ""
        if name.startswith(("og:", "twitter:")):
            found[name] = one.attributes["content"] or ""
    return found


def picture(reader: Reader) -> str:
    """The path of the picture that the page names."""
    return told(reader)["og:image"].removeprefix(BASE)


def test_until_it_is_drawn_the_page_names_no_picture(reader: Reader) -> None:
    found = told(reader)
    assert found["twitter:card"] == "summary"
    assert not [name for name in found if "image" in name]


def test_the_page_names_the_picture_its_size_and_what_it_says(reader: Reader) -> None:
    drawn(reader.newsroom)
    row = stored(reader.newsroom)
    assert row is not None
    assert row.digest is not None
    address = f"{BASE}/share/1-{row.digest.partition(':')[2][:16]}.png"
    name = reader.app.extensions["factcheck"]
    with reader.newsroom.read() as session:
        name = desk_settings.settings(session).name
    says = f"Supported: “{reader.verdict().statement}” – {name}"
    images = {key: value for key, value in told(reader).items() if "image" in key}
    assert images == {
        "og:image": address,
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": says,
        "twitter:image": address,
        "twitter:image:alt": says,
    }
    assert told(reader)["twitter:card"] == "summary_large_image"


def test_an_earlier_version_names_none(reader: Reader) -> None:
    drawn(reader.newsroom)
    correct(reader.newsroom, 1)
    drawn(reader.newsroom)
    old = reader.get(f"/verdicts/1-{reader.verdict().slug}/versions/1").text
    assert "og:image" not in old
    assert "summary_large_image" not in old


def is_picture(answer: TestResponse) -> bool:
    return answer.content_type == "image/png" and answer.data.startswith(b"\x89PNG")


def test_the_picture_may_be_kept_for_good_and_shown_by_anybody(reader: Reader) -> None:
    drawn(reader.newsroom)
    answer = reader.get(picture(reader))
    assert is_picture(answer)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Surrogate-Key"] == "readers verdict-1"
    assert "Set-Cookie" not in answer.headers
    again = {"If-None-Match": answer.headers["ETag"]}
    assert reader.get(picture(reader), 304, headers=again).data == b""


def test_a_correction_takes_the_picture_away_at_once_and_brings_another(reader: Reader) -> None:
    drawn(reader.newsroom)
    old = picture(reader)
    correct(reader.newsroom, 1)
    assert "og:image" not in told(reader), "its words are not those of the page any more"
    reader.get(old, 404)
    drawn(reader.newsroom)
    new = picture(reader)
    assert new != old
    moved = reader.get(old, 302)
    assert (moved.location, moved.headers["Cache-Control"]) == (new, "no-cache")
    assert is_picture(reader.get(new))
    assert told(reader)["og:image:alt"].startswith("Contradicted: “")


def test_a_retraction_leaves_no_rating_at_any_address_of_a_picture(reader: Reader) -> None:
    drawn(reader.newsroom)
    old = picture(reader)
    supported = reader.get(old).data
    retract(reader.newsroom, 1)
    assert "og:image" not in told(reader)
    reader.get(old, 404)
    drawn(reader.newsroom)
    now = reader.get(old, follow_redirects=True)
    assert is_picture(now)
    assert now.data != supported
    assert told(reader)["og:image:alt"].startswith("Retracted: “")


def test_the_desks_new_name_takes_pictures_away_until_they_say_it(reader: Reader) -> None:
    drawn(reader.newsroom)
    old = picture(reader)
    with reader.newsroom.work(reader.newsroom.ada) as work:
        seen = desk_settings.version_of(desk_settings.settings(work.session))
        desk_settings.save(work, DeskInput(name="Another desk"), seen)
    reader.get(old, 404)
    assert "og:image" not in told(reader)
    drawn(reader.newsroom)
    assert told(reader)["og:image:alt"].endswith(" – Another desk")
    assert picture(reader) != old


@pytest.mark.parametrize("path", ["/share/9-abc.png", "/share/0-abc.png", "/share/1-abc.gif"])
def test_there_is_nothing_where_nothing_is(reader: Reader, path: str) -> None:
    drawn(reader.newsroom)
    reader.get(path, 404)


def test_a_draft_has_no_picture(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    assert drawn(newsroom) == 0
    open_reader(newsroom).get("/share/1-abc.png", 404)


def test_a_picture_that_is_drawn_moves_the_mark_and_its_page_is_made_anew(
    newsroom: Newsroom,
) -> None:
    site = open_site(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    changed = fronts.require_raised(site, lambda: drawn(newsroom), is_raised=True)
    assert changed, "the page names its picture now"
    (plain,) = fronts.kept(newsroom).values()
    assert b"og:image" in plain, "the job made the page with it"
    fronts.require_raised(site, lambda: drawn(newsroom), is_raised=False)
