"""`factcheck claimreview`: any file or page is judged; what was published leaves, what others checked comes in."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.claimreview_schema import SCHEMA
from factcheck.domain.terms import State
from factcheck.models import Article, ArticleVersion, Claim
from factcheck.services import publication
from tests import factories
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.conformance.corpus import EXPECTED, FOLDER
from tests.web_sites import answer, web_site

VALID = FOLDER / "documents" / "valid-five-steps.json"
BROKEN = FOLDER / "documents" / "value-outside.json"
EDITOR = "edith@desk.example"


def page_bytes(name: str = "valid") -> bytes:
    return (FOLDER / "pages" / f"{name}.html").read_bytes()


# ── check ────────────────────────────────────────────────────────────────────────────────────────


def test_a_faultless_document_is_fine(shell: Shell) -> None:
    assert (
        shell.ok("claimreview", "check", str(VALID)) == "One ClaimReview: 0 errors, 0 warnings.\n"
    )


def test_an_error_is_told_with_its_place_and_ends_with_1(shell: Shell) -> None:
    result = shell.type("claimreview", "check", str(BROKEN))
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout == (
        "Errors:\n  $.reviewRating.ratingValue\n"
        "    ratingValue lies between worstRating and bestRating. (value-outside, D6)\n"
        "One ClaimReview: 1 errors, 0 warnings.\n"
    )


def test_a_warning_alone_is_no_failure(shell: Shell) -> None:
    said = shell.ok("claimreview", "check", str(FOLDER / "documents" / "claim-long.json"))
    assert said.startswith("Warnings:\n  $.claimReviewed\n")


def test_programs_get_errors_and_warnings_apart(shell: Shell) -> None:
    result = shell.type("claimreview", "check", str(BROKEN), "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told == {
        "source": str(BROKEN), "reviews": 1, "warnings": [],
        "errors": [{"code": "value-outside", "path": "$.reviewRating.ratingValue", "rule": "D6",
                    "sentence": "ratingValue lies between worstRating and bestRating."}],
    }  # fmt: skip


@pytest.mark.parametrize("name", [one for one in EXPECTED if one.endswith(".html")])
def test_a_page_is_judged_as_in_the_corpus(shell: Shell, name: str) -> None:
    result = shell.type("claimreview", "check", str(FOLDER / name), "--json")
    told = json.loads(result.stdout)
    found = [f"error {e['code']} {e['path']}" for e in told["errors"]]
    found += [f"warning {w['code']} {w['path']}" for w in told["warnings"]]
    assert sorted(found) == sorted(EXPECTED[name])
    assert result.exit_code == (1 if told["errors"] else 0)


@pytest.mark.parametrize(
    "data", [VALID.read_bytes(), b"\xef\xbb\xbf" + VALID.read_bytes(), page_bytes()]
)
def test_stdin_is_read_whatever_it_is(shell: Shell, data: bytes) -> None:
    assert "0 errors, 0 warnings" in shell.ok("claimreview", "check", "-", stdin=data)


def test_the_address_of_a_file_can_be_given(shell: Shell) -> None:
    words = ("claimreview", "check", str(VALID), "--page", "https://other.example/7", "--json")
    told = json.loads(shell.type(*words).stdout)
    assert [one["code"] for one in told["errors"]] == ["url-foreign"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.json", b"\xff\xfe{", "It is not UTF-8, as JSON has to be."),
        ("a.html", b"<p>" * 300, "The HTML is nested more than 256 levels deep."),
        ("a.html", b"x" * 5_000_001, "It is longer than 5 MB."),
        ("a.html", b"", "It cannot be read as a web page."),
    ],
)
def test_what_cannot_be_read_ends_with_2(
    shell: Shell, tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(data.replace(b"<p>", b"<div>"))
    assert shell.refused("claimreview", "check", str(tmp_path / name), code=2) == sentence


def test_a_file_that_is_not_there_ends_with_2(shell: Shell, tmp_path: Path) -> None:
    said = shell.refused("claimreview", "check", str(tmp_path / "gone.html"), code=2)
    assert said.endswith("gone.html: No such file or directory.")


@pytest.mark.parametrize(
    ("sent", "code", "told"),
    [
        (answer(page_bytes()), 0, "One ClaimReview: 0 errors, 0 warnings."),
        (answer(VALID.read_bytes(), kind="application/ld+json"), 0, "One ClaimReview: 0 errors, "),
        (answer(page_bytes(), "X-Robots-Tag: noindex"), 1, "(page-hidden, D20)"),
        (answer(page_bytes("page-claim")), 1, "(page-claim, D19)"),
        (answer(status="404 Not Found"), 2, "The site answered with status 404."),
    ],
)
def test_an_address_is_fetched_through_the_one_door(
    shell: Shell, sent: bytes, code: int, told: str
) -> None:
    with web_site(sent) as site:
        result = shell.type(
            "claimreview", "check", "http://checks.example/verdicts/7-harbour-ferries",
            FACTCHECK_FETCH_STAND_INS=f"checks.example=127.0.0.1:{site.place[1]}",
        )  # fmt: skip
    assert result.exit_code == code
    assert told in result.output
    assert site.asked[0].startswith("GET /verdicts/7-harbour-ferries HTTP/1.1")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://localhost/a", "https://10.0.0.1/"]
)
def test_nothing_inside_is_fetched(shell: Shell, address: str) -> None:
    assert "public" in shell.refused("claimreview", "check", address, code=2)


# ── schema ───────────────────────────────────────────────────────────────────────────────────────


def test_the_schema_is_printed_as_it_is_used(shell: Shell) -> None:
    assert json.loads(shell.ok("claimreview", "schema")) == SCHEMA


# ── export ───────────────────────────────────────────────────────────────────────────────────────


def test_what_is_published_leaves_in_the_write_format(
    desk_shell: Shell, newsroom: Newsroom
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    told = desk_shell.json("claimreview", "export")
    (page,) = told["claimReviewMarkupPages"]
    (markup,) = page["claimReviewMarkups"]
    assert page["pageUrl"] == markup["url"]
    assert page["pageUrl"].endswith(
        "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
    )
    assert markup["claimReviewed"] == factories.CLAIM.statement
    assert markup["claimAuthor"] == {"name": factories.CLAIM.claimant}
    assert markup["rating"]["ratingExplanation"] == "The accounts say so."
    assert set(page) == {"pageUrl", "publishDate", "claimReviewAuthor", "claimReviewMarkups"}
    assert desk_shell.json("claimreview", "export", "1") == told
    assert "The harbour made a loss" in desk_shell.ok("claimreview", "export")


def test_a_retracted_verdict_is_left_out_and_named(desk_shell: Shell, newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were a forgery.")
    result = desk_shell.type("claimreview", "export", "--json")
    assert json.loads(result.stdout) == {"claimReviewMarkupPages": []}
    assert result.stderr.startswith("Left out, since it is retracted: ")


def test_a_number_nothing_has_is_refused(desk_shell: Shell) -> None:
    assert desk_shell.refused("claimreview", "export", "7", "--json") == (
        "No verdict is published as number 7."
    )


# ── import ───────────────────────────────────────────────────────────────────────────────────────


def write(folder: Path, data: object) -> str:
    path = folder / "brought.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(path)


def claims(newsroom: Newsroom) -> list[tuple[Any, ...]]:
    with Session(newsroom.database.reader) as session:
        rows = session.execute(
            select(
                Claim.statement, Claim.claimant, Claim.said_on, Claim.appearance_url, Claim.state
            ).order_by(Claim.id)
        )
        return [tuple(row) for row in rows]


FERRIES = (
    "The harbour sold three ferries in 2023.",
    "Mara Quill",
    "2023-11-30",
    "https://paper.example/ferries",
    State.SPOTTED,
)


def test_a_feed_becomes_spotted_claims_and_again_it_changes_nothing(
    desk_shell: Shell, newsroom: Newsroom
) -> None:
    feed = str(FOLDER / "documents" / "valid-feed.json")
    told = desk_shell.json("claimreview", "import", feed, "--as", EDITOR)
    assert told["skipped"] == []
    assert [one["where"] for one in told["opened"]] == [
        "$.dataFeedElement[0].item", "$.dataFeedElement[1].item",
    ]  # fmt: skip
    assert claims(newsroom) == [
        FERRIES,
        ("The crane is older than the harbour.", *FERRIES[1:]),
    ]
    with Session(newsroom.database.reader) as session:
        text = session.scalars(select(ArticleVersion.text).order_by(ArticleVersion.id)).first()
        assert session.scalars(select(Article.language)).first() == "en"
    assert text is not None
    assert "Checked before by The Example Desk: Mostly supported." in text
    again = desk_shell.json("claimreview", "import", feed, "--as", EDITOR)
    assert again["opened"] == []
    assert [one["why"] for one in again["skipped"]] == [
        "Already imported as #1.", "Already imported as #2.",
    ]  # fmt: skip
    assert len(claims(newsroom)) == 2


def test_what_leaves_in_the_write_format_comes_in_at_another_desk(
    desk_shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    page = {
        "name": "pages/7", "versionId": "3", "pageUrl": "https://checks.example/verdicts/7",
        "claimReviewAuthor": {"name": "The Example Desk"},
        "claimReviewMarkups": [{
            "claimReviewed": FERRIES[0], "claimDate": "2023-11-30", "claimLocation": "a speech",
            "claimFirstAppearance": FERRIES[3], "claimAuthor": {"name": "Mara Quill"},
            "rating": {"textualRating": "Mostly supported"},
        }],
    }  # fmt: skip
    file = write(tmp_path, {"claimReviewMarkupPages": [page]})
    assert desk_shell.ok("claimreview", "import", file, "--as", EDITOR) == "1 opened, 0 skipped.\n"
    assert claims(newsroom) == [FERRIES]


def test_our_own_and_the_faulty_are_skipped_with_the_reason(
    desk_shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    good = json.loads(VALID.read_text(encoding="utf-8"))
    own = {**good, "url": f"{newsroom.database.settings.base_url}/verdicts/1"}
    result = desk_shell.type(
        "claimreview", "import",
        write(tmp_path, [own, {**good, "claimReviewed": ""}, {**good, "claimReviewed": "\u202e"}, good]),
        "--as", EDITOR,
    )  # fmt: skip
    assert result.stdout == "1 opened, 3 skipped.\n"
    lines = result.stderr.splitlines()
    assert lines[0] == "$[0]: It is a verdict of this desk."
    assert lines[1] == "$[1]: It has no claimReviewed."
    assert lines[2].startswith("$[2]: ")
    assert claims(newsroom) == [FERRIES]


def test_who_may_not_open_claims_brings_nothing_in(desk_shell: Shell, newsroom: Newsroom) -> None:
    said = desk_shell.refused("claimreview", "import", str(VALID), "--as", "rosa@desk.example")
    assert said.startswith("Only ")
    assert claims(newsroom) == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("{", "This is no JSON: "),
        ("{}", "There is no ClaimReview in it."),
        ("[" * 100, "It nests too deeply: more than 64 levels."),
    ],
)
def test_a_file_without_reviews_is_refused(
    desk_shell: Shell, tmp_path: Path, data: str, sentence: str
) -> None:
    said = desk_shell.refused("claimreview", "import", write(tmp_path, data), "--as", EDITOR)
    assert said.startswith(sentence)
