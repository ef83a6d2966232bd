"""A form of streams: amounts that pass from stage to stage, each stage as large as the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from technostate.evidence.figure import Figure, value_of
from technostate.write.cells import scale_of
from technostate.write.inline import Text
from technostate.write.tables import Column, Group, Row, Table


@dataclass(frozen=True)
class Stop:
    """A place that streams leave, reach or pass.

    Parameters
    ----------
    key : str
        What streams call it.
    label : Text
        What a reader sees.
    stage : int
        From 0, left to right.
    region : str
        Whose colour the streams that leave it take; of one without, they are grey.
    """

    key: str
    label: Text
    stage: int
    region: str = ""


@dataclass(frozen=True)
class Stream:
    """An amount that passes from one stop to one of the next stage."""

    start: str
    end: str
    figure: Figure


@dataclass(frozen=True)
class Sankey:
    """Streams between stops, their widths in proportion to amounts.

    Parameters
    ----------
    stages : tuple of str
        What the stops of each stage are.
    stops : tuple of Stop
        From top to bottom in each stage.
    streams : tuple of Stream
        In one unit, none below zero.
    """

    stages: tuple[str, ...]
    stops: tuple[Stop, ...]
    streams: tuple[Stream, ...]

    def amount(self, stop: Stop) -> Figure | None:
        """Return what passes a stop: what leaves it, or reaches it where it is the last; None without any stream."""
        passing = [item for item in self.streams if item.start == stop.key] or [
            item for item in self.streams if item.end == stop.key
        ]
        if not passing:
            return None
        return replace(passing[0].figure, value=sum(value_of(item.figure) for item in passing))

    def at(self, stage: int) -> tuple[Stop, ...]:
        """Return the stops of a stage."""
        return tuple(stop for stop in self.stops if stop.stage == stage)

    def leaving(self, stage: int) -> tuple[Stream, ...]:
        """Return the streams that leave a stage, by start and end from top to bottom."""
        place = {stop.key: at for at, stop in enumerate(self.stops)}
        keys = {stop.key for stop in self.at(stage)}
        found = [item for item in self.streams if item.start in keys]
        return tuple(sorted(found, key=lambda item: (place[item.start], place[item.end])))

    def table(self, caption: Text) -> Table:
        """Return the table behind the chart: a heading a pair of stages, a row a stream."""
        label = {stop.key: stop.label for stop in self.stops}
        rows: list[Row] = []
        for stage in range(len(self.stages) - 1):
            rows.append(Group(f"{self.stages[stage]} → {self.stages[stage + 1]}"))
            rows += [(label[item.start], label[item.end], item.figure) for item in self.leaving(stage)]
        columns = Column("From", words=True), Column("To", words=True), Column("", scale_of(self.figures))
        return Table(caption, columns, tuple(rows) if self.streams else ())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(item.figure for item in self.streams)
