"""The catalogues of `factcheck/translations`, made new from the program: `make translations`.

What stands in the program and in no catalogue comes into each, empty for a person to fill in; what the program no
longer says goes; then the catalogues are compiled.  English says what the program says.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from factcheck.web.languages import DEFAULT, LANGUAGES
from tests.house.tree import ROOT

FOLDER = ROOT / "factcheck" / "translations"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "say", "mark"), None),
    **dict.fromkeys(("ngettext", "say_many"), (1, 2)),
    "pgettext": ((1, "c"), 2),
    "mark_in": ((1, "c"), 2),
}
FOLDERS = ("factcheck", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
# The same day whoever makes them: nothing that changes by itself.
MADE = datetime(2026, 11, 23, tzinfo=UTC)


def extracted() -> Catalog:
    """Everything the program says through a catalogue, and in which files."""
    found = catalog("")
    for folder in FOLDERS:
        said = extract_from_dir(ROOT / folder, METHODS, OPTIONS, KEYWORDS)
        for name, _, words, comments, context in said:
            found.add(words, None, [(f"{folder}/{name}", None)], (), comments, context=context)
    return found


def catalog(code: str) -> Catalog:
    return Catalog(
        locale=code or None,
        header_comment="# What factcheck tells its readers. Made new by `make translations`.",
        project="factcheck",
        version="1",
        msgid_bugs_address="factcheck",
        creation_date=MADE,
        revision_date=MADE,
        last_translator="factcheck",
        language_team="factcheck",
        fuzzy=False,
    )


def place(code: str, ending: str = "po") -> Path:
    return FOLDER / code / "LC_MESSAGES" / f"messages.{ending}"


def kept(code: str) -> Catalog:
    """The catalogue of a language as it lies in its file."""
    with place(code).open("rb") as file:
        return read_po(file, locale=code)


def renewed(code: str) -> Catalog:
    """The same with what the program says today, and nothing else."""
    known = kept(code) if place(code).exists() else catalog(code)
    new = catalog(code)
    for message in messages(extracted()):
        before = known.get(message.id, message.context)
        words = before.string if before is not None else None
        if code == DEFAULT:
            words = message.id
        new.add(message.id, words, message.locations, message.flags, context=message.context)
    return new


def messages(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def missing(found: Catalog) -> list[str]:
    """What is not said in a language, each by its English words."""
    return [str(message.id) for message in messages(found) if not is_said(message)]


def is_said(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return bool(strings) and all(strings) and not message.fuzzy


def as_po(found: Catalog) -> bytes:
    written = BytesIO()
    write_po(
        written, found, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True
    )
    return written.getvalue().rstrip() + b"\n"


def as_mo(found: Catalog) -> bytes:
    written = BytesIO()
    write_mo(written, found)
    return written.getvalue()


def main() -> int:
    lacking = 0
    for one in LANGUAGES:
        found = renewed(one.code)
        place(one.code).parent.mkdir(parents=True, exist_ok=True)
        place(one.code).write_bytes(as_po(found))
        place(one.code, "mo").write_bytes(as_mo(found))
        for words in missing(found):
            lacking += 1
            sys.stderr.write(f"{one.code}: not said yet: {words}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
