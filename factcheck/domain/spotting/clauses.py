"""The several claims of a compound sentence: clauses with a verb of their own and something to look up."""

import re
from collections.abc import Iterator

from factcheck.domain.spotting.kinds import has_fact
from factcheck.domain.spotting.lexicon import Signal
from factcheck.domain.spotting.signals import is_past, shown
from factcheck.domain.spotting.words import plain, tokens

Span = tuple[int, int]

# Longer sentences are lists or damaged text; they are proposed whole.
CHARS = 2_000
_LINKS = (
    "and but while whereas although though yet so which who because since after before when that however"
    " а но и хотя однако тогда_как поскольку потому который которая которое которые при_этом"
    " ал бірақ және алайда өйткені себебі сондай-ақ"
).replace("_", " ")
_LINK = "|".join(sorted((re.escape(link) for link in _LINKS.split()), key=len, reverse=True))
# Behind a bare "and", "but" only what can begin a clause of its own.
_SUBJECT = "he|she|it|they|we|i|that|there|this|these|its|their|the|он|она|они|оно|это|ол|олар|бұл"
_VERBS = frozenset(
    "is are was were has have had do does did be been can could will would may might must says said say shows showed"
    " made makes took takes went goes came comes gave gives got gets became becomes grew grows fell falls rose rises"
    " lost loses won wins spent spends paid pays sold sells built builds cost costs left leaves kept keeps held holds"
    " met meets led leads told knew knows found finds began begins ran runs cut cuts put set saw sees brought bought"
    " remains includes requires provides allows belongs owns earns lives works wrote writes stood stands sent sends"
    " exceeds equals accounts employs receives produces"
    " есть был была было были будет будут может могут составляет составил составила имеет имеют является являются"
    " остается остаётся растет растёт растут падает достигает действует работает живет живёт живут получает"
    " болды болып болған бар жоқ құрайды құрады жатыр отыр тұр алады береді жетті өсті".split()
)
# … or a second verb of the same subject: "won 5 seats in 2010 and lost 3 in 2015".
_VERB = "|".join(sorted(_VERBS)) + r"|[a-z]{3,}ed"
_CUT = re.compile(
    rf";\s|\s[—–-]\s|,\s(?=(?:{_LINK})\s)"
    rf"|\s(?=(?:and|but|while|whereas|а|но|и|ал|бірақ|және)\s(?:{_SUBJECT}|(?:then\s)?(?:{_VERB}))\s)",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"[\s,;—–-]*(?:(?:{_LINK})\s+)?", re.IGNORECASE)
_KAZAKH_ENDINGS = ("ды", "ді", "ты", "ті", "йды", "йді")
_BLANKS = " \t\n,;"


def claim_spans(sentence: str) -> list[Span]:
    """Where the sentence's claims stand in it, `end` exclusive; one span with the whole of it unless there are more.

    A clause without a verb or without anything to look up stays with the one before it. Linear.
    """
    whole = [(0, len(sentence))]
    if len(sentence) > CHARS:
        return whole
    found: list[Span] = []
    for start, end in _clauses(sentence):
        if found and not (_can_stand(sentence[start:end]) and _can_stand(_last(sentence, found))):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [_trimmed(sentence, *span) for span in found] if len(found) > 1 else whole


def _clauses(sentence: str) -> Iterator[Span]:
    start = 0
    for cut in _CUT.finditer(sentence):
        yield start, cut.start()
        start = cut.start()
    yield start, len(sentence)


def _last(sentence: str, found: list[Span]) -> str:
    return sentence[slice(*found[-1])]


def _can_stand(clause: str) -> bool:
    """Whether it has a verb of its own and something to look up."""
    one = shown(clause)
    return (has_fact(one) or one[Signal.COMPARISON] > 0) and _has_verb(clause)


def _has_verb(clause: str) -> bool:
    words = [plain(token) for token in tokens(clause)]
    return any(word in _VERBS or is_past(word) for word in words) or any(
        word.endswith(_KAZAKH_ENDINGS) for word in words[-1:]
    )


def _trimmed(sentence: str, start: int, end: int) -> Span:
    """Without the conjunction before it and the comma behind it; never empty."""
    lead = _LEAD.match(sentence, start, end)
    begin = lead.end() if lead and start else start
    inside = sentence[begin:end]
    begin += len(inside) - len(inside.lstrip(_BLANKS))
    last = begin + len(sentence[begin:end].rstrip(_BLANKS))
    return (begin, last) if begin < last else (start, end)
