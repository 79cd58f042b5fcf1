"""Nothing stands in the program that nobody uses: no name of Python, no macro, no class or value of a style sheet.

Names are compared as words, wherever they stand; a name that only tests mention counts as used, since tests may need
a part of the program by itself.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.house.tree import files, name_of, parsed

WORD = re.compile(r"[A-Za-z_]\w*")
# Found by what it says of itself and never by its name: the package `limits` keeps a register of its stores.
REGISTERED = {"DeskStorage"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT = re.compile(r"{%-?\s*from\s+'[^']+'\s+import\s+(.*?)\s*-?%}", re.DOTALL)


def words() -> Counter[str]:
    """How often each word stands in the program, its templates, migrations and tests."""
    kinds = (".py", ".html", ".xml", ".txt", ".js", ".toml", ".mako")
    under = ("factcheck", "templates", "migrations", "tests", "pyproject.toml")
    found: Counter[str] = Counter()
    for path in files(*kinds, under=under):
        found.update(WORD.findall(path.read_text(encoding="utf-8")))
    return found


def defined(tree: ast.Module) -> Iterator[str]:
    """The functions, classes and values of a module; a decorated function is used by whatever decorates it."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) or (
            isinstance(node, ast.FunctionDef) and not node.decorator_list
        ):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for one in targets if isinstance(one, ast.Name))


def unused_macros(source: str, everywhere: Counter[str]) -> list[str]:
    """Macros of a template that nothing calls, and names it imports and does not use."""
    own = Counter(WORD.findall(source))
    made = re.findall(r"{%-?\s*macro\s+(\w+)", source)
    taken = [
        name.split(" as ")[-1].strip()
        for found in IMPORT.findall(source)
        for name in found.removesuffix("with context").split(",")
    ]
    return [name for name in made if everywhere[name] == 1] + [
        name for name in taken if own[name] == 1
    ]


def classes(sheet: str) -> set[str]:
    """Every class that a style sheet names in its selectors."""
    heads = re.findall(r"([^{}]+){", COMMENT.sub("", sheet))
    return {name for head in heads for name in re.findall(r"\.([A-Za-z][\w-]*)", head)}


def class_words(source: str) -> set[str]:
    """Whatever may be a class, and, as `mark--{`, how one begins that is put together: `mark--{{ kind }}`."""
    found = re.findall(r"([A-Za-z][\w-]*)([{$]?)", source)
    return {name for name, _ in found} | {name + sign for name, sign in found}


def is_written(name: str, written: set[str]) -> bool:
    """Whether a class is among `class_words`, whole or by how it begins."""
    begins = [name[: place.end()] for place in re.finditer("--|__|-", name)]
    return name in written or any(begin + sign in written for begin in begins for sign in "{$")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% macro a() %}{% endmacro %}", ["a"]),
        ("{% macro a() %}{% endmacro %}{{ a() }}", []),
        ("{% from 'x.html' import a, b as c %}{{ a }}", ["c"]),
        ("{%- from 'x.html' import a with context %}{{ a }}", []),
    ],
)
def test_what_a_template_does_not_use_is_found(source: str, found: list[str]) -> None:
    assert unused_macros(source, Counter(WORD.findall(source))) == found


@pytest.mark.parametrize(
    ("source", "is_there"),
    [
        ('<p class="mark mark--hold">', True),
        ('<p class="mark--{{ kind }}">', True),
        ('<p class="mark{% if is_held %} mark--hold{% endif %}">', True),
        ("`mark--${kind}`", True),
        ('<p class="mark--holding">', False),
        ('<p class="mark">', False),
    ],
)
def test_a_class_is_looked_for_whole_or_by_how_it_begins(source: str, is_there: bool) -> None:
    assert is_written("mark--hold", class_words(source)) is is_there


def test_every_name_of_a_module_is_used() -> None:
    known = words()
    found = [
        f"{file}: {name}"
        for file, tree in parsed("factcheck")
        for name in defined(tree)
        if known[name] == 1 and name not in REGISTERED
    ]
    assert found == []


def test_every_macro_and_every_import_of_a_template_is_used() -> None:
    known = words()
    found = [
        f"{name_of(path)}: {name}"
        for path in files(".html", ".xml", ".txt", under=("templates",))
        for name in unused_macros(path.read_text(encoding="utf-8"), known)
    ]
    assert found == []


def test_every_class_and_value_of_a_style_sheet_is_used() -> None:
    pages = "\n".join(
        path.read_text(encoding="utf-8")
        for path in files(".html", ".js", ".py", under=("templates", "factcheck"))
    )
    styles = files(".css", under=("factcheck",))
    sheets = {path: path.read_text(encoding="utf-8") for path in styles}
    written = class_words(pages)
    used = set(re.findall(r"var\((--[\w-]+)", "\n".join(sheets.values()) + pages))
    found = [
        f"{name_of(path)}: {name}"
        for path, sheet in sheets.items()
        for name in sorted(
            {f".{one}" for one in classes(sheet) if not is_written(one, written)}
            | (set(re.findall(r"(?<![\w-])(--[a-z][\w-]*)\s*:", COMMENT.sub("", sheet))) - used)
        )
    ]
    assert found == []
