"""Where the files that are not Python lie: templates, migrations, seeds, translations and models.

A wheel carries them inside the package (`factcheck/_templates`), a checkout has them at its top
level (`templates/`).  Nothing else in the program knows the difference, and nothing here opens a
file.
"""

from pathlib import Path

VERSION = "0.1.0"  # pyproject.toml says the same, and a test compares them
_PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """The folder of Jinja templates."""
    return _folder("templates")


def migrations_folder() -> Path:
    """The folder Alembic calls its script location."""
    return _folder("migrations")


def seeds_folder() -> Path:
    """The folder of rating scales and of the demo story."""
    return _folder("seeds")


def translations_folder() -> Path:
    """The folder of catalogues: what readers are told, by language."""
    return _PACKAGE / "translations"


def weights_folder() -> Path:
    """The folder of models, each beside the card that says what it was made from."""
    return _PACKAGE / "weights"


def _folder(name: str, package: Path = _PACKAGE) -> Path:
    """`name` inside the installed package, else beside it; `FileNotFoundError` if in neither."""
    for folder in (package / f"_{name}", package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The folder {name!r} is neither in {package} nor beside it: reinstall factcheck."
    )
