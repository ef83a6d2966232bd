"""Lines over years, days or steps, labelled at their ends; figures of another classification stand apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from technostate import notation
from technostate.evidence.figure import value_of
from technostate.notation import Scale
from technostate.write.cells import Cell, plain, scale_of, words
from technostate.write.charts.axis import Axis, Tick, ends, linear
from technostate.write.charts.gaps import longest_step, runs, silences
from technostate.write.charts.labels import stack, text_width, wrapped
from technostate.write.charts.line_keys import colour_of
from technostate.write.charts.marks import Box, Curve, Dot, Label, Look, Mark, Panel, Rule, Stems
from technostate.write.charts.rows import tick_labels
from technostate.write.charts.ticks import anchor
from technostate.write.forms import Event, Line, Lines, Multiples
from technostate.write.inline import Local, Text, pieces

#: Height of the plane of one chart and of a small one, em.
TALL, SMALL = 13.0, 7.5
#: Most em that labels at the ends of lines take, and the height of a line of them.
_ENDS, _LINE = 11.5, 1.15
#: Most em that a plane is high; labels that find no room even then stand in the table only.
_HIGHEST = 40.0
_BARE = Scale(1.0, 1, "")
#: Parts of the width that an earlier stretch has, and the joint between it and what follows.
_EARLIER, _JOINT = 0.36, 0.06
#: Steps whose names find room one beside the other; of more, those at round places are written.
_NAMED = 16


@dataclass(frozen=True)
class Plane:
    """Both axes of a chart of lines.

    Parameters
    ----------
    first, last : int
        Positions at both ends.
    height : float
        In em.
    left, right : float
        Where both ends lie across, 0 to 1.
    """

    up: Axis
    first: int
    last: int
    height: float
    scale: Scale
    left: float = 0.0
    right: float = 1.0

    def x(self, position: int) -> float:
        """Return where a position lies across, 0 to 1."""
        part = 0.5 if self.first == self.last else (position - self.first) / (self.last - self.first)
        return self.left + part * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return where a value lies, em from the top."""
        return self.height * (1 - self.up.at(value))


def panel(form: Lines) -> Panel:
    """Return the drawing of a chart of lines."""
    # As high as the labels at the ends of its lines need.
    height = min(max(TALL, 1.3 * _LINE * len(form.series)), _HIGHEST)
    whole = plane(form.series, form.from_zero, height)
    if form.before is None:
        return _panel(form, whole, events(form))
    both = plane((*form.before.series, *form.series), form.from_zero, height)
    earlier = plane(form.before.series, form.from_zero, height)
    later = replace(whole, up=both.up, scale=both.scale, left=_EARLIER + _JOINT)
    return _panel(form, later, events(form), replace(earlier, up=both.up, scale=both.scale, right=_EARLIER))


def panels(form: Multiples) -> list[tuple[str, Panel]]:
    """Return the small drawings of a form that repeats, on one scale, each with its title."""
    most = max((len(lines.series) for _, lines in form.panels), default=0)
    height = min(max(SMALL, _LINE * most), _HIGHEST)
    series = [line for _, lines in form.panels for line in lines.series]
    shared = plane(series, any(lines.from_zero for _, lines in form.panels), height)
    return [
        (
            plain(Cell(pieces(title))),
            _panel(lines, plane(lines.series, lines.from_zero, height) if form.apart else shared, events(form)),
        )
        for title, lines in form.panels
    ]


def plane(series: Sequence[Line], from_zero: bool, height: float) -> Plane:
    """Return the axes that cover series."""
    # An upright has no range: the axis covers what is drawn.
    figures = [
        replace(figure, range=None) if line.stems else figure
        for line in series
        for figure in (*line.points.values(), *line.apart.values())
    ]
    scale = scale_of(figures) or _BARE
    positions = [at for line in series for at in (*line.points, *line.apart)] or [0]
    up = linear(ends(figures), scale, zero=from_zero, count=4 if height > 10 else 2)
    return Plane(up, min(positions), max(positions), height, scale)


def events(form: Lines | Multiples) -> tuple[Event, ...]:
    """Return the events of a chart, each once; the first has number 1."""
    drawn = [form] if isinstance(form, Lines) else [lines for _, lines in form.panels]
    return tuple(dict.fromkeys(event for lines in drawn for event in lines.events))


def _panel(form: Lines, at: Plane, numbered: Sequence[Event], earlier: Plane | None = None) -> Panel:
    marks: list[Mark] = []
    if earlier is not None and form.before is not None:
        marks += _stretch(form.before, earlier)
    joined = [position for line in form.series for position in line.points]
    apart = [position for line in form.series for position in line.apart]
    longest = longest_step(sorted({*joined, *apart}))
    holes = silences(joined, apart, longest)
    marks += _ground(at, holes)
    if form.doubted is not None:
        marks.append(Box(at.x(form.doubted[0]), 0.0, at.x(form.doubted[1]), at.height, "hz"))
    for turn, line in reversed(list(enumerate(form.series))):
        marks += _series(line, at, longest, colour_of(form, turn), form.joined)
    marks += _events(form, at, numbered)
    # Where lines end before a wide silence, names stand there and only figures at the right.
    hole = next((hole for hole in holes if apart and hole[1] == min(apart)), None)
    inside = hole if hole and at.x(hole[1]) - at.x(hole[0]) >= 0.25 else None
    end = 0.0
    if inside is not None:
        marks += _names(form, at, inside[0])
    labels, end = _ends(form, at, named=form.named and inside is None)
    marks += labels
    across = _across(form, at)
    if earlier is not None and form.before is not None:
        marks += _joint(earlier, at)
        marks += [_over(form.before.head, earlier), _over(form.head, at)]
        across = list(tick_labels([*_ticks(earlier), *_ticks(at)], at.height + 0.95))
    marks += across
    start = max(text_width(tick.text) for tick in at.up.ticks) * 0.95 + 0.6
    if len(at.scale.words) > 2:
        marks.append(Label(0.0, -1.1 if not form.events else -2.1, at.scale.words, "soft", dx=-start))
    above = 1.8 if not form.events else 2.8
    below = 1.6 + 1.1 * (max(mark.y for mark in across if isinstance(mark, Label)) - at.height - 1.0 if across else 0)
    return Panel(at.height, marks, start, end, above, below)


def _stretch(form: Lines, at: Plane) -> list[Mark]:
    """Return the lines of an earlier stretch, over its own part of the grid."""
    marks = _ground(at, ())
    longest = longest_step(form.positions)
    for turn, line in reversed(list(enumerate(form.series))):
        marks += _series(line, at, longest, colour_of(form, turn), form.joined)
    return marks


def _joint(earlier: Plane, at: Plane) -> list[Mark]:
    """Return the edges of two stretches, with a break of the axis between them."""
    marks: list[Mark] = [Rule(x, 0.0, x, at.height, "g") for x in (earlier.right, at.left)]
    middle, zero = (earlier.right + at.left) / 2, at.y(0.0) if at.up.low <= 0 <= at.up.high else at.height
    return [
        *marks,
        *(Rule(middle + dx - 0.006, zero + 0.4, middle + dx + 0.006, zero - 0.4, "z") for dx in (-0.008, 0.008)),
    ]


def _over(words: str, at: Plane) -> Label:
    """Return what stands over a stretch."""
    return Label((at.left + at.right) / 2, -0.7, words, "soft", "middle")


def _ground(at: Plane, holes: Sequence[tuple[int, int]]) -> list[Mark]:
    """Return the grid, and hatching where no series has a figure."""
    marks: list[Mark] = []
    for before, after in holes:
        left, right = at.x(before), at.x(after)
        inset = min(0.012, (right - left) / 6)
        marks.append(Box(left + inset, 0.0, right - inset, at.height, "hz"))
        if right - left > 0.2:
            marks.append(Label((left + right) / 2, 0.7, "no figure", "soft", "middle"))
    for tick in at.up.ticks:
        y = at.height * (1 - tick.at)
        marks.append(Rule(at.left, y, at.right, y, "z" if tick.base else "g"))
        if at.left == 0:
            marks.append(Label(0.0, y, tick.text, "soft", "end", dx=-0.5))
    return marks


def _series(line: Line, at: Plane, longest: int, colour: str, joined: bool) -> list[Mark]:
    marks: list[Mark] = []
    if line.stems:
        tops = [(at.x(position), at.y(figure.value)) for position, figure in line.points.items() if figure.value]
        return [Stems(tops, at.y(0.0), colour)]
    for run in runs(line.points, longest if joined else 0):
        band = [(at.x(position), figure.range) for position, figure in run if figure.range is not None]
        if len(run) > 1 and len(band) > 1:
            top = [(x, at.y(span.high)) for x, span in band]
            bottom = [(x, at.y(span.low)) for x, span in reversed(band)]
            marks.append(Curve([*top, *bottom], "area", colour))
        known = [(position, figure) for position, figure in run if figure.value is not None]
        if len(known) > 1:
            points = [(at.x(position), at.y(value_of(figure))) for position, figure in known]
            look: Look = "broken" if all(figure.open for _, figure in known) else "ln"
            marks.append(Curve(points, look, colour))
        for position, figure in run:
            if len(run) == 1 and figure.low is not None and figure.high is not None:
                marks.append(Rule(at.x(position), at.y(figure.high), at.x(position), at.y(figure.low), "thin", colour))
            if figure.value is not None and (figure.open or len(run) == 1):
                hollow = figure.open or (not joined and figure.value == 0)
                marks.append(Dot(at.x(position), at.y(figure.value), "open" if hollow else "dot", colour, 0.26))
    for position, figure in line.apart.items():
        if figure.low is not None and figure.high is not None:
            marks.append(Rule(at.x(position), at.y(figure.high), at.x(position), at.y(figure.low), "thin", colour))
        if figure.value is not None:
            shape: Look = "open" if figure.open else "dot"
            marks.append(Dot(at.x(position), at.y(figure.value), shape, colour, diamond=True))
    return marks


def _events(form: Lines, at: Plane, numbered: Sequence[Event]) -> list[Mark]:
    marks: list[Mark] = []
    for event in form.events:
        if at.first <= event.at <= at.last:
            x, number = at.x(event.at), numbered.index(event) + 1
            marks += [Rule(x, 0.0, x, at.height, "ev"), Label(x, -0.6, str(number), "ink", "middle", strong=True)]
    return marks


def last(line: Line) -> tuple[int, float] | None:
    """Return the last position with a value and the value, None where there is none."""
    known = {at: figure.value for at, figure in (*line.points.items(), *line.apart.items()) if figure.value is not None}
    if not known:
        return None
    return max(known), known[max(known)]


def _names(form: Lines, at: Plane, before: int) -> list[Mark]:
    """Return the names of series at the ends of their lines, inside a silence that follows them."""
    found = []
    for turn, line in enumerate(form.series):
        known = [
            position for position, figure in line.points.items() if figure.value is not None and position <= before
        ]
        if known:
            found.append((turn, line, max(known)))
    wanted = [at.y(value_of(line.points[position])) for _, line, position in found]
    places = stack(wanted, [_LINE] * len(found), -0.5, at.height + 0.5)
    return [
        Label(
            at.x(before),
            place,
            plain(Cell(pieces(line.label))),
            colour_of(form, turn),
            dx=0.5,
            strong=True,
            language=language(line.label),
        )
        for (turn, line, _), place in zip(found, places, strict=True)
        if place is not None
    ]


def _ends(form: Lines, at: Plane, *, named: bool) -> tuple[list[Mark], float]:
    """Return the labels in the right margin, kept apart, with leaders to lines that end elsewhere; and its width."""
    found = []
    for turn, line in enumerate(form.series):
        end = last(line)
        if end is None or line.stems:
            continue
        figure = line.at(end[0])
        assert figure is not None, "last() takes its position from the series"
        said = words(figure, at.scale, unit=False).value
        text = _said(plain(Cell(pieces(line.label))), said) if named else [said]
        found.append((colour_of(form, turn), end, text, language(line.label)))
    wanted = [at.y(value) for _, (_, value), _, _ in found]
    places = stack(wanted, [_LINE * len(lines) for _, _, lines, _ in found], -1.0, at.height + 1.0)
    marks: list[Mark] = []
    for (colour, (position, value), lines, tongue), place in zip(found, places, strict=True):
        if place is None:
            continue
        y = at.y(value)
        if position < at.last:
            marks.append(Curve([(at.x(position), y), (1.0, place)], "leader", colour))
        top = place - _LINE * (len(lines) - 1) / 2
        marks += [
            Label(1.0, top + _LINE * row, text, colour, dx=0.6, strong=True, language=tongue)
            for row, text in enumerate(lines)
        ]
    width = max((text_width(text) for _, _, lines, _ in found for text in lines), default=0.0)
    return marks, round(width + 0.8, 1) if found else 0.0


def language(text: Text) -> str:
    """Return the language of a text, empty for English or where it is mixed.

    Examples
    --------
    >>> language(Local("国家安全", "zh")), language("security")
    ('zh', '')
    """
    only = pieces(text)
    return only[0].language if len(only) == 1 and isinstance(only[0], Local) else ""


def _said(name: str, figure: str) -> list[str]:
    """Return a name and its last figure in lines: a name that is too long is cut, the figure never."""
    lines = wrapped(name, _ENDS - 1, 2)
    if lines and text_width(f"{lines[-1]} {figure}") <= _ENDS - 1:
        return [*lines[:-1], f"{lines[-1]} {figure}"]
    return [*lines, figure]


def _across(form: Lines, at: Plane) -> list[Mark]:
    """Return the words under the plane: years or days at round places, or the names of steps."""
    y = at.height + 0.95
    if form.steps and form.across == "month":
        return list(tick_labels(_years(form, at), y))
    if form.steps:
        room = max(5.0, 24.0 / len(form.steps))
        made: list[Mark] = []
        many = at.last - at.first >= _NAMED
        for position in position_ticks(at.first, at.last) if many else range(at.first, at.last + 1):
            if 0 <= position < len(form.steps):
                where = at.x(position)
                for row, text in enumerate(wrapped(form.steps[position], room, 3)):
                    made.append(Label(where, y + 1.1 * row, text, "soft", anchor(where)))
        return made
    return list(tick_labels(_ticks(at), y))


def _years(form: Lines, at: Plane) -> list[Tick]:
    """Return ticks at the Januaries of round years, where positions are months."""
    januaries = {int(step[:4]): place for place, step in enumerate(form.steps) if step.endswith("-01")}
    if not januaries:
        return []
    wanted = position_ticks(min(januaries), max(januaries), 5)
    return [Tick(at.x(januaries[year]), str(year)) for year in wanted if at.first <= januaries[year] <= at.last]


def _ticks(at: Plane) -> list[Tick]:
    return [Tick(at.x(tick), notation.plain(tick, 0)) for tick in position_ticks(at.first, at.last)]


def position_ticks(first: int, last: int, most: int = 7) -> list[int]:
    """Return round positions to write under an axis, the first and the last always.

    Examples
    --------
    >>> position_ticks(1995, 2022)
    [1995, 2000, 2005, 2010, 2015, 2022]
    >>> position_ticks(0, 3), position_ticks(2020, 2020)
    ([0, 1, 2, 3], [2020])
    """
    span = last - first
    if span <= 0:
        return [first]
    power = 10 ** max(0, math.floor(math.log10(max(span / most, 1))))
    step = next(head * power for head in (1, 2, 5, 10, 20) if span / (head * power) <= most - 1)
    inner = [
        at for at in range(first, last + 1) if at % step == 0 and at - first >= step * 0.7 and last - at >= step * 0.7
    ]
    return [first, *inner, last]
