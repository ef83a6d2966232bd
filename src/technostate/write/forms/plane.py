"""Forms in a plane: a matrix, tiles on a map, ways between two measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.evidence.figure import Figure, value_of
from technostate.write.cells import scale_of
from technostate.write.inline import Absent, Name, Text
from technostate.write.tables import Column, Group, Row, Table


@dataclass(frozen=True)
class Matrix:
    """Figures by row and column, shaded by amount.

    Parameters
    ----------
    cells : mapping of (int, int) to Figure
        By row and column; what is not there is missing, or has no meaning (a region with itself).
    head : str
        Over the rows' names.
    totals : int
        Columns at the end that are totals of more than the others show: ruled off, and not shaded.
    """

    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: Mapping[tuple[int, int], Figure]
    head: str = ""
    totals: int = 0

    def is_total(self, column: int) -> bool:
        """Return whether a column is a total."""
        return column >= len(self.columns) - self.totals

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
        rows: tuple[Row, ...] = tuple((Name(figure.region), figure) for figure in self.ordered)
        return Table(caption, (Column("Region"), Column("")), rows)

    @property
    def ordered(self) -> tuple[Figure, ...]:
        """The figures, largest first; one whose range alone is known comes last."""
        known = [figure for figure in self.figures if figure.value is not None]
        unknown = (figure for figure in self.figures if figure.value is None)
        return (*sorted(known, key=value_of, reverse=True), *unknown)


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
