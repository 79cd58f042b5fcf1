"""The readers' site as files: what each address is called on a disk, and what a web server must say beside it.

An address keeps its name: `/verdicts/7-words` lies in `verdicts/7-words/index.html`, `/feeds/verdicts.atom` in
`feeds/verdicts.atom`.  What web servers must say beside the files stands in `site_servers`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from types import MappingProxyType

from factcheck.domain.translations import LANGUAGES
from factcheck.domain.wording import ENGLISH

INDEX = "index.html"
OWN = "_export"  # the folder of what is about the export itself
MANIFEST = f"{OWN}/manifest.json"
NGINX = f"{OWN}/nginx.conf"
HEADERS, REDIRECTS, NOT_HERE = "_headers", "_redirects", "404.html"
FORMAT = 1
# Other languages than English have a folder each, with a front page and a page for what is not there.
IN_LANGUAGES = tuple(code for code in LANGUAGES if code != ENGLISH)
FRONTS = MappingProxyType({"/": INDEX, **{f"/{code}/": f"{code}/{INDEX}" for code in IN_LANGUAGES}})
MISSING = (NOT_HERE, *(f"{code}/{NOT_HERE}" for code in IN_LANGUAGES))
SEGMENT_BYTES, NAME_BYTES = 255, 900  # what file systems and S3 take


class BadName(ValueError):
    """An address that cannot be the name of a file; `sentence` says why."""

    def __init__(self, why: str):
        super().__init__(why)
        self.sentence = why


def name_of(path: str, content_type: str) -> str:
    """The file of an address (decoded, beginning with a slash).  Raises `BadName` for what is no safe name."""
    if path in FRONTS:
        return FRONTS[path]
    segments = path.removeprefix("/").split("/")
    if any(part in {"", ".", ".."} for part in segments):
        raise BadName("A part of it is empty or leads elsewhere.")
    if any(not part.isprintable() or "\\" in part for part in segments):
        raise BadName("It holds a character that no file is called by.")
    if segments[0] == OWN:
        raise BadName("It begins like what is about the export itself.")
    is_page = content_type.startswith("text/html") and not path.endswith(".html")
    named = [*segments, INDEX] if is_page else segments
    sizes = [len(part.encode("utf-8", "replace")) for part in named]
    if max(sizes, default=0) > SEGMENT_BYTES or sum(sizes) + len(sizes) > NAME_BYTES:
        raise BadName("It is too long to be the name of a file.")
    return "/".join(named)


def key_of(name: str) -> str:
    """The same file in a bucket, where a page can be called by its very address; front pages have none."""
    return name if name in FRONTS.values() else name.removesuffix(f"/{INDEX}")


# ── What was exported ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Manifest:
    """Every file of an export by its name with its SHA-256, their `size` in bytes in all, and of which site it is.

    `mark` is the readers' mark under which all of it was read, `made_with` the program that made it: while both are the
    same, no page of a verdict is another.
    """

    base_url: str
    files: Mapping[str, str]
    size: int = 0
    mark: int | None = None
    made_with: str = ""

    def as_json(self) -> bytes:
        told = {"format": FORMAT, **asdict(self), "files": dict(sorted(self.files.items()))}
        return (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode()


NOTHING = Manifest("", MappingProxyType({}))


def manifest_of(data: bytes | None) -> Manifest:
    """The manifest as it was written; an empty one where there is none, or where it cannot be read."""
    try:
        told = json.loads(data or b"{}")
        if told.pop("format", None) != FORMAT:
            return NOTHING
        files = {str(name): str(digest) for name, digest in told.pop("files").items()}
        return Manifest(files=files, **told)
    except (ValueError, KeyError, TypeError, AttributeError):
        return NOTHING


def gone(before: Manifest, now: Manifest) -> list[str]:
    """What was there and is no more."""
    return sorted(before.files.keys() - now.files.keys())


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


# ── Pages that only move on ──────────────────────────────────────────────────────────────────────


def moved_page(to: str) -> bytes:
    """What lies at an address that leads to another: it goes there by itself, or by its one link."""
    there = escape(to, quote=True)
    lines = (
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Moved</title>',
        f'<meta http-equiv="refresh" content="0; url={there}"><meta name="robots" content="noindex">',
        f'<link rel="canonical" href="{there}"></head>',
        f'<body><p><a href="{there}">This page has moved.</a></p></body></html>',
        "",
    )
    return "\n".join(lines).encode()


def redirects(moved: Mapping[str, str]) -> bytes:
    """The same for hosts that read `_redirects`: a real redirect for each."""
    return "".join(f"{one} {to} 301\n" for one, to in sorted(moved.items())).encode()
