"""Which suggestion about origins is answered."""

from flask_wtf import FlaskForm

from factcheck.domain.limits import EVIDENCE_ROWS
from factcheck.domain.origin_suggestions import Apart, OriginKind
from factcheck.web.forms.fields import EnumChoice, WholeNumber


class OriginForm(FlaskForm):
    """The reason of the suggestion and the numbers of its evidence; `second` is 0 where there is one."""

    kind = EnumChoice("Why", terms=OriginKind)
    first = WholeNumber("Evidence", low=1, high=EVIDENCE_ROWS)
    second = WholeNumber("And evidence", low=0, high=EVIDENCE_ROWS)

    @property
    def wanted(self) -> Apart:
        return Apart(self.kind.data, self.first.data, self.second.data)
