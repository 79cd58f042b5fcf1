"""No template is left out of the gallery, so that what looks at its pages looks at all of them."""

from tests.gallery.hanging import Gallery, Sheet, pages
from tests.gallery.walking import inside, links


def test_every_template_hangs(gallery: Gallery) -> None:
    hung = {sheet.template for sheet in gallery.sheets}
    missing = sorted(pages() - hung)
    assert missing == [], (
        "lead to them by a link of the demo, or tell a story (tests/gallery/stories.py)"
    )


def test_pages_that_went_well_and_pages_that_did_not_hang(gallery: Gallery) -> None:
    statuses = {sheet.status for sheet in gallery.sheets}
    assert {200, 400, 403, 404, 409, 422} <= statuses
    assert [sheet.name for sheet in gallery.sheets if sheet.status >= 500] == []


def test_readers_and_each_part_of_the_desk_looked(gallery: Gallery) -> None:
    lookers = {sheet.who.partition(" ")[0] for sheet in gallery.sheets}
    assert {"", "Dana", "Ruth", "Edil", "Lena", "Ada", "Carla", "Edith"} <= lookers


def test_a_frame_or_a_part_of_a_page_is_no_page_itself() -> None:
    assert "public/verdict.html" in pages()
    assert "embeds/card.html" in pages()
    assert not {"layout/reader.html", "components/verdict.html", "tips/parts.html"} & pages()


def test_links_lead_on_within_the_site_alone() -> None:
    html = '<a href="/about#who">About</a> <a name="here">Here</a> <a href="https://else.example/">Else</a>'
    assert links(html) == ["/about#who", "https://else.example/"]
    base = "http://localhost"
    assert inside(base, "/follow", "?page=2#on") == "/follow?page=2"
    assert inside(base, "/follow", "/about#who") == "/about"
    assert inside(base, "/follow", "https://else.example/") == ""
    assert inside(base, "/follow", "mailto:desk@else.example") == ""


def test_of_each_page_the_longest_is_looked_at_an_empty_one_and_one_that_went_wrong() -> None:
    def sheet(length: int, status: int = 200, route: str = "list") -> Sheet:
        return Sheet("list.html", route, "", f"/{length}", status, "x" * length)

    long, alike, empty, wrong = sheet(100), sheet(80), sheet(20), sheet(90, 422)
    other = sheet(5, route="follow")
    chosen = Gallery([alike, empty, long, wrong, other]).one_of_each()
    assert chosen == [other, long, empty, wrong]
