"""The whole readers' site as files: everything resolves, every page is the served one, and nothing is there that is not
public; what changed is written, and nothing else."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from factcheck import site_export
from factcheck.adapters.site_folder import SiteFolder
from factcheck.domain.derived import Circle
from factcheck.domain.policy_pages import PageText
from factcheck.domain.site_files import MISSING
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import OriginalRestriction, Publication
from factcheck.services import policy_pages, publication
from factcheck.web import languages
from factcheck.web.security import PUBLIC, door_of
from factcheck.web.whole_site import NOT_COPIED, WholeSite
from tests import factories, filing, logs, occurring, sharing
from tests.cast import Newsroom
from tests.readers import correct, retract, two_published
from tests.shelves import COPY, Shelf
from tests.static_sites import (
    HARBOUR,
    QUESTIONS,
    QUIET,
    Crawler,
    app_of,
    export_to,
    files_of,
    served,
)
from tests.test_site_export_languages import FOLDERS, in_russian_and_english
from tests.visitors import stranger

FERRIES = "verdicts/2-ferries-carried-12-000-people-in-august-b-amp-b"
DRAFT = replace(
    factories.CLAIM,
    statement="Zwetschgen were sold in the harbour before dawn.",
    claimant="Quirinius Vexel",
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the files go; the desk's own home lies beside it."""
    return tmp_path / "out"


def name_of(url: str, files: dict[str, bytes]) -> str:
    path = unquote(urlsplit(url).path).strip("/")
    return path if path in files else f"{path}/index.html".lstrip("/")


# ── Whole ────────────────────────────────────────────────────────────────────────────────────────


def test_every_link_entry_and_picture_of_the_exported_site_resolves(
    newsroom: Newsroom, out: Path
) -> None:
    article_id = two_published(newsroom)
    other = occurring.other_article(newsroom)
    occurring.link(newsroom, 1, other)
    occurring.confirm(newsroom, 1, other)
    correct(newsroom, 1)
    logs.sign(newsroom)
    export_to(newsroom, out)
    with served(out / "current") as address:
        starts = (
            "/",
            "/sitemap.xml",
            "/llms.txt",
            "/robots.txt",
            "/data/claimreviews.json",
            "/embed/verdicts/1",
            "/verdicts/all/1",
            "/corrections/1",
            "/data/organization.jsonld",
        )
        walked = Crawler(address).walk(*starts)
    assert walked.broken == []
    assert [one for one in sorted(walked.questions) if not QUESTIONS.fullmatch(one)] == []
    for path in (
        *(f"/{HARBOUR}", f"/{FERRIES}", f"/{HARBOUR}/versions/1", f"/{HARBOUR}/annotation.json"),
        *(f"/{HARBOUR}.md", f"/{HARBOUR}.txt", f"/{HARBOUR}/oembed.json", f"/{HARBOUR}/oembed.xml"),
        *("/feeds/verdicts.atom", "/feeds/corrections.rss", "/feeds/claimants/the%20mayor.json"),
        *(
            f"/feeds/articles/{article_id}.atom",
            f"/articles/{other}-a-rival-writes",
            "/verdicts/all/1",
        ),
        *("/log", "/log/leaves.json", "/log/head", "/log/head.json", "/log/key", "/log/check.py"),
        *("/rated/contradicted", "/corrections/1", "/sitemaps/news.xml", "/report/1", "/desk"),
        *("/data/claimreviews-1.json", "/data/organization.jsonld", "/about/method/versions/1"),
        *("/ru/", "/kk/", f"/ru/{HARBOUR}", f"/kk/{HARBOUR}/versions/1", f"/ru/{FERRIES}.txt"),
        *("/kk/verdicts", "/ru/verdicts/all/1", "/kk/rated/contradicted", "/ru/corrections/1"),
        *("/ru/log", "/kk/topics", "/ru/follow", "/kk/about/method", "/ru/report/1", "/kk/send"),
        *(
            "/ru/feeds/verdicts.atom",
            f"/kk/feeds/articles/{article_id}.rss",
            "/ru/embed/verdicts/1",
        ),
    ):
        assert path in walked.seen, path


def test_every_page_is_the_served_one_byte_for_byte(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    correct(newsroom, 1)
    result = export_to(newsroom, out)
    assert result.left_out == []
    files, app = files_of(out), app_of(newsroom)
    reader = stranger(app)
    whole: WholeSite = app.extensions["whole_site"]
    wanted, moved = whole.wanted()
    compared = set()
    for one in wanted:
        answer = reader.get(one.url)
        if one.is_optional and answer.status_code == 404:
            continue
        name = name_of(one.url, files)
        assert (answer.status_code, answer.data) == (200, files[name]), one.url
        compared.add(name)
    for name in MISSING:
        assert reader.get(f"/{name}").data == files[name]
    for url, to in moved.items():
        answer = reader.get(url)
        assert (answer.status_code, answer.location) == (301, to), url
        if to == f"{url}/":
            assert files[name_of(url, files)] == reader.get(to).data, "the folder itself"
        else:
            assert f'content="0; url={to}"'.encode() in files[name_of(url, files)]
    # What a server alone can do, and what is about the export itself.
    rest = files.keys() - compared - {name_of(url, files) for url in moved}
    made = ("search/", "_export/", "report/", "ru/report/", "kk/report/")
    assert {name for name in rest if not name.startswith(made)} == {
        *(*MISSING, "_headers", "_redirects", "desk/index.html"),
        *(f"{folder}{page}/index.html" for folder in FOLDERS for page in ("send", "verdicts")),
    }


def test_everything_readers_may_have_is_asked_for_or_left_out_with_a_reason(shelf: Shelf) -> None:
    """Whoever adds a page for readers names it in `web/whole_site`."""
    shelf.dies()
    correct(shelf.newsroom, 1)
    filing.put(shelf.newsroom, 1, filing.topic(shelf.newsroom))
    in_russian_and_english(shelf.newsroom)
    logs.sign(shelf.newsroom)
    sharing.drawn(shelf.newsroom)
    app = app_of(shelf.newsroom)
    whole: WholeSite = app.extensions["whole_site"]
    known = app.url_map.bind("checks.example")
    wanted, moved = whole.wanted()
    plain = {languages.split(urlsplit(one.url).path)[1] for one in wanted}
    copied = {str(known.match(path)[0]) for path in plain}
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and door_of(app, rule.endpoint) == PUBLIC
    }
    assert copied.isdisjoint(NOT_COPIED)
    assert sorted(public - copied - set(NOT_COPIED)) == []
    assert set(NOT_COPIED) <= public
    assert "/method" in moved


def test_a_desk_that_published_nothing_is_exported_as_well(newsroom: Newsroom, out: Path) -> None:
    export_to(newsroom, out)
    with served(out / "current") as address:
        walked = Crawler(address).walk("/", "/sitemap.xml")
    assert walked.broken == []
    assert b"No verdicts here yet." in walked.seen["/"]


# ── What changed ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_whole", [False, True])
def test_a_second_export_writes_nothing(newsroom: Newsroom, out: Path, *, is_whole: bool) -> None:
    two_published(newsroom)
    first = export_to(newsroom, out)
    assert (len(first.written), first.deleted) == (first.files, [])
    before = (out / "current").readlink()
    second = export_to(newsroom, out, is_whole=is_whole)
    assert (second.written, second.deleted) == ([], [])
    assert (second.files, second.size) == (first.files, first.size)
    assert (out / "current").readlink() == before


def test_while_nothing_readers_can_see_changes_only_a_few_pages_are_asked_for(
    newsroom: Newsroom, out: Path
) -> None:
    article_id = two_published(newsroom)
    export_to(newsroom, out)
    factories.claim(newsroom, State.CHECKING, article_id=article_id)
    app = app_of(newsroom)
    whole: WholeSite = app.extensions["whole_site"]
    asked: list[str] = []
    real = whole.ask
    whole.ask = lambda url: (asked.append(url), real(url))[1]  # type: ignore[method-assign,func-returns-value]  # watched
    result = site_export.export(app, SiteFolder(out), QUIET)
    assert result.written == []
    assert {"/", "/sitemaps/news.xml", "/about/method", "/static/css/base.css"} <= set(asked)
    assert not [url for url in asked if url.startswith(("/verdicts/", "/embed/", "/articles/"))]


def test_a_file_that_was_spoilt_is_mended_by_a_whole_export(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    page = out / "current" / HARBOUR / "index.html"
    right = page.read_bytes()
    page.write_bytes(right.replace(b"Supported", b"Invented"))
    result = export_to(newsroom, out, is_whole=True)
    assert result.written == [f"{HARBOUR}/index.html"]
    assert (out / "current" / HARBOUR / "index.html").read_bytes() == right


def test_a_page_about_the_desk_is_written_as_soon_as_it_changes(
    newsroom: Newsroom, out: Path
) -> None:
    export_to(newsroom, out)
    with newsroom.work(newsroom.ada) as work:
        said = PageText(title="Who pays", text="Readers do.")
        policy_pages.save(work, "funding", said, "Written for the first time.", 0)
    result = export_to(newsroom, out)
    assert {"about/funding/index.html", "about/index.html", "sitemaps/pages.xml"} <= set(
        result.written
    )
    assert not [name for name in result.written if name.startswith("verdicts")]


def test_a_correction_rewrites_what_it_touches_and_nothing_else(
    newsroom: Newsroom, out: Path
) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    before = files_of(out)
    untouched = (out / "current" / FERRIES / "index.html").stat().st_ino
    correct(newsroom, 1)
    result = export_to(newsroom, out)
    after = files_of(out)
    assert set(result.written) == {
        name
        for name in after
        if before.get(name) != after[name] and name != "_export/manifest.json"
    }
    assert f"{HARBOUR}/index.html" in result.written
    assert f"{HARBOUR}/versions/2/index.html" in result.written
    of_another = [
        name
        for name in result.written
        if name.startswith(
            (FERRIES, "embed/verdicts/2", "report/2", "about/", "static/", "feeds/claimants/Nora")
        )
    ]
    assert of_another == []
    assert (out / "current" / FERRIES / "index.html").stat().st_ino == untouched
    assert b"Contradicted" in after[f"{HARBOUR}/index.html"]


def test_a_retraction_leaves_nothing_for_machines_and_the_page_says_so(
    newsroom: Newsroom, out: Path
) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    before = files_of(out)
    assert b"ClaimReview" in before[f"{HARBOUR}/index.html"]
    retract(newsroom, 1)
    result = export_to(newsroom, out)
    after = files_of(out)
    page = after[f"{HARBOUR}/index.html"]
    assert b"This verdict has been retracted." in page
    assert b"ClaimReview" not in page
    assert after[f"{HARBOUR}.md"].splitlines()[2].startswith(b"**This verdict has been retracted")
    assert b"loss of 4 million" not in after["data/claimreviews-1.json"]
    assert HARBOUR.encode() not in after["sitemaps/news.xml"]
    (entry,) = [
        one for one in after["feeds/verdicts.atom"].split(b"<entry") if HARBOUR.encode() in one
    ]
    assert b"has been retracted" in entry
    assert b"Our finding" not in entry
    found = b"".join(body for name, body in after.items() if name.startswith("search/"))
    assert b"harbour" not in found
    assert b'"1":' not in found
    assert f"{HARBOUR}/index.html" in result.written
    assert b'"harbour"' in b"".join(
        body for name, body in before.items() if name.startswith("search/")
    )


def test_a_slug_that_changed_leads_on_from_its_old_address(newsroom: Newsroom, out: Path) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    files = files_of(out)
    assert f'url=/{HARBOUR}"'.encode() in files["verdicts/1/index.html"]
    assert b"/verdicts/1 /" + HARBOUR.encode() + b" 301" in files["_redirects"].splitlines()
    assert b"/method /about/method 301" in files["_redirects"].splitlines()


# ── What is nobody's business ────────────────────────────────────────────────────────────────────


def test_no_word_of_a_draft_or_of_a_correction_under_way_is_in_any_file(
    newsroom: Newsroom, out: Path
) -> None:
    article_id = two_published(newsroom)
    factories.claim(newsroom, State.APPROVED, given=DRAFT, article_id=article_id)
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 1, ChangeKind.CORRECTION, "Kumquats were miscounted.")
    factories.write(newsroom, 1, newsroom.carla, "contradicted", reason="Persimmons came instead.")
    export_to(newsroom, out)
    everything = b"\n".join(
        [*files_of(out).values(), *(name.encode() for name in files_of(out))]
    ).lower()
    for word in (b"zwetschgen", b"quirinius", b"kumquats", b"persimmons"):
        assert word not in everything


def test_a_name_that_is_protected_since_goes_from_every_file_and_every_name_of_one(
    newsroom: Newsroom, out: Path
) -> None:
    two_published(newsroom)
    export_to(newsroom, out)
    assert "feeds/claimants/Nora Å. Lind.atom" in files_of(out)
    assert b'"nora"' in files_of(out)["search/words-no.json"]
    with newsroom.work() as work:
        row = work.session.get_one(Publication, 2)
        row.hidden_names = '[["Nora Å. Lind", "a passenger"]]'
    result = export_to(newsroom, out)
    files = files_of(out)
    assert "feeds/claimants/Nora Å. Lind.atom" in result.deleted
    assert not [name for name, body in files.items() if b"nora" in body.lower() or "Nora" in name]
    assert b"a passenger" in files[f"{FERRIES}/index.html"]


def test_the_copy_of_a_dead_source_is_there_and_goes_when_only_few_may_open_it(
    shelf: Shelf, out: Path
) -> None:
    export_to(shelf.newsroom, out)
    assert f"{COPY}/index.html" not in files_of(out)
    shelf.dies()
    export_to(shelf.newsroom, out)
    assert b"Result for the year" in files_of(out)[f"{COPY}/index.html"]
    restrict(shelf.newsroom)
    result = export_to(shelf.newsroom, out)
    assert result.deleted == [f"{language}{COPY}/index.html" for language in ("kk/", "ru/", "")]
    assert not [name for name, body in files_of(out).items() if b"says Jo Low" in body]


def restrict(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        work.session.add(
            OriginalRestriction(
                evidence_id=1,
                circle=Circle.SENIOR,
                reason="It names a child.",
                restricted_by_id=newsroom.carla.id,
                restricted_at=work.now,
            )
        )
