"""Charts drawn from their forms: inline for pages, and as files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from technostate.errors import DataError
from technostate.write.blocks import Chart
from technostate.write.markup import Markup

if TYPE_CHECKING:
    from technostate.write.view import View


def drawn(chart: Chart) -> Markup:
    """Return a chart as markup for a page."""
    return Markup("")


def chart_file(view: View[Any], kind: str) -> str | bytes:
    """Return the first chart of an answer as a file of its own."""
    if not view.charts:
        raise DataError(f"{view.title!r} has no chart", hint="write .html, .md, .csv or .json")
    raise DataError("charts are not drawn yet", hint="write .csv or .json")
