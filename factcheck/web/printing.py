"""Readers' pages made with the change that alters them: the same template that answers a request, outside of any.

It is a `domain.printing.Printer`; `services.readers` calls it inside the transaction.
"""

import hashlib
from contextvars import Context
from functools import cache
from pathlib import Path

from flask import Flask, g

from factcheck.config import Settings
from factcheck.domain.printing import PrintedPage
from factcheck.resources import templates_folder
from factcheck.services.public import Current
from factcheck.services.sessions import DeskLine
from factcheck.web import current, public
from factcheck.web.packing import pack

HTML = "text/html; charset=utf-8"
PROGRAM = Path(__file__).parents[1]


@cache
def _program() -> bytes:
    """The SHA-256 of everything pages are made by; another release makes its own."""
    said = hashlib.sha256()
    for folder, ending in ((PROGRAM, "*.py"), (templates_folder(), "*.html")):
        for file in sorted(folder.rglob(ending)):
            said.update(f"{file.relative_to(folder)}\0".encode())
            said.update(hashlib.sha256(file.read_bytes()).digest())
    return said.digest()


def made_with(settings: Settings) -> str:
    """What stands for the program and for the settings a page shows: another one's pages count for nothing."""
    shown = f"{settings.base_url}\0{settings.time_zone}\0{settings.is_https}"
    return hashlib.sha256(_program() + shown.encode()).hexdigest()


class PagePrinter:
    """Makes the page of a verdict as `GET /verdicts/…` answers it to a stranger."""

    def __init__(self, app: Flask):
        self._app = app
        self._settings = current.desk_of(app).settings

    def __call__(self, found: Current, desk: DeskLine) -> PrintedPage:
        # In a context of its own: whoever is signed in is at the other end of the change, not of the page.
        return Context().run(self._print, found, desk)

    def _print(self, found: Current, desk: DeskLine) -> PrintedPage:
        path = f"/verdicts/{found.verdict.id}-{found.verdict.slug}"
        with self._app.test_request_context(path):
            g.sign = desk  # as this very transaction has it
            html = public.verdict_page(
                found.verdict,
                news=found.news,
                archived=found.archived,
                others=found.translations,
            )
        return PrintedPage(
            path=path,
            content_type=HTML,
            keys=public.keys_of(found.verdict),
            packed=pack(html.encode()),
            made_with=made_with(self._settings),
        )


def init_app(app: Flask) -> None:
    current.desk_of(app).database.printer = PagePrinter(app)
