"""The project's own files, as the house rules read them.  No rule stands here."""

import ast
import functools
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "factcheck"
TEXT = {".css", ".html", ".ini", ".js", ".json", ".mako", ".md", ".po", ".py", ".svg", ".toml", ".txt"}


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Every file that is in the repository or would go in with the next commit."""
    git = shutil.which("git") or "git"
    listing = subprocess.run(
        [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    names = (ROOT / name for name in listing.split("\0") if name)
    return tuple(sorted(path for path in names if path.is_file()))


def files(*kinds: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    """The project's files with one of these endings, in the named folders of the top level."""
    folders = tuple(ROOT / name for name in under)
    return [
        path
        for path in project_files()
        if path.suffix in kinds and any(path.is_relative_to(folder) for folder in folders)
    ]


def name_of(path: Path) -> str:
    """A file as findings name it: from the top level, with plain slashes."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file, parsed once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


def parsed(*under: str) -> Iterator[tuple[str, ast.Module]]:
    """(name, tree) of every Python file in the named folders."""
    for path in files(".py", under=under):
        yield name_of(path), tree_of(path)


def module_of(name: str) -> str:
    """`factcheck/web/__init__.py` is the module `factcheck.web`."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
