"""A matrix: a table whose cells are tinted by amount; on a phone its rows become short lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from technostate.write.cells import Cell, laid, plain
from technostate.write.charts.colours import shade
from technostate.write.charts.labels import text_width
from technostate.write.charts.ticks import ranks
from technostate.write.forms import Matrix
from technostate.write.inline import Name, Text, pieces
from technostate.write.markup import Markup, Node, element, join, unseen
from technostate.write.names import name

#: Em that a phone has for a matrix; wider ones become lists there.
_PHONE = 32.0
#: Em that a page has for one.
_PAGE = 66.0


@dataclass(frozen=True)
class Tint:
    """One cell of a matrix.

    Parameters
    ----------
    part : float
        How strongly it is tinted; 0 for what is missing, or where a range alone is known.
    below : bool
        Whether the figure lies below zero.
    """

    words: Cell
    part: float
    below: bool = False
    missing: bool = False


def tints(form: Matrix) -> list[list[Tint]]:
    """Return the cells of a matrix, row by row."""
    parts = [figure for (_, to), figure in form.cells.items() if not form.is_total(to)]
    largest = max((abs(figure.value) for figure in parts if figure.value is not None), default=0.0)
    rows = []
    for at, row in enumerate(laid(form.table("")).rows):
        assert isinstance(row, tuple), "a matrix has no headings between rows"
        made = []
        for to, cell in enumerate(row[1:]):
            figure = form.cells.get((at, to))
            if figure is None:
                made.append(Tint(cell, 0.0, missing=True))
            elif figure.value is None or form.is_total(to):
                # A range alone says no amount, and is not missing; a total is of another size than its parts.
                made.append(Tint(cell, 0.0))
            else:
                made.append(Tint(cell, shade(figure.value, largest), figure.value < 0))
        rows.append(made)
    return rows


def unit(form: Matrix) -> str:
    """Return the unit that all cells share, empty where they differ."""
    from technostate.write.cells import scale_of

    scale = scale_of(form.figures)
    return scale.words if scale else ""


def short(text: Text) -> str:
    """Return a region's code, or the words themselves, for the head of a narrow column."""
    only = pieces(text)
    if len(only) == 1 and isinstance(only[0], Name) and not only[0].text and len(only[0].code) <= 4:
        return only[0].code
    return plain(Cell(only))


def room(form: Matrix) -> float:
    """Return how many em the figures of a matrix need side by side, without the names of its rows."""
    widest = max((text_width(plain(tint.words)) for row in tints(form) for tint in row), default=1.0)
    over = max((min(text_width(word) for word in (short(column), "mmmmm")) for column in form.columns), default=1.0)
    return len(form.columns) * (max(widest, over) + 0.35)


def dense(form: Matrix) -> bool:
    """Return whether a matrix has more columns than a page has room for in words: then only its tints are seen."""
    return room(form) > _PAGE


def drawn_matrix(form: Matrix, caption: str, write: Callable[[Text], Markup]) -> Markup:
    """Return a matrix as a table.

    Parameters
    ----------
    write : callable
        Text → markup.
    """
    wide = room(form)
    tight = wide > _PAGE
    rows: list[Node] = []
    for label, row in zip(form.rows, tints(form), strict=True):
        cells = [
            _cell(tint, column, tight, total=form.is_total(to))
            for to, (tint, column) in enumerate(zip(row, form.columns, strict=True))
        ]
        rows.append(element("tr", element("th", write(label), scope="row", role="rowheader"), cells, role="row"))
    table = element(
        "table",
        element("caption", caption, class_="vh"),
        element("thead", _head(form, write, tight), role="rowgroup"),
        element("tbody", rows, role="rowgroup"),
        class_="mx dense" if tight else "mx many" if wide + 4 > _PHONE else "mx",
        role="table",
    )
    said = f"{'Per cell' if tight else 'In each cell'}: {unit(form)}; the darker, the farther from zero."
    return join(element("p", said, class_="note") if unit(form) else None, table)


def _head(form: Matrix, write: Callable[[Text], Markup], tight: bool) -> Markup:
    """Return the row of the columns' names; where they stand close, those that have room are seen."""
    first = element("th", form.head or unseen(0), scope="col", role="columnheader")
    if not tight:
        coded = len(form.columns) > 5
        names = [_code(column, write) if coded else write(column) for column in form.columns]
        return element(
            "tr", first, [element("th", name, scope="col", role="columnheader") for name in names], role="row"
        )
    texts = [short(column) for column in form.columns]
    found = ranks([at / (len(texts) - 1) for at in range(len(texts))], texts)
    cells = []
    for at, (text, rank) in enumerate(zip(texts, found, strict=True)):
        look = "vh" if rank is None else f"hd o{rank}" if rank else "hd"
        last = " end" if at * 2 > len(texts) else ""
        cells.append(element("th", element("span", text, class_=look + last), scope="col", role="columnheader"))
    return element("tr", first, cells, role="row")


def _cell(tint: Tint, column: Text, tight: bool, *, total: bool) -> Markup:
    label, said = short(column), plain(tint.words)
    hidden = tight or tint.missing
    return element(
        "td",
        element("span", said, class_="vh") if hidden else said,
        class_="self" if tint.missing else "sum" if total else "lo" if tint.below else None,
        style=None if tint.missing else f"--k:{round(tint.part * 100)}%",
        role="cell",
        title=f"{label}: {said}" if tight else None,
        data_label=None if tight else label,
    )


def _code(text: Text, write: Callable[[Text], Markup]) -> Markup:
    only = pieces(text)
    if len(only) == 1 and isinstance(only[0], Name) and len(only[0].code) <= 4 and not only[0].text:
        return element("abbr", write(Name(only[0].code, only[0].code)), title=name(only[0].code))
    return write(text)
