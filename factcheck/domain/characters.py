"""Which characters a text may hold, and what counts as a letter, a mark or one visible character.

Facts about characters only: `inputs` and `texts` turn them into refusals, `anchoring` into spans.
The tables are those of the running Python's `unicodedata`.
"""

import re
import unicodedata

from factcheck.domain.limits import COMBINING_RUN
from factcheck.domain.wording import mark, say

# Characters that str.strip and `\s` do not see, but which leave nothing on the paper.
ZERO_WIDTH = "\u200b\u2060\ufeff"
# Blanks that may stand in a line once controls are refused and line breaks unified.
BLANKS = " \t\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Unicode calls the Hangul fillers letters although they show nothing.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")

_ZWNJ, _ZWJ = "\u200c", "\u200d"
# Nothing combines with these, from either side.
_ALONE = frozenset("\n" + ZERO_WIDTH)
LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
# Deprecated formatting, interlinear annotation and tag characters hide text inside text.
_HIDDEN = "\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"
_PLANE_ENDS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_NOT_UNICODE = f"\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}"
_REFUSED = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_HIDDEN}{_NOT_UNICODE}]")
_KINDS = (
    (re.compile(f"[{_CONTROLS}]"), mark("a control character")),
    (re.compile(f"[{_DIRECTIONS}]"), mark("an invisible direction character")),
    (re.compile(f"[{_HIDDEN}]"), mark("an invisible character")),
)


def code_point(character: str) -> str:
    """Spell a character as `U+202E`, the only form in which a sentence names what was typed."""
    return f"U+{ord(character):04X}"


def unify_breaks(text: str) -> str:
    """Take a leading byte order mark off and turn every kind of line break into LF."""
    return LINE_BREAKS.sub("\n", text.removeprefix("\ufeff"))


def find_fault(text: str, label: str) -> str | None:
    """Say in a sentence which character of `text` is refused, or None; positions count from 1.

    Refused: controls but tab and LF, direction and tag characters, noncharacters, lone surrogates,
    long runs of combining marks. Taken: ZWJ, ZWNJ, LRM, RLM and soft hyphens (they are spelling),
    private use. Linear time.
    """
    # Looking up each distinct character once is many times faster than searching a long text.
    refused = set(filter(_REFUSED.match, set(text)))
    if not refused:
        return find_mark_run(text)
    position, character = next(pair for pair in enumerate(text, start=1) if pair[1] in refused)
    for pattern, kind in _KINDS:
        if pattern.match(character):
            return say(
                "%(label)s has %(kind)s (%(point)s) at position %(position)s.",
                label=say(label),
                kind=say(kind),
                point=code_point(character),
                position=position,
            )
    return say("%(label)s is not valid Unicode.", label=say(label))


def find_mark_run(text: str) -> str | None:
    """Refuse more than 16 combining marks in a row (A09).

    Asked before NFC, whose time is quadratic in such a run, and after it, since NFC splits some
    marks in two.
    """
    if text.isascii():
        return None
    marks = "".join(sorted(filter(is_mark, set(text))))
    if marks and re.search(f"[{re.escape(marks)}]{{{COMBINING_RUN + 1}}}", text):
        return say("More than %(count)s combining marks in a row.", count=COMBINING_RUN)
    return None


def is_mark(character: str) -> bool:
    """Whether the character combines with the one before it: accents, vowel signs, selectors."""
    return unicodedata.category(character)[0] == "M"


def is_readable(character: str) -> bool:
    """Whether the character is a letter or a digit that shows something."""
    return unicodedata.category(character)[0] in "LN" and character not in FILLERS


def has_readable(text: str) -> bool:
    """Whether any character is a letter or digit; only distinct characters are looked up."""
    return any(map(is_readable, set(text)))


def is_invisible(character: str) -> bool:
    """Whether the character shows nothing and is no blank: format characters, fillers, selectors."""
    return (
        unicodedata.category(character) == "Cf"
        or character in FILLERS
        or unicodedata.name(character, "").startswith(("VARIATION SELECTOR", "COMBINING GRAPHEME"))
    )


def is_joiner(text: str, index: int) -> bool:
    """Whether a ZWNJ or ZWJ stands inside a word of a script that spells with it, like Persian."""
    if text[index] not in (_ZWNJ, _ZWJ) or not 0 < index < len(text) - 1:
        return False
    sides = script_of(text[index - 1]), script_of(text[index + 1])
    return not {"Latin", "Cyrillic", "Greek", ""} & set(sides)


# First words of Unicode names that are no script; an ordinal indicator (Mª) is Latin.
_NAMED_OTHERWISE = {
    "Combining": "",
    "Modifier": "",
    "Variation": "",
    "Feminine": "Latin",
    "Masculine": "Latin",
}


def script_of(character: str) -> str:
    """Name the script of a letter or mark (`Latin`, `Cyrillic`); '' for everything else."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    words = unicodedata.name(character, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    script = words.partition(" ")[0].partition("-")[0].capitalize()
    return _NAMED_OTHERWISE.get(script, script)


# Writing systems that spell one word with several scripts.
_TOGETHER = (
    {"Cjk", "Hiragana", "Katakana", "Ideographic"},
    {"Cjk", "Hangul"},
    {"Cjk", "Bopomofo"},
)


def mixed_scripts(text: str) -> tuple[str, ...]:
    """The scripts of the text's letters, Latin first, if they do not belong together; else ()."""
    scripts = set(map(script_of, text)) - {""}
    if len(scripts) < 2 or any(group >= scripts for group in _TOGETHER):
        return ()
    return tuple(sorted(scripts, key=lambda script: (script != "Latin", script)))


def is_inside_cluster(text: str, index: int) -> bool:
    """Whether a cut before `text[index]` would tear one visible character apart (A3).

    Knows combining marks, ZWJ and ZWNJ, skin tones and pairs of regional indicators; not Hangul
    jamo, which NFC composes.
    """
    if not 0 < index < len(text):
        return False
    before, after = text[index - 1], text[index]
    if before in _ALONE or after in _ALONE:
        return False
    if is_mark(after) or after in (_ZWNJ, _ZWJ) or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if before == _ZWJ:
        return not after.isalnum() and not after.isspace()
    return _is_flag_half(after) and _count_flag_halves(text, index) % 2 == 1


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _count_flag_halves(text: str, end: int) -> int:
    """Flag halves in a row before `end`, at most 64: a text of flags alone must not cost more."""
    start = end
    while start > max(0, end - 64) and _is_flag_half(text[start - 1]):
        start -= 1
    return end - start


def nfc(text: str) -> str:
    """Composed form (NFC): the one form in which texts are compared, counted and stored."""
    return unicodedata.normalize("NFC", text)
