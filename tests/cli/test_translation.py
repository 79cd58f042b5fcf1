"""`factcheck translation`: which verdicts are translated, and what is out of date."""

from factcheck.domain.terms import State
from tests import factories, translating
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.fronts import correct, retract


def test_without_translations_the_list_says_so(desk_shell: Shell) -> None:
    assert desk_shell.ok("translation", "list") == "No such translations.\n"
    assert desk_shell.json("translation", "list") == []


def test_the_list_tells_what_readers_have_and_what_is_out_of_date(
    desk_shell: Shell, newsroom: Newsroom
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    translating.published(newsroom, claim_id)
    translating.write(newsroom, None, claim_id, "kk")
    found = {one["language"]: one for one in desk_shell.json("translation", "list")}
    russian = found["ru"]
    assert russian.pop("saved_at").endswith("Z")
    assert russian == {
        "claim": claim_id, "language": "ru", "version": 1, "state": "published", "author": "Carla",
        "readers_have": 1, "of_version": 1, "is_stale": False,
    }  # fmt: skip
    assert (found["kk"]["state"], found["kk"]["readers_have"]) == ("draft", 0)
    assert desk_shell.json("translation", "list", "--stale") == []
    correct(newsroom)
    [stale] = desk_shell.json("translation", "list", "--stale")
    assert (stale["language"], stale["is_stale"]) == ("ru", True)
    assert "version 1, out of date" in desk_shell.ok("translation", "list", "--stale")
    retract(newsroom)
    assert desk_shell.json("translation", "list") == []
