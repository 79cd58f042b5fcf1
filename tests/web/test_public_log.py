"""The public log as readers and their programs get it, checked with the checker they take from the site."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import feedparser
import pytest
from werkzeug.test import TestResponse

from factcheck.domain.limits import LOG_LEAVES
from factcheck.domain.merkle import leaf_hash
from factcheck.domain.public_log import read_head
from factcheck.domain.terms import State
from factcheck.web import public_log
from tests import factories, logs
from tests.cast import Newsroom
from tests.fronts import VERDICT
from tests.pages import read
from tests.readers import Reader, correct, open_reader, retract, two_published


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    """Two verdicts under a head that somebody kept; then a correction and a retraction, and a head over all."""
    two_published(newsroom)
    logs.sign(newsroom)
    return open_reader(newsroom)


def later(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    retract(reader.newsroom, 2)
    logs.sign(reader.newsroom)


def run(folder: Path, files: Mapping[str, TestResponse | str]) -> tuple[int, str]:
    """The checker as a reader runs it, on what she saved: its exit code and what it says."""
    for name, said in files.items():
        words = said if isinstance(said, str) else said.text
        (folder / name).write_text(words, encoding="utf-8", newline="\n")
    names = [name for name in files if name != "check.py"]
    ended = subprocess.run(
        [sys.executable, "-I", "check.py", *names],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout + ended.stderr


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_lists_every_change_the_newest_first(reader: Reader) -> None:
    later(reader)
    page = read(reader.get("/log").text)
    lines = [" ".join(one.text.split()) for one in page.all("ol", class_="log__lines")[0].all("li")]
    assert [line.split(" · ")[0] for line in lines] == ["3", "2", "1", "0"]
    assert "Retraction" in lines[0]
    assert "verdict 2, version 2" in lines[0]
    assert "Correction" in lines[1]
    assert "verdict 1, version 1" in lines[3]
    assert reader.get("/log/head").text in reader.get("/log").text


def test_a_log_without_a_line_says_so(sqlite_newsroom: Newsroom) -> None:
    reader = open_reader(sqlite_newsroom)
    text = reader.get("/log").text
    assert "Nothing has been published so far." in text
    assert "No head has been signed yet." in text
    for path in ("/log/head", "/log/head.json", "/log/key", "/log/proof/inclusion?position=0"):
        reader.get(path, 404)
    assert reader.get("/log/leaves.json").json == {"start": 0, "leaves": []}


def test_the_page_is_turned(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_log, "PAGE_ROWS", 1)
    first = read(reader.get("/log").text)
    assert first.links()["Older"] == "/log/before/1"
    second = read(reader.get("/log/before/1").text)
    assert "Older" not in second.links()
    assert second.links()["Newer"] == "/log"


@pytest.mark.parametrize("number", ["x", "-1", "99999999999"])
def test_a_page_that_is_none_is_not_found(reader: Reader, number: str) -> None:
    reader.get(f"/log/before/{number}", 404)
    reader.get(f"/log/leaves-{number}.json", 404)


def test_pages_of_older_leaves_end_at_round_positions(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(reader)
    monkeypatch.setattr(public_log, "PAGE_ROWS", 3)
    first = read(reader.get("/log").text)
    assert first.links()["Older"] == "/log/before/3"
    assert "Older" not in read(reader.get("/log/before/3").text).links()


def test_the_verdict_says_where_it_stands_in_the_log(reader: Reader) -> None:
    later(reader)
    leaves = reader.get("/log/leaves.json").json["leaves"]
    for path, position in ((VERDICT, 2), (f"{VERDICT}/versions/1", 0)):
        line = read(reader.get(path).text).all("dl", class_="proof")[0].text
        assert f"Position {position}, leaf" in " ".join(line.split())
        assert leaves[position]["hash"] in "".join(line.split())


def test_what_nobody_published_yet_stands_nowhere(sqlite_newsroom: Newsroom) -> None:
    from_desk = open_reader(sqlite_newsroom)
    claim_id = factories.claim(sqlite_newsroom, State.APPROVED)
    assert sqlite_newsroom.history(claim_id)
    assert from_desk.get("/log/leaves.json").json["leaves"] == []


# ── For programs ─────────────────────────────────────────────────────────────────────────────────


def test_leaves_are_given_some_at_a_time_and_make_the_signed_root(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LOG_LEAVES >= 100
    monkeypatch.setattr(public_log, "LOG_LEAVES", 3)
    later(reader)
    first = reader.get("/log/leaves.json").json
    assert first["next"].endswith("/log/leaves-3.json")
    second = reader.get("/log/leaves-3.json").json
    assert "next" not in second
    rows = first["leaves"] + second["leaves"]
    assert [one["position"] for one in rows] == [0, 1, 2, 3]
    data = [one["leaf"].encode() for one in rows]
    assert [one["hash"] for one in rows] == [leaf_hash(one).hex() for one in data]
    assert reader.get("/log/head.json").json["root"] == logs.root(data).hex()


def test_the_head_is_the_same_in_both_forms(reader: Reader) -> None:
    said = reader.get("/log/head.json").json
    note = reader.get("/log/head").text
    read_ = read_head(note)
    assert said == {
        "origin": logs.ORIGIN,
        "size": 2,
        "root": read_.root.hex(),
        "note": note,
        "key": reader.get("/log/key").text.strip(),
    }
    later(reader)
    assert reader.get("/log/head?size=2").text == note
    assert reader.get("/log/head").text != note
    reader.get("/log/head?size=3", 404)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("inclusion", 400),
        ("inclusion?verdict=x", 400),
        ("inclusion?verdict=9", 404),
        ("inclusion?verdict=1&version=9", 404),
        ("inclusion?position=2", 404),
        ("inclusion?position=0&size=9", 404),
        ("consistency", 400),
        ("consistency?first=0", 400),
        ("consistency?first=3", 404),
        ("consistency?first=1&second=1", 404),
    ],
)
def test_a_proof_of_what_is_not_there_is_refused(reader: Reader, path: str, status: int) -> None:
    reader.get(f"/log/proof/{path}", status)


# ── What a reader runs ───────────────────────────────────────────────────────────────────────────


def test_the_checker_is_short_and_needs_nothing(reader: Reader) -> None:
    answer = reader.get("/log/check.py")
    lines = answer.text.splitlines()
    assert len(lines) <= 60
    imports = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imports == {"json", "sys", "base64", "hashlib", "pathlib"}


def test_a_reader_proves_that_the_words_she_read_were_published(
    reader: Reader, tmp_path: Path
) -> None:
    files = {
        "check.py": reader.get("/log/check.py"),
        "log.key": reader.get("/log/key"),
        "proof.json": reader.get("/log/proof/inclusion?verdict=1"),
        "page.html": reader.get(VERDICT),
    }
    code, said = run(tmp_path, files)
    assert code == 0, said
    assert said.startswith("HOLDS under the head over 2 leaves, key checks.example/log+")
    assert '"verdict":1,"version":1' in said


def test_a_reader_proves_that_the_log_only_grew(reader: Reader, tmp_path: Path) -> None:
    files = {
        "check.py": reader.get("/log/check.py"),
        "log.key": reader.get("/log/key"),
        "head.txt": reader.get("/log/head"),
    }
    later(reader)
    files["grown.json"] = reader.get("/log/proof/consistency?first=2")
    code, said = run(tmp_path, files)
    assert (code, said[:34]) == (0, "HOLDS under the head over 4 leaves"), said


def changed(proof: Any, **parts: Any) -> str:
    return json.dumps({**proof, **parts})


def other_words(proof: Any) -> str:
    return changed(proof, body=proof["body"].replace("harbour", "airport"))


def other_leaf(proof: Any) -> str:
    return changed(proof, leaf=proof["leaf"].replace('"version":1', '"version":2'))


def other_path(proof: Any) -> str:
    return changed(proof, path=["00" * 32])


def longer_path(proof: Any) -> str:
    return changed(proof, path=[*proof["path"], "00" * 32])


def other_root(proof: Any) -> str:
    lines = proof["head"].split("\n")
    lines[2] = "A" * 43 + "="
    return changed(proof, head="\n".join(lines))


def other_place(proof: Any) -> str:
    return changed(proof, position=1 - proof["position"])


TAMPERED = {
    other_words: "other words were published",
    other_leaf: "no such leaf",
    other_path: "no such leaf",
    other_place: "no such leaf",
    longer_path: "the path of the proof has another length",
    other_root: "the signature of the head is wrong",
}


@pytest.mark.parametrize("tamper", TAMPERED)
def test_the_checker_refuses_what_was_tampered_with(
    sqlite_newsroom: Newsroom, tmp_path: Path, tamper: Any
) -> None:
    two_published(sqlite_newsroom)
    logs.sign(sqlite_newsroom)
    reader = open_reader(sqlite_newsroom)
    proof = reader.get("/log/proof/inclusion?verdict=1").json
    files = {"check.py": reader.get("/log/check.py"), "proof.json": tamper(proof)}
    assert run(tmp_path, files) == (1, f"DOES NOT HOLD: {TAMPERED[tamper]}\n")


def test_the_checker_refuses_another_key_and_another_page(
    sqlite_newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(sqlite_newsroom)
    logs.sign(sqlite_newsroom, logs.OTHER_KEY)
    reader = open_reader(sqlite_newsroom)
    files: dict[str, TestResponse | str] = {
        "check.py": reader.get("/log/check.py"),
        "proof.json": reader.get("/log/proof/inclusion?verdict=1"),
    }
    other = reader.verdict(2)
    page = reader.get(f"/verdicts/2-{other.slug}")
    assert run(tmp_path, {**files, "page.html": page}) == (
        1,
        "DOES NOT HOLD: the page has other words\n",
    )
    assert run(tmp_path, files)[0] == 0
    kept = reader.get("/log/key").text.replace(logs.ORIGIN, "others.example/log")
    code, said = run(tmp_path, {**files, "log.key": kept})
    assert (code, said) == (1, "DOES NOT HOLD: another key signed the head\n")


def test_the_checker_tells_a_log_that_was_made_anew(
    sqlite_newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(sqlite_newsroom)
    old = logs.sign(sqlite_newsroom)
    assert old is not None
    reader = open_reader(sqlite_newsroom)
    later(reader)
    other = old.note.split("\n")
    assert run(
        tmp_path,
        {
            "check.py": reader.get("/log/check.py"),
            "grown.json": reader.get("/log/proof/consistency?first=1"),
            "head.txt": "\n".join(other),
        },
    ) == (1, "DOES NOT HOLD: the log was rewritten\n")
    files = {
        "check.py": reader.get("/log/check.py"),
        "grown.json": reader.get("/log/proof/consistency?first=2"),
    }
    (tmp_path / "head.txt").unlink()
    assert run(tmp_path, files) == (1, "DOES NOT HOLD: give the older head as well\n")


# ── Feeds ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["atom", "rss"])
@pytest.mark.parametrize("feed", ["verdicts", "corrections", "articles/1", "ratings/supported"])
def test_every_feed_carries_the_newest_head_and_is_still_a_feed(
    sqlite_newsroom: Newsroom, feed: str, form: str
) -> None:
    two_published(sqlite_newsroom)
    reader = open_reader(sqlite_newsroom)
    path = f"/feeds/{feed}.{form}"
    assert b"urn:factcheck:log:1" not in reader.get(path).data
    logs.sign(sqlite_newsroom)
    answer = reader.get(path)
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.get("bozo_exception")
    assert found.namespaces["log"] == "urn:factcheck:log:1"
    assert reader.get("/log/head").text.splitlines()[2] in answer.text


def test_json_feed_names_the_head_in_its_own_extension(sqlite_newsroom: Newsroom) -> None:
    two_published(sqlite_newsroom)
    logs.sign(sqlite_newsroom)
    reader = open_reader(sqlite_newsroom)
    said = reader.get("/feeds/verdicts.json").json["_factcheck"]
    assert said["about"].endswith("/log")
    assert said["log"] == {
        "about": said["about"],
        "head": reader.get("/log/head").text,
        "key": reader.get("/log/key").text.strip(),
    }
