"""What a form was made from, as the number it carries: by it a save that comes too late is told (W14)."""

from flask import request

from factcheck.domain.inputs import BadInput
from factcheck.domain.numbers import parse_whole
from factcheck.web.errors import HOLDER_FIELD, VERSION_FIELD

HIGHEST = 2**32 - 1


def seen_holder(name: str = HOLDER_FIELD) -> int | None:
    """Who held the claim on the page the form was on, 0 for nobody; None when the form does not say."""
    try:
        return parse_whole(request.form.get(name), low=0, high=HIGHEST)
    except BadInput:
        return None


def seen_version() -> int:
    """The number sent with the form; 0, which stands for nothing that is stored, when it names none."""
    try:
        return parse_whole(request.form.get(VERSION_FIELD), low=0, high=HIGHEST)
    except BadInput:
        return 0
