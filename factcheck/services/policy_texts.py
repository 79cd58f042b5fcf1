"""A policy as it is kept beside what was published under it."""

from dataclasses import replace
from functools import lru_cache

from factcheck.domain.policy import Policy


def policy_text(policy: Policy) -> str:
    """A policy as it is kept beside what was published under it."""
    return " ".join(f"{name}={int(value)}" for name, value in vars(policy).items())


@lru_cache(maxsize=64)
def policy_from_text(text: str) -> Policy:
    """The policy `policy_text` wrote; a need it does not know is left at its default."""
    values = dict(pair.split("=") for pair in text.split())
    known = {
        name: type(value)(int(values[name]))
        for name, value in vars(Policy()).items()
        if name in values
    }
    return replace(Policy(), **known)
