"""`factcheck translation`: which verdicts are translated, and what is out of date."""

import pytest

from factcheck.domain.terms import State
from factcheck.models import Publication
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
        "readers_have": 1, "of_version": 1, "is_stale": False, "names_hidden": False,
    }  # fmt: skip
    assert (found["kk"]["state"], found["kk"]["readers_have"]) == ("draft", 0)
    assert desk_shell.json("translation", "list", "--stale") == []
    correct(newsroom)
    [stale] = desk_shell.json("translation", "list", "--stale")
    assert (stale["language"], stale["is_stale"]) == ("ru", True)
    assert "version 1, out of date" in desk_shell.ok("translation", "list", "--stale")
    retract(newsroom)
    assert desk_shell.json("translation", "list") == []


@pytest.mark.parametrize(("name", "is_shown"), [("harbour", False), ("Maria Berg", True)])
def test_the_list_says_which_translations_are_not_shown_since_somebody_is_hidden(
    desk_shell: Shell, newsroom: Newsroom, name: str, is_shown: bool
) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    translating.published(newsroom, claim_id)
    translating.write(newsroom, None, claim_id, "kk")
    with newsroom.work(newsroom.edith) as work:
        # As another claim of the article leaves it that shows her by role.
        work.session.get_one(Publication, 1).hidden_names = f'[["{name}", "somebody"]]'
    russian, kazakh = sorted(
        desk_shell.json("translation", "list"), key=lambda one: one["language"], reverse=True
    )
    assert (russian["names_hidden"], russian["readers_have"]) == (
        not is_shown, int(is_shown),
    )  # fmt: skip
    assert (kazakh["names_hidden"], kazakh["readers_have"]) == (False, 0), "a draft is none anyhow"
    assert (translating.readers_have(newsroom) is not None) is is_shown, "as readers get it"
    printed = desk_shell.ok("translation", "list")
    assert ("published, not shown: names somebody hidden since" in printed) is not is_shown
    assert ("version 1" in printed) is is_shown
    correct(newsroom)
    [stale] = desk_shell.json("translation", "list", "--stale")
    assert stale["names_hidden"] is not is_shown, "it translates the words of before"
