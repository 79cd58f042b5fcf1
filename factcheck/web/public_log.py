"""The public log for readers and their programs: its page, heads, leaves, proofs, and the checker to take home.

Heads are signed by a job; nothing here knows a key that signs.
"""

from pathlib import Path

from flask import Blueprint, Response, abort, json, render_template, request, url_for

from factcheck import log_check
from factcheck.domain import public_log as rules
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import LOG_LEAVES, PAGE_ROWS
from factcheck.domain.numbers import parse_whole
from factcheck.domain.public_log import Consistency, Inclusion, Signed
from factcheck.services import public_log
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current
from factcheck.web.public import address
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("public_log", __name__, url_prefix="/log")

TEXT = "text/plain; charset=utf-8"
CHECKER = Path(log_check.__file__)


def _json(data: object) -> Response:
    return Response(json.dumps(data, sort_keys=False), content_type="application/json; charset=utf-8")


def _number(name: str, low: int = 0) -> int | None:
    """A whole number of the query; None where it is not said.  Raises `BadInput`."""
    text = request.args.get(name, "")
    return parse_whole(text, low=low, high=HIGHEST_ID) if text else None


def _head(name: str = "size") -> Signed:
    """The head that was asked for by its size, or the newest; 404 where none was signed."""
    return public_log.head(current.reading(), _number(name, low=1) or 0) or abort(404)


@blueprint.get("")
@blueprint.get("/before/<int:before>")
@door(PUBLIC)
def page(before: int | None = None) -> str:
    """What the log is, its newest head and key, how to check it, and its leaves, the newest first.

    Pages of older leaves end at round positions: a page that was full once never changes.
    """
    session = current.reading()
    found = public_log.newest(session, HIGHEST_ID if before is None else before, PAGE_ROWS)
    older = -(-found[-1].position // PAGE_ROWS) * PAGE_ROWS if found else 0
    newest = public_log.head(session)
    return render_template(
        "public/log.html",
        leaves=found,
        head=newest,
        name=rules.name_of(newest.key) if newest else "",
        keys=public_log.keys(session),
        next_url=url_for("public_log.page", before=older) if older else "",
        prev_url=url_for("public_log.page") if before is not None else "",
        canonical=address("public_log.page"),
        address=address,
    )


@blueprint.get("/head")
@door(PUBLIC)
def head() -> Response:
    """The newest signed head as a checkpoint (C2SP); `?size=` an older one."""
    return Response(_head().note, content_type=TEXT)


@blueprint.get("/head.json")
@door(PUBLIC)
def head_json() -> Response:
    """The same with its parts named."""
    found = _head()
    read = rules.read_head(found.note)
    return _json(
        {
            "origin": read.origin,
            "size": read.size,
            "root": read.root.hex(),
            "note": found.note,
            "key": found.key,
        }
    )


@blueprint.get("/key")
@door(PUBLIC)
def key() -> Response:
    """The public key of the newest head, as programs that read signed notes take it."""
    return Response(_head().key + "\n", content_type=TEXT)


@blueprint.get("/leaves.json")
@blueprint.get("/leaves-<int:start>.json")
@door(PUBLIC)
def leaves(start: int = 0) -> Response:
    """Leaves from a position on, some at a time: whoever takes all of them can make the tree herself."""
    found = public_log.leaves(current.reading(), start, LOG_LEAVES)
    after = start + len(found)
    is_more = len(found) == LOG_LEAVES
    rows = [{"position": one.position, "leaf": one.leaf, "hash": one.hash} for one in found]
    more = {"next": address("public_log.leaves", start=after)} if is_more else {}
    return _json({"start": start, "leaves": rows, **more})


@blueprint.get("/proof/inclusion")
@door(PUBLIC)
def inclusion() -> Response:
    """That a version is in it: `?verdict=` with `version=`, else its newest, or `?position=`; `size=`: of a head."""
    session, position, verdict = current.reading(), _number("position"), _number("verdict", low=1)
    if position is None and verdict is None:
        raise BadInput("Name a verdict by its number, or a position in the log.")
    if position is None:
        line = public_log.line(session, verdict or 0, _number("version", low=1) or 0)
        position = line.position if line else abort(404)
    return _proof(public_log.inclusion(session, position, _head()))


@blueprint.get("/proof/consistency")
@door(PUBLIC)
def consistency() -> Response:
    """That the log of `?first=` leaves begins the one of `second=`, the newest head's unless said."""
    first = _number("first", low=1)
    if first is None:
        raise BadInput("Name the size of the older head.")
    return _proof(public_log.consistency(current.reading(), first, _head("second")))


def _proof(found: Inclusion | Consistency | None) -> Response:
    """The bundle; 404 for what no signed head is over yet."""
    return _json(found.to_json()) if found else abort(404)


@blueprint.get("/check.py")
@door(PUBLIC)
def checker() -> Response:
    """The program that checks proofs, to be read and run by whoever does not trust this site."""
    answer = Response(CHECKER.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="check.py"'
    return answer
