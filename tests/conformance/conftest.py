"""The demo after its story, and the pages that readers get of it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from factcheck import create_app, seeding
from factcheck.domain.digests import digest_of
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import Audience
from factcheck.services import public
from factcheck.services.reference import reference
from tests.cast import PASSWORD
from tests.conftest import make_settings, open_database

HOME = "https://checks.example"


@dataclass
class Demo:
    """The demo after its story, its published verdicts, and the labels of its scale."""

    app: Flask
    verdicts: list[PublishedVerdict]
    labels: list[str]

    def page(self, verdict: PublishedVerdict) -> bytes:
        answer = self.app.test_client().get(f"/verdicts/{verdict.id}-{verdict.slug}", base_url=HOME)
        assert answer.status_code == 200
        return answer.data


@pytest.fixture(scope="package")
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("pages")
    shutil.copyfile(request.getfixturevalue("migrated_file"), home / "factcheck.sqlite3")
    with open_database(make_settings(home)) as database:
        seeding.load(database, PASSWORD, today=date(2026, 11, 22), keep=digest_of)
        with Session(database.reader) as session:
            found = public.listing(session, limit=500).items
            scale = reference(session).in_use[Audience.READERS]
        app = create_app(replace(database.settings, base_url=HOME), database)
        yield Demo(app, found, [one.label for one in scale.choices])
