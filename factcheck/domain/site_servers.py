"""What web servers must say beside the files of an export: headers, kinds of content, what is not here.

Written down twice: as the `_headers` that several hosts of plain files read, and as a configuration of nginx, with
which every address answers as the desk's own server does.  A bucket keeps kind and caching with each object.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factcheck.domain.annotations import MEDIA_TYPE
from factcheck.domain.site_files import (
    HEADERS,
    IN_LANGUAGES,
    INDEX,
    NOT_HERE,
    OWN,
    REDIRECTS,
)

# What may stand in front of the address of a page: the folder of its language.
BELOW = f"(?:/(?:{'|'.join(IN_LANGUAGES)}))?"


def in_each(*globs: str) -> tuple[str, ...]:
    """Globs of addresses that there are in every language."""
    return tuple(
        f"{folder}{glob}"
        for folder in ("", *(f"/{code}" for code in IN_LANGUAGES))
        for glob in globs
    )


# What goes with a page wherever it is served from; the rest speaks of one answer alone.
CARRIED = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
    "X-Robots-Tag",
    "Cache-Control",
)
# What an ending means at a place: a pattern of addresses, the same as globs, the kind.  The first that fits holds.
TYPES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        rf"^{BELOW}/feeds/.*\.json$",
        in_each("/feeds/*.json"),
        "application/feed+json; charset=utf-8",
    ),
    (rf"^{BELOW}/feeds/.*\.atom$", in_each("/feeds/*.atom"), "application/atom+xml; charset=utf-8"),
    (rf"^{BELOW}/feeds/.*\.rss$", in_each("/feeds/*.rss"), "application/rss+xml; charset=utf-8"),
    (
        r"^/(articles|verdicts)/[^/]+/annotations?\.json$",
        ("/articles/:article/annotations.json", "/verdicts/:verdict/annotation.json"),
        MEDIA_TYPE,
    ),
    (r"^/data/.*\.json(ld)?$", ("/data/*",), "application/ld+json; charset=utf-8"),
    (
        rf"^{BELOW}/verdicts/[^/]+/oembed\.xml$",
        in_each("/verdicts/:verdict/oembed.xml"),
        "text/xml; charset=utf-8",
    ),
    (r"^/log/(head|key)$", ("/log/head", "/log/key"), "text/plain; charset=utf-8"),
    (r"^/log/check\.py$", ("/log/check.py",), "text/x-python; charset=utf-8"),
    (r"^/llms\.txt$", ("/llms.txt",), "text/markdown; charset=utf-8"),
    (r"\.md$", in_each("/verdicts/*.md"), "text/markdown; charset=utf-8"),
    (r"\.json$", (), "application/json; charset=utf-8"),
    (r"\.xml$", (), "application/xml; charset=utf-8"),
    (r"\.txt$", (), "text/plain; charset=utf-8"),
)


@dataclass(frozen=True)
class Room:
    """Addresses whose files are served with the same headers: a pattern, and the same as globs."""

    pattern: str
    globs: tuple[str, ...] = ()


EVERYTHING_ELSE = Room("^/")
# The first that fits holds an address.
ROOMS = (
    Room(f"^{BELOW}/embed/", in_each("/embed/*")),
    Room(f"^{BELOW}/verdicts/[^/]+/sources/", in_each("/verdicts/:verdict/sources/*")),
    Room("^/static/", ("/static/*",)),
    Room("^/share/", ("/share/*",)),
    EVERYTHING_ELSE,
)
Headers = Mapping[str, str]
# What goes with a file of which the served site says nothing: without a word a browser keeps it as long as it likes.
ASK_EACH_TIME = {"Cache-Control": "no-cache"}


def room_of(path: str) -> Room:
    return next(room for room in ROOMS if re.search(room.pattern, path))


def type_of(path: str) -> str:
    """The kind of content of an address; empty where every server knows it by the ending of its file."""
    return next((said for pattern, _, said in TYPES if re.search(pattern, path)), "")


def carried(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of the headers of an answer those that go with its file, under the names of `CARRIED`."""
    said = {name.lower(): value for name, value in headers}
    found = {name: said[name.lower()] for name in CARRIED if name.lower() in said}
    return {**ASK_EACH_TIME, **found}


# ── `_headers` ───────────────────────────────────────────────────────────────────────────────────


def headers_file(rooms: Mapping[Room, Headers], names: Iterable[str]) -> bytes:
    """The headers of every room by globs that do not overlap, but that copies of sources are verdicts' too.

    Where two rules fit, such hosts send both: a policy said twice would forbid the cards what one of them allows.
    """
    taken = {glob[1:-2] for room in ROOMS for glob in room.globs if ":" not in glob}
    ruled = [(glob, rooms[room]) for room in ROOMS if room in rooms for glob in room.globs]
    for top, is_folder in sorted(set(map(_top, names))):
        if top in {HEADERS, REDIRECTS, OWN, *taken}:
            continue
        globs = [f"/{top}", f"/{top}/*"] if is_folder else [f"/{top.removesuffix(INDEX)}"]
        ruled += [(glob, rooms[EVERYTHING_ELSE]) for glob in globs]
    ruled += [(glob, {"Content-Type": said}) for _, globs, said in TYPES for glob in globs]
    lines = []
    for glob, headers in ruled:
        lines += [glob, *(f"  {name}: {value}" for name, value in headers.items())]
    return ("\n".join(lines) + "\n").encode()


def _top(name: str) -> tuple[str, bool]:
    """What the address of a file begins with, below the folder of a language, and whether that is a folder."""
    parts = name.split("/")
    depth = 2 if parts[0] in IN_LANGUAGES else 1
    return "/".join(parts[:depth]), len(parts) > depth


# ── nginx ────────────────────────────────────────────────────────────────────────────────────────

_NGINX = """\
# The readers' site from the files of `factcheck site export DIR`, for nginx. Include this file in the block `http`, and
# let `root` be the folder `current` of DIR. Everything that is no file is told by the page of the 404.
{maps}
types_hash_max_size 2048;
server {{
    listen 80;
    server_name {host};
    root {root};
    absolute_redirect off;
    server_tokens off;
    gzip on;
    gzip_vary on;
    gzip_min_length 500;
    gzip_types text/css text/plain text/xml text/markdown text/javascript application/json application/ld+json
        application/xml application/atom+xml application/rss+xml application/feed+json image/svg+xml;
    types {{
        "text/html; charset=utf-8" html;
        "text/css; charset=utf-8" css;
        "text/javascript; charset=utf-8" js;
        "image/svg+xml; charset=utf-8" svg;
        image/png png;
        image/jpeg jpg jpeg;
        font/woff2 woff2;
    }}
    default_type application/octet-stream;
{headers}
    error_page 404 $factcheck_not_here;
    location ~ "^{below}/{not_here}$" {{ internal; }}
    location ^~ /{own}/ {{ return 404; }}
    location = /{headers_file} {{ return 404; }}
    location = /{redirects_file} {{ return 404; }}
    # Reports, claims to check and the desk itself need `factcheck serve`. Where it runs, uncomment:
    # location ~ "^{below}/(desk|login|logout|account|report|send|sent|oembed|v1alpha1)(/|$)" {{
    #     proxy_pass http://127.0.0.1:8000;
    #     proxy_set_header Host $host;
    #     proxy_set_header X-Forwarded-For $remote_addr;
    #     proxy_set_header X-Forwarded-Proto $scheme;
    #     proxy_set_header X-Forwarded-Host $host;
    # }}
    # A verdict under words that it had before: its number leads on.
    location ~ "^(?<language>{below})/verdicts/(?<number>[1-9][0-9]*)-[^/.]+$" {{
        try_files $uri/{index} $language/verdicts/$number/{index} =404;
    }}
{types}
{fronts}
    location / {{ try_files $uri $uri/{index} =404; }}
}}
"""


def nginx_file(rooms: Mapping[Room, Headers], host: str, root: str) -> bytes:
    """A configuration with which nginx answers as `factcheck serve` does, addresses, kinds and headers alike."""
    maps = ["map $uri $factcheck_not_here {", f"    default /{NOT_HERE};"]
    maps += [f"    ~^/{code}/ /{code}/{NOT_HERE};" for code in IN_LANGUAGES] + ["}"]
    added = []
    for name in CARRIED:
        said = {room: headers[name] for room, headers in rooms.items() if name in headers}
        if not said:
            continue
        usual = rooms[EVERYTHING_ELSE].get(name, "")
        others = [room for room in ROOMS if room in rooms and room is not EVERYTHING_ELSE]
        if all(rooms[room].get(name, "") == usual for room in others):
            added.append(f"    add_header {name} {_quoted(usual)} always;")
            continue
        variable = "$factcheck_" + name.lower().replace("-", "_")
        maps += [f"map $uri {variable} {{", f"    default {_quoted(usual)};"]
        for room in others:
            maps.append(f"    {_quoted('~' + room.pattern)} {_quoted(rooms[room].get(name, ''))};")
        maps.append("}")
        added.append(f"    add_header {name} {variable} always;")
    kinds = []
    for pattern, _, said_type in TYPES:
        kinds += [
            f"    location ~ {_quoted(pattern)} {{",
            f"        types {{ }} default_type {_quoted(said_type)};",
            "    }",
        ]
    text = _NGINX.format(
        maps="\n".join(maps),
        headers="\n".join(added),
        types="\n".join(kinds),
        host=host,
        root=root,
        index=INDEX,
        own=OWN,
        not_here=NOT_HERE,
        below=BELOW,
        fronts="\n".join(
            f"    location = /{code} {{ return 301 /{code}/; }}" for code in IN_LANGUAGES
        ),
        headers_file=HEADERS,
        redirects_file=REDIRECTS,
    )
    return text.encode()


def _quoted(text: str) -> str:
    """A word of the configuration; nothing in it is both kinds of quotes."""
    quote = '"' if "'" in text else "'"
    return f"{quote}{text}{quote}"
