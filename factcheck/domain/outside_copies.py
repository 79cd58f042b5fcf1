"""Copies that outside archives keep beside ours: how far each is, and what an archive's error means in words (E10).

An outside copy is one more, never the only one: what the desk itself keeps does not depend on it (E11).
"""

from collections.abc import Mapping
from types import MappingProxyType

from factcheck.domain.terms import Term

WAYBACK = "Wayback Machine"


class OutsideState(Term):
    """How far it is.  It ends once, as kept or as failed."""

    ASKED = "asked", "It is to be handed over to the archive."
    UNDER_WAY = "under_way", "The archive is at work on it.", "under way"
    KEPT = "kept", "The archive keeps a copy."
    FAILED = "failed", "The archive keeps none; the reason stands beside it."


# What Save Page Now says went wrong, as its documentation lists it; asking again changes nothing about these.
FINAL: Mapping[str, str] = MappingProxyType(
    {
        "bad-request": "The archive did not understand the address.",
        "blocked": "The site keeps the archive out.",
        "blocked-client-ip": "The site keeps the archive out.",
        "blocked-url": "The archive does not keep this address.",
        "filesize-limit": "The page is too large for the archive.",
        "ftp-access-denied": "The archive is not let in.",
        "http-version-not-supported": "The archive does not speak the site’s language.",
        "invalid-host-resolution": "The archive finds no site of this name.",
        "invalid-url-syntax": "The archive does not understand the address.",
        "method-not-allowed": "The site refuses to be read by the archive.",
        "network-authentication-required": "The site asks the archive to sign in.",
        "no-access": "The site does not let the archive in.",
        "not-found": "The archive found no page at this address.",
        "not-implemented": "The site does not answer the archive.",
        "too-many-daily-captures": "The archive kept this address too often today.",
        "too-many-redirects": "The page sends the archive on too often.",
        "unauthorized": "The site asks the archive to sign in.",
    }
)
# These may be over in a while.
PASSING: Mapping[str, str] = MappingProxyType(
    {
        "bad-gateway": "The archive could not reach the site.",
        "bandwidth-limit-exceeded": "The site is busy.",
        "browsing-timeout": "The page took the archive too long.",
        "cannot-fetch": "The archive could not fetch the page.",
        "capture-location-error": "The archive lost its copy.",
        "celery": "The archive has a fault.",
        "gateway-timeout": "The site did not answer the archive in time.",
        "internal-server-error": "The site has a fault.",
        "invalid-server-response": "The site’s answer is none to the archive.",
        "job-failed": "The archive’s work failed.",
        "no-browsers-available": "The archive is busy.",
        "protocol-error": "The site broke off.",
        "proxy-error": "The archive has a fault.",
        "read-timeout": "The site did not answer the archive in time.",
        "service-unavailable": "The site is not there for now.",
        "soft-time-limit-exceeded": "The page took the archive too long.",
        "too-many-requests": "The archive asks us to wait.",
        "user-session-limit": "The archive asks us to wait.",
    }
)
UNKNOWN = "The archive could not keep it, and gave no reason that is known."


def in_words(said: str) -> tuple[str, bool]:
    """What an error of the archive means, and whether there is no use in asking again."""
    name = said.removeprefix("error:")
    if name in FINAL:
        return FINAL[name], True
    return PASSING.get(name, UNKNOWN), False
