"""HTML of an answer that stands alone in a file: anchors, the data of each chart to copy, and what writes its files."""

from __future__ import annotations

import re
from typing import Any

from technostate.write.blocks import Block, Chart
from technostate.write.cells import plain_piece
from technostate.write.charts.values import values
from technostate.write.frame import columns
from technostate.write.html import HtmlWriter, Tools
from technostate.write.inline import Term, pieces
from technostate.write.markup import Markup, details, element, join
from technostate.write.tables import Table

#: Characters of data that a page carries for one chart; longer ones are written as a file.
MOST_COPIED = 6_000


class AloneWriter(HtmlWriter):
    """Writes the blocks of an answer for a page that has no other files beside it.

    Parameters
    ----------
    command : str
        What to type for the same figures.
    """

    def __init__(self, command: str = "") -> None:
        super().__init__()
        self._command = re.sub(r" --format \S+", "", command)
        # Writers of sections are copies of this one, and count on where it is.
        self._counts = {"chart": 0, "table": 0}
        self._terms: dict[str, Term] = {}

    def block(self, block: Block) -> Markup:
        """Return one block; a table has an anchor and a link to it."""
        made = super().block(block)
        if not isinstance(block, Table):
            return made
        anchor = self._next("table")
        about = "".join(map(plain_piece, pieces(block.caption)))
        return element("div", made, here(anchor, f"Link to this table: {about}"), class_="tb", id=anchor)

    def tools(self, chart: Chart) -> Tools:
        """Return the anchor of a chart, the command that writes it as a file, and its data to copy."""
        anchor = self._next("chart")
        number = anchor.rpartition("-")[2]
        linked = here(anchor, f"Link to this chart: {chart.caption}")
        if not (self._command and chart.form.figures):
            return Tools(anchor, join(" ", linked))
        typed = element("code", f"{self._command} --format svg --chart {number}")
        text = copied(chart)
        short = len(text) <= MOST_COPIED
        data = element("pre", text, class_="csv", tabindex="0") if short else None
        ways = "svg, png, pdf, vega or csv" if short else "svg, png, pdf, vega, or csv for its figures, which are many"
        said = element("p", f"As a file ({ways}): ", typed, class_="note")
        return Tools(anchor, join(" ", linked), details("Data and file of this chart", said, data, class_="data"))

    def term(self, piece: Term) -> Markup:
        """Return a term with its gloss, and a link to what it means in full."""
        if not piece.meaning:
            return super().term(piece)
        self._terms.setdefault(piece.text, piece)
        called = element("dfn", element("a", piece.text, href=f"#{_anchor(piece)}"))
        return join(called, " ", element("span", f"({piece.gloss})", class_="soft"))

    def glossary(self) -> Markup | None:
        """Return what the terms written so far mean, in a fold; None without any."""
        listed = [
            join(element("dt", it.text, id=_anchor(it)), element("dd", it.meaning))
            for it in sorted(self._terms.values(), key=lambda it: it.text.casefold())
        ]
        return details("Terms explained", element("dl", listed), class_="printed terms") if listed else None

    def _next(self, what: str) -> str:
        self._counts[what] += 1
        return f"{self._prefix}{what}-{self._counts[what]}"


def _anchor(term: Term) -> str:
    return "term-" + re.sub(r"\W+", "-", term.text.casefold())


def here(anchor: str, about: str) -> Markup:
    """Return the link of a chart or table to itself, which is seen where it is pointed at or focused."""
    return element("a", "#", href=f"#{anchor}", class_="here", aria_label=about)


def copied(chart: Chart) -> str:
    """Return the figures of a chart as CSV to copy from a page: without the sources, which stand below the chart."""
    from technostate.write.data import to_csv

    kept = columns(values(chart))
    constant = {"kind", "unit", "region", "origin", "sign_open"} & kept.keys()
    # What is the same in every row is said by the chart.
    left = {key for key in constant if key == "origin" or len(set(kept[key])) == 1}
    names = [key for key in kept if key not in left]
    rows = zip(*(map(_six, kept[key]) for key in names), strict=True)
    return to_csv(tuple(dict(zip(names, row, strict=True)) for row in rows))


def _six(value: Any) -> Any:
    """Return a number with six digits, which is more than any chart shows; the file has all."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
