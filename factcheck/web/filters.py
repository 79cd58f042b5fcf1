"""What templates may call: filters for times, the desk's own line, the words of the enums.

Nothing here decides anything; the words themselves stand in `factcheck.domain.terms`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from types import MappingProxyType

from flask import Flask

from factcheck.db import utc_now
from factcheck.domain import dates, media_reviews, reader_words, share_cards, terms
from factcheck.domain.anchoring import Span, passage_address
from factcheck.domain.conversations import spell_held
from factcheck.domain.dates import spell_date
from factcheck.domain.terms import Term
from factcheck.domain.verdict_parts import named, written
from factcheck.web import current, telling
from factcheck.web.addresses import folder
from factcheck.web.drawing import Drawing, printed
from factcheck.web.markdown import as_prose

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()

# Macros that are filters as well: asked for so, they cost their templates no import at each page.
ASKED = MappingProxyType(
    {
        "claims/told.html": ("told",),
        "claims/evidence_rows.html": ("evidence_by_stance", "withdrawn_rows"),
        "claims/claim_facts.html": ("claim_facts",),
        "claims/proposal.html": ("proposal",),
        "claims/verbs.html": ("head_verb", "verb"),
        "claims/occurrences.html": ("elsewhere",),
        "claims/text_changes.html": ("text_changes",),
        "reviews/standing.html": ("conflict_bar",),
        "translations/section.html": ("translations_of",),
        "components/marks.html": ("hold_mark",),
        "components/tables.html": ("empty",),
    }
)
# Those that are drawn once, `{{ claim.state|state_mark }}`: pages ask for the same ones again and again.
DRAWN = MappingProxyType(
    {
        "claims/deed.html": ("deed",),
    }
)
# Those that name addresses of the site or are said to readers as well: they depend on the folder it is served under,
# which ends in the language.
DRAWN_HERE = MappingProxyType(
    {
        "components/times.html": ("moment", "day", "day_of"),
        "components/shapes.html": ("shape",),
        "layout/desk_nav.html": ("desk_nav",),
        "components/marks.html": (
            "state_mark",
            "review_mark",
            "stance_mark",
            "rating_label",
            "evidence_figures",
        ),
        "claims/evidence_row.html": ("evidence_row",),
        "components/checklist.html": ("checklist",),
        "desk/queue_cells.html": ("queue_reviewers",),
        "desk/queue_row.html": ("queue_row",),
    }
)
DRAWINGS = 8_000  # of one kind; a mark takes 200 bytes, a row of the queue 1.5 kB
# The enums by name: `terms.State.open.about`, `terms.Part|list`.
TERMS = MappingProxyType(
    {
        name: kind
        for name, kind in vars(terms).items()
        if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
    }
)


def at_quote(url: str, words: str) -> str:
    """The address, leading on to the first place of these words (A10): readers get no more of the text than them."""
    return passage_address(url, Span(0, len(words), words, "", ""))


def init_app(app: Flask) -> None:
    app.jinja_env.code_generator_class = Drawing
    app.jinja_env.extend(printed=printed)
    zone = app.extensions["factcheck"].settings.zone  # where the desk is
    app.jinja_env.filters.update(
        spell_moment=partial(dates.spell_moment, tz=zone), utc=utc, ago=ago, spell_date=spell_date
    )
    app.jinja_env.filters["spell_day"] = lambda at: spell_date(at.astimezone(zone).date())
    app.jinja_env.filters["spell_held"] = spell_held
    app.jinja_env.filters["hue"] = share_cards.hue_of
    app.jinja_env.filters.update(
        at_words=passage_address, at_quote=at_quote, what_was_done=telling.told, moved=telling.moved
    )
    app.jinja_env.filters.update(as_prose=as_prose, further_parts=written, named_parts=named)
    app.jinja_env.globals["terms"] = TERMS
    app.jinja_env.globals["reader_words"] = reader_words
    app.jinja_env.globals["media_terms"] = media_reviews
    app.context_processor(lambda: {"desk": current.sign()})
    for keep, drawn in ((kept_here, DRAWN_HERE), (kept, DRAWN), (each_time, ASKED)):
        for template, names in drawn.items():
            drawings = app.jinja_env.get_template(template).module
            app.jinja_env.filters |= {name: keep(getattr(drawings, name)) for name in names}


def each_time(macro: Callable[..., str]) -> Callable[..., str]:
    """The same macro, drawn whenever it is asked for."""
    return macro


def kept(macro: Callable[..., str]) -> Callable[..., str]:
    """The same macro, drawn once for the same values; what it gives back stays escaped markup.

    Only for macros that look at nothing but their values.  Values are told apart by what they are, never by where
    they stand, so that nothing old can be shown for something new.
    """
    return lru_cache(maxsize=DRAWINGS, typed=True)(macro)


def kept_here(macro: Callable[..., str]) -> Callable[..., str]:
    """The same for macros that look at their values and the folder the site is served under."""

    @lru_cache(maxsize=DRAWINGS, typed=True)
    def draw(_: str, *values: object) -> str:
        return macro(*values)

    return lambda *values: draw(folder(), *values)


def utc(at: datetime) -> str:
    """`2026-11-21 09:02:11 UTC`, for the title beside it."""
    there = at if at.tzinfo is UTC else at.astimezone(UTC)
    return f"{there.isoformat(' ', 'seconds')[:19]} UTC"


def ago(at: datetime, now: datetime | None = None) -> str:
    """`three hours ago`, `in two days`, `just now`; stands beside the moment, never in its place."""
    seconds = ((now or utc_now()) - at).total_seconds()
    size, unit = _size(abs(seconds))
    if not size:
        return "just now"
    words = f"{_SMALL[size] if size < len(_SMALL) else f'{size:,}'} {unit}{'s' if size > 1 else ''}"
    return f"{words} ago" if seconds > 0 else f"in {words}"


def ago_until(at: datetime, now: datetime) -> datetime:
    """Until when `ago` says of `at` what it says `now`; of what is still to come that is not worked out."""
    seconds = (now - at).total_seconds()
    if seconds < 0:
        return now
    length = next((length for length in (DAY, HOUR) if seconds >= length), MINUTE)
    return at + timedelta(seconds=(seconds // length + 1) * length)


def _size(seconds: float) -> tuple[int, str]:
    for length, unit in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= length:
            return int(seconds // length), unit
    return 0, "minute"
