"""Ways of regions over the years in a plane of two measures, named where they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.evidence.figure import Figure
from technostate.notation import Scale
from technostate.write.cells import Cell, plain, scale_of
from technostate.write.charts.axis import Axis, ends, linear, logarithmic
from technostate.write.charts.colours import hue
from technostate.write.charts.labels import Space, beside, text_width
from technostate.write.charts.marks import Anchor, Curve, Dot, Key, Label, Mark, Panel, Rule
from technostate.write.charts.rows import tick_labels
from technostate.write.forms import Trail, Trails
from technostate.write.inline import pieces

#: Height of the plane, and its width on a phone and on a page, em: labels must not meet on either.
_HEIGHT, _PHONE, _PAGE = 22.0, 22.0, 52.0
#: Room for names right of the plane, em.
_END = 3.0
#: Times that the largest figure is the least, from which a measure that is above zero gets a logarithmic axis.
_LONG = 12.0
_BARE = Scale(1.0, 1, "")


@dataclass(frozen=True)
class _Way:
    colour: str
    name: str
    years: tuple[int, ...]
    points: tuple[tuple[float, float], ...]


def trails_keys(form: Trails) -> tuple[Key, ...]:
    """Return what explains the dots of ways: their first and last year, and each tenth between."""
    years = {(min(trail.points), max(trail.points)) for trail in form.trails if trail.points}
    small, large = Dot(0.5, 0.5, "fill", "other", 0.2), Dot(0.5, 0.5, "dot", "other")
    if len(years) != 1:
        return Key([small], "first year and each tenth"), Key([large], "last year")
    first, last = years.pop()
    return Key([small], f"{first}, and each tenth year"), Key([large], str(last))


def trails_panel(form: Trails) -> Panel:
    """Return the drawing of ways in a plane."""
    pairs = [pair for trail in form.trails for pair in trail.points.values()]
    across, across_scale = _axis([pair[0] for pair in pairs], 5)
    up, up_scale = _axis([pair[1] for pair in pairs], 5)
    marks: list[Mark] = []
    for tick in up.ticks:
        y = _HEIGHT * (1 - tick.at)
        marks += [
            Rule(0, y, 1, y, "z" if tick.base and not up.log else "g"),
            Label(0, y, tick.text, "soft", "end", -0.5),
        ]
    marks += [Rule(tick.at, 0, tick.at, _HEIGHT, "g") for tick in across.ticks]
    marks += tick_labels(across.ticks, _HEIGHT + 0.95)
    ways = [way for turn, trail in enumerate(form.trails) if (way := _way(trail, turn, across, up)).points]
    for way in reversed(ways):
        marks += _drawn(way)
    marks += _labels(ways)
    start = max((text_width(tick.text) for tick in up.ticks), default=1.0) * 0.95 + 0.6
    marks.append(Label(0.0, -1.1, _title(form.up, up, up_scale), "soft", dx=-start))
    marks.append(Label(1.0, _HEIGHT + 2.2, _title(form.across, across, across_scale), "soft", "end"))
    return Panel(_HEIGHT, marks, start, _END + 0.2, 1.8, 2.9)


def _axis(figures: Sequence[Figure], count: int) -> tuple[Axis, Scale]:
    scale = scale_of(figures) or _BARE
    known = ends(figures)
    if known and min(known) > 0 and max(known) / min(known) >= _LONG:
        return logarithmic(known, scale), scale
    return linear(known, scale, zero=bool(known) and 0 <= min(known) < max(known) / 2, count=count), scale


def _title(words: str, axis: Axis, scale: Scale) -> str:
    unit = scale.words if scale.words and scale.words not in words else ""
    return ", ".join(part for part in (words, unit, "log scale" if axis.log else "") if part)


def _way(trail: Trail, turn: int, across: Axis, up: Axis) -> _Way:
    years = tuple(sorted(trail.points))
    known = [
        (year, across.at(first.value), _HEIGHT * (1 - up.at(second.value)))
        for year in years
        for first, second in (trail.points[year],)
        if first.value is not None and second.value is not None
    ]
    return _Way(
        hue(trail.region, turn),
        plain(Cell(pieces(trail.label))),
        tuple(year for year, _, _ in known),
        tuple((x, y) for _, x, y in known),
    )


def common_years(ways: Sequence[_Way]) -> tuple[int, int] | None:
    """Return the first and last year where all ways share them, else None."""
    found = {(way.years[0], way.years[-1]) for way in ways}
    return found.pop() if len(found) == 1 else None


def _drawn(way: _Way) -> list[Mark]:
    marks: list[Mark] = [Curve(way.points, "ln", way.colour)] if len(way.points) > 1 else []
    for at, ((x, y), year) in enumerate(zip(way.points, way.years, strict=True)):
        if at == len(way.points) - 1:
            marks.append(Dot(x, y, "dot", way.colour))
        elif at == 0 or year % 10 == 0:
            marks.append(Dot(x, y, "fill", way.colour, 0.2))
    return marks


def _labels(ways: Sequence[_Way]) -> list[Mark]:
    """Return the names at the ends and the years at the beginnings, as many as fit on a phone, then on a page."""
    alike = common_years(ways) is not None
    wanted = [(way, way.points[-1], way.name if alike else f"{way.name} {way.years[-1]}", True) for way in ways]
    if not alike:
        wanted += [(way, way.points[0], str(way.years[0]), False) for way in ways if len(way.points) > 1]
    marks: list[Mark] = []
    placed: dict[int, tuple[int, int]] = {}
    for turn, width in enumerate((_PHONE, _PAGE)):
        bounds = Space(-0.5, -0.4, width + _END, _HEIGHT + 0.2)
        obstacles = [(x * width, y) for way in ways for x, y in way.points]
        taken = [
            _space(wanted[number][1], text_width(wanted[number][2]), direction, width)
            for number, direction in placed.items()
        ]
        for number, (way, (x, y), text, strong) in enumerate(wanted):
            if number in placed:
                continue
            found = beside((x * width, y), text_width(text), bounds, taken, obstacles)
            if found is None:
                continue
            space, dx, dy = found
            placed[number] = dx, dy
            taken.append(space)
            side: Anchor = "start" if dx > 0 else "end" if dx < 0 else "middle"
            middle = y + dy * (0.95 if dx == 0 else 0.7)
            marks.append(Label(x, middle, text, way.colour, side, 0.5 * dx, strong, turn))
    return marks


def _space(anchor_at: tuple[float, float], width: float, direction: tuple[int, int], page: float) -> Space:
    """Return the place of a label that was put beside its point, on a page of another width."""
    x, y = anchor_at[0] * page, anchor_at[1]
    dx, dy = direction
    left = x + 0.5 if dx > 0 else x - 0.5 - width if dx < 0 else x - width / 2
    middle = y + dy * (0.95 if dx == 0 else 0.7)
    return Space(left, middle - 0.55, left + width, middle + 0.55)
