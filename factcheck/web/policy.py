"""The approval policy, for administrators: one form a risk class, and what each brings about."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import RiskClass
from factcheck.domain.terms import Part
from factcheck.services import policies
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_on_top, refuse
from factcheck.web.forms.policy import PolicyForm
from factcheck.web.security import door
from factcheck.web.seen import seen_version

blueprint = Blueprint("policy", __name__)


@blueprint.get("/desk/policy")
@door(Part.ADMINISTRATOR)
def index() -> str:
    return _page({})


def _page(open_forms: dict[RiskClass, PolicyForm], begun_with: int | None = None) -> str:
    """All four classes; `open_forms` holds those that came back with something to mend.

    Those name the version they were begun with, so that a change made meanwhile is still told.
    """
    stored = policies.policies(current.reading())
    forms = {
        risk: open_forms.get(risk) or PolicyForm(obj=policy, prefix=f"{risk.value}-")
        for risk, policy in stored.items()
    }
    return render_template(
        "policy/index.html",
        forms=forms,
        words={risk: policies.in_words(policy) for risk, policy in stored.items()},
        versions={
            risk: begun_with
            if begun_with is not None and risk in open_forms
            else policies.version_of(policy)
            for risk, policy in stored.items()
        },
    )


@blueprint.post("/desk/policy/<risk>")
@door(Part.ADMINISTRATOR)
def save(risk: str) -> ResponseReturnValue:
    """Change the policy of one class; a policy that cannot work comes back with the sentence."""
    known = next((one for one in RiskClass if one.value == risk), None)
    if known is None:
        abort(404)
    form = PolicyForm(request.form, prefix=f"{known.value}-")
    if not form.validate():
        return _page({known: form}, seen_version()), status_of(form)
    try:
        with current.work() as work:
            policies.save(work, known, form.policy(), seen_version())
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _page({known: form}, seen_version()), 422
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page({known: form}), status
    flash(f"The policy for claims under “{known.label}” is changed.", "status")
    return redirect(url_for("policy.index") + f"#{known.value}", 303)
