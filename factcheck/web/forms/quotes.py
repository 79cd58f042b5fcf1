"""Words of a kept copy that are to be the quote of its evidence."""

from flask_wtf import FlaskForm

from factcheck.services.standing import HIGHEST_ID
from factcheck.web.forms.fields import WholeNumber


class QuoteForm(FlaskForm):
    """The place that was chosen, and the version of the evidence that was on the page."""

    start = WholeNumber("From", low=0, high=HIGHEST_ID)
    end = WholeNumber("To", low=0, high=HIGHEST_ID)
    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID)
