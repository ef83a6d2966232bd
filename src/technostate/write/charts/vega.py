"""A chart as a Vega-Lite specification: plain JSON types with the figures inside, to be drawn again elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from technostate.evidence.figure import Figure
from technostate.notation import Scale
from technostate.write.blocks import Chart
from technostate.write.cells import scale_of, words
from technostate.write.charts import tiles as tile_map
from technostate.write.charts.colours import hue, mark
from technostate.write.charts.gaps import longest_step, runs
from technostate.write.charts.table import plain_text
from technostate.write.forms import (
    Bars,
    Cases,
    Dumbbell,
    Lines,
    Matrix,
    Multiples,
    Ranges,
    Sankey,
    Span,
    Tiles,
    Trails,
    spoken,
)
from technostate.write.inline import Text
from technostate.write.markup import clean
from technostate.write.sources import named
from technostate.write.tables import Group

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_BARE = Scale(1.0, 1, "")
#: The colour is in the data, so that a state keeps its own.
_COLOUR = {"field": "colour", "type": "nominal", "scale": None}
_DOWN = {"field": "label", "type": "nominal", "sort": None, "title": None}
#: Where a line of figures stands.
Spec = dict[str, Any]


def specification(chart: Chart) -> Spec:
    """Return a chart as a Vega-Lite specification.

    Returns
    -------
    dict
        Of plain JSON types; figures are in the unit that the axes name, and each row has its words under ``words``.
    """
    figures = chart.form.figures
    scale = scale_of(figures) or _BARE
    sources = "; ".join(dict.fromkeys(named(figure.origin) for figure in figures))
    kinds = ", ".join(dict.fromkeys(figure.kind for figure in figures))
    below = [
        line for line in (chart.sub, f"{kinds}; source: {sources}" if figures else "", plain_text(chart.note)) if line
    ]
    made: Spec = _plain({
        "$schema": SCHEMA,
        "title": {"text": chart.caption, "subtitle": below, "anchor": "start"},
        "description": spoken(chart.form),
        "config": {"view": {"stroke": None}, "axis": {"gridColor": "#d8d5cc"}},
        **_WRITERS[type(chart.form)](chart.form, scale),
    })  # fmt: skip
    return made


def _bars(form: Bars, scale: Scale) -> Spec:
    rows = [_row(bar.figure, scale, label=_text(bar.label), colour=mark(hue(bar.region))) for bar in form.rows]
    encoding = {"y": _DOWN, "x": _across("value", scale), "color": _COLOUR, "tooltip": _TOLD}
    return {"width": 480, "data": {"values": rows}, "mark": "bar", "encoding": encoding}


def _dumbbell(form: Dumbbell, scale: Scale) -> Spec:
    rows = [
        _row(
            figure,
            scale,
            label=_text(pair.label),
            side=_text(form.names[at]),
            colour=mark(hue(form.regions[at], 1 - at)),
        )
        for pair in form.rows
        for at, figure in enumerate((pair.first, pair.second))
        if figure is not None
    ]
    line = {"mark": {"type": "line", "color": "#767d85"}, "encoding": {"detail": {"field": "label", "type": "nominal"}}}
    dots = {"mark": {"type": "point", "filled": True, "size": 60}, "encoding": {"color": _COLOUR, "tooltip": _TOLD}}
    return {"width": 480, "data": {"values": rows}, "encoding": {"y": _DOWN, "x": _across("value", scale)},
            "layer": [line, dots]}  # fmt: skip


def _ranges(form: Ranges | Cases, scale: Scale) -> Spec:
    rows, cases, group = list[Spec](), list[Spec](), ""
    for span in form.rows:
        if isinstance(span, Group):
            group = plain_text(span.title)
            continue
        row = _span(span, group, scale)
        rows.append(row)
        cases += [{"label": row["label"], "case": case * scale.factor, "colour": row["colour"]} for case in span.cases]
    log = isinstance(form, Ranges) and form.log
    band = {"mark": {"type": "rule", "size": 6, "opacity": 0.4},
            "encoding": {"x": _across("low", scale, log=log), "x2": {"field": "high"}}}  # fmt: skip
    middle = {"mark": {"type": "tick", "thickness": 2.5},
              "encoding": {"x": _across("value", scale, log=log), "tooltip": _TOLD}}  # fmt: skip
    layers: list[Spec] = [{**layer, "data": {"values": rows}} for layer in (band, middle)]
    if cases:
        dots = {"mark": {"type": "circle", "opacity": 0.5}, "encoding": {"x": _across("case", scale, log=log)}}
        layers.insert(0, {**dots, "data": {"values": cases}})
    return {"width": 480, "encoding": {"y": _DOWN, "color": _COLOUR}, "layer": layers}


def _span(span: Span, group: str, scale: Scale) -> Spec:
    label = f"{group}: {_text(span.label)}" if group else _text(span.label)
    return _row(span.figure, scale, label=label, colour=mark(hue(span.region)))


def _lines(form: Lines, scale: Scale) -> Spec:
    if form.before is not None:
        parts = (replace(form.before, from_zero=form.from_zero), replace(form, before=None))
        beside = [{**_lines(part, scale), "title": part.head} for part in parts]
        return {"hconcat": [beside[0] | {"width": 180}, beside[1]], "resolve": {"scale": {"y": "shared"}}}
    return {"width": 480, "height": 220, "data": {"values": _points(form, scale)}, "layer": _line_layers(form, scale)}


def _multiples(form: Multiples, scale: Scale) -> Spec:
    rows = [{"panel": _text(title), **row} for title, lines in form.panels for row in _points(lines, scale)]
    first = form.panels[0][1] if form.panels else Lines(())
    return {
        "data": {"values": rows},
        "facet": {"field": "panel", "type": "nominal", "sort": None, "title": None},
        "columns": 3,
        **({"resolve": {"scale": {"y": "independent"}}} if form.apart else {}),
        "spec": {"width": 180, "height": 120, "layer": _line_layers(first, scale)},
    }


def _points(form: Lines, scale: Scale) -> list[Spec]:
    """Return the points of lines; points of one `run` may be joined."""
    joined = sorted({at for line in form.series for at in (*line.points, *line.apart)})
    longest = longest_step(joined) if form.joined else 0
    rows: list[Spec] = []
    for turn, line in enumerate(form.series):
        more = {"series": _text(line.label), "colour": mark(hue(line.region, turn))}
        for number, run in enumerate(runs(line.points, longest)):
            rows += [_row(figure, scale, at=_step(form, at), run=f"{turn}.{number}", **more) for at, figure in run]
        rows += [_row(figure, scale, at=_step(form, at), apart=True, **more) for at, figure in line.apart.items()]
    return rows


def _step(form: Lines, at: int) -> int | str:
    return form.steps[at] if form.steps else at


def _line_layers(form: Lines, scale: Scale) -> list[Spec]:
    kind = "nominal" if form.steps else "quantitative"
    x: Spec = {"field": "at", "type": kind, "title": form.across, "sort": None}
    if not form.steps:
        x |= {"scale": {"zero": False}, "axis": {"format": "d"}}
    y = _across("value", scale) | {"scale": {"zero": form.from_zero}}
    told = {"tooltip": [{"field": "series", "type": "nominal"}, *_TOLD]}
    run = {"field": "run", "type": "nominal"}
    shared: Spec = {"x": x, "color": _COLOUR, "detail": run}
    alone = {"filter": "datum.run"}
    band: Spec = {"transform": [alone], "mark": {"type": "area", "opacity": 0.16},
            "encoding": {**shared, "y": _across("low", scale), "y2": {"field": "high"}}}  # fmt: skip
    line = {"transform": [alone], "mark": {"type": "line", "point": True}, "encoding": {**shared, "y": y, **told}}
    diamond = {"type": "point", "shape": "diamond", "filled": True, "size": 70}
    apart = {"transform": [{"filter": "datum.apart"}], "mark": diamond,
             "encoding": {"x": x, "color": _COLOUR, "y": y, **told}}  # fmt: skip
    if not form.joined:
        band = {"mark": "rule", "encoding": {**shared, "y": _across("low", scale), "y2": {"field": "high"}}}
    return [band, line, apart, *([] if form.steps else [_names(x, y)])]


def _names(x: Spec, y: Spec) -> Spec:
    """Return the layer of names at the ends of lines."""
    last = {"aggregate": [{"op": "argmax", "field": "at", "as": "last"}], "groupby": ["series", "colour"]}
    place = {"x": x | {"field": "last['at']"}, "y": y | {"field": "last['value']"}, "color": _COLOUR,
             "text": {"field": "series", "type": "nominal"}}  # fmt: skip
    return {"transform": [last], "mark": {"type": "text", "align": "left", "dx": 8}, "encoding": place}


def _matrix(form: Matrix, scale: Scale) -> Spec:
    rows = [
        _row(figure, scale, row=_text(form.rows[at]), column=_text(form.columns[to]))
        for (at, to), figure in sorted(form.cells.items())
    ]
    place = {
        "y": {"field": "row", "type": "nominal", "sort": [_text(row) for row in form.rows], "title": form.head or None},
        "x": {"field": "column", "type": "nominal", "sort": [_text(item) for item in form.columns], "title": None},
    }
    tint = {"field": "value", "type": "quantitative", "title": scale.words, "scale": {"scheme": "greys"}}
    said = {"field": "words", "type": "nominal"}
    return {"data": {"values": rows}, "encoding": place, "width": {"step": 44},
            "layer": [{"mark": {"type": "rect", "opacity": 0.6}, "encoding": {"color": tint, "tooltip": _TOLD}},
                      {"mark": {"type": "text"}, "encoding": {"text": said}}]}  # fmt: skip


def _tiles(form: Tiles, scale: Scale) -> Spec:
    known = {figure.region: figure for figure in form.figures}
    rows = [
        _row(known[tile.code], scale, code=tile.code, x=tile.place[0], y=tile.place[1])
        for tile in tile_map.placed(tile_map.tiles(form))
        if tile.place and tile.code in known
    ]
    place = {axis: {"field": axis, "type": "ordinal", "axis": None} for axis in ("x", "y")}
    tint = {
        "field": "value",
        "type": "quantitative",
        "title": scale.words,
        "scale": {"scheme": "blueorange", "domainMid": 0},
    }
    return {"data": {"values": rows}, "encoding": place, "width": {"step": 30}, "height": {"step": 26},
            "layer": [{"mark": "rect", "encoding": {"color": tint, "tooltip": _TOLD}},
                      {"mark": {"type": "text", "fontSize": 9},
                       "encoding": {"text": {"field": "code", "type": "nominal"}}}]}  # fmt: skip


def _trails(form: Trails, scale: Scale) -> Spec:
    pairs = [pair for trail in form.trails for pair in trail.points.values()]
    across, up = (scale_of([pair[at] for pair in pairs]) or _BARE for at in (0, 1))
    rows = [
        {"series": _text(trail.label), "year": year, "colour": mark(hue(trail.region, turn)),
         "across": _number(first.value, across), "up": _number(second.value, up),
         "words": f"{words(first, across).line()}; {words(second, up).line()}"}
        for turn, trail in enumerate(form.trails)
        for year, (first, second) in sorted(trail.points.items())
    ]  # fmt: skip
    encoding = {
        "x": {
            "field": "across",
            "type": "quantitative",
            "title": f"{form.across}, {across.words}",
            "scale": {"zero": False},
        },
        "y": {"field": "up", "type": "quantitative", "title": f"{form.up}, {up.words}"},
        "order": {"field": "year", "type": "quantitative"},
        "color": _COLOUR,
        "detail": {"field": "series", "type": "nominal"},
        "tooltip": [{"field": key, "type": "nominal"} for key in ("series", "year", "words")],
    }
    return {"width": 480, "height": 320, "data": {"values": rows}, "mark": {"type": "line", "point": True},
            "encoding": encoding}  # fmt: skip


def _sankey(form: Sankey, scale: Scale) -> Spec:
    """Return streams as bars: the grammar has no streams, so each is a bar beside where it comes from and goes to."""
    label = {stop.key: _text(stop.label) for stop in form.stops}
    colour = {stop.key: mark(hue(stop.region)) for stop in form.stops}
    rows = [
        _row(
            item.figure,
            scale,
            stage=f"{form.stages[stage]} → {form.stages[stage + 1]}",
            start=label[item.start],
            end=label[item.end],
            colour=colour[item.start],
        )
        for stage in range(len(form.stages) - 1)
        for item in form.leaving(stage)
    ]
    down = {"field": "start", "type": "nominal", "sort": None, "title": None}
    encoding = {"row": {"field": "stage", "type": "nominal", "sort": None, "title": None}, "y": down,
                "x": _across("value", scale) | {"stack": "zero"}, "color": _COLOUR,
                "detail": {"field": "end", "type": "nominal"},
                "tooltip": [{"field": key, "type": "nominal"} for key in ("start", "end", "words")]}  # fmt: skip
    bar = {"type": "bar", "stroke": "#ffffff"}
    return {"data": {"values": rows}, "mark": bar, "encoding": encoding, "resolve": {"scale": {"y": "independent"}}}


_TOLD = [{"field": "words", "type": "nominal", "title": "figure"}]
_WRITERS: Mapping[type, Callable[[Any, Scale], Spec]] = {
    Bars: _bars, Dumbbell: _dumbbell, Ranges: _ranges, Cases: _ranges, Lines: _lines, Multiples: _multiples,
    Matrix: _matrix, Tiles: _tiles, Trails: _trails, Sankey: _sankey,
}  # fmt: skip


def _across(field: str, scale: Scale, *, log: bool = False) -> Spec:
    made: Spec = {"field": field, "type": "quantitative", "title": scale.words or None}
    return made | {"scale": {"type": "log"}} if log else made


def _row(figure: Figure, scale: Scale, **more: Any) -> Spec:
    """Return a figure as a row of data, in the shown unit, with what stands beside it."""
    row: Spec = {
        **more,
        "value": _number(figure.value, scale),
        "kind": figure.kind,
        "words": words(figure, scale).line(),
    }
    if figure.range is not None:
        row |= {"low": _number(figure.low, scale), "high": _number(figure.high, scale), "open": figure.open}
    if figure.year is not None:
        row["year"] = figure.year
    return row


def _number(value: float | None, scale: Scale) -> float | None:
    return None if value is None or not math.isfinite(value) else value * scale.factor


def _text(text: Text) -> str:
    return plain_text(text)


def _plain(item: Any) -> Any:
    """Return plain JSON types without control characters."""
    if isinstance(item, str):
        return clean(item)
    if isinstance(item, Mapping):
        return {key: _plain(value) for key, value in item.items()}
    return [_plain(value) for value in item] if isinstance(item, Iterable) else item
