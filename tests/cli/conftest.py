"""Shells: on a fresh machine, and at a desk that has people."""

from pathlib import Path

import pytest

from tests.cast import Newsroom
from tests.cli.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The shell of a machine on which nothing was done yet."""
    return Shell(tmp_path / "home", {})


@pytest.fixture
def desk_shell(newsroom: Newsroom) -> Shell:
    """The shell of the desk's own machine, with its database of either kind."""
    settings = newsroom.database.settings
    return Shell(settings.home, {"FACTCHECK_DATABASE_URL": settings.database_url})
