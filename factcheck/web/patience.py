"""How a form that anybody may send tells a person from a program, without a puzzle and without a script.

A field that no person sees stays empty, and the form is before a person for some seconds before she sends it.  When
it was opened stands in it, signed.  Neither turns anybody away for good: the form comes back with all that was typed.
"""

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from factcheck.db import utc_now
from factcheck.domain.limits import TIP_FORM_LIFE, TIP_PATIENCE
from factcheck.domain.wording import mark, say
from factcheck.web.errors import BEGUN_FIELD, TRAP_FIELD

TOO_QUICK = mark(
    "That was quicker than people write. Look it over once more, then send it again: it is all here."
)
TOO_OLD = mark("This page was open for too long to be sent. Send it again: it is all here.")
FILLED_IN = mark(
    "A field that people do not see was filled in, perhaps by your browser. It is empty again: "
    "look the rest over and send it once more."
)


def _signer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="a form that anybody may send")


def begun() -> str:
    """What the form carries: when it was first opened, as only we can write it, or now where that is too long ago."""
    sent = request.form.get(BEGUN_FIELD, "")
    return sent if _is_open(_read(sent)) else str(_signer().dumps(_now()))


def complaint() -> str:
    """Why the form that was sent is asked for once more; empty where a person may have sent it."""
    opened_at = _read(request.form.get(BEGUN_FIELD, ""))
    if not _is_open(opened_at):
        return say(TOO_OLD)
    if request.form.get(TRAP_FIELD, ""):
        return say(FILLED_IN)
    return say(TOO_QUICK) if _now() - opened_at < TIP_PATIENCE else ""


def _now() -> int:
    return int(utc_now().timestamp())


def _is_open(opened_at: int) -> bool:
    return 0 <= _now() - opened_at <= TIP_FORM_LIFE * 3600


def _read(sent: str) -> int:
    """The moment in a stamp; 0 for what we did not write."""
    try:
        begun = _signer().loads(sent)
    except BadData:
        return 0
    return begun if isinstance(begun, int) else 0
