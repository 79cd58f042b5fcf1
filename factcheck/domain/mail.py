"""Mail addresses as people type them: one spelling each, so that one mail is one account."""

import re
import unicodedata

from factcheck.domain.inputs import BadInput, read_text
from factcheck.domain.wording import mark, say

MAIL_CHARS = 254
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}")
_LABEL = re.compile(r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?")
_SENTENCE = mark("Write one mail address, like name@desk.example.")


def mail_key(typed: str) -> str:
    """The spelling under which an address is stored and looked up.

    The part before the @ is folded as well: no mail service tells Ana from ana, and two accounts
    for one person would let her approve her own work (abuse 3).
    """
    return unicodedata.normalize("NFC", typed.strip()).casefold()


def clean_mail(value: object) -> str:
    """The address in its one spelling; BadInput for anything that is not exactly one address (M15)."""
    text = mail_key(read_text(value, mark("The mail address")))
    local, _, domain = text.rpartition("@")
    is_dotted = not (local.startswith(".") or local.endswith(".") or ".." in local)
    labels = domain.split(".")
    if (
        len(text) > MAIL_CHARS
        or not (_LOCAL.fullmatch(local) and is_dotted and all(map(_LABEL.fullmatch, labels)))
        or (len(labels) < 2 and domain != "localhost")
    ):
        raise BadInput(say(_SENTENCE))
    return text
