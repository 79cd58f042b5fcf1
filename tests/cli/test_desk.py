"""People, articles and claims from the shell, on both databases."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from factcheck.domain.limits import ARTICLE_BYTES
from factcheck.domain.terms import State
from factcheck.models import Article, HistoryRow, Person
from factcheck.services import accounts
from tests import factories
from tests.cast import CAST, Newsroom
from tests.cli.shell import Shell
from tests.web_sites import answer, web_site

PASSWORD = "nine herons over grey water"


# ── People ───────────────────────────────────────────────────────────────────────────────────────


def add(shell: Shell, email: str, name: str, *parts: str, password: str = PASSWORD) -> str:
    played = [word for part in parts for word in ("--part", part)]
    words = ("user", "add", email, "--name", name, *played, "--password-stdin")
    return shell.ok(*words, stdin=f"{password}\n")


def test_the_first_administrator_comes_from_the_command_line_and_can_sign_in(shell: Shell) -> None:
    shell.ok("db", "upgrade")
    said = add(shell, "Ana@Desk.Example", "Ana", "administrator", "editor")
    assert said == "Ana (ana@desk.example) is on the desk: editor, administrator.\n"
    (person,) = shell.json("user", "list")
    assert (person["name"], person["email"]) == ("Ana", "ana@desk.example")
    assert person["parts"] == ["editor", "administrator"]
    assert person["is_disabled"] is False


def test_a_password_is_kept_as_typed_and_nowhere_else(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    said = add(desk_shell, "ana@desk.example", "Ana", "checker", password=f" {PASSWORD} ")
    assert PASSWORD not in said
    with newsroom.read() as session:
        found = accounts.recognise(session, "ana@desk.example", f" {PASSWORD} ")
        stored = session.scalars(select(Person.password_hash)).all()
        told = session.scalars(select(HistoryRow.detail)).all()
    assert found is not None
    assert found.actor.name == "Ana"
    assert not any(PASSWORD in text for text in [*stored, *told])


def test_a_password_is_asked_for_twice_and_not_shown(desk_shell: Shell) -> None:
    words = ("user", "add", "ana@desk.example", "--name", "Ana", "--part", "editor")
    said = desk_shell.ok(*words, stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert "Password: " in said
    assert "Repeat for confirmation: " in said
    assert PASSWORD not in said


@pytest.mark.parametrize(
    ("email", "name", "password", "code", "sentence"),
    [
        ("ana", "Ana", PASSWORD, 1, "Write one mail address"),
        ("carla@desk.example", "Ana", PASSWORD, 1, "There is an account with this mail address."),
        ("ana@desk.example", "Carla", PASSWORD, 1, "This name is taken."),
        ("ana@desk.example", "Ana", "short", 1, "At least 12 characters."),
        ("ana@desk.example", "Ana", "", 2, "No password came on stdin."),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(
    newsroom: Newsroom,
    desk_shell: Shell,
    email: str,
    name: str,
    password: str,
    code: int,
    sentence: str,
) -> None:
    words = ("user", "add", email, "--name", name, "--part", "editor", "--password-stdin")
    said = desk_shell.refused(*words, code=code, stdin=f"{password}\n" if password else "")
    assert said.startswith(sentence)
    assert newsroom.count(Person) == len(CAST)


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "ana@desk.example", "--name", "Ana"),
        ("user", "add", "ana@desk.example", "--part", "editor"),
        ("user", "add", "ana@desk.example", "--name", "Ana", "--part", "owner"),
        ("user", "add"),
    ],
)
def test_an_account_needs_a_name_and_a_part_that_there_is(
    shell: Shell, words: tuple[str, ...]
) -> None:
    assert shell.type(*words).exit_code == 2


def test_whoever_is_disabled_is_let_in_no_more(newsroom: Newsroom, desk_shell: Shell) -> None:
    said = desk_shell.ok("user", "disable", "ROSA@desk.example")
    assert said == "Rosa (rosa@desk.example) is disabled.\n"
    rosa = next(one for one in desk_shell.json("user", "list") if one["name"] == "Rosa")
    assert rosa["is_disabled"] is True
    assert newsroom.history()[-1] == f"person:disabled person:{newsroom.rosa.id}"
    assert "Rosa" in next(
        line for line in desk_shell.ok("user", "list").splitlines() if "disabled" in line
    )
    assert desk_shell.refused("user", "disable", "rosa@desk.example") == "Rosa is disabled already."


def test_the_last_administrator_and_strangers_cannot_be_disabled(desk_shell: Shell) -> None:
    desk_shell.ok("user", "disable", "max@desk.example")
    assert (
        desk_shell.refused("user", "disable", "ada@desk.example") == "The last administrator stays."
    )
    assert desk_shell.refused("user", "disable", "eve@desk.example") == (
        "Nobody on this desk has the mail address eve@desk.example."
    )


# ── Articles ─────────────────────────────────────────────────────────────────────────────────────


def test_an_article_comes_in_from_a_file(
    newsroom: Newsroom, desk_shell: Shell, tmp_path: Path
) -> None:
    page = tmp_path / "harbour.html"
    page.write_text(
        "<title>The harbour runs at a loss</title><p>The harbour lost money.</p><p>Much of it.</p>",
        encoding="utf-8",
    )
    said = desk_shell.ok(
        "article", "import", str(page),
        "--url", "HTTPS://News.Example/harbour", "--outlet", "The  North",
        "--published-on", "2026-11", "--language", "en", "--as", "carla@desk.example",
    )  # fmt: skip
    assert said == (
        "Imported as article 1: The harbour runs at a loss\n"
        "Title: The harbour runs at a loss. Taken from <title>.\n"
    )
    (article,) = desk_shell.json("article", "list")
    assert {k: v for k, v in article.items() if k != "created_at"} == {
        "id": 1,
        "kind": "elsewhere",
        "title": "The harbour runs at a loss",
        "url": "https://news.example/harbour",
        "outlet": "The  North",
        "published_on": "2026-11",
        "language": "en",
        "claims": 0,
    }
    with newsroom.read() as session:
        assert session.get_one(Article, 1).created_by_id == newsroom.carla.id


def test_an_article_comes_in_from_its_address(newsroom: Newsroom, desk_shell: Shell) -> None:
    page = b"<title>The quay</title><meta name=author content='Ana Novak'><p>It was closed.</p>"
    with web_site(answer(page)) as site:
        named = "news.test={}:{}".format(*site.place)
        shell = replace(
            desk_shell, environ={**desk_shell.environ, "FACTCHECK_FETCH_STAND_INS": named}
        )
        said = shell.ok("article", "import", "http://news.test/quay", "--outlet", "The North")
    assert said.splitlines() == [
        "Imported as article 1: The quay",
        "Title: The quay. Taken from <title>.",
        "Byline: Ana Novak. Taken from the page's meta tags.",
    ]
    (article,) = desk_shell.json("article", "list")
    assert (article["url"], article["outlet"]) == ("http://news.test/quay", "The North")


def test_an_address_that_cannot_be_fetched_is_refused_with_the_reason(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    with web_site(answer(b"", status="404 Not Found")) as site:
        named = "news.test={}:{}".format(*site.place)
        shell = replace(
            desk_shell, environ={**desk_shell.environ, "FACTCHECK_FETCH_STAND_INS": named}
        )
        assert shell.refused("article", "import", "http://news.test/") == "The site answered 404."
    said = desk_shell.refused("article", "import", "http://127.0.0.1/")
    assert said == "The address must begin with http:// or https:// and name a public site."
    assert newsroom.count(Article) == 0


def test_an_article_comes_in_from_stdin_by_the_command_line(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    words = ("article", "import", "-", "--title", "Our draft", "--kind", "own_draft")
    desk_shell.ok(*words, stdin="First sentence.\r\n\r\nSecond sentence, й.".encode())
    with newsroom.read() as session:
        row = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc())).first()
        assert row is not None
        assert (row.event, row.actor_id) == ("article:imported", None)
        article = session.get_one(Article, 1)
        assert (article.kind.value, article.created_by_id) == ("own_draft", None)


def test_the_same_text_comes_in_once(desk_shell: Shell) -> None:
    words = ("article", "import", "-", "--title", "Our draft")
    desk_shell.ok(*words, stdin="A sentence.\n")
    assert desk_shell.refused(*words, stdin="A sentence. \r\n") == "Already imported as #1."


@pytest.mark.parametrize(
    ("options", "stdin", "code", "sentence"),
    [
        ((), "A sentence.", 2, "The file names no title: give one with --title."),
        (("--title", "a" * 301), "A sentence.", 2, "--title: The title is longer than 300"),
        (("--title", "\u202ebent"), "A sentence.", 2, "--title: "),
        (
            ("--title", "T", "--url", "javascript:alert(1)"),
            "A sentence.",
            2,
            "--url: The address must",
        ),
        (
            ("--title", "T", "--url", "http://127.0.0.1/"),
            "A sentence.",
            2,
            "--url: The address must",
        ),
        (
            ("--title", "T", "--published-on", "yesterday"),
            "A sentence.",
            2,
            "--published-on: Write the",
        ),
        (
            ("--title", "T", "--language", "english!"),
            "A sentence.",
            2,
            "--language: Write the language",
        ),
        (
            ("--title", "T", "--outlet", "o" * 201),
            "A sentence.",
            2,
            "--outlet: The outlet is longer",
        ),
        (("--title", "T"), "", 1, "The file is empty."),
        (("--title", "T"), "   \n", 1, "Paste the article text"),
        (("--title", "T"), b"\xff\xfe\xfa", 1, "The text is not UTF-8"),
        (
            ("--title", "T"),
            b"%PDF-1.7 ...",
            1,
            "Only .txt, .md, .html, .docx and .pdf files are taken",
        ),
        (("--title", "T"), "a \x00 zero", 1, "The text has a control character"),
        (("--title", "T"), "word " * (ARTICLE_BYTES // 4), 1, "The text is longer than 2 MB."),
        (("--title", "T", "--as", "eve@desk.example"), "A sentence.", 1, "Nobody on this desk"),
        (
            ("--title", "T", "--as", "rosa@desk.example"),
            "A sentence.",
            1,
            "Only a checker or an editor",
        ),
    ],
)
def test_an_article_that_cannot_be_taken_is_refused_with_a_sentence(
    newsroom: Newsroom,
    desk_shell: Shell,
    options: tuple[str, ...],
    stdin: str | bytes,
    code: int,
    sentence: str,
) -> None:
    said = desk_shell.refused("article", "import", "-", *options, code=code, stdin=stdin)
    assert said.startswith(sentence)
    assert newsroom.count(Article) == 0


def test_whoever_is_disabled_acts_no_more(desk_shell: Shell) -> None:
    desk_shell.ok("user", "disable", "carla@desk.example")
    words = ("article", "import", "-", "--title", "T", "--as", "carla@desk.example")
    assert desk_shell.refused(*words, stdin="A sentence.") == "Carla is disabled and cannot act."


def test_a_file_that_is_not_there_or_not_for_us_is_refused(
    desk_shell: Shell, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.txt"
    assert (
        desk_shell.refused("article", "import", str(gone)) == f"{gone}: No such file or directory."
    )
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG and more")
    assert desk_shell.refused("article", "import", str(picture)).startswith("Only .txt, .md, .html")
    assert desk_shell.type("article", "import", str(tmp_path)).exit_code == 2
    assert desk_shell.type("article", "import").exit_code == 2


# ── Claims ───────────────────────────────────────────────────────────────────────────────────────


def test_claims_are_listed_state_by_state(newsroom: Newsroom, desk_shell: Shell) -> None:
    article_id = factories.article(newsroom)
    open_ = factories.claim(newsroom, State.OPEN, article_id=article_id)
    spotted = factories.claim(newsroom, State.SPOTTED, article_id=article_id)
    other = factories.claim(newsroom, State.OPEN, article_id=article_id)
    assert [(one["id"], one["state"]) for one in desk_shell.json("claim", "list")] == [
        (spotted, "spotted"), (open_, "open"), (other, "open"),
    ]  # fmt: skip
    assert [one["id"] for one in desk_shell.json("claim", "list", "--limit", "2")] == [
        spotted,
        open_,
    ]
    (line,) = desk_shell.json("claim", "list", "--state", "spotted")
    assert line["statement"] == factories.CLAIM.statement
    assert line["claimant"] == "the mayor"
    assert line["evidence"] == {"supports": 0, "refutes": 0, "context": 0}
    assert desk_shell.json("claim", "list", "--state", "published") == []
    assert desk_shell.ok("claim", "list", "--state", "dismissed") == "No such claims.\n"


def test_a_long_list_goes_on_past_a_page(newsroom: Newsroom, desk_shell: Shell) -> None:
    article_id = factories.article(newsroom)
    ids = [factories.claim(newsroom, article_id=article_id) for _ in range(45)]
    assert [one["id"] for one in desk_shell.json("claim", "list", "--state", "open")] == ids


def test_one_claim_is_shown_whole(newsroom: Newsroom, desk_shell: Shell) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    factories.hold(newsroom, claim_id)
    shown = desk_shell.json("claim", "show", str(claim_id))
    assert (shown["state"], shown["is_held"], shown["published_version"]) == ("approved", True, 0)
    assert shown["verdict"]["author"] == "Carla"
    assert len(shown["verdict"]["content_hash"]) == 64
    assert shown["reviews"] == [{"name": "Rosa", "capacity": "editorial", "state": "approved"}]
    assert [(one["number"], one["stance"]) for one in shown["evidence"]] == [
        (1, "supports"),
        (2, "supports"),
    ]
    assert {
        "is_met": False,
        "sentence": "A legal hold is on; only a legal reviewer can release it.",
    } in (shown["checklist"])
    text = desk_shell.ok("claim", "show", str(claim_id))
    assert text.startswith(f"Claim {claim_id}, approved since ")
    assert "on legal hold: The lawyers of the harbour wrote to us." in text
    assert "Rosa: approved (editorial)" in text
    assert "[x] Evidence is logged" in text
    assert "[ ] A legal hold is on" in text


def test_a_claim_without_anything_yet_is_shown_too(newsroom: Newsroom, desk_shell: Shell) -> None:
    claim_id = factories.claim(newsroom)
    assert desk_shell.json("claim", "show", str(claim_id))["verdict"] is None
    assert "checked by nobody yet" in desk_shell.ok("claim", "show", str(claim_id))


@pytest.mark.parametrize("number", ["1", "0", "2147483647"])
def test_a_claim_that_is_not_there_is_said_so(desk_shell: Shell, number: str) -> None:
    assert desk_shell.refused("claim", "show", number) == "No such claim."


def test_a_number_that_no_claim_can_have_is_wrong_use(desk_shell: Shell) -> None:
    said = desk_shell.type("claim", "show", "99999999999999999999")
    assert said.exit_code == 2
    assert "99999999999999999999 is not in the range 0<=x<=2147483647" in said.stderr


def test_a_limit_below_one_is_wrong_use(shell: Shell) -> None:
    assert shell.type("claim", "list", "--limit", "0").exit_code == 2
    assert shell.type("claim", "show", "--", "-1").exit_code in {1, 2}
