"""What stands beside the horizons that are asked for: the first weeks of a path, and a product's second reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from technostate.shocks.face import Face, products_of
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.progress import Pace
from technostate.shocks.runs import Runs
from technostate.shocks.specification.horizons import Horizon

if TYPE_CHECKING:
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


def wanted(found: Face, runs: Runs, horizons: Sequence[Horizon]) -> list[tuple[str, Horizon, int]]:
    """Return what is run beside horizons: what for, at which horizon, and over how many days of the weeks."""
    rows: list[tuple[str, Horizon, int]] = []
    if "path" in horizons:
        rows.append(("first_weeks", "weeks", QUARTER))
    if {"weeks", "year"} & set(horizons) and found.touched:
        rows += [("clearing", "year", QUARTER), ("quarter", "weeks", QUARTER), ("year", "weeks", YEAR)]
    return [row for row in rows if not _asked(row, horizons, runs)]


def _asked(row: tuple[str, Horizon, int], horizons: Sequence[Horizon], runs: Runs) -> bool:
    """Whether a horizon that is asked for has it already."""
    return row[1] in horizons and (row[1] != "weeks" or runs.days == row[2])


def lengths(found: Face, runs: Runs, horizons: Sequence[Horizon]) -> list[float]:
    """Return the lengths of the pieces of work beside horizons, for `Pace`."""
    return [
        runs.lengths((horizon,))[0] * (days / QUARTER if horizon == "weeks" else 1.0)
        for _, horizon, days in wanted(found, runs, horizons)
    ]


def beside(
    found: Face, runs: Runs, horizons: Sequence[Horizon], comparison: Comparison, pace: Pace | None = None
) -> Beside:
    """Return what stands beside the horizons that are asked for, run with the same draws.

    Parameters
    ----------
    found : Face
        Of the shock's world.
    comparison : Comparison
        Of these horizons.
    pace : Pace, optional
        With the pieces of `lengths`.
    """
    shock = comparison.shock
    runs = runs.of(shock)
    more: dict[str, Found] = {}
    for name, horizon, days in wanted(found, runs, horizons):
        more[name] = runs.answer(shock, horizon, pace, days=days)
        if pace is not None:
            pace.next()

    def of(name: str, horizon: Horizon) -> Found:
        if name in more:
            return more[name]
        return comparison.impacts[horizon] if horizon in comparison.impacts else comparison.refused[horizon]

    first = of("first_weeks", "weeks") if "path" in horizons else None
    if not found.touched or not {"weeks", "year"} & set(horizons):
        return Beside(first)
    both = of("clearing", "year"), of("quarter", "weeks"), of("year", "weeks")
    return Beside(first, Readings(products_of(found, runs), found.carved, found.roots, *both))
