"""Exports while the desk goes on: all of one state or nothing, a look alone, and names that are no files."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from factcheck import site_export
from factcheck.adapters.site_folder import SiteFolder
from factcheck.domain.terms import State
from factcheck.site_export import Unsettled
from factcheck.web.whole_site import WholeSite
from tests import factories
from tests.cast import Newsroom
from tests.readers import correct, retract, two_published
from tests.static_sites import BASE, HARBOUR, QUIET, app_of, export_to, files_of
from tests.withholding import lift, withhold


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the files go; the desk's own home lies beside it."""
    return tmp_path / "out"


# ── While something happens ──────────────────────────────────────────────────────────────────────


def test_a_change_meanwhile_makes_it_look_again(
    newsroom: Newsroom, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_published(newsroom)
    app, todo = app_of(newsroom), [lambda: retract(newsroom, 1)]

    def step(_count: int, _total: int) -> None:
        if todo:
            todo.pop()()

    site_export.export(app, SiteFolder(out), step)
    assert b"has been retracted" in files_of(out)[f"{HARBOUR}/index.html"]
    assert b"Retracted" in files_of(out)["index.html"]


def test_a_site_that_never_stands_still_is_not_switched(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    before = files_of(out)
    app = app_of(newsroom)
    whole: WholeSite = app.extensions["whole_site"]
    marks = iter(range(100))
    whole.mark = lambda: next(marks)  # type: ignore[method-assign]  # a desk where something happens all the time
    retract(newsroom, 1)
    with pytest.raises(Unsettled, match="changed each time"):
        site_export.export(app, SiteFolder(out), QUIET)
    assert files_of(out) == before
    assert len(list((out / "generations").iterdir())) == 1


def test_what_does_not_answer_is_told_and_nothing_is_switched(
    newsroom: Newsroom, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    before = files_of(out)
    app = app_of(newsroom)
    app.view_functions["public.ratings"] = lambda: ("Busy", 503)
    with pytest.raises(Unsettled, match="answers 403 at /ratings"):
        site_export.export(app, SiteFolder(out), QUIET)
    assert files_of(out) == before


def test_a_withheld_verdict_leaves_the_copy_and_breaks_nothing_of_it(
    newsroom: Newsroom, out: Path
) -> None:
    two_published(newsroom)
    correct(newsroom, 1)
    export_to(newsroom, out)
    before = files_of(out)
    assert "corrections/1/index.html" in before
    assert "rated/contradicted/all/1/index.html" in before
    withhold(newsroom)
    export_to(newsroom, out)
    after = files_of(out)
    said = (b"made a loss of 4 million", b"the-harbour-made-a-loss")
    assert [name for name, body in after.items() if any(one in body for one in said)] == []
    assert not [name for name in after if name.startswith("verdicts/1-")]
    assert "corrections/1/index.html" not in after, "it would hold nothing"
    assert "rated/contradicted/all/1/index.html" not in after
    assert b"Ferries carried" in after["verdicts/all/1/index.html"]
    lift(newsroom)
    export_to(newsroom, out)
    assert files_of(out).keys() == before.keys()


def test_a_look_alone_writes_nothing(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    result = site_export.export(app_of(newsroom), SiteFolder(out), QUIET, is_dry=True)
    assert (len(result.written), result.deleted) == (result.files, [])
    assert not out.exists()
    export_to(newsroom, out)
    correct(newsroom, 2)
    would = site_export.export(app_of(newsroom), SiteFolder(out), QUIET, is_dry=True)
    before = files_of(out)
    did = export_to(newsroom, out)
    assert (would.written, would.deleted) == (did.written, did.deleted)
    assert before != files_of(out)
    assert BASE.encode() in before["_export/manifest.json"]


# ── What no file can be called ───────────────────────────────────────────────────────────────────


def test_a_speaker_whose_name_is_no_file_loses_her_feed_and_nothing_else(
    newsroom: Newsroom, out: Path
) -> None:
    article_id = two_published(newsroom)
    for name in ("../../Mallory", "the mayor.atom/x", "Å" * 100):
        given = replace(factories.CLAIM, claimant=name)
        factories.claim(newsroom, State.PUBLISHED, given=given, article_id=article_id)
    result = export_to(newsroom, out)
    left = {unquote(url) for url, _ in result.left_out}
    assert left == {
        f"{language}/feeds/claimants/{name}.{form}"
        for language in ("", "/ru", "/kk")
        for name in ("../../Mallory", "the mayor.atom/x")
        for form in ("atom", "rss", "json")
    }
    files = files_of(out)
    assert f"feeds/claimants/{'Å' * 100}.atom" in files
    assert "feeds/claimants/the mayor.atom" in files
    assert sorted(path.name for path in out.iterdir()) == ["current", "generations", "lock"]
    assert b"Mallory" in files["verdicts/all/1/index.html"]
