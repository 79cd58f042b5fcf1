"""What readers get, shown on the desk before they get it: the address it will have, the sources it links."""

from flask import url_for

from factcheck.domain.published import PublishedVerdict
from factcheck.web import current


def highest_source(shown: PublishedVerdict) -> int:
    """The highest number an explanation can cite and be linked."""
    return max((source.number for source in shown.sources), default=0)


def address_of(shown: PublishedVerdict, claim_id: int) -> str:
    """The permanent address; before the first publication there is none, and the preview's own stands there."""
    if not shown.id:
        return url_for("publishing.preview", id=claim_id, _external=False)
    path = url_for("public.verdict", id=shown.id, slug=shown.slug)
    return f"{current.settings().base_url}{path}"
