"""The models of suggestions a desk may use: the one that comes with the program, and those learnt from its decisions.

A desk's own lie in `FACTCHECK_HOME/spotting/`, one file each, written once and never changed; a file named `in-use`
says which of them is used. Nothing is deleted here.
"""

import os
from functools import cache
from pathlib import Path

from factcheck.domain.spotting.model import SpottingModel, decode_model, encode_model
from factcheck.resources import weights_folder

BUILT_IN = "built-in"
_FOLDER, _IN_USE, _ENDING = "spotting", "in-use", ".bin"


class NoSuchModel(LookupError):
    """There is no model of this name."""

    sentence = "There is no model of that name; factcheck spotting list shows those there are."


def names(home: Path) -> list[str]:
    """Every model there is, the oldest first."""
    own = sorted(path.stem for path in (home / _FOLDER).glob(f"*{_ENDING}"))
    return [BUILT_IN, *own]


def name_in_use(home: Path) -> str:
    """The model that is used; the built-in one until another was chosen."""
    try:
        name = (home / _FOLDER / _IN_USE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return BUILT_IN
    return name or BUILT_IN


def read(home: Path, name: str) -> SpottingModel:
    """A model by its name.  Raises `NoSuchModel`, or `BrokenModel` for a file that is not whole."""
    if name == BUILT_IN:
        return _built_in()
    if name not in names(home):
        raise NoSuchModel(name)
    return decode_model((home / _FOLDER / f"{name}{_ENDING}").read_bytes())


@cache
def _built_in() -> SpottingModel:
    return decode_model((weights_folder() / f"spotting-en{_ENDING}").read_bytes())


def next_name(home: Path) -> str:
    """The name the next model learnt here gets: desk-0001, desk-0002 and so on."""
    return f"desk-{len(names(home)):04}"


def keep(home: Path, model: SpottingModel) -> Path:
    """Write a model under its version.  Raises `FileExistsError` rather than writing over one."""
    path = home / _FOLDER / f"{model.version}{_ENDING}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(encode_model(model))
        file.flush()
        os.fsync(file.fileno())
    return path


def use(home: Path, name: str) -> None:
    """Use this model from the next start of the server on.  Raises `NoSuchModel`, `BrokenModel`."""
    read(home, name)
    (home / _FOLDER).mkdir(parents=True, exist_ok=True)
    part = home / _FOLDER / f"{_IN_USE}.part"
    part.write_text(f"{name}\n", encoding="utf-8")
    part.replace(home / _FOLDER / _IN_USE)
