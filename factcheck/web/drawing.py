"""How templates print: everything is escaped as ever, but what is joined into a page right after is not wrapped first.

`markupsafe.escape` makes an object of its own of each of the six hundred pieces of a claim's page, with two calls for
those that are markup already.  Which of them is escaped, and how, stays the library's.
"""

from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape

_escaped = markupsafe._escape_inner  # type: ignore[attr-defined]  # what `escape` itself calls

_SAFE = type(escape(""))  # what is markup already; nothing here calls a string safe


def printed(value: Any) -> str:
    """What `{{ value }}` puts into a page."""
    kind = type(value)
    if kind is not str and kind is not _SAFE:
        return escape(value)
    text: str = value if kind is _SAFE else _escaped(value)
    return text


class Drawing(CodeGenerator):
    """Jinja's own, but for the function that what is printed goes through."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.printed(")
