"""Every page of the site, hung once for all who look at them: the demo walked through, and the stories beside it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck import create_app, seeding
from factcheck.db import Database
from factcheck.domain.terms import Actor
from factcheck.keeping import blobs_of
from factcheck.models import Person
from tests.cast import PASSWORD, open_newsroom
from tests.conftest import make_settings, open_database
from tests.gallery.hanging import Gallery, Sheet
from tests.gallery.stories import STORIES
from tests.gallery.walking import walk
from tests.sites import Site, open_site

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="package")
def gallery(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gallery]:
    """All pages; the databases stand until the last look."""
    hung, names = Gallery(), count(1)
    with ExitStack() as held:

        def database() -> Database:
            home = tmp_path_factory.mktemp(f"stage-{next(names)}")
            template = request.getfixturevalue("migrated_file")
            shutil.copyfile(template, home / "factcheck.sqlite3")
            return held.enter_context(open_database(make_settings(home)))

        def stage() -> Site:
            site = open_site(open_newsroom(database()))
            hung.watch(site.app)
            return site

        _demo(database(), hung)
        for story in STORIES:
            story(stage)
        yield hung


def _demo(database: Database, hung: Gallery) -> None:
    store = blobs_of(database.settings)
    seeding.load(database, PASSWORD, today=TODAY, keep=store.put)
    app = create_app(replace(database.settings, base_url="http://localhost"), database)
    hung.watch(app)
    with Session(database.reader) as session:
        rows = session.scalars(select(Person).order_by(Person.id))
        people = [Actor(row.id, row.name, frozenset(row.parts)) for row in rows]
    walk(app, people)
    for answer in app.extensions["whole_site"].made():
        if answer.content_type.startswith("text/html"):
            hung.sheets.append(
                Sheet(g.pop("drawn_from"), "whole_site", "", answer.url, 200, answer.body.decode())
            )
