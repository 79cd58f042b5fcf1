"""What an address asks for beside the page itself."""

from flask import request

from factcheck.domain.numbers import parse_whole
from factcheck.services.standing import HIGHEST_ID

NOWHERE = -1


def asked_number(name: str, default: int) -> int:
    """A whole number from the address's query, `default` where it is left out.  Raises `BadInput`."""
    typed = request.args.get(name)
    return default if typed is None else parse_whole(typed, low=0, high=HIGHEST_ID)
