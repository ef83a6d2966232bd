"""Streams between stages, drawn to scale: stops as uprights, streams as ribbons, what passes written beside them."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.evidence.figure import value_of
from technostate.notation import Scale
from technostate.write.cells import Cell, plain, scale_of, words
from technostate.write.charts.colours import COLOURED
from technostate.write.charts.labels import text_width
from technostate.write.charts.marks import Anchor, Box, Label, Mark, Panel, Ribbon
from technostate.write.forms.sankey import Sankey, Stop
from technostate.write.inline import pieces

#: Height of the plane, space between stops, and the least height of a stop that has its words beside it, em.
_HEIGHT, _BETWEEN, _LEAST = 26.0, 0.55, 0.95
#: Width of a stop, of the whole.
_THICK = 0.009
#: Room for words beside outer and inner stops, em (a phone has two outer ones side by side); longer ones are cut.
_SIDE, _MIDDLE = 11.4, 15.0
_BARE = Scale(1.0, 1, "")


@dataclass(frozen=True)
class _Place:
    """Where a stop lies: across, from, to (em)."""

    x: float
    top: float
    bottom: float


def sankey_panel(form: Sankey) -> Panel:
    """Return the drawing of streams."""
    scale = scale_of(form.figures) or _BARE
    places = _places(form)
    marks: list[Mark] = [*_ribbons(form, places, scale)]
    last = len(form.stages) - 1
    for stop in form.stops:
        if stop.key in places:
            place = places[stop.key]
            left = place.x if stop.stage < last else place.x - _THICK
            marks.append(Box(left, place.top, left + _THICK, place.bottom, "fill", _hue(stop)))
    for stop in form.stops:
        if stop.key in places:
            marks += _named(form, stop, places[stop.key], scale)
    for stage, said in enumerate(form.stages):
        anchor: Anchor = "start" if stage == 0 else "end" if stage == last else "middle"
        marks.append(Label(stage / max(last, 1), -1.0, said, "soft", anchor))
    return Panel(_HEIGHT, marks, above=1.8, below=0.6)


def _hue(stop: Stop) -> str:
    return stop.region if stop.region in COLOURED else "other"


def _total(form: Sankey) -> float:
    """Return the largest sum of a stage, which fills the height."""
    sums = [
        sum(value_of(found) for stop in form.at(stage) if (found := form.amount(stop)) is not None)
        for stage in range(len(form.stages))
    ]
    return max(sums, default=0.0)


def _places(form: Sankey) -> dict[str, _Place]:
    """Return where each stop that anything passes lies; every stage begins at the top."""
    total, last = _total(form), max(len(form.stages) - 1, 1)
    found: dict[str, _Place] = {}
    stages = [
        [(stop, value_of(amount)) for stop in form.at(stage) if (amount := form.amount(stop)) is not None]
        for stage in range(len(form.stages))
    ]
    if total <= 0:
        return found
    most = max(len(stage) for stage in stages)
    between = min(_BETWEEN, _HEIGHT / 2 / max(most, 1))
    height = (_HEIGHT - between * (most - 1)) / total
    for number, stage in enumerate(stages):
        free = _HEIGHT - height * sum(value for _, value in stage)
        gap = free / max(len(stage) - 1, 1) if len(stage) > 1 else 0.0
        y = 0.0
        for stop, value in stage:
            found[stop.key] = _Place(number / last, y, y + value * height)
            y += value * height + min(gap, 3 * between)
    return found


def _ribbons(form: Sankey, places: dict[str, _Place], scale: Scale) -> list[Mark]:
    label = {stop.key: plain(Cell(pieces(stop.label))) for stop in form.stops}
    hue = {stop.key: _hue(stop) for stop in form.stops}
    unit = {
        stop.key: (places[stop.key].bottom - places[stop.key].top) / value_of(amount)
        for stop in form.stops
        if stop.key in places and (amount := form.amount(stop)) is not None and value_of(amount) > 0
    }
    out = {key: place.top for key, place in places.items()}
    into = dict(out)
    marks: list[Mark] = []
    for stage in range(len(form.stages) - 1):
        for item in form.leaving(stage):
            if item.start not in unit:
                continue
            thick = value_of(item.figure) * unit[item.start]
            start, end = places[item.start], places[item.end]
            said = f"{label[item.start]} → {label[item.end]}: {words(item.figure, scale).line()}"
            left, right = start.x + _THICK * (stage == 0), end.x - _THICK * (stage + 2 == len(form.stages))
            ends = left, out[item.start], right, into[item.end]
            marks.append(Ribbon(*ends, thick, "flow", hue[item.start], said))
            out[item.start] += thick
            into[item.end] += thick
    return marks


def _named(form: Sankey, stop: Stop, place: _Place, scale: Scale) -> list[Mark]:
    """Return the words beside a stop; where it is low, they are left to the title of its streams and the table."""
    amount = form.amount(stop)
    if amount is None or place.bottom - place.top < _LEAST * 0.5:
        return []
    last, y = len(form.stages) - 1, (place.top + place.bottom) / 2
    said, figure = plain(Cell(pieces(stop.label))), words(amount, scale, unit=False).value
    hue = stop.region if stop.region in COLOURED else ""
    if 0 < stop.stage < last:
        text = _cut(said, _MIDDLE - text_width(figure))
        return [Label(place.x, y, f"{text} {figure}", hue, "middle", 0.0, strong=False, rank=1)]
    anchor: Anchor = "start" if stop.stage == 0 else "end"
    away, beyond = (0.4, _THICK) if stop.stage == 0 else (-0.4, -_THICK)
    text = _cut(said, _SIDE - 0.4 - text_width(f" {figure}"))
    return [Label(place.x + beyond, y, f"{text} {figure}", hue, anchor, away, strong=bool(hue))]


def _cut(text: str, room: float) -> str:
    """Return words that fit a width in em, cut at a word and marked where they do not.

    Examples
    --------
    >>> _cut("Computer, electronic and optical products", 12.0), _cut("Services", 12.0)
    ('Computer, electronic …', 'Services')
    """
    if text_width(text) <= room:
        return text
    kept = text.split()
    while len(kept) > 1 and text_width(" ".join([*kept, "…"])) > room:
        kept.pop()
    if kept[-1] in ("and", "of", "the"):
        kept.pop()
    return f"{' '.join(kept).rstrip(',;')} …"
