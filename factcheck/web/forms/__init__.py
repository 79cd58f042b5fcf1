"""What people fill in.  One module a noun; kinds of fields in `fields`, rules in the domain."""

from wtforms import Form

UNPROCESSABLE = 422


def status_of(form: Form) -> int:
    """The HTTP status of a form that comes back: 413 where a text was too long, else 422."""
    return max((getattr(field, "http_status", 0) for field in form), default=0) or UNPROCESSABLE
