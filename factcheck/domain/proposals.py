"""What the text itself proposes for a new claim: who said the words, how and when, and which risks its sentences carry.

A proposal is only ever shown to a person who may change it (W15).  Finding quotes is `quotes`' business, finding
risks that of `risks`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.domain.policy import RiskFlags
from factcheck.domain.quotes.finding import Quote, find_quotes
from factcheck.domain.risks import risks
from factcheck.domain.sentences import numbered_sentences
from factcheck.domain.told_days import told_day

AROUND_BEFORE, AROUND_BEHIND = (
    60_000,
    4_000,
)  # code points read for a claim; who "she" is stands near
SURE = 0.3  # below it nothing is filled in
_SPEECH = frozenset({"direct", "indirect", "block"})


@dataclass(frozen=True)
class Said:
    """Who the text lets say the words, how it names her there, and how sure that is from 0 to 1.

    `cue` is the word for saying ("told", '' for none), `said_on` the day the words around it name ('' for none).
    """

    claimant: str
    mention: str
    confidence: float
    cue: str = ""
    said_on: str = ""


def said_by(text: str, start: int, end: int, published_on: str = "") -> Said | None:
    """Who says the words at [start, end) in code points of `text`; None where nobody is found or sure enough.

    Of several quotes around the words the narrowest counts; words that hold a quote with its frame, as a whole sentence
    does, are hers as well if they hold nobody else's. `published_on` is when the article came out, from which
    "on Monday" is reckoned.
    """
    first, part = _around(text, start, end, AROUND_BEFORE)
    every = find_quotes(part)
    place = start - first, end - first
    around = [one for one in every if _holds(one, *place)] or _framed(every, *place)
    around.sort(key=lambda one: one.end - one.start)
    best = next((one for one in around if one.name and one.confidence >= SURE), None)
    if best is None or best.name is None:
        return None
    mention, cue = best.mention or best.name, ""
    if best.cue_start is not None:
        cue = " ".join(part[best.cue_start : best.cue_end].split())
    said_on = told_day(_frame(part, best, every), published_on)
    return Said(best.name, mention, best.confidence, cue, said_on)


def _frame(text: str, quote: Quote, every: Iterable[Quote]) -> str:
    """The words around the cue of the quote: its sentence without what anybody says in it."""
    if quote.cue_start is None:
        return ""
    first, line = _around(text, quote.cue_start, quote.cue_start, 0, 0)
    place = next(one for one in numbered_sentences(line) if first + one.end > quote.cue_start)
    start, end, kept = first + place.start, first + place.end, ""
    for one in sorted(every):
        if one.start < end and one.end > start:
            kept += text[start : max(start, one.start)] + " "
            start = one.end
    return kept + text[start:end]


def risks_of(text: str, start: int, end: int) -> RiskFlags:
    """Every flag of the sentences that the words at [start, end) touch: rather one too many than one too few (L1)."""
    first, part = _around(text, start, end, AROUND_BEHIND)
    touched = [
        one.flags for one in risks(part) if one.start < end - first and one.end > start - first
    ]
    return RiskFlags(
        names_private_person=any(flags.names_private_person for flags in touched),
        alleges_crime=any(flags.alleges_crime for flags in touched),
        involves_minor=any(flags.involves_minor for flags in touched),
    )


def _around(
    text: str, start: int, end: int, before: int, behind: int = AROUND_BEHIND
) -> tuple[int, str]:
    """Whole lines around the words, and where they begin."""
    first = text.rfind("\n", 0, max(0, start - before)) + 1
    last = text.find("\n", min(len(text), end + behind))
    return first, text[first : last if last >= 0 else len(text)]


def _holds(quote: Quote, start: int, end: int) -> bool:
    """Whether most of the words stand in the quote."""
    shared = min(end, quote.end) - max(start, quote.start)
    return quote.kind in _SPEECH and shared * 2 > end - start


def _framed(every: Iterable[Quote], start: int, end: int) -> list[Quote]:
    """The quotes that stand in the words with the cue that gives them to somebody, unless to several people."""
    found = [
        one
        for one in every
        if one.kind in _SPEECH
        and one.name
        and one.cue_start is not None
        and start <= one.cue_start < end
        and (min(end, one.end) - max(start, one.start)) * 5 > (one.end - one.start) * 4
    ]
    return found if len({one.name for one in found}) == 1 else []


SHOWN_AS = {
    "names_private_person": "names a person",
    "alleges_crime": "alleges a crime",
    "involves_minor": "involves a minor",
}


def unflagged(texts: Iterable[str], flags: RiskFlags) -> tuple[str, ...]:
    """The names of the risks that the texts show and that are not flagged (L1)."""
    shown = [one.flags for text in texts for one in risks(text)]
    return tuple(
        name
        for name in SHOWN_AS
        if not getattr(flags, name) and any(getattr(one, name) for one in shown)
    )


def in_words(names: Iterable[str]) -> str:
    """Risks as a person reads them: "names a person, alleges a crime"."""
    return ", ".join(SHOWN_AS[name] for name in names)
