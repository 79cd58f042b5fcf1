"""An article from its address: what was fetched is judged, and read if it is a page."""

from factcheck.adapters import fetching
from factcheck.adapters.fetching import Fetched, NotFetched, World
from factcheck.adapters.reading import Found, Reading, read_apart
from factcheck.domain.inputs import BadInput

EMPTY = "The page is empty."
WEB_PAGES = frozenset(("", "text/html", "application/xhtml+xml", "text/plain", "application/xml"))
# Bytes that no page in text begins with, whatever it is called.
_PICTURES = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"RIFF",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x1f\x8b",
    b"\x00\x00",
)


def fetch_article(address: str, world: World = fetching.OUTSIDE) -> tuple[Fetched, Reading]:
    """Fetch and read.  Raises `NotFetched`, with a sentence, for whatever keeps it from being an article."""
    page = fetching.fetch(address, world)
    kind = kind_of(page)
    try:
        reading = read_apart(kind, page.body, address=page.reached, charset=page.charset)
    except BadInput as bad:
        raise NotFetched(bad.sentence) from None
    if not any(map(str.isalnum, reading.text)):
        raise NotFetched("The page has no readable text.")
    return page, Reading(reading.text, reading.origin, {"outlet": _site(page), **reading.found})


def kind_of(page: Fetched) -> str:
    """`html` or `pdf`.  Raises `NotFetched` for an error, for nothing, and for what is neither."""
    if page.status != 200:
        raise NotFetched(f"The site answered {page.status}.")
    if not page.body.strip():
        raise NotFetched(EMPTY)
    if page.body.startswith(b"%PDF-"):
        return "pdf"
    if page.content_type not in WEB_PAGES or page.body.startswith(_PICTURES):
        raise NotFetched(fetching.NO_PAGE)
    return "html"


def _site(page: Fetched) -> Found:
    return Found(page.reached.split("/")[2].removeprefix("www."), "address")
