"""How fast nginx answers out of an exported folder, as the export configured it, beside a bare file (goal 7)."""

import re
from dataclasses import replace
from pathlib import Path
from statistics import median

from factcheck import site_export
from factcheck.adapters.site_folder import SiteFolder
from tests.bench.corpus import load
from tests.bench.pages import application, database_of, pages
from tests.bench.readers import CONNECTIONS, MISSING, ROUNDS, nginx, page_of, program, wrk
from tests.bench.server import free_port

CLAIMS = 200  # a small desk: nginx looks a file up as fast among many
BASE = "https://bench.example"


def measured(home: Path, seconds: float) -> str:
    """One line: a verdict's page of the export ÷ a file of the same bytes, from one nginx in the same rounds."""
    found = {name: program(name) for name in ("wrk", "nginx")}
    for name, place in found.items():
        if not place:
            return MISSING.format(name)
    files, path = _exported(home)
    port = free_port()
    site = (home / "site/current/_export/nginx.conf").read_text(encoding="utf-8")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = re.sub(r"root /srv/[^;]*;", f"root {home}/site/current;", site)
    with nginx(found["nginx"], home, site) as beside:
        page, _ = page_of(port, path)
        (home / "page.html").write_bytes(page)
        rows = [
            (
                wrk(found["wrk"], seconds, port, path),
                wrk(found["wrk"], seconds, beside, "/page.html"),
            )
            for _ in range(ROUNDS)
        ]
    times = median(its / bare for its, bare in rows)
    return (
        f"export: {files:,} files; a verdict page of {len(page) / 1e3:.0f} kB out of it is answered {times:.2f} times"
        f" as often as a bare file ({median(its for its, _ in rows):,.0f}/s, {CONNECTIONS} connections)"
    )


def _exported(home: Path) -> tuple[int, str]:
    """A small desk's site in a folder: how many files it has, and the address of one verdict."""
    corpus = load(home / "desk", CLAIMS)
    app = application(replace(corpus.settings, base_url=BASE))
    try:
        done = site_export.export(app, SiteFolder(home / "site"), lambda _done, _all: None)
        return done.files, pages(app, corpus)[-1].lanes[0].requests[0].path
    finally:
        database_of(app).dispose()
