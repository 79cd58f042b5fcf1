"""The form that takes several links at once, each a piece of evidence of its own."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.widgets import TextArea

from factcheck.domain import addresses
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import LINKS_AT_ONCE, TITLE_CHARS
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance
from factcheck.services.evidence import EvidenceInput
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.fields import Cleaned, EnumChoice, today


class Addresses(Cleaned):
    """Web addresses, one a line; a list of `str`, each in its one spelling, none of them twice."""

    widget = TextArea()

    def clean(self, typed: str) -> list[str]:
        lines = [line.strip() for line in typed.splitlines()]
        found: dict[str, None] = {}
        for number, line in enumerate(lines, 1):
            if line:
                found[_address(line, number)] = None
        if not found:
            raise BadInput("Paste at least one address.")
        if len(found) > LINKS_AT_ONCE:
            raise BadInput(f"At most {LINKS_AT_ONCE} links at once; these are {len(found)}.")
        return list(found)


def _address(line: str, number: int) -> str:
    try:
        return addresses.clean_address(line)
    except BadInput as bad:
        raise BadInput(f"Line {number}: {bad.sentence}", bad.http_status) from None


class LinksForm(FlaskForm):
    """Addresses, and what is said of all of them; each row can be told more of afterwards."""

    links = Addresses("Addresses, one a line")
    stance = EnumChoice(
        "Which way they point", terms=Stance, sentence="Choose which way they point."
    )
    source_class = EnumChoice(
        "How close they stand to the fact",
        terms=SourceClass,
        sentence="Choose how close they stand.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The form, and what an address alone cannot say: who an expert is."""
        if super().validate(extra_validators):
            for _, sentence in self.each()[0].problems():
                put_beside(self.source_class, BadInput(f"{sentence} Log such a source by itself."))
        return not self.errors

    def each(self) -> list[EvidenceInput]:
        """What to log, once the fields are valid: the address serves as the title until somebody writes one."""
        return [
            EvidenceInput(
                kind=EvidenceKind.LINK,
                stance=self.stance.data,
                source_class=self.source_class.data,
                title=url.split("://", 1)[1][:TITLE_CHARS],
                url=url,
                accessed_on=today().isoformat(),
            )
            for url in self.links.data
        ]
