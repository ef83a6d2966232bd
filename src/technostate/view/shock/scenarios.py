"""What stands beside the range: the shock under one other assumption, and the parameters that move it most."""

from __future__ import annotations

import math
from collections.abc import Sequence

from technostate.evidence import Figure, Range
from technostate.notation import Scale
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.sign import HARDLY
from technostate.view.shock.record import Horizon, Mover, Scenario
from technostate.view.shock.words import in_sentence, parameter, shortened, upper
from technostate.write import Column, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.inline import Absent, Inline, Shown, Text
from technostate.write.tables import Group, Row

#: Parameters that are named for a region.
MOST_MOVERS = 3

MOVERS_NOTE = (
    "Spearman’s rank correlation over the cases, from −1 to 1, between the parameter and the change; what varies "
    "little moves little, however much it matters elsewhere."
)


def central(impact: Impact, regions: Sequence[str]) -> dict[str, Figure]:
    """Return region → change in the central case, without a range."""
    values = {name: float(impact.real_income.central[impact.regions.index(name)]) for name in regions}
    return {
        name: Figure(value, "% change", impact.kind, impact.origin, name)
        for name, value in values.items()
        if math.isfinite(value)
    }


def scenarios(impact: Impact, regions: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the rows beside the range for some regions."""
    return tuple(Scenario(row.key, row.text, variant_figures(impact, row, regions), row.why) for row in impact.variants)


def variant_figures(impact: Impact, row: Variant, regions: Sequence[str]) -> dict[str, Figure]:
    """Return region → change under one other assumption, with its ends where that has several values."""
    if row.real_income is None:
        return {}
    found = {}
    for name in regions:
        at = impact.regions.index(name)
        value, span = float(row.real_income[at]), None
        if row.low is not None and row.high is not None:
            low, high = float(row.low[at]), float(row.high[at])
            span = Range(low, high, "lowest to highest over the values assumed", low <= -HARDLY and high >= HARDLY)
        if math.isfinite(value):
            found[name] = Figure(value, "% change", impact.kind, impact.origin, name, range=span)
    return found


def movers(impact: Impact, regions: Sequence[str]) -> dict[str, tuple[Mover, ...]]:
    """Return region → the parameters that move its change most; regions that hardly change are left out."""
    found = {
        name: tuple(
            Mover(row.parameter, Figure(row.correlation, "correlation", impact.kind, impact.origin, name))
            for row in impact.drivers(name)[:MOST_MOVERS]
        )
        for name in regions
        if impact.region(name).side != "hardly"
    }
    return {name: rows for name, rows in found.items() if rows}


def scenario_blocks(item: Horizon) -> tuple[Block, ...]:
    """Return the table of the regions that matter, rows beside the range among it, and what moves the range most."""
    blocks: list[Block] = []
    rows = [*_measured(item), *_assumed(item)]
    if rows and item.matter:
        cells = [cell for row in rows if not isinstance(row, Group) for cell in row]
        shared = scale_of([cell for cell in cells if isinstance(cell, Figure)])
        columns = Column("Change", words=True), *(Column(Name(name), shared) for name in item.matter)
        shown = "median (p10 to p90)" if item.over else "central case"
        caption = f"{upper(item.after)}, those named in the shock and those that change most: {shown}; modelled"
        blocks.append(Table(caption, columns, tuple(rows)))
    if item.movers:
        lines = tuple(_moved(name, found, item.region(name).median) for name, found in item.movers.items())
        blocks.append(Section("What moves it most", (Items(lines), Prose(MOVERS_NOTE, note=True))))
    return tuple(blocks)


def _measured(item: Horizon) -> list[Row]:
    """Return rows of real income, GDP, prices and employment; none where the horizon has real income alone."""
    chosen = [item.region(name).figures for name in item.matter]
    keys = {"change": item.measure, "gdp": "GDP", "consumer_prices": "consumer prices", "employment": "employment"}
    rows: list[Row] = [
        (words, *(getattr(figures, key) or Absent() for figures in chosen))
        for key, words in keys.items()
        if any(getattr(figures, key) for figures in chosen)
    ]
    return rows if len(rows) > 1 else []


def _assumed(item: Horizon) -> list[Row]:
    """Return rows of the central case and of the shock under other assumptions."""
    if not item.scenarios:
        return []
    rows: list[Row] = [Group("Under one other assumption, all else central")]
    rows.append(("central case", *(item.central.get(name) or Absent() for name in item.matter)))
    for row in item.scenarios:
        words = f"{row.key}: {row.text}" if row.text else row.key
        if row.changes:
            rows.append((words, *(row.changes.get(name) or Absent() for name in item.matter)))
        else:
            rows.append((f"{words}; {shortened(row.why, 120)}", *(Absent("no answer") for _ in item.matter)))
    return rows


def _moved(name: str, rows: Sequence[Mover], median: float) -> Text:
    """Return a line on what moves a region: which way, and how closely."""
    ways = ("less loss", "more loss") if median < 0 else ("more gain", "less gain")
    said: list[Inline] = [f"{upper(in_sentence(name))}: "]
    for at, row in enumerate(rows):
        value = row.correlation.value or 0.0
        said += ["; " * (at > 0) + f"{parameter(row.parameter)}, more of it: {ways[value < 0]} (",
                 Shown(row.correlation, Scale(1.0, 2, "", signed=True)), ")"]  # fmt: skip
    return tuple(said)
