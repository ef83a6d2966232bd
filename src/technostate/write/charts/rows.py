"""Row charts (bars, dumbbells, ranges, cases): an axis, and for each row its label, its marks and its words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from technostate.evidence.figure import Figure
from technostate.notation import Scale
from technostate.write.cells import Cell, laid, plain, scale_of
from technostate.write.charts.axis import Axis, Tick, ends, linear, logarithmic
from technostate.write.charts.colours import hue
from technostate.write.charts.marks import Arrow, Box, Dot, Key, Label, Mark, Panel, Rule
from technostate.write.charts.ticks import anchor, ranks
from technostate.write.forms import Bar, Bars, Cases, Dumbbell, Pair, Ranges, Span
from technostate.write.inline import Text, pieces
from technostate.write.tables import Group

#: Height of a row in em.
ROW = 1.5
_MIDDLE = ROW / 2
#: Cases up to which each has a dot of its own; bins of the heap; most em that a heap of dots takes.
_DOTS, _BINS, _HEAP = 160, 40, 8.0
#: How ranges between two deciles are said.
_BAND = "p10 to p90"
#: Used where the figures of a chart differ in unit or there are none: numbers as they are.
_BARE = Scale(1.0, 1, "")


@dataclass(frozen=True)
class Drawn:
    """One row: its label, marks and words.

    Parameters
    ----------
    open : bool
        Whether its sign is open, which is said beside its label.
    """

    label: Text
    panel: Panel
    words: tuple[Cell, ...]
    open: bool = False


@dataclass(frozen=True)
class RowChart:
    """A row chart, to be written as a table or into a file.

    Parameters
    ----------
    heads : tuple of Cell
        Over the labels and over each column of words.
    zone : tuple of (float, str) or None
        Where a tinted ground begins (0 to 1), and what it is.
    tall : bool
        Whether the rows hold heaps of cases.
    """

    heads: tuple[Cell, ...]
    axis: Axis
    rows: tuple[Drawn | Group, ...]
    keys: tuple[Key, ...] = ()
    zone: tuple[float, str] | None = None
    tall: bool = False

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Ticks of the axis, those with words and those without."""
        return self.axis.ticks


def row_chart(form: Bars | Dumbbell | Ranges | Cases) -> RowChart:
    """Return a row chart of a form."""
    ready = laid(form.table(""))
    scale = scale_of(form.figures) or _BARE
    if isinstance(form, Bars):
        axis = linear(ends(form.figures), scale)
        panels = [_bar(row, axis) for row in form.rows]
    elif isinstance(form, Dumbbell):
        axis = linear(ends(form.figures), scale)
        panels = [_pair(row, form.regions, axis) for row in form.rows]
    elif isinstance(form, Ranges):
        known = ends(form.figures)
        axis = (
            logarithmic(known, scale, odds=form.figures[0].unit == "1") if form.log and known else linear(known, scale)
        )
        panels = [_span(row, axis) for row in form.spans]
    else:
        axis = linear(_case_ends(form.rows), scale)
        panels = [_heap(row, axis, scale) for row in form.rows]
    drawn, at = list[Drawn | Group](), 0
    for given, row in zip(form.rows, ready.rows, strict=True):
        if isinstance(row, Group) or isinstance(given, Group):
            drawn.append(row if isinstance(row, Group) else Group(""))
            continue
        drawn.append(Drawn(given.label, panels[at], row[1:], _is_open(given)))
        at += 1
    zone = form.zone if isinstance(form, Ranges) and form.zone and axis.at(form.zone.start) < 1 else None
    return RowChart(
        ready.heads,
        axis,
        tuple(drawn),
        (*_unit(plain(ready.caption)), *_keys(form)),
        (axis.at(zone.start), zone.words) if zone else None,
        isinstance(form, Cases),
    )


def tick_labels(ticks: Sequence[Tick], y: float) -> list[Label]:
    """Return the words of ticks along an axis, those that never have room left out.

    Parameters
    ----------
    y : float
        Where they stand, em.
    """
    base = [number for number, tick in enumerate(ticks) if tick.base]
    found = ranks([tick.at for tick in ticks], [tick.text for tick in ticks], base)
    return [
        Label(tick.at, y, tick.text, "soft", anchor(tick.at), rank=rank)
        for tick, rank in zip(ticks, found, strict=True)
        if rank is not None
    ]


def _is_open(row: Bar | Pair | Span) -> bool:
    return isinstance(row, Span | Bar) and row.figure.open


def _bar(row: Bar, axis: Axis) -> Panel:
    colour = hue(row.region)
    if row.figure.value is None:
        return Panel(ROW, _range(row.figure, axis, colour))
    low, high = sorted((axis.at(row.figure.value), axis.base))
    marks: list[Mark] = [Box(low, 0.28, high, ROW - 0.28, "fill", colour)]
    if row.figure.range is not None:
        left, right = axis.at(row.figure.range.low), axis.at(row.figure.range.high)
        marks.append(Rule(left, _MIDDLE, right, _MIDDLE, "dash" if row.figure.open else "thin", "ink"))
    return Panel(ROW, marks)


def _pair(row: Pair, regions: tuple[str, str], axis: Axis) -> Panel:
    colours = hue(regions[0], 1), hue(regions[1])
    given = [(item, colour) for item, colour in zip((row.first, row.second), colours, strict=True) if item is not None]
    if not given:
        return Panel(ROW, [Box(0.0, 0.35, 1.0, ROW - 0.35, "hz")])
    marks: list[Mark] = []
    known = [(item.value, item, colour) for item, colour in given if item.value is not None]
    if len(known) == 2:
        one, two = axis.at(known[0][0]), axis.at(known[1][0])
        marks.append(Rule(one, _MIDDLE, two, _MIDDLE, "thin", colours[known[1][0] > known[0][0]]))
    for item, colour in given:
        if item.range is not None:
            marks += _band(item, axis, colour)
        if item.value is not None:
            marks.append(Dot(axis.at(item.value), _MIDDLE, "open" if item.open else "dot", colour))
    return Panel(ROW, marks)


def _span(row: Span, axis: Axis) -> Panel:
    return Panel(ROW, _range(row.figure, axis, hue(row.region)))


def _range(figure: Figure, axis: Axis, colour: str, y: float = _MIDDLE) -> list[Mark]:
    """Return the marks of a range and its middle; dashed and hollow where the sign is open."""
    marks = _band(figure, axis, colour, y)
    if figure.value is None:
        return marks
    at = axis.at(figure.value)
    if figure.open:
        marks.append(Dot(at, y, "open", colour))
    elif figure.range is None:
        marks.append(Dot(at, y, "dot", colour))
    else:
        marks.append(Rule(at, y - 0.48, at, y + 0.48, "mid", colour))
    return marks


def _band(figure: Figure, axis: Axis, colour: str, y: float = _MIDDLE) -> list[Mark]:
    if figure.range is None:
        return []
    low, high = figure.range.low, figure.range.high
    left, right = axis.at(low), axis.at(high)
    marks: list[Mark] = [Rule(left, y, right, y, "dash" if figure.open else "rng", colour)]
    if math.isinf(high) or (axis.log and high > axis.high * 1.0001):
        marks.append(Arrow(1.0, y, True, colour))
    if math.isinf(low) or (axis.log and low < axis.low * 0.9999):
        marks.append(Arrow(0.0, y, False, colour))
    return marks


def _case_ends(rows: Sequence[Span]) -> list[float]:
    """Return what an axis of cases must cover: middles and ranges, and cases no farther than half of that beyond."""
    known = ends(row.figure for row in rows)
    cases = [case for row in rows for case in row.cases if math.isfinite(case)]
    if not known:
        return cases
    low, high = min(known), max(known)
    room = (high - low) * 0.5 or abs(high) * 0.5
    return [*known, *(case for case in cases if low - room <= case <= high + room)]


def _heap(row: Span, axis: Axis, scale: Scale) -> Panel:
    """Return a heap of cases over the range and the middle; cases beyond the axis are counted in words at its ends."""
    colour = hue(row.region)
    inside = [case for case in row.cases if axis.low <= case <= axis.high]
    bins: dict[int, int] = {}
    for case in inside:
        at = min(int(axis.at(case) * _BINS), _BINS - 1)
        bins[at] = bins.get(at, 0) + 1
    most = max(bins.values(), default=0)
    step = min(0.46, _HEAP / max(most, 1))
    height = max(most * step, 1.0) + 1.6
    floor = height - 0.9
    marks: list[Mark] = []
    for at, count in sorted(bins.items()):
        middle = (at + 0.5) / _BINS
        if len(row.cases) > _DOTS:
            marks.append(Box(at / _BINS, floor - count * step, (at + 0.9) / _BINS, floor, "fill", colour))
        else:
            marks += [Dot(middle, floor - (up + 0.5) * step, "fill", colour, 0.2) for up in range(count)]
    marks += _range(row.figure, axis, colour, height - 0.45)
    below = [case for case in row.cases if case < axis.low]
    above = [case for case in row.cases if case > axis.high]
    if below:
        marks.append(Label(0.0, 0.5, f"{len(below)} lower, to {scale.text(min(below))}", colour, strong=True))
    if above:
        words = f"{len(above)} higher, to {scale.text(max(above))}"
        marks.append(Label(1.0, 0.5 if not below else 1.6, words, colour, "end", strong=True))
    return Panel(height, marks)


def _unit(shared: str) -> tuple[Key, ...]:
    """Return what says the unit that several columns share; a short one stands on the axis."""
    return (Key((), f"in {shared}"),) if len(shared) > 2 else ()


def _keys(form: Bars | Dumbbell | Ranges | Cases) -> tuple[Key, ...]:
    """Return what explains the kinds of marks that a form draws."""
    keys: list[Key] = []
    if isinstance(form, Dumbbell):
        colours = hue(form.regions[0], 1), hue(form.regions[1])
        for name, colour in zip(form.names, colours, strict=True):
            keys.append(Key([Dot(0.5, 0.5, "dot", colour)], plain(Cell(pieces(name)))))
    if isinstance(form, Cases):
        if any(len(row.cases) <= _DOTS for row in form.rows):
            keys.append(Key([Dot(0.5, 0.5, "fill", "other", 0.2)], "one case"))
        if any(len(row.cases) > _DOTS for row in form.rows):
            keys.append(Key([Box(0.4, 0.0, 0.6, 1.0, "fill", "other")], "cases, by number"))
    keys += range_keys(form.figures, isinstance(form, Ranges | Cases))
    if isinstance(form, Ranges) and form.zone:
        keys.append(Key([Box(0.0, 0.0, 1.0, 1.0, "nv")], form.zone.words))
    return tuple(keys)


def _common(over: Iterable[str]) -> str:
    """Return what ranges over different cases have in common."""
    return _BAND if all(words.startswith(_BAND) for words in over) else "range"


def range_keys(figures: Iterable[Figure], middle: bool = True) -> tuple[Key, ...]:
    """Return what explains ranges: what they are over, the mark of the middle, and an open sign.

    Parameters
    ----------
    middle : bool
        Whether the middle of a range is drawn as an upright.
    """
    ranged = [figure for figure in figures if figure.range is not None]
    settled = [figure for figure in ranged if not figure.open]
    keys: list[Key] = []
    if settled:
        over = dict.fromkeys(figure.range.over for figure in settled if figure.range is not None)
        words = next(iter(over)) if len(over) == 1 and next(iter(over)) else _common(over)
        keys.append(Key([Rule(0.15, 0.5, 0.85, 0.5, "rng", "other")], words))
        if middle and any(figure.value is not None for figure in settled):
            middle_is = "median" if words.startswith(_BAND) else "estimate" if words.startswith("95 %") else "middle"
            keys.append(Key([Rule(0.5, 0.0, 0.5, 1.0, "mid", "other")], middle_is))
    if len(settled) < len(ranged):
        marks: list[Mark] = [Rule(0.05, 0.5, 0.95, 0.5, "dash", "other"), Dot(0.5, 0.5, "open", "other", 0.3)]
        keys.append(Key(marks, "sign open: not settled"))
    return tuple(keys)
