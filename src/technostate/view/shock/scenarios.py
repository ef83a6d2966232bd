"""What stands beside the range: the shock under one other assumption, and the parameters that move it most."""

from __future__ import annotations

import math
from collections.abc import Sequence

from technostate.evidence import Figure, Range
from technostate.evidence.figure import value_of
from technostate.notation import Scale
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.sign import HARDLY
from technostate.view.shock.record import Horizon, Mover, Scenario
from technostate.view.shock.words import in_sentence, parameter, shortened, upper
from technostate.write import Column, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.inline import Absent, Inline, Shown, Text

#: Parameters that are named for a region.
MOST_MOVERS = 3
#: Regions whose figures under other assumptions find room with their ranges.
MOST_RANGED = 3

NOTE = "Below the central case one assumption is another, and all else is central."
MOVERS_NOTE = (
    "Spearman’s rank correlation over the cases, from −1 to 1, between the parameter and the change; what varies "
    "little moves little, however much it matters elsewhere. What chance alone gives of so many parameters is left out."
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
    """Return region → the parameters that move its change most; regions that hardly change are left out.

    So are correlations that the strongest of as many parameters would have by chance: of eight cases and eighty
    parameters some agree in rank that have nothing to do with the change.
    """
    least = by_chance(len(impact.cases), len(impact.parameters))
    found = {
        name: tuple(
            Mover(row.parameter, Figure(row.correlation, "correlation", impact.kind, impact.origin, name))
            for row in impact.drivers(name)[:MOST_MOVERS]
            if abs(row.correlation) > least
        )
        for name in regions
        if impact.region(name).side != "hardly"
    }
    return {name: rows for name, rows in found.items() if rows}


def by_chance(cases: int, parameters: int) -> float:
    """Return the rank correlation that the strongest of unrelated parameters has by chance, about √(2 ln P / (n − 1)).

    The variance of Spearman's coefficient is 1 / (n − 1) where nothing is related (Kendall 1948), and the largest of P
    normal variates lies near √(2 ln P) of their standard deviations.

    Examples
    --------
    >>> round(by_chance(64, 80), 2), by_chance(8, 80) > 1
    (0.37, True)
    """
    return math.sqrt(2.0 * math.log(max(parameters, 2)) / max(cases - 1, 1))


def scenario_blocks(item: Horizon) -> tuple[Block, ...]:
    """Return the table of rows beside the range for the regions that matter, and what moves the range most."""
    blocks: list[Block] = []
    if item.scenarios and item.matter:
        blocks.append(_table(item))
    if item.movers:
        lines = tuple(_moved(name, found, item.region(name).median) for name, found in item.movers.items())
        blocks.append(Section("What moves it most", (Items(lines), Prose(MOVERS_NOTE, note=True))))
    return tuple(blocks)


def _table(item: Horizon) -> Table:
    """Return the central case and, below it, the shock under other assumptions."""
    ranged = any(figure.range for row in item.scenarios for figure in row.changes.values())
    regions = item.matter[:MOST_RANGED] if ranged else item.matter
    rows: list[tuple[Text, ...]] = [("central case", *(item.central.get(name) or Absent() for name in regions))]
    for row in item.scenarios:
        words = f"{row.key}: {row.text}" if row.text else row.key
        if row.changes:
            rows.append((words, *(row.changes.get(name) or Absent() for name in regions)))
        else:
            rows.append((f"{words}; {shortened(row.why, 120)}", *(Absent("no answer") for _ in regions)))
    shared = scale_of([cell for row in rows for cell in row if isinstance(cell, Figure)])
    columns = Column("Assumption", words=True), *(Column(Name(name), shared) for name in regions)
    caption = f"{upper(item.after)}: change of {item.measure} under other assumptions; modelled"
    return Table(caption, columns, tuple(rows), note=NOTE)


def _moved(name: str, rows: Sequence[Mover], median: float) -> Text:
    """Return a line on what moves a region: which way, and how closely."""
    ways = ("less loss", "more loss") if median < 0 else ("more gain", "less gain")
    said: list[Inline] = [f"{upper(in_sentence(name))}: "]
    for at, row in enumerate(rows):
        value = value_of(row.correlation)
        said += ["; " * (at > 0) + f"{parameter(row.parameter)}, more of it: {ways[value < 0]} (",
                 Shown(row.correlation, Scale(1.0, 2, "", signed=True)), ")"]  # fmt: skip
    return tuple(said)
