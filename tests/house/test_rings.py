"""The rings point inwards, and no import hides where the rings cannot see it.

The layers stand in pyproject.toml as import-linter's contracts; here they are run, and what they
cannot say is said: the rules use the standard library alone, adapters know nothing of the program but how it refuses,
only `create_app` knows the web.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, module_of, parsed

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
MODULES = [
    *("cli", "jobs", "web", "services", "models", "schema", "db", "dialects"),
    *("domain", "config", "resources", "adapters"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `folder`'s pyproject.toml over the package that lies there."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "120"},
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A package with the same rings and nothing in them, under the same contracts."""
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / "factcheck").mkdir()
    (tmp_path / "factcheck" / "__init__.py").touch()
    for name in MODULES:
        (tmp_path / "factcheck" / f"{name}.py").touch()
    return tmp_path


def test_the_rings_point_inwards() -> None:
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout


def test_an_empty_house_keeps_its_rings(small_house: Path) -> None:
    found = lint(small_house)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("domain", "from factcheck import models"),
        ("domain", "import sqlalchemy"),
        ("models", "from factcheck import services"),
        ("services", "import flask"),
        ("services", "from factcheck import adapters"),
        ("services", "from factcheck import web"),
        ("adapters", "from factcheck import db"),
        ("adapters", "from factcheck import domain"),
        ("web", "from factcheck import adapters"),
        ("web", "from factcheck import cli"),
    ],
)
def test_an_import_that_points_outwards_is_found(small_house: Path, inner: str, outer: str) -> None:
    (small_house / "factcheck" / f"{inner}.py").write_text(outer + "\n", encoding="utf-8")
    assert lint(small_house).returncode == 1


def test_a_new_module_must_be_given_a_place_in_the_rings(small_house: Path) -> None:
    (small_house / "factcheck" / "helpers.py").touch()
    assert lint(small_house).returncode == 1


# ── What the contracts cannot say ────────────────────────────────────────────────────────────────


def hidden_imports(tree: ast.Module) -> list[int]:
    """The lines of imports that stand inside a function or a class."""
    waiting: list[ast.AST] = [tree]
    found = []
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = ast.walk(node)
                found += [n.lineno for n in inner if isinstance(n, ast.Import | ast.ImportFrom)]
            elif not isinstance(node, ast.expr):
                waiting.append(node)
    return sorted(found)


def imported(tree: ast.Module, module: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, those for type checkers too; `from a import b` is `a.b`."""
    package = module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = f"{package}.{node.module or ''}".strip(".") if node.level else node.module
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("import os\n", []),
        ("if True:\n    import os\n", []),
        ("def f():\n    import os\n", [2]),
        ("def f():\n    if True:\n        from os import path\n", [3]),
        ("try:\n    import os\nexcept ImportError:\n    def f():\n        import os\n", [5]),
        ("class C:\n    async def f(self):\n        import os\n", [3]),
    ],
)
def test_a_hidden_import_is_found(code: str, lines: list[int]) -> None:
    assert hidden_imports(ast.parse(code)) == lines


def test_no_import_hides_inside_a_function() -> None:
    found = [
        f"{name}:{line}"
        for name, tree in parsed("factcheck", "migrations", "tests")
        for line in hidden_imports(tree)
    ]
    assert found == []


def test_relative_and_plain_imports_are_read_alike() -> None:
    code = "import json\nfrom . import terms\nfrom .terms import State\nfrom os import path\n"
    assert [name for _, name in imported(ast.parse(code), "factcheck.domain.chain")] == [
        "json",
        "factcheck.domain.terms",
        "factcheck.domain.terms.State",
        "os.path",
    ]


def test_the_rules_use_the_standard_library_alone() -> None:
    found = [
        f"{name}:{line} {module}"
        for name, tree in parsed("factcheck/domain")
        for line, module in imported(tree, module_of(name))
        if not is_standard(module) and not is_in(module, "factcheck.domain")
    ]
    assert found == []


def test_adapters_know_of_the_program_only_how_it_refuses() -> None:
    found = [
        f"{name}:{line} {module}"
        for name, tree in parsed("factcheck/adapters")
        for line, module in imported(tree, module_of(name))
        if is_in(module, "factcheck")
        and not is_in(module, "factcheck.adapters")
        and not is_in(module, "factcheck.domain.inputs")
    ]
    assert found == []


def test_only_create_app_knows_the_web() -> None:
    found = [
        f"{name}:{line} {module}"
        for name, tree in parsed("factcheck")
        if name != "factcheck/__init__.py" and not name.startswith("factcheck/web/")
        for line, module in imported(tree, module_of(name))
        if is_in(module, "factcheck.web")
    ]
    assert found == []


def test_kept_bytes_reach_pages_through_one_door_that_asks_who_may() -> None:
    """A view that read them itself would give out originals whose access is restricted (L14).

    Manifests and tokens of days are no originals; files of protected sources have a door of their own, which asks
    whether the person may read the source before anything is opened.
    """
    found = [
        path.name
        for path in sorted((ROOT / "factcheck" / "web").rglob("*.py"))
        if ".read_blob(" in path.read_text(encoding="utf-8")
    ]
    assert found == ["dates.py", "originals.py", "protected.py"]
