"""The form by which somebody says that nothing is to be done about a source that died or changed."""

from flask_wtf import FlaskForm

from factcheck.domain.limits import NOTE_CHARS
from factcheck.services.standing import HIGHEST_ID
from factcheck.web.forms.fields import TextBlock, WholeNumber


class NothingToDoForm(FlaskForm):
    """Which news were looked at, and why they ask for nothing."""

    check = WholeNumber("News", low=1, high=HIGHEST_ID)
    note = TextBlock("Why nothing is to be done", limit=NOTE_CHARS)
