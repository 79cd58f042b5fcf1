"""How good suggestions are, and learning from the desk's own decisions, from the shell."""

import pytest

from factcheck import spotting_models
from factcheck.domain.coverage import PassReason
from factcheck.services import claims, coverage, intake, suggestions
from tests import factories
from tests.cast import Newsroom
from tests.cli.shell import Shell

BUILT_IN = "spotting-en-1"


@pytest.fixture
def shell(sqlite_newsroom: Newsroom) -> Shell:
    settings = sqlite_newsroom.database.settings
    return Shell(settings.home, {"FACTCHECK_DATABASE_URL": settings.database_url})


@pytest.fixture
def desk(sqlite_newsroom: Newsroom) -> None:
    """Two articles with thirty decisions each: a desk that checks rules and not catches."""
    newsroom = sqlite_newsroom
    for number in range(2):
        lines = [
            f"Line {n}.{number} of rules."
            if n % 2
            else f"Pike number {n} of pond {number} was caught."
            for n in range(30)
        ]
        text = "\n".join(lines)
        with newsroom.work(newsroom.carla) as work:
            article = intake.import_article(work, intake.ArticleInput(title="Pond", text=text)).id
            version = intake.article(work.session, article)[1]
            for n, line in enumerate(lines):
                start = text.index(line)
                if n % 2:
                    span = factories.span_at(text, start, start + len(line))
                    claims.open_claim(work, article, factories.CLAIM, [span])
                    rated = suggestions.Rated(start, start + len(line), n % 4 == 1, BUILT_IN)
                    suggestions.accepted(work, version.id, [rated])
                else:
                    coverage.pass_over(work, article, start, PassReason.NOTHING)


@pytest.mark.usefixtures("desk")
def test_the_shell_says_what_became_of_suggestions(shell: Shell) -> None:
    assert shell.json("spotting", "counts") == [
        {
            "model": BUILT_IN,
            "accepted": 16,
            "dismissed": 0,
            "unsuggested": 14,
            "precision": 1.0,
            "recall": 16 / 30,
            "reasons": {},
        }
    ]
    assert shell.ok("spotting", "counts").splitlines()[1].split() == [
        BUILT_IN, "16", "0", "14", "1.00", "0.53",
    ]  # fmt: skip


@pytest.mark.usefixtures("desk")
def test_retraining_shows_both_figures_and_keeps_the_old_model(shell: Shell) -> None:
    made = shell.json("spotting", "retrain")
    assert (made["model"], made["decisions"], made["in_use"]) == ("desk-0001", 60, "built-in")
    assert made["is_better"] is (
        made["after"]["average_precision"] > made["before"]["average_precision"]
    )
    assert shell.json("spotting", "list") == [
        {"name": "built-in", "in_use": True},
        {"name": "desk-0001", "in_use": False},
    ]
    again = shell.json("spotting", "retrain")
    assert again["model"] == "desk-0002"
    assert again["after"] == made["after"], "the same decisions give the same model"


@pytest.mark.usefixtures("desk")
def test_a_better_model_is_used_when_asked_for_and_left_again(shell: Shell) -> None:
    told = shell.ok("spotting", "retrain", "--use")
    assert "The new model is better on 60 decisions it had not learnt from." in told
    assert "It is used from the next start of the server on." in told
    name = spotting_models.name_in_use(shell.home)
    assert name == "desk-0001"
    model = spotting_models.read(shell.home, name)
    assert (model.version, model.about["corrects"]) == ("desk-0001", BUILT_IN)
    assert shell.ok("spotting", "use", "built-in").startswith("built-in is used")
    assert spotting_models.name_in_use(shell.home) == "built-in"


def test_a_desk_that_decided_little_is_told_what_is_missing(shell: Shell) -> None:
    result = shell.type("spotting", "retrain")
    assert result.exit_code == 1
    assert "Retraining needs at least 50 decisions" in result.stderr
    assert spotting_models.names(shell.home) == ["built-in"]


@pytest.mark.parametrize("name", ["desk-0001", "../secret", "", "in-use"])
def test_a_model_that_is_not_there_is_not_used(shell: Shell, name: str) -> None:
    result = shell.type("spotting", "use", name)
    assert result.exit_code == 1
    assert "There is no model of that name" in result.stderr
    assert spotting_models.name_in_use(shell.home) == "built-in"
