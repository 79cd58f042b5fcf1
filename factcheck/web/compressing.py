"""Readers' pages that are made at each request go out compressed as well: the search, the pages about the desk.

Pages answered from memory are packed once (`front`), files once a process (`static_files`).  Never compressed is what
holds a secret of whoever asks, since its length would tell of it what she did not send (BREACH): whoever is signed in,
and every page with a form that changes something.
"""

from flask import Flask, Response, request
from flask_login import current_user

from factcheck.domain.negotiation import encoding_for
from factcheck.domain.printing import IDENTITY
from factcheck.web.packing import compressed
from factcheck.web.security import PUBLIC_ROOMS, holds_token

LEAST = 800  # bytes; below that the headers are most of an answer
KINDS = frozenset(
    {"text/html", "text/plain", "text/markdown", "application/json", "application/xml"}
)


def init_app(app: Flask) -> None:
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The answer in the shortest form that is welcome, where it may have another one."""
    if not _may(response):
        return response
    response.vary.add("Accept-Encoding")
    encoding = encoding_for(request.headers.get("Accept-Encoding"))
    if encoding != IDENTITY:
        response.set_data(compressed(response.get_data(), encoding))
        response.headers["Content-Encoding"] = encoding
    return response


def _may(response: Response) -> bool:
    # Whoever says nothing of encodings, as `front` does, gets the answer as it is: everybody may have that one.
    return (
        "Accept-Encoding" in request.headers
        and request.method == "GET"
        and response.status_code == 200
        and request.blueprint in PUBLIC_ROOMS
        and request.endpoint != "static"
        and response.mimetype in KINDS
        and not response.is_streamed
        and (response.content_length or 0) >= LEAST
        and not {"Content-Encoding", "ETag", "Set-Cookie"} & set(response.headers.keys())
        and not holds_token()
        and not current_user.is_authenticated
    )
