"""Forms that are lines: over years, days or steps, alone or several small ones on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from technostate.evidence.figure import Figure
from technostate.write.cells import scale_of
from technostate.write.inline import Absent, Text
from technostate.write.tables import Column, Group, Row, Table

#: Series that stand side by side in the table behind a chart of lines.
MOST_COLUMNS = 8
#: Days up to this number stand in a table one by one.
MOST_DAYS = 31


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
    stems : bool
        Whether each figure is an upright from zero, as where every month has one; the key says which they are.
    """

    label: Text
    points: Mapping[int, Figure]
    apart: Mapping[int, Figure] = field(default_factory=dict)
    region: str = ""
    stems: bool = False

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
    """A dated upright with words; a marker is no cause.

    Parameters
    ----------
    dated : str
        Written for its date, where positions are steps; the position by default.
    """

    at: int
    words: str
    dated: str = ""

    @property
    def told(self) -> str:
        """Its words and its date."""
        return f"{self.words} ({self.dated or self.at})"


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
    head : str
        A word or two over the plane.
    before : Lines or None
        An earlier stretch on a clock of its own, drawn at the left on the same scale: a wide joint parts the two, which
        no line crosses.
    named : bool
        Whether lines have their names at their ends; otherwise the key has them.
    doubted : tuple of int, or None
        First and last position of a stretch that is hatched, for the reason in `doubt`.
    """

    series: tuple[Line, ...]
    across: str = "year"
    steps: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    from_zero: bool = True
    joined: bool = True
    head: str = ""
    before: Lines | None = None
    named: bool = True
    doubted: tuple[int, int] | None = None
    doubt: str = ""

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
        if self.before is not None:
            return self._both(caption, self.before)
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

    def _both(self, caption: Text, before: Lines) -> Table:
        """Return the table of an earlier stretch and of this one, a heading each and a column a series of this one."""
        scale = scale_of(self.figures)
        rows: list[Row] = []
        for part in (before, self):
            of = {line.label: line for line in part.series}
            rows += [Group(part.head)] * bool(part.head)
            rows += [
                (
                    f"{part.across} {part._named(at)}",
                    *(_at(of[line.label], at) if line.label in of else Absent("–") for line in self.series),
                )
                for at in part.written
            ]
        return Table(caption, (Column(""), *(Column(line.label, scale) for line in self.series)), tuple(rows))

    def _named(self, at: int) -> str:
        return self.steps[at] if self.steps else str(at)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        earlier = () if self.before is None else self.before.figures
        return (
            *earlier,
            *(found for line in self.series for found in (*line.points.values(), *line.apart.values())),
        )


@dataclass(frozen=True)
class Multiples:
    """The same form several times, small, on one scale or each on its own.

    Parameters
    ----------
    panels : tuple of (Text, Lines)
        Title and lines of each.
    apart : bool
        Whether each has a scale of its own, so that paths may be compared and levels only by their figures.
    """

    panels: tuple[tuple[Text, Lines], ...]
    apart: bool = False

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
