"""Forms about people: signing in, joining, passwords, parts."""

from typing import Any

from flask_wtf import FlaskForm

from factcheck.domain.limits import PASSWORD_MIN
from factcheck.domain.terms import Part
from factcheck.web.forms.fields import AsTyped, EnumTicks, MailField, NameField, Secret

# Mail addresses may hold other letters than type=email lets through, so this is a plain line.
MAIL = {"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
HOW_LONG = f"At least {PASSWORD_MIN} characters. Several words in a row are good; any sign counts."


def new_password(label: str) -> Any:
    """The field in which somebody chooses a password; browsers offer to make one up."""
    return Secret(
        label,
        subject="The password",
        description=HOW_LONG,
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(FlaskForm):
    email = AsTyped("Mail address", render_kw={**MAIL, "autocomplete": "username"})
    password = Secret("Password", render_kw={"autocomplete": "current-password"})


class JoinForm(FlaskForm):
    name = NameField("Name", render_kw={"autocomplete": "name"})
    password = new_password("Password")


class ChoosePasswordForm(FlaskForm):
    password = new_password("New password")


class ChangePasswordForm(FlaskForm):
    old_password = Secret("Present password", render_kw={"autocomplete": "current-password"})
    new_password = new_password("New password")


class InviteForm(FlaskForm):
    name = NameField("Name", render_kw={"autocomplete": "off"})
    email = MailField("Mail address", render_kw={**MAIL, "autocomplete": "off"})
    parts = EnumTicks("Parts", terms=Part, is_required=True)


class PartsForm(FlaskForm):
    parts = EnumTicks("Acts as", terms=Part)
