"""The queue's address: `?state=in_review&mine=1&sort=due` read into a filter, and written again.

A filter, a saved view and a page of the list are nothing but an address; what it says that the
queue does not know is refused with a sentence and never guessed at.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from factcheck.domain.inputs import BadInput, search_words
from factcheck.domain.numbers import parse_whole
from factcheck.domain.terms import State
from factcheck.services.queue_filters import ID_MAX, Filter, Sort, read_place

QUERY_CHARS = 2_000
PLAIN = "!$'()*,/:;?@"  # what Flask leaves as it is in a query
NAMES = ("state", "mine", "asked", "risk", "article", "q", "sort", "after")
FLAGS = {"mine": "is_mine", "asked": "is_asked", "risk": "is_at_risk"}


class BadSearch(BadInput):
    """What stands in the search field cannot be looked for; the rest of the address is fine."""


def read(args: MultiDict[str, str]) -> Filter:
    """The filter an address names.  Raises `BadSearch` for `q`, `BadInput` for anything else."""
    for name in args:
        if name not in NAMES:
            raise BadInput(f"The queue knows no such filter. It knows: {', '.join(NAMES)}.")
        if len(args.getlist(name)) > 1:
            raise BadInput(f"“{name}” stands in the address twice; once is enough.")
    typed = args.get("q", "")
    words = tuple(_words(typed))
    sort = _sort(args.get("sort", ""))
    after = args.get("after", "")
    return Filter(
        state=_state(args.get("state", "")),
        **{field: _flag(name, args.get(name, "")) for name, field in FLAGS.items()},
        words=words,
        article_id=_article(args.get("article", "")),
        sort=sort,
        after=read_place(after, sort, is_search=bool(words)) if after else None,
    )


def _words(typed: str) -> list[str]:
    try:
        words = search_words(typed)
    except BadInput as bad:
        raise BadSearch(bad.sentence) from None
    if typed.strip() and not words:
        raise BadSearch("Write at least one word to look for.")
    return words


def _state(text: str) -> State | None:
    if not text:
        return None
    if text not in set(State):
        raise BadInput(f"Unknown state; use {', '.join(State)}.")
    return State(text)


def _sort(text: str) -> Sort:
    if text and text not in set(Sort):
        raise BadInput(f"Unknown sort; use {', '.join(Sort)}.")
    return Sort(text or Sort.SINCE)


def _flag(name: str, text: str) -> bool:
    if text not in {"", "1"}:
        raise BadInput(f"“{name}” can only be 1.")
    return text == "1"


def _article(text: str) -> int | None:
    if not text:
        return None
    try:
        return parse_whole(text, low=1, high=ID_MAX)
    except BadInput:
        raise BadInput("“article” must be the number of an article.") from None


def parts(wanted: Filter, typed: str = "") -> dict[str, str]:
    """The filter as the parts of an address, without the page; what is as usual is left out."""
    return dict(_parts(wanted, typed))


def _parts(wanted: Filter, typed: str) -> Iterator[tuple[str, str]]:
    if wanted.state is not None:
        yield "state", wanted.state.value
    for name, field in FLAGS.items():
        if getattr(wanted, field):
            yield name, "1"
    if wanted.article_id is not None:
        yield "article", str(wanted.article_id)
    if typed:
        yield "q", typed
    if wanted.sort is not Sort.SINCE:
        yield "sort", wanted.sort.value


def url(said: dict[str, str], **changes: str) -> str:
    """The queue's address with some parts changed; a part that becomes empty is left out."""
    both = [(name, one) for name, one in {**said, **changes}.items() if one]
    plain = url_for("desk.queue")
    # Written here, since words that somebody looks for would crowd out what is remembered of other addresses.
    return f"{plain}?{urlencode(both, safe=PLAIN)}" if both else plain


def back(query: str) -> str:
    """The queue as it was, from the query a form carried along; the plain queue for other text."""
    pairs = parse_qsl(query, max_num_fields=len(NAMES)) if _is_short(query) else []
    args: MultiDict[str, str] = MultiDict(pairs)
    try:
        wanted = read(args)
    except BadInput:
        return url({})
    return url(parts(wanted, args.get("q", "")), after=args.get("after", ""))


def _is_short(query: str) -> bool:
    return len(query) <= QUERY_CHARS and query.count("&") < len(NAMES)
