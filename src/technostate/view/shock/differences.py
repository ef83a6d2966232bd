"""What two answers differ by, state by state: case by case where both were drawn alike, else by their medians."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from technostate.evidence import Figure, Range
from technostate.evidence.figure import value_of
from technostate.evidence.origin import derived_from
from technostate.shocks.impact.sign import HARDLY, Side
from technostate.shocks.impact.spread import Change
from technostate.view.shock.described import Described
from technostate.view.shock.record import Answer, Horizon, Region


@dataclass(frozen=True)
class Difference:
    """What a region's change differs by: the second less the first.

    Parameters
    ----------
    first, second : Figure
        Changes, per cent.
    difference : Figure
        Percentage points; over the pairs of cases, or of the medians, which has no range.
    worse, better : Figure or None
        Pairs of a hundred in which the second is the lower and the higher; None where cases are not paired.
    side : str
        What the pairs say of the sign (`technostate.shocks.impact.sign`): ``lose`` where the second is the lower.
    """

    region: str
    first: Figure
    second: Figure
    difference: Figure
    worse: Figure | None
    better: Figure | None
    side: Side


@dataclass(frozen=True)
class Compared:
    """Two runs at one horizon.

    Parameters
    ----------
    pairs : int
        Cases that both have; 0 where they are not paired, 1 where the central cases alone were run.
    rows : tuple of Difference
        Regions that both have, those to whom the second does most harm first.
    first_alone, second_alone : tuple of str
        Regions that only one of the worlds shows.
    """

    horizon: str
    after: str
    measure: str
    pairs: int
    rows: tuple[Difference, ...]
    first_alone: tuple[str, ...]
    second_alone: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two runs.

    Parameters
    ----------
    first, second : Described
        What the shocks are.
    horizons : mapping of str to Compared
        Horizons that both answer.
    refused : mapping of str to str
        Horizon → why it is not compared.
    assumptions : tuple of (str, str, str)
        What differs between the two: what it is, in the first, in the second.
    """

    first: Described
    second: Described
    horizons: Mapping[str, Compared]
    refused: Mapping[str, str]
    assumptions: tuple[tuple[str, str, str], ...]


def compared(first: Horizon, second: Horizon, *, alike: bool) -> Compared:
    """Return what two answers at one horizon differ by.

    Parameters
    ----------
    alike : bool
        Whether both were drawn with the same number of draws and the same seed.
    """
    known = {row.region: row for row in second.regions}
    cases, labels = _cases(first, second) if alike else ({}, ())
    rows = [
        _row(row, known[row.region], cases.get(row.region), len(labels)) for row in first.regions if row.region in known
    ]
    rows.sort(key=lambda row: (value_of(row.difference), row.region))
    one, other = {row.region for row in first.regions}, set(known)
    return Compared(
        first.horizon, first.after, first.measure, len(labels), tuple(rows),
        tuple(sorted(one - other)), tuple(sorted(other - one)),
    )  # fmt: skip


def _cases(first: Horizon, second: Horizon) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return region → differences of the cases that both have, and the names of these."""
    one, other = first.tables, second.tables
    labels = tuple(name for name in one["cases"] if name in set(other["cases"]))
    if not labels:
        return {}, ()
    at = [[table["cases"].index(name) for name in labels] for table in (one, other)]
    found = {}
    for region in one["regions"]:
        if region in other["regions"]:
            low, high = (
                np.array([table["income_cases"]["values"][row][table["regions"].index(region)] for row in rows], float)
                for table, rows in zip((one, other), at, strict=True)
            )
            found[region] = high - low
    return found, labels


def _row(first: Region, second: Region, cases: Any, count: int) -> Difference:
    one, other = first.figures.change, second.figures.change
    origin = derived_from(f"difference of {other.origin.title} and {one.origin.title}", one.origin, other.origin)
    if cases is None or not np.isfinite(cases).all():
        value = 100 * (second.median - first.median)
        bare = Figure(value, "pp change", "modelled", origin, first.region)
        side: Side = "lose" if value <= -HARDLY else "gain" if value >= HARDLY else "hardly"
        return Difference(first.region, one, other, bare, None, None, side)
    change = Change.over(cases, 100 * (second.central - first.central), "pp change")
    drawn = one.range is not None and other.range is not None
    span = Range(change.p10, change.p90, f"p10 to p90 of {count} pairs of cases", change.side == "open")
    figure = Figure(change.median, "pp change", "modelled", origin, first.region, range=span if drawn else None)

    def share(part: float) -> Figure | None:
        return Figure(100 * part, "%", "modelled", origin, first.region) if drawn else None

    return Difference(first.region, one, other, figure, share(change.loss), share(change.gain), change.side)


def horizons_of(first: Answer, second: Answer, *, alike: bool) -> tuple[dict[str, Compared], dict[str, str]]:
    """Return what the horizons that both answer differ by, and why others are not compared."""
    both = [key for key in first.horizons if key in second.horizons]
    found = {key: compared(first.horizons[key], second.horizons[key], alike=alike) for key in both}
    refused: dict[str, str] = {}
    for letter, answer in (("A", first), ("B", second)):
        for key, why in answer.refused.items():
            refused[key] = "; ".join(part for part in (refused.get(key), f"{letter} has no answer: {why}") if part)
    return found, refused
