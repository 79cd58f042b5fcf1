"""`factcheck article annotations`."""

from factcheck.domain.terms import State
from tests import factories
from tests.annotated import faults
from tests.cast import Newsroom
from tests.cli.shell import Shell


def test_the_set_of_an_article_is_json_ld(newsroom: Newsroom, desk_shell: Shell) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    factories.claim(newsroom, State.OPEN, article_id=1, words="Ferries carried 12,000 people")
    every = desk_shell.json("article", "annotations", "1")
    assert faults(every) == []
    assert (every["total"], len(every["first"]["items"])) == (2, 2)
    public = desk_shell.json("article", "annotations", "1", "--public")
    assert faults(public) == []
    assert public["total"] == 1
    assert "/verdicts/1-" in public["first"]["items"][0]["id"]
    assert "annotation.json" in desk_shell.ok("article", "annotations", "1")


def test_an_article_that_is_not_there_or_not_public_is_said(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    factories.claim(newsroom, State.OPEN)
    assert desk_shell.refused("article", "annotations", "9") == "No such article."
    assert desk_shell.refused("article", "annotations", "1", "--public") == "No such article."
