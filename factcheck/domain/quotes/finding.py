"""Every quote of a text with who says it: marked, reported, or a block without marks."""

from typing import NamedTuple

from factcheck.domain.quotes.attribution import Speech, attributed, paragraphs
from factcheck.domain.quotes.kinds import DIRECT, kind_of
from factcheck.domain.quotes.marks import marked
from factcheck.domain.quotes.people import People
from factcheck.domain.quotes.unmarked import unmarked
from factcheck.domain.quotes.words import QUOTE

INDIRECT, BLOCK = "indirect", "block"


class Quote(NamedTuple):
    """Words somebody says, at [start, end) in code points; quotation marks are inside.

    `mention` is how the text names the speaker there ("the deputy"), `name` who that most likely
    is ("Ada Stone"), `speaker` both, for people; all three are None where nobody is found.
    `kind` is direct, indirect, block, title or scare; the last two are nobody's speech.
    """

    start: int
    end: int
    kind: str
    confidence: float
    mention: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    name: str | None = None

    @property
    def speaker(self) -> str | None:
        """The name, with the mention behind it where that is another word: `Ada Stone (she)`."""
        if self.mention is None or self.name is None:
            return None
        said = {word.strip(",.").lower() for word in self.mention.split()}
        if said & {word.lower() for word in self.name.split()}:
            return self.name
        return f"{self.name} ({self.mention})"


def find_quotes(text: str) -> list[Quote]:
    """The quotes of the text in order; those of marked words inside a reported clause overlap it."""
    paras = list(paragraphs(text, marked(text)))
    only = [para for para, _ in paras]
    places = [(para, at) for para in only for at, p in enumerate(para.pieces) if p.kind == QUOTE]
    spoken = [
        (speech, kind_of(para, at, speech))
        for speech, (para, at) in zip(attributed(paras), places, strict=True)
    ]
    spoken += [(speech, speech.rule.partition("_")[0]) for speech in unmarked(only)]
    spoken.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    people = People(only, [speech.speaker for speech, _ in spoken if speech.speaker])
    return [_quote(text, speech, kind, people) for speech, kind in spoken]


def _quote(text: str, speech: Speech, kind: str, people: People) -> Quote:
    if speech.speaker is None or kind not in {DIRECT, INDIRECT, BLOCK}:
        return Quote(speech.start, speech.end, kind, 0.0 if kind == DIRECT else 0.6)
    start, end = speech.speaker
    mention = " ".join(text[start:end].split())
    who = people.resolve(mention, start)
    cue_start, cue_end = speech.cue or (None, None)
    sure = round(speech.confidence * who.confidence, 2)
    return Quote(
        speech.start, speech.end, kind, sure, mention, start, end, cue_start, cue_end, who.name
    )
