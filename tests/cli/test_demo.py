"""`factcheck demo`, `seed` and `jobs`: a desk to try, made once; what waits outside, delivered."""

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from factcheck import seeding
from factcheck.cli.demo import demo_environ
from factcheck.cli.seed import make_password
from factcheck.db import utc_now
from factcheck.domain.events import Event
from factcheck.domain.passwords import check_password
from factcheck.domain.terms import COMMAND_LINE
from factcheck.models import Claim, Desk, HistoryRow, Outbox
from factcheck.seeding import Story
from factcheck.services import accounts
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.conftest import make_settings, open_database
from tests.post_office import post_office
from tests.seeds.seed_files import PEOPLE

MADE = {"factcheck.sqlite3", "password", "secret.key"}


@pytest.fixture
def short_story(monkeypatch: pytest.MonkeyPatch) -> Story:
    """Only the first moves: an article and seven claims."""
    whole = seeding.read_story()
    story = replace(whole, moves=whole.moves[:8])
    monkeypatch.setattr(seeding, "read_story", lambda: story)
    return story


def password_in(printed: str) -> str:
    found = re.search(r"^Password of all of them: (\S+)$", printed, re.MULTILINE)
    assert found is not None, printed
    return found[1]


def claims(home: Path) -> int:
    with open_database(make_settings(home)) as database, Session(database.reader) as session:
        return len(session.scalars(select(Claim.id)).all())


# ── The demo ─────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_is_made_in_a_folder_of_its_own_and_prints_who_may_sign_in(
    shell: Shell, short_story: Story
) -> None:
    printed = shell.ok("demo", "--no-serve")
    home = shell.home / "demo"
    assert {path.name for path in shell.home.iterdir()} == {"demo"}
    assert {path.name for path in home.iterdir()} == {*MADE, "blobs"}
    for person in PEOPLE.values():
        assert person["name"] in printed
        assert person["mail"] in printed
    with open_database(make_settings(home)) as database, Session(database.reader) as session:
        desk = session.get_one(Desk, 1)
        assert (desk.name, desk.is_demonstration) == ("factcheck demonstration", True)
        found = accounts.recognise(session, "mara@example.org", password_in(printed))
    assert found is not None
    assert found.actor.name == "Mara (demo editor)"
    assert claims(home) == 7


def test_the_demos_secrets_are_its_owners_alone(shell: Shell, short_story: Story) -> None:
    shell.ok("demo", "--no-serve")
    for name in ("secret.key", "password"):
        assert stat.S_IMODE((shell.home / "demo" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((shell.home / "demo").stat().st_mode) == 0o700
    assert len((shell.home / "demo" / "secret.key").read_text(encoding="utf-8").strip()) >= 32


def test_the_demo_goes_on_where_it_was_left(shell: Shell, short_story: Story) -> None:
    first = shell.ok("demo", "--no-serve")
    home = shell.home / "demo"
    with open_database(make_settings(home)) as database, database.work(COMMAND_LINE) as work:
        work.session.execute(update(Desk).values(contact="kept"))
    secret = (home / "secret.key").read_bytes()
    assert shell.ok("demo", "--no-serve") == first
    assert (home / "secret.key").read_bytes() == secret
    with open_database(make_settings(home)) as database, Session(database.reader) as session:
        assert session.get_one(Desk, 1).contact == "kept"


def test_a_fresh_demo_is_told_anew(shell: Shell, short_story: Story) -> None:
    first = shell.ok("demo", "--no-serve")
    keep = shell.home / "demo" / "notes.txt"
    keep.write_text("not ours to throw away", encoding="utf-8")
    second = shell.ok("demo", "--no-serve", "--fresh")
    assert password_in(first) != password_in(second)
    assert keep.exists()
    assert claims(shell.home / "demo") == 7


def test_a_telling_that_was_broken_off_is_begun_anew(
    shell: Shell, short_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = seeding.load

    def break_off(*args: object, **named: object) -> None:
        def stop(_: int) -> None:
            raise KeyboardInterrupt

        tell(*args, **{**named, "on_move": stop})  # type: ignore[arg-type]

    monkeypatch.setattr(seeding, "load", break_off)
    assert shell.type("demo", "--no-serve").exit_code == 1
    home = shell.home / "demo"
    assert not (home / "password").exists()
    monkeypatch.setattr(seeding, "load", tell)
    shell.ok("demo", "--no-serve")
    assert claims(home) == 7


def test_a_demo_of_an_earlier_program_is_brought_up_to_date(
    shell: Shell, short_story: Story
) -> None:
    shell.ok("demo", "--no-serve")
    home = shell.home / "demo"
    Shell(home, {}).ok("db", "downgrade", "0002", "--yes")
    shell.ok("demo", "--no-serve")
    Shell(home, {}).ok("db", "check")


def test_the_demo_touches_no_other_database_or_store_and_sends_no_mail() -> None:
    given = {
        "FACTCHECK_HOME": "desk",
        "FACTCHECK_DATABASE_URL": "postgresql://desk@db.example/desk",
        "FACTCHECK_SECRET_KEY": "s" * 40,
        "FACTCHECK_MAIL_URL": "smtp://mail.example",
        "FACTCHECK_QUEUE_URL": "valkey://queue.example/0",
        "FACTCHECK_BLOB_URL": "s3://desk/kept",
        "FACTCHECK_TIME_ZONE": "Asia/Almaty",
        "PORT": "8123",
    }
    made = demo_environ(given, None)
    assert made["FACTCHECK_HOME"] == str(Path("desk").absolute() / "demo")
    for name in ("DATABASE_URL", "SECRET_KEY", "MAIL_URL", "QUEUE_URL", "BLOB_URL"):
        assert made[f"FACTCHECK_{name}"] == ""
    assert (made["FACTCHECK_TIME_ZONE"], made["PORT"]) == ("Asia/Almaty", "8123")
    assert demo_environ(given, 9000)["FACTCHECK_PORT"] == "9000"
    assert given["FACTCHECK_HOME"] == "desk"


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "70000"), ("--port", "eighty")])
def test_a_port_that_is_none_is_wrong_use(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.type("demo", "--no-serve", *words).exit_code == 2
    assert not shell.home.exists()


def test_a_folder_that_cannot_be_written_is_said_in_one_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    shell.home = tmp_path / "file"
    assert str(shell.home) in shell.refused("demo", "--no-serve", code=2)


def test_the_demos_passwords_are_taken_by_the_rules_for_passwords() -> None:
    names = [person["name"] for person in PEOPLE.values()]
    mails = [person["mail"].partition("@")[0] for person in PEOPLE.values()]
    made = {make_password() for _ in range(300)}
    assert len(made) == 300
    for password in made:
        assert re.fullmatch(r"([a-z]{4}-){3}[a-z]{4}", password)
        check_password(password, own_words=[*names, *mails, "factcheck demonstration"])


# ── Seeds ────────────────────────────────────────────────────────────────────────────────────────


def test_a_desk_is_given_its_name_and_contact_and_keeps_them(shell: Shell) -> None:
    shell.ok("seed", "--name", "The Harbour Post", "--contact", "desk@example.org")
    shell.ok("seed")
    shell.ok("seed", "--name", "The Harbour Post checks")
    with open_database(make_settings(shell.home)) as database, Session(database.reader) as session:
        desk = session.get_one(Desk, 1)
        assert (desk.name, desk.contact) == ("The Harbour Post checks", "desk@example.org")
        changes = select(HistoryRow.detail).where(HistoryRow.event == Event.DESK_CHANGED.value)
        assert session.scalars(changes.order_by(HistoryRow.seq)).all() == [
            "first set-up",
            "The Harbour Post; desk@example.org",
            "The Harbour Post checks; desk@example.org",
        ]
    assert shell.refused("seed", "--name", " ") == "Write the name."
    assert shell.type("seed", "--demo", "--name", "Ours").exit_code == 2


def test_seeding_sets_a_desk_up_and_changes_nothing_later(shell: Shell) -> None:
    assert shell.ok("seed") == "Scales, policies and pages are in place.\n"
    before = shell.ok("history", "verify")
    shell.ok("seed")
    assert shell.ok("history", "verify") == before


def test_the_story_can_be_told_on_an_empty_desk(shell: Shell, short_story: Story) -> None:
    printed = shell.ok("seed", "--demo")
    assert password_in(printed)
    assert len(shell.json("claim", "list")) == 7
    assert shell.refused("seed", "--demo") == "The demo story is told here already."


def test_the_story_is_not_told_where_people_work(desk_shell: Shell, newsroom: Newsroom) -> None:
    assert desk_shell.refused("seed", "--demo").startswith("This desk is in use already.")
    assert newsroom.count(Claim) == 0
    with newsroom.read() as session:
        assert not session.get_one(Desk, 1).is_demonstration


# ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────


def put(newsroom: Newsroom, *people: int | None) -> None:
    """One notice for each in the outbox."""
    row = {"kind": "mail", "created_at": utc_now(), "due_at": utc_now(), "tries": 0, "outcome": ""}
    payloads = [{"to": to, "about": "review", "claim_id": 7} for to in people]
    with newsroom.database.work(COMMAND_LINE) as work:
        work.session.execute(insert(Outbox), [{**row, "payload": one} for one in payloads])


def test_the_outbox_is_delivered_once(newsroom: Newsroom, desk_shell: Shell) -> None:
    put(newsroom, newsroom.rosa.id, newsroom.edith.id)
    with post_office() as office:
        desk_shell.environ["FACTCHECK_MAIL_URL"] = office.url
        assert desk_shell.ok("jobs", "run", "--once") == "Delivered: 2. Failed: 0.\n"
        assert desk_shell.ok("jobs", "run", "--once") == "Delivered: 0. Failed: 0.\n"
        put(newsroom, newsroom.rosa.id)
        assert desk_shell.json("jobs", "run", "--once") == {"delivered": 1, "failed": 0}
    to = ["rosa@desk.example", "edith@desk.example", "rosa@desk.example"]
    assert [mail["To"] for mail in office.mails] == to


def test_deliveries_without_an_end_have_nothing_to_tell_a_program(desk_shell: Shell) -> None:
    result = desk_shell.type("jobs", "run", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--json goes with --once" in result.stderr


def test_a_delivery_that_fails_is_an_exit_code(newsroom: Newsroom, desk_shell: Shell) -> None:
    put(newsroom, newsroom.rosa.id)
    with post_office(RCPT="450 later") as office:
        result = desk_shell.type("jobs", "run", "--once", FACTCHECK_MAIL_URL=office.url)
    assert (result.exit_code, result.stdout) == (1, "Delivered: 0. Failed: 1.\n")


def test_without_a_mail_server_notices_stay_on_the_desk(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    put(newsroom, newsroom.rosa.id)
    desk_shell.ok("jobs", "run", "--once")
    with newsroom.read() as session:
        assert session.scalars(select(Outbox.outcome)).all() == ["not sent: no mail server is set"]


def test_a_mail_server_that_is_none_is_a_bad_setting(desk_shell: Shell) -> None:
    said = desk_shell.refused("jobs", "run", "--once", code=2, FACTCHECK_MAIL_URL="mail.example")
    assert said.startswith("FACTCHECK_MAIL_URL must look like smtp://")
