"""Dates from outside: every day's manifest and what authorities say of it, with the files a stranger checks them by."""

import re

from flask import Blueprint, Response, render_template, request, url_for

from factcheck.models import Blob
from factcheck.services import stamps
from factcheck.services.stamps import Dated
from factcheck.web import current
from factcheck.web.security import DESK, door
from factcheck.web.snapshots import SANDBOX

blueprint = Blueprint("dates", __name__)


@blueprint.get("/desk/dates")
@door(DESK)
def index() -> str:
    """The newest days first; `before` goes on behind a day."""
    before = request.args.get("before", "")
    days = stamps.days(current.reading(), before)
    shown = days[: stamps.DAYS]
    last = shown[-1].manifest.day if len(days) > stamps.DAYS else ""
    return render_template(
        "desk/dates.html",
        days=shown,
        authorities=current.settings().timestamp_authorities,
        first_url=url_for("dates.index") if before else "",
        next_url=url_for("dates.index", before=last) if last else "",
    )


@blueprint.get("/desk/dates/<day>/manifest.txt")
@door(DESK)
def manifest(day: str) -> Response:
    """The very bytes whose hash the authorities were sent."""
    found = stamps.day_of(current.reading(), day)
    return _file(found.blob, "text/plain; charset=utf-8", f"factcheck-{found.manifest.day}.txt")


@blueprint.get("/desk/dates/<day>/<int:number>/token.tsr")
@door(DESK)
def token(day: str, number: int) -> Response:
    """The whole answer of an authority, as `openssl ts` reads it."""
    one = _one(day, number)
    return _file(one.reply, "application/timestamp-reply", f"factcheck-{day}-{_plain(one)}.tsr")


@blueprint.get("/desk/dates/<day>/<int:number>/certificates.pem")
@door(DESK)
def certificates(day: str, number: int) -> Response:
    """The certificates from the token's signature to the root that was trusted."""
    one = _one(day, number)
    return _file(one.chain, "application/x-pem-file", f"factcheck-{day}-{_plain(one)}.pem")


def _one(day: str, number: int) -> Dated:
    """One authority's word on a day.  Raises `NoSuchDate`."""
    for one in stamps.day_of(current.reading(), day).stamps:
        if one.stamp.id == number:
            return one
    raise stamps.NoSuchDate


def _plain(one: Dated) -> str:
    return re.sub(r"[^a-z0-9.-]", "-", one.host.lower())


def _file(blob: Blob | None, content_type: str, name: str) -> Response:
    """Kept bytes as a file, read and hashed first."""
    if blob is None:
        raise stamps.NoSuchDate
    answer = Response(current.desk().read_blob(blob.digest, blob.size), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
