"""Pages as people got them, and the template each was drawn from: what the gallery hangs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request, template_rendered
from flask_login import current_user
from jinja2 import Template

from tests.house.tree import ROOT

TEMPLATES = ROOT / "templates"
EXTENDS = "{% extends"
FRAMES = "layout/"
# The one page that stands without our frame around it.
ALONE = frozenset({"embeds/card.html"})


@dataclass(frozen=True)
class Sheet:
    """One page: the template, who got it (`''`: a stranger), at which address, with which status."""

    template: str
    who: str
    path: str
    status: int
    html: str

    @property
    def name(self) -> str:
        return f"{self.template} ({self.who or 'a stranger'} at {self.path}, {self.status})"


@dataclass
class Gallery:
    """All sheets, in the order they were hung; the same page twice hangs once."""

    sheets: list[Sheet] = field(default_factory=list)
    _known: set[tuple[str, str, int]] = field(default_factory=set)

    def watch(self, app: Flask) -> None:
        """Hang every page this application draws from now on."""

        def drawn(_sender: Flask, template: Template, **_more: Any) -> None:
            g.drawn_from = template.name

        def answered(response: Response) -> Response:
            template = g.pop("drawn_from", "")
            if template in pages() and response.mimetype == "text/html":
                who = current_user.name if current_user.is_authenticated else ""
                self.hang(template, who, response)
            return response

        template_rendered.connect(drawn, app, weak=False)
        app.after_request(answered)

    def hang(self, template: str, who: str, response: Response) -> None:
        html, path = response.get_data(as_text=True), request.full_path.rstrip("?")
        key = (template, path, response.status_code)
        if key not in self._known:
            self._known.add(key)
            self.sheets.append(Sheet(template, who, path, response.status_code, html))

    def one_of_each(self) -> list[Sheet]:
        """For each template its longest page, and the longest that something is wrong on."""
        found: dict[tuple[str, bool], Sheet] = {}
        for sheet in self.sheets:
            key = (sheet.template, sheet.status >= 400)
            if key not in found or len(found[key].html) < len(sheet.html):
                found[key] = sheet
        return [found[key] for key in sorted(found)]


def pages() -> frozenset[str]:
    """The templates that are pages: all that stand in a frame, and those that stand alone."""
    names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    return ALONE | {
        name
        for name in names
        if not name.startswith(FRAMES) and EXTENDS in _source(TEMPLATES / name)
    }


_read: dict[Path, str] = {}


def _source(path: Path) -> str:
    if path not in _read:
        _read[path] = path.read_text(encoding="utf-8")
    return _read[path]
