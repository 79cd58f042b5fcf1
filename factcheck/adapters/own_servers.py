"""Asking a server that the administrator named, which may well stand in the desk's own network.

No redirect is followed, and the answer's body is not looked at.
"""

import http.client
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10.0


class Unreached(Exception):
    """The server gave no answer; `str()` names what went wrong."""


def status_of(method: str, url: str, headers: Mapping[str, str], body: str = "") -> int:
    """The status of the answer.  Raises `Unreached`, after `TIMEOUT_SECONDS` of silence at the latest."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _connection_to(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(method, path, body or None, dict(headers))
            return connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise Unreached(type(error).__name__) from error


def _connection_to(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
