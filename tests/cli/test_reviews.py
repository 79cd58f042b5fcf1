"""`factcheck reviews import` and `factcheck claim similar`: feeds in, likenesses out, faults named."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell
from tests.domain.test_review_feeds import REVIEW, TOOLS, changed
from tests.web_sites import WebSite, answer, web_site


def write(folder: Path, data: object, name: str = "feed.json") -> str:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(path)


def lines(*rows: object) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def bridge() -> dict[str, Any]:
    return changed(
        identifier="bridge", claimReviewed="The old bridge is closed.", headline="Bridge"
    )


def test_a_feed_comes_in_and_again_it_changes_nothing(desk_shell: Shell, tmp_path: Path) -> None:
    feed = write(tmp_path, {"dataFeedElement": [{"item": [REVIEW]}, {"item": [bridge()]}]})
    assert desk_shell.ok("reviews", "import", feed) == (
        "2 added, 0 updated, 0 unchanged, 0 malformed.\n"
    )
    assert desk_shell.json("reviews", "import", feed) == {
        "added": 0, "updated": 0, "unchanged": 2, "malformed": [],
    }  # fmt: skip


def test_the_answer_of_the_fact_check_tools_comes_in(desk_shell: Shell, tmp_path: Path) -> None:
    assert desk_shell.json("reviews", "import", write(tmp_path, TOOLS)) == {
        "added": 1, "updated": 0, "unchanged": 0,
        "malformed": [{"where": "claim 2", "why": "It is no ClaimReview object."}],
    }  # fmt: skip


def test_faulty_lines_are_counted_and_named_and_the_others_come_in(
    desk_shell: Shell, tmp_path: Path
) -> None:
    feed = write(tmp_path, lines(REVIEW, *["{"] * 25, bridge()))
    result = desk_shell.type("reviews", "import", feed)
    assert result.exit_code == 0
    assert result.stdout == "2 added, 0 updated, 0 unchanged, 25 malformed.\n"
    said = result.stderr.splitlines()
    assert "line 2: It is no ClaimReview object." in said
    assert said[-1] == "and 5 more"


def test_when_nothing_can_be_read_the_exit_code_says_so(desk_shell: Shell, tmp_path: Path) -> None:
    result = desk_shell.type("reviews", "import", write(tmp_path, [{}, 7]))
    assert result.exit_code == 1
    assert "factcheck: None of the entries could be read." in result.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("hello", "The file is no JSON and no JSON Lines"),
        (b"\xff\xfe", "The file is not UTF-8"),
        ("{}", "The file is neither a DataFeed"),
    ],
)
def test_a_file_that_is_no_feed_is_refused(
    shell: Shell, tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert sentence in shell.refused("reviews", "import", str(path))


def from_site(site: WebSite) -> dict[str, str]:
    """The setting by which a name leads to a site of this machine."""
    return {"FACTCHECK_FETCH_STAND_INS": f"feeds.test=127.0.0.1:{site.place[1]}"}


def test_a_feed_is_fetched_from_an_address(desk_shell: Shell) -> None:
    body = json.dumps([REVIEW]).encode()
    with web_site(answer(body)) as site:
        said = desk_shell.ok("reviews", "import", "http://feeds.test/all.json", **from_site(site))
    assert said == "1 added, 0 updated, 0 unchanged, 0 malformed.\n"
    assert site.asked[0].startswith("GET /all.json HTTP/1.1")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (answer(b"<p>hello"), "no JSON and no JSON Lines"),
        (answer(status="404 Not Found"), "The site answered with status 404."),
    ],
)
def test_what_is_no_feed_at_an_address_is_said(shell: Shell, sent: bytes, sentence: str) -> None:
    with web_site(sent) as site:
        said = shell.refused("reviews", "import", "http://feeds.test/all.json", **from_site(site))
    assert sentence in said


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1/feed.json", "name a public site"),
        ("http://192.168.1.9/feed.json", "name a public site"),
        ("file:///etc/passwd", "http"),
        ("http://feeds.example:8080/x", "80 and 443"),
    ],
)
def test_no_feed_is_fetched_from_inside(shell: Shell, address: str, sentence: str) -> None:
    assert sentence in shell.refused("reviews", "import", address)


def test_a_file_that_is_not_there_is_named(shell: Shell, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.json")
    assert shell.refused("reviews", "import", missing) == f"{missing}: No such file or directory."


def test_who_may_not_import_is_told(desk_shell: Shell, tmp_path: Path) -> None:
    feed = write(tmp_path, [REVIEW])
    said = desk_shell.refused("reviews", "import", feed, "--as", "rosa@desk.example")
    assert "Only a checker or an editor may import reviews." in said


@pytest.fixture
def archive(desk_shell: Shell, tmp_path: Path) -> Shell:
    """A desk that knows two reviews by others."""
    desk_shell.ok("reviews", "import", write(tmp_path, [REVIEW, bridge()]))
    return desk_shell


def test_each_line_is_answered_by_a_line(archive: Shell, tmp_path: Path) -> None:
    asked = write(
        tmp_path,
        lines(
            {"id": "q1", "text": "Three ferries sold by the harbour"}, "", {"id": 2, "text": "…"}
        ),
        "queries.jsonl",
    )
    for extra in ((), ("--json",)):
        first, second = map(
            json.loads, archive.ok("claim", "similar", "--input", asked, *extra).splitlines()
        )
        assert first["id"] == "q1"
        assert [match["id"] for match in first["matches"]] == ["north-17"]
        assert 0.5 < first["matches"][0]["score"] <= 1
        assert second == {"id": 2, "matches": []}


def test_no_more_than_asked_for_are_named(archive: Shell) -> None:
    query = lines({"id": 1, "text": "the old bridge and the harbour ferries"})
    both = json.loads(archive.ok("claim", "similar", "--input", "-", stdin=query))
    assert {match["id"] for match in both["matches"]} == {"north-17", "bridge"}
    one = json.loads(archive.ok("claim", "similar", "--input", "-", "-k", "1", stdin=query))
    assert one["matches"] == both["matches"][:1]


def test_a_faulty_line_is_named_and_the_others_are_answered(archive: Shell) -> None:
    query = lines({"id": 1, "text": "bridge"}, "{", {"id": 3}, {"id": True, "text": "a"}, [1])
    query += '{"id": "\\ud800", "text": "bridge"}\n'
    result = archive.type("claim", "similar", "--input", "-", stdin=query)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1]
    for number in (2, 3, 4, 5, 6):
        assert f"line {number}: it is no object with an id and a text" in result.stderr


def test_one_text_is_answered_by_a_table(archive: Shell) -> None:
    head, row = archive.ok("claim", "similar", "ferries that the harbour sold").splitlines()
    assert head.split() == ["SCORE", "ID", "CLAIM"]
    assert row.split(maxsplit=2)[1:] == ["north-17", "The harbour sold three ferries."]
    assert archive.ok("claim", "similar", "honey") == "Nothing like it is known.\n"
    found = archive.json("claim", "similar", "ferries sold")
    assert [match["id"] for match in found["matches"]] == ["north-17"]


@pytest.mark.parametrize("words", [(), ("a text", "--input", "-"), ("a text", "-k", "0")])
def test_wrong_use_of_similar_is_said(shell: Shell, words: tuple[str, ...]) -> None:
    result = shell.type("claim", "similar", *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
