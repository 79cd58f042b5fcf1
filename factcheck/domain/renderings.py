"""Renderings: a kept page as a browser showed it, beside its own bytes (E1, E2)."""

from factcheck.domain.terms import Term


class RenderedAs(Term):
    """What a browser made of a page."""

    PDF = "pdf", "The page as the browser prints it.", "PDF"
    PICTURE = "picture", "The page in its full length, as the browser shows it."
