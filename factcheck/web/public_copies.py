"""A source that is gone, as readers find it: the readable text of the desk's copy, made by the desk (E15, E17).

Nothing of the page itself is shown, and no answer from here is kept anywhere: what readers may see can change.
"""

from functools import lru_cache

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from factcheck.domain.anchoring import Span, find_quote
from factcheck.domain.inputs import BadInput
from factcheck.domain.masking import ProtectedNames
from factcheck.services import public_copies
from factcheck.web import current, kept_texts, originals
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("public_copies", __name__)

TEXTS = 8  # how many a process remembers as readers get them; none is longer than 2 MB


@blueprint.get("/verdicts/<int:id>-<slug>/sources/<int:number>")
@blueprint.get("/verdicts/<int:id>-<slug>/sources/<int:number>/from/<int:first>")
@door(PUBLIC)
def page(id: int, slug: str, number: int, first: int = 1) -> Response | BaseResponse:
    """The desk's copy of a source whose address answers no more; for every other source there is nothing here.

    A long one has several pages, each under the number of its `first` paragraph; another number leads to its page.
    """
    found = public_copies.source_copy(current.reading(), id, number)
    if found is None:
        abort(404)
    verdict = found.current.verdict
    if slug != verdict.slug:
        return redirect(_place(id, verdict.slug, number, first), 301)
    text, marked = _shown(originals.public_text(found), tuple(found.hidden), found.source.quote)
    shown = kept_texts.window(text, first, None, marked)
    begin = _first_of(shown)
    if first != begin:
        return redirect(_place(id, slug, number, begin), 301)
    answer = make_response(
        render_template(
            "public/copy.html",
            v=verdict,
            source=found.source,
            news=found.news,
            kept_at=found.fetched_at,
            digest=found.digest,
            shown=shown,
            quoted_from=_first_of(kept_texts.window(text, 1, marked.start, marked))
            if marked
            else 0,
            is_masked=bool(found.hidden),
        )
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _place(id: int, slug: str, number: int, first: int) -> str:
    """The address of the page that begins with a paragraph; the first page has none beside the copy's own."""
    return url_for(
        "public_copies.page", id=id, slug=slug, number=number, first=first if first > 1 else None
    )


def _first_of(shown: kept_texts.Shown) -> int:
    """The number of the first paragraph of a page."""
    return shown.lines[0].number if shown.lines else 1


@lru_cache(maxsize=TEXTS)
def _shown(text: str, hidden: tuple[tuple[str, str], ...], quote: str) -> tuple[str, Span | None]:
    """The text with everybody by role whom this verdict or one beside it shows by role (L15, E18), and its quote.

    Masking two megabytes takes seconds, and anybody may ask as often as she likes.  Whether she may have it, and that
    the bytes are those that were kept, is asked before at every request.
    """
    masked = ProtectedNames(hidden).masked(text) if hidden else text
    return masked, _quoted(masked, quote)


def _quoted(text: str, quote: str) -> Span | None:
    """Where the words stand that the verdict quotes; None where they do not, or stand more than once."""
    try:
        return find_quote(text, quote, where="the kept copy") if text and quote else None
    except BadInput:
        return None
