"""The signed clearance sheet: its canonical form, what its signature covers, and whether it still holds.

Pure: making and checking signatures is handed in.  What goes on a sheet is gathered in `services/clearances`.

A sheet as a file is one line of canonical JSON (keys sorted, no blanks, UTF-8; RFC 8785 for the whole numbers, texts
and truths it holds), so that no byte of it can be changed unseen.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from factcheck.domain.inputs import BadInput

FORMAT = "factcheck-clearance-1"
ALGORITHM = "Ed25519"
SHEET_BYTES = 20_000_000  # far beyond the longest article's; a file that is larger is no sheet
_HEX = re.compile(r"[0-9a-f]+")
_SIGNED = frozenset({"sheet", "sha256", "signature"})
_SIGNATURE = frozenset({"algorithm", "key_id", "public_key", "value"})

Data = Mapping[str, Any]
Check = Callable[[str, bytes, str], bool]  # (public key, message, signature) as hex, bytes, hex


class Signer(Protocol):
    """The desk's key: its public half in hex, and signatures in hex."""

    @property
    def public_key(self) -> str: ...

    def sign(self, message: bytes) -> str: ...


def key_id(public_key: str) -> str:
    """The short name of a key: the first 32 hex digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]


def canonical(data: object) -> str:
    """The one way to write `data` as JSON."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def message(sheet: str) -> bytes:
    """What is signed: the sheet behind the name of the format, so that the key can sign nothing else by chance."""
    return f"{FORMAT}\n{sheet}".encode()


def signed_file(sheet: str, public_key: str, signature: str) -> str:
    """The file people are handed: the sheet with its hash and its signature, canonical as a whole."""
    made = {
        "sheet": json.loads(sheet),
        "sha256": digest(sheet),
        "signature": {
            "algorithm": ALGORITHM,
            "key_id": key_id(public_key),
            "public_key": public_key,
            "value": signature,
        },
    }
    return canonical(made) + "\n"


@dataclass(frozen=True)
class Checked:
    """A file whose signature is right: its sheet and the key that signed it."""

    sheet: Data
    sha256: str
    public_key: str

    @property
    def key_id(self) -> str:
        return key_id(self.public_key)


def read_signed(data: bytes, is_signed_by: Check) -> Checked:
    """A sheet from a file, its signature tried.  Raises `BadInput`, saying what is wrong with it.

    Whose key it is, is not looked at: anybody can sign a sheet with a key of her own.
    """
    made = _parsed(data)
    sheet, signature = made["sheet"], made["signature"]
    if not isinstance(sheet, dict) or sheet.get("format") != FORMAT:
        raise BadInput(f"This is no clearance sheet of the format {FORMAT}.")
    text = canonical(sheet)
    if made["sha256"] != digest(text):
        raise BadInput("The sheet was altered: it does not match its own hash.")
    public, value = _hex(signature, "public_key", 64), _hex(signature, "value", 128)
    if signature["algorithm"] != ALGORITHM or signature["key_id"] != key_id(public):
        raise BadInput("What the sheet says of its key does not fit the key.")
    if not is_signed_by(public, message(text), value):
        raise BadInput("The signature does not fit the sheet.")
    if not _says_what_sheets_say(sheet):
        raise BadInput(
            "This is no clearance sheet: it does not say what was cleared, by whom and when."
        )
    return Checked(sheet, made["sha256"], public)


def _parsed(data: bytes) -> dict[str, Any]:
    """The file as data, if it is written in the one canonical way."""
    if len(data) > SHEET_BYTES:
        raise BadInput("This file is too large to be a clearance sheet.")
    try:
        text = data.decode("utf-8").removesuffix("\n")
        made = json.loads(text)
        is_canonical = isinstance(made, dict) and canonical(made) == text
    except (ValueError, RecursionError):
        raise BadInput("This file is no clearance sheet: it is not JSON.") from None
    if (
        not isinstance(made, dict)
        or set(made) != _SIGNED
        or not isinstance(made["signature"], dict)
    ):
        raise BadInput("This file is no clearance sheet: it has other parts.")
    if set(made["signature"]) != _SIGNATURE:
        raise BadInput("This file is no clearance sheet: its signature has other parts.")
    if not is_canonical:
        raise BadInput("The file was altered: it is not written the way sheets are.")
    return made


def _says_what_sheets_say(sheet: Data) -> bool:
    """Whether it names its article, number, text and who cleared it: anybody can sign something else."""
    article, text, by = (sheet.get(name) for name in ("article", "text", "cleared_by"))
    if not (isinstance(article, dict) and isinstance(text, dict) and isinstance(by, dict)):
        return False
    numbers = (article.get("id"), sheet.get("number"), text.get("version"))
    lines = (by.get("name"), sheet.get("cleared_at"))
    return all(type(one) is int for one in numbers) and all(type(one) is str for one in lines)


def _hex(signature: Data, name: str, digits: int) -> str:
    value = signature[name]
    if not isinstance(value, str) or len(value) != digits or not _HEX.fullmatch(value):
        raise BadInput(f"The {name.replace('_', ' ')} of the signature is not {digits} hex digits.")
    return value


# ── Whether it still holds ───────────────────────────────────────────────────────────────────────

# part of a fact's mark, what it means that it differs
_MARKS = (
    ("holds", "A legal hold was set on claim {id}"),
    ("content", "Claim {id} was changed"),
    ("verdict", "Claim {id} has another version of its verdict"),
    ("state", "Claim {id} was moved: it is {state} now"),
    ("since", "Claim {id} was moved and is {state} again"),
    ("waiver", "The waiver of claim {id} is not the one it ran on"),
    ("saves", "Claim {id}, which ran by a waiver, was worked on"),
)


def changes(sheet: Data, now: Data) -> list[str]:
    """What differs from `sheet` in how things stand `now`; empty while the clearance holds.

    `now` has the parts a sheet is compared by: `text`, `sentences`, and `facts` with their marks and states.
    """
    then_text, now_text = sheet["text"], now["text"]
    if then_text["sha256"] != now_text["sha256"] or then_text["version"] != now_text["version"]:
        return [f"The text was changed: version {now_text['version']} is the newest"]
    then = {fact["claim"]: fact["mark"] for fact in sheet["facts"]}
    here = {fact["claim"]: fact for fact in now["facts"]}
    found = [f"Claim {claim} was opened" for claim in sorted(here.keys() - then.keys())]
    found += [f"Claim {claim} is gone" for claim in sorted(then.keys() - here.keys())]
    for claim in sorted(then.keys() & here.keys()):
        found += _changed(then[claim], here[claim])
    if sheet["sentences"]["sha256"] != now["sentences"]["sha256"]:
        found.append("What was said of the sentences without a claim changed")
    return found


def _changed(then: Data, fact: Data) -> list[str]:
    """The first thing that differs in one claim; what follows from it need not be said."""
    now = fact["mark"]
    state = fact["state"].replace("_", " ")
    for name, sentence in _MARKS:
        if then.get(name) != now.get(name):
            return [sentence.format(id=fact["claim"], state=state)]
    return []
