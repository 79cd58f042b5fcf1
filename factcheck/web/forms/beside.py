"""Sentences that come after a form was validated: from services, which alone know what is stored."""

from typing import Any

from wtforms import Form

from factcheck.db import Busy
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.wording import say
from factcheck.web.forms.fields import TOO_MUCH

# What a form with text in it answers itself, so that the text stays on the page.
NOT_NOW = (Refusal, Busy)


def put_beside(field: Any, bad: BadInput) -> None:
    """Stand the sentence beside a field; a text that is too long makes the answer 413."""
    field.errors = [*field.errors, bad.sentence]
    if bad.http_status == TOO_MUCH:
        field.http_status = bad.http_status


def put_on_top(form: Form, sentence: str) -> None:
    """Stand the sentence at the head of the form, where it belongs to no field of it."""
    form.form_errors.append(sentence)


def refuse(form: Form, why: Refusal | Busy) -> int:
    """Say at the head of the form why nothing was saved; the HTTP status of the answer."""
    put_on_top(form, say(why.sentence))
    return why.http_status
