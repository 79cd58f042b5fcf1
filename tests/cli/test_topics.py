"""`factcheck topic` and `factcheck claim file`: the same list and the same filing as on the desk's pages."""

import pytest

from factcheck.domain.terms import State
from factcheck.models import ClaimTopic, Topic
from tests import factories, filing
from tests.cast import Newsroom
from tests.cli.shell import Shell


def test_the_list_is_kept_by_commands(desk_shell: Shell, newsroom: Newsroom) -> None:
    assert desk_shell.ok("topic", "list") == "No topics yet.\n"
    assert desk_shell.ok("topic", "add", "Public health") == "Topic public-health is there.\n"
    desk_shell.ok("topic", "rename", "public-health", "Health", "--as", "ada@desk.example")
    desk_shell.ok("topic", "retire", "health")
    assert desk_shell.json("topic", "list") == [
        {
            "id": 1, "name": "Health", "slug": "health", "is_retired": True, "claims": 0, "published": 0,
        }
    ]  # fmt: skip
    assert "retired" in desk_shell.ok("topic", "list")
    desk_shell.ok("topic", "bring-back", "public-health")  # by the slug it had once
    assert desk_shell.json("topic", "list")[0]["is_retired"] is False
    assert newsroom.count(Topic) == 1


def test_a_claim_is_filed_and_shown_under_its_topics(desk_shell: Shell, newsroom: Newsroom) -> None:
    filing.topic(newsroom)
    filing.topic(newsroom, "Money")
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    words = ("claim", "file", str(claim_id), "money", "the-harbour")
    assert desk_shell.ok(*words) == f"Claim {claim_id} is filed.\n"
    assert desk_shell.ok(*words) == f"Claim {claim_id} stood there already.\n"
    shown = desk_shell.json("claim", "show", str(claim_id))
    assert (sorted(shown["topics"]), shown["asked_for"]) == (["money", "the-harbour"], 0)
    assert "under The harbour, Money" in desk_shell.ok("claim", "show", str(claim_id))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("topic", "add", "The harbour"), "“The harbour” has this name"),
        (("topic", "add", "!"), "The name has no letters or digits."),
        (("topic", "add", "Money", "--as", "carla@desk.example"), "Only an administrator may change"),
        (("topic", "rename", "nothing", "Money"), "There is no topic 'nothing'"),
        (("topic", "bring-back", "the-harbour"), "It is not retired."),
        (("claim", "file", "1", "nothing"), "There is no topic 'nothing'"),
        (("claim", "file", "9", "the-harbour"), "No such claim."),
        (("claim", "file", "1", "the-harbour", "--as", "rosa@desk.example"), "Only a checker or an editor may"),
    ],
)  # fmt: skip
def test_what_is_refused_writes_nothing(
    desk_shell: Shell, newsroom: Newsroom, words: tuple[str, ...], sentence: str
) -> None:
    filing.topic(newsroom)
    factories.claim(newsroom)
    assert desk_shell.refused(*words).startswith(sentence)
    assert (newsroom.count(Topic), newsroom.count(ClaimTopic)) == (1, 0)
