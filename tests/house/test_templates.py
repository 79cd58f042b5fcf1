"""Templates compile, and hold nothing that a strict content security policy refuses.

Style and behaviour live in static files; text from people is always escaped (1.2.1, 3.4.3).
"""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from factcheck import create_app
from factcheck.db import Database
from tests.house.tree import ROOT, files, name_of, parsed

TEMPLATES = ROOT / "templates"

JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
RAW = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b|\bMarkup\b")
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
TEXTS = re.compile(r"\"[^\"]*\"|'[^']*'")
JSON_LD = re.compile(r"type=[\"']application/ld\+json[\"']")


def templates() -> list[Path]:
    return files(".html", ".xml", ".txt", under=("templates",))


def faults_of_tag(tag: str) -> list[str]:
    """What is wrong with one start tag."""
    name = re.split(r"[\s/>]", tag[1:], maxsplit=1)[0].lower()
    attributes = {
        found.lower() for found in re.findall(r"[\s\"']([a-zA-Z][\w:-]*)\s*=", TEXTS.sub('""', tag))
    }
    found = [f"{each}=" for each in sorted(attributes) if each == "style" or each.startswith("on")]
    if name == "style":
        found.append("<style>")
    if name == "script" and "src" not in attributes and not JSON_LD.search(tag):
        found.append("<script> without src")
    if re.search(r"=\s*[\"']?\s*(javascript|data|vbscript):", tag, re.IGNORECASE):
        found.append("an address that runs code")
    return found


def faults(source: str) -> list[str]:
    """What is wrong with a template, each as `line: fault`."""
    plain = JINJA.sub(lambda match: "\n" * match[0].count("\n"), source)
    found = [
        (plain.count("\n", 0, tag.start()) + 1, fault)
        for tag in TAG.finditer(plain)
        for fault in faults_of_tag(tag[0])
    ]
    found += [
        (source.count("\n", 0, code.start()) + 1, "text that is not escaped")
        for code in JINJA.finditer(source)
        if not code[0].startswith("{#") and RAW.search(code[0])
    ]
    return [f"{line}: {fault}" for line, fault in sorted(found)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p class='a'>style = \"none\"</p>", []),
        ("<p title='the onus=theirs'>", []),
        ('<p\n  style="color: red">', ["1: style="]),
        ("<p class='{{ kind }}' STYLE='{{ hue }}'>", ["1: style="]),
        ('\n<a {% if here %}\nclass="on" {% endif %}onclick="go()">', ["2: onclick="]),
        ("<script>go()</script>", ["1: <script> without src"]),
        ('<script type="module" src="/static/js/go.js"></script>', []),
        ('<script type="application/ld+json">{{ review }}</script>', []),
        ("<style>p { color: red }</style>", ["1: <style>"]),
        ('<a href="javascript:go()">', ["1: an address that runs code"]),
        ("{{ text }}", []),
        ("\n{{ text|safe }}", ["2: text that is not escaped"]),
        ("{{ text | safe }}", ["1: text that is not escaped"]),
        ("{# never |safe #}", []),
        ("{% autoescape false %}", ["1: text that is not escaped"]),
    ],
)
def test_a_fault_is_found(source: str, found: list[str]) -> None:
    assert faults(source) == found


def test_no_template_holds_style_script_or_raw_text() -> None:
    found = [
        f"{name_of(path)}:{fault}"
        for path in templates()
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_template_compiles(sqlite_database: Database) -> None:
    app: Flask = create_app(sqlite_database.settings, sqlite_database)
    names = [path.relative_to(TEMPLATES).as_posix() for path in templates()]
    assert names, "there are templates"
    for name in names:
        assert app.jinja_env.get_template(name).name == name


def test_every_template_that_is_named_exists() -> None:
    there = {path.relative_to(TEMPLATES).as_posix() for path in templates()}
    named = {
        (name_of(path), wanted)
        for path in templates()
        for wanted in re.findall(
            r"{%-?\s*(?:extends|include|from|import)\s+[\"']([^\"']+)[\"']",
            path.read_text(encoding="utf-8"),
        )
    }
    assert [each for each in sorted(named) if each[1] not in there] == []


def makes_raw_markup(tree: ast.AST) -> bool:
    """Whether Python code calls a string safe, as `|safe` does in a template."""
    return any(isinstance(node, ast.Name) and node.id == "Markup" for node in ast.walk(tree))


@pytest.mark.parametrize(
    ("code", "makes"),
    [("Markup(text)", True), ("wrap = Markup", True), ("markup(text)", False), ("'Markup'", False)],
)
def test_a_string_that_is_called_safe_is_found(code: str, makes: bool) -> None:
    assert makes_raw_markup(ast.parse(code)) is makes


def test_one_module_calls_strings_safe() -> None:
    makers = [name for name, tree in parsed("factcheck") if makes_raw_markup(tree)]
    assert makers == ["factcheck/web/markdown.py"]
