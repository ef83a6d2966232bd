"""What stands beside the horizons that are asked for: the first weeks of a path, and a product's second reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.progress import Pace
from technostate.shocks.runs import Runs
from technostate.shocks.specification.horizons import Horizon

if TYPE_CHECKING:
    from technostate.shocks.specification import Shock
    from technostate.world import World
    from technostate.world.products import Carved, Product

#: Days of the weeks that a path begins with, and those over which rationing is read: a quarter and a year.
QUARTER, YEAR = 91, 365
#: An impact, or why there is none.
Found = Impact | str


@dataclass(frozen=True, eq=False)
class Readings:
    """One shock on products read twice: prices clear every market within a year, or what is missing is rationed.

    Parameters
    ----------
    products : tuple of Product
        That the measures bear on, in the order of the world's sectors.
    carved : tuple of Carved
        What the table could hold of each.
    roots : tuple of str
        The table's own sector that each is a part of.
    clearing : Impact or str
        Of the year; or why there is none.
    quarter, year : Impact or str
        Of the weeks over the first `QUARTER` and over `YEAR` days; or why there is none.
    """

    products: tuple[Product, ...]
    carved: tuple[Carved, ...]
    roots: tuple[str, ...]
    clearing: Found
    quarter: Found
    year: Found


@dataclass(frozen=True, eq=False)
class Beside:
    """What is run beside the horizons that are asked for.

    Parameters
    ----------
    first_weeks : Impact, str or None
        The first weeks of a path, or why it has none; None where no path is asked for.
    readings : Readings or None
        None where no product is touched, or neither weeks nor year are asked for.
    """

    first_weeks: Found | None = None
    readings: Readings | None = None


def touched(shock: Shock, runs: Runs) -> tuple[str, ...]:
    """Return the products of the world that a shock's measures bear on, in the order of the world's sectors."""
    stage = runs.of(shock).stage
    if not stage.given.products:
        return ()
    steps = stage.resolve(shock).steps
    there = np.zeros(len(stage.fine.sectors), bool)
    for step in steps:
        if step.links is not None:
            there |= step.links.any((1, 2))
        elif step.nodes is not None and step.kind != "transfer_freeze":
            there |= step.nodes.any(0)
    return tuple(code for code, on in zip(stage.fine.sectors, there, strict=True) if on and code in stage.fine.products)


def wanted(shock: Shock, runs: Runs, horizons: Sequence[Horizon]) -> list[tuple[str, Horizon, int]]:
    """Return what is run beside horizons: what for, at which horizon, and over how many days of the weeks."""
    rows: list[tuple[str, Horizon, int]] = []
    if "path" in horizons:
        rows.append(("first_weeks", "weeks", QUARTER))
    if {"weeks", "year"} & set(horizons) and touched(shock, runs):
        rows += [("clearing", "year", QUARTER), ("quarter", "weeks", QUARTER), ("year", "weeks", YEAR)]
    return [row for row in rows if not _asked(row, horizons, runs)]


def _asked(row: tuple[str, Horizon, int], horizons: Sequence[Horizon], runs: Runs) -> bool:
    """Whether a horizon that is asked for has it already."""
    return row[1] in horizons and (row[1] != "weeks" or runs.days == row[2])


def lengths(shock: Shock, runs: Runs, horizons: Sequence[Horizon]) -> list[float]:
    """Return the lengths of the pieces of work beside horizons, for `Pace`."""
    return [
        runs.lengths((horizon,))[0] * (days / QUARTER if horizon == "weeks" else 1.0)
        for _, horizon, days in wanted(shock, runs, horizons)
    ]


def beside(
    shock: Shock, runs: Runs, horizons: Sequence[Horizon], comparison: Comparison, pace: Pace | None = None
) -> Beside:
    """Return what stands beside the horizons that are asked for, run with the same draws.

    Parameters
    ----------
    comparison : Comparison
        Of these horizons.
    pace : Pace, optional
        With the pieces of `lengths`.
    """
    runs = runs.of(shock)
    more: dict[str, Found] = {}
    for name, horizon, days in wanted(shock, runs, horizons):
        more[name] = runs.answer(shock, horizon, pace, days=days)
        if pace is not None:
            pace.next()

    def found(name: str, horizon: Horizon) -> Found:
        if name in more:
            return more[name]
        return comparison.impacts[horizon] if horizon in comparison.impacts else comparison.refused[horizon]

    first = found("first_weeks", "weeks") if "path" in horizons else None
    codes = touched(shock, runs) if {"weeks", "year"} & set(horizons) else ()
    if not codes:
        return Beside(first)
    world = runs.stage.fine
    return Beside(
        first,
        Readings(
            tuple(world.products[code] for code in codes),
            tuple(_carved(code, world) for code in codes),
            tuple(world.root_of(code) for code in codes),
            found("clearing", "year"),
            found("quarter", "weeks"),
            found("year", "weeks"),
        ),
    )


def _carved(code: str, world: World) -> Carved:
    return next(row for row in world.carved if row.code == code)
