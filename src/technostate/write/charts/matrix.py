"""A matrix: a table whose cells are tinted by amount; on a phone its rows become short lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from technostate.write.blocks import Absent, Name, Text, pieces
from technostate.write.cells import Cell, laid, plain
from technostate.write.charts.colours import shade
from technostate.write.charts.labels import text_width
from technostate.write.forms import Matrix
from technostate.write.markup import Markup, Node, element, join
from technostate.write.names import name

#: Em that a phone has for a matrix; wider ones become lists there.
_PHONE = 32.0


@dataclass(frozen=True)
class Tint:
    """One cell of a matrix.

    Parameters
    ----------
    part : float
        How strongly it is tinted; 0 for what is missing.
    below : bool
        Whether the figure lies below zero.
    """

    words: Cell
    part: float
    below: bool = False
    missing: bool = False


def tints(form: Matrix) -> list[list[Tint]]:
    """Return the cells of a matrix, row by row."""
    largest = max((abs(figure.value) for figure in form.figures if figure.value is not None), default=0.0)
    rows = []
    for at, row in enumerate(laid(form.table("")).rows):
        assert isinstance(row, tuple), "a matrix has no headings between rows"
        made = []
        for to, cell in enumerate(row[1:]):
            figure = form.cells.get((at, to))
            if figure is None:
                made.append(Tint(cell, 0.0, missing=True))
            else:
                value = figure.value or 0.0
                made.append(Tint(cell, shade(value, largest), value < 0))
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


def drawn_matrix(form: Matrix, caption: str, write: Callable[[Text], Markup]) -> Markup:
    """Return a matrix as a table.

    Parameters
    ----------
    write : callable
        Text → markup.
    """
    coded = len(form.columns) > 5
    heads = [_code(column, write) if coded else write(column) for column in form.columns]
    names = [plain(Cell(pieces(column))) for column in form.columns]
    made = tints(form)
    widest = max((text_width(plain(tint.words)) for row in made for tint in row), default=1.0)
    over = max(
        (text_width(short(column) if coded else word) for column, word in zip(form.columns, names, strict=True)),
        default=1.0,
    )
    many = len(form.columns) * (max(widest, over) + 0.35) + 4 > _PHONE
    said = unit(form)
    head = element(
        "tr",
        element("th", form.head or element("span", "Row", class_="vh"), scope="col", role="columnheader"),
        [element("th", text, scope="col", role="columnheader") for text in heads],
        role="row",
    )
    rows: list[Node] = []
    for label, row in zip(form.rows, made, strict=True):
        cells = [_cell(tint, column) for tint, column in zip(row, form.columns, strict=True)]
        rows.append(
            element("tr", element("th", _row_head(label, write), scope="row", role="rowheader"), cells, role="row")
        )
    table = element(
        "table",
        element("caption", caption, class_="vh"),
        element("thead", head, role="rowgroup"),
        element("tbody", rows, role="rowgroup"),
        class_="mx many" if many else "mx",
        role="table",
    )
    note = element("p", f"In each cell: {said}; the darker, the farther from zero.", class_="note") if said else None
    return join(note, table)


def _cell(tint: Tint, column: Text) -> Markup:
    label = short(column)
    if tint.missing:
        return element(
            "td", element("span", plain(tint.words), class_="vh"), class_="self", role="cell", data_label=label
        )
    return element(
        "td",
        plain(tint.words),
        class_="lo" if tint.below else None,
        style=f"--k:{round(tint.part * 100)}%",
        role="cell",
        data_label=label,
    )


def _code(text: Text, write: Callable[[Text], Markup]) -> Markup:
    only = pieces(text)
    if len(only) == 1 and isinstance(only[0], Name) and len(only[0].code) <= 4 and not only[0].text:
        return element("abbr", write(Name(only[0].code, only[0].code)), title=name(only[0].code))
    return write(text)


def _row_head(text: Text, write: Callable[[Text], Markup]) -> Markup:
    return write(text) if pieces(text) else write(Absent(""))
