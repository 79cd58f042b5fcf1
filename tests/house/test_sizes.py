"""Nothing grows past what one reading takes in.

Migrations are left out: they are records of what was done, not code that is read or changed.
"""

import ast

import pytest

from tests.house.tree import files, name_of, parsed

FUNCTION_LINES = 50
FUNCTION_LINES_P90 = 25
FILE_LINES = 400


def functions(tree: ast.AST) -> list[tuple[str, int]]:
    """(name, lines) of every function and method; decorators do not count, docstrings do."""
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("lines", [1, FUNCTION_LINES, FUNCTION_LINES + 1])
def test_a_function_is_measured_with_its_first_and_last_line(lines: int) -> None:
    code = "@decorator\ndef f():" + "\n    pass" * (lines - 1) + (" pass" if lines == 1 else "")
    assert functions(ast.parse(code)) == [("f", lines)]


def test_methods_and_inner_functions_are_measured_too() -> None:
    code = "class C:\n  def a(self):\n    async def b():\n      pass\n    return b\n"
    assert functions(ast.parse(code)) == [("a", 4), ("b", 2)]


def test_no_function_is_longer_than_a_page() -> None:
    found = [
        f"{name} {function}: {lines} lines"
        for name, tree in parsed("factcheck", "tests")
        for function, lines in functions(tree)
        if lines > FUNCTION_LINES
    ]
    assert found == []


def test_nine_functions_in_ten_are_short() -> None:
    lengths = sorted(lines for _, tree in parsed("factcheck") for _, lines in functions(tree))
    assert lengths, "there is code to measure"
    assert lengths[len(lengths) * 9 // 10] <= FUNCTION_LINES_P90


def test_no_file_is_longer_than_it_can_be_read() -> None:
    found = [
        f"{name_of(path)}: {lines} lines"
        for path in files(".py", ".html", ".css", ".js", under=("factcheck", "templates", "tests"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    ]
    assert found == []
