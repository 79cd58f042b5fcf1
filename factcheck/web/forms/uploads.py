"""Files that are brought in as copies of a source, and a note about where they come from."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField

from factcheck.domain.file_names import clean_file_name
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import FILE_BYTES, FILES_AT_ONCE
from factcheck.web.forms.fields import TextLine

Kept = TypeVar("Kept")  # what comes of keeping one file


class UploadForm(FlaskForm):
    """One file or several; `note` is kept with each of them."""

    files = MultipleFileField("Files")
    note = TextLine("Where it comes from", subject="The note", limit=500, is_required=False)

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        self.files.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine: bool = super().validate(extra_validators)
        chosen = self.files.data or []
        if not chosen:
            self._refuse(BadInput("Choose a file."))
        if len(chosen) > FILES_AT_ONCE:
            self._refuse(BadInput(f"At most {FILES_AT_ONCE} files at once.", 413))
        return is_fine and not self.files.errors

    def taken(self, look: Callable[[bytes, str, str], Callable[[], Kept]]) -> Sequence[Kept]:
        """Every file as it is kept; with what is wrong with any of them beside the field, none is to be kept.

        `look` looks into a file and gives what keeps it.  All are looked into before the first is kept: what is
        refused must not stay in the store, where nothing names it and no later seal covers it.
        """
        looked = []
        for number, upload in enumerate(self.files.data, start=1):
            name = upload.filename or ""
            with self._beside(name, number):
                looked.append((name, look(upload.read(FILE_BYTES + 1), name, self.note.data)))
        found: list[Kept] = []
        if not self.files.errors:
            for number, (name, keep) in enumerate(looked, start=1):
                with self._beside(name, number):
                    found.append(keep())
        return found

    @contextmanager
    def _beside(self, name: str, number: int) -> Iterator[None]:
        """Whatever is wrong with one file is said beside the field, with the name of the file."""
        try:
            yield
        except BadInput as bad:
            self._refuse(BadInput(f"{_label(name, number)}: {bad.sentence}", bad.http_status))

    def _refuse(self, bad: BadInput) -> None:
        self.files.errors = [*self.files.errors, bad.sentence]
        known = getattr(self.files, "http_status", 0)
        self.files.http_status = max(known, bad.http_status if bad.http_status > 400 else 0)


def _label(name: str, number: int) -> str:
    """How a sentence names one of several files."""
    try:
        return f"“{clean_file_name(name)}”"
    except BadInput:
        return f"File {number}"
