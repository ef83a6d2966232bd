"""A row chart as a table of a page: label, plot and words in each row, so that it can be read without the plot."""

from __future__ import annotations

from collections.abc import Callable

from technostate.write.cells import Cell, Words, plain, plain_piece
from technostate.write.charts import fluid
from technostate.write.charts.labels import text_width
from technostate.write.charts.marks import Panel
from technostate.write.charts.rows import Drawn, RowChart, tick_labels
from technostate.write.inline import Text
from technostate.write.markup import Markup, Node, element, escape, join, unseen
from technostate.write.tables import Group

#: Turns inline pieces into markup, as the page's writer does (its citations are numbered there).
Write = Callable[[Text], Markup]
#: What a page says of a figure on demand.
Explain = Callable[[Words], str]
#: Em of a table's text that one em of the estimated width takes, and room between columns.
_FONT, _GAP = 0.9, 0.7


def table(chart: RowChart, caption: str, write: Write, explain: Explain | None = None) -> Markup:
    """Return a row chart as markup: the key, then the table.

    Parameters
    ----------
    caption : str
        For those who cannot see the title.
    write : callable
        Text → markup.
    explain : callable, optional
        What is said of a figure on demand.
    """
    told: set[str] = set()
    narrow, wide = _widths(chart)
    longest = max((text_width(plain_text(row.label)) for row in chart.rows if isinstance(row, Drawn)), default=4.0)
    label = min(max(longest, text_width(plain(chart.heads[0])) * 0.85, 4.0) * _FONT + 0.4, 22)
    # Slim rows leave a phone's plot some room beside labels and words.
    over = label + sum(float(width.removesuffix("em")) for width in narrow)
    style = f"--lw:{label:.3g}em;--cn:{' '.join(narrow)};--cw:{' '.join(wide)};--grid:{_grid(chart)}"
    body = [
        _group(row, write, len(chart.heads) - 1) if isinstance(row, Group) else _row(row, chart, write, explain, told)
        for row in chart.rows
    ]
    made = element(
        "table",
        element("caption", caption, class_="vh"),
        element("thead", _head(chart), role="rowgroup"),
        element("tbody", body, role="rowgroup"),
        class_="rows tall" if chart.tall else "rows" if over > 13 else "rows slim",
        role="table",
        style=style,
    )
    return join(fluid.key(chart.keys), made)


def plain_text(text: Text) -> str:
    """Return inline pieces as plain words.

    Examples
    --------
    >>> plain_text(("in ", "2022"))
    'in 2022'
    """
    return "".join(plain_piece(piece) for piece in text) if isinstance(text, tuple) else plain_piece(text)


def value(cell: Cell, write: Write, *, open_said: bool = False) -> Markup:
    """Return the words of a figure for a narrow column: number, and its range set apart.

    Parameters
    ----------
    open_said : bool
        Whether the open sign is seen beside the label; then only software that reads aloud meets it here.
    """
    parts: list[Node] = []
    for piece in cell.pieces:
        if not isinstance(piece, Words):
            parts.append(write(piece))
            continue
        opened = None
        if piece.open:
            words = f"; {piece.open}" if piece.range else piece.open
            opened = element("span", words, class_="vh") if open_said else escape(words)
        parts += [
            element("span", piece.value, class_="num"),
            element("span", " (", piece.range or None, opened, ")", class_="rg") if piece.range or opened else None,
            element("span", f", {piece.year}", class_="old" if piece.old else "yr") if piece.year else None,
        ]
    return join(*parts)


def _head(chart: RowChart) -> Markup:
    labels = tick_labels(chart.ticks, 0.65)
    cells = [
        element("th", plain(chart.heads[0]) or unseen(0), scope="col", role="columnheader"),
        element(
            "th", element("span", "Chart", class_="vh"), fluid.svg(Panel(1.3, labels)),
            scope="col", role="columnheader", class_="plot",
        ),
        *(
            element("th", plain(head) or unseen(1), scope="col", role="columnheader", class_="v")
            for head in chart.heads[1:]
        ),
    ]  # fmt: skip
    return element("tr", cells, role="row")


def _row(row: Drawn, chart: RowChart, write: Write, explain: Explain | None, told: set[str]) -> Markup:
    opened = element("span", " sign open", class_="op", aria_hidden="true") if row.open else None
    cells = [
        element("th", write(row.label), opened, scope="row", role="rowheader"),
        element("td", fluid.svg(row.panel), role="cell", class_="plot"),
    ]
    for head, cell in zip(chart.heads[1:], row.words, strict=True):
        # A bare per cent sign stands on the axis; other units and heads are said where the head is far.
        label = plain(head) if chart.tall and len(plain(head)) > 2 else None
        said = next((explain(piece) for piece in cell.pieces if explain and isinstance(piece, Words)), "")
        # The keyboard stops once at figures of which the same is said.
        alike = said.partition(": ")[2]
        stop = 0 if alike and alike not in told else None
        told.add(alike)
        cells.append(
            element(
                "td", value(cell, write, open_said=row.open), role="cell", class_="v f" if said else "v",
                data_label=label or None, title=said or None, tabindex=stop,
            )
        )  # fmt: skip
    return element("tr", cells, role="row")


def _group(group: Group, write: Write, columns: int) -> Markup:
    return element(
        "tr",
        element("th", write(group.title), scope="rowgroup", role="rowheader"),
        element("td", role="cell", class_="plot"),
        role="row",
        class_="h",
    )


def _grid(chart: RowChart) -> str:
    """Return the uprights of the axis as a background of cells, so that they run through rows of any height."""
    layers = []
    for base in (True, False):
        for tick in chart.ticks:
            if tick.base is base:
                colour = "var(--ink)" if base else "var(--line)"
                layers.append(
                    f"linear-gradient({colour},{colour}) {tick.at * 100:.4g}% 0/1px 100% no-repeat content-box"
                )
    if chart.zone:
        at = chart.zone[0] * 100
        layers.append(
            f"linear-gradient(90deg,transparent {at:.4g}%,var(--never) {at:.4g}%) 0 0/100% 100% no-repeat content-box"
        )
    return ",".join(layers)


def _widths(chart: RowChart) -> tuple[list[str], list[str]]:
    """Return the widths of the columns of words: with the range below the number, and beside it."""
    narrow, wide = [], []
    for at, head in enumerate(chart.heads[1:]):
        cells = [row.words[at] for row in chart.rows if isinstance(row, Drawn)]
        over = max((text_width(word) for word in plain(head).split()), default=0.0) * 0.85
        under = max((_width(cell, stacked=True) for cell in cells), default=0.0)
        full = max((_width(cell, stacked=False) for cell in cells), default=0.0)
        narrow.append(f"{max(over, under) * _FONT + _GAP:.3g}em")
        wide.append(f"{max(over, full) * _FONT + _GAP:.3g}em")
    return narrow, wide


def _width(cell: Cell, *, stacked: bool) -> float:
    total = 0.0
    for piece in cell.pieces:
        if not isinstance(piece, Words):
            total += text_width(plain_piece(piece))
            continue
        number, beside = text_width(piece.value), text_width(f"({piece.range})") if piece.range else 0.0
        total += max(number, beside) if stacked else number + beside + 0.3
    return total
