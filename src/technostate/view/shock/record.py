"""A shock's answer as typed data: fractions to compute with, and figures that carry unit, kind, origin and range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from technostate.evidence import Figure
from technostate.shocks.impact.sign import Side
from technostate.view.shock.coalition import Coalition
from technostate.view.shock.described import Described
from technostate.view.shock.products import Product
from technostate.view.shock.readings import Readings


@dataclass(frozen=True)
class Figures:
    """What is printed of one region: each figure is the median of the cases with p10 to p90.

    Parameters
    ----------
    change : Figure
        Of `Horizon.measure`.
    amount : Figure
        The same in money a year, at the region's base.
    gdp, consumer_prices, employment : Figure or None
        None where the horizon has no such figure.
    loss, gain : Figure or None
        Cases of a hundred in which `change` is a loss and a gain; None where only the central case was run.
    """

    change: Figure
    amount: Figure
    gdp: Figure | None
    consumer_prices: Figure | None
    employment: Figure | None
    loss: Figure | None
    gain: Figure | None


@dataclass(frozen=True)
class Region:
    """What a shock does to one region as a whole; all numbers are fractions, None where there is no such figure.

    Parameters
    ----------
    median, p10, p90, central : float
        Change of `Horizon.measure`: over the cases, and at the central value of everything.
    loss_share, gain_share : float
        Shares of cases, 0 to 1, with a loss and with a gain (`technostate.shocks.impact.sign.HARDLY`).
    gdp, prices, employment : float or None
        Medians of the changes of GDP, consumer prices and employment.
    side : str
        What the cases say of the sign, see `technostate.shocks.impact.sign`.
    figures : Figures
        The same as figures in per cent.
    """

    region: str
    median: float
    p10: float
    p90: float
    central: float
    loss_share: float
    gain_share: float
    gdp: float | None
    prices: float | None
    employment: float | None
    side: Side
    figures: Figures


@dataclass(frozen=True)
class Sector:
    """One of the sectors with the largest part in the change of its region's output.

    Parameters
    ----------
    output : Figure
        Change of the sector's output.
    part : Figure
        Its part in the change of the region's output.
    """

    region: str
    sector: str
    title: str
    output: Figure
    part: Figure


@dataclass(frozen=True)
class Scenario:
    """The shock under one other assumption, all else central: a row beside the range.

    Parameters
    ----------
    changes : mapping of str to Figure
        Region → change; empty where the assumption has no answer.
    why : str
        Why it has none.
    """

    key: str
    text: str
    changes: Mapping[str, Figure]
    why: str = ""


@dataclass(frozen=True)
class Mover:
    """A parameter that moves a region's change: its rank correlation with it over the cases, from −1 to 1."""

    parameter: str
    correlation: Figure


@dataclass(frozen=True)
class Course:
    """A region's output day by day, with the days it is away from its base."""

    region: str
    days: tuple[Figure, ...]
    recovery: Figure | None


@dataclass(frozen=True)
class Shortage:
    """The day on which stocks of a product first limit a user in a region."""

    region: str
    sector: str
    title: str
    day: Figure


@dataclass(frozen=True)
class Horizon:
    """What a shock does at one horizon.

    Parameters
    ----------
    horizon, after, measure, world : str
        ``year``, ``after a year``, what the regions' changes are of, the table.
    over : str
        What the ranges are over; empty where only the central case was run.
    cases : int
        How many draws are behind the ranges; 1 where only the central case was run.
    failed, notes : tuple of str
        Cases without an answer; what was taken how.
    days : int or None
        Days simulated; weeks only.
    years : tuple of int
        Years after the start; the path only, whose other figures are averages over them.
    regions : tuple of Region
        Largest loss first, by the median.
    matter : tuple of str
        The few regions that tables of a few have: parties of the shock, then the largest changes.
    central : mapping of str to Figure
        Region that matters → its change in the central case, which the scenarios are read beside.
    scenarios : tuple of Scenario
        Rows beside the range, for the regions that matter.
    movers : mapping of str to tuple of Mover
        Region that matters → the parameters that move it most, the strongest first.
    path : mapping of str to tuple of Figure
        Region that matters → its change in each of `years`.
    first_weeks : mapping of str to tuple of Figure
        The path only: region that matters → the change of its gross output in each of its first weeks, by the engine of
        the weeks; empty where that has no answer.
    without_weeks : str
        Why it has none.
    tables : mapping
        Every figure of the engine, by region, sector and partner; empty in a battery.
    """

    horizon: str
    after: str
    measure: str
    world: str
    over: str
    cases: int
    failed: tuple[str, ...]
    notes: tuple[str, ...]
    days: int | None
    years: tuple[int, ...]
    regions: tuple[Region, ...]
    matter: tuple[str, ...]
    central: Mapping[str, Figure]
    scenarios: tuple[Scenario, ...]
    movers: Mapping[str, tuple[Mover, ...]]
    sectors: tuple[Sector, ...]
    courses: tuple[Course, ...]
    shortages: tuple[Shortage, ...]
    path: Mapping[str, tuple[Figure, ...]]
    first_weeks: Mapping[str, tuple[Figure, ...]]
    without_weeks: str
    tables: Mapping[str, Any]

    def on(self, side: Side) -> tuple[str, ...]:
        """Return the regions on one side, the largest changes first."""
        found = [row.region for row in self.regions if row.side == side]
        return tuple(reversed(found)) if side in ("gain", "no_loss") else tuple(found)

    def region(self, name: str) -> Region:
        """Return the row of a region; `KeyError` for one that has none."""
        return {row.region: row for row in self.regions}[name]


@dataclass(frozen=True)
class Answer:
    """What a shock does at the horizons that were asked for.

    Parameters
    ----------
    unsettled : mapping of str to tuple of str
        Horizon → regions whose sign is not settled: between 10 and 90 of 100 cases lose.
    world : str
        What it was run on, in words, where products are carved out of it; empty elsewhere.
    products : tuple of Product
        That are carved out of the world and that the measures bear on.
    readings : Readings or None
        The two readings of a shock on products.
    horizons : mapping of str to Horizon
        In the order weeks, year, path, decade.
    refused : mapping of str to str
        Horizon → why it has no answer.
    """

    unsettled: Mapping[str, tuple[str, ...]]
    shock: Described
    world: str
    products: tuple[Product, ...]
    readings: Readings | None
    horizons: Mapping[str, Horizon]
    refused: Mapping[str, str]
    coalition: Coalition | None = None
