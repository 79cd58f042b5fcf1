"""A protected source on the desk: logged sealed, read on record, and its words at no address for anybody else."""

import logging
from io import BytesIO
from typing import IO

import pytest
from flask import request as current_request

from factcheck import jobs
from factcheck.domain.terms import State
from factcheck.models import Evidence, SealedFile
from tests import factories, secrets
from tests.cast import Newsroom
from tests.doors import fill, rows
from tests.secrets import SECRET
from tests.sites import Site, open_site
from tests.visitors import stranger

TYPED = {
    "withheld": "safety",
    "kind": "interview",
    "stance": "supports",
    "source_class": "primary",
    **{
        name: getattr(SECRET, name)
        for name in (
            "title", "url", "publisher", "published_on", "accessed_on", "quote", "says", "locator", "note",
            "spoke_with", "spoke_role", "consent_note", "transcript",
        )
    },
    "held_on": "1939-05-06",
    "held_time": "07:08",
    "channel": "telephone",
    "consent": "not_attributed",
}  # fmt: skip
SPOKEN = {
    "spoke_with", "spoke_role", "held_on", "held_time", "channel", "consent", "consent_note", "transcript",
}  # fmt: skip
SOURCE = "/desk/claims/1/evidence/1/source"
OTHERS = ("cyril", "rosa", "edith", "lara", "ada")


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    """A claim that Carla checks, with a protected source of hers, and a file of it."""
    made = open_site(sqlite_newsroom)
    claim_id = factories.claim(sqlite_newsroom, State.CHECKING)
    there = made.done(f"/desk/claims/{claim_id}/evidence/protected", **TYPED)
    assert there == SOURCE
    return made


def bring(site: Site) -> None:
    sent = {"files": secrets.upload(), "note": secrets.FILE_NOTE}
    answer = site.visitor().post(f"{SOURCE}/files", sent)
    assert answer.status_code == 303, answer.text


def test_what_was_typed_is_read_by_who_logged_it_and_only_when_she_asks(site: Site) -> None:
    for path in ("/desk/claims/1", SOURCE, "/desk/claims/1/history"):
        assert secrets.found_in(site.visitor().get(path).text) == [], path
    page = site.page(SOURCE)
    assert "Naming the source could put somebody in danger." in page.text
    shown = site.send(f"{SOURCE}/read", 200)
    for name in ("title", "url", "quote", "spoke_with", "transcript", "note"):
        assert getattr(SECRET, name) in shown.text, name
    assert shown.value("spoke_with") == SECRET.spoke_with
    assert "read a protected source" in site.page("/desk/claims/1/history").text


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(site: Site) -> None:
    for name, sentence in (
        ("withheld", "Choose why it is protected."),
        ("title", "Write the title."),
        ("spoke_with", "Say with whom you spoke."),
    ):
        page = site.send("/desk/claims/1/evidence/protected", 422, **{**TYPED, name: ""})
        assert page.error(name) == sentence
    assert site.newsroom.count(Evidence) == 1


def test_its_row_on_the_claim_says_why_it_is_withheld_and_that_it_does_not_count(
    site: Site,
) -> None:
    row = site.page("/desk/claims/1").id("evidence-1")
    assert "Withheld: Naming the source could put somebody in danger." in row.text
    assert "does not count for the verdict until an editor who read it" in row.text
    assert row.links()["Protected source"] == SOURCE


def test_it_is_changed_where_it_was_read_and_a_late_save_keeps_what_was_typed(site: Site) -> None:
    shown = site.send(f"{SOURCE}/read", 200)
    seen = shown.value("seen")
    assert site.done(f"{SOURCE}/change", **{**TYPED, "says": "Oskurant anew"}, seen=seen) == SOURCE
    late = site.send(f"{SOURCE}/change", 409, **{**TYPED, "says": "Oskurant late"}, seen=seen)
    assert late.value("says") == "Oskurant late"
    assert "Somebody changed this source while you were writing." in late.text
    assert "Oskurant anew" in site.send(f"{SOURCE}/read", 200).text


def test_a_file_is_sealed_in_the_store_and_comes_back_as_it_was(site: Site) -> None:
    bring(site)
    assert site.newsroom.count(SealedFile) == 1
    shown = site.send(f"{SOURCE}/read", 200)
    assert "fenwickett.txt" in shown.text
    answer = site.visitor().post(f"{SOURCE}/files/1", {})
    assert (answer.status_code, answer.data) == (200, secrets.FILE_TEXT)
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="claim-1-evidence-1-file-1.txt"'
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    home = site.app.extensions["factcheck"].settings.home
    assert secrets.in_files(home) == {}
    assert (home / "source.key").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_none_is_refused_beside_the_field(site: Site) -> None:
    page = site.send(f"{SOURCE}/files", 422)
    assert page.id("file-files-error").text == "Choose a file."
    assert site.newsroom.count(SealedFile) == 0


def test_an_editor_names_who_reads_it_and_answers_for_it(site: Site) -> None:
    people = site.newsroom
    page = site.send(f"{SOURCE}/readers", 403, "edith", person=people.edith.id)
    assert "Nobody names herself" in page.text
    site.done(f"{SOURCE}/readers", "lara", person=people.edith.id)
    assert "Let it count" in site.page(SOURCE, "edith").text
    assert SECRET.title in site.send(f"{SOURCE}/read", 200, "edith").text
    site.send(f"{SOURCE}/exception", 422, "edith", reason="")
    site.done(f"{SOURCE}/exception", "edith", reason="Two of us heard it.")
    row = site.page("/desk/claims/1").id("evidence-1")
    assert "Counts by a source-safety exception of Edith: Two of us heard it." in row.text
    site.done(f"{SOURCE}/readers/{people.edith.id}/end", "lara")
    site.send(f"{SOURCE}/read", 403, "edith")


def test_it_is_withdrawn_like_any_other(site: Site) -> None:
    version = site.page(SOURCE).value("seen_version")
    site.done("/desk/claims/1/evidence/1/withdraw", reason="Not needed.", seen_version=version)
    assert "Not needed." in site.page(SOURCE).text
    site.send(f"{SOURCE}/files", 409)


def test_its_words_are_at_no_address_for_anybody_who_may_not_read_it(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    bring(site)
    newsroom = site.newsroom
    factories.log_two(newsroom, 1, newsroom.carla)
    factories.submit(newsroom, 1, newsroom.carla)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.edith)
    caplog.set_level(logging.DEBUG)
    told: dict[str, list[str]] = {}
    for name in ("stranger", *OTHERS):
        someone = stranger(site.app) if name == "stranger" else site.visitor(name)
        for method, path, _ in rows():
            if path.startswith(("/logout", "/desk/people/<")):
                continue  # they end what the others need
            send = someone.get if method == "GET" else someone.post
            with send(fill(path).replace("/3/", "/1/")) as answer:
                said = secrets.in_bytes(answer.data) + secrets.found_in(str(answer.headers))
            if said:
                told[f"{name}: {method} {path}"] = said
    assert told == {}
    for word in secrets.WORDS:
        for path in (f"/desk/queue?q={word}", f"/verdicts?q={word}", f"/desk/claims?q={word}"):
            page = site.visitor("rosa").get(path).text
            assert "Protected source" not in page
            assert secrets.found_in(page.replace(word, "")) == []
    assert secrets.found_in(caplog.text) == []
    assert secrets.in_tables(newsroom.database) == {}
    assert secrets.in_files(site.app.extensions["factcheck"].settings.home) == {}


def test_readers_learn_that_a_source_is_withheld_and_why(site: Site) -> None:
    newsroom = site.newsroom
    factories.log_two(newsroom, 1, newsroom.carla)
    factories.submit(newsroom, 1, newsroom.carla)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.edith)
    reader = stranger(site.app)
    page = reader.get("/verdicts/1", follow_redirects=True).text
    assert "A source known to the desk and withheld" in page
    assert "Naming the source could put somebody in danger." in page
    assert secrets.found_in(page) == []
    assert reader.get(SOURCE).status_code == 404


def test_evidence_in_the_open_is_made_one_on_a_page_that_says_what_follows(site: Site) -> None:
    given = {**TYPED, "url": "", "consent": "on_record"}
    site.done("/desk/claims/1/evidence/new", **given)
    page = site.page("/desk/claims/1/evidence/2")
    assert page.links()["Make it a protected source"] == "/desk/claims/1/evidence/2/protect"
    page = site.send("/desk/claims/1/evidence/2/protect", 422, seen_version="1")
    assert page.error("withheld") == "Choose why it is protected."
    there = site.done("/desk/claims/1/evidence/2/protect", withheld="law", seen_version="1")
    assert there == "/desk/claims/1/evidence/2/source"
    page = site.page(there)
    for path in ("/desk/claims/1", there, "/desk/claims/1/history"):
        assert secrets.found_in(site.visitor().get(path).text) == [], path
    assert (
        "Evidence 2 is sealed. What the database still holds of its old words is being cleared."
        in page.text
    )
    assert "Being cleared out of the database. Read this page again in a moment." in page.text
    desk = site.app.extensions["factcheck"]
    run = jobs.runner(desk.database, desk.settings)
    assert [jobs.deliver(run, number) for number in jobs.due(run)] == [jobs.Done("cleared")]
    assert "Cleared out of the database" in site.page(there).text
    assert secrets.in_files(desk.settings.home) == {}
    link = {**given, "kind": "document", "url": "https://harbour.example/a"}
    link = {name: "" if name in SPOKEN else value for name, value in link.items()}
    site.done("/desk/claims/1/evidence/new", **link)
    refused = site.page("/desk/claims/1/evidence/3/protect").text
    assert "A copy of evidence 3 was asked for or kept" in refused
    assert "Log it anew as a protected source, withdraw this one" in refused


def test_a_large_file_of_a_source_never_touches_the_disk_before_it_is_sealed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def spooled(*_: object, **__: object) -> IO[bytes]:
        opened.append(current_request.endpoint or "")
        return BytesIO()

    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", spooled)
    large = {"files": (BytesIO(secrets.FILE_TEXT), secrets.FILE_NAME)}
    assert site.visitor().post(f"{SOURCE}/files", large).status_code == 303
    assert opened == []
    assert site.newsroom.count(SealedFile) == 1
    large = {"files": (BytesIO(secrets.FILE_TEXT), secrets.FILE_NAME)}
    assert site.visitor().post("/desk/claims/1/evidence/1/upload", large).status_code == 409
    assert opened == ["uploads.upload"]
