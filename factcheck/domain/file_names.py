"""Names of files that people send: shown and handed back, never a path and never a word about what a file is."""

import re

from factcheck.domain import characters
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import FILE_NAME_CHARS

NOT_A_NAME = "This file name cannot be used."

_ENDING = re.compile(r"\.[^.\s]{1,10}\Z")
# Where these are names of devices, nobody could save the file under its own name.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_file_name(name: object, endings: tuple[str, ...] = ()) -> str:
    """The name alone, without the folders before it, at most 200 characters; with an ending of `endings` if given.

    Raises `BadInput` for what is empty, hides something, or names a device.  What is special in HTML or in a header
    stays: whoever writes the name there escapes it.
    """
    if not isinstance(name, str) or characters.find_fault(name, "The name") or "\n" in name:
        raise BadInput(NOT_A_NAME)
    text = characters.nfc(re.split(r"[/\\]", name)[-1]).strip().lstrip(".").strip()
    if (
        not text.strip(". ")
        or _DEVICE.fullmatch(text)
        or any(map(characters.is_invisible, text[:1]))
    ):
        raise BadInput(NOT_A_NAME)
    if endings and not text.lower().endswith(tuple(f".{ending}" for ending in endings)):
        text = f"{text}.{endings[0]}"
    return _shortened(" ".join(text.split()))


def _shortened(text: str) -> str:
    if len(text) <= FILE_NAME_CHARS:
        return text
    ending = _ENDING.search(text)
    kept = ending[0] if ending else ""
    cut = FILE_NAME_CHARS - len(kept)
    while characters.is_inside_cluster(text, cut):
        cut -= 1
    return text[:cut] + kept
