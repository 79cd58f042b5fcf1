"""One place commits: `Work`.  A service that did would tear a change from its history."""

import ast

import pytest

from tests.house.tree import PACKAGE, name_of, parsed

THE_PLACE = "factcheck/db.py"


def commits(tree: ast.AST) -> list[int]:
    """The lines that name `.commit`, called or not, or hold the statement as a string."""
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "commit")
        or (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.strip(" ;").upper() == "COMMIT"
        )
    )


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("work.session.commit()", [1]),
        ("def save(session):\n    session.add(1)\n    session.commit()", [3]),
        ("finish = session.commit", [1]),
        ("connection.exec_driver_sql('commit;')", [1]),
        ("work.before_commit.append(write)", []),
        ("'to commit is to promise'", []),
    ],
)
def test_a_commit_is_found(code: str, lines: list[int]) -> None:
    assert commits(ast.parse(code)) == lines


def test_only_work_commits() -> None:
    found = [
        f"{name}:{line}"
        for name, tree in parsed("factcheck", "migrations")
        if name != THE_PLACE
        for line in commits(tree)
    ]
    assert found == []


def test_work_commits_once() -> None:
    path = PACKAGE / "db.py"
    assert name_of(path) == THE_PLACE
    assert len(commits(ast.parse(path.read_text(encoding="utf-8")))) == 1
