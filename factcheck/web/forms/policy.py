"""The form of one risk class's approval policy."""

from wtforms import BooleanField, Form

from factcheck.domain.policy import Policy
from factcheck.services.reference import POLICY_FIELDS
from factcheck.web.forms.fields import WholeNumber

PERSON_MAX = 9
ORIGINS_MAX = 20
HOURS_MAX = 24 * 60


class PolicyForm(Form):
    """What a `Policy` holds; the names carry the risk class, since one page shows all four."""

    approvals_needed = WholeNumber("Approvals needed", low=1, high=PERSON_MAX)
    panel_size = WholeNumber("People on the panel", low=0, high=PERSON_MAX)
    minimum_origins = WholeNumber("Independent origins", low=1, high=ORIGINS_MAX)
    is_primary_needed = BooleanField("One of the sources must be primary")
    is_reply_needed = BooleanField("A reply must have been asked for")
    may_approver_publish = BooleanField("Whoever approved may also publish")
    reply_hours = WholeNumber("Hours to reply", low=1, high=HOURS_MAX)

    def policy(self) -> Policy:
        """The policy as filled in; call it once the form is valid."""
        return Policy(**{name: self[name].data for name in POLICY_FIELDS})
