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
MUCH = 0.6  # as much of the longest page's bytes, and a page looks another way: an empty list, say


@dataclass(frozen=True)
class Sheet:
    """One page: the template and the route, who got it (`''`: a stranger), at which address, with which status."""

    template: str
    route: str
    who: str
    path: str
    status: int
    html: str

    @property
    def name(self) -> str:
        return f"{self.template} ({self.who or 'a stranger'} at {self.path}, {self.status})"


@dataclass
class Gallery:
    """All sheets, in the order they were hung; the same page of the same desk hangs once."""

    sheets: list[Sheet] = field(default_factory=list)
    _known: set[tuple[int, str, str, int]] = field(default_factory=set)

    def watch(self, app: Flask) -> None:
        """Hang every page this application draws from now on."""

        def drawn(_sender: Flask, template: Template, **_more: Any) -> None:
            g.drawn_from = template.name

        def answered(response: Response) -> Response:
            template = g.pop("drawn_from", "")
            if template in pages() and response.mimetype == "text/html":
                who = current_user.name if current_user.is_authenticated else ""
                self.hang(id(app), template, who, response)
            return response

        template_rendered.connect(drawn, app, weak=False)
        app.after_request(answered)

    def hang(self, desk: int, template: str, who: str, response: Response) -> None:
        html, path = response.get_data(as_text=True), request.full_path.rstrip("?")
        key = (desk, template, path, response.status_code)
        if key not in self._known:
            self._known.add(key)
            route = request.endpoint or ""
            self.sheets.append(Sheet(template, route, who, path, response.status_code, html))

    def one_of_each(self) -> list[Sheet]:
        """For each template and route its longest page, a much shorter one, and the longest with something wrong."""
        kinds: dict[tuple[str, str, bool], list[Sheet]] = {}
        for sheet in self.sheets:
            kinds.setdefault((sheet.template, sheet.route, sheet.status >= 400), []).append(sheet)
        chosen = []
        for (_, _, is_wrong), alike in sorted(kinds.items()):
            alike.sort(key=lambda sheet: (len(sheet.html), sheet.path))
            shortest, longest = alike[0], alike[-1]
            chosen.append(longest)
            if not is_wrong and len(shortest.html) < len(longest.html) * MUCH:
                chosen.append(shortest)
        return chosen


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
