"""`factcheck history prove`, `sign` and `verify`: the public log from the desk's own machine."""

import json
import stat
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from factcheck import log_check
from factcheck.domain.terms import State
from factcheck.models import PublicHead
from tests import factories
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.fronts import retract


def test_a_proof_is_written_that_the_checker_takes(
    newsroom: Newsroom, desk_shell: Shell, tmp_path: Path
) -> None:
    factories.claim(newsroom, State.SPOTTED)
    factories.claim(newsroom, State.PUBLISHED, article_id=1)
    file = tmp_path / "proof.json"
    assert desk_shell.ok("history", "prove", "2", "--output", str(file)) == (
        f"{file}: verdict 1, version 1, is at position 0 of the log, under a signed head over 1.\n"
    )
    ended = subprocess.run(
        [sys.executable, "-I", log_check.__file__, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(desk_shell.ok("history", "prove", "2")) == json.loads(file.read_text())
    assert desk_shell.json("history", "prove", "2", "--output", str(file)) == {
        "file": str(file),
        "verdict": 1,
        "version": 1,
        "position": 0,
        "size": 1,
        "has_words": True,
    }


def test_an_earlier_version_is_proved_under_the_newest_head(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    retract(newsroom)
    first = json.loads(desk_shell.ok("history", "prove", "1", "--version", "1"))
    assert (first["position"], first["head"].split("\n")[1]) == (0, "2")
    assert json.loads(desk_shell.ok("history", "prove", "1"))["position"] == 1


def test_what_was_never_published_has_no_proof(newsroom: Newsroom, desk_shell: Shell) -> None:
    factories.claim(newsroom, State.APPROVED)
    assert desk_shell.refused("history", "prove", "1") == "Nothing was published on claim 1."
    assert desk_shell.refused("history", "prove", "7") == "Nothing was published on claim 7."
    factories.publish(newsroom, 1, newsroom.edith)
    said = desk_shell.refused("history", "prove", "1", "--version", "2")
    assert said == "The verdict on claim 1 has no version 2."
    assert desk_shell.type("history", "prove", "0").exit_code == 2


def test_the_key_is_made_once_for_its_owner_alone(newsroom: Newsroom, desk_shell: Shell) -> None:
    said = "Nothing has been published yet; there is nothing to sign.\n"
    assert desk_shell.ok("history", "sign") == said
    key = desk_shell.home / "log.key"
    assert not key.exists()
    factories.claim(newsroom, State.PUBLISHED)
    assert desk_shell.ok("history", "sign").startswith("Signed a head over 1: 127.0.0.1:")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    assert desk_shell.ok("history", "sign").startswith("The newest head is over 1: ")
    assert key.read_bytes() == before
    with newsroom.read() as session:
        row = session.get_one(PublicHead, 1)
        assert before.decode().strip() not in row.note + row.key


def test_a_lost_key_is_not_replaced_unless_somebody_says_so(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    first = desk_shell.json("history", "sign")
    retract(newsroom)
    key = desk_shell.home / "log.key"
    key.unlink()
    assert "another key than log.key" in desk_shell.refused("history", "sign")
    assert not key.exists()
    assert newsroom.count(PublicHead) == 1
    made = desk_shell.json("history", "sign", "--new-key")
    assert made["size"] == 2
    assert made["key"] != first["key"]
    assert desk_shell.json("history", "verify")["holds"]


def test_verifying_walks_the_log_as_well(newsroom: Newsroom, desk_shell: Shell) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    desk_shell.ok("history", "sign")
    lines = desk_shell.ok("history", "verify").splitlines()
    assert lines[1] == "The public log holds: 1 leaves, 1 of them signed."
    assert desk_shell.json("history", "verify")["log"] == {"leaves": 1, "signed": 1, "fault": ""}
    with newsroom.work(newsroom.edith) as work:
        is_sqlite = work.dialect.name == "sqlite"
        rule = "publication_version_no_update"
        drop = f"TRIGGER {rule}" if is_sqlite else f"FUNCTION {rule}_refuse() CASCADE"
        work.session.execute(text(f"DROP {drop}"))
        work.session.execute(
            text("UPDATE publication_version SET body = replace(body, 'harbour', 'airport')")
        )
    why = "Leaf 0 of the public log is not what readers were given, or not what the history says."
    assert desk_shell.refused("history", "verify") == why
    result = desk_shell.type("history", "verify", "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert (said["holds"], said["bad_row"], said["fault"]) == (False, None, why)
