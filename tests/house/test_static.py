"""Scripts and styles run under the strict policy: nothing from strings, nothing from elsewhere.

Drafts stay on the desk: scripts keep nothing in the browser's storage.
"""

import re

import pytest

from tests.house.tree import PACKAGE, files, name_of

REFUSED_IN_SCRIPTS = {
    r"\.(inner|outer)HTML\b": "markup made from a string",
    r"\binsertAdjacentHTML\b": "markup made from a string",
    r"\bcreateContextualFragment\b|\bparseFromString\b|\bsetHTMLUnsafe\b": "markup from a string",
    r"\bdocument\.write": "markup made from a string",
    r"\beval\s*\(|\bnew\s+Function\b": "code made from a string",
    r"\bset(Timeout|Interval)\s*\(\s*[\"'`]": "code made from a string",
    r"\b(local|session)Storage\b|\bindexedDB\b|\bdocument\.cookie\b": "text kept in the browser",
    r"\.setAttribute\(\s*[\"'](style|on\w+)[\"']": "an inline style or handler",
    r"[\"'`(]\s*(https?:)?//\w": "an address elsewhere",
    r"\bconsole\.|\bdebugger\b": "a trace of debugging",
}
REFUSED_IN_STYLES = {
    r"@import\b": "a style sheet fetched by a style sheet",
    r"url\(\s*[\"']?\s*(https?:|//|data:)": "something from elsewhere",
    r"\bexpression\s*\(": "code in a style",
    # The page's main part takes the focus from the skip link alone, and is no place to act.
    r"(?m)^(?!main:focus).*outline:\s*(none|0)\b": "a focus nobody can see",
}
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)


def faults(source: str, refused: dict[str, str]) -> list[str]:
    """What is wrong with a script or style sheet, as `line: fault`; comments may say anything."""
    plain = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)
    found = [
        (plain.count("\n", 0, hit.start()) + 1, why)
        for pattern, why in refused.items()
        for hit in re.finditer(pattern, plain)
    ]
    return [f"{line}: {why}" for line, why in sorted(found)]


@pytest.mark.parametrize(
    "line",
    [
        "box.innerHTML = text;",
        "box.outerHTML += text;",
        'box.insertAdjacentHTML("beforeend", text);',
        "document.write(text);",
        "eval(text);",
        "const go = new Function(text);",
        'setTimeout("go()", 1);',
        'localStorage.setItem("draft", text);',
        "sessionStorage.draft = text;",
        "document.cookie = text;",
        'box.setAttribute("style", "color: red");',
        'box.setAttribute("onclick", text);',
        'fetch("https://elsewhere.example/");',
        'import "//elsewhere.example/x.js";',
        "console.log(text);",
    ],
)
def test_a_refused_script_is_found(line: str) -> None:
    assert len(faults("\n" + line, REFUSED_IN_SCRIPTS)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "box.textContent = text;",
        "// innerHTML is never used",
        "/* eval(text) */",
        "setTimeout(go, 1);",
        'fetch("/desk/queue");',
        "const evaluate = (x) => x; evaluate(1);",
    ],
)
def test_a_plain_script_passes(line: str) -> None:
    assert faults(line, REFUSED_IN_SCRIPTS) == []


@pytest.mark.parametrize(
    "line",
    [
        '@import "other.css";',
        "p { background: url(https://elsewhere.example/x.png) }",
        "p { background: url('data:image/png;base64,AA') }",
        "a:focus { outline: none }",
        "a:focus { outline: 0; }",
    ],
)
def test_a_refused_style_is_found(line: str) -> None:
    assert len(faults("\n" + line, REFUSED_IN_STYLES)) == 1


def test_no_script_makes_code_markup_or_notes_of_its_own() -> None:
    found = [
        f"{name_of(path)}:{fault}"
        for path in files(".js", under=("factcheck/static",))
        for fault in faults(path.read_text(encoding="utf-8"), REFUSED_IN_SCRIPTS)
    ]
    assert found == []


def test_no_style_fetches_from_elsewhere_or_hides_the_focus() -> None:
    found = [
        f"{name_of(path)}:{fault}"
        for path in files(".css", under=("factcheck/static",))
        for fault in faults(path.read_text(encoding="utf-8"), REFUSED_IN_STYLES)
    ]
    assert found == []


def test_every_static_file_that_pages_name_exists() -> None:
    named = {
        wanted
        for path in files(".html", under=("templates",))
        for wanted in re.findall(
            r"url_for\(\s*[\"']static[\"']\s*,\s*filename\s*=\s*[\"']([^\"']+)[\"']",
            path.read_text(encoding="utf-8"),
        )
    }
    assert named, "pages name their style sheets"
    assert [name for name in sorted(named) if not (PACKAGE / "static" / name).is_file()] == []


def test_every_module_that_a_script_imports_exists() -> None:
    found = [
        f"{name_of(path)}: {wanted}"
        for path in files(".js", under=("factcheck/static",))
        for wanted in re.findall(
            r"^import\b[^\"';]*[\"']([^\"']+)[\"']", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        if not (path.parent / wanted).is_file()
    ]
    assert found == []
