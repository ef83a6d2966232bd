"""The few forms of charts, as typed data: what is drawn, never how. Each gives the table behind it and its words.

A form holds figures, so that the chart, the table behind it, a file of data and the text for a screen reader cannot
differ. How a form is drawn is in `technostate.write.charts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from technostate.evidence.figure import Figure
from technostate.write.blocks import Absent, Column, Group, Name, Row, Table, Text
from technostate.write.cells import laid, plain, scale_of

#: Series that stand side by side in the table behind a chart of lines.
MOST_COLUMNS = 8
#: Days up to this number stand in a table one by one.
MOST_DAYS = 31


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
    """One row of ranges: a figure with its range and, where they are few, the cases behind it."""

    label: Text
    figure: Figure
    region: str = ""
    cases: tuple[float, ...] = ()


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
        Logarithmic axis, for odds.
    zone : Zone or None
        Ground on which figures mean something else, for example ``never pays``.
    """

    rows: tuple[Span | Group, ...]
    head: str = ""
    log: bool = False
    zone: Zone | None = None

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart."""
        rows: tuple[Row, ...] = tuple(r if isinstance(r, Group) else (r.label, r.figure) for r in self.rows)
        return Table(caption, (Column(self.head), Column("")), rows)

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


@dataclass(frozen=True)
class Line:
    """One series of a chart of lines.

    Parameters
    ----------
    label : Text
        Written at its end.
    points : mapping of int to Figure
        Position (a year, a day, a step) → figure, joined by a line; a range is drawn as a band.
    apart : mapping of int to Figure
        Figures of another classification, which no line may join to the others.
    region : str
        Whose colour it takes.
    """

    label: Text
    points: Mapping[int, Figure]
    apart: Mapping[int, Figure] = field(default_factory=dict)
    region: str = ""

    def at(self, position: int) -> Figure | None:
        """Return the figure at a position, joined or apart."""
        return self.points.get(position) or self.apart.get(position)


def _at(line: Line, position: int) -> Text:
    found = line.at(position)
    if found is None:
        return Absent("–")
    return (found, " ◆") if position in line.apart else found


@dataclass(frozen=True)
class Event:
    """A dated upright with words; a marker is no cause."""

    at: int
    words: str


@dataclass(frozen=True)
class Lines:
    """Lines over years, days or named steps.

    Parameters
    ----------
    series : tuple of Line
        All in one unit.
    across : str
        What the positions are: ``year``, ``day``, or words for steps.
    steps : tuple of str
        Names of positions 0, 1, …, where they are steps.
    from_zero : bool
        Whether the axis must show zero.
    joined : bool
        Whether a line joins the points; counts that are few stand as dots with their exact ranges, hollow at zero.
    """

    series: tuple[Line, ...]
    across: str = "year"
    steps: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    from_zero: bool = True
    joined: bool = True

    @property
    def positions(self) -> tuple[int, ...]:
        """Every position with a figure, in order."""
        return tuple(sorted({at for line in self.series for at in (*line.points, *line.apart)}))

    @property
    def written(self) -> tuple[int, ...]:
        """The positions that a table has: of many days the first, every seventh, and the last."""
        every = self.positions
        if self.across != "day" or len(every) <= MOST_DAYS:
            return every
        return tuple(at for at in every if at in (every[0], every[-1]) or at % 7 == 0)

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart, ``◆`` at figures that stand apart.

        A row a position; where there are more series than a table has room for, a row a series, or a row a figure.
        """
        scale = scale_of(self.figures)
        head = self.across.capitalize()
        if len(self.series) <= MOST_COLUMNS:
            columns = (Column(head), *(Column(line.label, scale) for line in self.series))
            return Table(
                caption,
                columns,
                tuple((self._named(at), *(_at(line, at) for line in self.series)) for at in self.written),
            )
        if len(self.positions) <= MOST_COLUMNS:
            columns = (Column(""), *(Column(self._named(at), scale) for at in self.positions))
            return Table(
                caption, columns, tuple((line.label, *(_at(line, at) for at in self.positions)) for line in self.series)
            )
        rows = tuple(
            (line.label, self._named(at), _at(line, at))
            for line in self.series
            for at in sorted((*line.points, *line.apart))
        )
        return Table(caption, (Column(""), Column(head), Column("", scale)), rows)

    def _named(self, at: int) -> str:
        return self.steps[at] if self.steps else str(at)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(found for line in self.series for found in (*line.points.values(), *line.apart.values()))


@dataclass(frozen=True)
class Multiples:
    """The same form several times, small, on one scale.

    Parameters
    ----------
    panels : tuple of (str, Lines)
        Title and lines of each.
    """

    panels: tuple[tuple[str, Lines], ...]

    def table(self, caption: Text) -> Table:
        """Return the table behind the charts, a heading a panel."""
        rows: list[Row] = []
        width = 1 + max((len(panel.series) for _, panel in self.panels), default=0)
        for title, panel in self.panels:
            made = panel.table("")
            rows += [Group(title), *((*row, *("",) * (width - len(row))) for row in made.body)]
        first = self.panels[0][1].table("") if self.panels else None
        return Table(caption, first.columns if first else (Column(""),), tuple(rows), by="row")

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(found for _, panel in self.panels for found in panel.figures)


@dataclass(frozen=True)
class Matrix:
    """Figures by row and column, shaded by amount.

    Parameters
    ----------
    cells : mapping of (int, int) to Figure
        By row and column; what is not there is missing, or has no meaning (a region with itself).
    head : str
        Over the rows' names.
    """

    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: Mapping[tuple[int, int], Figure]
    head: str = ""

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart."""
        scale = scale_of(self.figures)
        rows = tuple(
            (name, *(self.cells.get((at, to), Absent("–")) for to in range(len(self.columns))))
            for at, name in enumerate(self.rows)
        )
        return Table(caption, (Column(self.head), *(Column(name, scale) for name in self.columns)), rows)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(self.cells.values())


@dataclass(frozen=True)
class Tiles:
    """One tile a region, shaded by amount: a map without areas.

    Parameters
    ----------
    figures : tuple of Figure
        Each with its region.
    whole : tuple of str
        Regions that are compared and have no figure of their own.
    """

    figures: tuple[Figure, ...]
    whole: tuple[str, ...] = ()

    def table(self, caption: Text) -> Table:
        """Return the table behind the map, largest first."""
        ordered = sorted(self.figures, key=lambda figure: -(figure.value or 0.0))
        rows: tuple[Row, ...] = tuple((Name(figure.region), figure) for figure in ordered)
        return Table(caption, (Column("Region"), Column("")), rows)


@dataclass(frozen=True)
class Trail:
    """One region's way over the years in a plane of two measures.

    Parameters
    ----------
    points : mapping of int to (Figure, Figure)
        Year → across, up.
    """

    label: Text
    points: Mapping[int, tuple[Figure, Figure]]
    region: str = ""


@dataclass(frozen=True)
class Trails:
    """Ways of regions in a plane of two measures.

    Parameters
    ----------
    across, up : str
        What the two axes are.
    """

    trails: tuple[Trail, ...]
    across: str
    up: str

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart: a row a region and year."""
        rows: list[Row] = []
        for trail in self.trails:
            rows += [Group(trail.label), *((str(year), *trail.points[year]) for year in sorted(trail.points))]
        return Table(caption, (Column("Year"), Column(self.across), Column(self.up)), tuple(rows))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(item for trail in self.trails for pair in trail.points.values() for item in pair)


Form: TypeAlias = Bars | Dumbbell | Ranges | Cases | Lines | Multiples | Matrix | Tiles | Trails


def spoken(form: Form, most: int = 6) -> str:
    """Return a chart in words, for those who cannot see it: the first rows of the table behind it.

    Parameters
    ----------
    most : int
        Rows said; how many more there are is said too.
    """
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


def _known(figure: Figure | None) -> Text:
    return Absent() if figure is None else figure
