"""The people a text names, and which of them a title, a surname or a pronoun stands for.

The nearest earlier person who fits is proposed, with how sure that is; a person decides.
"""

from collections.abc import Iterable
from typing import NamedTuple

from factcheck.domain.limits import NAME_CHARS
from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.attribution import Span
from factcheck.domain.quotes.words import WORD, Paragraph, Piece

_FEMALE_ENDS = ("ova", "eva", "yeva", "ina", "skaya", "kyzy", "qyzy", "ovna", "evna", "enova")
_MALE_ENDS = ("ov", "ev", "yev", "sky", "skiy", "uly", "ovich", "evich", "oğlu")
_OTHER_ENDS = ("bek", "bay", "enko", "yan", "khan", "zhan", "in")
_LOOK_BACK = 40
_ROLE_REACH = 8
_NAME_WORDS = 4
_ARTICLES = frozenset(["the", "a", "an"])
_OF = ["of"], ["for"]  # between a title and a name: it is a place's, a body's, somebody else's
_HONORIFICS = frozenset("mr mrs ms miss dr sir sen rep gov gen col lt capt prof rev judge".split())


class Person(NamedTuple):
    """Somebody the text names: the fullest name, "f", "m" or "", and the titles it gives her."""

    name: str
    gender: str
    roles: frozenset[str]
    is_sure: bool


class Mention(NamedTuple):
    """A place that names a person (by number in `People.known`)."""

    start: int
    end: int
    person: int
    is_subject: bool


class Resolved(NamedTuple):
    """Who a mention most likely is, and how sure that is (0 to 1)."""

    name: str
    confidence: float


class People:
    """The people of one text in the order it names them."""

    def __init__(self, paras: Iterable[Paragraph], speakers: Iterable[Span]) -> None:
        self.known: list[Person] = []
        self.mentions: list[Mention] = []
        self._by_word: dict[str, int] = {}
        self._starts = {start for start, _ in speakers}
        self._last: dict[str, tuple[int, Resolved]] = {}
        for para in paras:
            if not _is_heading(para.pieces):
                self._read(para)

    def _read(self, para: Paragraph) -> None:
        pieces, at = para.pieces, 0
        while at < len(pieces):
            if pieces[at].low in _ARTICLES and (at == 0 or pieces[at - 1].kind != WORD):
                self._note_role(pieces, at)
            end = _run_end(pieces, at) if pieces[at].is_capital else at
            if end == at:
                at += 1
                continue
            self._note(para, at, end)
            at = end

    def _note_role(self, pieces: list[Piece], at: int) -> None:
        """Enter "the governor" at the beginning of a clause: a named person, or one without name."""
        for index in range(at + 1, min(len(pieces), at + 4)):
            piece = pieces[index]
            if piece.kind != WORD or piece.is_capital:
                return
            if piece.low in lex.ROLES:
                break
        else:
            return
        end = _end_of_title(pieces, index + 1)
        if _is_with_name(pieces, at, end):
            return
        named = self._named_so(piece.low, pieces[at].start) if pieces[at].low == "the" else None
        if named is None:
            words = " ".join(one.low if one is pieces[at] else one.text for one in pieces[at:end])
            gender = "f" if piece.low in lex.FEMALE else "m" if piece.low in lex.MALE else ""
            self.known.append(Person(words, gender, frozenset([piece.low]), is_sure=True))
            named = len(self.known) - 1
        self.mentions.append(Mention(pieces[at].start, pieces[end - 1].end, named, is_subject=True))

    def _named_so(self, role: str, start: int) -> int | None:
        """The nearest earlier person with that title."""
        fitting = (m.person for m in self._before(start) if role in self.known[m.person].roles)
        return next(fitting, None)

    def _note(self, para: Paragraph, at: int, end: int) -> None:
        """Enter the name in the run of capital words pieces[at:end], if it holds a person's."""
        pieces = para.pieces
        name, roles = _name_in(pieces, at, end)
        if not name or name[-1].end - name[0].start > NAME_CHARS:
            return
        words = [_bare(piece.text) for piece in name]
        is_owner = _is_behind_of(pieces, at, name[0])
        titled = range(at if is_owner else _back(pieces, at), at + 1)
        is_speaker = any(pieces[i].start in self._starts for i in titled)
        person = self._by_word.get(words[-1].lower())
        before = frozenset() if is_owner else _roles_before(pieces, at)
        roles = roles | before | _roles_behind(pieces, end)
        is_titled = bool(roles) and not pieces[end - 1].low.endswith(("’s", "'s"))
        if person is None and len(words) == 1 and not (is_titled or is_speaker):
            return
        gender, is_sure = _gender(words, roles)
        fresh = Person(" ".join(words), gender, roles, is_sure or bool(roles) or is_speaker)
        if person is None:
            person = len(self.known)
            self.known.append(fresh)
        else:
            self.known[person] = _merged(self.known[person], fresh)
        for word in (words[-1], words[0]):
            self._by_word.setdefault(word.lower(), person)
        is_subject = para.first[at] == at or is_speaker
        self.mentions.append(Mention(name[0].start, name[-1].end, person, is_subject))

    def resolve(self, text: str, start: int) -> Resolved:
        """Who the words `text` at `start` stand for; the words themselves where nobody fits."""
        words = text.split()
        low = words[0].lower() if words else ""
        if len(words) == 1 and low in lex.PRONOUNS | {"him", "her", "his"}:
            return self._pronoun(text, low, start)
        found = self._named(text)
        if found:
            return found
        if low in lex.DETERMINERS - {"the", "this", "that"} or not words:
            return Resolved(text, 1.0)
        return self._titled(text, start)

    def _named(self, text: str) -> Resolved | None:
        words = text.replace(",", " ").split()
        at = len(words) - 1
        while at >= 0:
            low = _bare(words[at]).lower()
            person = self._by_word.get(low)
            if person is None or low in lex.ROLES or not words[at][:1].isupper():
                at -= 1
                continue
            name = self.known[person].name
            first = _first_of(name, words, at)
            if not _is_owner(words, first, at):
                return Resolved(name, 1.0)
            at = first - 1
        return None

    def _pronoun(self, text: str, low: str, start: int) -> Resolved:
        wanted = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}.get(low)
        if wanted is None:
            return Resolved(text, 1.0)
        found = self._subject(text, start, wanted)
        self._last[wanted] = (start, found)
        return found

    def _subject(self, text: str, start: int, wanted: str) -> Resolved:
        """The nearest earlier subject of that gender, or whom the last such pronoun stood for."""
        spoken_at, spoken = self._last.get(wanted, (-1, Resolved(text, 1.0)))
        nearest: Resolved | None = None
        perhaps: Resolved | None = None
        for mention in self._before(start):
            person = self.known[mention.person]
            if person.gender and person.gender != wanted:
                continue
            if not person.is_sure:
                # Two words written large that begin a sentence: a name we do not know, more often than a place.
                if mention.is_subject and " " in person.name:
                    perhaps = perhaps or Resolved(person.name, 0.4)
                continue
            if mention.start < spoken_at and spoken.confidence < 1:
                return spoken._replace(confidence=spoken.confidence * 0.95)
            sure = 0.85 if person.gender else 0.65
            if mention.is_subject:
                return Resolved(person.name, sure if nearest is None else sure - 0.1)
            nearest = nearest or Resolved(person.name, sure - 0.25)
        return nearest or perhaps or Resolved(text, 1.0)

    def _titled(self, text: str, start: int) -> Resolved:
        """ "the deputy": the nearest earlier person called so, else nobody."""
        words = {_bare(word).lower() for word in text.split()}
        titles = words & lex.ROLES
        if not titles:
            return Resolved(text, 1.0)
        wanted = "f" if titles & lex.FEMALE else "m" if titles & lex.MALE else ""
        titles |= {"president"} if "head of state" in text.lower() else set()
        is_particular = not words.isdisjoint({"of", "for"})  # "the akim of the city" is one person
        fitting: list[Resolved] = []
        for mention in self._before(start):
            person = self.known[mention.person]
            if wanted and person.gender and person.gender != wanted:
                continue
            if titles & person.roles:
                return Resolved(person.name, 0.85)
            is_named = not set(person.name.lower().split()).isdisjoint(words)
            if person.is_sure and not is_named and not fitting:
                fitting.append(Resolved(person.name, 0.3 if person.roles else 0.45))
        if is_particular:
            return Resolved(text, 1.0)
        return fitting[0] if fitting else Resolved(text, 1.0)

    def _before(self, start: int) -> Iterable[Mention]:
        """The mentions before a place, the nearest first."""
        low, high = 0, len(self.mentions)
        while low < high:
            middle = (low + high) // 2
            if self.mentions[middle].start < start:
                low = middle + 1
            else:
                high = middle
        return reversed(self.mentions[max(0, low - _LOOK_BACK) : low])


def _first_of(name: str, words: list[str], at: int) -> int:
    """Where the part of the name begins that ends at `words[at]`."""
    parts, first = name.split(), at
    while first and _bare(words[first - 1]) in parts:
        first -= 1
    return first


def _is_owner(words: list[str], first: int, at: int) -> bool:
    """Whether the name only says whose or of what somebody is: "the mayor of Aral", "Ada Stone’s lawyer"."""
    if at + 1 < len(words) and words[at].endswith(("’s", "'s")):
        return True
    before = [word.lower() for word in words[:first]]
    return before[-1:] in _OF and not lex.ROLES.isdisjoint(before)


def _back(pieces: list[Piece], at: int) -> int:
    """The first of the few words right before the name that may be its title."""
    first = at
    while first > max(0, at - 4) and pieces[first - 1].kind == WORD:
        first -= 1
    return first


def _end_of_title(pieces: list[Piece], at: int) -> int:
    """Where "of the transport department" ends that begins at `at`."""
    if at >= len(pieces) or pieces[at].low not in {"of", "for"}:
        return at
    end = at + 1
    while end < min(len(pieces), at + 6) and pieces[end].kind == WORD:
        if pieces[end].low in lex.AUXILIARY or (end > at + 1 and pieces[end].low in lex.SPEECH):
            break
        if pieces[end].low in lex.PREPOSITIONS - {"of", "for"}:
            break
        end += 1
    return end


def _is_with_name(pieces: list[Piece], at: int, end: int) -> bool:
    """Whether a name follows the title, or stands before it: "Ada Stone, the mayor of Aral,"."""
    if at > 1 and pieces[at - 1].low == "," and pieces[at - 2].is_capital:
        return True
    ahead = end + 1 if end < len(pieces) and pieces[end].low == "," else end
    while ahead < len(pieces) and pieces[ahead].low in lex.ROLES and ahead > end:
        ahead += 1
    return ahead < len(pieces) and pieces[ahead].is_capital


def _is_heading(pieces: list[Piece]) -> bool:
    """Whether most words are capital because the line is a heading."""
    words = [piece for piece in pieces if piece.kind == WORD]
    if pieces[-1].kind != WORD or len(words) < 3:
        return False
    return sum(piece.is_capital for piece in words) > 0.6 * len(words)


def _bare(word: str) -> str:
    for ending in ("’s", "'s", "’", "'", ".", ",", ";", ":"):
        word = word.removesuffix(ending)
    return word


def _run_end(pieces: list[Piece], at: int) -> int:
    """The end of the run of capital words that begins at `at`."""
    end = at
    while end < len(pieces) and pieces[end].is_capital and end - at < 8:
        low = pieces[end].low
        if low in lex.DAYS or low in lex.PRONOUNS or low in lex.DETERMINERS or low in lex.LINKERS:
            break
        if low in lex.PREPOSITIONS:
            break
        end += 1
        if low.endswith(("’s", "'s")):
            break
    return end


def _name_in(pieces: list[Piece], at: int, end: int) -> tuple[list[Piece], frozenset[str]]:
    """The pieces of a person's name in the run, and the titles that stand before it there."""
    roles = {
        p.low
        for p in pieces[at:end]
        if p.low in lex.ROLES | _HONORIFICS or _bare(p.low) in _HONORIFICS
    }
    run = pieces[at:end]
    for place in range(len(run) - 1, -1, -1):
        if run[place].low in lex.ROLES or _bare(run[place].low) in _HONORIFICS:
            run = run[place + 1 :]
            break
    for place, piece in enumerate(run):
        if piece.low in lex.FEMALE_NAMES or piece.low in lex.MALE_NAMES:
            run = run[place:]
            break
    if run and _bare(run[-1].low) in {"sr", "jr"}:
        run = run[:-1]
    for place in range(len(run) - 3, -1, -1):
        if _bare(run[place].low) in lex.NO_PERSON:
            run = run[place + 1 :]
            break
    if len(run) > _NAME_WORDS:
        run = run[-2:]
    if (
        not run
        or any("." in piece.text[1:-1] for piece in run)
        or any(_bare(piece.low) in lex.NO_PERSON for piece in run)
    ):
        return [], frozenset()
    return run, frozenset(_bare(role) for role in roles)


def _is_behind_of(pieces: list[Piece], at: int, name: Piece) -> bool:
    """Whether the run of capital words at `at` is the name alone and only says of what: "the mayor of the Aral …"."""
    before = at - 1 if at and pieces[at - 1].low in _ARTICLES else at
    return name is pieces[at] and before > 0 and [pieces[before - 1].low] in _OF


def _roles_before(pieces: list[Piece], at: int) -> frozenset[str]:
    """The title right before the name."""
    for index in range(at - 1, max(-1, at - _ROLE_REACH), -1):
        if pieces[index].kind != WORD and pieces[index].low != ",":
            break
        if pieces[index].low in lex.ROLES:
            return frozenset([pieces[index].low])
        if pieces[index].is_capital and pieces[index].low not in lex.NO_PERSON:
            break
    return frozenset()


def _roles_behind(pieces: list[Piece], end: int) -> frozenset[str]:
    """The titles in what is added behind the name between commas."""
    found: set[str] = set()
    if end < len(pieces) and pieces[end].low in {",", "(", "is", "was"}:
        for piece in pieces[end + 1 : end + 1 + _ROLE_REACH]:
            if piece.kind != WORD or (piece.is_capital and not found):
                break
            if piece.low in lex.ROLES:
                found.add(piece.low)
    return frozenset(found)


def _gender(words: list[str], roles: frozenset[str]) -> tuple[str, bool]:
    """ "f", "m" or "", and whether the words are surely a person's name."""
    first, last = words[0].lower(), words[-1].lower()
    for names, ends, signs, gender in (
        (lex.FEMALE_NAMES, _FEMALE_ENDS, lex.FEMALE, "f"),
        (lex.MALE_NAMES, _MALE_ENDS, lex.MALE, "m"),
    ):
        if roles & signs or first in names or (len(words) > 1 and last.endswith(ends)):
            return gender, True
    return "", len(words) > 1 and last.endswith(_OTHER_ENDS)


def _merged(old: Person, new: Person) -> Person:
    name = new.name if len(new.name.split()) > len(old.name.split()) else old.name
    return Person(name, old.gender or new.gender, old.roles | new.roles, old.is_sure or new.is_sure)
