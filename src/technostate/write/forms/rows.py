"""Forms that are rows: bars, pairs, ranges and cases, each a table with a plot in it."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.evidence.figure import Figure
from technostate.notation import Scale
from technostate.write.inline import Absent, Text
from technostate.write.tables import Column, Group, Row, Table

#: Odds as numbers: per cent would hide what 1 means on their axis.
ODDS = Scale(1.0, 2, "")


@dataclass(frozen=True)
class Bar:
    """One bar: its label and figure; `region` gives its colour."""

    label: Text
    figure: Figure
    region: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from zero, one a row.

    Parameters
    ----------
    rows : tuple of Bar
        All in one unit.
    head : str
        Over the labels.
    """

    rows: tuple[Bar, ...]
    head: str = ""

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart."""
        return Table(caption, (Column(self.head), Column("")), tuple((r.label, r.figure) for r in self.rows))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(row.figure for row in self.rows)


@dataclass(frozen=True)
class Pair:
    """One row of a dumbbell; a side without a figure is missing and drawn as such."""

    label: Text
    first: Figure | None
    second: Figure | None


@dataclass(frozen=True)
class Dumbbell:
    """Two figures a row, joined by a line.

    Parameters
    ----------
    names : tuple of two Text
        What the two are.
    regions : tuple of two str
        Whose colours they take.
    head : str
        Over the labels.
    """

    rows: tuple[Pair, ...]
    names: tuple[Text, Text]
    regions: tuple[str, str]
    head: str = ""

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart."""
        columns = Column(self.head), *(Column(name) for name in self.names)
        return Table(caption, columns, tuple((r.label, _known(r.first), _known(r.second)) for r in self.rows))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(item for row in self.rows for item in (row.first, row.second) if item is not None)


@dataclass(frozen=True)
class Span:
    """One row of ranges: a figure with its range and, where they are few, the cases behind it.

    Parameters
    ----------
    beside : tuple of Text
        What stands behind the figure in words, a cell for each of `Ranges.beside`.
    """

    label: Text
    figure: Figure
    region: str = ""
    cases: tuple[float, ...] = ()
    beside: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Zone:
    """A tinted ground from a value on, in the unit of the figures, with what it means there."""

    start: float
    words: str


@dataclass(frozen=True)
class Ranges:
    """A range and its middle a row; zero is drawn, and a sign that is open is drawn and said.

    Parameters
    ----------
    rows : tuple of Span, or Group
        All in one unit; a group is a heading over the rows that follow.
    head : str
        Over the labels.
    log : bool
        Logarithmic axis, for odds, which are written as numbers.
    zone : Zone or None
        Ground on which figures mean something else, for example ``never pays``.
    beside : tuple of str
        Heads of columns of words behind the figures, which no plot shows.
    """

    rows: tuple[Span | Group, ...]
    head: str = ""
    log: bool = False
    zone: Zone | None = None
    beside: tuple[str, ...] = ()

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart."""
        rows: tuple[Row, ...] = tuple(r if isinstance(r, Group) else (r.label, r.figure, *r.beside) for r in self.rows)
        return Table(
            caption, (Column(self.head), Column("", ODDS if self.log else None), *map(Column, self.beside)), rows
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """The rows without headings."""
        return tuple(row for row in self.rows if isinstance(row, Span))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(span.figure for span in self.spans)


@dataclass(frozen=True)
class Cases:
    """A dot for each case, stacked, over the range and the middle: one panel a row.

    Parameters
    ----------
    rows : tuple of Span
        With their cases.
    """

    rows: tuple[Span, ...]

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart: middle, range, and in how many cases a loss."""
        rows = tuple(
            (row.label, row.figure, f"{sum(case < 0 for case in row.cases)} of {len(row.cases)}") for row in self.rows
        )
        return Table(caption, (Column(""), Column(""), Column("below zero in")), rows)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(row.figure for row in self.rows)


def _known(figure: Figure | None) -> Text:
    return Absent() if figure is None else figure
