"""Pages of kept PDFs as they look: drawn by the desk, for whoever may open the copy, and nothing of the file itself."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from factcheck.domain.limits import PAGES_DRAWN
from factcheck.services import evidence
from tests import factories
from tests.cast import Newsroom
from tests.office_files import pdf, pdf_of, set_in_lines
from tests.sites import Site, open_site
from tests.visitors import stranger

COPY = "/desk/claims/1/evidence/1/snapshots/2"
REPORT = pdf([set_in_lines(["The harbour lost 4 million."]), set_in_lines(["Nobody was hurt."])])
SCAN = pdf_of([b"1 0 0 rg 0 0 600 800 re f", b"0 0 1 rg 0 0 600 800 re f"])

Brought = Callable[[bytes, str], Site]


@pytest.fixture
def brought(sqlite_newsroom: Newsroom) -> Brought:
    def bring(data: bytes, name: str) -> Site:
        claim_id = factories.claim(sqlite_newsroom)
        factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
        with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
            evidence.log(work, claim_id, factories.LINK)
        site = open_site(sqlite_newsroom)
        site.done("/desk/claims/1/evidence/1/upload", "carla", files=(io.BytesIO(data), name))
        return site

    return bring


def drawn(site: Site, page: int) -> Image.Image:
    answer = site.visitor("rosa").get(f"{COPY}/pages/{page}")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    return Image.open(io.BytesIO(answer.data))


def test_each_page_can_be_looked_at_beside_its_text(brought: Brought) -> None:
    site = brought(REPORT, "report.pdf")
    view = site.page(f"{COPY}/view", "rosa")
    assert [one.attributes["src"] for one in view.all("img")] == [
        f"{COPY}/pages/1",
        f"{COPY}/pages/2",
    ]
    assert [one.text for one in view.all("summary")][-2:] == [
        "Page 1 as it looks",
        "Page 2 as it looks",
    ]
    assert drawn(site, 2).size == (1_200, 1_600)


def test_a_scan_is_shown_by_its_pages(brought: Brought) -> None:
    site = brought(SCAN, "scan.pdf")
    view = site.page(f"{COPY}/view", "rosa")
    assert "it may be a scan" in view.text
    assert len(view.all("img")) == 2
    assert [drawn(site, page).convert("RGB").getpixel((9, 9)) for page in (1, 2)] == [
        (255, 0, 0),
        (0, 0, 255),
    ]


@pytest.mark.parametrize("page", [0, 3, 10**12])
def test_a_page_that_is_not_there_is_not_found(brought: Brought, page: int) -> None:
    site = brought(REPORT, "report.pdf")
    assert site.visitor("rosa").get(f"{COPY}/pages/{page}").status_code == 404
    assert stranger(site.app).get(f"{COPY}/pages/1").status_code == 404


def test_only_a_pdf_has_pages_to_draw(brought: Brought) -> None:
    site = brought(b"The quay was closed.", "quay.txt")
    assert site.visitor("rosa").get(f"{COPY}/pages/1").status_code == 404
    assert site.page(f"{COPY}/view", "rosa").all("img") == []


def test_looking_is_written_down_once(brought: Brought) -> None:
    site = brought(SCAN, "scan.pdf")
    for page in (1, 2, 9):
        site.visitor("rosa").get(f"{COPY}/pages/{page}")
    assert site.newsroom.history(1).count("snapshot:viewed evidence:1") == 1


def test_drawing_is_limited_a_minute(brought: Brought) -> None:
    site = brought(b"No page to draw.", "quay.txt")
    rosa = site.visitor("rosa")
    looks = [rosa.get(f"{COPY}/pages/1").status_code for _ in range(PAGES_DRAWN + 1)]
    assert looks == [404] * PAGES_DRAWN + [429]
    assert rosa.client.head(f"{COPY}/pages/1").status_code == 429
    assert site.visitor("edith").get(f"{COPY}/pages/1").status_code == 404
