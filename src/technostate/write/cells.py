"""Figures become words here, for every writer: scale, places, unit, range, an open sign, year and age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from technostate import notation
from technostate.evidence.figure import Figure
from technostate.notation import Scale
from technostate.write.inline import Absent, Cite, Inline, Mark, Name, Shown, Term, Text, pieces
from technostate.write.names import name
from technostate.write.tables import Column, Group, Table

#: Years after which a figure's age is written beside it.
OLD = 5
OPEN = "sign open"


@dataclass(frozen=True)
class Words:
    """A figure in words, in the parts that a writer may set apart.

    Parameters
    ----------
    value : str
        Number with its unit, where the unit is not said elsewhere; ``–`` where only the range is known.
    range : str
        ``−5.7 to +0.7``; empty without one.
    open : str
        ``sign open`` where the sign is not settled, else empty.
    year : str
        Year, and age where the figure is old; empty where it is not to be written.
    figure : Figure, optional
        What is said, for writers that can say more of it on demand.
    """

    value: str
    range: str = ""
    open: str = ""
    year: str = ""
    old: bool = False
    figure: Figure | None = field(default=None, compare=False, repr=False)

    def line(self) -> str:
        """Return all parts in one line.

        Examples
        --------
        >>> Words("−1.2", "−5.7 to +0.7", "sign open").line()
        '−1.2 (−5.7 to +0.7; sign open)'
        """
        beside = "; ".join(part for part in (self.range, self.open) if part)
        year = f", {self.year}" if self.year else ""
        return f"{self.value} ({beside}){year}" if beside else f"{self.value}{year}"


def scale_of(figures: Iterable[Figure]) -> Scale | None:
    """Return one scale for figures of one unit, None where there are none or their units differ.

    Where no middle is known the ends of ranges count.
    """
    given = tuple(figures)
    if len({figure.unit for figure in given}) != 1:
        return None
    middles = [figure.value for figure in given if figure.value is not None]
    ends = [end for figure in given for end in (figure.low, figure.high) if end is not None]
    return notation.scale(middles or ends, given[0].unit)


def words(figure: Figure, scale: Scale | None = None, *, unit: bool = True, ages_to: int | None = None) -> Words:
    """Return a figure in words.

    Parameters
    ----------
    scale : Scale, optional
        Shared with the figures it is compared with; its own by default.
    unit : bool
        Whether the unit is written after the number.
    ages_to : int, optional
        The year to which ages refer; without one no year is written.
    """
    shown = scale or scale_of([figure])
    assert shown is not None, "one figure has one unit"
    after = shown.unit_after() if unit else ""
    span = figure.range
    both = () if span is None else (span.low, span.high)
    shown = shown.finer(figure.value, both)
    value = shown.text(figure.value) + ("" if figure.value is None else after)
    ends = "" if span is None or span.low == span.high else shown.ends(span.low, span.high)
    if figure.value is None and span is not None and span.low == span.high:
        value = shown.text(span.low) + after
    if both and (nothing := shown.nothing(figure.value, both)):
        value, ends = nothing + after, ""
    year, old = "", False
    if ages_to is not None and figure.year is not None:
        age = ages_to - figure.year
        old = age > OLD
        year = f"{figure.year}, {age} years old" if old else str(figure.year)
    return Words(value, ends, OPEN if figure.open else "", year, old, figure)


def inline_words(piece: Figure | Shown) -> Words:
    """Return a figure that stands in running text, with its unit."""
    if isinstance(piece, Shown):
        return words(piece.figure, piece.scale, ages_to=piece.ages_to)
    return words(piece)


@dataclass(frozen=True)
class Cell:
    """One cell ready for a writer: inline pieces, in which figures are already words."""

    pieces: tuple[Inline | Words, ...]

    @property
    def numeric(self) -> bool:
        """Whether the cell is a figure and nothing else."""
        return len(self.pieces) == 1 and isinstance(self.pieces[0], Words)


def plain(cell: Cell) -> str:
    """Return a cell as plain words, without sources.

    Examples
    --------
    >>> plain(Cell((Name("CHN"), ": ", Words("9.4 %"))))
    'China: 9.4 %'
    """
    return "".join(plain_piece(piece) for piece in cell.pieces)


def plain_piece(piece: Inline | Words) -> str:
    """Return one inline piece as plain words; a citation has none."""
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Words):
        return piece.line()
    if isinstance(piece, Figure | Shown):
        return inline_words(piece).line()
    if isinstance(piece, Name):
        return piece.text or name(piece.code)
    if isinstance(piece, Absent):
        return piece.why
    if isinstance(piece, Mark):
        return piece.word
    if isinstance(piece, Term):
        return f"{piece.text} ({piece.gloss})"
    return "" if isinstance(piece, Cite) else piece.text


@dataclass(frozen=True)
class Laid:
    """A table ready for a writer: heads with their units, and rows of cells or headings between them.

    Parameters
    ----------
    numeric : tuple of bool
        Which columns hold numbers, which stand on the right.
    wrapped : tuple of bool
        Which columns may be wrapped.
    caption : tuple of Inline
        With the unit, where all columns of figures share it.
    """

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...] | Group, ...]
    numeric: tuple[bool, ...]
    wrapped: tuple[bool, ...]
    caption: Cell


def laid(table: Table, most: int | slice | None = None) -> Laid:
    """Return a table with every figure in words, by the scales that its rows or columns share.

    Parameters
    ----------
    most : int or slice, optional
        Rows that are laid out, headings between them included; all by default. Scales are those of the whole table.
    """
    body = table.body
    scales = [
        _column_scale(column, [row[at] for row in body if at < len(row)]) for at, column in enumerate(table.columns)
    ]
    units = [scale.words for scale in scales if scale is not None] if table.by == "column" else []
    shared = units[0] if len(units) > 1 and len(set(units)) == 1 else ""
    heads = [
        Cell(_with_unit(pieces(column.title), "" if shared or scale is None or table.by != "column" else scale.words))
        for column, scale in zip(table.columns, scales, strict=True)
    ]
    rows: list[tuple[Cell, ...] | Group] = []
    for row in table.rows[most if isinstance(most, slice) else slice(most)]:
        if isinstance(row, Group):
            rows.append(row)
            continue
        by_row = scale_of(_figures(row)) if table.by == "row" else None
        cells = []
        for at, text in enumerate(row):
            column = table.columns[at]
            by_column = scales[at] if table.by == "column" else None
            scale = column.scale or by_column or by_row
            made = _cell(text, scale, unit=by_column is None, ages_to=column.ages_to)
            cells.append(made if column.signs else _unsigned(made))
        rows.append(tuple(cells))
    filled = [
        [row[at] for row in rows if not isinstance(row, Group) and at < len(row)] for at in range(len(table.columns))
    ]
    numeric = tuple(
        any(cell.numeric for cell in column) and all(cell.numeric or _short(cell) for cell in column)
        for column in filled
    )
    caption = Cell(_with_unit(pieces(table.caption), shared))
    return Laid(tuple(heads), tuple(rows), numeric, tuple(column.words for column in table.columns), caption)


def _with_unit(title: tuple[Inline, ...], unit: str) -> tuple[Inline, ...]:
    """Return a head or caption with its unit, which is not said twice."""
    said = " ".join(piece for piece in title if isinstance(piece, str))
    if not unit or unit in said:
        return title
    return (*title, f", {unit}") if title else (unit,)


def _short(cell: Cell) -> bool:
    return not cell.pieces or not any(isinstance(piece, str) and len(piece) > 3 for piece in cell.pieces)


def _column_scale(column: Column, cells: Sequence[Text]) -> Scale | None:
    """Return the scale of a column: its own, or the one that suits all its bare figures."""
    found = [figure for cell in cells for figure in _figures((cell,))]
    if column.scale is not None:
        return column.scale if found else None
    return scale_of(found)


def _figures(cells: Sequence[Text]) -> list[Figure]:
    return [piece for cell in cells for piece in pieces(cell) if isinstance(piece, Figure)]


def _unsigned(cell: Cell) -> Cell:
    return Cell(tuple(replace(piece, open="") if isinstance(piece, Words) else piece for piece in cell.pieces))


def _cell(text: Text, scale: Scale | None, *, unit: bool, ages_to: int | None) -> Cell:
    made: list[Inline | Words] = []
    for piece in pieces(text):
        if isinstance(piece, Figure):
            made.append(words(piece, scale, unit=unit or scale is None, ages_to=ages_to))
        elif isinstance(piece, Shown):
            made.append(words(piece.figure, piece.scale, unit=unit, ages_to=ages_to or piece.ages_to))
        else:
            made.append(piece)
    return Cell(tuple(made))
