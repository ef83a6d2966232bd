"""The few forms of charts, as typed data: what is drawn, never how. Each gives the table behind it and its words.

A form holds figures, so that the chart, the table behind it, a file of data and the text for a screen reader cannot
differ. How a form is drawn is in `technostate.write.charts`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from technostate.write.cells import laid, plain
from technostate.write.forms.lines import Event, Line, Lines, Multiples
from technostate.write.forms.plane import Matrix, Tiles, Trail, Trails
from technostate.write.forms.rows import ODDS, Bar, Bars, Cases, Dumbbell, Pair, Ranges, Span, Zone
from technostate.write.forms.sankey import Sankey, Stop, Stream
from technostate.write.tables import Group

__all__ = [
    "ODDS", "Bar", "Bars", "Cases", "Dumbbell", "Event", "Form", "Line", "Lines", "Matrix", "Multiples", "Pair",
    "Ranges", "Sankey", "Span", "Stop", "Stream", "Tiles", "Trail", "Trails", "Zone", "spoken",
]  # fmt: skip

Form: TypeAlias = Bars | Dumbbell | Ranges | Cases | Lines | Multiples | Matrix | Tiles | Trails | Sankey


def spoken(form: Form, most: int = 6) -> str:
    """Return a chart in words, for those who cannot see it: the first rows of the table behind it.

    Parameters
    ----------
    most : int
        Rows said; how many more there are is said too.
    """
    if isinstance(form, Lines) and form.before is not None:
        parts = form.before, replace(form, before=None)
        return "; then ".join(f"{part.head}: {spoken(part, most)}" for part in parts)
    table = form.table("")
    # A heading stands over at least one row, so that twice as many hold the first rows.
    ready = laid(table, 2 * most)
    heads = [plain(head) for head in ready.heads]
    said = []
    for row in [row for row in ready.rows if not isinstance(row, Group)][:most]:
        cells = [f"{head} {plain(cell)}".strip() for head, cell in zip(heads[1:], row[1:], strict=True) if plain(cell)]
        said.append(f"{plain(row[0])}: {', '.join(cells)}")
    more = len(table.body) - len(said)
    unit = f"in {plain(ready.caption)}: " if ready.caption.pieces else ""
    return unit + "; ".join(said) + (f"; and {more} more" if more > 0 else "")
