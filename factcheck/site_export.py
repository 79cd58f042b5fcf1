"""The readers' site written as files: asked for address by address, compared with what was written before, switched.

Where the files go is an adapter's matter (`adapters/site_folder`, `adapters/site_bucket`); what the site consists of,
the web's (`web/whole_site`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask

from factcheck.domain import site_files, site_servers
from factcheck.domain.site_files import BadName, Manifest
from factcheck.domain.site_servers import ASK_EACH_TIME, EVERYTHING_ELSE, Room

PASSES = 3  # how often all is asked for again when something changes meanwhile
OK, MISSING = 200, 404


class Unsettled(Exception):
    """The site changed each time while it was asked for, or does not answer as it should; nothing was switched."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class Place(Protocol):
    """Where the files of a site are kept."""

    @property
    def is_unfinished(self) -> bool: ...

    def read(self, name: str) -> bytes | None: ...

    def begin(self) -> None: ...

    def put(self, name: str, body: bytes) -> bool: ...

    def finish(self, names: list[str], headers: Mapping[str, Mapping[str, str]]) -> None: ...

    def end(self) -> None: ...


class _Nowhere:
    """The place of an export that only tells: it compares by what the manifest says, and keeps nothing."""

    is_unfinished = False

    def __init__(self, before: Manifest):
        self._before = before

    def read(self, name: str) -> bytes | None:  # noqa: ARG002  of `Place`
        return None

    def begin(self) -> None:
        """Nothing is taken."""

    def put(self, name: str, body: bytes) -> bool:
        return self._before.files.get(name) != site_files.digest(body)

    def finish(self, names: list[str], headers: Mapping[str, Mapping[str, str]]) -> None:
        """Nothing is switched."""

    def end(self) -> None:
        """Nothing is given back."""


Step = Callable[[int, int], None]  # how many addresses were asked for, of how many


@dataclass
class Exported:
    """What an export did, or would do: how many files, of how many bytes, and addresses that no file can have."""

    files: int = 0
    size: int = 0
    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Pass:
    """One look at the whole site."""

    digests: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    kinds: dict[frozenset[tuple[str, str]], Mapping[str, str]] = field(default_factory=dict)
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    rooms: dict[Room, Mapping[str, str]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    size: int = 0

    def meet(self, room: Room, headers: Mapping[str, str]) -> None:
        """What is said of one page of a room counts for those of which nothing is said."""
        if ASK_EACH_TIME.items() <= self.rooms.get(room, ASK_EACH_TIME).items():
            self.rooms[room] = headers


class Export:
    """One export of the site of `app` to a place; `step` is told how far it is.

    With `is_whole` every page is asked for, whatever the manifest says.
    """

    def __init__(
        self, app: Flask, place: Place, before: Manifest, step: Step, *, is_whole: bool = False
    ):
        self._is_whole = is_whole
        self._site: Any = app.extensions["whole_site"]
        self._base: str = app.extensions["factcheck"].settings.base_url
        self._place, self._before, self._step = place, before, step

    def run(self) -> Exported:
        """Write what changed and switch.  Raises `Unsettled`."""
        if not self._is_whole and self._is_as_before():
            return Exported(len(self._before.files), self._before.size)
        for _ in range(PASSES):
            mark = self._site.mark()
            try:
                found = self._look()
            except Unsettled:
                if self._site.mark() == mark:
                    raise
                continue  # something went while it was asked for
            if self._site.mark() == mark:
                return self._finish(found, mark)
        raise Unsettled(
            "The site changed each time before all of it was read. Try again in a quieter moment."
        )

    def _is_as_before(self) -> bool:
        """Whether nothing changed since: by the readers' mark, and by the few pages that it does not speak of."""
        known = self._before
        if known.mark is None or self._place.is_unfinished or known.base_url != self._base:
            return False
        if (known.mark, known.made_with) != (self._site.mark(), self._site.made_with()):
            return False
        return all(self._stands(one.url) for one in self._site.few())

    def _stands(self, url: str) -> bool:
        answer = self._site.ask(url)
        digest = self._before.files.get(site_files.name_of(_path(url), answer.content_type))
        if answer.status == MISSING:
            return digest is None
        return answer.status == OK and digest == site_files.digest(answer.body)

    def _look(self) -> _Pass:
        found = _Pass()
        for url, kind, headers, body in self._answers(found):
            self._take(found, url, kind, headers, body)
        self._take_own(found)
        return found

    def _answers(self, found: _Pass) -> Iterator[tuple[str, str, Mapping[str, str], bytes]]:
        wanted, found.moved = self._site.wanted()
        known = {one.url for one in wanted}
        for count, one in enumerate(wanted, 1):
            self._step(count, len(wanted))
            if not self._can_be_a_file(found, one.url):
                continue
            answer = self._site.ask(one.url)
            if one.is_optional and answer.status == MISSING:
                continue
            if answer.status != OK:
                raise Unsettled(f"The site answers {answer.status} at {one.url}.")
            further = [more for more in self._site.leads_to(answer) if more.url not in known]
            known.update(more.url for more in further)
            wanted += further  # and so they come up in this very loop
            headers = site_servers.carried(answer.headers)
            found.meet(site_servers.room_of(_path(one.url)), headers)
            yield one.url, answer.content_type, headers, answer.body
        usual = found.rooms[EVERYTHING_ELSE]
        for answer in self._site.made():
            yield answer.url, answer.content_type, usual, answer.body
        for url, to in found.moved.items():
            if to != f"{url}/":  # a folder leads there by itself
                yield url, "text/html; charset=utf-8", usual, site_files.moved_page(to)

    def _can_be_a_file(self, found: _Pass, url: str) -> bool:
        """Asked before the page is: not every server finds its way to an address that is no name of a file."""
        try:
            site_files.name_of(_path(url), "")
        except BadName as bad:
            found.left_out.append((url, bad.sentence))
            return False
        return True

    def _take(
        self, found: _Pass, url: str, kind: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        try:
            name = site_files.name_of(_path(url), kind)
        except BadName as bad:
            found.left_out.append((url, bad.sentence))
            return
        on_the_way = _folders(name)
        if name in found.folders or not on_the_way.isdisjoint(found.digests):
            found.left_out.append((url, "It needs a folder where another address has a file."))
            return
        found.folders |= on_the_way
        self._put(found, name, body, {"Content-Type": kind, **headers})

    def _put(self, found: _Pass, name: str, body: bytes, headers: Mapping[str, str]) -> None:
        digest = site_files.digest(body)
        if self._place.put(name, body):
            found.written.append(name)
        found.digests[name] = digest
        # Of a hundred thousand pages nearly all say the same, which is kept once.
        found.headers[name] = found.kinds.setdefault(frozenset(headers.items()), headers)
        found.size += len(body)

    def _take_own(self, found: _Pass) -> None:
        """What is about the site and under no address of it."""
        usual = found.rooms[EVERYTHING_ELSE]
        host = urlsplit(self._base).hostname or "localhost"
        text = {"Content-Type": "text/plain; charset=utf-8", **usual}
        for name in site_files.MISSING:
            missing = self._site.ask(f"/{name}")
            self._put(found, name, missing.body, {"Content-Type": missing.content_type, **usual})
        self._put(found, site_files.REDIRECTS, site_files.redirects(found.moved), text)
        names = [*found.digests, site_files.HEADERS]
        self._put(found, site_files.HEADERS, site_servers.headers_file(found.rooms, names), text)
        root = f"/srv/{host}/current"
        self._put(found, site_files.NGINX, site_servers.nginx_file(found.rooms, host, root), text)

    def _finish(self, found: _Pass, mark: int | None) -> Exported:
        now = Manifest(self._base, found.digests, found.size, mark, self._site.made_with())
        result = Exported(
            files=len(found.digests),
            size=found.size,
            written=sorted(found.written),
            deleted=site_files.gone(self._before, now),
            left_out=found.left_out,
        )
        is_new = bool(found.written or result.deleted) or now != self._before
        if is_new or self._place.is_unfinished:
            self._place.put(site_files.MANIFEST, now.as_json())
            json = {"Content-Type": "application/json; charset=utf-8"}
            headers = {**found.headers, site_files.MANIFEST: json}
            self._place.finish([*found.digests, site_files.MANIFEST], headers)
        return result


def export(
    app: Flask, place: Place, step: Step, *, is_dry: bool = False, is_whole: bool = False
) -> Exported:
    """Bring the place up to what readers get now.  Raises `Unsettled`, `BadTarget`; then the old state is served on.

    With `is_dry` nothing at all is written; with `is_whole` every file is made again and compared.
    """
    if is_dry:
        before = site_files.manifest_of(place.read(site_files.MANIFEST))
        return Export(app, _Nowhere(before), before, step, is_whole=is_whole).run()
    place.begin()
    try:
        before = site_files.manifest_of(place.read(site_files.MANIFEST))
        return Export(app, place, before, step, is_whole=is_whole).run()
    finally:
        place.end()


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)


def _folders(name: str) -> set[str]:
    """The folders on the way to a file."""
    parts = name.split("/")
    return {"/".join(parts[:count]) for count in range(1, len(parts))}
